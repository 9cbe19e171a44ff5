//! Gathers what a report shows beside the results of a run: evidence, inputs, findings of `check`, single trials, the
//! picture of needs.

use crate::checks::{self, Case, Extent, Organisation, View};
use crate::engine::Runaway;
use crate::findings::{Evidence, Seen, inputs_used};
use crate::probe::sample::{Played, sample};
use crate::report::picture::{fold, svg, view};
use crate::report::wire::Extras;
use crate::source::Sources;

/// Digits of the digest that begin every id inside the picture, so that pictures of several runs stand in one page.
const PREFIX_DIGITS: usize = 8;

/// Gathers everything. `file` is the scenario's.
///
/// Ages of evidence and of allowances count from the latest day that the files name, so that the same files and seed give
/// the same bytes on every day.
///
/// # Errors
/// A trial runs away; none does of those that the campaign has played.
pub fn gather(seen: &Seen, played: &Played, sources: &Sources, file: &str) -> Result<Extras, Runaway> {
    let evidence = Evidence::of(seen);
    let rests_on = seen.results.services.iter().map(|service| evidence.behind(&service.ledger)).collect();
    let organisation = Organisation {
        plan: View::new(seen.model),
        cases: vec![Case::new(file, seen.model, seen.scenario)],
        extent: Extent::Part,
        as_of: seen.model.day_of_the_files(),
    };
    let prefix: String = seen.results.digest.chars().take(PREFIX_DIGITS).collect();
    let picture = fold::fold(view::view(seen.model, Some(seen.scenario)));
    Ok(Extras {
        rests_on,
        inputs_used: inputs_used(seen.model, seen.scenario, sources),
        checks: checks::run(&organisation),
        sample: sample(played, seen.results)?,
        picture: svg::draw(&picture, &format!("p{prefix}")),
    })
}
