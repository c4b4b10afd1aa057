//! What every paper that belongs to no call has in common: language, dates, and the end of the record.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::format::{self, Zone};
use crate::kernel::language::Language;
use crate::platform::db::Db;
use crate::platform::ledger;
use serde_json::{Value, json};

/// A paper's own fields with the common ones. `agency` stands in the letterhead where the settings name none.
///
/// # Errors
/// When the database fails.
pub fn framed(
    db: &mut Db,
    (language, now): (Language, Timestamp),
    (subject, agency): (&str, Option<&str>),
    own: Value,
) -> Result<Value, Failure> {
    let head = ledger::head(db)?;
    let entry = language.text("paper-ledger", &[("value", head.seq.to_string())]);
    let mut footer = vec![[entry, head.hash]];
    if let Some(signed) = ledger::last_checkpoint(db)? {
        let label = language.text("paper-signed", &[("value", signed.size.to_string())]);
        footer.push([label, signed.root().to_owned()]);
    }
    let mut data = json!({
        "language": language.tag(),
        "agency_name": agency,
        "subject": subject,
        "draft": false,
        "number": null,
        "date": format::date(language, now.date_in_jakarta()),
        "made": format!("tubel · {}", format::instant(language, Zone::Wib, now)),
        "footer": footer,
    });
    if let (Value::Object(data), Value::Object(own)) = (&mut data, own) {
        data.extend(own);
    }
    Ok(data)
}
