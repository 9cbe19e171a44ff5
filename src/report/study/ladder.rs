//! Turns the steps of a ladder into its text: a table along one axis, a frontier of two, a week of hours.

use crate::report::study::{Setting, and, indented, paragraph};
use crate::report::table::{Side, Table};
use crate::results::{ObjectiveKind, Verdict};
use crate::study::{Axis, Effect, ObjectiveEffect, ServiceEffect};
use crate::wording::figures::{compact, in_100, wanted};
use crate::wording::text::{count, left, right, shown, width};

/// Steps that a table shows side by side.
const STEPS_MAX: usize = 9;
/// Services whose week is drawn.
const WEEKS_MAX: usize = 3;
const HOURS: usize = 168;

/// One axis with its values.
#[derive(Clone, Debug)]
pub struct Along {
    pub word: String,
    pub values: Vec<String>,
}

/// A ladder as far as it was climbed.
#[derive(Clone, Copy, Debug)]
pub struct Ladder<'a> {
    /// One or two axes; of two the second varies fastest.
    pub along: &'a [Along],
    /// What each step makes of the plan.
    pub steps: &'a [Effect],
    /// Runs of each step, at least.
    pub trials: u64,
    pub trials_asked: u64,
    pub partial: bool,
}

impl Ladder<'_> {
    fn asked(&self) -> usize {
        self.along.iter().map(|along| along.values.len()).product()
    }
}

fn of(kind: ObjectiveKind, service: &ServiceEffect) -> Option<&ObjectiveEffect> {
    service.objectives.iter().find(|objective| objective.kind == kind)
}

/// The rto of a service.
pub fn rto(service: &ServiceEffect) -> Option<&ObjectiveEffect> {
    of(ObjectiveKind::Rto, service)
}

/// Whether a service is out of tolerance at a step.
pub fn is_out(service: &ServiceEffect) -> bool {
    rto(service).is_some_and(|rto| rto.verdict.1 == Verdict::FallsShort)
}

/// Writes the text.
pub fn ladder(setting: &Setting, ladder: &Ladder) -> String {
    let mut out = setting.head(&format!("{} runs a step", count(ladder.trials)));
    out.push_str("Each step is played with the same draws; x is out of tolerance: the objective of the table falls short.\n");
    if ladder.partial {
        let (done, asked) = (ladder.steps.len() as u64, ladder.asked() as u64);
        out.push_str(&paragraph(&format!(
            "PARTIAL: stopped after {} of {} steps, with at least {} of {} runs each.",
            count(done),
            count(asked),
            count(ladder.trials),
            count(ladder.trials_asked)
        )));
    }
    out.push('\n');
    match ladder.along {
        [one] if one.word == "onset" && one.values.len() == HOURS => out.push_str(&week(ladder)),
        [one] => {
            out.push_str(&steps(one, ladder, ObjectiveKind::Rto));
            if shows_data(one, ladder) {
                out.push('\n');
                out.push_str(&steps(one, ladder, ObjectiveKind::Rpo));
            }
        }
        _ => out.push_str(&frontier(ladder)),
    }
    out
}

/// The services of the first step, with a position each; those with an objective of that kind.
fn services<'a>(ladder: &Ladder<'a>, kind: ObjectiveKind) -> Vec<(usize, &'a ServiceEffect)> {
    let first = ladder.steps.first().map_or(&[][..], |effect| &effect.services);
    first.iter().enumerate().filter(|(_, service)| of(kind, service).is_some()).collect()
}

/// Whether the data lost are worth a table beside the times: always along the dwell, which moves them above all, else
/// where an rpo is kept more often at one step than at another.
fn shows_data(along: &Along, ladder: &Ladder) -> bool {
    let rpos = services(ladder, ObjectiveKind::Rpo);
    let moves = |(position, _): &(usize, &ServiceEffect)| {
        let mut shares = ladder
            .steps
            .iter()
            .filter_map(|step| of(ObjectiveKind::Rpo, &step.services[*position]))
            .map(|rpo| (rpo.after.held, rpo.after.n));
        let first = shares.next();
        shares.any(|share| Some(share) != first)
    };
    if Axis::read(&along.word) == Axis::Dwell { !rpos.is_empty() } else { rpos.iter().any(moves) }
}

