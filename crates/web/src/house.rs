//! What every page needs: the store, the picture of now, the clock.

use std::path::PathBuf;
use std::sync::Arc;

use actions::{Act, Person};
use answers::Picture;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use register::Micros;
use store::picture::Pictures;
use store::{OrganisationId, Store};

use crate::problem::Problem;

/// The clock that a page reads; a test gives its own.
pub type Clock = fn() -> Timestamp;

/// What is shared by all requests.
#[derive(Clone)]
pub struct House {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    organisation: OrganisationId,
    pictures: Pictures,
    clock: Clock,
    waiting_files: PathBuf,
    person: Person,
}

impl House {
    /// A house on a store. Uploaded files wait in `waiting_files` between preview and import.
    pub fn new(store: Store, organisation: OrganisationId, clock: Clock, waiting_files: PathBuf) -> House {
        House {
            inner: Arc::new(Inner {
                store,
                organisation,
                pictures: Pictures::default(),
                clock,
                waiting_files,
                person: Person::at_this_computer(),
            }),
        }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Whose register it is.
    pub fn organisation(&self) -> OrganisationId {
        self.inner.organisation
    }

    /// Where uploaded files wait.
    pub fn waiting_files(&self) -> &std::path::Path {
        &self.inner.waiting_files
    }

    /// Now.
    pub fn now(&self) -> Micros {
        (self.inner.clock)().as_microsecond()
    }

    /// Today, in UTC.
    pub fn today(&self) -> Date {
        (self.inner.clock)().to_zoned_datetime(TimeZone::UTC).date()
    }

    /// Whoever sits at this computer acts now, for this reason.
    pub fn act<'a>(&'a self, why: &'a str) -> Act<'a> {
        Act {
            who: &self.inner.person,
            now: self.now(),
            why,
        }
    }

    /// The picture of now.
    pub fn picture(&self) -> Result<Arc<Picture>, Problem> {
        Ok(self
            .inner
            .pictures
            .current(&self.inner.store, self.inner.organisation, self.today())?)
    }

    /// Does work that waits for the database or counts for long, away from the threads that serve requests.
    pub async fn work<T: Send + 'static>(&self, work: impl FnOnce(House) -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
        let house = self.clone();
        tokio::task::spawn_blocking(move || work(house))
            .await
            .map_err(|e| Problem::Broken(e.to_string()))?
    }
}
