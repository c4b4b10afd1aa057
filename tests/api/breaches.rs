//! The register of breaches of personal data: its clocks, who is affected, the two notices, its end.

mod notices;
mod pages;
mod people;
mod register;

use serde_json::{Value, json};
use test_support::{Answer, Person, START, TestApp};
use tubel::kernel::access::Role;
use tubel::kernel::ids::UserId;

/// A breach to be registered, discovered then.
pub(crate) fn registered(discovered_at: &str) -> Value {
    json!({
        "title": "Akun penilai dipakai orang lain",
        "happened_at": null,
        "discovered_at": discovered_at,
        "found_through": "Pemilik akun melihat perangkat yang bukan miliknya.",
        "data": ["identity", "health"],
        "how": "Kata sandi akun penilai ditebak dan dipakai dari luar kantor.",
        "handling": "Semua sesi akun itu diakhiri, kata sandinya diganti.",
    })
}

/// What a letter says beside the register.
fn notice() -> Value {
    json!({
        "how": "Orang lain masuk dengan akun seorang penilai dan dapat membaca usulan Anda.",
        "handling": "Akun itu ditutup pada hari yang sama.",
        "contact": "Pejabat pelindungan data, (021) 424 4691",
    })
}

/// A server with who keeps the register, who reads it, and a breach discovered at the start.
struct World {
    app: TestApp,
    secretariat: Person,
    auditor: Person,
    breach: String,
}

impl World {
    async fn new() -> Self {
        Self::on(TestApp::start()).await
    }

    async fn on(app: TestApp) -> Self {
        let secretariat =
            app.person("Dewi Lestari").role(Role::Secretariat).unit("P.SU.03").create();
        let auditor = app.person("Agus Salim").role(Role::Auditor).unit("P.IU.01").create();
        let mut world = Self { app, secretariat, auditor, breach: String::new() };
        world.breach = world.register(START).await;
        world
    }

    async fn register(&self, discovered_at: &str) -> String {
        let made = self.app.post(&self.secretariat, "/api/v1/breaches", registered(discovered_at));
        made.await.expect(201)["breach"]["id"].as_str().unwrap().to_owned()
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/breaches/{}{rest}", self.breach)
    }

    /// The secretariat does something with the breach.
    async fn act(&self, rest: &str, body: Value) -> Answer {
        self.app.post(&self.secretariat, &self.path(rest), body).await
    }

    async fn add(&self, way: Value) -> Answer {
        self.act("/people", json!({"way": way})).await
    }

    async fn add_person(&self, person: &Person) {
        self.add(json!({"kind": "person", "account": person.id})).await.expect(200);
    }

    /// As the auditor reads it.
    async fn read(&self) -> Value {
        self.app.get(&self.auditor, &self.path("")).await.expect(200).clone()
    }

    /// States of the clocks of subjects and authority.
    async fn clocks(&self) -> (String, String) {
        let breach = self.read().await["breach"].clone();
        let state = |name: &str| breach[name]["state"].as_str().unwrap().to_owned();
        (state("subjects"), state("authority"))
    }

    /// Ids of all people listed.
    async fn listed(&self) -> Vec<UserId> {
        let page = self.app.get(&self.auditor, &self.path("/people?limit=200")).await;
        let items = page.expect(200)["items"].as_array().unwrap().clone();
        let mut ids: Vec<UserId> =
            items.iter().map(|person| person["user"].as_str().unwrap().parse().unwrap()).collect();
        ids.sort();
        ids
    }
}

fn sorted<const N: usize>(people: [&Person; N]) -> Vec<UserId> {
    let mut ids: Vec<UserId> = people.iter().map(|person| person.id.clone()).collect();
    ids.sort();
    ids
}
