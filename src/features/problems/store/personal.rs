//! What is held of whoever proposed problems. The problems are the agency's; nothing of them is erased.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::db::schema::problems;
use crate::platform::personal::{self, Holder, Holdings, Person};
use diesel::prelude::*;
use serde::Serialize;

pub const HOLDER: Holder =
    Holder { room: "features/problems", tables: &["problems"], holdings, ..Holder::NOTHING };

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = problems)]
struct OwnProblem {
    code: String,
    title: String,
    state: String,
    created_at: Timestamp,
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let own = problems::table.filter(problems::proposed_by.eq(person.user));
    let own = own.order(problems::created_at).select(OwnProblem::as_select()).load(db)?;
    Ok(vec![("problems-proposed", personal::rows(own)?)].into())
}
