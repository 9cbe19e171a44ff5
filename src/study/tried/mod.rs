//! Keeps of what findings suggest what helps when it is played.
//!
//! A remedy follows from figures, and what it would change is not known before. So the first trials of the run are
//! played with each: what changes nothing for the thing that a finding is about is suggested no more, and what helps
//! says by how much, and whom it harms most.

mod measured;

use self::measured::{Things, asked_for, does_as_much, helps, loses_more, more, of_100, things};
use super::effect::Effect;
use crate::campaign::Tallies;
use crate::document::edit::Typed;
use crate::findings::{Figure, Finding, Remedy};
use crate::model::Model;
use crate::results::ObjectiveKind;
use crate::units::Millis;
use crate::wording::figures::compact;
use crate::wording::text::{count, shown};

/// Trials that are played with each remedy, of a run that has as many.
pub const TRIALS: u64 = 512;
/// Fewer trials more that keep an objective may be chance, and are no help.
const GAIN_MIN: u64 = 3;
/// Whom a remedy harms in fewer of 100 trials is not told.
const HARM_MIN: u64 = 2;
/// Where no objective is kept more often, a time that gets shorter by less than one of so many parts is no help.
const FELT_PARTS: i128 = 50;
/// Who is back later in fewer of 100 trials, and not so on average, is not told.
const LATE_MIN: u64 = 10;

/// Every list of edits that findings suggest, each once: as it stands in a remedy, and ready to be made. Those with fewer
/// edits come before the remedy that they are part of.
pub fn suggested(findings: &[Finding]) -> Vec<(Remedy, Vec<Typed>)> {
    let mut all: Vec<(Remedy, Vec<Typed>)> = Vec::new();
    let remedies = findings.iter().flat_map(|finding| &finding.remedies);
    for remedy in remedies.flat_map(|remedy| remedy.narrower.iter().chain([remedy])) {
        let typed = |edit: &String| edit.split_once('=').map(|(path, value)| Typed::set(path, value));
        let edits: Option<Vec<Typed>> = remedy.edits.iter().map(typed).collect();
        if !remedy.edits.is_empty() && all.iter().all(|(other, _)| other.edits != remedy.edits) {
            all.extend(edits.map(|edits| (remedy.clone(), edits)));
        }
    }
    all
}

/// What trials of a plan yield, and the same trials with what was suggested.
pub struct Tried<'a> {
    trials: u64,
    plan: Things<'a>,
    variants: Vec<Suggestion<'a>>,
}

/// What was suggested, and what trials with it yield.
struct Suggestion<'a> {
    remedy: Remedy,
    things: Things<'a>,
    late: Vec<Late>,
}

