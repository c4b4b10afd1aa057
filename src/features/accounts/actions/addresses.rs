//! Changing an e-mail address: by the owner, or corrected by the secretariat or on the console. The
//! new address counts once its reader has used the link sent there. The reader of the old address
//! is notified, with a link that stops the change, also afterwards; so nobody takes an account over
//! by claiming that its address is wrong. An official's correction waits a day if the old address
//! was confirmed, and needs a second official if the account holds more than the candidate's role.

use super::{event, find, find_living, links};
use crate::features::accounts::independence::stand_apart;
use crate::features::accounts::inputs::{AddressCorrection, LetterLink};
use crate::features::accounts::store::{self, AddressChangeRow};
use crate::features::accounts::tokens::RefreshToken;
use crate::features::accounts::{AddressChange, User, letters, passwords, rules};
use crate::kernel::access::{self, Facts, Permission, Relation, Role, Viewer};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{RecordId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::language::Language;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, EventType};
use crate::platform::mail;
use serde_json::json;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// Seconds between the notice to a confirmed address and an official's correction of it.
const NOTICE: i64 = DAY;
/// Seconds for which the link to the new address is valid, and after that the one to the old
/// address.
const GOOD_FOR: i64 = 7 * DAY;
const MOST_AN_HOUR: i64 = 3;

/// Who asks for a change, and why.
enum Asker<'a> {
    Oneself,
    Official(&'a Viewer, &'a str),
    Console(&'a str),
}

impl Asker<'_> {
    fn official(&self) -> Option<&UserId> {
        match self {
            Self::Official(viewer, _) => Some(&viewer.user),
            _ => None,
        }
    }

    fn reason(&self) -> Option<&str> {
        match self {
            Self::Oneself => None,
            Self::Official(_, reason) | Self::Console(reason) => Some(reason),
        }
    }
}

/// Asks for another address of one's own account. The caller has checked the password.
///
/// # Errors
/// `address_same`, `too_many_letters`.
pub fn ask_for_address(
    cx: &mut Cx<'_>,
    (email, language): (&str, Language),
) -> Result<(), Failure> {
    access::may(cx.viewer, Permission::ManageOwnAccount, Facts::NONE.with(Relation::Own, true))?;
    let user = find(cx.db, &cx.viewer.user)?;
    ask(cx.db, (&user, &Asker::Oneself), (email, language), cx.now).map(|_| ())
}

/// Corrects the address of somebody's account; `domains` are the agency's own. Returns whether a second
/// official must approve.
///
/// # Errors
/// `forbidden`, `address_own_way` for one's own, a faulty address, `address_same`, `too_many_letters`.
pub fn correct_address(
    cx: &mut Cx<'_>,
    (id, correction, domains): (&UserId, &Valid<AddressCorrection>, &[String]),
) -> Result<bool, Failure> {
    access::may(cx.viewer, Permission::CorrectAddress, Facts::NONE)?;
    let (email, reason) = corrected(correction, domains)?;
    if id == &cx.viewer.user {
        return Err(Failure::refused(rules::ADDRESS_OWN_WAY));
    }
    let user = find_living(cx.db, id)?;
    ask(cx.db, (&user, &Asker::Official(cx.viewer, &reason)), (&email, Language::default()), cx.now)
}

/// The address in its stored form, and the reason.
fn corrected(
    correction: &Valid<AddressCorrection>,
    domains: &[String],
) -> Result<(String, String), Failure> {
    let AddressCorrection { email, reason } = correction.kept()?;
    let checked = rules::email::checked(&email, domains);
    Ok((checked.map_err(|fault| Refusal::invalid(vec![fault]))?, reason))
}

/// The same correction from the machine's console.
///
/// # Errors
/// `not_found`, a faulty address, `address_same`.
pub fn correct_address_from_console(
    db: &mut Db,
    (of, correction, domains): (&str, &Valid<AddressCorrection>, &[String]),
    now: Timestamp,
) -> Result<UserId, Failure> {
    let (email, reason) = corrected(correction, domains)?;
    let row = store::find_by_email(db, &rules::normal_email(of))?;
    let user = find_living(db, &row.ok_or_else(Failure::not_found)?.id)?;
    ask(db, (&user, &Asker::Console(&reason)), (&email, Language::default()), now)?;
    Ok(user.id)
}

