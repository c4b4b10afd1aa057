//! The typefaces: two inside the program (SIL Open Font License), read when the first paper is made.

use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::text::Font;

/// For the text, and for hashes.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

static OWN: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let fonts = typst_assets::fonts().filter_map(|bytes| Font::new(Bytes::new(bytes), 0));
    fonts.filter(|font| FAMILIES.contains(&font.info().family.as_str())).collect()
});

/// Ours; their bytes lie in the program itself and take no memory of their own.
pub(super) fn own() -> &'static [Font] {
    &OWN
}

/// All faces of a font file of the agency's; none when it is not one.
pub(super) fn faces(bytes: Vec<u8>) -> Vec<Font> {
    Font::iter(Bytes::new(bytes)).collect()
}
