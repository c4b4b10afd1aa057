//! For every rule between rows, each of the ways in which a row can break it; beside them what is just
//! inside. `{name}` stands for a place in the demo (`PLACES`).

use super::invariants::Guard::{self, Check, Foreign, Index, Nothing, Unique};

/// Single values by which statements find their rows: of the call that was played to its end.
pub(super) const PLACES: [(&str, &str); 19] = [
    (
        "{decision}",
        "(SELECT d.id FROM decisions d JOIN calls c ON c.id = d.call_id WHERE c.code LIKE '%-G1')",
    ),
    ("{other decision}", "(SELECT min(id) FROM decisions WHERE id <> {decision})"),
    ("{call}", "(SELECT call_id FROM decisions WHERE id = {decision})"),
    ("{open call}", "(SELECT min(id) FROM calls WHERE announced_at IS NULL)"),
    (
        "{won}",
        "(SELECT min(proposal_id) FROM decision_outcomes WHERE decision_id = {decision} AND outcome = 'selected')",
    ),
    (
        "{lost}",
        "(SELECT min(proposal_id) FROM decision_outcomes WHERE decision_id = {decision} AND proposal_id <> {won})",
    ),
    ("{sheet}", "(SELECT min(assignment_id) FROM reviews WHERE submitted_at IS NOT NULL)"),
    ("{begun}", "(SELECT min(assignment_id) FROM reviews WHERE submitted_at IS NULL)"),
    ("{award}", "(SELECT id FROM awards WHERE call_id = {call})"),
    ("{objection}", "(SELECT min(id) FROM objections)"),
    ("{measured}", "(SELECT min(id) FROM measurements)"),
    (
        "{measured elsewhere}",
        "(SELECT min(o.id) FROM measurements o JOIN measurements m ON m.id = {measured} WHERE o.problem_id <> m.problem_id)",
    ),
    (
        "{both sides}",
        "(SELECT min(r.request_id) FROM study_rulings r JOIN study_rulings o ON o.request_id = r.request_id WHERE o.side < r.side)",
    ),
    (
        "{one side}",
        "(SELECT min(id) FROM study_requests WHERE state = 'approved' AND kind = 'plan')",
    ),
    ("{lapsed}", "(SELECT min(award_id) FROM studies WHERE state = 'not_admitted')"),
    ("{studying}", "(SELECT min(award_id) FROM studies WHERE state = 'studying')"),
    ("{study paper}", "(SELECT min(id) FROM study_papers WHERE checked_by IS NOT NULL)"),
    ("{auditor}", "(SELECT min(user_id) FROM role_grants WHERE role = 'auditor')"),
    ("{user}", "(SELECT min(id) FROM users)"),
];

