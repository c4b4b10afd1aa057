//! A candidate's proposal by a browser: begun, written, documented, submitted. The overview is in
//! `overview`, the editor in `editor` (its fields in `form`), uploads in `upload`.

mod begin;
mod editor;
mod form;
mod overview;
mod submit;
mod upload;
mod words;

use super::Proposal;
use crate::access::{Act, Viewer};
use crate::errors::Failure;
use crate::web::pages::PageRoutes;

/// These pages are the candidate's own; others read proposals elsewhere.
fn own(viewer: &Viewer, proposal: Proposal) -> Result<Proposal, Failure> {
    if proposal.candidate == viewer.user { Ok(proposal) } else { Err(Failure::not_found()) }
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Act::WriteProposal, "/calls/{id}/begin", begin::page)
        .post(Act::WriteProposal, "/calls/{id}/begin", begin::begin)
        .get(Act::ReadDraftProposal, "/proposals/{id}", overview::page)
        .get(Act::ReadDraftProposal, "/proposals/{id}/standing", overview::standing)
        .get(Act::WriteProposal, "/proposals/{id}/edit", editor::page)
        .post(Act::WriteProposal, "/proposals/{id}/edit", editor::save)
        .put(Act::WriteProposal, "/proposals/{id}/edit", editor::autosave)
        .post(Act::WriteProposal, "/proposals/{id}/documents", upload::upload)
        .get(Act::SubmitProposal, "/proposals/{id}/submit", submit::page)
        .post(Act::SubmitProposal, "/proposals/{id}/submit", submit::submit)
        .get(Act::ReadDraftProposal, "/proposals/{id}/receipt", submit::receipt)
        .get(Act::WithdrawProposal, "/proposals/{id}/withdraw", submit::withdraw_page)
        .post(Act::WithdrawProposal, "/proposals/{id}/withdraw", submit::withdraw);
}
