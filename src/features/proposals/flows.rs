//! Acts in several steps, for the API and for pages: check the permission, receive the bytes
//! outside any transaction, write the row.

mod pieces;
mod receiving;

pub(super) use pieces::{Piece, Transfer, forget};
pub(super) use receiving::{Upload, idle, next_part, text_of};
