//! One device: what it is, what is wrong, what may be done, who to call. `GET /devices/{id}`; and the form by which a person
//! states a fact about it, `GET` and `POST /devices/{id}/facts`.

use answers::facts::{self, Fact, Telling, Word};
use answers::{Picture, bedside, calling, care, lifespan, say};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use axum::routing::get;
use register::{DeviceId, Field};
use serde::Deserialize;
use store::devices::{StatementState, StoredStatement};

use crate::house::House;
use crate::problem::Problem;
use crate::shell::{Shell, capacity_drawn, in_address};

mod history;
mod judged;
mod state;

use history::{Happened, Known};
use judged::{Judged, judged};

/// The routes of this page.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/devices/{id}", get(show))
        .route("/devices/{id}/facts", get(state::form).post(state::take))
}

/// Fields that are shown as "not known" where nobody says anything; of the others only what is known.
const EXPECTED: [Field; 19] = [
    Field::Manufacturer,
    Field::Model,
    Field::DeviceType,
    Field::Serial,
    Field::AssetTag,
    Field::UdiDi,
    Field::Department,
    Field::Location,
    Field::Owner,
    Field::Supplier,
    Field::Service,
    Field::SoftwareVersion,
    Field::Os,
    Field::Ip,
    Field::NetworkConnection,
    Field::VendorRemoteAccess,
    Field::PatientDataStored,
    Field::PatchStatus,
    Field::SupportStatus,
];

/// Facts that stand before the vulnerabilities; the rest of the record comes after. What is disputed or in doubt comes
/// before, too.
const FIRST: [Field; 9] = [
    Field::Serial,
    Field::AssetTag,
    Field::UdiDi,
    Field::SoftwareVersion,
    Field::Os,
    Field::Ip,
    Field::PatientDataStored,
    Field::Supplier,
    Field::VendorRemoteAccess,
];

#[derive(Template)]
#[template(path = "device/device.html")]
struct Page {
    shell: Shell,
    heading: String,
    address: String,
    way_back: (String, String),
    what: String,
    care_of: String,
    care: String,
    trouble: String,
    recorded: String,
    disputes: Vec<Dispute>,
    stale: String,
    first: Vec<FactView>,
    rest: Vec<FactView>,
    loud: Vec<Judged>,
    quiet: Vec<Judged>,
    none_named: String,
    feed: String,
    people: Vec<Person>,
    deciders: Vec<String>,
    services: Vec<ServiceView>,
    history: Vec<Happened>,
    earlier: Vec<Happened>,
    known: Vec<Known>,
}

struct Dispute {
    field: String,
    stands: String,
    sayings: Vec<String>,
    decide: String,
}

#[derive(Default)]
struct FactView {
    label: &'static str,
    value: String,
    written: String,
    doubt: String,
    /// Support of an operating system, the name of a site.
    beside: String,
    source: String,
    source_address: String,
    others: Vec<String>,
    because: &'static str,
    disputed: bool,
    correct: String,
}

struct Person {
    role: String,
    telephone: String,
    hours: String,
    comes: String,
}

struct ServiceView {
    name: String,
    address: String,
    drawn: String,
    words: String,
    bears: String,
    decides: String,
    stops_first: String,
    fallback: String,
}

#[derive(Debug, Deserialize)]
struct Arrived {
    /// The field that was just stated.
    #[serde(default)]
    said: String,
}

/// A device that is asked for, with what is said of it.
struct Found {
    id: DeviceId,
    position: usize,
    statements: Vec<StoredStatement>,
}

impl Found {
    /// The current statements alone, as words.
    fn words(&self) -> Vec<Word> {
        self.statements
            .iter()
            .filter(|s| s.state == StatementState::Current)
            .map(|s| Word {
                source: s.source.clone(),
                by_person: s.import == 0,
                stated_at: s.stated_at,
                import: s.import,
                row: s.row,
                stale: s.stale_since_import.is_some(),
                fields: s.fields.clone(),
                against: s.against.clone(),
            })
            .collect()
    }
}

fn find(house: &House, picture: &Picture, id: &str) -> Result<Found, Problem> {
    let absent = || Problem::NotFound {
        what: "device",
        name: id.to_owned(),
    };
    let device: DeviceId = id.parse().map_err(|_| absent())?;
    let position = picture.fleet().position(device).ok_or_else(absent)?;
    let statements = house
        .store()
        .read(|session| store::devices::statements_about(session, house.organisation(), &[device], false))?;
    Ok(Found {
        id: device,
        position,
        statements,
    })
}

