//! What becomes of interviews when what they rest on falls away: a proposal that leaves the review, a panelist in conflict
//! or gone. The features in which that happens come before `interviews`, so it stands below them; `interviews` plans and
//! shows. Each happens in the act that causes it, so that nobody waits in a room.

mod actions;
pub mod letters;
mod store;

pub use actions::{
    call_ended, conflict_came_up, conflict_is_gone, counts_again, panelist_left, proposal_left,
};
pub use letters::Meeting;
pub use store::remove_panelist;

use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{InterviewId, ProposalId, UserId};
use crate::text_enum;

text_enum! {
    /// Why an interview is not held, or somebody is off its panel, by another act than planning.
    pub enum Why {
        Withdrawn = "withdrawn",
        /// Minutes let something of the proposal change, and it is verified anew.
        VerifiedAnew = "verified_anew",
        CallCancelled = "call_cancelled",
        Conflict = "conflict",
        LeftPanel = "left_panel",
        /// Without an account or the role any more.
        CannotSit = "cannot_sit",
    }
}

impl Why {
    /// As it is kept with the interview, in the language of the agency. Letters say it in their reader's.
    fn kept(self) -> &'static str {
        match self {
            Self::Withdrawn => "Usulan ditarik oleh calon.",
            Self::VerifiedAnew => "Usulan diverifikasi ulang.",
            Self::CallCancelled => "Seleksi dibatalkan.",
            Self::Conflict => "Benturan kepentingan tercatat.",
            Self::LeftPanel => "Tidak lagi menjadi anggota panel seleksi.",
            Self::CannotSit => "Akun atau peran penilai tidak aktif lagi.",
        }
    }

    /// The words of a letter.
    fn words(self) -> String {
        format!("interview-why-{}", self.name().replace('_', "-"))
    }
}

/// An interview that is planned or was held.
struct Sitting {
    id: InterviewId,
    proposal: ProposalId,
    number: String,
    starts_at: Timestamp,
    ends_at: Timestamp,
    place: String,
    revision: i32,
    is_held: bool,
    /// Who is on its panel, in conflict or not.
    seats: Vec<Seat>,
}

struct Seat {
    user: UserId,
    handed_in: bool,
}

impl Sitting {
    fn seat_of(&self, user: &UserId) -> Option<&Seat> {
        self.seats.iter().find(|seat| &seat.user == user)
    }

    fn meeting(&self) -> Meeting<'_> {
        Meeting {
            id: &self.id,
            proposal: &self.proposal,
            number: &self.number,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            place: &self.place,
            revision: self.revision,
        }
    }
}
