//! What `tubel selection fit` prints: JSON for programs, a table for people.
//!
//! Proposals come best first, by calibrated quality, then mean, then name.

use super::scores_file::Counts;
use selection_math::model::{Fit, Standing, Warning};
use serde::Serialize;
use std::fmt::Write;

/// The names behind the indices.
pub(super) struct Names<'a> {
    pub(super) proposals: &'a [String],
    pub(super) reviewers: &'a [String],
}

/// The whole answer.
#[derive(Debug, Serialize)]
pub(super) struct Report<'a> {
    n_proposals: usize,
    n_reviewers: usize,
    mu: f64,
    var_proposal: Option<f64>,
    var_reviewer: Option<f64>,
    var_noise: Option<f64>,
    reml_deviance: Option<f64>,
    warnings: Vec<WarningRow<'a>>,
    proposals: Vec<ProposalRow<'a>>,
    reviewers: Vec<ReviewerRow<'a>>,
    severity_contrast: Option<ContrastRow<'a>>,
}

/// The two reviewers whose severities are known least against each other.
#[derive(Debug, Serialize)]
struct ContrastRow<'a> {
    one: &'a str,
    other: &'a str,
    /// Posterior variance of the difference, and its root in points; none where nothing connects the two.
    variance: Option<f64>,
    sd: Option<f64>,
    /// The share of the prior variance that the scores leave.
    left: Option<f64>,
}

#[derive(Debug, Serialize)]
struct WarningRow<'a> {
    code: &'static str,
    message: Words,
    /// In hundredths, over the reviewers.
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation_percent: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    components: Vec<Vec<&'a str>>,
}

#[derive(Debug, Serialize)]
struct Words {
    en: &'static str,
    id: &'static str,
}

#[derive(Debug, Serialize)]
struct ProposalRow<'a> {
    id: &'a str,
    n: usize,
    mean: f64,
    blup: Option<f64>,
    sd: Option<f64>,
    expected_rank: Option<f64>,
    rank_low: Option<usize>,
    rank_high: Option<usize>,
    p_selected: Option<f64>,
    zone: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct ReviewerRow<'a> {
    id: &'a str,
    n: usize,
    /// Points by which the reviewer scores below colleagues on the same proposals, shrunk.
    severity: Option<f64>,
}

impl<'a> Report<'a> {
    pub(super) fn new(
        fit: &Fit,
        standings: &[Option<Standing>],
        names: &Names<'a>,
        counts: &Counts,
    ) -> Self {
        let estimates = fit.estimates.as_ref();
        let rounded = |value: Option<f64>| value.map(to_ten_digits);
        let mut proposals = proposal_rows(fit, standings, names, counts);
        proposals.sort_by(|one, other| {
            let by_quality = other.blup.unwrap_or(0.0).total_cmp(&one.blup.unwrap_or(0.0));
            by_quality.then(other.mean.total_cmp(&one.mean)).then(one.id.cmp(other.id))
        });
        Self {
            n_proposals: names.proposals.len(),
            n_reviewers: names.reviewers.len(),
            mu: to_ten_digits(fit.mu),
            var_proposal: rounded(estimates.map(|estimates| estimates.proposal)),
            var_reviewer: rounded(estimates.and_then(|estimates| estimates.reviewer)),
            var_noise: rounded(estimates.map(|estimates| estimates.noise)),
            reml_deviance: estimates.and_then(|estimates| estimates.reml_deviance),
            warnings: fit.warnings.iter().map(|warning| warning_row(warning, names)).collect(),
            proposals,
            reviewers: reviewer_rows(fit, names, counts),
            severity_contrast: contrast_row(fit, names),
        }
    }

