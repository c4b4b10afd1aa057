//! Tests of the findings as a whole, the model's reading beside the ranking, and scenarios.

mod contrast;
mod followers;
mod lot;
mod reading;
mod scenarios;
mod ties;
mod world;
