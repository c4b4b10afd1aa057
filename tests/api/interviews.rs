//! Interviews over HTTP: planned, moved, asked about, attended, scored, joined with the document score; and what happens
//! when somebody is ill, late, in conflict, or pressed the wrong button.

mod accidents;
mod coming;
mod falling_away;
mod joining;
mod planning;
mod scoring;

use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::review::World;
use test_support::{Answer, Person, Submission};
use tubel::features::calls::{AbsentRule, Bilingual, Definition, Interview, Question};
use tubel::kernel::access::Role;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::ids::UserId;
use tubel::platform::db::schema::mails;

/// Three questions, 30 of 100, five days after the review.
fn interview(absent: AbsentRule) -> Interview {
    let question = |code: &str, criterion: &str| Question {
        code: code.to_owned(),
        text: Bilingual { id: format!("Apa {code}?"), en: format!("What is {code}?") },
        criterion: criterion.to_owned(),
    };
    Interview {
        percent: 30,
        panelists: 3,
        minutes: 30,
        days_after_review: 5,
        absent,
        questions: vec![question("W1", "K1"), question("W2", "K2"), question("W3", "K2")],
    }
}

pub(crate) struct Scene {
    pub(crate) world: World,
    chair: Person,
    /// Four members of the panel; three are enough.
    panel: Vec<Person>,
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut Definition)) -> Self {
        let world = World::with(|definition| {
            definition.interview = Some(interview(AbsentRule::NotRanked));
            definition.seats = 1;
            change(definition);
        });
        let chair = world.official("ketua", Role::Chair);
        let names = ["rina", "budi", "sari", "tono"];
        let panel = names.into_iter().map(|name| world.reviewer(name)).collect();
        Self { world, chair, panel }
    }

    fn three(&self) -> Vec<UserId> {
        self.panel.iter().take(3).map(|one| one.id.clone()).collect()
    }

    /// So many hours from now.
    pub(crate) fn hours(&self, hours: i64) -> Timestamp {
        self.world.app.now().plus_seconds(hours * 3600)
    }

    fn wish(&self, of: &Submission, starts_at: Timestamp) -> Value {
        json!({
            "proposal": of.id, "starts_at": starts_at, "place": "Ruang rapat lantai 8",
            "link": "https://rapat.pom.go.id/w?pwd=rahasia", "panelists": self.three(),
        })
    }

    async fn try_plan(&self, body: Value) -> Answer {
        let path = self.world.call_path("interviews");
        self.world.app.post(&self.world.secretariat, &path, body).await
    }

    /// Plans an interview with the first three; its path.
    pub(crate) async fn plan(&self, of: &Submission, starts_at: Timestamp) -> String {
        let made = self.try_plan(self.wish(of, starts_at)).await;
        format!("/api/v1/interviews/{}", made.expect(201)["id"].as_str().unwrap())
    }

    pub(crate) async fn act(&self, who: &Person, path: &str, body: Value) -> Answer {
        self.world.app.post(who, path, body).await
    }

    async fn office(&self, path: &str, body: Value) -> Answer {
        self.act(&self.world.secretariat, path, body).await
    }

    pub(crate) async fn attend(&self, slot: &str, how: &str) {
        let body = json!({"attendance": how, "reason": "Sakit, dengan surat dokter."});
        self.act(&self.panel[0], &format!("{slot}/attendance"), body).await.expect(200);
    }

    async fn save(&self, who: &Person, slot: &str, score: u32) -> Answer {
        let path = format!("{slot}/sheet");
        self.world.app.put_from(who, &path, 0, sheet(score)).await
    }

    async fn submit(&self, who: &Person, slot: &str, version: i64) -> Answer {
        let path = format!("{slot}/sheet/submit");
        let request = self.world.app.request_as(who, Method::POST, &path).await;
        Answer::of(request.header("if-match", format!("\"v{version}\""))).await
    }

    /// Everybody of the first three hands in this score on every question.
    async fn score(&self, slot: &str, score: u32) {
        for panelist in self.panel.iter().take(3) {
            self.save(panelist, slot, score).await.expect(200);
            self.submit(panelist, slot, 1).await.expect(200);
        }
    }

    /// The document, scored by two of the panel.
    async fn document(&self, of: &Submission, scores: (u32, u32)) {
        for reviewer in self.panel.iter().take(2) {
            self.world.score(of, reviewer, scores).await;
        }
    }

    pub(crate) fn later(&self, days: i64) {
        self.world.app.set_clock(self.world.app.now().plus_days(days));
    }

    async fn compute(&self, body: Value) -> Answer {
        let path = self.world.call_path("selections");
        self.world.app.post(&self.chair, &path, body).await
    }

    /// Whose letters of this kind there are, with what each brings for the calendar.
    fn letters(&self, template: &'static str) -> Vec<(UserId, Value)> {
        let read = |db: &mut _| {
            let of_kind = mails::table.filter(mails::template.eq(template)).order(mails::seq);
            let what = (mails::recipient.assume_not_null(), mails::appointments);
            Ok(of_kind.select(what).load::<(UserId, Option<String>)>(db)?)
        };
        let rows = self.world.app.database().read(read).unwrap();
        let brought = |text: Option<String>| {
            text.map_or(Value::Null, |text| serde_json::from_str(&text).unwrap())
        };
        rows.into_iter().map(|(to, what)| (to, brought(what))).collect()
    }

    /// The newest letter to somebody.
    async fn last_letter(&self, who: &Person) -> (String, String) {
        let own = self.world.app.get(who, "/api/v1/me/mails").await;
        let letter = &own.expect(200)["items"][0];
        let text = |name: &str| letter[name].as_str().unwrap().to_owned();
        (text("title"), text("text"))
    }
}

/// A complete sheet with one score on every question, and reasons.
fn sheet(score: u32) -> Value {
    let one = json!({"score": score, "reason": "Menjawab dengan contoh dari pekerjaannya."});
    json!({"scores": {"W1": one, "W2": one, "W3": one}, "comment": "Antara kita."})
}
