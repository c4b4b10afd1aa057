//! Which calls the demo has, and how far each has come: there is something to do for everybody.

use crate::kernel::clock::Timestamp;

/// Where an edition's story ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Until {
    /// Candidates write; documents and signatures are missing.
    Open,
    /// Verifiers are at it.
    Screening,
    /// Some sheets are handed in, some are drafts, some not begun.
    Review,
    /// A first ranking is there.
    Plenary,
    /// The result is announced; one has objected, the others still can.
    Announced,
    /// Seats are on offer.
    Offered,
    /// Seats were accepted long ago; what came of them is told in `past`.
    Followed,
}

/// One call.
#[derive(Debug)]
pub(super) struct Edition {
    /// After the year, in the call's code.
    pub(super) code: &'static str,
    /// After the year, in the title, in both languages.
    pub(super) title: (&'static str, &'static str),
    /// Days by which it runs later than the one in its plenary.
    pub(super) later: i64,
    pub(super) seats: u32,
    pub(super) budget: Option<u64>,
    pub(super) until: Until,
    /// Who writes here; the plenary's call has everybody else.
    candidates: &'static [&'static str],
}

/// The one whom a visitor plays.
pub(super) const FIRST_REVIEWER: &str = "reviewer1";

/// The panel of the call in review: as many as there are sheets on a proposal, so that each has all.
const SMALL_PANEL: [&str; 3] = [FIRST_REVIEWER, "reviewer2", "reviewer3"];

impl Edition {
    pub(super) fn seats_reviewer(&self, reviewer: &str) -> bool {
        !matches!(self.until, Until::Review | Until::Followed) || SMALL_PANEL.contains(&reviewer)
    }

    /// The newest call has an integrity pact.
    pub(super) fn has_pact(&self) -> bool {
        self.until == Until::Open
    }

    /// The year in its code and title: this year's, unless it was long ago.
    pub(super) fn year(&self, now: Timestamp) -> i32 {
        let days = if self.until == Until::Followed { self.later } else { 0 };
        now.plus_days(days).year_in_jakarta()
    }

    pub(super) fn takes(&self, candidate: &str) -> bool {
        if self.until == Until::Plenary {
            EDITIONS.iter().all(|edition| !edition.candidates.contains(&candidate))
        } else {
            self.candidates.contains(&candidate)
        }
    }
}

/// Oldest first.
pub(super) static EDITIONS: [Edition; 8] = [
    Edition {
        code: "",
        title: ("", ""),
        later: -2050,
        seats: 7,
        budget: None,
        until: Until::Followed,
        candidates: &["p01", "p02", "p03", "p04", "p05", "p06", "p07", "p08"],
    },
    Edition {
        code: "",
        title: ("", ""),
        later: -430,
        seats: 4,
        budget: None,
        until: Until::Followed,
        candidates: &["p09", "p10", "p11", "p12"],
    },
    Edition {
        code: "-G1",
        title: (", gelombang pertama", ", first round"),
        later: -20,
        seats: 1,
        budget: None,
        until: Until::Offered,
        candidates: &["c21", "c15"],
    },
    Edition {
        code: "-G2",
        title: (", gelombang kedua", ", second round"),
        later: -14,
        seats: 2,
        budget: None,
        until: Until::Announced,
        candidates: &["c04", "c19", "c20", "c28"],
    },
    Edition {
        code: "",
        title: ("", ""),
        later: 0,
        // Six are clearly above; the line runs through the close pair.
        seats: 7,
        budget: Some(6_600_000_000),
        until: Until::Plenary,
        candidates: &[],
    },
    Edition {
        code: "-G3",
        title: (", gelombang ketiga", ", third round"),
        later: 12,
        seats: 1,
        budget: None,
        until: Until::Review,
        candidates: &["c09", "c31", "c23"],
    },
    Edition {
        code: "-G4",
        title: (", gelombang keempat", ", fourth round"),
        later: 29,
        seats: 1,
        budget: None,
        until: Until::Screening,
        candidates: &["c11", "c22", "c29"],
    },
    Edition {
        code: "-G5",
        title: (", gelombang kelima", ", fifth round"),
        later: 45,
        seats: 2,
        budget: None,
        until: Until::Open,
        candidates: &["c40"],
    },
];
