//! What does it say, word for word, and whom does it hit? `GET /advisories/{id}`, and the document as it was published under
//! `/advisories/{id}/document.json`.

use std::collections::HashMap;

use advisories::{Advisory, DocumentStatus, KnownExploited, RemediationCategory, Vulnerability};
use answers::affected::affected;
use answers::{Picture, care, say};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use intel::Verdict;
use serde::Deserialize;
use store::bulletins;

use crate::advisories::feeds;
use crate::affected::category_in_words;
use crate::house::House;
use crate::problem::Problem;
use crate::service::{capitalised, whom_to_call};
use crate::shell::{Shell, in_address};

mod products;
pub mod reading;
mod revisions;

use products::{ProductLine, products, which};
use reading::Reading;
use revisions::RevisionView;

/// The routes of this page.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/advisories/{id}", get(show))
        .route("/advisories/{id}/document.json", get(document))
}

#[derive(Debug, Default, Deserialize)]
struct Question {
    /// "yes": everything on one page, however long.
    #[serde(default)]
    all: String,
}

/// Products, vulnerabilities and pieces of advice shown unless all are asked for.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "advisory/advisory.html")]
struct Page {
    shell: Shell,
    feeds: Vec<(String, bool)>,
    heading: String,
    lead: String,
    id: String,
    address: String,
    affected_address: String,
    draft: bool,
    touches: bool,
    summary: String,
    services: Vec<(String, String, String)>,
    products: Vec<ProductLine>,
    more_products: usize,
    vulnerabilities: Vec<VulnerabilityView>,
    more_vulnerabilities: usize,
    advice: Vec<Advice>,
    more_advice: usize,
    history: Vec<(String, String, String)>,
    revisions: Vec<RevisionView>,
    reading: String,
    /// Statements that were not applied as written: those refused, then those in part, each with place and reason.
    not_applied: [(&'static str, Vec<(String, String)>); 2],
    call: Vec<(String, String, String)>,
    facts: Vec<(&'static str, String)>,
    references: Vec<Link>,
}

/// A link where the address is one, else its text.
struct Link {
    words: String,
    address: String,
}

struct VulnerabilityView {
    id: String,
    address: String,
    title: String,
    summary: String,
    other_ids: String,
    weaknesses: Vec<String>,
    exploited: String,
    epss: String,
    threats: Vec<String>,
    flags: Vec<String>,
    scores: Vec<(String, String)>,
}

/// One piece of advice, with what it is for.
struct Advice {
    category: &'static str,
    text: String,
    link: Link,
    date: String,
    about: String,
}

async fn show(State(house): State<House>, Path(id): Path<String>, Query(question): Query<Question>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let position = find(&picture, &id)?;
            let advisory = picture.corpus.advisory(position).ok_or_else(|| not_here(&id))?;
            let kept = house
                .store()
                .read(|s| bulletins::revisions_of(s, house.organisation(), &advisory.id))?;
            let reading = reading::of(&house, &advisory.id)?;
            let page = page(&picture, position, advisory, &kept, reading, question.all == "yes");
            Ok(Html(page.render()?).into_response())
        })
        .await
}

fn not_here(id: &str) -> Problem {
    Problem::NotFound {
        what: "advisory",
        name: id.to_owned(),
    }
}

/// The position of an advisory by its id, else by a name under which others speak of it.
fn find(picture: &Picture, id: &str) -> Result<usize, Problem> {
    let same = |other: &str| other.eq_ignore_ascii_case(id);
    let all = || picture.corpus.advisories();
    all()
        .position(|a| a.id == id)
        .or_else(|| all().position(|a| same(&a.id)))
        .or_else(|| all().position(|a| a.aliases.iter().any(|alias| same(alias))))
        .ok_or_else(|| not_here(id))
}

async fn document(State(house): State<House>, Path(id): Path<String>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let document = house.store().read(|s| bulletins::document(s, house.organisation(), &id))?;
            let bytes = document.ok_or_else(|| not_here(&id))?;
            let name: String = id
                .chars()
                .map(|c| {
                    if c.is_ascii_alphanumeric() || c == '-' || c == '.' {
                        c
                    } else {
                        '-'
                    }
                })
                .collect();
            // What was compressed when it came is given back as it came.
            let (kind, ending) = if bytes.starts_with(&[0x1f, 0x8b]) {
                ("application/gzip", "json.gz")
            } else {
                ("application/json", "json")
            };
            let disposition = format!("attachment; filename=\"{name}.{ending}\"");
            Ok((
                [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)],
                bytes,
            )
                .into_response())
        })
        .await
}

