//! What is worked out for a block of trials and kept, by column and index, in memory that grows with what is asked for.

/// What one place of a cache holds: an index, a variable, a block of trials by its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    pub index: u64,
    pub column: u32,
    pub turn: u32,
}

/// So many neighbouring indices of a column lie side by side: the copies that one backup looks at.
const BESIDE: u64 = 16;

impl Tag {
    /// Of no block: turns count from 1.
    const EMPTY: Tag = Tag { index: 0, column: u32::MAX, turn: 0 };

    /// Its place in a cache of so many, a power of two.
    #[inline]
    fn place(self, places: usize) -> usize {
        let group = u64::from(self.column) ^ (self.index / BESIDE).rotate_left(20);
        let hash = group.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        ((hash & !(BESIDE - 1)) | (self.index % BESIDE)) as usize & (places - 1)
    }
}

/// What is kept for one block by column and index. It grows where many have to give way: what spreads from each system
/// to each other asks for as many as there are pairs.
#[derive(Clone, Debug)]
pub struct Cache<T> {
    /// As many as a power of two. Each stands at its own place or at one of the next few.
    places: Vec<(Tag, T)>,
    /// How many of this block had to give way to others, and the turn of the block.
    gave_way: usize,
    turn: u32,
    most: usize,
}

impl<T: Clone> Cache<T> {
    /// So many places in a row are looked at.
    const IN_A_ROW: usize = 4;

    /// Keeps nothing; has so many places, and later at most so many, both powers of two.
    pub fn new([first, most]: [usize; 2], nothing: T) -> Cache<T> {
        Cache { places: vec![(Tag::EMPTY, nothing); first], gave_way: 0, turn: 0, most }
    }

    /// What is kept for a tag, worked out if need be.
    #[inline]
    pub fn get(&mut self, tag: Tag, work_out: impl FnOnce(&mut T)) -> &T {
        let place = tag.place(self.places.len());
        if self.places[place].0 == tag { &self.places[place].1 } else { self.look_on(tag, place, work_out) }
    }

    #[inline(never)]
    fn look_on(&mut self, tag: Tag, first: usize, work_out: impl FnOnce(&mut T)) -> &T {
        for place in first..first + Self::IN_A_ROW {
            let place = place & (self.places.len() - 1);
            let known = self.places[place].0;
            if known == tag {
                return &self.places[place].1;
            }
            if known.turn != tag.turn {
                return self.keep(tag, place, work_out);
            }
        }
        if self.turn != tag.turn {
            (self.turn, self.gave_way) = (tag.turn, 0);
        }
        self.gave_way += 1;
        if self.gave_way > self.places.len() / 16 && self.places.len() < self.most {
            self.grow();
        }
        self.keep(tag, tag.place(self.places.len()), work_out)
    }

    fn keep(&mut self, tag: Tag, place: usize, work_out: impl FnOnce(&mut T)) -> &T {
        let (known, value) = &mut self.places[place];
        work_out(value);
        *known = tag;
        value
    }

    /// Doubles the places. All are empty: what was kept is worked out again.
    fn grow(&mut self) {
        let nothing = (Tag::EMPTY, self.places[0].1.clone());
        let places = 2 * self.places.len();
        self.places.clear();
        self.places.resize(places, nothing);
        self.gave_way = 0;
    }

    /// Forgets all that is kept: turns count anew.
    pub fn clear(&mut self) {
        self.places.iter_mut().for_each(|(tag, _)| *tag = Tag::EMPTY);
        self.turn = 0;
    }
}

impl<T> Cache<T> {
    /// How many places there are by now.
    #[cfg(test)]
    pub fn room(&self) -> usize {
        self.places.len()
    }
}
