//! A person's own data over HTTP: the package, opened by another program, and what is not in it.

mod own_data;
mod package;
#[expect(dead_code, reason = "shared with the tests of decisions")]
#[path = "../decisions/world.rs"]
mod world;
