//! Signed heads of the record in the form of C2SP's signed notes: who has the public key and one such note
//! can show that the record was rewritten or cut. The key lies outside the database. Pure but for
//! reading the key.

use super::tree::Hash;
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::files::key_file;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The kind of key that a note's verifier names: Ed25519.
const ED25519: u8 = 1;

/// The record as it was at one of its entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Checkpoint {
    /// Whose record it is.
    pub origin: String,
    /// How many entries it had.
    pub size: i64,
    /// Root of the tree over their hashes, in base64.
    pub root: String,
    /// Hash of the last one.
    pub head: String,
    pub at: Timestamp,
}

impl Checkpoint {
    pub(super) fn new((origin, size): (&str, i64), root: &Hash, head: &str, at: Timestamp) -> Self {
        let (origin, head) = (origin.to_owned(), head.to_owned());
        Self { origin, size, root: BASE64.encode(root), head, at }
    }

    fn text(&self) -> String {
        let Self { origin, size, root, head, at } = self;
        format!("{origin}\n{size}\n{root}\nhead {head}\ntime {at}\n")
    }

    /// Reads the text of a note without checking its signature.
    pub fn parse(note: &str) -> Option<Self> {
        let (text, _) = note.split_once("\n\n")?;
        let mut lines = text.lines();
        let checkpoint = Self {
            origin: lines.next()?.to_owned(),
            size: lines.next()?.parse().ok()?,
            root: lines.next()?.to_owned(),
            head: lines.next()?.strip_prefix("head ")?.to_owned(),
            at: lines.next()?.strip_prefix("time ")?.parse().ok()?,
        };
        // The signed text must be exactly what was read, with nothing added.
        (lines.next().is_none() && format!("{text}\n") == checkpoint.text()).then_some(checkpoint)
    }

    /// Whether it tells of a record with this root and head at its size.
    pub fn tells_of(&self, root: &Hash, head: &str) -> bool {
        self.root == BASE64.encode(root) && self.head == head
    }
}

/// A public key with its owner's name, as a note's verifier: `name+hash+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    key: VerifyingKey,
}

impl Verifier {
    fn id(&self) -> [u8; 4] {
        let digest = Sha256::new()
            .chain_update(self.name.as_bytes())
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize();
        let mut id = [0; 4];
        id.iter_mut().zip(digest).for_each(|(place, byte)| *place = byte);
        id
    }

    /// Whether this key signed the note.
    pub fn signed(&self, note: &str) -> bool {
        let Some((text, signatures)) = note.split_once("\n\n") else { return false };
        let begins = format!("\u{2014} {} ", self.name);
        let made = signatures.lines().filter_map(|line| line.strip_prefix(begins.as_str()));
        let mut made = made.filter_map(|line| BASE64.decode(line).ok());
        made.any(|bytes| match bytes.split_at_checked(4) {
            Some((id, signature)) if id == self.id() => {
                self.verifies(format!("{text}\n").as_bytes(), signature)
            }
            _ => false,
        })
    }

    fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(text, &signature).is_ok())
    }

    /// Whether this key announced another in its place.
    pub fn handed_over(&self, to: &Self, signature: &str) -> bool {
        let signature = BASE64.decode(signature).unwrap_or_default();
        self.verifies(hand_over(self, to).as_bytes(), &signature)
    }
}

fn hand_over(from: &Verifier, to: &Verifier) -> String {
    format!("tubel: a new key of the record\n{from}\n{to}\n")
}

impl std::fmt::Display for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = [&[ED25519], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, canonical::hex(&self.id()), BASE64.encode(key))
    }
}

