//! One file a command. Each opens the store, asks or acts, prints, and says how it ended.

use std::path::PathBuf;

use actions::{Act, Person};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::{Location, OrganisationId, Store};

use crate::arguments::{Advisories, Arguments, Audit, Command, Format, Import, Place};
use crate::exit::{Exit, Failure};

mod affected;
mod audit;
mod backup;
mod coverage;
mod demo;
mod devices;
mod import_advisories;
mod import_devices;
mod imports;
mod serve;
mod services;

/// What commands share: the open store, who acts, and when.
pub struct Session {
    pub store: Store,
    pub organisation: OrganisationId,
    pub person: Person,
    pub now: Timestamp,
    pub format: Format,
}

impl Session {
    fn open(place: &Place, format: Format) -> Result<Session, Failure> {
        let location = location(place)?;
        Ok(Session {
            store: Store::open(&location)?,
            organisation: OrganisationId::FIRST,
            person: Person::at_this_computer(),
            now: Timestamp::now(),
            format,
        })
    }

    fn act(&self) -> Act<'_> {
        Act {
            who: &self.person,
            now: self.now.as_microsecond(),
            why: "",
        }
    }

    fn today(&self) -> Date {
        self.now.to_zoned_datetime(TimeZone::UTC).date()
    }

    fn picture(&self) -> Result<std::sync::Arc<answers::Picture>, Failure> {
        Ok(store::picture::Pictures::default().current(&self.store, self.organisation, self.today())?)
    }
}

/// The store that was named, else the one in the user's data directory (XDG).
fn location(place: &Place) -> Result<Location, Failure> {
    if let Some(url) = &place.database {
        return Ok(Location::Server(url.clone()));
    }
    if let Some(folder) = &place.data {
        return Ok(Location::Embedded(folder.clone()));
    }
    data_directory().map(|folder| Location::Embedded(folder.join("wardline")))
}

fn data_directory() -> Result<PathBuf, Failure> {
    let named = |variable: &str| std::env::var_os(variable).filter(|v| !v.is_empty()).map(PathBuf::from);
    named("XDG_DATA_HOME")
        .or_else(|| named("HOME").map(|home| home.join(".local/share")))
        .ok_or_else(|| Failure::WrongUse("no data directory is known here: say where with --data DIR".into()))
}

/// Does what was said.
pub fn run(arguments: Arguments) -> Result<Exit, Failure> {
    let Arguments { place, format, command } = arguments;
    // The sample has a place of its own, so that it never mixes with a real register.
    if let Command::Demo {
        devices,
        seed,
        listen,
        no_serve,
    } = &command
    {
        return demo::run(&place, format, *devices, *seed, *listen, *no_serve);
    }
    let session = Session::open(&place, format)?;
    match command {
        Command::Import(Import::Devices {
            file,
            source,
            full,
            apply,
            repair,
        }) => import_devices::run(&session, &file, &source, full, apply, repair.as_deref()),
        Command::Import(Import::Advisories { paths }) => import_advisories::run(&session, &paths),
        Command::Import(Import::List) => imports::list(&session),
        Command::Import(Import::Undo { id }) => imports::undo(&session, id),
        Command::Advisories(Advisories::Coverage) => coverage::run(&session),
        Command::Affected { query, all } => affected::run(&session, &query.join(" "), all),
        Command::Devices { query, statements } => devices::run(&session, query.as_deref(), statements),
        Command::Services => services::run(&session),
        Command::Audit(Audit::Verify) => audit::verify(&session),
        Command::Serve { listen } => serve::run(session, listen),
        Command::Backup { file } => backup::backup(&session, &file),
        Command::Restore { file } => backup::restore(&session, &file),
        Command::Demo { .. } => Ok(Exit::Done),
    }
}
