//! The findings as a whole, the model's reading beside the ranking, and what would be if.

mod contrast;
mod followers;
mod lot;
mod reading;
mod scenarios;
mod world;
