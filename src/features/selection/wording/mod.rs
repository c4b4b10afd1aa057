//! Certificates, conflicts and ties in words, Bahasa Indonesia and English. Formatted here and not
//! in the catalogues: a ranking of two thousand needs as many sentences within one request.

mod quota;
mod ranking;

pub use quota::{certificate_in_words, conflict_in_words, release_in_words};
pub use ranking::{tie_in_words, unranked_in_words};
