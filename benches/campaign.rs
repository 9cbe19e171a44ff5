//! How long a campaign takes: trials played and counted, on one thread and on two.

mod common;

use common::synthetic::{Size, organisation, worm};
use common::{is_test, shipped, threads};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn campaigns(criterion: &mut Criterion) {
    let trials = if is_test() { 64 } else { 4_096 };
    let mut group = criterion.benchmark_group("campaign");
    group.sample_size(10);
    group.throughput(Throughput::Elements(trials));
    for (name, texts) in [
        ("bank", shipped("harbour-bank/ransomware.ron")),
        ("400 systems", organisation(Size { systems: 400, region: 100 }, 1)),
        ("worm over 141 systems", worm(141)),
    ] {
        let case = texts.case();
        case.announce(name, trials);
        for count in [1, 2] {
            let pool = threads(count);
            group.bench_function(format!("{name}/{count}"), |bencher| {
                bencher.iter(|| case.simulate(trials, &pool));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, campaigns);
criterion_main!(benches);
