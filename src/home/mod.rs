//! The first page: what this person does next and by when. It has nothing of its own; it reads
//! what every stage lets this person read.

mod pages;

pub use pages::configure;
