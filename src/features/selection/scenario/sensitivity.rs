//! A report for the plenary: who would move if any one reviewer were left out, any weight were
//! slightly different, the calibrated order were used, or there were a seat more or less; and where
//! one more review would help most.

use super::{Case, calibrated, vary};
use crate::features::calls::Bilingual;
use crate::features::selection::calibration::{Advises, ExtraReviewAdvice, calibrate, count};
use crate::features::selection::fault::ComputeFault;
use crate::features::selection::official::Order;
use crate::kernel::ids::{ProposalId, UserId};
use selection_math::model::in_order;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Points by which each weight is changed.
const WEIGHT_CHANGE: i32 = 5;

/// Percent by which a budget is changed.
const BUDGET_CHANGE: i64 = 10;

/// One change to compute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Question {
    /// One reviewer's sheets do not count.
    LeaveOutReviewer { reviewer: UserId },
    /// One weight changed by this many points, the others in proportion.
    Weight { criterion: String, change: i32 },
    /// Calibrated scores instead of raw ones.
    CalibratedOrder,
    /// This many seats more.
    Seats { change: i32 },
    /// This many percent more money.
    Budget { percent: i64 },
}

/// Whether a result depends on details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stability {
    Stable,
    Sensitive,
}

/// The effect of one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Answer {
    #[serde(flatten)]
    pub question: Question,
    /// The question and its answer.
    pub words: Bilingual,
    /// False if it cannot be answered, e.g. because the limits could not be kept.
    pub answered: bool,
    /// Numbers that would get a seat.
    pub moved_in: Vec<String>,
    /// Numbers that would lose theirs.
    pub moved_out: Vec<String>,
}

/// How stable the place of one proposal is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlaceVerdict {
    pub place: u32,
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub selected: bool,
    /// The number of answers, except those about seats and money, in which it would move.
    pub moves: u32,
    /// The number of questions that could be answered, except those about seats and money; it keeps
    /// its place in `asked - moves` of them.
    pub asked: u32,
    pub verdict: Stability,
}

/// How stable a run's result is. More or fewer seats always move somebody, and more or less money
/// may, so those answers do not count in the verdicts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SensitivityReport {
    pub verdict: Stability,
    pub words: Bilingual,
    pub answers: Vec<Answer>,
    /// In order of the ranking.
    pub places: Vec<PlaceVerdict>,
    /// The most useful first; empty if the sheets do not determine it.
    pub extra_reviews: Vec<ExtraReviewAdvice>,
}

/// Computes every question of a case.
///
/// # Errors
/// When the official result itself cannot be computed.
pub fn sensitivity(case: &Case, threads: usize) -> Result<SensitivityReport, ComputeFault> {
    let order = Order::announced(&case.definition, &case.inputs)?;
    let selected = order.selected().unwrap_or_default();
    let questions = questions(case);
    let answers: Vec<Answer> = in_order(questions.len(), threads, |index| {
        questions.get(index).map(|question| answer(case, &order, &selected, question))
    })
    .into_iter()
    .flatten()
    .collect();
    let places = verdicts(&order, &selected, &answers);
    let moving = places.iter().filter(|place| place.verdict == Stability::Sensitive).count();
    let verdict = if moving == 0 { Stability::Stable } else { Stability::Sensitive };
    Ok(SensitivityReport {
        verdict,
        words: in_words(&places),
        extra_reviews: advised(case, &order, threads)?,
        answers,
        places,
    })
}

fn questions(case: &Case) -> Vec<Question> {
    let sheets = case.inputs.proposals.iter().flat_map(|contender| &contender.sheets);
    let reviewers: BTreeSet<&UserId> = sheets.map(|sheet| &sheet.reviewer).collect();
    let mut questions = vec![Question::CalibratedOrder];
    for criterion in &case.definition.rubric.criteria {
        for change in [-WEIGHT_CHANGE, WEIGHT_CHANGE] {
            questions.push(Question::Weight { criterion: criterion.code.clone(), change });
        }
    }
    let leave_out = |reviewer: &UserId| Question::LeaveOutReviewer { reviewer: reviewer.clone() };
    questions.extend(reviewers.into_iter().map(leave_out));
    questions.extend([-1, 1].map(|change| Question::Seats { change }));
    if case.definition.limits.budget.is_some() {
        let changes = [-BUDGET_CHANGE, BUDGET_CHANGE];
        questions.extend(changes.map(|percent| Question::Budget { percent }));
    }
    questions
}

fn answer(
    case: &Case,
    order: &Order<'_>,
    official: &BTreeSet<&str>,
    question: &Question,
) -> Answer {
    let then = selected_then(case, order, question);
    let there: BTreeSet<&str> = then.iter().flatten().map(String::as_str).collect();
    let only = |these: &BTreeSet<&str>, not_those: &BTreeSet<&str>| -> Vec<String> {
        if then.is_none() {
            return Vec::new();
        }
        these.difference(not_those).map(|number| (*number).to_owned()).collect()
    };
    let (moved_in, moved_out) = (only(&there, official), only(official, &there));
    Answer {
        words: question.in_words(then.is_some(), (moved_in.len(), moved_out.len())),
        answered: then.is_some(),
        question: question.clone(),
        moved_in,
        moved_out,
    }
}

