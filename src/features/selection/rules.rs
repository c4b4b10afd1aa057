//! The refusals of this feature. Pure.

use super::fault::ComputeFault;
use super::inputs::{Inputs, NewRun, ScoredProposal};
use crate::features::interviews::{InterviewStanding, LackingInterview};
use crate::features::reviews::{LackingProposal, SheetStanding};
use crate::kernel::errors::{FieldError, Refusal};
use crate::kernel::ids::{ProposalId, UserId};
use selection_math::model::ScoresError;
use selection_math::quota::InputFault;
use selection_math::ranking::RankingFault;
use std::collections::BTreeSet;

crate::codes! {
    NOTHING_TO_RANK = 409 "nothing_to_rank";
    CANNOT_COMPUTE = 409 "cannot_compute";
    SHEETS_LACKING = 409 "sheets_lacking";
    PROPOSAL_LACKS_SHEETS = 422 "proposal_lacks_sheets";
    INTERVIEWS_LACKING = 409 "interviews_lacking";
    INTERVIEW_NOT_PLANNED = 422 "interview_not_planned";
    INTERVIEW_UNATTENDED = 422 "interview_unattended";
    INTERVIEW_LACKS_SHEETS = 422 "interview_lacks_sheets";
    INTERVIEW_MISSED_EARLY = 422 "interview_missed_early";
    RUN_WITHOUT_INTERVIEWS = 409 "run_without_interviews";
    LACKS_NO_SHEETS = 422 "lacks_no_sheets";
    LEFT_OUT_WITHOUT_REASON = 422 "left_out_without_reason";
    INPUTS_CHANGED = 409 "inputs_changed";
    RUN_COUNTS_CONFLICT = 409 "run_counts_conflict";
    DECISION_COUNTS_CONFLICT = 409 "decision_counts_conflict";
    NO_CALIBRATED_ORDER = 409 "no_calibrated_order";
    EXPLORER_IN_CONFLICT = 409 "explorer_in_conflict";
    UNKNOWN_REVIEWER = 422 "unknown_reviewer";
    COSTS_UNKNOWN = 422 "costs_unknown";
    // Why nothing could be computed; each names its proposal.
    RANKED_TWICE = 409 "ranked_twice";
    SHEET_OF_OTHER_RUBRIC = 409 "sheet_of_other_rubric";
    RANKING_CRITERION_MISSING = 409 "ranking_criterion_missing";
    TOTALS_TOO_LARGE = 409 "totals_too_large";
    NO_CANDIDATES = 409 "no_candidates";
    CLASS_MISSING = 409 "class_missing";
    SEATS_MISSING = 409 "seats_missing";
    CAP_OF_ZERO = 409 "cap_of_zero";
    LOOK_AHEAD_CONTRADICTS = 409 "look_ahead_contradicts";
    LOOK_AHEAD_GAVE_UP = 409 "look_ahead_gave_up";
    SHEETS_MISSING = 409 "sheets_missing";
    SHEET_TWICE = 409 "sheet_twice";
    SHEET_OUT_OF_RANGE = 409 "sheet_out_of_range";
}

/// The least length of the reason for leaving proposals out, in characters.
const REASON_LENGTH: usize = 20;

/// What a run would have to leave out by name.
#[derive(Debug, Default)]
pub struct Lacking {
    pub sheets: Vec<LackingProposal>,
    pub interviews: Vec<LackingInterview>,
}

impl Lacking {
    pub fn is_empty(&self) -> bool {
        self.sheets.is_empty() && self.interviews.is_empty()
    }

    fn has(&self, number: &str) -> bool {
        self.sheets.iter().any(|one| one.number == number)
            || self.interviews.iter().any(|one| one.number == number)
    }
}

