//! The session cookie of pages, and the defence against forms of other sites: the headers that say
//! where a request comes from, and a token that only our pages know.

use super::Accounts;
use super::tokens::Credentials;
use crate::kernel::errors::{Failure, common};
use crate::platform::app::App;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::Method;
use actix_web::http::header::{HOST, ORIGIN, REFERER};
use actix_web::{HttpRequest, web};

/// With this prefix browsers send the cookie only over TLS and only to this host.
const SECURE_NAME: &str = "__Host-tubel-session";
const PLAIN_NAME: &str = "tubel-session";

/// The cookie that a browser sends only if no other site caused the request (`SameSite=Strict`). It says nothing but
/// that, for browsers that say it in no header.
const SECURE_OWN_NAME: &str = "__Host-tubel-own";
const PLAIN_OWN_NAME: &str = "tubel-own";

/// The header in which browsers say which kind of site sent the request.
const FETCH_SITE: &str = "sec-fetch-site";

/// The header in which the script sends the form token.
const CSRF_HEADER: &str = "x-csrf-token";

/// What extractors need from the server.
pub(super) struct Server<'a> {
    pub(super) app: &'a App,
    pub(super) accounts: &'a Accounts,
}

impl<'a> Server<'a> {
    pub(super) fn of(request: &'a HttpRequest) -> Result<Self, Failure> {
        let missing = || Failure::Unavailable("the server lacks its accounts".to_owned());
        let accounts = request.app_data::<web::Data<Accounts>>().ok_or_else(missing)?;
        let app = request.app_data::<web::Data<App>>().ok_or_else(missing)?;
        Ok(Self { app, accounts })
    }

    /// Whose page it is; `None` without a cookie, or with an expired one.
    pub(super) fn credentials(&self, request: &HttpRequest) -> Option<Credentials> {
        let cookie = request.cookie(name(self.app))?;
        self.accounts.tokens.check_of_pages(cookie.value(), self.app.clock.now()).ok()
    }
}

fn name(app: &App) -> &'static str {
    if app.settings.server.is_secure() { SECURE_NAME } else { PLAIN_NAME }
}

fn own_name(app: &App) -> &'static str {
    if app.settings.server.is_secure() { SECURE_OWN_NAME } else { PLAIN_OWN_NAME }
}

/// The session's cookie, and the one that no other site's request carries.
fn cookies(app: &App, [token, own]: [String; 2], seconds: i64) -> [Cookie<'static>; 2] {
    let both = [(name(app), token, SameSite::Lax), (own_name(app), own, SameSite::Strict)];
    both.map(|(name, value, same_site)| {
        Cookie::build(name, value)
            .path("/")
            .http_only(true)
            .secure(app.settings.server.is_secure())
            .same_site(same_site)
            .max_age(Duration::seconds(seconds))
            .finish()
    })
}

/// The cookies of a session.
pub(super) fn session_cookies(app: &App, token: String, seconds: i64) -> [Cookie<'static>; 2] {
    cookies(app, [token, "1".to_owned()], seconds)
}

/// The cookies that delete those of the session.
pub(super) fn ended_cookies(app: &App) -> [Cookie<'static>; 2] {
    cookies(app, [String::new(), String::new()], 0)
}

/// Refuses a request that another site made this browser send.
///
/// # Errors
/// `forged_request`.
pub(super) fn from_our_pages(request: &HttpRequest, app: &App) -> Result<(), Failure> {
    let is_ours = match (header(request, FETCH_SITE), header(request, ORIGIN.as_str())) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => is_our_origin(request, app, origin),
        (None, None) => false,
    };
    if is_ours { Ok(()) } else { Err(Failure::refused(common::FORGED_REQUEST)) }
}

/// Whether another site, or an unknown place, may have caused this request. An address that was
/// typed or opened by another program is the person's own wish (`none`). A browser that does not
/// send the header (over plain HTTP none does, nor do old ones) is believed by its referrer. If it sends
/// none either, because an address was typed or because it never does, the cookie decides that no
/// request of another site carries.
pub(super) fn is_from_elsewhere(request: &HttpRequest, app: &App) -> bool {
    if let Some(site) = header(request, FETCH_SITE) {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(from) = header(request, ORIGIN.as_str()).or_else(|| header(request, REFERER.as_str()))
    else {
        return request.cookie(own_name(app)).is_none();
    };
    let origin = from.split_once("://").map(|(scheme, rest)| {
        format!("{scheme}://{}", rest.split(['/', '?', '#']).next().unwrap_or_default())
    });
    !origin.is_some_and(|origin| is_our_origin(request, app, &origin))
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

fn is_our_origin(request: &HttpRequest, app: &App, origin: &str) -> bool {
    let host = header(request, HOST.as_str()).unwrap_or("");
    let public = app.settings.server.public_url.trim_end_matches('/');
    origin.split_once("://").is_some_and(|(_, rest)| rest == host) || origin == public
}

/// For API calls by our own script: the cookie alone does not permit a change.
///
/// # Errors
/// `not_signed_in`, `forged_request`.
pub(super) fn check_call(request: &HttpRequest) -> Result<Credentials, Failure> {
    let server = Server::of(request)?;
    let credentials =
        server.credentials(request).ok_or_else(|| Failure::refused(common::NOT_SIGNED_IN))?;
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        from_our_pages(request, server.app)?;
        let sent = header(request, CSRF_HEADER).unwrap_or("");
        check_token(server.accounts, &credentials, sent)?;
    }
    Ok(credentials)
}

pub(super) fn check_token(
    accounts: &Accounts,
    credentials: &Credentials,
    sent: &str,
) -> Result<(), Failure> {
    if accounts.tokens.csrf_fits(&credentials.session, sent) {
        Ok(())
    } else {
        Err(Failure::refused(common::FORGED_REQUEST))
    }
}

/// Whether this request carries a cookie of ours at all.
pub(super) fn has_cookie(request: &HttpRequest) -> bool {
    request.cookie(SECURE_NAME).or_else(|| request.cookie(PLAIN_NAME)).is_some()
}
