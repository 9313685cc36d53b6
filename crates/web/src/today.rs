//! Today: what needs me? Work by urgency, how the services stand, figures that open, the five threats. `GET /`; and a sample
//! list of devices for a new hospital, `GET /sample-devices.csv`.

use std::collections::BTreeMap;

use answers::today::{self, Delivered, Task, Urgency};
use answers::{Picture, lifespan, say, threats};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use intel::Verdict;
use register::Field;
use store::imports::Import;

use crate::house::House;
use crate::problem::Problem;
use crate::shell::Shell;

/// The routes of this page.
pub fn routes() -> Router<House> {
    Router::new().route("/", get(show)).route("/sample-devices.csv", get(sample_file))
}

/// A list to fill in: two made-up devices under columns that the importer understands.
pub const SAMPLE: &str = include_str!("today/sample-devices.csv");

#[derive(Template)]
#[template(path = "today/today.html")]
struct Page {
    shell: Shell,
    heading: String,
    lead: String,
    empty: bool,
    advisories_loaded: bool,
    strip: Vec<Figure>,
    groups: Vec<Group>,
    threats: Vec<ThreatView>,
}

struct Figure {
    number: String,
    what: String,
    opens: String,
}

struct Group {
    name: &'static str,
    tasks: Vec<Task>,
    late: bool,
}

struct ThreatView {
    name: &'static str,
    address: String,
    standing: String,
}

async fn show(State(house): State<House>) -> Result<Html<String>, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let imports = house.store().read(|session| store::imports::all(session, house.organisation()))?;
            Ok(Html(page(&picture, &imports).render()?))
        })
        .await
}

async fn sample_file() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
            (header::CONTENT_DISPOSITION, "attachment; filename=\"sample-devices.csv\""),
        ],
        SAMPLE,
    )
}

/// The newest delivery of each stream of devices that still counts.
fn delivered(imports: &[Import]) -> Vec<Delivered> {
    let mut newest: BTreeMap<&str, i64> = BTreeMap::new();
    for import in imports.iter().filter(|i| i.kind == "devices" && i.undone_at.is_none()) {
        let at = newest.entry(&import.source).or_insert(import.applied_at);
        *at = (*at).max(import.applied_at);
    }
    newest
        .into_iter()
        .map(|(source, at)| Delivered {
            source: source.to_owned(),
            day: say::day(at),
        })
        .collect()
}

fn page(picture: &Picture, imports: &[Import]) -> Page {
    let advisories_loaded = picture.corpus.advisories().next().is_some();
    if picture.fleet().is_empty() {
        return Page {
            shell: Shell::new("Begin", "/"),
            heading: "Nothing is here yet: bring a list of devices first".into(),
            lead: "Any export will do: of the maintenance system, of an inventory, a spreadsheet. Nothing is changed before you have seen what will be, and each import can be taken back.".into(),
            empty: true,
            advisories_loaded,
            strip: Vec::new(),
            groups: Vec::new(),
            threats: Vec::new(),
        };
    }
    let delivered = delivered(imports);
    let tasks = today::tasks(picture, &delivered);
    let heading = today::heading(picture.today, &tasks);
    let of = |urgency: Urgency| tasks.iter().filter(|t| t.urgency == urgency).cloned().collect::<Vec<_>>();
    let groups = [
        ("Needs you now", Urgency::Now),
        ("This week", Urgency::ThisWeek),
        ("To plan", Urgency::Plan),
    ]
    .into_iter()
    .map(|(name, urgency)| Group {
        name,
        tasks: of(urgency),
        late: urgency == Urgency::Now,
    })
    .filter(|g| !g.tasks.is_empty())
    .collect();
    Page {
        shell: Shell::new(heading.clone(), "/"),
        heading,
        lead: today::services_in_words(picture),
        empty: false,
        advisories_loaded,
        strip: strip(picture, &delivered),
        groups,
        threats: threats::threats(picture)
            .into_iter()
            .map(|t| ThreatView {
                name: t.name,
                address: format!("/threats#{}", t.key),
                standing: t.standing,
            })
            .collect(),
    }
}

