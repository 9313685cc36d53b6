//! A copy of everything in one file: an embedded database file with the same tables, whichever database it was made from.
//! So yesterday's backup of a server opens on a laptop, and a laptop's moves to a server.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::house::open_sqlite;
use crate::migrations::{self, TABLES};
use crate::session::{Session, StoreError, Value};
use crate::{Location, Store};

/// How many rows were copied.
pub type Copied = u64;

/// Writes everything into a new file. The file is written beside its name first, so that a half-written one never
/// bears it.
pub fn write_to(store: &Store, file: &Path) -> Result<Copied, StoreError> {
    if file.exists() {
        return Err(StoreError::Backup(format!(
            "{}: a file of that name is there already; give another name",
            file.display()
        )));
    }
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    let unfinished = file.with_file_name(name);
    let clear_away = || {
        for ending in ["", "-wal", "-shm", "-journal"] {
            let mut path = unfinished.clone().into_os_string();
            path.push(ending);
            let _ = std::fs::remove_file(path);
        }
    };
    clear_away();
    let outcome = fill(store, &unfinished).and_then(|copied| {
        std::fs::rename(&unfinished, file).map_err(|source| StoreError::File {
            path: file.display().to_string(),
            source,
        })?;
        Ok(copied)
    });
    if outcome.is_err() {
        clear_away();
    }
    outcome
}

fn fill(store: &Store, unfinished: &Path) -> Result<Copied, StoreError> {
    let mut target = open_sqlite(unfinished, &Arc::new(AtomicU64::new(0)))?;
    migrations::run(&mut target)?;
    target.begin()?;
    let copied = store.read(|source| {
        // One moment of the source: what is written meanwhile waits for the next backup.
        source.batch(if source.is_postgres() {
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        } else {
            "BEGIN"
        })?;
        let copied = copy_all(source, &mut target);
        source.batch("COMMIT")?;
        copied
    })?;
    target.commit()?;
    target.batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")?;
    Ok(copied)
}

/// Puts a backup in the place of everything that the store holds, in one transaction. The file is checked first.
pub fn restore_from(store: &Store, file: &Path) -> Result<Copied, StoreError> {
    let io = |source| StoreError::File {
        path: file.display().to_string(),
        source,
    };
    let mut head = [0u8; 16];
    std::io::Read::read_exact(&mut std::fs::File::open(file).map_err(io)?, &mut head)
        .map_err(|_| StoreError::Backup(format!("{}: this is not a Wardline backup", file.display())))?;
    if &head != b"SQLite format 3\0" {
        return Err(StoreError::Backup(format!("{}: this is not a Wardline backup", file.display())));
    }
    // Brought up to this program in a copy, so that the backup itself stays as it is: in a new folder, for our own eyes.
    let folder = std::env::temp_dir().join(format!("wardline-restore-{}", uuid::Uuid::now_v7()));
    new_private_folder(&folder).map_err(io)?;
    let outcome = (|| {
        let copy = folder.join("wardline.db");
        std::fs::copy(file, &copy).map_err(io)?;
        if migrations::applied(&mut open_sqlite(&copy, &Arc::new(AtomicU64::new(0)))?)?.is_none() {
            return Err(StoreError::Backup(format!(
                "{}: this is a database of another program, not a Wardline backup",
                file.display()
            )));
        }
        let backup = Store::open(&Location::Embedded(folder.clone()))?;
        backup.read(|source| {
            let sound = source
                .query_one("PRAGMA integrity_check", &[])?
                .map_or_else(String::new, |row| row.text(0).to_owned());
            if sound != "ok" {
                return Err(StoreError::Backup(format!("{}: the backup is damaged ({sound})", file.display())));
            }
            store.write(|target| {
                for table in TABLES.iter().rev() {
                    target.execute(&format!("DELETE FROM {table}"), &[])?;
                }
                copy_all(source, target)
            })
        })
    })();
    let _ = std::fs::remove_dir_all(&folder);
    outcome
}

fn new_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn copy_all(source: &mut Session, target: &mut Session) -> Result<Copied, StoreError> {
    let mut copied = 0;
    target.execute("DELETE FROM organisations", &[])?;
    for table in TABLES {
        let columns = columns_of(source, table)?;
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        let mut waiting: Vec<Vec<Value>> = Vec::with_capacity(2000);
        source.for_each(&format!("SELECT {} FROM {table}", names.join(", ")), &[], |row| {
            waiting.push(row.into_values());
            copied += 1;
            if waiting.len() == 2000 {
                target.insert_many(table, &names, &waiting)?;
                waiting.clear();
            }
            Ok(())
        })?;
        target.insert_many(table, &names, &waiting)?;
    }
    Ok(copied)
}

fn columns_of(session: &mut Session, table: &str) -> Result<Vec<String>, StoreError> {
    let rows = if session.is_postgres() {
        session.query(
            "SELECT column_name::TEXT FROM information_schema.columns WHERE table_name::TEXT = $1 AND table_schema = current_schema() ORDER BY ordinal_position",
            &[table.into()],
        )?
    } else {
        session.query("SELECT name FROM pragma_table_info($1)", &[table.into()])?
    };
    Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
}
