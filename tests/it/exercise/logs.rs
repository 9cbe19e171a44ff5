//! Logs of exercises: both forms, what is wrong with them, and the report that is made of them.

use std::fs;
use std::path::Path;

use blackstart::exercise::log::{State, from_lines, from_table, lines, read};

use super::{pack, root};
use crate::cli::say;

pub const EXAMPLE: &str = "scenarios/harbour-bank/day.jsonl";

fn example() -> String {
    fs::read_to_string(root().join(EXAMPLE)).expect("the example is shipped")
}

#[track_caller]
fn refused(text: &str, line: usize, message: &str) {
    let faults = read(text).expect_err("it is refused");
    assert_eq!(faults[0].line, line, "{faults:?}");
    assert!(faults[0].message.contains(message), "{faults:?}");
}

#[test]
fn a_log_is_read_back_as_it_was_written() {
    let log = from_lines(&example()).expect("the example is a log");
    assert!(log.entries.len() > 10 && log.cut_off.is_none());
    assert_eq!(from_lines(&lines(&log)).expect("a log"), log);
}

#[test]
fn a_dead_battery_loses_the_last_line_alone() {
    let text = example();
    let whole = from_lines(&text).unwrap();
    for cut in 1..=text.trim_end().lines().last().unwrap().len() {
        let log =
            from_lines(&text[..text.len() - 1 - cut]).unwrap_or_else(|fault| panic!("{cut}: {fault:?}"));
        assert_eq!(log.entries.len(), whole.entries.len() - 1, "{cut}");
    }
    // Every other place at which it may break off keeps all entries before it, or says the line.
    let head = text.lines().next().unwrap().len();
    for end in (head + 1..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let log = from_lines(&text[..end]).unwrap_or_else(|fault| panic!("{end}: {fault:?}"));
        let complete = text[..end].matches('\n').count() - 1;
        assert!(
            log.entries.len() >= complete && log.entries[..] == whole.entries[..log.entries.len()],
            "{end}"
        );
    }
}

#[test]
fn what_is_out_of_order_missing_or_twice_is_named_by_its_line() {
    let text = example();
    let all: Vec<&str> = text.lines().collect();
    let join = |order: &[usize]| order.iter().map(|&at| format!("{}\n", all[at])).collect::<String>();
    refused(&join(&[0, 1, 3, 2]), 3, "what is between is missing");
    refused(&join(&[0, 1, 2, 2]), 4, "out of order, or there twice");
    refused(&join(&[1, 2]), 1, "not the head");
    refused("", 1, "empty");
    refused(&join(&[0]).replace("_log\":1", "_log\":9"), 1, "version 9");
    refused(&format!("{}{{\"n\":1\n", join(&[0])), 2, "no entry");
    let entry = |rest: &str| format!("{}{{\"n\":1,\"at\":\"2027-03-04T09:00:00\",{rest}}}\n", join(&[0]));
    refused(&entry("\"what\":\"explosion\""), 2, "nothing that a log knows");
    refused(&entry("\"what\":\"rating\",\"subject\":\"notice\",\"value\":\"A\""), 2, "no rating");
    refused(&entry("\"what\":\"took\",\"subject\":\"x\",\"value\":\"fast\""), 2, "needs a duration");
    refused(&entry("\"what\":\"undo\",\"value\":\"5\""), 2, "an earlier entry");
    refused(&entry("\"what\":\"decision\""), 2, "without a subject");
}

#[test]
fn everything_wrong_with_a_log_is_said_at_once() {
    let head = example().lines().next().unwrap().to_owned();
    let entries = [
        r#"{"n":1,"at":"2027-03-04T09:00:00","what":"explosion"}"#,
        r#"{"n":3,"at":"2027-03-04T09:01:00","what":"note","text":"x"}"#,
        r#"{"n":4,"at":"yesterday","what":"note"}"#,
        "{",
        r#"{"n":6,"at":"2027-03-04T09:02:00","what":"took","subject":"x","value":"-5m"}"#,
    ];
    let text = format!("{head}\n{}\n", entries.join("\n"));
    let faults = read(&text).unwrap_err();
    let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6], "{faults:?}");
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("log.jsonl"), text).unwrap();
    let said = say(place.path(), &["aar", "log.jsonl", "-o", "after"]);
    let told: Vec<bool> = (2..=6).map(|line| said.stderr.contains(&format!("log.jsonl:{line}:"))).collect();
    assert!(said.code == 3 && told.iter().all(|told| *told), "{}", said.stderr);
}