impl<'a> Tried<'a> {
    /// Takes the trials of the plan.
    pub fn new(model: &'a Model, plan: &Tallies) -> Tried<'a> {
        Tried { trials: plan.trials, plan: things(model, plan), variants: Vec::new() }
    }

    /// Takes the same trials of the model that a remedy makes, with what becomes of the services pair by pair.
    pub fn take(&mut self, remedy: Remedy, (model, tallies): (&'a Model, &Tallies), effect: &Effect) {
        let late = late(&self.plan, effect);
        self.variants.push(Suggestion { remedy, things: things(model, tallies), late });
    }
}

/// A service that something suggested for another brings back later.
struct Late {
    id: String,
    /// On average, where that cannot be chance or overlooked.
    by: Option<Millis>,
    /// Pairs of trials in which it is.
    in_trials: u64,
}

/// Services that are back later on average, and those that are so in many trials, what weighs most first.
fn late(plan: &Things, effect: &Effect) -> Vec<Late> {
    let services = effect.services.iter().filter_map(|service| {
        let time = &plan.get(service.id.as_str())?.time;
        let is_felt = |by: &Millis| {
            by.get() > 0 && i128::from(by.get()) * i128::from(effect.trials) * FELT_PARTS >= time.sum
        };
        let by = service.recovery.certain().map(Millis::from_f64).filter(is_felt);
        let is_often = service.worse * 100 >= LATE_MIN * effect.trials;
        (by.is_some() || is_often).then(|| Late { id: service.id.clone(), by, in_trials: service.worse })
    });
    let mut late: Vec<Late> = services.collect();
    late.sort_by_key(|late| std::cmp::Reverse((late.by, late.in_trials)));
    late
}

impl Late {
    fn words(&self, name: &str, trials: u64) -> String {
        match self.by {
            Some(by) => format!(" But {name} is back {} later on average.", compact(by)),
            None => format!(" But {name} is back later in {}.", of_100(self.in_trials, trials)),
        }
    }
}

impl Tried<'_> {
    /// Drops what helps nothing, says of the rest what it does, and puts first what keeps an objective most often, be it
    /// suggested for something else. What harms others more is told only where nothing else is left. What was not played
    /// stays as it is.
    pub fn keep_what_helps(&self, finding: &mut Finding) {
        let ids = self.things_of(finding);
        let Some(id) = ids.first() else { return };
        let is_missed = finding.rule.code.starts_with("G01") && asked_for(finding).is_some();
        let suggested = std::mem::take(&mut finding.remedies);
        let any_played = suggested.iter().any(|remedy| self.position(remedy).is_some());
        let (mut left, mut dear): (Vec<Told>, Vec<Told>) = (Vec::new(), Vec::new());
        for remedy in suggested {
            if self.position(&remedy).is_none() {
                left.push(Told { gain: 0, harm: 0, remedy });
                continue;
            }
            // Of several that it is about the first, the most affected, that it helps.
            let told = ids.iter().find_map(|id| self.told(finding, id, &remedy));
            match told {
                Some(told) if told.is_worth_it() => left.push(told),
                told => dear.extend(told),
            }
        }
        if is_missed {
            let others = self.variants.iter().filter_map(|variant| self.told(finding, id, &variant.remedy));
            let others: Vec<Told> = others.filter(Told::is_worth_it).collect();
            let best =
                others.into_iter().rev().max_by_key(|told| told.gain).filter(|told| self.is_much(told.gain));
            left.extend(best.filter(|best| left.iter().all(|own| own.gain < best.gain)));
        }
        left.sort_by_key(|told| std::cmp::Reverse(if self.is_much(told.gain) { told.gain } else { 0 }));
        finding.remedies = left.into_iter().map(|told| told.remedy).collect();
        if finding.remedies.is_empty() && any_played {
            let best = dear.into_iter().rev().max_by_key(|told| told.gain);
            finding.remedies.push(best.map_or_else(|| self.nothing_helps(), |told| at_a_price(told.remedy)));
        }
    }

    /// Where a remedy stands among those that were played.
    fn position(&self, remedy: &Remedy) -> Option<usize> {
        self.variants.iter().position(|variant| variant.remedy.edits == remedy.edits)
    }

    /// Whether so many trials are at least one of 100: fewer put nothing before anything else.
    fn is_much(&self, gain: u64) -> bool {
        gain > 0 && 100 * gain >= self.trials
    }

    fn nothing_helps(&self) -> Remedy {
        let text = format!(
            "Look further, as with `blackstart advise`: what these figures suggest was played in {} runs, and nothing of it \
             helps here.",
            count(self.trials)
        );
        Remedy { text, ..Remedy::default() }
    }

    /// The ids of what a finding is about: of several services these, the most affected first; else its subject.
    fn things_of(&self, finding: &Finding) -> Vec<String> {
        let word = |wanted: &str| {
            finding.evidence.iter().find_map(|(name, figure)| match figure {
                Figure::Word(word) if *name == wanted => Some(word.as_str()),
                _ => None,
            })
        };
        let several = word("services").into_iter().flat_map(|ids| ids.split(", "));
        let mut ids: Vec<String> = Vec::new();
        for id in word("most_affected").into_iter().chain(several).chain([finding.subject.as_str()]) {
            if self.plan.contains_key(id) && ids.iter().all(|other| other != id) {
                ids.push(id.to_owned());
            }
        }
        // What a finding names as most affected stands for its subject, a team or a step.
        if word("most_affected").is_none() {
            ids.truncate(1);
        }
        ids
    }

    /// What a remedy does, told with it; nothing if it does not help. One with fewer edits that does as much stands in for
    /// it.
    fn told(&self, finding: &Finding, id: &str, remedy: &Remedy) -> Option<Told> {
        let all = self.position(remedy)?;
        let as_much = |at: &usize| {
            let (less, all) = (self.variants[*at].things.get(id), self.variants[all].things.get(id));
            less.zip(all).is_some_and(|(less, all)| does_as_much(less, all))
        };
        let narrower = remedy.narrower.iter().filter_map(|one| Some((one, self.position(one)?)));
        let mut as_much = narrower.filter(|(_, at)| as_much(at));
        let narrow = as_much.find_map(|(one, at)| self.told_of(finding, id, (at, one)));
        narrow.or_else(|| self.told_of(finding, id, (all, remedy)))
    }

    /// The same of the variant at a position, told with a remedy that makes it.
    fn told_of(&self, finding: &Finding, id: &str, (at, remedy): (usize, &Remedy)) -> Option<Told> {
        let Suggestion { things, late, .. } = &self.variants[at];
        let (before, after) = (self.plan.get(id)?, things.get(id)?);
        let is_subject = finding.subject == id;
        let help = helps((before, after), asked_for(finding), (is_subject, self.trials))?;
        let (harm, whom, but) = match self.harms((id, is_subject, help.kind), things) {
            Some((harm, whom, but)) => (harm, whom, but),
            None => (0, "", String::new()),
        };
        let other = late.iter().find(|late| late.id != id && late.id != whom);
        let later = other
            .and_then(|late| Some(late.words(&shown(self.plan.get(late.id.as_str())?.name), self.trials)));
        let later = later.unwrap_or_default();
        let lost = loses_more(before, after, self.trials).unwrap_or_default();
        let text = format!("{} {}{but}{later}{lost}", remedy.text, help.words);
        Some(Told {
            gain: help.gain,
            harm,
            remedy: Remedy { text, edits: remedy.edits.clone(), narrower: Vec::new() },
        })
    }

    /// The objective, but for the one that gains, that is kept in far fewer trials: in how many, whose, and in words.
    fn harms<'t>(
        &'t self,
        (id, is_subject, gains): (&str, bool, Option<ObjectiveKind>),
        things: &Things,
    ) -> Option<(u64, &'t str, String)> {
        let pairs = self.plan.iter().filter_map(|(other, before)| Some((*other, before, things.get(other)?)));
        let less = pairs.flat_map(|(other, before, after)| {
            let kinds = before.missed.iter().zip(&after.missed);
            kinds.map(move |((kind, was), (_, is))| (is.saturating_sub(*was), *kind, other, before.name))
        });
        let less = less.filter(|(_, kind, other, _)| *other != id || Some(*kind) != gains);
        let (less, kind, other, name) = less.max_by_key(|(less, ..)| *less)?;
        (less * 100 >= HARM_MIN * self.trials).then(|| {
            let fewer = more(less, self.trials).replace("more", "fewer");
            let whose = match other == id && is_subject {
                true => format!("its {}", kind.short()),
                false => format!("the {} of {}", kind.short(), shown(name)),
            };
            (less, other, format!(" But {whose} is kept in {fewer}."))
        })
    }
}

