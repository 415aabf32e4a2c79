//! What was worked out lately, by the words it was worked out from: the scripts of one house share most of their
//! lines, and the paragraphs of one script its headings.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::RandomState;

/// Keeps what was worked out last; what was not asked for in a while is forgotten.
#[derive(Debug)]
pub(crate) struct Lately<T> {
    kept: Mutex<Kept<T>>,
}

#[derive(Debug)]
struct Kept<T> {
    young: HashMap<Box<str>, Arc<T>, RandomState>,
    old: HashMap<Box<str>, Arc<T>, RandomState>,
}

/// How many are kept at least (and twice as many at most), and how long words may be to be kept.
const MANY: usize = 1024;
const LONG: usize = 1024;

impl<T> Default for Lately<T> {
    fn default() -> Self {
        Self { kept: Mutex::new(Kept { young: HashMap::default(), old: HashMap::default() }) }
    }
}

impl<T> Lately<T> {
    /// What belongs to these words: worked out lately, or now. Two threads may work out the same at once.
    pub(crate) fn get(&self, words: &str, work_out: impl FnOnce() -> T) -> Arc<T> {
        if words.len() > LONG {
            return Arc::new(work_out());
        }
        let known = self.kept.lock().unwrap_or_else(PoisonError::into_inner).find(words);
        known.unwrap_or_else(|| {
            let new = Arc::new(work_out());
            self.kept.lock().unwrap_or_else(PoisonError::into_inner).keep(words.into(), Arc::clone(&new));
            new
        })
    }
}

impl<T> Kept<T> {
    fn find(&mut self, words: &str) -> Option<Arc<T>> {
        if let Some(known) = self.young.get(words) {
            return Some(Arc::clone(known));
        }
        let (words, known) = self.old.remove_entry(words)?;
        self.keep(words, Arc::clone(&known));
        Some(known)
    }

    fn keep(&mut self, words: Box<str>, what: Arc<T>) {
        if self.young.len() >= MANY {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(words, what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_again_is_not_worked_out_again() {
        let lately = Lately::default();
        let often = |_| *lately.get("often", || 1);
        let made: Vec<i32> = (0..5 * MANY).map(|n| *lately.get(&n.to_string(), || 2) + often(n)).collect();
        assert!(made.iter().all(|sum| *sum == 3));
        assert_eq!(*lately.get("often", || unreachable!("it is kept")), 1);
        assert_eq!(*lately.get("0", || 7), 7, "and what is not is forgotten");
    }
}
