//! Rubrics, eligibility rules and document lists to copy into a call: the built-in ones, and the
//! agency's own from `rubrics/`, `eligibility/` and `documents/` in the data folder, which add to
//! them or replace them by code. A call keeps its copy; later changes here do not affect it.

use super::rules;
use super::{Bilingual, DocumentRequirement, EligibilityRule, Rubric};
use crate::kernel::errors::{Failure, FieldError};
use crate::kernel::input_files;
use crate::kernel::language::Language;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Eligibility rules under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    #[schema(example = "default")]
    pub code: String,
    pub name: Bilingual,
    pub rules: Vec<EligibilityRule>,
}

/// Required and optional documents under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentSet {
    #[schema(example = "default")]
    pub code: String,
    pub name: Bilingual,
    pub documents: Vec<DocumentRequirement>,
}

/// A sample of an integrity pact under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PactText {
    #[schema(example = "default")]
    pub code: String,
    pub text: Bilingual,
}

/// All templates by code.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    pub pacts: BTreeMap<String, PactText>,
    pub rubrics: BTreeMap<String, Rubric>,
    pub rule_sets: BTreeMap<String, RuleSet>,
    pub document_sets: BTreeMap<String, DocumentSet>,
}

/// A built-in file: its name for messages, and its text.
type Shipped = (&'static str, &'static str);

const RUBRICS: [Shipped; 2] = [
    ("rubrics/default.toml", include_str!("../../../config/rubrics/default.toml")),
    ("rubrics/bima.toml", include_str!("../../../config/rubrics/bima.toml")),
];
const RULE_SETS: [Shipped; 2] = [
    ("eligibility/default.toml", include_str!("../../../config/eligibility/default.toml")),
    ("eligibility/legacy-age.toml", include_str!("../../../config/eligibility/legacy-age.toml")),
];
const DOCUMENT_SETS: [Shipped; 1] =
    [("documents/default.toml", include_str!("../../../config/documents/default.toml"))];

const PACTS: [Shipped; 1] =
    [("pacts/default.toml", include_str!("../../../config/pacts/default.toml"))];

/// The content of a template file.
trait Template: DeserializeOwned {
    fn code(&self) -> &str;
    fn faults(&self) -> Vec<FieldError>;
}

impl Template for Rubric {
    fn code(&self) -> &str {
        &self.code
    }
    fn faults(&self) -> Vec<FieldError> {
        rules::check_rubric("", self)
    }
}

impl Template for RuleSet {
    fn code(&self) -> &str {
        &self.code
    }
    fn faults(&self) -> Vec<FieldError> {
        rules::check_eligibility("rules", &self.rules)
    }
}

impl Template for DocumentSet {
    fn code(&self) -> &str {
        &self.code
    }
    fn faults(&self) -> Vec<FieldError> {
        rules::check_documents("documents", &self.documents)
    }
}

impl Template for PactText {
    fn code(&self) -> &str {
        &self.code
    }
    fn faults(&self) -> Vec<FieldError> {
        rules::check_pact("text", &self.text)
    }
}

impl Templates {
    /// The built-in templates.
    pub fn shipped() -> Result<Self, Failure> {
        let mut templates = Self::default();
        for (name, text) in RUBRICS {
            add(&mut templates.rubrics, name, text)?;
        }
        for (name, text) in RULE_SETS {
            add(&mut templates.rule_sets, name, text)?;
        }
        for (name, text) in DOCUMENT_SETS {
            add(&mut templates.document_sets, name, text)?;
        }
        for (name, text) in PACTS {
            add(&mut templates.pacts, name, text)?;
        }
        Ok(templates)
    }

    /// The built-in templates and those of the data folder.
    ///
    /// # Errors
    /// For a faulty file; the message names it and its fault.
    pub fn open(folder: &Path) -> Result<Self, Failure> {
        let mut templates = Self::shipped()?;
        add_folder(&mut templates.rubrics, &folder.join("rubrics"))?;
        add_folder(&mut templates.rule_sets, &folder.join("eligibility"))?;
        add_folder(&mut templates.document_sets, &folder.join("documents"))?;
        add_folder(&mut templates.pacts, &folder.join("pacts"))?;
        Ok(templates)
    }
}

fn add_folder<T: Template>(to: &mut BTreeMap<String, T>, folder: &Path) -> Result<(), Failure> {
    if !folder.is_dir() {
        return Ok(());
    }
    let entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut files: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    // Ordered by name, so that the result does not depend on the file system.
    files.sort();
    for path in files {
        add(to, &path.display().to_string(), &input_files::text_of(&path)?)?;
    }
    Ok(())
}

