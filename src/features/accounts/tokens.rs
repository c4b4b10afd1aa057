//! Access tokens: short JWTs signed with Ed25519, with a fixed algorithm and every claim required.
//! They name only the session; the person and their roles are looked up at each request. Refresh
//! tokens are plain random texts, of which the database keeps the hash.

use super::jwt;
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{SessionId, UserId, random_text};
use crate::kernel::settings;
use crate::platform::files::key_file;
use ed25519_dalek::SigningKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use std::path::Path;

const ISSUER: &str = "tubel";
const AUDIENCE: &str = "tubel-api";

/// The audience of tokens in the cookies of pages. The API does not accept one as a bearer token,
/// and pages do not accept the API's.
const PAGES: &str = "tubel-pages";

/// The audience of the token between the password and the code.
const CHALLENGE: &str = "tubel-second-factor";
pub(super) const CHALLENGE_SECONDS: i64 = 300;

/// The claims of a token. All are required, and numbers must be numbers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// The session and person of a token, not yet looked up in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    pub user: UserId,
    pub session: SessionId,
}

pub struct Tokens {
    sign: EncodingKey,
    verify: DecodingKey,
    /// Binds a form to the session it was made for.
    csrf_key: Vec<u8>,
    pub access_seconds: i64,
    pub refresh_seconds: i64,
    pub idle_seconds: i64,
}

/// A refresh token as it is issued, and as it is stored.
pub(super) struct RefreshToken {
    pub text: String,
    pub hash: String,
}

impl RefreshToken {
    pub(super) fn new() -> Result<Self, Failure> {
        let text = format!("{}{}", random_text()?, random_text()?);
        Ok(Self { hash: Self::hash_of(&text), text })
    }

    pub(super) fn hash_of(text: &str) -> String {
        canonical::sha256_hex(text)
    }
}

impl Tokens {
    pub(super) fn open(folder: &Path, settings: &settings::Accounts) -> Result<Self, Failure> {
        let seed = key_file::read_or_make(&folder.join("signing.key"))?;
        let (sign, verify) = jwt::keys(&SigningKey::from_bytes(&seed))?;
        Ok(Self {
            sign,
            verify,
            csrf_key: seed.to_vec(),
            access_seconds: settings.access_token_minutes * 60,
            refresh_seconds: settings.refresh_token_days * 86_400,
            idle_seconds: settings.idle_minutes * 60,
        })
    }

    /// An access token for this session.
    pub fn issue(
        &self,
        user: &UserId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<String, Failure> {
        self.issue_for((AUDIENCE, self.access_seconds), user, session, now)
    }

    /// A token for the cookie of pages. Every page visited replaces it.
    pub fn issue_for_pages(
        &self,
        user: &UserId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<String, Failure> {
        self.issue_for((PAGES, self.idle_seconds), user, session, now)
    }

    fn issue_for(
        &self,
        (audience, lifetime): (&str, i64),
        user: &UserId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<String, Failure> {
        let seconds = now.micros().div_euclid(1_000_000);
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: audience.to_owned(),
            sub: user.to_string(),
            sid: session.to_string(),
            iat: seconds,
            nbf: seconds,
            exp: seconds + lifetime,
        };
        jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &self.sign)
            .map_err(|error| Failure::Unavailable(format!("signing a token: {error}")))
    }

    /// Checks a token and returns its credentials.
    ///
    /// # Errors
    /// `token_expired`, or `not_signed_in` for anything that is not ours.
    pub fn check(&self, token: &str, now: Timestamp) -> Result<Credentials, Failure> {
        self.check_for(AUDIENCE, token, now)
    }

    /// Checks a page cookie's token.
    pub fn check_of_pages(&self, token: &str, now: Timestamp) -> Result<Credentials, Failure> {
        self.check_for(PAGES, token, now)
    }

    /// A challenge for a person who gave the right password and still has to give the code. It is
    /// valid for five minutes and for one sign-in, because it names the session to be opened.
    pub fn issue_challenge(
        &self,
        user: &UserId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<String, Failure> {
        self.issue_for((CHALLENGE, CHALLENGE_SECONDS), user, session, now)
    }

    /// Checks a challenge.
    pub fn check_challenge(&self, token: &str, now: Timestamp) -> Result<Credentials, Failure> {
        self.check_for(CHALLENGE, token, now)
    }

    /// A separate key for each purpose, derived from the stored one.
    pub(super) fn derived_key(&self, purpose: &[u8]) -> Vec<u8> {
        use hmac::{Hmac, KeyInit, Mac};
        // HMAC accepts a key of any length.
        let Ok(mut mac) = Hmac::<sha2::Sha256>::new_from_slice(&self.csrf_key) else {
            return Vec::new();
        };
        mac.update(purpose);
        mac.finalize().into_bytes().to_vec()
    }

    /// The token that a form of this session must carry.
    pub fn csrf(&self, session: &SessionId) -> String {
        canonical::hex(&self.derived_key(format!("tubel form {session}").as_bytes()))
    }

    /// Whether a form carries the right token for its session.
    pub fn csrf_fits(&self, session: &SessionId, sent: &str) -> bool {
        let wanted = self.csrf(session);
        let differing = wanted.bytes().zip(sent.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
        !wanted.is_empty() && wanted.len() == sent.len() && differing == 0
    }

    fn check_for(
        &self,
        audience: &str,
        token: &str,
        now: Timestamp,
    ) -> Result<Credentials, Failure> {
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[audience]);
        rules.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        // The time is compared below with our own clock, not with the library's.
        rules.validate_exp = false;
        rules.validate_nbf = false;
        let refused = || Failure::refused(common::NOT_SIGNED_IN);
        let claims = jsonwebtoken::decode::<Claims>(token, &self.verify, &rules)
            .map_err(|_| refused())?
            .claims;
        let seconds = now.micros().div_euclid(1_000_000);
        if seconds >= claims.exp {
            return Err(Failure::refused(common::TOKEN_EXPIRED));
        }
        if seconds < claims.nbf {
            return Err(refused());
        }
        Ok(Credentials {
            user: claims.sub.parse().map_err(|_| refused())?,
            session: claims.sid.parse().map_err(|_| refused())?,
        })
    }
}

#[cfg(test)]
mod tests;
