//! The decisions stage over HTTP.
