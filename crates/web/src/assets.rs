//! Style sheets and fonts, in the binary. Their addresses carry a hash of what they hold, so they are cached for ever.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

macro_rules! asset {
    ($name:literal, $file:literal, $kind:literal) => {
        Asset {
            name: $name,
            kind: $kind,
            bytes: include_bytes!(concat!("../assets/", $file)),
        }
    };
}

const FONTS: [Asset; 2] = [
    asset!(
        "text-400.woff2",
        "vendor/atkinson-hyperlegible-latin-400-normal.woff2",
        "font/woff2"
    ),
    asset!(
        "text-700.woff2",
        "vendor/atkinson-hyperlegible-latin-700-normal.woff2",
        "font/woff2"
    ),
];

const SHEETS: [Asset; 2] = [
    asset!("nhsuk.css", "vendor/nhsuk-frontend-10.6.1.min.css", "text/css; charset=utf-8"),
    asset!("wardline.css", "wardline.css", "text/css; charset=utf-8"),
];

struct Served {
    /// "wardline-3f2a9c01.css".
    address: String,
    name: &'static str,
    kind: &'static str,
    bytes: Vec<u8>,
}

static SERVED: LazyLock<Vec<Served>> = LazyLock::new(|| {
    let serve = |asset: &Asset, bytes: Vec<u8>| {
        let hash: String = Sha256::digest(&bytes).iter().take(4).map(|b| format!("{b:02x}")).collect();
        let (stem, ending) = asset.name.rsplit_once('.').unwrap_or((asset.name, ""));
        Served {
            address: format!("{stem}-{hash}.{ending}"),
            name: asset.name,
            kind: asset.kind,
            bytes,
        }
    };
    let mut served: Vec<Served> = FONTS.iter().map(|f| serve(f, f.bytes.to_vec())).collect();
    for sheet in &SHEETS {
        // The style sheet names its fonts by their files; here they go by their hashed addresses.
        let mut text = String::from_utf8_lossy(sheet.bytes).into_owned();
        for (font, file) in served.iter().filter(|s| s.kind == "font/woff2").zip([
            "vendor/atkinson-hyperlegible-latin-400-normal.woff2",
            "vendor/atkinson-hyperlegible-latin-700-normal.woff2",
        ]) {
            text = text.replace(file, &font.address);
        }
        let made = serve(sheet, text.into_bytes());
        served.push(made);
    }
    served
});

/// The address of an asset by its plain name.
pub fn address(name: &str) -> String {
    SERVED
        .iter()
        .find(|s| s.name == name)
        .map_or_else(String::new, |s| format!("/assets/{}", s.address))
}

/// Serves one.
pub async fn asset(Path(name): Path<String>) -> Response {
    match SERVED.iter().find(|s| s.address == name) {
        Some(served) => (
            [
                (header::CONTENT_TYPE, served.kind),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            served.bytes.clone(),
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
