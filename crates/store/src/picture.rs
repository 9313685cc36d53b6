//! The hospital at one moment, loaded whole for questions: kept until the audit chain or the day has moved on.

use std::sync::{Arc, Mutex, PoisonError};

use answers::{FeedAge, Parts, Picture};
use intel::Corpus;
use jiff::civil::Date;

use crate::session::{Session, StoreError};
use crate::{OrganisationId, Store, audit, bulletins, devices, places};

/// Keeps the newest picture. A question costs one look at the chain while nothing is done.
#[derive(Default)]
pub struct Pictures {
    newest: Mutex<Option<Kept>>,
}

struct Kept {
    event: i64,
    /// What the advisories' table holds, as far as matching depends on it.
    corpus_mark: (i64, i64),
    picture: Arc<Picture>,
}

impl Pictures {
    /// The picture of now.
    pub fn current(&self, house: &Store, organisation: OrganisationId, today: Date) -> Result<Arc<Picture>, StoreError> {
        // Held while loading: who asks at the same moment waits for the one loading, and does not load again.
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        house.read(|session| {
            let event = audit::newest(session, organisation)?;
            if let Some(kept) = newest.as_ref().filter(|k| k.event == event && k.picture.today == today) {
                return Ok(Arc::clone(&kept.picture));
            }
            let corpus_mark = corpus_mark(session, organisation)?;
            let (corpus, judged_before) = match newest.as_ref().filter(|k| k.corpus_mark == corpus_mark) {
                Some(kept) => (Arc::clone(&kept.picture.corpus), kept.picture.judged_before()),
                None => (Arc::new(Corpus::new(bulletins::current(session, organisation)?)), Arc::default()),
            };
            let picture = Arc::new(Picture::new(parts(session, organisation)?, corpus, today, judged_before));
            *newest = Some(Kept {
                event,
                corpus_mark,
                picture: Arc::clone(&picture),
            });
            Ok(picture)
        })
    }
}

/// How many revisions there are, and the last import that brought one: moves when anything about them does, for a load
/// adds, an undo removes.
fn corpus_mark(session: &mut Session, organisation: OrganisationId) -> Result<(i64, i64), StoreError> {
    let row = session.query_one(
        "SELECT COUNT(*), MAX(import) FROM advisories WHERE organisation = $1",
        &[organisation.into()],
    )?;
    Ok(row.map_or((0, 0), |row| (row.int(0), row.int(1))))
}

fn parts(session: &mut Session, organisation: OrganisationId) -> Result<Parts, StoreError> {
    let fleet = devices::fleet(session, organisation)?;
    let stale = devices::stale_devices(session, organisation)?;
    let mut stale: Vec<u32> = stale
        .iter()
        .filter_map(|id| fleet.position(*id))
        .filter_map(|p| u32::try_from(p).ok())
        .collect();
    stale.sort_unstable();
    Ok(Parts {
        stale,
        sites: places::sites(session, organisation)?
            .into_iter()
            .map(|s| (s.code, s.name))
            .collect(),
        services: places::services(session, organisation)?,
        systems: places::systems(session, organisation)?,
        contacts: places::contacts(session, organisation)?,
        exploited: bulletins::exploited(session, organisation)?,
        epss: bulletins::epss(session, organisation)?,
        feeds: bulletins::feeds(session, organisation)?
            .into_iter()
            .map(|f| FeedAge {
                feed: f.name,
                newest: f.as_of,
            })
            .collect(),
        fleet,
    })
}
