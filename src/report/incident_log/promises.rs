//! Holds one trial against the promises of a service: which were kept, and what each of them counts.

use crate::campaign::{Missed, recovery_time};
use crate::ids::ServiceId;
use crate::model::Clock;
use crate::units::Millis;

use super::super::clock::{self, Unit};
use super::super::words::from_clock;
use super::Told;

/// A promise of a service, and what became of it in the trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    /// `RTO of 4h`.
    pub words: String,
    pub kept: bool,
    /// What it counts, in this trial: `22h 27m out and 6h 10m of work recovery: 1d 4h 37m`.
    pub counts: String,
    /// Whether it is about time.
    pub is_of_time: bool,
}

/// The promises of a service that was out, those of time first.
pub fn promises(told: &Told, service: ServiceId) -> Vec<Promised> {
    let entity = &told.model.services[service];
    let seen = &told.outcome.services[service.index()];
    let missed = Missed::of(entity, service.index(), told.outcome);
    let horizon = told.scenario.horizon;
    let never = || format!("not within {horizon}");
    // As the clock of the trial shows them, so that lengths which touch add up.
    let (down, back) = (seen.minimum.first_down, seen.minimum.last_back);
    let mut found = Vec::new();
    if let Some(rto) = &entity.rto {
        let time = recovery_time(&seen.minimum, entity.clock, told.outcome);
        let (since, from) = match entity.clock {
            Clock::Disruption => (down, String::new()),
            Clock::Detected => (told.outcome.detected, format!(" {}", from_clock(Clock::Detected))),
            Clock::Declared => (told.outcome.declared, format!(" {}", from_clock(Clock::Declared))),
        };
        found.push(Promised {
            words: format!("RTO of {}", rto.target),
            kept: !missed.rto,
            counts: match time {
                never_back if never_back.is_never() => never(),
                Millis::ZERO => format!("0s{from}"),
                _ => format!("{}{from}", clock::between(since, back)),
            },
            is_of_time: true,
        });
    }
    if let Some(mtpd) = &entity.mtpd {
        let (out, work) = (seen.minimum.outage(), seen.work_recovery);
        let counts = match (out.is_never() || work.is_never(), work) {
            (true, _) => never(),
            (false, Millis::ZERO) => format!("{} out, nothing to catch up", clock::between(down, back)),
            (false, work) => {
                let caught_up = back.plus(work);
                let unit = Unit::of(out.plus(work));
                format!(
                    "{} out and {} of work recovery: {}",
                    unit.between(down, back),
                    unit.between(back, caught_up),
                    unit.between(down, caught_up)
                )
            }
        };
        let words = format!("MTPD of {}", mtpd.target);
        found.push(Promised { words, kept: !missed.mtpd, counts, is_of_time: true });
    }
    if let Some(rpo) = &entity.rpo {
        let counts = match seen.data_loss {
            Millis::ZERO => "no data lost".to_owned(),
            lost if lost.is_never() => "data lost for good".to_owned(),
            lost => format!("{} of data lost", clock::between(Millis::ZERO, lost)),
        };
        let words = format!("RPO of {}", rpo.target);
        found.push(Promised { words, kept: !missed.rpo, counts, is_of_time: false });
    }
    found
}

/// `MTPD of 3d kept: 2d 6h 40m out and 12h 12m of work recovery: 2d 18h 52m`.
pub fn sentence(promised: &Promised) -> String {
    let kept = if promised.kept { "kept" } else { "broken" };
    format!("{} {kept}: {}", promised.words, promised.counts)
}
