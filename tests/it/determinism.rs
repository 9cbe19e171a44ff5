//! The same question gets the same answer, bit for bit: whatever the threads, blocks and order of trials, however
//! the files are written, and in every later version until a change says otherwise.
//!
//! `tests/golden.txt` holds the digest of every shipped scenario. A change of the engine or of a scenario that moves
//! figures fails here; if that is meant, take over the lines of the message and say in `CHANGELOG.md`, under
//! *Results*, what moved and why.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use blackstart::campaign::{Tallies, Trials, Watch};
use blackstart::document::parse_tree;
use blackstart::document::tree::{Kind, Node};
use blackstart::engine::Scratch;
use blackstart::source::Sources;
use proptest::prelude::any;
use proptest::proptest;

use crate::random::run::Run;
use crate::random::{ANY, cases, organisations};

/// Trials of a digest.
const TRIALS: u64 = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every shipped scenario, with its path from the root of the project.
fn shipped() -> Vec<PathBuf> {
    let folders = ["scenarios/hello", "scenarios/harbour-bank", "src/cli/starter"];
    let mut found = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(root().join(folder)).expect("it is shipped") {
            let name = entry.expect("readable").file_name();
            if Path::new(&name).extension().is_some_and(|ending| ending == "ron") && name != "model.ron" {
                found.push(Path::new(folder).join(name));
            }
        }
    }
    found.sort();
    assert!(found.len() >= 6, "{found:?}");
    found
}

/// The texts of a scenario's model and of the scenario.
fn texts(scenario: &Path) -> [String; 2] {
    let path = root().join(scenario);
    [path.with_file_name("model.ron"), path].map(|path| fs::read_to_string(path).expect("it is shipped"))
}

fn digest(run: &Run, trials: u64, threads: usize) -> String {
    run.tallies(0, trials, threads).digest(&run.model, &run.labels)
}

/// The digest of a scenario whose files are changed before they are read.
fn digest_of(scenario: &Path, change: impl Fn(&str) -> String) -> String {
    let [model, scenario] = texts(scenario).map(|text| change(&text));
    digest(&Run::of_texts(&model, &scenario, 1), TRIALS, 1)
}

#[test]
fn threads_change_no_digest() {
    for scenario in shipped() {
        let [model, text] = texts(&scenario);
        let run = Run::of_texts(&model, &text, 1);
        let alone = digest(&run, TRIALS, 1);
        for threads in [2, 3, 7] {
            assert_eq!(digest(&run, TRIALS, threads), alone, "{}, {threads} threads", scenario.display());
        }
    }
}

#[test]
fn parts_of_a_run_make_up_the_whole() {
    for scenario in shipped() {
        let [model, text] = texts(&scenario);
        let run = Run::of_texts(&model, &text, 1);
        let whole = digest(&run, TRIALS, 1);
        for cuts in [&[1][..], &[63, 65, 64, 300], &[499], &[128, 128]] {
            let mut all = Tallies::new(&run.model);
            let mut parts = vec![(0, TRIALS)];
            for cut in cuts {
                let (first, count) = parts.pop().expect("the rest");
                parts.extend([(first, (*cut).min(count)), (first + cut, count.saturating_sub(*cut))]);
            }
            // Latest first: the order in which parts are merged means nothing.
            for (first, count) in parts.into_iter().rev() {
                all.merge(&run.tallies(first, count, 2));
            }
            assert_eq!(all.digest(&run.model, &run.labels), whole, "{}, cut at {cuts:?}", scenario.display());
        }
    }
}

#[test]
fn the_first_trials_of_a_longer_run_are_those_of_a_shorter_one() {
    let [model, text] = texts(Path::new("scenarios/harbour-bank/ransomware.ron"));
    let run = Run::of_texts(&model, &text, 1);
    let mut scratch = Scratch::new(&run.program);
    let long: Vec<_> = (0..200).map(|trial| run.trial(&mut scratch, trial)).collect();
    for trial in [199, 0, 64, 63, 130, 1] {
        let alone = run.trial(&mut Scratch::new(&run.program), trial);
        assert_eq!(alone, long[trial as usize], "trial {trial}");
    }
}

