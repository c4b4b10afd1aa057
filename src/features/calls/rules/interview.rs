//! Checks the interviews of a call: at most 30 of 100, three panelists, questions that the rubric can score. Pure.

use super::text;
use super::{
    INTERVIEW_BEYOND_ANNOUNCEMENT, INTERVIEW_PERCENT, INTERVIEW_QUESTION_WEIGHTLESS,
    INTERVIEW_WITH_LOT, UNKNOWN_CRITERION, range,
};
use crate::features::calls::{
    Definition, INTERVIEW_PERCENT_MOST, Interview, PANELISTS_LEAST, Question,
};
use crate::kernel::errors::{FieldError, common::field};

const PANELISTS_MOST: u32 = 9;
const MINUTES_LEAST: u32 = 10;
const MINUTES_MOST: u32 = 240;
const QUESTIONS_MOST: usize = 20;
const DAYS_MOST: u32 = 90;

/// Every fault of the interviews; none where the call has none.
pub(super) fn check(definition: &Definition) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let Some(interview) = &definition.interview else { return faults };
    let Interview { percent, panelists, minutes, days_after_review, questions, .. } = interview;
    if !(1..=INTERVIEW_PERCENT_MOST).contains(percent) {
        let fault = FieldError::new("interview.percent", INTERVIEW_PERCENT);
        faults.push(fault.with("maximum", INTERVIEW_PERCENT_MOST));
    }
    range("interview.panelists", *panelists, PANELISTS_LEAST, PANELISTS_MOST, &mut faults);
    range("interview.minutes", *minutes, MINUTES_LEAST, MINUTES_MOST, &mut faults);
    range("interview.days_after_review", *days_after_review, 0, DAYS_MOST, &mut faults);
    let calendar = &definition.calendar;
    let end = calendar.review_ends_at.plus_days(i64::from(*days_after_review));
    if end >= calendar.announcement_at && *days_after_review > 0 {
        let fault = FieldError::new("interview.days_after_review", INTERVIEW_BEYOND_ANNOUNCEMENT);
        faults.push(fault.with("instant", calendar.announcement_at));
    }
    if questions.is_empty() {
        faults.push(FieldError::new("interview.questions", field::REQUIRED));
    } else if questions.len() > QUESTIONS_MOST {
        let fault = FieldError::new("interview.questions", field::OUT_OF_RANGE);
        faults.push(fault.with("minimum", 1).with("maximum", QUESTIONS_MOST));
    }
    for (index, question) in questions.iter().enumerate() {
        check_question(&format!("interview.questions[{index}]"), question, definition, &mut faults);
    }
    text::unique(
        questions.iter().map(|question| question.code.as_str()),
        |index| format!("interview.questions[{index}].code"),
        &mut faults,
    );
    // The lot draws among those whom the model finds too close to call, and the model reads documents only.
    if definition.uncertainty.zone_lot {
        faults.push(FieldError::new("uncertainty.zone_lot", INTERVIEW_WITH_LOT));
    }
    faults
}

fn check_question(
    at: &str,
    question: &Question,
    definition: &Definition,
    faults: &mut Vec<FieldError>,
) {
    text::one(&format!("{at}.code"), &question.code, text::CODE_MOST, faults);
    text::bilingual(&format!("{at}.text"), &question.text, text::ANCHOR_MOST, faults);
    let path = format!("{at}.criterion");
    match question.measured_by(&definition.rubric) {
        None => {
            let fault = FieldError::new(path, UNKNOWN_CRITERION);
            faults.push(fault.with("criterion", &question.criterion));
        }
        Some(criterion) if criterion.weight == 0 => {
            let fault = FieldError::new(path, INTERVIEW_QUESTION_WEIGHTLESS);
            faults.push(fault.with("criterion", &question.criterion));
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{definition, names};
    use super::*;
    use crate::features::calls::{AbsentRule, Bilingual};
    use crate::kernel::canonical;

    fn with(change: impl FnOnce(&mut Definition, &mut Interview)) -> Vec<(String, &'static str)> {
        let mut definition = definition();
        let words = || Bilingual { id: "Apa?".to_owned(), en: "What?".to_owned() };
        let question = |code: &str, criterion: &str| Question {
            code: code.to_owned(),
            text: words(),
            criterion: criterion.to_owned(),
        };
        let mut interview = Interview {
            percent: 30,
            panelists: 3,
            minutes: 30,
            days_after_review: 3,
            absent: AbsentRule::NotRanked,
            questions: vec![question("W1", "K1"), question("W2", "K1")],
        };
        change(&mut definition, &mut interview);
        definition.interview = Some(interview);
        names(check(&definition))
    }

    #[test]
    fn a_sound_interview_has_no_fault_and_more_than_thirty_is_one() {
        assert_eq!(with(|_, _| {}), []);
        for percent in [0, 31, 100] {
            let found = with(|_, one| one.percent = percent);
            assert_eq!(found, [("interview.percent".to_owned(), "interview_percent")]);
        }
    }

    #[test]
    fn two_panelists_no_question_and_an_end_after_the_announcement_are_named() {
        let found = with(|_, one| {
            one.panelists = 2;
            one.days_after_review = 80;
            one.questions.clear();
        });
        let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(
            fields,
            ["interview.panelists", "interview.days_after_review", "interview.questions"]
        );
    }

    #[test]
    fn a_question_is_of_a_criterion_that_weighs_something_and_no_code_stands_twice() {
        let found = with(|definition, one| {
            one.questions[0].criterion = "K9".to_owned();
            one.questions[1].code = "W1".to_owned();
            definition.rubric.criteria[0].weight = 0;
        });
        let codes: Vec<&str> = found.iter().map(|(_, code)| *code).collect();
        assert_eq!(codes, ["unknown_criterion", "interview_question_weightless", "duplicate"]);
    }

    #[test]
    fn the_lot_of_the_zone_does_not_go_with_interviews() {
        let found = with(|definition, _| definition.uncertainty.zone_lot = true);
        assert_eq!(found, [("uncertainty.zone_lot".to_owned(), "interview_with_lot")]);
    }

    #[test]
    fn a_call_without_interviews_has_the_bytes_it_always_had() {
        let json = canonical::json(&definition()).unwrap();
        assert!(!json.contains("interview"));
    }
}
