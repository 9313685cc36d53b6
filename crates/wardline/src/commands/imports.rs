//! `import list`, `import undo ID`.

use actions::undo_import::undo_import;
use paper::Table;

use super::Session;
use crate::arguments::Format;
use crate::exit::{Exit, Failure};
use crate::print;

fn rfc3339(micros: i64) -> String {
    jiff::Timestamp::from_microsecond(micros).map_or_else(|_| String::new(), |t| t.to_string())
}

pub fn list(session: &Session) -> Result<Exit, Failure> {
    let all = session.store.read(|s| store::imports::all(s, session.organisation))?;
    if session.format == Format::Json {
        let documents: Vec<_> = all
            .iter()
            .map(|i| {
                serde_json::json!({
                    "import": i.id, "kind": i.kind, "source": i.source, "file": i.file, "applied_at": rfc3339(i.applied_at),
                    "applied_by": i.applied_by, "undone_at": i.undone_at.map(rfc3339),
                    "counts": serde_json::from_str::<serde_json::Value>(&i.counts).unwrap_or_default(),
                })
            })
            .collect();
        print::json(&documents)?;
        return Ok(Exit::Done);
    }
    let rows = all
        .into_iter()
        .map(|i| {
            let counts = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&i.counts).unwrap_or_default();
            let counts: Vec<String> = counts
                .iter()
                .filter(|(_, v)| v.as_u64().is_some_and(|n| n > 0))
                .map(|(k, v)| format!("{k} {v}"))
                .collect();
            vec![
                i.id.to_string(),
                i.kind,
                i.source,
                i.file,
                rfc3339(i.applied_at),
                counts.join(", "),
                i.undone_at.map(rfc3339).unwrap_or_default(),
            ]
        })
        .collect();
    let columns = ["Id", "Kind", "Source", "File", "Applied", "Counts", "Undone"]
        .map(str::to_owned)
        .to_vec();
    print::table(
        &Table {
            name: "Imports".into(),
            columns,
            rows,
        },
        session.format,
    )?;
    Ok(Exit::Done)
}

pub fn undo(session: &Session, id: i64) -> Result<Exit, Failure> {
    let undone = undo_import(&session.store, session.organisation, session.act(), id)?;
    match session.format {
        Format::Json => print::json(&undone)?,
        Format::Table | Format::Csv => print::lines(&[format!(
            "Import {id} is undone: {} devices are as they were, {} that only it knew are gone, {} revisions of advisories are gone.",
            undone.changed_back, undone.removed, undone.advisories
        )])?,
    }
    Ok(Exit::Done)
}
