//! A NIP inside the program. It contains a date of birth, so it must be opened for a viewer before
//! it can be shown, and only this file says for whom: its owner and the secretariat. It also leaves
//! the program on documents that print it by regulation (the decree's annex, signatures, one's own
//! receipt), in the secretariat's exports, and with a proposal to those who verify it
//! (`HandedInBy`). A NIP that was not opened has no form as JSON, text or log line.

use crate::kernel::access::{Role, Viewer};
use crate::kernel::ids::UserId;
use serde::{Serialize, Serializer};
use std::fmt;

/// Eighteen digits, or `None`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct KeptNip {
    digits: Option<String>,
    is_open: bool,
}

/// Whether this person may read that person's NIP.
pub fn may_read_nip(viewer: &Viewer, owner: &UserId) -> bool {
    &viewer.user == owner || viewer.is(Role::Secretariat)
}

impl KeptNip {
    pub fn new(digits: Option<String>) -> Self {
        Self { digits, is_open: false }
    }

    /// Opens it for this person, if they may read it.
    #[must_use]
    pub fn open_for(self, viewer: &Viewer, owner: &UserId) -> Self {
        Self { is_open: self.is_open || may_read_nip(viewer, owner), ..self }
    }

    /// Opens it for its owner, who just signed in or registered.
    #[must_use]
    pub(super) fn open_for_owner(self) -> Self {
        Self { is_open: true, ..self }
    }

    /// Opens it for the reader of a list with many people's.
    #[must_use]
    pub fn open_in_lists(self, viewer: &Viewer) -> Self {
        Self { is_open: self.is_open || viewer.is(Role::Secretariat), ..self }
    }

    /// For pages and exports: `None` unless it was opened.
    pub fn shown(&self) -> Option<&str> {
        self.digits.as_deref().filter(|_| self.is_open)
    }

    /// For documents that print it by regulation.
    pub fn on_paper(&self) -> Option<&str> {
        self.digits.as_deref()
    }

    /// For rules and redaction, whose results show none of its digits.
    pub fn for_rules(&self) -> Option<&str> {
        self.digits.as_deref()
    }

    pub fn is_there(&self) -> bool {
        self.digits.is_some()
    }
}

impl Serialize for KeptNip {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.shown().serialize(to)
    }
}

impl fmt::Debug for KeptNip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_there() { "KeptNip(…)" } else { "KeptNip(none)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::SessionId;

    #[test]
    fn a_nip_is_shown_to_its_owner_and_the_secretariat_and_to_no_other_role() {
        let owner = UserId::new().unwrap();
        let kept = KeptNip::new(Some("198609262015051001".to_owned()));
        let json = |kept: &KeptNip| serde_json::to_value(kept).unwrap();
        assert!(json(&kept).is_null() && !format!("{kept:?}").contains("1986"));
        for role in Role::ALL {
            let viewer = Viewer {
                user: UserId::new().unwrap(),
                session: SessionId::new().unwrap(),
                unit: None,
                roles: vec![role],
            };
            let opened = kept.clone().open_for(&viewer, &owner);
            assert_eq!(json(&opened).is_string(), role == Role::Secretariat, "{role:?}");
            let own = kept.clone().open_for(&viewer, &viewer.user);
            assert_eq!(own.shown(), Some("198609262015051001"));
        }
    }
}
