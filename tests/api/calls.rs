//! The calls stage over HTTP.
