//! The table of who looked at what, and whose the things are.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::schema::{
    assignments, decisions, documents, erasure_requests, exceptions, interview_slots, objections,
    proposals, reads, selection_runs,
};
use crate::platform::db::{Backend, Db, on_either};
use crate::platform::ledger::{Subject, SubjectKind};
use diesel::prelude::*;

/// One answer that somebody got.
#[derive(Debug, Clone, PartialEq, Eq, Insertable, Queryable, Selectable)]
#[diesel(table_name = reads, treat_none_as_default_value = false)]
pub struct Line {
    pub at: Timestamp,
    pub reader: String,
    pub session: String,
    /// Those of the reader then, with spaces between.
    pub roles: String,
    pub act: String,
    /// `identities`, `scores` or `files`.
    pub reveals: String,
    /// `proposal:…`, `call:…`, `user:…`, `tasks:…` of a reviewer, `breach:…`, or `all`.
    pub subject: String,
    /// What was opened, e.g. `document:…`; empty for a list.
    pub thing: String,
    /// Whose it is; none for a list.
    pub person: Option<String>,
}

/// A line with its number in the log.
pub type Numbered = (i64, Line);

/// Whose something is, and under which name it is looked for.
pub(super) struct Place {
    pub(super) subject: Subject,
    pub(super) person: Option<String>,
}

impl Place {
    pub(super) fn list(subject: Subject) -> Self {
        Self { subject, person: None }
    }

    fn proposal((id, candidate): (String, String)) -> Self {
        Self { subject: Subject::of(SubjectKind::Proposal, &id), person: Some(candidate) }
    }

    fn user(id: String) -> Self {
        Self { subject: Subject::of(SubjectKind::User, &id), person: Some(id) }
    }

    fn call(id: &str) -> Self {
        Self::list(Subject::of(SubjectKind::Call, id))
    }
}

/// Where a thing belongs. One that is not there any more belongs to everything.
pub(super) fn place_of(db: &mut Db, about: &str, id: &str) -> Result<Place, Failure> {
    let whose = (proposals::id, proposals::candidate);
    let id = id.to_owned();
    let found = match about {
        "calls" => Some(Place::call(&id)),
        "users" | "people" => Some(Place::user(id)),
        "breaches" => Some(Place::list(Subject::of(SubjectKind::Breach, &id))),
        "proposals" => {
            let of = proposals::table.filter(proposals::id.eq(id)).select(whose);
            of.first(db).optional()?.map(Place::proposal)
        }
        "documents" => {
            let of = documents::table.inner_join(proposals::table).filter(documents::id.eq(id));
            of.select(whose).first(db).optional()?.map(Place::proposal)
        }
        "assignments" => {
            let of = assignments::table.inner_join(proposals::table).filter(assignments::id.eq(id));
            of.select(whose).first(db).optional()?.map(Place::proposal)
        }
        "objections" => {
            let of = objections::table.inner_join(proposals::table).filter(objections::id.eq(id));
            of.select(whose).first(db).optional()?.map(Place::proposal)
        }
        "exceptions" => {
            let of = exceptions::table.inner_join(proposals::table).filter(exceptions::id.eq(id));
            of.select(whose).first(db).optional()?.map(Place::proposal)
        }
        "interviews" => {
            let of = interview_slots::table.inner_join(proposals::table);
            let of = of.filter(interview_slots::id.eq(id)).select(whose);
            of.first(db).optional()?.map(Place::proposal)
        }
        "selections" => {
            let of = selection_runs::table.filter(selection_runs::id.eq(id));
            let call: Option<String> = of.select(selection_runs::call_id).first(db).optional()?;
            call.map(|call| Place::call(&call))
        }
        "decisions" => {
            let of = decisions::table.filter(decisions::id.eq(id));
            let call: Option<String> = of.select(decisions::call_id).first(db).optional()?;
            call.map(|call| Place::call(&call))
        }
        "requests" => {
            let of = erasure_requests::table.filter(erasure_requests::id.eq(id));
            let user: Option<String> = of.select(erasure_requests::user_id).first(db).optional()?;
            user.map(Place::user)
        }
        _ => None,
    };
    Ok(found.unwrap_or_else(|| Place::list(Subject::everything())))
}

pub(super) fn insert(db: &mut Db, lines: &[Line]) -> Result<(), Failure> {
    on_either!(db, c => diesel::insert_into(reads::table).values(lines).execute(c))?;
    Ok(())
}

pub(super) fn forget_before(db: &mut Db, before: Timestamp) -> Result<(), Failure> {
    diesel::delete(reads::table.filter(reads::at.lt(before))).execute(db)?;
    Ok(())
}

/// A filter on the log. Empty parts mean all.
#[derive(Debug, Clone, Default)]
pub struct ReadFilter {
    /// Any of these subjects.
    pub subjects: Vec<Subject>,
    /// Whose things.
    pub person: Option<String>,
    pub thing: Option<Subject>,
    pub reader: Option<String>,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    /// The last line that was told.
    pub before: Option<(Timestamp, i64)>,
    pub most: i64,
}

