//! What an entry of the record, a letter or a line of the log of reads is about, e.g. `proposal:01h…`. The text is
//! hashed, so it is written and read only here.

use crate::kernel::ids::{
    AssignmentId, AwardId, BreachId, CallId, DecisionId, MailId, NeedPlanId, ObjectionId,
    ProblemId, ProposalId, RunId, SessionId, UnitCode, UserId,
};
use std::fmt;
use std::str::FromStr;

/// A text that names no kind of thing that this program knows; an older or newer one may have written it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a subject of the record")]
pub struct NotASubject;

/// One thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    kind: SubjectKind,
    /// Empty for what there is only one of.
    id: String,
}

macro_rules! subjects {
    (
        each { $($(#[$meta:meta])* $of:ident: $kind:ident $name:literal $id:ty;)* }
        one { $($(#[$one_meta:meta])* $one:ident: $one_kind:ident $one_name:literal;)* }
    ) => {
        /// Which kind of thing.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SubjectKind {
            $($(#[$meta])* $kind,)*
            $($(#[$one_meta])* $one_kind,)*
        }

        impl SubjectKind {
            pub const ALL: &[Self] = &[$(Self::$kind,)* $(Self::$one_kind,)*];

            /// The word before the colon.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                    $(Self::$one_kind => $one_name,)*
                }
            }

            /// Everything before the id, for queries that put ids behind it.
            pub const fn prefix(self) -> &'static str {
                match self {
                    $(Self::$kind => concat!($name, ":"),)*
                    $(Self::$one_kind => $one_name,)*
                }
            }

            /// Whether there are many, each with an id.
            pub const fn has_id(self) -> bool {
                !matches!(self, $(Self::$one_kind)|*)
            }
        }

        impl Subject {
            $($(#[$meta])* pub fn $of(id: &$id) -> Self {
                Self { kind: SubjectKind::$kind, id: id.to_string() }
            })*
            $($(#[$one_meta])* pub const fn $one() -> Self {
                Self { kind: SubjectKind::$one_kind, id: String::new() }
            })*
        }
    };
}

subjects! {
    each {
        /// A person's account.
        user: User "user" UserId;
        /// A sign-in.
        session: Session "session" SessionId;
        /// A letter in the queue.
        mail: Mail "mail" MailId;
        /// A work unit, by its code.
        unit: Unit "unit" UnitCode;
        problem: Problem "problem" ProblemId;
        /// A plan of needs.
        need_plan: NeedPlan "need_plan" NeedPlanId;
        call: Call "call" CallId;
        proposal: Proposal "proposal" ProposalId;
        /// A stored file; only the log of reads names one.
        document: Document "document" str;
        assignment: Assignment "assignment" AssignmentId;
        /// All tasks of one reviewer; only the log of reads names it.
        tasks: Tasks "tasks" UserId;
        /// A computed ranking.
        selection: Selection "selection" RunId;
        decision: Decision "decision" DecisionId;
        objection: Objection "objection" ObjectionId;
        award: Award "award" AwardId;
        breach: Breach "breach" BreachId;
        /// A part of the record itself: its rows under seal, its key.
        record: Record "record" str;
    }
    one {
        /// The list of staff that confirms claims.
        staff_list: StaffList "staff_list";
        /// The registry of problems.
        problems: Problems "problems";
        /// The studies of all calls.
        studies: Studies "studies";
        /// The register of breaches.
        breaches: Breaches "breaches";
        /// The record as a whole.
        ledger: Ledger "ledger";
        /// The log of reads.
        readings: Readings "readings";
        /// A list over all calls; only the log of reads names it.
        everything: Everything "all";
        /// Somebody who asked for an account; only letters name it.
        registration: Registration "registration";
        /// An address that is no account's yet; only letters name it.
        address: Address "address";
    }
}

impl Subject {
    /// For ids that come as text from the database or from an address.
    pub fn of(kind: SubjectKind, id: &str) -> Self {
        Self { kind, id: if kind.has_id() { id.to_owned() } else { String::new() } }
    }

    /// The rows that are under seal.
    pub fn record_rows() -> Self {
        Self::record("rows")
    }

    /// The key that signs the record.
    pub fn record_key() -> Self {
        Self::record("key")
    }

    pub fn kind(&self) -> SubjectKind {
        self.kind
    }

    /// Empty for what there is only one of.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind.prefix(), self.id)
    }
}

impl FromStr for Subject {
    type Err = NotASubject;
    fn from_str(text: &str) -> Result<Self, NotASubject> {
        let (name, id) = text.split_once(':').unwrap_or((text, ""));
        let is_meant = |kind: &&SubjectKind| {
            kind.name() == name
                && kind.has_id() == text.contains(':')
                && kind.has_id() != id.is_empty()
        };
        let kind = SubjectKind::ALL.iter().find(is_meant).ok_or(NotASubject)?;
        Ok(Self { kind: *kind, id: id.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_is_read_back_as_it_was_written() {
        let names: BTreeSet<&str> = SubjectKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), SubjectKind::ALL.len(), "two kinds have one name");
        for kind in SubjectKind::ALL.iter().copied() {
            let subject = Subject::of(kind, "01hzx3v9k2m4n6p8q0r2s4t6v8");
            assert_eq!(subject.to_string().parse(), Ok(subject.clone()), "{subject}");
            assert_eq!(subject.id().is_empty(), !kind.has_id());
        }
    }

    #[test]
    fn the_text_that_is_hashed_stays_as_it_always_was() {
        assert_eq!(Subject::unit(&UnitCode::new("U.BB.MKS")).to_string(), "unit:U.BB.MKS");
        assert_eq!(Subject::record_rows().to_string(), "record:rows");
        assert_eq!(Subject::record_key().to_string(), "record:key");
        assert_eq!(Subject::staff_list().to_string(), "staff_list");
        let id = "01hzx3v9k2m4n6p8q0r2s4t6v8".parse().unwrap();
        assert_eq!(Subject::proposal(&id).to_string(), format!("proposal:{id}"));
    }

    #[test]
    fn what_names_no_kind_of_thing_is_no_subject() {
        for text in ["", "proposal", "proposal:", "thing:01h", "ledger:", "ledger:01h", ":01h"] {
            assert_eq!(text.parse::<Subject>(), Err(NotASubject), "{text}");
        }
    }
}
