//! Addresses and staff lists, checked with the settings in force.

use crate::features::accounts::confirmation::confirm_password;
use crate::features::accounts::inputs::{OwnAddress, StaffList};
use crate::features::accounts::rules::{self, staff, staff::StaffLine};
use crate::features::accounts::{Accounts, SignedIn, actions};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::input::Valid;
use crate::kernel::language::Language;
use crate::platform::app::App;
use crate::platform::cx::Cx;

/// The address in its stored form, or its fault at `email`.
///
/// # Errors
/// `invalid`.
pub(in crate::features::accounts) fn checked_address(
    app: &App,
    typed: &str,
) -> Result<String, Failure> {
    let domains = &app.settings.accounts.agency_domains;
    rules::email::checked(typed, domains).map_err(|fault| Refusal::invalid(vec![fault]).into())
}

/// The list in its stored form, or the fault of each line.
///
/// # Errors
/// `invalid`.
pub(in crate::features::accounts) fn checked_staff(
    app: &App,
    list: Valid<StaffList>,
) -> Result<Vec<StaffLine>, Failure> {
    let domains = &app.settings.accounts.agency_domains;
    staff::checked(list.into_inner().rows, domains, app.clock.now().date_in_jakarta())
}

/// Asks for another address.
///
/// # Errors
/// `invalid`; `password_wrong` at `password`; `too_many_failures`, `too_many_letters`.
pub(in crate::features::accounts) async fn ask_for_address(
    app: &App,
    accounts: &Accounts,
    caller: SignedIn,
    (wanted, language): (Valid<OwnAddress>, Language),
) -> Result<(), Failure> {
    let OwnAddress { email, password } = wanted.into_inner();
    let email = checked_address(app, &email)?;
    confirm_password(app, accounts, &caller, password).await?;
    let ask = move |cx: &mut Cx<'_>| actions::ask_for_address(cx, (&email, language));
    caller.write(app, ask).await
}
