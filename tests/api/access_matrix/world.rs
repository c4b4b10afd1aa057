//! One call from draft to approved decision, told over the API, with one of each thing in it; and
//! the ways to stand it in any phase. Nothing is asserted here but that the story went through.

mod afterwards;
mod people;

use super::canaries::Tokens;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::rows::insert_seat;
use test_support::{Answer, Person, START, TestApp, definition, pdf, problem_text};
use tubel::kernel::access::Phase;
use tubel::kernel::ids::{AssignmentId, CallId, ProposalId, UploadId, UserId};
use tubel::platform::db::schema::{assignments, calls, panel_members, proposals, uploads};

/// The candidate's unit; the unit of the problem; the unit of the one who only has a draft.
pub(super) const CANDIDATES_UNIT: &str = "U.BB.MKS";
pub(super) const OWNER_UNIT: &str = "P.D4.03";
pub(super) const OTHER_UNIT: &str = "U.BL.TRK";
pub(super) const ELSEWHERE: &str = "U.BB.SMR";

/// Everybody of the story, by the name that a failing line shows.
pub(super) struct People {
    pub(super) candidate: Person,
    pub(super) other_candidate: Person,
    pub(super) third_candidate: Person,
    pub(super) head: Person,
    pub(super) owner: Person,
    pub(super) other_head: Person,
    pub(super) approver: Person,
    pub(super) verifiers: [Person; 2],
    /// Begun; handed in; in conflict by unit; in conflict on record; off the panel.
    pub(super) reviewers: [Person; 5],
    pub(super) secretariat: Person,
    pub(super) chair: Person,
    pub(super) decider: Person,
}

/// Ids of one of each thing.
#[derive(Default)]
pub(super) struct Things {
    pub(super) call: String,
    pub(super) problem: String,
    pub(super) pending_problem: String,
    /// Proposed, with a need of the problem's owner.
    pub(super) need_plan: String,
    pub(super) need: String,
    /// Of the problem's indicator.
    pub(super) measurement: String,
    /// Submitted, edited since, eligible, scored, decided.
    pub(super) proposal: String,
    pub(super) draft: String,
    /// Submitted, with one conclusion of two.
    pub(super) unsettled: String,
    /// Begun by the candidate on `proposal`, with nothing in it yet.
    pub(super) upload: String,
    pub(super) ordinary: String,
    pub(super) sensitive: String,
    pub(super) begun: String,
    pub(super) handed_in: String,
    /// The request to withdraw the conflict of the fourth reviewer.
    pub(super) withdrawal: String,
    pub(super) run: String,
    pub(super) decision: String,
    /// On the proposal: an objection that was rejected, and a seat that was accepted.
    pub(super) objection: String,
    pub(super) award: String,
    /// On the proposal: what was asked for by minutes and refused.
    pub(super) exception: String,
    /// Of the proposal, with the first reviewer on its panel.
    pub(super) interview: String,
    /// Of the study that follows the seat: a document that was accepted, a request that was taken back.
    pub(super) paper: String,
    pub(super) request: String,
    /// Beside its first report, which was sent.
    pub(super) report_file: String,
    /// Of personal data, registered and open.
    pub(super) breach: String,
}

pub(super) struct World {
    pub(super) app: TestApp,
    pub(super) people: People,
    pub(super) things: Things,
    pub(super) tokens: Tokens,
    definition: Value,
}

fn id(answer: &Answer, status: u16) -> String {
    answer.expect(status)["id"].as_str().unwrap().to_owned()
}

fn call_definition() -> Value {
    let mut definition = definition();
    let documents = definition["documents"].as_array_mut().unwrap();
    documents.retain(|document| ["proposal", "health_letter"].contains(&kind(document)));
    definition["eligibility"] =
        json!([{"key": "civil_servant", "severity": "block", "legal_reference": "UU 20/2023"}]);
    definition["panel"]["sheets_per_proposal"] = 1.into();
    definition
}

fn kind(document: &Value) -> &str {
    document["kind"].as_str().unwrap()
}

/// A text that lacks nothing; `token` is in it.
fn content(token: &str) -> Value {
    let mut content = test_support::content();
    content["title"] = format!("Memutus tautan {token}").into();
    content
}

impl World {
    pub(super) async fn new() -> Self {
        Self::with("double_blind", |tokens| content(&tokens.submitted_text)).await
    }

