//! Turns texts and byte offsets into names, lines and columns.
//!
//! Invariant: a [`Place`] is two byte offsets into one source; columns count characters from 1, a byte order
//! mark counting as none, so they agree with what an editor shows. Reading files is not here.

use std::cmp::Ordering;
use std::ops::Range;

/// A stretch of one source, as byte offsets `start..end`.
///
/// Offsets are bytes because slices are; they reach people only through [`Sources::line_column`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub source: u32,
    pub start: u32,
    pub end: u32,
}

impl Place {
    /// The place of a value that stands in for a faulty one; what is said about it is dropped, because the fault
    /// itself has been reported.
    pub const NOWHERE: Place = Place { source: u32::MAX, start: 0, end: 0 };

    /// Makes the place `start..end` of a source; `end` is never before `start`.
    pub fn new(source: u32, start: usize, end: usize) -> Place {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX).max(start);
        Place { source, start, end }
    }

    /// Tells whether this is [`Place::NOWHERE`].
    pub fn is_nowhere(self) -> bool {
        self.source == u32::MAX
    }

    /// Narrows to the bytes `start..end` counted from the start of this place, cut to its end. Meant for a piece
    /// of a text whose place includes its opening quote: pass offsets that count it.
    pub fn within(self, start: usize, end: usize) -> Place {
        let length = (self.end - self.start) as usize;
        let (start, end) = (start.min(length), end.min(length));
        if self.is_nowhere() {
            return self;
        }
        Place::new(self.source, self.start as usize + start, self.start as usize + end.max(start))
    }
}

/// A value and the place it was written at.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    pub value: T,
    pub place: Place,
}

impl<T> Spanned<T> {
    /// Joins a value and its place.
    pub fn new(value: T, place: Place) -> Self {
        Spanned { value, place }
    }

    /// Applies a function to the value and keeps the place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), place: self.place }
    }
}

impl Spanned<String> {
    /// Borrows the text.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// Gives the place of some bytes of the text; the whole place where escapes make the two differ.
    pub fn part(&self, range: Range<usize>) -> Place {
        let written = (self.place.end - self.place.start) as usize;
        match written.checked_sub(self.value.len()) {
            Some(0) => self.place.within(range.start, range.end),
            Some(2) => self.place.within(range.start + 1, range.end + 1),
            _ => self.place,
        }
    }
}

/// One text with the name it is shown under.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    pub text: String,
    /// Whether it is an edit, or a file of edits, that the command line asked for.
    pub is_edit: bool,
    line_starts: Vec<u32>,
}

impl Source {
    fn new(name: String, text: String) -> Source {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts =
            std::iter::once(0).chain(breaks.map_while(|(at, _)| u32::try_from(at + 1).ok())).collect();
        Source { name, text, is_edit: false, line_starts }
    }

    /// Gives the number of the line (from 1) that holds a byte offset.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| (*start as usize).cmp(&offset) != Ordering::Greater).max(1)
    }

    /// Gives the byte range of a line (from 1) without its line break; lines past the end are empty.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let end_of_text = self.text.len();
        let start_of = |index: usize| self.line_starts.get(index).map_or(end_of_text, |at| *at as usize);
        let start = start_of(line.saturating_sub(1));
        let text = self.text.get(start..start_of(line)).unwrap_or_default();
        let text = text.strip_suffix('\n').unwrap_or(text);
        start..start + text.strip_suffix('\r').unwrap_or(text).len()
    }

    /// Gives line and column (both from 1, columns in characters) of a byte offset.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        let start = self.line_starts.get(line - 1).map_or(0, |at| *at as usize);
        let before = self.text.as_bytes().get(start..offset.min(self.text.len())).unwrap_or_default();
        let characters = before.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        let mark = usize::from(line == 1 && before.starts_with("\u{feff}".as_bytes()));
        (line, characters - mark + 1)
    }
}

