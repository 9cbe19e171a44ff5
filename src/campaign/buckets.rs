//! Turns many amounts into counts over fixed buckets, none wider than 0.1 % of what is in it.
//!
//! Amounts below 2,048 have a bucket each; above, every doubling is cut into 1,024. The limits are fixed once
//! and for all, so counts of any parts add up to the counts of the whole. Zero is not stored.

use std::borrow::Cow;

use super::part::{Digest, Part};

const BITS: u32 = 10;
const PER_DOUBLING: u64 = 1 << BITS;
const PAGE: usize = 64;

/// Number of an amount's bucket: 0 for 0, negative for negative amounts, never falling as amounts rise.
fn bucket(amount: i64) -> i32 {
    let magnitude = amount.unsigned_abs();
    let number = if magnitude < 2 * PER_DOUBLING {
        magnitude
    } else {
        let shift = magnitude.ilog2() - BITS;
        u64::from(shift) * PER_DOUBLING + (magnitude >> shift)
    };
    let number = i32::try_from(number).expect("64 doublings of 1,024 buckets are few");
    if amount < 0 { -number } else { number }
}

/// Smallest magnitude in a bucket, by the bucket's magnitude.
fn floor(number: u64) -> u128 {
    if number < 2 * PER_DOUBLING {
        return u128::from(number);
    }
    let shift = number / PER_DOUBLING - 1;
    u128::from(number - shift * PER_DOUBLING) << shift
}

/// Largest amount that falls into a bucket.
fn ceiling(number: i32) -> i64 {
    let magnitude = u64::from(number.unsigned_abs());
    let ceiling = if number < 0 { -(floor(magnitude) as i128) } else { floor(magnitude + 1) as i128 - 1 };
    i64::try_from(ceiling).unwrap_or(i64::MAX)
}

type Page = Box<[u64; PAGE]>;

/// So many amounts are counted at once, in 16 KiB.
const RECENT: usize = 4_096;

/// Counts by bucket, in pages that exist only where something was counted.
///
/// Counting one amount waits for memory that other tallies have driven out of the cache; counting many in a row
/// fetches it once for several of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Buckets {
    /// Buckets of the amounts that came last and are not in the pages yet.
    recent: Vec<i32>,
    /// Number of the first page, in units of pages.
    first: i32,
    pages: Vec<Option<Page>>,
}

impl Buckets {
    /// Counts an amount.
    #[inline]
    pub(super) fn count(&mut self, amount: i64) {
        self.count_in(bucket(amount));
    }

    /// Counts an amount of a bucket.
    #[inline]
    fn count_in(&mut self, number: i32) {
        self.recent.push(number);
        if self.recent.len() >= RECENT {
            self.settle();
        }
    }

    /// Counts the recent amounts.
    fn settle(&mut self) {
        let mut recent = std::mem::take(&mut self.recent);
        for number in recent.drain(..) {
            let slot = number.rem_euclid(PAGE as i32) as usize;
            self.page(number.div_euclid(PAGE as i32))[slot] += 1;
        }
        self.recent = recent;
    }

    /// The page of that number, made if need be.
    fn page(&mut self, number: i32) -> &mut [u64; PAGE] {
        if self.pages.is_empty() {
            self.first = number;
        }
        if number < self.first {
            let missing = (self.first - number) as usize;
            self.pages.splice(0..0, std::iter::repeat_n(None, missing));
            self.first = number;
        }
        let position = (number - self.first) as usize;
        if position >= self.pages.len() {
            self.pages.resize(position + 1, None);
        }
        self.pages[position].get_or_insert_with(|| Box::new([0; PAGE]))
    }

    /// Bucket numbers with their counts, rising, the empty left out.
    fn filled(&self) -> Vec<(i32, u64)> {
        let mut whole = Cow::Borrowed(self);
        if !self.recent.is_empty() {
            whole.to_mut().settle();
        }
        let pages =
            whole.pages.iter().enumerate().filter_map(|(position, page)| Some((position, page.as_ref()?)));
        let filled = pages.flat_map(|(position, page)| {
            let start = (whole.first + position as i32) * PAGE as i32;
            let counts = page.iter().enumerate().filter(|(_, count)| **count > 0);
            counts.map(move |(slot, &count)| (start + slot as i32, count))
        });
        filled.collect()
    }

    /// The largest amount of each filled bucket with its count, rising.
    pub(super) fn steps(&self) -> impl Iterator<Item = (i64, u64)> {
        self.filled().into_iter().map(|(number, count)| (ceiling(number), count))
    }
}

impl Part for Buckets {
    fn merge(&mut self, other: &Buckets) {
        other.recent.iter().for_each(|&number| self.count_in(number));
        for (position, page) in other.pages.iter().enumerate() {
            let Some(page) = page else { continue };
            let mine = self.page(other.first + position as i32);
            mine.iter_mut().zip(page.iter()).for_each(|(mine, theirs)| *mine += theirs);
        }
        // Whole tallies are read again and again: with nothing on hold they need no copy.
        self.settle();
    }

    fn feed(&self, digest: &mut Digest) {
        for (number, count) in self.filled() {
            digest.amount(i64::from(number));
            digest.count(count);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_amounts_have_a_bucket_each() {
        for amount in -2_047..=2_047 {
            assert_eq!((bucket(amount), ceiling(bucket(amount))), (amount as i32, amount));
        }
        assert_eq!(bucket(2_048), bucket(2_049));
    }

    #[test]
    fn the_largest_amounts_have_buckets_too() {
        assert_eq!(ceiling(bucket(i64::MAX)), i64::MAX);
        assert!(ceiling(bucket(i64::MIN)) <= i64::MIN + (1 << 53));
    }

    proptest! {
        #[test]
        fn no_bucket_is_wider_than_a_thousandth(amount in any::<i64>()) {
            let ceiling = ceiling(bucket(amount));
            prop_assert!(ceiling >= amount);
            let error = ceiling as i128 - amount as i128;
            prop_assert!(error * 1000 <= i128::from(amount).abs(), "{amount} is taken for {ceiling}");
        }

        #[test]
        fn the_order_of_amounts_is_kept(one in any::<i64>(), other in any::<i64>()) {
            prop_assert!(one > other || bucket(one) <= bucket(other));
        }

        #[test]
        fn counts_add_up(amounts in proptest::collection::vec(any::<i64>(), 0..3 * RECENT), cut in 0..3 * RECENT) {
            let count = |amounts: &[i64]| {
                let mut buckets = Buckets::default();
                amounts.iter().for_each(|&amount| buckets.count(amount));
                buckets
            };
            let (head, tail) = amounts.split_at(cut.min(amounts.len()));
            let (mut forth, mut back) = (count(head), count(tail));
            forth.merge(&count(tail));
            back.merge(&count(head));
            let whole = count(&amounts).filled();
            prop_assert_eq!(whole.iter().map(|step| step.1).sum::<u64>(), amounts.len() as u64);
            prop_assert_eq!(forth.filled(), whole.clone());
            prop_assert_eq!(back.filled(), whole);
        }
    }
}
