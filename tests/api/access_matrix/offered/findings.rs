//! What is otherwise than it should be, with the exceptions of `tests/golden/offered.tsv`.

use std::collections::{BTreeMap, BTreeSet};

const EXCEPTIONS: &str = "tests/golden/offered.tsv";

/// Kind and route.
type Key = (String, String);

pub(super) struct Findings {
    exceptions: BTreeMap<Key, String>,
    needed: BTreeSet<Key>,
    amiss: BTreeMap<Key, BTreeSet<String>>,
}

impl Findings {
    pub(super) fn new() -> Self {
        let text = std::fs::read_to_string(EXCEPTIONS).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let parsed = lines.map(|line| {
            let parts: Vec<&str> = line.split('\t').collect();
            let [kind, route, reason] = parts[..] else { panic!("{line}") };
            assert!(reason.len() > 10, "{line}: why?");
            ((kind.to_owned(), route.to_owned()), reason.to_owned())
        });
        let exceptions = parsed.collect();
        Self { exceptions, needed: BTreeSet::new(), amiss: BTreeMap::new() }
    }

    pub(super) fn note(&mut self, kind: &str, route: &str, line: String) {
        let key = (kind.to_owned(), route.to_owned());
        if self.exceptions.contains_key(&key) {
            self.needed.insert(key);
        } else {
            self.amiss.entry(key).or_default().insert(line);
        }
    }

    /// What was found since the last time, by kind and route.
    pub(super) fn take(&mut self) -> Vec<Key> {
        std::mem::take(&mut self.amiss).into_keys().collect()
    }

    /// Nothing is amiss, and no exception stands there for nothing.
    pub(super) fn finish(self) {
        let told = self.amiss.into_iter().map(|((kind, route), who)| {
            let some: Vec<&str> = who.iter().take(8).map(String::as_str).collect();
            format!("{kind}\t{route}\t{} ({})", some.join("; "), who.len())
        });
        let mut lines: Vec<String> = told.collect();
        let idle = self.exceptions.into_keys().filter(|key| !self.needed.contains(key));
        lines.extend(idle.map(|(kind, route)| format!("{kind}\t{route}\tno longer so")));
        assert!(lines.is_empty(), "{}", lines.join("\n"));
    }
}
