//! Receiving a document in one request, as a body or by a form.

use crate::features::accounts::SignedIn;
use crate::features::proposals::Document;
use crate::features::proposals::actions::documents::{self as actions, Allowance, NewDocument};
use crate::kernel::blocking::blocking;
use crate::kernel::characters::composed;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::ProposalId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{self, Source, Storage};
use actix_multipart::{Field, Multipart};
use actix_web::rt::time::timeout;
use actix_web::web::{self, Bytes};
use futures_util::{Stream, StreamExt};
use std::time::Duration;

/// The longest kind that a form may name, in characters.
const LONGEST_KIND: usize = 100;

/// One file for a proposal, as a body or from a form.
pub(in crate::features::proposals) struct Upload<'a> {
    pub(in crate::features::proposals) app: &'a App,
    pub(in crate::features::proposals) storage: &'a web::Data<Storage>,
    pub(in crate::features::proposals) caller: SignedIn,
    pub(in crate::features::proposals) proposal: ProposalId,
    pub(in crate::features::proposals) kind: String,
    pub(in crate::features::proposals) file_name: String,
}

impl Upload<'_> {
    pub(in crate::features::proposals) async fn allowance(&self) -> Result<Allowance, Failure> {
        let (proposal, kind) = (self.proposal.clone(), self.kind.clone());
        let act = move |cx: &mut Cx<'_>| actions::may_upload(cx, &proposal, &kind);
        self.caller.clone().read(self.app, act).await
    }

    /// First the permission, then the bytes, then the row: so a row never names a file that is not
    /// on disk.
    pub(in crate::features::proposals) async fn receive<S, E>(
        self,
        allowance: Allowance,
        stream: S,
    ) -> Result<Document, Failure>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let Allowance { limit, formats, .. } = allowance;
        let source = Source { stream, idle: idle(self.app) };
        let received = files::receive(self.storage, source, limit, formats).await?;
        let new = NewDocument {
            proposal: self.proposal,
            kind: self.kind,
            file_name: self.file_name,
            media_type: received.media_type,
            size: received.size(),
            sha256: received.sha256().to_owned(),
        };
        let storage = self.storage.clone();
        blocking(move || received.keep(&storage)).await?;
        let act = move |cx: &mut Cx<'_>| actions::add_document(cx, &new);
        self.caller.write(self.app, act).await
    }
}

pub(in crate::features::proposals) fn idle(app: &App) -> Duration {
    Duration::from_secs(app.settings.server.body_idle_seconds)
}

pub(in crate::features::proposals) async fn next_part(
    form: &mut Multipart,
    idle: Duration,
) -> Result<Option<Field>, Failure> {
    let part = timeout(idle, form.next()).await;
    let part = part.map_err(|_| Failure::refused(common::REQUEST_TIMEOUT))?;
    part.transpose().map_err(|_| Failure::refused(common::BAD_REQUEST))
}

pub(in crate::features::proposals) async fn text_of(
    mut field: Field,
    idle: Duration,
) -> Result<String, Failure> {
    let bytes = timeout(idle, field.bytes(LONGEST_KIND)).await;
    let bytes = bytes.map_err(|_| Failure::refused(common::REQUEST_TIMEOUT))?;
    let bytes = bytes.map_err(|_| Failure::field("kind", common::field::WRONG_SHAPE))?;
    let bytes = bytes.map_err(|_| Failure::refused(common::BAD_REQUEST))?;
    let text = String::from_utf8(bytes.to_vec());
    text.map(|text| composed(&text)).map_err(|_| Failure::refused(common::BAD_REQUEST))
}
