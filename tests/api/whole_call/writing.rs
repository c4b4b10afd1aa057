//! Chapters two and three: the call is frozen and opens; forty candidates write, have their
//! proposals endorsed, and hand in.

use super::field::{self, Entry};
use super::story::{Story, Submission};
use reqwest::Method;
use serde_json::{Value, json};
use test_support::{Answer, PASSWORD, Person, definition, pdf};
use tubel::kernel::canonical::sha256_hex;

pub(super) const OPEN: &str = "2026-12-02T02:00:00Z";
const DEADLINE: &str = "2026-12-31T10:00:00Z";

impl Story {
    /// Eight seats, two per unit, two per problem, at least two remote; three sheets each.
    pub(super) async fn the_call_is_frozen_and_opens(&mut self) {
        let mut rules = definition();
        rules["limits"]["floors"] = json!([{"group": {"kind": "remote"}, "at_least": 2}]);
        let id = self.app.frozen_call_of(&self.secretariat, "TB-2026", rules.clone()).await;
        self.call = format!("/api/v1/calls/{id}");
        let published = self.anybody_reads(&self.of_call("rules")).await;
        let call = self.anybody_reads(&self.call).await;
        assert_eq!(sha256_hex(&published.bytes), call.expect(200)["rules_hash"].as_str().unwrap());
        assert_eq!(published.json, rules);
        let panel = |person: &Person| self.of_call(&format!("panel/{}", person.id));
        for reviewer in &self.reviewers {
            self.app.put(&self.secretariat, &panel(reviewer), json!({})).await.expect(200);
        }
        self.app.at(OPEN);
    }

    pub(super) async fn forty_candidates_write(&mut self) {
        for (order, entry) in field::all().into_iter().enumerate() {
            let person = self.register(entry, order + 1).await;
            self.candidates.insert(entry.name, person);
            let path = self.write(entry).await;
            self.proposals.insert(entry.name, Submission { path, ..Submission::default() });
        }
        assert_eq!(self.proposals.len(), 40);
    }

    /// Opens one's own account.
    async fn register(&self, entry: &Entry, order: usize) -> Person {
        let born = if entry.name == field::TOO_LATE_IN_SERVICE.name { 1972 } else { 1991 };
        let nip = format!("{born}0101201501{}{order:03}", order % 2 + 1);
        let email = format!("{}@pom.go.id", entry.name.to_lowercase());
        let body = json!({
            "email": email, "nip": nip, "name": entry.name, "unit": entry.unit,
            "password": PASSWORD,
        });
        let request = self.app.request(Method::POST, "/api/v1/auth/register").json(&body);
        let made = Answer::of(request).await;
        let id: tubel::kernel::ids::UserId =
            made.expect(201)["id"].as_str().unwrap().parse().unwrap();
        let confirm = format!("/api/v1/users/{id}/nip/confirm");
        let confirmed = self.app.post(&self.secretariat, &confirm, json!({"nip": nip})).await;
        confirmed.expect(200);
        Person { id, email, nip: Some(nip) }
    }

    /// Begins a proposal, writes it, uploads it, and has both heads sign; the path.
    async fn write(&self, entry: &Entry) -> String {
        let (app, author) = (&self.app, self.candidate(entry.name));
        let (problem, owner) = &self.problems[entry.problem];
        let body = json!({"problem": problem, "level": "S2"});
        let begun = app.post(author, &self.of_call("proposals"), body).await;
        let path = format!("/api/v1/proposals/{}", begun.expect(201)["id"].as_str().unwrap());
        let text = json!({ "content": content(entry) });
        app.put_from(author, &path, 1, text).await.expect(200);
        let document = format!("{path}/documents/proposal");
        let upload = app.request_as(author, Method::PUT, &document).await;
        Answer::of(upload.body(pdf(entry.name))).await.expect(201);
        for (head, kind) in [(entry.unit, "unit_head"), (owner, "problem_owner")] {
            let body = json!({"kind": kind, "statement": "Kami dukung dan kami pakai hasilnya."});
            app.post(&self.heads[head], &format!("{path}/endorsements"), body).await.expect(201);
        }
        path
    }

