//! What people can do with proposals, one act each: `draft`, `endorse`, `submit`, `withdraw`, and
//! the readings in `read`; uploads in `documents`, MS and TMS in `verification`.

pub mod documents;
mod dossier;
pub mod verification;
