//! Rows of different lengths in one piece of memory, and the index that stands for none.

/// No index.
pub const NONE: u32 = u32::MAX;

/// Rows of different lengths, end to end.
#[derive(Clone, Debug)]
pub struct Rows<T> {
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
        let mut out = Rows { starts: Vec::with_capacity(rows.len() + 1), items: Vec::new() };
        out.starts.push(0);
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

    /// One row.
    #[inline]
    pub fn row(&self, row: u32) -> &[T] {
        &self.items[self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize]
    }

    /// A row, or nothing for `NONE`.
    pub fn row_or_empty(&self, row: u32) -> &[T] {
        if row == NONE { &[] } else { self.row(row) }
    }
}
