//! The selection stage over HTTP.

mod exploring;
mod reconciling;
mod runs;
mod scene;
