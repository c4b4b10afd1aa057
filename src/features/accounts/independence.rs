//! Whether a person may act together with others in one decision. Every act that needs two persons
//! checks this.

use super::rules::independence::{independent, independent_of_all};
use super::{holders_of, names_of, rules, store};
use crate::kernel::access::{Permission, Role, second_person};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use serde_json::json;

/// The most names given in a refusal.
const MOST_NAMES: usize = 5;

/// Permits an act together with those who acted before, unless one of them vouched for another.
///
/// # Errors
/// `not_independent`, with who can do it instead; `nobody_independent` when there is nobody yet.
pub fn stand_apart(
    db: &mut Db,
    act: Permission,
    who: &UserId,
    others: &[UserId],
) -> Result<(), Failure> {
    match why_not_apart(db, act, who, others)? {
        Some(problem) => Err(problem.into()),
        None => Ok(()),
    }
}

/// The answer of [`stand_apart`], for pages that say so before anything is typed.
///
/// # Errors
/// When the act does not need two persons.
pub fn why_not_apart(
    db: &mut Db,
    act: Permission,
    who: &UserId,
    others: &[UserId],
) -> Result<Option<Refusal>, Failure> {
    let role = second_person(act)
        .ok_or_else(|| Failure::Inconsistent(format!("{act:?} is nobody's second half")))?;
    if others.is_empty() {
        return Ok(None);
    }
    let mut people = others.to_vec();
    people.push(who.clone());
    let facts = store::vouching_among(db, &people)?;
    if independent_of_all(who, others, &facts) {
        return Ok(None);
    }
    let holders = holders_of(db, role)?;
    people.extend(holders.iter().cloned());
    let facts = store::vouching_among(db, &people)?;
    let mut instead = holders;
    instead.retain(|one| one != who && independent_of_all(one, others, &facts));
    refusal(db, role.name(), &instead).map(Some)
}

fn refusal(db: &mut Db, role: &'static str, instead: &[UserId]) -> Result<Refusal, Failure> {
    if instead.is_empty() {
        return Ok(Refusal::new(rules::NOBODY_INDEPENDENT).with("role", role));
    }
    let mut names: Vec<String> = names_of(db, instead)?.into_values().collect();
    names.sort();
    names.truncate(MOST_NAMES);
    let refusal = Refusal::new(rules::NOT_INDEPENDENT).with("instead", names.join(", "));
    Ok(refusal.with_extra(json!({ "instead": instead })))
}

/// Holders of this role who could be the second person after these, without `but`.
///
/// # Errors
/// When the act does not need two persons.
pub(super) fn who_could(
    db: &mut Db,
    (act, role): (Permission, Role),
    first: &UserId,
    but: Option<&UserId>,
) -> Result<Vec<UserId>, Failure> {
    second_person(act)
        .ok_or_else(|| Failure::Inconsistent(format!("{act:?} is nobody's second half")))?;
    let mut holders = holders_of(db, role)?;
    let mut people = holders.clone();
    people.push(first.clone());
    let facts = store::vouching_among(db, &people)?;
    holders.retain(|one| Some(one) != but && independent(one, first, &facts));
    Ok(holders)
}
