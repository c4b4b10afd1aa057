//! A form that takes a file beside what is typed: its texts first, the file last. What was typed is kept whatever
//! happens to the file.

use super::{Server, Visitor};
use crate::features::accounts::cookies;
use crate::features::accounts::signed_in::SignedIn;
use crate::kernel::errors::{Failure, common};
use crate::kernel::format::Zone;
use crate::kernel::input::{Input, Valid};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{Allowed, NewFile, Storage};
use crate::web::forms::{Form, as_fault_of_file};
use crate::web::kept::Kept;
use crate::web::{Fields, SentForm};
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;

/// Such a form, sent by a signed-in person from one of our pages.
pub struct FileForm {
    pub caller: SignedIn,
    pub visitor: Visitor,
    sent: SentForm,
}

impl FileForm {
    /// What was typed.
    pub fn fields(&self) -> &Fields {
        &self.sent.fields
    }

    /// Asks whether the sender may, reads the form, receives the file, and runs the act with both as the sender, in one
    /// transaction. `may` says what the file may be, and is asked before its first byte is read; the act asks again, as
    /// much may happen while a file arrives. Nobody sends a whole file to be told of a word that is missing. Faults come
    /// back at the fields of the form.
    ///
    /// # Errors
    /// What `may` and the act refuse; `invalid`; what is found in the file, at its field.
    pub async fn send<T: Input, R: Send + 'static>(
        &mut self,
        (app, storage): (&App, &Data<Storage>),
        (form, may): (
            &'static Form<T>,
            impl Fn(&mut Cx<'_>) -> Result<Allowed, Failure> + Send + 'static,
        ),
        act: impl Fn(&mut Cx<'_>, &Valid<T>, Option<&NewFile>) -> Result<R, Failure> + Send + 'static,
    ) -> Result<R, Failure> {
        let (typed, language) = (self.sent.fields.clone(), self.visitor.language);
        let allowed = self.caller.clone().read(app, may).await;
        let allowed = allowed.map_err(|failure| form.located(failure, &typed))?;
        // Whether it can be read at all depends on no zone.
        form.read(&typed, Zone::default(), language)?;
        let located = |failure| form.located(as_fault_of_file(failure), &typed);
        let file = self.sent.keep((app, storage), allowed).await.map_err(located)?;
        if file.is_none() && form.needs_file() {
            return Err(located(Failure::field("file", common::field::REQUIRED)));
        }
        self.caller
            .clone()
            .write_in_zone(app, move |cx, zone| {
                let input = form.read(&typed, zone, language)?;
                act(cx, &input, file.as_ref()).map_err(|failure| form.located(failure, &typed))
            })
            .await
    }
}

impl FromRequest for FileForm {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let server = Server::of(&request)?;
            cookies::from_our_pages(&request, server.app)?;
            let visitor = Visitor::of(&request)?;
            // Read before anything else can refuse it, so that what was typed can be handed back.
            let sent = SentForm::read(&request, payload, server.app).await?;
            Kept::put_with_file(&request, &sent.fields, &visitor.csrf);
            sent.fields.sound()?;
            let caller = visitor.with_token(server.accounts, sent.fields.get("csrf"))?;
            Ok(Self { caller, visitor, sent })
        })
    }
}
