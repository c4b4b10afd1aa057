//! A call in mid-life, to look at: the 25 problems, forty proposals with their PDF files, a panel
//! with its scores, a first ranking. Everything in it is invented but the way it came about: the
//! same actions, rules and record as in real use, at instants before now.

mod pdf;
mod scores;
mod script;
mod stage;
mod story;

use crate::access::Role;
use crate::accounts::Passwords;
use crate::calls::Templates;
use crate::clock::Timestamp;
use crate::db::Database;
use crate::errors::Failure;
use crate::files::{self, MediaType, Storage};
use crate::ids::CallId;
use crate::problems;
use crate::settings::Settings;
use anyhow::Context;
use stage::Stage;
use std::collections::BTreeMap;
use story::{Sample, Telling};

/// Everybody's password in the demo.
pub const PASSWORD: &str = "peragaan tubel terbuka";

/// How to sign in as somebody.
#[derive(Debug, Clone)]
pub struct SignIn {
    pub roles: Vec<Role>,
    pub name: String,
    pub email: String,
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
    let (cast, proposals, remarks) = script::read().context("config/demo")?;
    let hash = Passwords::new(&settings.accounts)?.hash_now(PASSWORD)?;
    let storage = Storage::open(&settings.data.folder, now)?;
    let letters = letters(&storage)?;
    let papers = proposals
        .proposal
        .iter()
        .map(|written| Ok((written.candidate.clone(), keep(&storage, &written.pdf())?)))
        .collect::<Result<BTreeMap<_, _>, Failure>>()?;
    let sign_ins = sign_ins(&cast.person);
    let call = database.write(move |db| {
        let begin = now.plus_days(-75);
        problems::seed_problems(db, begin)?;
        let stage = Stage::enter(db, &cast.person, &hash, begin)?;
        let telling = Telling {
            stage: &stage,
            proposals: &proposals,
            remarks: &remarks,
            papers: &papers,
            letters: &letters,
            now,
        };
        telling.tell(db)
    })?;
    Ok(Scene { call, sign_ins })
}

fn keep(storage: &Storage, bytes: &[u8]) -> Result<Sample, Failure> {
    let received = files::take(storage, bytes, &[MediaType::Pdf])?;
    let sample = Sample { sha256: received.sha256().to_owned(), size: received.size() };
    received.keep(storage)?;
    Ok(sample)
}

/// One sample per required kind of document besides the proposal.
fn letters(storage: &Storage) -> Result<BTreeMap<String, Sample>, Failure> {
    let sets = Templates::shipped()?.document_sets;
    let kinds = sets.get("default").map(|set| set.documents.clone()).unwrap_or_default();
    kinds
        .into_iter()
        .filter(|document| document.required && document.kind != "proposal")
        .map(|document| {
            let words = "Contoh dokumen untuk peragaan; bukan surat yang sebenarnya.";
            let bytes = pdf::document(&document.name.id, &[("Peragaan", words)]);
            Ok((document.kind, keep(storage, &bytes)?))
        })
        .collect()
}

/// The first person of each role, in the order of the roles; of the candidates two.
fn sign_ins(parts: &[script::Part]) -> Vec<SignIn> {
    let sign_in = |part: &script::Part| SignIn {
        roles: part.roles.clone(),
        name: part.name.clone(),
        email: part.email(),
    };
    Role::ALL
        .into_iter()
        .flat_map(|role| {
            let most = if role == Role::Candidate { 2 } else { 1 };
            parts.iter().filter(move |part| part.roles.contains(&role)).take(most).map(sign_in)
        })
        .collect()
}

#[cfg(test)]
mod tests;
