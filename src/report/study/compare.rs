//! Turns two answers to the same question into what became better and worse, as text and as Markdown.

use crate::report::study::{OPEN, paragraph};
use crate::report::table::{Side, Table};
use crate::results::{Change, ObjectiveKind, Share, Verdict};
use crate::study::{Moved, moved};
use crate::units::Millis;
use crate::wording::figures::{change_of_share, compact, in_100, wanted};
use crate::wording::text::{counted, shown};

/// On what a comparison rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Both were played here, pair by pair of runs with the same draws.
    Paired,
    /// Two results files, of which only the shares are known.
    Unpaired,
}

/// One objective in both.
#[derive(Clone, Debug)]
pub struct Row {
    pub scenario: String,
    pub id: String,
    pub name: String,
    pub kind: ObjectiveKind,
    pub target: (Millis, Millis),
    pub required: (f64, f64),
    pub before: Share,
    pub after: Share,
    pub verdict: (Verdict, Verdict),
    pub change: Change,
    /// Whether some run is out at the horizon that may yet keep it, and so counts neither way.
    pub open: bool,
    /// Whether the pairs of this objective were counted.
    pub basis: Basis,
}

impl Row {
    /// What became of it.
    pub fn moved(&self) -> Moved {
        moved(self.verdict, self.change.direction().filter(|_| !self.open))
    }

    /// Whether it asks for less than before: for more time, or in fewer runs.
    fn is_relaxed(&self) -> bool {
        self.target.1 > self.target.0 || self.required.1 < self.required.0
    }

    fn is_tightened(&self) -> bool {
        !self.is_relaxed() && (self.target.1 < self.target.0 || self.required.1 > self.required.0)
    }

    /// What it asked for, and asks for now.
    fn promise(&self) -> String {
        let promise = |target: Millis, required: f64| match self.required {
            (before, after) if before == after => compact(target),
            _ => format!("{} in {} of 100 runs", compact(target), wanted(required)),
        };
        let (before, after) =
            (promise(self.target.0, self.required.0), promise(self.target.1, self.required.1));
        format!("{}, {before} > {after}", self.words())
    }

    fn words(&self) -> String {
        format!("{} of {}", self.kind.word().to_uppercase(), shown(&self.name))
    }
}

/// A whole comparison.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// What was compared, as the command line names it.
    pub names: (String, String),
    /// Runs of each.
    pub trials: (u64, u64),
    pub rows: Vec<Row>,
    /// Objectives and scenarios that only one of the two has, in words.
    pub gone: Vec<String>,
    pub new: Vec<String>,
    /// Services that are back at another time, where that cannot be chance.
    pub back: Vec<Back>,
    /// Findings by their stable id.
    pub findings_closed: Vec<String>,
    pub findings_opened: Vec<String>,
    /// What one has to know to read it.
    pub notes: Vec<String>,
}

/// A service that is back sooner, or later.
#[derive(Clone, Debug)]
pub struct Back {
    pub scenario: String,
    pub name: String,
    /// By how much, or from when to when.
    pub by: String,
    pub is_sooner: bool,
}

impl Comparison {
    /// Whether anything got worse for certain, each held against what it asks for. That less is asked for is told apart.
    pub fn got_worse(&self) -> bool {
        self.rows.iter().any(|row| row.moved().is_worse())
    }

    /// The rows that moved so.
    fn that(&self, moved: Moved) -> Vec<&Row> {
        self.rows.iter().filter(|row| row.moved() == moved).collect()
    }

    fn counts(&self) -> String {
        let number = |moved: Moved| self.that(moved).len();
        let said = [
            (number(Moved::Opens), "open", "opens"),
            (number(Moved::Closes), "close", "closes"),
            (number(Moved::Worse), "get worse", "gets worse"),
            (number(Moved::Better), "get better", "gets better"),
            (number(Moved::Stays), "stay", "stays"),
        ];
        let said = said.iter().filter(|(number, ..)| *number > 0);
        let said: Vec<String> = said
            .map(|(number, many, one)| format!("{number} {}", if *number == 1 { one } else { many }))
            .collect();
        format!("{} in both: {}", counted(self.rows.len(), "objective", "objectives"), said.join(", "))
    }

    fn lists(&self) -> Vec<(&'static str, Vec<String>)> {
        let promises = |asks: fn(&Row) -> bool| -> Vec<String> {
            self.rows.iter().filter(|row| asks(row)).map(Row::promise).collect()
        };
        let open = self.rows.iter().filter(|row| row.open).map(Row::words).collect();
        let several = self.back.iter().any(|back| back.scenario != self.back[0].scenario);
        let back = |sooner: bool| -> Vec<String> {
            let so = self.back.iter().filter(|back| back.is_sooner == sooner);
            let words = so.map(|Back { scenario, name, by, .. }| match several {
                true => format!("{name} {by} ({scenario})"),
                false => format!("{name} {by}"),
            });
            words.collect()
        };
        let lists = [
            ("Back sooner, by more than chance", back(true)),
            ("Back later, by more than chance", back(false)),
            (OPEN, open),
            ("Promises that are relaxed", promises(Row::is_relaxed)),
            ("Promises that are tightened", promises(Row::is_tightened)),
            ("Findings that close", self.findings_closed.clone()),
            ("Findings that open", self.findings_opened.clone()),
            ("Asked for before, not any more", self.gone.clone()),
            ("Asked for now, not before", self.new.clone()),
        ];
        lists.into_iter().filter(|(_, list)| !list.is_empty()).collect()
    }
}

