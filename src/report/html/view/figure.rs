//! A figure with the number behind it and the key in the results file that it comes from.

use serde::Serialize;

use crate::report::dossier::Dossier;
use crate::results::{Average, Estimate, Quantile, Share};
use crate::units::Millis;
use crate::wording::figures;

/// What people read, what it is exactly, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figure {
    pub text: String,
    /// As the results file has it; `None`: null there, or not a number.
    pub value: Option<f64>,
    /// A JSON pointer into the results object of the scenario; empty of a text without a number.
    pub path: String,
}

impl Figure {
    /// Words without a number.
    pub fn words(text: &str) -> Figure {
        Figure { text: text.to_owned(), value: None, path: String::new() }
    }

    /// A share of runs, in 100, with its interval.
    pub fn kept(share: &Share, path: String) -> Figure {
        Figure { text: dashed(figures::kept(share)), value: Some(share.share), path }
    }

    /// A share of runs, in 100.
    pub fn in_100(share: &Share, path: String) -> Figure {
        Figure { text: figures::in_100(share), value: Some(share.share), path }
    }

    /// How many of all runs, in whole per cent; the number behind it is the count.
    pub fn percent(part: u64, whole: u64, path: String) -> Figure {
        Figure { text: figures::percent(part, whole), value: Some(part as f64), path }
    }

    /// A quantile of a time, beside what limits it if anything does; `words` stand for nothing and for never.
    pub fn time(
        estimate: &Estimate<Millis>,
        percent: u64,
        limit: Option<Millis>,
        words: (&str, &str),
        path: &str,
    ) -> Figure {
        let found = quantile(estimate, percent);
        let text = figures::time_beside(found, limit, words);
        Figure { text, value: seconds(found), path: format!("{path}/quantiles_s/p{percent}") }
    }

    /// The same with its interval.
    pub fn time_range(estimate: &Estimate<Millis>, percent: u64, words: (&str, &str), path: &str) -> Figure {
        let found = quantile(estimate, percent);
        let text = found.map_or("-".to_owned(), |found| dashed(figures::time_range(found, words)));
        Figure { text, value: seconds(found), path: format!("{path}/quantiles_s/p{percent}") }
    }

    /// A mean of a time.
    pub fn mean(average: &Average<Millis>, path: String) -> Figure {
        let value = average.mean.map(|mean| mean.value / 1_000.0);
        Figure { text: figures::mean_time(average), value, path }
    }
}

fn quantile(estimate: &Estimate<Millis>, percent: u64) -> Option<&Quantile<Millis>> {
    estimate.quantiles.iter().find(|quantile| quantile.percent == percent)
}

fn seconds(quantile: Option<&Quantile<Millis>>) -> Option<f64> {
    quantile.and_then(|quantile| quantile.value).map(Millis::seconds_f64)
}

/// Ends of an interval apart by a dash for printing.
fn dashed(text: String) -> String {
    match text.split_once(" (") {
        Some((said, ends)) => format!("{said} ({}", ends.replace('-', "\u{2013}")),
        None => text,
    }
}

/// Begins the ids of a scenario's parts.
pub fn anchor(position: usize) -> String {
    format!("s{}", position + 1)
}

/// The title of a scenario where there are several; nothing where there is one.
pub fn title_among(dossier: &Dossier, position: usize) -> Option<String> {
    (dossier.played.len() > 1).then(|| dossier.played[position].scenario.title.to_string())
}
