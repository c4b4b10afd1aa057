//! Reads what people type into a field: numbers, money, dates, hours. Text that cannot be read is a fault of the
//! field, with an example of a valid value. An empty field is no fault.

use super::Fields;
use crate::kernel::errors::FieldError;
use crate::kernel::errors::common::field::REQUIRED;
use crate::kernel::format::{hour_of, read_rupiah};
use chrono::{NaiveDate, NaiveTime};

/// A value, `None` where nothing was typed, or the fault.
pub type Read<T> = Result<Option<T>, FieldError>;

fn read<T>(
    fields: &Fields,
    name: &str,
    as_what: impl Fn(&str) -> Option<T>,
    fault: impl Fn() -> FieldError,
) -> Read<T> {
    match fields.get(name).trim() {
        "" => Ok(None),
        text => as_what(text).map(Some).ok_or_else(fault),
    }
}

/// A whole number.
///
/// # Errors
/// `not_a_number`.
pub fn number(fields: &Fields, name: &str, example: u32) -> Read<u32> {
    read(fields, name, |text| text.parse().ok(), || FieldError::not_a_number(name, example))
}

/// Whole rupiah, with or without marks between the thousands: `Rp150.000.000`.
///
/// # Errors
/// `not_an_amount`.
pub fn rupiah(fields: &Fields, name: &str) -> Read<u64> {
    read(fields, name, read_rupiah, || FieldError::not_an_amount(name))
}

/// `3.25` or `3,25` as 325.
///
/// # Errors
/// `not_a_number`.
pub fn hundredths(fields: &Fields, name: &str, example: &str) -> Read<u32> {
    read(fields, name, read_hundredths, || FieldError::not_a_number(name, example))
}

/// A day, as date fields send it.
///
/// # Errors
/// `not_a_date`.
pub fn date(fields: &Fields, name: &str) -> Read<NaiveDate> {
    read(fields, name, |text| text.parse().ok(), || FieldError::not_a_date(name))
}

/// An hour, as [`hour_of`] reads it.
///
/// # Errors
/// `not_a_time`.
pub fn time(fields: &Fields, name: &str) -> Read<NaiveTime> {
    read(fields, name, hour_of, || FieldError::not_a_time(name))
}

/// The value of a field that may not be empty.
///
/// # Errors
/// `required`, or the fault of what was typed.
pub fn needed<T>(name: &str, found: Read<T>) -> Result<T, FieldError> {
    found?.ok_or_else(|| FieldError::new(name, REQUIRED))
}

/// `3.25` or `3,25` as 325.
pub fn read_hundredths(text: &str) -> Option<u32> {
    let text = text.replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = format!("{part:0<2}");
    if digits.len() == 2 { format!("{whole}{digits}").parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::errors::common::field::{
        NOT_A_DATE, NOT_A_NUMBER, NOT_A_TIME, NOT_AN_AMOUNT,
    };

    #[test]
    fn words_in_a_field_are_a_fault_with_an_example_and_nothing_is_none() {
        let fields = Fields::parse("a=24+bulan&b=+24+&c=&d=kemarin&e=1.500.000&f=8.5&g=Rp1,5+juta");
        let fields = fields.unwrap();
        let fault = number(&fields, "a", 24).unwrap_err();
        assert_eq!((fault.code, &fault.arguments[0].1[..]), (NOT_A_NUMBER, "24"));
        assert_eq!(number(&fields, "b", 24), Ok(Some(24)));
        assert_eq!(number(&fields, "c", 24), Ok(None));
        assert_eq!(needed("c", number(&fields, "c", 24)).unwrap_err().code, REQUIRED);
        assert_eq!(date(&fields, "d").unwrap_err().code, NOT_A_DATE);
        assert_eq!(rupiah(&fields, "e"), Ok(Some(1_500_000)));
        assert_eq!(rupiah(&fields, "g").unwrap_err().code, NOT_AN_AMOUNT);
        assert_eq!(hundredths(&fields, "f", "3,25"), Ok(Some(850)));
        assert_eq!(time(&fields, "d").unwrap_err().code, NOT_A_TIME);
    }
}
