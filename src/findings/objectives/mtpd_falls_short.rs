//! G0103: a service that is out for longer than the organisation bears.

use super::{falls_short, shortfall, unending};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::findings::seen::name;
use crate::findings::{Figure, Finding, Remedy, Rule, Seen};
use crate::results::{ObjectiveKind, ObjectiveResult, ServiceResult, Share};
use crate::units::Millis;
use crate::wording::figures::{compact, in_runs, wanted};
use crate::wording::names::listed;
use crate::wording::text::shown;

/// So many systems are named.
const NAMED_MAX: usize = 3;

pub const RULE: Rule = Rule {
    code: "G0103",
    name: "mtpd-falls-short",
    title: "a service is out for longer than can be borne",
    finds: "A service, the work to catch up included, is out for longer than its maximum tolerable period of disruption \
        in more runs than may be, and the interval at 99 % leaves no doubt of it. It is high where more than 2 of 100 \
        runs are surely too many, else medium. Where in most of these runs the outage alone would be borne, it says so, and \
        what becomes of catching up.",
    matters: "An RTO that is not kept is a promise broken. Beyond the MTPD the damage can no longer be made good.",
    behind: "ISO 22301:2019 clauses 3.16 and 8.2.2; PRA SS1/21: impact tolerance.",
    example: Example::scenario(
        r#"(systems: { "till": () }, services: { "sales": (needs: ["till"], rto: "4h", mtpd: "8h") })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d",
    events: [Outage(id: "power", targets: ["till"], lasts: "uniform(3h, 16h)")])"#,
    ),
    repaired: Example::scenario(
        r#"(systems: { "till": () }, services: { "sales": (needs: ["till"], rto: "4h", mtpd: "1d") })"#,
        r#"(title: "No power", model: "model.ron", horizon: "3d",
    events: [Outage(id: "power", targets: ["till"], lasts: "uniform(3h, 16h)")])"#,
    ),
    look,
};

fn look(seen: &Seen) -> Vec<Finding> {
    let lasting = seen.of_services(ObjectiveKind::Mtpd).filter(|(_, mtpd)| falls_short(mtpd));
    lasting.map(|(service, mtpd)| finding(seen, service, mtpd)).collect()
}

/// Whether a service has work by hand that ends by itself.
fn ends_by_hand(seen: &Seen, service: &ServiceResult) -> bool {
    let model = seen.model;
    let found = model.services.iter().find(|one| model.nodes[one.node].id == service.id);
    found.is_some_and(|found| found.workarounds.iter().any(|way| way.lasts.is_some()))
}

fn finding(seen: &Seen, service: &ServiceResult, mtpd: &ObjectiveResult) -> Finding {
    let broken = Share::by(mtpd.interval_kind, mtpd.missed(), mtpd.share.n);
    let catching_up = CatchingUp::of(seen, service, mtpd);
    let is_out = match (ends_by_hand(seen, service), catching_up.breaks_it) {
        (false, false) => "is out for longer",
        (false, true) => "is out, or catching up, for longer",
        // Work by hand may have run in between: it was not out all that time.
        (true, false) => "takes longer to be back for good",
        (true, true) => "takes longer to be back for good and to catch up",
    };
    let message = format!(
        "{} {is_out} than the {} that can be borne (MTPD) in {}; {} in 100 may be.{}",
        name(service),
        mtpd.target,
        in_runs(&broken),
        wanted(1.0 - mtpd.required),
        catching_up.words(service, mtpd),
    );
    let surely = mtpd.required - mtpd.share.interval[1];
    let severity = if surely > 0.02 { Severity::High } else { Severity::Medium };
    let mut finding = RULE
        .says(severity, &service.id, message)
        .objective(mtpd)
        .share(["broken", "broken_n", "broken_share", "broken_interval"], &broken)
        .weighing(1.0 + shortfall(mtpd));
    if catching_up.never > 0 {
        finding = finding.figure("never_caught_up", Figure::Count(catching_up.never));
    }
    if catching_up.breaks_it && !catching_up.grows {
        return finding.try_first(catching_up.remedies(seen, service));
    }
    finding = finding.because(&seen.names, &service.ledger);
    let remedies = Remedy::against(seen, &finding.causes);
    if catching_up.breaks_it {
        return finding.try_first(catching_up.remedies(seen, service).into_iter().chain(remedies));
    }
    let data = catching_up.data(seen, service, mtpd);
    finding.try_first(unending(service, mtpd).into_iter().chain(data).chain(remedies))
}