/// A run leaves out exactly those proposals that lack sheets, each by its number, and says why.
///
/// # Errors
/// `sheets_lacking`, `interviews_lacking`, with who owes which sheet; `invalid` for a number that lacks nothing and for no reason.
pub fn check_left_out(lacking: &Lacking, new: &NewRun) -> Result<(), Refusal> {
    let is_named = |number: &str| new.without.iter().any(|named| named == number);
    let sheets = lacking.sheets.iter().filter(|one| !is_named(&one.number)).map(lacks);
    let interviews = lacking.interviews.iter().filter(|one| !is_named(&one.number));
    let code = if lacking.sheets.iter().any(|one| !is_named(&one.number)) {
        SHEETS_LACKING
    } else {
        INTERVIEWS_LACKING
    };
    let unnamed: Vec<FieldError> = sheets.chain(interviews.map(lacks_interview)).collect();
    if !unnamed.is_empty() {
        return Err(Refusal { errors: unnamed, ..Refusal::new(code) });
    }
    let is_lacking = |number: &&String| lacking.has(number);
    let mut faults: Vec<FieldError> = new
        .without
        .iter()
        .filter(|number| !is_lacking(number))
        .map(|number| FieldError::new("without", LACKS_NO_SHEETS).with("number", number))
        .collect();
    if !lacking.is_empty() && new.reason.trim().chars().count() < REASON_LENGTH {
        faults.push(
            FieldError::new("reason", LEFT_OUT_WITHOUT_REASON).with("minimum", REASON_LENGTH),
        );
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::invalid(faults)) }
}

/// What a proposal lacks, with who owes it.
fn lacks(one: &LackingProposal) -> FieldError {
    let of = |standing: SheetStanding| {
        let sheets = one.sheets.iter().filter(|sheet| sheet.standing == standing);
        let names: Vec<&str> = sheets.map(|sheet| sheet.name.as_str()).collect();
        if names.is_empty() { "–".to_owned() } else { names.join(", ") }
    };
    FieldError::new("without", PROPOSAL_LACKS_SHEETS)
        .with("number", &one.number)
        .with("found", one.found)
        .with("wanted", one.wanted)
        .with("complete", of(SheetStanding::Complete))
        .with("begun", of(SheetStanding::Begun))
        .with("open", of(SheetStanding::NotBegun))
}

/// What the interview of a proposal lacks, and what can be done.
fn lacks_interview(one: &LackingInterview) -> FieldError {
    let code = match one.standing {
        InterviewStanding::NotPlanned => INTERVIEW_NOT_PLANNED,
        InterviewStanding::Unattended => INTERVIEW_UNATTENDED,
        InterviewStanding::SheetsLacking => INTERVIEW_LACKS_SHEETS,
        InterviewStanding::Missed => INTERVIEW_MISSED_EARLY,
    };
    let waits = if one.waits_for.is_empty() { "–".to_owned() } else { one.waits_for.join(", ") };
    FieldError::new("without", code)
        .with("number", &one.number)
        .with("found", one.found)
        .with("wanted", one.wanted)
        .with("waits", waits)
}

/// Why nothing could be computed, in the reader's language, with the proposal or the limit named.
/// The field says where the fault is: a proposal by its number, or a field of the call. `None` if a
/// document has no JSON form, which only a bug of this program can cause.
pub fn refusal(fault: &ComputeFault) -> Option<Refusal> {
    let error = match fault {
        ComputeFault::Ranking(fault) => of_ranking(fault),
        ComputeFault::Quota(fault) => of_quota(fault),
        ComputeFault::Model(fault) => of_model(fault),
        ComputeFault::Json(_) => return None,
    };
    Some(Refusal { errors: vec![error], ..Refusal::new(CANNOT_COMPUTE) })
}

fn of_proposal(number: &str, code: crate::kernel::errors::Code) -> FieldError {
    FieldError::new(format!("proposals.{number}"), code).with("number", number)
}

