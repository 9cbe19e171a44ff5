//! Sets of systems, services and tasks that a later phase must look at.

/// A set of numbers that gives them back in rising order.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Bit i of word w: 64 w + i is in the set.
    words: Vec<u64>,
    /// Bit s: some word of stretch s is not zero.
    filled: u64,
    /// A stretch is 2 to the power of so many words: 64 of them are enough.
    stretch: u32,
}

impl Marks {
    /// Room for the numbers below `count`.
    pub fn up_to(count: usize) -> Marks {
        let words = count.div_ceil(64);
        let stretch = words.div_ceil(64).next_power_of_two().trailing_zeros();
        Marks { words: vec![0; words], filled: 0, stretch }
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.filled == 0
    }

    #[inline]
    pub fn insert(&mut self, number: u32) {
        let word = number as usize / 64;
        self.words[word] |= 1 << (number % 64);
        self.filled |= 1 << (word >> self.stretch);
    }

    /// Takes the lowest number out.
    #[inline]
    pub fn pop(&mut self) -> Option<u32> {
        if self.is_empty() {
            return None;
        }
        let stretch = self.filled.trailing_zeros() as usize;
        let mut at = stretch << self.stretch;
        while self.words[at] == 0 {
            at += 1;
        }
        let word = &mut self.words[at];
        let number = at as u32 * 64 + word.trailing_zeros();
        *word &= *word - 1;
        if *word == 0 {
            let end = self.words.len().min((stretch + 1) << self.stretch);
            if self.words[at + 1..end].iter().all(|&word| word == 0) {
                self.filled &= self.filled - 1;
            }
        }
        Some(number)
    }

    /// Becomes the same set as another with as much room.
    pub fn copy(&mut self, other: &Marks) {
        self.words.copy_from_slice(&other.words);
        self.filled = other.filled;
    }

    pub fn clear(&mut self) {
        if !self.is_empty() {
            self.words.fill(0);
            self.filled = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_back_once_and_the_lowest_first() {
        for count in [300, 9_000, 100_000] {
            let (mut marks, mut same) = (Marks::up_to(count), Marks::up_to(count));
            let last = count as u32 - 1;
            for number in [last, 64, 0, 63, 64, 128, 5, last, last - 64, 127] {
                marks.insert(number);
            }
            same.copy(&marks);
            let once = [0, 5, 63, 64, 127, 128, last - 64, last];
            for mut marks in [marks, same] {
                let found: Vec<u32> = std::iter::from_fn(|| marks.pop()).collect();
                assert_eq!(found, once);
                assert!(marks.is_empty());
                marks.insert(200);
                marks.insert(last);
                marks.clear();
                marks.insert(7);
                assert_eq!((marks.pop(), marks.pop()), (Some(7), None));
            }
        }
    }
}
