//! Requests about proposals: texts, endorsements, documents, verification.

use super::{Class, Probe, Rule, Sight};
use crate::access_matrix::viewers::Thing;
use crate::access_matrix::world::Things;
use serde_json::{Value, json};
use tubel::kernel::access::{Permission, Phase, Relation};

/// The current text where drafts may be read, else the submitted one; a refusal to read is `404`.
const READS_TEXT: (Rule, &str) = (
    |sight| sight.there_if(&[Permission::ReadDraftProposal, Permission::ReadProposal]),
    "a proposal that may not be read now is not there",
);

const NEVER_SUBMITTED: &str = "what was never submitted is there only for those who read drafts";

fn never_submitted(act: Permission, sight: &Sight<'_>) -> Class {
    match sight.table(Permission::ReadDraftProposal) {
        Class::Allowed => sight.table(act),
        refused => refused,
    }
}

fn content() -> Value {
    json!({"content": test_support::content()})
}

pub(super) fn texts(things: &Things) -> Vec<Probe> {
    let Things { call, problem, proposal, draft, .. } = things;
    let on = |method, route| Probe::new(method, route, &[proposal]).about(Thing::Proposal);
    let on_draft = |method, route| Probe::new(method, route, &[draft]).about(Thing::Draft);
    let (rule, reason) = READS_TEXT;
    let readers: Rule = |sight| {
        let is_own = sight.allows(Permission::ReadDraftProposal)
            && sight.viewer.relations(sight.thing).contains(&Relation::Own);
        if is_own { Class::Allowed } else { sight.there_if(&[Permission::ReadVerification]) }
    };
    let own: Rule = |sight| {
        let relations = sight.viewer.relations(sight.thing);
        let is_own = relations.contains(&Relation::Own);
        if is_own { sight.there_if(&[Permission::ReadDraftProposal]) } else { Class::Hidden }
    };
    let drafts: Rule = |sight| sight.there_if(&[Permission::ReadDraftProposal]);
    let blank = || json!({"reason": " "});
    let statement = |kind| json!({"kind": kind, "statement": " "});
    vec![
        Probe::new("POST", "/calls/{id}/proposals", &[call])
            .about(Thing::NewProposal)
            .json(json!({"problem": problem, "level": "S2"}))
            .in_known_call(in_call!(WriteProposal)),
        Probe::new("GET", "/proposals", &[]).query(&format!("?limit=100&call={call}")),
        on("GET", "/proposals/{id}").unless(rule, reason),
        on_draft("GET", "/proposals/{id}").unless(drafts, NEVER_SUBMITTED),
        on("PUT", "/proposals/{id}").stale().json(content()),
        on_draft("PUT", "/proposals/{id}").stale().json(content()),
        on("POST", "/proposals/{id}/withdraw").json(blank()),
        on_draft("POST", "/proposals/{id}/withdraw").json(blank()),
        on("POST", "/proposals/{id}/resume"),
        on_draft("POST", "/proposals/{id}/resume"),
        on("POST", "/proposals/{id}/endorsements").json(statement("unit_head")).unless(
            |sight| only_as(sight, Relation::OwnUnit),
            "each kind of endorsement asks for its own head",
        ),
        on("POST", "/proposals/{id}/endorsements").json(statement("problem_owner")).unless(
            |sight| only_as(sight, Relation::ProblemOwner),
            "each kind of endorsement asks for its own head",
        ),
        on("GET", "/proposals/{id}/endorsements").unless(rule, reason),
        on_draft("GET", "/proposals/{id}/endorsements").unless(drafts, NEVER_SUBMITTED),
        on("GET", "/proposals/{id}/eligibility")
            .unless(readers, "the candidate, and those who read the verification"),
        on("GET", "/proposals/{id}/checklist").unless(own, "the candidate's alone"),
        on_draft("GET", "/proposals/{id}/checklist").unless(own, "the candidate's alone"),
        on("POST", "/proposals/{id}/submit"),
        on_draft("POST", "/proposals/{id}/submit"),
        on("GET", "/proposals/{id}/versions")
            .unless(readers, "the candidate, and those who read the verification"),
        Probe::new("GET", "/proposals/{id}/versions/{number}", &[proposal, "1"])
            .about(Thing::Proposal)
            .unless(readers, "the candidate, and those who read the verification"),
        on("GET", "/proposals/{id}/changes").unless(own, "the candidate's alone"),
        on("GET", "/proposals/{id}/receipt").unless(rule, reason),
        on("GET", "/proposals/{id}/receipt/proof").unless(rule, reason),
        on("GET", "/proposals/{id}/receipt/pdf")
            .unless(own, "it carries a name: the candidate's alone"),
    ]
}

