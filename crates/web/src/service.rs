//! One clinical service: what it hangs on, what happens when it stops, who decides, where it would break first.
//! `GET /services/{code}`; the form that describes one is in [`form`].

use answers::services::{self, ServiceStanding};
use answers::weakest::{self, WeakPoint};
use answers::{Picture, care, say};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use register::{ClinicalService, ConnectedSystem, Field, Need};

use crate::affected::out_of_hours;
use crate::house::House;
use crate::problem::Problem;
use crate::services::{PoolLine, hours, pool_lines};
use crate::shell::{Shell, in_address, verdict_mark};

mod form;
mod hanging;
mod needs;
mod timeline;

use needs::{NeedLine, felt_after, need_lines, system, what_it_hangs_on};
use timeline::Span;

/// The routes of this page and of its form.
pub fn routes() -> Router<House> {
    Router::new().route("/services/{code}", get(show)).merge(form::routes())
}

/// Devices shown; the rest is a list of its own.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "service/service.html")]
struct Page {
    shell: Shell,
    heading: String,
    lead: String,
    address: String,
    site: String,
    site_address: String,
    picture: String,
    not_drawn: usize,
    needs: Vec<NeedLine>,
    timeline: String,
    moments: Vec<Moment>,
    decides: String,
    bears: String,
    reason: String,
    call: Vec<(String, String, String)>,
    weakest: Vec<WeakPoint>,
    devices: Vec<DeviceLine>,
    devices_address: String,
    all_devices: usize,
    stopped_with_it: Vec<(String, String)>,
}

/// One moment of an outage.
struct Moment {
    after: String,
    what: String,
    instead: String,
}

struct DeviceLine {
    name: String,
    address: String,
    what: String,
    mark: &'static str,
    version: String,
    source: String,
}

async fn show(State(house): State<House>, Path(code): Path<String>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let service = picture
                .parts
                .services
                .iter()
                .position(|s| s.code == code)
                .or_else(|| picture.service(&code))
                .ok_or(Problem::NotFound {
                    what: "service",
                    name: code,
                })?;
            Ok(Html(page(&picture, service).render()?).into_response())
        })
        .await
}

fn page(picture: &Picture, position: usize) -> Page {
    let service = &picture.parts.services[position];
    let standing = services::standing(picture, position);
    let pools = pool_lines(picture, &standing);
    let heading = heading(service, &standing, &pools);
    let (drawn, not_drawn) = what_it_hangs_on(picture, service, &standing, &pools);
    let spans = spans(picture, service);
    let devices: Vec<DeviceLine> = ordered(picture, &standing)
        .into_iter()
        .take(SHOWN)
        .map(|device| device_line(picture, device as usize))
        .collect();
    Page {
        shell: Shell::new(service.name.clone(), "/services"),
        lead: lead(picture, service, &standing, &pools),
        heading,
        address: format!("/services/{}", in_address(&service.code)),
        site: picture.site_name(&service.site).to_owned(),
        site_address: format!("/services?site={}", in_address(&service.site)),
        picture: drawn,
        not_drawn,
        needs: need_lines(picture, service, pools),
        timeline: timeline::draw(&spans, service.longest_bearable_outage_minutes),
        moments: moments(picture, service),
        decides: service.decided_by.clone(),
        bears: service.longest_bearable_outage_minutes.map_or_else(String::new, say::minutes),
        reason: service.outage_reason.clone(),
        call: whom_to_call(picture, standing.devices.iter().copied()),
        weakest: weakest::weakest_points(picture, &standing),
        devices,
        devices_address: format!("/devices?service={}", in_address(&service.code)),
        all_devices: standing.devices.len(),
        stopped_with_it: register::service::stop_with(&picture.parts.services, &service.code)
            .into_iter()
            .filter_map(|code| picture.service(&code))
            .map(|s| {
                let code = &picture.parts.services[s].code;
                (care::service_name(picture, s), format!("/services/{}", in_address(code)))
            })
            .collect(),
    }
}

