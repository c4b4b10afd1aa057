//! The retention periods: the built-in `config/retention.toml`, or a file of the agency. Every
//! class has exactly one.

use super::rules::keeping::{Class, Period, Periods};
use crate::kernel::errors::Failure;
use crate::kernel::input_files;
use crate::kernel::settings::Settings;
use serde::Deserialize;

/// The built-in proposal, with comments.
const SHIPPED: &str = include_str!("../../../config/retention.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    award_followed_months: u32,
    award_source: String,
    /// A file of an earlier version does not have this field.
    #[serde(default = "two_years")]
    readings_months: u32,
    #[serde(default)]
    readings_source: String,
    class: Vec<Line>,
}

fn two_years() -> u32 {
    24
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    name: Class,
    /// For people who edit the file.
    #[serde(rename = "after")]
    _after: String,
    months: u32,
    on_request: bool,
    confirmed: bool,
    source: String,
}

/// The file that `privacy.retention` names, otherwise the built-in one.
///
/// # Errors
/// For a faulty file; the message names it and its fault.
pub fn open(settings: &Settings) -> Result<Periods, Failure> {
    let own = &settings.privacy.retention;
    if own.as_os_str().is_empty() {
        return read("config/retention.toml", SHIPPED);
    }
    read(&own.display().to_string(), &input_files::text_of(own)?)
}

fn read(name: &str, text: &str) -> Result<Periods, Failure> {
    let wrong = |what: &str| Failure::Inconsistent(format!("{name}: {what}"));
    let sheet: Sheet = input_files::toml(text).map_err(|error| wrong(&error.to_string()))?;
    let period = |class: Class| {
        let mut lines = sheet.class.iter().filter(|line| line.name == class);
        match (lines.next(), lines.next()) {
            (Some(line), None) => Ok(Period {
                class,
                months: line.months,
                on_request: line.on_request,
                confirmed: line.confirmed,
                source: line.source.clone(),
            }),
            _ => Err(wrong(&format!("class {} must stand there once", class.name()))),
        }
    };
    Ok(Periods {
        award_followed_months: sheet.award_followed_months,
        award_source: sheet.award_source.clone(),
        readings_months: sheet.readings_months.max(1),
        readings_source: sheet.readings_source.clone(),
        classes: Class::ALL.into_iter().map(period).collect::<Result<_, _>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_periods_are_complete_sourced_and_not_yet_the_agencys() {
        let periods = read("shipped", SHIPPED).unwrap();
        assert_eq!(periods.classes.len(), Class::ALL.len());
        for period in &periods.classes {
            assert!(period.months > 0 && !period.source.is_empty() && !period.confirmed);
        }
    }

    #[test]
    fn a_class_that_is_missing_or_twice_is_refused_by_name() {
        let missing = SHIPPED.replace("name = \"work\"", "name = \"letters\"");
        let refusal = read("own.toml", &missing).unwrap_err().to_string();
        assert!(refusal.contains("own.toml") && refusal.contains("work"), "{refusal}");
    }
}
