//! The form that describes a clinical service. `GET` and `POST /services/new` and `/services/{code}/edit`. What is refused is
//! said beside its field, and every field keeps what was typed.

use actions::describe_hospital::{Description, describe_hospital};
use answers::{Picture, services};
use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use register::{ClinicalService, Field, Need, Pool, service};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use store::places::Site;

use crate::house::House;
use crate::problem::Problem;
use crate::shell::{Shell, in_address};

/// The routes of the form.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/services/new", get(show_new).post(save_new))
        .route("/services/{code}/edit", get(show_edit).post(save_edit))
}

/// What stands in the fields, as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    code: String,
    name: String,
    site: String,
    site_name: String,
    needs: String,
    slowed_without: String,
    hours: String,
    a_day: String,
    bears: String,
    reason: String,
    stops_first: String,
    fallback: String,
    lasts: String,
    decided_by: String,
    /// A mark of the service as it was when the form was opened; empty for a new one.
    opened_on: String,
}

/// A field that was refused, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    field: &'static str,
    reason: String,
}

/// The longest text that a field takes, in letters.
const LONGEST: usize = 2000;

#[derive(Template)]
#[template(path = "service/form.html")]
struct Page {
    shell: Shell,
    heading: String,
    to: String,
    back: String,
    is_new: bool,
    typed: Typed,
    faults: Vec<Fault>,
    sites: Vec<(String, String)>,
    pools: Vec<(String, String)>,
    systems: Vec<(String, String)>,
    services: Vec<(String, String)>,
}

impl Page {
    /// Why a field was refused; empty if it was not.
    fn fault(&self, field: &str) -> &str {
        self.faults.iter().find(|f| f.field == field).map_or("", |f| f.reason.as_str())
    }
}

async fn show_new(State(house): State<House>) -> Result<Response, Problem> {
    house
        .work(|house| {
            let picture = house.picture()?;
            let typed = Typed {
                code: free_code(&picture.parts.services),
                site: match picture.parts.sites.as_slice() {
                    [(code, _)] => code.clone(),
                    _ => String::new(),
                },
                ..Typed::default()
            };
            answer(&picture, None, typed, Vec::new())
        })
        .await
}

async fn show_edit(State(house): State<House>, Path(code): Path<String>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let service = find(&picture, &code)?;
            answer(&picture, Some(&service.code), typed_of(service), Vec::new())
        })
        .await
}

async fn save_new(State(house): State<House>, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let (service, mut faults) = read(&typed, &typed.code);
            faults.extend(code_fault(&typed.code));
            let taken = |s: &&ClinicalService| s.code.eq_ignore_ascii_case(service.code.as_str());
            if let Some(other) = picture.parts.services.iter().find(taken) {
                faults.push(Fault {
                    field: "code",
                    reason: format!("“{}” is the code of {} already; give another", other.code, other.name),
                });
            }
            save(&house, &picture, None, typed, service, faults)
        })
        .await
}

async fn save_edit(State(house): State<House>, Path(code): Path<String>, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let now = find(&picture, &code)?;
            let (service, mut faults) = read(&typed, &now.code);
            if mark(now) != typed.opened_on {
                faults.push(Fault {
                    field: "name",
                    reason: "somebody changed this service since you opened the form; compare with the service’s page, and save again"
                        .into(),
                });
                let mut typed = typed;
                typed.opened_on = mark(now);
                return answer(&picture, Some(&now.code), typed, faults);
            }
            save(&house, &picture, Some(&now.code), typed, service, faults)
        })
        .await
}

fn find<'p>(picture: &'p Picture, code: &str) -> Result<&'p ClinicalService, Problem> {
    picture
        .parts
        .services
        .iter()
        .find(|s| s.code == code)
        .ok_or_else(|| Problem::NotFound {
            what: "service",
            name: code.to_owned(),
        })
}

