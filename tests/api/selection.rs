//! The selection stage over HTTP.

mod budget;
mod exploring;
mod lot;
mod reconciling;
mod runs;
mod scene;
