//! Two thousand eligible proposals with five locked sheets each, put straight into the tables.

use crate::Scale;
use diesel::prelude::*;
use tubel::features::accounts::{self, NewAccount, Passwords};
use tubel::features::calls::{
    Aggregate, Anonymity, Bilingual, Calendar, Definition, FloorPolicy, Level, Limits, PanelRules,
    RankingPolicy, Templates, Uncertainty,
};
use tubel::features::problems;
use tubel::features::proposals::Content;
use tubel::features::reviews::{Score, Sheet};
use tubel::kernel::access::Role;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::{
    AssignmentId, CallId, ProblemId, ProposalId, UnitCode, UserId, random_text,
};
use tubel::kernel::settings::Settings;
use tubel::platform::db::Db;
use tubel::platform::db::schema::{
    assignments, calls, panel_members, proposal_versions, proposals, review_versions, reviews,
};

pub(crate) const SHEETS: usize = 5;
pub(crate) const PASSWORD: &str = "kuda laut makan nasi";

/// What the measurements need to know.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) call: CallId,
    pub(crate) proposal: ProposalId,
    /// A task whose sheet is still a draft, and its reviewer's e-mail.
    pub(crate) open_task: AssignmentId,
    pub(crate) reviewer: String,
    pub(crate) secretariat: String,
    pub(crate) criteria: Vec<String>,
}

struct Filling<'a> {
    db: &'a mut Db,
    hash: String,
    now: Timestamp,
    definition: Definition,
}

/// Fills the database; the call is in its review at `now`.
pub(crate) fn fill(
    db: &mut Db,
    settings: &Settings,
    now: Timestamp,
    scale: Scale,
) -> Result<World, Failure> {
    problems::seed_problems(db, now)?;
    let hash = Passwords::new(&settings.accounts)?.hash_now(PASSWORD)?;
    let definition = definition(now);
    let mut filling = Filling { db, hash, now, definition };
    let secretariat = filling.person("secretariat", Role::Secretariat, "P.SU.03")?;
    let call = filling.call(&secretariat)?;
    let reviewers = (0..scale.reviewers)
        .map(|number| filling.person(&format!("reviewer{number}"), Role::Reviewer, "P.D1.01"))
        .collect::<Result<Vec<_>, _>>()?;
    for reviewer in &reviewers {
        filling.seat(&call, reviewer, &secretariat)?;
    }
    let units = regional_units(filling.db)?;
    let problem_ids = problem_ids(filling.db)?;
    let mut first = None;
    for number in 0..scale.proposals {
        let unit = &units[number % units.len()];
        let problem = &problem_ids[number % problem_ids.len()];
        let candidate =
            filling.person(&format!("candidate{number}"), Role::Candidate, unit.as_str())?;
        let proposal = filling.proposal(&call, (&candidate, unit, problem), number)?;
        for turn in 0..SHEETS {
            let reviewer = &reviewers[(number * 7 + turn * 53) % scale.reviewers];
            filling.sheet((&call, &proposal, reviewer), &secretariat, number * SHEETS + turn)?;
        }
        first.get_or_insert(proposal);
    }
    let proposal = first.ok_or_else(Failure::not_found)?;
    let open_task = filling.task(
        (&call, &proposal, &reviewers[scale.reviewers - 1]),
        &secretariat,
        "assigned",
    )?;
    let criteria =
        filling.definition.rubric.criteria.iter().map(|criterion| criterion.code.clone());
    Ok(World {
        criteria: criteria.collect(),
        call,
        proposal,
        open_task,
        reviewer: format!("reviewer{}@pom.go.id", scale.reviewers - 1),
        secretariat: "secretariat@pom.go.id".to_owned(),
    })
}

fn regional_units(db: &mut Db) -> Result<Vec<UnitCode>, Failure> {
    Ok(accounts::load_units(db)?
        .into_values()
        .filter(|unit| matches!(unit.kind.as_str(), "balai_besar" | "balai" | "loka"))
        .map(|unit| unit.code)
        .collect())
}

fn problem_ids(db: &mut Db) -> Result<Vec<ProblemId>, Failure> {
    let paging = tubel::kernel::paging::Paging { limit: 200, after: None };
    let filter = problems::ProblemFilter::default();
    let page = problems::actions::list_problems(db, None, &filter, &paging)?;
    Ok(page.items.into_iter().map(|problem| problem.id).collect())
}

