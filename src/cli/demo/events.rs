//! What happened after a seat was accepted long ago, as `config/demo/past.toml` tells it. Every `ago` and `until` is a
//! number of days before today.

use crate::features::impact::Consent;
use crate::features::studies::{Cause, PaperKind, Side, Step};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Event {
    pub(super) ago: i64,
    #[serde(flatten)]
    pub(super) act: Act,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub(super) enum Act {
    Accept,
    /// The candidate lets others read the proposal.
    Share {
        consent: Consent,
    },
    /// The proof of admission; the secretariat accepts it two days later, unless it still waits.
    Proof {
        #[serde(default)]
        waits: bool,
    },
    /// Accepted two days later.
    Diploma,
    /// Of the secretariat.
    Paper {
        kind: PaperKind,
    },
    /// The study begins ten days later.
    Begin {
        months: u32,
        released: bool,
    },
    /// One milestone at the end of each period; the owner unit agrees two days later.
    Plan,
    Mentor {
        who: String,
    },
    Extension {
        months: u32,
        #[serde(flatten)]
        request: Wanted,
    },
    Deferral {
        until: i64,
        #[serde(flatten)]
        request: Wanted,
    },
    Programme {
        university: String,
        programme: String,
        country: String,
        #[serde(flatten)]
        request: Wanted,
    },
    Step {
        step: Step,
        reason: String,
        cause: Option<Cause>,
        until: Option<i64>,
        consequence: Option<String>,
    },
    Return {
        placement: String,
        carried_by: Option<String>,
    },
}

/// Why something is asked for, and which sides have agreed so far, two days apart.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    pub(super) reason: String,
    pub(super) agreed: Vec<Side>,
}