    pub(super) fn json(&self) -> anyhow::Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    pub(super) fn table(&self, seats: usize) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        self.write_table(&mut text, seats).ok();
        text.truncate(text.trim_end().len());
        text
    }

    fn write_table(&self, text: &mut String, seats: usize) -> std::fmt::Result {
        let Self { n_proposals, n_reviewers, .. } = self;
        writeln!(text, "{n_proposals} proposals, {n_reviewers} reviewers, {seats} seats")?;
        writeln!(text, "mean {}", shown(Some(self.mu), 4))?;
        let [proposal, reviewer, noise] = [self.var_proposal, self.var_reviewer, self.var_noise]
            .map(|variance| shown(variance.map(libm::sqrt), 4));
        writeln!(
            text,
            "standard deviation: proposals {proposal}, reviewers {reviewer}, noise {noise}"
        )?;
        writeln!(text, "REML deviance {}", shown(self.reml_deviance, 4))?;
        for warning in &self.warnings {
            writeln!(text, "note: {}", warning.message.en)?;
            if let Some(percent) = warning.correlation_percent {
                writeln!(text, "  correlation of severity with quality read: {percent} %")?;
            }
            for component in &warning.components {
                writeln!(text, "  group: {}", component.join(", "))?;
            }
        }
        let proposals = self.proposals.iter().enumerate().map(|(place, row)| row.cells(place + 1));
        writeln!(text)?;
        write_columns(text, ProposalRow::HEADINGS, proposals)?;
        writeln!(text)?;
        write_columns(text, ReviewerRow::HEADINGS, self.reviewers.iter().map(ReviewerRow::cells))?;
        if let Some(ContrastRow { one, other, sd, .. }) = &self.severity_contrast {
            let known = sd.map_or("is not known at all: nothing connects them".to_owned(), |sd| {
                format!("is known only to +- {}", shown(Some(sd), 3))
            });
            writeln!(text, "\nleast certain pair: the severity of {one} against {other} {known}")?;
        }
        Ok(())
    }
}

fn warning_row<'a>(warning: &Warning, names: &Names<'a>) -> WarningRow<'a> {
    let name_of = |index: &usize| names.proposals.get(*index).map(String::as_str);
    let components = match warning {
        Warning::Disconnected { components } => {
            components.iter().map(|part| part.iter().filter_map(name_of).collect()).collect()
        }
        _ => Vec::new(),
    };
    let message = Words { en: warning.english(), id: warning.indonesian() };
    let correlation_percent = match warning {
        Warning::SeverityWithQuality { percent } => Some(*percent),
        _ => None,
    };
    WarningRow { code: warning.code(), message, correlation_percent, components }
}

fn proposal_rows<'a>(
    fit: &Fit,
    standings: &[Option<Standing>],
    names: &Names<'a>,
    counts: &Counts,
) -> Vec<ProposalRow<'a>> {
    let posterior = fit.posterior.as_ref();
    let shown_effect = |effects: &[f64], index: usize| {
        effects.get(index).map(|effect| without_float_noise(*effect, fit))
    };
    let rows = names.proposals.iter().zip(&counts.proposals).zip(standings).enumerate();
    rows.map(|(index, ((id, (n, mean)), standing))| ProposalRow {
        id,
        n: *n,
        mean: to_ten_digits(*mean),
        blup: posterior.and_then(|posterior| shown_effect(&posterior.means, index)),
        sd: posterior.and_then(|posterior| shown_effect(&posterior.spreads, index)),
        expected_rank: standing.map(|standing| standing.expected_rank),
        rank_low: standing.map(|standing| standing.rank_low),
        rank_high: standing.map(|standing| standing.rank_high),
        p_selected: standing.map(|standing| standing.p_selected),
        zone: standing.map(|standing| standing.zone.code()),
    })
    .collect()
}

fn reviewer_rows<'a>(fit: &Fit, names: &Names<'a>, counts: &Counts) -> Vec<ReviewerRow<'a>> {
    let known = fit.estimates.is_some_and(|estimates| estimates.reviewer.is_some());
    let effects = fit.posterior.as_ref().filter(|_| known).map(|posterior| &posterior.reviewers);
    let rows = names.reviewers.iter().zip(&counts.reviewers).enumerate();
    rows.map(|(index, (id, n))| {
        let effect = effects.and_then(|effects| effects.get(index));
        ReviewerRow { id, n: *n, severity: effect.map(|effect| without_float_noise(-effect, fit)) }
    })
    .collect()
}

