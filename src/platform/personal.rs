//! What the tables hold of one person. Each room that owns a table with a person in it answers for that table with
//! a [`Holder`]: what is held, what erasing takes away, and what it leaves. `privacy` walks the list of all
//! holders and knows no table but its own. See `docs/privacy.md`.

use super::db::Db;
use super::files::MediaType;
use super::ledger::Subject;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// Stands for a name that was erased.
pub const NAME: &str = "(dihapus)";

/// Stands for what people wrote.
pub const WORDS: &str = "(dihapus)";

/// Stands for an address; nobody can receive letters under `.invalid` (RFC 2606).
pub fn erased_address(user: &UserId) -> String {
    format!("erased-{user}@erased.invalid")
}

/// A person and what leads to their rows. It is looked up once and handed to each holder, so that no holder
/// queries the proposals or the account.
#[derive(Debug, Clone)]
pub struct Person<'a> {
    pub user: &'a UserId,
    /// Their own proposals, in the order in which they were begun.
    pub proposals: Vec<(ProposalId, CallId)>,
    /// Every e-mail address that is or was theirs.
    pub addresses: Vec<String>,
    /// When this is asked or done.
    pub now: Timestamp,
}

impl Person<'_> {
    pub fn proposals(&self) -> Vec<ProposalId> {
        self.proposals.iter().map(|(id, _)| id.clone()).collect()
    }
}

/// Name of a part of the package and what it holds. Parts of one name are put together, so that two rooms can
/// tell of one thing.
pub type Part = (&'static str, Value);

/// A file that the person sent in.
#[derive(Debug, Clone)]
pub struct HeldFile {
    /// Of the document or objection; names the file in the package.
    pub id: String,
    pub sha256: String,
    pub media_type: MediaType,
}

/// What one room holds of a person.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    pub parts: Vec<Part>,
    pub files: Vec<HeldFile>,
}

impl From<Vec<Part>> for Holdings {
    fn from(parts: Vec<Part>) -> Self {
        Self { parts, files: Vec::new() }
    }
}

/// Something of the person's, as the record and letters name it.
#[derive(Debug, Clone)]
pub struct Thing {
    pub subject: Subject,
    /// Their proposal that it belongs to; none for what belongs to their account.
    pub proposal: Option<ProposalId>,
}

/// Whose data goes, who takes it away, and what is theirs.
#[derive(Debug)]
pub struct Erasure<'a> {
    pub person: &'a Person<'a>,
    pub by: &'a UserId,
    pub things: &'a [Thing],
}

/// What was taken out.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    pub proposals: usize,
    pub documents: usize,
    pub letters: usize,
    /// Hashes of files whose rows are gone; the files go when no other row needs them.
    pub files: Vec<String>,
}

/// Who acted in which call.
pub type Worked = Vec<(UserId, CallId)>;

/// The answer of one room for its tables. What a room does not say is said by [`Holder::NOTHING`].
#[derive(Debug, Clone, Copy)]
pub struct Holder {
    /// The room, as `tests/architecture/tables.rs` names the owner of tables.
    pub room: &'static str,
    /// Tables of which the person is told, or from which erasing takes something away.
    pub tables: &'static [&'static str],
    /// Tables that name people, are not part of anybody's package and stay as they are: who did what for the agency.
    pub left: &'static [&'static str],
    pub things: fn(&mut Db, &Person<'_>) -> Result<Vec<Thing>, Failure>,
    pub holdings: fn(&mut Db, &Person<'_>) -> Result<Holdings, Failure>,
    /// Before the last letter is written, which needs the account.
    pub erase: fn(&mut Db, &Erasure<'_>) -> Result<Taken, Failure>,
    /// After it: the account and all that opens it.
    pub close: fn(&mut Db, &Erasure<'_>) -> Result<(), Failure>,
    /// Which of these hashes are of files that a row here still needs.
    pub needed_files: fn(&mut Db, &[String]) -> Result<Vec<String>, Failure>,
    /// Who verified, assessed or decided in which call.
    pub worked: fn(&mut Db) -> Result<Worked, Failure>,
}

impl Holder {
    /// Holds nothing, and erases nothing.
    pub const NOTHING: Self = Self {
        room: "",
        tables: &[],
        left: &[],
        things: |_, _| Ok(Vec::new()),
        holdings: |_, _| Ok(Holdings::default()),
        erase: |_, _| Ok(Taken::default()),
        close: |_, _| Ok(()),
        needed_files: |_, _| Ok(Vec::new()),
        worked: |_| Ok(Vec::new()),
    };
}

/// Text that holds JSON, as JSON.
pub fn as_json<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    let plain = |_| Value::String(text.to_owned());
    serde_json::from_str(text).unwrap_or_else(plain).serialize(to)
}

/// Rows as they leave.
///
/// # Errors
/// When a row has no JSON form.
pub fn rows<T: Serialize>(rows: Vec<T>) -> Result<Value, Failure> {
    Ok(serde_json::to_value(rows)?)
}
