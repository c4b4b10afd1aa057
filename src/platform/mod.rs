//! What the machine does for every feature; none of these names a feature or the web.

pub mod app;
pub mod calendar;
pub mod cx;
pub mod db;
pub mod exports;
pub mod files;
pub mod ledger;
pub mod mail;
pub mod pact;
pub mod page_images;
pub mod personal;
pub mod read_log;
pub mod sandbox;
pub mod typesetting;
