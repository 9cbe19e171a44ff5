//! The floor: loops written for one network alone, without language, modes, teams or tallies.
//!
//! With `Draws::of` they draw the very numbers that the engine draws, so each trial must end at the same millisecond.

use std::hint::black_box;

use blackstart::chance::{Quantile, StreamKey, uniforms};
use blackstart::notation::distribution::parse_number;
use blackstart::units::Millis;

use super::network::Network;

/// Trials played side by side.
pub const LANES: usize = 64;

type Lanes = [i64; LANES];

/// The durations of the jobs of a network.
pub struct Draws {
    jobs: Vec<(StreamKey, Quantile)>,
}

impl Draws {
    /// Those of the engine, under its names.
    pub fn of(network: &Network, seed: u64) -> Draws {
        let job = |(position, mean_hours): (usize, u64)| {
            let name = format!("strategy/{}/recover/recover/takes", Network::id(position));
            let mean = parse_number(&format!("exponential(mean {})", mean_hours * 3_600_000))
                .expect("a distribution");
            (StreamKey::new(seed, &name), Quantile::new(&mean))
        };
        Draws { jobs: network.jobs.iter().map(|job| job.mean_hours).enumerate().map(job).collect() }
    }

    /// The durations of one job in neighbouring trials, in milliseconds.
    fn fill(&self, job: usize, first_trial: u64, out: &mut Lanes) {
        let (key, quantile) = &self.jobs[job];
        let mut lanes = [0.0; LANES];
        uniforms(*key, 1, first_trial, &mut lanes);
        for (out, u) in out.iter_mut().zip(lanes) {
            *out = Millis::from_f64(quantile.value(u)).get();
        }
    }
}

/// Ends of the last job in trials `0..trials` without teams: the longest path, 64 trials side by side.
pub fn longest_paths(network: &Network, draws: &Draws, trials: u64) -> Vec<i64> {
    let mut ends = Vec::with_capacity(trials as usize);
    let mut finish = vec![[0; LANES]; network.jobs.len()];
    for first in (0..trials).step_by(LANES) {
        let mut last = [0; LANES];
        for (position, job) in network.jobs.iter().enumerate() {
            let (before, rest) = finish.split_at_mut(position);
            draws.fill(position, first, &mut rest[0]);
            join(job.needs.iter().map(|&need| &before[need]), job.any, &mut rest[0], &mut last);
        }
        ends.extend_from_slice(&last[..LANES.min((trials - first) as usize)]);
    }
    ends
}

/// Adds the start of a job, given by the ends of those it needs, to its durations.
#[inline]
fn join<'a>(mut needs: impl Iterator<Item = &'a Lanes>, any: bool, job: &mut Lanes, last: &mut Lanes) {
    let mut start = needs.next().copied().unwrap_or([0; LANES]);
    for need in needs {
        for (start, &need) in start.iter_mut().zip(need) {
            *start = if any { need.min(*start) } else { need.max(*start) };
        }
    }
    for ((job, start), last) in job.iter_mut().zip(start).zip(last) {
        *job += start;
        *last = (*job).max(*last);
    }
}

/// Ends of the last job in trials `0..trials` with so many people, the first job first: an event loop.
pub fn crew(network: &Network, draws: &Draws, people: usize, trials: u64) -> Vec<i64> {
    let mut crew = Crew::new(network, people);
    let mut ends = Vec::with_capacity(trials as usize);
    let mut durations = vec![[0; LANES]; network.jobs.len()];
    for first in (0..trials).step_by(LANES) {
        durations.iter_mut().enumerate().for_each(|(job, lanes)| draws.fill(job, first, lanes));
        ends.extend((0..LANES.min((trials - first) as usize)).map(|lane| crew.play(&durations, lane)));
    }
    ends
}

/// The memory of the event loop.
struct Crew {
    people: usize,
    /// How many others each job still waits for.
    missing: Vec<i32>,
    missing_at_first: Vec<i32>,
    followers: Vec<Vec<u32>>,
    /// Bit i: job i is ready.
    ready: Vec<u64>,
    /// (end, job) of the jobs in hand.
    running: Vec<(i64, u32)>,
}

impl Crew {
    fn new(network: &Network, people: usize) -> Crew {
        let count = network.jobs.len();
        let mut followers = vec![Vec::new(); count];
        for (position, job) in network.jobs.iter().enumerate() {
            job.needs.iter().for_each(|&need| followers[need].push(position as u32));
        }
        let missing = |job: &super::network::Job| if job.any { 1 } else { job.needs.len() as i32 };
        let missing_at_first: Vec<i32> = network.jobs.iter().map(missing).collect();
        Crew {
            people,
            missing: missing_at_first.clone(),
            missing_at_first,
            followers,
            ready: vec![0; count.div_ceil(64)],
            running: Vec::with_capacity(people),
        }
    }