#[test]
fn what_cannot_both_be_true_is_named_until_it_is_undone() {
    let head = example().lines().next().unwrap().to_owned();
    let entries = [
        r#"{"n":1,"at":"2027-03-04T09:20:00","what":"started","subject":"a/b/c"}"#,
        r#"{"n":2,"at":"2027-03-04T09:10:00","what":"done","subject":"a/b/c"}"#,
        r#"{"n":3,"at":"2027-03-04T09:30:00","what":"note","text":"x"}"#,
        r#"{"n":4,"at":"2027-03-04T09:30:00","what":"note","text":"x"}"#,
        r#"{"n":5,"at":"2027-03-04T09:40:00","what":"rating","subject":"notice","who":"one","value":"P"}"#,
        r#"{"n":6,"at":"2027-03-04T09:41:00","what":"rating","subject":"notice","who":"one","value":"U"}"#,
        r#"{"n":7,"at":"2027-03-04T09:41:00","what":"rating","subject":"notice","who":"two","value":"U"}"#,
    ];
    let text = format!("{head}\n{}\n", entries.join("\n"));
    let faults = read(&text).unwrap_err();
    let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [3, 5, 7], "{faults:?}");
    assert!(faults[0].message.contains("at 09:10, not later than"), "{faults:?}");
    let undo = |n: u64, of: u64| {
        format!("{{\"n\":{n},\"at\":\"2027-03-04T09:50:00\",\"what\":\"undo\",\"value\":\"{of}\"}}\n")
    };
    let mended = format!("{text}{}{}{}", undo(8, 2), undo(9, 4), undo(10, 6));
    assert!(read(&mended).is_ok(), "{:?}", read(&mended));
}

/// The rows of a table in another dialect.
fn redone(table: &str, delimiter: u8, clock: impl Fn(&str) -> String) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in reader.records() {
        let row = row.expect("a row");
        let cells =
            row.iter().enumerate().map(|(at, cell)| if at == 0 { clock(cell) } else { cell.to_owned() });
        writer.write_record(cells).expect("written");
    }
    String::from_utf8(writer.into_inner().expect("written")).expect("text")
}

#[test]
fn tables_are_read_in_the_dialects_of_spreadsheets() {
    let (place, _) = pack(root(), "scenarios/harbour-bank/ransomware.ron", &[]);
    let empty = fs::read_to_string(place.path().join("pack/control/exercise-scribe-log.csv")).unwrap();
    let rows =
        "9:12,note,,scribe,\"two\nlines; with \"\"quotes\"\"\",\r\n17:05,action,,Head,Do it,2027-04-30\r\n";
    let plain = format!("{empty}{rows}");
    let expected = from_table(&plain).expect("a log");
    assert_eq!(expected.entries.len(), 2);
    assert!(expected.entries[0].text.contains('\n'));
    let as_is = |time: &str| time.to_owned();
    let german = |time: &str| match time {
        "9:12" => "04.03.2027 09:12:00".to_owned(),
        time => time.replace("17:05", "04.03.2027 17:05"),
    };
    let american = |time: &str| match time {
        "9:12" => "3/4/2027 9:12 AM".to_owned(),
        time => time.replace("17:05", "5:05:00 PM"),
    };
    for table in [
        format!("\u{feff}{}", redone(&plain, b';', as_is)),
        format!("sep=;\r\n{}", redone(&plain, b';', german)),
        redone(&plain, b'\t', german).replace("2027-04-30", "30.04.2027"),
        redone(&plain, b',', american),
        redone(&plain, b',', as_is).replace("\r\n", "\n"),
    ] {
        assert_eq!(from_table(&table).expect("a log"), expected, "{table}");
    }
    let faults = from_table(&redone(&plain, b',', |time| time.replace("9:12", "5/6/2027 9:12"))).unwrap_err();
    assert!(faults[0].message.contains("two days"), "{faults:?}");
    assert!(read("PK\u{3}\u{4}rest").unwrap_err()[0].message.contains("workbook"));
}

#[test]
fn an_inject_that_the_exercise_does_not_have_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let log = place.path().join("log.jsonl");
    fs::write(&log, example().replacen("\"subject\":\"cut\"", "\"subject\":\"cat\"", 1)).unwrap();
    let words = [
        "aar",
        log.to_str().unwrap(),
        "--scenario",
        "scenarios/harbour-bank/ransomware.ron",
        "-o",
        "nowhere-written",
    ];
    let said = say(root(), &words);
    assert!(said.code == 3 && said.stderr.contains("no inject `cat`"), "{}", said.stderr);
    assert!(!root().join("nowhere-written").exists());
}

