//! `backup FILE`, `restore FILE`.

use std::path::Path;

use store::{backup, devices};

use super::Session;
use crate::arguments::Format;
use crate::exit::{Exit, Failure};
use crate::print;

pub fn backup(session: &Session, file: &Path) -> Result<Exit, Failure> {
    let rows = backup::write_to(&session.store, file)?;
    say(session, "written", file, rows)
}

pub fn restore(session: &Session, file: &Path) -> Result<Exit, Failure> {
    // What is replaced is kept beside the backup: a restore can be a mistake too.
    let there = session.store.read(|s| devices::count(s, session.organisation))?;
    if there > 0 {
        let kept = file.with_extension(format!("before-restore-{}", session.now.as_second()));
        backup::write_to(&session.store, &kept)?;
        eprintln!("What was here before ({there} devices) is kept in {}", kept.display());
    }
    let rows = backup::restore_from(&session.store, file)?;
    say(session, "restored", file, rows)
}

fn say(session: &Session, done: &str, file: &Path, rows: u64) -> Result<Exit, Failure> {
    let count = session.store.read(|s| devices::count(s, session.organisation))?;
    match session.format {
        Format::Json => print::json(&serde_json::json!({ done: file.display().to_string(), "rows": rows, "devices": count }))?,
        Format::Table | Format::Csv => print::lines(&[format!("{}: {done}, {count} devices, {rows} rows", file.display())])?,
    }
    Ok(Exit::Done)
}
