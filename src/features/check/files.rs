//! Checks that every file that a row names is on the disk with its bytes. In any table a column
//! `sha256` or `…_sha256` names a file; `size` or `…_size` beside it is the file's size.

use super::Report;
use crate::kernel::errors::Failure;
use crate::kernel::progress::{At, Watch};
use crate::platform::db::{self, Db};
use crate::platform::files::Storage;
use serde_json::Value;
use std::path::Path;

pub(super) fn check(
    db: &mut Db,
    data: &Path,
    report: &mut Report,
    watch: &Watch<'_>,
) -> Result<(), Failure> {
    let named = named(db)?;
    let storage = Storage::looking_at(data)?;
    let total = named.len();
    for (index, Named { row, sha256, size }) in named.into_iter().enumerate() {
        match storage.open_verified(&sha256) {
            Ok(file) if size.is_none_or(|size| size == file.size()) => {}
            Ok(_) => {
                report.found("file_size", format!("{row}: the file {sha256} has another size"));
            }
            Err(Failure::Refused(_)) => {
                report.found(
                    "file_damaged",
                    format!("{row}: the file {sha256} is missing or damaged"),
                );
            }
            Err(other) => return Err(other),
        }
        report.files = index + 1;
        watch(At::counted("checking the files", report.files, total));
    }
    Ok(())
}

struct Named {
    row: String,
    sha256: String,
    size: Option<u64>,
}

fn named(db: &mut Db) -> Result<Vec<Named>, Failure> {
    let mut named = Vec::new();
    for table in db::tables(db)? {
        let columns = table.columns.iter().map(|column| column.name.as_str());
        let stems: Vec<String> = columns
            .filter_map(|name| name.strip_suffix("sha256"))
            .filter(|stem| stem.is_empty() || stem.ends_with('_'))
            .map(str::to_owned)
            .collect();
        if stems.is_empty() {
            continue;
        }
        db::each_row(db, &table, |key, row| {
            for stem in &stems {
                if let Some(Value::String(sha256)) = row.get(format!("{stem}sha256")) {
                    let size = row.get(format!("{stem}size")).and_then(Value::as_u64);
                    let row = format!("{} {key}", table.name);
                    named.push(Named { row, sha256: sha256.clone(), size });
                }
            }
            Ok(())
        })?;
    }
    Ok(named)
}
