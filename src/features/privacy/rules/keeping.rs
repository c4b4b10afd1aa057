//! Who is due for erasure at an instant, and why the others are not. Pure.

use crate::kernel::clock::Timestamp;
use crate::kernel::ids::UserId;
use crate::text_enum;
use chrono::{DateTime, Months};
use serde::Serialize;

text_enum! {
    /// A class of documents with its own retention period.
    #[schema(as = RetentionClass)]
    pub enum Class {
        Account = "account",
        Draft = "draft",
        Withdrawn = "withdrawn",
        Ineligible = "ineligible",
        NotSelected = "not_selected",
        Selected = "selected",
        Objection = "objection",
        /// Verifying, assessing, deciding about others.
        Work = "work",
        Letters = "letters",
    }
}

/// The retention period of a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RetentionPeriod)]
pub struct Period {
    pub class: Class,
    pub months: u32,
    /// Ends when a request for erasure is granted.
    pub on_request: bool,
    /// Whether the agency has confirmed it; otherwise it is a proposal.
    pub confirmed: bool,
    pub source: String,
}

/// All retention periods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = RetentionPeriods)]
pub struct Periods {
    /// How long a seat is followed after its acceptance.
    pub award_followed_months: u32,
    pub award_source: String,
    /// How long the log of reads is kept.
    pub readings_months: u32,
    pub readings_source: String,
    pub classes: Vec<Period>,
}

/// An offered seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    Offered,
    AcceptedAt(Timestamp),
}

/// The facts of a proposal that matter for retention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The class by its state; a proposal that passed verification counts as not selected until a
    /// seat is accepted.
    pub class: Class,
    /// `None` while the call is running or under revision.
    pub call_over_at: Option<Timestamp>,
    pub seat: Option<Seat>,
    pub objection_open: bool,
    pub last_ruling_at: Option<Timestamp>,
}

/// Everything that decides about one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub user: UserId,
    pub last_used_at: Timestamp,
    /// Whether they have a role other than candidate.
    pub on_duty: bool,
    pub written: Vec<Written>,
    /// When each call ended in which they verified, assessed or decided.
    pub worked: Vec<Option<Timestamp>>,
    pub last_letter_at: Option<Timestamp>,
    /// Whether they asked for erasure and it was granted.
    pub granted: bool,
}

/// Why a person is not erased yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = RetentionHold)]
pub enum Hold {
    OnDuty,
    CallRunning,
    ObjectionOpen,
    SeatOffered,
    SeatFollowed { until: Timestamp },
    Kept { class: Class, until: Timestamp },
}

impl Hold {
    pub fn name(self) -> &'static str {
        match self {
            Self::OnDuty => "on_duty",
            Self::CallRunning => "call_running",
            Self::ObjectionOpen => "objection_open",
            Self::SeatOffered => "seat_offered",
            Self::SeatFollowed { .. } => "seat_followed",
            Self::Kept { .. } => "kept",
        }
    }

    pub fn until(self) -> Option<Timestamp> {
        match self {
            Self::SeatFollowed { until } | Self::Kept { until, .. } => Some(until),
            _ => None,
        }
    }
}

impl Periods {
    fn end(&self, class: Class, from: Timestamp, granted: bool) -> Timestamp {
        let period = self.classes.iter().find(|period| period.class == class);
        match period {
            Some(period) if granted && period.on_request => from,
            Some(period) => plus_months(from, period.months),
            // Cannot happen with periods read from a file; never a reason to erase.
            None => Timestamp::from_micros(i64::MAX),
        }
    }

    /// What holds this person now, each reason once, sorted; empty if they are due.
    pub fn holds(&self, history: &History, now: Timestamp) -> Vec<Hold> {
        let mut holds = Vec::new();
        if history.on_duty {
            holds.push(Hold::OnDuty);
        }
        let mut kept: Vec<(Class, Timestamp)> = vec![(Class::Account, history.last_used_at)];
        kept.extend(history.last_letter_at.map(|at| (Class::Letters, at)));
        for written in &history.written {
            self.hold_written(written, now, (&mut holds, &mut kept));
        }
        for over_at in &history.worked {
            match over_at {
                Some(at) => kept.push((Class::Work, *at)),
                None => holds.push(Hold::CallRunning),
            }
        }
        for (class, from) in kept {
            let until = self.end(class, from, history.granted);
            if until > now {
                holds.push(Hold::Kept { class, until });
            }
        }
        longest_of_each(holds)
    }

    fn hold_written(
        &self,
        written: &Written,
        now: Timestamp,
        (holds, kept): (&mut Vec<Hold>, &mut Vec<(Class, Timestamp)>),
    ) {
        if written.objection_open {
            holds.push(Hold::ObjectionOpen);
        }
        kept.extend(written.last_ruling_at.map(|at| (Class::Objection, at)));
        let Some(over_at) = written.call_over_at else {
            holds.push(Hold::CallRunning);
            return;
        };
        match written.seat {
            Some(Seat::Offered) => holds.push(Hold::SeatOffered),
            Some(Seat::AcceptedAt(at)) => {
                let until = plus_months(at, self.award_followed_months);
                if until > now {
                    holds.push(Hold::SeatFollowed { until });
                }
                kept.push((Class::Selected, until));
            }
            None => kept.push((written.class, over_at)),
        }
    }
}

/// For each class the hold that lasts longest.
fn longest_of_each(mut holds: Vec<Hold>) -> Vec<Hold> {
    let kind = |hold: &Hold| match hold {
        Hold::Kept { class, .. } => (hold.name(), Some(*class)),
        _ => (hold.name(), None),
    };
    holds.sort_unstable_by(|one, other| other.cmp(one));
    holds.dedup_by_key(|hold| kind(hold));
    holds.reverse();
    holds
}

/// Adds calendar months; uses the last day of a month that is too short.
fn plus_months(from: Timestamp, months: u32) -> Timestamp {
    let moved = DateTime::from_timestamp_micros(from.micros())
        .and_then(|at| at.checked_add_months(Months::new(months)));
    moved.map_or(Timestamp::from_micros(i64::MAX), |at| {
        Timestamp::from_micros(at.timestamp_micros())
    })
}

#[cfg(test)]
mod tests;
