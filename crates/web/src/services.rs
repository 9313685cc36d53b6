//! What falls, when, and who decides? The clinical services by site, with what each needs and has. `GET /services`.

use answers::services::{self, ServiceStanding};
use answers::{Picture, say};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use register::{ClinicalService, Need};
use serde::Deserialize;

use crate::house::House;
use crate::problem::Problem;
use crate::shell::{Shell, capacity_drawn, in_address};

/// The routes of this page.
pub fn routes() -> Router<House> {
    Router::new().route("/services", get(show))
}

/// Services shown on one page.
const PAGE: usize = 60;

#[derive(Debug, Default, Deserialize)]
struct Question {
    /// "yes": those without a spare device alone.
    #[serde(default)]
    thin: String,
    /// "yes": those that would fall short without their affected devices alone.
    #[serde(default)]
    short: String,
    /// A site's code.
    #[serde(default)]
    site: String,
    #[serde(default)]
    page: usize,
}

#[derive(Template)]
#[template(path = "services/services.html")]
struct Page {
    shell: Shell,
    heading: String,
    lead: String,
    any: bool,
    filters: Vec<Choice>,
    sites: Vec<Choice>,
    groups: Vec<Group>,
    not_counted: usize,
    pages: Vec<(usize, String, bool)>,
}

/// A filter as a link: (address, words, whether it is set).
struct Choice {
    address: String,
    words: String,
    set: bool,
}

struct Group {
    site: String,
    rows: Vec<Line>,
}

struct Line {
    name: String,
    address: String,
    hours: String,
    mark: &'static str,
    word: &'static str,
    pools: Vec<PoolLine>,
    also: Vec<String>,
    found: String,
    devices: String,
    bears: String,
    instead: String,
    decides: String,
}

/// One pool of a service, drawn and said.
pub struct PoolLine {
    /// What its devices are called.
    pub name: String,
    /// The address that lists them.
    pub address: String,
    /// The picture.
    pub drawn: String,
    /// The same in words.
    pub words: String,
}

async fn show(State(house): State<House>, Query(question): Query<Question>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            Ok(Html(page(&picture, &question).render()?).into_response())
        })
        .await
}

