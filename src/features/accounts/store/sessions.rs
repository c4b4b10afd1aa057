//! Sessions and their refresh tokens.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{SessionId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{refresh_tokens, sessions, users};
use diesel::prelude::*;

/// The most sessions in a list.
const MOST_SESSIONS: i64 = 100;

pub(in crate::features::accounts) fn insert_session(
    db: &mut Db,
    id: &SessionId,
    (user, client): (&UserId, &str),
    now: Timestamp,
    expires: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id),
            sessions::user_id.eq(user),
            sessions::started_at.eq(now),
            sessions::expires_at.eq(expires),
            sessions::client.eq(client),
        ))
        .execute(db)?;
    Ok(())
}

pub(in crate::features::accounts) fn end_session(
    db: &mut Db,
    id: &SessionId,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::update(sessions::table.filter(sessions::id.eq(id).and(sessions::ended_at.is_null())))
        .set((sessions::ended_at.eq(now), sessions::end_reason.eq(reason)))
        .execute(db)?;
    Ok(())
}

/// Whether this session exists or existed.
pub(in crate::features::accounts) fn is_session(
    db: &mut Db,
    id: &SessionId,
) -> Result<bool, Failure> {
    let found = sessions::table.find(id);
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// Whether a person has ever signed in.
pub(in crate::features::accounts) fn has_sessions(
    db: &mut Db,
    user: &UserId,
) -> Result<bool, Failure> {
    let found = sessions::table.filter(sessions::user_id.eq(user));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// A person's valid sessions, newest first: id, begin, end, client.
pub(in crate::features::accounts) fn open_sessions(
    db: &mut Db,
    user: &UserId,
    now: Timestamp,
) -> Result<Vec<(SessionId, Timestamp, Timestamp, String)>, Failure> {
    Ok(sessions::table
        .filter(sessions::user_id.eq(user).and(sessions::ended_at.is_null()))
        .filter(sessions::expires_at.gt(now))
        .order((sessions::started_at.desc(), sessions::id))
        .limit(MOST_SESSIONS)
        .select((sessions::id, sessions::started_at, sessions::expires_at, sessions::client))
        .load(db)?)
}

/// Ends all sessions of a person except one.
pub(in crate::features::accounts) fn end_sessions(
    db: &mut Db,
    user: &UserId,
    but: Option<&SessionId>,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let spared = but.map_or("", SessionId::as_str);
    let open = sessions::table
        .filter(sessions::user_id.eq(user).and(sessions::ended_at.is_null()))
        .filter(sessions::id.ne(spared.to_owned()));
    diesel::update(open)
        .set((sessions::ended_at.eq(now), sessions::end_reason.eq(reason)))
        .execute(db)?;
    Ok(())
}

pub(in crate::features::accounts) fn insert_refresh(
    db: &mut Db,
    hash: &str,
    session: &SessionId,
    now: Timestamp,
    expires: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(hash),
            refresh_tokens::session_id.eq(session),
            refresh_tokens::issued_at.eq(now),
            refresh_tokens::expires_at.eq(expires),
        ))
        .execute(db)?;
    Ok(())
}

/// A stored refresh token and the session it continues.
#[derive(Queryable)]
pub(in crate::features::accounts) struct StoredRefresh {
    pub session: SessionId,
    pub user: UserId,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
    pub session_expires_at: Timestamp,
    pub session_ended_at: Option<Timestamp>,
    pub user_active: bool,
}

pub(in crate::features::accounts) fn find_refresh(
    db: &mut Db,
    hash: &str,
) -> Result<Option<StoredRefresh>, Failure> {
    Ok(refresh_tokens::table
        .inner_join(sessions::table.inner_join(users::table))
        .filter(refresh_tokens::token_hash.eq(hash))
        .select((
            sessions::id,
            users::id,
            refresh_tokens::expires_at,
            refresh_tokens::used_at,
            sessions::expires_at,
            sessions::ended_at,
            users::active,
        ))
        .first(db)
        .optional()?)
}

pub(in crate::features::accounts) fn use_refresh(
    db: &mut Db,
    hash: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::update(refresh_tokens::table.find(hash))
        .set(refresh_tokens::used_at.eq(now))
        .execute(db)?;
    Ok(())
}
