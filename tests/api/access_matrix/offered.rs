//! What pages offer. Every page, read by everybody in every phase: each link on it leads to something that this person
//! may read now, each button is accepted when it is pressed; and what this person may read or do now is linked, or has
//! its button, on some page that can be reached from the first one. What is neither stands in
//! `tests/golden/offered.tsv` with its reason, and each line there must be needed.

mod page;

use super::crawl::{ids_for, routes};
use super::operations::{Class, Sight};
use super::viewers::{Thing, Viewer, viewers};
use super::world::World;
use crate::pages::Visit;
use diesel::prelude::*;
use page::{Form, Page};
use std::collections::{BTreeMap, BTreeSet};
use test_support::{Answer, pdf};
use tubel::kernel::access::{Facts, Operation, Phase, Verdict, decide};
use tubel::kernel::ids::ProposalId;
use tubel::platform::db::schema::proposals;

const PHASES: [Phase; 6] =
    [Phase::Open, Phase::Screening, Phase::Review, Phase::Plenary, Phase::Announced, Phase::Closed];

/// What one person finds on all pages in one phase.
#[derive(Default, Clone)]
struct Offered {
    /// The status of each address that was read, and where it led.
    read: BTreeMap<String, (u16, String)>,
    /// The links of each page.
    links: BTreeMap<String, BTreeSet<String>>,
    /// Each form with a page on which it stands.
    forms: Vec<(Form, String)>,
}

fn bare(address: &str) -> &str {
    address.split('?').next().unwrap()
}

impl Offered {
    fn look_at(&mut self, address: &str, answer: &Answer) {
        let place = answer.header("location").to_owned();
        self.read.insert(address.to_owned(), (answer.status, place));
        let is_page = answer.header("content-type").starts_with("text/html");
        if answer.status != 200 || !is_page {
            return;
        }
        let Page { links, forms } = Page::of(answer.text());
        // The same page in the other language.
        let links = links.into_iter().filter(|link| !link.contains("lang="));
        self.links.entry(bare(address).to_owned()).or_default().extend(links);
        for form in forms {
            if !self.forms.iter().any(|(known, _)| known.key() == form.key()) {
                self.forms.push((form, address.to_owned()));
            }
        }
    }

    /// Links with a page on which each stands.
    fn all_links(&self) -> BTreeMap<String, String> {
        let all = self.links.iter();
        all.flat_map(|(page, links)| links.iter().map(|link| (link.clone(), page.clone())))
            .collect()
    }

    /// Every address, without its question, that somebody comes to from the first page by links and forms.
    fn reached(&self) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut ahead = vec!["/".to_owned()];
        while let Some(page) = ahead.pop() {
            if !reached.insert(page.clone()) {
                continue;
            }
            let links = self.links.get(&page).into_iter().flatten();
            ahead.extend(links.map(|link| bare(link).to_owned()));
            let forms = self.forms.iter().filter(|(_, on)| bare(on) == page);
            ahead.extend(forms.map(|(form, _)| form.action.clone()));
            let on = self.read.get(&page).filter(|(status, _)| *status == 303);
            ahead.extend(on.map(|(_, place)| bare(place).to_owned()));
        }
        reached
    }

    fn has_form(&self, action: &str) -> bool {
        self.forms.iter().any(|(form, _)| bare(&form.action) == action)
    }
}

/// Why an answer is none that a link or button may lead to. To sign in first is a way on for nobody else.
fn refusal(answer: &Answer, viewer: &Viewer) -> Option<String> {
    let place = answer.header("location");
    if answer.status == 303 && place.starts_with("/sign-in") && viewer.person.is_some() {
        return Some("leads to sign in".to_owned());
    }
    let is_refused = matches!(answer.status, 400 | 401 | 403 | 404 | 405 | 409 | 412 | 415);
    (is_refused || answer.status >= 500).then(|| answer.status.to_string())
}

/// The exceptions: kind, and method with route; then the reason.
fn exceptions() -> BTreeMap<(String, String), String> {
    let text = std::fs::read_to_string("tests/golden/offered.tsv").unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let mut parts = line.split('\t');
            let mut part = || parts.next().unwrap_or_else(|| panic!("{line}")).to_owned();
            let (kind, route, reason) = (part(), part(), part());
            assert!(reason.len() > 10, "{line}: why?");
            ((kind, route), reason)
        })
        .collect()
}

