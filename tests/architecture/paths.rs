//! Which file names what of which other: `use` trees and paths, read as far as a border needs it. A name is
//! followed through re-exports to the file that holds the thing.

use crate::sources::{Source, outside_tests};
use std::collections::{BTreeMap, BTreeSet};

/// A module as its path from the crate's root on.
pub(crate) type Module = Vec<String>;

/// A path that was imported, and the name that it has in the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    pub(crate) name: String,
    /// `pub`, as far as that may reach: others see it too, not the file's own children alone.
    pub(crate) is_shown: bool,
}

#[derive(Default)]
struct File {
    imports: Vec<Import>,
    /// Paths outside `use`.
    paths: Vec<Vec<String>>,
    /// Names of what it holds itself.
    items: BTreeSet<String>,
}

pub(crate) struct Program {
    files: BTreeMap<Module, File>,
}

/// What a file names: the module that holds it, and the rest of the path in there.
pub(crate) struct Name {
    pub(crate) holder: Module,
    pub(crate) rest: Vec<String>,
}

impl Program {
    pub(crate) fn read(sources: &[Source]) -> Self {
        let texts = sources
            .iter()
            .map(|source| (source.path.to_string_lossy().into_owned(), source.lines.clone()));
        Self::of(texts)
    }

    /// Of files by their path under `src`. Files of tests are left out.
    pub(crate) fn of(texts: impl Iterator<Item = (String, Vec<String>)>) -> Self {
        let mut files = BTreeMap::new();
        for (path, lines) in texts {
            let module = module_of(&path);
            if module.is_empty() || module.iter().any(|part| part == "tests") {
                continue;
            }
            let kept =
                lines.iter().zip(outside_tests(&lines)).filter(|(_, is_product)| *is_product);
            let code = kept.map(|(line, _)| line.split("//").next().unwrap_or(""));
            files.insert(module, parsed(&code.collect::<Vec<_>>().join("\n")));
        }
        Self { files }
    }

    pub(crate) fn modules(&self) -> impl Iterator<Item = &Module> {
        self.files.keys()
    }

    /// All that a file names of the program.
    pub(crate) fn names(&self, module: &Module) -> Vec<Name> {
        let file = &self.files[module];
        let imported = file.imports.iter().map(|import| import.path.clone());
        let all = imported.chain(file.paths.iter().cloned());
        all.filter_map(|path| self.holder(module, &path)).collect()
    }

    fn holder(&self, module: &Module, path: &[String]) -> Option<Name> {
        let mut found = self.split(self.absolute(module, path)?)?;
        let mut seen = BTreeSet::new();
        while let Some(first) = found.rest.first().cloned()
            && seen.insert((found.holder.clone(), first.clone()))
            && let Some(mut whole) = self.imported(module, &found.holder, &first)
        {
            whole.extend(found.rest.iter().skip(1).cloned());
            match self.split(whole) {
                Some(further) => found = further,
                None => break,
            }
        }
        Some(found)
    }

    /// What a holder has under this name from elsewhere, as far as `module` sees it.
    fn imported(&self, module: &Module, holder: &Module, name: &str) -> Option<Vec<String>> {
        let file = &self.files[holder];
        let is_seen = |import: &&Import| import.is_shown || module.starts_with(holder);
        let mut seen = file.imports.iter().filter(is_seen);
        if let Some(import) = seen.clone().find(|import| import.name == name) {
            return self.absolute(holder, &import.path);
        }
        if file.items.contains(name) {
            return None;
        }
        // `use a::*` brings whatever `a` holds, or has from elsewhere itself.
        seen.find_map(|import| {
            let (_, of) = import.path.split_last().filter(|_| import.name == "*")?;
            let of = self.absolute(holder, of)?;
            let whole: Vec<String> = of.iter().cloned().chain([name.to_owned()]).collect();
            let from = self.files.get(&of)?;
            let holds =
                from.items.contains(name) || from.imports.iter().any(|one| one.name == name);
            holds.then_some(whole)
        })
    }

