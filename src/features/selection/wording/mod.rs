//! Certificates, conflicts and ties in words, in Indonesian and English. They are formatted here
//! and not from message catalogues, because a ranking of two thousand needs as many sentences
//! within one request.

mod quota;
mod ranking;

pub use quota::{certificate_in_words, conflict_in_words, release_in_words};
pub use ranking::{tie_in_words, unranked_in_words};
