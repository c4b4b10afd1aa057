//! What was handed in, to be read and printed, also when nothing can be written any more; and how the
//! draft differs from it. The candidate's own pages.

use super::state::State;
use super::words::label;
use super::written::{Written, label_of, said};
use crate::features::accounts::Visitor;
use crate::features::calls::{self, Call};
use crate::features::problems;
use crate::features::proposals::{
    Changes, FieldChange, FileChange, Proposal, RegisteredProblem, Submission, Text, Version,
    actions,
};
use crate::kernel::access::{Phase, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::app::App;
use crate::platform::db::Db;
use crate::web::pages::{Shell, show};
use actix_web::{HttpResponse, web};
use askama::Template;

/// A proposal of one's own with its call, and which submission counts.
struct Own {
    proposal: Proposal,
    call: Call,
    phase: Phase,
    submission: Option<Submission>,
}

fn load(db: &mut Db, viewer: &Viewer, id: &ProposalId, now: Timestamp) -> Result<Own, Failure> {
    let proposal = super::own(viewer, actions::read(db, viewer, id, now)?)?;
    let call = calls::find(db, &proposal.call)?.ok_or_else(Failure::not_found)?;
    let submission = actions::submission(db, viewer, id, now)?;
    Ok(Own { phase: call.phase(now), proposal, call, submission })
}

#[derive(Template)]
#[template(path = "proposals/pages/version.html")]
struct VersionPage<'a> {
    s: &'a Shell,
    own: &'a Own,
    version: &'a Version,
    numbers: Vec<i32>,
    written: Written,
    state: State<'a>,
}

impl VersionPage<'_> {
    fn document(&self, kind: &str) -> String {
        label(self.s, &self.own.call, &format!("documents.{kind}"))
    }

    fn counts(&self) -> bool {
        self.own.proposal.submitted_version == Some(self.version.number)
    }

    fn title(&self) -> String {
        match self.version.content.title.trim() {
            "" => self.s.t("proposal-untitled"),
            title => title.to_owned(),
        }
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<(ProposalId, i32)>,
) -> Result<HttpResponse, Failure> {
    let (id, number) = path.into_inner();
    let act = move |db: &mut _, viewer: &_, now| {
        let own = load(db, viewer, &id, now)?;
        let version = actions::version(db, viewer, (&id, number), now)?;
        let versions = actions::versions(db, viewer, &id, now)?;
        Ok((own, version, versions.into_iter().map(|one| one.number).collect::<Vec<i32>>()))
    };
    let (s, (own, version, numbers)) = visitor.look_signed_in(&app, act).await?;
    let text = Text {
        problem: version.receipt.problem.clone(),
        level: version.receipt.level.clone(),
        content: version.content.clone(),
    };
    let page = VersionPage {
        written: Written::new(&s, &text, version.registered_problem.as_ref())?,
        state: State::of(&s, (&own.call, own.phase), &own.proposal, own.submission.as_ref()),
        own: &own,
        version: &version,
        numbers,
        s: &s,
    };
    show(&s, &page)
}

#[derive(Template)]
#[template(path = "proposals/pages/changes.html")]
struct ChangesPage<'a> {
    s: &'a Shell,
    own: &'a Own,
    changes: &'a Changes,
    /// Those that a changed choice of problem names.
    problems: &'a [RegisteredProblem],
    state: State<'a>,
}

impl ChangesPage<'_> {
    fn field(&self, change: &FieldChange) -> String {
        label_of(self.s, &change.field)
    }

    fn value(&self, change: &FieldChange, value: &serde_json::Value) -> String {
        let problem = self.problems.iter().find(|one| value == one.id.as_str());
        said(self.s, &change.field, value, problem)
    }

    fn document(&self, change: &FileChange) -> String {
        label(self.s, &self.own.call, &format!("documents.{}", change.kind))
    }

    fn is_open(&self) -> bool {
        self.own.phase == Phase::Open
    }
}

pub(super) async fn changes(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    let act = move |db: &mut _, viewer: &_, now| {
        let own = load(db, viewer, &id, now)?;
        let changes = actions::changes(db, viewer, &id, now)?;
        let named = changes.fields.iter().filter(|change| change.field == "problem");
        let ids = named.flat_map(|change| [&change.before, &change.after]);
        let ids: Vec<_> =
            ids.flatten().filter_map(|id| id.as_str().and_then(|id| id.parse().ok())).collect();
        let problems = problems::find_many(db, &ids)?;
        let problems = problems.iter().map(|one| RegisteredProblem::of(one, "")).collect();
        Ok((own, changes, problems))
    };
    let (s, (own, changes, problems)) = visitor.look_signed_in(&app, act).await?;
    let problems: Vec<RegisteredProblem> = problems;
    let page = ChangesPage {
        state: State::of(&s, (&own.call, own.phase), &own.proposal, own.submission.as_ref()),
        own: &own,
        changes: &changes,
        problems: &problems,
        s: &s,
    };
    show(&s, &page)
}
