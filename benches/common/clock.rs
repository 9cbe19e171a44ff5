//! Processor time: what work costs, whoever else keeps the machine busy meanwhile.

use std::fs;
use std::hint::black_box;
use std::time::Instant;

/// Seconds that the threads of this process, those alive, have spent on processors; `None` where the system does not
/// say (it does on Linux, to the tick of the scheduler, some milliseconds).
pub fn processor_seconds() -> Option<f64> {
    let mut nanoseconds = 0;
    for task in fs::read_dir("/proc/self/task").ok()? {
        let text = fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        nanoseconds += text.split_whitespace().next()?.parse::<u64>().ok()?;
    }
    Some(nanoseconds as f64 / 1e9)
}

/// What one piece of work took.
#[derive(Clone, Copy, Debug)]
pub struct Took {
    /// Seconds by the clock on the wall.
    pub wall: f64,
    /// Seconds of processor time; those of the wall where the system does not say.
    pub processor: f64,
}

/// Does a piece of work and says what it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Took) {
    let (start, before) = (Instant::now(), processor_seconds());
    let done = black_box(work());
    let wall = start.elapsed().as_secs_f64();
    let processor = before.zip(processor_seconds()).map_or(wall, |(before, after)| after - before);
    (done, Took { wall, processor })
}

/// The median of five, each by itself, after one that does not count.
pub fn median_of_five<T>(mut work: impl FnMut() -> T) -> Took {
    black_box(work());
    let times = [(); 5].map(|()| timed(&mut work).1);
    let median = |read: fn(&Took) -> f64| {
        let mut times = times.each_ref().map(read);
        times.sort_unstable_by(f64::total_cmp);
        times[2]
    };
    Took { wall: median(|took| took.wall), processor: median(|took| took.processor) }
}