struct Tour<'a> {
    world: &'a World,
    /// Pages and files for people.
    operations: Vec<Operation>,
    exceptions: BTreeMap<(String, String), String>,
    needed: BTreeSet<(String, String)>,
    amiss: BTreeMap<String, BTreeSet<String>>,
    /// What can be read without an account.
    public: BTreeSet<String>,
    /// A form of each route, as somebody found it somewhere.
    catalogue: BTreeMap<String, Form>,
    /// How often the buttons of each route were accepted, and how often only their fields were found wanting.
    pressed: BTreeMap<String, (usize, usize)>,
}

impl<'a> Tour<'a> {
    fn new(world: &'a World) -> Self {
        let mut operations = tubel::server::page_inventory();
        operations.extend(tubel::server::download_inventory());
        Self {
            world,
            operations,
            exceptions: exceptions(),
            needed: BTreeSet::new(),
            amiss: BTreeMap::new(),
            public: BTreeSet::new(),
            catalogue: BTreeMap::new(),
            pressed: BTreeMap::new(),
        }
    }

    /// The route that serves this path.
    fn route_of(&self, method: &str, path: &str) -> String {
        let fits = |one: &&Operation| {
            one.method == method
                && actix_web::dev::ResourceDef::new(one.path.as_str()).is_match(bare(path))
        };
        let route = self.operations.iter().find(fits);
        format!("{method} {}", route.map_or_else(|| bare(path), |one| one.path.as_str()))
    }

    fn is_excepted(&mut self, kind: &str, route: &str) -> bool {
        let key = (kind.to_owned(), route.to_owned());
        let is_known = self.exceptions.contains_key(&key);
        if is_known {
            self.needed.insert(key);
        }
        is_known
    }

    fn note(&mut self, kind: &str, route: &str, line: String) {
        if !self.is_excepted(kind, route) {
            let lines = self.amiss.entry(format!("{kind}\t{route}")).or_default();
            if lines.is_empty() {
                println!("{kind}\t{route}\t{line}");
            }
            lines.insert(line);
        }
    }

    /// Somebody's browser, and the token of its forms. Where an earlier press took the account away, it is nobody's.
    async fn visit(&self, viewer: &Viewer) -> (Visit<'a>, String) {
        let mut visit = Visit::new(&self.world.app);
        if let Some(person) = &viewer.person {
            visit.enter(person).await;
        }
        let home = Page::of(visit.read("/").await.text());
        let mut fields = home.forms.into_iter().flat_map(|form| form.fields);
        let csrf = fields.find(|(name, _)| name == "csrf").map(|(_, value)| value);
        (visit, csrf.unwrap_or_default())
    }

    /// Stands the call in this phase, and undoes what a press may have done to the proposal. Nothing is found eligible
    /// while it is still written.
    fn stand(&self, phase: Phase) {
        self.world.stand(phase);
        let state = if phase == Phase::Open { "submitted" } else { "eligible" };
        let id = self.world.things.proposal.parse::<ProposalId>().unwrap();
        let stand = move |db: &mut tubel::platform::db::Db| {
            let to = (proposals::state.eq(state), proposals::withdrawn_reason.eq(None::<String>));
            Ok(diesel::update(proposals::table.find(&id)).set(to).execute(db)?)
        };
        self.world.app.database().write(stand).unwrap();
    }

    /// These addresses, as this person finds them.
    async fn read(&self, visit: &Visit<'_>, addresses: &[String]) -> Offered {
        let mut offered = Offered::default();
        for some in addresses.chunks(8) {
            let answers = some.iter().map(|address| visit.read(address));
            let answers = futures_util::future::join_all(answers).await;
            for (address, answer) in some.iter().zip(&answers) {
                offered.look_at(address, answer);
            }
        }
        offered
    }

    /// All that is for people.
    fn addresses(&self) -> Vec<String> {
        let gets = self.operations.iter().filter(|one| one.method == "GET");
        let pages: BTreeSet<&str> = gets.map(|one| one.path.as_str()).collect();
        let all = routes(self.world).into_iter();
        all.filter(|(route, _)| pages.contains(route.as_str()))
            .map(|(_, address)| address)
            .collect()
    }

