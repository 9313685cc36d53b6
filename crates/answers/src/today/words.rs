//! The heading of the day, and how the services stand in a sentence or two.

use jiff::civil::Date;

use super::{NAMED, Task, Urgency};
use crate::picture::Picture;
use crate::{care, say, services};

/// "Wednesday 25 November: 3 things need you now".
pub fn heading(today: Date, tasks: &[Task]) -> String {
    let now = tasks.iter().filter(|t| t.urgency == Urgency::Now).count();
    let date = say::date(today);
    let day = date.rsplit_once(' ').map_or(date.as_str(), |(day, _)| day);
    let weekday = match today.weekday() {
        jiff::civil::Weekday::Monday => "Monday",
        jiff::civil::Weekday::Tuesday => "Tuesday",
        jiff::civil::Weekday::Wednesday => "Wednesday",
        jiff::civil::Weekday::Thursday => "Thursday",
        jiff::civil::Weekday::Friday => "Friday",
        jiff::civil::Weekday::Saturday => "Saturday",
        jiff::civil::Weekday::Sunday => "Sunday",
    };
    let needs = match (now, tasks.len()) {
        (0, 0) => "nothing needs you".to_owned(),
        (0, 1) => "nothing is urgent, 1 thing can be done".to_owned(),
        (0, n) => format!("nothing is urgent, {n} things can be done"),
        (1, _) => "1 thing needs you now".to_owned(),
        (n, _) => format!("{n} things need you now"),
    };
    format!("{weekday} {day}: {needs}")
}

/// How the services stand, in a sentence or two for the lead.
pub fn services_in_words(picture: &Picture) -> String {
    if picture.parts.services.is_empty() {
        return "No clinical service is described yet: what a fault means for patients cannot be told.".into();
    }
    let standings = services::standings(picture);
    let short: Vec<String> = standings
        .iter()
        .filter(|s| s.is_short_now())
        .map(|s| care::service_name(picture, s.service))
        .collect();
    let mut thin: Vec<&services::ServiceStanding> = standings.iter().filter(|s| s.has_no_spare() && !s.is_short_now()).collect();
    thin.sort_by_key(|s| {
        picture.parts.services[s.service]
            .longest_bearable_outage_minutes
            .unwrap_or(u32::MAX)
    });
    let first = match short.as_slice() {
        [] => "No service has fewer devices than it needs.".to_owned(),
        [one] => format!("{one} has fewer devices than it needs."),
        many if many.len() <= NAMED => format!("{} have fewer devices than they need.", say::list(many)),
        many => format!("{} services have fewer devices than they need.", many.len()),
    };
    let second = match thin.as_slice() {
        [] => String::new(),
        [one] => format!(" {} has none to spare.", care::service_name(picture, one.service)),
        [least_patient, ..] => {
            let bears = picture.parts.services[least_patient.service]
                .longest_bearable_outage_minutes
                .map_or_else(String::new, |m| format!(", which bears an outage of {}", say::minutes(m)));
            format!(
                " {} have none to spare; the least patient of them is {}{bears}.",
                say::count(thin.len(), "service", "services"),
                care::service_name(picture, least_patient.service)
            )
        }
    };
    format!("{first}{second}")
}
