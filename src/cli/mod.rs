//! The command line: the only place with files, clocks, the environment, printing and exit codes.

mod args;
mod exit;
mod failure;
mod help;
mod interrupt;
mod output;
mod progress;
mod talk;

pub use exit::Exit;
