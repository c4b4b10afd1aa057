//! The demo's people on stage: accounts, and who acts as whom.

use super::script::Part;
use crate::features::accounts::{self, NewAccount};
use crate::kernel::access::{Role, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{SessionId, UnitCode, UserId};
use crate::kernel::input::Valid;
use crate::platform::db::Db;
use std::collections::BTreeMap;

/// Everybody, by key.
pub(super) struct Stage(BTreeMap<String, Viewer>);

impl Stage {
    /// Opens the accounts, each when its person came; superiors first.
    pub(super) fn enter(
        db: &mut Db,
        parts: &[Part],
        password_hash: &str,
        came: impl Fn(&Part) -> Timestamp,
    ) -> Result<Self, Failure> {
        let mut stage = Self(BTreeMap::new());
        let mut waiting: Vec<&Part> = parts.iter().collect();
        while !waiting.is_empty() {
            let (ready, later): (Vec<&Part>, Vec<&Part>) = waiting.iter().partition(|part| {
                part.superior.as_ref().is_none_or(|key| stage.0.contains_key(key))
            });
            if ready.is_empty() {
                return Err(Failure::Inconsistent("the demo's superiors form a ring".to_owned()));
            }
            for part in ready {
                let superior = part.superior.as_ref().and_then(|key| stage.0.get(key));
                let superior = superior.map(|viewer| viewer.user.clone());
                let viewer = enter(db, part, superior, password_hash, came(part))?;
                stage.0.insert(part.key.clone(), viewer);
            }
            waiting = later;
        }
        Ok(stage)
    }

    pub(super) fn get(&self, key: &str) -> Result<&Viewer, Failure> {
        self.0.get(key).ok_or_else(|| Failure::Inconsistent(format!("nobody plays {key}")))
    }

    /// Everybody with this role, by key.
    pub(super) fn all(&self, role: Role) -> impl Iterator<Item = (&str, &Viewer)> {
        let fits = move |(_, viewer): &(&String, &Viewer)| viewer.is(role);
        self.0.iter().filter(fits).map(|(key, viewer)| (key.as_str(), viewer))
    }

    /// The head of a unit.
    pub(super) fn head_of(&self, unit: &UnitCode) -> Result<&Viewer, Failure> {
        self.get(&format!("head:{unit}"))
    }
}

fn enter(
    db: &mut Db,
    part: &Part,
    superior: Option<UserId>,
    password_hash: &str,
    now: Timestamp,
) -> Result<Viewer, Failure> {
    let account = NewAccount {
        email: part.email(),
        nip: part.nip.clone(),
        name: part.name.clone(),
        unit: Some(UnitCode::new(&part.unit)),
        superior,
    };
    let account = (&Valid::checked(account)?, password_hash);
    let user = accounts::create_from_console(db, account, &part.roles, now)?;
    Ok(Viewer { user: user.id, session: SessionId::new()?, unit: user.unit, roles: user.roles })
}
