//! `advisories coverage`: how many statements of versions are understood, and which are not, with the reason.

use intel::versions;
use paper::Table;

use super::Session;
use crate::arguments::Format;
use crate::exit::{Exit, Failure};
use crate::print;

pub fn run(session: &Session) -> Result<Exit, Failure> {
    let loaded = session.store.read(|s| store::bulletins::current(s, session.organisation))?;
    let coverage = versions::coverage(&loaded.iter().collect::<Vec<_>>());
    let percent = coverage.per_cent();
    let rows = coverage
        .not_understood
        .iter()
        .map(|n| vec![n.advisory.clone(), n.product.clone(), n.text.clone(), n.why.clone()])
        .collect();
    let table = Table {
        name: "Not understood".into(),
        columns: ["Advisory", "Product", "Text", "Why"].map(str::to_owned).to_vec(),
        rows,
    };
    match session.format {
        Format::Json => {
            let not_understood: Vec<_> = coverage
                .not_understood
                .iter()
                .map(|n| serde_json::json!({ "advisory": n.advisory, "product": n.product, "text": n.text, "why": n.why }))
                .collect();
            print::json(&serde_json::json!({
                "documents": coverage.documents, "leaves": coverage.leaves, "any_version": coverage.any_version,
                "understood": coverage.understood, "not_understood": not_understood,
            }))?;
        }
        Format::Csv => print::table(&table, Format::Csv)?,
        Format::Table => {
            let share = percent.map_or_else(String::new, |p| format!(", {p:.1} % of the others"));
            print::lines(&[format!(
                "{} documents, {} product leaves; {} state all versions; {} understood{share}; {} not understood.",
                coverage.documents,
                coverage.leaves,
                coverage.any_version,
                coverage.understood,
                coverage.not_understood.len()
            )])?;
            if !table.rows.is_empty() {
                print::table(&table, Format::Table)?;
            }
        }
    }
    Ok(Exit::Done)
}
