//! Everything that can be read by `GET`, API and pages, in every form it comes in, with every id that would
//! fit, by everybody who is in conflict with a proposal: nothing of it comes back, its ids included. Beside
//! each of them somebody of the same duty without a conflict reads the same, so that the search is seen to
//! find what is there, in pages, in workbooks and on paper.

use super::canaries::is_in_conflict;
use super::inside::text_of;
use super::is_walked;
use super::viewers::{Viewer, viewers};
use super::world::World;
use crate::pages::Visit;
use std::collections::{BTreeMap, BTreeSet};
use test_support::Answer;
use test_support::reading::{every_file, every_get, like};
use tubel::kernel::access::{Phase, Role};

/// What tells of the proposal, each under its name.
fn secrets(world: &World, phase: Phase) -> Vec<(&'static str, String)> {
    let tokens = &world.tokens;
    let names = ["proposal", "document", "letter", "task", "other task", "objection", "award"];
    let mut secrets: Vec<(&str, String)> = names.into_iter().zip(tokens.ids.clone()).collect();
    secrets.push(("text", tokens.submitted_text.to_lowercase()));
    secrets.push(("edited text", tokens.edited_text.to_lowercase()));
    secrets.push(("note", tokens.note.to_lowercase()));
    secrets.push(("feedback", tokens.feedback.to_lowercase()));
    if !matches!(phase, Phase::Announced | Phase::Closed) {
        secrets.push(("number", tokens.number.to_lowercase()));
    }
    secrets
}

/// Ids that fit where a route of this kind has its first parameter.
pub(super) fn ids_for(world: &World, kind: &str) -> Vec<String> {
    let (things, people) = (&world.things, &world.people);
    let ids: Vec<&str> = match kind {
        "proposals" => vec![&things.proposal, &things.unsettled, &things.draft],
        "documents" => vec![&things.ordinary, &things.sensitive],
        "assignments" => vec![&things.begun, &things.handed_in],
        "selections" => vec![&things.run],
        "decisions" => vec![&things.decision],
        "objections" => vec![&things.objection],
        "studies" => vec![&things.award],
        "study-papers" => vec![&things.paper],
        "study-requests" => vec![&things.request],
        "study-report-files" => vec![&things.report_file],
        "breaches" => vec![&things.breach],
        "calls" => vec![&things.call],
        "users" | "people" => vec![people.candidate.id.as_str(), people.reviewers[1].id.as_str()],
        "problems" => vec![&things.problem],
        "measurements" => vec![&things.measurement],
        "uploads" => vec![&things.upload],
        // The same id wherever it might be taken.
        _ => vec![&things.proposal, &things.award, "default"],
    };
    ids.into_iter().map(str::to_owned).collect()
}

/// The forms that an answer comes in, and the questions that lists take.
fn questions(world: &World, path: &str) -> Vec<String> {
    let things = &world.things;
    let about = [
        format!("proposal:{}", things.proposal),
        format!("assignment:{}", things.handed_in),
        format!("call:{}", things.call),
    ];
    let asked = |rest: &str| vec![format!("?limit=200{rest}")];
    match path.trim_start_matches("/api/v1") {
        path if path.contains("/exports/") && !path.ends_with("/all") => {
            ["csv", "json", "xlsx"].map(|format| format!("?format={format}")).into()
        }
        "/ledger/export" | "/breaches/export" | "/readings/export" | "/impact/export" => {
            vec!["?format=json".into(), "?format=xlsx".into()]
        }
        "/ledger/entries" => {
            let acts =
                ["sheet.saved", "sheet.submitted", "verification.concluded", "document.read"];
            let mut all = asked("");
            all.extend(about.iter().map(|subject| format!("?limit=200&subject={subject}")));
            all.extend(acts.map(|act| format!("?limit=200&act={act}")));
            all
        }
        "/mail" => {
            let mut all = asked("");
            all.extend(about.iter().map(|subject| format!("?limit=200&subject={subject}")));
            all
        }
        // The least that finds everything: the hidden proposal among it, if it were found.
        "/find" | "/desk/find" => {
            ["?q=2026", "?q=pom.go.id", "?q=pdf", "?q=a"].map(str::to_owned).into()
        }
        "/desk/record" | "/record" => vec![String::new(), "?act=sheet.saved".into()],
        "/proposals" => asked(&format!("&call={}", things.call)),
        _ => vec![String::new()],
    }
}

