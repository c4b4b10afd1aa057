//! Counts the statements sent to the database; for tests it also keeps their texts. It uses diesel's
//! instrumentation for both engines; the beginning and the end of a transaction count as statements.

use diesel::connection::{Instrumentation, InstrumentationEvent};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The statements of all connections of one database.
#[derive(Default)]
pub(super) struct Statements {
    sent: AtomicU64,
    /// Set by the first request for texts; until then no texts are kept.
    keeps: AtomicBool,
    texts: Mutex<Vec<String>>,
}

impl Statements {
    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    pub(super) fn drain(&self) -> Vec<String> {
        self.keeps.store(true, Ordering::Relaxed);
        std::mem::take(&mut *self.texts.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Listens to one connection.
pub(super) struct Counter(pub(super) Arc<Statements>);

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        let InstrumentationEvent::StartQuery { query, .. } = event else { return };
        self.0.sent.fetch_add(1, Ordering::Relaxed);
        if self.0.keeps.load(Ordering::Relaxed) {
            let text = query.to_string();
            // Without the values; they can be personal data.
            let text = text.split(" -- binds: ").next().unwrap_or_default().to_owned();
            self.0.texts.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        }
    }
}
