//! Work on waiting files in the background: reading for a preview, applying, loading. A job goes on when its page is left;
//! how far it is, and how it ended, is kept in memory until the file goes.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actions::ActionError;
use actions::apply_import::{self, Delivery, ImportReport};
use actions::load_advisories::{AdvisoryReport, load_advisories};
use store::imports;
use tokio::sync::{Notify, Semaphore};

use super::load;
use super::waiting::{self, Holds, Token, Upload};
use crate::house::House;
use crate::problem::Problem;

/// Jobs that work at once; the others wait for their turn. Each holds what the register knows in memory.
const AT_ONCE: usize = 2;
/// Finished jobs whose reports are kept in memory; of older ones the file is read again when someone comes back.
const REMEMBERED: usize = 16;
/// A page waits so long for a job before it says that the job is under way.
const PATIENCE: Duration = Duration::from_millis(1200);

/// All jobs.
pub struct Jobs {
    jobs: Mutex<HashMap<Token, Arc<Job>>>,
    turns: Arc<Semaphore>,
}

/// One waiting file with what is being done about it.
pub struct Job {
    /// Under which it is found.
    pub token: Token,
    /// How far it is.
    pub progress: Progress,
    upload: Mutex<Upload>,
    state: Mutex<State>,
    changed: Notify,
}

/// How far a job is.
#[derive(Default)]
pub struct Progress {
    read: AtomicU64,
    of: AtomicU64,
    rows: AtomicU64,
    stop: AtomicBool,
}

