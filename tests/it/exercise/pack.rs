//! What a pack is made of: its times are those of the replayed trial, its tables can be read back, its pages are whole.

use std::fs;

use calamine::Reader;

use super::{SHIPPED, decisions, instants, msel, pack, root, texts, trial};
use crate::cli::{check, say};

#[test]
fn every_time_of_the_list_is_an_instant_of_the_replayed_trial() {
    for scenario in SHIPPED {
        let (place, _) = pack(root(), scenario, &[]);
        let instants = instants(root(), scenario, &trial(place.path()));
        let times: Vec<f64> = msel(place.path()).iter().filter_map(|row| row[3].parse().ok()).collect();
        assert!(times.len() >= 2, "{scenario}: {times:?}");
        for time in times {
            assert!(instants.contains(&time), "{scenario}: {time} is no instant of the trial");
        }
    }
}

#[test]
fn three_to_five_injects_fill_ninety_minutes_and_more_if_asked() {
    let count = |more: &[&str]| {
        let (place, _) = pack(root(), "scenarios/harbour-bank/ransomware.ron", more);
        msel(place.path()).iter().filter(|row| row[11] == "no").count()
    };
    assert!((3..=5).contains(&count(&["--minutes", "120"])));
    assert_eq!(count(&["--injects", "8"]), 8);
}

#[test]
fn the_list_says_the_same_as_a_table_and_as_a_workbook() {
    let (place, _) = pack(root(), "scenarios/harbour-bank/ransomware.ron", &[]);
    let rows = msel(place.path());
    let numbers: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert!(numbers.starts_with(&["1", "2", "3"]) && numbers.contains(&"R1"), "{numbers:?}");
    let clocks: Vec<&str> = rows.iter().filter(|row| row[11] == "no").map(|row| row[1].as_str()).collect();
    assert!(clocks.is_sorted() && clocks[0] == "09:10", "{clocks:?}");
    let seconds: Vec<f64> =
        rows.iter().filter(|row| row[11] == "no").map(|row| row[3].parse().unwrap()).collect();
    assert!(seconds.is_sorted(), "{seconds:?}");
    let page = fs::read_to_string(place.path().join("pack/control/exercise-msel.html")).unwrap();
    for row in &rows {
        let text = row[7].replace('"', "&quot;").replace('\'', "&#x27;").replace('/', "&#x2f;");
        assert!(page.contains(&text), "{text}");
    }
    let workbook = place.path().join("pack/control/exercise-msel.xlsx");
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(workbook).expect("a workbook");
    let sheet = workbook.worksheet_range("MSEL").expect("the sheet");
    let read: Vec<Vec<String>> =
        sheet.rows().skip(1).map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(read, rows);
}

#[test]
fn the_same_pack_has_the_same_bytes() {
    let bytes = || {
        let (place, _) = pack(root(), "scenarios/hello/outage.ron", &[]);
        fs::read(place.path().join("pack/control/exercise-msel.xlsx")).unwrap()
    };
    assert!(bytes() == bytes());
    let texts = || texts(pack(root(), "scenarios/hello/outage.ron", &[]).0.path(), "control");
    assert_eq!(texts(), texts());
}

#[test]
fn every_page_carries_the_banner_and_loads_nothing() {
    let (place, _) = pack(root(), "scenarios/harbour-bank/ransomware.ron", &[]);
    for part in ["players", "control"] {
        for (name, text) in texts(place.path(), part) {
            assert!(name.starts_with("exercise-"), "{name}");
            if name.ends_with(".html") {
                assert!(text.matches("EXERCISE EXERCISE EXERCISE").count() >= 2, "{name}");
                assert!(
                    !text.contains("<script") && !text.contains("http://") && !text.contains("https://"),
                    "{name}"
                );
                assert_eq!(text.contains("CONTROL COPY"), part == "control", "{name}");
            }
        }
    }
}

