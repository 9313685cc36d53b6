//! What is said when something cannot be shown. Each says what happened, what was kept, and what to do; the request's id is
//! in small, for the log.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};

use crate::house::House;
use crate::shell::Shell;

/// Why a page is not shown.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// There is no such thing.
    #[error("There is no {what} “{name}” here.")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Under which name.
        name: String,
    },
    /// A form's value was refused. Nothing was changed.
    #[error("{0}")]
    Refused(String),
    /// It cannot be done as things stand. Nothing was changed.
    #[error("{0}")]
    Conflict(String),
    /// The database could not answer.
    #[error("{0}")]
    Store(#[from] store::StoreError),
    /// The program is at fault.
    #[error("{0}")]
    Broken(String),
}

impl From<actions::ActionError> for Problem {
    fn from(error: actions::ActionError) -> Self {
        use actions::ActionError;
        match error {
            ActionError::Store(e) => Problem::Store(e),
            ActionError::NotFound { what, id } => Problem::NotFound { what, name: id },
            ActionError::Conflict(text) => Problem::Conflict(text),
            refused @ (ActionError::NotAllowed { .. } | ActionError::BadValue { .. } | ActionError::File(_)) => {
                Problem::Refused(refused.to_string())
            }
        }
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Problem::Broken(error.to_string())
    }
}

impl From<paper::PaperError> for Problem {
    fn from(error: paper::PaperError) -> Self {
        Problem::Broken(error.to_string())
    }
}

#[derive(Template)]
#[template(path = "shell/problem.html")]
struct ProblemPage {
    shell: Shell,
    heading: &'static str,
    text: String,
    advice: &'static str,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, heading, advice) = match &self {
            Problem::NotFound { .. } => (
                StatusCode::NOT_FOUND,
                "This is not here",
                "It may have gone with an import that was undone. Search for it, or go back to the list.",
            ),
            Problem::Refused(_) => (
                StatusCode::BAD_REQUEST,
                "This was not taken",
                "Nothing was changed. Go back, correct it, and try again.",
            ),
            Problem::Conflict(_) => (StatusCode::CONFLICT, "This can’t be done as things stand", "Nothing was changed."),
            Problem::Store(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "The register can’t be reached",
                "Nothing was changed. Try again in a moment; if it stays so, tell whoever looks after this computer.",
            ),
            Problem::Broken(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something went wrong on our side",
                "Nothing was changed. If it happens again, report it with what you were doing.",
            ),
        };
        page(status, heading, self.to_string(), advice)
    }
}

fn page(status: StatusCode, heading: &'static str, text: String, advice: &'static str) -> Response {
    let page = ProblemPage {
        shell: Shell::bare(heading),
        heading,
        text,
        advice,
    };
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => (status, heading).into_response(),
    }
}

/// For addresses that lead nowhere.
pub async fn no_such_page(State(_): State<House>, uri: Uri) -> Problem {
    Problem::NotFound {
        what: "page",
        name: uri.path().to_owned(),
    }
}

/// A panic ends one request, not the program.
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::Broken("The page could not be made.".into()).into_response()
}
