//! The page of one proposal with everything that happened to it.

use super::timeline::{self, Moment, Said};
use super::{Case, Detail, TrailLine, actions};
use crate::features::accounts::Visitor;
use crate::features::decisions::Decision;
use crate::features::outbox::QueuedMail;
use crate::features::proposals::CasePart;
use crate::features::reviews::CaseReviewPart;
use crate::features::selection::{Place, TieVote};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::format;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::ledger::{EventType, Subject, SubjectKind};
use crate::platform::mail::Template;
use crate::web::pages::{PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};

#[derive(askama::Template)]
#[template(path = "cases/pages/case.html")]
struct CasePage<'a> {
    s: &'a PageContext,
    case: &'a Case,
    number: &'a str,
    written: CasePart<'a>,
    review: CaseReviewPart<'a>,
    timeline: Vec<Moment>,
}

impl CasePage<'_> {
    fn title(&self) -> String {
        match self.case.file.reading.proposal.content.title.trim() {
            "" => self.s.t("proposal-untitled"),
            title => title.to_owned(),
        }
    }

    /// The candidate as the last submission names them, where the reader may know.
    fn candidate(&self) -> Option<(String, String)> {
        let applicant = self.case.file.versions.last()?.applicant.as_ref()?;
        Some((applicant.name.clone(), applicant.unit_name.clone()))
    }

    fn said(&self, moment: &Moment) -> String {
        match &moment.result {
            Said::Nothing => String::new(),
            Said::Figure(figure) => figure.clone(),
            Said::Word(family, name) => self.s.word(family, name),
        }
    }

    fn value(&self, place: &Place) -> String {
        format::quotient(self.s.language, place.value.sum, place.value.count)
    }

    /// Criterion, weight and mean of each.
    fn criteria(&self, place: &Place) -> Vec<(String, u32, String)> {
        let rubric = &self.case.file.reading.call.definition.rubric;
        let mean = |code: &str| {
            let mean = place.criteria.get(code)?;
            Some(format::quotient(self.s.language, mean.sum, mean.count))
        };
        let line = |one: &crate::features::calls::Criterion| {
            let name = one.name.text(&self.s.language).to_owned();
            (name, one.weight, mean(&one.code).unwrap_or_else(|| "–".to_owned()))
        };
        rubric.criteria.iter().map(line).collect()
    }

    fn votes(vote: &TieVote) -> String {
        let votes = vote.votes.iter().map(|(number, votes)| format!("{number}: {votes}"));
        votes.collect::<Vec<_>>().join(" · ")
    }

    fn decision_person(&self, id: &UserId) -> String {
        let people = self.case.decisions.as_ref().map(|all| &all.people);
        people.and_then(|people| people.get(id)).cloned().unwrap_or_else(|| "–".to_owned())
    }

    fn decision_state(&self, decision: &Decision) -> String {
        self.s.word("decision-state", decision.state().name())
    }

    fn letter(&self, mail: &QueuedMail) -> String {
        let template = Template::from_name(&mail.template);
        template.map_or_else(|| mail.template.clone(), |it| it.title(self.s.language))
    }

    /// What was done, in words; the name itself for an act that only another version of the program knows.
    fn act(&self, line: &TrailLine) -> String {
        match EventType::from_name(&line.act) {
            Some(event) => self.s.word("event", event.name()),
            None => line.act.clone(),
        }
    }

    fn actor(&self, line: &TrailLine) -> String {
        line.actor.clone().unwrap_or_else(|| self.s.t("record-program"))
    }

    /// What it was done to, where it is not the proposal itself.
    fn about(&self, line: &TrailLine) -> Option<String> {
        let subject: Subject = line.subject.parse().ok()?;
        let is_self = subject.kind() == SubjectKind::Proposal;
        (!is_self).then(|| self.s.word("case-about", subject.kind().name()))
    }

    fn details(&self, line: &TrailLine) -> Vec<String> {
        let words = |detail: &Detail| match detail {
            Detail::Task(name) => self.s.tv("case-detail-task", name),
            Detail::Given(names) => self.s.tv("case-detail-given", names.join(", ")),
            Detail::Taken(names) => self.s.tv("case-detail-taken", names.join(", ")),
            Detail::Deviation(reason) => self.s.tv("case-detail-deviation", reason),
            Detail::Votes(votes, abstained) => {
                let votes = votes.iter().map(|(number, votes)| format!("{number}: {votes}"));
                let votes = votes.collect::<Vec<_>>().join(", ");
                let arguments = [("votes", votes), ("abstained", abstained.to_string())];
                self.s.language.text("case-detail-votes", &arguments)
            }
        };
        line.details.iter().map(words).collect()
    }
}

async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| Ok((actions::read_case(cx, &id)?, cx.viewer.user.clone()));
    let (s, (case, reader)) = visitor.load_signed_in(&app, act).await?;
    let read = &case.file.reading;
    let number = read.proposal.number().unwrap_or_default();
    let page = CasePage {
        written: CasePart::new(&s, &case.file, &reader)?,
        review: CaseReviewPart::new(&s, &case.review, &read.call.definition.rubric),
        timeline: timeline::of(&case),
        number,
        case: &case,
        s: &s,
    };
    show(&s, &page)
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Permission::ReadCase, "/desk/proposals/{id}/case", page);
}