#[test]
fn the_calendar_is_one_that_calendars_read() {
    let (place, _) = pack(root(), "scenarios/hello/outage.ron", &["--minutes", "90"]);
    let text = fs::read_to_string(place.path().join("pack/players/exercise-calendar.ics")).unwrap();
    assert!(text.ends_with("END:VCALENDAR\r\n") && text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let unfolded = text.replace("\r\n ", "");
    for line in ["DTSTART:20270304T090000", "DTEND:20270304T103000", "VERSION:2.0"] {
        assert!(unfolded.split("\r\n").any(|found| found == line), "{line} in {unfolded}");
    }
    assert_eq!(unfolded.matches("BEGIN:VEVENT").count(), unfolded.matches("END:VEVENT").count());
}

#[test]
fn a_pack_is_replaced_by_force_alone_and_nothing_else_ever() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("pack");
    let words = ["exercise", "scenarios/hello/outage.ron", "--trials", "100", "-o", folder.to_str().unwrap()];
    let code = |more: &[&str]| say(root(), &[&words[..], more].concat()).code;
    assert_eq!((code(&[]), code(&[]), code(&["--force"])), (0, 1, 0));
    fs::write(folder.join("thesis.txt"), "mine").unwrap();
    assert_eq!(code(&["--force"]), 1);
    assert_eq!(fs::read_to_string(folder.join("thesis.txt")).unwrap(), "mine");
}

#[test]
fn faults_are_told_before_anything_is_played() {
    for (line, code) in [
        ("exercise scenarios/hello/outage.ron -o /nonexistent/deep/pack", 1),
        ("exercise scenarios/hello/outage.ron -o pack --start tomorrow", 2),
        ("exercise scenarios/hello/outage.ron -o /tmp/no-such-pack-here --trial best", 4),
        ("exercise scenarios/hello/outage.ron -o /tmp/no-such-pack-here --service nobody", 4),
    ] {
        check(root(), line, code);
    }
    assert!(!std::path::Path::new("/tmp/no-such-pack-here").exists());
}

#[test]
fn the_bank_is_shown_its_bottleneck_and_decisions_that_can_be_too_late() {
    let (place, said) = pack(root(), "scenarios/harbour-bank/ransomware.ron", &["--trials", "4000"]);
    let rows = msel(place.path());
    let live: Vec<&Vec<String>> = rows.iter().filter(|row| row[11] == "no").collect();
    let contest = live
        .iter()
        .find(|row| row[4].contains("Database administrators") && row[7].contains("What comes first"));
    let contest = contest.unwrap_or_else(|| panic!("no contest for the two of the database: {live:?}"));
    assert!(contest[12].contains("RTO of 3d of Lending"), "{contest:?}");
    let binding =
        live.iter().filter(|row| row[12].contains("if all else takes as long as in this run")).count();
    assert!(binding >= 2, "{live:?}");
    // What is said of the trial counts what its guide shows.
    let decisions = decisions(place.path());
    let urgent = decisions.iter().filter(|cells| cells[3].contains("(+")).count();
    let counted = format!("It holds {} decisions, {urgent} of them with a last", decisions.len());
    let guide =
        texts(place.path(), "control").into_iter().find(|(name, _)| name.ends_with("facilitator-guide.md"));
    assert!(guide.is_some_and(|(_, guide)| guide.contains(&counted)), "{counted}: {decisions:?}");
    assert!(said.stdout.contains("G0401") && said.stdout.contains("No doubts"), "{}", said.stdout);
    // Whom nothing reaches stands in the list of doubts, which is empty: every role is asked for something.
    assert!(rows.iter().any(|row| row[7].contains("Whoever speaks for Database administrators")));
}

