//! Sets of systems, services and tasks that a later phase must look at.

/// A set of numbers that gives them back in rising order.
#[derive(Clone, Debug)]
pub struct Marks {
    /// Bit i of word w: 64 w + i is in the set.
    words: Vec<u64>,
    /// The words that are not zero.
    filled: Vec<u32>,
}

impl Marks {
    /// Room for the numbers below `count`.
    pub fn up_to(count: usize) -> Marks {
        Marks { words: vec![0; count.div_ceil(64)], filled: Vec::new() }
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.filled.is_empty()
    }

    #[inline]
    pub fn insert(&mut self, number: u32) {
        let word = &mut self.words[number as usize / 64];
        if *word == 0 {
            self.filled.push(number / 64);
        }
        *word |= 1 << (number % 64);
    }

    /// Copies all to the end of a list, the lowest first.
    #[inline]
    pub fn list(&mut self, into: &mut Vec<u32>) {
        self.filled.sort_unstable();
        for &word in &self.filled {
            list(word, self.words[word as usize], into);
        }
    }

    /// Moves all to the end of a list, the lowest first.
    #[inline]
    pub fn take(&mut self, into: &mut Vec<u32>) {
        match self.filled[..] {
            [] => {}
            [word] => {
                self.filled.clear();
                list(word, std::mem::take(&mut self.words[word as usize]), into);
            }
            _ => self.take_many(into),
        }
    }

    #[cold]
    fn take_many(&mut self, into: &mut Vec<u32>) {
        self.list(into);
        self.clear();
    }

    pub fn clear(&mut self) {
        for word in self.filled.drain(..) {
            self.words[word as usize] = 0;
        }
    }
}

/// Adds the numbers of one word.
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
        let (mut marks, mut found) = (Marks::up_to(300), Vec::new());
        for number in [299, 64, 0, 63, 64, 128, 5, 299] {
            marks.insert(number);
        }
        marks.list(&mut found);
        marks.take(&mut found);
        let once = [0, 5, 63, 64, 128, 299];
        assert_eq!(found, [once, once].concat());
        assert!(marks.is_empty());
        marks.insert(200);
        marks.clear();
        marks.insert(7);
        found.clear();
        marks.take(&mut found);
        assert_eq!(found, [7]);
    }
}
