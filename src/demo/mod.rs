//! A call in mid-life, to look at.

mod pdf;
