//! What hangs on what, read off the page without rolling a die: what falls with a node, which nodes and pairs take a
//! service down, who alone can bring things back, and what can never come back because it waits for itself.
//!
//! All questions are put to one kind of network ([`circuit`]); there are no durations here, no chances, no queues.

pub mod circuit;
pub mod falls;
pub mod cuts;
pub mod losses;
pub mod returns;
pub mod deadlock;
pub mod knots;
pub mod hands;
pub mod without;
pub mod wires;
