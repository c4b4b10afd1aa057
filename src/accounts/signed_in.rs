//! The caller of a request, by a bearer token or by the cookie of our pages. `SignedIn` demands one;
//! `Caller` takes anybody. Both are resolved to a `Viewer` inside the act's own transaction, so that
//! a removed role or account bites on the very next request.

use super::cookies::{Server, check_call, has_cookie};
use super::store;
use super::tokens::Credentials;
use crate::access::Viewer;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::{Failure, common};
use crate::web::App;
use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};
use std::sync::Arc;

/// Somebody with a valid token.
#[derive(Debug, Clone)]
pub struct SignedIn(Credentials);

/// Somebody, with or without a token.
#[derive(Debug, Clone)]
pub struct Caller(Option<SignedIn>);

impl SignedIn {
    /// Runs a reading act as this person.
    ///
    /// # Errors
    /// `not_signed_in` when the session or the account has ended; else what the act answers.
    pub async fn read<T: Send + 'static>(
        self,
        app: &App,
        act: impl Fn(&mut Db, &Viewer, Timestamp) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let settings = Arc::clone(&app.settings);
        app.read(move |db, now| {
            let who = (&self.0.user, &self.0.session);
            let present = store::present(db, who, &settings.accounts, now)?;
            act(db, &present.viewer, now).map_err(|failure| present.told(failure))
        })
        .await
    }

    /// Runs a writing act as this person.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn write<T: Send + 'static>(
        self,
        app: &App,
        act: impl Fn(&mut Db, &Viewer, Timestamp) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let settings = Arc::clone(&app.settings);
        app.write(move |db, now| {
            let who = (&self.0.user, &self.0.session);
            let present = store::present(db, who, &settings.accounts, now)?;
            act(db, &present.viewer, now).map_err(|failure| present.told(failure))
        })
        .await
    }
}

impl Caller {
    /// Runs a reading act as this person, or as an outsider.
    ///
    /// # Errors
    /// As [`SignedIn::read`].
    pub async fn read<T: Send + 'static>(
        self,
        app: &App,
        act: impl Fn(&mut Db, Option<&Viewer>, Timestamp) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        match self.0 {
            Some(signed_in) => {
                signed_in.read(app, move |db, viewer, now| act(db, Some(viewer), now)).await
            }
            None => app.read(move |db, now| act(db, None, now)).await,
        }
    }
}

impl store::Present {
    /// Who may not because something is missing is told what, not that they may not.
    pub(super) fn told(&self, failure: Failure) -> Failure {
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

fn check(request: &HttpRequest, token: &str) -> Result<SignedIn, Failure> {
    let server = Server::of(request)?;
    server.accounts.tokens.check(token, server.app.clock.now()).map(SignedIn)
}

impl From<Credentials> for SignedIn {
    /// For those who checked them.
    fn from(credentials: Credentials) -> Self {
        Self(credentials)
    }
}

impl FromRequest for SignedIn {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match token_of(request) {
            Some(token) => check(request, token),
            None if has_cookie(request) => check_call(request).map(Self),
            None => Err(Failure::refused(common::NOT_SIGNED_IN)),
        })
    }
}

impl FromRequest for Caller {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    /// A token that is there must be good: a stale one is told, not ignored.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match token_of(request) {
            Some(token) => check(request, token).map(|signed_in| Self(Some(signed_in))),
            None if has_cookie(request) => Ok(Self(check_call(request).ok().map(SignedIn))),
            None => Ok(Self(None)),
        })
    }
}
