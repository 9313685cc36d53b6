//! What one service needs, drawn and in words: its pools with their devices, systems with what is behind them, other services.

use answers::services::{self, ServiceStanding};
use answers::{Picture, say};
use register::{ClinicalService, ConnectedSystem, Field, Need};

use super::hanging::{self, Needed, Place, Tone};
use crate::services::PoolLine;
use crate::shell::in_address;

/// Boxes drawn for needs; the table has all.
const DRAWN: usize = 14;

/// One need, in words.
pub struct NeedLine {
    /// Its name.
    pub name: String,
    /// The address that opens it; empty where there is none.
    pub address: String,
    /// Where it is devices: k of n.
    pub pool: Option<PoolLine>,
    /// How it is needed, else.
    pub said: String,
    /// What it hangs on itself.
    pub behind: Vec<String>,
    /// What is done without it.
    pub instead: String,
}

/// A system by its code.
pub fn system<'p>(picture: &'p Picture, code: &str) -> Option<&'p ConnectedSystem> {
    picture.parts.systems.iter().find(|s| s.code == code)
}

/// "11 services stop with it".
fn stops(picture: &Picture, code: &str) -> String {
    let stopped = services::services_lost_with(picture, code).len();
    match stopped {
        0 => "no service stops with it".into(),
        1 => "1 service stops with it".into(),
        n => format!("{} services stop with it", say::thousands(n)),
    }
}

/// "felt after 30 minutes"; empty where nobody has said.
pub fn felt_after(system: &ConnectedSystem) -> String {
    match system.felt_after_minutes {
        Some(0) => "felt at once".into(),
        Some(minutes) => format!("felt after {}", say::minutes(minutes)),
        None => String::new(),
    }
}

/// The picture, and how many needs there was no room for.
pub fn what_it_hangs_on(picture: &Picture, service: &ClinicalService, standing: &ServiceStanding, pools: &[PoolLine]) -> (String, usize) {
    let mut needed: Vec<Needed> = Vec::new();
    let mut behind: Vec<Place> = Vec::new();
    let mut systems_behind: Vec<(String, usize)> = Vec::new();
    for (line, pool) in pools.iter().zip(&standing.pools) {
        let tone = if pool.is_short_now() || pool.would_fall_short() {
            Tone::Bad
        } else if pool.has_no_spare() || pool.might_fall_short() {
            Tone::Thin
        } else {
            Tone::Plain
        };
        let members = picture.fleet().pool(&pool.pool);
        let mut places = Vec::new();
        if !members.is_empty() {
            behind.push(devices_drawn(picture, members, tone));
            places.push(behind.len() - 1);
        }
        needed.push(Needed {
            place: Place {
                name: line.name.clone(),
                said: line.words.clone(),
                tone,
            },
            behind: places,
            slows_only: false,
        });
    }
    for need in &service.needs {
        match need {
            Need::Devices { .. } => {}
            Need::System(code) => {
                let Some(found) = system(picture, code) else {
                    needed.push(nowhere(code));
                    continue;
                };
                let mut places = Vec::new();
                for code in &found.depends_on {
                    let place = match systems_behind.iter().find(|(c, _)| c == code) {
                        Some((_, place)) => *place,
                        None => {
                            behind.push(Place {
                                name: system(picture, code).map_or_else(|| code.clone(), |s| s.name.clone()),
                                said: stops(picture, code),
                                tone: if system(picture, code).is_some() { Tone::Plain } else { Tone::Thin },
                            });
                            systems_behind.push((code.clone(), behind.len() - 1));
                            behind.len() - 1
                        }
                    };
                    places.push(place);
                }
                let felt = felt_after(found);
                needed.push(Needed {
                    place: Place {
                        name: found.name.clone(),
                        said: if felt.is_empty() {
                            stops(picture, code)
                        } else {
                            format!("needed · {felt}")
                        },
                        tone: Tone::Plain,
                    },
                    behind: places,
                    slows_only: false,
                });
            }
            Need::Service(code) => match picture.service(code) {
                None => needed.push(nowhere(code)),
                Some(other) => {
                    let thin = services::standing(picture, other).has_no_spare();
                    needed.push(Needed {
                        place: Place {
                            name: picture.parts.services[other].name.clone(),
                            said: if thin {
                                "another service, itself without a spare"
                            } else {
                                "another service"
                            }
                            .into(),
                            tone: if thin { Tone::Thin } else { Tone::Plain },
                        },
                        ..Needed::default()
                    });
                }
            },
        }
    }
    for code in &service.slowed_without {
        needed.push(Needed {
            place: Place {
                name: system(picture, code).map_or_else(|| code.clone(), |s| s.name.clone()),
                said: "slower without it".into(),
                tone: Tone::Plain,
            },
            slows_only: true,
            ..Needed::default()
        });
    }
    if needed.is_empty() {
        return (String::new(), 0);
    }
    let not_drawn = needed.len().saturating_sub(DRAWN);
    needed.truncate(DRAWN);
    let itself = Place {
        name: service.name.clone(),
        said: service
            .longest_bearable_outage_minutes
            .map_or_else(|| "how long it bears: not known".into(), |m| format!("bears {}", say::minutes(m))),
        tone: Tone::Plain,
    };
    let names: Vec<String> = needed.iter().map(|n| format!("{}, {}", n.place.name, n.place.said)).collect();
    let words = format!("{} hangs on {}. The table below says the same.", service.name, names.join("; "));
    (hanging::draw(&itself, &needed, &behind, &words), not_drawn)
}

