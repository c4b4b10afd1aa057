//! What every act is given: the open transaction, who acts, and the time at which the act has its turn.

use crate::kernel::access::Viewer;
use crate::kernel::clock::Timestamp;
use crate::platform::db::Db;

/// The first argument of an act. `db` is the act's own transaction; `now` is read once, when the transaction
/// begins, so that all of an act happens at one instant.
pub struct Cx<'a, V = &'a Viewer> {
    pub db: &'a mut Db,
    pub viewer: V,
    pub now: Timestamp,
}

/// For acts that are also open to people without an account; the viewer is `None` for them.
pub type AnyoneCx<'a> = Cx<'a, Option<&'a Viewer>>;

impl<'a, V> Cx<'a, V> {
    pub fn new(db: &'a mut Db, viewer: V, now: Timestamp) -> Self {
        Self { db, viewer, now }
    }
}

impl Cx<'_> {
    /// The same for an act that is open to anyone.
    pub fn anyone(&mut self) -> AnyoneCx<'_> {
        Cx { db: &mut *self.db, viewer: Some(self.viewer), now: self.now }
    }
}

impl AnyoneCx<'_> {
    /// The same for an act of somebody with an account; `None` if nobody is signed in.
    pub fn signed_in(&mut self) -> Option<Cx<'_>> {
        Some(Cx { db: &mut *self.db, viewer: self.viewer?, now: self.now })
    }
}
