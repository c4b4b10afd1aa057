//! Seals of rows: what each row looked like after an act, as a salted hash; the act's entry commits to
//! all of its seals by one digest (docs/ledger.md).

use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::random_text;
use serde_json::{Value, json};

/// One row's seal of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    pub table: String,
    /// The row's primary key as a JSON array.
    pub key: String,
    /// Removed once the content that it covers was erased.
    pub salt: Option<String>,
    pub hash: String,
    /// The row differed from its seal when this program changed it: somebody had changed it by hand.
    pub disturbed: bool,
}

impl Seal {
    /// Seals a row in its present state; a deleted row is sealed as deleted.
    pub(super) fn of(table: &str, key: &str, row: Option<&Value>) -> Result<Self, Failure> {
        let salt = random_text()?;
        let hash = hash_of((table, key), row, &salt)?;
        let (table, key) = (table.to_owned(), key.to_owned());
        Ok(Self { table, key, salt: Some(salt), hash, disturbed: false })
    }

    /// Whether the seal matches this row. A seal without salt matches nothing.
    pub(super) fn fits(&self, row: Option<&Value>) -> Result<bool, Failure> {
        let Some(salt) = &self.salt else { return Ok(false) };
        Ok(hash_of((&self.table, &self.key), row, salt)? == self.hash)
    }
}

fn hash_of(
    (table, key): (&str, &str),
    row: Option<&Value>,
    salt: &str,
) -> Result<String, serde_json::Error> {
    canonical::hash_of(&json!({"table": table, "key": key, "row": row, "salt": salt}))
}

/// What an entry says of its seals: SHA-256 of the canonical JSON of their list, sorted by table and key.
///
/// # Errors
/// Never; `serde_json` leaves it open.
pub fn digest(seals: &[Seal]) -> Result<String, serde_json::Error> {
    let mut lines: Vec<_> =
        seals.iter().map(|seal| (&seal.table, &seal.key, &seal.hash, seal.disturbed)).collect();
    lines.sort_unstable();
    canonical::hash_of(&lines)
}

/// Whether a row matches its last seal. A missing row has no seal, or one that says that it was deleted.
pub(super) fn follows(last: Option<&Seal>, row: Option<&Value>) -> Result<bool, Failure> {
    last.map_or(Ok(row.is_none()), |last| last.fits(row))
}

/// How a row and its last seal disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disagreement {
    /// There is a row that no act sealed.
    Unsealed,
    /// The row is not as it was sealed.
    Changed,
    /// The row is gone, and no act removed it.
    Removed,
}

/// A row that does not agree with the record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowFault {
    pub table: String,
    pub key: String,
    pub how: Disagreement,
}

impl std::fmt::Display for RowFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let how = match self.how {
            Disagreement::Unsealed => "is on no entry of the record: inserted by hand",
            Disagreement::Changed => "is not as the record has it: changed by hand",
            Disagreement::Removed => {
                "is gone, and no entry of the record tells why: deleted by hand"
            }
        };
        write!(f, "{} {} {how}", self.table, self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_fits_its_row_alone_and_nothing_without_its_salt() {
        let row = json!({"id": "a", "total": 400});
        let mut seal = Seal::of("reviews", r#"["a"]"#, Some(&row)).unwrap();
        assert!(seal.fits(Some(&row)).unwrap());
        assert!(!seal.fits(Some(&json!({"id": "a", "total": 401}))).unwrap());
        assert!(!seal.fits(None).unwrap());
        seal.salt = None;
        assert!(!seal.fits(Some(&row)).unwrap());
        let gone = Seal::of("reviews", r#"["a"]"#, None).unwrap();
        assert!(gone.fits(None).unwrap() && follows(None, None).unwrap());
    }

    #[test]
    fn the_digest_does_not_hang_on_the_order_and_changes_with_every_field() {
        let seals = [Seal::of("a", "[1]", None).unwrap(), Seal::of("b", "[1]", None).unwrap()];
        let whole = digest(&seals).unwrap();
        assert_eq!(digest(&[seals[1].clone(), seals[0].clone()]).unwrap(), whole);
        let changes: [fn(&mut Seal); 4] = [
            |seal| seal.table.push('x'),
            |seal| seal.key.push('x'),
            |seal| seal.hash = "0".repeat(64),
            |seal| seal.disturbed = true,
        ];
        for change in changes {
            let mut other = seals.clone();
            change(&mut other[0]);
            assert_ne!(digest(&other).unwrap(), whole);
        }
        assert_ne!(digest(&seals[..1]).unwrap(), whole);
    }
}
