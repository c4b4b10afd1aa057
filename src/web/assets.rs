//! The stylesheet and the script, inside the program. Their addresses carry a hash of their
//! content, so browsers may keep them for ever and still get a new one at once.

use crate::kernel::canonical;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};
use std::sync::LazyLock;

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// One file and where it is served.
struct Asset {
    name: &'static str,
    path: String,
    media_type: &'static str,
    content: &'static str,
}

impl Asset {
    fn new(name: &'static str, media_type: &'static str, content: &'static str) -> Self {
        let hash: String = canonical::sha256_hex(content).chars().take(16).collect();
        let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
        let path = format!("/assets/{stem}-{hash}.{extension}");
        Self { name, path, media_type, content }
    }
}

/// Every file that pages may ask for, by its plain name. A script or stylesheet for one kind of page is a file of
/// its own, so that other pages need not load it.
static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        Asset::new("tubel.css", CSS, include_str!("assets/tubel.css")),
        Asset::new("tubel.js", JS, include_str!("assets/tubel.js")),
        Asset::new("drafts.js", JS, include_str!("assets/drafts.js")),
        Asset::new("upload.js", JS, include_str!("assets/upload.js")),
        Asset::new("sheet.css", CSS, include_str!("assets/sheet.css")),
        Asset::new("sheet.js", JS, include_str!("assets/sheet.js")),
        Asset::new("leaves.js", JS, include_str!("assets/leaves.js")),
        Asset::new("desk.css", CSS, include_str!("assets/desk.css")),
        Asset::new("plenary.css", CSS, include_str!("assets/plenary.css")),
        Asset::new("projector.js", JS, include_str!("assets/projector.js")),
        Asset::new("tubel.svg", SVG, include_str!("assets/tubel.svg")),
    ]
});

/// The address of the file with this name. The name itself when there is no such file; a test of the page notices
/// that.
pub fn path(name: &'static str) -> &'static str {
    let named = ASSETS.iter().find(|asset| asset.name == name);
    named.map_or(name, |asset| &asset.path)
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