fn definition(now: Timestamp) -> Definition {
    let mut templates = Templates::shipped().unwrap();
    let words = |text: &str| Bilingual { id: text.to_owned(), en: text.to_owned() };
    Definition {
        title: words("Bench"),
        calendar: Calendar {
            opens_at: now.plus_days(-30),
            submissions_close_at: now.plus_days(-20),
            screening_ends_at: now.plus_days(-10),
            review_ends_at: now.plus_days(10),
            announcement_at: now.plus_days(20),
            objections_end_at: now.plus_days(30),
        },
        seats: 200,
        levels: vec![Level {
            code: "S2".to_owned(),
            name: words("Magister"),
            normative_months: 24,
            requires: "S1".to_owned(),
            seats: None,
        }],
        limits: Limits {
            per_unit: Some(5),
            per_problem: Some(12),
            floors: vec![],
            floor_policy: FloorPolicy::AsFarAsPossible,
            budget: None,
        },
        rubric: templates.rubrics.remove("default").unwrap(),
        eligibility: templates.rule_sets.remove("default").unwrap().rules,
        documents: templates.document_sets.remove("default").unwrap().documents,
        panel: PanelRules {
            sheets_per_proposal: 3,
            default_max_load: 60,
            divergent_total: 100,
            divergent_criterion: 3,
            composition: tubel::features::calls::Composition::default(),
        },
        ranking: RankingPolicy { aggregate: Aggregate::Mean, tie_breaks: vec![], reserve: 50 },
        uncertainty: Uncertainty::default(),
        anonymity: Anonymity::SingleBlind,
        repair_days: 3,
    }
}

