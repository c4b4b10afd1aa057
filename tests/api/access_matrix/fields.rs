//! A word of its own in every field of a proposal, and the candidate's name beside it: whatever can be read, by everybody,
//! under each mode of review, holds those that the catalogue of fields shows this reader, and no other.

use super::canaries::{Tokens, is_in_conflict};
use super::crawl::addresses;
use super::inside::text_of;
use super::viewers::{Viewer, viewers};
use super::world::World;
use crate::pages::Visit;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use test_support::Answer;
use tubel::features::proposals::fields::{
    Audience, Export, FIELDS, Field, Required, View, example,
};
use tubel::kernel::access::{Phase, Role};

/// The word of this field: its place, so that no word is a part of another.
fn word(field: &Field) -> String {
    let place = FIELDS.iter().position(|one| one.path == field.path).unwrap();
    format!("kenari{place:03}")
}

fn texts() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|field| field.kind.is_free_text())
}

/// Every field filled, each of words with its own and with the candidate's name.
fn text(tokens: &Tokens) -> Value {
    let name = tokens.candidate_name.clone();
    example(&move |field| {
        let least = match field.required {
            Required::AtLeast(least) => least,
            _ => 0,
        };
        format!("{} oleh {name} {}", word(field), "lagi ".repeat(least / 5))
    })
}

/// How somebody stands to the text: reads all of it, reads as one of these, or is not to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    All,
    As(Audience),
    Outside,
}

/// Stated by hand, like the canaries.
fn standing(viewer: &Viewer, anonymity: &str) -> Standing {
    let is = |names: &[&str]| names.contains(&viewer.name);
    let verifies = [Role::Verifier, Role::Secretariat, Role::Chair, Role::Auditor, Role::Decider];
    if is(&["reviewer, sheet begun", "reviewer, sheet handed in"]) {
        let is_blind = anonymity == "double_blind";
        return Standing::As(if is_blind { Audience::BlindReviewer } else { Audience::Reviewer });
    }
    if is(&["head of the problem's unit"]) {
        return Standing::As(Audience::Reader);
    }
    let reads_all = verifies.into_iter().chain([Role::Appeal]).any(|role| viewer.is(role));
    // The candidate's own head reads what the verifiers find.
    if is(&["candidate", "head of the candidate's unit"]) || reads_all && !is_in_conflict(viewer) {
        return Standing::All;
    }
    Standing::Outside
}

fn may_read(field: &Field, standing: Standing) -> bool {
    match standing {
        Standing::All => true,
        Standing::As(audience) => field.view(audience) != View::Hidden,
        Standing::Outside => false,
    }
}

/// Where each word was found, by who reads and by the kind of answer.
#[derive(Default)]
struct Found {
    /// The candidate's, which stands beside every word.
    name: String,
    /// To whom it should not have been.
    told: BTreeSet<String>,
    seen: BTreeMap<(&'static str, String), BTreeSet<&'static str>>,
    exported: BTreeSet<&'static str>,
    /// The number of the proposal, and how many tables and papers had it: they were read.
    number: String,
    tables: usize,
}

/// Tables and papers about all proposals of a call.
fn is_about_all(address: &str) -> bool {
    ["/exports/", "/papers/"].iter().any(|part| address.contains(part))
}

/// Everybody who reads some of the text, and of those who read none one of each kind; the crawl asks the rest.
const READERS: [&str; 12] = [
    "candidate",
    "other candidate",
    "head of the candidate's unit",
    "head of the problem's unit",
    "head of another unit",
    "reviewer, sheet begun",
    "reviewer, sheet handed in",
    "reviewer, conflict on record",
    "reviewer, off the panel",
    "verifier",
    "secretariat",
    "decider",
];

impl Found {
    fn look(&mut self, (viewer, anonymity): (&Viewer, &str), address: &str, answer: &Answer) {
        assert!(answer.status < 500, "{address} as {}: {}", viewer.name, answer.text());
        let body = text_of(&answer.bytes).to_lowercase();
        self.tables += usize::from(is_about_all(address) && body.contains(&self.number));
        let stands = standing(viewer, anonymity);
        let place = format!("{address} tells {} ({anonymity})", viewer.name);
        for field in texts().filter(|field| body.contains(&word(field))) {
            if !may_read(field, stands) {
                self.told.insert(format!("{}: {place}", field.path));
            }
            if is_about_all(address) {
                self.exported.insert(field.path);
            }
            let kind = answer.header("content-type").split(';').next().unwrap().to_owned();
            self.seen.entry((viewer.name, kind)).or_default().insert(field.path);
        }
        if stands == Standing::As(Audience::BlindReviewer) && body.contains(&self.name) {
            self.told.insert(format!("the name: {place}"));
        }
    }
}

/// What these readers find in everything that can be read.
async fn read(world: &World, anonymity: &str, phases: &[Phase], readers: &[&str]) -> Found {
    let name = world.tokens.candidate_name.to_lowercase();
    let number = world.tokens.number.to_lowercase();
    let mut found = Found { name, number, ..Found::default() };
    let everybody = viewers(world);
    let readers: Vec<_> = everybody.iter().filter(|one| readers.contains(&one.name)).collect();
    for phase in phases {
        world.mend(*phase);
        let mut visits = Vec::new();
        for viewer in &readers {
            visits.push(Visit::signed_in(&world.app, viewer.person.as_ref().unwrap()).await);
        }
        for address in addresses(world) {
            let asked = visits.iter().map(|visit| visit.read(&address));
            let answers = futures_util::future::join_all(asked).await;
            for (viewer, answer) in readers.iter().zip(&answers) {
                found.look((viewer, anonymity), &address, answer);
            }
        }
    }
    assert!(found.told.is_empty(), "{:#?}", found.told);
    found
}

/// Who reads as the catalogue says finds each field that it shows, in the API and on a page.
fn control(found: &Found, (viewer, standing): (&'static str, Standing)) {
    let wanted: BTreeSet<_> =
        texts().filter(|field| may_read(field, standing)).map(|field| field.path).collect();
    for kind in ["application/json", "text/html"] {
        let seen = found.seen.get(&(viewer, kind.to_owned())).cloned().unwrap_or_default();
        assert_eq!(seen, wanted, "{viewer} in {kind}");
    }
}

#[actix_web::test]
async fn under_double_blind_a_field_is_read_as_the_catalogue_says_and_the_name_by_no_reviewer() {
    let world = World::with("double_blind", text).await;
    // After the announcement the result itself names the candidate.
    let phases = [Phase::Review, Phase::Plenary];
    let found = read(&world, "double_blind", &phases, &READERS).await;
    control(&found, ("reviewer, sheet begun", Standing::As(Audience::BlindReviewer)));
    control(&found, ("head of the problem's unit", Standing::As(Audience::Reader)));
    control(&found, ("secretariat", Standing::All));
    let exported = FIELDS.iter().filter(|field| field.export == Export::Exported);
    let exported: BTreeSet<_> =
        exported.filter(|field| field.kind.is_free_text()).map(|field| field.path).collect();
    assert_eq!(found.exported, exported);
    assert!(found.tables > 5, "{}", found.tables);
}

#[actix_web::test]
async fn under_single_blind_and_open_review_reviewers_read_their_own_column() {
    let reviewers = ["reviewer, sheet begun", "reviewer, sheet handed in"];
    for anonymity in ["single_blind", "open"] {
        let world = World::with(anonymity, text).await;
        let found = read(&world, anonymity, &[Phase::Review], &reviewers).await;
        for reviewer in reviewers {
            control(&found, (reviewer, Standing::As(Audience::Reviewer)));
        }
    }
}
