//! Things in numbered groups, all in one row.

/// Things in numbered groups; within a group in the order in which they came.
#[derive(Debug)]
pub(super) struct Grouped<T> {
    items: Vec<T>,
    /// Where each group begins, and where the last one ends.
    starts: Vec<u32>,
}

impl<T: Clone + Default> Grouped<T> {
    /// Sorts things into this many groups, each by the number in front of it, which is less than that.
    pub(super) fn new(groups: usize, all: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        // Each group is counted two places further on, so that it begins one place further on until it is filled.
        let mut starts = vec![0_u32; groups + 2];
        for (group, _) in all.clone() {
            if let Some(count) = starts.get_mut(group + 2) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut items = vec![T::default(); sum as usize];
        for (group, item) in all {
            let Some(place) = starts.get_mut(group + 1) else { continue };
            if let Some(slot) = items.get_mut(*place as usize) {
                *slot = item;
            }
            *place += 1;
        }
        Self { items, starts }
    }
}

impl<T> Grouped<T> {
    /// The things of a group.
    pub(super) fn of(&self, group: usize) -> &[T] {
        let start = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        self.items.get(start(group)..start(group + 1)).unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_stay_in_order_within_their_group() {
        let grouped = Grouped::new(3, [(2, "c1"), (0, "a1"), (2, "c2")].into_iter());
        let all: Vec<&[&str]> = (0..4).map(|group| grouped.of(group)).collect();
        assert_eq!(all, [&["a1"][..], &[], &["c1", "c2"], &[]]);
    }
}
