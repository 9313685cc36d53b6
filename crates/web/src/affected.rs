//! Are we affected? The page behind the question in the bar: devices by service with verdict and reason, what it means for
//! care, what would settle the rest, and the advisory's own words beside it. `GET /affected?q=…`.

use std::collections::BTreeMap;

use advisories::{Advisory, RemediationCategory};
use answers::affected::{self, Asked, Finding};
use answers::{Answer, Picture, care, say};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Json, Redirect, Response};
use axum::routing::get;
use intel::Verdict;
use register::Field;
use serde::Deserialize;

use crate::export::{self, Kind};
use crate::house::House;
use crate::problem::Problem;
use crate::shell::{Shell, capacity_drawn, in_address, verdict_mark};

/// The routes of this page.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/affected", get(show))
        .route("/affected.csv", get(|house, asked| take_away(house, asked, Kind::Csv)))
        .route("/affected.xlsx", get(|house, asked| take_away(house, asked, Kind::Xlsx)))
        .route("/api/v1/affected", get(json))
}

/// What is asked.
#[derive(Debug, Deserialize)]
pub struct Question {
    #[serde(default)]
    q: String,
    /// "device": take the words for a device's, whatever advisories may be called.
    #[serde(default, rename = "as")]
    taken_as: String,
    /// Show verdicts that need nothing done, too.
    #[serde(default)]
    all: String,
}

impl Question {
    fn answer(&self, picture: &Picture) -> Answer {
        if self.taken_as == "device" {
            affected::affected_devices(picture, &self.q)
        } else {
            affected::affected(picture, &self.q)
        }
    }
}

/// Devices shown on the page; the rest is in the export.
const SHOWN: usize = 400;

#[derive(Template)]
#[template(path = "affected/affected.html")]
struct Page {
    shell: Shell,
    heading: String,
    lead: String,
    asked: &'static str,
    stale: Vec<(String, bool)>,
    known: bool,
    also: Vec<(String, String)>,
    cards: Vec<Card>,
    groups: Vec<Group>,
    not_shown: usize,
    quiet: usize,
    settle: Vec<Settle>,
    advisories: Vec<Side>,
    more_advisories: usize,
    address: String,
    unnamed: String,
}

struct Card {
    name: String,
    address: String,
    class: &'static str,
    drawn: String,
    words: String,
    text: String,
}

struct Group {
    name: String,
    rows: Vec<Line>,
}

struct Line {
    name: String,
    address: String,
    what: String,
    mark: &'static str,
    reason: String,
    vulnerabilities: String,
    missing: String,
    call: Vec<(String, String)>,
}

struct Settle {
    what: String,
    settles: String,
    devices: Vec<(String, String)>,
    more: usize,
}

struct Side {
    id: String,
    address: String,
    title: String,
    published: String,
    exploited: String,
    epss: String,
    says: Vec<(&'static str, String)>,
    more: usize,
}

/// Shows the answer.
pub async fn show(State(house): State<House>, Query(question): Query<Question>) -> Result<Response, Problem> {
    if question.q.trim().is_empty() {
        return Ok(Redirect::to("/").into_response());
    }
    house
        .work(move |house| {
            let picture = house.picture()?;
            picture.judged();
            let answer = question.answer(&picture);
            Ok(Html(page(&picture, &answer, &question).render()?).into_response())
        })
        .await
}

async fn json(State(house): State<House>, Query(question): Query<Question>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let answer = question.answer(&picture);
            let status = if answer.known {
                axum::http::StatusCode::OK
            } else {
                axum::http::StatusCode::NOT_FOUND
            };
            Ok((status, Json(answer.document(&picture))).into_response())
        })
        .await
}

async fn take_away(State(house): State<House>, Query(question): Query<Question>, kind: Kind) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let answer = question.answer(&picture);
            export::file(&answer.table(&picture), kind, &format!("affected-{}", question.q.trim()))
        })
        .await
}

