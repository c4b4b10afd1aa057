//! Which documents may be uploaded, when and how large, and the resulting list. Pure.

use super::pins::Files;
use crate::features::calls::{Definition, DocumentRequirement, Format, Sensitivity};
use crate::features::proposals::{Document, DocumentKind, Documents, Repair, State};
use crate::kernel::access::Phase;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::platform::files::{Limit, MediaType};

crate::codes! {
    DOCUMENTS_TOO_LARGE = 413 "documents_too_large";
    TOO_MANY_VERSIONS = 409 "too_many_versions";
    DOCUMENTS_CLOSED = 409 "documents_closed";
    NO_OPEN_REPAIR = 409 "no_open_repair";
    KIND_NOT_OPENED = 409 "kind_not_opened";
    FORM_EXPECTED = 415 "form_expected";
}

/// The most bytes of all documents in force together. Source: `domain.md` §9.
pub const MOST_BYTES: u64 = 25 * 1024 * 1024;

/// The most uploads of one kind by one candidate. Old versions are kept and do not count towards
/// [`MOST_BYTES`], so they need their own limit.
pub const MOST_VERSIONS: i32 = 30;

/// The call's requirement for this kind.
///
/// # Errors
/// `invalid`, with the kinds that the call knows.
pub fn requirement<'a>(
    definition: &'a Definition,
    kind: &str,
) -> Result<&'a DocumentRequirement, Failure> {
    definition.documents.iter().find(|document| document.kind == kind).ok_or_else(|| {
        let known: Vec<&str> =
            definition.documents.iter().map(|document| document.kind.as_str()).collect();
        let fault = FieldError::new("kind", common::field::NOT_ONE_OF);
        Refusal::invalid(vec![fault.with("allowed", known.join(", "))]).into()
    })
}

/// A kind that the call does not (or no longer) define gets the strictest sensitivity.
pub fn sensitivity(definition: &Definition, kind: &str) -> Sensitivity {
    requirement(definition, kind).map_or(Sensitivity::Specific, |document| document.sensitivity)
}

pub fn formats(requirement: &DocumentRequirement) -> Vec<MediaType> {
    let media_type = |format: &Format| match format {
        Format::Pdf => MediaType::Pdf,
        Format::Jpeg => MediaType::Jpeg,
    };
    requirement.formats.iter().map(media_type).collect()
}

/// The largest size of the next version of this kind: the kind's own limit or what the other kinds
/// leave of the total, whichever is less.
///
/// # Errors
/// `documents_too_large` when they leave nothing; `too_many_versions`.
pub fn limit(
    requirement: &DocumentRequirement,
    uploaded: &[Document],
    counting: &[Document],
) -> Result<Limit, Refusal> {
    if next_version(&requirement.kind, uploaded) > MOST_VERSIONS {
        return Err(Refusal::new(TOO_MANY_VERSIONS).with("maximum", MOST_VERSIONS));
    }
    let others: u64 = counting
        .iter()
        .filter(|document| document.kind != requirement.kind)
        .map(|document| document.size)
        .sum();
    let left = MOST_BYTES.saturating_sub(others);
    let limit = if requirement.max_bytes <= left {
        Limit { bytes: requirement.max_bytes, exceeded: common::TOO_LARGE }
    } else {
        Limit { bytes: left, exceeded: DOCUMENTS_TOO_LARGE }
    };
    if limit.bytes == 0 { Err(Refusal::new(limit.exceeded).with("limit", 0)) } else { Ok(limit) }
}

pub fn next_version(kind: &str, uploaded: &[Document]) -> i32 {
    let versions = uploaded.iter().filter(|document| document.kind == kind);
    versions.map(|document| document.version).max().unwrap_or(0) + 1
}

/// Before the deadline a candidate may upload any kind; while documents are verified, only kinds
/// that a verifier opened, and only until the repair is due.
///
/// # Errors
/// `documents_closed`, `no_open_repair`, `kind_not_opened`.
pub fn check_window(
    (phase, state): (Phase, State),
    repair: Option<&Repair>,
    kind: &str,
    now: Timestamp,
) -> Result<(), Refusal> {
    match (phase, state) {
        (Phase::Open, State::Draft | State::Submitted) => Ok(()),
        (Phase::Screening, State::Submitted) => {
            let open = repair.filter(|repair| repair.is_open(now));
            let repair = open.ok_or_else(|| Refusal::new(NO_OPEN_REPAIR))?;
            if repair.items.iter().any(|item| item == kind) {
                Ok(())
            } else {
                let opened = repair.items.join(", ");
                Err(Refusal::new(KIND_NOT_OPENED).with("allowed", opened))
            }
        }
        _ => Err(Refusal::new(DOCUMENTS_CLOSED)),
    }
}

