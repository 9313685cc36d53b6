//! What was brought in, and what will change? The list of imports with undo, and the two ways in: devices, which are looked at
//! before anything changes, and advisories. `GET /imports`, `POST /imports/devices`, `POST /imports/advisories`,
//! `/imports/waiting/{token}…`, `/imports/{id}`, `/imports/{id}/undo`.
//!
//! - [`waiting`]  files between upload and import       - [`jobs`]  reading and applying in the background
//! - [`preview`]  what will change                      - [`load`]  what became of advisories
//! - [`undo`]     one import, and taking it back

use std::sync::Arc;

use answers::say;
use askama::Template;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Form, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde::Deserialize;
use store::devices;
use store::imports::{self, Import};

use crate::export::{self, Kind};
use crate::house::House;
use crate::problem::Problem;
use crate::shell::Shell;

mod jobs;
mod load;
mod preview;
mod undo;
mod waiting;

use jobs::{Doing, Job, Jobs, State as JobState};
use waiting::{Holds, Receiving, Token, Upload, UploadFault};

/// The routes of these pages. The jobs belong to them.
pub fn routes() -> Router<House> {
    Router::new()
        .route("/imports", get(show))
        // Uploads are written to disk as they come and counted there; see `waiting::LARGEST`.
        .route("/imports/devices", post(upload_devices).layer(DefaultBodyLimit::disable()))
        .route("/imports/advisories", post(upload_advisories).layer(DefaultBodyLimit::disable()))
        .route("/imports/waiting/{token}", get(show_waiting))
        .route("/imports/waiting/{token}/columns", post(read_again))
        .route("/imports/waiting/{token}/apply", post(apply))
        .route("/imports/waiting/{token}/leave", post(leave))
        .route("/imports/waiting/{token}/repair.csv", get(repair))
        .merge(undo::routes())
        .layer(Extension(Arc::new(Jobs::default())))
}

/// Imports on one page.
const PAGE: usize = 50;

/// Names of sources that hospitals have, for the suggestions beside those that were used here.
const USUAL_SOURCES: [&str; 3] = ["CMMS", "IT inventory", "Ward check"];

#[derive(Debug, Default, Deserialize)]
struct Question {
    #[serde(default)]
    page: usize,
    /// "yes": every line of a preview.
    #[serde(default)]
    all: String,
    /// "yes": a page that is under way stands still.
    #[serde(default)]
    still: String,
}

