//! Giving and taking away roles, and who holds them. One person proposes a role and another
//! approves it (`changes`); one person alone takes a role away. Both take effect on the person's
//! next request.

use super::proposing::{Kept, propose};
use super::{event, find, find_living, substitutes};
use crate::features::accounts::inputs::RoleGrant;
use crate::features::accounts::store::How;
use crate::features::accounts::{
    ProposedChange, Substitute, User, Wanted, holders_of, letters, rules, store,
};
use crate::kernel::access::{self, Facts, Permission, Role, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::UserId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, EventType};
use crate::platform::mail;
use serde_json::json;
use std::collections::BTreeMap;

/// The names of people with an active account who hold one of these roles, for viewers who may see
/// all accounts. One statement.
///
/// # Errors
/// `forbidden`.
pub fn holders_of_any(
    cx: &mut Cx<'_>,
    roles: &[Role],
) -> Result<BTreeMap<UserId, String>, Failure> {
    access::may(cx.viewer, Permission::ListAccounts, Facts::NONE)?;
    store::names_of_holders(cx.db, roles)
}

/// Gives a role, or proposes it where another person must approve.
///
/// # Errors
/// `forbidden`; `own_roles` for oneself; `role_already_held`; `duty_already_held` for a second duty;
/// `change_waiting`; `nobody_could_approve`; what stands against taking somebody's place.
pub fn grant_role(cx: &mut Cx<'_>, id: &UserId, grant: &Valid<RoleGrant>) -> Result<Kept, Failure> {
    let RoleGrant { role, in_place_of, until_on } = grant.kept()?;
    access::may(cx.viewer, Permission::GrantRole, Facts::NONE)?;
    not_oneself(cx.viewer, id)?;
    let user = find_living(cx.db, id)?;
    rules::check_grant(&user.roles, role).map_err(Failure::refused)?;
    let substitute = rules::substitutes::of_fields(in_place_of, until_on)?;
    if let Some(substitute) = &substitute {
        substitutes::check(cx, substitute, (id, role))?;
    }
    if role.takes_two() {
        propose(cx, Wanted::Role { user: id.clone(), role, substitute })?;
    } else {
        store::insert_grant(cx.db, id, role, Some(&cx.viewer.user), cx.now)?;
        let granted =
            event(Some(&cx.viewer.user), EventType::RoleGranted, id, json!({"role": role}));
        ledger::append(cx.db, granted, cx.now)?;
    }
    Kept::of(cx, id)
}

/// Gives the proposed role. The viewer is not the person who proposed it.
pub(super) fn give(
    cx: &mut Cx<'_>,
    change: &ProposedChange,
    (id, role, substitute): (&UserId, Role, Option<&Substitute>),
) -> Result<(), Failure> {
    let user = find_living(cx.db, id)?;
    if !user.active {
        return Err(Failure::refused(rules::ACCOUNT_OFF));
    }
    rules::check_grant(&user.roles, role).map_err(Failure::refused)?;
    if let Some(substitute) = substitute {
        substitutes::check(cx, substitute, (id, role))?;
    }
    let grant = store::insert_grant(cx.db, id, role, Some(&cx.viewer.user), cx.now)?;
    if let Some(substitute) = substitute {
        store::insert_substitute(cx.db, &grant, substitute)?;
    }
    store::vouch(cx.db, id, (&change.proposed_by, How::Proposed), cx.now)?;
    store::vouch(cx.db, id, (&cx.viewer.user, How::Approved), cx.now)?;
    let mut payload = json!({"role": role, "change": change.id, "proposed_by": change.proposed_by});
    if let (Some(fields), Some(substitute)) = (payload.as_object_mut(), substitute) {
        fields.insert("substitute".to_owned(), json!(substitute));
    }
    ledger::append(
        cx.db,
        event(Some(&cx.viewer.user), EventType::RoleGranted, id, payload),
        cx.now,
    )?;
    match substitute {
        None => mail::post(cx.db, &letters::role_given(id, role), cx.now),
        Some(substitute) => {
            let name = find(cx.db, &substitute.in_place_of)?.name;
            let letters = [
                letters::substitution_begun(id, role, (&user.name, &name), substitute.until_on),
                letters::substitution_begun(
                    &substitute.in_place_of,
                    role,
                    (&user.name, &name),
                    substitute.until_on,
                ),
            ];
            mail::post_all(cx.db, &letters, cx.now)
        }
    }
}

