//! Finding, and reading what is held of one person.

use super::{Enquiry, Found, FoundProblem, PersonFile, PersonProposal};
use crate::features::accounts::{self, may_read_nip};
use crate::features::decisions;
use crate::features::outbox::{self, MailFilter, QueuedMail};
use crate::features::problems::{self, Problem};
use crate::features::proposals::actions::{self as proposals, By};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{MailId, ProposalId, UserId};
use crate::kernel::paging::Paging;
use crate::kernel::sought::Sought;
use crate::platform::cx::Cx;

/// Of each kind so many are shown.
const MOST: usize = 20;

/// One more is looked for, to know whether there are more.
const WANTED: usize = MOST + 1;

/// Everything that is meant by a question and that the viewer may open. The number of statements depends neither on
/// the question nor on what is found.
///
/// # Errors
/// `forbidden`; `invalid` for a question too long.
pub(super) fn find(cx: &mut Cx<'_>, asked: &Enquiry) -> Result<Found, Failure> {
    access::may(cx.viewer, Permission::Find, Facts::NONE)?;
    let question = asked.q.as_deref().unwrap_or_default();
    Failure::when_any(problems::rules::search_fault(question).into_iter().collect())?;
    let Some(sought) = Sought::of(question) else { return Ok(Found::default()) };
    // Who may not open what is held of a person does not find people by their names either.
    if !cx.viewer.may(Permission::ReadPersonFile, Facts::NONE) {
        let (proposals, _) = proposals::seek(cx, &sought, By::Number, WANTED)?;
        return Ok(cut(Found { proposals, ..Found::default() }));
    }
    let viewer = cx.viewer;
    let sees_nip = |owner: &UserId| may_read_nip(viewer, owner);
    let people = accounts::seek_people(cx.db, &sought, (sees_nip, WANTED))?;
    let (proposals, files) = proposals::seek(cx, &sought, By::Anything, WANTED)?;
    let problems = problems::actions::seek(cx, &sought, WANTED)?.into_iter().map(problem).collect();
    Ok(cut(Found {
        people: people.into_iter().map(|user| user.for_viewer(viewer)).collect(),
        letters: letters(cx, &sought)?,
        proposals,
        problems,
        files,
        more: false,
    }))
}

fn cut(mut found: Found) -> Found {
    let Found { people, proposals, problems, files, letters, more } = &mut found;
    let lengths = [people.len(), proposals.len(), problems.len(), files.len(), letters.len()];
    *more = lengths.iter().any(|length| *length > MOST);
    people.truncate(MOST);
    proposals.truncate(MOST);
    problems.truncate(MOST);
    files.truncate(MOST);
    letters.truncate(MOST);
    found
}

fn problem(one: Problem) -> FoundProblem {
    let Problem { id, code, title, state, owner_unit, .. } = one;
    FoundProblem { id, code, title, state, owner_unit }
}

/// A letter by its id; or those to an address, of which nobody may have an account.
fn letters(cx: &mut Cx<'_>, sought: &Sought) -> Result<Vec<QueuedMail>, Failure> {
    if let Some(id) = sought.letter().and_then(|id| id.parse::<MailId>().ok()) {
        return Ok(outbox::find_mail(cx, &id)?.into_iter().collect());
    }
    let Some(address) = sought.address() else { return Ok(Vec::new()) };
    let filter = MailFilter { address: Some(address.to_owned()), ..MailFilter::default() };
    let most = i64::try_from(WANTED).unwrap_or(i64::MAX);
    Ok(outbox::list_mails(cx, &filter, &Paging { limit: most, after: None })?.items)
}

/// One person: the account, what arrived of each proposal and what was announced of it, the letters.
///
/// # Errors
/// `not_found`, `forbidden`; a cursor that is none.
pub(super) fn read_person(
    cx: &mut Cx<'_>,
    id: &UserId,
    paging: &Paging,
) -> Result<PersonFile, Failure> {
    access::may(cx.viewer, Permission::ReadPersonFile, Facts::NONE)?;
    let found = accounts::users_of(cx.db, std::slice::from_ref(id))?.pop();
    let person = found.ok_or_else(Failure::not_found)?.for_viewer(cx.viewer);
    let arrived = proposals::arrived_from(cx, id)?;
    let ids: Vec<ProposalId> = arrived.iter().map(|one| one.proposal.id.clone()).collect();
    let mut results = decisions::announced_outcomes(cx.db, &ids)?;
    let proposals = arrived.into_iter().map(|arrived| {
        let result = results.remove(&arrived.proposal.id);
        PersonProposal { arrived, result }
    });
    let filter = MailFilter { recipient: Some(id.clone()), ..MailFilter::default() };
    let proposals = proposals.collect();
    Ok(PersonFile { person, proposals, letters: outbox::list_mails(cx, &filter, paging)? })
}
