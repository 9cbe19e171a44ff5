//! Turns figures as written (durations, distributions, shares, counts, dates) into values in range.
//!
//! Invariant: every reader yields a value; a faulty figure is reported once, at the part that is at fault, and a
//! harmless one stands in for it.

use std::ops::Range;

use super::Resolver;
use crate::diagnostic::Diagnostic;
use crate::document::decode::Text;
use crate::document::schema::{BasisDoc, DurationDoc, NumberDoc};
use crate::model::{Basis, Uncertain, UncertainNumber};
use crate::notation::amount::{self, Amount};
use crate::notation::date::Date;
use crate::notation::distribution::{self, Distribution};
use crate::notation::{NotationError, duration};
use crate::source::{Place, Spanned};
use crate::units::Millis;

/// The most people of a team and units of a resource: beyond any, so that sums and suggestions of more stay numbers.
const STOCK_MAX: u32 = 1_000_000;

impl Uncertain {
    /// Makes the duration that holds where the file is silent: zero, assumed, written nowhere.
    pub(super) fn silent() -> Uncertain {
        let amount = Amount::Plain(Distribution::fixed(0.0));
        Uncertain { amount, basis: Basis::Assumed, source: None, place: None }
    }
}

impl Resolver<'_> {
    /// Reports an error of a little language at the part of the text that is at fault.
    pub(super) fn refuse_notation(
        &mut self,
        code: &'static str,
        text: &Text,
        noun: &str,
        error: NotationError,
    ) {
        let place = part(text, &error.range);
        let label = error.label.map_or_else(|| format!("this is not {noun}"), str::to_owned);
        let diagnostic = Diagnostic::error(code, error.message).at(place, label);
        self.found.push(diagnostic.help_maybe(error.help));
    }

    /// Reads a duration that may be drawn, with its evidence.
    pub(super) fn uncertain(&mut self, doc: &DurationDoc) -> Uncertain {
        let amount = match amount::parse(&doc.is.value) {
            Ok(amount) => amount,
            Err(error) => {
                self.refuse_notation("E0302", &doc.is, "a duration", error);
                return Uncertain::silent();
            }
        };
        let basis = self.basis(doc.evidence.basis());
        let source = doc.evidence.source().map(|source| source.value.clone());
        Uncertain { amount, basis, source, place: Some(doc.is.place) }
    }

    /// Reads a duration that may be drawn, or the zero of the language.
    pub(super) fn uncertain_or_zero(&mut self, doc: Option<&DurationDoc>) -> Uncertain {
        doc.map_or_else(Uncertain::silent, |doc| self.uncertain(doc))
    }

    fn basis(&mut self, doc: Option<&Spanned<BasisDoc>>) -> Basis {
        match doc.map(|doc| &doc.value) {
            None | Some(BasisDoc::Assumed) => Basis::Assumed,
            Some(BasisDoc::Estimated) => Basis::Estimated,
            Some(BasisDoc::Exercised(date)) => Basis::Exercised(self.date(date.as_ref())),
            Some(BasisDoc::Measured(date)) => Basis::Measured(self.date(date.as_ref())),
        }
    }

    /// Reads a day of the calendar.
    pub(super) fn date(&mut self, text: Option<&Text>) -> Option<Date> {
        let text = text?;
        if let Some(date) = Date::parse(&text.value) {
            return Some(date);
        }
        let diagnostic = Diagnostic::error("E0308", format!("`{}` is not a day of the calendar", text.value))
            .at(text.place, "expected a date")
            .help("write year, month and day: \"2026-03-14\"");
        self.found.push(diagnostic);
        None
    }

    /// Reads a duration that is not drawn.
    pub(super) fn plain(&mut self, doc: &DurationDoc) -> Millis {
        match duration::parse(&doc.is.value) {
            Ok(length) => length,
            Err(error) => {
                self.refuse_notation("E0301", &doc.is, "a plain duration", error);
                Millis::ZERO
            }
        }
    }

    /// Reads a duration that is not drawn and has to be longer than nothing.
    pub(super) fn above_zero(&mut self, doc: &DurationDoc, field: &str) -> Millis {
        let length = self.plain(doc);
        if length == Millis::ZERO && duration::parse(&doc.is.value).is_ok() {
            self.refuse_zero(doc.is.place, field);
        }
        length
    }

    /// Reports a 0 where there must be more.
    pub(super) fn refuse_zero(&mut self, place: Place, field: &str) {
        let diagnostic = Diagnostic::error("E0403", format!("`{field}` of 0"))
            .at(place, "expected more than 0")
            .help("write a value above 0");
        self.found.push(diagnostic);
    }

    /// Reads a share or chance, in 0..=1.
    pub(super) fn share(&mut self, number: &Spanned<f64>, field: &str) -> f64 {
        if (0.0..=1.0).contains(&number.value) {
            // Adding zero turns -0 into 0.
            return number.value + 0.0;
        }
        let diagnostic = Diagnostic::error("E0401", format!("`{field}` of {} is no share", number.value))
            .at(number.place, "expected a number from 0 to 1");
        self.found.push(diagnostic.help(match number.value {
            percent if (2.0..=100.0).contains(&percent) => {
                format!("write {percent} % as {}", percent / 100.0)
            }
            _ => "0 is never, 1 is always, 0.5 is every second time".to_owned(),
        }));
        1.0
    }

    /// Reads a share, or what holds where the file is silent.
    pub(super) fn share_or(&mut self, number: Option<&Spanned<f64>>, field: &str, silent: f64) -> f64 {
        number.map_or(silent, |number| self.share(number, field))
    }

    /// Reads a number that may not be negative.
    pub(super) fn not_negative(&mut self, number: &Spanned<f64>, field: &str) -> f64 {
        if number.value >= 0.0 {
            return number.value + 0.0;
        }
        let diagnostic = Diagnostic::error("E0405", format!("`{field}` of {} is negative", number.value))
            .at(number.place, "expected 0 or more");
        self.found.push(diagnostic.help("write a number from 0 on"));
        1.0
    }

    /// Reads a whole number that has to fit its field.
    pub(super) fn count(&mut self, number: &Spanned<u64>, field: &str) -> u32 {
        self.count_up_to(u32::MAX, number, field)
    }

    /// Reads how many people a team has, or how many units a resource.
    pub(super) fn stock(&mut self, number: &Spanned<u64>, field: &str) -> u32 {
        self.count_up_to(STOCK_MAX, number, field)
    }

    fn count_up_to(&mut self, most: u32, number: &Spanned<u64>, field: &str) -> u32 {
        let fits = u32::try_from(number.value).ok().filter(|count| *count <= most);
        fits.unwrap_or_else(|| {
            self.refuse_large(number.place, field, u64::from(most));
            most
        })
    }

    /// Reports a number beyond what its field can mean.
    pub(super) fn refuse_large(&mut self, place: Place, field: &str, most: u64) {
        let diagnostic = Diagnostic::error("E0402", format!("the number is too large for `{field}`"))
            .at(place, format!("at most {most}"));
        self.found.push(diagnostic.help(format!("write a number up to {most}")));
    }

    /// Reads a distribution of a share: everything that can be drawn lies in 0..=1.
    pub(super) fn uncertain_share(&mut self, doc: &NumberDoc, field: &str) -> UncertainNumber {
        let Some(number) = self.uncertain_number(doc) else { return stand_in() };
        let within =
            number.distribution.least() >= 0.0 && number.distribution.most().is_some_and(|most| most <= 1.0);
        if !within {
            let diagnostic = Diagnostic::error("E0401", format!("`{field}` can lie outside 0 to 1"))
                .at(doc.is.place, "a share lies from 0 to 1")
                .help("write shares of one, such as 0.35 or \"pert(0.2, 0.35, 0.6)\"; a tail without end needs `max 1`");
            self.found.push(diagnostic);
        }
        number
    }

    /// Reads a distribution of a factor: nothing that can be drawn is negative.
    pub(super) fn uncertain_factor(&mut self, doc: &NumberDoc, field: &str) -> UncertainNumber {
        let Some(number) = self.uncertain_number(doc) else { return stand_in() };
        if number.distribution.least() < 0.0 {
            let diagnostic = Diagnostic::error("E0405", format!("`{field}` can be negative"))
                .at(doc.is.place, "expected 0 or more")
                .help("1 is the usual time, 1.5 half as long again");
            self.found.push(diagnostic);
        }
        number
    }

    fn uncertain_number(&mut self, doc: &NumberDoc) -> Option<UncertainNumber> {
        self.basis(doc.evidence.basis());
        match distribution::parse_number(&doc.is.value) {
            Ok(distribution) => Some(UncertainNumber { distribution, place: Some(doc.is.place) }),
            Err(error) => {
                self.refuse_notation("E0303", &doc.is, "a number or a distribution of one", error);
                None
            }
        }
    }
}

/// Finds the place of some bytes of a text. An empty range stands at the end, where the closing quote is shown.
pub(super) fn part(text: &Text, range: &Range<usize>) -> Place {
    text.part(range.start..range.end.max(range.start + 1))
}

fn stand_in() -> UncertainNumber {
    UncertainNumber { distribution: Distribution::fixed(1.0), place: None }
}
