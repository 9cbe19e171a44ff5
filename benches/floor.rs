//! How far the general engine is from loops written by hand for one network alone, what the parts cost that no trial
//! can do without, and what a second thread gives. A report; every time is processor time, and the median of five after
//! one warm-up.
//!
//! `-- write DIR` writes the networks as JSON for contestants in other languages; see `benches/peers/run`.

mod common;

use std::collections::BinaryHeap;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use blackstart::campaign::{Campaign, Trials};
use blackstart::chance::{Quantile, StreamKey, uniforms};
use blackstart::notation::distribution::parse_number;
use common::by_hand::{self, Draws};
use common::clock::median_of_five;
use common::network::Network;
use common::{Case, is_test, shipped, threads};

const PEOPLE: u32 = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match &arguments[..] {
        [write, folder] if write == "write" => write_networks(Path::new(folder)),
        _ => measure(),
    }
}

#[allow(clippy::disallowed_methods, reason = "a bench writes no results of a run")]
fn write_networks(folder: &Path) {
    fs::create_dir_all(folder).expect("the folder can be made");
    for jobs in [50, 1_000] {
        let path = folder.join(format!("network-{jobs}.json"));
        fs::write(path, Network::random(jobs).json()).expect("the folder can be written to");
    }
}

fn measure() {
    let scale = if is_test() { 1 } else { 64 };
    println!(
        "contestant            model        trials  a second of processor time  mean h  (standard error)"
    );
    for (jobs, free, crew) in [(50, 1_024, 128), (1_000, 64, 16)] {
        if is_test() && jobs > 50 {
            continue;
        }
        race(&Network::random(jobs), None, free * scale);
        race(&Network::random(jobs), Some(PEOPLE), crew * scale);
    }
    parts();
    parallel(256 * scale);
}

/// Times one network: first that all play the very same trials, then how fast.
fn race(network: &Network, people: Option<u32>, trials: u64) {
    let case = network.texts(people).case();
    let draws = Draws::of(network, 1);
    let by_hand = || match people {
        None => by_hand::longest_paths(network, &draws, trials),
        Some(people) => by_hand::crew(network, &draws, people as usize, trials),
    };
    let ends = by_hand();
    let engine = ends_of(&case, trials);
    assert!(engine == ends, "the engine and the loop by hand play the same trials");
    let model = format!("{} {:4}", if people.is_some() { "b" } else { "a" }, network.jobs.len());
    let mean = ends.iter().map(|&end| end as f64).sum::<f64>() / trials as f64;
    let squares =
        ends.iter().map(|&end| (end as f64 - mean) * (end as f64 - mean)).sum::<f64>() / (trials - 1) as f64;
    let (mean, error) = (mean / 3.6e6, (squares / trials as f64).sqrt() / 3.6e6);
    let say = |contestant: &str, seconds: f64| {
        let rate = trials as f64 / seconds;
        println!("{contestant:20}  {model}  {trials:10}  {rate:10.0}  {mean:7.3} ({error:.3})");
    };
    if people.is_none() {
        say("by hand, fastest", processor(|| by_hand::longest_paths_fastest(network, trials)));
    }
    say("by hand, same draws", processor(by_hand));
    let pool = threads(1);
    say("blackstart", processor(|| case.simulate(trials, &pool)));
}

/// The end of the last job in each trial, by the engine.
fn ends_of(case: &Case, trials: u64) -> Vec<i64> {
    let campaign = Campaign { model: &case.model, scenario: &case.scenario, program: &case.program };
    let ends = campaign.times(Trials { first: 0, count: trials }, &threads(1), |outcome| {
        outcome.services[0].minimum.outage()
    });
    ends.expect("every trial ends").into_iter().map(blackstart::units::Millis::get).collect()
}

/// Seconds of processor time.
fn processor<T>(work: impl FnMut() -> T) -> f64 {
    median_of_five(work).processor
}

/// What is gained on the wall by a second thread, and what is lost in processor time.
fn parallel(trials: u64) {
    let case = shipped("harbour-bank/ransomware.ron").case();
    let measured = [1, 2].map(|count| {
        let pool = threads(count);
        let took = median_of_five(|| case.simulate(trials, &pool));
        println!(
            "bank, {trials} trials on {count} threads: {:.2} s on the wall, {:.2} s of processor time",
            took.wall, took.processor
        );
        took
    });
    let [one, two] = measured;
    println!(
        "bank, 2 threads: {:.0} % of twice as fast on the wall, {:.0} % of the processor time is that of one thread",
        one.wall / two.wall / 2.0 * 100.0,
        one.processor / two.processor * 100.0,
    );
}

/// What every trial is made of: random numbers, quantiles, a queue.
fn parts() {
    const COUNT: usize = 1 << 14;
    let rounds = if is_test() { 1 } else { 512 };
    let say = |name: &str, seconds: f64| {
        println!("{name:48} {:7.1} ns", seconds * 1e9 / (rounds * COUNT) as f64);
    };
    let key = StreamKey::new(1, "a variable");
    let mut numbers = vec![0.0; COUNT];
    say(
        "a uniform, 64 to a seek",
        processor(|| {
            for _ in 0..rounds {
                for (first, block) in (0..).step_by(64).zip(numbers.chunks_mut(64)) {
                    uniforms(key, 1, first, block);
                }
            }
        }),
    );
    for text in ["exponential(mean 5)", "pert(1, 5, 20)", "lognormal(p50 5, p95 20)", "uniform(1, 5)"] {
        let quantile = Quantile::new(&parse_number(text).expect("a distribution"));
        say(
            &format!("the quantile of {text}"),
            processor(|| {
                (0..rounds).map(|_| numbers.iter().map(|&u| quantile.value(u)).sum::<f64>()).sum::<f64>()
            }),
        );
    }
    let keys: Vec<u128> = numbers.iter().map(|u| u128::from(u.to_bits()) << 64).collect();
    for waiting in [10, 100] {
        say(
            &format!("a timer in and out of a heap of {waiting}"),
            processor(|| {
                let mut heap: BinaryHeap<u128> = keys[..waiting].iter().copied().collect();
                for _ in 0..rounds {
                    for &key in &keys {
                        heap.push(key);
                        black_box(heap.pop());
                    }
                }
            }),
        );
    }
}
