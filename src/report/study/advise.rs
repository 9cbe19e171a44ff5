//! Turns weighed levers into the text of `advise`: what helps most, what helps together, what would harm, what stays broken.

use crate::document::edit::Typed;
use crate::report::study::whatif::{data_lost, options, shares};
use crate::report::study::{and, indented, paragraph};
use crate::results::{Hundredths, Verdict, Z};
use crate::study::advice::Weighed;
use crate::study::levers::Lever;
use crate::study::{Effect, ObjectiveEffect, ServiceEffect};
use crate::units::Millis;
use crate::wording::figures::{compact, money, points, shift};
use crate::wording::text::{count, counted, shown};

/// Levers that are told one by one, changes of each, and levers in the lists of those that do not help.
const SINGLES_MAX: usize = 10;
const CHANGES_MAX: usize = 4;
const NAMED_MAX: usize = 8;
const TOGETHER_MAX: usize = 3;

/// Why a lever cannot be tried yet.
pub const UNKNOWN: &str =
    "no system like it has one whose times could be taken; write it to --levers with yours";

/// What was tried, and what came of it.
#[derive(Clone, Copy, Debug)]
pub struct Advice<'a> {
    pub organisation: &'a str,
    /// Titles of the scenarios.
    pub scenarios: &'a [String],
    pub levers: &'a [Lever],
    /// Levers there are, of which the heaviest were tried.
    pub suggested: usize,
    /// What could help and needs an estimate first, in words.
    pub unknown: &'a [String],
    /// One lever each, ranked.
    pub singles: &'a [Weighed],
    /// Two or three together, ranked.
    pub together: &'a [Weighed],
    /// Positions in singles, followed by those in together, of what nothing outdoes.
    pub front: &'a [usize],
    pub trials: u64,
    pub currency: Option<&'a str>,
    pub partial: bool,
}

impl<'a> Advice<'a> {
    /// The single levers and the sets, as one list.
    pub fn all(&self) -> impl Iterator<Item = &'a Weighed> {
        self.singles.iter().chain(self.together)
    }

    /// All edits of a set.
    pub fn edits(&self, weighed: &Weighed) -> Vec<Typed> {
        weighed.levers.iter().flat_map(|&at| self.levers[at].edits.clone()).collect()
    }

    /// The best of all: the most gaps closed, then the most gained, then the fewest levers.
    fn best(&self) -> Option<&'a Weighed> {
        self.all().filter(|one| one.helps()).max_by(|a, b| {
            a.closes.cmp(&b.closes).then(a.gain.total_cmp(&b.gain)).then(b.levers.len().cmp(&a.levers.len()))
        })
    }

    /// What falls short even with the best of all: position of the scenario, service, objective.
    pub fn stays_broken(&self) -> Vec<(usize, &'a ServiceEffect, &'a ObjectiveEffect)> {
        let effects = self.best().into_iter().flat_map(|best| best.effects.iter().enumerate());
        let all = effects.flat_map(|(scenario, effect)| {
            effect
                .iter()
                .flat_map(Effect::objectives)
                .map(move |(service, objective)| (scenario, service, objective))
        });
        all.filter(|(.., objective)| objective.verdict.1 == Verdict::FallsShort).collect()
    }

    fn words(&self, weighed: &Weighed) -> String {
        let words = weighed.levers.iter().map(|&at| shown(&self.levers[at].words).into_owned());
        words.collect::<Vec<_>>().join(" + ")
    }
}

/// Writes the text.
pub fn advise(advice: &Advice) -> String {
    let mut out = format!("{}\n", shown(advice.organisation));
    let titles: Vec<String> = advice.scenarios.iter().map(|title| shown(title).into_owned()).collect();
    out.push_str(&paragraph(&format!(
        "{} of {} tried over {}, up to {} pairs of runs each",
        count(advice.singles.len() as u64),
        counted(advice.suggested, "lever", "levers"),
        and(&titles),
        count(advice.trials)
    )));
    out.push_str("Simulated estimate from the stated model, not a record of a recovery.\n");
    if advice.partial {
        out.push_str("PARTIAL: stopped before all was tried.\n");
    }
    out.push_str(&paragraph(
        "GAIN is the sum over all objectives of services of the runs of 100 in which they are kept more often, where that cannot \
         be chance. Nothing is advised that makes one of them worse; what else gets worse stands behind BUT.",
    ));
    out.push_str(&singles(advice));
    out.push_str(&together(advice));
    out.push_str(&front(advice));
    out.push_str(&others(advice));
    out.push_str(&by_their_clock(advice));
    out.push_str(&broken(advice));
    out.push_str(&unknown(advice));
    out
}

