//! What was already tried: a search over the registry and the proposals that may be read.

use crate::features::accounts;
use crate::features::awards::{self, SeatOn};
use crate::features::calls::{self, Call};
use crate::features::impact::rules::sharing::{Came, Shared, is_named};
use crate::features::impact::rules::{Studies, events, progress};
use crate::features::impact::store::{self, After, Readable};
use crate::features::impact::tried::{
    Consent, SharedProposal, Tried, TriedProposal, TriedQuestion,
};
use crate::features::problems::rules::measuring::standing;
use crate::features::problems::{self, Problem, Series};
use crate::features::proposals::{self, Content};
use crate::features::studies;
use crate::kernel::access::{self, Facts, Permission, Relation};
use crate::kernel::errors::Failure;
use crate::kernel::folded::{folded, holds_all, words_of};
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::kernel::paging::{Page, Paging};
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// Code of the problem; the proposal, or nothing for the problem itself, which comes first.
type Key = (String, Option<ProposalId>);

type Registry = BTreeMap<ProblemId, (Problem, Series)>;

/// Everybody who is signed in.
fn may_search(cx: &Cx<'_>) -> Result<(), Failure> {
    access::may(cx.viewer, Permission::SearchTried, Facts::NONE.with(Relation::Own, true))
}

/// Problems, and proposals that may be read, in which all words are found, by problem. The number of statements
/// depends neither on the words nor on what is found.
///
/// # Errors
/// `invalid` for a question too long.
pub fn search_tried(
    cx: &mut Cx<'_>,
    asked: &TriedQuestion,
    paging: &Paging,
) -> Result<Page<Tried>, Failure> {
    may_search(cx)?;
    let question = asked.q.as_deref().unwrap_or_default();
    Failure::when_any(problems::rules::search_fault(question).into_iter().collect())?;
    let words = words_of(question);
    let wanted = asked.problem.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let after = paging.key::<Key>()?;
    let registry = registry(cx)?;
    let found = store::readable(cx.db, (&words, wanted), after.as_ref(), paging.fetch())?;
    let mut rows: Vec<(Key, Option<Readable>)> =
        problems_with(&registry, (&words, wanted), after.as_ref());
    rows.extend(found.into_iter().map(|one| {
        let key = (one.code.clone(), Some(one.proposal.clone()));
        (key, Some(one))
    }));
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    let page = Page::cut(rows, paging, |(key, _)| key.clone())?;
    let shown: Vec<Readable> = page.items.iter().filter_map(|(_, one)| one.clone()).collect();
    let beside = Beside::of(cx, &shown)?;
    let by_code: BTreeMap<&str, &(Problem, Series)> =
        registry.values().map(|one| (one.0.code.as_str(), one)).collect();
    let items = page.items.into_iter().filter_map(|((code, _), readable)| {
        let of = *by_code.get(code.as_str())?;
        Some(match readable {
            None => Ok(line(of, None)),
            Some(one) => beside.proposal(&one, of).map(|(told, _)| line(of, Some(told))),
        })
    });
    let items = items.collect::<Result<_, Failure>>()?;
    Ok(Page { items, next: page.next })
}

