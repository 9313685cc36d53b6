//! Which devices? A list by words and conditions, with counts of what is left, as a page, as files and as JSON.
//! `GET /devices?…`, `/devices.csv`, `/devices.xlsx`, `/api/v1/devices`.

use answers::listing::{self, By, Facet, Listed};
use answers::{Picture, bedside, calling, lifespan, say};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Json, Response};
use axum::routing::get;
use register::Field;
use serde_json::json;

use crate::export::{self, Kind};
use crate::house::House;
use crate::problem::Problem;
use crate::shell::{Shell, in_address, verdict_mark};

mod question;
use question::Asked;

/// The routes of this page.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/devices", get(show))
        .route("/devices.csv", get(|house, asked| take_away(house, asked, Kind::Csv)))
        .route("/devices.xlsx", get(|house, asked| take_away(house, asked, Kind::Xlsx)))
        .route("/api/v1/devices", get(list_as_json))
}

type Pairs = Query<Vec<(String, String)>>;

/// Values shown of one facet; with more, words narrow them.
const CHOICES_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "devices/devices.html")]
struct Page {
    shell: Shell,
    heading: String,
    lead: String,
    new_hospital: bool,
    not_understood: Vec<String>,
    words: String,
    /// What the form sends along, so that words narrow what is chosen already.
    kept: Vec<(&'static str, String)>,
    chips: Vec<Chip>,
    clear: bool,
    facets: Vec<FacetView>,
    marks: Vec<Link>,
    heads: Vec<Head>,
    rows: Vec<Line>,
    call: Option<Call>,
    place: String,
    pages: Vec<(&'static str, String)>,
    csv: String,
    xlsx: String,
}

struct Chip {
    words: String,
    remove: String,
}

struct Link {
    words: String,
    count: String,
    address: String,
}

struct FacetView {
    name: &'static str,
    open: bool,
    chosen: bool,
    any: String,
    choices: Vec<ChoiceView>,
    more: String,
}

struct ChoiceView {
    words: String,
    count: String,
    address: String,
    chosen: bool,
}

struct Head {
    name: &'static str,
    address: String,
    sorted: &'static str,
    also: Vec<(&'static str, String)>,
}

struct Line {
    name: String,
    address: String,
    what: String,
    place: String,
    site: String,
    version: String,
    version_from: String,
    system: String,
    support: String,
    services: Vec<(String, String)>,
    mark: &'static str,
    flags: Vec<&'static str>,
}

/// Who to call for the one device that was found.
struct Call {
    device: String,
    address: String,
    people: Vec<(String, String, String)>,
    deciders: Vec<String>,
}

/// Shows the list.
pub async fn show(State(house): State<House>, Query(pairs): Pairs) -> Result<Html<String>, Problem> {
    house
        .work(move |house| {
            let asked = Asked::read(&pairs);
            let picture = house.picture()?;
            let listed = listing::list(&picture, &asked.question, asked.page.saturating_mul(asked.per_page));
            Ok(Html(page(&picture, asked, &listed).render()?))
        })
        .await
}

async fn list_as_json(State(house): State<House>, Query(pairs): Pairs) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let asked = Asked::read(&pairs);
            if !asked.not_understood.is_empty() {
                let refusal = json!({ "error": "not_understood", "messages": asked.not_understood });
                return Ok((StatusCode::BAD_REQUEST, Json(refusal)).into_response());
            }
            let picture = house.picture()?;
            let skip = (asked.page - 1).saturating_mul(asked.per_page);
            let listed = listing::list(&picture, &asked.question, skip.saturating_add(asked.per_page));
            let devices: Vec<_> = listed
                .devices
                .iter()
                .skip(skip)
                .take(asked.per_page)
                .map(|&d| listing::listed_device(&picture, d as usize))
                .collect();
            let document = json!({
                "total": listed.devices.len(),
                "page": asked.page,
                "per_page": asked.per_page,
                "pages": listed.devices.len().div_ceil(asked.per_page),
                "heading": listing::heading(&picture, &asked.question, &listed),
                "devices": devices,
            });
            Ok(Json(document).into_response())
        })
        .await
}

async fn take_away(State(house): State<House>, Query(pairs): Pairs, kind: Kind) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let asked = Asked::read(&pairs);
            // A file cannot say that a condition was left out: rather none than the wrong one.
            if !asked.not_understood.is_empty() {
                return Err(Problem::Refused(asked.not_understood.join(" ")));
            }
            let picture = house.picture()?;
            let listed = listing::list(&picture, &asked.question, usize::MAX);
            export::file(&listing::table(&picture, &listed.devices), kind, "devices")
        })
        .await
}

