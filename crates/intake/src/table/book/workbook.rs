//! The workbook part: its sheets, and where its other parts are.

use std::collections::HashMap;

use quick_xml::events::Event;

use crate::table::Counted;
use crate::table::book::package::Package;
use crate::table::book::xml::{Xml, attribute};
use crate::table::refusal::FileRefusal;

/// Unpacked bytes that the workbook's own small parts may take.
const SMALL_PART: u64 = 16 * 1024 * 1024;
/// Sheets and relations that are read.
const COUNT_LIMIT: usize = 10_000;

/// One sheet.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub name: String,
    /// The name of its part.
    pub part: String,
    pub hidden: bool,
}

/// What the workbook part says.
#[derive(Debug, Default)]
pub(crate) struct Workbook {
    pub sheets: Vec<Sheet>,
    /// Whether day numbers count from 1904, as Excel for the Macintosh did.
    pub since_1904: bool,
    pub strings: Option<String>,
    pub styles: Option<String>,
}

pub(crate) fn read<'r>(package: &Package, input: Counted<'r>) -> Result<(Workbook, Counted<'r>), FileRefusal> {
    let (roots, input) = relations(package, "_rels/.rels", "", input)?;
    let main = roots
        .iter()
        .find(|r| r.kind.ends_with("/officeDocument"))
        .map_or_else(|| "xl/workbook.xml".to_owned(), |r| r.target.clone());
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let rels = if folder.is_empty() {
        format!("_rels/{file}.rels")
    } else {
        format!("{folder}/_rels/{file}.rels")
    };
    let (relations, input) = relations(package, &rels, folder, input)?;
    let of_kind = |ending: &str| relations.iter().find(|r| r.kind.ends_with(ending)).map(|r| r.target.clone());
    let mut book = Workbook {
        strings: of_kind("/sharedStrings"),
        styles: of_kind("/styles"),
        ..Workbook::default()
    };
    let targets: HashMap<&str, &Relation> = relations.iter().map(|r| (r.id.as_str(), r)).collect();
    let Some(part) = package.part(&main) else {
        return Err(FileRefusal::Damaged {
            part: main,
            what: "the part that names the sheets is missing".into(),
        });
    };
    let mut xml = Xml::new(package.read(part, input, SMALL_PART)?);
    loop {
        match xml.next()? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "workbookPr" => book.since_1904 = attribute(&e, "date1904").is_some_and(|v| v == "1" || v == "true"),
                "sheet" if book.sheets.len() < COUNT_LIMIT => {
                    let id = attribute(&e, "id").unwrap_or_default();
                    // Only sheets of cells: a chart sheet has another kind of relation.
                    if let Some(relation) = targets.get(id.as_ref()).filter(|r| r.kind.ends_with("/worksheet")) {
                        book.sheets.push(Sheet {
                            name: attribute(&e, "name").unwrap_or_default().into_owned(),
                            part: relation.target.clone(),
                            hidden: attribute(&e, "state").is_some_and(|s| s != "visible"),
                        });
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    Ok((book, xml.into_guard().into_input()))
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// The relations of a part; none where it has none.
fn relations<'r>(package: &Package, name: &str, folder: &str, input: Counted<'r>) -> Result<(Vec<Relation>, Counted<'r>), FileRefusal> {
    let Some(part) = package.part(name) else {
        return Ok((Vec::new(), input));
    };
    let mut xml = Xml::new(package.read(part, input, SMALL_PART)?);
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "Relationship" => {
                let get = |name| attribute(&e, name).unwrap_or_default().into_owned();
                if relations.len() < COUNT_LIMIT && get("TargetMode") != "External" {
                    relations.push(Relation {
                        id: get("Id"),
                        kind: get("Type"),
                        target: resolve(folder, &get("Target")),
                    });
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok((relations, xml.into_guard().into_input()))
}

/// "worksheets/sheet1.xml" in "xl", "../a.xml", "/xl/b.xml": the part's name in the archive.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}