async fn show(State(house): State<House>, Path(id): Path<String>, Query(arrived): Query<Arrived>) -> Result<Html<String>, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let found = find(&house, &picture, &id)?;
            let (events, imports) = house.store().read(|session| {
                let events = store::audit::about(session, house.organisation(), &format!("device {}", found.id))?;
                Ok::<_, store::StoreError>((events, store::imports::all(session, house.organisation())?))
            })?;
            let mut history = history::happened(&picture, &found.statements, &events, &imports);
            let earlier = history.split_off(history.len().min(8));
            let known = history::known(&picture, &found.statements, &imports);
            Ok(Html(page(&picture, &found, &arrived, history, earlier, known).render()?))
        })
        .await
}

/// "CMMS, 3 November".
fn source_and_day(picture: &Picture, telling: &Telling) -> String {
    let stale = if telling.stale { ", no longer lists it" } else { "" };
    format!(
        "{}, {}{stale}",
        telling.source,
        say::near_date(say::day(telling.stated_at), picture.today)
    )
}

/// "CMMS says “Windows XP” (3 November)".
fn saying(picture: &Picture, telling: &Telling) -> String {
    format!(
        "{} says “{}” ({})",
        telling.source,
        telling.said.value,
        say::near_date(say::day(telling.stated_at), picture.today)
    )
}

fn page(picture: &Picture, found: &Found, arrived: &Arrived, history: Vec<Happened>, earlier: Vec<Happened>, known: Vec<Known>) -> Page {
    let fleet = picture.fleet();
    let device = found.position;
    let words = found.words();
    let facts = facts::facts(&words);
    let address = format!("/devices/{}", found.id);
    let name = fleet.display_name(device);
    let made: Vec<&str> = [Field::Manufacturer, Field::Model]
        .iter()
        .map(|&f| fleet.value(device, f))
        .filter(|v| !v.is_empty() && !name.contains(v))
        .collect();
    let heading = if made.is_empty() && !fleet.value(device, Field::Model).is_empty() {
        name.clone()
    } else if made.is_empty() {
        format!("{name} · maker and model not known")
    } else {
        format!("{name} · {}", made.join(" "))
    };
    let without = bedside::without(picture, device);
    let (loud, quiet) = judged(picture, device, &address);
    let (first, rest) = fact_views(picture, device, &facts, &address);
    let care = bedside::care_in_words(picture, device);
    let named = without.first().map_or_else(String::new, |w| care::service_name(picture, w.service));
    Page {
        shell: Shell::new(heading.clone(), "/devices"),
        way_back: match without.first() {
            Some(first) => {
                let code = &picture.parts.services[first.service].code;
                (
                    care::service_name(picture, first.service),
                    format!("/services/{}", in_address(code)),
                )
            }
            None => ("In no clinical service".into(), "/devices?service=none".into()),
        },
        what: bedside::what_it_is(picture, device),
        care: care.strip_prefix(named.as_str()).unwrap_or(&care).to_owned(),
        care_of: if care.starts_with(named.as_str()) { named } else { String::new() },
        trouble: bedside::trouble_in_words(picture, device),
        recorded: recorded(picture, &facts, &arrived.said),
        disputes: facts.iter().filter(|f| f.disputed).map(|f| dispute(picture, f, &address)).collect(),
        stale: if picture.columns().is_stale(device) {
            let sources: Vec<String> = words.iter().filter(|w| w.stale).map(|w| w.source.clone()).collect();
            format!("{} no longer lists it.", say::list(&sources))
        } else {
            String::new()
        },
        first,
        rest,
        none_named: if loud.is_empty() && quiet.is_empty() {
            bedside::trouble_in_words(picture, device)
        } else {
            String::new()
        },
        loud,
        quiet,
        feed: picture.as_of().first().and_then(|feed| say::iso_day(&feed.newest)).map_or_else(
            || "No advisory is loaded.".into(),
            |day| format!("Judged by advisories up to {} ({}).", say::date(day), say::age(day, picture.today)),
        ),
        people: picture
            .contacts_of(device)
            .into_iter()
            .map(|contact| Person {
                role: contact.role.clone(),
                telephone: contact.telephone.clone(),
                hours: calling::out_of_hours(&picture.parts.contacts, contact),
                comes: calling::on_site_out_of_hours(&picture.parts.contacts, contact),
            })
            .collect(),
        deciders: bedside::deciders(picture, device),
        services: without.iter().map(|w| service_view(picture, w)).collect(),
        heading,
        address,
        history,
        earlier,
        known,
    }
}