fn contrast_row<'a>(fit: &Fit, names: &Names<'a>) -> Option<ContrastRow<'a>> {
    let found = fit.widest_contrast()?;
    Some(ContrastRow {
        one: names.reviewers.get(found.one)?,
        other: names.reviewers.get(found.other)?,
        variance: found.variance.map(to_ten_digits),
        sd: found.deviation().map(to_ten_digits),
        left: found.left().map(to_ten_digits),
    })
}

impl ProposalRow<'_> {
    const HEADINGS: [&'static str; 10] = [
        "#",
        "proposal",
        "sheets",
        "mean",
        "quality",
        "+-",
        "expected rank",
        "rank 25-75%",
        "P(selected)",
        "zone",
    ];

    fn cells(&self, place: usize) -> [String; 10] {
        let interval = match (self.rank_low, self.rank_high) {
            (Some(low), Some(high)) => format!("{low}-{high}"),
            _ => "?".to_owned(),
        };
        let zone = match self.zone {
            Some("inside") => "inside",
            Some("outside") => "outside",
            Some(_) => "too close to call",
            None => "?",
        };
        [
            place.to_string(),
            self.id.to_owned(),
            self.n.to_string(),
            shown(Some(self.mean), 3),
            shown(self.blup, 3),
            shown(self.sd, 3),
            shown(self.expected_rank, 1),
            interval,
            shown(self.p_selected, 3),
            zone.to_owned(),
        ]
    }
}

impl ReviewerRow<'_> {
    const HEADINGS: [&'static str; 3] =
        ["reviewer", "sheets", "severity (points below colleagues)"];

    fn cells(&self) -> [String; 3] {
        [self.id.to_owned(), self.n.to_string(), shown(self.severity, 3)]
    }
}

fn shown(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "?".to_owned(), |value| format!("{value:.decimals$}"))
}

fn write_columns<const N: usize>(
    text: &mut String,
    headings: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> std::fmt::Result {
    let rows: Vec<[String; N]> = rows.collect();
    let mut widths = headings.map(|heading| heading.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut line = |cells: [&str; N]| {
        let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:>width$}"));
        writeln!(text, "{}", padded.collect::<Vec<_>>().join("  ").trim_end())
    };
    line(headings)?;
    for row in &rows {
        line(row.each_ref().map(String::as_str))?;
    }
    Ok(())
}

/// Effects that are nothing but float noise beside the scores' own spread are nothing.
fn without_float_noise(effect: f64, fit: &Fit) -> f64 {
    let variance = fit.estimates.map_or(0.0, |estimates| {
        estimates.proposal + estimates.reviewer.unwrap_or(0.0) + estimates.noise
    });
    if effect.abs() < 1e-11 * libm::sqrt(variance) { 0.0 } else { to_ten_digits(effect) }
}

/// Ten significant digits: more than any panel supports, and free of float noise in the last ones.
fn to_ten_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let places = 9.0 - libm::floor(libm::log10(value.abs()));
    let power = libm::pow(10.0, places.abs().min(22.0));
    if places >= 0.0 {
        libm::rint(value * power) / power + 0.0
    } else {
        libm::rint(value / power) * power
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_digits_are_kept_and_zero_has_no_sign() {
        assert_eq!(to_ten_digits(0.863_373_660_300_000_1).to_string(), "0.8633736603");
        assert_eq!(to_ten_digits(-123_456_789_012.3).to_string(), "-123456789000");
        assert!(to_ten_digits(-0.0).is_sign_positive());
        assert!(to_ten_digits(-1e-40).is_sign_positive());
    }
}