    /// Follows every link; what leads nowhere, and what can be read and is led to from nowhere.
    async fn follow(&mut self, visit: &Visit<'_>, who: (&Viewer, Phase), offered: &mut Offered) {
        let (viewer, phase) = who;
        for (link, page) in offered.all_links() {
            if !offered.read.contains_key(&link) {
                let answer = visit.read(&link).await;
                offered.look_at(&link, &answer);
            }
            let (status, place) = &offered.read[&link];
            let leads_out =
                *status == 303 && place.starts_with("/sign-in") && viewer.person.is_some();
            if !matches!(status, 200 | 303) || leads_out {
                let line = format!("{status} for {} in {} on {page}", viewer.name, phase.name());
                self.note("refused", &self.route_of("GET", &link), line);
            }
        }
        if viewer.person.is_none() {
            self.public = BTreeSet::new();
        }
        for address in self.unreached(offered) {
            let line = format!("{} in {}", viewer.name, phase.name());
            self.note("not-offered", &self.route_of("GET", &address), line);
        }
        if viewer.person.is_none() {
            let readable = offered.read.iter().filter(|(_, (status, _))| *status == 200);
            self.public = readable.map(|(address, _)| bare(address).to_owned()).collect();
        }
    }

    /// The forms that somebody finds.
    fn remember(&mut self, offered: &Offered) {
        for (form, _) in &offered.forms {
            let route = self.route_of("POST", &form.action);
            self.catalogue.entry(route).or_insert_with(|| form.clone());
        }
    }

    /// What can be read, and cannot be reached from the first page. What everybody may read, nobody in particular has
    /// to find.
    fn unreached(&self, offered: &Offered) -> Vec<String> {
        let reached = offered.reached();
        let is_for_all = |address: &String| self.public.contains(bare(address));
        let readable = offered.read.iter().filter(|(_, (status, _))| *status == 200);
        let readable = readable.filter(|(address, _)| !is_for_all(address));
        let unreached = readable.filter(|(address, _)| !reached.contains(bare(address)));
        unreached.map(|(address, _)| address.clone()).collect()
    }

    async fn send(&self, visit: &Visit<'_>, form: &Form) -> Answer {
        let fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if !form.has_file {
            return visit.send(&form.action, &fields).await;
        }
        let typed = |sent: reqwest::multipart::Form, (name, value): &(&str, &str)| {
            sent.text((*name).to_owned(), (*value).to_owned())
        };
        let sent = fields.iter().fold(reqwest::multipart::Form::new(), typed);
        let file = reqwest::multipart::Part::bytes(pdf("berkas")).file_name("berkas.pdf");
        let request = visit.request(reqwest::Method::POST, &form.action);
        let request = request.header("sec-fetch-site", "same-origin");
        Answer::of(request.multipart(sent.part("file", file))).await
    }

    /// As [`Self::send`]; what faults were found in with all filled in is sent again with what is needed alone.
    async fn press(&self, visit: &Visit<'_>, form: &Form) -> Answer {
        let answer = self.send(visit, form).await;
        if answer.status == 422 && !form.spare.is_empty() {
            return self.send(visit, &form.at_least()).await;
        }
        answer
    }

    /// Presses every button. One that an earlier press has taken from the page is not offered any more.
    async fn press_all(&mut self, viewer: &Viewer, phase: Phase, offered: &Offered) {
        let (mut visit, mut csrf) = self.visit(viewer).await;
        let mut has_changed = false;
        for (form, page) in &offered.forms {
            let route = self.route_of("POST", &form.action);
            if self.is_excepted("not-pressed", &route) {
                continue;
            }
            let mut answer = self.press(&visit, &form.with_token(&csrf)).await;
            if matches!(answer.status, 401 | 403) && has_changed {
                (visit, csrf) = self.visit(viewer).await;
            }
            if refusal(&answer, viewer).is_some() && has_changed {
                let anew = Page::of(visit.read(page).await.text());
                let same = anew.forms.iter().find(|one| one.action == form.action);
                let Some(same) = same else { continue };
                answer = self.press(&visit, same).await;
            }
            if let Some(status) = refusal(&answer, viewer) {
                let line = format!("{status} for {} in {} on {page}", viewer.name, phase.name());
                self.note("refused", &route, line);
            }
            let pressed = self.pressed.entry(route).or_default();
            match answer.status {
                200..400 => pressed.0 += 1,
                422 => pressed.1 += 1,
                _ => (),
            }
            if answer.status < 400 {
                has_changed = true;
                self.stand(phase);
            }
        }
    }