    /// The path from the crate's root on; none of another crate's.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let mut base = module.clone();
        let rest = match first.as_str() {
            "crate" => {
                base.clear();
                rest
            }
            "self" => rest,
            "super" => {
                base.pop();
                let more = rest.iter().take_while(|part| *part == "super").count();
                base.truncate(base.len().saturating_sub(more));
                &rest[more..]
            }
            name => {
                let file = self.files.get(module)?;
                let import = file.imports.iter().find(|import| import.name == name);
                // Not when it is the import itself that is being read.
                if let Some(import) = import.filter(|import| import.path[0] != *name) {
                    base = self.absolute(module, &import.path)?;
                    rest
                } else {
                    base.push(name.to_owned());
                    self.files.contains_key(&base).then_some(())?;
                    rest
                }
            }
        };
        base.extend(rest.iter().filter(|part| *part != "self").cloned());
        Some(base)
    }

    fn split(&self, path: Vec<String>) -> Option<Name> {
        let at = (1..=path.len()).rev().find(|at| self.files.contains_key(&path[..*at]))?;
        Some(Name { holder: path[..at].to_vec(), rest: path[at..].to_vec() })
    }
}

fn module_of(path: &str) -> Module {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

fn parsed(code: &str) -> File {
    let (mut file, mut rest) = (File::default(), String::new());
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let Some((_, tree)) = line.split_once("use ").filter(|(before, _)| is_visibility(before))
        else {
            rest.push_str(line);
            rest.push('\n');
            continue;
        };
        let mut tree = tree.to_owned();
        while !tree.contains(';')
            && let Some(more) = lines.next()
        {
            tree.push_str(more);
        }
        let tree = tree.split(';').next().unwrap_or("");
        let from = file.imports.len();
        expand("", tree, &mut file.imports);
        let is_shown = line.trim_start().starts_with("pub");
        file.imports.iter_mut().skip(from).for_each(|import| import.is_shown = is_shown);
    }
    file.paths = paths_in(&rest);
    file.items = items_in(&rest);
    file
}

/// Nothing but spaces or `pub(…)` stands before a `use`.
fn is_visibility(before: &str) -> bool {
    let before = before.trim();
    before.is_empty() || before == "pub" || (before.starts_with("pub(") && before.ends_with(')'))
}

/// `a::{b, c as d}`: `a::b` as `b`, `a::c` as `d`.
fn expand(prefix: &str, tree: &str, into: &mut Vec<Import>) {
    let tree = tree.trim();
    if let Some((before, inner)) = tree.split_once('{') {
        let inner = inner.rsplit_once('}').map_or(inner, |(inner, _)| inner);
        let prefix = format!("{prefix}{before}");
        for part in at_commas(inner) {
            expand(&prefix, part, into);
        }
    } else if !tree.is_empty() {
        let (path, name) = tree.split_once(" as ").unwrap_or((tree, ""));
        let whole = format!("{prefix}{path}");
        let mut path: Vec<String> = whole.split("::").map(|part| part.trim().to_owned()).collect();
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let name =
            if name.is_empty() { path.last().unwrap().clone() } else { name.trim().to_owned() };
        into.push(Import { path, name, is_shown: false });
    }
}

fn at_commas(inner: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, letter) in inner.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[start..]);
    parts
}

/// `a::b::c`, wherever it stands.
fn paths_in(code: &str) -> Vec<Vec<String>> {
    let is_of_path = |letter: char| letter.is_alphanumeric() || "_:".contains(letter);
    let words = code.split(|letter| !is_of_path(letter)).filter(|word| word.contains("::"));
    let path = |word: &str| -> Option<Vec<String>> {
        let parts: Vec<&str> = word.split("::").take_while(|part| !part.contains(':')).collect();
        let parts: Vec<String> =
            parts.into_iter().take_while(|part| !part.is_empty()).map(str::to_owned).collect();
        (parts.len() > 1).then_some(parts)
    };
    words.filter_map(path).collect()
}

/// Names after `fn`, `struct` and the like at the margin.
fn items_in(code: &str) -> BTreeSet<String> {
    const KINDS: [&str; 8] = ["fn", "struct", "enum", "const", "static", "type", "trait", "mod"];
    let named = |line: &str| {
        let mut words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        words.find(|word| KINDS.contains(word))?;
        // `const fn` is two of them.
        words.find(|word| !KINDS.contains(word)).map(str::to_owned)
    };
    code.lines().filter(|line| !line.starts_with(' ')).filter_map(named).collect()
}

#[test]
fn a_tree_of_imports_is_read_to_its_leaves() {
    let mut found = Vec::new();
    expand("", "super::a::{self, b::{C, D as E}, f}", &mut found);
    let found: Vec<(String, &str)> =
        found.iter().map(|import| (import.path.join("::"), import.name.as_str())).collect();
    let expected =
        [("super::a", "a"), ("super::a::b::C", "C"), ("super::a::b::D", "E"), ("super::a::f", "f")];
    assert_eq!(found, expected.map(|(path, name)| (path.to_owned(), name)));
}