/// Seconds since the onset of a clock of the replay in brackets: `(+2d 11h 08m)`.
fn offset_in(text: &str) -> Option<f64> {
    let words = text.split("(+").nth(1)?.split(')').next()?;
    let unit = |word: &str| {
        let (number, unit) = word.split_at(word.len() - 1);
        let factor = [("d", 86_400.0), ("h", 3_600.0), ("m", 60.0), ("s", 1.0)];
        let factor = factor.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor);
        Some(number.parse::<f64>().ok()? * factor?)
    };
    words.split(' ').map(unit).sum()
}

#[test]
fn a_last_responsible_moment_leaves_exactly_what_was_left_of_the_promise() {
    let scenario = "scenarios/harbour-bank/ransomware.ron";
    let (place, _) = pack(root(), scenario, &["--trials", "4000"]);
    let said = say(root(), &["replay", scenario, "--trial", &trial(place.path()), "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    let changes = json["at"].as_array().expect("a list");
    let of = |what: &'static str| {
        let is = move |change: &&serde_json::Value| change["what"] == what && change["who"] == "lending";
        changes.iter().filter(is).map(|change| change["t_s"].as_f64().expect("a number"))
    };
    // Lending is out once, from the first instant to its return at the minimum level; 3 days are promised.
    let out = of("below").next().expect("it is out");
    let back = of("minimum").next_back().expect("it is back");
    let rows = msel(place.path());
    let told = rows.iter().find(|row| row[12].contains("RTO of 3d of Lending")).expect("a decision on it");
    let last = offset_in(&told[12]).expect("its moment");
    let taken = told[12].split("it was taken").nth(1).and_then(offset_in).expect("when it was taken");
    let lacking = (back - out) - 3.0 * 86_400.0;
    // Clocks show whole minutes.
    assert!((taken - last - lacking).abs() <= 120.0, "{taken} - {last} is not {lacking}");
}

#[test]
fn every_role_hears_something_where_the_trial_has_a_reason() {
    for scenario in
        ["scenarios/harbour-bank/ransomware.ron", "scenarios/harbour-bank/main-data-centre-loss.ron"]
    {
        let (place, said) = pack(root(), scenario, &[]);
        assert!(!said.stdout.contains("Idle"), "{scenario}: {}", said.stdout);
        let live = msel(place.path()).iter().filter(|row| row[11] == "no").count();
        assert!((3..=5).contains(&live), "{scenario}: {live}");
    }
}

#[test]
fn whoever_has_to_decide_is_addressed_first() {
    for (scenario, lead) in [
        ("scenarios/harbour-bank/ransomware.ron", "Crisis lead"),
        ("scenarios/harbour-bank/main-data-centre-loss.ron", "Crisis team"),
    ] {
        let (place, _) = pack(root(), scenario, &["--injects", "8"]);
        let rows = msel(place.path());
        let of_lead = |row: &&Vec<String>| {
            let asked = ["The order of work of", "When \u{2018}", "Whether this is an emergency"];
            // What a task is owed by is decided by whoever owes it.
            asked.iter().any(|asked| row[12].contains(asked)) && !row[7].contains("we wait for this")
        };
        let asked: Vec<&Vec<String>> = rows.iter().filter(of_lead).collect();
        assert!(!asked.is_empty(), "{scenario}: {rows:?}");
        for row in asked {
            assert!(row[5].starts_with(lead), "{scenario}: {row:?}");
        }
    }
}

#[test]
fn owners_are_invited_with_the_share_of_their_own_service() {
    let (place, _) = pack(root(), "scenarios/harbour-bank/ransomware.ron", &[]);
    let page = fs::read_to_string(place.path().join("pack/control/exercise-start-here.md")).unwrap();
    let said: Vec<&str> = page.lines().filter(|line| line.contains("Answers for")).collect();
    assert!(!said.is_empty() && said.iter().all(|line| line.contains("of 100 runs.")), "{page}");
}

#[test]
fn from_the_second_week_on_a_clock_tells_the_days_since_the_onset_and_who_is_owed_something_fits_any_task() {
    let home = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).expect("written");
    write(
        "model.ron",
        r#"(response: (detect: "10m", assess: "20m"), teams: { "it": (people: 2) },
            tasks: { "order": (name: "Order new servers", when: Assessed, within: "12h",
                steps: [(do: "Order them", by: ["it"], takes: "1h")]) },
            systems: { "till": (recovery: [(name: "Buy anew", steps: [(do: "Buy it", by: ["it"], takes: "9d")])]) },
            services: { "sales": (name: "Sales", needs: ["till"], rto: "4h") })"#,
    );
    write(
        "fire.ron",
        r#"(title: "Fire", model: "model.ron", onset: "Fri 16:00", horizon: "30d",
            events: [Destruction(targets: ["till"])])"#,
    );
    let (place, _) = pack(home.path(), "fire.ron", &["--injects", "8"]);
    let rows = msel(place.path());
    let late = rows.iter().find(|row| row[3].parse::<f64>().is_ok_and(|at| at >= 7.0 * 86_400.0));
    let late = late.unwrap_or_else(|| panic!("the return after nine days: {rows:?}"));
    assert!(!late[2].contains('+'), "the table has a column for it: {late:?}");
    let slips =
        texts(place.path(), "control").into_iter().find(|(name, _)| name == "exercise-inject-slips.html");
    let slips = slips.expect("slips").1;
    assert!(slips.contains(&format!("{} (+9d)", late[2])), "{slips}");
    let early =
        rows.iter().find(|row| row[3].parse::<f64>().is_ok_and(|at| at < 86_400.0)).expect("the first");
    assert!(slips.contains(&early[2]) && !slips.contains("(+0d)"), "{slips}");
    let order = rows.iter().find(|row| row[7].contains("Order new servers")).expect("it is owed within 12h");
    assert!(order[7].contains("we wait for this") && order[7].contains("within 12h"), "{order:?}");
    assert!(!order.iter().any(|cell| cell.contains("authority")), "{order:?}");
}