/// Newest first. Each subject is asked for alone, by its index, so that the answer costs as much as it is long.
pub fn lines(db: &mut Db, asked: &ReadFilter) -> Result<Vec<Numbered>, Failure> {
    if asked.subjects.is_empty() {
        return some(db, asked, None);
    }
    let mut found = Vec::new();
    for subject in &asked.subjects {
        found.extend(some(db, asked, Some(subject))?);
    }
    found.sort_by_key(|(seq, line): &Numbered| std::cmp::Reverse((line.at, *seq)));
    found.dedup_by_key(|(seq, _)| *seq);
    found.truncate(usize::try_from(asked.most).unwrap_or(0));
    Ok(found)
}

fn some(
    db: &mut Db,
    asked: &ReadFilter,
    subject: Option<&Subject>,
) -> Result<Vec<Numbered>, Failure> {
    let order = (reads::at.desc(), reads::seq.desc());
    let mut query = reads::table.order(order).limit(asked.most).into_boxed::<Backend>();
    if let Some(subject) = subject {
        query = query.filter(reads::subject.eq(subject.to_string()));
    }
    if let Some(person) = &asked.person {
        query = query.filter(reads::person.eq(person.clone()));
    }
    if let Some(thing) = &asked.thing {
        query = query.filter(reads::thing.eq(thing.to_string()));
    }
    if let Some(reader) = &asked.reader {
        query = query.filter(reads::reader.eq(reader.clone()));
    }
    if let Some(from) = asked.from {
        query = query.filter(reads::at.ge(from));
    }
    if let Some(until) = asked.until {
        query = query.filter(reads::at.le(until));
    }
    if let Some((at, seq)) = asked.before {
        let earlier = reads::at.lt(at).or(reads::seq.lt(seq));
        query = query.filter(reads::at.le(at)).filter(earlier);
    }
    Ok(query.select((reads::seq, Line::as_select())).load(db)?)
}

/// Where a proposal, by its number or id, can have been read: itself; and the lists in which it may have stood, of
/// its call, of its reviewers and of everything. None when there is no such proposal.
pub fn about_proposal(db: &mut Db, name: &str) -> Result<Option<(Subject, Vec<Subject>)>, Failure> {
    let named = proposals::id.eq(name).or(proposals::number.eq(name).assume_not_null());
    let found = proposals::table.filter(named).select((proposals::id, proposals::call_id));
    let Some((id, call)) = found.first::<(ProposalId, CallId)>(db).optional()? else {
        return Ok(None);
    };
    let reviewers = assignments::table.filter(assignments::proposal_id.eq(&id));
    let reviewers: Vec<UserId> = reviewers.select(assignments::reviewer).distinct().load(db)?;
    let mut lists = vec![Subject::call(&call), Subject::everything()];
    lists.extend(reviewers.iter().map(Subject::tasks));
    Ok(Some((Subject::proposal(&id), lists)))
}

/// When, in which roles and how somebody's things were read by others, oldest first.
pub fn of_person(
    db: &mut Db,
    person: &UserId,
) -> Result<Vec<(Timestamp, String, String, String)>, Failure> {
    let theirs = reads::table.filter(reads::person.eq(person.to_string()));
    let columns = (reads::at, reads::roles, reads::reveals, reads::subject);
    Ok(theirs.order((reads::at, reads::seq)).select(columns).load(db)?)
}

/// What somebody read, oldest first: when, by which act.
pub fn by_reader(db: &mut Db, reader: &UserId) -> Result<Vec<(Timestamp, String)>, Failure> {
    let theirs = reads::table.filter(reads::reader.eq(reader.to_string()));
    let columns = (reads::at, reads::act);
    Ok(theirs.order((reads::at, reads::seq)).select(columns).load(db)?)
}

/// Whose things somebody read between two instants: people, and calls of which they read a list.
pub fn seen_by(
    db: &mut Db,
    reader: &UserId,
    (from, until): (Timestamp, Timestamp),
) -> Result<(Vec<UserId>, Vec<String>), Failure> {
    let theirs = || {
        let by = reads::table.filter(reads::reader.eq(reader.to_string()));
        by.filter(reads::at.between(from, until))
    };
    let people: Vec<Option<String>> =
        theirs().filter(reads::person.is_not_null()).select(reads::person).distinct().load(db)?;
    let calls: Vec<String> = theirs()
        .filter(reads::subject.like(format!("{}%", SubjectKind::Call.prefix())))
        .select(reads::subject)
        .distinct()
        .load(db)?;
    let id = |subject: String| subject.parse().ok().map(|call: Subject| call.id().to_owned());
    let people = people.into_iter().flatten().filter_map(|id| id.parse().ok());
    Ok((people.collect(), calls.into_iter().filter_map(id).collect()))
}
