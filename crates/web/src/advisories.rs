//! What is new, what touches us? The advisories with whom each concerns, how fresh they are, and how they were read.
//! `GET /advisories`, `/advisories.csv`, `/advisories.xlsx`.

use std::cmp::Reverse;

use advisories::Advisory;
use advisories::revision::date_order;
use answers::concern::Concern;
use answers::{Picture, affected, say};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use crate::advisory::reading::{self, Reading};
use crate::export::{self, Kind};
use crate::house::House;
use crate::problem::Problem;
use crate::service::capitalised;
use crate::shell::{Shell, in_address};

/// The routes of this page.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/advisories", get(show))
        .route("/advisories.csv", get(|house, asked| take_away(house, asked, Kind::Csv)))
        .route("/advisories.xlsx", get(|house, asked| take_away(house, asked, Kind::Xlsx)))
}

/// Advisories on one page.
const PAGE: usize = 50;

#[derive(Debug, Clone, Default, Deserialize)]
struct Question {
    /// Words of the id, title, products and vulnerabilities.
    #[serde(default)]
    q: String,
    /// "yes": those that touch us; "affected": those that affect a device; "all". By default those that touch us, unless
    /// words are looked for.
    #[serde(default)]
    touch: String,
    /// "yes": those with a vulnerability that is known to be exploited.
    #[serde(default)]
    exploited: String,
    /// "revised" (the default), "released", "affected", "id".
    #[serde(default)]
    sort: String,
    #[serde(default)]
    page: usize,
}

/// An order that a person can choose: (word in addresses, words on the page).
const ORDERS: [(&str, &str); 4] = [
    ("revised", "newest first"),
    ("released", "newest publication first"),
    ("affected", "most affected first"),
    ("id", "by number"),
];

#[derive(Template)]
#[template(path = "advisories/advisories.html")]
struct Page {
    shell: Shell,
    heading: String,
    lead: String,
    feeds: Vec<(String, bool)>,
    any: bool,
    words: String,
    kept: Vec<(&'static str, String)>,
    filters: Vec<(String, String, bool)>,
    orders: Vec<(String, &'static str, bool)>,
    found: String,
    rows: Vec<Line>,
    pages: Vec<(String, String)>,
    here: String,
    coverage: String,
    csv: String,
    xlsx: String,
}

struct Line {
    title: String,
    address: String,
    id: String,
    publisher: String,
    exploited: bool,
    exploited_since: String,
    draft: bool,
    released: String,
    revised: String,
    /// (how many, words, address) of the affected and of those that cannot be told.
    counts: Vec<(String, &'static str, String)>,
    quiet: String,
    services: Vec<(String, String)>,
    more_services: usize,
}

/// An advisory with what is found out about it.
struct Entry<'p> {
    advisory: &'p Advisory,
    concern: &'p Concern,
    /// The first day on which one of its vulnerabilities was listed as exploited.
    exploited: Option<&'p str>,
}

async fn show(State(house): State<House>, Query(question): Query<Question>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let readings = reading::of_all(&house)?;
            Ok(Html(page(&picture, &question, readings).render()?).into_response())
        })
        .await
}

async fn take_away(State(house): State<House>, Query(question): Query<Question>, kind: Kind) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let all = entries(&picture);
            export::file(&table(&picture, &listed(&all, &question)), kind, "advisories")
        })
        .await
}

fn entries(picture: &Picture) -> Vec<Entry<'_>> {
    picture
        .corpus
        .advisories()
        .zip(picture.concerns())
        .map(|(advisory, concern)| Entry {
            advisory,
            concern,
            exploited: advisory
                .vulnerabilities
                .iter()
                .filter_map(|v| picture.parts.exploited.get(&v.id))
                .map(|k| k.added.as_str())
                .min(),
        })
        .collect()
}

impl Question {
    /// Which are shown.
    fn touching(&self) -> &str {
        match self.touch.as_str() {
            chosen @ ("yes" | "affected" | "all") => chosen,
            _ if self.q.trim().is_empty() => "yes",
            _ => "all",
        }
    }
}

