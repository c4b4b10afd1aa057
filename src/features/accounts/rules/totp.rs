//! One-time codes by RFC 6238 (SHA-1, six digits, thirty seconds: every authenticator app supports
//! this), and the address by which an app receives the secret. Pure.

use crate::kernel::percent;
use data_encoding::BASE32_NOPAD;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// Bytes of a secret; RFC 4226 recommends 160 bits.
pub const SECRET_BYTES: usize = 20;
const STEP_SECONDS: i64 = 30;
const DIGITS: u8 = 6;
/// Clocks may differ by one step in either direction.
const DRIFT: i64 = 1;

/// The codes of this secret for single steps; the steps to check are chosen here. `None` if it is
/// not one of our secrets.
fn codes_of(secret: &[u8]) -> Option<Totp> {
    let codes = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_step_duration(STEP_SECONDS.unsigned_abs())
        .with_skew(0)
        .with_secret(Secret::new_stack(secret.try_into().ok()?));
    codes.build().ok()
}

/// The step of this instant, in seconds since 1970.
pub fn step_at(seconds: i64) -> i64 {
    seconds.div_euclid(STEP_SECONDS)
}

/// The code that an app shows at this instant; for tests only. Empty if the secret is not valid,
/// and before 1970.
pub fn code_at(secret: &[u8], seconds: i64) -> String {
    let (codes, at) = (codes_of(secret), u64::try_from(seconds).ok());
    codes.zip(at).map(|(codes, at)| codes.generate(at).to_string()).unwrap_or_default()
}

/// The step of this code, if it is a current step and newer than `last_step`: so a code that
/// somebody else saw is useless after it was used. If two steps have the same code, the later one
/// is returned.
pub fn matching_step(secret: &[u8], typed: &str, seconds: i64, last_step: i64) -> Option<i64> {
    let (codes, now) = (codes_of(secret)?, step_at(seconds));
    let fits = |step: &i64| {
        let at = u64::try_from(step * STEP_SECONDS);
        at.is_ok_and(|at| codes.check(typed, at).is_some())
    };
    (now - DRIFT..=now + DRIFT).filter(|step| *step > last_step).rfind(fits)
}

/// What was typed, without the spaces that apps show; `None` when it cannot be such a code.
pub fn digits_of(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    (digits.len() == usize::from(DIGITS) && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then_some(digits)
}

/// RFC 4648 base 32 without padding, the form in which a secret is typed into an app.
pub fn base32(bytes: &[u8]) -> String {
    BASE32_NOPAD.encode(bytes)
}

/// The address in the QR code.
pub fn address(secret: &[u8], email: &str) -> String {
    let account = percent::encoded(email, percent::IN_ADDRESSES);
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

    #[test]
    fn what_is_no_code_of_the_app_fits_no_step() {
        let code = code_at(SECRET, 59);
        assert_eq!(matching_step(SECRET, &code, 59, 0), Some(1));
        for typed in ["", "28708", "2870820", "+28708", " 287082", "28708a", "\u{661}87082"] {
            assert_eq!(matching_step(SECRET, typed, 59, 0), None, "{typed}");
        }
        assert_eq!(matching_step(&SECRET[1..], &code, 59, 0), None);
        assert_eq!(code_at(&SECRET[1..], 59), "");
    }

    proptest! {
        #[test]
        fn a_code_is_good_once_and_for_a_minute_and_a_half(seconds in 0_i64..4_000_000_000, late in -90_i64..90) {
            let typed = code_at(SECRET, seconds);
            let apart = (step_at(seconds + late) - step_at(seconds)).abs();
            let found = matching_step(SECRET, &typed, seconds + late, -1);
            // The code of another step can be the same by chance, one in a million.
            prop_assume!(apart <= 1 || found.is_none());
            prop_assert_eq!(found.is_some(), apart <= 1);
            if let Some(step) = found {
                prop_assert_eq!(matching_step(SECRET, &typed, seconds + late, step.max(step_at(seconds))), None);
            }
        }
    }
}
