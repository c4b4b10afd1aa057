//! What is held of whoever was affected by a breach. The register stays as it is: it is the agency's proof.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::db::schema::{breach_notices, breach_people, breaches};
use crate::platform::personal::{self, Holder, Holdings, Person, as_json};
use diesel::prelude::*;
use serde::Serialize;

pub const HOLDER: Holder = Holder {
    room: "features/breaches",
    tables: &["breach_notices", "breach_people", "breaches"],
    left: &["breach_groups", "breach_measures"],
    holdings,
    ..Holder::NOTHING
};

#[derive(Queryable, Serialize)]
struct Breach {
    number: i32,
    discovered_at: Timestamp,
    #[serde(serialize_with = "as_json")]
    data_classes: String,
    told_at: Timestamp,
    how: Option<String>,
    handling: Option<String>,
    contact: Option<String>,
}

/// Breaches that affected somebody, once they were told: the notice is the agency's to give first.
fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let told: Vec<Breach> = breach_people::table
        .inner_join(breach_notices::table)
        .inner_join(breaches::table.on(breaches::id.eq(breach_people::breach_id)))
        .filter(breach_people::user_id.eq(person.user))
        .order(breach_notices::given_at)
        .select((
            breaches::number,
            breaches::discovered_at,
            breaches::data_classes,
            breach_notices::given_at,
            breach_notices::how,
            breach_notices::handling,
            breach_notices::contact,
        ))
        .load(db)?;
    Ok(vec![("breaches-you-were-told-of", personal::rows(told)?)].into())
}