/// All texts of one command; a source is known by its number.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    items: Vec<Source>,
}

impl Sources {
    /// Makes an empty collection.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Adds a text under the name it is to be shown with and returns its number.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> u32 {
        self.items.push(Source::new(name.into(), text.into()));
        u32::try_from(self.items.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds an edit that the command line asked for, or the file in which it stands; all edits of a file have it once.
    pub fn add_edit(&mut self, name: &str, text: &str) -> u32 {
        let is_same = |source: &Source| source.is_edit && source.name == name && source.text == text;
        let position = self.items.iter().position(is_same).unwrap_or_else(|| {
            self.items.push(Source { is_edit: true, ..Source::new(name.to_owned(), text.to_owned()) });
            self.items.len() - 1
        });
        u32::try_from(position).unwrap_or(u32::MAX)
    }

    /// Gives a source by its number; `None` where a place is nowhere.
    pub fn get(&self, source: u32) -> Option<&Source> {
        self.items.get(source as usize)
    }

    /// Gives the text at a place; empty where the place is nowhere.
    pub fn text(&self, place: Place) -> &str {
        let source = self.get(place.source).map_or("", |source| source.text.as_str());
        source.get(place.start as usize..place.end as usize).unwrap_or_default()
    }

    /// Gives the shown name of a place's source, and line and column of its start.
    pub fn locate(&self, place: Place) -> Option<(&str, usize, usize)> {
        let source = self.get(place.source)?;
        let (line, column) = source.line_column(place.start as usize);
        Some((&source.name, line, column))
    }

    /// Gives line and column (from 1, in characters) of a place's start; (0, 0) where the place is nowhere.
    pub fn line_column(&self, place: Place) -> (usize, usize) {
        self.locate(place).map_or((0, 0), |(_, line, column)| (line, column))
    }

    /// Walks over all sources in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Source)> {
        (0u32..).zip(&self.items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, offset: usize, expected: (usize, usize)) {
        let mut sources = Sources::new();
        let id = sources.add("x.ron", text);
        assert_eq!(sources.line_column(Place::new(id, offset, offset)), expected, "{text:?} at {offset}");
    }

    #[test]
    fn columns_count_characters_from_one() {
        check("abc", 0, (1, 1));
        check("abc", 3, (1, 4));
        check("é\"x", 2, (1, 2));
        check("a\r\nb", 3, (2, 1));
        check("a\n\nb\n", 5, (4, 1));
        check("", 0, (1, 1));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        check("\u{feff}(a", 3, (1, 1));
        check("\u{feff}(a", 4, (1, 2));
        check("\u{feff}(\na", 5, (2, 1));
    }

    #[test]
    fn a_line_range_leaves_its_break_out() {
        let mut sources = Sources::new();
        let id = sources.add("x.ron", "one\r\ntwo\n\nfour");
        let source = sources.get(id).expect("just added");
        let lines: Vec<&str> = (1..=6).map(|line| &source.text[source.line_range(line)]).collect();
        assert_eq!(lines, ["one", "two", "", "four", "", ""]);
    }

    #[test]
    fn a_part_of_a_text_is_counted_after_its_quote() {
        let text =
            |value: &str, length: usize| Spanned::new(value.to_owned(), Place::new(0, 10, 10 + length));
        assert_eq!(text("a or b", 8).part(5..6), Place::new(0, 16, 17));
        assert_eq!(text("a or b", 6).part(5..6), Place::new(0, 15, 16));
        assert_eq!(text("a \n b", 8).part(4..5), Place::new(0, 10, 18));
    }

    #[test]
    fn a_piece_of_a_place_stays_inside_it() {
        let place = Place::new(0, 10, 15);
        assert_eq!(place.within(1, 3), Place::new(0, 11, 13));
        assert_eq!(place.within(4, 90), Place::new(0, 14, 15));
        assert!(Place::NOWHERE.within(1, 2).is_nowhere());
    }
}
