//! The incident log of shipped trials: its sums, its order, its clocks.

use std::path::Path;

use super::check;

fn log(trial: u64) -> String {
    let line = format!("replay scenarios/harbour-bank/ransomware.ron --trial {trial}");
    check(Path::new(env!("CARGO_MANIFEST_DIR")), &line, 0).stdout
}

/// Minutes in `2d 3h 5m`; nothing where the text is no such length.
fn minutes(text: &str) -> Option<u64> {
    let part = |word: &str| -> Option<u64> {
        let (number, unit) = word.split_at_checked(word.len().checked_sub(1)?)?;
        let factor = [("d", 1_440), ("h", 60), ("m", 1)].into_iter().find(|(name, _)| *name == unit)?.1;
        Some(number.parse::<u64>().ok()? * factor)
    };
    text.split_whitespace().map(part).sum()
}

#[test]
fn the_stretches_of_an_outage_add_up_as_printed() {
    let mut outages = 0;
    for trial in 0..4 {
        let log = log(trial);
        let closing = log.split("WHERE THE TIME WENT").nth(1).expect("a closing section");
        for section in closing.split("\n\n").filter(|section| section.contains("back for good")) {
            let is_stretch = |line: &&str| {
                line.get(..12).is_some_and(|start| minutes(start).is_some_and(|_| !start.trim().is_empty()))
            };
            let heading = section.lines().take_while(|line| !is_stretch(line)).collect::<Vec<_>>().join(" ");
            let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
            let total = heading.split(", after ").nth(1).expect("a heading with its total");
            let total = minutes(total.split(';').next().unwrap());
            let sum: u64 = section.lines().filter(is_stretch).filter_map(|line| minutes(&line[..12])).sum();
            assert_eq!(Some(sum), total, "trial {trial}\n{section}");
            outages += 1;
        }
    }
    assert!(outages > 10, "{outages}");
}

#[test]
fn the_log_runs_forward_from_the_onset() {
    let log = log(0);
    let offsets: Vec<&str> =
        log.lines().filter_map(|line| line.get(..16)?.trim().strip_prefix('+')).collect();
    assert!(offsets.len() > 30 && offsets[0] == "0s", "{offsets:?}");
    let first = log.lines().find(|line| line.contains("+0s")).unwrap();
    assert!(first.contains("Sat 23:20") && first.ends_with("The incident begins"), "{first}");
}

#[test]
fn a_percentile_names_its_trial_and_the_trial_shows_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let asked = "replay scenarios/hello/outage.ron --trial p90 --trials 500";
    let log = check(root, asked, 0).stdout;
    let again = log.lines().find_map(|line| line.strip_prefix("Show again: blackstart ")).unwrap();
    let tail = |log: &str| log.split_once("\n\n").unwrap().1.to_owned();
    assert_eq!(tail(&check(root, again, 0).stdout), tail(&log));
}