fn add<T: Template>(to: &mut BTreeMap<String, T>, name: &str, text: &str) -> Result<(), Failure> {
    let template: T = parse(name, text)?;
    if template.code().is_empty() {
        return Err(Failure::Inconsistent(format!("{name}: the code is missing")));
    }
    if let Some(fault) = template.faults().first() {
        let message = Language::English.message(fault.code, &fault.arguments);
        return Err(Failure::Inconsistent(format!("{name}: {}: {message}", fault.field)));
    }
    to.insert(template.code().to_owned(), template);
    Ok(())
}

/// Parses by way of JSON: its maps may have numbers as keys (the anchors), and it reports the path
/// of a fault.
fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Failure> {
    let fault = |detail: String| Failure::Inconsistent(format!("{name}: {detail}"));
    let value: serde_json::Value =
        input_files::toml(text).map_err(|error| fault(error.to_string()))?;
    serde_path_to_error::deserialize(value)
        .map_err(|error| fault(format!("{}: {}", error.path(), error.inner())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_rubric_is_the_published_one() {
        let templates = Templates::shipped().unwrap();
        let rubric = &templates.rubrics["default"];
        let weights: Vec<_> = rubric.criteria.iter().map(|c| (c.code.as_str(), c.weight)).collect();
        assert_eq!(
            weights,
            [("K1", 20), ("K2", 15), ("K3", 20), ("K4", 20), ("K5", 10), ("K6", 10), ("K7", 5)]
        );
        assert_eq!(rubric.highest_total(), 500);
        assert_eq!(rubric.thresholds.total, Some(350));
        assert_eq!(rubric.thresholds.criteria, [("K1".into(), 3), ("K4".into(), 3)].into());
        let anchored = |c: &super::super::Criterion| c.anchors.keys().copied().eq([1, 3, 5]);
        assert!(rubric.criteria.iter().all(anchored));
        assert_eq!(
            rubric.criteria[3].anchors[&1].id,
            "Tidak ada rencana; hanya naik jabatan/gelar"
        );
    }

    #[test]
    fn the_bima_profile_has_no_four_and_ends_at_seven_hundred() {
        let templates = Templates::shipped().unwrap();
        let rubric = &templates.rubrics["bima"];
        assert_eq!(rubric.scores, [1, 2, 3, 5, 6, 7]);
        assert_eq!((rubric.highest_total(), rubric.thresholds.total), (700, Some(500)));
        assert!(!rubric.allows(4));
    }

    #[test]
    fn the_default_rules_leave_age_out_and_the_legacy_set_warns_of_it() {
        use super::super::{Requirement, Severity};
        let templates = Templates::shipped().unwrap();
        let is_age = |rule: &EligibilityRule| matches!(rule.requirement, Requirement::Age { .. });
        assert_eq!(templates.rule_sets["default"].rules.len(), 15);
        assert!(!templates.rule_sets["default"].rules.iter().any(is_age));
        let legacy = &templates.rule_sets["legacy-age"].rules;
        assert!(legacy.len() == 1 && is_age(&legacy[0]) && legacy[0].severity == Severity::Warn);
    }

    #[test]
    fn a_file_of_the_data_folder_replaces_the_shipped_one_by_its_code() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("rubrics")).unwrap();
        let own = RUBRICS[0].1.replace("Rubrik baku usulan", "Rubrik kami");
        std::fs::write(folder.path().join("rubrics/ours.toml"), own).unwrap();
        let templates = Templates::open(folder.path()).unwrap();
        assert_eq!(templates.rubrics.len(), 2);
        assert_eq!(templates.rubrics["default"].name.id, "Rubrik kami tugas belajar");
    }

    #[test]
    fn a_faulty_file_is_named_with_the_place_of_its_fault() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("rubrics")).unwrap();
        let path = folder.path().join("rubrics/ours.toml");
        let cases = [
            (RUBRICS[0].1.replace("weight = 15", "weight = 16"), "101"),
            (RUBRICS[0].1.replace("weight = 15", "wait = 15"), "criteria[1]"),
            ("code = ".to_owned(), "TOML"),
        ];
        for (text, place) in cases {
            std::fs::write(&path, text).unwrap();
            let message = Templates::open(folder.path()).unwrap_err().to_string();
            assert!(message.contains("ours.toml") && message.contains(place), "{message}");
        }
    }
}
