//! The cast of the story and where its chapters keep what later chapters need. Everything here goes
//! through the API, except the first account, which `tubel user create` makes.

use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use test_support::{Answer, Person, TestApp};
use tubel::kernel::access::Role;

pub(super) struct Story {
    pub(super) app: TestApp,
    pub(super) secretariat: Person,
    pub(super) approver: Person,
    pub(super) chair: Person,
    pub(super) decider: Person,
    pub(super) auditor: Person,
    pub(super) verifiers: Vec<Person>,
    pub(super) reviewers: Vec<Person>,
    /// By unit.
    pub(super) heads: BTreeMap<String, Person>,
    /// By name.
    pub(super) candidates: BTreeMap<&'static str, Person>,
    /// Path of the call.
    pub(super) call: String,
    /// Id and owner by code.
    pub(super) problems: BTreeMap<String, (String, String)>,
    /// By candidate.
    pub(super) proposals: BTreeMap<&'static str, Submission>,
}

/// A proposal on its way; the number and the head of the record come with the receipt.
#[derive(Debug, Clone, Default)]
pub(super) struct Submission {
    pub(super) path: String,
    pub(super) number: String,
    pub(super) receipt: Value,
}

/// The central offices that own the problems of this story, besides those that write themselves.
const OWNERS: [&str; 8] =
    ["P.D4.03", "P.D3.04", "P.D2.03", "P.D2.04", "P.D1.04", "P.PPPOMN", "P.PUSDATIN", "P.D3.02"];

impl Story {
    /// An empty house with its secretariat, who opens the accounts of all officials.
    pub(super) async fn begin() -> Self {
        let app = TestApp::start();
        let secretariat = app.person("Sekar").role(Role::Secretariat).unit("P.PPSDM").create();
        let chair = app.person("Kartini").role(Role::Chair).unit("P.SU.03").create();
        let decider = app.person("Dirga").role(Role::Decider).unit("P.SU").create();
        let by = (&secretariat, &chair);
        let hire = |name: &'static str, role, unit: &'static str| {
            hire(&app, by, name.to_owned(), role, unit)
        };
        let approver = hire("Adi", Role::Approver, "P.SU.01").await;
        let auditor = hire("Ayu", Role::Auditor, "P.IU").await;
        let mut verifiers = Vec::new();
        for name in ["Vera", "Vino", "Vita"] {
            verifiers.push(hire(name, Role::Verifier, "P.PPSDM").await);
        }
        let mut reviewers = Vec::new();
        // The first two work in offices that candidates come from.
        let units = ["U.BB.MKS", "U.BB.SRB", "P.PAKOM", "P.D1.01", "P.D1.02", "P.D2.01", "P.D3.01"];
        for (order, unit) in units.into_iter().chain(["P.D4.01", "P.SU.02"]).enumerate() {
            let name = format!("Penilai {}", order + 1);
            reviewers.push(self::hire(&app, by, name, Role::Reviewer, unit).await);
        }
        let mut heads = BTreeMap::new();
        for unit in super::field::UNITS.into_iter().chain(OWNERS) {
            let name = format!("Kepala {unit}");
            let head = self::hire(&app, by, name, Role::UnitHead, unit).await;
            heads.insert(unit.to_owned(), head);
        }
        Self {
            app,
            secretariat,
            approver,
            chair,
            decider,
            auditor,
            verifiers,
            reviewers,
            heads,
            candidates: BTreeMap::new(),
            call: String::new(),
            problems: BTreeMap::new(),
            proposals: BTreeMap::new(),
        }
    }

    pub(super) fn candidate(&self, name: &str) -> &Person {
        &self.candidates[name]
    }

    pub(super) fn submission(&self, name: &str) -> &Submission {
        &self.proposals[name]
    }

    /// `/api/v1/calls/…/{rest}`.
    pub(super) fn of_call(&self, rest: &str) -> String {
        format!("{}/{rest}", self.call)
    }

    /// `/api/v1/proposals/…/{rest}` of this candidate.
    pub(super) fn of(&self, name: &str, rest: &str) -> String {
        format!("{}/{rest}", self.submission(name).path)
    }

    /// All items of a list, page by page.
    pub(super) async fn whole_list(&self, who: &Person, path: &str) -> Vec<Value> {
        let (mut items, mut after) = (Vec::new(), None);
        loop {
            let request = self.app.request_as(who, Method::GET, path).await;
            let mut query = vec![("limit", "25".to_owned())];
            query.extend(after.map(|after| ("after", after)));
            let page = Answer::of(request.query(&query)).await;
            items.extend(page.expect(200)["items"].as_array().unwrap().iter().cloned());
            match page.json["next"].as_str() {
                Some(next) => after = Some(next.to_owned()),
                None => return items,
            }
        }
    }

    /// The list costs as many statements for all its rows as for one.
    pub(super) async fn costs_the_same_however_long(&self, who: &Person, path: &str) {
        let mut costs = Vec::new();
        let mut rows = Vec::new();
        // The first request may have to sign in; it is not counted.
        for limit in [1, 1, 200] {
            let before = self.app.statements();
            let request = self.app.request_as(who, Method::GET, path).await;
            let page = Answer::of(request.query(&[("limit", limit)])).await;
            costs.push(self.app.statements() - before);
            rows.push(page.expect(200)["items"].as_array().unwrap().len());
        }
        assert_eq!(costs[1], costs[2], "{path} costs more for more rows");
        assert!(rows[1] == 1 && rows[2] > 20, "{path} has {rows:?} rows");
    }

    /// A text of somebody who is not signed in.
    pub(super) async fn anybody_reads(&self, path: &str) -> Answer {
        self.app.send("GET", path, "en").await
    }
}

/// Somebody of the house, as an agency begins: the operator gives the roles on which the others' approval
/// rests; of the rest the secretariat opens the account, the person takes up the invitation, the secretariat
/// proposes the role and the chair approves it.
async fn hire(
    app: &TestApp,
    (by, chair): (&Person, &Person),
    name: String,
    role: Role,
    unit: &str,
) -> Person {
    let email = format!("{}@pom.go.id", name.to_lowercase().replace(' ', "."));
    let account = json!({"email": email, "name": name, "unit": unit});
    let made = app.post(by, "/api/v1/users", account).await;
    let id = made.expect(201)["id"].as_str().unwrap().to_owned();
    let person = Person { id: id.parse().unwrap(), email, nip: None };
    app.take_up_invitation(&person).await;
    let proposed =
        app.post(by, &format!("/api/v1/users/{id}/roles"), json!({ "role": role })).await;
    let ids = [&proposed.expect(202)["waiting"][0]["id"]];
    let approve = "/api/v1/account-changes/approve";
    app.post(chair, approve, json!({ "ids": ids })).await.expect(200);
    person
}
