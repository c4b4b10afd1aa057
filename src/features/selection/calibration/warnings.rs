//! What the model's reading of a run cannot determine, each with a code and a sentence in both
//! languages.

use crate::features::calls::Bilingual;
use selection_math::model::{CLOSED_FORM, Fit, Thousandths, Warning};
use selection_math::quota::Prepared;
use serde::{Deserialize, Serialize};

/// A limit of the reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalibrationWarning {
    #[schema(example = "reviewers_not_separable")]
    pub code: String,
    pub words: Bilingual,
    /// For `review_graph_disconnected`: the groups by number, the largest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Vec<String>>,
    /// For `severity_goes_with_quality`: the correlation over the reviewers, from -1 to 1; 0 is no connection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<Thousandths>,
}

/// All warnings about a reading; `numbers` are the proposals by index.
pub(super) fn of(fit: &Fit, prepared: &Prepared, numbers: &[&str]) -> Vec<CalibrationWarning> {
    let mut warnings: Vec<CalibrationWarning> =
        fit.warnings.iter().map(|warning| from_model(warning, numbers)).collect();
    if prepared.conflict().is_some() {
        warnings.push(worded(
            "limits_in_conflict",
            "Batas-batas seleksi ini tidak dapat dipenuhi bersamaan, sehingga tidak ada peluang terpilih yang dapat dihitung.",
            "The limits of this selection cannot be kept together, so no chance of selection can be computed.",
        ));
    }
    if numbers.len() > CLOSED_FORM {
        warnings.push(worded(
            "limits_not_in_the_chances",
            "Peserta terlalu banyak untuk pengundian; peluang terpilih dihitung dari jumlah kursi saja, tanpa batas per kelompok.",
            "The field is too large for draws; chances of selection come from the number of seats alone, without caps and floors.",
        ));
    }
    warnings
}

/// For a reader in conflict with a part of the proposals.
pub(super) fn withheld() -> CalibrationWarning {
    worded(
        "withheld_for_conflict",
        "Pembacaan model tidak ditampilkan karena mencakup proposal yang menimbulkan benturan kepentingan bagi Anda.",
        "The model's reading is withheld: it covers proposals that you are in conflict of interest with.",
    )
}

fn from_model(warning: &Warning, numbers: &[&str]) -> CalibrationWarning {
    let number = |index: &usize| numbers.get(*index).map(|number| (*number).to_owned());
    let groups = match warning {
        Warning::Disconnected { components } => {
            components.iter().map(|part| part.iter().filter_map(number).collect()).collect()
        }
        _ => Vec::new(),
    };
    let mut worded = worded(warning.code(), warning.indonesian(), warning.english());
    worded.groups = groups;
    if let Warning::SeverityWithQuality { percent } = warning {
        worded.correlation = Some(Thousandths::of_percent(*percent));
    }
    worded
}

fn worded(code: &str, indonesian: &str, english: &str) -> CalibrationWarning {
    CalibrationWarning {
        code: code.to_owned(),
        words: Bilingual { id: indonesian.to_owned(), en: english.to_owned() },
        groups: Vec::new(),
        correlation: None,
    }
}
