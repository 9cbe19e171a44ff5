//! The incident log of shipped trials: its sums, its order, its clocks.

use std::path::Path;

use serde_json::Value;

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

const SCENARIOS: [&str; 4] = [
    "harbour-bank/main-data-centre-loss.ron",
    "harbour-bank/ransomware.ron",
    "harbour-bank/supplier-insolvency.ron",
    "hello/outage.ron",
];

/// At both ends of each stretch of a chain the timeline has a change that is marked as on it.
#[test]
fn a_chain_is_marked_from_the_outage_to_the_return() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut joints = 0;
    for (trial, scenario) in (0..3).flat_map(|trial| SCENARIOS.map(|scenario| (trial, scenario))) {
        let line = format!("replay scenarios/{scenario} --trial {trial} --format json");
        let timeline: Value = serde_json::from_str(&check(root, &line, 0).stdout).unwrap();
        for chain in timeline["chains"].as_array().unwrap() {
            let seconds = |object: &Value, key: &str| object[key].as_f64().unwrap();
            let stretches = chain["stretches"].as_array().unwrap();
            let ends = |key| stretches.iter().map(|stretch| seconds(stretch, key)).collect::<Vec<_>>();
            let (from, until) = (ends("from_s"), ends("until_s"));
            assert_eq!(from[1..], until[..until.len() - 1], "{scenario}, trial {trial}: {chain}");
            assert!((until[until.len() - 1] - from[0] - seconds(chain, "outage_s")).abs() < 1e-6);
            let is_marked = |change: &&Value| {
                let services = change["on_chain_of"].as_array();
                services.is_some_and(|services| services.contains(&chain["service"]))
            };
            let changes = timeline["at"].as_array().unwrap().iter();
            let marked: Vec<f64> = changes.filter(is_marked).map(|change| seconds(change, "t_s")).collect();
            for end in from[..1].iter().chain(&until) {
                assert!(
                    marked.contains(end),
                    "{scenario}, trial {trial}: no change is marked at {end}: {chain}"
                );
                joints += 1;
            }
        }
    }
    assert!(joints > 300, "{joints}");
}

#[test]
fn a_service_that_loses_full_service_alone_is_told_when_it_goes_and_when_it_is_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    write(
        "model.ron",
        r#"(systems: { "mail": (), "phone": () },
            services: { "desk": (name: "Support desk", needs: ["mail", "phone"], minimum: ["phone"]),
                "shop": (needs: ["mail"]) })"#,
    );
    write(
        "mail.ron",
        r#"(title: "Mail", model: "model.ron", horizon: "2d",
            events: [Outage(id: "first", targets: ["mail"], lasts: "2h"),
                Outage(id: "then", targets: ["phone"], after: "1h", lasts: "3h")])"#,
    );
    let log = check(folder.path(), "replay mail.ron --trial 0", 0).stdout;
    let lines: Vec<&str> =
        log.lines().filter(|line| line.contains("Support desk") || line.contains(" shop")).collect();
    let at = |text: &str| {
        lines.iter().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}: {log}"))
    };
    assert!(at("REDUCED: Support desk is no longer in full service") < at("OUT: Support desk"), "{log}");
    assert!(at("OUT: Support desk") < at("Support desk is back in full"), "{log}");
    assert_eq!(log.matches("REDUCED").count(), 1, "who is out has lost all of it: {log}");
}
