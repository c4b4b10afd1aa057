//! Rules for accounts: the NIP, the password, which roles may be combined. Pure.

pub mod acting;
pub mod email;
pub mod independence;
pub mod nip;
pub mod staff;
pub mod substitutes;
pub mod totp;

use super::{ChangeState, Unit};
use crate::kernel::access::Role;
use crate::kernel::characters;
use crate::kernel::errors::{Code, Failure, FieldError, Refusal, common};
use crate::kernel::settings;

crate::codes! {
    NIP_LENGTH = 422 "nip_length";
    NIP_NOT_DIGITS = 422 "nip_not_digits";
    NIP_BIRTH_DATE = 422 "nip_birth_date";
    NIP_BIRTH_YEAR = 422 "nip_birth_year";
    NIP_LOOKS_LIKE_PPPK = 422 "nip_looks_like_pppk";
    NIP_APPOINTMENT_MONTH = 422 "nip_appointment_month";
    NIP_APPOINTED_TOO_YOUNG = 422 "nip_appointed_too_young";
    NIP_APPOINTED_LATER = 422 "nip_appointed_later";
    NIP_SEX = 422 "nip_sex";
    NIP_SERIAL = 422 "nip_serial";
    PASSWORD_TOO_SHORT = 422 "password_too_short";
    PASSWORD_TOO_LONG = 422 "password_too_long";
    PASSWORD_COMMON = 422 "password_common";
    PASSWORD_CONTAINS_ACCOUNT = 422 "password_contains_account";
    PASSWORD_WRONG = 422 "password_wrong";
    IDENTITY_NOT_CONFIRMED = 422 "identity_not_confirmed";
    EMAIL_TAKEN = 409 "email_taken";
    NIP_TAKEN = 409 "nip_taken";
    NIP_CONFIRMED_ALREADY = 409 "nip_confirmed_already";
    NIP_NOT_CLAIMED = 409 "nip_not_claimed";
    NIP_NOT_CONFIRMED = 409 "nip_not_confirmed";
    OWN_NIP = 409 "own_nip";
    ADDRESS_NOT_LATIN = 422 "address_not_latin";
    ADDRESS_PUNYCODE = 422 "address_punycode";
    ADDRESS_LOOKALIKE = 422 "address_lookalike";
    ADDRESS_DOMAIN_SHORT = 422 "address_domain_short";
    ADDRESS_SAME = 422 "address_same";
    ADDRESS_TOO_EARLY = 409 "address_too_early";
    ADDRESS_OWN_WAY = 409 "address_own_way";
    APPROVAL_BY_ANOTHER = 409 "approval_by_another";
    STAFF_COLUMNS = 422 "staff_columns";
    STAFF_TWICE = 422 "staff_twice";
    STAFF_EMPTY = 422 "staff_empty";
    SIGN_IN_FAILED = 401 "sign_in_failed";
    REFRESH_FAILED = 401 "refresh_failed";
    TOO_MANY_FAILURES = 429 "too_many_failures";
    DUTY_ALREADY_HELD = 409 "duty_already_held";
    ROLE_ALREADY_HELD = 409 "role_already_held";
    ROLE_NOT_HELD = 409 "role_not_held";
    OWN_ROLES = 409 "own_roles";
    ACCOUNT_ERASED = 409 "account_erased";
    ACCOUNT_OFF = 409 "account_off";
    LAST_OF_ROLE = 409 "last_of_role";
    NOT_INDEPENDENT = 409 "not_independent";
    NOBODY_INDEPENDENT = 409 "nobody_independent";
    CHANGE_WAITING = 409 "change_waiting";
    CHANGE_DECIDED = 409 "change_decided";
    NOBODY_COULD_APPROVE = 409 "nobody_could_approve";
    OWN_CHANGE = 409 "own_change";
    SUPERIOR_LOOP = 422 "superior_loop";
    UNIT_LOOP = 422 "unit_loop";
    ACTING_PERIOD = 422 "acting_period";
    ACTING_ON_DUTY = 422 "acting_on_duty";
    ACTING_ONESELF = 422 "acting_oneself";
    ACTING_ENDED = 409 "acting_ended";
    SUBSTITUTE_INCOMPLETE = 422 "substitute_incomplete";
    SUBSTITUTE_ONESELF = 422 "substitute_oneself";
    SUBSTITUTE_PERIOD = 422 "substitute_period";
    ROLE_NOT_HELD_BY = 422 "role_not_held_by";
    UNIT_CODE_TAKEN = 422 "unit_code_taken";
    LINK_SPENT = 409 "link_spent";
    TOO_MANY_LETTERS = 429 "too_many_letters";
    EMAIL_VERIFIED_ALREADY = 409 "email_verified_already";
    EMAIL_NOT_VERIFIED = 403 "email_not_verified";
    SECOND_FACTOR_MISSING = 403 "second_factor_missing";
    SECOND_FACTOR_SET = 409 "second_factor_set";
    SECOND_FACTOR_NOT_SET = 409 "second_factor_not_set";
    SEAL_BROKEN = 503 "seal_broken";
    CODE_WRONG = 422 "code_wrong";
    CHALLENGE_SPENT = 401 "challenge_spent";
}

