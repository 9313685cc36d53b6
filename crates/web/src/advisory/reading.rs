//! How an advisory's statements were read when it was loaded: applied, in part, or refused, each with its place and reason.

use serde::Deserialize;
use store::bulletins;

use crate::house::House;
use crate::problem::Problem;

/// How one advisory was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Statements applied as written.
    pub applied: u64,
    /// Statements applied in part.
    pub partly: u64,
    /// Statements refused.
    pub refused: u64,
    /// (place in the document, reason) of those applied in part.
    pub partly_where: Vec<(String, String)>,
    /// (place in the document, reason) of those refused.
    pub refused_where: Vec<(String, String)>,
}

/// The account that the loading kept, as JSON.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Account {
    statements: Statements,
    partly: Vec<(String, String)>,
    refused: Vec<(String, String)>,
}

/// The same without the places, for sums over all advisories.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Sums {
    statements: Statements,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Statements {
    applied: u64,
    partly: u64,
    refused: u64,
}

/// How the current revision of an advisory was read; nothing where no account of it was kept.
pub fn of(house: &House, id: &str) -> Result<Option<Reading>, Problem> {
    let kept = house.store().read(|s| bulletins::reading_counts(s, house.organisation(), id))?;
    Ok(read(&kept))
}

/// The sums of every current advisory.
pub fn of_all(house: &House) -> Result<Vec<Reading>, Problem> {
    let kept = house.store().read(|s| bulletins::every_reading_counts(s, house.organisation()))?;
    Ok(kept
        .iter()
        .filter_map(|(_, text)| serde_json::from_str::<Sums>(text).ok())
        .map(|Sums { statements: s }| Reading {
            applied: s.applied,
            partly: s.partly,
            refused: s.refused,
            ..Reading::default()
        })
        .collect())
}

fn read(kept: &str) -> Option<Reading> {
    let account: Account = serde_json::from_str(kept).ok()?;
    Some(Reading {
        applied: account.statements.applied,
        partly: account.statements.partly,
        refused: account.statements.refused,
        partly_where: account.partly,
        refused_where: account.refused,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_read_and_a_missing_one_is_none() {
        let kept = r#"{"statements":{"applied":3,"partly":1,"refused":0},"partly":[["/a","why"]],"refused":[]}"#;
        let reading = read(kept).unwrap();
        assert_eq!((reading.applied, reading.partly), (3, 1));
        assert_eq!(reading.partly_where, [("/a".to_owned(), "why".to_owned())]);
        assert_eq!(read(""), None);
        assert_eq!(read("{}"), Some(Reading::default()));
    }
}