/// "CT imaging: no spare among CT scanners (planning)".
fn heading(service: &ClinicalService, standing: &ServiceStanding, pools: &[PoolLine]) -> String {
    let named = |holds: &dyn Fn(&services::PoolStanding) -> bool| -> Vec<(usize, &str)> {
        standing
            .pools
            .iter()
            .zip(pools)
            .enumerate()
            .filter(|(_, (p, _))| holds(p))
            .map(|(nth, (_, line))| (nth, line.name.as_str()))
            .collect()
    };
    let more = |n: usize| match n {
        1 => String::new(),
        n => format!(" and {} more", n - 1),
    };
    let empty = named(&|p| p.capacity.of == 0);
    let short = named(&|p| p.is_short_now());
    let falling = named(&|p| p.would_fall_short());
    let thin = named(&|p| p.has_no_spare());
    let said = if let Some((_, name)) = empty.first() {
        format!("the register counts no device in {name}{}", more(empty.len()))
    } else if let Some((nth, name)) = short.first() {
        let c = standing.pools[*nth].capacity;
        format!("{} of the {} {} it needs{}", c.of, c.needs, in_a_sentence(name), more(short.len()))
    } else if let Some((nth, name)) = falling.first() {
        let c = standing.pools[*nth].capacity;
        format!(
            "would be left with {} of the {} {} it needs{}",
            c.left(),
            c.needs,
            in_a_sentence(name),
            more(falling.len())
        )
    } else if let Some((_, name)) = thin.first() {
        format!("no spare among {}{}", in_a_sentence(name), more(thin.len()))
    } else if standing.might_fall_short() {
        "enough, unless devices that cannot be told are affected".into()
    } else if standing.pools.is_empty() && standing.devices.is_empty() {
        "which devices it needs is not known".into()
    } else if standing.pools.is_empty() {
        "how many of its devices it needs is not known".into()
    } else {
        "a device to spare of each kind".into()
    };
    format!("{}: {said}", isolated(&service.name))
}

fn lead(picture: &Picture, service: &ClinicalService, standing: &ServiceStanding, pools: &[PoolLine]) -> String {
    let mut said = Vec::new();
    let hours = hours(service);
    if !hours.is_empty() {
        said.push(format!("{}.", capitalised(&hours)));
    }
    let mut needs: Vec<String> = pools
        .iter()
        .zip(services::pools_needed(service))
        .map(|(line, (needed, pool))| format!("{needed} of {} {}", picture.fleet().pool(pool).len(), in_a_sentence(&line.name)))
        .collect();
    needs.extend(service.needs.iter().filter_map(|need| {
        match need {
            Need::Devices { .. } => None,
            Need::System(code) => Some(system(picture, code).map_or_else(|| code.clone(), |s| s.name.clone())),
            Need::Service(code) => Some(
                picture
                    .service(code)
                    .map_or_else(|| code.clone(), |s| picture.parts.services[s].name.clone()),
            ),
        }
    }));
    if !needs.is_empty() {
        said.push(format!("It needs {}.", say::list(&needs)));
    }
    if let Some(minutes) = service.longest_bearable_outage_minutes {
        said.push(format!("It can bear an outage of {}.", say::minutes(minutes)));
    }
    said.extend(match standing.affected {
        0 => None,
        1 => Some("1 of its devices is affected.".to_owned()),
        n => Some(format!("{} of its devices are affected.", say::thousands(n))),
    });
    said.join(" ")
}

/// A name that is written from right to left, set apart so that the rest of the sentence keeps its order.
fn isolated(name: &str) -> String {
    let right_to_left = name
        .chars()
        .any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'));
    if right_to_left {
        format!("\u{2068}{name}\u{2069}")
    } else {
        name.to_owned()
    }
}

/// With a capital letter at the front.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// With a small letter at the front, unless the word is a name or an abbreviation ("CT scanners", "X-rays").
fn in_a_sentence(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain([second]).chain(letters).collect(),
        _ => name.to_owned(),
    }
}

fn systems_needed<'p>(picture: &'p Picture, service: &ClinicalService) -> Vec<&'p ConnectedSystem> {
    service
        .needs
        .iter()
        .filter_map(|need| match need {
            Need::System(code) => system(picture, code),
            Need::Devices { .. } | Need::Service(_) => None,
        })
        .collect()
}

fn spans(picture: &Picture, service: &ClinicalService) -> Vec<Span> {
    let mut spans: Vec<Span> = systems_needed(picture, service)
        .into_iter()
        .filter_map(|s| {
            Some(Span {
                name: s.name.clone(),
                minutes: s.felt_after_minutes?,
                said: format!("loss {}", felt_after(s)),
                until_felt: true,
            })
        })
        .collect();
    spans.sort_by_key(|s| s.minutes);
    if let Some(hours) = service.fallback_lasts_hours
        && !weakest::has_none(&service.fallback)
    {
        let minutes = hours.saturating_mul(60);
        spans.push(Span {
            name: service.fallback.clone(),
            minutes,
            said: format!("lasts {}", say::minutes(minutes)),
            until_felt: false,
        });
    }
    spans
}

