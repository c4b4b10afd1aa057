//! Everything that can be taken away, one entry each: what it is called, who may take it, in which formats, what
//! must have happened before, whom it tells of, where it is, and what makes it. The routes, the OpenAPI
//! document, the page of a call's exports, the entry on the record and the origin in a workbook are all made
//! from this list. The columns of a table stand with the rows they are made of, in the table's feature.

use crate::features::audit;
use crate::features::breaches;
use crate::features::calls::{self, Call};
use crate::features::decisions::actions::exports;
use crate::features::home::Question;
use crate::features::impact;
use crate::features::studies;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::cx::Cx;
use crate::platform::exports::offered::{AS_IT_IS, Offered, PAPER, TABLE, TABLES};
use crate::platform::exports::{Described, Provenance, Writer, described};
use crate::platform::ledger::Subject;
use crate::platform::typesetting::Paper;

/// Something that can be taken away.
pub(super) struct Export {
    /// Its kind on the record and in the file's name. Its words are `export-<name>` and `export-<name>-line`.
    pub(super) name: &'static str,
    pub(super) permission: Permission,
    /// The address; `{id}` stands for the call.
    pub(super) path: &'static str,
    pub(super) formats: &'static [Offered],
    pub(super) needs: Needs,
    pub(super) tells: Tells,
    /// What the OpenAPI document says it is.
    pub(super) about: &'static str,
    pub(super) source: Source,
}

/// What must have happened in the plenary before there is anything to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    /// Only calls with an integrity pact have it.
    Pact,
    /// A run of a call with interviews.
    InterviewedRun,
    Run,
    Decision,
}

/// Whom it tells of. What would be incomplete for its reader is not made for them: the page says so instead
/// of leading to a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tells {
    /// Nothing of single proposals, or it keeps back itself what its reader may not know.
    Nobody,
    /// Of every proposal.
    Everybody,
    /// What is public once it is announced.
    Announced,
}