/// What a person has just said, as it stands now.
fn recorded(picture: &Picture, facts: &[Fact], said: &str) -> String {
    let fact = facts.iter().find(|f| f.field.key() == said && f.stands.import == 0);
    fact.map_or_else(String::new, |fact| {
        format!(
            "Recorded {}: the {} is “{}”. What the sources say is kept beside it.",
            say::near_date(say::day(fact.stands.stated_at), picture.today),
            facts::in_sentence(fact.field),
            fact.stands.said.value
        )
    })
}

fn dispute(picture: &Picture, fact: &Fact, address: &str) -> Dispute {
    let mut sayings = vec![saying(picture, &fact.stands)];
    sayings.extend(fact.others.iter().map(|o| saying(picture, o)));
    Dispute {
        field: facts::in_sentence(fact.field),
        stands: fact.stands.said.value.clone(),
        sayings,
        decide: format!("{address}/facts?field={}", fact.field.key()),
    }
}

/// What stands before the vulnerabilities, and the rest; what is expected and not known stands at its place.
fn fact_views(picture: &Picture, device: usize, facts: &[Fact], address: &str) -> (Vec<FactView>, Vec<FactView>) {
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for &field in Field::ALL.iter().filter(|f| !matches!(f, Field::Pool)) {
        let fact = facts.iter().find(|f| f.field == field);
        let view = match fact {
            Some(fact) => fact_view(picture, device, fact, address),
            None if EXPECTED.contains(&field) => FactView {
                label: field.label(),
                correct: format!("{address}/facts?field={}", field.key()),
                ..Default::default()
            },
            None => continue,
        };
        if FIRST.contains(&field) || fact.is_some_and(|f| f.disputed || f.stands.said.doubt.is_some()) {
            first.push(view);
        } else {
            rest.push(view);
        }
    }
    (first, rest)
}

fn fact_view(picture: &Picture, device: usize, fact: &Fact, address: &str) -> FactView {
    FactView {
        label: fact.field.label(),
        value: fact.stands.said.value.clone(),
        written: fact.stands.said.written.clone().unwrap_or_default(),
        doubt: fact.stands.said.doubt.clone().unwrap_or_default(),
        beside: match fact.field {
            Field::Os => lifespan::in_words(picture.support_of(device)),
            Field::Site => match picture.site_name(&fact.stands.said.value) {
                name if name == fact.stands.said.value => String::new(),
                name => name.to_owned(),
            },
            Field::AcquiredOn | Field::ManufacturedOn | Field::SupportEndsOn | Field::NextMaintenanceOn => {
                match say::iso(&fact.stands.said.value) {
                    day if day == fact.stands.said.value => String::new(),
                    day => day,
                }
            }
            _ => String::new(),
        },
        source: source_and_day(picture, &fact.stands),
        source_address: import_address(fact.stands.import),
        others: fact.others.iter().map(|o| saying(picture, o)).collect(),
        because: if fact.others.is_empty() {
            ""
        } else {
            facts::because_in_words(fact.because)
        },
        disputed: fact.disputed,
        correct: format!("{address}/facts?field={}", fact.field.key()),
    }
}

/// The page of an import; empty for a person's word.
fn import_address(import: i64) -> String {
    if import == 0 { String::new() } else { format!("/imports/{import}") }
}

fn service_view(picture: &Picture, without: &bedside::Without) -> ServiceView {
    let service = &picture.parts.services[without.service];
    let words = bedside::without_in_words(without);
    ServiceView {
        name: care::service_name(picture, without.service),
        address: format!("/services/{}", in_address(&service.code)),
        drawn: without.capacity.map_or_else(String::new, |c| capacity_drawn(c, 0, &words)),
        words,
        bears: service.longest_bearable_outage_minutes.map_or_else(
            || "How long it can bear an outage is not known.".into(),
            |m| format!("Longest bearable outage {}.", say::minutes(m)),
        ),
        decides: service.decided_by.clone(),
        stops_first: service.stops_first.clone(),
        fallback: service.fallback.clone(),
    }
}
