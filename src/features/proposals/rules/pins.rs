//! Which files belong to a submission, and which readers see which files. Pure.

use crate::features::proposals::{Document, Pin, Repair, Replacement, SubmittedFile};

/// The kinds of reader of a proposal's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The candidate while the call accepts files: sees the draft's files.
    Writer,
    /// The candidate afterwards: sees the files in force and all others that they sent.
    Candidate,
    /// Verifies, or reads the verification: sees the files in force, and those that a repair
    /// replaced.
    Verification,
    /// Everybody else: sees the files in force.
    Other,
}

/// A proposal's files for one reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// One of each kind.
    pub counting: Vec<Document>,
    pub older: Vec<Document>,
}

impl Files {
    pub fn all(&self) -> impl Iterator<Item = &Document> {
        self.counting.iter().chain(&self.older)
    }
}

/// The latest version of each kind; `uploaded` has the newest of a kind first.
pub fn latest(uploaded: &[Document]) -> impl Iterator<Item = &Document> {
    uploaded.iter().filter(|document| {
        !uploaded
            .iter()
            .any(|other| other.kind == document.kind && other.version > document.version)
    })
}

/// For each kind the last pinned file: a file from a repair replaces the submitted one.
pub fn counting(pins: &[Pin]) -> Vec<Document> {
    let is_last = |pin: &&Pin| {
        let later = |other: &Pin| {
            other.document.kind == pin.document.kind
                && other.document.version > pin.document.version
        };
        !pins.iter().any(later)
    };
    pins.iter().filter(is_last).map(|pin| pin.document.clone()).collect()
}

/// The files as this reader sees them. `pins` is empty before the first submission; then only
/// readers of drafts get here.
pub fn files(uploaded: &[Document], pins: Option<&[Pin]>, reader: Reader) -> Files {
    let rest = |counting: &[Document], of: Vec<Document>| {
        of.into_iter().filter(|one| !counting.iter().any(|other| other.id == one.id)).collect()
    };
    let counting = match pins {
        Some(pins) if reader != Reader::Writer => counting(pins),
        _ => latest(uploaded).cloned().collect(),
    };
    let older = match (pins, reader) {
        (None, _) | (_, Reader::Writer | Reader::Candidate) => rest(&counting, uploaded.to_vec()),
        (Some(pins), Reader::Verification) => {
            rest(&counting, pins.iter().map(|pin| pin.document.clone()).collect())
        }
        (Some(_), Reader::Other) => Vec::new(),
    };
    Files { counting, older }
}

