//! A candidate's proposal by a browser: begun, written, documented, submitted. The overview is in
//! `overview`, the editor in `editor` (its fields in `form`), uploads in `upload`, a repair in
//! `repair`; what was handed in, and how the draft differs from it, in `version`. For the others: lists in `desk`, one proposal and its signatures in `reading`, the
//! verification in `verify`.

mod begin;
mod desk;
mod editor;
mod form;
mod leaf;
mod overview;
mod reading;
mod repair;
mod state;
mod submit;
mod upload;
mod verify;
mod version;
mod words;
mod written;

pub(crate) use state::State as SubmissionLine;

use crate::kernel::access::Act;
use crate::web::pages::PageRoutes;

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Act::WriteProposal, "/calls/{id}/begin", begin::page)
        .post(Act::WriteProposal, "/calls/{id}/begin", begin::begin)
        .get(Act::ReadDraftProposal, "/proposals/{id}", overview::page)
        .get(Act::ReadDraftProposal, "/proposals/{id}/standing", overview::standing)
        .get(Act::WriteProposal, "/proposals/{id}/edit", editor::page)
        .post(Act::WriteProposal, "/proposals/{id}/edit", editor::save)
        .put(Act::WriteProposal, "/proposals/{id}/edit", editor::autosave)
        .post(Act::WriteProposal, "/proposals/{id}/documents", upload::upload)
        .get(Act::ReadFile, "/documents/{id}", leaf::leaf)
        .post(Act::GiveUpUpload, "/proposals/{id}/uploads/{upload}/give-up", upload::give_up)
        .get(Act::SubmitProposal, "/proposals/{id}/submit", submit::page)
        .post(Act::SubmitProposal, "/proposals/{id}/submit", submit::submit)
        .get(Act::ReadDraftProposal, "/proposals/{id}/receipt", submit::receipt)
        .get(Act::ReadDraftProposal, "/proposals/{id}/versions/{number}", version::page)
        .get(Act::ReadDraftProposal, "/proposals/{id}/changes", version::changes)
        .get(Act::WithdrawProposal, "/proposals/{id}/withdraw", submit::withdraw_page)
        .post(Act::WithdrawProposal, "/proposals/{id}/withdraw", submit::withdraw)
        .post(Act::RepairProposal, "/proposals/{id}/repair-done", repair::close)
        .get(Act::ListProposals, "/desk/proposals", desk::own_unit)
        .get(Act::ListProposals, "/desk/calls/{id}/proposals", desk::of_call)
        .get(Act::ReadProposal, "/desk/proposals/{id}", reading::page)
        .post(Act::EndorseProposal, "/desk/proposals/{id}/endorse", reading::endorse)
        .get(Act::ListProposals, "/desk/verification", desk::calls_to_verify)
        .get(Act::Verify, "/desk/calls/{id}/verification", desk::queue)
        .get(Act::ReadVerification, "/desk/proposals/{id}/verification", verify::page)
        .post(Act::Verify, "/desk/proposals/{id}/verification", verify::save)
        .get(Act::Verify, "/desk/proposals/{id}/verification/conclude", verify::second_look)
        .post(Act::Verify, "/desk/proposals/{id}/verification/conclude", verify::conclude)
        .post(Act::Verify, "/desk/proposals/{id}/verification/take-back", verify::take_back)
        .post(Act::OpenRepair, "/desk/proposals/{id}/repairs", verify::open_repair);
}
