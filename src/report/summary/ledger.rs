//! Where the time of the outages went: the largest causes of each service's, and with `-v` all that matter, with how
//! often each was on the chain that held the service back.
//!
//! Invariant: the parts of a service add up to 100, also as they are printed.

use crate::engine::Cause;
use crate::report::WIDTH;
use crate::report::charges::{by_hand, charged};
use crate::report::figures::kept;
use crate::report::names::{Names, Part};
use crate::report::table::{Side, Table};
use crate::report::text::{count, left, right, shown, width, wrapped};
use crate::results::{LedgerEntry, LedgerResult, NAMED_IN_100, ObjectiveKind, ServiceResult, Share, Verdict};

use super::services::{in_order, objective};
use super::{Detail, Summary, mark, worst};

/// Names of services take at most so many columns.
const NAME_MAX: usize = 24;
/// A blank at which no line is broken, until it is one like any other.
const KEPT: char = '\u{a0}';
/// On the chain in so many of 100 runs, a cause is listed even if it takes hardly any time.
const OFTEN: f64 = 0.10;

/// The ledger that tells most about a service, and what its trials have in common.
fn telling(service: &ServiceResult) -> Option<(&LedgerResult, &'static str)> {
    let missed = service.ledger_missed.iter().map(|ledger| (ledger, "missed"));
    missed.chain([(&service.ledger, "out")]).find(|(ledger, _)| ledger.trials > 0)
}

fn rto(service: &ServiceResult) -> Option<Verdict> {
    objective(service, ObjectiveKind::Rto).map(|rto| rto.verdict)
}

/// A few lines per service: those that need attention; all that were out if none does, or if all are wanted.
pub fn brief(told: &Summary) -> String {
    let out: Vec<_> =
        in_order(told).into_iter().filter_map(|service| Some((service, telling(service)?))).collect();
    let needs_attention =
        |service: &ServiceResult| matches!(rto(service), Some(Verdict::FallsShort | Verdict::Undecided));
    let any = out.iter().any(|(service, _)| needs_attention(service));
    let (listed, counted): (Vec<_>, Vec<_>) = out
        .into_iter()
        .partition(|(service, _)| !any || told.detail == Detail::Full || needs_attention(service));
    if listed.is_empty() {
        return String::new();
    }
    let names = Names::new(told.model, told.scenario, told.labels);
    let title = "WHERE THE TIME WENT";
    let longest = listed.iter().map(|(service, _)| width(&shown(&service.name))).max().unwrap_or(0);
    let name_width = longest.clamp(title.len(), NAME_MAX);
    let runs = |(ledger, which): (&LedgerResult, &str)| format!("{} {which}", count(ledger.trials));
    let runs_width = listed.iter().map(|(_, telling)| runs(*telling).len()).max().unwrap_or(0);
    let columns = [name_width, runs_width];
    let mut out = line(columns, "", [title, "RUNS", "of 100 hours out"]);
    for (service, telling) in &listed {
        let mark = mark(worst(told, &service.id, &service.objectives));
        out.push_str(&line(
            columns,
            mark,
            [&shown(&service.name), &runs(*telling), &parts(&names, telling.0)],
        ));
    }
    let mut note = "missed: over the runs that missed the RTO and were back in the end; out: over all that were out and \
                    back in the end."
        .to_owned();
    if !counted.is_empty() {
        note.push_str(&format!(" -v adds {} more and all causes.", counted.len()));
    }
    out + &wrapped(&note, WIDTH, 2) + "\n"
}

/// One service: name and causes wrap beside each other.
fn line([names, runs]: [usize; 2], mark: &str, [name, over, text]: [&str; 3]) -> String {
    let text_width = WIDTH - (2 + names + 2 + runs + 2);
    let name = wrapped(name, names, 0);
    let text = wrapped(text, text_width, 0).replace(KEPT, " ");
    let (mut name, mut text) = (name.split('\n'), text.split('\n'));
    let (mut mark, mut over) = (mark, over);
    let mut out = String::new();
    loop {
        let (next_name, next_text) = (name.next(), text.next());
        if next_name.is_none() && next_text.is_none() {
            return out;
        }
        let name = left(next_name.unwrap_or_default(), names);
        let line =
            format!("{} {name}  {}  {}", left(mark, 1), right(over, runs), next_text.unwrap_or_default());
        out.push_str(line.trim_end());
        out.push('\n');
        (mark, over) = ("", "");
    }
}

