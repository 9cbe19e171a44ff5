//! The head of the summary: whose organisation, what happens to it, on what terms, and the count of verdicts.

use std::collections::BTreeMap;

use crate::report::dossier::Standing;
use crate::report::figures::money;
use crate::report::text::{count, left, right, shown, width, wrapped};
use crate::report::{NOT_LOOKED_AT, WIDTH, words};
use crate::results::Hundredths;

use super::Summary;

/// Who, what, and that it is simulated.
pub fn head(told: &Summary) -> String {
    let mut lines = vec![beside(&shown(&told.model.name), &document(told))];
    let class = told.results.class.as_deref().map(|class| shown(class).into_owned());
    let runs = match told.results.trials {
        1 => "1 run".to_owned(),
        trials => format!("{} runs", count(trials)),
    };
    let mut facts = vec![shown(&told.results.title).into_owned()];
    facts.extend(class);
    facts.push(words::onset(&told.scenario.onset));
    facts.push(format!("watched for {}", words::length(told.results.horizon)));
    facts.push(runs);
    lines.push(wrapped(&facts.join(" · "), WIDTH, 2));
    lines.push("Simulated estimate from the stated model, not a record of a recovery.".to_owned());
    lines.extend(partial(told));
    lines.extend(told.changes.iter().map(|change| wrapped(&format!("Changed: {}", shown(change)), WIDTH, 2)));
    lines.join("\n") + "\n"
}

fn partial(told: &Summary) -> Option<String> {
    let asked = told.facts.trials_asked;
    let done = told.results.trials;
    let said = || format!("PARTIAL: stopped after {} of {} runs. {NOT_LOOKED_AT}", count(done), count(asked));
    (done < asked).then(|| wrapped(&said(), WIDTH, 2))
}

/// Two texts on one line, the second at its right end; on two lines where they do not fit.
fn beside(one: &str, other: &str) -> String {
    if width(one) + 2 + width(other) > WIDTH {
        return format!("{}\n{}", wrapped(one, WIDTH, 2), wrapped(other, WIDTH, 2));
    }
    format!("{one}{}", right(other, WIDTH - width(one))).trim_end().to_owned()
}

fn document(told: &Summary) -> String {
    let entries = &told.model.document;
    let said: Vec<String> = entries
        .iter()
        .map(|(label, value)| match label.as_str() {
            "version" => format!("document {}", shown(value)),
            "classification" => shown(value).into_owned(),
            label => format!("{} {}", shown(label), shown(value)),
        })
        .collect();
    if said.is_empty() {
        "no version or approval stated".to_owned()
    } else {
        said.join(", ").replace(", by ", " by ")
    }
}

/// How many objectives fall short, are undecided, hold, were not touched; and what it costs.
pub fn counts(told: &Summary) -> String {
    let mut found: BTreeMap<Standing, usize> = BTreeMap::new();
    for (id, objective) in told.results.objectives() {
        *found.entry(super::standing(told, id, objective)).or_default() += 1;
    }
    let all: usize = found.values().sum();
    if all == 0 {
        return "No objectives: no rto, rpo, mtpd or within is given, so there is nothing to hold.\n"
            .to_owned();
    }
    let mut line = left(&format!("{all} {}:", if all == 1 { "objective" } else { "objectives" }), 17);
    for (standing, number) in found {
        let words = standing.words_of(number as u64);
        let words = if standing == Standing::FallsShort { words.to_uppercase() } else { words.to_owned() };
        line.push_str(&format!("{number} {words}    "));
    }
    beside(line.trim_end(), &cost(told)) + "\n"
}

/// The mean loss over all runs and services, by currency.
fn cost(told: &Summary) -> String {
    let mut by_currency: BTreeMap<&str, f64> = BTreeMap::new();
    for loss in told.results.services.iter().filter_map(|service| service.loss.as_ref()) {
        let mean = loss.estimate.average.mean.map_or(0.0, |mean| mean.value);
        *by_currency.entry(&loss.currency).or_default() += mean;
    }
    let said: Vec<String> = by_currency
        .into_iter()
        .map(|(currency, mean)| money(&shown(currency), Hundredths(mean as i64)))
        .collect();
    if said.is_empty() { String::new() } else { format!("expected loss {}", said.join(" and ")) }
}
