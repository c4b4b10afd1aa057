//! The way of everybody through all pages.

use super::findings::Findings;
use super::page::{self, Form};
use super::press::{Pressed, press};
use super::rehearsal::Rehearsal;
use super::routes::{Route, Routes, bare};
use crate::access_matrix::crawl::{ids_for, routes};
use crate::access_matrix::viewers::Viewer;
use crate::access_matrix::world::World;
use crate::pages::Visit;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use test_support::Answer;
use tubel::kernel::access::{Phase, rules};
use tubel::kernel::ids::ProposalId;
use tubel::platform::db::Db;
use tubel::platform::db::schema::proposals;

/// What somebody finds at one address.
pub(super) struct Found {
    pub(super) status: u16,
    /// Where it leads on to.
    pub(super) location: String,
    /// Where its links, pictures and questions lead.
    pub(super) places: BTreeSet<String>,
    pub(super) forms: Vec<Form>,
}

impl Found {
    pub(super) fn of(answer: &Answer) -> Self {
        let is_page =
            answer.status == 200 && answer.header("content-type").starts_with("text/html");
        let text = if is_page { answer.text() } else { "" };
        let mut places = page::places(text);
        // The same page in the other language.
        places.retain(|place| !place.contains("lang="));
        let location = answer.header("location").to_owned();
        Self { status: answer.status, location, places, forms: page::forms(text) }
    }

    /// Why a link may not lead here. To sign in first is a way on for nobody else.
    fn refusal(&self, viewer: &Viewer) -> Option<u16> {
        let leads_out = self.location.starts_with("/sign-in") && viewer.person.is_some();
        match self.status {
            // Too busy to draw a page just now: that comes again by itself.
            200 | 503 => None,
            303 if !leads_out => None,
            status => Some(status),
        }
    }
}

/// Somebody in a phase, with all that they find.
pub(super) struct Stop<'a> {
    pub(super) viewer: &'a Viewer,
    pub(super) phase: Phase,
    pub(super) visit: Visit<'a>,
    pub(super) found: BTreeMap<String, Found>,
    /// Files and whatever is led to were looked at as well, not the pages alone.
    is_whole: bool,
    csrf: String,
}

/// Of one kind of button on many pages, as on the pages of all accounts, so many are pressed; of links too that differ
/// only in what they ask.
const OF_A_KIND: usize = 4;

impl Stop<'_> {
    fn line(&self, what: &str) -> String {
        format!("{} in {}: {what}", self.viewer.name, self.phase.name())
    }

    async fn look(&mut self, addresses: &[String]) {
        for some in addresses.chunks(8) {
            let answers = some.iter().map(|address| self.visit.read(address));
            let answers = futures_util::future::join_all(answers).await;
            let found = some.iter().cloned().zip(answers.iter().map(Found::of));
            self.found.extend(found);
        }
    }

    /// Everything that what was found leads to; of one page with different questions, so many.
    async fn follow(&mut self) {
        let places = self.found.values().flat_map(|found| &found.places);
        let further: BTreeSet<String> =
            places.filter(|place| !self.found.contains_key(*place)).cloned().collect();
        let mut of_a_page: BTreeMap<String, usize> = BTreeMap::new();
        let is_among_the_first = |place: &&String| {
            let seen = of_a_page.entry(bare(place).to_owned()).or_default();
            *seen += 1;
            *seen <= OF_A_KIND
        };
        let further: Vec<String> = further.iter().filter(is_among_the_first).cloned().collect();
        self.look(&further).await;
    }

    /// Every address, without its question, that is come to from the first page by links and forms.
    pub(super) fn reached(&self) -> BTreeSet<String> {
        let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (address, found) in &self.found {
            let on = places.entry(bare(address)).or_default();
            on.extend(found.places.iter().map(|place| bare(place)));
            on.extend(found.forms.iter().map(|form| bare(&form.action)));
            on.extend((found.status == 303).then(|| bare(&found.location)));
        }
        let (mut reached, mut ahead) = (BTreeSet::new(), vec!["/"]);
        while let Some(page) = ahead.pop() {
            if reached.insert(page.to_owned()) {
                ahead.extend(places.get(page).into_iter().flatten());
            }
        }
        reached
    }

    /// The buttons on pages that are come to, each once, with a page on which it stands.
    pub(super) fn buttons(&self) -> Vec<(&Form, &String)> {
        let (reached, mut known) = (self.reached(), BTreeSet::new());
        let pages = self.found.iter().filter(|(address, _)| reached.contains(bare(address)));
        let all = pages.flat_map(|(page, found)| found.forms.iter().map(move |form| (form, page)));
        all.filter(|(form, _)| known.insert(form.key())).collect()
    }
}

