//! The selection's algorithms against reference results, over generated inputs, and as commands.

mod command;
mod panels;
mod properties;
mod reference;
