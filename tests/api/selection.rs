//! The selection stage over HTTP.

mod budget;
mod contrasts;
mod exploring;
mod lot;
mod reconciling;
mod runs;
mod scene;