pub(super) struct Tour<'a> {
    world: &'a World,
    routes: Routes,
    /// Of pages and of files.
    addresses: [Vec<String>; 2],
    pub(super) findings: Findings,
    /// What can be read without an account.
    public: BTreeSet<String>,
    /// Of each route, the buttons that somebody found somewhere, by where they send.
    buttons: BTreeMap<String, BTreeMap<String, Form>>,
    pub(super) reads: usize,
    pub(super) presses: usize,
}

impl<'a> Tour<'a> {
    pub(super) fn new(world: &'a World) -> Self {
        Rehearsal::prepare(&world.app);
        let known = Routes::new();
        let addresses = [false, true].map(|is_file| {
            let gets = known.of("GET").filter(|one| one.is_file == is_file);
            let gets: BTreeSet<&str> = gets.map(|one| one.path.as_str()).collect();
            let all = routes(world).into_iter().filter(|(route, _)| gets.contains(route.as_str()));
            all.map(|(_, address)| address).collect()
        });
        Self {
            world,
            addresses,
            routes: known,
            findings: Findings::new(),
            public: BTreeSet::new(),
            buttons: BTreeMap::new(),
            reads: 0,
            presses: 0,
        }
    }

    /// Stands the call in this phase. Nothing is found eligible while it is still written.
    pub(super) fn stand(&self, phase: Phase) {
        self.world.mend(phase);
        if phase == Phase::Open {
            let id = self.world.things.proposal.parse::<ProposalId>().unwrap();
            let stand = move |db: &mut Db| {
                let submitted = proposals::state.eq("submitted");
                Ok(diesel::update(proposals::table.find(&id)).set(submitted).execute(db)?)
            };
            self.world.app.database().write(stand).unwrap();
        }
    }

    /// Whether there is something that this person may do because it is this phase.
    pub(super) fn has_a_part(&self, viewer: &Viewer, phase: Phase) -> bool {
        let acts: BTreeSet<_> = self.routes.of("POST").map(|route| route.act).collect();
        let rules = rules().filter(|rule| acts.contains(&rule.act));
        let mut grants = rules.flat_map(|rule| rule.grants).filter(|grant| grant.phases.is_some());
        grants.any(|grant| {
            grant.holds_in(Some(phase)) && grant.role.is_some_and(|role| viewer.is(role))
        })
    }