#[test]
fn the_way_files_are_written_changes_no_digest() {
    let commented =
        |text: &str| -> String { text.lines().map(|line| format!("{line} // why\n/* and */ ")).collect() };
    for scenario in shipped() {
        let plain = digest_of(&scenario, str::to_owned);
        assert_eq!(digest_of(&scenario, |text| text.replace('\n', "\r\n")), plain, "{}", scenario.display());
        assert_eq!(digest_of(&scenario, |text| format!("\u{feff}{text}")), plain, "{}", scenario.display());
        assert_eq!(digest_of(&scenario, commented), plain, "{}", scenario.display());
        assert_eq!(digest_of(&scenario, reversed), plain, "{}", scenario.display());
    }
}

/// The text of a file with every map, all fields and every list whose order means nothing turned round.
fn reversed(text: &str) -> String {
    let mut sources = Sources::new();
    let id = sources.add("file.ron", text.to_owned());
    let mut tree = parse_tree(&sources, id).0.expect("it is shipped");
    turn_round(&mut tree, "");
    tree.written()
}

/// Fields whose lists have an order: ways out by preference, steps by sequence, points by time.
const ORDERED: [&str; 6] = ["recovery", "steps", "workarounds", "waves", "impact", "changes"];

fn turn_round(node: &mut Node, field: &str) {
    match &mut node.kind {
        Kind::Struct { fields, .. } => {
            fields.iter_mut().for_each(|(name, value)| turn_round(value, &name.value));
            fields.reverse();
        }
        Kind::Map(entries) => {
            entries.iter_mut().for_each(|(_, value)| turn_round(value, ""));
            entries.reverse();
        }
        Kind::List(items) => {
            items.iter_mut().for_each(|item| turn_round(item, ""));
            // Events without an id are called by their position.
            let named = items.iter().all(|item| matches!(&item.kind, Kind::Struct { fields, .. } if fields.iter().any(|(name, _)| name.value == "id")));
            if !ORDERED.contains(&field) && (field != "events" || named) {
                items.reverse();
            }
        }
        _ => {}
    }
}

#[test]
fn every_shipped_scenario_has_its_golden_digest() {
    let path = root().join("tests/golden.txt");
    let golden = fs::read_to_string(&path).expect("the golden digests are part of the project");
    let found: String = shipped()
        .iter()
        .map(|scenario| {
            let name = scenario.display().to_string().replace('\\', "/");
            format!("{name} {TRIALS} {}\n", digest_of(scenario, str::to_owned))
        })
        .collect();
    assert!(
        golden.replace("\r\n", "\n") == found,
        "figures of shipped scenarios have moved. If that is meant, make tests/golden.txt read as follows, and say in \
         CHANGELOG.md, under Results, what moved and why:\n{found}"
    );
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn random_organisations_have_one_digest(organisation in organisations(ANY), cut in any::<u8>()) {
        let run = Run::new(&organisation);
        let whole = run.tallies(0, 150, 1);
        let cut = u64::from(cut) % 150;
        let mut parts = run.tallies(cut, 150 - cut, 3);
        parts.merge(&run.tallies(0, cut, 2));
        assert_eq!(parts.digest(&run.model, &run.labels), whole.digest(&run.model, &run.labels));
        // What was counted of no trial adds nothing, on either side.
        let mut nothing = Tallies::new(&run.model);
        nothing.merge(&parts);
        nothing.merge(&Tallies::new(&run.model));
        assert_eq!(nothing.digest(&run.model, &run.labels), whole.digest(&run.model, &run.labels));
    }

    /// A run that is stopped has played the first trials asked for, and can be gone on with.
    #[test]
    fn what_was_stopped_can_be_gone_on_with(organisation in organisations(ANY), after in 0..300_u64, threads in 1..4_usize) {
        let run = Run::new(&organisation);
        let stop = AtomicBool::new(false);
        let progress = |played| stop.store(played > after, Ordering::Relaxed);
        let mut played = run.simulate(Trials { first: 0, count: 300 }, threads, &Watch { stop: &stop, progress: &progress }).tallies;
        let whole = run.tallies(0, 300, 1).digest(&run.model, &run.labels);
        let done = played.trials;
        assert_eq!(played.digest(&run.model, &run.labels), run.tallies(0, done, 1).digest(&run.model, &run.labels), "the first {done}");
        played.merge(&run.tallies(done, 300 - done, 1));
        assert_eq!(played.digest(&run.model, &run.labels), whole);
    }
}
