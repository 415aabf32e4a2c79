//! Things in numbered groups, all in one row.

/// Things in numbered groups; within a group in the order in which they came.
#[derive(Debug)]
pub(super) struct Grouped<T> {
    items: Vec<T>,
    /// Where each group begins, and where the last one ends.
    starts: Vec<u32>,
}

impl<T: Clone> Grouped<T> {
    /// Sorts things into this many groups, each by the number in front of it, which is less than that.
    pub(super) fn new(groups: usize, all: &[(usize, T)]) -> Self {
        let mut starts = vec![0_u32; groups + 1];
        for (group, _) in all {
            if let Some(count) = starts.get_mut(*group) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += std::mem::replace(start, sum);
        }
        let mut next = starts.clone();
        let mut order = vec![0_u32; sum as usize];
        for (at, (group, _)) in (0..).zip(all) {
            let Some(place) = next.get_mut(*group) else { continue };
            if let Some(slot) = order.get_mut(*place as usize) {
                *slot = at;
            }
            *place += 1;
        }
        let item = |at: &u32| all.get(*at as usize).map(|(_, item)| item.clone());
        Self { items: order.iter().filter_map(item).collect(), starts }
    }

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
        let grouped = Grouped::new(3, &[(2, "c1"), (0, "a1"), (2, "c2")]);
        let all: Vec<&[&str]> = (0..4).map(|group| grouped.of(group)).collect();
        assert_eq!(all, [&["a1"][..], &[], &["c1", "c2"], &[]]);
    }
}
