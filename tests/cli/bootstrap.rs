//! A new agency begins at the console in a few commands, as docs/operating.md tells, and goes on without
//! the operator; where nobody inside is left who could act, the operator opens the way.

use crate::exports::Server;
use crate::support::Machine;
use serde_json::{Value, json};

const PASSWORD: &str = "kuda laut makan nasi";

fn create(machine: &Machine, name: &str, role: &str) {
    let email = format!("{name}@pom.go.id");
    let arguments = ["user", "create", "--email", &email, "--name", name, "--role", role];
    let made = machine.tubel_with(&arguments, &format!("{PASSWORD}\n"));
    assert!(made.succeeded, "{}", made.errors);
}

/// An answer over REST.
struct Caller<'a> {
    server: &'a Server,
    bearer: String,
}

impl<'a> Caller<'a> {
    fn sign_in(server: &'a Server, name: &str) -> Self {
        let login = json!({"login": format!("{name}@pom.go.id"), "password": PASSWORD});
        let guest = Self { server, bearer: "X-Nobody: 1".to_owned() };
        let token = guest
            .post("/auth/login", &login)
            .get("access_token")
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned();
        Self { server, bearer: format!("Authorization: Bearer {token}") }
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let json = "Content-Type: application/json";
        let answer = self.server.curl(path, &["-H", &self.bearer, "-H", json, "--data", &body]);
        serde_json::from_slice(&answer).unwrap()
    }
}

#[test]
fn an_agency_begins_with_four_commands_and_goes_on_by_itself() {
    let machine = Machine::new();
    let founders =
        [("sekar", "secretariat"), ("kartini", "chair"), ("dirga", "decider"), ("bagus", "appeal")];
    for (name, role) in founders {
        create(&machine, name, role);
    }
    let server = Server::start(&machine);
    let (sekar, kartini) = (Caller::sign_in(&server, "sekar"), Caller::sign_in(&server, "kartini"));
    let account = json!({"email": "vera@pom.go.id", "name": "Vera", "unit": "P.SU.03"});
    let vera = sekar.post("/users", &account)["id"].as_str().unwrap().to_owned();
    let proposed = sekar.post(&format!("/users/{vera}/roles"), &json!({"role": "verifier"}));
    assert_eq!(proposed["roles"], json!([]));
    let ids = json!({"ids": [proposed["waiting"][0]["id"]]});
    assert_eq!(kartini.post("/account-changes/approve", &ids)[0]["state"], "approved");
}

#[test]
fn an_invited_founder_has_no_password_and_gets_a_letter() {
    let machine = Machine::new();
    let arguments = [
        "user",
        "create",
        "--invite",
        "--email",
        "sekar@pom.go.id",
        "--name",
        "Sekar",
        "--role",
        "secretariat",
    ];
    let made = machine.tubel(&arguments);
    assert!(made.succeeded && made.output.contains("sekar@pom.go.id"), "{}", made.errors);
    let count = "import sqlite3\n\
        db = sqlite3.connect('data/tubel.db')\n\
        kinds = [row[0] for row in db.execute('SELECT template FROM mails')]\n\
        assert kinds == ['account_invitation'], kinds\n\
        assert db.execute('SELECT email_verified_at FROM users').fetchone() == (None,)\n";
    assert!(machine.run("python3", &["-c", count]).success());
}

#[test]
fn the_operator_opens_the_way_where_nobody_inside_can() {
    let machine = Machine::new();
    create(&machine, "kartini", "chair");
    create(&machine, "dirga", "decider");
    let run = |arguments: &[&str]| {
        let run = machine.tubel(arguments);
        (run.succeeded, format!("{}{}", run.output, run.errors))
    };
    let (done, told) = run(&["user", "grant", "dirga@pom.go.id", "--role", "chair"]);
    assert!(!done && told.contains("one account, one duty"), "{told}");
    assert!(run(&["user", "revoke", "dirga@pom.go.id", "--role", "decider"]).0);
    assert!(run(&["user", "grant", "dirga@pom.go.id", "--role", "chair"]).0);
    let there = ["user", "move", "dirga@pom.go.id", "--unit", "P.SU"];
    assert!(run(&[&there[..], &["--superior", "kartini@pom.go.id"]].concat()).0);
    let (done, told) = run(&["user", "move", "dirga@pom.go.id", "--unit", "P.NOWHERE"]);
    assert!(!done && told.contains("unit"), "{told}");
    let (done, told) = run(&["user", "vouch", "nobody@pom.go.id"]);
    assert!(!done, "{told}");
    assert!(run(&["user", "vouch", "dirga@pom.go.id"]).0);
    let record = machine.path("record.jsonl");
    assert!(machine.tubel(&["ledger", "export", &record]).succeeded);
    let record = std::fs::read_to_string(record).unwrap();
    for act in ["role.revoked", "role.granted", "user.changed", "user.vouched"] {
        assert!(record.contains(act), "{act}");
    }
}