/// A rule, what the database itself has against it, the row that is to be named, the deed.
pub(super) type Break = (&'static str, Guard, &'static str, &'static str);

const CALL: &str = "'calls ' || (SELECT code FROM calls WHERE id = {call})";
const VERSION: &str = "'proposal_versions ' || {won} || ' 1'";
const SHEET: &str = "'reviews ' || {sheet}";
const TASK: &str = "'assignments ' || {sheet}";
const WON: &str = "'proposals ' || {won}";
const OUTCOMES: &str = "'decision_outcomes ' || {decision}";
const ANNOUNCED: &str = "'announcements ' || {decision}";
const AWARD: &str = "'awards ' || {award}";
const BOTH: &str = "'study_requests ' || {both sides}";
const OBJECTION: &str = "'objections ' || {objection}";

#[rustfmt::skip]
pub(super) const BREAKS: &[Break] = &[
    ("own_problem", Check("problems"), "'problems ' || (SELECT min(id) FROM problems)",
     "UPDATE problems SET proposed_by = {user}, decided_by = {user} WHERE id = (SELECT min(id) FROM problems)"),
    ("own_check", Nothing, "'measurement_checks ' || (SELECT min(measurement_id) FROM measurement_checks) || ' 1'",
     "UPDATE measurement_checks SET checked_by = (SELECT m.recorded_by FROM measurements m WHERE m.id = measurement_id) \
      WHERE measurement_id = (SELECT min(measurement_id) FROM measurement_checks)"),
    ("corrects_its_own", Nothing, "'measurements ' || {measured}",
     "UPDATE measurements SET corrects = {measured elsewhere}, correction_reason = 'x' WHERE id = {measured}"),
    ("calendar_in_order", Check("calls"), CALL, "UPDATE calls SET opens_at = submissions_close_at WHERE id = {call}"),
    ("calendar_in_order", Check("calls"), CALL, "UPDATE calls SET submissions_close_at = screening_ends_at WHERE id = {call}"),
    ("calendar_in_order", Check("calls"), CALL, "UPDATE calls SET screening_ends_at = review_ends_at WHERE id = {call}"),
    ("calendar_in_order", Check("calls"), CALL, "UPDATE calls SET review_ends_at = announcement_at WHERE id = {call}"),
    ("calendar_in_order", Check("calls"), CALL, "UPDATE calls SET announcement_at = objections_end_at WHERE id = {call}"),
    ("one_proposal_each", Index("proposals_one_each"),
     "'users ' || (SELECT candidate FROM proposals WHERE id = {won}) || ' in calls ' || {call}",
     "UPDATE proposals SET candidate = (SELECT candidate FROM proposals WHERE id = {won}) WHERE id = {lost}"),
    ("submitted_in_time", Nothing, VERSION,
     "UPDATE proposal_versions SET submitted_at = (SELECT submissions_close_at FROM calls WHERE id = {call}) WHERE proposal_id = {won}"),
    ("submitted_in_time", Nothing, VERSION,
     "UPDATE proposal_versions SET submitted_at = (SELECT opens_at - 1 FROM calls WHERE id = {call}) WHERE proposal_id = {won}"),
    ("submitted_version_kept", Nothing, WON, "UPDATE proposals SET submitted_version = 2 WHERE id = {won}"),
    ("submitted_version_kept", Foreign, WON, "DELETE FROM proposal_versions WHERE proposal_id = {won}"),
    ("receipt_on_record", Nothing, VERSION,
     "UPDATE proposal_versions SET receipt = replace(receipt, '\"seq\":', '\"seq\":9') WHERE proposal_id = {won}"),
    ("receipt_on_record", Nothing, VERSION,
     "UPDATE proposal_versions SET receipt = replace(receipt, '\"hash\":\"', '\"hash\":\"0') WHERE proposal_id = {won}"),
    // The receipt of somebody else, and one that names an entry of another act.
    ("receipt_on_record", Nothing, VERSION,
     "UPDATE proposal_versions SET receipt = (SELECT receipt FROM proposal_versions WHERE proposal_id = {lost}) WHERE proposal_id = {won}"),
    ("receipt_on_record", Nothing, OBJECTION, "UPDATE objections SET ledger_seq = ledger_seq - 1"),
    ("receipt_on_record", Nothing, OBJECTION,
     "UPDATE objections SET ledger_seq = 1, ledger_hash = (SELECT hash FROM ledger WHERE seq = 1)"),
    ("own_endorsement", Nothing, "'endorsements ' || (SELECT min(id) FROM endorsements)",
     "UPDATE endorsements SET endorsed_by = (SELECT p.candidate FROM proposals p WHERE p.id = proposal_id) WHERE id = (SELECT min(id) FROM endorsements)"),
    ("two_verifiers", Nothing, WON,
     "DELETE FROM verifications WHERE proposal_id = {won} AND verifier = (SELECT min(verifier) FROM verifications WHERE proposal_id = {won})"),
    ("two_verifiers", Nothing, WON,
     "UPDATE verifications SET concluded_at = NULL, outcome = NULL WHERE proposal_id = {won} AND verifier = (SELECT min(verifier) FROM verifications WHERE proposal_id = {won})"),
    // One of them twice.
    ("two_verifiers", Nothing, WON,
     "UPDATE verifications SET round = 9, verifier = (SELECT max(verifier) FROM verifications WHERE proposal_id = {won}) \
      WHERE proposal_id = {won} AND verifier = (SELECT min(verifier) FROM verifications WHERE proposal_id = {won})"),
    ("two_verifiers", Nothing, "'proposals ' || (SELECT min(id) FROM proposals WHERE state = 'ineligible')",
     "DELETE FROM verifications WHERE proposal_id = (SELECT min(id) FROM proposals WHERE state = 'ineligible') AND verifier = \
      (SELECT min(verifier) FROM verifications WHERE proposal_id = (SELECT min(id) FROM proposals WHERE state = 'ineligible'))"),
    ("own_verification", Nothing,
     "'verifications ' || {won} || ' ' || (SELECT candidate FROM proposals WHERE id = {won})",
     "UPDATE verifications SET verifier = (SELECT candidate FROM proposals WHERE id = {won}) \
      WHERE proposal_id = {won} AND verifier = (SELECT min(verifier) FROM verifications WHERE proposal_id = {won})"),
    ("own_sheet", Nothing, TASK,
     "UPDATE assignments SET reviewer = (SELECT p.candidate FROM proposals p WHERE p.id = proposal_id) WHERE id = {sheet}"),
    ("conflicted_sheet", Nothing, SHEET,
     "INSERT INTO conflicts (proposal_id, user_id, kind, reason, declared_by, declared_at) \
      SELECT a.proposal_id, a.reviewer, 'reported', 'x', {auditor}, r.submitted_at FROM assignments a \
      JOIN reviews r ON r.assignment_id = a.id WHERE a.id = {sheet}"),
    ("sheet_without_task", Nothing, SHEET, "UPDATE assignments SET state = 'assigned' WHERE id = {sheet}"),
    ("sheet_without_task", Nothing, SHEET, "UPDATE assignments SET state = 'draft' WHERE id = {sheet}"),
    ("sheet_without_task", Foreign, SHEET, "DELETE FROM assignments WHERE id = {sheet}"),
    ("task_without_sheet", Nothing, TASK, "DELETE FROM reviews WHERE assignment_id = {sheet}"),
    ("task_without_sheet", Nothing, TASK, "UPDATE reviews SET submitted_at = NULL WHERE assignment_id = {sheet}"),
    ("task_without_sheet", Check("reviews"), TASK, "UPDATE reviews SET total = NULL WHERE assignment_id = {sheet}"),
    ("sheet_on_record", Nothing, "'reviews ' || {begun}",
     "UPDATE reviews SET submitted_at = updated_at, total = 400 WHERE assignment_id = {begun}"),
    ("sheet_before_lock", Nothing, SHEET,
     "UPDATE reviews SET submitted_at = (SELECT c.review_ends_at FROM calls c JOIN assignments a ON a.call_id = c.id WHERE a.id = {sheet}) WHERE assignment_id = {sheet}"),
    ("reviewer_of_panel", Nothing, "'assignments ' || {begun}", "UPDATE assignments SET reviewer = {auditor} WHERE id = {begun}"),
    ("reviewer_of_panel", Nothing, "'assignments ' || (SELECT min(id) FROM assignments WHERE state = 'assigned')",
     "UPDATE assignments SET reviewer = {auditor} WHERE id = (SELECT min(id) FROM assignments WHERE state = 'assigned')"),
    ("own_decision", Check("decisions"), "'decisions ' || {decision}", "UPDATE decisions SET decided_by = proposed_by WHERE id = {decision}"),
    ("one_standing_result", Index("announcements_one_standing"), "'calls ' || {call}",
     "UPDATE announcements SET call_id = {call}, number = 2 WHERE decision_id = {other decision}"),
    ("one_decision_each_time", Nothing, "'calls ' || {call}", "UPDATE decisions SET call_id = {call} WHERE id = {other decision}"),
    ("announced_was_approved", Nothing, ANNOUNCED, "UPDATE decisions SET state = 'returned', returned_reason = 'x' WHERE id = {decision}"),
    ("announced_was_approved", Nothing, ANNOUNCED,
     "UPDATE decisions SET state = 'proposed', decided_by = NULL, decided_at = NULL WHERE id = {decision}"),
    ("announced_was_approved", Nothing, ANNOUNCED,
     "UPDATE decisions SET decided_at = (SELECT announced_at + 1 FROM announcements WHERE decision_id = {decision}) WHERE id = {decision}"),
    ("announced_was_approved", Nothing, ANNOUNCED, "UPDATE announcements SET call_id = {open call} WHERE decision_id = {decision}"),
    ("not_before_embargo", Nothing, ANNOUNCED,
     "UPDATE announcements SET announced_at = (SELECT announcement_at - 1 FROM calls WHERE id = {call}) WHERE decision_id = {decision}"),
    ("places_unique", Unique("decision_outcomes", "UNIQUE (decision_id, place),"), "'decision_outcomes ' || {decision} || ' place 1'",
     "UPDATE decision_outcomes SET place = 1 WHERE decision_id = {decision}"),
    ("reserves_numbered", Check("decision_outcomes"), OUTCOMES, "UPDATE decision_outcomes SET reserve_position = 1 WHERE proposal_id = {won}"),
    ("reserves_numbered", Check("decision_outcomes"), OUTCOMES, "UPDATE decision_outcomes SET outcome = 'reserve' WHERE proposal_id = {lost}"),
    ("reserves_numbered", Nothing, OUTCOMES,
     "UPDATE decision_outcomes SET outcome = 'reserve', reserve_position = 1 WHERE decision_id = {decision}"),
    ("reserves_numbered", Nothing, OUTCOMES,
     "UPDATE decision_outcomes SET outcome = 'reserve', reserve_position = 2 WHERE proposal_id = {lost}"),
    ("seats_kept", Nothing, "'decisions ' || {decision}", "UPDATE decision_outcomes SET outcome = 'selected' WHERE proposal_id = {lost}"),
    ("outcome_of_the_call", Nothing, "'decision_outcomes ' || {decision} || ' ' || {lost}",
     "UPDATE proposals SET call_id = {open call} WHERE id = {lost}"),
    ("outcome_of_the_call", Nothing, "'decision_outcomes ' || {decision} || ' ' || {lost}",
     "UPDATE proposals SET number = NULL, state = 'withdrawn', withdrawn_reason = 'x' WHERE id = {lost}"),
    ("award_decided", Nothing, AWARD, "UPDATE awards SET proposal_id = {lost} WHERE id = {award}"),
    ("award_decided", Nothing, AWARD, "UPDATE awards SET call_id = {open call} WHERE id = {award}"),
    ("award_decided", Nothing, AWARD, "UPDATE decision_outcomes SET outcome = 'not_selected' WHERE proposal_id = {won}"),
    ("award_decided", Nothing, AWARD, "UPDATE decisions SET state = 'returned', returned_reason = 'x' WHERE id = {decision}"),
    ("seats_held", Nothing, "'calls ' || {call}", AWARDED),
    ("seats_held", Nothing, "'calls ' || {call}", ACCEPTED),
    ("shared_after_result", Nothing, "'proposal_sharings ' || {lost}",
     "INSERT INTO proposal_sharings (proposal_id, with_name, words, shared_at) \
      SELECT {lost}, FALSE, 'x', announced_at - 1 FROM calls WHERE id = {call}"),
    ("shared_after_result", Nothing, "'proposal_sharings ' || (SELECT min(id) FROM proposals WHERE call_id = {open call})",
     "INSERT INTO proposal_sharings (proposal_id, with_name, words, shared_at) \
      SELECT min(id), FALSE, 'x', 4000000000000000 FROM proposals WHERE call_id = {open call}"),
    ("shared_after_result", Nothing, "'proposal_sharings ' || (SELECT min(id) FROM proposals WHERE state = 'draft')",
     "UPDATE proposals SET call_id = {call} WHERE id = (SELECT min(id) FROM proposals WHERE state = 'draft'); \
      INSERT INTO proposal_sharings (proposal_id, with_name, words, shared_at) \
      SELECT min(id), FALSE, 'x', 4000000000000000 FROM proposals WHERE state = 'draft'"),
    ("ruled_by_another", Nothing, OBJECTION, RULED_BY_CANDIDATE),
    ("ruled_by_another", Nothing, OBJECTION, RULED_BY_VERIFIER),
    ("ruled_by_another", Nothing, OBJECTION, RULED_BY_REVIEWER),
    ("ruled_by_another", Nothing, OBJECTION, RULED_BY_PROPOSER),
    ("ruled_by_another", Nothing, OBJECTION, RULED_BY_DECIDER),
    ("objected_in_time", Nothing, OBJECTION,
     "UPDATE objections SET filed_at = (SELECT c.objections_end_at FROM calls c WHERE c.id = call_id), due_at = (SELECT c.objections_end_at + 1 FROM calls c WHERE c.id = call_id)"),
    ("objected_in_time", Nothing, OBJECTION,
     "UPDATE objections SET filed_at = (SELECT a.announced_at - 1 FROM announcements a WHERE a.call_id = objections.call_id)"),
    ("objected_in_time", Nothing, OBJECTION, "UPDATE calls SET announced_at = NULL WHERE id = (SELECT call_id FROM objections)"),
    ("study_two_sides", Nothing, BOTH, "UPDATE study_rulings SET ruled_by = {auditor} WHERE request_id = {both sides}"),
    ("study_two_sides", Nothing, BOTH, "DELETE FROM study_rulings WHERE request_id = {both sides}"),
    ("study_two_sides", Nothing, BOTH,
     "UPDATE study_rulings SET verdict = 'refused', reason = 'x' WHERE request_id = {both sides} AND side = 'owner'"),
    ("study_two_sides", Nothing, "'study_requests ' || {one side}",
     "INSERT INTO study_rulings (request_id, side, verdict, ruled_by, ruled_at) \
      SELECT request_id, 'secretariat', verdict, ruled_by, ruled_at FROM study_rulings WHERE request_id = {one side}"),
    ("study_seat_given_back", Nothing, "'studies ' || {lapsed}",
     "UPDATE awards SET state = 'accepted', settled_reason = NULL WHERE id = {lapsed}"),
    ("study_seat_given_back", Nothing, "'studies ' || {studying}",
     "UPDATE awards SET state = 'withdrawn', settled_reason = 'x' WHERE id = {studying}"),
    ("study_seat_given_back", Nothing, "'studies ' || {studying}", "UPDATE awards SET state = 'declined' WHERE id = {studying}"),
    ("study_paper_by_another", Nothing, "'study_papers ' || {study paper}",
     "UPDATE study_papers SET checked_by = added_by WHERE id = {study paper}"),
    ("study_paper_by_another", Nothing, "'study_papers ' || {study paper}",
     "UPDATE study_papers SET added_by = checked_by WHERE id = {study paper}"),
    ("erased_is_closed", Check("users"), "'users ' || {auditor}",
     "UPDATE role_grants SET revoked_by = user_id, revoked_at = granted_at WHERE user_id = {auditor}; UPDATE users SET erased_at = 1 WHERE id = {auditor}"),
    ("erased_is_closed", Nothing, "'users ' || {auditor}",
     "UPDATE users SET erased_at = 1, active = FALSE, nip = NULL, nip_claim = NULL, unit = NULL WHERE id = {auditor}"),
];

/// A second seat where there is one.
macro_rules! award {
    ($state:literal, $settled:literal) => {
        concat!(
            "INSERT INTO awards (id, call_id, decision_id, proposal_id, state, grounds_id, grounds_en, \
             offered_at, answer_by, settled_at) SELECT '00000000000000000000000000', call_id, decision_id, \
             {lost}, '", $state, "', 'x', 'x', offered_at, answer_by, ", $settled, " FROM awards WHERE id = {award}"
        )
    };
}

const AWARDED: &str = award!("offered", "NULL");
const ACCEPTED: &str = award!("accepted", "offered_at");

macro_rules! ruled {
    ($by:literal) => {
        concat!(
            "UPDATE objections SET state = 'rejected', ruled_at = filed_at + 1, ruling = 'x', ruled_by = ",
            $by
        )
    };
}

const RULED_BY_CANDIDATE: &str =
    ruled!("(SELECT p.candidate FROM proposals p WHERE p.id = proposal_id)");
const RULED_BY_VERIFIER: &str = ruled!(
    "(SELECT min(v.verifier) FROM verifications v WHERE v.proposal_id = objections.proposal_id)"
);
const RULED_BY_REVIEWER: &str = ruled!(
    "(SELECT min(a.reviewer) FROM assignments a WHERE a.proposal_id = objections.proposal_id)"
);
const RULED_BY_PROPOSER: &str =
    ruled!("(SELECT d.proposed_by FROM decisions d WHERE d.call_id = objections.call_id)");
const RULED_BY_DECIDER: &str =
    ruled!("(SELECT d.decided_by FROM decisions d WHERE d.call_id = objections.call_id)");

/// What comes as near as can be and breaks nothing.
#[rustfmt::skip]
pub(super) const SPARED: &[(&str, &str)] = &[
    ("own_check",
     "UPDATE measurement_checks SET checked_by = {auditor} WHERE measurement_id = (SELECT min(measurement_id) FROM measurement_checks)"),
    ("corrects_its_own",
     "UPDATE measurements SET corrects = {measured elsewhere}, correction_reason = 'x' WHERE id = {measured}; \
      UPDATE measurements SET problem_id = (SELECT min(id) FROM problems)"),
    ("submitted_in_time",
     "UPDATE proposal_versions SET submitted_at = (SELECT submissions_close_at - 1 FROM calls WHERE id = {call}) WHERE proposal_id = {won}"),
    ("submitted_in_time",
     "UPDATE proposal_versions SET submitted_at = (SELECT opens_at FROM calls WHERE id = {call}) WHERE proposal_id = {won}"),
    ("one_proposal_each",
     "UPDATE proposals SET state = 'withdrawn', withdrawn_reason = 'x', candidate = (SELECT candidate FROM proposals WHERE id = {won}) WHERE id = {lost}"),
    ("conflicted_sheet",
     "INSERT INTO conflicts (proposal_id, user_id, kind, reason, declared_by, declared_at) \
      SELECT a.proposal_id, a.reviewer, 'reported', 'x', {auditor}, r.submitted_at + 1 FROM assignments a \
      JOIN reviews r ON r.assignment_id = a.id WHERE a.id = {sheet}"),
    ("sheet_without_task", "UPDATE assignments SET state = 'removed', closed_at = 1, closed_reason = 'x' WHERE id = {sheet}"),
    ("sheet_before_lock",
     "UPDATE reviews SET submitted_at = (SELECT c.review_ends_at - 1 FROM calls c JOIN assignments a ON a.call_id = c.id WHERE a.id = {sheet}) WHERE assignment_id = {sheet}"),
    // Late, but a ruling or the chair asked for it.
    ("sheet_before_lock",
     "INSERT INTO sheet_orders (id, proposal_id, assignment_id, ordered_by, ordered_at) \
      SELECT '00000000000000000000000000', proposal_id, id, {auditor}, 1 FROM assignments WHERE id = {sheet}; \
      UPDATE reviews SET submitted_at = 4000000000000000 WHERE assignment_id = {sheet}"),
    ("sheet_before_lock",
     "INSERT INTO reopenings (assignment_id, version, total, submitted_at, reason, reopened_by, reopened_at) \
      VALUES ({sheet}, 1, 400, 1, 'x', {auditor}, 2); \
      UPDATE reviews SET submitted_at = 4000000000000000 WHERE assignment_id = {sheet}"),
    ("reviewer_of_panel",
     "UPDATE assignments SET state = 'removed', closed_at = 1, closed_reason = 'x', reviewer = {auditor} WHERE id = {sheet}"),
    ("one_standing_result",
     "UPDATE announcements SET call_id = {call}, number = 2, superseded_at = announced_at WHERE decision_id = {other decision}"),
    ("one_decision_each_time",
     "INSERT INTO revisions (id, call_id, opened_at, closed_at) VALUES ('00000000000000000000000000', {call}, 1, 2); \
      UPDATE decisions SET call_id = {call} WHERE id = {other decision}"),
    ("announced_was_approved",
     "UPDATE decisions SET decided_at = (SELECT announced_at FROM announcements WHERE decision_id = {decision}) WHERE id = {decision}"),
    ("not_before_embargo",
     "UPDATE announcements SET announced_at = (SELECT announcement_at FROM calls WHERE id = {call}) WHERE decision_id = {decision}"),
    ("reserves_numbered",
     "UPDATE decision_outcomes SET outcome = 'reserve', reserve_position = 1 WHERE proposal_id = {lost}"),
    ("award_decided",
     "UPDATE decision_outcomes SET outcome = 'reserve', reserve_position = 1 WHERE proposal_id = {lost}; UPDATE awards SET proposal_id = {lost} WHERE id = {award}"),
    ("seats_held", award!("declined", "offered_at")),
    ("shared_after_result",
     "INSERT INTO proposal_sharings (proposal_id, with_name, words, shared_at) \
      SELECT {lost}, FALSE, 'x', announced_at FROM calls WHERE id = {call}"),
    ("ruled_by_another", ruled!("{auditor}")),
    ("objected_in_time",
     "UPDATE objections SET filed_at = (SELECT c.objections_end_at - 1 FROM calls c WHERE c.id = call_id), due_at = (SELECT c.objections_end_at + 1 FROM calls c WHERE c.id = call_id)"),
    ("objected_in_time",
     "UPDATE objections SET filed_at = (SELECT a.announced_at FROM announcements a WHERE a.call_id = objections.call_id)"),
    ("study_two_sides", "UPDATE study_rulings SET ruled_by = {auditor} WHERE request_id = {both sides} AND side = 'owner'"),
    ("study_two_sides",
     "INSERT INTO study_rulings (request_id, side, verdict, ruled_by, ruled_at) \
      SELECT request_id, 'secretariat', verdict, {auditor}, ruled_at FROM study_rulings WHERE request_id = {one side}"),
    ("study_seat_given_back", "UPDATE studies SET state = 'stopped' WHERE award_id = {studying}"),
    ("study_paper_by_another", "UPDATE study_papers SET checked_by = {auditor} WHERE id = {study paper}"),
    ("erased_is_closed",
     "UPDATE role_grants SET revoked_by = user_id, revoked_at = granted_at WHERE user_id = {auditor}; \
      UPDATE users SET erased_at = 1, active = FALSE, nip = NULL, nip_claim = NULL, unit = NULL WHERE id = {auditor}"),
];