/// A change is decided or withdrawn once.
///
/// # Errors
/// `change_decided`.
pub fn check_waiting(state: ChangeState) -> Result<(), Refusal> {
    match state {
        ChangeState::Waiting => Ok(()),
        ChangeState::Approved | ChangeState::Refused | ChangeState::Withdrawn => {
            Err(Refusal::new(CHANGE_DECIDED))
        }
    }
}

/// What a person with these roles must do before acting in any of them.
pub fn missing(
    roles: &[Role],
    is_verified: bool,
    has_second_factor: bool,
    settings: &settings::Accounts,
) -> Option<Code> {
    if settings.require_verified_email && !is_verified {
        return Some(EMAIL_NOT_VERIFIED);
    }
    let is_needed = settings.require_second_factor && needs_second_factor(roles);
    (is_needed && !has_second_factor).then_some(SECOND_FACTOR_MISSING)
}

/// Roles for which a password alone is not enough.
pub fn needs_second_factor(roles: &[Role]) -> bool {
    let guarded = [Role::Secretariat, Role::Chair, Role::Decider];
    roles.iter().any(|role| guarded.contains(role))
}

/// A longer password takes more time to hash and is not stronger.
const PASSWORD_MOST: usize = 256;

/// Words that a password must not consist of: the top of the published lists, and the agency's own.
const COMMON: [&str; 18] = [
    "password",
    "12345678",
    "qwerty",
    "iloveyou",
    "sayang",
    "indonesia",
    "admin",
    "letmein",
    "bpom",
    "badanpom",
    "pengawas",
    "tugasbelajar",
    "rahasia",
    "katasandi",
    "welcome",
    "abc123",
    "11111111",
    "garuda",
];

/// NIST SP 800-63B-4: a minimum length and a block list; no composition rules.
pub fn check_password(
    password: &str,
    minimum: usize,
    email: &str,
    nip: Option<&str>,
) -> Result<(), FieldError> {
    let fault = |code: Code| FieldError::new("password", code);
    let length = password.chars().count();
    if length < minimum {
        return Err(fault(PASSWORD_TOO_SHORT).with("minimum", minimum));
    }
    if length > PASSWORD_MOST {
        return Err(fault(PASSWORD_TOO_LONG).with("maximum", PASSWORD_MOST));
    }
    let lower = password.to_lowercase();
    let name = email.split('@').next().unwrap_or("");
    let holds = |part: &str| part.chars().count() >= 4 && lower.contains(&part.to_lowercase());
    if holds(name) || nip.is_some_and(holds) {
        return Err(fault(PASSWORD_CONTAINS_ACCOUNT));
    }
    if is_common(&lower) {
        return Err(fault(PASSWORD_COMMON));
    }
    Ok(())
}

/// Whether common words, alone or repeated, make up most of it, or it uses very few different
/// characters.
fn is_common(lower: &str) -> bool {
    let mut rest: String = lower.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let whole = rest.chars().count();
    for word in COMMON {
        rest = rest.replace(word, "");
    }
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    rest.chars().count() * 2 < whole || letters.len() < 5
}