    /// All that this person finds now: the pages there are; the whole is files too, and what all of them lead to.
    pub(super) async fn stop(
        &mut self,
        viewer: &'a Viewer,
        phase: Phase,
        is_whole: bool,
    ) -> Stop<'a> {
        let mut visit = Visit::new(&self.world.app);
        if let Some(person) = &viewer.person {
            visit.enter(person).await;
        }
        let (found, csrf) = (BTreeMap::new(), String::new());
        let mut stop = Stop { viewer, phase, visit, found, is_whole, csrf };
        let [pages, files] = &self.addresses;
        stop.look(pages).await;
        if is_whole {
            stop.look(files).await;
            stop.follow().await;
        }
        self.reads += stop.found.len();
        let mut forms = stop.found.values().flat_map(|found| &found.forms);
        stop.csrf = forms.find_map(Form::csrf).unwrap_or_default().to_owned();
        stop
    }

    /// Links that lead this person nowhere, each with a page on which it stands.
    pub(super) fn dead_ends(&mut self, stop: &Stop<'_>) {
        for (page, found) in &stop.found {
            for place in &found.places {
                let Some(status) = stop.found.get(place).and_then(|led| led.refusal(stop.viewer))
                else {
                    continue;
                };
                let route = self.routes.serving("GET", place);
                self.findings.note("refused", &route, stop.line(&format!("{status} on {page}")));
            }
        }
    }

    /// What this person may read, and comes to from nowhere. What everybody may read, nobody in particular has to find.
    pub(super) fn unreached(&mut self, stop: &Stop<'_>) {
        let readable = stop.found.iter().filter(|(_, found)| found.status == 200);
        let readable: BTreeSet<&str> = readable.map(|(address, _)| bare(address)).collect();
        if stop.viewer.person.is_none() {
            self.public = readable.iter().map(|address| (*address).to_owned()).collect();
        }
        let reached = stop.reached();
        for address in readable {
            let is_for_all = stop.viewer.person.is_some() && self.public.contains(address);
            if !is_for_all && !reached.contains(address) {
                let route = self.routes.serving("GET", address);
                self.findings.note("unlinked", &route, stop.line(""));
            }
        }
    }

    /// Presses every button that this person finds.
    pub(super) async fn press_all(&mut self, stop: &Stop<'_>) {
        let rehearsal = Rehearsal::begin(&self.world.app);
        let mut of_a_kind = BTreeMap::new();
        for (form, page) in stop.buttons() {
            let route = self.routes.serving("POST", &form.action);
            let pressed: &mut usize = of_a_kind.entry((route.clone(), form.kind())).or_default();
            *pressed += 1;
            if *pressed > OF_A_KIND {
                continue;
            }
            self.presses += 1;
            let what = match press(&stop.visit, form).await {
                Pressed::Accepted => None,
                Pressed::Wanting => Some(("wanting", "422".to_owned())),
                Pressed::Refused(status) => Some(("refused", status.to_string())),
            };
            if let Some((kind, status)) = what {
                let line = stop.line(&format!("{status} on {page}"));
                self.findings.note(kind, &format!("POST {route}"), line);
            }
            let known = self.buttons.entry(route).or_default();
            known.entry(form.action.clone()).or_insert_with(|| form.clone());
        }
        drop(rehearsal);
    }

    /// Whether the table permits the act of this route in this phase, however this person is related to its subject.
    fn may_be_permitted(route: &Route, stop: &Stop<'_>) -> bool {
        let grants = rules().filter(|rule| rule.act == route.act).flat_map(|rule| rule.grants);
        let is_signed_in = stop.viewer.person.is_some();
        // What depends on no phase was looked at where all was.
        let grants = grants.filter(|grant| stop.is_whole || grant.phases.is_some());
        let mut grants = grants.filter(|grant| grant.holds_in(Some(stop.phase)));
        grants.any(|grant| {
            // Who is signed in needs no button for what is open to everybody, as registering is.
            grant
                .role
                .map_or_else(|| grant.needs.is_some() == is_signed_in, |role| stop.viewer.is(role))
        })
    }

    /// Where buttons of this route send, and where they might.
    fn actions(&self, route: &Route) -> BTreeSet<String> {
        let known = self.buttons.get(&route.path).into_iter().flat_map(BTreeMap::keys).cloned();
        let mut actions: BTreeSet<String> = known.collect();
        if route.path.starts_with("/me/") {
            // One's own: nothing of others is there.
            actions.retain(|action| *action == route.path);
        } else if route.path.matches('{').count() == 1 {
            let kind = route.path.trim_start_matches("/desk").split('/').nth(1).unwrap();
            let (before, rest) = route.path.split_once('{').unwrap();
            let (_, after) = rest.split_once('}').unwrap();
            let ids = ids_for(self.world, kind).into_iter();
            actions.extend(ids.map(|id| format!("{before}{id}{after}")));
        }
        actions
    }

    /// Does what no page offers this person: what is accepted lacks its button.
    pub(super) async fn without_button(&mut self, stop: &Stop<'_>) {
        let offered: BTreeSet<String> =
            stop.buttons().into_iter().map(|(form, _)| form.action.clone()).collect();
        let rehearsal = Rehearsal::begin(&self.world.app);
        for route in self.routes.of("POST").filter(|route| Self::may_be_permitted(route, stop)) {
            let Some(known) = self.buttons.get(&route.path) else { continue };
            let spare = known.values().next().unwrap();
            for action in self.actions(route).difference(&offered).take(OF_A_KIND) {
                let form = known.get(action).unwrap_or(spare).as_if(&stop.csrf, action);
                self.presses += 1;
                let outcome = press(&stop.visit, &form).await;
                if !matches!(outcome, Pressed::Refused(_)) {
                    let line = stop.line(&format!("{outcome:?} {action}"));
                    self.findings.note("unoffered", &format!("POST {}", route.path), line);
                }
            }
        }
        drop(rehearsal);
    }

    /// Buttons that nobody finds at any time.
    pub(super) fn found_by_nobody(&mut self) {
        let posts = self.routes.of("POST").filter(|one| !self.buttons.contains_key(&one.path));
        for route in posts {
            self.findings.note("unoffered", &format!("POST {}", route.path), "nobody".to_owned());
        }
    }
}
