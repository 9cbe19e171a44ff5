//! Turns signals into a flag that the campaign looks at between blocks.
//!
//! The first interrupt, termination or hang-up raises the flag: blocks under way finish and what is done is
//! kept. The second ends the process at once, unless files are being written just then: that takes a moment, and
//! must leave neither half a file nor a stray one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{SigId, flag, low_level};

use super::exit::Exit;
use super::failure::Failure;

#[cfg(unix)]
const HANG_UP: i32 = signal_hook::consts::SIGHUP;

/// Whether, and by what, the command was asked to stop.
#[derive(Debug)]
pub struct Interrupt {
    stop: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
    /// What ends the process at the second signal.
    shutdowns: Vec<SigId>,
}

impl Interrupt {
    /// Listens from now on.
    ///
    /// # Errors
    /// The operating system refuses the handlers.
    pub fn listen() -> Result<Interrupt, Failure> {
        let mut interrupt = Interrupt {
            stop: Arc::new(AtomicBool::new(false)),
            signal: Arc::new(AtomicUsize::new(0)),
            shutdowns: Vec::new(),
        };
        for (signal, exit) in heard() {
            interrupt
                .hear(signal, exit)
                .map_err(|error| Failure::tool(format!("cannot listen for signal {signal}: {error}")))?;
        }
        Ok(interrupt)
    }

    fn hear(&mut self, signal: i32, exit: Exit) -> std::io::Result<()> {
        // In this order: the shutdown looks at the flag before the same signal raises it.
        let shutdown =
            flag::register_conditional_shutdown(signal, i32::from(exit.code()), Arc::clone(&self.stop))?;
        self.shutdowns.push(shutdown);
        flag::register(signal, Arc::clone(&self.stop))?;
        flag::register_usize(signal, Arc::clone(&self.signal), usize::from(exit.code()))?;
        Ok(())
    }

    /// From now on no signal ends the process: files are about to be written.
    pub fn hold(&self) {
        for &shutdown in &self.shutdowns {
            low_level::unregister(shutdown);
        }
    }

    /// From now on no signal ends a process that did not listen: it writes for a moment, and then is done.
    ///
    /// # Errors
    /// The operating system refuses the handlers.
    pub fn hold_all() -> Result<(), Failure> {
        Interrupt::listen()?.hold();
        Ok(())
    }

    /// The flag for the campaign: true once the command was asked to stop.
    pub fn stop(&self) -> &AtomicBool {
        &self.stop
    }

    /// The status to leave with, if the command was asked to stop.
    pub fn exit(&self) -> Option<Exit> {
        let code = self.signal.load(Ordering::SeqCst);
        Exit::ALL.into_iter().find(|exit| *exit != Exit::Done && usize::from(exit.code()) == code)
    }
}

/// The signals to hear, each with the status it leads to.
#[cfg(unix)]
fn heard() -> Vec<(i32, Exit)> {
    let mut signals = vec![(SIGINT, Exit::Interrupted), (SIGTERM, Exit::Terminated)];
    if !is_ignored(HANG_UP) {
        signals.push((HANG_UP, Exit::HungUp));
    }
    signals
}

#[cfg(not(unix))]
fn heard() -> Vec<(i32, Exit)> {
    vec![(SIGINT, Exit::Interrupted), (SIGTERM, Exit::Terminated)]
}

/// Whether the parent asked for this signal to be ignored, as `nohup` does; a handler would undo that.
/// False where the system does not tell.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return false };
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|text| u64::from_str_radix(text.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_rises_with_the_signal_and_names_it() {
        let interrupt = Interrupt::listen().unwrap();
        assert_eq!(interrupt.exit(), None);
        signal_hook::low_level::raise(SIGTERM).unwrap();
        assert!(interrupt.stop().load(Ordering::SeqCst));
        assert_eq!(interrupt.exit(), Some(Exit::Terminated));
    }
}
