//! The problems stage over HTTP.