fn save(
    house: &House,
    picture: &Picture,
    editing: Option<&str>,
    typed: Typed,
    service: ClinicalService,
    faults: Vec<Fault>,
) -> Result<Response, Problem> {
    if !faults.is_empty() {
        return answer(picture, editing, typed, faults);
    }
    let is_known = picture.parts.sites.iter().any(|(code, _)| *code == service.site);
    let sites = if is_known || service.site.is_empty() {
        Vec::new()
    } else {
        let name = typed.site_name.trim();
        vec![Site {
            code: service.site.clone(),
            name: if name.is_empty() { service.site.clone() } else { name.to_owned() },
        }]
    };
    let address = format!("/services/{}", in_address(&service.code));
    let description = Description {
        sites,
        services: vec![service],
        ..Description::default()
    };
    match describe_hospital(house.store(), house.organisation(), house.act(""), &description) {
        Ok(()) => Ok(Redirect::to(&address).into_response()),
        Err(refused @ (actions::ActionError::BadValue { .. } | actions::ActionError::Conflict(_))) => {
            let fault = Fault {
                field: "name",
                reason: refused.to_string(),
            };
            answer(picture, editing, typed, vec![fault])
        }
        Err(other) => Err(other.into()),
    }
}

fn answer(picture: &Picture, editing: Option<&str>, typed: Typed, faults: Vec<Fault>) -> Result<Response, Problem> {
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::BAD_REQUEST
    };
    let heading = match editing {
        None => "Describe a service: what patients get, and what it hangs on".to_owned(),
        Some(_) => format!("Change how {} is described", typed.name),
    };
    let own = editing.map_or_else(|| "/services/new".to_owned(), |code| format!("/services/{}/edit", in_address(code)));
    let title = if faults.is_empty() {
        heading.clone()
    } else {
        format!("Error: {heading}")
    };
    let page = Page {
        shell: Shell::new(title, "/services"),
        heading,
        back: editing.map_or_else(|| "/services".to_owned(), |code| format!("/services/{}", in_address(code))),
        to: own,
        is_new: editing.is_none(),
        typed,
        faults,
        sites: picture.parts.sites.clone(),
        pools: pools(picture),
        systems: picture.parts.systems.iter().map(|s| (s.code.clone(), s.name.clone())).collect(),
        services: picture
            .parts
            .services
            .iter()
            .take(200)
            .map(|s| (s.code.clone(), s.name.clone()))
            .collect(),
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// Pools that devices are counted in, with what they are: (id, words).
fn pools(picture: &Picture) -> Vec<(String, String)> {
    let mut ids: Vec<&str> = picture
        .fleet()
        .column(Field::Pool)
        .values()
        .iter()
        .map(|v| &**v)
        .filter(|v| !v.is_empty())
        .collect();
    ids.sort_unstable();
    ids.into_iter()
        .take(200)
        .map(|id| {
            let pool = Pool(id.to_owned());
            let devices = picture.fleet().pool(&pool).len();
            (id.to_owned(), format!("{devices} {}", services::pool_name(picture, &pool)))
        })
        .collect()
}

/// A mark that changes with anything about the service.
fn mark(service: &ClinicalService) -> String {
    let text = serde_json::to_string(service).unwrap_or_default();
    Sha256::digest(text).iter().take(8).map(|b| format!("{b:02x}")).collect()
}

/// The next code of the form "S28".
fn free_code(services: &[ClinicalService]) -> String {
    let highest = services
        .iter()
        .filter_map(|s| s.code.strip_prefix('S')?.parse::<u32>().ok())
        .max()
        .unwrap_or(0);
    format!("S{:02}", highest.saturating_add(1))
}

fn typed_of(service: &ClinicalService) -> Typed {
    let number = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    Typed {
        code: service.code.clone(),
        name: service.name.clone(),
        site: service.site.clone(),
        site_name: String::new(),
        needs: service::write_needs(&service.needs),
        slowed_without: service.slowed_without.join(", "),
        hours: service.hours.clone(),
        a_day: service.a_day.clone(),
        bears: number(service.longest_bearable_outage_minutes),
        reason: service.outage_reason.clone(),
        stops_first: service.stops_first.clone(),
        fallback: service.fallback.clone(),
        lasts: number(service.fallback_lasts_hours),
        decided_by: service.decided_by.clone(),
        opened_on: mark(service),
    }
}

/// Needs name services as S and a number: one with another code could be described and never needed.
fn code_fault(code: &str) -> Option<Fault> {
    let code = code.trim();
    let good = code.len() > 1 && code.len() <= 12 && code.starts_with('S') && code.bytes().skip(1).all(|b| b.is_ascii_digit());
    (!good).then(|| Fault {
        field: "code",
        reason: format!("“{code}” is no code of a service; expected an S and a number, such as S01"),
    })
}

/// The service as typed, and what cannot be taken.
fn read(typed: &Typed, code: &str) -> (ClinicalService, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut refuse = |field: &'static str, reason: String| faults.push(Fault { field, reason });
    let code = code.trim();
    for (field, label, text) in [
        ("name", "The name", &typed.name),
        ("site", "The site", &typed.site),
        ("site_name", "The site’s name", &typed.site_name),
        ("needs", "What it needs", &typed.needs),
        ("slowed_without", "What it is slower without", &typed.slowed_without),
        ("hours", "When it runs", &typed.hours),
        ("a_day", "What it does a day", &typed.a_day),
        ("reason", "The reason", &typed.reason),
        ("stops_first", "What stops first", &typed.stops_first),
        ("fallback", "What is done instead", &typed.fallback),
        ("decided_by", "Who decides", &typed.decided_by),
    ] {
        let letters = text.chars().count();
        if letters > LONGEST {
            refuse(field, format!("{label} is {letters} letters long; expected {LONGEST} at most"));
        }
    }
    if typed.name.trim().is_empty() {
        refuse("name", "the name is empty; expected what patients get, such as CT imaging".into());
    }
    let site = typed.site.trim();
    let plain = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '-');
    if site.is_empty() || !plain(site) || site.chars().count() > 20 {
        refuse(
            "site",
            format!("“{site}” is no code of a site; expected letters and digits, such as KGH"),
        );
    }
    let needs = match service::read_needs(&typed.needs, site) {
        Ok(needs) => needs,
        Err(unread) => {
            refuse(
                "needs",
                format!(
                    "“{}” was not understood; expected devices as 2:T01#diagnostic, a system as SYS-PACS, or a service as S11, with & between them",
                    unread.found
                ),
            );
            Vec::new()
        }
    };
    for need in &needs {
        match need {
            Need::Service(other) if other == code => refuse("needs", format!("{other} is this service itself; it cannot need itself")),
            Need::Devices { needed: 0, pool } => refuse("needs", format!("0 of {} is no need; expected 1 or more", pool.0)),
            Need::Devices { .. } | Need::System(_) | Need::Service(_) => {}
        }
    }
    let slowed_without: Vec<String> = typed
        .slowed_without
        .split([',', ';', '&'])
        .map(|s| s.trim().to_owned())
        .filter(|s| !s.is_empty())
        .collect();
    if let Some(other) = slowed_without.iter().find(|s| !s.starts_with("SYS-")) {
        refuse(
            "slowed_without",
            format!("“{other}” is no system; expected codes such as SYS-VNA, with commas between them"),
        );
    }
    let bears = number(&typed.bears, "minutes").unwrap_or_else(|reason| {
        refuse("bears", reason);
        None
    });
    let lasts = number(&typed.lasts, "hours").unwrap_or_else(|reason| {
        refuse("lasts", reason);
        None
    });
    let text = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let service = ClinicalService {
        code: code.to_owned(),
        name: text(&typed.name),
        site: site.to_owned(),
        hours: text(&typed.hours),
        a_day: text(&typed.a_day),
        needs,
        slowed_without,
        longest_bearable_outage_minutes: bears,
        outage_reason: text(&typed.reason),
        stops_first: text(&typed.stops_first),
        fallback: text(&typed.fallback),
        fallback_lasts_hours: lasts,
        decided_by: text(&typed.decided_by),
    };
    (service, faults)
}

