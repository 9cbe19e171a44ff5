//! How long it takes from text to the first trial.

mod common;

use std::hint::black_box;

use blackstart::engine::compile;
use blackstart::model::Labels;
use common::synthetic::{Size, organisation};
use common::{is_test, shipped};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn front(criterion: &mut Criterion) {
    let systems = if is_test() { 200 } else { 20_000 };
    let mut group = criterion.benchmark_group("front");
    group.sample_size(10);
    for (name, texts) in [
        ("bank".to_owned(), shipped("harbour-bank/ransomware.ron")),
        (format!("{systems} systems"), organisation(Size { systems, region: systems / 4 }, 1)),
    ] {
        texts.case().announce(&name, 10);
        group.throughput(Throughput::Bytes((texts.model.len() + texts.scenario.len()) as u64));
        group.bench_function(format!("read and resolve/{name}"), |bencher| bencher.iter(|| texts.resolved()));
        let (model, scenario) = texts.resolved();
        let labels = Labels::new(&model, &scenario);
        group.bench_function(format!("compile/{name}"), |bencher| {
            bencher.iter(|| black_box(compile(&model, &scenario, &labels, 1)));
        });
    }
    group.finish();
}

criterion_group!(benches, front);
criterion_main!(benches);
