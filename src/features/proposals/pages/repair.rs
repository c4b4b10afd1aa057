//! A repair from the candidate's side: what was opened for how long, and the button that ends it.

use super::overview::page_with;
use crate::features::accounts::{Posted, mendable};
use crate::features::proposals::actions::verification::{close_repair, read_verification};
use crate::features::proposals::{Proposal, Verification};
use crate::kernel::access::{Phase, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::app::App;
use crate::platform::db::Db;
use crate::web::pages::go_to;
use actix_web::{HttpResponse, web};

/// The verification as the candidate may see it; none before it begins.
pub(super) fn load(
    db: &mut Db,
    viewer: &Viewer,
    (proposal, phase): (&Proposal, Phase),
    now: Timestamp,
) -> Result<Option<Verification>, Failure> {
    let begun = !matches!(phase, Phase::Draft | Phase::Scheduled | Phase::Open | Phase::Cancelled);
    if !begun || proposal.number.is_none() {
        return Ok(None);
    }
    read_verification(db, viewer, &proposal.id, now).map(Some)
}

pub(super) async fn close(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    form: Posted,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let proposal = id.clone();
    let act = move |db: &mut _, viewer: &_, now| close_repair(db, viewer, &proposal, now);
    match form.caller.write(&app, act).await {
        Ok(_) => Ok(go_to(&format!("/proposals/{id}"))),
        Err(failure) => {
            let problem = mendable(failure)?;
            page_with(&app, &form.visitor, id, Some(&problem)).await
        }
    }
}