/// Objectives whose clock starts sooner, or later, with some of what was tried, as `delay` says of them.
fn by_their_clock(advice: &Advice) -> String {
    let mut names: Vec<String> = Vec::new();
    for (_, service, _) in advice.all().flat_map(Weighed::by_their_clock) {
        let name = shown(&service.name).into_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return String::new();
    }
    format!(
        "\n{}",
        paragraph(&format!(
            "Counted from detection or from the declaration, and so earlier or later with it: the RTO of {}. Where its share \
             moves with that and nothing is back at another time, that counts neither as a gain nor as harm.",
            and(&names)
        ))
    )
}

fn singles(advice: &Advice) -> String {
    let helping: Vec<&Weighed> = advice.singles.iter().filter(|one| one.helps()).collect();
    if helping.is_empty() {
        return "\nWHAT WOULD HELP MOST\nNone of the levers that were tried helps.\n".to_owned();
    }
    let mut out = "\nWHAT WOULD HELP MOST\n".to_owned();
    for (rank, one) in helping.iter().take(SINGLES_MAX).enumerate() {
        out.push_str(&entry(advice, &format!("{:>2} ", rank + 1), one));
    }
    if helping.len() > SINGLES_MAX {
        out.push_str(&format!("   and {} more that help less (in the JSON).\n", helping.len() - SINGLES_MAX));
    }
    out
}

/// A set with its figures, its largest changes, and its edits.
fn entry(advice: &Advice, mark: &str, one: &Weighed) -> String {
    let mut facts = vec![format!("GAIN {:.1}", one.gain * 100.0)];
    if one.closes > 0 {
        facts.push(format!("closes {}", counted(one.closes, "gap", "gaps")));
    }
    if let Some(currency) = advice.currency.filter(|_| one.loss.abs() >= 100.0) {
        let sign = if one.loss < 0.0 { "-" } else { "+" };
        facts.push(format!(
            "loss {} {sign}{}",
            shown(currency),
            money("", Hundredths(one.loss.abs() as i64)).trim()
        ));
    }
    facts.extend(one.cost.map(|cost| format!("costs {cost}")));
    let first = format!("{mark}{}: {}", advice.words(one), facts.join(", "));
    let mut out = indented(&first, 0, 3);
    let changes = one.changes();
    let said: Vec<String> = changes.iter().take(CHANGES_MAX).map(|change| said(advice, change)).collect();
    let more = changes.len().saturating_sub(CHANGES_MAX);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    out.push_str(&indented(&format!("{}{more}", said.join("; ")), 3, 3));
    out.push_str(&later(one));
    out.push_str(&more_lost(one));
    // To be copied: on one line.
    out.push_str(&format!("   {}\n", options(&advice.edits(one)).join(" ")));
    out
}

fn said(
    advice: &Advice,
    (scenario, service, objective): &(usize, &ServiceEffect, &ObjectiveEffect),
) -> String {
    let of = match advice.scenarios {
        [_] => String::new(),
        titles => format!(" in {}", shown(&titles[*scenario])),
    };
    format!(
        "{} of {}{of} {} ({})",
        objective.kind.word().to_uppercase(),
        shown(&service.name),
        shares(&objective.before, &objective.after),
        points(&objective.change)
    )
}

fn together(advice: &Advice) -> String {
    let helping: Vec<&Weighed> =
        advice.together.iter().filter(|one| one.helps()).take(TOGETHER_MAX).collect();
    if helping.is_empty() {
        return String::new();
    }
    let entries: String = helping.iter().map(|one| entry(advice, " + ", one)).collect();
    format!("\nWHAT WOULD HELP MOST TOGETHER\n{entries}")
}

/// Services that are back later on average, although none of their objectives tells.
fn later(one: &Weighed) -> String {
    let services = one.effects.iter().flatten().flat_map(|effect| &effect.services);
    let later = services.filter_map(|service| {
        let [low, high] = service.recovery.mean.mean?.interval?;
        let longer = service.recovery.certain().filter(|change| *change > 0.0)?;
        Some(format!("{} {}", shown(&service.name), shift(longer, (high - low) / (2.0 * Z))))
    });
    let later: Vec<String> = later.collect();
    if later.is_empty() {
        String::new()
    } else {
        indented(&format!("BUT back later on average: {}.", later.join(", ")), 3, 3)
    }
}