    /// A world whose panel knows so much of the candidate, and whose proposal was handed in with this text.
    pub(super) async fn with(anonymity: &str, text: fn(&Tokens) -> Value) -> Self {
        let app = TestApp::start();
        let tokens = Tokens::new();
        let people = People::of(&app, &tokens);
        let (things, mut definition) = (Things::default(), call_definition());
        definition["anonymity"] = anonymity.into();
        let text = text(&tokens);
        let mut world = Self { app, people, things, tokens, definition };
        world.publish().await;
        world.write_proposals(text).await;
        world.verify().await;
        world.review().await;
        world.decide().await;
        world.settle_afterwards();
        world.register_breach().await;
        world.name_what_is_hidden().await;
        world
    }

    async fn name_what_is_hidden(&mut self) {
        let things = &self.things;
        let path = format!("/api/v1/proposals/{}", things.proposal);
        let own = self.app.get(&self.people.candidate, &path).await;
        own.expect(200)["number"].as_str().unwrap().clone_into(&mut self.tokens.number);
        let ids = [
            &things.proposal,
            &things.ordinary,
            &things.sensitive,
            &things.begun,
            &things.handed_in,
            &things.objection,
            &things.award,
            &things.exception,
            &things.interview,
        ];
        self.tokens.ids = ids.map(String::clone);
    }

    async fn post(&self, who: &Person, path: &str, body: Value) -> Answer {
        self.app.post(who, &format!("/api/v1{path}"), body).await
    }

    async fn publish(&mut self) {
        let People { owner, approver, secretariat, reviewers, .. } = &self.people;
        let problem = self.post(owner, "/problems", problem_text("Takjil berformalin")).await;
        let problem = id(&problem, 201);
        self.post(approver, &format!("/problems/{problem}/approve"), json!({})).await.expect(200);
        let pending = problem_text(&format!("Garam tanpa yodium {}", self.tokens.pending_problem));
        let pending = id(&self.post(owner, "/problems", pending).await, 201);
        let plan = json!({"title": "Rencana 2027", "first_year": 2027, "last_year": 2027});
        let plan = self.post(secretariat, "/need-plans", plan).await;
        let plan = plan.expect(201)["plan"]["id"].as_str().unwrap().to_owned();
        let need = json!({
            "problem": problem, "level": "S2", "field": "Kimia pangan",
            "reason": "Belum ada ahlinya.", "people": [{"year": 2027, "people": 1}],
        });
        let need = id(&self.post(owner, &format!("/need-plans/{plan}/needs"), need).await, 201);
        let propose = format!("/need-plans/{plan}/propose");
        self.post(secretariat, &propose, Value::Null).await.expect(200);
        (self.things.need_plan, self.things.need) = (plan, need);
        let People { secretariat, .. } = &self.people;
        let call = self.app.draft_call_of(secretariat, "TB-2026", self.definition.clone()).await;
        for reviewer in &reviewers[..4] {
            let path = format!("/api/v1/calls/{call}/panel/{}", reviewer.id);
            self.app.put(secretariat, &path, json!({"max_load": 9})).await.expect(200);
        }
        self.post(secretariat, &format!("/calls/{call}/freeze"), Value::Null).await.expect(200);
        let seed_of = call.parse::<CallId>().unwrap();
        let seed =
            self.app.database().read(move |db| tubel::features::calls::tie_seed(db, &seed_of));
        self.tokens.tie_seed = seed.unwrap().unwrap();
        let measured = json!({
            "period_from": "2026-01-01", "period_to": "2026-06-30", "value": "20 hari",
            "unit_of_measure": "hari", "denominator": null, "source": "Laporan semester I 2026",
            "measured_by": "Pusdatin", "difference": null, "gaps": "Dua unit tidak melapor.",
            "evidence": "Catatan pencocokan data semester I tahun 2026.",
        });
        let measured =
            self.post(owner, &format!("/problems/{problem}/measurements"), measured).await;
        self.things.measurement = id(&measured, 201);
        let path = format!("/api/v1/measurements/{}/evidence", self.things.measurement);
        let request = self.app.request_as(owner, reqwest::Method::PUT, &path).await;
        Answer::of(request.body(test_support::pdf("bukti"))).await.expect(200);
        (self.things.problem, self.things.pending_problem) = (problem, pending);
        self.things.call = call;
    }

