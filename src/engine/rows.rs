//! Rows of different lengths in one piece of memory, and the index that stands for none.

/// No index.
pub const NONE: u32 = u32::MAX;

/// Rows of different lengths, end to end.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows<T> {
    /// Where each row starts, and where the last ends.
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Rows { starts: vec![0], items: Vec::new() }
    }
}

impl<T> Rows<T> {
    pub fn from_rows(rows: Vec<Vec<T>>) -> Self {
        let mut out = Rows::default();
        out.starts.reserve(rows.len());
        for row in rows {
            out.push(row);
        }
        out
    }

    /// Appends one row.
    pub fn push(&mut self, row: impl IntoIterator<Item = T>) {
        self.items.extend(row);
        self.starts.push(self.items.len() as u32);
    }

    /// Whether all rows are.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// One row.
    #[inline]
    pub fn row(&self, row: u32) -> &[T] {
        let row = row as usize;
        let end = self.starts[row + 1];
        &self.items[self.starts[row] as usize..end as usize]
    }

    /// How many items all rows have.
    pub fn total(&self) -> usize {
        self.items.len()
    }

    /// How many items all rows before one have.
    #[inline]
    pub fn start(&self, row: u32) -> usize {
        self.starts[row as usize] as usize
    }

    /// A row, or nothing for `NONE`.
    pub fn row_or_empty(&self, row: u32) -> &[T] {
        if row == NONE { &[] } else { self.row(row) }
    }
}
