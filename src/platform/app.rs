//! What every handler needs: the database, the clock, the settings, the data folder's keys.
//! Actions are synchronous; `read` and `write` run them on the blocking pool.

use crate::kernel::access::Role;
use crate::kernel::blocking::{Parcel, blocking_parcel, pack, unpack};
use crate::kernel::clock::{Clock, Timestamp};
use crate::kernel::errors::Failure;
use crate::kernel::settings::Settings;
use crate::platform::db::{Database, Db};
use std::sync::Arc;

/// An act without the type of what it answers.
type Act = Box<dyn Fn(&mut Db, Timestamp) -> Result<Parcel, Failure> + Send>;

/// Shared by all workers; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub database: Database,
    pub clock: Clock,
    pub settings: Arc<Settings>,
    /// Only in the demo: who can be signed in as with one click.
    pub demo: Option<Arc<Demo>>,
}

/// The invented people of the demo.
#[derive(Debug, Clone)]
pub struct Demo {
    pub people: Vec<DemoPerson>,
    /// Everybody's.
    pub password: &'static str,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct DemoPerson {
    pub name: String,
    pub email: String,
    pub roles: Vec<Role>,
    /// Message id of the sentence that says what waits for them.
    pub waits: &'static str,
}

impl App {
    /// Runs a reading act off the async threads.
    pub async fn read<T: Send + 'static>(
        &self,
        act: impl Fn(&mut Db, Timestamp) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        unpack(self.read_parcel(Box::new(move |db, now| act(db, now).map(pack))).await?)
    }

    /// Runs a writing act in the writer's queue; answers after the commit is on disk.
    pub async fn write<T: Send + 'static>(
        &self,
        act: impl Fn(&mut Db, Timestamp) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        unpack(self.write_parcel(Box::new(move |db, now| act(db, now).map(pack))).await?)
    }

    async fn read_parcel(&self, act: Act) -> Result<Parcel, Failure> {
        let (database, now) = (self.database.clone(), self.clock.now());
        blocking_parcel(Box::new(move || database.read(|db| act(db, now)))).await
    }

    async fn write_parcel(&self, act: Act) -> Result<Parcel, Failure> {
        let (database, clock) = (self.database.clone(), self.clock.clone());
        // The time is read when the act's turn comes, so that no queue lets a late act in.
        let act = Box::new(move |db: &mut Db| act(db, clock.now()));
        blocking_parcel(Box::new(move || database.write_parcel(act))).await
    }
}
