//! Text with separators: bytes to rows of cells, in bounded memory.

pub(crate) mod encoding;
pub(crate) mod mojibake;
pub(crate) mod records;
pub(crate) mod split;
