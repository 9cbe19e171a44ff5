//! How long one trial takes: the loop of trials on one thread, without counting.

mod common;

use std::hint::black_box;
use std::time::Instant;

use blackstart::engine::{Effort, Scratch, play};
use common::{Case, is_test, shipped};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Trials of one round: what the engine draws at once.
const BLOCK: u64 = 64;

/// What a trial plays on average, and nothing but trials.
fn announce(case: &Case, name: &str, trials: u64) {
    case.announce(name, trials);
    let mut scratch = Scratch::new(&case.program);
    let mut sum = Effort::default();
    let begun = Instant::now();
    for trial in 0..trials {
        play(&case.program, &mut scratch, trial, &mut ()).expect("every trial ends");
        let effort = scratch.outcome().effort;
        sum.instants += effort.instants;
        sum.rounds += effort.rounds;
        sum.pieces_of_work += effort.pieces_of_work;
        sum.draws += effort.draws;
        sum.systems_struck += effort.systems_struck;
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{name}: {:.0} trials/s and {:.0} instants/s on one thread, the first blocks included",
        trials as f64 / seconds,
        sum.instants as f64 / seconds,
    );
    let mean = |sum: u64| sum as f64 / trials as f64;
    println!(
        "{name}: instants {:.1}, rounds {:.1}, pieces of work {:.1}, draws {:.1}, systems struck {:.1} in a trial",
        mean(sum.instants),
        mean(sum.rounds),
        mean(sum.pieces_of_work),
        mean(sum.draws),
        mean(sum.systems_struck),
    );
}

fn trials(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("trial");
    for (name, scenario) in [("hello", "hello/outage.ron"), ("bank", "harbour-bank/ransomware.ron")] {
        let case = shipped(scenario).case();
        announce(&case, name, if is_test() { 10 } else { 10_000 });
        let mut scratch = Scratch::new(&case.program);
        let mut first = 0;
        group.throughput(Throughput::Elements(BLOCK));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for trial in first..first + BLOCK {
                    play(&case.program, &mut scratch, trial, &mut ()).expect("every trial ends");
                }
                first += BLOCK;
                black_box(scratch.outcome().incident)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, trials);
criterion_main!(benches);
