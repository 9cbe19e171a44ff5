//! Puts a real outage beside what is projected.

use super::figures::in_100;
use crate::results::Share;
use crate::units::Millis;

/// A real outage of a service: `service`, `started` and `source` are shown as they are given.
#[derive(Clone, Copy, Debug)]
pub struct Real<'a> {
    pub service: &'a str,
    pub started: &'a str,
    pub source: Option<&'a str>,
    pub length: Millis,
    /// Of the runs in which the service was interrupted those that were back for good no later.
    pub no_longer: &'a Share,
}

impl Real<'_> {
    /// A sentence: how long it took, and where among the runs that lies.
    pub fn sentence(&self) -> String {
        let Real { service, started, length, no_longer, .. } = self;
        let source = self.source.map_or(String::new(), |source| format!(" ({source})"));
        let head = format!("{service}: the real outage of {started}{source} took {length}");
        match (no_longer.n, no_longer.held) {
            (0, _) => format!("{head}; no run of this scenario interrupts it."),
            (_, 0) => format!("{head}, less than in any run: it lies below p1. The model may be too slow."),
            (n, held) if held == n => {
                format!("{head}, longer than in any run: it lies above p99. The model may be too kind.")
            }
            _ => {
                let lies = match no_longer.share * 100.0 {
                    below if below < 1.0 => "below p1".to_owned(),
                    above if above > 99.0 => "above p99".to_owned(),
                    between => format!("at p{between:.0}"),
                };
                let runs = in_100(no_longer);
                format!("{head} and lies {lies}: {runs} of 100 runs that interrupt it are over no later.")
            }
        }
    }
}
