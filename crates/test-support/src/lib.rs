//! What the tests stand on. Each test has a server of its own on a database of its own ([`TestApp`]), people with
//! roles ([`TestApp::person`]), a call ([`definition`], [`TestApp::frozen_call_of`], [`rows::insert_call`]) and
//! proposals in a given state ([`TestApp::proposal`]). Three worlds are made of these:
//!
//! | world | the call | how it came there |
//! |---|---|---|
//! | [`writing::World`] | open, with a candidate who writes | over HTTP |
//! | [`review::World`] | in its review, with a panel | rows |
//! | [`plenary::World`] | scored, with a chair | the call over HTTP, proposals and sheets as rows |
//!
//! A world takes what differs as a change of the usual definition (`World::with(|definition| …)`).
//! This is a library so that it is compiled once for all test programs. It is built on `tubel` as any caller is;
//! unit tests inside `src` cannot use it, because they are compiled into another copy of `tubel`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::return_self_not_must_use,
    reason = "a test stops at the first surprise"
)]

pub mod administrator;
mod answer;
mod app;
pub mod case;
pub mod database;
mod definition;
mod people;
pub mod plenary;
mod program;
mod proposal;
pub mod reading;
pub mod review;
pub mod rows;
pub mod studies;
pub mod writing;

pub use answer::Answer;
pub use app::TestApp;
pub use case::pdf;
pub use database::TestDatabase;
pub use definition::{content, definition, definition_in_review, problem_text, words};
pub use people::{PASSWORD, Person, PersonBuilder};
pub use program::{Program, START, program_path};
pub use proposal::{ProposalBuilder, Submission};