/// Gives a role from the machine's console: for the first people of an agency, and where nobody is
/// left who could decide. No user vouches for it.
///
/// # Errors
/// `not_found`, `role_already_held`, `duty_already_held`.
pub fn grant_first_role(
    db: &mut Db,
    id: &UserId,
    role: Role,
    now: Timestamp,
) -> Result<(), Failure> {
    let user = find_living(db, id)?;
    rules::check_grant(&user.roles, role).map_err(Failure::refused)?;
    store::insert_grant(db, id, role, None, now)?;
    ledger::append(
        db,
        event(None, EventType::RoleGranted, id, json!({"role": role, "from": "console"})),
        now,
    )
    .map(|_| ())
}

/// Takes a role away.
///
/// # Errors
/// `forbidden`, `own_roles`, `role_not_held`; `last_of_role` when nobody else could do the role's
/// work.
pub fn revoke_role(cx: &mut Cx<'_>, id: &UserId, role: Role) -> Result<User, Failure> {
    access::may(cx.viewer, Permission::GrantRole, Facts::NONE)?;
    not_oneself(cx.viewer, id)?;
    let user = find(cx.db, id)?;
    if user.active && user.roles.contains(&role) {
        somebody_is_left(cx.db, id, role)?;
    }
    if !store::revoke_grant(cx.db, id, role, Some(&cx.viewer.user), cx.now)? {
        return Err(Failure::refused(rules::ROLE_NOT_HELD));
    }
    ledger::append(
        cx.db,
        event(Some(&cx.viewer.user), EventType::RoleRevoked, id, json!({"role": role})),
        cx.now,
    )?;
    if role == Role::Reviewer {
        tell_of_panels(cx, &user)?;
    }
    find(cx.db, id).map(|user| user.for_viewer(cx.viewer))
}

/// Somebody can no longer review: the secretariat is told of each call on whose panel they are. Whether they have tasks
/// there, and on what, stands on the page that the letter leads to.
fn tell_of_panels(cx: &mut Cx<'_>, user: &User) -> Result<(), Failure> {
    let panels = store::panels_of(cx.db, &user.id, cx.now)?;
    if panels.is_empty() {
        return Ok(());
    }
    let secretariat = holders_of(cx.db, Role::Secretariat)?;
    let mut posts = Vec::new();
    for (call, code) in &panels {
        for one in &secretariat {
            posts.push(letters::reviewer_gone(one, user, (call, code)));
        }
    }
    mail::post_all(cx.db, &posts, cx.now)
}

/// Takes away, when the account is switched off, every role that another person had to approve.
/// After it is switched on again, each must be proposed and approved again.
pub(super) fn revoke_duties(cx: &mut Cx<'_>, user: &User) -> Result<(), Failure> {
    for role in user.roles.iter().copied().filter(|role| role.takes_two()) {
        if user.active {
            somebody_is_left(cx.db, &user.id, role)?;
        }
        store::revoke_grant(cx.db, &user.id, role, Some(&cx.viewer.user), cx.now)?;
        let payload = json!({"role": role, "with": "account switched off"});
        ledger::append(
            cx.db,
            event(Some(&cx.viewer.user), EventType::RoleRevoked, &user.id, payload),
            cx.now,
        )?;
    }
    if user.active && user.roles.contains(&Role::Reviewer) {
        tell_of_panels(cx, user)?;
    }
    Ok(())
}

/// Refuses to take away the last of a role that others depend on. Otherwise the remaining people
/// could decide alone, or nobody could.
fn somebody_is_left(db: &mut Db, id: &UserId, role: Role) -> Result<(), Failure> {
    if !role.must_not_run_out()
        || substitutes::holders_for_good(db, role)?.iter().any(|holder| holder != id)
    {
        return Ok(());
    }
    Err(Refusal::new(rules::LAST_OF_ROLE).with("role", role.name()).into())
}

fn not_oneself(viewer: &Viewer, id: &UserId) -> Result<(), Failure> {
    if &viewer.user == id { Err(Failure::refused(rules::OWN_ROLES)) } else { Ok(()) }
}
