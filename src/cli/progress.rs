//! Shows how far a campaign is, on standard error, once per block of trials and never per trial.

use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::report::text::{cut, shown};

use super::args::ProgressMode;
use super::output::write_stderr;

/// Between two lines of plain or JSON progress.
const PAUSE_MS: u64 = 1_000;

/// Columns of a bar's title: the whole must fit a narrow terminal, or redrawing leaves traces.
const TITLE_WIDTH: usize = 24;

/// The progress of one campaign; shared by its threads.
#[derive(Debug)]
pub struct Progress {
    shape: Shape,
    trials: u64,
    started: Instant,
    /// Milliseconds after the start at which the last line was written.
    last_line_ms: AtomicU64,
}

#[derive(Debug)]
enum Shape {
    None,
    Bar(ProgressBar),
    Plain,
    Json,
}

impl Progress {
    /// Begins to show progress over `trials` trials of the scenario called `title`.
    pub fn start(mode: ProgressMode, title: &str, trials: u64) -> Progress {
        let shape = match mode {
            ProgressMode::None => Shape::None,
            ProgressMode::Plain => Shape::Plain,
            ProgressMode::Json => Shape::Json,
            ProgressMode::Bar => Shape::Bar(bar(title, trials)),
            ProgressMode::Auto if watched() => Shape::Bar(bar(title, trials)),
            ProgressMode::Auto => Shape::None,
        };
        Progress { shape, trials, started: Instant::now(), last_line_ms: AtomicU64::new(0) }
    }

    /// Says that `done` trials are done in all.
    pub fn reached(&self, done: u64) {
        match &self.shape {
            Shape::None => {}
            Shape::Bar(bar) => bar.set_position(done),
            Shape::Plain if self.line_is_due() => write_stderr(&format!("{}\n", self.plain(done))),
            Shape::Json if self.line_is_due() => write_stderr(&format!("{}\n", self.json(done))),
            Shape::Plain | Shape::Json => {}
        }
    }

    /// Takes the bar away.
    pub fn finish(self) {
        if let Shape::Bar(bar) = &self.shape {
            bar.finish_and_clear();
        }
    }

    fn line_is_due(&self) -> bool {
        let now_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let last_ms = self.last_line_ms.load(Ordering::Relaxed);
        let due = now_ms >= last_ms.saturating_add(PAUSE_MS);
        due && self
            .last_line_ms
            .compare_exchange(last_ms, now_ms, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
    }

    fn plain(&self, done: u64) -> String {
        let (rate, left_s) = pace(done, self.trials, self.started.elapsed());
        format!("{done} of {} trials, {rate} a second, {left_s} s left", self.trials)
    }

    fn json(&self, done: u64) -> String {
        let (rate, left_s) = pace(done, self.trials, self.started.elapsed());
        serde_json::json!({"progress": {"done": done, "of": self.trials, "per_s": rate, "left_s": left_s}})
            .to_string()
    }
}

/// Trials per second so far and seconds left at that pace.
fn pace(done: u64, trials: u64, elapsed: Duration) -> (u64, u64) {
    let elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = done.saturating_mul(1_000) / elapsed_ms;
    let left_s = trials.saturating_sub(done).checked_div(rate).unwrap_or(0);
    (rate, left_s)
}

/// Whether somebody looks: standard error is a terminal and this is no build server.
fn watched() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("CI").is_none()
}

fn bar(title: &str, trials: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(trials), ProgressDrawTarget::stderr_with_hz(8));
    let style = ProgressStyle::with_template("{msg}  {bar:20} {human_pos}/{human_len}  {rate}  {eta} left");
    let style = style.expect("the template is a constant that a test renders").progress_chars("=> ");
    let rate = |state: &ProgressState, out: &mut dyn Write| {
        // A bar that cannot be drawn is no reason to stop.
        let _ = write!(out, "{:.0}/s", state.per_sec());
    };
    bar.set_style(style.with_key("rate", rate));
    bar.set_message(cut(&shown(title), TITLE_WIDTH));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_tells_the_time_left() {
        assert_eq!(pace(1_000, 5_000, Duration::from_secs(2)), (500, 8));
        assert_eq!(pace(0, 5_000, Duration::ZERO), (0, 0));
    }

    #[test]
    fn the_bar_has_a_sound_template() {
        let progress = Progress::start(ProgressMode::Bar, "x", 10);
        progress.reached(10);
        progress.finish();
    }
}
