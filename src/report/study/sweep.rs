//! Turns a sweep into the map of what takes down what, for how long, and the smallest sets that break each service.

use crate::report::study::{indented, paragraph};
use crate::results::{ObjectiveKind, Share, Verdict};
use crate::study::ServiceEffect;
use crate::study::sweep::{Candidate, LossSet};
use crate::units::Millis;
use crate::wording::figures::{compact, in_100};
use crate::wording::text::{count, counted, shown};
use crate::wording::words;

/// Losses that are listed one by one, and minimal sets of a service.
const LOSSES_MAX: usize = 40;
const SETS_MAX: usize = 12;

/// What one loss does to one service that it puts out of tolerance.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Position of the service, and its name.
    pub service: usize,
    pub id: String,
    pub name: String,
    /// The objective that is kept in the fewest runs of those that fall short.
    pub kind: ObjectiveKind,
    pub kept: Share,
    /// Typical and 1 in 20; `None`: not back.
    pub typical: Option<Millis>,
    pub one_in_20: Option<Millis>,
}

impl Hit {
    /// What a loss does to a service; `None` within tolerance.
    pub fn of(position: usize, service: &ServiceEffect) -> Option<Hit> {
        let short = service.objectives.iter().filter(|objective| objective.verdict.1 == Verdict::FallsShort);
        let worst = short.min_by(|a, b| a.after.share.total_cmp(&b.after.share))?;
        let quantile = |percent| service.recovery.quantiles.iter().find(|one| one.percent == percent)?.after;
        Some(Hit {
            service: position,
            id: service.id.clone(),
            name: service.name.clone(),
            kind: worst.kind,
            kept: worst.after,
            typical: quantile(50),
            one_in_20: quantile(95),
        })
    }
}

/// One set that was lost.
#[derive(Clone, Debug)]
pub struct Loss {
    pub set: LossSet,
    pub runs: u64,
    /// Services it puts out of tolerance, in the order of the file.
    pub hits: Vec<Hit>,
    /// Services that it touches at all.
    pub touched: usize,
}

/// A sweep as far as it went.
#[derive(Clone, Copy, Debug)]
pub struct Sweep<'a> {
    pub organisation: &'a str,
    pub candidates: &'a [Candidate],
    /// Ranked: the most services out of tolerance first.
    pub losses: &'a [Loss],
    /// Sets there are, and of which size they are at most.
    pub sets: u64,
    pub order: usize,
    /// Such as `for 24h`.
    pub lasting: &'a str,
    pub horizon: Millis,
    /// Of each service its name and its minimal sets.
    pub minimal: &'a [(String, Vec<LossSet>)],
    /// Sets whose event makes no valid plan.
    pub invalid: u64,
    pub partial: bool,
}

/// `Quay data centre (site)`, joined for a pair.
pub fn label(candidates: &[Candidate], set: &LossSet) -> String {
    let one = |&at: &usize| {
        let Candidate { name, kind, members, .. } = &candidates[at];
        match members {
            1 => format!("{} ({})", shown(name), kind.word()),
            members => format!("{} (all {members})", shown(name)),
        }
    };
    set.iter().map(one).collect::<Vec<_>>().join(" + ")
}

/// Writes the text.
pub fn sweep(sweep: &Sweep) -> String {
    let done = sweep.losses.len() as u64;
    let mut out = format!("{}\n", shown(sweep.organisation));
    let size = if sweep.order == 1 { "single losses" } else { "losses of one and of two" };
    out.push_str(&paragraph(&format!(
        "{} of {} {size} examined, each {}, at any hour of the week, watched for {}",
        count(done),
        count(sweep.sets),
        sweep.lasting,
        words::length(sweep.horizon)
    )));
    out.push_str("Simulated estimate from the stated model, not a record of a recovery.\n");
    if sweep.partial {
        out.push_str("PARTIAL: stopped before all was examined, the last perhaps in fewer runs.\n");
    }
    if done + sweep.invalid < sweep.sets {
        out.push_str(&paragraph(&format!(
            "NOT ALL: {} were not examined; of pairs those come last of which the fewest services need both.",
            count(sweep.sets - done - sweep.invalid)
        )));
    }
    let hitting: Vec<&Loss> = sweep.losses.iter().filter(|loss| !loss.hits.is_empty()).collect();
    out.push_str(&format!(
        "\nWHAT TAKES DOWN WHAT   {} out of tolerance\n",
        counted(hitting.len(), "loss puts services", "losses put services")
    ));
    for loss in hitting.iter().take(LOSSES_MAX) {
        let said: Vec<String> = loss.hits.iter().map(hit).collect();
        let line = format!("{} {}: {}", loss.hits.len(), label(sweep.candidates, &loss.set), said.join("; "));
        out.push_str(&indented(&line, 2, 6));
    }
    if hitting.len() > LOSSES_MAX {
        out.push_str(&format!(
            "    and {} more (in the JSON).\n",
            count((hitting.len() - LOSSES_MAX) as u64)
        ));
    }
    out.push_str("\nTHE FEWEST LOSSES THAT BREAK THE RTO OF EACH SERVICE\n");
    for (name, sets) in sweep.minimal {
        out.push_str(&minimal(sweep, name, sets));
    }
    let quiet = sweep.losses.iter().filter(|loss| loss.set.len() == 1 && loss.touched == 0).count();
    let held = sweep
        .losses
        .iter()
        .filter(|loss| loss.set.len() == 1 && loss.touched > 0 && loss.hits.is_empty())
        .count();
    out.push_str(&format!(
        "\n{} alone reach no service; {} alone are felt and break no objective for certain.\n",
        count(quiet as u64),
        count(held as u64)
    ));
    out
}

fn hit(hit: &Hit) -> String {
    let out = match hit.typical {
        None => "typically not back".to_owned(),
        Some(Millis::ZERO) => "typically not out".to_owned(),
        Some(time) => format!("out {}", compact(Millis::new(rounded(time)))),
    };
    format!("{} ({} kept in {}, {out})", shown(&hit.name), hit.kind.word().to_uppercase(), in_100(&hit.kept))
}

/// To the minute from an hour on.
fn rounded(time: Millis) -> i64 {
    let minute = Millis::MINUTE.get();
    if time.get() >= Millis::HOUR.get() { (time.get() + minute / 2) / minute * minute } else { time.get() }
}

fn minimal(sweep: &Sweep, name: &str, sets: &[LossSet]) -> String {
    if sets.is_empty() {
        return indented(&format!("{}: none of those examined", shown(name)), 2, 6);
    }
    let said: Vec<String> = sets.iter().take(SETS_MAX).map(|set| label(sweep.candidates, set)).collect();
    let more = sets.len().saturating_sub(SETS_MAX);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    indented(&format!("{}: {}{more}", shown(name), said.join("; ")), 2, 6)
}
