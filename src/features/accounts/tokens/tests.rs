//! Tokens that are refused although they are signed correctly (RFC 8725). The tests build tokens by
//! hand, as an attacker would; a correct token is the control of each test.

use super::*;
use crate::kernel::settings::Settings;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signer as _;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};

struct Bench {
    tokens: Tokens,
    key: SigningKey,
    user: UserId,
    session: SessionId,
    now: Timestamp,
    _folder: tempfile::TempDir,
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::load(None).unwrap();
        let tokens = Tokens::open(folder.path(), &settings.accounts).unwrap();
        let seed = key_file::read_or_make(&folder.path().join("signing.key")).unwrap();
        Self {
            tokens,
            key: SigningKey::from_bytes(&seed),
            user: UserId::new().unwrap(),
            session: SessionId::new().unwrap(),
            now: crate::kernel::clock::Clock::System.now(),
            _folder: folder,
        }
    }

    fn claims(&self) -> Value {
        let seconds = self.now.micros().div_euclid(1_000_000);
        json!({
            "iss": ISSUER, "aud": AUDIENCE, "sub": self.user, "sid": self.session,
            "iat": seconds, "nbf": seconds, "exp": seconds + 60,
        })
    }

    /// Signed with the right key.
    fn signed(&self, header: &Value, claims: &Value) -> String {
        let text = format!("{}.{}", encoded(header), encoded(claims));
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn is_taken(&self, token: &str) -> bool {
        self.tokens.check(token, self.now).is_ok()
    }
}

fn header() -> Value {
    json!({"typ": "JWT", "alg": "EdDSA"})
}

#[test]
fn a_token_of_ours_names_its_user_and_session() {
    let bench = Bench::new();
    let by_hand = bench.signed(&header(), &bench.claims());
    let issued = bench.tokens.issue(&bench.user, &bench.session, bench.now).unwrap();
    for token in [by_hand, issued] {
        let read = bench.tokens.check(&token, bench.now).unwrap();
        assert_eq!(read, Credentials { user: bench.user.clone(), session: bench.session.clone() });
    }
}

#[test]
fn no_other_algorithm_and_no_other_key_makes_a_token() {
    let bench = Bench::new();
    let with = |algorithm: &str, signature: &dyn Fn(&[u8]) -> Vec<u8>| {
        let header = encoded(&json!({"typ": "JWT", "alg": algorithm}));
        let text = format!("{header}.{}", encoded(&bench.claims()));
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature(text.as_bytes())))
    };
    let ours = |text: &[u8]| bench.key.sign(text).to_bytes().to_vec();
    assert!(bench.is_taken(&with("EdDSA", &ours)));
    let none = |_: &[u8]| Vec::new();
    let public = bench.key.verifying_key().to_bytes();
    // The public key used as an HMAC secret: the classical algorithm confusion.
    let confused = |text: &[u8]| {
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&public).unwrap();
        mac.update(text);
        mac.finalize().into_bytes().to_vec()
    };
    for algorithm in
        ["none", "None", "NONE", "", "HS256", "HS512", "ES256", "RS256", "PS256", "eddsa"]
    {
        for signature in [&none as &dyn Fn(&[u8]) -> Vec<u8>, &ours, &confused] {
            assert!(!bench.is_taken(&with(algorithm, signature)), "{algorithm}");
        }
    }
    let stranger = SigningKey::from_bytes(&[7; 32]);
    assert!(!bench.is_taken(&with("EdDSA", &|text| stranger.sign(text).to_bytes().to_vec())));
    assert!(!bench.is_taken(&with("EdDSA", &none)) && !bench.is_taken(&with("EdDSA", &confused)));
    let short = |text: &[u8]| ours(text).into_iter().take(63).collect();
    assert!(!bench.is_taken(&with("EdDSA", &short)));
}

#[test]
fn a_claim_of_another_type_is_refused_though_the_signature_is_right() {
    let bench = Bench::new();
    let good = bench.claims();
    let (exp, user, session) = (&good["exp"], &good["sub"], &good["sid"]);
    let wrong = [
        ("iss", vec![json!([ISSUER]), json!({"tubel": 1}), json!(null), json!("other"), json!(1)]),
        (
            "aud",
            vec![
                json!([AUDIENCE]),
                json!([AUDIENCE, PAGES]),
                json!(PAGES),
                json!(CHALLENGE),
                json!(null),
            ],
        ),
        ("sub", vec![json!([user]), json!(1), json!(null), json!(""), json!({"id": user})]),
        ("sid", vec![json!([session]), json!(null), json!(""), json!(true)]),
        (
            "exp",
            vec![
                json!(exp.to_string()),
                json!([exp]),
                json!(null),
                json!(true),
                json!(1e300),
                json!(-1),
            ],
        ),
        ("nbf", vec![json!("0"), json!(null), json!([0]), json!({}), json!(exp)]),
        ("iat", vec![json!("0"), json!(null), json!([0])]),
    ];
    for (claim, values) in wrong {
        for value in values {
            let mut claims = good.clone();
            claims[claim] = value;
            assert!(!bench.is_taken(&bench.signed(&header(), &claims)), "{claims}");
        }
        let mut claims = good.clone();
        claims.as_object_mut().unwrap().remove(claim);
        assert!(!bench.is_taken(&bench.signed(&header(), &claims)), "without {claim}");
    }
    let mut more = good.clone();
    more["roles"] = json!(["chair"]);
    assert!(!bench.is_taken(&bench.signed(&header(), &more)));
}

#[test]
fn what_the_header_asks_for_is_refused() {
    let bench = Bench::new();
    for (name, value) in
        [("crit", json!(["b64"])), ("crit", json!(["exp"])), ("alg", json!(["EdDSA"]))]
    {
        let mut header = header();
        header[name] = value;
        assert!(!bench.is_taken(&bench.signed(&header, &bench.claims())), "{header}");
    }
    let good = bench.signed(&header(), &bench.claims());
    for text in [
        String::new(),
        "..".to_owned(),
        format!("{good}."),
        format!(".{good}"),
        good.replace('.', ""),
    ] {
        assert!(!bench.is_taken(&text), "{text}");
    }
}

#[test]
fn a_token_is_good_for_one_purpose_and_its_time() {
    let bench = Bench::new();
    let (tokens, now) = (&bench.tokens, bench.now);
    let page = tokens.issue_for_pages(&bench.user, &bench.session, now).unwrap();
    assert!(!bench.is_taken(&page) && tokens.check_of_pages(&page, now).is_ok());
    let challenge = tokens.issue_challenge(&bench.user, &bench.session, now).unwrap();
    assert!(!bench.is_taken(&challenge) && tokens.check_challenge(&challenge, now).is_ok());
    let token = bench.signed(&header(), &bench.claims());
    assert!(tokens.check(&token, now.plus_seconds(59)).is_ok());
    assert!(tokens.check(&token, now.plus_seconds(61)).is_err());
    assert!(tokens.check(&token, now.plus_seconds(-5)).is_err());
}
