//! Which e-mail addresses are accepted: only plain Latin letters, so that no two look the same, and
//! no domain that imitates the agency's. Pure.

use super::{
    ADDRESS_DOMAIN_SHORT, ADDRESS_LOOKALIKE, ADDRESS_NOT_LATIN, ADDRESS_PUNYCODE, normal_email,
};
use crate::kernel::characters;
use crate::kernel::errors::{FieldError, common};
use validator::ValidateEmail;

/// The address in its stored form.
///
/// # Errors
/// The first fault, at the field `email`.
pub fn checked(typed: &str, agency_domains: &[String]) -> Result<String, FieldError> {
    let fault = |code| FieldError::new("email", code);
    let email = normal_email(typed);
    if let Some(hidden) = characters::text_fault("email", typed.trim()) {
        return Err(hidden);
    }
    if let Some(letter) = email.chars().find(|letter| !letter.is_ascii()) {
        let point = format!("U+{:04X}", u32::from(letter));
        return Err(fault(ADDRESS_NOT_LATIN).with("letter", letter).with("character", point));
    }
    if !email.validate_email() {
        return Err(fault(common::field::NOT_AN_EMAIL));
    }
    let domain = email.rsplit('@').next().unwrap_or("");
    if domain.split('.').any(|label| label.starts_with("xn--")) {
        return Err(fault(ADDRESS_PUNYCODE).with("domain", domain));
    }
    if !domain.contains('.') {
        return Err(fault(ADDRESS_DOMAIN_SHORT).with("domain", domain));
    }
    match agency_domains.iter().find(|ours| pretends(domain, ours)) {
        Some(ours) => Err(fault(ADDRESS_LOOKALIKE).with("domain", domain).with("meant", ours)),
        None => Ok(email),
    }
}

/// Whether a domain, or one above it, looks like ours but is written differently.
fn pretends(domain: &str, ours: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let wanted = ours.split('.').count();
    let Some(end) = labels.len().checked_sub(wanted).and_then(|from| labels.get(from..)) else {
        return false;
    };
    characters::looks_like(&end.join("."), ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(typed: &str) -> Result<String, &'static str> {
        checked(typed, &["pom.go.id".to_owned()]).map_err(|fault| fault.code.name)
    }

    #[test]
    fn addresses_are_stored_in_one_way() {
        for typed in ["Siti@pom.go.id", " siti@POM.go.id ", "siti@mail.pom.go.id", "a@ui.ac.id"] {
            assert_eq!(verdict(typed), Ok(typed.trim().to_lowercase()));
        }
    }

    #[test]
    fn what_pretends_to_be_another_address_is_refused() {
        for (typed, code) in [
            ("siti@p0m.go.id", "address_lookalike"),
            ("siti@porn.go.id", "address_lookalike"),
            ("siti@mail.p0m.g0.id", "address_lookalike"),
            ("siti@xn--pm-emc.go.id", "address_punycode"),
            ("siti@ро.id", "lookalike_character"),
            ("siti@жук.id", "address_not_latin"),
            ("siti@pоm.go.id", "lookalike_character"),
            ("sitі@pom.go.id", "lookalike_character"),
            ("müller@pom.go.id", "address_not_latin"),
            ("siti\u{200B}@pom.go.id", "hidden_character"),
            ("siti@pom", "address_domain_short"),
            ("siti", "not_an_email"),
            ("", "not_an_email"),
        ] {
            assert_eq!(verdict(typed), Err(code), "{typed}");
        }
    }
}