impl Progress {
    /// Notes how far it is; `false` where it was told to stop.
    pub fn at(&self, read: u64, of: u64, rows: u64) -> bool {
        self.read.store(read, Ordering::Relaxed);
        self.of.store(of, Ordering::Relaxed);
        self.rows.store(rows, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }

    /// (percent, rows so far).
    pub fn so_far(&self) -> (u64, u64) {
        let (read, of) = (self.read.load(Ordering::Relaxed), self.of.load(Ordering::Relaxed));
        let percent = read.min(of).saturating_mul(100).checked_div(of).unwrap_or(0);
        (percent, self.rows.load(Ordering::Relaxed))
    }

    fn restart(&self) {
        self.at(0, 0, 0);
    }
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Reading for a preview.
    Reading,
    /// Applying what was previewed.
    Applying,
    /// Loading advisories.
    Loading,
}

/// How a job stands.
#[derive(Clone)]
pub enum State {
    /// Being worked on.
    UnderWay(Doing),
    /// To be looked at.
    Ready(Arc<Preview>),
    /// Done.
    Applied(Arc<ImportReport>),
    /// Done.
    Loaded(Arc<AdvisoryReport>),
    /// Refused or failed: the sentence. Nothing was changed.
    Failed(String),
}

/// What an import would do, as counted at a moment.
pub struct Preview {
    /// The report.
    pub report: ImportReport,
    /// The imports of the register at that moment.
    seen: Seen,
    /// Whether it was counted again because the register had changed since someone looked.
    pub again: bool,
}

/// How many imports there are, and how many of them are undone: moves with each that is applied or undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    applied: usize,
    undone: usize,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Default for Jobs {
    fn default() -> Self {
        Jobs {
            jobs: Mutex::default(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Drop for Jobs {
    /// The program ends: readings stop, for they change nothing; what is being applied goes through.
    fn drop(&mut self) {
        for job in lock(&self.jobs).values() {
            if matches!(job.state(), State::UnderWay(Doing::Reading)) {
                job.progress.stop.store(true, Ordering::Relaxed);
            }
        }
    }
}

impl Job {
    /// How it stands.
    pub fn state(&self) -> State {
        lock(&self.state).clone()
    }

    /// What was uploaded.
    pub fn upload(&self) -> Upload {
        lock(&self.upload).clone()
    }

    /// Whether it is being worked on.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state(), State::UnderWay(_))
    }

    /// Waits a moment for it to end, so that a small file shows its preview at once.
    pub async fn settle(&self) {
        let settled = async {
            loop {
                let changed = self.changed.notified();
                if !self.is_under_way() {
                    return;
                }
                changed.await;
            }
        };
        let _ = tokio::time::timeout(PATIENCE, settled).await;
    }

    /// Takes it on, unless someone else has: `then` looks at how it stands and says what is to be done.
    fn take_on(&self, then: impl FnOnce(&State) -> Option<Doing>) -> Option<Doing> {
        let mut state = lock(&self.state);
        let doing = then(&state)?;
        *state = State::UnderWay(doing);
        self.progress.restart();
        Some(doing)
    }

    fn end(&self, state: State) {
        *lock(&self.state) = state;
        self.changed.notify_waiters();
    }
}

impl Jobs {
    /// Takes on a new upload.
    pub fn begin(&self, house: &House, token: Token, upload: Upload) -> Arc<Job> {
        let doing = match upload.holds {
            Holds::Devices { .. } => Doing::Reading,
            Holds::Advisories => Doing::Loading,
        };
        let job = Arc::new(Job {
            token,
            progress: Progress::default(),
            upload: Mutex::new(upload),
            state: Mutex::new(State::UnderWay(doing)),
            changed: Notify::new(),
        });
        let mut jobs = lock(&self.jobs);
        // Two who come back at once get one job.
        if let Some(there) = jobs.get(&token) {
            return Arc::clone(there);
        }
        forget_the_oldest(&mut jobs);
        jobs.insert(token, Arc::clone(&job));
        drop(jobs);
        self.run(house, &job, doing, false);
        job
    }

    /// The job under a token: from memory, else from what waits on disk.
    pub fn find(&self, house: &House, token: Token) -> Option<Arc<Job>> {
        let there = lock(&self.jobs).get(&token).cloned();
        there.or_else(|| {
            let upload = waiting::read_note(house.waiting_files(), token)?;
            Some(self.begin(house, token, upload))
        })
    }

    /// What is being done about the file under a token, if anything.
    pub fn doing(&self, token: Token) -> Option<Doing> {
        match lock(&self.jobs).get(&token)?.state() {
            State::UnderWay(doing) => Some(doing),
            State::Ready(_) | State::Applied(_) | State::Loaded(_) | State::Failed(_) => None,
        }
    }

    /// Reads it again with other columns.
    pub fn read_again(&self, house: &House, job: &Arc<Job>, columns: Vec<(String, Option<register::Field>)>) -> Result<(), Problem> {
        let doing = job.take_on(|state| matches!(state, State::Ready(_) | State::Failed(_)).then_some(Doing::Reading));
        if let Some(doing) = doing {
            let mut upload = lock(&job.upload);
            if let Holds::Devices { columns: kept, .. } = &mut upload.holds {
                *kept = columns;
            }
            if let Err(e) = waiting::write_note(house.waiting_files(), job.token, &upload) {
                drop(upload);
                job.end(State::Failed(format!("the correction could not be kept: {e}")));
                return Ok(());
            }
            drop(upload);
            self.run(house, job, doing, false);
        }
        Ok(())
    }

    /// Applies what was previewed; counts again instead where an import was applied or undone since.
    pub fn apply(&self, house: &House, job: &Arc<Job>) -> Result<(), Problem> {
        let now = seen(house)?;
        let mut again = false;
        let doing = job.take_on(|state| match state {
            State::Ready(preview) if preview.seen == now => Some(Doing::Applying),
            State::Ready(_) => {
                again = true;
                Some(Doing::Reading)
            }
            State::UnderWay(_) | State::Applied(_) | State::Loaded(_) | State::Failed(_) => None,
        });
        if let Some(doing) = doing {
            self.run(house, job, doing, again);
        }
        Ok(())
    }

    /// Gives it up: its file goes. What is being applied goes through.
    pub fn leave(&self, house: &House, job: &Job) {
        if matches!(job.state(), State::UnderWay(Doing::Applying | Doing::Loading)) {
            return;
        }
        job.progress.stop.store(true, Ordering::Relaxed);
        waiting::remove(house.waiting_files(), job.token, &job.upload());
        lock(&self.jobs).remove(&job.token);
    }

    fn run(&self, house: &House, job: &Arc<Job>, doing: Doing, again: bool) {
        let (house, job, turns) = (house.clone(), Arc::clone(job), Arc::clone(&self.turns));
        tokio::spawn(async move {
            let turn = turns.acquire_owned().await;
            let worker = Arc::clone(&job);
            let outcome = tokio::task::spawn_blocking(move || {
                let _turn = turn;
                work(&house, &worker, doing, again)
            })
            .await;
            job.end(match outcome {
                Ok(Ok(state)) => state,
                Ok(Err(problem)) => State::Failed(problem.to_string()),
                Err(_) => State::Failed("the program came upon something that it did not expect in this file; nothing was changed".into()),
            });
        });
    }
}

/// Finished jobs beyond those that are remembered go from memory; their files stay, and are read again when asked for.
fn forget_the_oldest(jobs: &mut HashMap<Token, Arc<Job>>) {
    while jobs.len() >= REMEMBERED {
        let oldest = jobs
            .values()
            .filter(|job| !job.is_under_way())
            .min_by_key(|job| job.upload().came_at)
            .map(|job| job.token);
        match oldest {
            Some(token) => jobs.remove(&token),
            None => return,
        };
    }
}

fn seen(house: &House) -> Result<Seen, Problem> {
    let all = house.store().read(|s| imports::all(s, house.organisation()))?;
    Ok(Seen {
        applied: all.len(),
        undone: all.iter().filter(|i| i.undone_at.is_some()).count(),
    })
}

fn work(house: &House, job: &Job, doing: Doing, again: bool) -> Result<State, Problem> {
    let upload = job.upload();
    let folder = house.waiting_files();
    match (&upload.holds, doing) {
        (Holds::Devices { source, full, columns }, Doing::Reading | Doing::Applying) => {
            let path = waiting::file(folder, job.token, 0);
            let file = File::open(path).map_err(|_| Problem::Refused("the uploaded file is gone; send it again".into()))?;
            let input = Box::new(BufReader::with_capacity(256 * 1024, file));
            let delivery = Delivery {
                file: upload.name(),
                source: source.clone(),
                full: *full,
                columns: columns.clone(),
            };
            let mut progress = |read, of, rows| job.progress.at(read, of, rows);
            if doing == Doing::Applying {
                let report = apply_import::apply(house.store(), house.organisation(), house.act(""), input, &delivery, &mut progress)?;
                waiting::remove(folder, job.token, &upload);
                return Ok(State::Applied(Arc::new(report)));
            }
            let seen = seen(house)?;
            let report = apply_import::preview(house.store(), house.organisation(), house.act(""), input, &delivery, &mut progress)?;
            Ok(State::Ready(Arc::new(Preview { report, seen, again })))
        }
        (Holds::Advisories, _) => {
            let files = load::documents(folder, job);
            let report = load_advisories(house.store(), house.organisation(), house.act(""), files, &upload.name());
            let report = report.map_err(|e: ActionError| Problem::from(e))?;
            waiting::remove(folder, job.token, &upload);
            Ok(State::Loaded(Arc::new(report)))
        }
        (Holds::Devices { .. }, Doing::Loading) => Err(Problem::Broken("a list of devices can’t be loaded as advisories".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(state: State, came_at: i64) -> Arc<Job> {
        Arc::new(Job {
            token: Token::new(),
            progress: Progress::default(),
            upload: Mutex::new(Upload {
                holds: Holds::Advisories,
                files: vec!["a.json".into()],
                came_at,
            }),
            state: Mutex::new(state),
            changed: Notify::new(),
        })
    }

    #[test]
    fn a_job_is_taken_on_once() {
        let job = job(State::Failed("no".into()), 0);
        let take = || job.take_on(|s| matches!(s, State::Failed(_)).then_some(Doing::Reading));
        assert_eq!(take(), Some(Doing::Reading));
        assert_eq!(take(), None, "the second finds it under way");
    }

    #[test]
    fn the_oldest_finished_are_forgotten_and_none_under_way() {
        let mut jobs: HashMap<Token, Arc<Job>> = HashMap::new();
        for nth in 0..20 {
            let state = if nth < 3 {
                State::UnderWay(Doing::Reading)
            } else {
                State::Failed("no".into())
            };
            let job = job(state, nth);
            jobs.insert(job.token, job);
        }
        forget_the_oldest(&mut jobs);
        assert_eq!(jobs.len(), REMEMBERED - 1);
        assert_eq!(jobs.values().filter(|j| j.is_under_way()).count(), 3);
        assert!(jobs.values().any(|j| j.upload().came_at == 19));
    }

    #[test]
    fn progress_is_a_share_whatever_is_told() {
        let progress = Progress::default();
        assert_eq!(progress.so_far(), (0, 0));
        assert!(progress.at(50, 200, 7));
        assert_eq!(progress.so_far(), (25, 7));
        progress.at(u64::MAX, 10, 1);
        assert_eq!(progress.so_far().0, 100);
        progress.stop.store(true, Ordering::Relaxed);
        assert!(!progress.at(1, 2, 3));
    }
}