/// What the chair or signed minutes let one candidate do.
pub(super) fn let_by_others(things: &Things) -> Vec<Probe> {
    let Things { call, proposal, exception, .. } = things;
    let on = |method, route| Probe::new(method, route, &[proposal]).about(Thing::Proposal);
    let on_exception =
        |method, route| Probe::new(method, route, &[exception]).about(Thing::Proposal);
    vec![
        Probe::new("GET", "/calls/{id}/unsubmitted", &[call])
            .in_known_call(in_call!(ReadUnsubmitted)),
        on("POST", "/proposals/{id}/late-submission")
            .json(json!({"until": "2026-01-02T00:00:00Z", "reason": "Izin terlambat."})),
        Probe::new("GET", "/calls/{id}/exceptions", &[call])
            .in_known_call(in_call!(ReadExceptions)),
        on("POST", "/proposals/{id}/exceptions").json(json!({
            "kind": "other_level", "until": "2026-01-02T00:00:00Z", "minutes_number": "BA-1",
            "reason": "Jenjang salah dipilih.",
        })),
        on_exception("PUT", "/exceptions/{id}/minutes").bytes("application/pdf", "GIF89a"),
        on_exception("GET", "/exceptions/{id}/minutes"),
        on_exception("POST", "/exceptions/{id}/answer").json(json!({"verdict": "granted"})),
        on_exception("POST", "/exceptions/{id}/withdraw"),
    ]
}

/// Asking for endorsements.
pub(super) fn asking(things: &Things) -> Vec<Probe> {
    let Things { proposal, draft, .. } = things;
    let on = |method, route| Probe::new(method, route, &[proposal]).about(Thing::Proposal);
    let on_draft = |method, route| Probe::new(method, route, &[draft]).about(Thing::Draft);
    let remark = |kind| json!({"kind": kind, "remark": " ".repeat(10)});
    vec![
        on("POST", "/proposals/{id}/endorsement-requests"),
        on_draft("POST", "/proposals/{id}/endorsement-requests"),
        on("GET", "/proposals/{id}/endorsement-requests"),
        on_draft("GET", "/proposals/{id}/endorsement-requests"),
        on("POST", "/proposals/{id}/endorsement-requests/return").json(remark("unit_head")).unless(
            |sight| only_as(sight, Relation::OwnUnit),
            "each kind of endorsement asks for its own head",
        ),
        on("POST", "/proposals/{id}/endorsement-requests/return")
            .json(remark("problem_owner"))
            .unless(
                |sight| only_as(sight, Relation::ProblemOwner),
                "each kind of endorsement asks for its own head",
            ),
        on("GET", "/proposals/{id}/endorsements/changes"),
    ]
}

fn only_as(sight: &Sight<'_>, relation: Relation) -> Class {
    let verdict = sight.table(Permission::EndorseProposal);
    let fits = sight.viewer.relations(sight.thing).contains(&relation);
    if verdict == Class::Allowed && !fits { Class::Forbidden } else { verdict }
}

const FORM: &str = "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nproposal\r\n\
    --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\nno pdf\r\n--x--\r\n";

fn holder_of_upload(sight: &Sight<'_>) -> Class {
    let is_own = sight.viewer.relations(sight.thing).contains(&Relation::Own);
    if is_own { sight.there_if(&[Permission::ReadOwnUpload]) } else { Class::Hidden }
}

const TUS: &[(&str, &str)] = &[("tus-resumable", "1.0.0")];
const FAR_BEHIND: &[(&str, &str)] = &[("tus-resumable", "1.0.0"), ("upload-offset", "999")];
/// `kind` is `proposal`, in base64.
const TOO_LARGE: &[(&str, &str)] = &[
    ("tus-resumable", "1.0.0"),
    ("upload-length", "999999999"),
    ("upload-metadata", "kind cHJvcG9zYWw="),
];