#[derive(Template)]
#[template(path = "imports/imports.html")]
struct Page {
    shell: Shell,
    heading: String,
    lead: String,
    devices_fault: String,
    advisories_fault: String,
    source: String,
    full: bool,
    sources: Vec<String>,
    waiting: Vec<WaitingLine>,
    rows: Vec<Line>,
    pages: Vec<(String, &'static str)>,
    largest: u64,
}

struct WaitingLine {
    address: String,
    name: String,
    what: String,
    came: String,
}

struct Line {
    id: i64,
    address: String,
    source: String,
    file: String,
    when: String,
    who: String,
    counts: String,
    undone: String,
}

/// What was refused of an upload, for the page with the form.
#[derive(Default)]
struct Refused {
    devices: String,
    advisories: String,
    source: String,
    full: bool,
}

async fn show(
    State(house): State<House>,
    Extension(jobs): Extension<Arc<Jobs>>,
    Query(question): Query<Question>,
) -> Result<Response, Problem> {
    house
        .work(move |house| {
            waiting::tidy(house.waiting_files(), std::time::SystemTime::now(), |token| {
                jobs.doing(token).is_some()
            });
            list(&house, &jobs, question.page, Refused::default()).map(IntoResponse::into_response)
        })
        .await
}

fn list(house: &House, jobs: &Jobs, page: usize, refused: Refused) -> Result<Html<String>, Problem> {
    let (all, known) = house.store().read(|s| {
        let all = imports::all(s, house.organisation())?;
        let known = devices::sources(s, house.organisation())?;
        Ok::<_, store::StoreError>((all, known))
    })?;
    let mut sources: Vec<String> = known.into_values().chain(USUAL_SOURCES.map(str::to_owned)).collect();
    sources.sort();
    sources.dedup();
    let pages = all.len().div_ceil(PAGE).max(1);
    let current = page.clamp(1, pages);
    let heading = heading(house, &all);
    let waiting: Vec<WaitingLine> = waiting::all(house.waiting_files())
        .into_iter()
        .map(|(token, upload)| waiting_line(house, jobs, token, &upload))
        .collect();
    let page = Page {
        shell: Shell::new(heading.clone(), "/imports"),
        heading,
        lead: if all.is_empty() {
            "Begin with the list of devices that you have, however messy: nothing changes before you have looked at it.".into()
        } else {
            "Every import can be looked at before it happens, and taken back whole afterwards.".into()
        },
        devices_fault: refused.devices,
        advisories_fault: refused.advisories,
        source: refused.source,
        full: refused.full,
        sources,
        waiting,
        rows: all.iter().skip((current - 1) * PAGE).take(PAGE).map(|i| line(house, i)).collect(),
        pages: [(current.checked_sub(1), "Newer imports"), (Some(current + 1), "Older imports")]
            .into_iter()
            .filter_map(|(page, words)| Some((page.filter(|p| (1..=pages).contains(p))?, words)))
            .map(|(page, words)| (format!("/imports?page={page}"), words))
            .collect(),
        largest: waiting::LARGEST >> 20,
    };
    Ok(Html(page.render()?))
}

fn heading(house: &House, all: &[Import]) -> String {
    let standing = all.iter().find(|i| i.undone_at.is_none());
    match standing {
        None if all.is_empty() => "Nothing has been brought in yet".into(),
        None => "Every import was undone".into(),
        Some(last) => format!(
            "{}, the last {}: {}",
            say::count(all.len(), "import", "imports"),
            say::near_date(say::day(last.applied_at), house.today()),
            last.source
        ),
    }
}

fn waiting_line(house: &House, jobs: &Jobs, token: Token, upload: &Upload) -> WaitingLine {
    let doing = match jobs.doing(token) {
        Some(Doing::Applying) => "being applied",
        Some(Doing::Loading) => "being loaded",
        Some(Doing::Reading) => "being read; nothing has changed yet",
        None => "nothing has changed yet",
    };
    WaitingLine {
        address: address(token),
        name: upload.name(),
        what: match &upload.holds {
            Holds::Devices { source, full, .. } => format!("devices from {source}{}; {doing}", if *full { ", complete" } else { "" }),
            Holds::Advisories => format!("advisories; {doing}"),
        },
        came: say::near_date(say::day(upload.came_at), house.today()),
    }
}

fn address(token: Token) -> String {
    format!("/imports/waiting/{token}")
}

fn line(house: &House, import: &Import) -> Line {
    let near = |at| say::near_date(say::day(at), house.today());
    Line {
        id: import.id,
        address: format!("/imports/{}", import.id),
        source: import.source.clone(),
        file: import.file.clone(),
        when: near(import.applied_at),
        who: import.applied_by.clone(),
        counts: undo::counts_in_words(&import.counts),
        undone: import.undone_at.map_or_else(String::new, near),
    }
}

/// The page with the form again, with what was refused on it.
async fn refuse(house: House, jobs: Arc<Jobs>, fault: &UploadFault, refused: Refused) -> Result<Response, Problem> {
    let status = match fault {
        UploadFault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        UploadFault::Disk(_) => StatusCode::INSUFFICIENT_STORAGE,
        UploadFault::NoFile | UploadFault::Empty { .. } | UploadFault::NoSource | UploadFault::BadSource | UploadFault::Broken(_) => {
            StatusCode::BAD_REQUEST
        }
    };
    let page = house.work(move |house| list(&house, &jobs, 1, refused)).await?;
    Ok((status, page).into_response())
}

/// What the sender says of its size, before a byte of it is read.
fn too_large(headers: &HeaderMap) -> Result<(), UploadFault> {
    let said = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.parse::<u64>().ok());
    // The form around the file has some bytes of its own.
    match said {
        Some(bytes) if bytes > waiting::LARGEST + (1 << 20) => Err(UploadFault::TooLarge),
        Some(_) | None => Ok(()),
    }
}

