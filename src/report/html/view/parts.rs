//! Ledgers and chains as parts of charts and rows of tables: the largest by name, the rest together, all of it
//! accounted for as it is printed.

use super::sheet::TrialRow;
use crate::report::charts::Nature;
use crate::report::charts::gantt::{Bar, Row};
use crate::report::charts::waterfall::Part;
use crate::report::dossier::{Chain, Ledger, Played, Replay, RestsOn, Stretch};
use crate::results::{Average, Z, apportion};
use crate::units::Millis;
use crate::wording::clock;
use crate::wording::text::counted;

/// Parts of a ledger with a row of their own, and the least share that each has.
const PARTS_MAX: usize = 9;
const SHARE_MIN: f64 = 0.01;
/// Rows of a trial.
const ROWS_MAX: usize = 14;
/// What lengths may be printed to, finest first.
const UNITS_MS: [i64; 8] = [1, 1_000, 10_000, 60_000, 600_000, 3_600_000, 21_600_000, 86_400_000];

/// A ledger, cut up.
pub struct Parts {
    pub parts: Vec<Part>,
    /// Of all the time, one for each part.
    pub shares: Vec<f64>,
    /// The whole as it is printed: what the parts add up to.
    pub whole: String,
}

/// Cuts a ledger up; printed lengths are in steps that the error of the mean bears, and add up.
pub fn of_ledger(played: &Played, ledger: &Ledger, average: &Average<Millis>) -> Parts {
    let named = ledger.entries.iter().take_while(|entry| entry.share >= SHARE_MIN).take(PARTS_MAX).count();
    // One left over has its own name rather than that of the rest.
    let named = if ledger.entries.len() == named + 1 { named + 1 } else { named };
    let (large, rest) = ledger.entries.split_at(named);
    let mut micros: Vec<u128> = large.iter().map(|entry| u128::from(entry.mean.0)).collect();
    let mut said: Vec<(String, Nature)> = large
        .iter()
        .map(|entry| (played.charged(entry.cause, &entry.who), Nature::of(entry.cause)))
        .collect();
    let mut shares: Vec<f64> = large.iter().map(|entry| entry.share).collect();
    if !rest.is_empty() {
        micros.push(rest.iter().map(|entry| u128::from(entry.mean.0)).sum());
        said.push((format!("{} with less each", counted(rest.len(), "thing", "things")), Nature::Rest));
        shares.push(rest.iter().map(|entry| entry.share).sum());
    }
    let whole_ms = micros.iter().sum::<u128>() as f64 / 1_000.0;
    let unit = unit(whole_ms, average);
    let units = libm::round(whole_ms / unit as f64) as u64;
    let given = apportion(units, &micros);
    let printed = |units: u64| match units {
        0 => format!("<{}", Millis::new(unit).exact()),
        units => Millis::new(units as i64 * unit).exact(),
    };
    let parts = said.into_iter().zip(&given).zip(&micros).map(|(((words, nature), units), micros)| Part {
        words,
        nature,
        length: Millis::new((micros / 1_000) as i64),
        figure: printed(*units),
    });
    Parts { parts: parts.collect(), shares, whole: Millis::new(units as i64 * unit).exact() }
}

/// The coarsest step that the standard error of the mean reaches; of exact values, one in a thousand of it.
fn unit(whole_ms: f64, average: &Average<Millis>) -> i64 {
    let interval = average.mean.and_then(|mean| mean.interval);
    let error = interval.map_or(0.0, |[low, high]| (high - low) / (2.0 * Z)).max(whole_ms / 1_000.0);
    UNITS_MS.into_iter().rfind(|unit| *unit as f64 <= error).unwrap_or(1)
}

/// Which evidence the time rests on.
pub fn rests_on(rests: &RestsOn) -> String {
    let of = |share: f64, words: &str| (share >= 0.005).then(|| format!("{:.0} % {words}", share * 100.0));
    let said: Vec<String> = [
        of(rests.assumed, "assumed"),
        of(rests.estimated, "estimated"),
        of(rests.exercised, "exercised"),
        of(rests.measured, "measured"),
        of(rests.derived, "following from the plan and from other work"),
    ]
    .into_iter()
    .flatten()
    .collect();
    match said.is_empty() {
        true => "There is no time to account for.".to_owned(),
        false => format!("Of this time, by the weakest evidence behind it: {}.", said.join(", ")),
    }
}

/// The chain of one trial as rows of a chart and of its table.
pub struct ToldChain {
    pub rows: Vec<Row>,
    pub table: Vec<TrialRow>,
}

/// A row under way: what it is, its words, its bars.
type Piece = ((crate::engine::Cause, String), Vec<Bar>);

/// Joins the stretches of one thing, and those that are short.
pub fn of_chain(played: &Played, replay: &Replay, chain: &Chain) -> ToldChain {
    let mut pieces: Vec<Piece> = Vec::new();
    for Stretch { from, until, cause, who } in &chain.stretches {
        let bar = Bar { from: *from, until: *until, nature: Nature::of(*cause) };
        let key = (*cause, played.charged(*cause, who));
        match pieces.iter_mut().find(|(found, _)| *found == key) {
            Some((_, bars)) => bars.push(bar),
            None => pieces.push((key, vec![bar])),
        }
    }
    let mut rows: Vec<(String, Nature, Vec<Bar>)> =
        pieces.into_iter().map(|((cause, words), bars)| (words, Nature::of(cause), bars)).collect();
    let rest = shortest(&mut rows);
    if !rest.is_empty() {
        let words = format!("{} of shorter time each", counted(rest.len(), "other thing", "other things"));
        let mut bars: Vec<Bar> = rest.into_iter().flat_map(|(_, _, bars)| bars).collect();
        bars.sort_by_key(|bar| bar.from);
        rows.push((words, Nature::Rest, bars));
    }
    let clock = |at: Millis| format!("{} {}", clock::of_week(replay.onset, at), clock::offset(at));
    let table = rows.iter().map(|(words, nature, bars)| TrialRow {
        words: words.clone(),
        nature: nature.word(),
        from: bars.first().map_or(String::new(), |bar| clock(bar.from)),
        until: bars.last().map_or(String::new(), |bar| clock(bar.until)),
        figure: total(bars).to_string(),
    });
    let table = table.collect();
    let row =
        |(words, _, bars): (String, Nature, Vec<Bar>)| Row { figure: total(&bars).to_string(), words, bars };
    ToldChain { rows: rows.into_iter().map(row).collect(), table }
}

fn total(bars: &[Bar]) -> Millis {
    bars.iter().fold(Millis::ZERO, |sum, bar| sum.plus(bar.until.minus(bar.from)))
}

/// Takes out all but the longest; what stays keeps its order.
fn shortest(rows: &mut Vec<(String, Nature, Vec<Bar>)>) -> Vec<(String, Nature, Vec<Bar>)> {
    if rows.len() <= ROWS_MAX {
        return Vec::new();
    }
    let mut lengths: Vec<Millis> = rows.iter().map(|(_, _, bars)| total(bars)).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    let least = lengths[ROWS_MAX - 2];
    let (keep, rest) = std::mem::take(rows).into_iter().partition(|(_, _, bars)| total(bars) >= least);
    *rows = keep;
    rest
}