/// Who would have a seat; `None` if the question cannot be answered.
fn selected_then(case: &Case, order: &Order<'_>, question: &Question) -> Option<BTreeSet<String>> {
    let changed = match question {
        Question::LeaveOutReviewer { reviewer } => vary::leave_out(case, reviewer)?,
        Question::Weight { criterion, change } => vary::shift_weight(case, criterion, *change)?,
        Question::Seats { change } => {
            let mut changed = case.clone();
            let seats = changed.definition.seats.checked_add_signed(*change);
            changed.definition.seats = seats.filter(|seats| *seats > 0)?;
            changed
        }
        Question::Budget { percent } => vary::shift_budget(case, *percent)?,
        Question::CalibratedOrder => {
            let again = order.again(&case.definition).ok()?;
            let calibrated = calibrated(again, &case.definition, 1);
            return owned(calibrated.ok()?.selected());
        }
    };
    owned(Order::announced(&changed.definition, &changed.inputs).ok()?.selected())
}

fn owned(numbers: Option<BTreeSet<&str>>) -> Option<BTreeSet<String>> {
    numbers.map(|numbers| numbers.into_iter().map(ToOwned::to_owned).collect())
}

fn verdicts(order: &Order<'_>, selected: &BTreeSet<&str>, answers: &[Answer]) -> Vec<PlaceVerdict> {
    let mut moves: BTreeMap<&str, u32> = BTreeMap::new();
    let counts = |one: &&Answer| {
        one.answered && !matches!(one.question, Question::Seats { .. } | Question::Budget { .. })
    };
    let asked = count(answers.iter().filter(counts).count());
    for answer in answers.iter().filter(counts) {
        for number in answer.moved_in.iter().chain(&answer.moved_out) {
            *moves.entry(number.as_str()).or_default() += 1;
        }
    }
    let entries = order.entries.iter();
    entries
        .map(|entry| {
            let number = entry.contender.number.as_str();
            let moves = moves.get(number).copied().unwrap_or(0);
            PlaceVerdict {
                place: entry.ranked.place,
                proposal: entry.contender.id.clone(),
                number: number.to_owned(),
                selected: selected.contains(number),
                moves,
                asked,
                verdict: if moves == 0 { Stability::Stable } else { Stability::Sensitive },
            }
        })
        .collect()
}

/// From the draws, as in the run itself.
fn advised(
    case: &Case,
    order: &Order<'_>,
    threads: usize,
) -> Result<Vec<ExtraReviewAdvice>, ComputeFault> {
    let seed = case.inputs.tie_seed.as_str();
    let (reading, _) = calibrate(&case.definition, order, Advises::FromDraws, (seed, threads))?;
    Ok(reading.extra_reviews)
}

/// In how many of the answered questions, except those about seats and money, the proposals keep
/// their places.
fn in_words(places: &[PlaceVerdict]) -> Bilingual {
    let asked = places.first().map_or(0, |place| place.asked);
    let moving = places.iter().filter(|place| place.moves > 0).count();
    if moving == 0 {
        return Bilingual {
            id: format!(
                "Pada {asked} perubahan kecil (satu penilai tidak dihitung, satu bobot bergeser 5 poin, nilai dikalibrasi) tidak ada yang berpindah."
            ),
            en: format!(
                "Under {asked} small changes (one reviewer left out, one weight moved by 5 points, scores calibrated) nobody moves."
            ),
        };
    }
    let least = places.iter().map(|place| place.asked - place.moves).min().unwrap_or(0);
    let firm = places.len() - moving;
    Bilingual {
        id: format!(
            "Dari {} usulan, {firm} tetap di tempatnya pada semua {asked} perubahan kecil; yang paling lemah tetap pada {least} dari {asked}.",
            places.len()
        ),
        en: format!(
            "Of {} proposals, {firm} keep their place under all {asked} small changes; the least firm keeps it under {least} of {asked}.",
            places.len()
        ),
    }
}

impl Question {
    fn in_words(&self, answered: bool, (moved_in, moved_out): (usize, usize)) -> Bilingual {
        let (id, en) = match self {
            Self::LeaveOutReviewer { .. } => {
                ("Tanpa satu penilai".to_owned(), "Without one reviewer".to_owned())
            }
            Self::Weight { criterion, change } => (
                format!("Bobot {criterion} {change:+} poin"),
                format!("Weight of {criterion} {change:+} points"),
            ),
            Self::CalibratedOrder => {
                ("Urutan terkalibrasi".to_owned(), "Calibrated order".to_owned())
            }
            Self::Seats { change } => (format!("Kursi {change:+}"), format!("Seats {change:+}")),
            Self::Budget { percent } => {
                (format!("Anggaran {percent:+} %"), format!("Budget {percent:+} %"))
            }
        };
        let (id_then, en_then) = match (answered, moved_in + moved_out) {
            (false, _) => ("tidak dapat dijawab".to_owned(), "this cannot be answered".to_owned()),
            (true, 0) => ("tidak ada yang berpindah".to_owned(), "nobody moves".to_owned()),
            (true, _) => (
                format!("{moved_in} masuk, {moved_out} keluar"),
                format!("{moved_in} in, {moved_out} out"),
            ),
        };
        Bilingual { id: format!("{id}: {id_then}."), en: format!("{en}: {en_then}.") }
    }
}
