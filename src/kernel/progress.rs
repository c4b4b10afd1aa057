//! Progress of long work. The work reports each step to a [`Watch`], which decides what to show.

/// How far the work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At<'a> {
    /// What is being done, for the terminal: "checking the rows".
    pub stage: &'a str,
    /// How many are done, of whatever the stage counts.
    pub done: u64,
    /// How many there are, where that is known.
    pub of: Option<u64>,
}

/// Called at every step, so it must be fast.
pub type Watch<'a> = dyn Fn(At<'_>) + 'a;

impl<'a> At<'a> {
    /// So many of so many. A number below zero is none.
    pub fn counted(stage: &'a str, done: impl TryInto<u64>, of: impl TryInto<u64>) -> Self {
        Self { stage, done: done.try_into().unwrap_or(0), of: Some(of.try_into().unwrap_or(0)) }
    }

    /// So many, of a number that shows at the end.
    pub fn open(stage: &'a str, done: impl TryInto<u64>) -> Self {
        Self { stage, done: done.try_into().unwrap_or(0), of: None }
    }
}