impl Filling<'_> {
    fn person(&mut self, name: &str, role: Role, unit: &str) -> Result<UserId, Failure> {
        let account = NewAccount {
            email: format!("{name}@pom.go.id"),
            nip: None,
            name: name.to_owned(),
            unit: Some(UnitCode::new(unit)),
            superior: None,
            password_hash: self.hash.clone(),
        };
        Ok(accounts::create_from_console(self.db, &account, &[role], self.now)?.id)
    }

    fn call(&mut self, by: &UserId) -> Result<CallId, Failure> {
        let id = CallId::new()?;
        let text = tubel::kernel::canonical::json(&self.definition)?;
        let seed = "0".repeat(64);
        let calendar = &self.definition.calendar;
        diesel::insert_into(calls::table)
            .values((
                (
                    calls::id.eq(&id),
                    calls::code.eq("TB-2026"),
                    calls::state.eq("frozen"),
                    calls::rules_hash.eq(tubel::kernel::canonical::sha256_hex(&text)),
                    calls::definition.eq(text),
                    calls::opens_at.eq(calendar.opens_at),
                    calls::submissions_close_at.eq(calendar.submissions_close_at),
                    calls::screening_ends_at.eq(calendar.screening_ends_at),
                    calls::review_ends_at.eq(calendar.review_ends_at),
                    calls::announcement_at.eq(calendar.announcement_at),
                    calls::objections_end_at.eq(calendar.objections_end_at),
                ),
                calls::tie_seed_hash.eq(tubel::kernel::canonical::sha256_hex(&seed)),
                calls::tie_seed.eq(seed),
                calls::next_number.eq(1),
                calls::created_by.eq(by),
                calls::created_at.eq(self.now),
                calls::frozen_by.eq(by),
                calls::frozen_at.eq(self.now),
                calls::version.eq(1_i64),
            ))
            .execute(self.db)?;
        Ok(id)
    }

    fn seat(&mut self, call: &CallId, user: &UserId, by: &UserId) -> Result<(), Failure> {
        diesel::insert_into(panel_members::table)
            .values((
                panel_members::call_id.eq(call),
                panel_members::user_id.eq(user),
                panel_members::max_load.eq(60),
                panel_members::added_by.eq(by),
                panel_members::added_at.eq(self.now),
            ))
            .execute(self.db)?;
        Ok(())
    }

    fn proposal(
        &mut self,
        call: &CallId,
        (candidate, unit, problem): (&UserId, &UnitCode, &ProblemId),
        number: usize,
    ) -> Result<ProposalId, Failure> {
        let id = ProposalId::new()?;
        let text = "Penjual obat ilegal kembali dengan nama lain. ".repeat(12);
        let sections = serde_json::json!({
            "problem": text, "study": text, "solution": text, "use_on_return": text,
        });
        let content = serde_json::json!({"title": format!("Usulan {number}"), "sections": sections});
        let content: Content = serde_json::from_value(content)?;
        let content = serde_json::to_string(&content)?;
        let at = self.now.plus_days(-25).plus_seconds(i64::try_from(number).unwrap_or(0));
        diesel::insert_into(proposals::table)
            .values((
                proposals::id.eq(&id),
                proposals::call_id.eq(call),
                proposals::candidate.eq(candidate),
                proposals::unit.eq(unit),
                proposals::problem_id.eq(problem),
                proposals::level.eq("S2"),
                proposals::number.eq(format!("TB-2026-{:04}", number + 1)),
                proposals::state.eq("eligible"),
                proposals::content.eq(&content),
                proposals::version.eq(2_i64),
                proposals::submitted_version.eq(1),
                proposals::submitted_problem.eq(problem),
                proposals::submitted_level.eq("S2"),
                proposals::created_at.eq(at),
                proposals::updated_at.eq(at),
                proposals::submitted_at.eq(at),
            ))
            .execute(self.db)?;
        diesel::insert_into(proposal_versions::table)
            .values((
                proposal_versions::proposal_id.eq(&id),
                proposal_versions::number.eq(1),
                proposal_versions::content.eq(&content),
                proposal_versions::content_hash.eq(tubel::kernel::canonical::sha256_hex(&content)),
                proposal_versions::eligibility.eq("[]"),
                proposal_versions::receipt.eq("{}"),
                proposal_versions::submitted_at.eq(at),
            ))
            .execute(self.db)?;
        Ok(id)
    }

    fn task(
        &mut self,
        (call, proposal, reviewer): (&CallId, &ProposalId, &UserId),
        by: &UserId,
        state: &str,
    ) -> Result<AssignmentId, Failure> {
        let id = AssignmentId::new()?;
        diesel::insert_into(assignments::table)
            .values((
                assignments::id.eq(&id),
                assignments::call_id.eq(call),
                assignments::proposal_id.eq(proposal),
                assignments::reviewer.eq(reviewer),
                assignments::state.eq(state),
                assignments::origin.eq("automatic"),
                assignments::assigned_by.eq(by),
                assignments::assigned_at.eq(self.now),
            ))
            .execute(self.db)?;
        Ok(id)
    }

    /// A locked sheet whose scores follow from `turn`.
    fn sheet(
        &mut self,
        of: (&CallId, &ProposalId, &UserId),
        by: &UserId,
        turn: usize,
    ) -> Result<(), Failure> {
        let task = self.task(of, by, "submitted")?;
        let (mut sheet, mut total) = (Sheet::default(), 0);
        for (place, criterion) in self.definition.rubric.criteria.iter().enumerate() {
            let mixed = (turn / SHEETS * 2_654_435_761 + turn * 40_503 + place * 9973) >> 7;
            let score = 2 + u32::try_from(mixed % 4).unwrap_or(0);
            total += score * criterion.weight;
            let reason = "Data unit lengkap dan sebabnya terurai dengan baik.".to_owned();
            sheet.scores.insert(criterion.code.clone(), Score { score: Some(score), reason });
        }
        "Persempit cakupan pada satu wilayah lebih dahulu.".clone_into(&mut sheet.feedback);
        let text = serde_json::to_string(&sheet)?;
        diesel::insert_into(reviews::table)
            .values((
                reviews::assignment_id.eq(&task),
                reviews::sheet.eq(&text),
                reviews::salt.eq(random_text()?),
                reviews::total.eq(i32::try_from(total).unwrap_or(0)),
                reviews::version.eq(1_i64),
                reviews::updated_at.eq(self.now),
                reviews::submitted_at.eq(self.now),
            ))
            .execute(self.db)?;
        diesel::insert_into(review_versions::table)
            .values((
                review_versions::assignment_id.eq(&task),
                review_versions::version.eq(1_i64),
                review_versions::sheet.eq(&text),
                review_versions::saved_at.eq(self.now),
            ))
            .execute(self.db)?;
        Ok(())
    }
}
