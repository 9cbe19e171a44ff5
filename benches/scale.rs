//! How far it goes: organisations of rising size at the same loss, and rising losses in the same organisation; and what
//! telling a run takes where every service is out and people are short.
//!
//! A report, not a statistic: every line is one measurement of this process, in processor time. `-- write DIR SYSTEMS REGION` writes an
//! organisation and its scenario as files instead, for the command line.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use blackstart::engine::compile;
use blackstart::model::{Labels, NeedsGraph};
use common::clock::timed;
use common::synthetic::{Size, all_out, loss, organisation};
use common::{Case, Texts, is_test, threads};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match &arguments[..] {
        [write, folder, systems, region] if write == "write" => {
            let number = |text: &str| text.parse().expect("a whole number");
            write_files(Path::new(folder), Size { systems: number(systems), region: number(region) });
        }
        _ => {
            measure();
            tell();
        }
    }
}

/// The commands that say most of a run, at sizes that double: what they take doubles with them, or nearly.
fn tell() {
    let sizes: &[usize] = if is_test() { &[50] } else { &[500, 1_000, 2_000, 4_000] };
    let folder = std::env::temp_dir().join(format!("blackstart-scale-{}", std::process::id()));
    println!("systems and services  run in text   as JSON    a pack");
    for &size in sizes {
        let texts = all_out(size);
        write_texts(&folder, &texts);
        let took =
            ["run loss.ron", "run loss.ron --format json", "exercise loss.ron -o pack --force"].map(|line| {
                let mut command = Command::new(env!("CARGO_BIN_EXE_blackstart"));
                command.args(line.split(' ')).args(["--trials", "20"]).current_dir(&folder);
                let (output, took) = timed(|| command.output().expect("the command starts"));
                let code = output.status.code();
                assert!(
                    matches!(code, Some(0 | 10 | 11)),
                    "{line}: {}",
                    String::from_utf8_lossy(&output.stderr)
                );
                took.wall
            });
        println!("{size:20} {:10.2} s {:7.2} s {:7.2} s", took[0], took[1], took[2]);
    }
    let _ = fs::remove_dir_all(&folder);
}

fn write_files(folder: &Path, size: Size) {
    write_texts(folder, &organisation(size, 1));
}

#[allow(clippy::disallowed_methods, reason = "a bench writes no results of a run")]
fn write_texts(folder: &Path, texts: &Texts) {
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(folder.join("model.ron"), &texts.model).expect("the folder can be written to");
    fs::write(folder.join("loss.ron"), &texts.scenario).expect("the folder can be written to");
}

fn measure() {
    let (sizes, trials): (&[usize], u64) =
        if is_test() { (&[400], 4) } else { (&[1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000], 64) };
    let region = if is_test() { 100 } else { 250 };
    println!("systems    needs     MiB  read+resolve  compile  regions lost    work  ms/trial  digest");
    for &systems in sizes {
        let size = Size { systems, region };
        line(size, &organisation(size, 1), 1, trials);
    }
    let size = Size { systems: *sizes.last().expect("there are sizes"), region };
    for lost in [2, 4, 8, 16] {
        let texts = Texts { scenario: loss(size, lost), ..organisation(size, 1) };
        line(size, &texts, lost, trials);
    }
}

/// Measures one organisation with one scenario and prints it.
fn line(size: Size, texts: &Texts, lost: usize, trials: u64) {
    let mib = texts.model.len() as f64 / f64::from(1 << 20);
    let ((model, scenario), resolved) = timed(|| texts.resolved());
    let labels = Labels::new(&model, &scenario);
    let (program, compiled) = timed(|| compile(&model, &scenario, &labels, 1));
    let needs = NeedsGraph::new(&model).edge_count();
    let case = Case { model, scenario, labels, program };
    let pool = threads(1);
    let (tallies, played) = timed(|| case.simulate(trials, &pool));
    let [resolved, compiled, played] = [resolved, compiled, played].map(|took| took.processor);
    let played = played * 1e3 / trials as f64;
    println!(
        "{:7} {needs:8} {mib:7.1} {resolved:11.2} s {compiled:6.2} s {lost:13} {:7} {played:9.2}  {}",
        size.systems,
        tallies.effort.pieces_of_work / trials,
        &tallies.digest(&case.model, &case.labels)[..16],
    );
}
