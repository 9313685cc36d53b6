//! `services`: what each needs, what there is, and how long it can bear an outage.

use paper::Table;
use register::Need;
use serde_json::json;

use super::Session;
use crate::arguments::Format;
use crate::exit::{Exit, Failure};
use crate::print;

pub fn run(session: &Session) -> Result<Exit, Failure> {
    let picture = session.picture()?;
    if session.format == Format::Json {
        let documents: Vec<_> = picture
            .parts
            .services
            .iter()
            .map(|s| {
                let needs: Vec<_> = s
                    .needs
                    .iter()
                    .map(|need| match need {
                        Need::Devices { needed, pool } => {
                            let of = picture.fleet().pool(pool).len();
                            json!({ "pool": pool.0, "needs": needed, "of": of, "spare": of.saturating_sub(*needed as usize) })
                        }
                        Need::System(code) => json!({ "system": code }),
                        Need::Service(code) => json!({ "service": code }),
                    })
                    .collect();
                json!({
                    "id": s.code, "name": s.name, "site": s.site, "needs": needs,
                    "longest_bearable_outage_minutes": s.longest_bearable_outage_minutes,
                    "stops_first": s.stops_first, "fallback": s.fallback, "fallback_lasts_hours": s.fallback_lasts_hours,
                    "decided_by": s.decided_by,
                })
            })
            .collect();
        print::json(&documents)?;
        return Ok(Exit::Done);
    }
    let rows = picture
        .parts
        .services
        .iter()
        .map(|s| {
            let needs: Vec<String> = s
                .needs
                .iter()
                .map(|need| match need {
                    Need::Devices { needed, pool } => format!("{needed} of {} ({})", picture.fleet().pool(pool).len(), pool.0),
                    Need::System(code) | Need::Service(code) => code.clone(),
                })
                .collect();
            let bears = s
                .longest_bearable_outage_minutes
                .map_or_else(|| "not known".into(), answers::say::minutes);
            vec![
                s.code.clone(),
                s.name.clone(),
                s.site.clone(),
                bears,
                needs.join(", "),
                s.decided_by.clone(),
            ]
        })
        .collect();
    let columns = ["Id", "Service", "Site", "Bears", "Needs", "Who decides"]
        .map(str::to_owned)
        .to_vec();
    print::table(
        &Table {
            name: "Services".into(),
            columns,
            rows,
        },
        session.format,
    )?;
    Ok(Exit::Done)
}