fn form(multipart: Result<Multipart, MultipartRejection>) -> Result<Multipart, UploadFault> {
    multipart.map_err(|e| UploadFault::Broken(e.body_text()))
}

async fn upload_devices(
    State(house): State<House>,
    Extension(jobs): Extension<Arc<Jobs>>,
    headers: HeaderMap,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let mut typed = Refused::default();
    match receive_devices(&house, &headers, multipart, &mut typed).await {
        Ok((token, upload)) => {
            jobs.begin(&house, token, upload);
            Ok(Redirect::to(&address(token)).into_response())
        }
        Err(fault) => {
            typed.devices = format!("Not taken: {fault}.");
            refuse(house, jobs, &fault, typed).await
        }
    }
}

async fn receive_devices(
    house: &House,
    headers: &HeaderMap,
    multipart: Result<Multipart, MultipartRejection>,
    typed: &mut Refused,
) -> Result<(Token, Upload), UploadFault> {
    too_large(headers)?;
    let mut multipart = form(multipart)?;
    let mut receiving = Receiving::new(house.waiting_files());
    while let Some(mut part) = multipart.next_field().await? {
        match part.name() {
            Some("file") => receiving.take_file(&mut part).await?,
            Some("source") => typed.source = waiting::word(&mut part).await?,
            Some("full") => typed.full = waiting::word(&mut part).await? == "yes",
            Some(_) | None => {}
        }
    }
    let holds = Holds::Devices {
        source: waiting::source_name(&typed.source)?,
        full: typed.full,
        columns: Vec::new(),
    };
    receiving.keep(holds, house.now())
}

async fn upload_advisories(
    State(house): State<House>,
    Extension(jobs): Extension<Arc<Jobs>>,
    headers: HeaderMap,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    match receive_advisories(&house, &headers, multipart).await {
        Ok((token, upload)) => {
            jobs.begin(&house, token, upload);
            Ok(Redirect::to(&address(token)).into_response())
        }
        Err(fault) => {
            let refused = Refused {
                advisories: format!("Not taken: {fault}."),
                ..Refused::default()
            };
            refuse(house, jobs, &fault, refused).await
        }
    }
}

