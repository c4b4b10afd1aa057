//! The files of `src` as the other tests read them.

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) struct Source {
    pub(crate) path: PathBuf,
    /// The first folder or file under `src`.
    pub(crate) layer: String,
    /// Of `features`: which.
    pub(crate) feature: Option<String>,
    pub(crate) lines: Vec<String>,
}

/// The roles of a feature's files, each named by a file or a folder.
const ROLES: [&str; 6] = ["rules", "store", "actions", "flows", "api", "pages"];

impl Source {
    /// Lines outside `#[cfg(test)]`, with their numbers.
    pub(crate) fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered =
            self.lines.iter().enumerate().map(|(index, line)| (index + 1, line.as_str()));
        // A file of tests is named so.
        let is_tests = self.path.ends_with("tests.rs");
        numbered
            .zip(outside_tests(&self.lines))
            .filter(move |(_, is_product)| *is_product && !is_tests)
            .map(|(line, _)| line)
    }

    /// The role a file plays in its room, or none.
    pub(crate) fn role(&self) -> Option<&'static str> {
        ROLES.into_iter().find(|role| {
            self.path.components().any(|part| {
                let part = part.as_os_str().to_string_lossy();
                part == *role || part == format!("{role}.rs")
            })
        })
    }

    pub(crate) fn place(&self, line: usize, text: &str) -> String {
        format!("{}:{line}: {}", self.path.display(), text.trim())
    }
}

/// Of each line whether the program has it; an item after `#[cfg(test)]` at the margin is the tests' alone.
pub(crate) fn outside_tests(lines: &[String]) -> Vec<bool> {
    let mut kept = Vec::with_capacity(lines.len());
    let mut lines = lines.iter().peekable();
    while let Some(line) = lines.next() {
        kept.push(!line.starts_with("#[cfg(test)]"));
        if line.starts_with("#[cfg(test)]") {
            while lines.next_if(|line| line.starts_with("#[")).is_some() {
                kept.push(false);
            }
            let first = lines.next();
            kept.extend(first.map(|_| false));
            if first.is_some_and(|first| !first.ends_with([';', '}'])) {
                while lines.next_if(|line| !line.starts_with('}')).is_some() {
                    kept.push(false);
                }
                kept.extend(lines.next().map(|_| false));
            }
        }
    }
    kept
}

pub(crate) fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(Path::new("src"), &mut found);
    assert!(found.len() > 40, "the sources were not found");
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let part = |at: usize| {
                let part = path.components().nth(at)?.as_os_str().to_string_lossy();
                Some(part.trim_end_matches(".rs").to_owned())
            };
            let layer = part(1).unwrap();
            let feature = part(2).filter(|name| layer == "features" && name != "mod");
            let lines = fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
            found.push(Source { path, layer, feature, lines });
        }
    }
}

/// The paths that a line names from the crate's root on, each as its parts: `kernel`, `access`, …
pub(crate) fn named(line: &str) -> Vec<Vec<&str>> {
    let code = line.split("//").next().unwrap_or("");
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let path = &code[at + "crate::".len()..];
        let end = path.find(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter));
        paths.push(path[..end.unwrap_or(path.len())].split("::").collect());
    }
    paths
}

#[test]
fn what_comes_after_the_tests_of_a_file_is_the_programs_again() {
    let text = "use a;\n#[cfg(test)]\nmod tests;\nuse b;\n#[cfg(test)]\n#[rustfmt::skip]\nmod tests {\n    use c;\n}\nuse d;";
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let kept = lines.iter().zip(outside_tests(&lines)).filter(|(_, is_product)| *is_product);
    let kept: Vec<&str> = kept.map(|(line, _)| line.as_str()).collect();
    assert_eq!(kept, ["use a;", "use b;", "use d;"]);
}
