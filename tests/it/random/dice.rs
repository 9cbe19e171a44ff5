//! Turns a list of raw numbers into choices. Where the list has ended every choice is the simplest one, so a
//! shorter list, or one with smaller numbers, makes a simpler organisation: whatever shrinks, stays valid.

/// Choices taken one after the other from raw numbers.
pub struct Dice<'n> {
    numbers: std::slice::Iter<'n, u16>,
}

impl<'n> Dice<'n> {
    pub fn new(numbers: &'n [u16]) -> Dice<'n> {
        Dice { numbers: numbers.iter() }
    }

    fn roll(&mut self) -> usize {
        self.numbers.next().map_or(0, |&number| usize::from(number))
    }

    /// A number below `count`; 0 where the list has ended.
    pub fn below(&mut self, count: usize) -> usize {
        self.roll() % count.max(1)
    }

    /// A number of `range`, its start where the list has ended.
    pub fn within(&mut self, range: std::ops::RangeInclusive<usize>) -> usize {
        range.start() + self.below(range.end() + 1 - range.start())
    }

    /// True in about so many cases of a hundred; false where the list has ended.
    pub fn percent(&mut self, share: usize) -> bool {
        self.roll() % 100 >= 100 - share
    }

    /// One of several; the first where the list has ended.
    pub fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// At most `most` different ones of several, in the order of the list.
    pub fn some<T: Clone>(&mut self, of: &[T], most: usize) -> Vec<T> {
        let mut left: Vec<usize> = (0..of.len()).collect();
        let count = self.within(0..=most.min(of.len()));
        let mut taken: Vec<usize> = (0..count).map(|_| left.remove(self.below(left.len()))).collect();
        taken.sort_unstable();
        taken.into_iter().map(|at| of[at].clone()).collect()
    }
}