/// What the question finds, in its order.
fn listed<'e, 'p>(all: &'e [Entry<'p>], question: &Question) -> Vec<&'e Entry<'p>> {
    let words: Vec<String> = question.q.split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<&Entry<'_>> = all
        .iter()
        .filter(|e| match question.touching() {
            "yes" => e.concern.touches_us(),
            "affected" => e.concern.affected > 0,
            _ => true,
        })
        .filter(|e| question.exploited != "yes" || e.exploited.is_some())
        .filter(|e| holds_all(e.advisory, &words))
        .collect();
    let by_id = |a: &&Entry<'_>, b: &&Entry<'_>| register::fleet::natural_order(&a.advisory.id, &b.advisory.id);
    found.sort_by(by_id);
    match question.sort.as_str() {
        "id" => {}
        "released" => found.sort_by(|a, b| date_order(&b.advisory.initial_release, &a.advisory.initial_release)),
        "affected" => found.sort_by_key(|e| Reverse((e.concern.affected, e.concern.possibly))),
        _ => found.sort_by(|a, b| date_order(&b.advisory.current_release, &a.advisory.current_release)),
    }
    found
}

/// Whether each word occurs in the id, the title, a vulnerability's id, or a product's name.
fn holds_all(advisory: &Advisory, words: &[String]) -> bool {
    words.iter().all(|word| {
        let holds = |text: &str| text.to_lowercase().contains(word.as_str());
        holds(&advisory.id)
            || holds(&advisory.title)
            || advisory.aliases.iter().any(|a| holds(a))
            || advisory.vulnerabilities.iter().any(|v| holds(&v.id))
            || advisory.products.iter().any(|p| holds(&p.name))
    })
}

fn page(picture: &Picture, question: &Question, readings: Vec<Reading>) -> Page {
    let all = entries(picture);
    let found = listed(&all, question);
    let touching = all.iter().filter(|e| e.concern.touches_us()).count();
    let affecting = all.iter().filter(|e| e.concern.affected > 0).count();
    let exploited = all.iter().filter(|e| e.exploited.is_some() && e.concern.touches_us()).count();
    let pages = found.len().div_ceil(PAGE).max(1);
    let current = question.page.clamp(1, pages);
    let heading = heading(all.len(), touching, affecting);
    let change = |change: &dyn Fn(&mut Question)| {
        let mut other = Question {
            page: 1,
            ..question.clone()
        };
        change(&mut other);
        address("/advisories", &other)
    };
    let filter = |touch: &str, exploited: &str, words: String| {
        let set = question.touching() == touch && question.exploited == exploited;
        let to = change(&|q| (q.touch, q.exploited) = (touch.to_owned(), exploited.to_owned()));
        (to, words, set)
    };
    Page {
        shell: Shell::new(heading.clone(), "/advisories"),
        lead: lead(picture, &all, exploited),
        heading,
        feeds: feeds(picture),
        any: !all.is_empty(),
        words: question.q.clone(),
        kept: [
            ("touch", &question.touch),
            ("exploited", &question.exploited),
            ("sort", &question.sort),
        ]
        .into_iter()
        .filter(|(_, v)| !v.is_empty())
        .map(|(k, v)| (k, v.clone()))
        .collect(),
        filters: vec![
            filter("yes", "", format!("Touch us, {}", say::thousands(touching))),
            filter("affected", "", format!("Affect a device, {}", say::thousands(affecting))),
            filter(
                "yes",
                "yes",
                format!("Touch us and known to be exploited, {}", say::thousands(exploited)),
            ),
            filter("all", "", format!("All, {}", say::thousands(all.len()))),
        ],
        orders: ORDERS
            .iter()
            .map(|&(key, words)| {
                let set = question.sort == key || (key == "revised" && !ORDERS.iter().any(|(k, _)| *k == question.sort));
                (change(&|q| key.clone_into(&mut q.sort)), words, set)
            })
            .collect(),
        found: match (found.len(), question.q.trim()) {
            (0, "") => "None of this kind".into(),
            (n, "") => say::count(n, "advisory", "advisories"),
            (0, words) => format!("No advisory here speaks of “{words}”. That does not mean that no device is affected."),
            (n, words) => format!("{} with “{words}”", say::count(n, "advisory", "advisories")),
        },
        rows: found
            .iter()
            .skip((current - 1) * PAGE)
            .take(PAGE)
            .map(|e| line(picture, e))
            .collect(),
        pages: [(current.checked_sub(1), "Page before"), (Some(current + 1), "Next page")]
            .into_iter()
            .filter_map(|(page, words)| Some((page.filter(|p| (1..=pages).contains(p))?, words)))
            .map(|(page, words)| (change(&|q| q.page = page), words.to_owned()))
            .collect(),
        here: if pages > 1 {
            format!("page {current} of {pages}")
        } else {
            String::new()
        },
        coverage: coverage(&readings),
        csv: address("/advisories.csv", question),
        xlsx: address("/advisories.xlsx", question),
    }
}