fn page(picture: &Picture, mut asked: Asked, listed: &Listed) -> Page {
    let total = listed.devices.len();
    let last = total.div_ceil(asked.per_page).max(1);
    let mut not_understood = asked.not_understood.clone();
    not_understood.extend(listed.unheard_of.iter().cloned());
    if asked.page > last {
        not_understood.push(format!("There is no page {}; this is the last.", asked.page));
        asked.page = last;
    }
    let heading = listing::heading(picture, &asked.question, listed);
    let skip = (asked.page - 1) * asked.per_page;
    let shown: Vec<usize> = listed.devices.iter().skip(skip).take(asked.per_page).map(|&d| d as usize).collect();
    let mut chips: Vec<Chip> = asked
        .question
        .conditions
        .iter()
        .map(|condition| Chip {
            words: listing::in_words(picture, condition),
            remove: asked.without(condition).address("/devices"),
        })
        .collect();
    if !asked.question.words.is_empty() {
        chips.push(Chip {
            words: format!("Words: {}", asked.question.words),
            remove: asked.changed(|a| a.question.words.clear()).address("/devices"),
        });
    }
    let page_address = |page: usize| {
        let mut there = asked.clone();
        there.page = page;
        there.address("/devices")
    };
    let mut pages = Vec::new();
    if asked.page > 1 {
        pages.push(("First", page_address(1)));
        pages.push(("Previous", page_address(asked.page - 1)));
    }
    if asked.page < last {
        pages.push(("Next", page_address(asked.page + 1)));
        pages.push(("Last", page_address(last)));
    }
    Page {
        shell: Shell::new(heading.clone(), "/devices"),
        lead: lead(picture, total, &chips),
        new_hospital: picture.fleet().is_empty(),
        heading,
        not_understood,
        words: asked.question.words.clone(),
        kept: asked.pairs().into_iter().filter(|(key, _)| *key != "q").collect(),
        clear: !chips.is_empty(),
        chips,
        facets: listed
            .choices
            .iter()
            .map(|(facet, choices)| facet_view(&asked, *facet, choices))
            .collect(),
        marks: listed
            .marks
            .iter()
            .filter(|(condition, _)| !asked.question.conditions.contains(condition))
            .map(|(condition, count)| Link {
                words: listing::in_words(picture, condition),
                count: say::thousands(*count),
                address: asked.with(condition).address("/devices"),
            })
            .collect(),
        heads: heads(&asked),
        call: match (shown.as_slice(), asked.question.words.is_empty()) {
            ([only], false) if total == 1 => Some(call(picture, *only)),
            _ => None,
        },
        rows: shown.iter().map(|&d| line(picture, d)).collect(),
        place: if total == 0 {
            String::new()
        } else {
            format!(
                "{} to {} of {}",
                say::thousands(skip + 1),
                say::thousands(skip + shown.len()),
                say::thousands(total)
            )
        },
        pages,
        csv: asked.changed(|_| ()).address("/devices.csv"),
        xlsx: asked.changed(|_| ()).address("/devices.xlsx"),
    }
}

fn lead(picture: &Picture, total: usize, chips: &[Chip]) -> String {
    let all = picture.fleet().len();
    if all == 0 {
        return "Nothing is known here yet. Bring a list of devices: an export of the maintenance system, or of any inventory.".into();
    }
    if total == 0 {
        return if chips.len() > 1 {
            "Nothing meets all of these conditions at once. Take one away.".into()
        } else {
            "Nothing meets this condition.".into()
        };
    }
    if total == all {
        "Every device that the register holds.".into()
    } else {
        format!("Of {} in the register.", say::count(all, "device", "devices"))
    }
}