fn page(picture: &Picture, answer: &Answer, question: &Question) -> Page {
    let impacts = answer.impacts(picture);
    let devices = answer.devices(picture);
    let of = |wanted: Verdict| devices.values().filter(|v| **v == wanted).count();
    let lead = if let Some(sentence) = answer.nothing_found(picture) {
        sentence
    } else if of(Verdict::Affected) + of(Verdict::PossiblyAffected) > 0 {
        care::worst_in_words(picture, &impacts)
    } else {
        "Each is answered below with the reason.".into()
    };
    let showing_all = !question.all.is_empty();
    let loud = |v: Verdict| matches!(v, Verdict::Affected | Verdict::PossiblyAffected);
    let quiet = devices.values().filter(|v| !loud(**v)).count();
    let nothing_loud = devices.values().all(|v| !loud(*v));
    let (groups, not_shown) = groups(picture, answer, &devices, showing_all || nothing_loud);
    let shown_advisories = 4;
    let word = in_address(&answer.query);
    let as_device = if question.taken_as == "device" { "&as=device" } else { "" };
    Page {
        shell: Shell::new(answer.heading(picture), "/advisories").asking(&answer.query),
        heading: answer.heading(picture),
        lead,
        asked: match answer.asked {
            Asked::Vulnerability => "a vulnerability",
            Asked::Advisory => "an advisory",
            Asked::Product => "a product",
            Asked::Component => "a component",
            Asked::Device => "a device",
        },
        stale: answer
            .as_of
            .iter()
            .map(|feed| match say::iso_day(&feed.newest) {
                Some(day) => (
                    format!(
                        "{} of {}, {}",
                        affected::long_name(&feed.feed),
                        say::date(day),
                        say::age(day, picture.today)
                    ),
                    (picture.today - day).get_days() > 60,
                ),
                None => (format!("no {}", affected::long_name(&feed.feed)), true),
            })
            .collect(),
        known: answer.known,
        also: answer
            .also
            .iter()
            .map(|(asked, many)| match asked {
                Asked::Device => (
                    format!("/affected?q={word}&as=device"),
                    say::count(*many, "device of that name", "devices of that name"),
                ),
                _ => (format!("/advisories?q={word}"), say::count(*many, "advisory", "advisories")),
            })
            .collect(),
        cards: impacts.iter().take(12).map(|impact| card(picture, impact)).collect(),
        groups,
        not_shown,
        quiet: if showing_all || nothing_loud { 0 } else { quiet },
        settle: settle(picture, answer),
        advisories: answer
            .advisories
            .iter()
            .take(shown_advisories)
            .filter_map(|&a| side(picture, answer, a))
            .collect(),
        more_advisories: answer.advisories.len().saturating_sub(shown_advisories),
        address: format!("?q={word}{as_device}"),
        unnamed: unnamed(picture, answer, &devices),
    }
}

fn card(picture: &Picture, impact: &answers::Impact) -> Card {
    let service = &picture.parts.services[impact.service];
    let words = care::capacity_in_words(impact);
    let bears = service.longest_bearable_outage_minutes.map_or_else(
        || "How long it can bear an outage is not known.".into(),
        |m| format!("Longest bearable outage {}.", say::minutes(m)),
    );
    let text = if impact.falls_short() {
        format!("{bears} First to stop: {}. Instead: {}.", service.stops_first, service.fallback)
    } else if impact.capacity.is_some_and(|c| c.is_thin()) || impact.may_fall_short() {
        format!("{bears} Without these devices there is nothing to spare.")
    } else {
        bears
    };
    Card {
        name: care::service_name(picture, impact.service),
        address: format!("/services/{}", in_address(&service.code)),
        class: if impact.falls_short() {
            "wl-card--bad"
        } else if impact.may_fall_short() || impact.capacity.is_some_and(|c| c.is_thin()) {
            "wl-card--thin"
        } else {
            ""
        },
        drawn: impact.capacity.map_or_else(String::new, |c| {
            capacity_drawn(c, u32::try_from(impact.possibly.len()).unwrap_or(u32::MAX), &words)
        }),
        words,
        text,
    }
}

