//! Opening either database, and the two ways in: questions, and the one transaction of an action.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::session::{Session, StoreError};

/// Which database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder with the embedded SQLite file in it (`wardline.db`).
    Embedded(PathBuf),
    /// A PostgreSQL URL.
    Server(String),
}

impl Location {
    /// The embedded file, if embedded.
    pub fn file(&self) -> Option<PathBuf> {
        match self {
            Location::Embedded(folder) => Some(folder.join("wardline.db")),
            Location::Server(_) => None,
        }
    }
}

/// The open store: one writer, and as many readers as are asked at once.
pub struct Store {
    location: Location,
    writer: Mutex<Session>,
    readers: Mutex<Vec<Session>>,
    statements: Arc<AtomicU64>,
}

/// A poisoned lock means that a thread panicked while it held a connection; its transaction was rolled back when
/// the panic unwound through `write`, so the connection is good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Store {
    /// Opens (and where there is none, makes) the database, and brings its tables up to this program.
    pub fn open(location: &Location) -> Result<Store, StoreError> {
        let statements = Arc::new(AtomicU64::new(0));
        let mut writer = connect(location, &statements)?;
        crate::migrations::run(&mut writer)?;
        Ok(Store {
            location: location.clone(),
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
            statements,
        })
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// How many statements were sent to the database since it was opened. Lists are tested by it.
    pub fn statements_sent(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Asks. Readers do not wait for the writer.
    pub fn read<T, E: From<StoreError>>(&self, question: impl FnOnce(&mut Session) -> Result<T, E>) -> Result<T, E> {
        let pooled = lock(&self.readers).pop();
        let mut session = match pooled {
            Some(session) if session.is_alive() => session,
            _ => connect(&self.location, &self.statements)?,
        };
        let answer = question(&mut session);
        let mut readers = lock(&self.readers);
        if session.is_alive() && readers.len() < 16 {
            readers.push(session);
        }
        answer
    }

    /// Does one action's writing in one transaction: all of it, or nothing.
    pub fn write<T, E: From<StoreError>>(&self, action: impl FnOnce(&mut Session) -> Result<T, E>) -> Result<T, E> {
        let mut session = lock(&self.writer);
        if !session.is_alive() {
            *session = connect(&self.location, &self.statements)?;
        }
        session.begin()?;
        let mut guard = RollBack {
            session: &mut session,
            done: false,
        };
        let outcome = action(guard.session)?;
        guard.session.commit()?;
        guard.done = true;
        Ok(outcome)
    }
}

/// Rolls back unless the action went through, also when it panicked.
struct RollBack<'s> {
    session: &'s mut Session,
    done: bool,
}

impl Drop for RollBack<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.session.roll_back();
        }
    }
}

fn connect(location: &Location, statements: &Arc<AtomicU64>) -> Result<Session, StoreError> {
    match location {
        Location::Embedded(folder) => {
            std::fs::create_dir_all(folder).map_err(|source| StoreError::File {
                path: folder.display().to_string(),
                source,
            })?;
            open_sqlite(&folder.join("wardline.db"), statements)
        }
        Location::Server(url) => {
            if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
                return Err(StoreError::BadAddress(url.clone()));
            }
            let client = postgres::Client::connect(url, postgres::NoTls)?;
            Ok(Session::postgres(client, Arc::clone(statements)))
        }
    }
}

pub(crate) fn open_sqlite(file: &Path, statements: &Arc<AtomicU64>) -> Result<Session, StoreError> {
    let connection = rusqlite::Connection::open(file)?;
    connection.busy_timeout(PATIENCE)?;
    switch_to_wal(&connection)?;
    // FULL makes a finished action survive the loss of power.
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA mmap_size = 268435456; PRAGMA foreign_keys = ON; PRAGMA temp_store = FILE;",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(Session::sqlite(connection, Arc::clone(statements)))
}

/// How long a writer waits for another before it says that the database is locked.
const PATIENCE: Duration = Duration::from_secs(20);

/// WAL lets readers go on while an import writes. The mode stays with the file: only the first to open a new one switches
/// it. That switch is a lock upgrade, which SQLite refuses at once, whatever the busy timeout, where another is at it too;
/// so the waiting is done here.
fn switch_to_wal(connection: &rusqlite::Connection) -> Result<(), StoreError> {
    let began = Instant::now();
    loop {
        match connection.execute_batch("PRAGMA journal_mode = WAL") {
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) && began.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(10));
            }
            outcome => return Ok(outcome?),
        }
    }
}
