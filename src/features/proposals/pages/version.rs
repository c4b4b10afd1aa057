//! What was handed in, to be read and printed, also when nothing can be written any more; and how the
//! draft differs from it. The candidate's own pages.

use super::state::State;
use super::words::label;
use super::written::{Written, label_of, said_of};
use crate::features::accounts::Visitor;
use crate::features::proposals::actions::{OwnProposal, read_own_changes, read_own_version};
use crate::features::proposals::{
    Changes, FieldChange, FileChange, RegisteredProblem, Text, Version,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "proposals/pages/version.html")]
struct VersionPage<'a> {
    s: &'a PageContext,
    own: &'a OwnProposal,
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
        self.own.proposal.handed_in().is_some_and(|it| it.version == self.version.number)
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
    let act = move |cx: &mut Cx<'_>| read_own_version(cx, (&id, number));
    let (s, (own, version, numbers)) = visitor.load_signed_in(&app, act).await?;
    let text = Text {
        problem: version.receipt.problem.clone(),
        level: version.receipt.level.clone(),
        content: version.content.clone(),
    };
    let page = VersionPage {
        written: Written::whole(&s, &text, version.registered_problem.as_ref())?,
        state: State::of_own(&s, &own),
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
    s: &'a PageContext,
    own: &'a OwnProposal,
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
        said_of(self.s, &change.field, value, problem)
    }

    fn document(&self, change: &FileChange) -> String {
        label(self.s, &self.own.call, &format!("documents.{}", change.kind))
    }
}

pub(super) async fn changes(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| read_own_changes(cx, &id);
    let (s, (own, changes, problems)) = visitor.load_signed_in(&app, act).await?;
    let page = ChangesPage {
        state: State::of_own(&s, &own),
        own: &own,
        changes: &changes,
        problems: &problems,
        s: &s,
    };
    show(&s, &page)
}