/// Whether `role` may be given to somebody who holds `held`: one duty per account.
pub fn check_grant(held: &[Role], role: Role) -> Result<(), Code> {
    if held.contains(&role) {
        return Err(ROLE_ALREADY_HELD);
    }
    if role.is_duty() && held.iter().any(|other| other.is_duty()) {
        return Err(DUTY_ALREADY_HELD);
    }
    Ok(())
}

/// Whether a change of a unit can affect seats in a call. Limits count by kind, place and
/// remoteness; two units are merged by switching one off or giving it another parent. Names and
/// time zones have no effect.
pub fn weighs_in_a_call(before: &Unit, after: &Unit) -> bool {
    let weighty = |unit: &Unit| {
        (unit.parent.clone(), unit.kind.clone(), unit.region.clone(), unit.remote, unit.active)
    };
    weighty(before) != weighty(after)
}

pub const TIME_ZONES: [&str; 3] = ["WIB", "WITA", "WIT"];

pub const UNIT_KINDS: [&str; 10] = [
    "agency",
    "secretariat",
    "deputy",
    "inspectorate",
    "directorate",
    "bureau",
    "centre",
    "balai_besar",
    "balai",
    "loka",
];

/// Checks that the tables can hold the unit's kind, zone and code, and the letters of its names.
///
/// # Errors
/// `invalid` with every field at fault.
pub fn check_unit(unit: &Unit) -> Result<(), Failure> {
    let mut faults = Vec::new();
    let mut one_of = |field: &str, value: &str, allowed: &[&str]| {
        if !allowed.contains(&value) {
            let fault = FieldError::new(field, common::field::NOT_ONE_OF);
            faults.push(fault.with("allowed", allowed.join(", ")));
        }
    };
    one_of("kind", &unit.kind, &UNIT_KINDS);
    one_of("time_zone", &unit.time_zone, &TIME_ZONES);
    for (field, text) in [("name", &unit.name), ("city", &unit.city), ("region", &unit.region)] {
        faults.extend(characters::name_fault(field, text));
    }
    // It stands in an address as well as in a form.
    let code = unit.code.as_str();
    let fits = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'.';
    if code.is_empty() || code.len() > 32 || !code.bytes().all(fits) {
        faults.push(
            FieldError::new("code", common::field::WRONG_SHAPE).with("detail", "P.D1.03, U.BB.MKS"),
        );
    }
    Failure::when_any(faults)
}

/// The fault of a person's name.
pub fn name_fault(name: &str) -> Option<FieldError> {
    characters::name_fault("name", name)
}

/// What is typed for signing in: an e-mail, or a NIP without its spaces and dots.
pub fn normal_login(typed: &str) -> String {
    let digits: String = typed.chars().filter(|letter| !matches!(letter, ' ' | '.')).collect();
    let is_nip = digits.len() == 18 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_nip { digits } else { normal_email(typed) }
}

/// An address in its stored form: trimmed, lower case.
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(password: &str) -> Option<&'static str> {
        check_password(password, 15, "siti@pom.go.id", Some("198609262015051001"))
            .err()
            .map(|error| error.code.name)
    }

    #[test]
    fn passwords_are_judged_by_length_and_by_what_everybody_tries() {
        assert_eq!(verdict("kuda laut makan nasi"), None);
        assert_eq!(verdict("pendek"), Some("password_too_short"));
        assert_eq!(verdict("passwordpassword"), Some("password_common"));
        assert_eq!(verdict("aaaaaaaaaaaaaaaaaa"), Some("password_common"));
        assert_eq!(verdict("halo siti apa kabar"), Some("password_contains_account"));
        assert_eq!(verdict("x198609262015051001"), Some("password_contains_account"));
    }

    #[test]
    fn nobody_holds_two_duties() {
        assert_eq!(check_grant(&[Role::Candidate], Role::Reviewer), Ok(()));
        assert_eq!(check_grant(&[Role::Reviewer], Role::UnitHead), Ok(()));
        assert_eq!(check_grant(&[Role::Reviewer], Role::Chair), Err(DUTY_ALREADY_HELD));
        assert_eq!(check_grant(&[Role::Chair], Role::Chair), Err(ROLE_ALREADY_HELD));
    }
}
