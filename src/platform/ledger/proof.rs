//! Proofs that people can keep: that an entry is covered by a signed head, and that one signed head continues
//! another. They contain only hashes.

use super::{store, tree};
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use serde::{Deserialize, Serialize};

/// Proves that an entry is in the signed record (RFC 9162, 2.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = InclusionProof)]
pub struct Proof {
    /// The entry; its place in the tree is one less.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
    /// How many entries the signed record has.
    pub size: i64,
    /// The hashes beside the path to the root, the nearest first.
    pub path: Vec<String>,
    /// The signed head.
    pub checkpoint: String,
}

/// Proves that the smaller record is the beginning of the larger one (RFC 9162, 2.1.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ConsistencyProof)]
pub struct Growth {
    pub from: i64,
    pub to: i64,
    pub path: Vec<String>,
}

fn hex(path: &[tree::Hash]) -> Vec<String> {
    path.iter().map(|hash| canonical::hex(hash)).collect()
}

fn place(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// The proof of an entry against the first head that was signed with it; `None` while there is none yet.
pub fn prove(db: &mut Db, seq: i64) -> Result<Option<Proof>, Failure> {
    let Some(signed) = store::signed_since(db, seq)? else { return Ok(None) };
    let Some(hash) = store::hash_of_entry(db, seq)? else { return Ok(None) };
    let leaves = store::leaves(db, signed.size)?;
    let path = hex(&tree::inclusion(&leaves, place(seq - 1)));
    Ok(Some(Proof { seq, hash, size: signed.size, path, checkpoint: signed.note }))
}

/// The proof that the record grew from one size to another; `None` when it never had one of them.
pub fn prove_growth(db: &mut Db, from: i64, to: i64) -> Result<Option<Growth>, Failure> {
    if from < 1 || from > to || to > store::tip(db)?.seq {
        return Ok(None);
    }
    let leaves = store::leaves(db, to)?;
    Ok(Some(Growth { from, to, path: hex(&tree::consistency(&leaves, place(from))) }))
}
