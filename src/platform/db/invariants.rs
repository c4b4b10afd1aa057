//! What must hold between rows, whoever wrote them. Each rule is a query that finds the rows that break it. It
//! is written once for both engines; `{json column path}` stands for a field of a JSON column.

use super::connection::Db;
use crate::kernel::errors::Failure;
use diesel::prelude::*;
use diesel::sql_types::Text;

/// One rule.
#[derive(Debug)]
pub struct Invariant {
    pub name: &'static str,
    /// What it finds, as a sentence that the name of the row completes.
    pub broken: &'static str,
    query: &'static str,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    found: String,
}

macro_rules! invariants {
    ($($name:literal: $broken:literal = $query:literal;)*) => {
        /// All rules, in the order of the process.
        pub const INVARIANTS: &[Invariant] =
            &[$(Invariant { name: $name, broken: $broken, query: $query }),*];
    };
}

invariants! {
    "own_problem": "a problem was decided by the one who proposed it:" =
        "SELECT 'problems ' || id AS found FROM problems WHERE decided_by = proposed_by";
    "own_check": "a measurement was checked by the one who recorded it:" =
        "SELECT 'measurement_checks ' || c.measurement_id || ' ' || CAST(c.number AS TEXT) AS found \
         FROM measurement_checks c JOIN measurements m ON m.id = c.measurement_id \
         WHERE c.checked_by = m.recorded_by";
    "corrects_its_own": "a correction names a measurement of another problem:" =
        "SELECT 'measurements ' || m.id AS found FROM measurements m \
         JOIN measurements o ON o.id = m.corrects WHERE o.problem_id <> m.problem_id";
    "calendar_in_order": "a call's milestones are out of order:" =
        "SELECT 'calls ' || code AS found FROM calls WHERE opens_at >= submissions_close_at \
         OR submissions_close_at >= screening_ends_at OR screening_ends_at >= review_ends_at \
         OR review_ends_at >= announcement_at OR announcement_at >= objections_end_at \
         OR administrative_results_at < screening_ends_at \
         OR administrative_results_at >= administrative_objections_end_at \
         OR administrative_objections_end_at >= review_begins_at \
         OR review_begins_at >= review_ends_at";
    "one_proposal_each": "somebody has two proposals in one call:" =
        "SELECT 'users ' || candidate || ' in calls ' || call_id AS found FROM proposals \
         WHERE state <> 'withdrawn' GROUP BY call_id, candidate HAVING count(*) > 1";
    "submitted_in_time": "a version was handed in after the call had closed:" =
        "SELECT 'proposal_versions ' || v.proposal_id || ' ' || CAST(v.number AS TEXT) AS found \
         FROM proposal_versions v JOIN proposals p ON p.id = v.proposal_id \
         JOIN calls c ON c.id = p.call_id \
         WHERE v.submitted_at < c.opens_at OR (v.submitted_at >= c.submissions_close_at \
         AND NOT EXISTS (SELECT 1 FROM late_submissions s WHERE s.proposal_id = v.proposal_id \
         AND s.allowed_at <= v.submitted_at AND v.submitted_at < s.until_at) \
         AND NOT EXISTS (SELECT 1 FROM exceptions e WHERE e.proposal_id = v.proposal_id \
         AND e.state = 'granted' AND e.kind <> 'late_document' \
         AND e.ended_at <= v.submitted_at AND v.submitted_at < e.until_at))";
    "submitted_version_kept": "the version that counts is missing:" =
        "SELECT 'proposals ' || p.id AS found FROM proposals p WHERE p.submitted_version IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM proposal_versions v WHERE v.proposal_id = p.id \
         AND v.number = p.submitted_version)";
    "receipt_on_record": "a receipt names an entry that the record does not have, or not for this:" =
        "SELECT 'proposal_versions ' || v.proposal_id || ' ' || CAST(v.number AS TEXT) AS found \
         FROM proposal_versions v WHERE NOT EXISTS (SELECT 1 FROM ledger l \
         WHERE l.seq = CAST({json v.receipt ledger,seq} AS BIGINT) \
         AND l.hash = {json v.receipt ledger,hash} AND l.act = 'proposal.submitted' \
         AND l.subject = 'proposal:' || v.proposal_id) \
         UNION SELECT 'objections ' || o.id FROM objections o WHERE NOT EXISTS (SELECT 1 FROM ledger l \
         WHERE l.seq = o.ledger_seq AND l.hash = o.ledger_hash AND l.act = 'objection.filed' \
         AND l.subject = 'objection:' || o.id)";
    "own_endorsement": "somebody endorsed their own proposal:" =
        "SELECT 'endorsements ' || e.id AS found FROM endorsements e \
         JOIN proposals p ON p.id = e.proposal_id WHERE e.endorsed_by = p.candidate";
    "two_verifiers": "a proposal was found eligible or not by fewer than two verifiers:" =
        "SELECT 'proposals ' || p.id AS found FROM proposals p WHERE p.state IN ('eligible', 'ineligible') \
         AND (SELECT count(DISTINCT v.verifier) FROM verifications v WHERE v.proposal_id = p.id \
         AND v.concluded_at IS NOT NULL) < 2";
    "own_verification": "somebody verified their own proposal:" =
        "SELECT 'verifications ' || v.proposal_id || ' ' || v.verifier AS found FROM verifications v \
         JOIN proposals p ON p.id = v.proposal_id WHERE v.verifier = p.candidate";
    "own_sheet": "somebody is to assess, or assessed, their own proposal:" =
        "SELECT 'assignments ' || a.id AS found FROM assignments a \
         JOIN proposals p ON p.id = a.proposal_id WHERE a.reviewer = p.candidate";
    "conflicted_sheet": "a sheet was handed in by somebody whose conflict of interest was on record:" =
        "SELECT 'reviews ' || a.id AS found FROM reviews r JOIN assignments a ON a.id = r.assignment_id \
         JOIN conflicts c ON c.proposal_id = a.proposal_id AND c.user_id = a.reviewer \
         WHERE r.submitted_at IS NOT NULL AND c.declared_at <= r.submitted_at";
    "sheet_without_task": "a sheet counts though its task was not open:" =
        "SELECT 'reviews ' || r.assignment_id AS found FROM reviews r WHERE r.submitted_at IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.id = r.assignment_id \
         AND a.state IN ('submitted', 'declined', 'removed'))";
    "task_without_sheet": "a task counts as done without a sheet:" =
        "SELECT 'assignments ' || a.id AS found FROM assignments a WHERE a.state = 'submitted' \
         AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.assignment_id = a.id \
         AND r.submitted_at IS NOT NULL AND r.total IS NOT NULL)";
    "sheet_on_record": "a sheet counts that no entry of the record tells of:" =
        "SELECT 'reviews ' || r.assignment_id AS found FROM reviews r WHERE r.submitted_at IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.subject = 'assignment:' || r.assignment_id \
         AND l.act = 'sheet.submitted')";
    "sheet_before_lock": "a sheet was handed in after the assessment had ended:" =
        "SELECT 'reviews ' || a.id AS found FROM reviews r JOIN assignments a ON a.id = r.assignment_id \
         JOIN calls c ON c.id = a.call_id WHERE r.submitted_at >= c.review_ends_at \
         AND NOT EXISTS (SELECT 1 FROM sheet_orders o WHERE o.assignment_id = a.id) \
         AND NOT EXISTS (SELECT 1 FROM reopenings o WHERE o.assignment_id = a.id)";
    "reviewer_of_panel": "an open task is held by somebody who is not on the call's panel:" =
        "SELECT 'assignments ' || a.id AS found FROM assignments a \
         WHERE a.state IN ('assigned', 'draft') AND NOT EXISTS (SELECT 1 FROM panel_members m \
         WHERE m.call_id = a.call_id AND m.user_id = a.reviewer)";
    "own_decision": "somebody decided on what they had proposed:" =
        "SELECT 'decisions ' || id AS found FROM decisions WHERE decided_by = proposed_by";
    "one_standing_result": "a call has two results that stand:" =
        "SELECT 'calls ' || call_id AS found FROM announcements WHERE superseded_at IS NULL \
         GROUP BY call_id HAVING count(*) > 1";
    "one_decision_each_time": "a call has more approved decisions than results and revisions allow:" =
        "SELECT 'calls ' || d.call_id AS found FROM decisions d WHERE d.state = 'approved' \
         GROUP BY d.call_id HAVING count(*) > 1 + (SELECT count(*) FROM revisions r WHERE r.call_id = d.call_id)";
    "announced_was_approved": "something was announced that nobody had approved:" =
        "SELECT 'announcements ' || a.decision_id AS found FROM announcements a \
         JOIN decisions d ON d.id = a.decision_id WHERE d.state <> 'approved' \
         OR d.decided_at > a.announced_at OR d.call_id <> a.call_id";
    "not_before_embargo": "a result was announced before its date:" =
        "SELECT 'announcements ' || a.decision_id AS found FROM announcements a \
         JOIN calls c ON c.id = a.call_id WHERE a.announced_at < c.announcement_at";
    "places_unique": "two proposals have one place:" =
        "SELECT 'decision_outcomes ' || decision_id || ' place ' || CAST(place AS TEXT) AS found \
         FROM decision_outcomes GROUP BY decision_id, place HAVING count(*) > 1";
    "reserves_numbered": "the reserve list is not numbered as it should be:" =
        "SELECT 'decision_outcomes ' || decision_id AS found FROM decision_outcomes \
         WHERE (outcome = 'reserve') <> (reserve_position IS NOT NULL) \
         UNION SELECT 'decision_outcomes ' || decision_id FROM decision_outcomes \
         WHERE reserve_position IS NOT NULL GROUP BY decision_id, reserve_position HAVING count(*) > 1 \
         UNION SELECT 'decision_outcomes ' || decision_id FROM decision_outcomes \
         WHERE reserve_position IS NOT NULL GROUP BY decision_id HAVING max(reserve_position) <> count(*)";
    "seats_kept": "more were selected than there are seats:" =
        "SELECT 'decisions ' || d.id AS found FROM decisions d JOIN calls c ON c.id = d.call_id \
         WHERE (SELECT count(*) FROM decision_outcomes o WHERE o.decision_id = d.id \
         AND o.outcome = 'selected') > CAST({json c.definition seats} AS BIGINT)";
    "outcome_of_the_call": "a decision names a proposal of another call, or one never handed in:" =
        "SELECT 'decision_outcomes ' || o.decision_id || ' ' || o.proposal_id AS found \
         FROM decision_outcomes o JOIN decisions d ON d.id = o.decision_id \
         JOIN proposals p ON p.id = o.proposal_id WHERE p.call_id <> d.call_id OR p.number IS NULL";
    "award_decided": "a seat was offered to somebody who was neither selected nor in reserve:" =
        "SELECT 'awards ' || a.id AS found FROM awards a WHERE NOT EXISTS (SELECT 1 \
         FROM decision_outcomes o JOIN decisions d ON d.id = o.decision_id WHERE d.call_id = a.call_id \
         AND d.state = 'approved' AND o.proposal_id = a.proposal_id AND o.outcome IN ('selected', 'reserve'))";
    "seats_held": "more hold a seat than there are seats:" =
        "SELECT 'calls ' || c.id AS found FROM calls c WHERE (SELECT count(*) FROM awards a \
         WHERE a.call_id = c.id AND a.state IN ('offered', 'accepted')) \
         > CAST({json c.definition seats} AS BIGINT)";
    "shared_after_result": "others may read a proposal before its result, or one that does not count:" =
        "SELECT 'proposal_sharings ' || s.proposal_id AS found FROM proposal_sharings s \
         JOIN proposals p ON p.id = s.proposal_id JOIN calls c ON c.id = p.call_id \
         WHERE s.shared_at < c.announced_at OR c.announced_at IS NULL \
         OR (s.withdrawn_at IS NULL AND p.state IN ('draft', 'withdrawn'))";
    "ruled_by_another": "an objection was ruled on by somebody who had a hand in it:" =
        "SELECT 'objections ' || o.id AS found FROM objections o JOIN proposals p ON p.id = o.proposal_id \
         WHERE o.ruled_by IS NOT NULL AND (o.ruled_by = p.candidate \
         OR EXISTS (SELECT 1 FROM verifications v WHERE v.proposal_id = p.id AND v.verifier = o.ruled_by \
         AND v.concluded_at <= o.ruled_at) \
         OR EXISTS (SELECT 1 FROM reviews r JOIN assignments a ON a.id = r.assignment_id \
         WHERE a.proposal_id = p.id AND a.reviewer = o.ruled_by AND r.submitted_at <= o.ruled_at) \
         OR EXISTS (SELECT 1 FROM decisions d WHERE d.call_id = p.call_id AND d.proposed_at <= o.ruled_at \
         AND (d.proposed_by = o.ruled_by OR d.decided_by = o.ruled_by)))";
    "objected_in_time": "an objection was filed before the result or after the window:" =
        "SELECT 'objections ' || o.id AS found FROM objections o JOIN calls c ON c.id = o.call_id \
         WHERE (o.kind = 'final' AND (c.announced_at IS NULL OR o.filed_at >= c.objections_end_at \
         OR o.filed_at < (SELECT min(a.announced_at) FROM announcements a WHERE a.call_id = o.call_id))) \
         OR (o.kind = 'administrative' AND (c.administrative_objections_end_at IS NULL \
         OR o.filed_at >= c.administrative_objections_end_at))";
    "study_two_sides": "a change of a study was ruled on by one person for both sides, or approved by nobody:" =
        "SELECT 'study_requests ' || request_id AS found FROM study_rulings \
         GROUP BY request_id HAVING count(*) > count(DISTINCT ruled_by) \
         UNION SELECT 'study_requests ' || q.id FROM study_requests q WHERE q.state = 'approved' \
         AND (NOT EXISTS (SELECT 1 FROM study_rulings r WHERE r.request_id = q.id) \
         OR EXISTS (SELECT 1 FROM study_rulings r WHERE r.request_id = q.id AND r.verdict <> 'approved'))";
    "study_seat_given_back": "a study and its seat do not agree whether it was given back:" =
        "SELECT 'studies ' || s.award_id AS found FROM studies s JOIN awards a ON a.id = s.award_id \
         WHERE a.state <> CASE WHEN s.state = 'not_admitted' THEN 'withdrawn' ELSE 'accepted' END";
    "study_paper_by_another": "a document of a study was checked by the one who added it:" =
        "SELECT 'study_papers ' || id AS found FROM study_papers WHERE checked_by = added_by";
    "erased_is_closed": "an erased account is still open or holds a role:" =
        "SELECT 'users ' || u.id AS found FROM users u WHERE u.erased_at IS NOT NULL AND (u.active \
         OR EXISTS (SELECT 1 FROM role_grants g WHERE g.user_id = u.id AND g.revoked_at IS NULL))";
}

