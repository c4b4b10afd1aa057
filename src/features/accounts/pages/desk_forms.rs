//! The forms of the desk of accounts, as data.

use super::forms::form;
use crate::features::accounts::inputs::{
    AccountChange, AddressCorrection, ChangeApproval, ChangeRefusal, NewAccount, NewActingHead,
    NewUnit, NipCorrection, NipRefusal, RoleGrant, SeenNip, StaffTable, UnitFields,
};
use crate::web::forms::{Control, Form, FormField};

const NAME: FormField = FormField::new("name", Control::Line);
const EMAIL: FormField = FormField::new("email", Control::Email);
const NIP: FormField = FormField::new("nip", Control::Digits);
const UNIT: FormField = FormField::new("unit", Control::Offered).empty("users-no-unit");
const REASON: FormField = FormField::new("reason", Control::Lines(3)).hint("identity-reason-hint");
const ROLE: FormField = FormField::new("role", Control::Choice("role")).empty("users-choose-role");

pub(super) static INVITATION: Form<NewAccount> =
    form("/desk/users/new", "POST /users", &[NAME, EMAIL, NIP.hint("users-nip-hint"), UNIT]);

pub(super) static PERSON: Form<AccountChange> = form(
    "/desk/users/{id}",
    "PATCH /users/{id}",
    &[
        NAME.needed(),
        UNIT,
        // Typed as an e-mail or a NIP.
        FormField::new("superior", Control::Lookup).hint("users-superior-hint"),
    ],
);

/// One button, which says on or off.
pub(super) static ACTIVE: Form<AccountChange> = form(
    "/desk/users/{id}/active",
    "PATCH /users/{id}",
    &[FormField::new("active", Control::Answer)],
);

pub(super) static GRANT: Form<RoleGrant> = form(
    "/desk/users/{id}/roles",
    "POST /users/{id}/roles",
    &[
        ROLE,
        // Typed as an e-mail or a NIP.
        FormField::new("in_place_of", Control::Lookup).hint("users-in-place-of-hint"),
        FormField::new("until_on", Control::Day).hint("users-until-on-hint"),
    ],
);

/// A button beside each role. Over REST the role stands in the address.
pub(super) static REVOCATION: Form<RoleGrant> = form("/desk/users/{id}/roles/revoke", "", &[ROLE]);

pub(super) static ADDRESS: Form<AddressCorrection> =
    form("/desk/users/{id}/address", "POST /users/{id}/email", &[EMAIL, REASON]);

pub(super) static NIP_CORRECTION: Form<NipCorrection> =
    form("/desk/users/{id}/nip", "PUT /users/{id}/nip", &[NIP.hint("identity-nip-hint"), REASON]);

/// A button, which says which NIP was looked at.
pub(super) static NIP_CONFIRMATION: Form<SeenNip> = form(
    "/desk/identities/{id}/confirm",
    "POST /users/{id}/nip/confirm",
    &[FormField::new("nip", Control::Hidden)],
);

/// The page names its control by the account, as several of these forms stand on it.
pub(super) static NIP_REFUSAL: Form<NipRefusal> = form(
    "/desk/identities/{id}/refuse",
    "POST /users/{id}/nip/refuse",
    &[FormField::new("reason", Control::Lines(2)).label("identity-refuse-reason")],
);

/// REST takes the lines that the table holds.
pub(super) static STAFF: Form<StaffTable> = form(
    "/desk/identities/staff",
    "",
    &[FormField::new("rows", Control::Lines(8))
        .label("identity-staff-rows")
        .hint("identity-staff-hint")],
);

const UNIT_NAME: FormField = FormField::new("name", Control::Line);
const KIND: FormField = FormField::new("kind", Control::Offered).empty("");
const PARENT: FormField = FormField::new("parent", Control::Offered).empty("units-no-parent");
const CITY: FormField = FormField::new("city", Control::Line);
const REGION: FormField = FormField::new("region", Control::Line).hint("unit-field-region-hint");
const REMOTE: FormField = FormField::new("remote", Control::Answer).hint("unit-field-remote-hint");
const ZONE: FormField = FormField::new("time_zone", Control::Offered).empty("");

/// Over REST a new unit is put at its address. It is in use.
pub(super) static NEW_UNIT: Form<NewUnit> = Form::new(
    "/desk/units/new",
    "",
    &[
        FormField::new("code", Control::Line).hint("unit-field-code-hint"),
        UNIT_NAME,
        KIND,
        PARENT,
        CITY,
        REGION,
        REMOTE,
        ZONE,
    ],
)
.words("unit-field")
.fixed(&[("active", "true")]);

pub(super) static KEPT_UNIT: Form<UnitFields> = Form::new(
    "/desk/units/{code}",
    "PUT /units/{code}",
    &[
        UNIT_NAME,
        KIND,
        PARENT,
        CITY,
        REGION,
        REMOTE,
        ZONE,
        FormField::new("active", Control::Answer),
    ],
)
.words("unit-field");

pub(super) static ACTING: Form<NewActingHead> = form(
    "/desk/acting-heads",
    "POST /acting-heads",
    &[
        FormField::new("unit", Control::Offered).empty("account-choose-unit"),
        FormField::new("email", Control::Line).label("acting-person").hint("acting-person-hint"),
        FormField::new("from_on", Control::Day).label("acting-from"),
        FormField::new("until_on", Control::Day).label("acting-until"),
    ],
);

const DECISION: &str = "/desk/changes/decide";
const CHOSEN: FormField =
    FormField::new("change", Control::Ticked).at("ids").label("changes-title");

/// Which of the two is sent, the button says.
pub(super) static APPROVAL: Form<ChangeApproval> =
    form(DECISION, "POST /account-changes/approve", &[CHOSEN]);

pub(super) static REFUSAL: Form<ChangeRefusal> = form(
    DECISION,
    "POST /account-changes/refuse",
    &[
        CHOSEN,
        FormField::new("reason", Control::Lines(3))
            .label("changes-reason")
            .hint("changes-reason-hint"),
    ],
);
