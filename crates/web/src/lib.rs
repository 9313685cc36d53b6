//! Pages and API. A page's folder holds its route, its question, its view and its template side by side.
//!
//! **Never**: SQL; a rule of the domain (that is `register`, `intel`, `answers`); a write except through `actions`.
//!
//! - [`house`]    what every page needs: the store, the picture of now, the clock
//! - [`shell`]    the frame around every page: bar, search, navigation, marks
//! - [`problem`]  what is said when something cannot be shown
//! - [`assets`]   style sheets and fonts, cached for ever under the hash of what they hold
//! - [`export`]   a list as CSV or XLSX
//! - [`affected`] are we affected?
//! - [`today`]    what needs me?
//! - [`devices`]  which devices?
//! - [`device`]   what is it, what is wrong, what may I do?
//! - [`threats`]  where do we stand on the five?
//! - [`advisories`] what is new, what touches us?
//! - [`advisory`] what does it say, word for word, and whom does it hit?
//! - [`services`] what falls, when, who decides?
//! - [`service`]  one service: what it hangs on, and when it stops

pub mod advisories;
pub mod advisory;
pub mod affected;
pub mod assets;
pub mod device;
pub mod devices;
pub mod export;
pub mod house;
pub mod problem;
pub mod service;
pub mod services;
pub mod shell;
pub mod threats;
pub mod today;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;

pub use house::House;

/// Nothing from elsewhere, no inline script, no inline style sheet.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Every route, with what guards them all.
pub fn router(house: House) -> Router {
    let fixed = |name: HeaderName, value: &'static str| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    Router::new()
        .merge(affected::routes())
        .merge(today::routes())
        .merge(devices::routes())
        .merge(device::routes())
        .merge(threats::routes())
        .merge(advisories::routes())
        .merge(advisory::routes())
        .merge(services::routes())
        .merge(service::routes())
        .route("/assets/{name}", get(assets::asset))
        .fallback(problem::no_such_page)
        .with_state(house)
        // Forms from other sites are refused by what the browser says of where they come from (Sec-Fetch-Site, Origin).
        .layer(tower_http::csrf::CsrfLayer::new())
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(CompressionLayer::new())
        .layer(fixed(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

/// Serves until `stop` comes; requests under way are finished.
pub async fn serve(
    listener: tokio::net::TcpListener,
    house: House,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    // The first page should not wait for what can be made ready before anyone asks.
    let warm_up = house.clone();
    drop(tokio::task::spawn_blocking(move || {
        if let Ok(picture) = warm_up.picture() {
            picture.judged();
        }
    }));
    axum::serve(listener, router(house)).with_graceful_shutdown(stop).await
}
