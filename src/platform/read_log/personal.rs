//! What the log of reads holds of a reader. Of those who were read, `privacy` tells with the trail of processing,
//! since what is told depends on how far the results are known.

use super::by_reader;
use crate::kernel::clock::Told;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::personal::{Holder, Holdings, Person};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Lines go when their period is over, not with the person: they show who processed the data.
pub const HOLDER: Holder =
    Holder { room: "platform/read_log", tables: &["reads"], holdings, ..Holder::NOTHING };

/// What the person read of others, by the day.
fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let mut days: BTreeMap<(String, String), u32> = BTreeMap::new();
    for (at, act) in by_reader(db, person.user)? {
        *days.entry((Told::by_day(at).to_string(), act)).or_default() += 1;
    }
    let line = |((day, act), times)| json!({"day": day, "act": act, "times": times});
    Ok(vec![("read-by-you", Value::Array(days.into_iter().map(line).collect()))].into())
}
