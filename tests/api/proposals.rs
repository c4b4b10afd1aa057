//! The proposals stage over HTTP.
