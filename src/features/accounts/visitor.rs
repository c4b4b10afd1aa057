//! The reader of a page, and the sender of a form. A reader need not be signed in; a form is
//! accepted only when it came from our own page and carries its token.

mod file_form;

pub use file_form::FileForm;

use super::arrival::Arrival;
use super::cookies::{self, Server};
use super::signed_in::SignedIn;
use super::tokens::Credentials;
use super::{Accounts, rules, store};
use crate::kernel::canonical::sha256_hex;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Code, Failure, common};
use crate::kernel::format::Zone;
use crate::kernel::ids::is_well_formed;
use crate::kernel::input::{Input, Valid};
use crate::kernel::language::Language;
use crate::kernel::settings;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::{AnyoneCx, Cx};
use crate::platform::db::{Db, IdempotencyKey};
use crate::web::Fields;
use crate::web::forms::Form;
use crate::web::kept::Kept;
use crate::web::language;
use crate::web::pages::{Missing, PageContext, Person};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use std::future::{Ready, ready};
use std::sync::Arc;

/// The reader of a page.
#[derive(Debug, Clone)]
pub struct Visitor {
    credentials: Option<Credentials>,
    /// Binds forms to the session; empty without a session.
    csrf: String,
    language: Language,
    path: String,
    cookies: Vec<Cookie<'static>>,
    arrival: Arrival,
}