/// Whether the newest files differ from those in force.
pub fn files_differ(pins: &[Pin], uploaded: &[Document]) -> bool {
    let ids = |of: &[Document]| {
        of.iter().map(|one| one.id.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    let drafted: Vec<Document> = latest(uploaded).cloned().collect();
    ids(&counting(pins)) != ids(&drafted)
}

/// Which file replaced which, and in which repair.
pub fn replacements(pins: &[Pin], repairs: &[Repair]) -> Vec<Replacement> {
    let replacement = |pin: &Pin| {
        let id = pin.repair.as_ref()?;
        let repair = repairs.iter().find(|repair| &repair.id == id)?;
        let earlier = pins.iter().filter(|other| {
            other.document.kind == pin.document.kind
                && other.document.version < pin.document.version
        });
        let replaced = earlier.max_by_key(|other| other.document.version);
        Some(Replacement {
            kind: pin.document.kind.clone(),
            document: pin.document.id.clone(),
            sha256: pin.document.sha256.clone(),
            replaced: replaced.map(|pin| pin.document.id.clone()),
            replaced_sha256: replaced.map(|pin| pin.document.sha256.clone()),
            replaced_at: pin.pinned_at,
            repair: id.clone(),
            opened_at: repair.opened_at,
            opened_by: Some(repair.opened_by.clone()),
        })
    };
    let mut found: Vec<Replacement> = pins.iter().filter_map(replacement).collect();
    found.sort_by_key(|one| one.replaced_at);
    found
}

/// The files of a version as the version names them.
pub fn named(pins: &[Pin]) -> Vec<SubmittedFile> {
    let counting = counting(pins);
    let file = |pin: &Pin| {
        let Document { id, kind, version, file_name, size, sha256, .. } = pin.document.clone();
        SubmittedFile {
            counts: counting.iter().any(|one| one.id == id),
            document: id,
            kind,
            version,
            file_name,
            size,
            sha256,
            repair: pin.repair.clone(),
            pinned_at: pin.pinned_at,
        }
    };
    pins.iter().map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::Timestamp;
    use crate::kernel::ids::{DocumentId, ProposalId, RecordId, UserId};
    use crate::platform::files::MediaType;

    const AT: Timestamp = Timestamp::from_micros(0);

    fn document(kind: &str, version: i32) -> Document {
        Document {
            id: DocumentId::new().unwrap(),
            proposal: ProposalId::new().unwrap(),
            kind: kind.to_owned(),
            version,
            file_name: format!("{kind}-{version}.pdf"),
            media_type: MediaType::Pdf,
            size: 1,
            sha256: format!("{kind}-{version}"),
            uploaded_by: UserId::new().unwrap(),
            uploaded_at: AT,
        }
    }

    fn pin(document: &Document, repair: Option<&RecordId>) -> Pin {
        Pin { document: document.clone(), repair: repair.cloned(), pinned_at: AT }
    }

    fn names(documents: &[Document]) -> Vec<&str> {
        documents.iter().map(|one| one.sha256.as_str()).collect()
    }

    #[test]
    fn what_is_uploaded_after_handing_in_is_the_writers_alone() {
        let (first, second) = (document("plan", 1), document("plan", 2));
        let (uploaded, pins) = ([second.clone(), first.clone()], [pin(&first, None)]);
        let of = |reader| files(&uploaded, Some(&pins), reader);
        assert_eq!(names(&of(Reader::Writer).counting), ["plan-2"]);
        assert_eq!(names(&of(Reader::Writer).older), ["plan-1"]);
        assert_eq!(names(&of(Reader::Candidate).counting), ["plan-1"]);
        assert_eq!(names(&of(Reader::Candidate).older), ["plan-2"]);
        for reader in [Reader::Verification, Reader::Other] {
            let seen = of(reader);
            assert_eq!((names(&seen.counting), seen.older.len()), (vec!["plan-1"], 0));
        }
    }

    #[test]
    fn before_anything_is_handed_in_there_is_only_the_draft() {
        let uploaded = [document("plan", 2), document("plan", 1)];
        for reader in [Reader::Writer, Reader::Candidate, Reader::Verification, Reader::Other] {
            let seen = files(&uploaded, None, reader);
            assert_eq!(
                (names(&seen.counting), names(&seen.older)),
                (vec!["plan-2"], vec!["plan-1"])
            );
        }
    }

    #[test]
    fn a_repair_replaces_what_was_handed_in_and_says_so() {
        let repair = Repair::for_tests();
        // The second file was uploaded but never submitted, so it stays out, whatever came after
        // it.
        let (first, third) = (document("letter", 1), document("letter", 3));
        let pins = [pin(&third, Some(&repair.id)), pin(&first, None)];
        let uploaded = [third.clone(), document("letter", 2), first.clone()];
        let seen = files(&uploaded, Some(&pins), Reader::Verification);
        assert_eq!(
            (names(&seen.counting), names(&seen.older)),
            (vec!["letter-3"], vec!["letter-1"])
        );
        assert_eq!(names(&files(&uploaded, Some(&pins), Reader::Other).older), Vec::<&str>::new());
        let told = replacements(&pins, std::slice::from_ref(&repair));
        assert_eq!(told.len(), 1);
        assert_eq!((&told[0].document, &told[0].replaced), (&third.id, &Some(first.id.clone())));
        assert_eq!((&told[0].repair, &told[0].opened_by), (&repair.id, &Some(repair.opened_by)));
        let named: Vec<(i32, bool)> =
            named(&pins).iter().map(|file| (file.version, file.counts)).collect();
        assert_eq!(named, [(3, true), (1, false)]);
    }
}