/// Every route that can be read, with its addresses.
pub(super) fn routes(world: &World) -> Vec<(String, String)> {
    let things = &world.things;
    let second = |name: &str| match name {
        "document" => things.ordinary.clone(),
        "decision" => things.decision.clone(),
        "user" => world.people.reviewers[1].id.to_string(),
        _ => like(name),
    };
    let mut all = every_get(|kind| ids_for(world, kind), second);
    all.extend(every_file(|kind| ids_for(world, kind), second));
    all
}

/// Every address that can be read.
pub(super) fn addresses(world: &World) -> Vec<String> {
    let asked = |(path, filled): (String, String)| {
        let questions = questions(world, &path).into_iter();
        questions.map(move |question| format!("{filled}{question}"))
    };
    routes(world).into_iter().flat_map(asked).collect()
}

/// What one reader found of the secrets: by kind of answer, which.
#[derive(Default)]
struct Found {
    /// Told, and where: the name of the secret, the address, who, when.
    told: Vec<String>,
    /// What somebody without a conflict reads of them, by the content type.
    control: BTreeMap<String, BTreeSet<&'static str>>,
}

impl Found {
    fn look(
        &mut self,
        (viewer, phase): (&Viewer, Phase),
        address: &str,
        answer: &Answer,
        secrets: &[(&'static str, String)],
    ) {
        assert!(answer.status < 500, "{address} as {} in {}", viewer.name, phase.name());
        let text = text_of(&answer.bytes).to_lowercase();
        let asked = address.to_lowercase();
        for (name, token) in secrets {
            if asked.contains(token) || !text.contains(token) {
                continue;
            }
            if is_in_conflict(viewer) {
                let (who, when) = (viewer.name, phase.name());
                self.told.push(format!("{name}: {address} tells {who} in {when}"));
            } else {
                let kind = answer.header("content-type").split(';').next().unwrap().to_owned();
                self.control.entry(kind).or_default().insert(name);
            }
        }
    }
}

/// Whoever is in conflict, and one of each of their duties who is not.
fn readers(world: &World) -> Vec<Viewer> {
    let twins = ["verifier who concluded", "secretariat", "chair", "decider", "auditor"];
    let is_reader = |viewer: &Viewer| is_in_conflict(viewer) || twins.contains(&viewer.name);
    viewers(world).into_iter().filter(is_reader).collect()
}

#[actix_web::test]
async fn nothing_that_can_be_read_tells_of_a_proposal_to_whoever_is_in_conflict_with_it() {
    let world = World::new().await;
    let (readers, addresses) = (readers(&world), addresses(&world));
    assert!(addresses.len() > 180, "{}", addresses.len());
    let mut found = Found::default();
    let phases = [Phase::Screening, Phase::Review, Phase::Plenary, Phase::Announced];
    for phase in phases.into_iter().filter(|phase| is_walked(*phase)) {
        world.mend(phase);
        let secrets = secrets(&world, phase);
        let mut visits = Vec::new();
        for viewer in &readers {
            visits.push(Visit::signed_in(&world.app, viewer.person.as_ref().unwrap()).await);
        }
        for address in &addresses {
            // What one did oneself for a proposal is one's own data, whatever stands between since.
            let is_own = address.ends_with("/me/data");
            let asked = visits.iter().map(|visit| visit.read(address));
            let answers = futures_util::future::join_all(asked).await;
            for (viewer, answer) in readers.iter().zip(&answers) {
                if is_own && viewer.is(Role::Reviewer) {
                    continue;
                }
                found.look((viewer, phase), address, answer, &secrets);
            }
        }
    }
    found.told.sort();
    found.told.dedup();
    assert!(found.told.is_empty(), "{}", found.told.join("\n"));
    // The control: the same search finds it in every kind of answer that those without a conflict get.
    let kinds = ["application/json", "text/html", "text/csv", "application/pdf", XLSX];
    for kind in kinds {
        let seen = found.control.get(kind).cloned().unwrap_or_default();
        assert!(seen.contains("number"), "{kind}: {:?}", found.control);
    }
    assert!(found.control["application/json"].contains("award"), "{:?}", found.control);
    assert!(found.control["text/html"].contains("proposal"), "{:?}", found.control);
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Who reads all and writes nothing.
pub(super) fn auditor(world: &World) -> test_support::Person {
    let all = viewers(world);
    let auditor = all.into_iter().find(|viewer| viewer.name == "auditor").unwrap();
    auditor.person.unwrap()
}
