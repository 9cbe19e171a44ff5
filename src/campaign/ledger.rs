//! Turns the charges of a service's outages into its ledgers: how much of them went to each (cause, who), and in
//! how many trials it was on the chain.
//!
//! Invariant: the entries sum to the outages counted, to the millisecond. Only entries that were charged take
//! memory, however large the organisation; each charge finds its entry in one or two steps.

use super::part::{Digest, Part};
use crate::engine::{Cause, Charge, Who};
use crate::units::Millis;

/// Over which trials a ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Interrupted and recovered.
    Recovered,
    /// Of these, those that missed the RTO.
    Missed,
    /// Below full and back to it; the outage is that at full.
    Full,
}

/// Where the time of a service's outages went.
#[derive(Clone, Debug, Default)]
pub struct Ledgers {
    trials: [u64; 3],
    /// Each entry at the first free place from the one that its key points at. As many places as a power of two, at
    /// least half of them free.
    places: Vec<Entry>,
    taken: usize,
    /// Chains counted here.
    chains: u64,
}

/// What is charged to one (cause, who).
#[derive(Clone, Debug)]
struct Entry {
    cause: Cause,
    who: Who,
    /// Stands for (cause, who).
    key: u64,
    /// The chain, by its number among those counted here, that counted last; and counted its work last.
    seen: u64,
    work_seen: u64,
    weights: [Weight; 3],
}

/// How much is charged to one (cause, who), over the trials of one ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// Milliseconds in all trials.
    pub sum: i128,
    /// Trials in which it was on the chain for any time at all.
    pub on_chain: u64,
    /// Of work: trials in which it, be it in vain, was on the chain.
    pub work_on_chain: u64,
}

/// The key of a free place.
const FREE: u64 = u64::MAX;

const NOTHING: Entry = Entry {
    cause: Cause::Event,
    who: Who(0),
    key: FREE,
    seen: 0,
    work_seen: 0,
    weights: [Weight { sum: 0, on_chain: 0, work_on_chain: 0 }; 3],
};

/// A number of its own for each (cause, who).
#[inline]
fn key(cause: Cause, who: Who) -> u64 {
    u64::from(who.0) << 4 | cause as u64
}

/// Spreads neighbours apart: the upper half of a product with 2^64 over the golden ratio (Knuth, The Art of
/// Computer Programming, section 6.4).
#[inline]
fn first_place(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
}

impl Entry {
    #[inline]
    fn count(&mut self, time: Millis, chain: u64, overs: &[Over]) {
        let first = u64::from(self.seen != chain);
        self.seen = chain;
        for &over in overs {
            let weight = &mut self.weights[over as usize];
            weight.sum += i128::from(time.get());
            weight.on_chain += first;
        }
    }

    #[inline]
    fn count_work(&mut self, chain: u64, overs: &[Over]) {
        if self.work_seen != chain {
            self.work_seen = chain;
            overs.iter().for_each(|&over| self.weights[over as usize].work_on_chain += 1);
        }
    }
}

impl Ledgers {
    /// Counts the chain of an outage that ended, in each of the ledgers.
    pub(super) fn count(&mut self, charges: &[Charge], overs: &[Over]) {
        overs.iter().for_each(|&over| self.trials[over as usize] += 1);
        self.chains += 1;
        let chain = self.chains;
        for &Charge { cause, who, time } in charges {
            let entry = self.entry(cause, who);
            entry.count(time, chain, overs);
            match cause {
                Cause::Work => entry.count_work(chain, overs),
                Cause::Rework => self.entry(Cause::Work, who).count_work(chain, overs),
                _ => {}
            }
        }
    }

    /// Trials that a ledger is over.
    pub fn trials(&self, over: Over) -> u64 {
        self.trials[over as usize]
    }

    /// What a ledger charges to whom, by (cause, who). Work that was always in vain has a sum of nothing.
    pub fn entries(&self, over: Over) -> Vec<(Cause, Who, Weight)> {
        let entries = self.sorted().into_iter();
        let weights = entries.map(|entry| (entry.cause, entry.who, entry.weights[over as usize]));
        weights.filter(|(_, _, weight)| *weight != Weight::default()).collect()
    }

    fn taken(&self) -> impl Iterator<Item = &Entry> {
        self.places.iter().filter(|entry| entry.key != FREE)
    }

    fn sorted(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.taken().collect();
        entries.sort_unstable_by_key(|entry| (entry.cause, entry.who));
        entries
    }

    #[inline]
    fn entry(&mut self, cause: Cause, who: Who) -> &mut Entry {
        let key = key(cause, who);
        let mask = self.places.len().wrapping_sub(1);
        let mut place = first_place(key) & mask;
        while let Some(entry) = self.places.get(place)
            && entry.key != FREE
        {
            if entry.key == key {
                return &mut self.places[place];
            }
            place = (place + 1) & mask;
        }
        self.add(Entry { cause, who, key, ..NOTHING })
    }

    /// Takes a place for an entry that has none.
    #[cold]
    fn add(&mut self, entry: Entry) -> &mut Entry {
        if 2 * (self.taken + 1) > self.places.len() {
            let size = (2 * self.places.len()).max(16);
            let small = std::mem::replace(&mut self.places, vec![NOTHING; size]);
            self.taken = 0;
            small.into_iter().filter(|entry| entry.key != FREE).for_each(|entry| {
                self.add(entry);
            });
        }
        let mask = self.places.len() - 1;
        let mut place = first_place(entry.key) & mask;
        while self.places[place].key != FREE {
            place = (place + 1) & mask;
        }
        self.taken += 1;
        self.places[place] = entry;
        &mut self.places[place]
    }
}

