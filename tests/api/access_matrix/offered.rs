//! What pages offer. Every page, read by everybody in every phase: each link and button on it leads to something
//! that this person may do now; and what the table lets them do is offered on some page. What is neither stands in
//! `tests/golden/offered.tsv` with its reason, and each line there must be needed.

use super::crawl::{ids_for, routes};
use super::operations::{Class, Sight};
use super::viewers::{Thing, Viewer, viewers};
use super::world::World;
use crate::pages::{Visit, unescaped};
use test_support::Answer;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use tubel::kernel::access::{Operation, Phase};
use tubel::kernel::errors::common::WRONG_PHASE;
use tubel::kernel::language::Language;

const PHASES: [Phase; 6] =
    [Phase::Open, Phase::Screening, Phase::Review, Phase::Plenary, Phase::Announced, Phase::Closed];

/// A button: where its form goes, and what is sent with it unseen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Button {
    path: String,
    fields: Vec<(String, String)>,
}

/// What one person finds on all pages in one phase, with a page on which it stands.
#[derive(Default, Clone)]
struct Offered {
    links: BTreeMap<String, String>,
    buttons: BTreeMap<Button, String>,
    /// The status of each page that was read.
    read: BTreeMap<String, u16>,
}

impl Offered {
    fn look_at(&mut self, address: &str, answer: &Answer) {
        self.read.insert(address.to_owned(), answer.status);
        let is_page = answer.header("content-type").starts_with("text/html");
        if answer.status != 200 || !is_page {
            return;
        }
        let text = answer.text();
        let link = Regex::new(r#"<a[^>]* href="(/[^"]*)""#).unwrap();
        for found in link.captures_iter(text) {
            let path = unescaped(&found[1]).split('#').next().unwrap().to_owned();
            // The same page in the other language.
            if !path.contains("lang=") {
                self.links.entry(path).or_insert_with(|| address.to_owned());
            }
        }
        let form =
            Regex::new(r#"(?s)<form[^>]* method="post" action="([^"]*)".*?</form>"#).unwrap();
        let hidden = Regex::new(r#"type="hidden" name="([^"]+)" value="([^"]*)""#).unwrap();
        for found in form.captures_iter(text) {
            let fields = hidden.captures_iter(&found[0]);
            let fields = fields.map(|field| (field[1].to_owned(), unescaped(&field[2]))).collect();
            let button = Button { path: unescaped(&found[1]), fields };
            self.buttons.entry(button).or_insert_with(|| address.to_owned());
        }
    }

    fn offers(&self, path: &str) -> bool {
        let bare = |one: &String| one.split('?').next() == Some(path);
        self.links.keys().any(bare) || self.buttons.keys().any(|button| bare(&button.path))
    }
}

/// The route that serves this path.
fn route_of(operations: &[Operation], method: &str, path: &str) -> String {
    let bare = path.split('?').next().unwrap();
    let fits = |one: &&Operation| {
        one.method == method && actix_web::dev::ResourceDef::new(one.path.as_str()).is_match(bare)
    };
    operations.iter().find(fits).map_or_else(|| bare.to_owned(), |one| one.path.clone())
}

/// Why an answer is none that a link or button may lead to.
fn refusal(answer: &Answer, phase: Phase) -> Option<String> {
    let words = Language::English.message(WRONG_PHASE, &[("phase", phase.name().to_owned())]);
    let is_phase =
        answer.status == 409 && unescaped(&String::from_utf8_lossy(&answer.bytes)).contains(&words);
    let is_refused = matches!(answer.status, 401 | 403 | 404) || answer.status >= 500 || is_phase;
    is_refused.then(|| answer.status.to_string())
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
    asked: usize,
}

impl<'a> Tour<'a> {
    fn new(world: &'a World) -> Self {
        let mut operations = tubel::server::page_inventory();
        operations.extend(tubel::server::download_inventory());
        let (needed, amiss) = (BTreeSet::new(), BTreeMap::new());
        Self { world, operations, exceptions: exceptions(), needed, amiss, asked: 0 }
    }

    fn note(&mut self, kind: &str, route: &str, line: String) {
        let key = (kind.to_owned(), route.to_owned());
        if self.exceptions.contains_key(&key) {
            self.needed.insert(key);
        } else {
            self.amiss.entry(format!("{kind}\t{route}")).or_default().insert(line);
        }
    }

    /// All pages, as this person finds them.
    async fn offered(&self, visit: &Visit<'_>) -> Offered {
        let mut offered = Offered::default();
        let pages: BTreeSet<&str> = self
            .operations
            .iter()
            .filter(|one| one.method == "GET")
            .map(|one| one.path.as_str())
            .collect();
        let addresses: Vec<String> = routes(self.world)
            .into_iter()
            .filter(|(route, _)| pages.contains(route.as_str()))
            .map(|(_, address)| address)
            .collect();
        for some in addresses.chunks(8) {
            let answers = some.iter().map(|address| visit.read(address));
            let answers = futures_util::future::join_all(answers).await;
            for (address, answer) in some.iter().zip(&answers) {
                offered.look_at(address, answer);
            }
        }
        offered
    }

    /// Follows every link and presses every button.
    async fn follow(&mut self, visit: &Visit<'_>, who: (&Viewer, Phase), offered: &Offered) {
        let (viewer, phase) = who;
        for (link, page) in &offered.links {
            let status = match offered.read.get(link) {
                Some(status) if matches!(status, 401 | 403 | 404) || *status >= 500 => {
                    Some(status.to_string())
                }
                Some(200 | 303) => None,
                _ => refusal(&visit.read(link).await, phase),
            };
            self.asked += 1;
            if let Some(status) = status {
                let route = format!("GET {}", route_of(&self.operations, "GET", link));
                let line = format!("{status} for {} in {} on {page}", viewer.name, phase.name());
                self.note("refused", &route, line);
            }
        }
        for (button, page) in &offered.buttons {
            let route = format!("POST {}", route_of(&self.operations, "POST", &button.path));
            let not_pressed = ("not-pressed".to_owned(), route.clone());
            if self.exceptions.contains_key(&not_pressed) {
                self.needed.insert(not_pressed);
                continue;
            }
            let fields: Vec<(&str, &str)> =
                button.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let answer = visit.send(&button.path, &fields).await;
            self.asked += 1;
            if let Some(status) = refusal(&answer, phase) {
                let line = format!("{status} for {} in {} on {page}", viewer.name, phase.name());
                self.note("refused", &route, line);
            }
            if answer.status < 400 {
                self.world.mend(phase);
            }
        }
    }

    /// Paths of this operation, each with what it is about.
    fn subjects(&self, operation: &Operation) -> Vec<(String, Thing)> {
        let kind = operation.path.trim_start_matches("/desk").trim_start_matches('/');
        let kind = kind.split('/').next().unwrap();
        let (things, is_one) = (&self.world.things, operation.path.matches('{').count() == 1);
        let ids = if is_one { ids_for(self.world, kind) } else { Vec::new() };
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
        match operation.path.contains('{') {
            true => ids.iter().map(filled).collect(),
            false => vec![(operation.path.clone(), Thing::Nothing)],
        }
    }

    /// What the table permits this person and no page offers them.
    fn not_offered(&self, (viewer, phase): (&Viewer, Phase), offered: &Offered) -> Vec<String> {
        let mut missing = Vec::new();
        for operation in &self.operations {
            for (path, thing) in self.subjects(operation) {
                let sight = Sight { viewer, phase, thing };
                if sight.table(operation.act) == Class::Allowed && !offered.offers(&path) {
                    missing.push(format!("{} {}", operation.method, operation.path));
                }
            }
        }
        missing.dedup();
        missing
    }

    async fn walk(&mut self, viewer: &Viewer, phase: Phase) {
        let visit = match &viewer.person {
            Some(person) => Visit::signed_in(&self.world.app, person).await,
            None => Visit::new(&self.world.app),
        };
        let offered = self.offered(&visit).await;
        for route in self.not_offered((viewer, phase), &offered) {
            let line = format!("{} in {}", viewer.name, phase.name());
            self.note("not-offered", &route, line);
        }
        self.follow(&visit, (viewer, phase), &offered).await;
    }

    /// What is on no list, and what is on it for nothing.
    fn finish(mut self) {
        let idle = self.exceptions.keys().filter(|key| !self.needed.contains(key));
        for (kind, route) in idle {
            self.amiss.insert(format!("{kind}\t{route}"), BTreeSet::from(["no longer so".into()]));
        }
        let lines = self.amiss.iter().map(|(what, who)| {
            let some: Vec<&str> = who.iter().take(4).map(String::as_str).collect();
            format!("{what}\t{} ({})", some.join("; "), who.len())
        });
        let lines: Vec<String> = lines.collect();
        assert!(lines.is_empty(), "{}", lines.join("\n"));
        assert!(self.asked > 2000, "{}", self.asked);
    }
}

#[actix_web::test]
async fn what_a_page_offers_is_accepted_and_what_is_permitted_is_offered() {
    let world = World::new().await;
    let viewers = viewers(&world);
    let mut tour = Tour::new(&world);
    for phase in PHASES {
        for viewer in &viewers {
            world.mend(phase);
            tour.walk(viewer, phase).await;
        }
    }
    tour.finish();
}

#[actix_web::test]
async fn a_button_too_few_and_a_link_too_many_are_found() {
    let world = World::new().await;
    world.mend(Phase::Open);
    let all = viewers(&world);
    let candidate = all.iter().find(|viewer| viewer.name == "candidate").unwrap();
    let visit = Visit::signed_in(&world.app, candidate.person.as_ref().unwrap()).await;
    let mut tour = Tour::new(&world);
    let offered = tour.offered(&visit).await;
    let edit = format!("/proposals/{}/edit", world.things.proposal);
    let is_edit = |path: &String| path.split('?').next() == Some(edit.as_str());
    let is_missed = |offered: &Offered| {
        let missing = tour.not_offered((candidate, Phase::Open), offered);
        missing.contains(&"GET /proposals/{id}/edit".to_owned())
    };
    assert!(!is_missed(&offered), "{:?}", offered.links);
    let mut fewer = offered.clone();
    fewer.links.retain(|path, _| !is_edit(path));
    fewer.buttons.retain(|button, _| !is_edit(&button.path));
    assert!(is_missed(&fewer));
    let cancel = format!("/desk/calls/{}/cancel", world.things.call);
    let more = Offered {
        links: BTreeMap::from([(cancel.clone(), "/".to_owned())]),
        buttons: BTreeMap::from([(Button { path: cancel, fields: Vec::new() }, "/".to_owned())]),
        read: BTreeMap::new(),
    };
    tour.follow(&visit, (candidate, Phase::Open), &more).await;
    let found: Vec<&String> = tour.amiss.keys().collect();
    let expected =
        ["refused\tGET /desk/calls/{id}/cancel", "refused\tPOST /desk/calls/{id}/cancel"];
    assert_eq!(found, expected);
}
