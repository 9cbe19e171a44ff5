//! Figures with the evidence behind them: durations and plain numbers, fixed or drawn.
//!
//! Invariant: the text of a figure is kept as written; the little languages read it later.

use crate::diagnostic::Diagnostics;
use crate::document::decode::{Decode, Fields, Table, Text, call_or_word, misfit, unknown_word, word_of};
use crate::document::schema::macros::schema;
use crate::document::tree::{Kind, Node};
use crate::source::{Place, Spanned};

/// What a figure rests on; dates as written.
#[derive(Clone, Debug)]
pub enum BasisDoc {
    Assumed,
    Estimated,
    Exercised(Option<Text>),
    Measured(Option<Text>),
}

const BASIS: &Table = &Table {
    one: "a basis",
    form: "",
    doc: &[" What a figure rests on. It changes no trial; the report counts what a verdict rests on."],
    rows: &[],
    choices: &[
        ("Assumed", &[" Nobody has looked into it."]),
        ("Estimated", &[" Somebody who knows the work said so."]),
        ("Exercised", &[" Seen in an exercise; with its date if known: `Exercised(\"2026-05-12\")`."]),
        ("Measured", &[" Measured on the real thing; with its date if known: `Measured(\"2026-03-14\")`."]),
    ],
    choice_tables: &[],
};

const BASIS_WORDS: &[&str] = &["Assumed", "Estimated", "Exercised", "Measured"];

impl Decode for Spanned<BasisDoc> {
    const ONE: &'static str = "a basis";
    const MANY: &'static str = "bases";
    const TABLE: Option<&'static Table> = Some(BASIS);

    fn shape() -> String {
        "`Assumed`, `Estimated`, `Exercised(\"date\")` or `Measured(\"date\")`".to_owned()
    }

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        let place = node.place;
        let (word, mut items) = match call_or_word(node) {
            Ok(call) => call,
            Err(node) => {
                let quoted = word_of(&node).filter(|word| BASIS_WORDS.contains(word));
                let help = quoted.map(|word| format!("write it without quotes: `{word}`"));
                found.push(misfit(&node, &Self::shape()).help_maybe(help));
                return Self::hole();
            }
        };
        let too_many =
            items.len() > 1 || (!items.is_empty() && matches!(word.value.as_str(), "Assumed" | "Estimated"));
        if too_many {
            let node = Node { place, kind: Kind::Tuple { name: Some(Box::new(word)), items } };
            found.push(misfit(&node, &Self::shape()));
            return Self::hole();
        }
        let date = items.pop().map(|item| Text::decode(item, found));
        let basis = match word.value.as_str() {
            "Assumed" => BasisDoc::Assumed,
            "Estimated" => BasisDoc::Estimated,
            "Exercised" => BasisDoc::Exercised(date),
            "Measured" => BasisDoc::Measured(date),
            other => {
                found.push(unknown_word(other, word.place, "a basis", BASIS_WORDS));
                return Self::hole();
            }
        };
        Spanned::new(basis, place)
    }

    fn hole() -> Self {
        Spanned::new(BasisDoc::Assumed, Place::NOWHERE)
    }
}

schema! {
    /// A figure with its evidence.
    pub struct EvidencedDoc("a figure with its evidence", "figures with their evidence", "(...)") {
        /// The figure itself.
        required is: FigureText,
        /// What it rests on.
        optional basis: Spanned<BasisDoc> = "Assumed",
        /// Where the figure comes from, for example `"call-out log 2025"`.
        optional source: Text,
    }
}

/// A figure inside its evidence: a text or a number.
#[derive(Clone, Debug)]
pub struct FigureText {
    pub text: Text,
    /// Whether it was written as a bare number.
    pub bare: bool,
}

impl Decode for FigureText {
    const ONE: &'static str = "a duration or a number";
    const MANY: &'static str = "figures";

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        match node.kind {
            Kind::Number(_) => {
                let number = Spanned::<f64>::decode(node.clone(), found);
                let Kind::Number(text) = node.kind else { return Self::hole() };
                FigureText { text: Spanned::new(text, number.place), bare: true }
            }
            _ => FigureText { text: Text::decode(node, found), bare: false },
        }
    }

    fn hole() -> Self {
        FigureText { text: Text::hole(), bare: false }
    }
}

