//! How a command ends: the exit codes of the contract, and failures with what to do about them.

use std::process::ExitCode;

/// Exit codes that scripts rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: done, and something was refused.
    Refused,
    /// 2: wrong use.
    WrongUse,
    /// 3: failed, nothing changed.
    Failed,
    /// 4: the question names something not known here.
    NotKnown,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::WrongUse => 2,
            Exit::Failed => 3,
            Exit::NotKnown => 4,
        })
    }
}

/// Why a command could not do what it was told. Nothing was changed.
#[derive(Debug)]
pub enum Failure {
    /// An action said no.
    Action(actions::ActionError),
    /// The store could not.
    Store(store::StoreError),
    /// A file or folder.
    File {
        /// Which.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// Asked for something that can't be.
    WrongUse(String),
    /// Something else.
    Other(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Action(e) => e.fmt(f),
            Failure::Store(e) => e.fmt(f),
            Failure::File { path, source } => write!(f, "{path}: {source}"),
            Failure::WrongUse(text) | Failure::Other(text) => f.write_str(text),
        }
    }
}

impl Failure {
    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Failure::WrongUse(_) => Exit::WrongUse,
            Failure::Action(actions::ActionError::NotFound { .. }) => Exit::NotKnown,
            Failure::Action(_) | Failure::Store(_) | Failure::File { .. } | Failure::Other(_) => Exit::Failed,
        }
    }

    /// What to do, a line each.
    pub fn hints(&self) -> Vec<&'static str> {
        let full = match self {
            Failure::Action(actions::ActionError::Store(e)) | Failure::Store(e) => e.is_full(),
            Failure::File { source, .. } => source.kind() == std::io::ErrorKind::StorageFull,
            _ => false,
        };
        if full {
            vec!["The disk is full. Nothing was changed; make room and run the command again."]
        } else {
            Vec::new()
        }
    }
}

impl From<actions::ActionError> for Failure {
    fn from(e: actions::ActionError) -> Self {
        Failure::Action(e)
    }
}

impl From<store::StoreError> for Failure {
    fn from(e: store::StoreError) -> Self {
        Failure::Store(e)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(e: serde_json::Error) -> Self {
        Failure::Other(e.to_string())
    }
}

impl From<paper::PaperError> for Failure {
    fn from(e: paper::PaperError) -> Self {
        Failure::Other(e.to_string())
    }
}
