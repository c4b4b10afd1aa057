//! Who opened which account, and who proposed or approved roles of it.

use crate::features::accounts::rules::independence::Vouching;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::db::schema::vouchers;
use crate::text_enum;
use diesel::prelude::*;

text_enum! {
    /// How a person came to vouch for an account.
    pub(in crate::features::accounts) enum How {
        Created = "created",
        Proposed = "proposed",
        Approved = "approved",
    }
}

/// Records that a person vouched for an account.
pub(in crate::features::accounts) fn vouch(
    db: &mut Db,
    user: &UserId,
    (voucher, how): (&UserId, How),
    now: Timestamp,
) -> Result<(), Failure> {
    let earlier = vouchers::table.find((user, voucher, how.name()));
    let again = diesel::update(earlier)
        .set((vouchers::vouched_at.eq(now), vouchers::ended_at.eq(None::<Timestamp>)))
        .execute(db)?;
    if again > 0 {
        return Ok(());
    }
    diesel::insert_into(vouchers::table)
        .values((
            vouchers::user_id.eq(user),
            vouchers::voucher.eq(voucher),
            vouchers::how.eq(how.name()),
            vouchers::vouched_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// The operator vouches for an account in place of all who did before.
pub(in crate::features::accounts) fn end_vouching(
    db: &mut Db,
    user: &UserId,
    now: Timestamp,
) -> Result<usize, Failure> {
    let standing =
        vouchers::table.filter(vouchers::user_id.eq(user).and(vouchers::ended_at.is_null()));
    Ok(diesel::update(standing).set(vouchers::ended_at.eq(now)).execute(db)?)
}

/// Which of these people vouched for which of them.
pub(in crate::features::accounts) fn vouching_among(
    db: &mut Db,
    people: &[UserId],
) -> Result<Vouching, Failure> {
    let pairs = vouchers::table
        .filter(vouchers::user_id.eq_any(people).and(vouchers::voucher.eq_any(people)))
        .filter(vouchers::ended_at.is_null())
        .select((vouchers::user_id, vouchers::voucher))
        .load::<(UserId, UserId)>(db)?;
    Ok(Vouching::new(pairs))
}
