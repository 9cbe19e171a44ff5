//! The way in which an organisation is written down changes nothing: neither outcomes nor reasons.

use blackstart::document::parse_tree;
use blackstart::engine::Scratch;
use blackstart::source::Sources;
use proptest::prelude::{Just, Strategy};
use proptest::{prop_oneof, proptest};

use crate::random::ron::{Style, write};
use crate::random::run::{Run, assert_same};
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
    #![proptest_config(cases(256))]

    #[test]
    fn order_units_comments_and_line_ends_change_nothing(organisation in organisations(ANY), style in styles()) {
        let (plain, other) = (Run::new(&organisation), Run::styled(&organisation, style, 1));
        let (mut left, mut right) = (Scratch::new(&plain.program), Scratch::new(&other.program));
        for trial in 0..TRIALS {
            assert_eq!(other.trial(&mut right, trial), plain.trial(&mut left, trial), "trial {trial}");
            assert_eq!(other.chains(&right), plain.chains(&left), "trial {trial}");
        }
    }

    /// What was read, written down on one line and read again is the same, and is written down in the same way.
    #[test]
    fn what_is_read_and_written_down_again_means_the_same(organisation in organisations(ANY)) {
        let texts = [&organisation.model, &organisation.scenario].map(|tree| write(tree, Style::PLAIN));
        let again = texts.clone().map(|text| rewritten(&text));
        assert_eq!(again.clone().map(|text| rewritten(&text)), again);
        let [model, scenario] = &again;
        assert_same(&Run::of_texts(model, scenario, 1).trials(TRIALS), &Run::new(&organisation).trials(TRIALS));
    }

    #[test]
    fn names_in_the_same_order_change_nothing_but_names((one, other) in organisations_renamed(CERTAIN)) {
        assert_eq!(in_short_names(&other), in_short_names(&one));
    }
}

fn rewritten(text: &str) -> String {
    let mut sources = Sources::new();
    let id = sources.add("file.ron", text.to_owned());
    parse_tree(&sources, id).0.expect("it is well-formed").written()
}

/// What happens, with the names cut down to what both organisations share.
fn in_short_names(organisation: &Organisation) -> String {
    let run = Run::new(organisation);
    let mut scratch = Scratch::new(&run.program);
    let trial = run.trial(&mut scratch, 0);
    format!("{trial:#?} {:#?}", run.chains(&scratch)).replace("zz-", "")
}