/// What happens when, in order of time.
fn moments(picture: &Picture, service: &ClinicalService) -> Vec<Moment> {
    let mut moments: Vec<(u32, u8, Moment)> = Vec::new();
    let after = |minutes: u32| {
        if minutes == 0 {
            "at once".to_owned()
        } else {
            say::minutes(minutes)
        }
    };
    if !service.stops_first.is_empty() || !service.fallback.is_empty() {
        moments.push((
            0,
            0,
            Moment {
                after: after(0),
                what: if service.stops_first.is_empty() {
                    "what stops first is not known".into()
                } else {
                    capitalised(&service.stops_first)
                },
                instead: capitalised(&service.fallback),
            },
        ));
    }
    for system in systems_needed(picture, service) {
        if let Some(minutes) = system.felt_after_minutes {
            moments.push((
                minutes,
                1,
                Moment {
                    after: after(minutes),
                    what: format!("The loss of {} is felt", system.name),
                    instead: capitalised(&system.workaround),
                },
            ));
        }
    }
    if let Some(minutes) = service.longest_bearable_outage_minutes {
        let because = if service.outage_reason.is_empty() {
            String::new()
        } else {
            format!(": {}", service.outage_reason)
        };
        moments.push((
            minutes,
            2,
            Moment {
                after: after(minutes),
                what: format!("Longest bearable outage{because}"),
                instead: if service.decided_by.is_empty() {
                    String::new()
                } else {
                    format!("{} decides", service.decided_by)
                },
            },
        ));
    }
    if let Some(hours) = service.fallback_lasts_hours
        && !weakest::has_none(&service.fallback)
    {
        let minutes = hours.saturating_mul(60);
        moments.push((
            minutes,
            3,
            Moment {
                after: after(minutes),
                what: "What is done instead ends".into(),
                instead: String::new(),
            },
        ));
    }
    moments.sort_by_key(|(minutes, kind, _)| (*minutes, *kind));
    moments.into_iter().map(|(_, _, moment)| moment).collect()
}

/// Clinical engineering and those who support these devices, the most devices first: (role, out of hours, telephone).
pub fn whom_to_call(picture: &Picture, devices: impl Iterator<Item = u32>) -> Vec<(String, String, String)> {
    let mut found: Vec<(&register::Contact, usize)> = Vec::new();
    for device in devices {
        for contact in picture.contacts_of(device as usize) {
            match found.iter_mut().find(|(c, _)| c.code == contact.code) {
                Some((_, devices)) => *devices += 1,
                None => found.push((contact, 1)),
            }
        }
    }
    found.sort_by_key(|(contact, devices)| (contact.kind != "internal", std::cmp::Reverse(*devices)));
    found
        .into_iter()
        .take(4)
        .map(|(c, _)| (c.role.clone(), out_of_hours(c), c.telephone.clone()))
        .collect()
}

/// Its devices, the affected first, then those that cannot be told.
fn ordered(picture: &Picture, standing: &ServiceStanding) -> Vec<u32> {
    let mut devices = standing.devices.clone();
    devices.sort_by_key(|&d| std::cmp::Reverse(picture.gravest(d as usize)));
    devices
}

fn device_line(picture: &Picture, device: usize) -> DeviceLine {
    let fleet = picture.fleet();
    let joined = |fields: &[Field], between: &str| {
        fields
            .iter()
            .map(|&f| fleet.value(device, f))
            .filter(|v| !v.is_empty())
            .collect::<Vec<_>>()
            .join(between)
    };
    let (source, at) = fleet.version_said(device);
    let version = fleet.value(device, Field::SoftwareVersion).to_owned();
    DeviceLine {
        name: fleet.display_name(device),
        address: format!("/devices/{}", fleet.id(device)),
        what: joined(&[Field::Manufacturer, Field::Model], " ")
            + &match joined(&[Field::Department, Field::Location], ", ") {
                place if place.is_empty() => String::new(),
                place => format!("; {place}"),
            },
        mark: picture.gravest(device).map_or("", verdict_mark),
        source: if version.is_empty() || source.is_empty() {
            String::new()
        } else {
            format!("{source}, {}", say::near_date(say::day(at), picture.today))
        },
        version,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_with_a_capital_letter() {
        assert_eq!(capitalised("éclairs"), "Éclairs");
        assert_eq!(capitalised(""), "");
        assert_eq!(capitalised("07:00 daily"), "07:00 daily");
        let check = |name: &str, expected: &str| assert_eq!(in_a_sentence(name), expected);
        check("Bedside monitors (ICU)", "bedside monitors (ICU)");
        check("CT scanners", "CT scanners");
        check("X-rays", "X-rays");
        assert_eq!(isolated("CT imaging"), "CT imaging");
        assert_eq!(isolated("غرفة"), "\u{2068}غرفة\u{2069}");
        check("", "");
    }
}
