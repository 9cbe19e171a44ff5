//! What the summary says of the time that was lost.

use std::fs;
use std::path::Path;

use super::check;

fn summary(options: &str) -> String {
    let line = format!("run scenarios/harbour-bank/ransomware.ron --trials 300{options}");
    check(Path::new(env!("CARGO_MANIFEST_DIR")), &line, 10).stdout
}

/// The lines from the one that has `title` to the next empty one.
fn section<'a>(summary: &'a str, title: &str) -> Vec<&'a str> {
    summary.lines().skip_while(|line| !line.contains(title)).take_while(|line| !line.is_empty()).collect()
}

#[test]
fn of_a_hundred_hours_out_none_is_left_unexplained() {
    let summary = summary("");
    let lines = section(&summary, "WHERE THE TIME WENT");
    let texts = lines[0].find("of 100 hours out").expect("a heading");
    let rows = lines[1..].iter().take_while(|line| !line.starts_with("missed:"));
    let mut services: Vec<String> = Vec::new();
    for line in rows {
        let (head, text) = line.split_at_checked(texts).unwrap_or((line, ""));
        if head.ends_with("missed  ") {
            services.push(String::new());
        }
        services.last_mut().expect("the first line is the first of a service").push_str(&format!(" {text}"));
    }
    assert!(services.len() >= 6, "{summary}");
    for causes in services {
        let parts: Vec<&str> = causes.split('·').collect();
        let sum: u64 =
            parts.iter().map(|part| part.trim().split(' ').next().unwrap().parse::<u64>().unwrap()).sum();
        assert_eq!(sum, 100, "{causes}");
        assert_eq!((parts.len(), parts[5].trim().ends_with("the rest")), (6, true), "{causes}");
    }
}

#[test]
fn with_all_detail_every_cause_has_its_part_and_how_often_it_held_back() {
    let summary = summary(" -v");
    let rows = section(&summary, "Instant payments: 300 runs, out and back");
    let (mut sum, mut rest) = (0, "");
    for row in &rows[2..] {
        // A name that wraps leaves its rows without figures.
        let cells: Vec<&str> = row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
        rest = cells[0];
        sum += cells.get(1).and_then(|part| part.parse::<u64>().ok()).unwrap_or(0);
    }
    assert_eq!(sum, 100, "{rows:#?}");
    assert!(rest.starts_with("what is below 1"), "{rest}");
    let noticed =
        rows.iter().find(|row| row.contains("until somebody noticed")).expect("a cause of every run");
    assert!(noticed.contains("100 (97"), "{noticed}");
    let resources = section(&summary, "WORK WAITED FOR IT");
    assert!(resources.iter().any(|row| row.contains("Tape drives at Mill")), "{resources:#?}");
}

#[test]
fn a_time_that_breaks_its_promise_by_little_is_not_told_as_the_promise() {
    let folder = tempfile::tempdir().unwrap();
    let model = r#"(
    systems: { "till": (recovery: [(name: "Reinstall", steps: [(do: "Reinstall", takes: "1d12m")])]) },
    services: { "sales": (name: "Sales", owner: "Head of Sales", needs: ["till"], rto: "1d", clock: Disruption) },
)"#;
    let scenario = r#"(title: "Broken", model: "model.ron", onset: "Mon 00:00", horizon: "9d", events: [Destruction(id: "break", targets: ["till"])])"#;
    fs::write(folder.path().join("model.ron"), model).unwrap();
    fs::write(folder.path().join("broken.ron"), scenario).unwrap();
    let said = check(folder.path(), "run broken.ron --trials 100 -o html=page.html", 10).stdout;
    let row = said.lines().find(|line| line.contains("Sales") && line.contains("1d ")).expect(&said);
    assert_eq!(row.matches("1d12m").count(), 3, "first back, typical, 1 in 20: {said}");
    let on_one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        on_one_line.contains("typically it takes 1d12m, in 1 run of 20 it takes 1d12m or longer"),
        "{said}"
    );
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.matches(">1d12m<").count() >= 3, "{page}");
}