/// The list by kind, in the call's order, of the kinds that `may_see` permits.
pub fn by_kind(
    definition: &Definition,
    files: &Files,
    may_see: impl Fn(Sensitivity) -> bool,
) -> Documents {
    let visible = definition.documents.iter().filter(|document| may_see(document.sensitivity));
    let kinds: Vec<DocumentKind> = visible
        .map(|requirement| {
            let is_of = |document: &&Document| document.kind == requirement.kind;
            let mut older: Vec<Document> = files.older.iter().filter(is_of).cloned().collect();
            older.sort_by_key(|document| std::cmp::Reverse(document.version));
            DocumentKind {
                kind: requirement.kind.clone(),
                name: requirement.name.clone(),
                required: requirement.required,
                sensitivity: requirement.sensitivity,
                latest: files.counting.iter().find(is_of).cloned(),
                older,
                submitted: None,
                replacements: Vec::new(),
            }
        })
        .collect();
    let size = kinds.iter().filter_map(|kind| kind.latest.as_ref()).map(|latest| latest.size).sum();
    Documents { kinds, size, most_bytes: MOST_BYTES }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calls::Bilingual;
    use crate::kernel::ids::{DocumentId, ProposalId, UserId};

    const NOW: Timestamp = Timestamp::from_micros(1_000_000);

    fn wanted(kind: &str, max_bytes: u64) -> DocumentRequirement {
        DocumentRequirement {
            kind: kind.to_owned(),
            name: Bilingual { id: kind.to_owned(), en: kind.to_owned() },
            required: true,
            max_bytes,
            formats: vec![Format::Pdf],
            sensitivity: Sensitivity::Internal,
        }
    }

    fn uploaded(kind: &str, version: i32, size: u64) -> Document {
        Document {
            id: DocumentId::new().unwrap(),
            proposal: ProposalId::new().unwrap(),
            kind: kind.to_owned(),
            version,
            file_name: "x.pdf".to_owned(),
            media_type: MediaType::Pdf,
            size,
            sha256: String::new(),
            uploaded_by: UserId::new().unwrap(),
            uploaded_at: NOW,
        }
    }

    fn repair(items: &[&str], due_at: Timestamp) -> Repair {
        Repair {
            items: items.iter().map(|item| (*item).to_owned()).collect(),
            due_at,
            ..Repair::for_tests()
        }
    }

    #[test]
    fn the_limit_is_the_kinds_own_or_what_the_others_leave() {
        let letter = wanted("letter", 1000);
        let own = Limit { bytes: 1000, exceeded: common::TOO_LARGE };
        let limit = |of: &DocumentRequirement, uploaded: &[Document]| {
            let counting: Vec<Document> =
                crate::features::proposals::rules::pins::latest(uploaded).cloned().collect();
            super::limit(of, uploaded, &counting)
        };
        assert_eq!(limit(&letter, &[]), Ok(own));
        // Old versions, and the version to be replaced, do not count.
        let full = [uploaded("letter", 1, MOST_BYTES), uploaded("proposal", 1, MOST_BYTES)];
        let newer = uploaded("proposal", 2, MOST_BYTES - 300);
        let left = Limit { bytes: 300, exceeded: DOCUMENTS_TOO_LARGE };
        assert_eq!(limit(&letter, &[&full[..], &[newer]].concat()), Ok(left));
        assert_eq!(limit(&letter, &full).unwrap_err().code, DOCUMENTS_TOO_LARGE);
        let often = [uploaded("letter", MOST_VERSIONS, 1)];
        assert_eq!(limit(&letter, &often).unwrap_err().code, TOO_MANY_VERSIONS);
    }

    #[test]
    fn while_the_call_is_open_a_draft_and_a_submission_take_documents() {
        for state in [State::Draft, State::Submitted] {
            assert_eq!(check_window((Phase::Open, state), None, "letter", NOW), Ok(()));
        }
        for state in [State::Eligible, State::Ineligible, State::Withdrawn] {
            let refused = check_window((Phase::Open, state), None, "letter", NOW).unwrap_err();
            assert_eq!(refused.code, DOCUMENTS_CLOSED);
        }
    }

    #[test]
    fn a_repair_opens_its_own_kinds_until_it_is_due_or_closed() {
        let check = |repair: Option<&Repair>, kind| {
            check_window((Phase::Screening, State::Submitted), repair, kind, NOW)
                .map_err(|problem| problem.code)
        };
        let running = repair(&["letter"], NOW.plus_seconds(1));
        assert_eq!(check(Some(&running), "letter"), Ok(()));
        assert_eq!(check(Some(&running), "proposal"), Err(KIND_NOT_OPENED));
        assert_eq!(check(Some(&repair(&["letter"], NOW)), "letter"), Err(NO_OPEN_REPAIR));
        let closed = Repair { closed_at: Some(NOW), ..running };
        assert_eq!(check(Some(&closed), "letter"), Err(NO_OPEN_REPAIR));
        assert_eq!(check(None, "letter"), Err(NO_OPEN_REPAIR));
    }

    #[test]
    fn outside_both_windows_nothing_is_taken() {
        for phase in Phase::ALL {
            let repair = repair(&["letter"], NOW.plus_seconds(1));
            let taken = check_window((phase, State::Submitted), Some(&repair), "letter", NOW);
            assert_eq!(taken.is_ok(), matches!(phase, Phase::Open | Phase::Screening), "{phase:?}");
        }
    }
}
