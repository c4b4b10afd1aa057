//! The sets of phases in which grants of the table hold.

use super::Phase::{
    self, Announced, Cancelled, Closed, Open, Plenary, Review, Scheduled, Screening,
};

pub(super) const OPEN_ONLY: &[Phase] = &[Open];
pub(super) const SCREENING_ONLY: &[Phase] = &[Screening];
pub(super) const REVIEW_ONLY: &[Phase] = &[Review];
pub(super) const PLENARY_ONLY: &[Phase] = &[Plenary];
pub(super) const RECONCILING: &[Phase] = &[Review, Plenary];
pub(super) const BEFORE_REVIEW_ENDS: &[Phase] = &[Screening, Review];
/// From when others see what was handed in to the end of the time for objections.
pub(super) const WHILE_JUDGED: &[Phase] = &[Screening, Review, Plenary, Announced];
pub(super) const BEFORE_ANNOUNCEMENT: &[Phase] = &[Open, Screening, Review, Plenary];
pub(super) const FROM_OPEN: &[Phase] =
    &[Open, Screening, Review, Plenary, Announced, Closed, Cancelled];
pub(super) const FROM_SCREENING: &[Phase] = &[Screening, Review, Plenary, Announced, Closed];
pub(super) const FROM_REVIEW: &[Phase] = &[Review, Plenary, Announced, Closed];
pub(super) const FROM_PLENARY: &[Phase] = &[Plenary, Announced, Closed];
pub(super) const FROM_ANNOUNCED: &[Phase] = &[Announced, Closed];
pub(super) const PUBLISHED: &[Phase] =
    &[Scheduled, Open, Screening, Review, Plenary, Announced, Closed, Cancelled];
pub(super) const EXTENSIBLE: &[Phase] = &[Scheduled, Open, Screening, Review, Plenary, Announced];
/// A phase has ended, and nothing is announced.
pub(super) const REOPENABLE: &[Phase] = &[Screening, Review, Plenary];
/// To the administrative results before the review, to the announced one after it.
pub(super) const OBJECTING: &[Phase] = &[Screening, Announced];
pub(super) const CLOSED_ONLY: &[Phase] = &[Closed];
