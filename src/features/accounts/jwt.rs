//! The only algorithm of our tokens. `jsonwebtoken` has the format and checks the claims;
//! signatures are made and checked here, with Ed25519 only. A token that names any other algorithm
//! is refused, because no code could check it. The crate's own set of algorithms would also compile
//! in RSA, two NIST curves and HMAC (decision 0014).

use crate::kernel::errors::Failure;
use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind, Result};
use jsonwebtoken::signature::{self, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};

/// Our key in the type of `jsonwebtoken`, which hands the bytes back unread: 32 of the secret key,
/// and 32 of the public one.
pub(super) fn keys(key: &SigningKey) -> std::result::Result<(EncodingKey, DecodingKey), Failure> {
    // On a second call it is already installed. This program installs no other.
    PROVIDER.install_default().ok();
    if CryptoProvider::try_get_default().is_none() {
        return Err(Failure::Unavailable("the tokens' algorithm".to_owned()));
    }
    let sign = EncodingKey::from_ed_der(key.as_bytes());
    Ok((sign, DecodingKey::from_ed_der(key.verifying_key().as_bytes())))
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| signer(*algorithm, key),
    verifier_factory: |algorithm, key| verifier(*algorithm, key),
    // Sets of keys as JSON; we neither publish nor read any.
    key_utils: KeyUtils {
        rsa_pub_components_from_private_key: |_| Err(unsupported()),
        rsa_pub_components_from_public_key: |_| Err(unsupported()),
        ec_pub_components_from_private_key: |_, _| Err(unsupported()),
        ed_pub_components_from_private_key: |_, _| Err(unsupported()),
        compute_digest: |_, _| Err(unsupported()),
    },
};

fn unsupported() -> Error {
    ErrorKind::UnsupportedAlgorithm.into()
}

fn signer(algorithm: Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    if algorithm != Algorithm::EdDSA || key.family() != algorithm.family() {
        return Err(unsupported());
    }
    let seed = key.as_bytes().try_into().map_err(|_| ErrorKind::InvalidEddsaKey)?;
    Ok(Box::new(Ed25519Signer(SigningKey::from_bytes(seed))))
}

fn verifier(algorithm: Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    if algorithm != Algorithm::EdDSA || key.family() != algorithm.family() {
        return Err(unsupported());
    }
    let bytes = key.try_get_as_bytes()?.try_into().map_err(|_| ErrorKind::InvalidEddsaKey)?;
    let key = VerifyingKey::from_bytes(bytes).map_err(|_| ErrorKind::InvalidEddsaKey)?;
    Ok(Box::new(Ed25519Verifier(key)))
}

struct Ed25519Signer(SigningKey);

impl Signer<Vec<u8>> for Ed25519Signer {
    fn try_sign(&self, text: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        let signature: Signature = self.0.try_sign(text)?;
        Ok(signature.to_bytes().to_vec())
    }
}

impl JwtSigner for Ed25519Signer {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

struct Ed25519Verifier(VerifyingKey);

impl Verifier<Vec<u8>> for Ed25519Verifier {
    fn verify(&self, text: &[u8], sent: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        self.0.verify_strict(text, &Signature::from_slice(sent)?)
    }
}

impl JwtVerifier for Ed25519Verifier {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}
