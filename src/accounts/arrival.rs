//! How a request of somebody signed in came here. A cookie travels with every link to us, whoever made it;
//! so a request that another site may have sent has no effect, and asks the person first.

use super::cookies::{Server, is_from_elsewhere};
use crate::access::Act;
use crate::errors::{Failure, Problem, common};
use crate::web::routes::operation_of;
use actix_web::HttpRequest;
use actix_web::http::Method;
use serde_json::json;

/// Kept beside the credentials, until the act they are used for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Arrival {
    /// What the link leads to, where another site may have made it.
    elsewhere: Option<Option<Act>>,
}

impl Arrival {
    /// Of a request whose credentials came in a cookie. What is sent as a form was looked at already.
    pub(super) fn by_cookie(request: &HttpRequest, server: &Server<'_>) -> Self {
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let act = || operation_of(request).map(|operation| operation.act);
        Self { elsewhere: (reads && is_from_elsewhere(request, server.app)).then(act) }
    }

    /// Lets a request have an effect: an entry on the record, a letter, a new state.
    ///
    /// # Errors
    /// `from_elsewhere`, with the name of what the link leads to.
    pub(super) fn may_have_effects(self) -> Result<(), Failure> {
        let Some(act) = self.elsewhere else { return Ok(()) };
        Err(Problem::new(common::FROM_ELSEWHERE).with_extra(json!({"act": act})).into())
    }
}