fn nowhere(code: &str) -> Needed {
    Needed {
        place: Place {
            name: code.to_owned(),
            said: "needed, and described nowhere".into(),
            tone: Tone::Thin,
        },
        ..Needed::default()
    }
}

/// "CT-01 · CT-02 · CT-03" over their models; of many, their number over the commonest models.
fn devices_drawn(picture: &Picture, members: &[u32], tone: Tone) -> Place {
    let fleet = picture.fleet();
    let mut models: Vec<(&str, usize)> = Vec::new();
    for &device in members {
        let model = fleet.value(device as usize, Field::Model);
        match models.iter_mut().find(|(m, _)| *m == model) {
            Some((_, count)) => *count += 1,
            None => models.push((model, 1)),
        }
    }
    models.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let known: Vec<String> = models
        .iter()
        .filter(|(m, _)| !m.is_empty())
        .map(|(model, count)| {
            if *count == 1 {
                (*model).to_owned()
            } else {
                format!("{count} × {model}")
            }
        })
        .collect();
    Place {
        name: if members.len() <= 3 {
            members
                .iter()
                .map(|&d| fleet.display_name(d as usize))
                .collect::<Vec<_>>()
                .join(" · ")
        } else {
            say::count(members.len(), "device", "devices")
        },
        said: if known.is_empty() {
            "models not known".into()
        } else {
            known.join(", ")
        },
        tone,
    }
}

/// The same as the picture, in words, with what there was no room for.
pub fn need_lines(picture: &Picture, service: &ClinicalService, pools: Vec<PoolLine>) -> Vec<NeedLine> {
    let mut lines: Vec<NeedLine> = pools
        .into_iter()
        .zip(services::pools_needed(service))
        .map(|(line, (_, pool))| NeedLine {
            name: line.name.clone(),
            address: line.address.clone(),
            said: String::new(),
            behind: vec![devices_drawn(picture, picture.fleet().pool(pool), Tone::Plain)]
                .into_iter()
                .filter(|p| !picture.fleet().pool(pool).is_empty() && !p.said.is_empty())
                .map(|p| p.said)
                .collect(),
            instead: String::new(),
            pool: Some(line),
        })
        .collect();
    for need in &service.needs {
        match need {
            Need::Devices { .. } => {}
            Need::System(code) => lines.push(system_line(picture, code, "needed")),
            Need::Service(code) => lines.push(match picture.service(code) {
                Some(other) => NeedLine {
                    name: picture.parts.services[other].name.clone(),
                    address: format!("/services/{}", in_address(&picture.parts.services[other].code)),
                    pool: None,
                    said: "another service, needed".into(),
                    behind: Vec::new(),
                    instead: picture.parts.services[other].fallback.clone(),
                },
                None => unknown_line(code),
            }),
        }
    }
    lines.extend(
        service
            .slowed_without
            .iter()
            .map(|code| system_line(picture, code, "slower without it")),
    );
    lines
}

fn unknown_line(code: &str) -> NeedLine {
    NeedLine {
        name: code.to_owned(),
        address: String::new(),
        pool: None,
        said: "needed, and described nowhere".into(),
        behind: Vec::new(),
        instead: String::new(),
    }
}

fn system_line(picture: &Picture, code: &str, how: &str) -> NeedLine {
    let Some(found) = system(picture, code) else {
        return unknown_line(code);
    };
    let mut said = vec![how.to_owned()];
    said.extend(
        [felt_after(found)]
            .into_iter()
            .filter(|f| !f.is_empty())
            .map(|f| format!("its loss is {f}")),
    );
    said.push(stops(picture, code));
    NeedLine {
        name: found.name.clone(),
        address: String::new(),
        pool: None,
        said: said.join("; "),
        behind: found
            .depends_on
            .iter()
            .map(|code| system(picture, code).map_or_else(|| code.clone(), |s| format!("{} ({})", s.name, stops(picture, code))))
            .collect(),
        instead: found.workaround.clone(),
    }
}
