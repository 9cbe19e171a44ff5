//! G0502: work by hand ends before the systems are back.

use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::seen::name;
use crate::findings::{Figure, Finding, Remedy, Rule, Seen};
use crate::model::{Uncertain, Workaround};
use crate::results::{ServiceResult, Share};
use crate::units::Millis;
use crate::wording::figures::{in_runs, time};
use crate::wording::text::shown;

/// So many runs must surely see it.
const SURELY_MIN: f64 = 0.02;

pub const RULE: Rule = Rule {
    code: "G0502",
    name: "workaround-lapses",
    title: "work by hand ends before the systems are back",
    finds: "A service that works by hand for a limited time falls a second time in some runs, and the time that the work by \
        hand lasts is shorter than the long recoveries (1 in 20). It is high from 20 of 100 runs on, else medium.",
    matters: "People were told that the service is back, and then it goes again, when everybody is tired and the forms have \
        run out.",
    behind: "ISO 22301:2019 clause 8.4.4: how long a temporary measure can be kept up.",
    example: Example::scenario(
        r#"(teams: { "desk": (people: 2) }, systems: { "till": () }, services: { "sales": (needs: ["till"], rto: "1h",
    workarounds: [(name: "Paper", ready: "10m", by: "desk", lasts: "8h")]) })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d", events: [Outage(targets: ["till"], lasts: "uniform(4h, 1d)")])"#,
    ),
    repaired: Example::scenario(
        r#"(teams: { "desk": (people: 2) }, systems: { "till": () }, services: { "sales": (needs: ["till"], rto: "1h",
    workarounds: [(name: "Paper", ready: "10m", by: "desk", lasts: "2d")]) })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d", events: [Outage(targets: ["till"], lasts: "uniform(4h, 1d)")])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    seen.results.services.iter().filter_map(|service| finding(seen, service)).collect()
}

fn finding(seen: &Seen, service: &ServiceResult) -> Option<Finding> {
    let fell_again = Share::new(service.relapsed, service.recovery.average.n);
    if fell_again.interval[0] < SURELY_MIN {
        return None;
    }
    let workarounds = &seen.service(&service.id)?.workarounds;
    // Where another kind of work by hand follows, the service is back with that: the systems may take longer still.
    let level = if workarounds.len() > 1 { &service.recovery_full } else { &service.recovery };
    let long = level.quantiles.iter().find(|quantile| quantile.percent == 95);
    let wanted = long.and_then(|quantile| quantile.value).unwrap_or(Millis::NEVER);
    let limited =
        workarounds.iter().enumerate().filter_map(|(at, found)| Some((at, found, found.lasts.as_ref()?)));
    // They come one after the other: the first that ends too early is where it falls.
    let (at, workaround, lasts): (usize, &Workaround, &Uncertain) =
        limited.into_iter().find(|(.., lasts)| lasts.typical() < wanted)?;
    // What is open first has its turn next; all of it counts anew from the fall.
    let opens =
        |way: &Workaround| way.notice.as_ref().map_or(Millis::ZERO, Uncertain::typical).max(way.not_before);
    let next = workarounds[at + 1..].iter().min_by_key(|way| opens(way));
    let first = service.first_return_of_all.quantiles.iter().find(|quantile| quantile.percent == 50);
    let message = format!(
        "{} works by hand (\"{}\") for {} and then falls again in {}: {}in 1 run of 20 it is not back {} before {}.",
        name(service),
        shown(&workaround.name),
        lasts.typical(),
        in_runs(&fell_again),
        next.map_or_else(String::new, |next| format!(
            "until it works by hand otherwise (\"{}\"); ",
            shown(&next.name)
        )),
        if workarounds.len() > 1 { "in full" } else { "for good" },
        time(long, "any time", "the end of the time watched"),
    );
    let severity = if fell_again.interval[0] >= 0.2 { Severity::High } else { Severity::Medium };
    let path = format!("services.{}.workarounds.{}.lasts", service.id, workaround.id);
    let remedy = match wanted.is_never() {
        true => Remedy::to_do(
            "Find a way to work by hand for as long as it takes: the systems do not always come back.",
        ),
        false => {
            let hours = Millis::new((wanted.get() / Millis::HOUR.get() + 1) * Millis::HOUR.get());
            let text = format!(
                "Prepare forms, people and handovers for {hours} of work by hand (\"{}\").",
                shown(&workaround.name)
            );
            Remedy::to_set(text, format!("{path}={}", hours.exact()))
        }
    };
    let beforehand = next.map(|next| {
        let text =
            format!("Prepare \"{}\" while \"{}\" goes on.", shown(&next.name), shown(&workaround.name));
        Remedy::to_set(text, format!("services.{}.workarounds.{}.ready=0s", service.id, next.id))
    });
    let finding = RULE
        .says(severity, &service.id, message)
        .share(["fell_again", "n", "share", "interval"], &fell_again)
        .figure("lasts_typical_s", Figure::Time(Some(lasts.typical())))
        .quantile(["first_back_of_all_runs_typical_s", "first_back_of_all_runs_typical_interval_s"], first)
        .quantile(["one_in_20_s", "one_in_20_interval_s"], long)
        .weighing(fell_again.share)
        .try_first(beforehand.into_iter().chain([remedy]));
    Some(finding.at(lasts.place.unwrap_or(workaround.place)))
}
