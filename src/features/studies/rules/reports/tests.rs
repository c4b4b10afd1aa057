//! When reports are due, what they need, and every pair of state and answer.

use super::*;
use crate::features::studies::rules::bond::plus;
use crate::features::studies::rules::tests::{study, taken};
use crate::features::studies::{Obstacle, ObstacleCause, Solution};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn running(state: State) -> Study {
    let (starts_on, ends_on) = (Some(day("2027-09-01")), Some(day("2029-08-31")));
    Study { starts_on, ends_on, ..study(state) }
}

fn on(dues: &[Due], slot: &str) -> Option<NaiveDate> {
    let slot: Slot = slot.parse().unwrap();
    dues.iter().find(|due| due.slot == slot).unwrap().due_on
}

#[test]
fn a_slot_is_read_back_as_it_is_written_and_nothing_else_is_one() {
    for kind in ReportKind::ALL {
        let slot = Slot { kind, part: 12 };
        assert_eq!(slot.to_string().parse(), Ok(slot));
    }
    for text in
        ["", "progress", "progress-", "progress-0", "progress-01", "other-1", "end--1", "end-1 "]
    {
        assert!(text.parse::<Slot>().is_err(), "{text}");
    }
}

#[test]
fn there_is_a_report_for_each_period_one_of_the_end_and_one_for_each_measurement() {
    let rules = AfterAward::default();
    let dues = |study: &Study| -> Vec<String> {
        super::dues(study, &rules, &[]).iter().map(|due| due.slot.to_string()).collect()
    };
    let away = ["progress-1", "progress-2", "progress-3", "progress-4", "end-1"];
    assert_eq!(dues(&running(State::Studying)), away);
    let back = Study { returned_on: Some(day("2029-09-01")), ..running(State::Returned) };
    assert_eq!(dues(&back)[5..], ["impact-1", "impact-2", "impact-3"]);
    // Who came back in the third period owes three, on the day before the return.
    let early = Study { returned_on: Some(day("2028-12-01")), ..running(State::Returned) };
    assert_eq!(dues(&early)[..4], ["progress-1", "progress-2", "progress-3", "end-1"]);
    let found = super::dues(&early, &rules, &[]);
    assert_eq!(on(&found, "progress-3"), Some(day("2028-11-30")));
    assert_eq!(on(&found, "end-1"), Some(day("2028-11-30")));
    for state in State::ALL.into_iter().filter(|state| !owes(*state)) {
        assert_eq!(super::dues(&running(state), &rules, &[]), []);
    }
    assert_eq!(super::dues(&study(State::Admission), &rules, &[]), []);
}

#[test]
fn a_day_in_an_interruption_moves_to_its_end_and_waits_while_it_lasts() {
    let rules = AfterAward::default();
    let interrupted = [taken(Step::Interrupt, "2028-02-01")];
    let found = dues(&running(State::Interrupted), &rules, &interrupted);
    assert_eq!((on(&found, "progress-1"), on(&found, "progress-4")), (None, None));
    let resumed = [taken(Step::Interrupt, "2028-02-01"), taken(Step::Resume, "2028-05-02")];
    let found = dues(&running(State::Studying), &rules, &resumed);
    assert_eq!(on(&found, "progress-1"), Some(day("2028-05-02")));
    assert_eq!(on(&found, "progress-2"), Some(day("2028-08-31")));
    // An interruption that was recorded by mistake moves nothing.
    let corrected = [taken(Step::Interrupt, "2028-02-01"), taken(Step::Correct, "2028-02-02")];
    let found = dues(&running(State::Studying), &rules, &corrected);
    assert_eq!(on(&found, "progress-1"), Some(day("2028-02-29")));
}

#[test]
fn every_pair_of_state_and_answer_is_settled() {
    use ReportState::{Acknowledged, Draft, Returned, Sent};
    let states = [None, Some(Draft), Some(Sent), Some(Returned), Some(Acknowledged)];
    for state in states {
        for verdict in AnswerVerdict::ALL {
            let after = after_answer(state, verdict).ok();
            let expected = match (state, verdict) {
                (None | Some(Draft), _) => None,
                (Some(state), AnswerVerdict::Comment) => Some(state),
                (Some(Sent), AnswerVerdict::Acknowledged) => Some(Acknowledged),
                (Some(Sent | Acknowledged), AnswerVerdict::Returned) => Some(Returned),
                (Some(_), _) => None,
            };
            assert_eq!(after, expected, "{state:?} {verdict}");
        }
        let is_writable = matches!(state, None | Some(Draft | Returned));
        assert_eq!(may_write(state).is_ok(), is_writable, "{state:?}");
    }
}

#[test]
fn a_file_that_was_sent_stays_and_one_that_came_later_goes() {
    let at = Timestamp::from_micros;
    assert!(!is_sent_with(at(5), None));
    assert!(is_sent_with(at(5), Some(at(5))) && is_sent_with(at(5), Some(at(6))));
    assert!(!is_sent_with(at(7), Some(at(6))));
}