#[test]
fn an_undone_entry_does_not_count() {
    let head = example().lines().next().unwrap().to_owned();
    let text = format!(
        "{head}\n{{\"n\":1,\"at\":\"2027-03-04T09:10:00\",\"what\":\"inject\",\"subject\":\"inject-1\"}}\n{{\"n\":2,\"at\":\"2027-03-04T09:11:00\",\"what\":\"undo\",\"value\":\"1\"}}\n"
    );
    assert!(State::of(&from_lines(&text).unwrap()).delivered.is_empty());
}

#[test]
fn the_table_of_a_scribe_becomes_the_same_log() {
    let (place, _) = pack(root(), "scenarios/harbour-bank/ransomware.ron", &[]);
    let empty = fs::read_to_string(place.path().join("pack/control/exercise-scribe-log.csv")).unwrap();
    let log = from_table(&empty).expect("an empty table is a log");
    assert!(log.entries.is_empty() && log.head.organisation == "Harbour Bank");
    // A scribe fills in times, in any order, and writes below.
    let filled = empty.replacen(",inject,inject-1,", "9:12,inject,inject-1,", 1).replacen(
        ",begins,",
        "09:10,begins,",
        1,
    );
    let filled = format!(
        "{filled}0:05,note,,,after midnight,\r\n9:30,took,teams.dba.call_out,,,45m\r\n,rating,notice,evaluator,late,S\r\n"
    );
    let log = from_table(&filled).expect("a log");
    let words: Vec<&str> = log.entries.iter().map(|entry| entry.what.word()).collect();
    assert_eq!(words, ["begins", "inject", "took", "note", "rating"]);
    assert_eq!(log.entries[3].at.to_string(), "2027-03-05T00:05:00");
    assert_eq!(from_lines(&lines(&log)).unwrap(), log);
    let faults = from_table(&format!("{empty}quarter past,note,,,x,\r\n")).unwrap_err();
    assert!(faults[0].message.contains("no time of day") && faults[0].line > 10, "{faults:?}");
}