/// Pages of documents as pictures.
pub(super) fn leaves(things: &Things) -> Vec<Probe> {
    vec![
        Probe::new("GET", "/documents/{id}/pages/{page}", &[&things.ordinary, "1"])
            .about(Thing::Proposal),
        Probe::new("GET", "/documents/{id}/pages/{page}", &[&things.sensitive, "1"])
            .about(Thing::Proposal)
            .unless(
                |sight| sight.table(Permission::ReadSensitiveFile),
                "health and discipline letters are sensitive",
            ),
    ]
}

pub(super) fn documents_and_verification(things: &Things) -> Vec<Probe> {
    let Things { call, proposal, draft, unsettled, .. } = things;
    let on = |method, route| Probe::new(method, route, &[proposal]).about(Thing::Proposal);
    let on_draft = |method, route| Probe::new(method, route, &[draft]).about(Thing::Draft);
    let waiting = |method, route| Probe::new(method, route, &[unsettled]).about(Thing::Unsettled);
    let upload: Rule = |sight| {
        let repairing = sight.phase == Phase::Screening;
        sight.table(if repairing { Permission::RepairProposal } else { Permission::WriteProposal })
    };
    let repairs = "during screening an upload is a repair";
    let on_upload =
        |method| Probe::new(method, "/uploads/{id}", &[&things.upload]).about(Thing::Proposal);
    let checks = || json!({"checks": [{"subject": "document", "name": "x", "outcome": "ok"}]});
    let repair = || json!({"items": ["nonsense"], "reason": "Tidak terbaca"});
    vec![
        Probe::new("PUT", "/proposals/{id}/documents/{kind}", &[proposal, "proposal"])
            .about(Thing::Proposal)
            .bytes("application/pdf", "no pdf")
            .unless(upload, repairs),
        on("POST", "/proposals/{id}/documents")
            .bytes("multipart/form-data; boundary=x", FORM)
            .unless(upload, repairs),
        on("POST", "/proposals/{id}/uploads").headers(TOO_LARGE).unless(upload, repairs),
        on("OPTIONS", "/proposals/{id}/uploads"),
        on_upload("HEAD").headers(TUS).unless(holder_of_upload, "whoever began it"),
        on_upload("PATCH")
            .bytes("application/offset+octet-stream", "no pdf")
            .headers(FAR_BEHIND)
            .unless(
                |sight| match holder_of_upload(sight) {
                    Class::Allowed if sight.phase == Phase::Screening => {
                        sight.table(Permission::RepairProposal)
                    }
                    Class::Allowed => sight.table(Permission::WriteProposal),
                    refused => refused,
                },
                "whoever began it; during screening an upload is a repair",
            ),
        on_upload("DELETE").headers(TUS).unless(holder_of_upload, "whoever began it"),
        on("GET", "/proposals/{id}/documents"),
        on_draft("GET", "/proposals/{id}/documents")
            .unless(|sight| never_submitted(Permission::ReadFile, sight), NEVER_SUBMITTED),
        Probe::new("GET", "/documents/{id}/content", &[&things.ordinary]).about(Thing::Proposal),
        Probe::new("GET", "/documents/{id}/content", &[&things.sensitive])
            .about(Thing::Proposal)
            .unless(
                |sight| sight.table(Permission::ReadSensitiveFile),
                "health and discipline letters are sensitive",
            ),
        Probe::new("GET", "/calls/{id}/verification-queue", &[call]),
        on("GET", "/proposals/{id}/verification"),
        waiting("GET", "/proposals/{id}/verification"),
        on("PUT", "/proposals/{id}/verification").json(checks()),
        waiting("PUT", "/proposals/{id}/verification").json(checks()),
        on("POST", "/proposals/{id}/verification/conclude").json(json!({"outcome": "MS"})),
        on("POST", "/proposals/{id}/verification/take-back")
            .json(json!({"reason": "Saya salah membaca."})),
        on("POST", "/proposals/{id}/repairs").json(repair()),
        on("POST", "/proposals/{id}/repairs/close"),
    ]
}
