//! Reading what came of the awards. Nothing is written here.

mod board;
pub mod export;
mod learning;

pub use board::read_board;
pub use learning::read_learning;
