//! `affected QUERY`: devices by verdict, with reasons; never an empty list for something that is not known here.

use answers::{affected, care};
use intel::Verdict;
use paper::Table;

use super::Session;
use crate::arguments::Format;
use crate::exit::{Exit, Failure};
use crate::print;

pub fn run(session: &Session, query: &str, all: bool) -> Result<Exit, Failure> {
    let picture = session.picture()?;
    let answer = affected::affected(&picture, query);
    let exit = if answer.known { Exit::Done } else { Exit::NotKnown };
    match session.format {
        Format::Json => print::json(&answer.document(&picture))?,
        Format::Csv => {
            if let Some(sentence) = answer.nothing_found(&picture) {
                eprintln!("{sentence}");
            }
            print::table(&answer.table(&picture), Format::Csv)?;
        }
        Format::Table => {
            let mut lines = vec![answer.heading(&picture)];
            if let Some(sentence) = answer.nothing_found(&picture) {
                lines.push(sentence);
                print::lines(&lines)?;
                return Ok(exit);
            }
            let impacts = answer.impacts(&picture);
            if !impacts.is_empty() {
                lines.push(care::worst_in_words(&picture, &impacts));
            }
            for (asked, many) in &answer.also {
                lines.push(format!(
                    "The words could also mean {many} of our own devices ({asked:?}): see --format json, or ask by serial number."
                ));
            }
            lines.push(String::new());
            print::lines(&lines)?;
            let rows = answer
                .findings(&picture)
                .filter(|f| all || matches!(f.judgement.verdict, Verdict::Affected | Verdict::PossiblyAffected))
                .map(|f| {
                    let d = affected::finding_document(&picture, &f);
                    vec![
                        d.verdict.replace('_', " "),
                        d.device.name,
                        format!("{} {}", d.device.manufacturer, d.device.model),
                        d.services.first().map_or_else(String::new, |s| s.name.clone()),
                        d.vulnerability,
                        d.advisory,
                        d.reason,
                    ]
                })
                .collect();
            let columns = ["Verdict", "Device", "Model", "Service", "Vulnerability", "Advisory", "Why"];
            print::table(
                &Table {
                    name: "Affected".into(),
                    columns: columns.map(str::to_owned).to_vec(),
                    rows,
                },
                Format::Table,
            )?;
            let settle: Vec<String> = answer
                .would_settle(&picture)
                .iter()
                .take(5)
                .map(|w| format!("{} of {} devices would settle {} verdicts", w.fact, w.devices, w.verdicts))
                .collect();
            if !settle.is_empty() {
                print::lines(&[String::new(), "What would settle it:".into()])?;
                print::lines(&settle)?;
            }
        }
    }
    Ok(exit)
}
