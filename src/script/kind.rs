//! The kinds of segment a call is made of.

/// What a segment does in the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Greeting, names, why we call.
    Opening,
    /// A recording or legal notice.
    LegalNotice,
    /// Checks who is speaking.
    Verify,
    /// Says what will follow.
    Signpost,
    /// Asks for information.
    Question,
    /// Danger signs, asked in a fixed order.
    SafetyCheck,
    /// Acknowledges how the customer feels.
    Empathy,
    /// Tells a fact that matters to the customer, good or bad.
    News,
    /// Hands over a decision.
    Choice,
    /// Advice or explanation that helps.
    Coaching,
    /// Asks the customer to do something.
    Action,
    /// Persuades to buy, give or sign.
    Pitch,
    /// Asks the customer to wait.
    Hold,
    /// Hands the call to somebody else.
    Transfer,
    /// When to call back or go for help.
    SafetyNet,
    /// Sums up what was agreed.
    Recap,
    /// What happens next, and when.
    NextSteps,
    /// Asks how the call was.
    Survey,
    /// The goodbye.
    Closing,
}

/// Where a kind belongs when the author says nothing else (see `Segment::has_own_place`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The beginning of the call, in the written order.
    Head,
    /// Free to move within the constraints.
    Body,
    /// The end of the call, in the written order.
    Tail,
}

impl Kind {
    /// Every kind with the word that files use, in the order of a call.
    pub const ALL: [(Self, &'static str); 19] = [
        (Self::Opening, "opening"),
        (Self::LegalNotice, "legal_notice"),
        (Self::Verify, "verify"),
        (Self::Signpost, "signpost"),
        (Self::Question, "question"),
        (Self::SafetyCheck, "safety_check"),
        (Self::Empathy, "empathy"),
        (Self::News, "news"),
        (Self::Choice, "choice"),
        (Self::Coaching, "coaching"),
        (Self::Action, "action"),
        (Self::Pitch, "pitch"),
        (Self::Hold, "hold"),
        (Self::Transfer, "transfer"),
        (Self::SafetyNet, "safety_net"),
        (Self::Recap, "recap"),
        (Self::NextSteps, "next_steps"),
        (Self::Survey, "survey"),
        (Self::Closing, "closing"),
    ];

    /// The word that files use.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The kind with this word.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, word)| *word == name).map(|(kind, _)| *kind)
    }

    /// Where in the call this kind belongs by default.
    #[must_use]
    pub fn part(self) -> Part {
        match self {
            Self::Opening | Self::LegalNotice | Self::Verify => Part::Head,
            Self::SafetyNet | Self::Recap | Self::NextSteps | Self::Survey | Self::Closing => Part::Tail,
            _ => Part::Body,
        }
    }
}
