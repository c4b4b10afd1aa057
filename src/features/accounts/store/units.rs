//! Units.

use crate::features::accounts::Unit;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UnitCode;
use crate::platform::db::Db;
use crate::platform::db::schema::{units, users};
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Insertable)]
#[diesel(table_name = units)]
struct UnitRow {
    code: UnitCode,
    parent: Option<UnitCode>,
    name: String,
    kind: String,
    city: String,
    region: String,
    remote: bool,
    time_zone: String,
    active: bool,
}

/// All units by code. There are a few hundred at most, and every feature needs the tree.
pub fn load_units(db: &mut Db) -> Result<BTreeMap<UnitCode, Unit>, Failure> {
    let rows = units::table.order(units::code).load::<UnitRow>(db)?;
    Ok(rows.into_iter().map(Unit::from).map(|unit| (unit.code.clone(), unit)).collect())
}

pub fn find_unit(db: &mut Db, code: &UnitCode) -> Result<Option<Unit>, Failure> {
    Ok(units::table.find(code).first::<UnitRow>(db).optional()?.map(Unit::from))
}

/// The number of active accounts in each unit; units without any are left out.
pub(in crate::features::accounts) fn people_by_unit(
    db: &mut Db,
) -> Result<BTreeMap<UnitCode, u64>, Failure> {
    let counted = users::table
        .filter(users::active.eq(true).and(users::unit.is_not_null()))
        .group_by(users::unit)
        .select((users::unit, diesel::dsl::count_star()))
        .load::<(Option<UnitCode>, i64)>(db)?;
    let known = |(code, count): (Option<UnitCode>, i64)| Some((code?, count.unsigned_abs()));
    Ok(counted.into_iter().filter_map(known).collect())
}

pub(in crate::features::accounts) fn has_units(db: &mut Db) -> Result<bool, Failure> {
    Ok(units::table.count().get_result::<i64>(db)? > 0)
}

pub(in crate::features::accounts) fn insert_units(
    db: &mut Db,
    new: &[Unit],
) -> Result<(), Failure> {
    for unit in new {
        diesel::insert_into(units::table).values(UnitRow::from(unit.clone())).execute(db)?;
    }
    Ok(())
}

pub(in crate::features::accounts) fn save_unit(
    db: &mut Db,
    unit: &Unit,
    is_known: bool,
) -> Result<(), Failure> {
    if !is_known {
        return insert_units(db, std::slice::from_ref(unit));
    }
    diesel::update(units::table.find(&unit.code))
        .set((
            units::parent.eq(&unit.parent),
            units::name.eq(&unit.name),
            units::kind.eq(&unit.kind),
            units::city.eq(&unit.city),
            units::region.eq(&unit.region),
            units::remote.eq(unit.remote),
            units::time_zone.eq(&unit.time_zone),
            units::active.eq(unit.active),
        ))
        .execute(db)?;
    Ok(())
}

impl From<UnitRow> for Unit {
    fn from(row: UnitRow) -> Self {
        let UnitRow { code, parent, name, kind, city, region, remote, time_zone, active } = row;
        Self { code, parent, name, kind, city, region, remote, time_zone, active }
    }
}

impl From<Unit> for UnitRow {
    fn from(unit: Unit) -> Self {
        let Unit { code, parent, name, kind, city, region, remote, time_zone, active } = unit;
        Self { code, parent, name, kind, city, region, remote, time_zone, active }
    }
}