/// Devices under the service that counts them, those without one last; how many there was no room for.
fn groups(picture: &Picture, answer: &Answer, devices: &BTreeMap<u32, Verdict>, all: bool) -> (Vec<Group>, usize) {
    let mut by_device: BTreeMap<u32, Vec<Finding<'_>>> = BTreeMap::new();
    for finding in answer.findings(picture) {
        by_device.entry(finding.device).or_default().push(finding);
    }
    let fleet = picture.fleet();
    let mut order: Vec<(&u32, &Verdict)> = devices
        .iter()
        .filter(|(_, v)| all || matches!(v, Verdict::Affected | Verdict::PossiblyAffected))
        .collect();
    let place = |device: u32| picture.services_of(device as usize).first().map_or(usize::MAX, |(s, _)| *s);
    let impatience = |service: usize| {
        picture
            .parts
            .services
            .get(service)
            .and_then(|s| s.longest_bearable_outage_minutes)
            .unwrap_or(u32::MAX)
    };
    order.sort_by_key(|(device, verdict)| {
        let service = place(**device);
        (impatience(service), service, std::cmp::Reverse(**verdict), **device)
    });
    let not_shown = order.len().saturating_sub(SHOWN);
    let mut groups: Vec<Group> = Vec::new();
    for (&device, &verdict) in order.into_iter().take(SHOWN) {
        let service = place(device);
        let name = if service == usize::MAX {
            "Not counted in any clinical service".to_owned()
        } else {
            care::service_name(picture, service)
        };
        if groups.last().is_none_or(|g| g.name != name) {
            groups.push(Group { name, rows: Vec::new() });
        }
        let findings = by_device.get(&device).map_or(&[][..], Vec::as_slice);
        let Some(telling) = findings.iter().find(|f| f.judgement.verdict == verdict) else {
            continue;
        };
        let d = device as usize;
        let what = [Field::Manufacturer, Field::Model].map(|f| fleet.value(d, f)).join(" ");
        let place = [Field::Department, Field::Location]
            .iter()
            .map(|&f| fleet.value(d, f))
            .filter(|v| !v.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let mut missing: Vec<String> = telling.judgement.missing.iter().map(|f| f.label().to_lowercase()).collect();
        missing.dedup();
        let row = Line {
            name: fleet.display_name(d),
            address: format!("/devices/{}", fleet.id(d)),
            what: if place.is_empty() { what } else { format!("{what}; {place}") },
            mark: verdict_mark(verdict),
            reason: affected_reason(picture, telling),
            vulnerabilities: match findings.iter().filter(|f| f.judgement.verdict == verdict).count() {
                1 => String::new(),
                n => format!("and {} more like it", n - 1),
            },
            missing: if verdict == Verdict::PossiblyAffected && !missing.is_empty() {
                format!("missing: {}", say::list(&missing))
            } else {
                String::new()
            },
            call: picture.contacts_of(d).iter().map(|c| (c.role.clone(), out_of_hours(c))).collect(),
        };
        if let Some(group) = groups.last_mut() {
            group.rows.push(row);
        }
    }
    (groups, not_shown)
}

fn affected_reason(picture: &Picture, finding: &Finding<'_>) -> String {
    affected::reason_with_source(picture, finding.device as usize, finding)
}

/// "out of hours: 30 minutes".
pub fn out_of_hours(contact: &register::Contact) -> String {
    answers::calling::out_of_hours(&[], contact)
}

fn settle(picture: &Picture, answer: &Answer) -> Vec<Settle> {
    answer
        .would_settle(picture)
        .into_iter()
        .take(6)
        .map(|w| {
            let label = Field::from_key(w.fact).map_or(w.fact, Field::label);
            let named: Vec<(String, String)> = w
                .which
                .iter()
                .take(5)
                .map(|&d| {
                    (
                        picture.fleet().display_name(d as usize),
                        format!("/devices/{}", picture.fleet().id(d as usize)),
                    )
                })
                .collect();
            Settle {
                what: format!("{label} of {}", say::count(w.devices, "device", "devices")),
                settles: format!("would settle {}", say::count(w.verdicts, "verdict", "verdicts")),
                more: w.which.len() - named.len(),
                devices: named,
            }
        })
        .collect()
}

fn side(picture: &Picture, answer: &Answer, position: usize) -> Option<Side> {
    let advisory: &Advisory = picture.corpus.advisory(position)?;
    let asked_one = |id: &str| answer.asked != Asked::Vulnerability || id.eq_ignore_ascii_case(&answer.query);
    let vulnerabilities: Vec<_> = advisory.vulnerabilities.iter().filter(|v| asked_one(&v.id)).collect();
    let exploited: Vec<String> = vulnerabilities
        .iter()
        .filter_map(|v| picture.parts.exploited.get(&v.id))
        .map(|k| format!("{}, since {}", k.cve, say::iso(&k.added)))
        .collect();
    let kev = picture.parts.feeds.iter().find(|f| f.feed == "KEV");
    let best = vulnerabilities
        .iter()
        .filter_map(|v| picture.parts.epss.get(&v.id))
        .copied()
        .fold(None, |a: Option<f64>, b| Some(a.map_or(b, |a| a.max(b))));
    let mut says: Vec<(&'static str, String)> = Vec::new();
    for remediation in vulnerabilities.iter().flat_map(|v| &v.remediations) {
        if !says.iter().any(|(_, text)| *text == remediation.text) {
            says.push((category_in_words(remediation.category), remediation.text.clone()));
        }
    }
    let more = says.len().saturating_sub(4);
    says.truncate(4);
    let published = say::iso(&advisory.initial_release);
    let revised = say::iso(&advisory.current_release);
    Some(Side {
        id: advisory.id.clone(),
        address: format!("/advisories/{}", in_address(&advisory.id)),
        title: advisory.title.clone(),
        published: if published == revised || advisory.revisions.len() < 2 {
            published
        } else {
            format!("{published}, revised {revised}")
        },
        exploited: match (exploited.is_empty(), kev) {
            (false, _) => exploited.join("; "),
            (true, Some(kev)) => format!("Not in CISA’s list of {}", say::iso(&kev.newest)),
            (true, None) => "Not known: CISA’s list is not loaded".into(),
        },
        epss: best.map_or_else(
            || {
                if picture.parts.epss.is_empty() {
                    "Not known: no EPSS file loaded".into()
                } else {
                    "Not scored".to_owned()
                }
            },
            |p| format!("{:.1} % within 30 days", p * 100.0),
        ),
        says,
        more,
    })
}

/// What the advisory says to do, as a word on a page.
pub fn category_in_words(category: RemediationCategory) -> &'static str {
    match category {
        RemediationCategory::VendorFix => "The maker’s fix",
        RemediationCategory::FixPlanned => "A fix is planned",
        RemediationCategory::OptionalPatch => "Optional update",
        RemediationCategory::Mitigation => "What lowers the risk",
        RemediationCategory::Workaround => "Way round it",
        RemediationCategory::NoFixPlanned => "No fix is planned",
        RemediationCategory::NoneAvailable => "No fix to be had",
        RemediationCategory::Unrecognised => "What it says to do",
    }
}

/// "6 other Philips devices here are not named by it", for one advisory.
fn unnamed(picture: &Picture, answer: &Answer, devices: &BTreeMap<u32, Verdict>) -> String {
    let [only] = answer.advisories.as_slice() else {
        return String::new();
    };
    let Some(advisory) = picture.corpus.advisory(*only) else {
        return String::new();
    };
    let Some(vendor) = advisory.products.iter().find_map(|p| p.vendor()) else {
        return String::new();
    };
    let Some(word) = vendor.split(|c: char| !c.is_alphanumeric()).find(|w| w.len() > 2) else {
        return String::new();
    };
    let word = word.to_lowercase();
    let makers: Vec<bool> = picture
        .fleet()
        .column(Field::Manufacturer)
        .values()
        .iter()
        .map(|v| v.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| w == word))
        .collect();
    let others = picture
        .fleet()
        .column(Field::Manufacturer)
        .codes()
        .iter()
        .zip(0u32..)
        .filter(|(code, device)| makers[**code as usize] && !devices.contains_key(device))
        .count();
    match others {
        0 => String::new(),
        n => format!(
            "{} of {vendor} here {} not named by it.",
            say::count(n, "other device", "other devices"),
            if n == 1 { "is" } else { "are" }
        ),
    }
}
