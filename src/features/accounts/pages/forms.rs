//! The forms of accounts, as data: those of visitors and of one's own account. Those of the desk are in
//! `desk_forms`.

use crate::features::accounts::inputs::{
    Confirmation, FirstCode, LetterLink, Login, LoginCode, OwnAddress, OwnNip, PasswordAgain,
    PasswordAndCode, PasswordChange, PasswordReset, Registration, ResetRequest,
};
use crate::web::forms::{Control, Form, FormField};

pub(super) const fn form<T>(
    to: &'static str,
    operation: &'static str,
    fields: &'static [FormField],
) -> Form<T> {
    Form::new(to, operation, fields).words("account-field")
}

const LOGIN: FormField = FormField::new("login", Control::Line).autocomplete("username");
const EMAIL: FormField =
    FormField::new("email", Control::Email).hint("account-email-hint").autocomplete("email");
const NAME: FormField = FormField::new("name", Control::Line).autocomplete("name");
const NIP: FormField =
    FormField::new("nip", Control::Digits).hint("account-nip-hint").autocomplete("off");
const UNIT: FormField = FormField::new("unit", Control::Offered).empty("account-choose-unit");
const PASSWORD: FormField = FormField::new("password", Control::Secret("current-password"));
/// The page tells how long it must be, as that is a setting.
const NEW_PASSWORD: FormField = FormField::new("password", Control::Secret("new-password"));
const CODE: FormField = FormField::new("code", Control::Code).hint("account-code-hint");
const TOKEN: FormField = FormField::new("token", Control::Hidden);

pub(super) static SIGN_IN: Form<Login> = form("/sign-in", "POST /auth/login", &[LOGIN, PASSWORD]);

pub(super) static SIGN_IN_CODE: Form<LoginCode> = form(
    "/sign-in/code",
    "POST /auth/login/second-factor",
    &[
        FormField::new("challenge", Control::Hidden)
            .at("challenge_token")
            .label("account-field-token"),
        CODE,
    ],
);

const REGISTER: [&str; 2] = ["/register", "POST /auth/register"];

const fn register(fields: &'static [FormField]) -> Form<Registration> {
    let [to, operation] = REGISTER;
    form(to, operation, fields)
}

/// Where a letter is sent first, only the address is asked for; else everything at once.
pub(super) static REGISTRATION: [Form<Registration>; 2] = [
    register(&[EMAIL]),
    register(&[EMAIL, NAME.needed(), NIP.needed(), UNIT.needed(), NEW_PASSWORD.needed()]),
];

/// The form behind the link of the letter.
pub(super) static OPENING: Form<Confirmation> = form(
    "/register/confirm",
    "POST /auth/register/confirm",
    &[NAME, NIP, UNIT, NEW_PASSWORD, TOKEN],
);

pub(super) static VERIFY: Form<LetterLink> =
    form("/verify-email", "POST /auth/email/verify", &[TOKEN]);

pub(super) static ADDRESS_CONFIRM: Form<LetterLink> =
    form("/address/confirm", "POST /auth/address/confirm", &[TOKEN]);

pub(super) static ADDRESS_STOP: Form<LetterLink> =
    form("/address/stop", "POST /auth/address/stop", &[TOKEN]);

pub(super) static FORGOT: Form<ResetRequest> =
    form("/forgot-password", "POST /auth/password/forgot", &[LOGIN]);

pub(super) static RESET: Form<PasswordReset> =
    form("/reset-password", "POST /auth/password/reset", &[NEW_PASSWORD, TOKEN]);

pub(super) static OWN_PASSWORD: Form<PasswordChange> = form(
    "/me/password",
    "POST /auth/password",
    &[FormField::new("current", Control::Secret("current-password")), NEW_PASSWORD],
);

pub(super) static OWN_NIP: Form<OwnNip> = form("/me/nip", "PUT /me/nip", &[NIP]);

pub(super) static OWN_ADDRESS: Form<OwnAddress> =
    form("/me/email", "POST /me/email", &[EMAIL, PASSWORD]);

pub(super) static FACTOR: Form<PasswordAgain> =
    form("/me/second-factor", "POST /me/second-factor", &[PASSWORD]);

pub(super) static FIRST_CODE: Form<FirstCode> = form(
    "/me/second-factor/confirm",
    "POST /me/second-factor/confirm",
    &[FormField::new("code", Control::Code)],
);

pub(super) static CODES: Form<PasswordAndCode> =
    form("/me/second-factor/codes", "POST /me/second-factor/recovery-codes", &[PASSWORD, CODE]);

pub(super) static FACTOR_OFF: Form<PasswordAndCode> =
    form("/me/second-factor/off", "POST /me/second-factor/disable", &[PASSWORD, CODE]);
