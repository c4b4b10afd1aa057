//! The stylesheet and the script, inside the program. Their addresses carry a hash of their
//! content, so browsers may keep them for ever and still get a new one at once.

use crate::canonical;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};
use std::sync::LazyLock;

const STYLE: &str = include_str!("assets/tubel.css");
const SCRIPT: &str = include_str!("assets/tubel.js");
const ICON: &str = include_str!("assets/tubel.svg");

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// One file and where it is served.
struct Asset {
    path: String,
    media_type: &'static str,
    content: &'static str,
}

impl Asset {
    fn new(name: &str, media_type: &'static str, content: &'static str) -> Self {
        let hash: String = canonical::sha256_hex(content).chars().take(16).collect();
        let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
        Self { path: format!("/assets/{stem}-{hash}.{extension}"), media_type, content }
    }
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        Asset::new("tubel.css", "text/css; charset=utf-8", STYLE),
        Asset::new("tubel.js", "text/javascript; charset=utf-8", SCRIPT),
        Asset::new("tubel.svg", "image/svg+xml", ICON),
    ]
});

/// Where the pages find the stylesheet.
pub fn style_path() -> &'static str {
    let [style, _, _] = &*ASSETS;
    &style.path
}

/// Where the pages find the script.
pub fn script_path() -> &'static str {
    let [_, script, _] = &*ASSETS;
    &script.path
}

/// Where the pages find the icon.
pub fn icon_path() -> &'static str {
    let [_, _, icon] = &*ASSETS;
    &icon.path
}

/// Serves all of them.
pub fn configure(config: &mut web::ServiceConfig) {
    for asset in ASSETS.iter() {
        let serve = move || async move {
            HttpResponse::Ok()
                .content_type(asset.media_type)
                .insert_header((CACHE_CONTROL, FOR_EVER))
                .body(asset.content)
        };
        config.route(&asset.path, web::get().to(serve));
    }
}
