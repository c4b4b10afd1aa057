//! The plenary's screen: the board, and beside one proposal what its sheets say and its files, for who may read them.

use super::board::{Board, read_board};
use crate::features::proposals::DocumentKind;
use crate::features::reviews::{self, SubmittedSheet};
use crate::features::selection::Place;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, ProposalId, RunId};
use crate::platform::cx::Cx;

/// What is told of one proposal beside its figures.
#[derive(Debug, Default)]
pub struct Told {
    /// The sheets that count now. Empty for readers who may not read them.
    pub sheets: Vec<SubmittedSheet>,
    /// Those that the panel reads. Empty for readers who may not open them, and under double-blind.
    pub papers: Vec<DocumentKind>,
}

/// The board with the run asked for; and of the proposal with this number what is told of it.
///
/// # Errors
/// As [`read_board`].
pub fn read_screen(
    cx: &mut Cx<'_>,
    (call, run): (&CallId, Option<&RunId>),
    number: &str,
) -> Result<(Board, Told), Failure> {
    let board = read_board(cx, (call, run))?;
    let places = board.shown.iter().flat_map(|shown| &shown.findings.places);
    let of = |place: &&Place| place.number == number;
    let proposal = places.filter(of).map(|place| place.proposal.clone()).next();
    let told = match proposal {
        Some(proposal) => told(cx, &proposal)?,
        None => Told::default(),
    };
    Ok((board, told))
}

fn told(cx: &mut Cx<'_>, proposal: &ProposalId) -> Result<Told, Failure> {
    match reviews::actions::panel_view(cx, proposal) {
        Ok((sheets, papers)) => Ok(Told { sheets, papers }),
        Err(Failure::Refused(refusal))
            if [common::NOT_FOUND, common::FORBIDDEN, common::WRONG_PHASE]
                .contains(&refusal.code) =>
        {
            Ok(Told::default())
        }
        Err(failure) => Err(failure),
    }
}