/// `55 Security cuts the internet · 21 waiting for Service desk · 24 the rest`.
fn parts(names: &Names, ledger: &LedgerResult) -> String {
    let (named, rest) = ledger.in_100(NAMED_IN_100);
    let mut said: Vec<String> =
        named.iter().map(|(entry, part)| format!("{part}{KEPT}{}", in_short(names, entry))).collect();
    if rest > 0 {
        said.push(format!("{rest}{KEPT}the{KEPT}rest"));
    }
    said.join(&format!("{KEPT}· "))
}

/// The words for an entry among those of one service: its own workaround, and the task of a step, go without saying.
fn in_short(names: &Names, entry: &LedgerEntry) -> String {
    match (entry.cause, names.thing(entry.who).part) {
        (Cause::Work, Part::Step(step)) if entry.label.matches('/').count() == 1 => step,
        (Cause::Workaround, _) => by_hand(names.works_by_hand_again(entry.who)).to_owned(),
        _ => charged(names, entry.cause, entry.who),
    }
}

/// For each service that was out a table of its causes; nothing in a brief summary.
pub fn whole(told: &Summary) -> String {
    if told.detail == Detail::Brief {
        return String::new();
    }
    let names = Names::new(told.model, told.scenario, told.labels);
    let out = in_order(told).into_iter().filter(|service| service.ledger.trials > 0);
    let tables: Vec<String> = out.map(|service| table(&names, service)).collect();
    tables.join("\n")
}

fn table(names: &Names, service: &ServiceResult) -> String {
    let ledger = &service.ledger;
    let over = match ledger.trials {
        1 => "1 run".to_owned(),
        trials => format!("{} runs", count(trials)),
    };
    let mut table = Table::new(
        &format!("{}: {over}, out and back", shown(&service.name)),
        &[
            (Side::Right, ["OF 100", "HOURS OUT"]),
            (Side::Right, ["HELD BACK IN 100 RUNS", "(99 % interval)"]),
        ],
    );
    let (named, rest) = ledger.in_100(usize::MAX);
    for (entry, part) in &named {
        table.row(
            "",
            &charged(names, entry.cause, entry.who),
            vec![part.to_string(), kept(&often(ledger, entry))],
        );
    }
    let small = &ledger.entries[named.len()..];
    let (frequent, rare): (Vec<_>, Vec<_>) =
        small.iter().map(|entry| (entry, often(ledger, entry))).partition(|(_, often)| often.share >= OFTEN);
    for (entry, often) in &frequent {
        table.row("", &charged(names, entry.cause, entry.who), vec!["<1".to_owned(), kept(often)]);
    }
    if !rare.is_empty() || rest > 0 {
        let name = match rare.len() {
            0 => "what is below 1".to_owned(),
            rare => format!("what is below 1, with {rare} more"),
        };
        table.row("", &name, vec![rest.to_string(), String::new()]);
    }
    table.finish()
}

/// In how many runs an entry was on the chain; work counts whether it was in vain or not.
fn often(ledger: &LedgerResult, entry: &LedgerEntry) -> Share {
    let step = ledger.steps.iter().find(|step| step.who == entry.who);
    match (entry.cause, step) {
        (Cause::Work, Some(step)) => step.on_chain,
        _ => Share::new(entry.on_chain, ledger.trials),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_stays_with_what_it_is_of() {
        let cause = |part: u64, words: &str| format!("{part}{KEPT}{words}");
        let text =
            [cause(55, &"until somebody noticed ".repeat(3)), cause(45, "waiting for people")].join(" ");
        let told = line([12, 6], "x", ["Very long name of a service", "12 out", &text]);
        let lines: Vec<&str> = told.lines().collect();
        assert!(lines.len() >= 3 && lines[0].starts_with("x Very long     12 out  55 until"), "{told}");
        assert!(lines.iter().all(|line| width(line) <= WIDTH && !line.ends_with("45")), "{told}");
        assert!(lines[1].starts_with("  name of a"), "{told}");
    }
}