    async fn write_proposals(&mut self, text: Value) {
        self.stand(Phase::Open);
        let People { candidate, other_candidate, third_candidate, .. } = &self.people;
        let proposal = self.begin(candidate, text).await;
        let ordinary = self.upload(candidate, &proposal, "proposal").await;
        let sensitive = self.upload(candidate, &proposal, "health_letter").await;
        self.submit(candidate, &proposal).await;
        let path = format!("/api/v1/proposals/{proposal}");
        let version = self.app.get(candidate, &path).await.expect(200)["version"].clone();
        let edited = content(&self.tokens.edited_text);
        let edited = json!({"content": edited, "void_endorsements": true});
        let edit = self.app.put_from(candidate, &path, version.as_i64().unwrap(), edited).await;
        edit.expect(200);
        let draft = self.begin(other_candidate, content(&self.tokens.draft_text)).await;
        let unsettled = self.begin(third_candidate, content("ketiga")).await;
        self.upload(third_candidate, &unsettled, "proposal").await;
        self.upload(third_candidate, &unsettled, "health_letter").await;
        self.submit(third_candidate, &unsettled).await;
        (self.things.proposal, self.things.draft) = (proposal, draft);
        self.things.unsettled = unsettled;
        (self.things.ordinary, self.things.sensitive) = (ordinary, sensitive);
        self.things.upload = tubel::kernel::ids::random_text().unwrap();
    }

    async fn begin(&self, who: &Person, content: Value) -> String {
        let body = json!({"problem": self.things.problem, "level": "S2"});
        let path = format!("/calls/{}/proposals", self.things.call);
        let proposal = id(&self.post(who, &path, body).await, 201);
        let body = json!({"content": content});
        self.app.put_from(who, &format!("/api/v1/proposals/{proposal}"), 1, body).await.expect(200);
        proposal
    }

    async fn upload(&self, who: &Person, proposal: &str, kind: &str) -> String {
        let path = format!("/api/v1/proposals/{proposal}/documents/{kind}");
        let request = self.app.request_as(who, Method::PUT, &path).await;
        id(&Answer::of(request.body(pdf(kind))).await, 201)
    }

    async fn submit(&self, who: &Person, proposal: &str) {
        let statement = "Kami dukung dan kami pakai hasilnya.";
        let heads = [(&self.people.head, "unit_head"), (&self.people.owner, "problem_owner")];
        for (head, kind) in heads {
            let body = json!({"kind": kind, "statement": statement});
            let path = format!("/proposals/{proposal}/endorsements");
            self.post(head, &path, body).await.expect(201);
        }
        let path = format!("/proposals/{proposal}/submit");
        self.post(who, &path, json!({})).await.expect(201);
    }

    async fn verify(&self) {
        self.stand(Phase::Screening);
        for verifier in &self.people.verifiers {
            self.conclude(verifier, &self.things.proposal, "Lengkap").await;
        }
        let words = &self.tokens.verification;
        self.conclude(&self.people.verifiers[0], &self.things.unsettled, words).await;
    }

    async fn conclude(&self, who: &Person, proposal: &str, words: &str) {
        let path = format!("/api/v1/proposals/{proposal}");
        let items = self.app.find_in_order(who, &path, Some(words)).await;
        let path = format!("{path}/verification/conclude");
        let unopened: Vec<&Value> = items.iter().map(|item| &item["name"]).collect();
        let body = json!({"outcome": "MS", "unopened": unopened});
        self.app.post(who, &path, body).await.expect(200);
    }

    async fn review(&mut self) {
        self.stand(Phase::Review);
        let People { reviewers, secretariat, .. } = &self.people;
        let begun = self.assign(&reviewers[0]).await;
        let handed_in = self.assign(&reviewers[1]).await;
        self.assign(&reviewers[2]).await;
        let draft = self.sheet(&self.tokens.draft_feedback, &self.tokens.draft_note);
        let path = format!("/api/v1/assignments/{begun}/sheet");
        self.app.put_from(&reviewers[0], &path, 0, draft).await.expect(200);
        let sheet = self.sheet(&self.tokens.feedback, &self.tokens.note);
        let path = format!("/api/v1/assignments/{handed_in}/sheet");
        self.app.put_from(&reviewers[1], &path, 0, sheet).await.expect(200);
        let submit = format!("{path}/submit");
        let request = self.app.request_as(&reviewers[1], Method::POST, &submit).await;
        Answer::of(request.header("if-match", "\"v1\"")).await.expect(200);
        // Was of the candidate's unit for a moment after the freezing, and is not any more.
        let before = self.app.app.database.read(unit_of(&reviewers[2])).unwrap();
        self.app.place(&reviewers[2], CANDIDATES_UNIT, None);
        self.app.place(&reviewers[2], &before, None);
        let path = format!("/proposals/{}/conflicts/{}", self.things.proposal, reviewers[3].id);
        let reason = json!({"reason": format!("Ipar, {}", self.tokens.conflict_reason)});
        self.post(secretariat, &path, reason).await.expect(201);
        let mistaken = json!({"reason": "Tertukar dengan penilai lain."});
        let asked = self.post(secretariat, &format!("{path}/withdrawal"), mistaken).await;
        self.things.withdrawal = id(&asked, 201);
        (self.things.begun, self.things.handed_in) = (begun, handed_in);
    }