/// One proposal that may be read.
///
/// # Errors
/// `not_found`, also for one that its candidate does not let others read.
pub fn read_tried(cx: &mut Cx<'_>, id: &ProposalId) -> Result<SharedProposal, Failure> {
    may_search(cx)?;
    let one = store::readable_one(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let registry = registry(cx)?;
    let of = registry.get(&one.problem).ok_or_else(Failure::not_found)?;
    let beside = Beside::of(cx, std::slice::from_ref(&one))?;
    let (told, shared) = beside.proposal(&one, of)?;
    let mut seats = beside.seats.iter();
    let seat =
        seats.find(|seat| seat.proposal == one.proposal && seat.state == awards::State::Accepted);
    let reports = match seat {
        Some(seat) => studies::acknowledged(cx.db, &seat.id)?,
        None => Vec::new(),
    };
    let came = Came::of(&reports, told.author.is_some(), &beside.secrets_of(&one))?;
    Ok(SharedProposal {
        of: line(of, Some(told)),
        summary: shared.summary,
        programme: shared.programme,
        plan: shared.plan,
        result: came.result,
        solutions: came.solutions,
    })
}

/// As the public reads it: a proposal on a problem that is not public is not found.
fn registry(cx: &mut Cx<'_>) -> Result<Registry, Failure> {
    let all = problems::actions::public_series(&mut cx.anyone())?;
    Ok(all.into_iter().map(|one| (one.0.id.clone(), one)).collect())
}

fn problems_with(
    registry: &Registry,
    (words, wanted): (&[String], Option<&str>),
    after: Option<&After>,
) -> Vec<(Key, Option<Readable>)> {
    let is_found = |problem: &&Problem| {
        let Problem { code, title, description, indicator, .. } = problem;
        let text = folded(&format!("{code} {title} {description} {indicator}"));
        wanted.is_none_or(|wanted| wanted == code) && holds_all(&text, words)
    };
    let found = registry.values().map(|(problem, _)| problem).filter(is_found);
    let found = found.map(|problem| ((problem.code.clone(), None), None));
    found.filter(|(key, _)| after.is_none_or(|after| key > after)).collect()
}

fn line((problem, series): &(Problem, Series), proposal: Option<TriedProposal>) -> Tried {
    Tried {
        problem: problem.id.clone(),
        code: problem.code.clone(),
        problem_title: problem.title.clone(),
        state: problem.state,
        figures: series.figures,
        now: standing(&series.measurements).map(|one| one.figure),
        proposal,
    }
}

/// What is read beside the rows of a page, each in one statement.
struct Beside {
    texts: BTreeMap<ProposalId, Content>,
    names: BTreeMap<UserId, String>,
    units: BTreeMap<UnitCode, String>,
    calls: BTreeMap<CallId, Call>,
    seats: Vec<SeatOn>,
}

impl Beside {
    fn of(cx: &mut Cx<'_>, shown: &[Readable]) -> Result<Self, Failure> {
        let ids: Vec<_> = shown.iter().map(|one| one.proposal.clone()).collect();
        let people: Vec<_> = shown.iter().map(|one| one.candidate.clone()).collect();
        let calls: Vec<_> = shown.iter().map(|one| one.call.clone()).collect();
        let units = accounts::load_units(cx.db)?.into_iter();
        let calls = calls::find_many(cx.db, &calls)?.into_iter();
        Ok(Self {
            texts: proposals::submitted_texts(cx.db, &ids)?,
            names: accounts::names_of(cx.db, &people)?,
            units: units.map(|(code, unit)| (code, unit.name)).collect(),
            calls: calls.map(|call| (call.id.clone(), call)).collect(),
            seats: awards::every_seat(cx.db)?,
        })
    }

    /// What is masked in a text that is read without its author's name.
    fn secrets_of(&self, one: &Readable) -> Vec<String> {
        let name = self.names.get(&one.candidate);
        name.into_iter().chain(self.units.get(&one.unit)).cloned().collect()
    }

    fn proposal(
        &self,
        one: &Readable,
        (_, series): &(Problem, Series),
    ) -> Result<(TriedProposal, Shared), Failure> {
        let missing = || Failure::Inconsistent(format!("the text of {} is missing", one.proposal));
        let content = self.texts.get(&one.proposal).ok_or_else(missing)?;
        let call = self.calls.get(&one.call).ok_or_else(missing)?;
        let given = if one.with_name { Consent::Named } else { Consent::Unnamed };
        let named = is_named(given, call.definition.anonymity);
        let name = self.names.get(&one.candidate).cloned();
        let shared = Shared::of(content, named, &self.secrets_of(one))?;
        let seat = self.seats.iter().filter(|seat| seat.proposal == one.proposal);
        let awarded_on = events(seat, &Studies::new()).first().map(|event| event.day);
        let told = TriedProposal {
            id: one.proposal.clone(),
            call: call.code.clone(),
            title: shared.title.clone(),
            excerpt: shared.excerpt(),
            author: name.filter(|_| named),
            progress: awarded_on.map(|day| progress(series, Some(day))),
            awarded_on,
        };
        Ok((told, shared))
    }
}