#[test]
fn a_promise_that_is_kept_is_called_no_gap() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("model.ron"), crate::findings::people::WEEKEND).expect("written");
    let scenario = r#"(title: "Cut", model: "model.ron", onset: "Sat 02:00", horizon: "10d", events: [Outage(targets: ["db"])])"#;
    fs::write(home.path().join("s.ron"), scenario).expect("written");
    let (_place, said) = pack(home.path(), "s.ron", &[]);
    assert!(said.stdout.contains("No gap: pay keeps its RTO of 4h in 100 "), "{}", said.stdout);
    let (_place, said) = pack(home.path(), "s.ron", &["--set", "services.pay.rto=30m"]);
    assert!(said.stdout.contains("The gap: pay keeps its RTO of 30m in 0 "), "{}", said.stdout);
}

#[test]
fn the_command_on_the_papers_makes_the_same_pack() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = root().join("scenarios/hello/outage.ron");
    fs::copy(root().join("scenarios/hello/model.ron"), folder.path().join("model.ron")).unwrap();
    fs::copy(scenario, folder.path().join("s.ron")).unwrap();
    let line = "exercise s.ron --trials 300 --minutes 60 --injects 2 --start 2027-03-04T09:00 -o first";
    check(folder.path(), line, 0);
    let page = "control/exercise-start-here.md";
    let read = |pack: &str, page: &str| fs::read_to_string(folder.path().join(pack).join(page)).unwrap();
    let first = read("first", page);
    let again = first.split("blackstart exercise").nth(1).unwrap().split("-o DIR").next().unwrap();
    let rest = first.split("-o DIR").nth(1).unwrap().split(['`', '|', '\n']).next().unwrap();
    check(folder.path(), &format!("exercise{again}-o second{rest}").replace('\\', ""), 0);
    for page in
        ["control/exercise-msel.csv", "control/exercise-evaluator-guide.md", "control/exercise-log.jsonl"]
    {
        assert_eq!(read("first", page), read("second", page), "{page}");
    }
}
