//! What breaks continuity: each call in another voice, with the reason.

use jiff::civil::Date;

/// A call in another voice than the person's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The person, as a number in the list.
    pub person: usize,
    /// The turn of the call, from 0; absent where it is the person's agent who is new to them.
    pub turn: Option<usize>,
    /// The day of the call.
    pub day: Option<Date>,
    /// The person's own agent, as a number in the roster.
    pub own: usize,
    /// Who speaks instead; for a person whose agent is new to them the one they knew.
    pub other: usize,
    /// Why.
    pub why: Why,
}

/// Why a call is in another voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The own agent works on no day of the call's window.
    Off,
    /// The own agent works, and has no room on any day that is left of the window.
    Full,
    /// The one whom the person knew would leave more calls to others.
    New,
}