/// A remedy with what it does: in so many more trials an objective is kept, and in so many fewer that of another.
struct Told {
    gain: u64,
    harm: u64,
    remedy: Remedy,
}

impl Told {
    fn is_worth_it(&self) -> bool {
        self.harm <= self.gain
    }
}

/// Where nothing helps that does not cost others more, the best of it, as what it is.
fn at_a_price(remedy: Remedy) -> Remedy {
    let text = format!("This helps, and costs more than it gives: {}", remedy.text);
    Remedy { text, ..remedy }
}

#[cfg(test)]
mod tests {
    use super::measured::Measured;
    use super::measured::tests::measured;
    use super::*;
    use ObjectiveKind::{Rpo, Rto};

    #[test]
    fn whom_it_costs_most_is_told_be_it_another_promise_of_the_same_thing() {
        let tried = |after: Measured<'static>, other: u64| {
            let things = |sales: Measured<'static>, other| {
                Things::from([
                    ("sales", sales),
                    ("mail", Measured { name: "Mail", ..measured(&[(Rto, other)], 1, 0) }),
                ])
            };
            let plan = things(measured(&[(Rto, 400), (Rpo, 100)], 90_000, 0), 50);
            let tried = Tried { trials: 512, plan, variants: Vec::new() };
            tried.harms(("sales", true, Some(Rto)), &things(after, other)).map(|(.., words)| words)
        };
        let after = |rpo| measured(&[(Rto, 0), (Rpo, rpo)], 90_000, 0);
        assert_eq!(tried(after(100), 50), None);
        assert_eq!(tried(after(100), 59), None, "fewer than two of 100");
        assert_eq!(
            tried(after(100), 150).as_deref(),
            Some(" But the RTO of Mail is kept in 20 fewer of 100.")
        );
        assert_eq!(tried(after(300), 150).as_deref(), Some(" But its RPO is kept in 39 fewer of 100."));
    }
}