impl Part for Ledgers {
    fn merge(&mut self, other: &Ledgers) {
        self.trials.iter_mut().zip(other.trials).for_each(|(mine, theirs)| *mine += theirs);
        for theirs in other.taken() {
            let mine = self.entry(theirs.cause, theirs.who);
            for (mine, theirs) in mine.weights.iter_mut().zip(theirs.weights) {
                mine.sum += theirs.sum;
                mine.on_chain += theirs.on_chain;
                mine.work_on_chain += theirs.work_on_chain;
            }
        }
    }

    fn feed(&self, digest: &mut Digest) {
        let Ledgers { trials, places: _, taken, chains: _ } = self;
        trials.iter().for_each(|&trials| digest.count(trials));
        digest.count(*taken as u64);
        for entry in self.sorted() {
            digest.text(entry.cause.word());
            digest.label(entry.who);
            for Weight { sum, on_chain, work_on_chain } in entry.weights {
                digest.sum(sum);
                digest.count(on_chain);
                digest.count(work_on_chain);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OVERS: [Over; 3] = [Over::Recovered, Over::Missed, Over::Full];
    const DBA: Who = Who(4);
    const COPY: Who = Who(9);

    fn charge(cause: Cause, who: Who, ms: i64) -> Charge {
        Charge { cause, who, time: Millis::new(ms) }
    }

    fn weight(sum: i128, on_chain: u64, work_on_chain: u64) -> Weight {
        Weight { sum, on_chain, work_on_chain }
    }

    const RECOVERED: &[Over] = &[Over::Recovered];

    #[test]
    fn what_comes_twice_in_a_chain_is_on_it_once() {
        let mut ledgers = Ledgers::default();
        let waiting = |ms| charge(Cause::WaitingForPeople, DBA, ms);
        ledgers.count(&[waiting(5), charge(Cause::Work, COPY, 100), waiting(7)], RECOVERED);
        ledgers.count(&[waiting(1)], RECOVERED);
        let expected =
            [(Cause::WaitingForPeople, DBA, weight(13, 2, 0)), (Cause::Work, COPY, weight(100, 1, 1))];
        assert_eq!(ledgers.entries(Over::Recovered), expected);
        assert_eq!((ledgers.trials(Over::Recovered), ledgers.entries(Over::Full)), (2, vec![]));
    }

    #[test]
    fn a_step_is_on_the_chain_once_whether_in_vain_or_not() {
        let mut ledgers = Ledgers::default();
        let (done, failed) = (charge(Cause::Work, COPY, 10), charge(Cause::Rework, COPY, 4));
        for chain in [&[done, failed][..], &[failed, done, failed], &[failed], &[done], &[]] {
            ledgers.count(chain, RECOVERED);
        }
        let expected = [(Cause::Work, COPY, weight(30, 3, 4)), (Cause::Rework, COPY, weight(16, 3, 0))];
        assert_eq!(ledgers.entries(Over::Recovered), expected);
        assert_eq!(ledgers.trials(Over::Recovered), 5);
    }

    #[test]
    fn each_ledger_is_over_trials_of_its_own() {
        let mut ledgers = Ledgers::default();
        let work = |ms| [charge(Cause::Work, COPY, ms)];
        ledgers.count(&work(1), &OVERS);
        ledgers.count(&work(10), &[Over::Recovered, Over::Missed]);
        ledgers.count(&work(100), &[Over::Full]);
        assert_eq!(OVERS.map(|over| ledgers.trials(over)), [2, 2, 2]);
        let sums = OVERS.map(|over| ledgers.entries(over)[0].2);
        assert_eq!(sums, [weight(11, 2, 2), weight(11, 2, 2), weight(101, 2, 2)]);
    }

    const CAUSES: [Cause; 4] = [Cause::Event, Cause::Policy, Cause::Work, Cause::Rework];

    proptest! {
        #[test]
        fn entries_sum_to_what_was_charged_however_it_is_cut(
            chains in prop::collection::vec(prop::collection::vec((0..4_usize, 0..300_u32, 1..9_i64), 0..12), 0..40),
            cut in 0..40_usize,
        ) {
            let chains: Vec<Vec<Charge>> = chains
                .iter()
                .map(|chain| chain.iter().map(|&(cause, who, ms)| charge(CAUSES[cause], Who(who), ms)).collect())
                .collect();
            let tally = |chains: &[Vec<Charge>]| {
                let mut ledgers = Ledgers::default();
                chains.iter().for_each(|chain| ledgers.count(chain, RECOVERED));
                ledgers
            };
            let whole = tally(&chains).entries(Over::Recovered);
            let cut = cut.min(chains.len());
            let mut parts = tally(&chains[cut..]);
            parts.merge(&tally(&chains[..cut]));
            prop_assert_eq!(&parts.entries(Over::Recovered), &whole);
            // What is counted after a merge is counted as before.
            parts.count(&chains.concat(), RECOVERED);
            let mut after = tally(&chains);
            after.count(&chains.concat(), RECOVERED);
            prop_assert_eq!(parts.entries(Over::Recovered), after.entries(Over::Recovered));
            let all: i64 = chains.iter().flatten().map(|charge| charge.time.get()).sum();
            prop_assert_eq!(whole.iter().map(|(_, _, weight)| weight.sum).sum::<i128>(), i128::from(all));
            for (cause, who, weight) in whole {
                let is_it = |charge: &Charge| (charge.cause, charge.who) == (cause, who);
                let of_entry = chains.iter().filter(|chain| chain.iter().any(is_it)).count();
                prop_assert_eq!(weight.on_chain, of_entry as u64);
            }
        }
    }
}
