//! What every piece of the tallies can do: take in another of its kind, be hashed, be coarsened.
//!
//! Invariant: all state is integers, and `merge` is associative and commutative, so neither threads nor
//! blocks nor shards can change a result.

use sha2::{Digest as _, Sha256};

use crate::engine::Who;
use crate::model::Labels;

/// A hash under way; every number is fed in eight or sixteen bytes, little end first.
pub struct Digest<'a> {
    hash: Sha256,
    /// The texts that stand for whom something is charged to.
    labels: &'a Labels,
}

impl Digest<'_> {
    /// Starts a hash; `layout` names what is fed and in which order.
    pub(super) fn new<'a>(layout: &str, labels: &'a Labels) -> Digest<'a> {
        let mut digest = Digest { hash: Sha256::new(), labels };
        digest.text(layout);
        digest
    }

    /// Feeds a text, its length first.
    pub(super) fn text(&mut self, text: &str) {
        self.count(text.len() as u64);
        self.hash.update(text.as_bytes());
    }

    /// Feeds the text of a label, not its position, which depends on what else there is.
    pub(super) fn label(&mut self, who: Who) {
        self.text(self.labels.text(who.0));
    }

    /// Feeds a count.
    pub(super) fn count(&mut self, count: u64) {
        self.hash.update(count.to_le_bytes());
    }

    /// Feeds an amount of milliseconds or hundredths.
    pub(super) fn amount(&mut self, amount: i64) {
        self.hash.update(amount.to_le_bytes());
    }

    /// Feeds a sum.
    pub(super) fn sum(&mut self, sum: i128) {
        self.hash.update(sum.to_le_bytes());
    }

    /// Feeds a sum of squares.
    pub(super) fn squares(&mut self, squares: u128) {
        self.hash.update(squares.to_le_bytes());
    }

    /// Ends the hash, in hexadecimal.
    pub(super) fn end(self) -> String {
        self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A piece of the tallies.
pub(super) trait Part {
    /// Takes in what another piece of the same shape has counted.
    fn merge(&mut self, other: &Self);
    /// Feeds everything counted, in a fixed order.
    fn feed(&self, digest: &mut Digest);
    /// Puts values that are kept one by one into buckets.
    fn coarsen(&mut self) {}
}

impl Part for u64 {
    fn merge(&mut self, other: &u64) {
        *self += other;
    }

    fn feed(&self, digest: &mut Digest) {
        digest.count(*self);
    }
}

impl<T: Part> Part for Vec<T> {
    fn merge(&mut self, other: &Vec<T>) {
        assert_eq!(self.len(), other.len(), "tallies of one campaign have one shape");
        self.iter_mut().zip(other).for_each(|(mine, theirs)| mine.merge(theirs));
    }

    fn feed(&self, digest: &mut Digest) {
        digest.count(self.len() as u64);
        self.iter().for_each(|part| part.feed(digest));
    }

    fn coarsen(&mut self) {
        self.iter_mut().for_each(Part::coarsen);
    }
}

/// Writes `Part` for a struct of parts; the list must be complete, or it does not compile.
macro_rules! parts {
    ($name:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::campaign::part::Part for $name {
            fn merge(&mut self, other: &Self) {
                let $name { $($field),+ } = other;
                $(self.$field.merge($field);)+
            }

            fn feed(&self, digest: &mut $crate::campaign::part::Digest) {
                let $name { $($field),+ } = self;
                $($field.feed(digest);)+
            }

            fn coarsen(&mut self) {
                let $name { $($field),+ } = self;
                $($field.coarsen();)+
            }
        }
    };
}
pub(super) use parts;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::made_up::labels;

    #[test]
    fn the_digest_is_sha_256_of_a_fixed_layout() {
        let labels = labels();
        let mut digest = Digest { hash: Sha256::new(), labels: &labels };
        digest.hash.update(b"abc");
        assert_eq!(digest.end(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn texts_cannot_run_into_each_other() {
        let labels = labels();
        let feed = |first: &str, second: &str| {
            let mut digest = Digest::new("", &labels);
            digest.text(first);
            digest.text(second);
            digest.end()
        };
        assert_ne!(feed("ab", "c"), feed("a", "bc"));
    }
}
