//! What would become of the tasks of a call that conflicts of interest closed, loaded once for all of them.

use crate::features::calls::Call;
use crate::features::conflicts::{Comeback, RecordedConflict};
use crate::features::reviews::actions::members;
use crate::features::reviews::rules::withdrawing::{Around, Kept, comeback};
use crate::features::reviews::{Assignment, store};
use crate::kernel::access::Phase;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, UserId};
use crate::platform::db::Db;
use std::collections::{BTreeMap, BTreeSet};

/// The tasks of a call with what decides whether one comes back.
pub(super) struct CallTasks {
    phase: Phase,
    wanted: u32,
    tasks: Vec<Assignment>,
    /// Whether the sheet of a task that was begun is handed in.
    sheets: BTreeMap<AssignmentId, bool>,
    panel: BTreeSet<UserId>,
}

impl CallTasks {
    pub(super) fn load(db: &mut Db, call: &Call, now: Timestamp) -> Result<Self, Failure> {
        Ok(Self {
            phase: call.phase(now),
            wanted: call.definition.panel.sheets_per_proposal,
            tasks: store::all_of_call(db, &call.id)?,
            sheets: store::begun_in(db, &call.id)?,
            panel: members(db, &call.id)?.into_iter().map(|one| one.position.user).collect(),
        })
    }

    fn kept(&self, task: &Assignment) -> Kept {
        match self.sheets.get(&task.id) {
            None => Kept::Nothing,
            Some(false) => Kept::Draft,
            Some(true) => Kept::HandedIn,
        }
    }

    /// The task that this conflict closed. What was closed at another time was closed by something else.
    pub(super) fn closed_by(&self, conflict: &RecordedConflict) -> Option<(&Assignment, Kept)> {
        let task = self.tasks.iter().find(|task| {
            task.proposal == conflict.proposal
                && task.reviewer == conflict.user
                && task.closed_at == Some(conflict.declared_at)
        });
        task.map(|task| (task, self.kept(task)))
    }

    /// What would become of it if the conflict were withdrawn now.
    pub(super) fn comeback(&self, conflict: &RecordedConflict) -> Comeback {
        let others = self.tasks.iter().filter(|one| {
            one.proposal == conflict.proposal
                && one.reviewer != conflict.user
                && one.state.is_held()
        });
        let around = Around {
            phase: self.phase,
            is_on_panel: self.panel.contains(&conflict.user),
            held_by_others: u32::try_from(others.count()).unwrap_or(u32::MAX),
            wanted: self.wanted,
        };
        comeback(self.closed_by(conflict).map(|(task, kept)| (task.state, kept)), around)
    }
}
