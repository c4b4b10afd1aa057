//! The selection stage over HTTP.
