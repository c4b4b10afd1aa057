//! Documents: the awardee's proof of admission and diploma, which the secretariat checks, and what the secretariat
//! records (agreement, decrees, minutes).

use super::StudyContext;
use crate::features::accounts::holders_of;
use crate::features::studies::rules::{self, states};
use crate::features::studies::store;
use crate::features::studies::{
    NewPaper, Paper, PaperCheck, PaperKind, PaperVerdict, State, Step, Study, StudyFile, letters,
};
use crate::kernel::access::{self, Permission, Role};
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::{AwardId, StudyPaperId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::files::{Allowed, Limit, MediaType, NewFile};
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;

impl PaperKind {
    /// Brought by the awardee and checked by the secretariat; all others are the secretariat's own.
    pub fn is_awardees(self) -> bool {
        matches!(self, Self::Admission | Self::Diploma)
    }

    /// Whether such a document can come in this state.
    pub fn fits(self, state: State) -> bool {
        match self {
            Self::Admission => state == State::Admission,
            Self::Agreement | Self::Decree | Self::Release => {
                matches!(state, State::Admitted | State::Studying | State::Interrupted)
            }
            Self::Diploma => matches!(
                state,
                State::Studying | State::Interrupted | State::Returned | State::Concluded
            ),
            Self::Reinstatement => matches!(state, State::Studying | State::Returned),
            Self::Minutes => true,
        }
    }
}

/// The kinds of document that the reader may add now.
pub fn papers_to_add(context: &StudyContext) -> Vec<PaperKind> {
    let permitted = context.permitted();
    let (writes, runs) =
        (permitted.allows(Permission::WriteStudy), permitted.allows(Permission::RunStudy));
    let may = |kind: &PaperKind| {
        let by = if kind.is_awardees() { writes || runs } else { runs };
        by && kind.fits(context.study.state)
    };
    PaperKind::ALL.into_iter().filter(may).collect()
}

/// Adds a document, with its file or for a file to come. The awardee's own kinds wait for a check.
///
/// # Errors
/// `not_found`; `paper_not_yours`, `study_state`.
pub fn add_paper(
    cx: &mut Cx<'_>,
    id: &AwardId,
    (new, file): (&Valid<NewPaper>, Option<&NewFile>),
) -> Result<Paper, Failure> {
    let mut context = StudyContext::load(cx, id)?;
    let may_any = context.permitted().allows(Permission::RunStudy)
        || context.permitted().allows(Permission::WriteStudy);
    if !may_any {
        access::may(cx.viewer, Permission::RunStudy, context.facts)?;
    }
    let NewPaper { kind, number, dated, signatory } = new.kept()?;
    if !papers_to_add(&context).contains(&kind) {
        let fits = kind.fits(context.study.state);
        return Err(if fits {
            Failure::field("kind", rules::PAPER_NOT_YOURS)
        } else {
            Refusal::new(rules::STUDY_STATE).with("state", context.study.state.name()).into()
        });
    }
    let today = cx.now.date_in_jakarta();
    if dated > today {
        let fault = FieldError::new("dated", rules::DAY_AHEAD).with("today", today);
        return Err(Refusal::invalid(vec![fault]).into());
    }
    context.begin_row(cx)?;
    let paper = Paper {
        id: StudyPaperId::new()?,
        study: id.clone(),
        kind,
        number,
        dated,
        signatory,
        file: file.map(StudyFile::of),
        added_by: cx.viewer.user.clone(),
        added_at: cx.now,
        verdict: None,
        verdict_reason: None,
        checked_by: None,
        checked_at: None,
    };
    store::insert_paper(cx.db, &paper)?;
    let payload = json!({
        "paper": paper.id, "kind": kind, "dated": dated,
        "text_hash": canonical::hash_of(&json!([paper.number, paper.signatory]))?,
        "file_sha256": paper.file.as_ref().map(|file| &file.sha256),
    });
    context.record(cx, EventType::StudyPaperAdded, payload)?;
    if kind.is_awardees() && paper.file.is_some() {
        tell_secretariat(cx, &context.study, &paper)?;
    }
    Ok(paper)
}

fn tell_secretariat(cx: &mut Cx<'_>, study: &Study, paper: &Paper) -> Result<(), Failure> {
    let team = holders_of(cx.db, Role::Secretariat)?;
    let others = team.iter().filter(|person| **person != cx.viewer.user);
    let letters: Vec<_> =
        others.map(|person| letters::paper_to_check(person, study, paper)).collect();
    mail::post_all(cx.db, &letters, cx.now)
}

/// The size and types that a file may have, if this document may get one now.
///
/// # Errors
/// `not_found`; `paper_has_file`, `paper_checked`.
pub fn may_attach(cx: &mut Cx<'_>, id: &StudyPaperId) -> Result<Allowed, Failure> {
    attachable(cx, id)?;
    Ok(allowed())
}

/// Whether a document may be added now, asked before the first byte of its file is read.
///
/// # Errors
/// `not_found`; `study_state`.
pub fn may_add(cx: &mut Cx<'_>, id: &AwardId) -> Result<Allowed, Failure> {
    let context = StudyContext::load(cx, id)?;
    let permitted = context.permitted();
    if !permitted.allows(Permission::RunStudy) {
        access::may(cx.viewer, Permission::WriteStudy, context.facts)?;
    }
    if papers_to_add(&context).is_empty() {
        let state = context.study.state.name();
        return Err(Refusal::new(rules::STUDY_STATE).with("state", state).into());
    }
    Ok(allowed())
}

/// The largest size of a document's file, and its type.
fn allowed() -> Allowed {
    let limit = Limit { bytes: rules::PAPER_BYTES, exceeded: rules::PAPER_TOO_LARGE };
    Allowed { limit, formats: vec![MediaType::Pdf], otherwise: "dokumen" }
}

impl StudyFile {
    fn of(new: &NewFile) -> Self {
        let NewFile { file_name, size, sha256, .. } = new.clone();
        Self { file_name, size, sha256 }
    }
}

fn attachable(cx: &mut Cx<'_>, id: &StudyPaperId) -> Result<(StudyContext, Paper), Failure> {
    let paper = store::paper_of(cx.db, id)?;
    let context = StudyContext::load(cx, &paper.study)?;
    let permitted = context.permitted();
    let may = permitted.allows(Permission::RunStudy)
        || (permitted.allows(Permission::WriteStudy) && paper.kind.is_awardees());
    if !may {
        return Err(Failure::not_found());
    }
    if paper.file.is_some() {
        return Err(Failure::refused(rules::PAPER_HAS_FILE));
    }
    if paper.verdict.is_some() {
        return Err(Failure::refused(rules::PAPER_CHECKED));
    }
    Ok((context, paper))
}

/// Adds its file to a document that was added without one.
///
/// # Errors
/// As [`may_attach`], asked again.
pub fn attach(cx: &mut Cx<'_>, id: &StudyPaperId, new: &NewFile) -> Result<Paper, Failure> {
    let (context, paper) = attachable(cx, id)?;
    let file = StudyFile::of(new);
    store::attach_file(cx.db, id, &file)?;
    let payload = json!({ "paper": id, "kind": paper.kind, "file_sha256": file.sha256 });
    context.record(cx, EventType::StudyPaperAdded, payload)?;
    let paper = Paper { file: Some(file), ..paper };
    if paper.kind.is_awardees() {
        tell_secretariat(cx, &context.study, &paper)?;
    }
    Ok(paper)
}

/// A document, for its file.
///
/// # Errors
/// `not_found`.
pub fn read_paper(cx: &mut Cx<'_>, id: &StudyPaperId) -> Result<Paper, Failure> {
    let paper = store::paper_of(cx.db, id)?;
    StudyContext::load_for(cx, Permission::ReadStudyFile, &paper.study)?;
    Ok(paper)
}

/// A document with its study, for who checks it.
///
/// # Errors
/// `not_found`.
pub fn paper_to_check(
    cx: &mut Cx<'_>,
    id: &StudyPaperId,
) -> Result<(StudyContext, Paper), Failure> {
    let paper = store::paper_of(cx.db, id)?;
    let context = StudyContext::load_for(cx, Permission::RunStudy, &paper.study)?;
    Ok((context, paper))
}

/// The secretariat accepts a document of the awardee, or returns it. An accepted proof of admission admits.
///
/// # Errors
/// `not_found`; `paper_not_to_check`, `paper_checked`, `paper_without_file`, `own_paper`; `reason_needed`.
pub fn check_paper(
    cx: &mut Cx<'_>,
    id: &StudyPaperId,
    check: &Valid<PaperCheck>,
) -> Result<Paper, Failure> {
    let paper = store::paper_of(cx.db, id)?;
    let mut context = StudyContext::load_for(cx, Permission::RunStudy, &paper.study)?;
    may_check(&paper, &cx.viewer.user)?;
    let PaperCheck { verdict, reason } = check.kept()?;
    let reason = reason.filter(|reason| !reason.trim().is_empty());
    if verdict == PaperVerdict::Returned && reason.is_none() {
        return Err(Failure::field("reason", rules::REASON_NEEDED));
    }
    let by = (&cx.viewer.user.clone(), cx.now);
    store::set_verdict(cx.db, id, (verdict, reason.as_deref()), by)?;
    let payload = json!({
        "paper": id, "kind": paper.kind, "verdict": verdict,
        "reason_hash": reason.as_ref().map(canonical::sha256_hex),
    });
    context.record(cx, EventType::StudyPaperChecked, payload)?;
    if verdict == PaperVerdict::Returned {
        let why = reason.as_deref().unwrap_or_default();
        let letter = letters::paper_returned(&context.study, &paper, why);
        mail::post(cx.db, &letter, cx.now)?;
    } else if paper.kind == PaperKind::Admission {
        let to = states::transition(context.study.state, Step::Admit)?;
        let today = cx.now.date_in_jakarta();
        let taken = StudyContext::taken(cx, Step::Admit, today, paper.number.clone());
        context.step(cx, (&taken, to), |_| {})?;
        mail::post(cx.db, &letters::stepped(&context.study, &taken), cx.now)?;
    }
    store::paper_of(cx.db, id)
}

/// Whether a document waits to be checked by this person. Somebody of the secretariat may add one for the awardee, and
/// somebody else checks it then.
///
/// # Errors
/// `paper_not_to_check`, `paper_checked`, `paper_without_file`, `own_paper`.
pub fn may_check(paper: &Paper, by: &UserId) -> Result<(), Refusal> {
    if !paper.kind.is_awardees() {
        Err(Refusal::new(rules::PAPER_NOT_TO_CHECK))
    } else if paper.verdict.is_some() {
        Err(Refusal::new(rules::PAPER_CHECKED))
    } else if paper.file.is_none() {
        Err(Refusal::new(rules::PAPER_WITHOUT_FILE))
    } else if paper.added_by == *by {
        Err(Refusal::new(rules::OWN_PAPER))
    } else {
        Ok(())
    }
}