    fn play(&mut self, durations: &[Lanes], lane: usize) -> i64 {
        self.missing.copy_from_slice(&self.missing_at_first);
        for (job, _) in self.missing.iter().enumerate().filter(|&(_, &missing)| missing == 0) {
            self.ready[job / 64] |= 1 << (job % 64);
        }
        let mut now = 0;
        loop {
            while self.running.len() < self.people {
                let Some(word) = self.ready.iter().position(|&word| word != 0) else { break };
                let job = word * 64 + self.ready[word].trailing_zeros() as usize;
                self.ready[word] &= self.ready[word] - 1;
                self.running.push((now + durations[job][lane], job as u32));
            }
            let Some(&(next, _)) = self.running.iter().min() else { return now };
            now = next;
            // All that end at this instant, before anybody is free for something new.
            while let Some(position) = self.running.iter().position(|&(end, _)| end == now) {
                let (_, job) = self.running.swap_remove(position);
                for &follower in &self.followers[job as usize] {
                    self.missing[follower as usize] -= 1;
                    if self.missing[follower as usize] == 0 {
                        self.ready[follower as usize / 64] |= 1 << (follower % 64);
                    }
                }
            }
        }
    }
}

/// Sum of the ends over so many trials without teams, with whatever is fastest: another generator, a logarithm that
/// the compiler can put in vectors, 32-bit seconds. No trial can be repeated alone, and 136 years is for ever.
pub fn longest_paths_fastest(network: &Network, trials: u64) -> f64 {
    const LANES: usize = 16;
    let mut random = Random::<LANES>::new();
    let mut finish = vec![[0_u32; LANES]; network.jobs.len()];
    let mut sum = 0_u64;
    for _ in 0..trials.div_ceil(LANES as u64) {
        let mut last = [0; LANES];
        for (position, job) in network.jobs.iter().enumerate() {
            let mut start = [if job.any { u32::MAX } else { 0 }; LANES];
            for &need in &job.needs {
                for (start, &need) in start.iter_mut().zip(&finish[need]) {
                    *start = if job.any { need.min(*start) } else { need.max(*start) };
                }
            }
            let durations = random.exponential(job.mean_hours as f64 * 3_600.0);
            for (lane, last) in last.iter_mut().enumerate() {
                let end = start[lane] + durations[lane];
                finish[position][lane] = end;
                *last = end.max(*last);
            }
        }
        sum += last.iter().map(|&end| u64::from(end)).sum::<u64>();
    }
    black_box(sum) as f64 / trials.next_multiple_of(LANES as u64) as f64
}

/// xoshiro256++ in lanes (Blackman and Vigna, 2019).
struct Random<const N: usize> {
    state: [[u64; N]; 4],
}

impl<const N: usize> Random<N> {
    fn new() -> Random<N> {
        let mut seed = 1_u64;
        let mut word = || {
            seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let word = (seed ^ seed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^ word >> 31
        };
        Random { state: std::array::from_fn(|_| std::array::from_fn(|_| word())) }
    }

    #[inline]
    fn exponential(&mut self, mean: f64) -> [u32; N] {
        let [a, b, c, d] = &mut self.state;
        let mut out = [0; N];
        for lane in 0..N {
            let word = a[lane].wrapping_add(d[lane]).rotate_left(23).wrapping_add(a[lane]);
            let carried = b[lane] << 17;
            c[lane] ^= a[lane];
            d[lane] ^= b[lane];
            b[lane] ^= c[lane];
            a[lane] ^= d[lane];
            c[lane] ^= carried;
            d[lane] = d[lane].rotate_left(45);
            // A number in [1, 2) less nearly 1, so that its logarithm is finite.
            let u = f64::from_bits(word >> 12 | 0x3ff0_0000_0000_0000) - (1.0 - f64::EPSILON / 2.0);
            out[lane] = (-mean * ln(u)) as u32;
        }
        out
    }
}

/// The logarithm after fdlibm's `e_log.c`, without its branches: enough for positive normal numbers.
#[inline]
fn ln(x: f64) -> f64 {
    let bits = x.to_bits() + (0x3ff0_0000_0000_0000 - 0x3fe6_a09e_667f_3bcd);
    let exponent = (bits >> 52) as i64 - 1023;
    let f = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) + 0x3fe6_a09e_667f_3bcd) - 1.0;
    let s = f / (2.0 + f);
    let (z, w) = (s * s, s * s * s * s);
    let t1 = w * (0.399_999_999_994_094_2 + w * (0.222_221_984_321_497_84 + w * 0.153_138_376_992_093_73));
    let t2 = z
        * (0.666_666_666_666_673_5
            + w * (0.285_714_287_436_623_9 + w * (0.181_835_721_616_180_5 + w * 0.147_981_986_051_165_86)));
    let half = 0.5 * f * f;
    exponent as f64 * std::f64::consts::LN_2 + (f - (half - s * (half + t1 + t2)))
}
