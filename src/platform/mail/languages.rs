//! In which language somebody wants their letters.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::kernel::language::Language;
use crate::platform::db::Db;
use crate::platform::db::schema::mail_languages;
use diesel::prelude::*;

/// The language somebody chose for their letters.
pub fn language_of(db: &mut Db, user: &UserId) -> Result<Option<String>, Failure> {
    let chosen = mail_languages::table.find(user).select(mail_languages::language);
    Ok(chosen.first(db).optional()?)
}

/// Keeps the language somebody wants their letters in.
pub fn choose_language(
    db: &mut Db,
    user: &UserId,
    language: Language,
    now: Timestamp,
) -> Result<(), Failure> {
    let values = (mail_languages::language.eq(language.tag()), mail_languages::updated_at.eq(now));
    if diesel::update(mail_languages::table.find(user)).set(values).execute(db)? == 0 {
        diesel::insert_into(mail_languages::table)
            .values((
                mail_languages::user_id.eq(user),
                mail_languages::language.eq(language.tag()),
                mail_languages::updated_at.eq(now),
            ))
            .execute(db)?;
    }
    Ok(())
}
