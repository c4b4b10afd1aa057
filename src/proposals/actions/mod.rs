//! What people can do with proposals, one act each: `draft`, `endorse`, `submit`, `withdraw`, and
//! the readings in `read`.