/// What stands beside a figure. Most figures stand alone, and a large model has a million of them, hence the box.
#[derive(Clone, Debug)]
pub struct Evidence(Option<Box<Written>>);

#[derive(Clone, Debug)]
struct Written {
    basis: Option<Spanned<BasisDoc>>,
    source: Option<Text>,
}

impl Evidence {
    /// Of a figure that stands alone.
    pub const NONE: Evidence = Evidence(None);

    fn new(basis: Option<Spanned<BasisDoc>>, source: Option<Text>) -> Evidence {
        let written = basis.is_some() || source.is_some();
        Evidence(written.then(|| Box::new(Written { basis, source })))
    }

    /// What the figure rests on, where it is written.
    pub fn basis(&self) -> Option<&Spanned<BasisDoc>> {
        self.0.as_ref()?.basis.as_ref()
    }

    /// Where the figure comes from, where it is written.
    pub fn source(&self) -> Option<&Text> {
        self.0.as_ref()?.source.as_ref()
    }
}

/// A duration, fixed or drawn, as written: `"45m"`, `"pert(5m, 15m, 45m)"`, or either with its evidence.
#[derive(Clone, Debug)]
pub struct DurationDoc {
    pub place: Place,
    /// The text of the little language and its own place.
    pub is: Text,
    pub evidence: Evidence,
}

/// A number, fixed or drawn, as written: `0.4`, `"pert(0.2, 0.35, 0.6)"`, or either with its evidence.
#[derive(Clone, Debug)]
pub struct NumberDoc {
    pub place: Place,
    /// The number or the text of the little language, and its own place.
    pub is: Text,
    pub evidence: Evidence,
}

impl Decode for DurationDoc {
    const ONE: &'static str = "a duration in quotes";
    const MANY: &'static str = "durations";
    const TABLE: Option<&'static Table> = Some(EvidencedDoc::FIELDS);

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        let place = node.place;
        match node.kind {
            Kind::Text(text) => {
                DurationDoc { place, is: Spanned::new(text, place), evidence: Evidence::NONE }
            }
            Kind::Struct { .. } => {
                let fields = Fields::of(node, "a duration with its evidence", found);
                let EvidencedDoc { is, basis, source, .. } = EvidencedDoc::read_all(fields, found);
                if is.bare {
                    let number = Node { place: is.text.place, kind: Kind::Number(is.text.value.clone()) };
                    found.push(misfit(&number, Self::ONE));
                    return Self::hole();
                }
                DurationDoc { place, is: is.text, evidence: Evidence::new(basis, source) }
            }
            _ => {
                found.push(misfit(&node, Self::ONE));
                Self::hole()
            }
        }
    }

    fn hole() -> Self {
        DurationDoc { place: Place::NOWHERE, is: Text::hole(), evidence: Evidence::NONE }
    }
}

impl Decode for NumberDoc {
    const ONE: &'static str = "a number or a distribution in quotes";
    const MANY: &'static str = "numbers";
    const TABLE: Option<&'static Table> = Some(EvidencedDoc::FIELDS);

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        let place = node.place;
        match node.kind {
            Kind::Text(_) | Kind::Number(_) => {
                let is = FigureText::decode(node, found).text;
                NumberDoc { place, is, evidence: Evidence::NONE }
            }
            Kind::Struct { .. } => {
                let fields = Fields::of(node, "a number with its evidence", found);
                let EvidencedDoc { is, basis, source, .. } = EvidencedDoc::read_all(fields, found);
                NumberDoc { place, is: is.text, evidence: Evidence::new(basis, source) }
            }
            _ => {
                found.push(misfit(&node, Self::ONE));
                Self::hole()
            }
        }
    }

    fn hole() -> Self {
        NumberDoc { place: Place::NOWHERE, is: Text::hole(), evidence: Evidence::NONE }
    }
}
