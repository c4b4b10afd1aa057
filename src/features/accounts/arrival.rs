//! How a signed-in person's request arrived, and what it reads about others. The browser sends the
//! cookie with every link to this site, whoever made the link. So a request that another site may
//! have sent has no effect; the person is asked first.

use super::cookies::{Server, is_from_elsewhere};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Code, Failure, Refusal, common};
use crate::platform::cx::Cx;
use crate::platform::pact::Showing;
use crate::platform::read_log::{ReadLog, Reading};
use crate::web::routes::operation_of;
use actix_web::http::Method;
use actix_web::{HttpMessage, HttpRequest, web};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Kept with the credentials until the act that uses them. All credentials of one request share it.
#[derive(Clone, Default)]
pub(super) struct Arrival(Option<Arc<Inner>>);

struct Inner {
    /// Whether another site may have sent it.
    from_elsewhere: bool,
    act: Option<Permission>,
    reading: Option<Reading>,
    /// What it shows of proposals.
    showing: Option<Showing>,
    log: Option<web::Data<ReadLog>>,
    /// Ensures that an answer made in several steps is noted once.
    noted: AtomicBool,
}

impl std::fmt::Debug for Arrival {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Arrival").field(&self.0.as_ref().map(|inner| inner.act)).finish()
    }
}

impl Arrival {
    /// For a request whose credentials came in a cookie. Forms are checked elsewhere.
    pub(super) fn by_cookie(request: &HttpRequest, server: &Server<'_>) -> Self {
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        Self::of(request, reads && is_from_elsewhere(request, server.app))
    }

    /// For a request with a token, which no other site can send.
    pub(super) fn by_token(request: &HttpRequest) -> Self {
        Self::of(request, false)
    }

    fn of(request: &HttpRequest, from_elsewhere: bool) -> Self {
        if let Some(known) = request.extensions().get::<Self>() {
            return known.clone();
        }
        let operation = operation_of(request);
        let inner = Inner {
            from_elsewhere,
            act: operation.map(|operation| operation.act),
            reading: operation.and_then(|operation| Reading::of(operation, request)),
            showing: operation.and_then(|operation| Showing::of(operation, request)),
            log: request.app_data::<web::Data<ReadLog>>().cloned(),
            noted: AtomicBool::new(false),
        };
        let arrival = Self(Some(Arc::new(inner)));
        request.extensions_mut().insert(arrival.clone());
        arrival
    }

    /// Lets a request have an effect: an entry of the record, a letter, a new state.
    ///
    /// # Errors
    /// `from_elsewhere`, with the name of what the link leads to.
    pub(super) fn may_have_effects(&self) -> Result<(), Failure> {
        match self.0.as_deref() {
            Some(Inner { from_elsewhere: true, act, .. }) => {
                Err(Refusal::new(common::FROM_ELSEWHERE).with_extra(json!({"act": act})).into())
            }
            _ => Ok(()),
        }
    }

    /// Keeps what an act has answered back from a viewer who has not signed the integrity pact of the call that it is
    /// about. What the act refuses because the viewer may not, or not now, stays refused as it is; any other refusal
    /// would tell of the proposal as well.
    ///
    /// # Errors
    /// `pact_unsigned`; what the act answered.
    pub(super) fn pass<T>(
        &self,
        cx: &mut Cx<'_>,
        answer: Result<T, Failure>,
    ) -> Result<T, Failure> {
        let showing = self.0.as_deref().and_then(|inner| inner.showing.as_ref());
        let Some(showing) = showing else { return answer };
        match answer {
            Err(Failure::Refused(problem)) if is_of_access(problem.code) => {
                Err(Failure::Refused(problem))
            }
            Err(failure @ (Failure::Database(_) | Failure::Unavailable(_))) => Err(failure),
            answer => {
                showing.pass(cx.db, cx.viewer)?;
                answer
            }
        }
    }

    /// Notes that the viewer will be shown data of others, after the act has permitted it.
    ///
    /// # Errors
    /// `from_elsewhere`; `busy` when too much waits to be noted.
    pub(super) fn note(&self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let Some(inner) = self.0.as_deref() else { return Ok(()) };
        let (Some(reading), Some(log)) = (&inner.reading, &inner.log) else { return Ok(()) };
        let Some(line) = reading.line(cx.db, cx.viewer, cx.now)? else { return Ok(()) };
        self.may_have_effects()?;
        if inner.noted.swap(true, Ordering::Relaxed) { Ok(()) } else { log.add(line) }
    }
}

fn is_of_access(code: Code) -> bool {
    let by_access =
        [common::FORBIDDEN, common::NOT_FOUND, common::NOT_SIGNED_IN, common::WRONG_PHASE];
    by_access.contains(&code)
}
