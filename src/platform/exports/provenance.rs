//! Where a workbook comes from, in words: its last sheet.

use super::Cell;
use crate::kernel::language::Language;

/// One line: its name in the catalogue (`provenance-…`), and the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub name: &'static str,
    pub value: Cell,
}

/// All of it, in the order of reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance(pub Vec<Fact>);

impl Provenance {
    /// Begins with whether something in the file is withheld from its reader.
    pub fn withheld(is_withheld: bool) -> Self {
        let mut facts = Self::default();
        facts.add("withheld", if is_withheld { Cell::Truth(true) } else { Cell::Empty });
        facts
    }

    pub fn add(&mut self, name: &'static str, value: Cell) -> &mut Self {
        if value != Cell::Empty {
            self.0.push(Fact { name, value });
        }
        self
    }

    /// The lines as cells, in the reader's language.
    pub(super) fn rows(&self, language: Language) -> Vec<[Cell; 2]> {
        let label = |fact: &Fact| language.text(&format!("provenance-{}", fact.name), &[]);
        self.0.iter().map(|fact| [Cell::Text(label(fact)), fact.value.clone()]).collect()
    }
}
