//! One row's cells as written, in one piece of memory.

/// What a cell is, as far as the file itself says. A CSV file says of every cell that it is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Written as text.
    Text,
    /// Stored as a number: leading zeros are gone, zeros at the end too.
    Number,
    /// Stored as a day number and shown as a date; the text is ISO 8601.
    Date,
    /// Stored as true or false.
    Truth,
    /// A formula's fault ("#REF!").
    Fault,
}

/// A row's cells, first to last, as the file has them. Kept for the export of refused rows for repair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    text: String,
    /// Where each cell ends in `text`.
    ends: Vec<u32>,
    /// Empty where every cell is text.
    kinds: Vec<CellKind>,
}

impl Cells {
    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the row has no cell at all.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of the cell at a position (0 is the first); empty beyond the last.
    pub fn get(&self, position: usize) -> &str {
        let Some(&end) = self.ends.get(position) else { return "" };
        let start = position.checked_sub(1).and_then(|p| self.ends.get(p)).copied().unwrap_or(0);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// What the cell at a position is.
    pub fn kind(&self, position: usize) -> CellKind {
        self.kinds.get(position).copied().unwrap_or(CellKind::Text)
    }

    /// The cells' texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|p| self.get(p))
    }

    /// Whether no cell holds more than spaces.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(is_space)
    }

    /// The positions of the cells that hold more than spaces.
    pub fn filled(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter(|&p| !self.get(p).chars().all(is_space))
    }

    /// Bytes of text.
    pub(crate) fn size(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.kinds.clear();
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.close(CellKind::Text);
    }

    pub(crate) fn push_kind(&mut self, text: &str, kind: CellKind) {
        self.text.push_str(text);
        self.close(kind);
    }

    /// Takes texts that are already in one piece: `ends` are positions in `text`.
    pub(crate) fn fill(&mut self, text: &str, ends: &[u32]) {
        self.clear();
        self.text.push_str(text);
        self.ends.extend_from_slice(ends);
    }

    fn close(&mut self, kind: CellKind) {
        if kind != CellKind::Text || !self.kinds.is_empty() {
            self.kinds.resize(self.ends.len(), CellKind::Text);
            self.kinds.push(kind);
        }
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }
}

/// Spaces of every kind that exports hold, the zero-width ones and NUL too.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}
