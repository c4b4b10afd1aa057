//! The caller of a request, identified by a bearer token or by the cookie of our pages. `SignedIn`
//! requires one; `Caller` is optional. Both become a `Viewer` inside the act's own transaction, so
//! that removing a role or account takes effect on the very next request.

use super::arrival::Arrival;
use super::cookies::{Server, check_call, has_cookie};
use super::store;
use super::tokens::Credentials;
use crate::kernel::errors::{Failure, common};
use crate::kernel::format::Zone;
use crate::platform::app::App;
use crate::platform::cx::{AnyoneCx, Cx};
use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};
use std::sync::Arc;

/// A person with a valid token.
#[derive(Debug, Clone)]
pub struct SignedIn {
    credentials: Credentials,
    arrival: Arrival,
}

/// A person with or without a token.
#[derive(Debug, Clone)]
pub struct Caller(Option<SignedIn>);

impl SignedIn {
    /// Runs a reading act as this person. What it shows of others is noted (`reads`).
    ///
    /// # Errors
    /// `from_elsewhere` where something would be noted and another site made the link; `not_signed_in` when the session or the account has ended; else what the act answers.
    pub async fn read<T: Send + 'static>(
        self,
        app: &App,
        act: impl Fn(&mut Cx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let settings = Arc::clone(&app.settings);
        app.read(move |db, now| {
            let who = (&self.credentials.user, &self.credentials.session);
            let present = store::present(db, who, &settings.accounts, now)?;
            let found = act(&mut Cx::new(&mut *db, &present.viewer, now))
                .map_err(|failure| present.explain_missing(failure));
            let found = self.arrival.pass(&mut Cx::new(&mut *db, &present.viewer, now), found)?;
            self.arrival.note(&mut Cx::new(db, &present.viewer, now))?;
            Ok(found)
        })
        .await
    }

    /// Whether this request may have an effect; for callers with slow preparations.
    ///
    /// # Errors
    /// `from_elsewhere` for a link of another site.
    pub fn may_have_effects(&self) -> Result<(), Failure> {
        self.arrival.may_have_effects()
    }

    /// Runs a writing act as this person.
    ///
    /// # Errors
    /// As [`Self::read`]; `from_elsewhere` for a request caused by another site.
    pub async fn write<T: Send + 'static>(
        self,
        app: &App,
        act: impl Fn(&mut Cx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.write_in_zone(app, move |cx, _| act(cx)).await
    }

    /// The same where days and hours were typed: with the zone in which this person means them.
    pub(super) async fn write_in_zone<T: Send + 'static>(
        self,
        app: &App,
        act: impl Fn(&mut Cx<'_>, Zone) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.may_have_effects()?;
        let settings = Arc::clone(&app.settings);
        app.write(move |db, now| {
            let who = (&self.credentials.user, &self.credentials.session);
            let present = store::present(db, who, &settings.accounts, now)?;
            let zone = Zone::of(present.time_zone.as_deref());
            let done = act(&mut Cx::new(&mut *db, &present.viewer, now), zone)
                .map_err(|failure| present.explain_missing(failure));
            self.arrival.pass(&mut Cx::new(db, &present.viewer, now), done)
        })
        .await
    }
}

impl Caller {
    /// Runs a reading act as this person, or as an outsider.
    pub async fn read<T: Send + 'static>(
        self,
        app: &App,
        act: impl Fn(&mut AnyoneCx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        match self.0 {
            Some(signed_in) => {
                let anyone = move |cx: &mut Cx<'_>| act(&mut cx.anyone());
                signed_in.read(app, anyone).await
            }
            None => app.read(move |db, now| act(&mut Cx::new(db, None, now))).await,
        }
    }
}

impl store::Present {
    /// If only a prerequisite is missing (e.g. a second factor), reports that instead of 403 or
    /// 404.
    pub(super) fn explain_missing(&self, failure: Failure) -> Failure {
        match (failure, self.missing) {
            (Failure::Refused(problem), Some(missing))
                if matches!(problem.code, common::FORBIDDEN | common::NOT_FOUND) =>
            {
                Failure::refused(missing)
            }
            (failure, _) => failure,
        }
    }
}

fn token_of(request: &HttpRequest) -> Option<&str> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// No other site can send a token, so a request with one is the caller's own wish.
fn check(request: &HttpRequest, token: &str) -> Result<SignedIn, Failure> {
    let server = Server::of(request)?;
    let credentials = server.accounts.tokens.check(token, server.app.clock.now())?;
    Ok(SignedIn { credentials, arrival: Arrival::by_token(request) })
}

fn by_cookie(request: &HttpRequest) -> Result<SignedIn, Failure> {
    let credentials = check_call(request)?;
    let arrival = Arrival::by_cookie(request, &Server::of(request)?);
    Ok(SignedIn { credentials, arrival })
}

impl SignedIn {
    /// For callers that have checked the credentials, and that they came from our own page.
    pub(super) fn by_form(credentials: Credentials, arrival: Arrival) -> Self {
        Self { credentials, arrival }
    }
}

impl FromRequest for SignedIn {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match token_of(request) {
            Some(token) => check(request, token),
            None if has_cookie(request) => by_cookie(request),
            None => Err(Failure::refused(common::NOT_SIGNED_IN)),
        })
    }
}

impl FromRequest for Caller {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    /// If there is a token, it must be valid: an expired one is reported, not ignored.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match token_of(request) {
            Some(token) => check(request, token).map(|signed_in| Self(Some(signed_in))),
            None if has_cookie(request) => Ok(Self(by_cookie(request).ok())),
            None => Ok(Self(None)),
        })
    }
}
