//! `audit verify`: proves the chain, or names the first broken event.

use store::{ChainState, audit};

use super::Session;
use crate::arguments::Format;
use crate::exit::{Exit, Failure};
use crate::print;

pub fn verify(session: &Session) -> Result<Exit, Failure> {
    let state = session.store.read(|s| audit::verify(s, session.organisation))?;
    let (document, line, exit) = match &state {
        ChainState::Whole { events, head } => (
            serde_json::json!({ "whole": true, "events": events, "head": head }),
            format!("The audit chain is whole: {events} events, the last with hash {head}."),
            Exit::Done,
        ),
        ChainState::Broken { seq, why } => (
            serde_json::json!({ "whole": false, "broken_at": seq, "why": why }),
            format!("The audit chain is broken at event {seq}: {why}."),
            Exit::Refused,
        ),
    };
    match session.format {
        Format::Json => print::json(&document)?,
        Format::Table | Format::Csv => print::lines(&[line])?,
    }
    Ok(exit)
}
