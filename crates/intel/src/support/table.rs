//! The table of support dates: data/support/os.tsv, one product, release and edition a row, each with source and date.

use std::sync::LazyLock;

/// One row: an operating system in one release and edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The family: "windows", "windows-server", "windows-embedded", "rhel" …
    pub(crate) product: &'static str,
    /// "10", "xp", "2012 r2", "7.9".
    pub(crate) version: &'static str,
    /// "1809", "22h2", "sp2".
    pub(crate) release: &'static str,
    /// The editions that the row holds for, as words.
    pub(crate) editions: Vec<&'static str>,
    /// The name for people.
    pub name: &'static str,
    /// The build ("10.0.17763"); empty where it has none.
    pub build: &'static str,
    /// When security updates end, or that they do without a public day.
    pub ends: Ends,
    /// Last day of an extension, where there is one.
    pub extended: Option<&'static str>,
    /// The extension is to be paid for: it counts only with evidence.
    pub extended_is_paid: bool,
    /// The end was read in a source; otherwise it is shown as "not verified".
    pub verified: bool,
    /// The same of the extension.
    pub extended_verified: bool,
    /// Where the row comes from.
    pub source: &'static str,
    /// ISO 8601 date on which the source stood so.
    pub source_date: &'static str,
    /// A remark; mostly empty.
    pub note: &'static str,
}

/// When security updates end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// Last day of support, ISO 8601.
    On(&'static str),
    /// They had ended when the source was read; the day is not stated.
    Ended,
    /// They went on when the source was read; no end is stated.
    Ongoing,
    /// No public date: the maker says.
    AskMaker,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    include_str!("../../../../data/support/os.tsv")
        .lines()
        .skip(1)
        .filter_map(read)
        .collect()
});

/// Every row.
pub(crate) fn rows() -> &'static [Row] {
    &ROWS
}

fn read(line: &'static str) -> Option<Row> {
    let mut cells = line.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let (product, version, release, editions, name, build) = (next(), next(), next(), next(), next(), next());
    let (ends, extended, extended_is, verified, extended_verified) = (next(), next(), next(), next(), next());
    let (source, source_date, note) = (next(), next(), next());
    Some(Row {
        product,
        version,
        release,
        editions: editions.split_whitespace().collect(),
        name,
        build,
        ends: match ends {
            "ended" => Ends::Ended,
            "ongoing" => Ends::Ongoing,
            "maker" => Ends::AskMaker,
            day if is_day(day) => Ends::On(day),
            _ => return None,
        },
        extended: is_day(extended).then_some(extended),
        extended_is_paid: extended_is == "paid",
        verified: verified == "yes",
        extended_verified: extended_verified == "yes",
        source,
        source_date,
        note,
    })
}

/// `YYYY-MM-DD`.
pub(crate) fn is_day(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}
