//! Reading what came of the awards. Nothing is written here.

mod board;
pub mod export;

pub use board::read_board;
