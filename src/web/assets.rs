//! The stylesheet and the script, inside the program. Their addresses carry a hash of their
//! content, so browsers may keep them for ever and still get a new one at once.

use crate::kernel::canonical;
use actix_web::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, VARY};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
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
    content: String,
    /// The same, packed once and as small as it goes; what is packed at each answer is packed in haste.
    packed: Vec<u8>,
}

impl Asset {
    fn new(name: &'static str, media_type: &'static str, content: &'static str) -> Self {
        let content = bare(content, media_type);
        let hash: String = canonical::sha256_hex(&content).chars().take(16).collect();
        let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
        let path = format!("/assets/{stem}-{hash}.{extension}");
        let packed = packed(&content);
        Self { name, path, media_type, content, packed }
    }

    /// Packed for browsers that can unpack it, which are all that there are.
    fn answer(&'static self, request: &HttpRequest) -> HttpResponse {
        let accepted = request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let mut answer = HttpResponse::Ok();
        answer
            .content_type(self.media_type)
            .insert_header((CACHE_CONTROL, FOR_EVER))
            .insert_header((VARY, "accept-encoding"));
        if !self.packed.is_empty() && accepted.is_some_and(takes_gzip) {
            answer.insert_header((CONTENT_ENCODING, "gzip"));
            return answer.body(Bytes::from_static(&self.packed));
        }
        answer.body(self.content.as_str())
    }
}

/// A script without its indentation and without the lines that only say why: nobody's browser reads them. No text of ours
/// spans lines.
fn bare(content: &str, media_type: &str) -> String {
    if media_type != JS {
        return content.to_owned();
    }
    let lines = content.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Empty where it cannot be packed; then it is served as it is.
fn packed(content: &str) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let written = gzip.write_all(content.as_bytes());
    written.and_then(|()| gzip.finish()).unwrap_or_default()
}

/// Whether this `Accept-Encoding` names gzip and does not refuse it.
fn takes_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next() == Some("gzip") && parts.all(|weight| !matches!(weight, "q=0" | "q=0.0"))
    })
}

/// Every file that pages may ask for, by its plain name. A script or stylesheet for one kind of page is a file of
/// its own, so that other pages need not load it.
static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        Asset::new("tubel.css", CSS, include_str!("assets/tubel.css")),
        Asset::new("tubel.js", JS, include_str!("assets/tubel.js")),
        Asset::new("drafts.js", JS, include_str!("assets/drafts.js")),
        Asset::new("upload.js", JS, include_str!("assets/upload.js")),
        Asset::new("photos.js", JS, include_str!("assets/photos.js")),
        Asset::new("sheet.css", CSS, include_str!("assets/sheet.css")),
        Asset::new("sheet.js", JS, include_str!("assets/sheet.js")),
        Asset::new("leaves.js", JS, include_str!("assets/leaves.js")),
        Asset::new("desk.css", CSS, include_str!("assets/desk.css")),
        Asset::new("lists.css", CSS, include_str!("assets/lists.css")),
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
        let serve = move |request: HttpRequest| async move { asset.answer(&request) };
        config.route(&asset.path, web::get().to(serve));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_packed_is_smaller_and_unpacks_to_itself() {
        for asset in ASSETS.iter() {
            let mut text = String::new();
            flate2::read::GzDecoder::new(&asset.packed[..]).read_to_string(&mut text).unwrap();
            assert!(text == asset.content && asset.packed.len() < text.len(), "{}", asset.name);
        }
    }

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        assert!(takes_gzip("gzip, deflate, br") && takes_gzip("br;q=1.0, gzip;q=0.8"));
        assert!(!takes_gzip("br") && !takes_gzip("gzip;q=0") && !takes_gzip(""));
    }
}
