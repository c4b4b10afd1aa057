//! Secrets that must be read again, such as those of one-time codes, are stored encrypted, so that
//! the database alone does not reveal them. The key is derived from the instance's signing key.

use super::rules::SEAL_BROKEN;
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

pub struct Sealing(LessSafeKey);

/// The key is not the one that encrypted it; perhaps the database was restored without its key. The
/// log said so at the start.
fn broken() -> Failure {
    Failure::refused(SEAL_BROKEN)
}

impl Sealing {
    /// With a key of 32 bytes.
    ///
    /// # Errors
    /// When the key does not have 32 bytes.
    pub(super) fn new(key: &[u8]) -> Result<Self, Failure> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, key)
            .map_err(|_| Failure::Unavailable("the sealing key".to_owned()))?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Encrypts a secret of this person; it can be decrypted for nobody else.
    pub(super) fn seal(&self, of: &UserId, secret: &[u8]) -> Result<String, Failure> {
        let mut nonce = [0_u8; NONCE_LEN];
        getrandom::fill(&mut nonce)?;
        let mut sealed = secret.to_vec();
        self.0
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(of.as_str()),
                &mut sealed,
            )
            .map_err(|_| broken())?;
        Ok(format!("{}{}", canonical::hex(&nonce), canonical::hex(&sealed)))
    }

    pub(super) fn open(&self, of: &UserId, sealed: &str) -> Result<Vec<u8>, Failure> {
        let bytes = canonical::unhex(sealed).ok_or_else(broken)?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
        let mut sealed = rest.to_vec();
        let opened = self.0.open_in_place(nonce, Aad::from(of.as_str()), &mut sealed);
        Ok(opened.map_err(|_| broken())?.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_for_its_owner_and_this_key_alone() {
        let (siti, budi) = (UserId::new().unwrap(), UserId::new().unwrap());
        let (ours, others) = (Sealing::new(&[7; 32]).unwrap(), Sealing::new(&[8; 32]).unwrap());
        let sealed = ours.seal(&siti, b"rahasia").unwrap();
        assert_eq!(ours.open(&siti, &sealed).unwrap(), b"rahasia");
        assert!(ours.open(&budi, &sealed).is_err() && others.open(&siti, &sealed).is_err());
        assert!(ours.open(&siti, &sealed[2..]).is_err() && ours.open(&siti, "x").is_err());
        assert_ne!(sealed, ours.seal(&siti, b"rahasia").unwrap());
    }
}
