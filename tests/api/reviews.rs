//! The panel's work over HTTP.

mod assigning;
mod comparability;
mod conflicts;
mod pages;
mod papers;
mod planning;
mod reading;
mod scoring;
mod secrecy;
mod undoing;
