//! Every route, what guards them all, and serving them.

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::house::House;
use crate::{advisories, advisory, affected, assets, device, devices, imports, problem, service, services, threats, today};

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
        .merge(imports::routes())
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