    async fn assign(&self, reviewer: &Person) -> String {
        let body = json!({"proposal": self.things.proposal, "reviewer": reviewer.id});
        let path = format!("/calls/{}/assignments", self.things.call);
        id(&self.post(&self.people.secretariat, &path, body).await, 201)
    }

    /// A complete sheet: the middle score everywhere, with a reason.
    fn sheet(&self, feedback: &str, note: &str) -> Value {
        let rubric = &self.definition["rubric"];
        let score = rubric["scores"].as_array().unwrap();
        let score = &score[score.len() - 2];
        let reason = "Dasar angkanya jelas dan dapat diperiksa.";
        let scores: serde_json::Map<String, Value> = rubric["criteria"]
            .as_array()
            .unwrap()
            .iter()
            .map(|criterion| {
                let code = criterion["code"].as_str().unwrap().to_owned();
                (code, json!({"score": score, "reason": reason}))
            })
            .collect();
        json!({"scores": scores, "feedback": feedback, "note": note})
    }

    async fn decide(&mut self) {
        self.stand(Phase::Plenary);
        let People { chair, decider, .. } = &self.people;
        let call = format!("/calls/{}", self.things.call);
        let run = self.post(chair, &format!("{call}/selections"), json!({})).await;
        self.things.run = id(&run, 201);
        let proposition = self.proposition();
        let preview =
            self.post(chair, &format!("{call}/decisions/preview"), proposition.clone()).await;
        let hash = preview.expect(200)["outcomes_hash"].clone();
        let proposed = json!({"proposition": proposition, "outcomes_hash": hash});
        let decision = self.post(chair, &format!("{call}/decisions"), proposed).await;
        self.things.decision = id(&decision, 201);
        let approval = json!({
            "outcomes_hash": hash, "decree_number": self.tokens.decree,
            "password": test_support::PASSWORD,
        });
        let path = format!("/decisions/{}/approve", self.things.decision);
        self.post(decider, &path, approval).await.expect(200);
    }

    pub(super) fn proposition(&self) -> Value {
        json!({
            "run": self.things.run,
            "minutes": {
                "meeting": "Jakarta, 28 Januari 2027", "attendance": [self.people.chair.id],
                "remarks": self.tokens.minutes, "not_ranked_reason": "",
            },
        })
    }

    /// Stands the call in this phase, and puts right what an allowed act may have changed.
    pub(super) fn stand(&self, phase: Phase) {
        let (instant, state) = match phase {
            Phase::Draft => ("2026-11-24T02:00:00Z", "draft"),
            Phase::Scheduled => ("2026-11-25T01:00:00Z", "frozen"),
            Phase::Open => ("2026-12-15T01:00:00Z", "frozen"),
            Phase::Screening => ("2027-01-05T01:00:00Z", "frozen"),
            Phase::Review => ("2027-01-15T01:00:00Z", "frozen"),
            Phase::Plenary => ("2027-01-28T01:00:00Z", "frozen"),
            Phase::Announced => ("2027-02-06T01:00:00Z", "frozen"),
            Phase::Closed => ("2027-02-20T01:00:00Z", "frozen"),
            Phase::Cancelled => ("2027-02-21T01:00:00Z", "cancelled"),
        };
        self.app.at(instant);
        let is_out = matches!(phase, Phase::Announced | Phase::Closed);
        let announced_at = is_out.then(|| "2027-02-05T11:00:00Z".parse().unwrap());
        let announced_at: Option<tubel::kernel::clock::Timestamp> = announced_at;
        let frozen_at = (phase != Phase::Draft).then(|| START.parse().unwrap());
        let frozen_at: Option<tubel::kernel::clock::Timestamp> = frozen_at;
        let reason = (phase == Phase::Cancelled).then_some("Anggaran dicabut tahun ini");
        let call = self.things.call.clone();
        let seed = self.tokens.tie_seed.clone();
        let stand = move |db: &mut tubel::platform::db::Db| {
            diesel::update(calls::table.filter(calls::id.eq(&call)))
                .set((
                    calls::state.eq(state),
                    calls::frozen_at.eq(frozen_at),
                    calls::announced_at.eq(announced_at),
                    calls::cancelled_reason.eq(reason),
                    calls::tie_seed.eq(&seed),
                    calls::tie_seed_hash.eq(tubel::kernel::canonical::sha256_hex(&seed)),
                ))
                .execute(db)?;
            Ok(())
        };
        self.app.database().write(stand).unwrap();
    }