fn facet_view(asked: &Asked, facet: Facet, choices: &[listing::Choice]) -> FacetView {
    let chosen: Vec<String> = asked
        .pairs()
        .into_iter()
        .filter(|(key, _)| *key == facet.key())
        .map(|(_, value)| value)
        .collect();
    let is_chosen = |value: &str| chosen.iter().any(|c| register::claim::same_value(c, value));
    let shown = choices.iter().filter(|c| !c.value.is_empty()).take(CHOICES_SHOWN);
    let beyond = choices.len().saturating_sub(CHOICES_SHOWN);
    FacetView {
        name: facet.label(),
        open: matches!(facet, Facet::Verdict | Facet::Support) || !chosen.is_empty(),
        chosen: !chosen.is_empty(),
        any: asked
            .changed(|a| a.question.conditions.retain(|c| Facet::of(c) != Some(facet)))
            .address("/devices"),
        choices: shown
            .map(|choice| ChoiceView {
                words: choice.label.clone(),
                count: say::thousands(choice.count),
                address: asked.choosing(facet, &choice.value).address("/devices"),
                chosen: is_chosen(&choice.value),
            })
            .collect(),
        more: if beyond > 0 {
            format!("and {} more: find them by words", say::thousands(beyond))
        } else {
            String::new()
        },
    }
}

fn heads(asked: &Asked) -> Vec<Head> {
    let column = |field: Field| By::Column(field);
    let head = |name: &'static str, by: By, also: &[(&'static str, By)]| Head {
        name,
        address: asked.sorted(by).address("/devices"),
        sorted: match asked.question.order {
            Some(order) if order.by == by && order.descending => "descending",
            Some(order) if order.by == by => "ascending",
            _ => "",
        },
        also: also
            .iter()
            .map(|(name, by)| (*name, asked.sorted(*by).address("/devices")))
            .collect(),
    };
    vec![
        head(
            "Device",
            By::Name,
            &[
                ("type", column(Field::DeviceType)),
                ("maker", column(Field::Manufacturer)),
                ("model", column(Field::Model)),
            ],
        ),
        head("Where", column(Field::Department), &[("site", column(Field::Site))]),
        head(
            "Software version",
            column(Field::SoftwareVersion),
            &[("operating system", column(Field::Os)), ("its support", By::Support)],
        ),
        head("Service", By::Service, &[]),
        head("Gravest verdict", By::Verdict, &[]),
    ]
}

fn line(picture: &Picture, device: usize) -> Line {
    let fleet = picture.fleet();
    let columns = picture.columns();
    let text = |field: Field| fleet.value(device, field);
    let joined = |fields: &[Field], with: &str| {
        fields
            .iter()
            .map(|&f| text(f))
            .filter(|v| !v.is_empty())
            .collect::<Vec<_>>()
            .join(with)
    };
    let made = joined(&[Field::Manufacturer, Field::Model], " ");
    let support = picture.support_of(device);
    let mut flags = Vec::new();
    if columns.is_exploited(picture, device) {
        flags.push("known to be exploited");
    }
    if fleet.disputed_fields(device).next().is_some() {
        flags.push("sources disagree");
    }
    if columns.is_stale(device) {
        flags.push("no longer listed by its source");
    }
    Line {
        name: fleet.display_name(device),
        address: format!("/devices/{}", fleet.id(device)),
        what: match (text(Field::DeviceType), made.as_str()) {
            ("", "") => "type and maker not known".into(),
            (kind, "") => kind.to_owned(),
            ("", made) => made.to_owned(),
            (kind, made) => format!("{kind}; {made}"),
        },
        place: joined(&[Field::Department, Field::Location], ", "),
        site: picture.site_name(text(Field::Site)).to_owned(),
        version: text(Field::SoftwareVersion).to_owned(),
        version_from: {
            let (source, at) = fleet.version_said(device);
            if source.is_empty() || text(Field::SoftwareVersion).is_empty() {
                String::new()
            } else {
                format!("{source}, {}", say::near_date(say::day(at), picture.today))
            }
        },
        system: text(Field::Os).to_owned(),
        support: if text(Field::Os).is_empty() {
            String::new()
        } else {
            lifespan::in_words(support)
        },
        services: columns
            .services_of(device)
            .iter()
            .map(|(service, _)| {
                (
                    picture.parts.services[*service].name.clone(),
                    format!("/services/{}", in_address(&picture.parts.services[*service].code)),
                )
            })
            .collect(),
        mark: columns.verdict(picture, device).map_or("", verdict_mark),
        flags,
    }
}

fn call(picture: &Picture, device: usize) -> Call {
    Call {
        deciders: bedside::deciders(picture, device),
        device: picture.fleet().display_name(device),
        address: format!("/devices/{}", picture.fleet().id(device)),
        people: picture
            .contacts_of(device)
            .into_iter()
            .map(|c| {
                (
                    c.role.clone(),
                    c.telephone.clone(),
                    calling::out_of_hours(&picture.parts.contacts, c),
                )
            })
            .collect(),
    }
}
