//! Drawing one page. Runs in the process made for it, never in the server.

use super::{Fault, Picture, TALLEST, WIDTH};
use crate::platform::sandbox::Limits;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use std::collections::BTreeSet;

/// What drawing one page may take.
pub const DRAWING_LIMITS: Limits = Limits { memory: 768 * 1024 * 1024, seconds: 8 };

/// Draws page `number` (from 1) of a file.
///
/// # Errors
/// [`Fault`].
pub fn draw(file: Vec<u8>, number: u32) -> Result<Picture, Fault> {
    let pdf = Pdf::new(file).map_err(|_| Fault::NotReadable)?;
    let pages = pdf.pages();
    let index = number.checked_sub(1).and_then(|index| usize::try_from(index).ok());
    let page = index.and_then(|index| pages.get(index)).ok_or(Fault::NoSuchPage)?;
    let (width, height) = page.render_dimensions();
    let scale = scale_of(width, height).ok_or(Fault::NotReadable)?;
    let settings =
        RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..Default::default() };
    let pixmap = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let png = encode(&pixmap).map_err(|_| Fault::NotReadable)?;
    Ok(Picture { pages: u32::try_from(pages.len()).unwrap_or(u32::MAX), png: png.into() })
}

/// What a page of so many points is multiplied by; none for one without an area.
fn scale_of(width: f32, height: f32) -> Option<f32> {
    let has_area = |side: f32| side.is_finite() && side >= 1.0;
    (has_area(width) && has_area(height))
        .then(|| (f32::from(WIDTH) / width).min(f32::from(TALLEST) / height))
        // One pixel is the least there can be of a page that is all length.
        .filter(|scale| width * scale >= 1.0 && height * scale >= 1.0)
}

/// Text and drawings fit a palette of rounded colours, which halves their weight or better; a page with
/// photographs keeps all of its colours.
fn encode(pixmap: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    // The background is opaque, so that no pixel is transparent.
    let pixels: Vec<Colour> =
        pixmap.data().iter().map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
    let rounded: Vec<Colour> = pixels.iter().map(|colour| colour.map(nearest)).collect();
    let palette: BTreeSet<Colour> = rounded.iter().copied().collect();
    let mut out = Vec::new();
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_compression(png::Compression::Balanced);
    let data = if palette.len() <= 256 {
        let palette: Vec<Colour> = palette.into_iter().collect();
        let few = palette.len() <= 16;
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(if few { png::BitDepth::Four } else { png::BitDepth::Eight });
        encoder.set_palette(palette.concat());
        let places = rounded.iter().map(|colour| place(&palette, *colour)).collect::<Vec<u8>>();
        if few { packed(&places, usize::from(pixmap.width())) } else { places }
    } else {
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        pixels.concat()
    };
    encoder.write_header()?.write_image_data(&data)?;
    Ok(out)
}

/// Red, green, blue.
type Colour = [u8; 3];

/// The nearest of sixteen levels, black and white among them.
fn nearest(value: u8) -> u8 {
    let level = (u32::from(value) * 15 + 127) / 255;
    u8::try_from(level * 17).unwrap_or(u8::MAX)
}

fn place(palette: &[Colour], colour: Colour) -> u8 {
    palette.binary_search(&colour).ok().and_then(|place| u8::try_from(place).ok()).unwrap_or(0)
}

/// Two places a byte, each row beginning with a byte of its own.
fn packed(places: &[u8], width: usize) -> Vec<u8> {
    let row = |row: &[u8]| {
        row.chunks(2)
            .map(|pair| match pair {
                [left, right] => left << 4 | right,
                [left] => left << 4,
                _ => 0,
            })
            .collect::<Vec<u8>>()
    };
    places.chunks(width.max(1)).flat_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_is_as_wide_as_every_other_and_a_very_long_one_narrower() {
        assert_eq!(scale_of(500.0, 700.0), Some(2.0));
        assert_eq!(scale_of(500.0, 15_000.0), Some(0.2));
        for (width, height) in [(0.0, 10.0), (10.0, f32::NAN), (1.0, 9_000.0), (-5.0, 5.0)] {
            assert_eq!(scale_of(width, height), None, "{width} x {height}");
        }
    }

    proptest! {
        #[test]
        fn a_row_of_places_can_be_read_back(greys in proptest::collection::vec(0_u8..16, 1..40)) {
            let bytes = packed(&greys, greys.len());
            let back: Vec<u8> = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).collect();
            prop_assert_eq!(&back[..greys.len()], &greys[..]);
            prop_assert_eq!(bytes.len(), greys.len().div_ceil(2));
        }

        #[test]
        fn a_rounded_colour_is_near_and_stays_as_it_is(value in any::<u8>()) {
            prop_assert!(value.abs_diff(nearest(value)) <= 8);
            prop_assert_eq!(nearest(nearest(value)), nearest(value));
        }

        #[test]
        fn what_is_no_pdf_is_a_fault_and_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert_eq!(draw(bytes, 1), Err(Fault::NotReadable));
        }
    }
}
