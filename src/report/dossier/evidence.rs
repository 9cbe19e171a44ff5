//! The evidence of a finding in words, for every report: labels without units, times and shares as people read them.

use serde::Serialize;

use super::finding::{Figure, Finding};
use super::text::Text;
use crate::results::Share;
use crate::units::Millis;
use crate::wording::figures::{compact, kept, wanted};
use crate::wording::text::count;

/// Shares that are not called so.
const SHARES: [&str; 5] = ["assumed", "estimated", "exercised", "measured", "derived"];

/// A figure with what it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

impl Finding {
    /// The figures in words, a share with its interval and a time with its own as one.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        let share = share(self);
        if let Some(share) = &share {
            let runs = format!("{}; {} of {} runs", kept(share), count(share.held), count(share.n));
            facts.push(Fact { label: "in 100 runs (99 % interval)".to_owned(), value: runs });
        }
        for (name, figure) in &self.evidence {
            let told_above = ["held", "n", "share", "interval"].contains(&name.as_str());
            if (told_above && share.is_some()) || name.ends_with("_interval_s") || name.ends_with("_interval")
            {
                continue;
            }
            if let Some(value) = value(self, name, figure) {
                facts.push(Fact { label: label(name), value });
            }
        }
        facts
    }
}

fn share(finding: &Finding) -> Option<Share> {
    let [held, n, share] = ["held", "n", "share"].map(|name| finding.number(name));
    let Some(Figure::Ends([Some(low), Some(high)])) = finding.evidence.get(&Text::new("interval")) else {
        return None;
    };
    Some(Share { held: held? as u64, n: n? as u64, share: share?, interval: [*low, *high] })
}

fn value(finding: &Finding, name: &str, figure: &Figure) -> Option<String> {
    let is_time = name.ends_with("_s");
    let time = |seconds: f64| compact(Millis::from_f64(seconds * 1_000.0));
    match figure {
        Figure::Number(number) if is_time => {
            let interval = format!("{}_interval_s", name.trim_end_matches("_s"));
            Some(match finding.evidence.get(&Text::new(&interval)) {
                Some(Figure::Ends([Some(low), Some(high)])) => {
                    format!("{} ({}\u{2013}{})", time(*number), time(*low), time(*high))
                }
                _ => time(*number),
            })
        }
        Figure::Number(number) if name == "required" => Some(format!("{} in 100", wanted(*number))),
        Figure::Number(number) if name.contains("share") || SHARES.contains(&name) => {
            Some(format!("{} in 100", wanted((number * 1_000.0).round() / 1_000.0)))
        }
        Figure::Number(number) if number.fract() == 0.0 && *number >= 0.0 => Some(count(*number as u64)),
        Figure::Number(number) => Some(format!("{number:.2}")),
        Figure::Word(word) => Some(word.to_string()),
        // Of data that are not back nothing is: there is no age to tell.
        Figure::Nothing(()) if name.contains("loss") => Some("all of it".to_owned()),
        Figure::Nothing(()) => Some("never".to_owned()),
        Figure::Ends(_) | Figure::Other(_) => None,
    }
}

/// `one_in_20_s` as `one in 20`.
fn label(name: &str) -> String {
    name.trim_end_matches("_s").replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_words_and_no_digit_that_nobody_reads() {
        let finding = serde_json::json!({
            "id": "G0402/till", "code": "G0402", "name": "one-step", "severity": "high", "subject": "till",
            "message": "One step decides.",
            "evidence": {
                "held": 3162, "n": 5000, "share": 0.6324, "interval": [0.614_671_6, 0.649_777_4], "required": 0.95,
                "typical_s": 26136.964, "typical_interval_s": [25779.529, 26520.711], "share_of_outage": 0.893_149_3,
                "assumed": 1.0
            }
        });
        let finding: Finding = serde_json::from_value(finding).expect("a finding");
        let told: Vec<String> =
            finding.facts().into_iter().map(|fact| format!("{}: {}", fact.label, fact.value)).collect();
        assert_eq!(
            told,
            [
                "in 100 runs (99 % interval): 63.2 (61.5-65.0); 3,162 of 5,000 runs",
                "assumed: 100 in 100",
                "required: 95 in 100",
                "share of outage: 89.3 in 100",
                "typical: 7h16m (7h10m\u{2013}7h22m)",
            ]
        );
    }
}
