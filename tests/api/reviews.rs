//! The reviews stage over HTTP.