/// A whole number; empty is "not known". A year of minutes is the most that anyone can mean.
fn number(text: &str, unit: &str) -> Result<Option<u32>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<u32>() {
        Ok(n) if n <= 525_600 => Ok(Some(n)),
        Ok(_) => Err(format!("{text} {unit} is more than a year; expected a smaller number")),
        Err(_) => Err(format!(
            "“{text}” is no whole number of {unit}; expected for example 30, or nothing if it is not known"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        Typed {
            code: "S01".into(),
            name: " CT  imaging ".into(),
            site: "KGH".into(),
            needs: "2/3:T01#diagnostic & SYS-RIS & S11".into(),
            slowed_without: "SYS-VNA, SYS-DICT".into(),
            bears: "480".into(),
            lasts: "72".into(),
            ..Typed::default()
        }
    }

    #[test]
    fn what_is_typed_is_read_and_written_back() {
        let (service, faults) = read(&typed(), "S01");
        assert_eq!(faults, Vec::new());
        assert_eq!(service.name, "CT imaging");
        let again = typed_of(&service);
        assert_eq!(again.needs, "2:T01@KGH#diagnostic & SYS-RIS & S11");
        let (second, faults) = read(&again, "S01");
        assert_eq!((second, faults), (service, Vec::new()));
    }

    #[test]
    fn each_fault_is_named_at_its_field() {
        let check = |change: fn(&mut Typed), code: &str, expected: &[&str]| {
            let mut typed = typed();
            change(&mut typed);
            let found: Vec<&str> = read(&typed, code).1.iter().map(|f| f.field).collect();
            assert_eq!(found, expected);
        };
        check(|_| {}, "S01", &[]);
        check(|_| {}, "S11", &["needs"]);
        check(|t| t.name = "  ".into(), "S01", &["name"]);
        check(|t| t.name = "x".repeat(3000), "S01", &["name"]);
        check(|t| t.site = "K/GH".into(), "S01", &["site"]);
        check(|t| t.site = String::new(), "S01", &["site"]);
        check(|t| t.needs = "two scanners".into(), "S01", &["needs"]);
        check(|t| t.needs = "0/3:T01".into(), "S01", &["needs"]);
        check(|t| t.needs = "S\u{e9}".into(), "S01", &["needs"]);
        check(|t| t.needs = String::new(), "S01", &[]);
        check(|t| t.slowed_without = "PACS".into(), "S01", &["slowed_without"]);
        check(|t| t.bears = "eight hours".into(), "S01", &["bears"]);
        check(|t| t.bears = "-5".into(), "S01", &["bears"]);
        check(|t| t.bears = "99999999999".into(), "S01", &["bears"]);
        check(
            |t| (t.bears, t.lasts) = ("9999999".into(), "1.5".into()),
            "S01",
            &["bears", "lasts"],
        );
        check(|t| (t.bears, t.lasts) = (String::new(), String::new()), "S01", &[]);
    }

    #[test]
    fn codes_are_such_as_needs_can_name() {
        let check = |code: &str, good: bool| assert_eq!(code_fault(code).is_none(), good, "{code}");
        check("S01", true);
        check(" S1 ", true);
        check("CT", false);
        check("S", false);
        check("S0123456789012", false);
        check("Sé", false);
        check("", false);
    }

    #[test]
    fn the_next_code_is_free() {
        let service = |code: &str| ClinicalService {
            code: code.into(),
            ..Default::default()
        };
        assert_eq!(free_code(&[]), "S01");
        assert_eq!(free_code(&[service("S09"), service("S27"), service("X99")]), "S28");
    }
}
