//! What `--deny` and `--allow` name: which findings end with status 10, and which are not shown.

use crate::checks::{self, Finding};
use crate::cli::args::CheckArgs;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::diagnostic::{Severity, near};
use crate::report::text::shown;

/// The words that stand for all findings of a severity and above; notes are denied by `all` or by their codes.
const SEVERITIES: [(&str, Severity); 4] =
    [("high", Severity::High), ("medium", Severity::Medium), ("low", Severity::Low), ("all", Severity::Note)];

/// The options, read.
#[derive(Debug, Default)]
pub struct Refusals {
    denied: Vec<&'static str>,
    /// Findings at least as heavy are denied.
    from: Option<Severity>,
    hidden: Vec<&'static str>,
}

impl Refusals {
    /// Reads the options.
    ///
    /// # Errors
    /// A word names no finding (exit 4).
    pub fn of(args: &CheckArgs) -> Result<Refusals, Failure> {
        let mut refusals = Refusals::default();
        for word in &args.deny {
            match SEVERITIES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) {
                // A lighter severity admits more.
                Some((_, severity)) => refusals.from = refusals.from.max(Some(*severity)),
                None => refusals.denied.push(code(word, "--deny")?),
            }
        }
        for word in &args.allow {
            refusals.hidden.push(code(word, "--allow")?);
        }
        Ok(refusals)
    }

    /// Whether a finding ends the command with status 10.
    pub fn denies(&self, finding: &Finding) -> bool {
        let diagnostic = &finding.diagnostic;
        let named = self.denied.contains(&diagnostic.code);
        let heavy = self.from.is_some_and(|from| diagnostic.severity <= from);
        finding.accepted.is_none() && (named || heavy)
    }

    /// Whether a finding is not shown.
    pub fn hides(&self, finding: &Finding) -> bool {
        self.hidden.contains(&finding.diagnostic.code)
    }
}

fn code(word: &str, option: &str) -> Result<&'static str, Failure> {
    if let Some(rule) = checks::find(word) {
        return Ok(rule.code);
    }
    let failure =
        Failure::new(Exit::NothingSelected, format!("{option} {}: there is no such finding", shown(word)));
    let upper = word.to_ascii_uppercase();
    Err(match near::nearest(&upper, checks::ALL.iter().map(|rule| rule.code)) {
        Some(near) => failure.help(format!("did you mean {near}?")),
        None => failure.help("`blackstart explain` lists all codes; those of findings begin with W"),
    })
}
