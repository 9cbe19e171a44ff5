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

const OVERS: [Over; 3] = [Over::Recovered, Over::Missed, Over::Full];

impl Over {
    /// The chains that a ledger is over.
    fn chains(self) -> &'static [Chain] {
        match self {
            Over::Recovered => &[Chain::InTime, Chain::InTimeAndFull, Chain::Late, Chain::LateAndFull],
            Over::Missed => &[Chain::Late, Chain::LateAndFull],
            Over::Full => &[Chain::InTimeAndFull, Chain::LateAndFull, Chain::Full],
        }
    }
}

/// The outage that a chain is of. Each chain is counted once, and a ledger adds up those that it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chain {
    /// From below the minimum, within the RTO or without one.
    InTime,
    /// The same, and that from below full is the same chain.
    InTimeAndFull,
    /// From below the minimum, later than the RTO.
    Late,
    /// The same, and that from below full is the same chain.
    LateAndFull,
    /// From below full, a chain of its own.
    Full,
}

const CHAINS: usize = 5;

/// Where the time of a service's outages went.
#[derive(Clone, Debug, Default)]
pub struct Ledgers {
    /// Trials of each `Chain`.
    trials: [u64; CHAINS],
    /// The key of each entry at the first free place from the one that it points at, and the entries at the same places.
    /// As many as a power of two, at least half of them free.
    keys: Vec<u64>,
    entries: Vec<Entry>,
    taken: usize,
    /// Chains counted here.
    chains: u64,
}

/// What is charged to one (cause, who).
#[derive(Clone, Debug)]
struct Entry {
    cause: Cause,
    who: Who,
    /// The chain, by its number among those counted here, that counted last; and counted its work last.
    seen: u64,
    work_seen: u64,
    /// Of each `Chain`.
    weights: [Weight; CHAINS],
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
    seen: 0,
    work_seen: 0,
    weights: [Weight { sum: 0, on_chain: 0, work_on_chain: 0 }; CHAINS],
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
    fn count(&mut self, time: Millis, (number, chain): (u64, Chain)) {
        let weight = &mut self.weights[chain as usize];
        weight.sum += i128::from(time.get());
        weight.on_chain += u64::from(self.seen != number);
        self.seen = number;
    }

    #[inline]
    fn count_work(&mut self, (number, chain): (u64, Chain)) {
        self.weights[chain as usize].work_on_chain += u64::from(self.work_seen != number);
        self.work_seen = number;
    }

    /// What a ledger charges to it.
    fn weight(&self, over: Over) -> Weight {
        let mut whole = Weight::default();
        over.chains().iter().for_each(|&chain| whole.add(&self.weights[chain as usize]));
        whole
    }
}

impl Weight {
    fn add(&mut self, other: &Weight) {
        self.sum += other.sum;
        self.on_chain += other.on_chain;
        self.work_on_chain += other.work_on_chain;
    }
}

impl Ledgers {
    /// Counts the chain of an outage that ended.
    pub(super) fn count(&mut self, charges: &[Charge], chain: Chain) {
        self.trials[chain as usize] += 1;
        self.chains += 1;
        let chain = (self.chains, chain);
        for &Charge { cause, who, time } in charges {
            let entry = self.entry(cause, who);
            entry.count(time, chain);
            match cause {
                Cause::Work => entry.count_work(chain),
                Cause::Rework => self.entry(Cause::Work, who).count_work(chain),
                _ => {}
            }
        }
    }

    /// Trials that a ledger is over.
    pub fn trials(&self, over: Over) -> u64 {
        over.chains().iter().map(|&chain| self.trials[chain as usize]).sum()
    }

    /// What a ledger charges to whom, by (cause, who). Work that was always in vain has a sum of nothing.
    pub fn entries(&self, over: Over) -> Vec<(Cause, Who, Weight)> {
        let entries = self.sorted().into_iter();
        let weights = entries.map(|entry| (entry.cause, entry.who, entry.weight(over)));
        weights.filter(|(_, _, weight)| *weight != Weight::default()).collect()
    }

    fn taken(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().zip(&self.keys).filter(|&(_, &key)| key != FREE).map(|(entry, _)| entry)
    }

    fn sorted(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.taken().collect();
        entries.sort_unstable_by_key(|entry| (entry.cause, entry.who));
        entries
    }

    #[inline]
    fn entry(&mut self, cause: Cause, who: Who) -> &mut Entry {
        let key = key(cause, who);
        let mask = self.keys.len().wrapping_sub(1);
        let mut place = first_place(key) & mask;
        while let Some(&other) = self.keys.get(place)
            && other != FREE
        {
            if other == key {
                return &mut self.entries[place];
            }
            place = (place + 1) & mask;
        }
        self.add(Entry { cause, who, ..NOTHING })
    }