fn of_ranking(fault: &RankingFault) -> FieldError {
    match fault {
        RankingFault::Duplicate { id } => of_proposal(id, RANKED_TWICE),
        RankingFault::UnknownCriterion { criterion } => {
            let error = FieldError::new("ranking.tie_breaks", RANKING_CRITERION_MISSING);
            error.with("criterion", criterion)
        }
        RankingFault::WrongSheet { id, found, expected } => {
            of_proposal(id, SHEET_OF_OTHER_RUBRIC).with("found", found).with("expected", expected)
        }
        RankingFault::TooLarge { id } => of_proposal(id, TOTALS_TOO_LARGE),
    }
}

fn of_quota(fault: &InputFault) -> FieldError {
    match fault {
        InputFault::Empty => FieldError::new("proposals", NO_CANDIDATES),
        InputFault::Duplicate { id } => of_proposal(id, RANKED_TWICE),
        InputFault::NoClass { id, family } => of_proposal(id, CLASS_MISSING).with("family", family),
        InputFault::NoSeats => FieldError::new("seats", SEATS_MISSING),
        InputFault::ZeroCap { family, class } => {
            let name = class.as_ref().map_or_else(String::new, |class| format!(" {class}"));
            FieldError::new("limits", CAP_OF_ZERO).with("limit", format!("{family}{name}"))
        }
        InputFault::Contradiction => FieldError::new("limits", LOOK_AHEAD_CONTRADICTS),
        InputFault::TooHard { cases } => {
            FieldError::new("limits", LOOK_AHEAD_GAVE_UP).with("cases", cases)
        }
    }
}

/// The model numbers proposals by place, from 0.
fn of_model(fault: &ScoresError) -> FieldError {
    let at = |proposal: &usize, code| {
        let path = format!("places[{proposal}]");
        FieldError::new(path, code).with("place", proposal.saturating_add(1))
    };
    match fault {
        ScoresError::Empty => FieldError::new("proposals", NO_CANDIDATES),
        ScoresError::Unscored { proposal } => at(proposal, SHEETS_MISSING),
        ScoresError::Duplicate { proposal, .. } => at(proposal, SHEET_TWICE),
        ScoresError::OutOfRange { proposal, .. } => at(proposal, SHEET_OUT_OF_RANGE),
    }
}