async fn receive_advisories(
    house: &House,
    headers: &HeaderMap,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<(Token, Upload), UploadFault> {
    too_large(headers)?;
    let mut multipart = form(multipart)?;
    let mut receiving = Receiving::new(house.waiting_files());
    while let Some(mut part) = multipart.next_field().await? {
        if part.name() == Some("file") {
            receiving.take_file(&mut part).await?;
        }
    }
    receiving.keep(Holds::Advisories, house.now())
}

async fn find(house: &House, jobs: &Arc<Jobs>, token: &str) -> Result<Arc<Job>, Problem> {
    let gone = || Problem::NotFound {
        what: "waiting file",
        name: token.to_owned(),
    };
    let token = Token::read(token).ok_or_else(gone)?;
    // Not in `work`: a job that is begun again needs the runtime around it.
    jobs.find(house, token).ok_or_else(gone)
}

#[derive(Template)]
#[template(path = "imports/under_way.html")]
struct UnderWay {
    shell: Shell,
    heading: String,
    words: String,
    percent: u64,
    address: String,
    may_leave: bool,
    still: bool,
}

#[derive(Template)]
#[template(path = "imports/failed.html")]
struct Failed {
    shell: Shell,
    heading: String,
    sentence: String,
    address: String,
}

async fn show_waiting(
    State(house): State<House>,
    Extension(jobs): Extension<Arc<Jobs>>,
    Path(token): Path<String>,
    Query(question): Query<Question>,
) -> Result<Response, Problem> {
    let job = find(&house, &jobs, &token).await?;
    job.settle().await;
    let (upload, address, all) = (job.upload(), address(job.token), question.all == "yes");
    match job.state() {
        JobState::UnderWay(doing) => under_way(&job, doing, &upload, address, question.still == "yes"),
        JobState::Ready(preview) => Ok(Html(preview::before(address, &upload, &preview, all).render()?).into_response()),
        JobState::Applied(report) => Ok(Html(preview::after(address, &upload, &report, all).render()?).into_response()),
        JobState::Loaded(report) => Ok(Html(load::page(&report).render()?).into_response()),
        JobState::Failed(sentence) => {
            let heading = format!("{} was not read", upload.name());
            let page = Failed {
                shell: Shell::new(heading.clone(), "/imports"),
                heading,
                sentence: format!("{}.", crate::service::capitalised(sentence.trim_end_matches('.'))),
                address,
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
    }
}

fn under_way(job: &Job, doing: Doing, upload: &Upload, address: String, still: bool) -> Result<Response, Problem> {
    let (percent, rows) = job.progress.so_far();
    let rows = usize::try_from(rows).unwrap_or(usize::MAX);
    let (heading, words) = match doing {
        Doing::Reading => (
            format!("Reading {}", upload.name()),
            format!("{} read so far. Nothing has changed yet.", say::count(rows, "row", "rows")),
        ),
        Doing::Applying => (
            format!("Applying {}", upload.name()),
            format!("{} so far. All of it goes through, or nothing.", say::count(rows, "row", "rows")),
        ),
        Doing::Loading => (
            format!("Loading {}", upload.name()),
            format!("{} so far.", say::count(rows, "document", "documents")),
        ),
    };
    let page = UnderWay {
        shell: Shell::new(heading.clone(), "/imports"),
        heading,
        words,
        percent,
        may_leave: doing == Doing::Reading,
        still,
        address: address.clone(),
    };
    let mut response = Html(page.render()?).into_response();
    if !still && let Ok(again) = HeaderValue::from_str(&format!("2; url={address}")) {
        response.headers_mut().insert(header::REFRESH, again);
    }
    Ok(response)
}

async fn read_again(
    State(house): State<House>,
    Extension(jobs): Extension<Arc<Jobs>>,
    Path(token): Path<String>,
    Form(chosen): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let job = find(&house, &jobs, &token).await?;
    let upload = job.upload();
    let columns = match (job.state(), &upload.holds) {
        (JobState::Ready(preview), _) => preview::corrected(&preview.report.layout, &upload, &chosen),
        (_, Holds::Devices { columns, .. }) => columns.clone(),
        (_, Holds::Advisories) => Vec::new(),
    };
    jobs.read_again(&house, &job, columns)?;
    Ok(Redirect::to(&address(job.token)).into_response())
}

async fn apply(State(house): State<House>, Extension(jobs): Extension<Arc<Jobs>>, Path(token): Path<String>) -> Result<Response, Problem> {
    let job = find(&house, &jobs, &token).await?;
    // A job that was begun again just now is not ready: whoever asked looks at its preview first.
    jobs.apply(&house, &job)?;
    Ok(Redirect::to(&address(job.token)).into_response())
}

async fn leave(State(house): State<House>, Extension(jobs): Extension<Arc<Jobs>>, Path(token): Path<String>) -> Result<Response, Problem> {
    let job = find(&house, &jobs, &token).await?;
    jobs.leave(&house, &job);
    Ok(Redirect::to("/imports").into_response())
}

async fn repair(State(house): State<House>, Extension(jobs): Extension<Arc<Jobs>>, Path(token): Path<String>) -> Result<Response, Problem> {
    let job = find(&house, &jobs, &token).await?;
    job.settle().await;
    house
        .work(move |_| match job.state() {
            JobState::Ready(preview) => export::file(&preview.report.repair_table(), Kind::Csv, "for-repair"),
            JobState::Applied(report) => export::file(&report.repair_table(), Kind::Csv, "for-repair"),
            JobState::UnderWay(_) | JobState::Loaded(_) | JobState::Failed(_) => {
                Err(Problem::Conflict("The file is not read yet, or was refused.".into()))
            }
        })
        .await
}
