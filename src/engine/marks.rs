//! Sets of systems, services and tasks that a later phase must look at.

use std::ops::Range;

/// A set of numbers that gives them back in rising order.
#[derive(Clone, Debug)]
pub struct Marks {
    /// Bit i of word w: 64 w + i is in the set.
    words: Vec<u64>,
    /// Bit w: word w is not zero; the last bit stands for all words that follow, too.
    filled: u64,
}

const LAST: usize = u64::BITS as usize - 1;

impl Marks {
    /// Room for the numbers below `count`.
    pub fn up_to(count: usize) -> Marks {
        Marks { words: vec![0; count.div_ceil(64)], filled: 0 }
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.filled == 0
    }

    #[inline]
    pub fn insert(&mut self, number: u32) {
        let word = number as usize / 64;
        self.words[word] |= 1 << (number % 64);
        self.filled |= 1 << word.min(LAST);
    }

    /// From the first word that is not zero to the last.
    #[inline]
    fn filled(&self) -> Range<usize> {
        if self.is_empty() {
            return 0..0;
        }
        let last = self.filled.ilog2() as usize;
        self.filled.trailing_zeros() as usize..if last == LAST { self.words.len() } else { last + 1 }
    }

    /// Copies all to the end of a list, the lowest first.
    #[inline(never)]
    pub fn list(&self, into: &mut Vec<u32>) {
        let filled = self.filled();
        for (word, bits) in (filled.start as u32..).zip(&self.words[filled]) {
            list(word, *bits, into);
        }
    }

    /// Moves all to the end of a list, the lowest first.
    #[inline(never)]
    pub fn take(&mut self, into: &mut Vec<u32>) {
        let filled = self.filled();
        for (word, bits) in (filled.start as u32..).zip(&mut self.words[filled]) {
            list(word, std::mem::take(bits), into);
        }
        self.filled = 0;
    }

    pub fn clear(&mut self) {
        let filled = self.filled();
        self.words[filled].fill(0);
        self.filled = 0;
    }
}

/// Appends the numbers of the bits of a word.
#[inline]
fn list(word: u32, mut bits: u64, into: &mut Vec<u32>) {
    while bits != 0 {
        into.push(word * 64 + bits.trailing_zeros());
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_back_once_and_the_lowest_first() {
        let (mut marks, mut found) = (Marks::up_to(9_000), Vec::new());
        for number in [299, 64, 0, 63, 64, 8_999, 128, 5, 299, 4_032] {
            marks.insert(number);
        }
        marks.list(&mut found);
        marks.take(&mut found);
        let once = [0, 5, 63, 64, 128, 299, 4_032, 8_999];
        assert_eq!(found, [once, once].concat());
        assert!(marks.is_empty());
        marks.insert(200);
        marks.insert(5_000);
        marks.clear();
        marks.insert(7);
        found.clear();
        marks.take(&mut found);
        assert_eq!(found, [7]);
    }
}
