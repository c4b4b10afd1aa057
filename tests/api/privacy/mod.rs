//! A person's own data over HTTP: the package, opened by another program, and what is not in it; how
//! long it is kept; asking for erasure; and what an erasure leaves.

mod asking;
mod erased;
mod keeping;
mod own_data;
mod package;
mod salts;
mod scene;
mod unknown;

pub(crate) use package::Package;
