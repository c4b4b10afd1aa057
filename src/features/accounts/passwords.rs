//! Argon2id with a limited number of hashes at the same time, so that a flood of sign-ins costs
//! waiting time, not memory. For an unknown account a dummy hash is checked, which takes equally
//! long.

use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::random_text;
use crate::kernel::settings;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Sign-ins that may wait for their turn; beyond this the answer is `busy`.
const WAITING: usize = 256;
/// New passwords that may wait. They have turns of their own, so that they never block signing in.
const NEW_WAITING: usize = 32;

/// Limits how many hash and how many wait.
#[derive(Clone)]
struct Turns {
    turns: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

impl Turns {
    fn new(at_once: usize, waiting: usize) -> Self {
        let places = |number| Arc::new(Semaphore::new(number));
        Self { turns: places(at_once.max(1)), queue: places(waiting) }
    }
}

#[derive(Clone)]
pub struct Passwords {
    hasher: Argon2<'static>,
    sign_ins: Turns,
    new: Turns,
    dummy: Arc<str>,
}

impl Passwords {
    pub fn new(settings: &settings::Accounts) -> Result<Self, Failure> {
        let params = Params::new(settings.hash_memory_kib, settings.hash_iterations, 1, None)
            .map_err(|error| Failure::Unavailable(format!("accounts.hash_…: {error}")))?;
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = hash(&hasher, "nobody has this password")?.into();
        Ok(Self {
            hasher,
            sign_ins: Turns::new(settings.hashes_at_once, WAITING),
            new: Turns::new(settings.hashes_at_once / 2, NEW_WAITING),
            dummy,
        })
    }

    /// The hash to store, as a PHC string with its own salt.
    ///
    /// # Errors
    /// `busy` when too many wait already.
    pub async fn hash(&self, password: String) -> Result<String, Failure> {
        let hasher = self.hasher.clone();
        in_turn(&self.new, move || hash(&hasher, &password)).await
    }

    /// The hash, computed at once: for the command line, where nobody else waits.
    pub fn hash_now(&self, password: &str) -> Result<String, Failure> {
        hash(&self.hasher, password)
    }

    /// Whether the password is right. Without a stored hash, `false` after the same work.
    ///
    /// # Errors
    /// `busy` when too many wait already.
    pub async fn fits(&self, password: String, stored: Option<String>) -> Result<bool, Failure> {
        let (hasher, dummy) = (self.hasher.clone(), Arc::clone(&self.dummy));
        in_turn(&self.sign_ins, move || {
            let known = stored.is_some();
            let text = stored.as_deref().unwrap_or(&dummy);
            Ok(fits(&hasher, &password, text)? && known)
        })
        .await
    }

    /// The same, computed at once: for the command line, where nobody else waits.
    pub fn fits_now(&self, password: &str, stored: &str) -> Result<bool, Failure> {
        fits(&self.hasher, password, stored)
    }
}

async fn in_turn<T: Send + 'static>(
    turns: &Turns,
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let busy = || Refusal { retry_after: Some(5), ..Refusal::new(common::BUSY) };
    let _place = turns.queue.try_acquire().map_err(|_| busy())?;
    let _turn = turns.turns.acquire().await.map_err(|_| busy())?;
    crate::kernel::blocking::blocking(work).await
}

/// A hash that no password matches: the account can be opened only with a link in a letter.
pub(super) fn of_nobody() -> Result<String, Failure> {
    use base64::Engine;
    let mut random = [0_u8; 48];
    getrandom::fill(&mut random)?;
    let text = |bytes: &[u8]| base64::engine::general_purpose::STANDARD_NO_PAD.encode(bytes);
    let (salt, output) = random.split_at(16);
    Ok(format!("$argon2id$v=19$m=8,t=1,p=1${}${}", text(salt), text(output)))
}

fn fits(hasher: &Argon2<'_>, password: &str, stored: &str) -> Result<bool, Failure> {
    let parsed = PasswordHash::new(stored)
        .map_err(|error| Failure::Inconsistent(format!("a stored password hash: {error}")))?;
    Ok(hasher.verify_password(password.as_bytes(), &parsed).is_ok())
}

fn hash(hasher: &Argon2<'_>, password: &str) -> Result<String, Failure> {
    hasher
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Failure::Unavailable(format!("argon2id: {error}")))
}

/// A password that nobody knows, for an account whose owner has not chosen one yet.
pub fn nobodys_password() -> Result<String, Failure> {
    Ok(format!("{}{}", random_text()?, random_text()?))
}