fn page(picture: &Picture, question: &Question) -> Page {
    let all = services::standings(picture);
    let at_site: Vec<&ServiceStanding> = all
        .iter()
        .filter(|s| question.site.is_empty() || picture.parts.services[s.service].site == question.site)
        .collect();
    let (thin, short) = (question.thin == "yes", question.short == "yes");
    let mut shown: Vec<&ServiceStanding> = at_site
        .iter()
        .copied()
        .filter(|s| !thin || s.has_no_spare())
        .filter(|s| !short || s.would_fall_short())
        .collect();
    shown.sort_by_key(|s| urgency(picture, s));
    let pages = shown.len().div_ceil(PAGE).max(1);
    let current = question.page.clamp(1, pages);
    let of_page = shown.iter().skip((current - 1) * PAGE).take(PAGE);
    let mut groups: Vec<Group> = Vec::new();
    for standing in of_page {
        let service = &picture.parts.services[standing.service];
        let site = picture.site_name(&service.site).to_owned();
        if groups.last().is_none_or(|g| g.site != site) {
            groups.push(Group {
                site: site.clone(),
                rows: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.rows.push(line(picture, standing));
        }
    }
    let heading = heading(picture, question, &at_site, shown.len());
    let address = |thin: bool, short: bool, site: &str, page: usize| address(thin, short, site, page);
    Page {
        shell: Shell::new(heading.clone(), "/services"),
        heading,
        lead: lead(picture, &at_site),
        any: !all.is_empty(),
        filters: vec![
            Choice {
                address: address(false, false, &question.site, 1),
                words: format!("All, {}", at_site.len()),
                set: !thin && !short,
            },
            Choice {
                address: address(true, false, &question.site, 1),
                words: format!("No spare device, {}", at_site.iter().filter(|s| s.has_no_spare()).count()),
                set: thin,
            },
            Choice {
                address: address(false, true, &question.site, 1),
                words: format!(
                    "Would fall short without the affected, {}",
                    at_site.iter().filter(|s| s.would_fall_short()).count()
                ),
                set: short,
            },
        ],
        sites: sites(picture, question, thin, short),
        groups,
        not_counted: (0..picture.fleet().len())
            .filter(|&d| picture.columns().services_of(d).is_empty())
            .count(),
        pages: if pages == 1 {
            Vec::new()
        } else {
            (1..=pages)
                .map(|p| (p, address(thin, short, &question.site, p), p == current))
                .collect()
        },
    }
}

/// Sites in order; within a site what is short, what would fall short, what has no spare, the less patient first.
fn urgency(picture: &Picture, standing: &ServiceStanding) -> (String, bool, bool, bool, u32, usize) {
    let service = &picture.parts.services[standing.service];
    (
        service.site.clone(),
        !standing.is_short_now(),
        !standing.would_fall_short(),
        !standing.has_no_spare(),
        service.longest_bearable_outage_minutes.unwrap_or(u32::MAX),
        standing.service,
    )
}

fn address(thin: bool, short: bool, site: &str, page: usize) -> String {
    let mut parts = Vec::new();
    if thin {
        parts.push("thin=yes".to_owned());
    }
    if short {
        parts.push("short=yes".to_owned());
    }
    if !site.is_empty() {
        parts.push(format!("site={}", in_address(site)));
    }
    if page > 1 {
        parts.push(format!("page={page}"));
    }
    if parts.is_empty() {
        "/services".into()
    } else {
        format!("/services?{}", parts.join("&"))
    }
}

fn sites(picture: &Picture, question: &Question, thin: bool, short: bool) -> Vec<Choice> {
    let mut codes: Vec<&str> = picture.parts.services.iter().map(|s| s.site.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.len() < 2 {
        return Vec::new();
    }
    let every = Choice {
        address: address(thin, short, "", 1),
        words: "Every site".into(),
        set: question.site.is_empty(),
    };
    std::iter::once(every)
        .chain(codes.into_iter().filter(|c| !c.is_empty()).map(|code| Choice {
            address: address(thin, short, code, 1),
            words: picture.site_name(code).to_owned(),
            set: question.site == code,
        }))
        .collect()
}

fn heading(picture: &Picture, question: &Question, at_site: &[&ServiceStanding], shown: usize) -> String {
    if picture.parts.services.is_empty() {
        return "No clinical service is described yet".into();
    }
    let place = if question.site.is_empty() {
        String::new()
    } else {
        format!(" at {}", picture.site_name(&question.site))
    };
    if at_site.is_empty() {
        return format!("No service is described{place}");
    }
    if question.short == "yes" {
        return match shown {
            0 => format!("No service{place} would fall short without its affected devices"),
            n => format!(
                "{}{place} would fall short without the affected devices",
                say::count(n, "service", "services")
            ),
        };
    }
    let thin = at_site.iter().filter(|s| s.has_no_spare()).count();
    match (thin, at_site.len()) {
        (0, 1) => format!("The one service{place} has a device to spare"),
        (0, all) => format!("All {} services{place} have a device to spare", say::thousands(all)),
        (1, 1) => format!("The one service{place} has no spare device"),
        (n, all) => format!(
            "{} of {} services{place} {} no spare device",
            say::thousands(n),
            say::thousands(all),
            if n == 1 { "has" } else { "have" }
        ),
    }
}

/// What would fall with the affected devices, named.
fn lead(picture: &Picture, at_site: &[&ServiceStanding]) -> String {
    if at_site.is_empty() {
        return String::new();
    }
    let mut falling: Vec<&&ServiceStanding> = at_site.iter().filter(|s| s.would_fall_short()).collect();
    falling.sort_by_key(|s| {
        picture.parts.services[s.service]
            .longest_bearable_outage_minutes
            .unwrap_or(u32::MAX)
    });
    let doubtful = at_site.iter().filter(|s| !s.would_fall_short() && s.might_fall_short()).count();
    let mut said = match falling.len() {
        0 => "No service would fall short, were every affected device taken out at once.".to_owned(),
        n => {
            let mut names: Vec<String> = falling
                .iter()
                .take(3)
                .map(|s| {
                    let service = &picture.parts.services[s.service];
                    match service.longest_bearable_outage_minutes {
                        Some(minutes) => format!("{} (bears {})", service.name, say::minutes(minutes)),
                        None => service.name.clone(),
                    }
                })
                .collect();
            if n > 3 {
                names.push(format!("{} more", n - 3));
            }
            format!(
                "Were every affected device taken out at once, {} would fall short: {}.",
                say::count(n, "service", "services"),
                say::list(&names)
            )
        }
    };
    if doubtful > 0 {
        said.push_str(&match doubtful {
            1 => " Of 1 more it cannot be told.".to_owned(),
            n => format!(" Of {} more it cannot be told.", say::thousands(n)),
        });
    }
    said
}

fn line(picture: &Picture, standing: &ServiceStanding) -> Line {
    let service = &picture.parts.services[standing.service];
    let (mark, word) = if standing.is_short_now() {
        ("bad", "Too few already")
    } else if standing.would_fall_short() {
        ("bad", "Would fall short")
    } else if standing.has_no_spare() {
        ("thin", "No spare")
    } else {
        ("", "")
    };
    let mut found = Vec::new();
    if standing.affected > 0 {
        found.push(format!("{} affected", say::thousands(standing.affected)));
    }
    if standing.possibly > 0 {
        found.push(format!("{} cannot be told", say::thousands(standing.possibly)));
    }
    Line {
        name: service.name.clone(),
        address: format!("/services/{}", in_address(&service.code)),
        hours: hours(service),
        mark,
        word,
        pools: pool_lines(picture, standing),
        also: also_needed(picture, service),
        found: if found.is_empty() {
            "none affected".into()
        } else {
            found.join(", ")
        },
        devices: format!("/devices?service={}", in_address(&service.code)),
        bears: service.longest_bearable_outage_minutes.map_or_else(String::new, say::minutes),
        instead: if answers::weakest::has_none(&service.fallback) {
            String::new()
        } else {
            service.fallback_lasts_hours.map_or_else(
                || "then on paper".to_owned(),
                |h| format!("then on paper for {}", say::minutes(h.saturating_mul(60))),
            )
        },
        decides: service.decided_by.clone(),
    }
}

/// "07:00-21:00 daily; 95 patients a day".
pub fn hours(service: &ClinicalService) -> String {
    let a_day = a_day(&service.a_day);
    match (service.hours.is_empty(), a_day.is_empty()) {
        (false, false) => format!("{}; {a_day}", service.hours),
        (false, true) => service.hours.clone(),
        (true, _) => a_day,
    }
}

/// "95 patients a day", "1,900 samples a day".
pub fn a_day(said: &str) -> String {
    let said = said.trim();
    if said.is_empty() {
        return String::new();
    }
    let (number, rest) = said.split_at(said.find(|c: char| !c.is_ascii_digit()).unwrap_or(said.len()));
    let number = number.parse().map_or_else(|_| number.to_owned(), say::thousands);
    match rest.trim() {
        "" => format!("{number} patients a day"),
        rest if rest.ends_with("a day") => format!("{number} {rest}").trim().to_owned(),
        rest => format!("{number} {rest} a day").trim().to_owned(),
    }
}

/// Each pool of a service, drawn and said.
pub fn pool_lines(picture: &Picture, standing: &ServiceStanding) -> Vec<PoolLine> {
    standing
        .pools
        .iter()
        .map(|pool| {
            let mut words = format!("needs {} of {}", pool.capacity.needs, pool.capacity.of);
            for (devices, said) in [(&pool.affected, "affected"), (&pool.possibly, "cannot be told")] {
                if !devices.is_empty() {
                    words.push_str(&format!("; {} {said}", say::thousands(devices.len())));
                }
            }
            let name = services::pool_name(picture, &pool.pool);
            PoolLine {
                drawn: if pool.capacity.of == 0 {
                    String::new()
                } else {
                    capacity_drawn(
                        pool.capacity,
                        u32::try_from(pool.possibly.len()).unwrap_or(u32::MAX),
                        &format!("{name}: {words}"),
                    )
                },
                address: format!("/devices?pool={}", in_address(&pool.pool.0)),
                name,
                words,
            }
        })
        .collect()
}

/// The systems and services that it needs, by name.
fn also_needed(picture: &Picture, service: &ClinicalService) -> Vec<String> {
    service
        .needs
        .iter()
        .filter_map(|need| match need {
            Need::Devices { .. } => None,
            Need::System(code) => Some(
                picture
                    .parts
                    .systems
                    .iter()
                    .find(|s| s.code == *code)
                    .map_or_else(|| code.clone(), |s| s.name.clone()),
            ),
            Need::Service(code) => Some(
                picture
                    .service(code)
                    .map_or_else(|| code.clone(), |s| picture.parts.services[s].name.clone()),
            ),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_a_day_is_said_in_the_words_of_the_work() {
        let check = |said: &str, expected: &str| assert_eq!(a_day(said), expected, "{said}");
        check("95", "95 patients a day");
        check("1900 samples", "1,900 samples a day");
        check("about 40", "about 40 a day");
        check("12 births a day", "12 births a day");
        check("", "");
        check("99999999999999999999999", "99999999999999999999999 patients a day");
    }

    #[test]
    fn addresses_hold_what_is_set_and_nothing_else() {
        assert_eq!(address(false, false, "", 1), "/services");
        assert_eq!(address(true, false, "K G&H", 2), "/services?thin=yes&site=K%20G%26H&page=2");
    }
}
