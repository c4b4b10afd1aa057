//! The process: one folder per feature, in the order in which a call runs through them. A feature
//! may name those before it (`tests/architecture/`). In each: `rules` (pure), `store` (rows),
//! `actions` (what people do), `flows` (acts in several steps), `api` (JSON) and `pages` (HTML).

pub mod accounts;
pub mod audit;
pub mod awards;
pub mod backup;
pub mod breaches;
pub mod calls;
pub mod check;
pub mod conflicts;
pub mod decisions;
pub mod enquiries;
pub mod home;
pub mod impact;
pub mod interviews;
pub mod needs;
pub mod objections;
pub mod outbox;
pub mod privacy;
pub mod problems;
pub mod proposals;
pub mod reminders;
pub mod reviews;
pub mod selection;
pub mod sittings;
pub mod studies;