fn strip(picture: &Picture, delivered: &[Delivered]) -> Vec<Figure> {
    let fleet = picture.fleet();
    let figure = |number: usize, what: &str, opens: &str| Figure {
        number: say::thousands(number),
        what: what.into(),
        opens: opens.into(),
    };
    let sites = fleet.column(Field::Site).values().iter().filter(|v| !v.is_empty()).count();
    let unsupported = lifespan::counts(picture)
        .into_iter()
        .find(|(s, _)| *s == lifespan::Standing::Unsupported)
        .map_or(0, |(_, n)| n);
    let with = |verdict: Verdict| {
        (0..fleet.len())
            .filter(|&d| picture.columns().verdict(picture, d) == Some(verdict))
            .count()
    };
    let mut figures = vec![
        figure(
            fleet.len(),
            &match sites {
                0 => "devices".to_owned(),
                1 => "devices, 1 site".to_owned(),
                n => format!("devices, {n} sites"),
            },
            "/devices",
        ),
        figure(
            fleet.missing(Field::SoftwareVersion),
            "software version not known",
            "/devices?missing=software_version",
        ),
        figure(unsupported, "unsupported system", "/devices?support=unsupported"),
    ];
    if picture.corpus.advisories().next().is_some() {
        figures.push(figure(
            with(Verdict::Affected),
            "affected by an advisory",
            "/devices?verdict=affected",
        ));
        figures.push(figure(
            with(Verdict::PossiblyAffected),
            "possibly: cannot be told",
            "/devices?verdict=possibly_affected",
        ));
    } else {
        figures.push(Figure {
            number: "Not known".into(),
            what: "affected: needs advisories".into(),
            opens: "/imports".into(),
        });
    }
    figures.push(match delivered.iter().map(|d| d.day).max() {
        None => Figure {
            number: "Never".into(),
            what: "a list of devices brought".into(),
            opens: "/imports".into(),
        },
        Some(day) => match (picture.today - day).get_days() {
            i32::MIN..=0 => Figure {
                number: "Today".into(),
                what: "the last list of devices came".into(),
                opens: "/imports".into(),
            },
            1 => Figure {
                number: "1 day".into(),
                what: "since the last list of devices".into(),
                opens: "/imports".into(),
            },
            n => Figure {
                number: format!("{n} days"),
                what: "since the last list of devices".into(),
                opens: "/imports".into(),
            },
        },
    });
    figures
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use intake::table::{self, Outcome, TableOptions};

    use super::*;

    #[test]
    fn the_importer_understands_the_sample_file() {
        let options = TableOptions {
            source: "CMMS".into(),
            ..Default::default()
        };
        let reader = table::open(Box::new(Cursor::new(SAMPLE.as_bytes())), "sample-devices.csv", &options).unwrap();
        let rows: Vec<_> = reader.map(|row| row.unwrap()).collect();
        let devices: Vec<_> = rows
            .iter()
            .filter_map(|row| match &row.outcome {
                Outcome::Device { statement, refused } => Some((statement, refused)),
                _ => None,
            })
            .collect();
        assert_eq!(devices.len(), 2);
        for (statement, refused) in devices {
            assert!(refused.is_empty(), "{refused:?}");
            // Each column lands in a field of its own; none is left to the note.
            assert_eq!(statement.get(Field::Note), None, "{:?}", statement.fields);
            assert_eq!(statement.fields.len(), SAMPLE.lines().next().unwrap().split(',').count());
        }
    }

    #[test]
    fn the_newest_delivery_of_each_stream_counts() {
        let import = |source: &str, kind: &str, at: i64, undone: Option<i64>| Import {
            id: 1,
            kind: kind.into(),
            source: source.into(),
            file: String::new(),
            applied_at: at,
            applied_by: String::new(),
            counts: String::new(),
            undone_at: undone,
        };
        const DAY: i64 = 86_400_000_000;
        let found = delivered(&[
            import("IT", "devices", 0, None),
            import("CMMS", "devices", DAY, None),
            import("CMMS", "devices", 2 * DAY, None),
            import("CMMS", "devices", 9 * DAY, Some(1)),
            import("", "advisories", 9 * DAY, None),
        ]);
        let found: Vec<(String, String)> = found.into_iter().map(|d| (d.source, d.day.to_string())).collect();
        assert_eq!(
            found,
            [("CMMS".to_owned(), "1970-01-03".to_owned()), ("IT".into(), "1970-01-01".into())]
        );
    }
}