/// What reads the rows of a call's table.
type PourOfCall = fn(&mut Cx<'_>, &Call, &mut Writer) -> Result<(), Failure>;
/// What reads the rows of a table that belongs to no call, and says where it comes from.
type Pour = fn(&mut Cx<'_>, &Question, &mut Writer) -> Result<Provenance, Failure>;

/// What makes it.
pub(super) enum Source {
    /// A table of a call.
    OfCall { columns: fn() -> Vec<Described>, pour: PourOfCall },
    /// Every table of a call that exists so far, a sheet each.
    EveryTable,
    /// A paper of a call.
    Paper(Paper),
    /// A table that belongs to no call.
    Whole(Whole),
    /// What is served for other reasons, and can be kept as well. Nothing is noted on the record.
    Elsewhere,
}

/// A table that belongs to no call.
pub(super) struct Whole {
    pub(super) columns: fn() -> Vec<Described>,
    pub(super) pour: Pour,
    pub(super) subject: fn() -> Subject,
    /// In the OpenAPI document.
    pub(super) tag: &'static str,
    pub(super) place: Place,
}

/// Where people find a table that belongs to no call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Among each call's exports.
    CallsExports,
    /// On the page of what it holds.
    OwnPage,
    /// The same, where the page's question narrows it.
    QuestionedPage,
    /// The list of studies; its question narrows it.
    StudiesPage,
}

/// In the order of the page. The tables of a call come in the order of the workbook that holds them all.
pub(super) static CATALOGUE: &[Export] = &[
    Export {
        name: "pact",
        permission: Permission::ReadPactSignatures,
        path: "/calls/{id}/exports/pact",
        formats: TABLE,
        needs: Needs::Pact,
        tells: Tells::Nobody,
        about: "Who has signed the integrity pact of the call, and who has not.",
        source: Source::OfCall {
            columns: || described(calls::actions::PACT_SIGNATURES),
            pour: calls::actions::pour_signatures,
        },
    },
    Export {
        name: "results",
        permission: Permission::ExportResults,
        path: "/calls/{id}/exports/results",
        formats: TABLE,
        needs: Needs::Decision,
        tells: Tells::Everybody,
        about: "The results as decided, one row per ranked proposal.",
        source: Source::OfCall {
            columns: || described(exports::RESULTS),
            pour: exports::pour_results,
        },
    },
    Export {
        name: "ranking",
        permission: Permission::ExportResults,
        path: "/calls/{id}/exports/ranking",
        formats: TABLE,
        needs: Needs::Run,
        tells: Tells::Everybody,
        about: "The ranking of the run that was decided on, or else the latest, with the model's intervals.",
        source: Source::OfCall {
            columns: || described(exports::RANKING),
            pour: exports::pour_ranking,
        },
    },
    Export {
        name: "interview",
        permission: Permission::ExportResults,
        path: "/calls/{id}/exports/interview",
        formats: TABLE,
        needs: Needs::InterviewedRun,
        tells: Tells::Everybody,
        about: "Whether the ranking would change without the interview: both places and outcomes of each proposal.",
        source: Source::OfCall {
            columns: || described(exports::INTERVIEW),
            pour: exports::pour_interview,
        },
    },
    Export {
        name: "sheets",
        permission: Permission::ExportSheets,
        path: "/calls/{id}/exports/sheets",
        formats: TABLE,
        needs: Needs::Nothing,
        tells: Tells::Everybody,
        about: "All locked sheets, one row each.",
        source: Source::OfCall {
            columns: || described(exports::SHEETS),
            pour: exports::pour_sheets,
        },
    },
    Export {
        name: "verification",
        permission: Permission::ExportVerification,
        path: "/calls/{id}/exports/verification",
        formats: TABLE,
        needs: Needs::Nothing,
        tells: Tells::Everybody,
        about: "The verification of files: one row per concluded check-list.",
        source: Source::OfCall {
            columns: || described(exports::VERIFICATION),
            pour: exports::pour_verification,
        },
    },
    Export {
        name: "attendance",
        permission: Permission::ExportResults,
        path: "/calls/{id}/exports/attendance",
        formats: TABLE,
        needs: Needs::Decision,
        tells: Tells::Nobody,
        about: "Who was at the plenary, and who of the panel was absent and why.",
        source: Source::OfCall {
            columns: || described(exports::ATTENDANCE),
            pour: exports::pour_attendance,
        },
    },
    Export {
        name: "all",
        permission: Permission::ExportSheets,
        path: "/calls/{id}/exports/all",
        formats: TABLES,
        needs: Needs::Nothing,
        tells: Tells::Everybody,
        about: "All tables of the call in one workbook.",
        source: Source::EveryTable,
    },
    Export {
        name: Paper::VerificationMinutes.name(),
        permission: Permission::ExportVerification,
        path: "/calls/{id}/papers/verification-minutes",
        formats: PAPER,
        needs: Needs::Nothing,
        tells: Tells::Everybody,
        about: "The minutes of the verification (berita acara verifikasi), as PDF.",
        source: Source::Paper(Paper::VerificationMinutes),
    },
    Export {
        name: Paper::PlenaryMinutes.name(),
        permission: Permission::ExportResults,
        path: "/calls/{id}/papers/plenary-minutes",
        formats: PAPER,
        needs: Needs::Decision,
        tells: Tells::Everybody,
        about: "The minutes of the plenary (berita acara rapat pleno), as PDF.",
        source: Source::Paper(Paper::PlenaryMinutes),
    },
    Export {
        name: Paper::DecreeAnnex.name(),
        permission: Permission::ExportResults,
        path: "/calls/{id}/papers/decree-annex",
        formats: PAPER,
        needs: Needs::Decision,
        tells: Tells::Announced,
        about: "The annex to the decree (lampiran SK): who was selected, as PDF.",
        source: Source::Paper(Paper::DecreeAnnex),
    },
    Export {
        name: "rules",
        permission: Permission::ReadCall,
        path: "/calls/{id}/rules",
        formats: AS_IT_IS,
        needs: Needs::Nothing,
        tells: Tells::Nobody,
        about: "",
        source: Source::Elsewhere,
    },
    Export {
        name: "record",
        permission: Permission::ReadLedger,
        path: "/ledger/entries?limit=200&subject=call:{id}",
        formats: AS_IT_IS,
        needs: Needs::Nothing,
        tells: Tells::Nobody,
        about: "",
        source: Source::Elsewhere,
    },
    Export {
        name: "ledger",
        permission: Permission::ReadLedger,
        path: "/ledger/export",
        formats: TABLE,
        needs: Needs::Nothing,
        tells: Tells::Nobody,
        about: "The whole record as one file.",
        source: Source::Whole(Whole {
            columns: || described(audit::RECORD),
            pour: |cx, _, to| audit::pour_record(cx, to),
            subject: Subject::ledger,
            tag: "ledger",
            place: Place::CallsExports,
        }),
    },
    Export {
        name: "readings",
        permission: Permission::ReadReadings,
        path: "/readings/export",
        formats: TABLE,
        needs: Needs::Nothing,
        tells: Tells::Nobody,
        about: "Who saw what, as a table: all lines of the log that fit.",
        source: Source::Whole(Whole {
            columns: || described(audit::READINGS),
            pour: |cx, asked, to| audit::pour_readings(cx, &asked.filter, to),
            subject: Subject::readings,
            tag: "ledger",
            place: Place::QuestionedPage,
        }),
    },
    Export {
        name: "breaches",
        permission: Permission::ReadBreaches,
        path: "/breaches/export",
        formats: TABLE,
        needs: Needs::Nothing,
        tells: Tells::Nobody,
        about: "The whole register as one file.",
        source: Source::Whole(Whole {
            columns: || described(breaches::REGISTER),
            pour: |cx, _, to| breaches::pour_register(cx, to).map(|()| Provenance::default()),
            subject: Subject::breaches,
            tag: "breaches",
            place: Place::OwnPage,
        }),
    },
    Export {
        name: "impact",
        permission: Permission::ExportImpact,
        path: "/impact/export",
        formats: TABLE,
        needs: Needs::Nothing,
        tells: Tells::Nobody,
        about: "The board of impact, one row per problem of the public registry.",
        source: Source::Whole(Whole {
            columns: || described(impact::BOARD),
            pour: |cx, asked, to| {
                impact::pour_board(cx, asked.young_months, to).map(|()| Provenance::default())
            },
            subject: Subject::problems,
            tag: "impact",
            place: Place::OwnPage,
        }),
    },
    Export {
        name: "studies",
        permission: Permission::ListStudies,
        path: "/exports/studies",
        formats: TABLE,
        needs: Needs::Nothing,
        tells: Tells::Nobody,
        about: "The progress sheet: one row per study that one may read.",
        source: Source::Whole(Whole {
            columns: || described(studies::STUDIES),
            pour: |cx, asked, to| {
                studies::pour_studies(cx, &asked.studies, to).map(|()| Provenance::default())
            },
            subject: Subject::studies,
            tag: "studies",
            place: Place::StudiesPage,
        }),
    },
    Export {
        name: "bonds",
        permission: Permission::ListStudies,
        path: "/exports/bonds",
        formats: TABLE,
        needs: Needs::Nothing,
        tells: Tells::Nobody,
        about: "The calendar of service bonds: one row per study that one may read and that has one.",
        source: Source::Whole(Whole {
            columns: || described(studies::BONDS),
            pour: |cx, asked, to| {
                studies::pour_bonds(cx, &asked.studies, to).map(|()| Provenance::default())
            },
            subject: Subject::studies,
            tag: "studies",
            place: Place::StudiesPage,
        }),
    },
];

impl Export {
    /// Its address for this call in this format.
    pub(super) fn address(&self, call: &CallId, format: &Offered) -> String {
        let path = self.path.replace("{id}", call.as_str());
        if format.query.is_empty() { path } else { format!("{path}?{}", format.query) }
    }

    /// Noted on the record with its fingerprint whenever it is taken.
    pub(super) fn is_recorded(&self) -> bool {
        !matches!(self.source, Source::Elsewhere)
    }

    /// Stands on the page of a call's exports.
    pub(super) fn is_among_calls_exports(&self) -> bool {
        match &self.source {
            Source::Whole(whole) => whole.place == Place::CallsExports,
            Source::OfCall { .. } | Source::EveryTable | Source::Paper(_) | Source::Elsewhere => {
                true
            }
        }
    }

    /// What its rows hold; nothing for what is no table of its own.
    pub(super) fn columns(&self) -> Vec<Described> {
        match &self.source {
            Source::OfCall { columns, .. } | Source::Whole(Whole { columns, .. }) => columns(),
            Source::EveryTable | Source::Paper(_) | Source::Elsewhere => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