/// One kind of objective step by step: a table, and where services leave tolerance.
fn steps(along: &Along, ladder: &Ladder, kind: ObjectiveKind) -> String {
    let word = kind.word().to_uppercase();
    let mut out = format!("{word} KEPT IN 100 RUNS ALONG {}\n", shown(&along.word));
    let done: Vec<usize> = (0..ladder.steps.len()).collect();
    for part in done.chunks(STEPS_MAX) {
        let values: Vec<String> = part.iter().map(|&step| shown(&along.values[step]).into_owned()).collect();
        let mut heads = vec![(Side::Right, [word.as_str(), ""]), (Side::Right, ["WANTED", ""])];
        heads.extend(values.iter().map(|value| (Side::Right, [value.as_str(), ""])));
        let mut table = Table::new("SERVICE", &heads);
        for (position, service) in services(ladder, kind) {
            let objective = of(kind, service).expect("those with one of that kind");
            let mut cells = vec![compact(objective.target.1), wanted(objective.required.1)];
            cells.extend(part.iter().map(|&step| cell(of(kind, &ladder.steps[step].services[position]))));
            table.row("", &shown(&service.name), cells);
        }
        out.push_str(&table.finish());
        out.push('\n');
    }
    out.push_str(&leaves(along, ladder, kind));
    out
}

/// `96.0`, `41 x`; of a service that the step does not touch a dash.
fn cell(objective: Option<&ObjectiveEffect>) -> String {
    match objective {
        None => "-".to_owned(),
        Some(objective) if objective.verdict.1 == Verdict::NotTouched => "-".to_owned(),
        Some(objective) => {
            let mark = match objective.verdict.1 {
                Verdict::FallsShort => " x",
                Verdict::Undecided => " ?",
                _ => "",
            };
            format!("{}{mark}", in_100(&objective.after))
        }
    }
}

/// At which step each service leaves tolerance, and how those stand that never do.
fn leaves(along: &Along, ladder: &Ladder, kind: ObjectiveKind) -> String {
    let (mut said, mut always) = (Vec::new(), Vec::new());
    let (mut holds, mut open, mut untouched) = (Vec::new(), Vec::new(), Vec::new());
    for (position, service) in services(ladder, kind) {
        let verdict = |step: &Effect| of(kind, &step.services[position]).map(|objective| objective.verdict.1);
        let verdicts: Vec<Option<Verdict>> = ladder.steps.iter().map(verdict).collect();
        let is_out = |verdict: &Option<Verdict>| *verdict == Some(Verdict::FallsShort);
        let name = shown(&service.name).into_owned();
        match verdicts.iter().position(is_out) {
            None if verdicts.iter().all(|verdict| *verdict == Some(Verdict::NotTouched)) => {
                untouched.push(name)
            }
            None if verdicts.contains(&Some(Verdict::Undecided)) => open.push(name),
            None => holds.push(name),
            Some(_) if verdicts.iter().all(is_out) => always.push(name),
            Some(0) => {
                let last = verdicts.iter().rposition(is_out).expect("one is out");
                said.push(format!("{name} is out up to {}", shown(&along.values[last])));
            }
            Some(step) => said.push(format!("{name} at {}", shown(&along.values[step]))),
        }
    }
    let mut out = String::new();
    if !said.is_empty() {
        out.push_str(&paragraph(&format!("Leaves tolerance: {}.", said.join("; "))));
    }
    for (what, names) in [
        ("Out of tolerance at every step", always),
        ("Within tolerance at every step that touches it", holds),
        ("Undecided at some step, out of tolerance at none", open),
        ("Not touched at any step, which is not counted as holding", untouched),
    ] {
        if !names.is_empty() {
            out.push_str(&paragraph(&format!("{what}: {}.", and(&names))));
        }
    }
    out
}