    /// Puts right what an act that was allowed has changed.
    pub(super) fn mend(&self, phase: Phase) {
        self.stand(phase);
        let things = &self.things;
        let id = |text: &String| text.parse::<ProposalId>().unwrap();
        let states = [(id(&things.proposal), "eligible"), (id(&things.draft), "draft")];
        let tasks = [(&things.begun, "draft"), (&things.handed_in, "submitted")];
        let tasks = tasks.map(|(task, state)| (task.parse::<AssignmentId>().unwrap(), state));
        let call = things.call.parse::<CallId>().unwrap();
        let (member, by) =
            (self.people.reviewers[0].id.clone(), self.people.secretariat.id.clone());
        let now = self.app.now();
        let upload = (id(&things.proposal), things.upload.parse().unwrap());
        let candidate = self.people.candidate.id.clone();
        let mend = move |db: &mut tubel::platform::db::Db| {
            begin_upload(db, (&upload.0, &upload.1), &candidate, now)?;
            for (proposal, state) in &states {
                diesel::update(proposals::table.find(proposal))
                    .set((
                        proposals::state.eq(*state),
                        proposals::withdrawn_reason.eq(None::<String>),
                    ))
                    .execute(db)?;
            }
            for (task, state) in &tasks {
                diesel::update(assignments::table.find(task))
                    .set(assignments::state.eq(*state))
                    .execute(db)?;
            }
            seat(db, &call, (&member, &by), now)
        };
        self.app.database().write(mend).unwrap();
    }
}

/// As if it had just been begun.
fn begin_upload(
    db: &mut tubel::platform::db::Db,
    (proposal, upload): (&ProposalId, &UploadId),
    candidate: &UserId,
    now: tubel::kernel::clock::Timestamp,
) -> Result<(), tubel::kernel::errors::Failure> {
    diesel::delete(uploads::table.find(upload)).execute(db)?;
    diesel::insert_into(uploads::table)
        .values((
            uploads::id.eq(upload),
            uploads::proposal_id.eq(proposal),
            uploads::kind.eq("proposal"),
            uploads::file_name.eq("usulan.pdf"),
            uploads::size.eq(9_i64),
            uploads::received.eq(0_i64),
            uploads::begun_by.eq(candidate),
            uploads::begun_at.eq(now),
            uploads::expires_at.eq(now.plus_days(1)),
        ))
        .execute(db)?;
    Ok(())
}

fn seat(
    db: &mut tubel::platform::db::Db,
    call: &CallId,
    (member, by): (&UserId, &UserId),
    now: tubel::kernel::clock::Timestamp,
) -> Result<(), tubel::kernel::errors::Failure> {
    let seats: i64 = panel_members::table
        .filter(panel_members::call_id.eq(call).and(panel_members::user_id.eq(member)))
        .count()
        .get_result(db)?;
    if seats == 0 {
        insert_seat(db, call, (member, by), 9, now)?;
    }
    Ok(())
}

/// Where somebody works now.
fn unit_of(
    person: &Person,
) -> impl Fn(&mut tubel::platform::db::Db) -> Result<String, tubel::kernel::errors::Failure> + use<>
{
    let id = person.id.clone();
    move |db| {
        let user = tubel::features::accounts::users_of(db, std::slice::from_ref(&id))?.remove(0);
        Ok(user.unit.unwrap().to_string())
    }
}
