//! Pages of an uploaded PDF as pictures. Readers see them beside their form, and their browser never opens a
//! stranger's file. A separate process (`tubel picture`) with limits on memory and time draws the picture, so a
//! harmful file cannot damage the server.

mod drawing;
mod studio;

pub use drawing::{DRAWING_LIMITS, draw};
pub use studio::{PdfRenderer, answer};

use actix_web::web::Bytes;

crate::codes! {
    PAGE_NOT_DRAWABLE = 422 "page_not_drawable";
    PAGES_BUSY = 503 "pages_busy";
}

/// Width of every picture in pixels: text of 10 points is read without effort, a page of text weighs
/// 40 to 90 kB.
const WIDTH: u16 = 1_000;

/// The most pixels in height; a page longer than that is drawn narrower.
const TALLEST: u16 = 3_000;

/// One page, drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// How many pages the file has.
    pub pages: u32,
    pub png: Bytes,
}

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the file cannot be read as a PDF")]
    NotReadable,
    #[error("the file has no such page")]
    NoSuchPage,
}

impl Fault {
    /// What the drawing process ends with.
    pub fn exit_code(self) -> i32 {
        match self {
            Self::NotReadable => 3,
            Self::NoSuchPage => 4,
        }
    }
}