/// The numbers of the proposals on which a sheet is counted of somebody who is in conflict with them.
pub fn counting_conflicts(
    inputs: &Inputs,
    recorded: &BTreeSet<(ProposalId, UserId)>,
) -> Vec<String> {
    let counts = |one: &&ScoredProposal| {
        let interview = one.interview.iter().flat_map(|found| &found.sheets);
        let panelists = interview.map(|sheet| &sheet.panelist);
        let mut people = one.sheets.iter().map(|sheet| &sheet.reviewer).chain(panelists);
        people.any(|person| recorded.contains(&(one.id.clone(), person.clone())))
    };
    inputs.proposals.iter().filter(counts).map(|one| one.number.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::reviews::LackingSheet;
    use crate::kernel::ids::AssignmentId;
    use crate::kernel::language::Language;

    fn lacking(number: &str) -> LackingProposal {
        let sheet = LackingSheet {
            assignment: AssignmentId::new().unwrap(),
            reviewer: UserId::new().unwrap(),
            name: "Rina".to_owned(),
            standing: SheetStanding::Complete,
            awaited_until: None,
        };
        LackingProposal {
            proposal: ProposalId::new().unwrap(),
            number: number.to_owned(),
            found: 2,
            wanted: 3,
            sheets: vec![sheet],
        }
    }

    fn faults(lacking: &[LackingProposal], without: &[&str], reason: &str) -> Vec<&'static str> {
        let lacking = Lacking { sheets: lacking.to_vec(), interviews: Vec::new() };
        let without = without.iter().map(|number| (*number).to_owned()).collect();
        let new = NewRun { without, reason: reason.to_owned() };
        let refusal = check_left_out(&lacking, &new).err();
        let errors = refusal.into_iter().flat_map(|refusal| refusal.errors);
        errors.map(|fault| fault.code.name).collect()
    }

    #[test]
    fn exactly_what_lacks_sheets_is_named_with_a_reason() {
        let (two, reason) =
            ([lacking("A"), lacking("B")], "Penilainya wafat; tidak ada pengganti.");
        let none: [&str; 0] = [];
        assert_eq!(faults(&[], &[], ""), none);
        assert_eq!(faults(&two, &["B", "A"], reason), none);
        assert_eq!(faults(&two, &[], reason), ["proposal_lacks_sheets"; 2]);
        assert_eq!(faults(&two, &["A"], reason), ["proposal_lacks_sheets"]);
        assert_eq!(faults(&two, &["A", "B"], "Tanpa."), ["left_out_without_reason"]);
        assert_eq!(faults(&two, &["A", "B", "C"], reason), ["lacks_no_sheets"]);
        assert_eq!(faults(&[], &["A"], reason), ["lacks_no_sheets"]);
    }

    #[test]
    fn a_fault_names_its_proposal_in_both_languages() {
        let fault = RankingFault::WrongSheet { id: "TB-2026-0007".into(), found: 3, expected: 5 };
        let problem = refusal(&fault.into()).unwrap();
        assert_eq!(problem.code, CANNOT_COMPUTE);
        let error = &problem.errors[0];
        assert_eq!(error.field, "proposals.TB-2026-0007");
        for language in Language::ALL {
            let said = language.message(error.code, &error.arguments);
            for part in ["TB-2026-0007", "3", "5"] {
                assert!(said.contains(part), "{said}");
            }
        }
    }

    #[test]
    fn a_zero_cap_and_a_double_sheet_are_told_where_they_are() {
        let cap = InputFault::ZeroCap { family: "unit".into(), class: Some("U1".into()) };
        let error = refusal(&cap.into()).unwrap().errors.remove(0);
        assert_eq!((error.code, error.arguments[0].1.as_str()), (CAP_OF_ZERO, "unit U1"));
        let twice = ScoresError::Duplicate { proposal: 4, reviewer: 0 };
        let error = refusal(&twice.into()).unwrap().errors.remove(0);
        assert_eq!((error.code, error.arguments[0].1.as_str()), (SHEET_TWICE, "5"));
    }

    #[test]
    fn a_sheet_counts_no_more_for_whose_conflict_is_recorded_with_that_very_proposal() {
        let (rina, budi) = (UserId::new().unwrap(), UserId::new().unwrap());
        let sheet = |reviewer: &UserId| crate::features::selection::CountedSheet {
            reviewer: reviewer.clone(),
            total: 1,
            scores: std::collections::BTreeMap::new(),
            first: None,
        };
        let proposal = |number: &str, reviewers: &[&UserId]| ScoredProposal {
            id: ProposalId::new().unwrap(),
            number: number.to_owned(),
            level: "S2".to_owned(),
            unit: crate::kernel::ids::UnitCode::new("U"),
            unit_kind: "balai".to_owned(),
            region: "Jawa".to_owned(),
            remote: false,
            problem: "M-001".to_owned(),
            earlier_awards: 0,
            cost: None,
            sheets: reviewers.iter().map(|one| sheet(one)).collect(),
            interview: None,
        };
        let proposals = vec![proposal("A", &[&rina, &budi]), proposal("B", &[&rina])];
        let ids: Vec<ProposalId> = proposals.iter().map(|one| one.id.clone()).collect();
        let inputs = Inputs {
            call: crate::kernel::ids::CallId::new().unwrap(),
            rules_hash: String::new(),
            tie_seed: String::new(),
            proposals,
            tie_votes: Vec::new(),
        };
        let found = |pairs: &[(usize, &UserId)]| {
            let pairs = pairs.iter().map(|(at, user)| (ids[*at].clone(), (*user).clone()));
            counting_conflicts(&inputs, &pairs.collect())
        };
        let none: [&str; 0] = [];
        assert_eq!(found(&[]), none);
        assert_eq!(found(&[(1, &budi)]), none);
        assert_eq!(found(&[(0, &budi)]), ["A"]);
        assert_eq!(found(&[(0, &rina), (1, &rina)]), ["A", "B"]);
    }
}
