//! How a form is answered: on to another page, or back with what was typed and what is wrong with it.

use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::web::pages::go_to;
use actix_web::HttpResponse;

/// On to the page that the act leads to, or the form again with the refusal that its author can mend.
///
/// # Errors
/// A failure that is not about what was typed; what showing the form again meets.
pub async fn respond<T>(
    outcome: Result<T, Failure>,
    to: impl FnOnce(T) -> String,
    again: impl AsyncFnOnce(Refusal) -> Result<HttpResponse, Failure>,
) -> Result<HttpResponse, Failure> {
    respond_with(outcome, async |done| Ok(go_to(&to(done))), again).await
}

/// The same where the act leads to no address: its page is the answer.
///
/// # Errors
/// As [`respond`]; what making the page meets.
pub async fn respond_with<T>(
    outcome: Result<T, Failure>,
    done: impl AsyncFnOnce(T) -> Result<HttpResponse, Failure>,
    again: impl AsyncFnOnce(Refusal) -> Result<HttpResponse, Failure>,
) -> Result<HttpResponse, Failure> {
    match outcome {
        Ok(value) => done(value).await,
        Err(failure) => again(as_form_error(failure)?).await,
    }
}

/// What a form's author can mend: shown beside the fields. Anything else is a page of its own.
///
/// # Errors
/// Every failure that is not about what was typed.
pub fn as_form_error(failure: Failure) -> Result<Refusal, Failure> {
    match failure {
        Failure::Refused(problem) if matches!(problem.code.status, 409 | 412 | 422 | 429) => {
            Ok(*problem)
        }
        Failure::Refused(problem)
            if matches!(problem.code.name, "sign_in_failed" | "challenge_spent") =>
        {
            Ok(*problem)
        }
        other => Err(other),
    }
}

/// A file that is too large or of the wrong kind is a fault of the form's field `file`, not of the address.
pub fn as_fault_of_file(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(problem)
            if problem.errors.is_empty() && matches!(problem.code.status, 413 | 415 | 422) =>
        {
            let (field, Refusal { code, arguments, .. }) = ("file".to_owned(), *problem);
            Refusal::invalid(vec![FieldError { field, code, arguments }]).into()
        }
        other => other,
    }
}
