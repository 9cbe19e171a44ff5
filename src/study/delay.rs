//! Searches the last moment at which a declaration still keeps an objective, minute by minute.
//!
//! The share kept is taken as a function of the delay: the draws are the same for every delay, so it is one, and as it
//! seldom rises with the delay, halving finds a minute at which it falls below what is asked. It is looked at on a
//! grid first; what lies between two neighbours of the grid and comes back is not seen, and the text says so.

/// Minutes at which the share is looked at first.
pub const GRID_MIN: [u64; 17] =
    [0, 15, 30, 60, 90, 120, 180, 240, 360, 480, 720, 1_080, 1_440, 2_160, 2_880, 4_320, 5_760];

/// The search for one service and one share.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Position of the service.
    pub service: usize,
    /// The share below which it is too late.
    pub wanted: f64,
    /// The last minute known to keep it, and the first known not to; `None` while, or if, there is none.
    pub keeps: Option<u64>,
    pub fails: Option<u64>,
}

impl Search {
    /// Begins a search.
    pub fn new(service: usize, wanted: f64) -> Search {
        Search { service, wanted, keeps: None, fails: None }
    }

    /// Takes in the share at a delay of so many minutes.
    pub fn see(&mut self, minutes: u64, share: f64) {
        if share < self.wanted {
            self.fails = Some(self.fails.map_or(minutes, |fails| fails.min(minutes)));
            // What lies beyond the first failure says nothing of the last moment.
            self.keeps = self.keeps.filter(|&keeps| keeps < minutes);
        } else if self.fails.is_none_or(|fails| minutes < fails) {
            self.keeps = Some(self.keeps.map_or(minutes, |keeps| keeps.max(minutes)));
        }
    }

    /// The next delay to look at, in minutes; `None` once the minute is found or there is none.
    pub fn next(&self) -> Option<u64> {
        let (keeps, fails) = (self.keeps?, self.fails?);
        (fails - keeps > 1).then(|| keeps + (fails - keeps) / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Searches for the last minute of a share that is kept up to `last`.
    fn found(last: Option<u64>) -> (Option<u64>, Option<u64>) {
        let share = |minutes: u64| if last.is_some_and(|last| minutes <= last) { 0.96 } else { 0.9 };
        let mut search = Search::new(0, 0.95);
        GRID_MIN.iter().for_each(|&minutes| search.see(minutes, share(minutes)));
        let mut looks = 0;
        while let Some(minutes) = search.next() {
            search.see(minutes, share(minutes));
            looks += 1;
        }
        assert!(looks <= 11, "{looks}");
        (search.keeps, search.fails)
    }

    #[test]
    fn the_last_minute_is_found_to_the_minute() {
        for last in [0, 1, 14, 15, 29, 61, 733, 2_000, 5_759] {
            assert_eq!(found(Some(last)), (Some(last), Some(last + 1)));
        }
    }

    #[test]
    fn what_is_never_or_always_kept_has_no_last_minute() {
        assert_eq!(found(None), (None, Some(0)));
        assert_eq!(found(Some(10_000)), (Some(5_760), None));
    }
}