impl std::str::FromStr for Verifier {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const SHAPE: &str =
            "a public key of the record is NAME+HASH+KEY, as the page /ledger shows it";
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(SHAPE);
        };
        let key = BASE64.decode(key).map_err(|_| SHAPE)?;
        let Some((&ED25519, key)) = key.split_first() else { return Err(SHAPE) };
        let key: [u8; 32] = key.try_into().map_err(|_| SHAPE)?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| SHAPE)?;
        let verifier = Self { name: name.to_owned(), key };
        let fits = !name.is_empty() && id == canonical::hex(&verifier.id());
        if fits { Ok(verifier) } else { Err(SHAPE) }
    }
}

/// The private key, and the name of the record that it signs.
pub struct Signer {
    name: String,
    key: SigningKey,
}

impl Signer {
    /// With the key in this file. A missing file is created, readable by this account only.
    ///
    /// # Errors
    /// A file that others can read or that is no key; a name with a space or a plus in it.
    pub fn open(file: &Path, name: &str) -> Result<Self, Failure> {
        Self::new(&key_file::read_or_make(file)?, name)
    }

    /// With a key of 32 bytes.
    ///
    /// # Errors
    /// A name with a space or a plus in it.
    pub fn new(key: &[u8; 32], name: &str) -> Result<Self, Failure> {
        if name.is_empty() || name.contains(|letter: char| letter.is_whitespace() || letter == '+')
        {
            let why = "record.origin: a name without spaces and plus signs".to_owned();
            return Err(Failure::Unavailable(why));
        }
        Ok(Self { name: name.to_owned(), key: SigningKey::from_bytes(key) })
    }

    pub fn verifier(&self) -> Verifier {
        Verifier { name: self.name.clone(), key: self.key.verifying_key() }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn sign(&self, checkpoint: &Checkpoint) -> String {
        let (text, id) = (checkpoint.text(), self.verifier().id());
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        let line = BASE64.encode([id.as_slice(), signature.as_slice()].concat());
        format!("{text}\n\u{2014} {} {line}\n", self.name)
    }

    /// Says that another key takes this one's place.
    pub(super) fn hand_over(&self, to: &Verifier) -> String {
        BASE64.encode(self.key.sign(hand_over(&self.verifier(), to).as_bytes()).to_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed() -> (Signer, String) {
        let signer = Signer::new(&[7; 32], "tubel.example/record").unwrap();
        let at = Timestamp::from_micros(1_000_000);
        let checkpoint = Checkpoint::new((signer.name(), 3), &[5; 32], &"a".repeat(64), at);
        let note = signer.sign(&checkpoint);
        assert_eq!(Checkpoint::parse(&note), Some(checkpoint));
        (signer, note)
    }

    #[test]
    fn a_note_is_its_signers_and_every_change_of_it_shows() {
        let (signer, note) = signed();
        assert!(signer.verifier().signed(&note));
        for at in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(!signer.verifier().signed(&changed), "the byte at {at}");
            }
        }
        let other = Signer::new(&[8; 32], "tubel.example/record").unwrap();
        assert!(!other.verifier().signed(&note));
        assert!(Signer::new(&[8; 32], "two words").is_err());
    }

    #[test]
    fn a_public_key_travels_as_text_and_says_when_it_was_mistyped() {
        let verifier = signed().0.verifier();
        let text = verifier.to_string();
        assert_eq!(text.parse::<Verifier>(), Ok(verifier));
        for at in 0..text.len() {
            let mut mistyped = text.clone().into_bytes();
            mistyped[at] = if mistyped[at] == b'B' { b'C' } else { b'B' };
            assert!(String::from_utf8(mistyped).unwrap().parse::<Verifier>().is_err(), "{at}");
        }
    }

    #[test]
    fn a_new_key_is_announced_by_the_old_one_alone() {
        let (old, _) = signed();
        let new = Signer::new(&[8; 32], "tubel.example/record").unwrap().verifier();
        let signature = old.hand_over(&new);
        assert!(old.verifier().handed_over(&new, &signature));
        assert!(!new.handed_over(&old.verifier(), &signature));
        assert!(!old.verifier().handed_over(&old.verifier(), &signature));
    }
}
