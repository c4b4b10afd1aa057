//! Two persons are two persons: roles proposed by one and approved by another, accounts that begin at
//! their address, nobody beside whom they vouched for, conflicts that outlive a move.

mod beside;
mod changes;
mod coup;
mod moves;
mod substitutes;
mod ways;

use diesel::prelude::*;
use serde_json::{Value, json};
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;
use tubel::platform::db::Db;
use tubel::platform::db::schema::vouchers;

const APPROVE: &str = "/api/v1/account-changes/approve";
const REFUSE: &str = "/api/v1/account-changes/refuse";

/// The house as the operator begins it.
struct House {
    app: TestApp,
    secretariat: Person,
    chair: Person,
}

impl House {
    fn new() -> Self {
        let app = TestApp::start();
        let secretariat = app.person("sekar").role(Role::Secretariat).unit("P.SU.03").create();
        let chair = app.person("kartini").role(Role::Chair).unit("P.PPSDM").create();
        Self { app, secretariat, chair }
    }

    async fn propose(&self, whom: &Person, role: &str) -> Answer {
        propose(&self.app, &self.secretariat, whom, role).await
    }

    /// The change that this answer left waiting.
    async fn approve(&self, by: &Person, waiting: &Answer) -> Answer {
        self.app.post(by, APPROVE, json!({"ids": [waiting_id(waiting)]})).await
    }
}

async fn propose(app: &TestApp, by: &Person, whom: &Person, role: &str) -> Answer {
    let path = format!("/api/v1/users/{}/roles", whom.id);
    app.post(by, &path, json!({ "role": role })).await
}

#[track_caller]
fn waiting_id(answer: &Answer) -> Value {
    answer.expect(202)["waiting"].as_array().unwrap().last().unwrap()["id"].clone()
}

/// Who vouched for whom from now on, as if by the acts that leave it.
fn vouched(app: &TestApp, whom: &Person, by: &Person) {
    let (user, voucher, now) = (whom.id.clone(), by.id.clone(), app.now());
    let insert = move |db: &mut Db| {
        diesel::insert_into(vouchers::table)
            .values((
                vouchers::user_id.eq(&user),
                vouchers::voucher.eq(&voucher),
                vouchers::how.eq("created"),
                vouchers::vouched_at.eq(now),
            ))
            .execute(db)?;
        Ok(())
    };
    app.database().write(insert).unwrap();
}
