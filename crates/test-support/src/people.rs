//! People for tests: `app.person("rina").role(Role::Reviewer).unit("U.BB.MKS").create()`.

use crate::{Answer, TestApp};
use diesel::prelude::*;
use serde_json::json;
use std::sync::atomic::{AtomicU32, Ordering};
use tubel::features::accounts::{NewAccount, Passwords, create_from_console, move_from_console};
use tubel::kernel::access::Role;
use tubel::kernel::ids::{UnitCode, UserId};
use tubel::kernel::input::Valid;
use tubel::platform::db::schema::mails;

/// Everybody's password in tests.
pub const PASSWORD: &str = "kuda laut makan nasi";

#[derive(Debug, Clone)]
pub struct Person {
    pub id: UserId,
    pub email: String,
    pub nip: Option<String>,
}

/// A person in the making; a candidate of BBPOM Makassar without superior unless told otherwise.
pub struct PersonBuilder<'a> {
    app: &'a TestApp,
    name: String,
    roles: Vec<Role>,
    unit: String,
    superior: Option<UserId>,
    nip: Option<String>,
}

/// A NIP that no other test person of this process has: born 1990, appointed 2015.
fn fresh_nip() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let (day, serial) = (next / 999 % 28 + 1, next % 999 + 1);
    format!("199001{day:02}2015011{serial:03}")
}

impl TestApp {
    pub fn person(&self, name: &str) -> PersonBuilder<'_> {
        PersonBuilder {
            app: self,
            name: name.to_owned(),
            roles: Vec::new(),
            unit: "U.BB.MKS".to_owned(),
            superior: None,
            nip: Some(fresh_nip()),
        }
    }

    /// Moves somebody, as the operator does at the machine: whatever runs, and approved by nobody.
    pub fn place(&self, who: &Person, unit: &str, superior: Option<&Person>) {
        let (id, unit, now) = (who.id.clone(), UnitCode::new(unit), self.now());
        let superior = superior.map(|superior| superior.email.clone());
        let act = move |db: &mut tubel::platform::db::Db| {
            move_from_console(db, &id, (Some(&unit), superior.as_deref()), now)
        };
        self.app.database.write(act).unwrap();
    }

    /// Chooses the usual password by the link of the invitation that was sent to this address.
    pub async fn take_up_invitation(&self, who: &Person) {
        let to = who.id.clone();
        let read = move |db: &mut tubel::platform::db::Db| {
            let sent = mails::table
                .filter(mails::recipient.eq(&to).and(mails::template.eq("account_invitation")))
                .order(mails::seq.desc());
            Ok(sent.select(mails::letter_values).first::<String>(db)?)
        };
        let letter = self.app.database.read(read).unwrap();
        let letter: serde_json::Value = serde_json::from_str(&letter).unwrap();
        let link = letter["link"]["link"].as_str().unwrap();
        let token = link.split_once("token=").unwrap().1;
        let body = json!({"token": token, "password": PASSWORD});
        let path = "/api/v1/auth/password/reset";
        Answer::of(self.request(reqwest::Method::POST, path).json(&body)).await.expect(204);
    }

    pub async fn sign_in(&self, who: &Person) -> Answer {
        let body = json!({"login": who.email, "password": PASSWORD});
        Answer::of(self.request(reqwest::Method::POST, "/api/v1/auth/login").json(&body)).await
    }
}

impl PersonBuilder<'_> {
    pub fn role(mut self, role: Role) -> Self {
        self.roles.push(role);
        self
    }

    pub fn unit(mut self, code: &str) -> Self {
        code.clone_into(&mut self.unit);
        self
    }

    pub fn superior(mut self, superior: &Person) -> Self {
        self.superior = Some(superior.id.clone());
        self
    }

    pub fn nip(mut self, nip: &str) -> Self {
        self.nip = Some(nip.to_owned());
        self
    }

    pub fn create(self) -> Person {
        let settings = &self.app.app.settings.accounts;
        let email = format!("{}@pom.go.id", self.name.to_lowercase().replace(' ', "."));
        let account = NewAccount {
            email: email.clone(),
            nip: self.nip.clone(),
            name: self.name,
            unit: Some(UnitCode::new(self.unit)),
            superior: self.superior,
        };
        let account = Valid::checked(account).unwrap();
        let hash = Passwords::new(settings).unwrap().hash_now(PASSWORD).unwrap();
        let (roles, now) = (self.roles, self.app.now());
        let create = move |db: &mut _| create_from_console(db, (&account, &hash), &roles, now);
        let made = self.app.database().write(create);
        Person { id: made.unwrap().id, email, nip: self.nip }
    }
}