impl Visitor {
    fn of(request: &HttpRequest) -> Result<Self, Failure> {
        let server = Server::of(request)?;
        let credentials = server.credentials(request);
        let tokens = &server.accounts.tokens;
        let mut cookies = Vec::new();
        let mut csrf = String::new();
        if let Some(credentials) = &credentials {
            let Credentials { user, session } = credentials;
            csrf = tokens.csrf(session);
            let token = tokens.issue_for_pages(user, session, server.app.clock.now())?;
            cookies.extend(cookies::session_cookies(server.app, token, tokens.idle_seconds));
        }
        if let Some(language) = language::asked_for(request) {
            cookies.push(language_cookie(language, server.app.settings.server.is_secure()));
        }
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let arrival = Arrival::by_cookie(request, &server);
        Ok(Self { credentials, csrf, language: language::of(request), path, cookies, arrival })
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// Reads for a page, as this person or as an outsider, together with the page's context. What
    /// it shows of others is noted (`reads`).
    ///
    /// # Errors
    /// `from_elsewhere` where something would be noted and another site made the link; what the act answers.
    pub async fn load_page<T: Send + 'static>(
        &self,
        app: &App,
        act: impl Fn(&mut AnyoneCx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<(PageContext, T), Failure> {
        let visitor = self.clone();
        let demo = app.demo.is_some();
        let settings = Arc::clone(&app.settings);
        app.read(move |db, now| {
            let present = visitor.present(db, &settings.accounts, now)?;
            let viewer = present.as_ref().map(|present| &present.viewer);
            let mut shell = visitor.shell(present.as_ref(), now);
            shell.demo = demo;
            shell.missing = present.as_ref().and_then(|present| present.missing).map(where_to_do);
            let value = act(&mut Cx::new(&mut *db, viewer, now));
            let told = |failure| match &present {
                Some(present) => present.explain_missing(failure),
                None => failure,
            };
            let value = value.map_err(told);
            let value = match viewer {
                Some(viewer) => visitor.arrival.pass(&mut Cx::new(&mut *db, viewer, now), value)?,
                None => value?,
            };
            if let Some(viewer) = viewer {
                visitor.arrival.note(&mut Cx::new(db, viewer, now))?;
            }
            Ok((shell, value))
        })
        .await
    }

    /// As [`Self::load_page`], for pages that require signing in.
    ///
    /// # Errors
    /// `not_signed_in`; else what the act answers.
    pub async fn load_signed_in<T: Send + 'static>(
        &self,
        app: &App,
        act: impl Fn(&mut Cx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<(PageContext, T), Failure> {
        self.load_page(app, move |cx| {
            act(&mut cx.signed_in().ok_or_else(|| Failure::refused(common::NOT_SIGNED_IN))?)
        })
        .await
    }

    fn present(
        &self,
        db: &mut Db,
        settings: &settings::Accounts,
        now: Timestamp,
    ) -> Result<Option<store::Present>, Failure> {
        let Some(Credentials { user, session }) = &self.credentials else { return Ok(None) };
        match store::present(db, (user, session), settings, now) {
            // With an ended session the reader is an outsider, so that public pages stay readable.
            Err(Failure::Refused(problem)) if problem.code == common::NOT_SIGNED_IN => Ok(None),
            other => other.map(Some),
        }
    }

    /// Lets the sender of a form act after its token was checked.
    fn with_token(&self, accounts: &Accounts, sent: &str) -> Result<SignedIn, Failure> {
        let credentials = self.credentials.as_ref();
        let credentials = credentials.ok_or_else(|| Failure::refused(common::NOT_SIGNED_IN))?;
        cookies::check_token(accounts, credentials, sent)?;
        Ok(SignedIn::by_form(credentials.clone(), self.arrival.clone()))
    }

    fn shell(&self, present: Option<&store::Present>, now: Timestamp) -> PageContext {
        let mut shell = PageContext::bare(self.language, &self.path, now);
        shell.cookies.clone_from(&self.cookies);
        let Some(store::Present { viewer, name, time_zone, .. }) = present else { return shell };
        shell.csrf.clone_from(&self.csrf);
        shell.zone = Zone::of(time_zone.as_deref());
        let mark = sha256_hex(viewer.user.as_str()).chars().take(8).collect();
        shell.person = Some(Person { name: name.clone(), roles: viewer.roles.clone(), mark });
        shell
    }
}

fn language_cookie(language: Language, secure: bool) -> Cookie<'static> {
    Cookie::build(language::COOKIE, language.tag())
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(365))
        .finish()
}

impl FromRequest for Visitor {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

/// A form sent by a signed-in person from one of our pages.
#[derive(Debug)]
pub struct SignedInForm {
    pub caller: SignedIn,
    pub visitor: Visitor,
    pub fields: Fields,
}

impl SignedInForm {
    /// Reads the form into the input of its act and runs the act as the sender. Days and hours are meant in
    /// the sender's zone. Faults come back at the fields of the form.
    ///
    /// # Errors
    /// `invalid`; what the act answers.
    pub async fn send<T: Input, R: Send + 'static>(
        &self,
        app: &App,
        form: &'static Form<T>,
        act: impl Fn(&mut Cx<'_>, &Valid<T>) -> Result<R, Failure> + Send + 'static,
    ) -> Result<R, Failure> {
        self.send_resolved(app, (form, |_: &mut Cx<'_>, _: &mut Fields| Ok(())), act).await
    }

    /// The version on which the form is based. The page puts it there; nobody types it.
    ///
    /// # Errors
    /// `bad_request`.
    pub fn seen(&self) -> Result<IfMatch, Failure> {
        let version = self.fields.get("version").parse();
        version.map(IfMatch).map_err(|_| Failure::refused(common::BAD_REQUEST))
    }

    /// What the page put there to make a second click, or a retry after a lost answer, harmless. A key that is none of
    /// ours says nothing.
    ///
    /// # Errors
    /// When `request` is no JSON.
    pub fn key(&self, request: &impl Serialize) -> Result<Option<IdempotencyKey>, Failure> {
        let key = Some(self.fields.get("key")).filter(|key| is_well_formed(key));
        key.map(|key| IdempotencyKey::new(key, request)).transpose()
    }

    /// The input alone, for an act in several steps (`flows`). No days and hours are in it.
    ///
    /// # Errors
    /// `invalid`.
    pub fn input<T: Input>(&self, form: &Form<T>) -> Result<Valid<T>, Failure> {
        form.read(&self.fields, Zone::default(), self.visitor.language)
    }

    /// Reads the form and hands its input to such an act. Faults come back at the fields of the form.
    ///
    /// # Errors
    /// `invalid`; what the act answers.
    pub async fn hand<T: Input, R>(
        &self,
        form: &Form<T>,
        act: impl AsyncFnOnce(Valid<T>) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        act(self.input(form)?).await.map_err(|failure| form.located(failure, &self.fields))
    }

    /// As [`Self::send`], for one of several forms of a kind on a page, by what it is about.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub async fn send_of<T: Input, R: Send + 'static>(
        &self,
        app: &App,
        (form, about): (&'static Form<T>, &str),
        act: impl Fn(&mut Cx<'_>, &Valid<T>) -> Result<R, Failure> + Send + 'static,
    ) -> Result<R, Failure> {
        let own = about.to_owned();
        let plain = move |_: &mut Cx<'_>, typed: &mut Fields| {
            form.take_of(&own, typed);
            Ok(())
        };
        let sent = self.send_resolved(app, (form, plain), act).await;
        sent.map_err(|failure| form.told_of(about, failure))
    }

    /// As [`Self::send`], where people type what the input has under another name: `resolve` puts the one in the place
    /// of the other, e.g. an account's id in that of its e-mail address. The form comes back as it was typed.
    ///
    /// # Errors
    /// What `resolve` refuses; as [`Self::send`].
    pub async fn send_resolved<T: Input, R: Send + 'static>(
        &self,
        app: &App,
        (form, resolve): (
            &'static Form<T>,
            impl Fn(&mut Cx<'_>, &mut Fields) -> Result<(), Failure> + Send + 'static,
        ),
        act: impl Fn(&mut Cx<'_>, &Valid<T>) -> Result<R, Failure> + Send + 'static,
    ) -> Result<R, Failure> {
        let (typed, language) = (self.fields.clone(), self.visitor.language);
        self.caller
            .clone()
            .write_in_zone(app, move |cx, zone| {
                let located = |failure| form.located(failure, &typed);
                let mut meant = typed.clone();
                resolve(cx, &mut meant).map_err(located)?;
                let input = form.read(&meant, zone, language)?;
                act(cx, &input).map_err(located)
            })
            .await
    }
}

impl FromRequest for SignedInForm {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let server = Server::of(&request)?;
            cookies::from_our_pages(&request, server.app)?;
            let visitor = Visitor::of(&request)?;
            // Read before anything else can refuse it, so that what was typed can be handed back.
            let limit = server.app.settings.server.max_json_bytes;
            let fields = Fields::read(&request, payload, limit).await?;
            Kept::put(&request, &fields, &visitor.csrf);
            fields.sound()?;
            let caller = visitor.with_token(server.accounts, fields.get("csrf"))?;
            Ok(Self { caller, visitor, fields })
        })
    }
}

/// A form that needs no account: signing in. It must also come from our own page.
#[derive(Debug)]
pub struct PublicForm {
    pub visitor: Visitor,
    pub fields: Fields,
}

impl PublicForm {
    /// Reads the form and hands its input to its act. No days and hours are in it. Faults come back at the
    /// fields of the form.
    ///
    /// # Errors
    /// `invalid`; what the act answers.
    pub async fn hand<T: Input, R>(
        &self,
        form: &Form<T>,
        act: impl AsyncFnOnce(Valid<T>) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        let input = form.read(&self.fields, Zone::default(), self.visitor.language)?;
        act(input).await.map_err(|failure| form.located(failure, &self.fields))
    }
}

impl FromRequest for PublicForm {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let server = Server::of(&request)?;
            cookies::from_our_pages(&request, server.app)?;
            let limit = server.app.settings.server.max_json_bytes;
            let fields = Fields::read(&request, payload, limit).await?;
            let visitor = Visitor::of(&request)?;
            Kept::put(&request, &fields, &visitor.csrf);
            fields.sound()?;
            Ok(Self { visitor, fields })
        })
    }
}

/// A form that is a file and nothing that was typed, whose token is its first part. One with texts is a [`FileForm`].
#[derive(Debug)]
pub struct UploadForm {
    pub visitor: Visitor,
}

impl UploadForm {
    /// Lets the sender act after the form's token was checked.
    ///
    /// # Errors
    /// `not_signed_in`, `forged_request`.
    pub fn with_token(&self, accounts: &Accounts, sent: &str) -> Result<SignedIn, Failure> {
        self.visitor.with_token(accounts, sent)
    }
}

impl FromRequest for UploadForm {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let sender = || {
            cookies::from_our_pages(request, Server::of(request)?.app)?;
            Ok(Self { visitor: Visitor::of(request)? })
        };
        ready(sender())
    }
}

/// Where a person does what they must do first.
fn where_to_do(code: Code) -> Missing {
    let (path, link) = if code == rules::SECOND_FACTOR_MISSING {
        ("/me/second-factor", "account-factor")
    } else {
        ("/me", "me-go")
    };
    Missing { code, path, link }
}
