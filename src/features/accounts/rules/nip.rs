//! The civil servant's number (NIP): date of birth `YYYYMMDD`, first appointment `YYYYMM`, sex,
//! serial number. Source: Perka BKN 22/2007 and 43/2007; `domain.md` §4 of the design. There is no
//! check digit: a well-formed number may still belong to nobody.

use super::{
    NIP_APPOINTED_LATER, NIP_APPOINTED_TOO_YOUNG, NIP_APPOINTMENT_MONTH, NIP_BIRTH_DATE,
    NIP_BIRTH_YEAR, NIP_LENGTH, NIP_LOOKS_LIKE_PPPK, NIP_NOT_DIGITS, NIP_SERIAL, NIP_SEX,
};
use crate::kernel::errors::Code;
use chrono::{Datelike, Months, NaiveDate};

/// Nobody born earlier is still in service.
const FIRST_BIRTH_YEAR: i32 = 1940;

/// The minimum age at appointment, in years.
const ADULT: u32 = 18;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    Man,
    Woman,
}

/// A well-formed number and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nip {
    digits: String,
    pub birth: NaiveDate,
    /// The first day of the month of appointment.
    pub appointed: NaiveDate,
    pub sex: Sex,
}

impl Nip {
    /// Checks a number as people type it, with spaces or dots between the groups.
    ///
    /// # Errors
    /// The first fault, in the order of `domain.md` §4, each with its own code.
    pub fn parse(typed: &str, today: NaiveDate) -> Result<Self, Code> {
        let digits: String =
            typed.chars().filter(|letter| !matches!(letter, ' ' | '.' | '\u{a0}')).collect();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NIP_NOT_DIGITS);
        }
        if digits.len() != 18 {
            return Err(NIP_LENGTH);
        }
        let number = |from: usize, to: usize| -> u32 {
            digits.get(from..to).and_then(|part| part.parse().ok()).unwrap_or(0)
        };
        let birth = birth(number(0, 4), number(4, 6), number(6, 8), today)?;
        let appointed = appointment(number(8, 12), number(12, 14), birth, today)?;
        let sex = match number(14, 15) {
            1 => Sex::Man,
            2 => Sex::Woman,
            _ => return Err(NIP_SEX),
        };
        if number(15, 18) == 0 {
            return Err(NIP_SERIAL);
        }
        Ok(Self { digits, birth, appointed, sex })
    }

    pub fn as_str(&self) -> &str {
        &self.digits
    }
}

/// The number in groups, `19860926 201505 1 001`. This is how people read it, and spreadsheets keep
/// it as text; they would round eighteen digits.
pub fn grouped(digits: &str) -> String {
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or("");
    match digits.len() {
        18 => format!("{} {} {} {}", part(0, 8), part(8, 14), part(14, 15), part(15, 18)),
        _ => digits.to_owned(),
    }
}

fn birth(year: u32, month: u32, day: u32, today: NaiveDate) -> Result<NaiveDate, Code> {
    let year = i32::try_from(year).unwrap_or(0);
    let birth = NaiveDate::from_ymd_opt(year, month, day).ok_or(NIP_BIRTH_DATE)?;
    let adult = birth.checked_add_months(Months::new(12 * ADULT)).ok_or(NIP_BIRTH_YEAR)?;
    if birth.year() < FIRST_BIRTH_YEAR || adult > today {
        return Err(NIP_BIRTH_YEAR);
    }
    Ok(birth)
}

fn appointment(
    year: u32,
    month: u32,
    birth: NaiveDate,
    today: NaiveDate,
) -> Result<NaiveDate, Code> {
    // For contract employees this is the number of contracts, from 21 up.
    if (21..=99).contains(&month) {
        return Err(NIP_LOOKS_LIKE_PPPK);
    }
    let year = i32::try_from(year).unwrap_or(0);
    let appointed = NaiveDate::from_ymd_opt(year, month, 1).ok_or(NIP_APPOINTMENT_MONTH)?;
    let adult = birth.checked_add_months(Months::new(12 * ADULT)).ok_or(NIP_BIRTH_YEAR)?;
    // Appointment counts from the first day, so the month of the 18th birthday is not too early.
    if appointed < adult.with_day(1).unwrap_or(adult) {
        return Err(NIP_APPOINTED_TOO_YOUNG);
    }
    if appointed > today {
        return Err(NIP_APPOINTED_LATER);
    }
    Ok(appointed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(typed: &str) -> Result<Nip, &'static str> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        Nip::parse(typed, today).map_err(|code| code.name)
    }

    #[test]
    fn a_number_is_read_with_spaces_and_dots() {
        let nip = parse("19860926 201505 1 001").unwrap();
        assert_eq!(nip.as_str(), "198609262015051001");
        assert_eq!(nip.birth.to_string(), "1986-09-26");
        assert_eq!(nip.appointed.to_string(), "2015-05-01");
        assert_eq!(nip.sex, Sex::Man);
        assert_eq!(parse("19860926.201505.2.002").unwrap().sex, Sex::Woman);
    }

    #[test]
    fn each_fault_has_its_own_message() {
        for (typed, code) in [
            ("19860926201505100", "nip_length"),
            ("1986092620150510010", "nip_length"),
            ("19860926201505,001", "nip_not_digits"),
            ("１９８６０９２６２０１５０５１００１", "nip_not_digits"),
            ("198602302015051001", "nip_birth_date"),
            ("198502292015051001", "nip_birth_date"),
            ("193909262015051001", "nip_birth_year"),
            ("201009262026051001", "nip_birth_year"),
            ("198609262015131001", "nip_appointment_month"),
            ("198609262015001001", "nip_appointment_month"),
            ("198609262015211001", "nip_looks_like_pppk"),
            ("198609262003051001", "nip_appointed_too_young"),
            ("198609262027011001", "nip_appointed_later"),
            ("198609262015053001", "nip_sex"),
            ("198609262015050001", "nip_sex"),
            ("198609262015051000", "nip_serial"),
        ] {
            assert_eq!(parse(typed).unwrap_err(), code, "{typed}");
        }
    }

    #[test]
    fn a_number_is_shown_in_its_groups() {
        assert_eq!(grouped("198609262015051001"), "19860926 201505 1 001");
        assert_eq!(grouped("123"), "123");
    }

    #[test]
    fn a_leap_day_is_a_birthday() {
        assert!(parse("198402292010011001").is_ok());
    }
}