/// For each value of the first axis the first of the second at which a service leaves tolerance.
fn frontier(ladder: &Ladder) -> String {
    let [first, second] = ladder.along else { return String::new() };
    let across = second.values.len();
    let rows = ladder.steps.len() / across.max(1);
    let mut out = format!(
        "SERVICES OUT OF TOLERANCE   down: {}, across: {}\n",
        shown(&first.word),
        shown(&second.word)
    );
    let names: Vec<String> = first.values.iter().map(|value| shown(value).into_owned()).collect();
    let heads: Vec<String> = second.values.iter().map(|value| shown(value).into_owned()).collect();
    let name_width = names.iter().map(|name| width(name)).max().unwrap_or(0);
    let widths: Vec<usize> = heads.iter().map(|head| width(head).max(3) + 2).collect();
    let line = |name: &str, cells: &[String]| {
        let cells = cells.iter().zip(&widths).map(|(cell, width)| right(cell, *width));
        format!("  {}{}\n", left(name, name_width), cells.collect::<String>())
    };
    out.push_str(&line("", &heads));
    for (name, row) in names.iter().zip(ladder.steps.chunks_exact(across.max(1))) {
        let cells: Vec<String> = row
            .iter()
            .map(|step| step.services.iter().filter(|service| is_out(service)).count().to_string())
            .collect();
        out.push_str(&line(name, &cells));
    }
    out.push_str("\nFRONTIER   the first value across at which a service is out\n");
    for (position, service) in services(ladder, ObjectiveKind::Rto) {
        let edge: Vec<String> = (0..rows)
            .map(|row| {
                let out = |column: &usize| is_out(&ladder.steps[row * across + column].services[position]);
                let found = (0..across).find(out).map_or("none", |column| heads[column].as_str());
                format!("{} > {found}", names[row])
            })
            .collect();
        let all_none = edge.iter().all(|edge| edge.ends_with("> none"));
        let touched = ladder.steps.iter().any(|step| {
            rto(&step.services[position]).is_some_and(|rto| rto.verdict.1 != Verdict::NotTouched)
        });
        let said = match (touched, all_none) {
            (false, _) => "not touched at any step".to_owned(),
            (true, true) => "never out".to_owned(),
            (true, false) => edge.join("; "),
        };
        out.push_str(&indented(&format!("{}: {said}", shown(&service.name)), 2, 4));
    }
    out
}

/// A heat map of the week: days down, hours across.
fn week(ladder: &Ladder) -> String {
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let map = |title: &str, cell: &dyn Fn(&Effect) -> String| {
        let hours: String = (0..24).map(|hour| format!("{hour:>4}")).collect();
        let mut out = format!("{title}\n     {hours}\n");
        for (day, name) in days.iter().enumerate() {
            let cells = ladder.steps.iter().skip(day * 24).take(24);
            let cells: String = cells.map(|step| right(&cell(step), 4)).collect();
            out.push_str(&format!("  {name}{cells}\n"));
        }
        out + "\n"
    };
    let mut out = map("SERVICES OUT OF TOLERANCE by the hour in which it begins", &|step| {
        step.services.iter().filter(|service| is_out(service)).count().to_string()
    });
    let share =
        |step: &Effect, position: usize| rto(&step.services[position]).map_or(1.0, |rto| rto.after.share);
    let mut ranges: Vec<(f64, usize, &ServiceEffect)> = services(ladder, ObjectiveKind::Rto)
        .into_iter()
        .map(|(position, service)| {
            let shares = ladder.steps.iter().map(|step| share(step, position));
            let (low, high) =
                shares.fold((1.0_f64, 0.0_f64), |(low, high), share| (low.min(share), high.max(share)));
            (high - low, position, service)
        })
        .filter(|(range, ..)| *range >= 0.05)
        .collect();
    ranges.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, position, service) in ranges.iter().take(WEEKS_MAX) {
        let title = format!("RTO KEPT IN 100 RUNS: {}", shown(&service.name));
        out.push_str(&map(&title, &|step| format!("{:.0}", share(step, *position) * 100.0)));
    }
    match ranges.len() {
        0 => out.push_str("The hour makes no difference of 5 in 100 runs to any service.\n"),
        found if found > WEEKS_MAX => out.push_str(&format!(
            "The hour matters by 5 in 100 runs or more to {} further services (in the JSON).\n",
            found - WEEKS_MAX
        )),
        _ => {}
    }
    out
}
