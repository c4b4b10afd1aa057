//! Calls in mid-life, to look at: the 25 problems, forty proposals with their PDF files, a panel
//! with its scores; one call in its plenary, others at every stage before and after (`editions`), two of past years with what
//! came of their seats (`past`). Everything in it is invented but the way it came about: the same actions, rules and
//! record as in real use, at instants before now.

mod aftermath;
mod checks;
mod definition;
mod editions;
mod events;
mod measured;
mod pact;
mod past;
mod pdf;
mod registered;
mod reported;
mod running;
mod scores;
mod script;
mod stage;
mod story;

use crate::features::accounts::Passwords;
use crate::features::calls::Templates;
use crate::features::problems;
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::kernel::settings::Settings;
use crate::platform::db::Database;
use crate::platform::files::{self, MediaType, Storage};
use anyhow::Context;
use editions::{EDITIONS, Until};
use script::Script;
use stage::Stage;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use story::{Sample, Telling};

/// Everybody's password in the demo.
pub const PASSWORD: &str = "peragaan tubel terbuka";

/// How to sign in as somebody.
#[derive(Debug, Clone)]
pub struct SignIn {
    pub roles: Vec<Role>,
    pub name: String,
    pub email: String,
    /// What waits for them: a role, or a candidate's place in the process.
    pub waits: &'static str,
}

/// What stands on stage when the curtain opens.
#[derive(Debug, Clone)]
pub struct Scene {
    pub call: CallId,
    /// One person per role, and two candidates.
    pub sign_ins: Vec<SignIn>,
}

/// Fills an empty database.
///
/// # Errors
/// When the sample texts, a rule or the disk says no; nothing is left behind then but files.
pub fn prepare(database: &Database, settings: &Settings, now: Timestamp) -> anyhow::Result<Scene> {
    prepare_counted(database, settings, now, &Arc::default())
}

/// Days before today on which this year began: its problems and its candidates.
const BEGAN: i64 = 100;

/// Calls that the demo has.
pub(super) const CALLS: usize = EDITIONS.len();

/// As [`prepare`], counting the calls that are made.
///
/// # Errors
/// As [`prepare`].
pub(super) fn prepare_counted(
    database: &Database,
    settings: &Settings,
    now: Timestamp,
    made: &Arc<AtomicUsize>,
) -> anyhow::Result<Scene> {
    let made = Arc::clone(made);
    let Script { cast, proposals, remarks, problems: past } =
        script::read().context("config/demo")?;
    let passwords = Passwords::new(&settings.accounts)?;
    let hash = passwords.hash_now(PASSWORD)?;
    let storage =
        Storage::open(&settings.data.folder, now)?.examined_by(&settings.pictures.program)?;
    let letters = letters(&storage)?;
    let study_paper =
        keep(&storage, &pdf::document("Dokumen tugas belajar", &[("Peragaan", NOT_REAL)]))?;
    let papers = proposals
        .proposal
        .iter()
        .map(|written| Ok((written.candidate.clone(), keep(&storage, &written.pdf())?)))
        .collect::<Result<BTreeMap<_, _>, Failure>>()?;
    let sign_ins = sign_ins(&cast.person);
    let calls = database.write(move |db| {
        let begin = now.plus_days(-BEGAN);
        problems::seed_problems(db, begin)?;
        let stage = Stage::enter(db, &cast.person, &hash, |part| past::came(part, now))?;
        let old = past::register(db, &stage, &past, now)?;
        measured::tell(db, &stage, now)?;
        let mut told = Vec::new();
        for edition in &EDITIONS {
            let telling = Telling {
                stage: &stage,
                proposals: &proposals,
                problems: &old,
                remarks: &remarks,
                papers: &papers,
                letters: &letters,
                study_paper: &study_paper,
                now,
                edition,
                hash: &hash,
                passwords: &passwords,
            };
            told.push((edition.until, telling.tell(db)?));
            made.store(told.len(), Ordering::Relaxed);
        }
        Ok(told)
    })?;
    let call = calls.into_iter().find(|(until, _)| *until == Until::Plenary);
    let (_, call) = call.context("no call is in its plenary")?;
    Ok(Scene { call, sign_ins })
}

fn keep(storage: &Storage, bytes: &[u8]) -> Result<Sample, Failure> {
    let received = files::take(storage, bytes, &[MediaType::Pdf])?;
    let sample = Sample { sha256: received.sha256().to_owned(), size: received.size() };
    received.keep(storage)?;
    Ok(sample)
}

/// What every sample file says.
const NOT_REAL: &str = "Contoh dokumen untuk peragaan; bukan surat yang sebenarnya.";

/// One sample per required kind of document besides the proposal.
fn letters(storage: &Storage) -> Result<BTreeMap<String, Sample>, Failure> {
    let sets = Templates::shipped()?.document_sets;
    let kinds = sets.get("default").map(|set| set.documents.clone()).unwrap_or_default();
    kinds
        .into_iter()
        .filter(|document| document.required && document.kind != "proposal")
        .map(|document| {
            let bytes = pdf::document(&document.name.id, &[("Peragaan", NOT_REAL)]);
            Ok((document.kind, keep(storage, &bytes)?))
        })
        .collect()
}

/// The candidates whom a visitor plays: before the plenary, with a result to object to, with a seat on
/// offer, with a draft, with a study.
const CANDIDATES: [(&str, &str); 5] = [
    ("c01", "candidate-plenary"),
    ("c19", "candidate-result"),
    ("c21", "candidate-offer"),
    ("c40", "candidate-draft"),
    ("p11", "candidate-study"),
];

/// The first person of each role, in the order of the roles; of the candidates those with something to do.
fn sign_ins(parts: &[script::Part]) -> Vec<SignIn> {
    let waits = |part: &script::Part, role: Role| {
        let candidate = CANDIDATES.iter().find(|(key, _)| part.key == *key);
        candidate.map_or(role.name(), |(_, waits)| waits)
    };
    Role::ALL
        .into_iter()
        .flat_map(|role| {
            let plays = move |part: &&script::Part| {
                let is_chosen = CANDIDATES.iter().any(|(key, _)| part.key == *key);
                part.roles.contains(&role) && (role != Role::Candidate || is_chosen)
            };
            let most = if role == Role::Candidate { CANDIDATES.len() } else { 1 };
            parts.iter().filter(plays).take(most).map(move |part| SignIn {
                roles: part.roles.clone(),
                name: part.name.clone(),
                email: part.email(),
                waits: waits(part, role),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