    /// Who cannot be eligible reads so while writing, with the figures, and again on submitting.
    pub(super) async fn two_are_told_by_the_rules_that_they_cannot_take_part(&self) {
        let cases = [
            (&field::SANCTIONED, "no_sanction", "level", json!("heavy")),
            (&field::TOO_LATE_IN_SERVICE, "remaining_service", "required_months", json!(72)),
        ];
        for (entry, rule, figure, value) in cases {
            let (name, author) = (entry.name, self.candidate(entry.name));
            let told = self.app.get(author, &self.of(name, "eligibility")).await;
            let findings = told.expect(200).as_array().unwrap();
            let finding = findings.iter().find(|one| one["key"] == rule).unwrap();
            assert_eq!(
                (&finding["outcome"], &finding["figures"][figure]),
                (&json!("not_met"), &value)
            );
            let refused = self.submit(name).await;
            assert_eq!(refused.refusal(422), "not_eligible");
            assert_eq!(refused.faults().len(), 1, "{:?}", refused.faults());
            assert_eq!(refused.faults()[0].0, format!("eligibility.{rule}"));
        }
    }

    pub(super) async fn thirty_seven_hand_in_and_keep_their_receipts(&mut self) {
        let stay_behind = [&field::LATE, &field::SANCTIONED, &field::TOO_LATE_IN_SERVICE];
        let names: Vec<&'static str> = self.proposals.keys().copied().collect();
        for name in names {
            if stay_behind.iter().any(|entry| entry.name == name) {
                continue;
            }
            let receipt = self.submit(name).await.expect(201).clone();
            let submission = self.proposals.get_mut(name).unwrap();
            receipt["number"].as_str().unwrap().clone_into(&mut submission.number);
            submission.receipt = receipt;
        }
        let handed_in = self.proposals.values().filter(|one| !one.number.is_empty());
        assert_eq!(handed_in.count(), 37);
        let again = self.submit("Siti").await;
        assert_eq!(again.refusal(409), "nothing_changed");
    }

    /// The deadline is the first instant that is too late, by the server's clock.
    pub(super) async fn one_is_too_late_by_no_time_at_all(&self) {
        self.app.at(DEADLINE);
        let late = self.submit(field::LATE.name).await;
        assert_eq!(late.refusal(409), "wrong_phase");
        let draft = self.app.get(self.candidate(field::LATE.name), &self.of_late()).await;
        assert_eq!(
            (&draft.expect(200)["state"], &draft.json["number"]),
            (&json!("draft"), &Value::Null)
        );
    }

    fn of_late(&self) -> String {
        self.submission(field::LATE.name).path.clone()
    }

    async fn submit(&self, name: &str) -> Answer {
        self.app.post(self.candidate(name), &self.of(name, "submit"), Value::Null).await
    }
}

/// A text that lacks nothing; what a rule will object to is in it where the story wants it.
fn content(entry: &Entry) -> Value {
    let section = "Masalah ini muncul lagi setelah setiap penertiban di wilayah kami. ".repeat(4);
    let sanctions = if entry.name == field::SANCTIONED.name {
        json!([{"level": "heavy", "ended_on": "2025-06-30"}])
    } else {
        json!([])
    };
    json!({
        "title": format!("Usulan {} tentang {}", entry.name, entry.problem),
        "summary": "Satu halaman tentang masalah, studi, dan pemanfaatannya.",
        "sections": {
            "problem": section, "study": section, "solution": section, "use_on_return": section,
        },
        "plan": [{
            "month": 1, "activity": "Menyusun model", "responsible": "Tim unit", "resources": "",
        }],
        "goal": {
            "indicator": "temuan berulang", "baseline": "38", "target": "15",
            "unit_of_measure": "%", "measured_how": "hitung mingguan", "measured_by": "2030-06-30",
        },
        "programme": {
            "university": "UI", "name": "Ilmu Komputer", "country": "Indonesia",
            "accreditation": "excellent", "accreditation_valid_until": "2030-12-31",
        },
        "study": {"starts_on": "2027-09-01", "months": 24, "released": true},
        "candidate": {
            "position": "PFM Ahli Muda", "status": "pns", "retirement_age": 58,
            "ratings": [
                {"year": 2024, "rating": "good"}, {"year": 2025, "rating": "very_good"},
            ],
            "sanctions": sanctions, "criminal_case": false, "in_active_service": true,
            "failed_assignment": false, "other_nomination": false, "degrees": ["S1"],
            "grade_point_average_hundredths": 325,
        },
        "difference": "Mulai Januari 2030 tim menutup temuan berulang dalam sehari.",
    })
}
