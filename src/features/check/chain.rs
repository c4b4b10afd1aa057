//! Checks the chain, the seals that its entries contain, and the signed heads.

use super::{Report, Wanted};
use crate::kernel::errors::Failure;
use crate::kernel::progress::{At, Watch};
use crate::platform::db::Db;
use crate::platform::ledger::{
    self, Chain, Checkpoint, Entry, RecordKey, Seal, Signed, Verifier, tree,
};
use std::collections::BTreeMap;

/// The number of entries read at a time.
const CHUNK: i64 = 1000;

/// The keys that may have signed: the one known from elsewhere and those it handed over to,
/// otherwise every key that the record announces.
pub(crate) struct Keys {
    trusted: Vec<Verifier>,
    believes_all: bool,
}

impl Keys {
    pub(crate) fn new(known: Option<&Verifier>) -> Self {
        Self { trusted: known.cloned().into_iter().collect(), believes_all: known.is_none() }
    }

    /// Notes a key that an entry announces.
    pub(crate) fn learn(&mut self, entry: &Entry) {
        let Some(RecordKey { key, handed_over, .. }) = RecordKey::of(entry) else { return };
        let Ok(key) = key.parse::<Verifier>() else { return };
        let is_handed_on = handed_over.is_some_and(|handed| {
            let by = handed.by.parse::<Verifier>();
            by.is_ok_and(|by| self.trusted.contains(&by) && by.handed_over(&key, &handed.signature))
        });
        if (self.believes_all || is_handed_on) && !self.trusted.contains(&key) {
            self.trusted.push(key);
        }
    }

    pub(crate) fn signed(&self, note: &str) -> bool {
        self.trusted.iter().any(|key| key.signed(note))
    }
}

/// Follows chain and tree, and compares each signed head with them at its size.
pub(crate) struct Follower {
    pub(crate) chain: Chain,
    range: tree::Range,
    keys: Keys,
    waiting: BTreeMap<i64, Vec<Signed>>,
}

impl Follower {
    pub(crate) fn new(keys: Keys, signed: Vec<Signed>) -> Self {
        let mut waiting: BTreeMap<i64, Vec<Signed>> = BTreeMap::new();
        for signed in signed {
            waiting.entry(signed.size).or_default().push(signed);
        }
        Self { chain: Chain::default(), range: tree::Range::default(), keys, waiting }
    }

    /// Takes the next entry; returns the faults of the signed heads at its size.
    ///
    /// # Errors
    /// When the chain is broken here.
    pub(crate) fn follow(&mut self, entry: &Entry) -> Result<Vec<String>, ledger::Fault> {
        self.chain.follow(entry)?;
        if let Some(hash) = tree::parse(&entry.hash) {
            self.range.push(tree::leaf(&hash));
        }
        self.keys.learn(entry);
        let here = self.waiting.remove(&entry.seq).unwrap_or_default();
        Ok(here.iter().filter_map(|signed| self.fault(signed, &entry.hash)).collect())
    }

    fn fault(&self, signed: &Signed, head: &str) -> Option<String> {
        let size = signed.size;
        if !self.keys.signed(&signed.note) {
            return Some(format!(
                "the signed head at entry {size} has no signature of a known key"
            ));
        }
        let told = Checkpoint::parse(&signed.note);
        let fits = told.is_some_and(|told| {
            told.size == size && told.at == signed.at && told.tells_of(&self.range.root(), head)
        });
        (!fits).then(|| format!("the record up to entry {size} is not the one that was signed"))
    }

    /// Signed heads beyond the end: the record was cut.
    pub(crate) fn beyond(&self) -> Vec<String> {
        let cut = |size: &i64| {
            format!(
                "a head was signed at entry {size}, and the record ends at {}",
                self.chain.length()
            )
        };
        self.waiting.keys().map(cut).collect()
    }

    pub(crate) fn tree_text(&self) -> String {
        self.range.to_text()
    }
}

pub(super) fn check(
    db: &mut Db,
    wanted: &Wanted<'_>,
    report: &mut Report,
    watch: &Watch<'_>,
) -> Result<(), Failure> {
    let head = ledger::head(db)?;
    let signed = ledger::checkpoints(db, 0, i64::MAX)?;
    report.checkpoints = signed.len();
    let mut follower = Follower::new(Keys::new(wanted.key), signed);
    let mut after = 0;
    'all: loop {
        let entries = ledger::entries_after(db, after, ledger::Wanted::default(), CHUNK)?;
        let Some(last) = entries.last().map(|last| last.seq) else { break };
        let seals = ledger::seals_between(db, after, last)?;
        for entry in &entries {
            match follower.follow(entry) {
                Ok(faults) => faults.into_iter().for_each(|fault| report.found("signature", fault)),
                Err(fault) => {
                    report.found("chain", fault.to_string());
                    break 'all;
                }
            }
            seals_of(entry, seals.get(&entry.seq).map_or(&[], Vec::as_slice), report);
            held(entry, wanted.holds, report);
        }
        after = last;
        watch(At::counted("checking the record", last, head.seq));
    }
    report.entries = follower.chain.length();
    if let Err(fault) = follower.chain.ends_at(head.seq, &head.hash)
        && head.seq > 0
    {
        report.found("chain", fault.to_string());
    }
    follower.beyond().into_iter().for_each(|fault| report.found("signature", fault));
    if head.seq > 0 && ledger::tree_of(db)? != follower.tree_text() {
        report.found("tree", "the tree at the head is not that of the entries");
    }
    let beyond = wanted.holds.iter().filter(|(seq, _)| *seq > report.entries).count();
    if beyond > 0 {
        report.found(
            "held",
            format!(
                "the record ends at entry {}, before a head known from elsewhere",
                report.entries
            ),
        );
    }
    let stray = ledger::seals_between(db, report.entries, i64::MAX)?;
    for seq in stray.keys() {
        report.found(
            "seals",
            format!("there are seals of entry {seq}, which the record does not have"),
        );
    }
    Ok(())
}

fn seals_of(entry: &Entry, seals: &[Seal], report: &mut Report) {
    report.seals += seals.len();
    let said = entry.rows.as_deref();
    let counted = (!seals.is_empty()).then(|| ledger::digest(seals).unwrap_or_default());
    if report.sealed_from.is_none() && said.is_some() {
        report.sealed_from = Some(entry.seq);
    }
    if said != counted.as_deref() {
        let what = format!("the seals of entry {} are not those that it commits to", entry.seq);
        report.found("seals", what);
    }
}

fn held(entry: &Entry, known: &[(i64, String)], report: &mut Report) {
    if known.iter().any(|(seq, hash)| *seq == entry.seq && hash != &entry.hash) {
        report.found("held", format!("entry {} is not the one known from elsewhere", entry.seq));
    }
}
