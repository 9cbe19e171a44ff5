//! The way in which an organisation is written down changes nothing: neither outcomes nor reasons.

use blackstart::engine::Scratch;
use proptest::prelude::{Just, Strategy};
use proptest::{prop_oneof, proptest};

use crate::random::ron::Style;
use crate::random::run::Run;
use crate::random::span::Units;
use crate::random::{ANY, CERTAIN, Organisation, cases, organisations, organisations_renamed};

const TRIALS: u64 = 8;

fn styles() -> impl Strategy<Value = Style> {
    prop_oneof![
        (1..1000_u64).prop_map(|order| Style { order, ..Style::PLAIN }),
        Just(Style { line_end: "\r\n", ..Style::PLAIN }),
        Just(Style { comments: true, ..Style::PLAIN }),
        Just(Style { evidence: true, ..Style::PLAIN }),
        Just(Style { units: Units::Minutes, ..Style::PLAIN }),
        Just(Style { units: Units::Seconds, ..Style::PLAIN }),
        Just(Style { units: Units::Millis, ..Style::PLAIN }),
        Just(Style { order: 77, units: Units::Millis, line_end: "\r\n", comments: true, evidence: true }),
    ]
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn order_units_comments_and_line_ends_change_nothing(organisation in organisations(ANY), style in styles()) {
        let (plain, other) = (Run::new(&organisation), Run::styled(&organisation, style, 1));
        let (mut left, mut right) = (Scratch::new(&plain.program), Scratch::new(&other.program));
        for trial in 0..TRIALS {
            assert_eq!(other.trial(&mut right, trial), plain.trial(&mut left, trial), "trial {trial}");
            assert_eq!(other.chains(&right), plain.chains(&left), "trial {trial}");
        }
    }

    #[test]
    fn names_in_the_same_order_change_nothing_but_names((one, other) in organisations_renamed(CERTAIN)) {
        assert_eq!(in_short_names(&other), in_short_names(&one));
    }
}

/// What happens, with the names cut down to what both organisations share.
fn in_short_names(organisation: &Organisation) -> String {
    let run = Run::new(organisation);
    let mut scratch = Scratch::new(&run.program);
    let trial = run.trial(&mut scratch, 0);
    format!("{trial:#?} {:#?}", run.chains(&scratch)).replace("zz-", "")
}
