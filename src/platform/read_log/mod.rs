//! Who looked at what: one line for each answer that showed somebody else's identity, scores or files, written
//! where the answer is authorised (`accounts`), by the act of its route (`access::reveals`). Lines wait in
//! memory for a second at most and are written together, so that no reader waits for the writer.

mod log;
mod personal;
mod store;

pub use log::ReadLog;
pub use personal::HOLDER;
pub use store::{Line, Numbered, ReadFilter, about_proposal, by_reader, lines, of_person, seen_by};

use crate::kernel::access::Operation;
use crate::kernel::access::{Permission, Revealed, Role, Viewer, reveals};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::ledger::{Subject, SubjectKind};
use actix_web::HttpRequest;

/// What a request reads about others, found from its route alone.
#[derive(Debug, Clone)]
pub struct Reading {
    act: Permission,
    /// What the route is about, e.g. `proposals`.
    about: String,
    /// Its first parameter.
    id: Option<String>,
    /// A document within it.
    document: Option<String>,
    /// Of which a list was asked for.
    call: Option<String>,
}

impl Reading {
    /// None where nothing of others is shown.
    pub fn of(operation: &Operation, request: &HttpRequest) -> Option<Self> {
        // A question about the ranking is asked by `POST` and changes nothing.
        let reads = operation.method == "GET" || operation.act == Permission::ExploreRanking;
        reveals(operation.act).filter(|_| reads)?;
        let path = operation.path.strip_prefix("/api/v1").unwrap_or(&operation.path);
        let path = path.trim_start_matches("/desk");
        let mut words = path.trim_start_matches('/').split('/');
        let mut about = words.next().unwrap_or_default();
        if about == "privacy" {
            about = words.next().unwrap_or_default();
        }
        // What others may read of a proposal is read of the proposal.
        if about == "tried" {
            about = "proposals";
        }
        let parameter = |name: &str| request.match_info().get(name).map(str::to_owned);
        let (id, document) = (parameter("id"), parameter("document"));
        // The one list over all calls that can be asked of one alone.
        let of_call = operation.path.strip_prefix("/api/v1") == Some("/proposals");
        let call = request.query_string().split('&').find_map(|part| part.strip_prefix("call="));
        let call = call.filter(|call| of_call && !call.is_empty()).map(str::to_owned);
        Some(Self { act: operation.act, about: about.to_owned(), id, document, call })
    }

    pub fn act(&self) -> Permission {
        self.act
    }

    /// The line that this leaves; none where the viewer reads their own. Nobody without a duty reads anything
    /// else, but what a candidate lets everybody read: the acts see to that.
    pub fn line(
        &self,
        db: &mut Db,
        viewer: &Viewer,
        now: Timestamp,
    ) -> Result<Option<Line>, Failure> {
        if viewer.roles.iter().all(|role| *role == Role::Candidate) {
            return Ok(None);
        }
        let place = self.place(db, viewer)?;
        if place.person.as_deref() == Some(viewer.user.as_str()) {
            return Ok(None);
        }
        let roles: Vec<&str> = viewer.roles.iter().map(|role| role.name()).collect();
        Ok(Some(Line {
            at: now,
            reader: viewer.user.to_string(),
            session: viewer.session.to_string(),
            roles: roles.join(" "),
            act: name_of(self.act),
            reveals: reveals(self.act).map_or("", Revealed::name).to_owned(),
            subject: place.subject.to_string(),
            thing: self.thing(),
            person: place.person,
        }))
    }

    /// What was opened, as the record names things.
    fn thing(&self) -> String {
        match (&self.document, &self.id) {
            (Some(document), _) => Subject::document(document).to_string(),
            (None, Some(id)) => format!("{}:{id}", self.about.trim_end_matches('s')),
            (None, None) => String::new(),
        }
    }

    fn place(&self, db: &mut Db, viewer: &Viewer) -> Result<store::Place, Failure> {
        if self.act == Permission::ReadOwnPile {
            return Ok(store::Place::list(Subject::tasks(&viewer.user)));
        }
        match (&self.id, &self.call) {
            (Some(id), _) => store::place_of(db, &self.about, id),
            (None, Some(call)) => Ok(store::Place::list(Subject::of(SubjectKind::Call, call))),
            (None, None) => Ok(store::Place::list(Subject::everything())),
        }
    }
}

/// As the API names it.
pub fn name_of(act: Permission) -> String {
    serde_json::to_value(act)
        .ok()
        .and_then(|name| name.as_str().map(str::to_owned))
        .unwrap_or_default()
}