    /// Takes a place for an entry that has none.
    #[cold]
    fn add(&mut self, entry: Entry) -> &mut Entry {
        if 2 * (self.taken + 1) > self.keys.len() {
            let size = (2 * self.keys.len()).max(16);
            let keys = std::mem::replace(&mut self.keys, vec![FREE; size]);
            let entries = std::mem::replace(&mut self.entries, vec![NOTHING; size]);
            self.taken = 0;
            keys.into_iter().zip(entries).filter(|&(key, _)| key != FREE).for_each(|(_, entry)| {
                self.add(entry);
            });
        }
        let key = key(entry.cause, entry.who);
        let mask = self.keys.len() - 1;
        let mut place = first_place(key) & mask;
        while self.keys[place] != FREE {
            place = (place + 1) & mask;
        }
        self.taken += 1;
        self.keys[place] = key;
        self.entries[place] = entry;
        &mut self.entries[place]
    }
}

impl Part for Ledgers {
    fn merge(&mut self, other: &Ledgers) {
        self.trials.iter_mut().zip(other.trials).for_each(|(mine, theirs)| *mine += theirs);
        for theirs in other.taken() {
            let mine = self.entry(theirs.cause, theirs.who);
            mine.weights.iter_mut().zip(&theirs.weights).for_each(|(mine, theirs)| mine.add(theirs));
        }
    }

    fn feed(&self, digest: &mut Digest) {
        let Ledgers { trials: _, keys: _, entries: _, taken, chains: _ } = self;
        OVERS.iter().for_each(|&over| digest.count(self.trials(over)));
        digest.count(*taken as u64);
        for entry in self.sorted() {
            digest.text(entry.cause.word());
            digest.label(entry.who);
            for Weight { sum, on_chain, work_on_chain } in OVERS.map(|over| entry.weight(over)) {
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

    const DBA: Who = Who(4);
    const COPY: Who = Who(9);

    fn charge(cause: Cause, who: Who, ms: i64) -> Charge {
        Charge { cause, who, time: Millis::new(ms) }
    }

    fn weight(sum: i128, on_chain: u64, work_on_chain: u64) -> Weight {
        Weight { sum, on_chain, work_on_chain }
    }

    #[test]
    fn what_comes_twice_in_a_chain_is_on_it_once() {
        let mut ledgers = Ledgers::default();
        let waiting = |ms| charge(Cause::WaitingForPeople, DBA, ms);
        ledgers.count(&[waiting(5), charge(Cause::Work, COPY, 100), waiting(7)], Chain::InTime);
        ledgers.count(&[waiting(1)], Chain::InTime);
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
            ledgers.count(chain, Chain::InTime);
        }
        let expected = [(Cause::Work, COPY, weight(30, 3, 4)), (Cause::Rework, COPY, weight(16, 3, 0))];
        assert_eq!(ledgers.entries(Over::Recovered), expected);
        assert_eq!(ledgers.trials(Over::Recovered), 5);
    }

    #[test]
    fn each_ledger_is_over_trials_of_its_own() {
        let mut ledgers = Ledgers::default();
        let work = |ms| [charge(Cause::Work, COPY, ms)];
        ledgers.count(&work(1), Chain::InTime);
        ledgers.count(&work(10), Chain::InTimeAndFull);
        ledgers.count(&work(100), Chain::Late);
        ledgers.count(&work(1_000), Chain::LateAndFull);
        ledgers.count(&work(10_000), Chain::Full);
        assert_eq!(OVERS.map(|over| ledgers.trials(over)), [4, 2, 3]);
        let sums = OVERS.map(|over| ledgers.entries(over)[0].2);
        assert_eq!(sums, [weight(1_111, 4, 4), weight(1_100, 2, 2), weight(11_010, 3, 3)]);
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
                chains.iter().for_each(|chain| ledgers.count(chain, Chain::InTime));
                ledgers
            };
            let whole = tally(&chains).entries(Over::Recovered);
            let cut = cut.min(chains.len());
            let mut parts = tally(&chains[cut..]);
            parts.merge(&tally(&chains[..cut]));
            prop_assert_eq!(&parts.entries(Over::Recovered), &whole);
            // What is counted after a merge is counted as before.
            parts.count(&chains.concat(), Chain::InTime);
            let mut after = tally(&chains);
            after.count(&chains.concat(), Chain::InTime);
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