fn address(path: &str, question: &Question) -> String {
    let mut parts: Vec<String> = [
        ("q", question.q.trim()),
        ("touch", &question.touch),
        ("exploited", &question.exploited),
        ("sort", &question.sort),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| format!("{key}={}", in_address(value)))
    .collect();
    if question.page > 1 {
        parts.push(format!("page={}", question.page));
    }
    if parts.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", parts.join("&"))
    }
}

/// "42 of 282 advisories touch us; 12 affect a device".
fn heading(all: usize, touching: usize, affecting: usize) -> String {
    if all == 0 {
        return "No advisory is loaded yet".into();
    }
    let of = |n: usize, one: &str, many: &str| format!("{} {}", say::thousands(n), if n == 1 { one } else { many });
    if touching == 0 {
        return format!("None of {} touches us", say::count(all, "advisory", "advisories"));
    }
    let affect = match affecting {
        0 => "none is known to affect a device".to_owned(),
        n => of(n, "affects a device", "affect a device"),
    };
    format!(
        "{} of {} {} us; {affect}",
        say::thousands(touching),
        say::count(all, "advisory", "advisories"),
        if touching == 1 { "touches" } else { "touch" }
    )
}

fn lead(picture: &Picture, all: &[Entry<'_>], exploited: usize) -> String {
    if all.is_empty() {
        return "Bring advisories as CSAF files, from CISA or from a maker, and each device here is held against each of them.".into();
    }
    if picture.fleet().is_empty() {
        return "No device is in the register yet, so nothing can touch us. Bring the devices first.".into();
    }
    let known = if picture.parts.exploited.is_empty() {
        "Which of them are known to be exploited is not known: CISA’s list is not loaded.".to_owned()
    } else {
        match exploited {
            0 => "None of those that touch us is on CISA’s list of known exploited vulnerabilities.".to_owned(),
            1 => "1 of those that touch us is on CISA’s list of known exploited vulnerabilities: begin there.".to_owned(),
            n => format!("{n} of those that touch us are on CISA’s list of known exploited vulnerabilities: begin there."),
        }
    };
    format!("{known} What was decided about each is not recorded here yet.")
}

/// The age of each feed in words, and whether it is old.
pub fn feeds(picture: &Picture) -> Vec<(String, bool)> {
    picture
        .as_of()
        .iter()
        .map(|feed| match say::iso_day(&feed.newest) {
            Some(day) => (
                format!(
                    "{}: newest of {}, {}",
                    capitalised(affected::long_name(&feed.feed)),
                    say::date(day),
                    say::age(day, picture.today)
                ),
                (picture.today - day).get_days() > 60,
            ),
            None => (format!("{}: none loaded", capitalised(affected::long_name(&feed.feed))), true),
        })
        .collect()
}

/// "Of 4,812 statements on products, 4,700 were applied, 100 in part and 12 refused."
fn coverage(readings: &[Reading]) -> String {
    let sum = |of: fn(&Reading) -> u64| usize::try_from(readings.iter().map(of).sum::<u64>()).unwrap_or(usize::MAX);
    let (applied, partly, refused) = (sum(|r| r.applied), sum(|r| r.partly), sum(|r| r.refused));
    let all = applied + partly + refused;
    if all == 0 {
        return String::new();
    }
    format!(
        "Of {} on products in them, {} were applied as written, {} in part, {} refused. Each advisory’s page names those that were not.",
        say::count(all, "statement", "statements"),
        say::thousands(applied),
        say::thousands(partly),
        say::thousands(refused)
    )
}

fn line(picture: &Picture, entry: &Entry<'_>) -> Line {
    let Entry { advisory, concern, .. } = entry;
    let to = format!("/affected?q={}", in_address(&advisory.id));
    let mut counts = Vec::new();
    for (number, words) in [(concern.affected, "affected"), (concern.possibly, "cannot be told")] {
        if number > 0 {
            counts.push((say::thousands(number), words, to.clone()));
        }
    }
    let quiet = match (concern.devices(), concern.fixed + concern.not_affected) {
        (0, _) => "names no device of ours".to_owned(),
        (_, 0) => String::new(),
        (_, n) => format!("{} not affected or fixed", say::thousands(n)),
    };
    let mut services: Vec<usize> = concern.services.iter().copied().collect();
    services.sort_by_key(|&s| picture.parts.services[s].longest_bearable_outage_minutes.unwrap_or(u32::MAX));
    let shown = 2;
    let released = say::iso(&advisory.initial_release);
    let revised = say::iso(&advisory.current_release);
    Line {
        title: advisory.title.clone(),
        address: format!("/advisories/{}", in_address(&advisory.id)),
        id: advisory.id.clone(),
        publisher: advisory.publisher.clone(),
        exploited: entry.exploited.is_some(),
        exploited_since: entry.exploited.map_or_else(String::new, say::iso),
        draft: advisory.status == advisories::DocumentStatus::Draft,
        revised: if revised == released { String::new() } else { revised },
        released,
        counts,
        quiet,
        more_services: services.len().saturating_sub(shown),
        services: services
            .into_iter()
            .take(shown)
            .map(|s| {
                let service = &picture.parts.services[s];
                (service.name.clone(), format!("/services/{}", in_address(&service.code)))
            })
            .collect(),
    }
}

fn table(picture: &Picture, entries: &[&Entry<'_>]) -> paper::Table {
    let columns = [
        "Advisory",
        "Title",
        "Publisher",
        "Published",
        "Revised",
        "Vulnerabilities",
        "Known to be exploited since",
        "Devices affected",
        "Devices that cannot be told",
        "Devices fixed",
        "Devices not affected",
        "Services touched",
    ];
    let rows = entries
        .iter()
        .map(|e| {
            let services: Vec<&str> = e
                .concern
                .services
                .iter()
                .map(|&s| picture.parts.services[s].name.as_str())
                .collect();
            let ids: Vec<&str> = e.advisory.vulnerabilities.iter().map(|v| v.id.as_str()).collect();
            let day = |text: &str| text.chars().take(10).collect::<String>();
            vec![
                e.advisory.id.clone(),
                e.advisory.title.clone(),
                e.advisory.publisher.clone(),
                day(&e.advisory.initial_release),
                day(&e.advisory.current_release),
                ids.join(" "),
                e.exploited.unwrap_or("").to_owned(),
                e.concern.affected.to_string(),
                e.concern.possibly.to_string(),
                e.concern.fixed.to_string(),
                e.concern.not_affected.to_string(),
                services.join("; "),
            ]
        })
        .collect();
    paper::Table {
        name: "Advisories".into(),
        columns: columns.map(str::to_owned).to_vec(),
        rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_answers() {
        let check = |all, touching, affecting, expected: &str| assert_eq!(heading(all, touching, affecting), expected);
        check(0, 0, 0, "No advisory is loaded yet");
        check(1, 0, 0, "None of 1 advisory touches us");
        check(282, 0, 0, "None of 282 advisories touches us");
        check(282, 1, 0, "1 of 282 advisories touches us; none is known to affect a device");
        check(2500, 42, 12, "42 of 2,500 advisories touch us; 12 affect a device");
        check(3, 2, 1, "2 of 3 advisories touch us; 1 affects a device");
    }

    #[test]
    fn what_touches_us_is_shown_first_and_words_look_everywhere() {
        let check = |q: &str, touch: &str, expected: &str| {
            let question = Question {
                q: q.into(),
                touch: touch.into(),
                ..Question::default()
            };
            assert_eq!(question.touching(), expected);
        };
        check("", "", "yes");
        check("philips", "", "all");
        check("philips", "affected", "affected");
        check("", "all", "all");
        check(" ", "nonsense", "yes");
    }

    #[test]
    fn coverage_adds_up() {
        let reading = |applied, partly, refused| Reading {
            applied,
            partly,
            refused,
            ..Reading::default()
        };
        assert_eq!(coverage(&[]), "");
        assert!(coverage(&[reading(1000, 20, 1), reading(500, 0, 2)]).starts_with("Of 1,523 statements on products in them, 1,500 were"));
    }

    #[test]
    fn addresses_keep_the_question() {
        let question = Question {
            q: " CT & MR ".into(),
            touch: "yes".into(),
            page: 3,
            ..Question::default()
        };
        assert_eq!(address("/advisories", &question), "/advisories?q=CT%20%26%20MR&touch=yes&page=3");
        assert_eq!(address("/advisories", &Question::default()), "/advisories");
    }
}
