//! A proposal in a given state, put straight into the tables:
//! `app.proposal(&call).of(&siti).eligible("TB-2026-0001").scored(&reviewer, &sheet, 500).create()`.

use crate::rows::{NewProposal, NewTask, insert_proposal, insert_sheet};
use crate::{Person, TestApp};
use diesel::prelude::*;
use serde::Serialize;
use tubel::features::reviews::Sheet;
use tubel::kernel::access::Role;
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::{CallId, ProblemId, ProposalId, UserId};
use tubel::platform::db::Db;
use tubel::platform::db::schema::{problems, users};

/// A proposal as tests name it. A draft has an empty number.
#[derive(Debug, Clone)]
pub struct Submission {
    pub id: ProposalId,
    pub number: String,
    pub candidate: Person,
}

/// A proposal in the making: a draft without text, on a problem of the shipped registry, unless told otherwise.
pub struct ProposalBuilder<'a> {
    app: &'a TestApp,
    call: CallId,
    candidate: Option<Person>,
    unit: Option<String>,
    problem: Option<ProblemId>,
    number: Option<String>,
    state: &'static str,
    content: String,
    edited: Option<String>,
    sheets: Vec<(UserId, Sheet, u32)>,
}

impl TestApp {
    pub fn proposal(&self, call: &CallId) -> ProposalBuilder<'_> {
        ProposalBuilder {
            app: self,
            call: call.clone(),
            candidate: None,
            unit: None,
            problem: None,
            number: None,
            state: "draft",
            content: "{}".to_owned(),
            edited: None,
            sheets: Vec::new(),
        }
    }

    /// A problem of the shipped registry, which is put into the database if it is not there yet.
    pub fn registered_problem(&self) -> ProblemId {
        let now = self.now();
        let seed = move |db: &mut Db| tubel::features::problems::seed_problems(db, now);
        self.database().write(seed).unwrap();
        let find = |db: &mut Db| {
            let of_code = problems::table.filter(problems::code.eq("M-001"));
            Ok(of_code.select(problems::id).first(db)?)
        };
        self.database().read(find).unwrap()
    }
}

impl ProposalBuilder<'_> {
    /// Whose it is; without this, of a new candidate.
    pub fn of(mut self, candidate: &Person) -> Self {
        self.candidate = Some(candidate.clone());
        self
    }

    /// The unit it was begun in; without this, where the candidate works now.
    pub fn unit(mut self, code: &str) -> Self {
        self.unit = Some(code.to_owned());
        self
    }

    pub fn about(mut self, problem: &ProblemId) -> Self {
        self.problem = Some(problem.clone());
        self
    }

    /// What is handed in.
    pub fn text(mut self, content: &impl Serialize) -> Self {
        self.content = serde_json::to_string(content).unwrap();
        self
    }

    /// What the candidate writes after handing in.
    pub fn edited(mut self, content: &impl Serialize) -> Self {
        self.edited = Some(serde_json::to_string(content).unwrap());
        self
    }

    /// Handed in under this number.
    pub fn submitted(mut self, number: &str) -> Self {
        (self.number, self.state) = (Some(number.to_owned()), "submitted");
        self
    }

    /// Handed in under this number, and passed verification.
    pub fn eligible(mut self, number: &str) -> Self {
        (self.number, self.state) = (Some(number.to_owned()), "eligible");
        self
    }

    /// A sheet that was handed in; the total is in hundredths of a point.
    pub fn scored(mut self, by: &Person, sheet: Sheet, total: u32) -> Self {
        self.sheets.push((by.id.clone(), sheet, total));
        self
    }

    pub fn create(self) -> Submission {
        let number = self.number.clone().unwrap_or_default();
        let new_candidate =
            || self.app.person(&format!("Calon {number}")).role(Role::Candidate).create();
        let candidate = self.candidate.clone().unwrap_or_else(new_candidate);
        let problem = self.problem.clone().unwrap_or_else(|| self.app.registered_problem());
        let now_in = || self.app.database().read(unit_of(&candidate.id)).unwrap();
        let unit = self.unit.clone().unwrap_or_else(now_in);
        let new = NewProposal {
            id: ProposalId::new().unwrap(),
            call: self.call,
            candidate: candidate.id.clone(),
            unit,
            problem,
            number: self.number,
            state: self.state,
            content: self.content,
            edited: self.edited,
            at: self.app.now(),
        };
        let (id, sheets) = (new.id.clone(), self.sheets);
        let insert = move |db: &mut Db| {
            insert_proposal(db, &new)?;
            for (reviewer, sheet, total) in &sheets {
                let task = NewTask {
                    call: new.call.clone(),
                    proposal: new.id.clone(),
                    reviewer: reviewer.clone(),
                    assigned_by: reviewer.clone(),
                };
                insert_sheet(db, &task, (sheet, *total), new.at)?;
            }
            Ok(())
        };
        self.app.database().write(insert).unwrap();
        Submission { id, number, candidate }
    }
}

/// Where somebody works, who works somewhere.
fn unit_of(person: &UserId) -> impl Fn(&mut Db) -> Result<String, Failure> + use<> {
    let id = person.clone();
    move |db| {
        let unit: Option<String> = users::table.find(&id).select(users::unit).first(db)?;
        Ok(unit.unwrap())
    }
}