#[test]
fn the_report_holds_the_room_against_the_plan() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("after");
    let said = say(root(), &["aar", EXAMPLE, "-o", folder.to_str().unwrap(), "--trials", "300"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = fs::read_to_string(folder.join("exercise-after-action.md")).unwrap();
    for part in ["## Objectives", "## Decisions against", "## Improvement plan", "late", "teams.dba"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let sheet: calamine::Xlsx<_> =
        calamine::open_workbook(folder.join("exercise-after-action.xlsx")).unwrap();
    assert_eq!(calamine::Reader::sheet_names(&sheet)[0], "Improvement plan");
    // The log that it leaves is the one that it read.
    assert_eq!(fs::read_to_string(folder.join("exercise-log.jsonl")).unwrap(), example());
}

#[test]
fn a_decision_that_was_taken_is_reported_though_nobody_was_asked_for_it() {
    let scenario = "scenarios/harbour-bank/ransomware.ron";
    let (place, _) = pack(root(), scenario, &[]);
    let empty = fs::read_to_string(place.path().join("pack/control/exercise-scribe-log.csv")).unwrap();
    // A letter whose inject is in reserve: the head of the log says which.
    let head: serde_json::Value = serde_json::from_str(
        fs::read_to_string(place.path().join("pack/control/exercise-log.jsonl"))
            .unwrap()
            .lines()
            .next()
            .unwrap(),
    )
    .unwrap();
    let reserve =
        head["decisions"].as_array().unwrap().iter().find(|decision| {
            decision["inject"].as_str().is_some_and(|inject| inject.starts_with("inject-r"))
        });
    let letter = reserve.expect("a decision in reserve")["letter"].as_str().unwrap().to_owned();
    let report = |rows: &str| {
        let table = place.path().join("day.csv");
        fs::write(&table, format!("{empty}{rows}")).unwrap();
        let after = place.path().join("after");
        let words = [
            "aar",
            table.to_str().unwrap(),
            "--scenario",
            scenario,
            "-o",
            after.to_str().unwrap(),
            "--force",
        ];
        let said = say(root(), &words);
        assert_eq!(said.code, 0, "{}", said.stderr);
        fs::read_to_string(after.join("exercise-after-action.md")).unwrap()
    };
    let row = format!("| {letter} |");
    // The guide tells the facilitator of it, so the report does, too.
    let line = report("").lines().find(|line| line.starts_with(&row)).map(str::to_owned);
    assert!(
        line.is_some_and(|line| line.contains("not asked")),
        "what nobody was asked nobody failed to decide"
    );
    let taken = report(&format!(
        "9:33,decision,{letter},Crisis team,declared at once,\r\n9:50,decision,{letter},Crisis team,taken back,\r\n"
    ));
    let line = taken.lines().find(|line| line.starts_with(&row)).expect("its row");
    assert!(line.contains("09:33") && line.contains("declared at once"), "{line}");
    assert!(line.contains("09:50 Crisis team: taken back"), "{line}");
}

#[test]
fn a_log_of_another_organisation_is_refused_and_nothing_is_written() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("after");
    let code = |words: &[&str]| {
        let said = say(root(), &[words, &["-o", folder.to_str().unwrap()]].concat());
        assert!(!folder.exists(), "{}", said.stderr);
        (said.code, said.stderr)
    };
    let (status, told) = code(&["aar", EXAMPLE, "--scenario", "scenarios/hello/outage.ron"]);
    assert!(status == 3 && told.contains("Harbour Bank"), "{status}: {told}");
    let (status, told) =
        code(&["aar", EXAMPLE, "--scenario", "scenarios/harbour-bank/supplier-insolvency.ron"]);
    assert!(status == 3 && told.contains("was made from"), "{status}: {told}");
    assert_eq!(code(&["aar", "scenarios/hello/model.ron"]).0, 3);
    assert_eq!(code(&["aar", "nowhere.jsonl"]).0, 1);
    let model = Path::new("scenarios/hello/model.ron").to_str().unwrap();
    let said = say(root(), &["calibrate", model, "--log", EXAMPLE]);
    assert!(said.code == 3 && said.stderr.contains("Harbour Bank"), "{}", said.stderr);
    // Of the same organisation, but made from another file.
    let other = tempfile::tempdir().unwrap();
    fs::copy(root().join("scenarios/harbour-bank/model.ron"), other.path().join("old.ron")).unwrap();
    fs::copy(root().join(EXAMPLE), other.path().join("day.jsonl")).unwrap();
    let said = say(other.path(), &["calibrate", "old.ron", "--log", "day.jsonl"]);
    assert!(said.code == 3 && said.stderr.contains("the model is old.ron"), "{}", said.stderr);
}

#[test]
fn a_folder_with_a_filled_log_is_not_replaced() {
    let scenario = "scenarios/hello/outage.ron";
    let (place, _) = pack(root(), scenario, &[]);
    let folder = place.path().join("pack");
    let again =
        || say(root(), &["exercise", scenario, "--trials", "50", "--force", "-o", folder.to_str().unwrap()]);
    assert_eq!(again().code, 0, "an empty one is");
    let table = folder.join("control/exercise-scribe-log.csv");
    let filled = fs::read_to_string(&table).unwrap().replacen(",begins,", "2027-03-04 09:10,begins,", 1);
    fs::write(&table, &filled).unwrap();
    let said = again();
    assert!(said.code == 1 && said.stderr.contains("exercise-scribe-log.csv holds"), "{}", said.stderr);
    let words =
        ["aar", table.to_str().unwrap(), "--scenario", scenario, "-o", folder.to_str().unwrap(), "--force"];
    assert_eq!(say(root(), &words).code, 1);
    assert_eq!(fs::read_to_string(&table).unwrap(), filled);
    // A report may be made again: the log beside it is a copy.
    let after = place.path().join("after");
    let words =
        ["aar", table.to_str().unwrap(), "--scenario", scenario, "-o", after.to_str().unwrap(), "--force"];
    for _ in 0..2 {
        let said = say(root(), &words);
        assert_eq!(said.code, 0, "{}", said.stderr);
    }
}

#[test]
fn of_a_workbook_it_is_said_how_it_is_read() {
    let (place, _) = pack(root(), "scenarios/hello/outage.ron", &[]);
    let said = say(place.path(), &["aar", "pack/control/exercise-scribe-log.xlsx", "-o", "after"]);
    assert!(said.code == 3 && said.stderr.contains("is a workbook"), "{}", said.stderr);
    assert!(said.stderr.contains("CSV UTF-8"), "{}", said.stderr);
    let start = fs::read_to_string(place.path().join("pack/control/exercise-start-here.md")).unwrap();
    assert!(start.contains("saved as CSV UTF-8"), "{start}");
}
