//! What the exit status of a command says. Public and tested: other programs branch on it.

use std::process::ExitCode;

/// The exit status of a command. 101, 134 and 139 are bugs for every possible input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, and no objective falls short or is undecided.
    Done = 0,
    /// The tool failed: a file on the command line cannot be read, an output cannot be written.
    ToolFailed = 1,
    /// The command line makes no sense.
    Usage = 2,
    /// A model, a scenario or the value of an edit is invalid.
    Invalid = 3,
    /// A path, a service, a trial or a code names nothing.
    NothingSelected = 4,
    /// A limit was hit: a trial that never moves on, or more than fits.
    Limit = 5,
    /// At least one objective falls short.
    FallsShort = 10,
    /// None falls short, at least one is undecided.
    Undecided = 11,
    /// A comparison got worse.
    GotWorse = 12,
    /// A bundle of evidence is not what was written, or its inputs do not give its results.
    DoesNotVerify = 13,
    /// The terminal hung up; the results of what was done are kept and marked partial.
    HungUp = 129,
    /// Interrupted from the keyboard; likewise.
    Interrupted = 130,
    /// Asked to terminate; likewise.
    Terminated = 143,
}

impl Exit {
    /// Every status, in ascending order.
    pub const ALL: [Exit; 13] = [
        Exit::Done,
        Exit::ToolFailed,
        Exit::Usage,
        Exit::Invalid,
        Exit::NothingSelected,
        Exit::Limit,
        Exit::FallsShort,
        Exit::Undecided,
        Exit::GotWorse,
        Exit::DoesNotVerify,
        Exit::HungUp,
        Exit::Interrupted,
        Exit::Terminated,
    ];

    /// Of two reasons to end before the first trial the one that leaves least to trust: the tool failed, a file is
    /// invalid, anything else.
    pub fn or_worse(self, other: Exit) -> Exit {
        let weight = |exit| match exit {
            Exit::Done => 0,
            Exit::ToolFailed => 3,
            Exit::Invalid => 2,
            _ => 1,
        };
        if weight(other) > weight(self) { other } else { self }
    }

    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn the_numbers_are_the_public_ones() {
        let codes: Vec<u8> = Exit::ALL.iter().map(|exit| exit.code()).collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 129, 130, 143]);
    }
}
