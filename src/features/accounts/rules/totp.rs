//! One-time codes by RFC 6238 (SHA-1, six digits, thirty seconds: what every authenticator app
//! takes), and the address by which an app takes the secret. Pure.

use ring::hmac;

/// Bytes of a secret; RFC 4226 recommends 160 bits.
pub const SECRET_BYTES: usize = 20;
const STEP_SECONDS: i64 = 30;
const DIGITS: usize = 6;
/// Clocks may be off by one step, either way.
const DRIFT: i64 = 1;

/// The code of one step.
fn code(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes.last().copied().unwrap_or(0) & 0xf);
    let word =
        bytes.iter().skip(offset).take(4).fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

/// The step of this instant, in seconds since 1970.
pub fn step_at(seconds: i64) -> i64 {
    seconds.div_euclid(STEP_SECONDS)
}

/// The code that an app shows at this instant; for tests and for nobody else.
pub fn code_at(secret: &[u8], seconds: i64) -> String {
    code(secret, step_at(seconds))
}

/// The step whose code this is, if it is one of now that is newer than `last_step`: a code seen over
/// somebody's shoulder is worth nothing once it was used.
pub fn matching_step(secret: &[u8], typed: &str, seconds: i64, last_step: i64) -> Option<i64> {
    let now = step_at(seconds);
    let mut found = None;
    for step in now - DRIFT..=now + DRIFT {
        let wanted = code(secret, step);
        let differing = wanted.bytes().zip(typed.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
        if wanted.len() == typed.len() && differing == 0 && step > last_step {
            found = Some(step);
        }
    }
    found
}

/// What was typed, without the spaces that apps show; `None` when it cannot be such a code.
pub fn digits_of(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    (digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// RFC 4648 base 32 without padding, as apps take a secret that is typed in.
pub fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let digit = usize::try_from((held >> bits) & 31).unwrap_or(0);
            text.extend(ALPHABET.get(digit).map(|letter| char::from(*letter)));
        }
    }
    if bits > 0 {
        let digit = usize::try_from((held << (5 - bits)) & 31).unwrap_or(0);
        text.extend(ALPHABET.get(digit).map(|letter| char::from(*letter)));
    }
    text
}

/// The address behind the QR code.
pub fn address(secret: &[u8], email: &str) -> String {
    let account: String = email
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("otpauth://totp/Tubel:{account}?secret={}&issuer=Tubel", base32(secret))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, SHA-1; the last six of its eight digits.
        for (seconds, wanted) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(SECRET, seconds), wanted, "{seconds}");
        }
    }

    #[test]
    fn secrets_are_written_as_the_rfc_says() {
        for (bytes, wanted) in [("f", "MY"), ("fo", "MZXQ"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(bytes.as_bytes()), wanted);
        }
        assert_eq!(
            address(SECRET, "siti@pom.go.id"),
            "otpauth://totp/Tubel:siti%40pom.go.id?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tubel"
        );
    }

    proptest! {
        #[test]
        fn a_code_is_good_once_and_for_a_minute_and_a_half(seconds in 0_i64..4_000_000_000, late in -90_i64..90) {
            let typed = code_at(SECRET, seconds);
            let apart = (step_at(seconds + late) - step_at(seconds)).abs();
            let found = matching_step(SECRET, &typed, seconds + late, -1);
            // A code of another step may be the same by chance; that is one in a million.
            prop_assume!(apart <= 1 || found.is_none());
            prop_assert_eq!(found.is_some(), apart <= 1);
            if let Some(step) = found {
                prop_assert_eq!(matching_step(SECRET, &typed, seconds + late, step.max(step_at(seconds))), None);
            }
        }
    }
}
