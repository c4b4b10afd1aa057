//! What is held of whoever asked to be erased.

use super::requests::requests_of;
use crate::features::privacy::Answer;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::db::schema::erasure_requests;
use crate::platform::personal::{self, Erasure, Holder, Holdings, Person, Taken, WORDS};
use diesel::prelude::*;
use std::collections::BTreeSet;

pub(in crate::features::privacy) const HOLDER: Holder = Holder {
    room: "features/privacy",
    tables: &["erasure_requests"],
    holdings,
    erase,
    ..Holder::NOTHING
};

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let asked = requests_of(db, person.user, person.now)?;
    Ok(vec![("erasure-requests", personal::rows(asked)?)].into())
}

fn erase(db: &mut Db, erasure: &Erasure<'_>) -> Result<Taken, Failure> {
    let asked = || erasure_requests::user_id.eq(erasure.person.user);
    diesel::update(erasure_requests::table.filter(asked()))
        .set(erasure_requests::reason.eq(WORDS))
        .execute(db)?;
    let answered = erasure_requests::answer.is_not_null();
    diesel::update(erasure_requests::table.filter(asked().and(answered)))
        .set(erasure_requests::answer_reason.eq(WORDS))
        .execute(db)?;
    Ok(Taken::default())
}

/// Who asked to be erased, and was granted it.
pub(in crate::features::privacy) fn granted(db: &mut Db) -> Result<BTreeSet<UserId>, Failure> {
    let granted = erasure_requests::table
        .filter(erasure_requests::answer.eq(Answer::Granted))
        .select(erasure_requests::user_id);
    Ok(granted.load(db)?.into_iter().collect())
}