/// The rows that break a rule, by table and key.
#[expect(clippy::disallowed_methods, reason = "a rule is a query, written out")]
pub fn broken(db: &mut Db, invariant: &Invariant) -> Result<Vec<String>, Failure> {
    let text = for_engine(db, invariant.query);
    let found = match db {
        Db::Sqlite(connection) => diesel::sql_query(text).load::<Found>(connection)?,
        Db::Postgres(connection) => diesel::sql_query(text).load::<Found>(connection)?,
    };
    Ok(found.into_iter().map(|found| found.found).collect())
}

/// Replaces `{json column path}` by the engine's own SQL.
fn for_engine(db: &Db, query: &str) -> String {
    let mut parts = query.split("{json ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (place, rest) = part.split_once('}').unwrap_or((part, ""));
        let (column, path) = place.split_once(' ').unwrap_or((place, ""));
        let words = match db {
            Db::Sqlite(_) => format!("json_extract({column}, '$.{}')", path.replace(',', ".")),
            Db::Postgres(_) => format!("({column}::jsonb #>> '{{{path}}}')"),
        };
        text.push_str(&words);
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ledger::{EventType, SubjectKind};

    /// Rules are constant texts and repeat the names of events. This test checks that the record knows these names.
    #[test]
    fn what_rules_look_for_on_the_record_are_event_types_and_subjects() {
        let (mut acts, mut kinds) = (0, 0);
        for Invariant { name, query, .. } in INVARIANTS {
            for text in query.split('\'').skip(1).step_by(2) {
                if let Some(kind) = text.strip_suffix(':') {
                    kinds += 1;
                    let is_kind = |known: &&SubjectKind| known.prefix() == text;
                    assert!(SubjectKind::ALL.iter().any(|known| is_kind(&known)), "{name}: {kind}");
                } else if text.contains('.') {
                    acts += 1;
                    assert!(EventType::from_name(text).is_some(), "{name}: {text}");
                }
            }
        }
        assert!(acts > 1 && kinds > 0, "{acts} {kinds}");
    }
}
