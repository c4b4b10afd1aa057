//! A candidate's proposal by a browser: begun, written, documented, submitted. The overview is in
//! `overview`, the editor in `editor` (its fields in `form`), uploads in `upload`, a repair in
//! `repair`; what was handed in, and how the draft differs from it, in `version`. For the others: lists in `desk`, one proposal and its signatures in `reading`, the
//! verification in `verify`.

mod begin;
mod desk;
mod editor;
mod exceptions;
mod form;
mod forms;
mod late;
mod overview;
mod page_image;
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
pub(crate) use written::{Written, person_lines};

use crate::kernel::access::Permission;
use crate::web::pages::PageRoutes;

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::WriteProposal, "/calls/{id}/begin", begin::page)
        .form(Permission::WriteProposal, &forms::BEGINNING, begin::begin)
        .get(Permission::ReadDraftProposal, "/proposals/{id}", overview::page)
        .get(Permission::ReadDraftProposal, "/proposals/{id}/standing", overview::standing)
        .get(Permission::WriteProposal, "/proposals/{id}/edit", editor::page)
        .post(Permission::WriteProposal, "/proposals/{id}/edit", editor::save)
        .put(Permission::WriteProposal, "/proposals/{id}/edit", editor::autosave)
        .post(Permission::WriteProposal, "/proposals/{id}/documents", upload::upload)
        .get(Permission::ReadFile, "/documents/{id}", page_image::page_image)
        .post(Permission::GiveUpUpload, "/proposals/{id}/uploads/{upload}/give-up", upload::give_up)
        .get(Permission::SubmitProposal, "/proposals/{id}/submit", submit::page)
        .form(Permission::SubmitProposal, &forms::HANDING_IN, submit::submit)
        .get(Permission::ReadDraftProposal, "/proposals/{id}/receipt", submit::receipt)
        .get(Permission::ReadDraftProposal, "/proposals/{id}/versions/{number}", version::page)
        .get(Permission::ReadDraftProposal, "/proposals/{id}/changes", version::changes)
        .get(Permission::WithdrawProposal, "/proposals/{id}/withdraw", submit::withdraw_page)
        .form(Permission::WithdrawProposal, &forms::WITHDRAWAL, submit::withdraw)
        .post(Permission::AskEndorsement, "/proposals/{id}/ask", submit::ask)
        .post(Permission::ResumeProposal, "/proposals/{id}/resume", submit::resume)
        .post(Permission::RepairProposal, "/proposals/{id}/repair-done", repair::close)
        .get(Permission::ListProposals, "/desk/proposals", desk::own_unit)
        .get(Permission::ListProposals, "/desk/calls/{id}/proposals", desk::of_call)
        .get(Permission::ReadProposal, "/desk/proposals/{id}", reading::page)
        .form(Permission::EndorseProposal, &forms::ENDORSEMENT, reading::endorse)
        .get(Permission::ReadExceptions, "/desk/calls/{id}/exceptions", exceptions::page)
        .get(Permission::AskException, "/desk/proposals/{id}/exception", exceptions::ask_page)
        .form(Permission::AskException, &forms::EXCEPTION, exceptions::ask)
        .form(Permission::DecideException, &forms::EXCEPTION_ANSWER, exceptions::answer)
        .post(Permission::AskException, "/desk/exceptions/{id}/withdraw", exceptions::withdraw)
        .get(Permission::ReadUnsubmitted, "/desk/calls/{id}/unsubmitted", late::page)
        .form(Permission::AllowLateSubmission, &forms::LATE, late::allow)
        .form(Permission::EndorseProposal, &forms::RETURNED, reading::give_back)
        .get(Permission::ListProposals, "/desk/verification", desk::calls_to_verify)
        .get(Permission::Verify, "/desk/calls/{id}/verification", desk::queue)
        .get(Permission::ReadVerification, "/desk/proposals/{id}/verification", verify::page)
        .form(Permission::Verify, &forms::CHECKS, verify::save)
        .get(Permission::Verify, "/desk/proposals/{id}/verification/conclude", verify::second_look)
        .form(Permission::Verify, &forms::CONCLUSION, verify::conclude)
        .form(Permission::Verify, &forms::TAKEN_BACK, verify::take_back)
        .form(Permission::OpenRepair, &forms::REPAIR, verify::open_repair);
}