/// The order in which rows are told, with their titles.
const ORDER: [(Moved, &str); 4] = [
    (Moved::Opens, "GAPS THAT OPEN"),
    (Moved::Worse, "WORSE"),
    (Moved::Closes, "GAPS THAT CLOSE"),
    (Moved::Better, "BETTER"),
];

/// Writes the text.
pub fn text(comparison: &Comparison) -> String {
    let (before, after) = &comparison.names;
    let mut out = paragraph(&format!("Before: {}. After: {}.", shown(before), shown(after)));
    out.push_str("Simulated estimates from the stated models, not records of recoveries.\n");
    out.push_str(&comparison.notes.iter().map(|note| paragraph(note)).collect::<String>());
    out.push_str(&format!("\n{}\n", comparison.counts()));
    for (moved, title) in ORDER {
        let rows = comparison.that(moved);
        if rows.is_empty() {
            continue;
        }
        let heads = [
            (Side::Right, ["TARGET", ""]),
            (Side::Right, ["KEPT IN 100 RUNS", "before > after"]),
            (Side::Left, ["CHANGE", "(99 % interval)"]),
        ];
        let mut table = Table::new(title, &heads);
        for row in rows {
            let mark = if moved.is_worse() { "x" } else { "+" };
            table.row(mark, &label(comparison, row), cells(row));
        }
        out.push('\n');
        out.push_str(&table.finish());
    }
    for (title, list) in comparison.lists() {
        let said: Vec<String> = list.iter().map(|one| shown(one).into_owned()).collect();
        out.push_str(&format!("\n{}", paragraph(&format!("{title}: {}.", said.join("; ")))));
    }
    out
}

/// The objective, with its scenario where there are several.
fn label(comparison: &Comparison, row: &Row) -> String {
    let several = comparison.rows.iter().any(|other| other.scenario != row.scenario);
    if several { format!("{} ({})", row.words(), shown(&row.scenario)) } else { row.words() }
}

fn cells(row: &Row) -> Vec<String> {
    let target = match row.target {
        (before, after) if before == after => compact(before),
        (before, after) => format!("{} > {}", compact(before), compact(after)),
    };
    vec![target, format!("{} > {}", in_100(&row.before), in_100(&row.after)), change_of_share(&row.change)]
}

/// Writes Markdown for a pull request.
pub fn markdown(comparison: &Comparison) -> String {
    let (before, after) = &comparison.names;
    let relaxed = comparison.rows.iter().filter(|row| row.is_relaxed()).count();
    let verdict = match (comparison.got_worse(), relaxed) {
        (true, _) => "something gets worse".to_owned(),
        (false, 0) => "nothing gets worse".to_owned(),
        (false, _) => format!(
            "nothing gets worse, but {}",
            counted(relaxed, "promise is relaxed", "promises are relaxed")
        ),
    };
    let mut out = format!("### Continuity: {verdict}\n\n");
    out.push_str(&format!("{} against {}. {}.\n\n", escaped(after), escaped(before), comparison.counts()));
    let moved: Vec<&Row> = ORDER.iter().flat_map(|(moved, _)| comparison.that(*moved)).collect();
    if !moved.is_empty() {
        out.push_str(
            "| | Objective | Target | Kept in 100 runs | Change (99 % interval) |\n|---|---|---:|---:|---|\n",
        );
    }
    for row in moved {
        let word = match row.moved() {
            Moved::Opens => "**gap opens**",
            Moved::Worse => "worse",
            Moved::Closes => "gap closes",
            Moved::Better => "better",
            Moved::Stays => "",
        };
        let [target, kept, change] = cells(row).try_into().expect("three cells");
        out.push_str(&format!(
            "| {word} | {} | {target} | {} | {change} |\n",
            escaped(&label(comparison, row)),
            escaped(&kept)
        ));
    }
    for (title, list) in comparison.lists() {
        let said: Vec<String> = list.iter().map(|one| escaped(one)).collect();
        out.push_str(&format!("\n{title}: {}.\n", said.join("; ")));
    }
    out.push_str(&format!(
        "\n{} Simulated estimates from the stated models, not records of recoveries.\n",
        comparison.notes.join(" ")
    ));
    out
}

/// A text that Markdown shows as it stands.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in shown(text).chars() {
        if "\\`*_{}[]<>#|~&".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The change where only the shares are known.
pub fn unpaired(before: &Share, after: &Share) -> Change {
    Change::unpaired((before.held, before.n), (after.held, after.n))
}