#[test]
fn a_reminder_comes_before_then_late_then_to_the_heads() {
    let rules = AfterAward::default();
    let due = day("2028-02-29");
    let at = |text: &str| stage(due, &rules, day(text));
    assert_eq!(at("2028-02-14"), None);
    assert_eq!(at("2028-02-15"), Some(Stage::Before));
    assert_eq!(at("2028-02-29"), Some(Stage::Before));
    assert_eq!(at("2028-03-01"), None);
    assert_eq!(at("2028-03-07"), Some(Stage::Late));
    assert_eq!(at("2028-03-29"), Some(Stage::Late));
    assert_eq!(at("2028-03-30"), Some(Stage::VeryLate));
}

fn milestone(due_on: &str) -> Milestone {
    Milestone { due_on: day(due_on), activity: "Uji".into(), output: "Laporan".into() }
}

fn told(one: &Milestone, outcome: Option<MilestoneOutcome>) -> MilestoneReport {
    let evidence = "Foto dan berita acara".into();
    MilestoneReport { due_on: one.due_on, activity: one.activity.clone(), outcome, evidence }
}

#[test]
fn what_is_late_is_told_of_again_and_what_is_done_or_dropped_is_not() {
    let plan = [milestone("2028-01-31"), milestone("2028-02-29"), milestone("2028-08-31")];
    let of = |earlier: &[MilestoneReport], until: &str| -> Vec<NaiveDate> {
        expected(&plan, earlier, day(until)).iter().map(|one| one.due_on).collect()
    };
    assert_eq!(of(&[], "2028-02-29"), [day("2028-01-31"), day("2028-02-29")]);
    let earlier = [
        told(&plan[0], Some(MilestoneOutcome::Late)),
        told(&plan[1], Some(MilestoneOutcome::Done)),
    ];
    assert_eq!(of(&earlier, "2028-08-31"), [day("2028-01-31"), day("2028-08-31")]);
    let dropped = [told(&plan[0], Some(MilestoneOutcome::Dropped))];
    assert_eq!(of(&dropped, "2028-02-29"), [day("2028-02-29")]);
}

#[test]
fn what_a_report_needs_is_told_at_its_fields() {
    let fields = |kind, text: &ReportText, expected: &[Milestone]| -> Vec<String> {
        missing(kind, text, expected).into_iter().map(|fault| fault.field).collect()
    };
    let nothing = ReportText::default();
    let plan = [milestone("2028-02-29")];
    assert_eq!(fields(ReportKind::Progress, &nothing, &plan), ["grades", "milestones"]);
    assert_eq!(fields(ReportKind::End, &nothing, &[]), ["grades", "result"]);
    assert_eq!(fields(ReportKind::Impact, &nothing, &[]), ["used"]);
    // Nothing was put to use, and the report says why.
    let cause = Some(ObstacleCause::NoBudget);
    let why = Obstacle { cause, words: "Anggaran dialihkan".into() };
    let said = ReportText { obstacles: vec![why], ..ReportText::default() };
    assert_eq!(fields(ReportKind::Impact, &said, &[]), [""; 0]);
    let used = Solution { kind: None, words: String::new(), replicated: String::new() };
    let said = ReportText { used: vec![used], ..ReportText::default() };
    assert_eq!(fields(ReportKind::Impact, &said, &[]), ["used[0].kind", "used[0].words"]);
    let milestones = vec![MilestoneReport { evidence: " ".into(), ..told(&plan[0], None) }];
    let said = ReportText { grades: "IPK 3,7".into(), milestones, ..ReportText::default() };
    let holes = ["milestones[0].outcome", "milestones[0].evidence"];
    assert_eq!(fields(ReportKind::Progress, &said, &plan), holes);
    // What belongs to another kind, and a milestone that is in no plan, is no part of it.
    let said = ReportText { result: "Selesai".into(), ..said };
    let misplaced: Vec<String> = super::misplaced(ReportKind::Progress, &said, &[])
        .into_iter()
        .map(|fault| fault.field)
        .collect();
    assert_eq!(misplaced, ["result", "milestones[0].activity"]);
}

proptest! {
    /// However long the study and its periods are: the periods follow each other without a gap, each report is due on
    /// the last day that it is about, and the last on the last day of the study.
    #[test]
    fn reports_cover_the_study(months in 1_u32..72, period in 1_u32..13, cut in 0_u64..2000) {
        let rules = AfterAward { period_months: period, ..AfterAward::default() };
        let starts_on = day("2027-09-01");
        let ends_on = plus(starts_on, months).unwrap().pred_opt().unwrap();
        let back = starts_on.checked_add_days(Days::new(cut + 1)).unwrap();
        let returned_on = (back <= ends_on).then_some(back);
        let state = if returned_on.is_some() { State::Returned } else { State::Studying };
        let of = Study { starts_on: Some(starts_on), ends_on: Some(ends_on), returned_on, ..study(state) };
        let found = dues(&of, &rules, &[]);
        let progress: Vec<&Due> =
            found.iter().filter(|due| due.slot.kind == ReportKind::Progress).collect();
        let last = returned_on.and_then(|day| day.pred_opt()).unwrap_or(ends_on);
        prop_assert_eq!(progress.first().unwrap().from, starts_on);
        prop_assert_eq!(progress.last().unwrap().until, last);
        for pair in progress.windows(2) {
            prop_assert_eq!(pair[0].until.succ_opt().unwrap(), pair[1].from);
        }
        for due in &progress {
            prop_assert_eq!(due.due_on, Some(due.until));
            prop_assert!(due.from <= due.until);
            prop_assert!(opens_on(due, &rules).unwrap() >= due.from);
        }
    }
}
