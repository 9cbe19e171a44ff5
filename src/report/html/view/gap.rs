//! Findings as a page shows them: the sentence, the figures behind it, why, what to try.

use serde::Serialize;

use super::figure::title_among;
use crate::report::dossier::{self, Dossier, Finding, Gap};
use crate::results::Share;
use crate::units::Millis;
use crate::wording::figures::{compact, kept};
use crate::wording::text::count;

#[derive(Clone, Debug, Serialize)]
pub struct GapView {
    pub id: String,
    /// An id within the page.
    pub anchor: String,
    pub code: String,
    pub severity: &'static str,
    /// The name of what it is about.
    pub about: String,
    /// The scenario's title where there are several.
    pub scenario: Option<String>,
    /// On the first page the titles of the others that show it, too.
    pub also: Vec<String>,
    pub message: String,
    pub evidence: Vec<Fact>,
    pub causes: Vec<Cause>,
    pub remedies: Vec<Remedy>,
    /// `model.ron:12`.
    pub place: Option<String>,
    pub accepted: Option<Accepted>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Cause {
    pub words: String,
    /// In whole per cent.
    pub share: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Remedy {
    pub text: String,
    /// `PATH=VALUE` as `--set` takes it, each.
    pub edits: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Accepted {
    pub reason: String,
    pub owner: String,
    pub until: String,
    pub expired: bool,
}

impl GapView {
    pub fn new(dossier: &Dossier, gap: &Gap) -> GapView {
        let Gap { scenario, played, finding } = *gap;
        let cause = |cause: &dossier::Cause| Cause {
            words: cause.words.to_string(),
            share: format!("{:.0} %", cause.share * 100.0),
        };
        let remedy = |remedy: &dossier::Remedy| Remedy {
            text: remedy.text.to_string(),
            edits: remedy.edits.iter().map(ToString::to_string).collect(),
        };
        GapView {
            id: finding.id.to_string(),
            anchor: anchor_of(scenario, finding),
            code: finding.code.to_string(),
            severity: finding.severity.word(),
            about: played.name(&finding.subject),
            scenario: title_among(dossier, scenario),
            also: Vec::new(),
            message: finding.message.to_string(),
            evidence: evidence(finding),
            causes: finding.causes.iter().map(cause).collect(),
            remedies: finding.remedies.iter().map(remedy).collect(),
            place: finding.place.as_ref().map(place),
            accepted: finding.accepted.as_ref().map(|accepted| Accepted {
                reason: accepted.reason.to_string(),
                owner: accepted.owner.as_ref().map_or("nobody named".to_owned(), ToString::to_string),
                until: accepted.until.as_ref().map_or("for good".to_owned(), ToString::to_string),
                expired: gap.has_expired(dossier),
            }),
        }
    }
}

impl GapView {
    /// The same for all scenarios that show it: `gap` is the heaviest of them.
    pub fn of_several(dossier: &Dossier, gap: &Gap, open: &[Gap]) -> GapView {
        let also = gap.elsewhere(open).map(|played| played.scenario.title.to_string()).collect();
        GapView { also, ..GapView::new(dossier, gap) }
    }
}

/// An id of a page: letters, digits and dashes.
fn anchor_of(scenario: usize, finding: &Finding) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("s{}-{}", scenario + 1, finding.id.chars().map(safe).collect::<String>())
}

/// `model.ron:12`.
pub fn place(place: &dossier::Place) -> String {
    format!("{}:{}", place.file, place.line)
}

/// The figures of a finding in words, a share with its interval and a time with its own as one.
pub fn evidence(finding: &Finding) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(share) = share(finding) {
        let runs = format!("{}; {} of {} runs", kept(&share), count(share.held), count(share.n));
        facts.push(Fact { label: "in 100 runs (99 % interval)".to_owned(), value: runs });
    }
    for (name, figure) in &finding.evidence {
        let told_above = ["held", "n", "share", "interval"].contains(&name.as_str());
        if (told_above && !facts.is_empty()) || name.ends_with("_interval_s") || name.ends_with("_interval") {
            continue;
        }
        if let Some(value) = value(finding, name, figure) {
            facts.push(Fact { label: label(name), value });
        }
    }
    facts
}

fn share(finding: &Finding) -> Option<Share> {
    let [held, n, share] = ["held", "n", "share"].map(|name| finding.number(name));
    let Some(dossier::Figure::Ends([Some(low), Some(high)])) =
        finding.evidence.get(&dossier::Text::new("interval"))
    else {
        return None;
    };
    Some(Share { held: held? as u64, n: n? as u64, share: share?, interval: [*low, *high] })
}

fn value(finding: &Finding, name: &str, figure: &dossier::Figure) -> Option<String> {
    let is_time = name.ends_with("_s");
    let time = |seconds: f64| compact(Millis::from_f64(seconds * 1_000.0));
    match figure {
        dossier::Figure::Number(number) if is_time => {
            let interval = format!("{}_interval_s", name.trim_end_matches("_s"));
            Some(match finding.evidence.get(&dossier::Text::new(&interval)) {
                Some(dossier::Figure::Ends([Some(low), Some(high)])) => {
                    format!("{} ({}\u{2013}{})", time(*number), time(*low), time(*high))
                }
                _ => time(*number),
            })
        }
        dossier::Figure::Number(number) if name.contains("share") || name == "required" => {
            Some(format!("{} in 100", crate::wording::figures::wanted(*number)))
        }
        dossier::Figure::Number(number) if number.fract() == 0.0 && *number >= 0.0 => {
            Some(count(*number as u64))
        }
        dossier::Figure::Number(number) => Some(format!("{number:.2}")),
        dossier::Figure::Word(word) => Some(word.to_string()),
        dossier::Figure::Nothing(()) => Some("never".to_owned()),
        dossier::Figure::Ends(_) | dossier::Figure::Other(_) => None,
    }
}

/// `one_in_20_s` as `one in 20`.
fn label(name: &str) -> String {
    name.trim_end_matches("_s").replace('_', " ")
}