/// Services that lose more data, although none of their objectives tells.
fn more_lost(one: &Weighed) -> String {
    let services = one.effects.iter().flatten().flat_map(|effect| &effect.services);
    let lost = services.filter_map(data_lost).filter(|(more, _)| *more);
    let lost: Vec<String> = lost.map(|(_, said)| said).collect();
    if lost.is_empty() {
        String::new()
    } else {
        indented(&format!("BUT more data are lost: {}.", lost.join("; ")), 3, 3)
    }
}

fn front(advice: &Advice) -> String {
    let all: Vec<&Weighed> = advice.all().collect();
    if advice.front.len() < 2 {
        return String::new();
    }
    let by = if all.iter().any(|one| one.cost.is_some()) { "cost" } else { "number of levers" };
    let mut out = format!("\nNOTHING GIVES MORE FOR LESS   gain against {by}\n");
    for &at in advice.front {
        let one = all[at];
        let price =
            one.cost.map_or_else(|| counted(one.levers.len(), "lever", "levers"), |cost| format!("{cost}"));
        let line = format!("{price}: GAIN {:.1}: {}", one.gain * 100.0, advice.words(one));
        out.push_str(&indented(&line, 3, 6));
    }
    out
}

/// What has no effect, and what would harm.
fn others(advice: &Advice) -> String {
    let mut out = String::new();
    let named = |all: Vec<String>| {
        let more = all.len().saturating_sub(NAMED_MAX);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        format!("{}{more}", all.into_iter().take(NAMED_MAX).collect::<Vec<_>>().join("; "))
    };
    let harming = advice.singles.iter().filter(|one| one.harms > 0);
    let harming: Vec<String> = harming
        .map(|one| {
            let changes = one.changes();
            let worst = changes.iter().find(|(.., objective)| objective.moved().is_worse());
            let worst = worst.map_or(String::new(), |change| format!(" ({})", said(advice, change)));
            format!("{}{worst}", advice.words(one))
        })
        .collect();
    if !harming.is_empty() {
        out.push_str(&format!(
            "\n{}",
            paragraph(&format!("NOT ADVISED, it makes something worse: {}.", named(harming)))
        ));
    }
    let idle = advice.singles.iter().filter(|one| one.harms == 0 && one.gain <= 0.0);
    let (quicker, idle): (Vec<&Weighed>, Vec<&Weighed>) = idle.partition(|one| sooner(one).is_some());
    let words = |one: &&Weighed| match sooner(one) {
        Some((name, by)) => {
            format!("{} ({} {} sooner on average)", advice.words(one), shown(name), compact(by))
        }
        None => advice.words(one),
    };
    for (head, some) in [
        ("SOONER BACK, and no objective is kept more often that could not be chance", quicker),
        ("NO EFFECT that could not be chance", idle),
    ] {
        if !some.is_empty() {
            let all = named(some.iter().map(words).collect());
            out.push_str(&format!("\n{}", paragraph(&format!("{head}: {all}."))));
        }
    }
    out
}

/// The service that a set of levers brings back sooner by most, where that could not be chance, and by how much.
fn sooner(one: &Weighed) -> Option<(&str, Millis)> {
    let services = one.effects.iter().flatten().flat_map(|effect| &effect.services);
    let changes = services.filter_map(|service| {
        let change = service.recovery.certain()?;
        (change < 0.0).then_some((service.name.as_str(), -change))
    });
    let (name, by) = changes.max_by(|one, other| one.1.total_cmp(&other.1))?;
    Some((name, Millis::from_f64(by)))
}

/// What falls short even with the best of all.
fn broken(advice: &Advice) -> String {
    let Some(best) = advice.best() else { return String::new() };
    let still: Vec<String> = advice.stays_broken().iter().map(|change| said(advice, change)).collect();
    if still.is_empty() {
        return "\nWith the best of these no objective of a service falls short.\n".to_owned();
    }
    format!(
        "\n{}",
        paragraph(&format!(
            "STAYS BROKEN with the best of these ({}): {}.",
            advice.words(best),
            still.join("; ")
        ))
    )
}

/// What could help and cannot be tried yet.
fn unknown(advice: &Advice) -> String {
    if advice.unknown.is_empty() {
        return String::new();
    }
    let more = advice.unknown.len().saturating_sub(NAMED_MAX);
    let more = if more > 0 { format!("; and {more} more (in the JSON)") } else { String::new() };
    let named: Vec<String> =
        advice.unknown.iter().take(NAMED_MAX).map(|words| shown(words).into_owned()).collect();
    format!("\n{}", paragraph(&format!("NEEDS AN ESTIMATE, {UNKNOWN}: {}{more}.", named.join("; "))))
}
