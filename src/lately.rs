//! What was worked out lately, by the words it was worked out from: the scripts of one house share most of their
//! lines, and the paragraphs of one script its headings.

use std::hash::BuildHasher as _;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// Keeps what was worked out last, and longer what is asked for again and again. Most lines of a script stand in it
/// alone: they leave after a short while and take none of the room of the others ("2Q", Johnson and Shasha 1994).
#[derive(Debug)]
pub(crate) struct Lately<T> {
    hashes: RandomState,
    kept: Mutex<Kept<T>>,
}

#[derive(Debug)]
struct Kept<T> {
    /// What was asked for once, and perhaps again at once.
    new: Ages<Known<T>>,
    /// What was asked for again when it had left.
    often: Ages<Known<T>>,
    /// The hashes of what has left.
    gone: Ages<u64>,
}

#[derive(Debug)]
struct Known<T> {
    hash: u64,
    words: Box<str>,
    what: Arc<T>,
}

/// How many of each are kept at least (and twice as many at most), and how long words may be to be kept.
const NEW: usize = 128;
const OFTEN: usize = 1024;
const GONE: usize = 4096;
const LONG: usize = 1024;

impl<T> Default for Lately<T> {
    fn default() -> Self {
        let kept = Kept { new: Ages::default(), often: Ages::default(), gone: Ages::default() };
        Self { hashes: RandomState::default(), kept: Mutex::new(kept) }
    }
}

impl<T> Lately<T> {
    /// What belongs to these words: worked out lately, or now. Two threads may work out the same at once.
    pub(crate) fn get(&self, words: &str, work_out: impl FnOnce() -> T) -> Arc<T> {
        if words.len() > LONG {
            return Arc::new(work_out());
        }
        let hash = self.hashes.hash_one(words);
        let known = self.kept.lock().unwrap_or_else(PoisonError::into_inner).find(hash, words);
        known.unwrap_or_else(|| {
            let what = Arc::new(work_out());
            let known = Known { hash, words: words.into(), what: Arc::clone(&what) };
            let left = self.kept.lock().unwrap_or_else(PoisonError::into_inner).keep(known);
            // Only here, so that nobody waits for it.
            drop(left);
            what
        })
    }
}

impl<T> Kept<T> {
    fn find(&mut self, hash: u64, words: &str) -> Option<Arc<T>> {
        let is = |known: &Known<T>| *known.words == *words;
        let known = self.often.renewed(hash, OFTEN, is).or_else(|| self.new.find(hash, is))?;
        Some(Arc::clone(&known.what))
    }

    /// Gives what leaves for it.
    fn keep(&mut self, known: Known<T>) -> HashTable<Known<T>> {
        if self.gone.find(known.hash, |hash| *hash == known.hash).is_some() {
            return self.often.keep(known, OFTEN);
        }
        let left = self.new.keep(known, NEW);
        for known in &left {
            self.gone.keep(known.hash, GONE);
        }
        left
    }
}

/// Two ages of entries: where the younger is full, it becomes the older one, and what was the older one leaves.
#[derive(Debug)]
struct Ages<E> {
    young: HashTable<E>,
    old: HashTable<E>,
}

trait Hashed {
    fn hash(&self) -> u64;
}

impl<T> Hashed for Known<T> {
    fn hash(&self) -> u64 {
        self.hash
    }
}

impl Hashed for u64 {
    fn hash(&self) -> u64 {
        *self
    }
}

impl<E> Default for Ages<E> {
    fn default() -> Self {
        Self { young: HashTable::new(), old: HashTable::new() }
    }
}

impl<E: Hashed> Ages<E> {
    fn find(&self, hash: u64, is: impl Fn(&E) -> bool) -> Option<&E> {
        self.young.find(hash, &is).or_else(|| self.old.find(hash, &is))
    }

    /// The same; what was old is young again.
    fn renewed(&mut self, hash: u64, most: usize, is: impl Fn(&E) -> bool) -> Option<&E> {
        if let Ok(old) = self.old.find_entry(hash, &is) {
            let (entry, _) = old.remove();
            self.keep(entry, most);
        }
        self.young.find(hash, &is)
    }

    /// Gives what leaves for it.
    fn keep(&mut self, entry: E, most: usize) -> HashTable<E> {
        let full = self.young.len() >= most;
        let left =
            if full { std::mem::replace(&mut self.old, std::mem::take(&mut self.young)) } else { HashTable::new() };
        self.young.insert_unique(entry.hash(), entry, E::hash);
        left
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn what_is_asked_for_again_and_again_is_worked_out_twice_at_most() {
        let lately = Lately::default();
        let worked_out = Cell::new(0);
        let often = || {
            *lately.get("often", || {
                worked_out.set(worked_out.get() + 1);
                0
            })
        };
        let sum: usize = (0..5 * OFTEN).map(|n| *lately.get(&n.to_string(), || n) + often()).sum();
        assert_eq!(sum, (0..5 * OFTEN).sum::<usize>());
        assert_eq!(worked_out.get(), 2, "once when it was new, once when it had left");
    }

    #[test]
    fn what_is_asked_for_at_once_is_kept_and_what_is_not_is_forgotten() {
        let lately = Lately::default();
        lately.get("0", || 0);
        (1..NEW).for_each(|n| drop(lately.get(&n.to_string(), || n)));
        assert_eq!(*lately.get("0", || unreachable!("it is kept")), 0);
        (0..3 * NEW).for_each(|n| drop(lately.get(&format!("{n} more"), || n)));
        assert_eq!(*lately.get("0", || 7), 7);
    }
}