    /// Paths of this operation, each with what it is about.
    fn subjects(&self, operation: &Operation) -> Vec<(String, Thing)> {
        let kind = operation.path.trim_start_matches("/desk").trim_start_matches('/');
        let kind = kind.split('/').next().unwrap();
        let (things, parameters) = (&self.world.things, operation.path.matches('{').count());
        let ids = if parameters == 1 { ids_for(self.world, kind) } else { Vec::new() };
        let about = |id: &String| match id {
            id if *id == things.proposal => Thing::Proposal,
            id if *id == things.unsettled => Thing::Unsettled,
            id if *id == things.draft => Thing::Draft,
            id if *id == things.begun => Thing::Begun,
            id if *id == things.handed_in => Thing::HandedIn,
            id if *id == things.pending_problem => Thing::PendingProblem,
            _ => Thing::Nothing,
        };
        let filled = |id: &String| {
            let (start, end) =
                (operation.path.find('{').unwrap(), operation.path.find('}').unwrap());
            let mut path = operation.path.clone();
            path.replace_range(start..=end, id);
            (path, about(id))
        };
        match parameters {
            // What is about nothing else is about oneself.
            0 => vec![(operation.path.clone(), Thing::Oneself)],
            _ => ids.iter().map(filled).collect(),
        }
    }

    /// Does what the table permits this person and no page offers them: what is accepted lacks its button.
    async fn without_button(&mut self, viewer: &Viewer, phase: Phase, offered: &Offered) {
        let (visit, csrf) = self.visit(viewer).await;
        let posts: Vec<Operation> =
            self.operations.iter().filter(|one| one.method == "POST").cloned().collect();
        for operation in &posts {
            let route = format!("POST {}", operation.path);
            // Who is signed in needs no button for what is open to everybody, as registering is.
            let is_open = decide(&[], operation.act, Facts::NONE) == Verdict::Allowed;
            if is_open && viewer.person.is_some() {
                continue;
            }
            for (path, thing) in self.subjects(operation) {
                let sight = Sight { viewer, phase, thing };
                if sight.table(operation.act) != Class::Allowed || offered.has_form(&path) {
                    continue;
                }
                let Some(form) = self.catalogue.get(&route) else { continue };
                let form = Form { action: path, ..form.with_token(&csrf) };
                let answer = self.press(&visit, &form).await;
                if matches!(answer.status, 200..400 | 422) {
                    let line = format!("{} for {} in {}", answer.status, viewer.name, phase.name());
                    self.note("not-offered", &route, line);
                    self.stand(phase);
                }
            }
        }
    }

    /// Buttons that nobody ever found, or nobody ever pressed to an end.
    fn never_pressed(&mut self) {
        let posts = self.operations.iter().filter(|one| one.method == "POST");
        let routes: Vec<String> = posts.map(|one| format!("POST {}", one.path)).collect();
        for route in routes {
            if !self.catalogue.contains_key(&route) {
                self.note("not-offered", &route, "to nobody, at any time".to_owned());
            } else if !self.pressed.contains_key(&route) {
                continue;
            } else if self.pressed[&route].0 == 0 {
                self.note("not-done", &route, format!("wanting {} times", self.pressed[&route].1));
            }
        }
    }

    /// What is on no list, and what is on it for nothing, of this method.
    fn finish(mut self, method: &str) {
        let of = |route: &String| route.starts_with(method);
        let idle = self.exceptions.keys().filter(|key| of(&key.1) && !self.needed.contains(key));
        for (kind, route) in idle {
            self.amiss.insert(format!("{kind}\t{route}"), BTreeSet::from(["no longer so".into()]));
        }
        let lines = self.amiss.iter().map(|(what, who)| {
            let some: Vec<&str> = who.iter().take(6).map(String::as_str).collect();
            format!("{what}\t{} ({})", some.join("; "), who.len())
        });
        let lines: Vec<String> = lines.collect();
        assert!(lines.is_empty(), "{}", lines.join("\n"));
    }
}

