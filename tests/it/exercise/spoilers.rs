//! No file that players read tells what really happens: no ground truth, no event, no later instant, no verdict.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

use super::{SHIPPED, instants, msel, pack, root, texts, trial};
use crate::cli::say;
use crate::random::ron::{Style, write};
use crate::random::{ANY, organisations};

/// What players must not read, and where it comes from.
struct Secrets {
    truths: Vec<String>,
    events: Vec<String>,
    verdicts: Vec<String>,
    /// Seconds since the onset, and the clock that shows them: `Sun 03:47`, `+4h 27m`.
    instants: Vec<(f64, String, String)>,
}

/// Texts of `id: "..."` and `name: "..."` inside the events of a scenario.
fn events_of(scenario: &str) -> Vec<String> {
    let events = scenario.split("events:").nth(1).unwrap_or_default();
    let events = events.split("exercise:").next().unwrap_or_default();
    let mut found = Vec::new();
    for field in ["id: \"", "name: \""] {
        found
            .extend(events.split(field).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    found
}

/// Every instant of the replayed log with both of its clocks.
fn instants_of(log: &str) -> Vec<(f64, String, String)> {
    let mut found = Vec::new();
    for line in log.lines().take_while(|line| !line.starts_with("WHERE THE TIME WENT")) {
        let Some((offset, rest)) = line.get(..14).zip(line.get(16..25)) else { continue };
        if let Some(words) = offset.trim().strip_prefix('+') {
            let seconds: f64 = words
                .split(' ')
                .map(|word| {
                    let (number, unit) = word.split_at(word.len() - 1);
                    let factor = [("d", 86_400.0), ("h", 3_600.0), ("m", 60.0), ("s", 1.0)]
                        .into_iter()
                        .find(|(name, _)| *name == unit);
                    number.parse::<f64>().expect("a number") * factor.expect("a unit").1
                })
                .sum();
            found.push((seconds, rest.trim().to_owned(), offset.trim().to_owned()));
        }
    }
    found
}

fn secrets(home: &Path, scenario: &str, place: &Path) -> Secrets {
    let trial = trial(place);
    let said = say(home, &["replay", scenario, "--trial", &trial]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let guide = fs::read_to_string(place.join("pack/control/exercise-facilitator-guide.md")).expect("text");
    let fates = guide.split("## What becomes of the services").nth(1).expect("a section");
    let rows = fates
        .lines()
        .skip_while(|line| !line.starts_with("|---"))
        .skip(1)
        .take_while(|line| line.starts_with('|'));
    let cell =
        |row: &str, at: usize| row.split(" | ").nth(at).map(|cell| cell.trim_matches(['|', ' ']).to_owned());
    let verdicts = rows.flat_map(|row| [cell(row, 1), cell(row, 2)]).flatten();
    let truths =
        msel(place).iter().flat_map(|row| row[10].lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    Secrets {
        truths,
        events: events_of(&fs::read_to_string(home.join(scenario)).expect("text")),
        verdicts: verdicts.filter(|verdict| !verdict.is_empty() && verdict != "-").collect(),
        instants: instants_of(&said.stdout),
    }
}

/// Markup taken off, entities read, blanks made one.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    for (entity, c) in
        [("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    {
        out = out.replace(entity, c);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a word or a phrase stands in a text on its own.
fn says(text: &str, phrase: &str) -> bool {
    let text = text.to_lowercase();
    let phrase = phrase.to_lowercase();
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    text.match_indices(&phrase).any(|(at, _)| {
        !part(text[..at].chars().next_back()) && !part(text[at + phrase.len()..].chars().next())
    })
}

/// What each player may read, with the second of the trial at which they read it.
fn readings(place: &Path) -> Vec<(String, f64, String)> {
    let mut all: Vec<(String, f64, String)> =
        texts(place, "players").into_iter().map(|(name, text)| (name, 0.0, plain(&text))).collect();
    let slips = fs::read_to_string(place.join("pack/control/exercise-inject-slips.html")).expect("text");
    let rows = msel(place);
    let slips: Vec<&str> = slips.split("<section class=\"frame\">").skip(1).collect();
    assert_eq!(slips.len(), rows.len(), "a slip for each inject");
    for (row, slip) in rows.iter().zip(slips) {
        let at = row[3].parse().unwrap_or(f64::INFINITY);
        all.push((format!("slip {}", row[0]), at, plain(slip.split("</section>").next().expect("a slip"))));
    }
    all
}

/// Every time of the list is an instant of the replayed trial, and its clock is the one that the replay shows there.
fn on_the_clock_of_the_trial(home: &Path, scenario: &str, place: &Path, secrets: &Secrets) {
    let instants = instants(home, scenario, &trial(place));
    for row in msel(place) {
        let Ok(second) = row[3].parse::<f64>() else { continue };
        assert!(instants.contains(&second), "{scenario}: {second} is no instant of the trial");
        // The log tells times of a day and more in minutes.
        let same = |(told, clock, _): &&(f64, String, String)| {
            (second - told) < 60.0 && second >= *told && *clock == row[2]
        };
        assert!(secrets.instants.iter().any(|one| same(&one)), "{scenario}: {second} is not {}", row[2]);
    }
}

fn check(home: &Path, scenario: &str, more: &[&str]) -> usize {
    let (place, _) = pack(home, scenario, more);
    let secrets = secrets(home, scenario, place.path());
    on_the_clock_of_the_trial(home, scenario, place.path(), &secrets);
    assert!(
        secrets.instants.len() > 2 && !secrets.verdicts.is_empty(),
        "{scenario}: there is something to hide"
    );
    // A name that the plan itself gives to a thing is no secret.
    let model = fs::read_to_string(home.join(scenario).with_file_name("model.ron")).expect("text");
    let known: BTreeSet<&str> = model.split('"').skip(1).step_by(2).collect();
    for (name, at, text) in readings(place.path()) {
        for truth in &secrets.truths {
            assert!(!says(&text, truth), "{scenario}, {name} tells the truth: {truth}\n{text}");
        }
        for event in secrets.events.iter().filter(|event| !known.contains(event.as_str())) {
            assert!(!says(&text, event), "{scenario}, {name} names the event {event}\n{text}");
        }
        for verdict in &secrets.verdicts {
            assert!(
                !says(&text, verdict) || verdict == "not out" || verdict == "no RTO",
                "{scenario}, {name} tells the verdict: {verdict}"
            );
        }
        let shown: BTreeSet<&str> = secrets
            .instants
            .iter()
            .filter(|(second, ..)| *second <= at + 60.0)
            .map(|(_, clock, _)| clock.as_str())
            .collect();
        for (_, clock, offset) in secrets.instants.iter().filter(|(second, ..)| *second > at + 60.0) {
            assert!(
                shown.contains(clock.as_str()) || !says(&text, clock),
                "{scenario}, {name} at {at} knows {clock}\n{text}"
            );
            assert!(!text.contains(offset.as_str()), "{scenario}, {name} at {at} knows {offset}\n{text}");
        }
    }
    secrets.truths.len()
}

#[test]
fn players_of_shipped_scenarios_read_nothing_of_what_happens() {
    let truths: usize = SHIPPED.iter().map(|scenario| check(root(), scenario, &[])).sum();
    assert!(truths > 60, "{truths} lines of ground truth");
}

#[test]
fn players_of_random_organisations_read_nothing_of_what_happens() {
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(7), ..Config::default() });
    let (mut truths, mut made) = (0, 0);
    while made < 10 {
        let organisation = organisations(ANY).new_tree(&mut runner).expect("an organisation").current();
        let home = tempfile::tempdir().expect("a folder");
        fs::write(home.path().join("model.ron"), write(&organisation.model, Style::PLAIN)).expect("written");
        let text = write(&organisation.scenario, Style::PLAIN);
        if !text.contains("events") {
            continue;
        }
        // Every third has a clock in the room that follows that of the trial.
        let end = text.rfind(')').expect("a scenario ends").min(text.trim_end().len() - 1);
        let text = match made % 3 {
            2 => format!(
                "{}, exercise: (type: Functional, compression: 4.0))",
                text[..end].trim_end().trim_end_matches(',')
            ),
            _ => text,
        };
        fs::write(home.path().join("scenario.ron"), text).expect("written");
        let replayed = say(home.path(), &["replay", "scenario.ron", "--trial", "0"]);
        if replayed.code != 0 || instants_of(&replayed.stdout).len() < 5 {
            continue;
        }
        let more: &[&str] = match made % 3 {
            1 => &["--injects", "20", "--minutes", "240"],
            _ => &[],
        };
        truths += check(home.path(), "scenario.ron", more);
        made += 1;
    }
    assert!(truths > 20, "{truths} lines of ground truth");
}

#[test]
fn the_search_for_spoilers_finds_one() {
    assert!(says("The Fire, it began", "fire") && !says("A fireplace", "fire") && !says("pre-fire", "fire"));
    assert_eq!(plain("<p>a &amp; b</p>\n<b>c</b>"), "a & b c");
    let log = "           +0s  Sat 23:20    The incident begins\n       +4h 27m  Sun 03:47  * noticed\nWHERE THE TIME WENT\n";
    let found = instants_of(log);
    assert_eq!(found[1], (16_020.0, "Sun 03:47".to_owned(), "+4h 27m".to_owned()));
}
