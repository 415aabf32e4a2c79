//! The customer as the tool plays them: the usual answer, or one by chance, as often as the script says.

use super::call::{Call, Reply, Wants};
use super::tests::usual;
use crate::script::Script;

/// A customer who answers.
#[derive(Debug, Clone, Default)]
pub struct Customer {
    chance: Option<fastrand::Rng>,
}

impl Customer {
    /// One who always gives the usual answer.
    #[must_use]
    pub fn usual() -> Self {
        Self::default()
    }

    /// One who answers by chance, which starts from this number.
    #[must_use]
    pub fn by_chance(seed: u64) -> Self {
        Self { chance: Some(fastrand::Rng::with_seed(seed)) }
    }

    /// What they say now.
    pub fn answer(&mut self, script: &Script, call: &Call<'_>) -> Reply {
        match call.turn().map(|turn| &turn.wants) {
            None | Some(Wants::Nothing) => Reply::Nothing,
            Some(Wants::Words(blanks)) => {
                let blank = blanks.first().and_then(|name| script.blank(name));
                let example = blank.and_then(|blank| blank.example.as_ref());
                Reply::Words(example.map_or_else(|| "…".to_string(), |text| text.value.trim().to_string()))
            }
            Some(Wants::OneOf(_)) => Reply::Take(self.take(&call.shares())),
        }
    }

    fn take(&mut self, shares: &[f64]) -> usize {
        let Some(chance) = &mut self.chance else { return usual(shares) };
        let mut left = chance.f64() * shares.iter().sum::<f64>();
        for (at, share) in shares.iter().enumerate() {
            left -= share;
            if left < 0.0 {
                return at;
            }
        }
        usual(shares)
    }
}