#[actix_web::test]
async fn every_link_leads_to_a_page_and_every_page_is_led_to() {
    let world = World::new().await;
    let viewers = viewers(&world);
    let mut tour = Tour::new(&world);
    let addresses = tour.addresses();
    let mut read = 0;
    for phase in PHASES {
        tour.stand(phase);
        for viewer in &viewers {
            let (visit, _) = tour.visit(viewer).await;
            let mut offered = tour.read(&visit, &addresses).await;
            tour.follow(&visit, (viewer, phase), &mut offered).await;
            read += offered.links.len();
        }
    }
    tour.finish("GET");
    assert!(read > 2000, "{read}");
}

#[actix_web::test]
async fn every_button_is_accepted_and_every_act_that_is_permitted_has_its_button() {
    let world = World::new().await;
    let viewers = viewers(&world);
    let mut tour = Tour::new(&world);
    let addresses = tour.addresses();
    // First all is read, so that the forms are known also to those who are offered none; pages alone are read again.
    let mut pages = Vec::new();
    for phase in PHASES {
        tour.stand(phase);
        for viewer in &viewers {
            let (visit, _) = tour.visit(viewer).await;
            let offered = tour.read(&visit, &addresses).await;
            tour.remember(&offered);
            pages.push(offered.links.into_keys().collect::<Vec<String>>());
        }
    }
    let mut pages = pages.into_iter();
    for phase in PHASES {
        for viewer in &viewers {
            tour.stand(phase);
            let (visit, _) = tour.visit(viewer).await;
            let offered = tour.read(&visit, &pages.next().unwrap()).await;
            tour.without_button(viewer, phase, &offered).await;
            tour.press_all(viewer, phase, &offered).await;
        }
    }
    tour.never_pressed();
    let pressed: usize = tour.pressed.values().map(|(done, wanting)| done + wanting).sum();
    tour.finish("POST");
    assert!(pressed > 500, "{pressed}");
}

#[actix_web::test]
async fn what_is_offered_and_refused_and_what_is_permitted_and_not_offered_are_found() {
    let world = World::new().await;
    let all = viewers(&world);
    let candidate = all.iter().find(|viewer| viewer.name == "candidate").unwrap();
    let mut tour = Tour::new(&world);
    tour.stand(Phase::Open);
    let (visit, _) = tour.visit(candidate).await;
    let (addresses, who) = (tour.addresses(), (candidate, Phase::Open));
    let nobody = tour.visit(&all[0]).await.0;
    let mut public = tour.read(&nobody, &addresses).await;
    tour.follow(&nobody, (&all[0], Phase::Open), &mut public).await;
    let mut offered = tour.read(&visit, &addresses).await;
    tour.follow(&visit, who, &mut offered).await;
    tour.remember(&offered);
    assert!(tour.amiss.is_empty(), "{:#?}", tour.amiss);
    // A page that can be read, with no way to it.
    let edit = format!("/proposals/{}/edit", world.things.proposal);
    assert!(offered.reached().contains(&edit));
    let mut fewer = offered.clone();
    fewer.links.values_mut().for_each(|links| links.retain(|link| bare(link) != edit));
    fewer.forms.retain(|(form, _)| form.action != edit);
    assert!(tour.unreached(&fewer).contains(&edit));
    // An act that is permitted, without its button.
    fewer.forms.retain(|(form, _)| form.action != "/me/mails/language");
    tour.without_button(candidate, Phase::Open, &offered).await;
    assert!(tour.amiss.is_empty(), "{:#?}", tour.amiss);
    tour.without_button(candidate, Phase::Open, &fewer).await;
    let found: Vec<String> = std::mem::take(&mut tour.amiss).into_keys().collect();
    let expected =
        ["not-offered\tPOST /me/mails/language", "not-offered\tPOST /proposals/{id}/edit"];
    assert_eq!(found, expected);
    // A link and a button of an act that is none of theirs.
    let cancel = format!("/desk/calls/{}/cancel", world.things.call);
    let form = Form { action: cancel.clone(), ..fewer.forms[0].0.clone() };
    let mut more = Offered {
        links: BTreeMap::from([("/".to_owned(), BTreeSet::from([cancel]))]),
        forms: vec![(form, "/".to_owned())],
        read: BTreeMap::new(),
    };
    tour.follow(&visit, who, &mut more).await;
    tour.press_all(candidate, Phase::Open, &more).await;
    let found: Vec<&String> = tour.amiss.keys().collect();
    let expected =
        ["refused\tGET /desk/calls/{id}/cancel", "refused\tPOST /desk/calls/{id}/cancel"];
    assert_eq!(found, expected);
}