fn ask(
    db: &mut Db,
    (user, asker): (&User, &Asker<'_>),
    (email, language): (&str, Language),
    now: Timestamp,
) -> Result<bool, Failure> {
    if email == user.email {
        return Err(Failure::field("email", rules::ADDRESS_SAME));
    }
    if store::address_changes_since(db, &user.id, now.plus_seconds(-HOUR))? >= MOST_AN_HOUR {
        return Err(Failure::refused(rules::TOO_MANY_LETTERS));
    }
    store::stop_address_changes(db, &user.id, now)?;
    let official = asker.official();
    let waits = official.is_some() && user.email_verified;
    let not_before = if waits { now.plus_seconds(NOTICE) } else { now };
    let needs_approval =
        official.is_some() && user.roles.iter().any(|role| *role != Role::Candidate);
    let stop = RefreshToken::new()?;
    let mut row = AddressChangeRow {
        id: RecordId::new()?,
        user_id: user.id.clone(),
        old_email: user.email.clone(),
        new_email: email.to_owned(),
        asked_by: official.cloned(),
        reason: asker.reason().unwrap_or_default().to_owned(),
        asked_at: now,
        not_before,
        expires_at: not_before.plus_seconds(GOOD_FOR),
        needs_approval,
        approved_by: None,
        confirm_hash: None,
        // A stranger who happens to read a mistyped address must not be able to delay the
        // correction.
        stop_hash: user.email_verified.then(|| stop.hash.clone()),
        done_at: None,
        stopped_at: None,
    };
    if !needs_approval {
        row.confirm_hash = Some(post_confirmation(db, &row, language, now)?);
    }
    let payload = json!({
        "change": row.id, "needs_approval": needs_approval, "by_owner": matches!(asker, Asker::Oneself),
        "reason_hash": canonical::sha256_hex(&row.reason),
    });
    let actor = if matches!(asker, Asker::Oneself) { Some(&user.id) } else { official };
    ledger::append(db, event(actor, EventType::AddressChangeAsked, &user.id, payload), now)?;
    tell_the_old_one(db, (user, &row), (asker.reason(), &stop.text), now)?;
    store::insert_address_change(db, row)?;
    Ok(needs_approval)
}

fn tell_the_old_one(
    db: &mut Db,
    (user, row): (&User, &AddressChangeRow),
    (reason, stop): (Option<&str>, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    let letter = if user.email_verified {
        let until = row.expires_at.plus_seconds(GOOD_FOR);
        letters::address_change_asked(&user.id, (&row.new_email, reason), stop, until)
    } else {
        letters::address_withdrawn((&row.old_email, Language::default()))
    };
    mail::post(db, &letter, now)
}

/// Sends the link to the new address and returns its hash.
fn post_confirmation(
    db: &mut Db,
    row: &AddressChangeRow,
    language: Language,
    now: Timestamp,
) -> Result<String, Failure> {
    let token = RefreshToken::new()?;
    let times = (row.not_before, row.expires_at);
    let to = (row.new_email.as_str(), language);
    mail::post(db, &letters::address_confirmation(to, &token.text, times), now)?;
    Ok(token.hash)
}

/// Corrections that wait for a second official.
///
/// # Errors
/// `forbidden`.
pub fn corrections_to_approve(cx: &mut Cx<'_>) -> Result<Vec<AddressChange>, Failure> {
    access::may(cx.viewer, Permission::ApproveCorrection, Facts::NONE)?;
    let rows = store::address_changes_to_approve(cx.db, cx.now)?;
    let ids: Vec<UserId> = rows.iter().map(|row| row.user_id.clone()).collect();
    let names = store::names_of(cx.db, &ids)?;
    let shown = |row: AddressChangeRow| AddressChange {
        name: names.get(&row.user_id).cloned().unwrap_or_default(),
        is_ones_own: [Some(&row.user_id), row.asked_by.as_ref()].contains(&Some(&cx.viewer.user)),
        id: row.id,
        user: row.user_id,
        old_email: row.old_email,
        new_email: row.new_email,
        asked_by: row.asked_by,
        reason: row.reason,
        asked_at: row.asked_at,
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// Approves another official's correction and sends the link to the new address.
///
/// # Errors
/// `forbidden`, `not_found`, `approval_by_another`, `not_independent`, `link_spent` when it is settled already.
pub fn approve_correction(cx: &mut Cx<'_>, id: &RecordId) -> Result<(), Failure> {
    access::may(cx.viewer, Permission::ApproveCorrection, Facts::NONE)?;
    let row = store::find_address_change(cx.db, id)?.ok_or_else(Failure::not_found)?;
    if row.asked_by.as_ref() == Some(&cx.viewer.user) || row.user_id == cx.viewer.user {
        return Err(Failure::refused(rules::APPROVAL_BY_ANOTHER));
    }
    stand_apart(cx.db, Permission::ApproveCorrection, &cx.viewer.user, row.asked_by.as_slice())?;
    let is_open = row.needs_approval && row.approved_by.is_none() && row.stopped_at.is_none();
    if !is_open || row.expires_at <= cx.now {
        return Err(Failure::refused(rules::LINK_SPENT));
    }
    let hash = post_confirmation(cx.db, &row, Language::default(), cx.now)?;
    store::approve_address_change(cx.db, id, Some(&cx.viewer.user), &hash)?;
    let payload = json!({"change": id});
    let event =
        event(Some(&cx.viewer.user), EventType::AddressChangeApproved, &row.user_id, payload);
    ledger::append(cx.db, event, cx.now).map(|_| ())
}

/// Changes the address when the reader of the new address confirms it.
///
/// # Errors
/// `link_spent`, `address_too_early` with the instant from which it holds, `email_taken`.
pub fn confirm_address(
    db: &mut Db,
    link: &Valid<LetterLink>,
    now: Timestamp,
) -> Result<(), Failure> {
    access::may_anyone(None, Permission::SignIn, Facts::NONE)?;
    let found = store::address_change_to_confirm(db, &RefreshToken::hash_of(&link.token))?;
    let is_good = |row: &AddressChangeRow| {
        row.done_at.is_none() && row.stopped_at.is_none() && row.expires_at > now
    };
    let row = found.filter(is_good).ok_or_else(|| Failure::refused(rules::LINK_SPENT))?;
    if row.not_before > now {
        let hours = (row.not_before.seconds_since(now) + HOUR - 1) / HOUR;
        return Err(Refusal::new(rules::ADDRESS_TOO_EARLY).with("count", hours).into());
    }
    find_living(db, &row.user_id)?;
    if store::email_taken(db, &row.new_email)? {
        return Err(Failure::refused(rules::EMAIL_TAKEN));
    }
    let user = &row.user_id;
    mail::post(db, &letters::address_changed(user, now), now)?;
    store::set_address(db, user, &row.new_email, now)?;
    links::spend_all(db, user, now)?;
    store::settle_address_change(db, &row.id, (Some(now), None))?;
    store::forget_registrations(db, &row.new_email)?;
    ledger::append(
        db,
        event(Some(user), EventType::AddressChanged, user, json!({"change": row.id})),
        now,
    )?;
    mail::post(db, &letters::address_changed(user, now), now)
}

/// The reader of the old address stops the change. If it was already made, it is undone: all
/// sessions end, the password becomes invalid, and a link for a new one goes to the old address.
///
/// # Errors
/// `link_spent`; `email_taken` when another account has the old address by now.
pub fn stop_address(db: &mut Db, link: &Valid<LetterLink>, now: Timestamp) -> Result<(), Failure> {
    access::may_anyone(None, Permission::SignIn, Facts::NONE)?;
    let found = store::address_change_to_stop(db, &RefreshToken::hash_of(&link.token))?;
    let is_good = |row: &AddressChangeRow| {
        row.stopped_at.is_none() && row.expires_at.plus_seconds(GOOD_FOR) > now
    };
    let row = found.filter(is_good).ok_or_else(|| Failure::refused(rules::LINK_SPENT))?;
    let user = &row.user_id;
    if row.done_at.is_some() {
        find_living(db, user)?;
        take_back(db, &row, now)?;
    }
    store::settle_address_change(db, &row.id, (row.done_at, Some(now)))?;
    let payload = json!({"change": row.id, "was_done": row.done_at.is_some()});
    ledger::append(db, event(Some(user), EventType::AddressChangeStopped, user, payload), now)?;
    Ok(())
}

fn take_back(db: &mut Db, row: &AddressChangeRow, now: Timestamp) -> Result<(), Failure> {
    let user = &row.user_id;
    if store::email_taken(db, &row.old_email)? {
        return Err(Failure::refused(rules::EMAIL_TAKEN));
    }
    // Changes that were asked for from the new address are removed with it.
    store::stop_address_changes(db, user, now)?;
    store::set_address(db, user, &row.old_email, now)?;
    store::set_password(db, user, &passwords::of_nobody()?, now)?;
    store::end_sessions(db, user, None, "address change stopped", now)?;
    store::forget_devices(db, user)?;
    links::spend_all(db, user, now)?;
    links::post_reset(db, user, now)
}
