//! Recognises a file by its bytes, not by its name: PDF or JPEG, complete, and harmless as far as the bytes
//! show. Pure.

use super::{FILE_INCOMPLETE, FILE_NOT_RECOGNISED, FILE_WRONG_FORMAT, pdf};
use crate::kernel::errors::{Failure, Refusal};
use serde::{Deserialize, Serialize};

/// The kinds of file that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub enum MediaType {
    #[serde(rename = "application/pdf")]
    Pdf,
    #[serde(rename = "image/jpeg")]
    Jpeg,
}

impl MediaType {
    pub const ALL: [Self; 2] = [Self::Pdf, Self::Jpeg];

    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media_type| media_type.name() == name)
    }

    /// What a file name of this kind ends in.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
        }
    }

    /// The two ways a name of this kind may end.
    pub(super) fn fits(self, name: &str) -> bool {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is = |wanted: &str| extension.eq_ignore_ascii_case(wanted);
        match self {
            Self::Pdf => is("pdf"),
            Self::Jpeg => is("jpg") || is("jpeg"),
        }
    }

    /// By the first bytes. The header must be at the very beginning, because other programs would take a file with
    /// something before it for another kind.
    fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else {
            None
        }
    }
}

/// Tells what the file is and makes sure that it is one of `formats`, whole, and harmless.
///
/// # Errors
/// `file_not_recognised`, `file_wrong_format`, `file_incomplete`, or what [`pdf::check`] finds.
pub(super) fn check(bytes: &[u8], formats: &[MediaType]) -> Result<MediaType, Failure> {
    let allowed = || formats.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
    let refused = |code| Failure::from(Refusal::new(code).with("allowed", allowed()));
    let media_type = MediaType::of(bytes).ok_or_else(|| refused(FILE_NOT_RECOGNISED))?;
    if !formats.contains(&media_type) {
        return Err(refused(FILE_WRONG_FORMAT));
    }
    match media_type {
        MediaType::Pdf => pdf::check(bytes)?,
        MediaType::Jpeg if ends_as_jpeg(bytes) => {}
        MediaType::Jpeg => return Err(Failure::refused(FILE_INCOMPLETE)),
    }
    Ok(media_type)
}

/// Some cameras add zeros after the end marker; anything else after it does not belong to a picture.
fn ends_as_jpeg(bytes: &[u8]) -> bool {
    let last = bytes.iter().rposition(|byte| *byte != 0);
    last.and_then(|last| bytes.get(..=last)).is_some_and(|bytes| bytes.ends_with(&[0xFF, 0xD9]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::errors::Code;

    fn refusal(bytes: &[u8], formats: &[MediaType]) -> Option<Code> {
        match check(bytes, formats) {
            Err(Failure::Refused(problem)) => Some(problem.code),
            other => {
                other.unwrap();
                None
            }
        }
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 0xFF, 0xD9];
        assert_eq!(refusal(&jpeg, &MediaType::ALL), None);
        assert_eq!(refusal(&jpeg, &[MediaType::Pdf]), Some(FILE_WRONG_FORMAT));
        assert_eq!(refusal(&jpeg[..6], &MediaType::ALL), Some(FILE_INCOMPLETE));
        let padded = [&jpeg[..], &[0; 40]].concat();
        assert_eq!(refusal(&padded, &MediaType::ALL), None);
        let with_archive = [&jpeg[..], b"PK\x03\x04"].concat();
        assert_eq!(refusal(&with_archive, &MediaType::ALL), Some(FILE_INCOMPLETE));
        for other in [&b"MZ\x90"[..], b"PK\x03\x04", b"<html>", b" %PDF-1.7\n%%EOF", b"%PD"] {
            assert_eq!(refusal(other, &MediaType::ALL), Some(FILE_NOT_RECOGNISED));
        }
    }
}
