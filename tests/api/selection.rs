//! The selection stage over HTTP.

mod budget;
mod exploring;
mod reconciling;
mod runs;
mod scene;
