//! The table of event types is whole, and the documents tell it as it is.

use super::*;
use std::collections::BTreeSet;
use std::fmt::Write;

const PAGE: &str = "docs/ledger.md";
const BEGIN: &str =
    "<!-- event types: made by UPDATE_GOLDEN=1 cargo test --lib ledger::events -->\n";
const END: &str = "<!-- end of event types -->\n";

fn told(act: EventType) -> &'static str {
    match act.disclosure() {
        Disclosure::Person => "person, at once",
        Disclosure::Candidate => "candidate, at once; a reviewer's with the result",
        Disclosure::Result => "candidate, with the result",
        Disclosure::Nobody => "–",
    }
}

fn figures(act: EventType) -> &'static str {
    match act.figures() {
        Figures::Nothing => "–",
        Figures::WholeCall => "all of its call",
        Figures::AllCalls => "many calls",
    }
}

fn table() -> String {
    let mut table =
        "| `act` | about | told to | made of | signed at once |\n|---|---|---|---|---|\n"
            .to_owned();
    for act in EventType::ALL.iter().copied() {
        let about: Vec<String> =
            act.subjects().iter().map(|kind| format!("`{}`", kind.name())).collect();
        let signed = if act.signing() == Signing::AtOnce { "yes" } else { "–" };
        let line = [act.name(), &about.join(", "), told(act), figures(act), signed];
        let [name, rest @ ..] = line;
        writeln!(table, "| `{name}` | {} |", rest.join(" | ")).unwrap();
    }
    table
}

#[test]
fn the_documents_list_exactly_these_event_types() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (listed, after) = rest.split_once(END).unwrap();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(PAGE, [before, BEGIN, &table(), END, after].concat()).unwrap();
        return;
    }
    assert_eq!(listed, table(), "UPDATE_GOLDEN=1 writes it anew");
}

#[test]
fn every_name_is_read_back_and_stands_once() {
    let names: BTreeSet<&str> = EventType::ALL.iter().map(|act| act.name()).collect();
    assert_eq!(names.len(), EventType::ALL.len());
    for act in EventType::ALL.iter().copied() {
        assert_eq!(EventType::from_name(act.name()), Some(act));
    }
    assert_eq!(EventType::from_name("thing.done"), None);
}

/// What a person is told of is about things that are a person's, and the other way round.
#[test]
fn the_class_of_an_event_fits_what_it_is_about() {
    for act in EventType::ALL.iter().copied() {
        let is_about =
            |kinds: &[SubjectKind]| act.subjects().iter().any(|kind| kinds.contains(kind));
        let of_a_person = is_about(&[
            SubjectKind::User,
            SubjectKind::Session,
            SubjectKind::Mail,
            SubjectKind::Objection,
            SubjectKind::Award,
        ]);
        let of_a_candidate = is_about(&[SubjectKind::Proposal, SubjectKind::Assignment]);
        let fits = match act.disclosure() {
            Disclosure::Person => of_a_person,
            Disclosure::Candidate => of_a_candidate,
            Disclosure::Result => of_a_candidate || is_about(&[SubjectKind::Call]),
            Disclosure::Nobody => !of_a_person,
        };
        assert!(fits, "{act:?}");
        let of_a_call =
            is_about(&[SubjectKind::Call, SubjectKind::Selection, SubjectKind::Decision]);
        assert!(of_a_call || act.figures() != Figures::WholeCall, "{act:?}");
    }
}