/// What the work to catch up has to do with an MTPD that is broken.
struct CatchingUp {
    /// In most of the trials that break it the outage alone would be borne.
    breaks_it: bool,
    /// Trials in which the service is back and what was lost cannot be caught up on: the data are gone.
    never: u64,
    /// A shorter outage leaves less of it.
    grows: bool,
}

impl CatchingUp {
    fn of(seen: &Seen, service: &ServiceResult, mtpd: &ObjectiveResult) -> CatchingUp {
        let (recovery, work) = (&service.recovery.average, &service.work_recovery);
        // The curve holds instants, not all of them where there are many: at least so many are back in time.
        let in_time = service.curve.iter().take_while(|(at, _)| *at <= mtpd.target).last();
        let late = recovery.n - in_time.map_or(0, |(_, back)| *back);
        CatchingUp {
            breaks_it: 2 * mtpd.missed().saturating_sub(late) > mtpd.missed(),
            never: recovery.recovered.saturating_sub(work.recovered),
            grows: seen.service(&service.id).is_some_and(|found| found.work_recovery.per_hour_out > 0.0),
        }
    }

    fn words(&self, service: &ServiceResult, mtpd: &ObjectiveResult) -> String {
        let runs = format!("in {} of {} runs", self.never, mtpd.share.n);
        let gone = "the data are gone that it would have to make good";
        let most =
            service.work_recovery.max.map_or_else(String::new, |most| format!(": up to {}", compact(most)));
        let too_long = match self.grows {
            true => "not so with the catching up that it brings",
            false => "what takes too long is catching up",
        };
        match (self.breaks_it, self.never) {
            (true, 0) => format!(
                " In most of them the outage alone would be borne; {too_long} (`work_recovery`){most}."
            ),
            (true, _) => format!(
                " In most of them the outage alone would be borne; {runs} catching up (`work_recovery`) never ends: {gone}."
            ),
            (false, 0) => String::new(),
            (false, _) => format!(" Besides, {runs} catching up (`work_recovery`) never ends: {gone}."),
        }
    }

    /// What to try where catching up breaks it: the data, then the work itself.
    fn remedies(&self, seen: &Seen, service: &ServiceResult) -> Vec<Remedy> {
        if self.never > 0 {
            return vec![bring_data_back(seen, service)];
        }
        let text = format!(
            "Shorten the catching up of {}, or lose less that has to be caught up on (`work_recovery`).",
            name(service)
        );
        let Some(found) = seen.service(&service.id) else { return vec![Remedy::to_do(text)] };
        let path = format!("services.{}.work_recovery", service.id);
        let (mut tried, mut edits) = (Vec::new(), Vec::new());
        let fixed = Millis::new(found.work_recovery.fixed.typical().get() / 2);
        if fixed > Millis::ZERO {
            tried.push(format!("its fixed part at {fixed} each time"));
            edits.push(format!("{path}.fixed={}", fixed.exact()));
        }
        let per_hour_out = found.work_recovery.per_hour_out / 2.0;
        if per_hour_out > 0.0 {
            tried.push(format!(
                "an hour out at {} of it",
                Millis::from_f64(per_hour_out * Millis::HOUR.get() as f64)
            ));
            edits.push(format!("{path}.per_hour_out={per_hour_out}"));
        }
        if tried.is_empty() {
            return vec![Remedy::to_do(text)];
        }
        vec![Remedy::to_set_all(format!("{text} Try {}.", tried.join(" and ")), edits)]
    }

    /// The data first, where most of the trials that break it lose them.
    fn data(&self, seen: &Seen, service: &ServiceResult, mtpd: &ObjectiveResult) -> Option<Remedy> {
        (2 * self.never > mtpd.missed()).then(|| bring_data_back(seen, service))
    }
}

fn bring_data_back(seen: &Seen, service: &ServiceResult) -> Remedy {
    let counted = seen.service(&service.id).and_then(|found| found.data.as_ref());
    let counts =
        |id: &str| counted.is_none_or(|data| data.iter().any(|&system| seen.id_of_system(system) == id));
    let losing = seen.systems_behind(&service.id).into_iter().filter(|system| {
        counts(&system.id) && system.data_loss.average.recovered < system.data_loss.average.n
    });
    let names: Vec<String> = losing.map(|system| shown(&system.name).into_owned()).collect();
    Remedy::to_do(format!(
        "Bring the data of {} back from a copy that this leaves whole (`copies`, and a plan with `from`); if they can be \
         made good by hand in a known time, say so in `work_recovery` without `per_hour_lost`.",
        listed(&names, NAMED_MAX)
    ))
}