fn page(picture: &Picture, position: usize, advisory: &Advisory, kept: &[(Advisory, bool)], reading: Option<Reading>, all: bool) -> Page {
    let most = if all { usize::MAX } else { SHOWN };
    let answer = affected(picture, &advisory.id);
    let devices = answer.devices(picture);
    let loud = |v: Verdict| matches!(v, Verdict::Affected | Verdict::PossiblyAffected);
    let impacts = answer.impacts(picture);
    let draft = advisory.status == DocumentStatus::Draft;
    let said = answer
        .heading(picture)
        .strip_prefix(&format!("{}: ", advisory.id))
        .map_or_else(String::new, str::to_owned);
    let said = if draft {
        "a draft, held against no device".to_owned()
    } else {
        said
    };
    let title = if advisory.title.is_empty() { &advisory.id } else { &advisory.title };
    let products = products(picture, position, advisory);
    let advice = advice(advisory);
    let touches = devices.values().any(|v| loud(*v));
    Page {
        shell: Shell::new(format!("{}: {title}", advisory.id), "/advisories"),
        feeds: feeds(picture),
        heading: if said.is_empty() {
            title.clone()
        } else {
            format!("{title}: {said}")
        },
        lead: if touches {
            care::worst_in_words(picture, &impacts)
        } else {
            String::new()
        },
        id: advisory.id.clone(),
        address: format!("/advisories/{}", in_address(&advisory.id)),
        affected_address: format!("/affected?q={}", in_address(&advisory.id)),
        draft,
        touches,
        summary: advisory.summary.clone(),
        services: impacts
            .iter()
            .take(8)
            .map(|impact| {
                let code = &picture.parts.services[impact.service].code;
                (
                    care::service_name(picture, impact.service),
                    format!("/services/{}", in_address(code)),
                    care::capacity_in_words(impact),
                )
            })
            .collect(),
        more_products: products.len().saturating_sub(most),
        products: products.into_iter().take(most).collect(),
        more_vulnerabilities: advisory.vulnerabilities.len().saturating_sub(most),
        vulnerabilities: advisory
            .vulnerabilities
            .iter()
            .take(most)
            .map(|v| vulnerability(picture, v))
            .collect(),
        more_advice: advice.len().saturating_sub(most),
        advice: advice.into_iter().take(most).collect(),
        history: advisory
            .revisions
            .iter()
            .rev()
            .map(|r| (r.number.clone(), say::iso(&r.date), r.summary.clone()))
            .collect(),
        revisions: revisions::views(kept),
        reading: reading.as_ref().map_or_else(String::new, reading_in_words),
        not_applied: {
            let reading = reading.unwrap_or_default();
            [("Refused", reading.refused_where), ("Applied in part", reading.partly_where)]
        },
        call: whom_to_call(picture, devices.iter().filter(|(_, v)| loud(**v)).map(|(d, _)| *d)),
        facts: facts(advisory),
        references: advisory.references.iter().map(|r| link(&r.summary, &r.url)).collect(),
    }
}

/// Only an address of the web is a link; anything else a document says stays text.
fn link(words: &str, address: &str) -> Link {
    let lower = address.trim().to_lowercase();
    let is_web = lower.starts_with("https://") || lower.starts_with("http://");
    Link {
        words: match (words.trim(), address.trim()) {
            ("", address) => address.to_owned(),
            (words, "") => words.to_owned(),
            (words, _) if is_web => words.to_owned(),
            (words, address) => format!("{words} ({address})"),
        },
        address: if is_web { address.trim().to_owned() } else { String::new() },
    }
}

fn facts(advisory: &Advisory) -> Vec<(&'static str, String)> {
    let status = match advisory.status {
        DocumentStatus::Draft => "draft",
        DocumentStatus::Interim => "interim: may change soon",
        DocumentStatus::Final => "final",
    };
    [
        ("Number", advisory.id.clone()),
        ("Also called", advisory.aliases.join(", ")),
        ("Published by", advisory.publisher.clone()),
        ("Published", say::iso(&advisory.initial_release)),
        ("Revised", say::iso(&advisory.current_release)),
        ("Version", format!("{}, {status}", advisory.version)),
        ("Sectors", advisory.sectors.join("; ")),
    ]
    .into_iter()
    .filter(|(_, value)| !value.trim().is_empty())
    .collect()
}

