//! How many unfinished uploads one person may have, their size, how long they are kept, and which
//! refusals end one. Pure.

use super::documents::MOST_BYTES;
use crate::features::proposals::PartialUpload;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use serde_json::json;

crate::codes! {
    UPLOAD_OFFSET = 409 "upload_offset";
    TOO_MANY_UPLOADS = 409 "too_many_uploads";
    TUS_VERSION = 412 "tus_version";
    UPLOADS_TOO_LARGE = 413 "uploads_too_large";
    UPLOAD_TOO_LONG = 413 "upload_too_long";
    UPLOAD_IN_USE = 423 "upload_in_use";
}

/// The most unfinished uploads of one person at a time.
pub const MOST_UNFINISHED: usize = 3;

/// The most bytes of one person's unfinished uploads together: the same as for a proposal's
/// documents.
pub const MOST_UNFINISHED_BYTES: u64 = MOST_BYTES;

/// Seconds without a further byte after which an upload expires.
const KEPT_SECONDS: i64 = 24 * 3600;

/// Until when an upload is kept after a request for it.
pub fn kept_until(now: Timestamp) -> Timestamp {
    now.plus_seconds(KEPT_SECONDS)
}

/// Whether another upload of this size may begin beside the unfinished ones.
///
/// # Errors
/// `too_many_uploads`, `uploads_too_large`.
pub fn check_room(unfinished: &[PartialUpload], size: u64) -> Result<(), Refusal> {
    if unfinished.len() >= MOST_UNFINISHED {
        return Err(Refusal::new(TOO_MANY_UPLOADS).with("maximum", MOST_UNFINISHED));
    }
    let held: u64 = unfinished.iter().map(|upload| upload.size).sum();
    let left = MOST_UNFINISHED_BYTES.saturating_sub(held);
    if size > left { Err(Refusal::new(UPLOADS_TOO_LARGE).with("limit", left)) } else { Ok(()) }
}

/// Whether the next piece begins at the upload's offset.
///
/// # Errors
/// `upload_offset`, with the right one in `details`.
pub fn check_offset(upload: &PartialUpload, offset: u64) -> Result<(), Refusal> {
    if offset == upload.received { Ok(()) } else { Err(wrong_offset(upload.received)) }
}

pub fn wrong_offset(right: u64) -> Refusal {
    Refusal::new(UPLOAD_OFFSET).with("offset", right).with_extra(json!({"offset": right}))
}

/// Whether a complete file refused for this reason would be refused again: then it is deleted.
/// After a temporary failure (a busy database, an ended session) it is kept for another attempt.
pub fn is_final(failure: &Failure) -> bool {
    let Failure::Refused(problem) = failure else { return false };
    matches!(problem.code.status, 404 | 409 | 413 | 415 | 422)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::errors::common;
    use crate::kernel::ids::{ProposalId, UploadId, UserId};

    fn unfinished(size: u64) -> PartialUpload {
        PartialUpload {
            id: UploadId::new().unwrap(),
            proposal: ProposalId::new().unwrap(),
            kind: "proposal".to_owned(),
            file_name: "x.pdf".to_owned(),
            file_modified: None,
            size,
            received: 43,
            begun_by: UserId::new().unwrap(),
            begun_at: Timestamp::from_micros(0),
            expires_at: Timestamp::from_micros(1),
            document: None,
        }
    }

    #[test]
    fn there_is_room_for_three_and_for_as_much_as_a_proposals_documents() {
        let two = [unfinished(10), unfinished(MOST_UNFINISHED_BYTES - 30)];
        assert_eq!(check_room(&two, 20), Ok(()));
        let refused = check_room(&two, 21).unwrap_err();
        assert_eq!((refused.code, &refused.arguments[0].1), (UPLOADS_TOO_LARGE, &"20".to_owned()));
        let three = [unfinished(1), unfinished(1), unfinished(1)];
        assert_eq!(check_room(&three, 1).unwrap_err().code, TOO_MANY_UPLOADS);
    }

    #[test]
    fn a_piece_goes_on_where_the_last_one_ended() {
        let upload = unfinished(100);
        assert_eq!((upload.left(), upload.percent()), (57, 43));
        assert_eq!(check_offset(&upload, 43), Ok(()));
        for offset in [0, 42, 44, 100] {
            let refused = check_offset(&upload, offset).unwrap_err();
            assert_eq!((refused.code, refused.extra), (UPLOAD_OFFSET, Some(json!({"offset": 43}))));
        }
    }

    #[test]
    fn what_passes_ends_no_upload() {
        for code in
            [crate::platform::files::FILE_INCOMPLETE, super::super::documents::NO_OPEN_REPAIR]
        {
            assert!(is_final(&Failure::refused(code)));
        }
        for code in [common::BUSY, common::NOT_SIGNED_IN, common::DISK_FULL] {
            assert!(!is_final(&Failure::refused(code)));
        }
        assert!(!is_final(&Failure::Unavailable("no connection".to_owned())));
    }
}