fn vulnerability(picture: &Picture, v: &Vulnerability) -> VulnerabilityView {
    VulnerabilityView {
        id: v.id.clone(),
        address: format!("/affected?q={}", in_address(&v.id)),
        title: v.title.clone(),
        summary: v.summary.clone(),
        other_ids: v.other_ids.join(", "),
        weaknesses: v.weaknesses.clone(),
        exploited: exploited_in_words(picture, v),
        epss: match picture.parts.epss.get(&v.id) {
            Some(p) => format!("{:.1} % within 30 days", p * 100.0),
            None if picture.parts.epss.is_empty() => "not known: no EPSS file loaded".into(),
            None => "not scored".into(),
        },
        threats: v
            .threats
            .iter()
            .map(|(category, text)| format!("{}: {text}", capitalised(category)))
            .collect(),
        flags: v
            .flags
            .iter()
            .map(|f| {
                format!(
                    "{} ({})",
                    f.label.replace('_', " "),
                    say::count(f.products.len(), "product", "products")
                )
            })
            .collect(),
        scores: v.scores.iter().map(|s| (format!("{:.1}", s.base), s.vector.clone())).collect(),
    }
}

fn exploited_in_words(picture: &Picture, v: &Vulnerability) -> String {
    let ids = std::iter::once(&v.id).chain(&v.other_ids);
    let listed: Option<&KnownExploited> = ids.filter_map(|id| picture.parts.exploited.get(id)).next();
    match listed {
        Some(k) => format!(
            "yes, on CISA’s list since {}{}",
            say::iso(&k.added),
            if k.ransomware { "; used in ransomware" } else { "" }
        ),
        None if picture.parts.exploited.is_empty() => "not known: CISA’s list is not loaded".into(),
        None => "not on CISA’s list".into(),
    }
}

/// Every different piece of advice once, in full, with the vulnerabilities and products that it is for.
fn advice(advisory: &Advisory) -> Vec<Advice> {
    type Key<'a> = (&'static str, &'a str, &'a str, &'a str);
    let mut order: Vec<Key<'_>> = Vec::new();
    let mut about: HashMap<Key<'_>, (Vec<&str>, usize)> = HashMap::new();
    for v in &advisory.vulnerabilities {
        for r in &v.remediations {
            let key = (category(r.category), r.text.trim(), r.url.as_str(), r.date.as_str());
            let entry = about.entry(key).or_insert_with(|| {
                order.push(key);
                (Vec::new(), 0)
            });
            if entry.0.last() != Some(&v.id.as_str()) {
                entry.0.push(&v.id);
            }
            entry.1 = entry.1.max(r.products.len());
        }
    }
    let every = advisory.vulnerabilities.len();
    order
        .into_iter()
        .map(|key| {
            let (ids, products) = about.get(&key).map_or((&[][..], 0), |(ids, products)| (ids.as_slice(), *products));
            let (category, text, url, date) = key;
            let products = match products {
                0 => "all products".to_owned(),
                n => say::count(n, "product", "products"),
            };
            let vulnerabilities = if every > 1 {
                format!("{}; ", which(ids, every))
            } else {
                String::new()
            };
            Advice {
                category,
                text: text.to_owned(),
                link: link("", url),
                date: if date.is_empty() { String::new() } else { say::iso(date) },
                about: format!("for {vulnerabilities}{products}"),
            }
        })
        .collect()
}

fn category(category: RemediationCategory) -> &'static str {
    category_in_words(category)
}

fn reading_in_words(reading: &Reading) -> String {
    let all = usize::try_from(reading.applied + reading.partly + reading.refused).unwrap_or(usize::MAX);
    if all == 0 {
        return "It states nothing of products.".into();
    }
    if reading.partly + reading.refused == 0 {
        return format!(
            "All {} on products were applied as written.",
            say::count(all, "statement", "statements")
        );
    }
    format!(
        "Of {} on products, {} were applied as written, {} in part, {} refused.",
        say::count(all, "statement", "statements"),
        reading.applied,
        reading.partly,
        reading.refused
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_become_links() {
        let check = |words: &str, address: &str, expected: (&str, &str)| {
            let link = link(words, address);
            assert_eq!((link.words.as_str(), link.address.as_str()), expected);
        };
        check("More", "https://example.org/a", ("More", "https://example.org/a"));
        check("", " http://example.org ", ("http://example.org", "http://example.org"));
        check("Click", "javascript:alert(1)", ("Click (javascript:alert(1))", ""));
        check("Click", "JavaScript://https://x", ("Click (JavaScript://https://x)", ""));
        check("Ask the maker", "", ("Ask the maker", ""));
    }
}
