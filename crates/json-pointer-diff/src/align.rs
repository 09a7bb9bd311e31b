//! Decides which elements of two arrays correspond.
//!
//! First the common prefix and suffix are aligned, then elements by an identity key (`id`, `name`, ...) if they are
//! objects with one, otherwise by content. The elements that are left between two aligned elements are paired in
//! order (see [`crate::gap`]). The work grows with the number of elements, not its square.

use std::collections::{HashMap, VecDeque};
use std::hash::{Hash, Hasher};

use serde_json::Value;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::comparison_count;
use crate::equality::ValueKey;
use crate::gap::{PairingRule, pair_by_similarity};

/// Two elements, one of each array, that correspond to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ElementPair {
    pub(crate) expected: usize,
    pub(crate) actual: usize,
    /// Whether its order differs from the elements around it.
    pub(crate) moved: bool,
}

/// Every element of both arrays, either in a pair or unpaired; all in the order of the arrays.
#[derive(Debug, Default)]
pub(crate) struct Alignment {
    pub(crate) pairs: Vec<ElementPair>,
    pub(crate) missing: Vec<usize>,
    pub(crate) extra: Vec<usize>,
}

/// Aligns two arrays. `same` compares an expected with an actual element by the caller's rules.
pub(crate) fn align(
    expected: &[Value],
    actual: &[Value],
    identity_keys: &[&str],
    same: impl Fn(usize, usize) -> bool,
) -> Alignment {
    let shorter = expected.len().min(actual.len());
    let prefix = (0..shorter).take_while(|&index| same(index, index)).count();
    let suffix = (0..shorter - prefix)
        .take_while(|&back| same(expected.len() - 1 - back, actual.len() - 1 - back))
        .count();
    let e_middle = prefix..expected.len() - suffix;
    let a_middle = prefix..actual.len() - suffix;

    let in_place = |(expected, actual)| ElementPair {
        expected,
        actual,
        moved: false,
    };
    let mut pairs: Vec<ElementPair> = (0..prefix).map(|index| in_place((index, index))).collect();
    if !e_middle.is_empty() && !a_middle.is_empty() {
        let (e_elements, a_elements) = (&expected[e_middle.clone()], &actual[a_middle.clone()]);
        let (mut aligned, admission) = match find_identity_key(expected, actual, identity_keys) {
            Some(key) => (
                pair_by_identity(e_elements, a_elements, key),
                PairingRule::Similar,
            ),
            None => (pair_by_content(e_elements, a_elements), PairingRule::Any),
        };
        aligned.extend(fill_gaps(e_elements, a_elements, &aligned, admission));
        aligned.sort_unstable_by_key(|pair| pair.expected);
        pairs.extend(aligned.into_iter().map(|pair| ElementPair {
            expected: pair.expected + prefix,
            actual: pair.actual + prefix,
            moved: pair.moved,
        }));
    }
    pairs.extend(
        (e_middle.end..expected.len())
            .zip(a_middle.end..actual.len())
            .map(in_place),
    );

    let mut alone_in_expected = vec![true; expected.len()];
    let mut alone_in_actual = vec![true; actual.len()];
    for pair in &pairs {
        alone_in_expected[pair.expected] = false;
        alone_in_actual[pair.actual] = false;
    }
    Alignment {
        pairs,
        missing: indices_of(&alone_in_expected),
        extra: indices_of(&alone_in_actual),
    }
}

/// The key with the most common values; `None` if no key is usable.
///
/// A key is usable if every element on both sides has it, no two elements on one side have the same value, and at
/// least one value occurs on both sides.
fn find_identity_key<'k>(
    expected: &[Value],
    actual: &[Value],
    keys: &[&'k str],
) -> Option<&'k str> {
    let mut best = (0, None);
    for key in keys {
        if let (Some(expected), Some(actual)) = (
            index_by_identity(expected, key),
            index_by_identity(actual, key),
        ) {
            let shared = expected.keys().filter(|id| actual.contains_key(id)).count();
            if shared > best.0 {
                best = (shared, Some(*key));
            }
        }
    }
    best.1
}

/// Pairs the objects that have the same identity; as few as possible count as moved.
fn pair_by_identity(expected: &[Value], actual: &[Value], key: &str) -> Vec<ElementPair> {
    let by_id = index_by_identity(actual, key).unwrap_or_default();
    let shared: Vec<(usize, usize)> = expected
        .iter()
        .enumerate()
        .filter_map(|(e, element)| Some((e, *by_id.get(&ValueKey(element.get(key)?))?)))
        .collect();
    let in_order = mark_longest_increasing(&shared.iter().map(|&(_, a)| a).collect::<Vec<_>>());
    shared
        .into_iter()
        .zip(in_order)
        .map(|((expected, actual), in_order)| ElementPair {
            expected,
            actual,
            moved: !in_order,
        })
        .collect()
}

/// The index of each element by its identity; `None` if an element has none or two have the same.
fn index_by_identity<'v>(elements: &'v [Value], key: &str) -> Option<HashMap<ValueKey<'v>, usize>> {
    let mut indices = HashMap::with_capacity(elements.len());
    for (index, element) in elements.iter().enumerate() {
        let id = element.as_object()?.get(key)?;
        let unseen =
            (id.is_string() || id.is_number()) && indices.insert(ValueKey(id), index).is_none();
        if !unseen {
            return None;
        }
    }
    Some(indices)
}

/// The number that all equal elements have.
#[derive(Debug, Clone, Copy, Eq)]
struct EqualityClass(usize);

impl PartialEq for EqualityClass {
    fn eq(&self, other: &Self) -> bool {
        comparison_count::count_comparison();
        self.0 == other.0
    }
}

impl Hash for EqualityClass {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

/// Pairs equal elements: the longest common run of them in place, the others moved.
fn pair_by_content(expected: &[Value], actual: &[Value]) -> Vec<ElementPair> {
    let mut classes = HashMap::new();
    let mut class_of = |element| {
        let next = EqualityClass(classes.len());
        *classes.entry(ValueKey(element)).or_insert(next)
    };
    let e_classes: Vec<EqualityClass> = expected.iter().map(&mut class_of).collect();
    let a_classes: Vec<EqualityClass> = actual.iter().map(&mut class_of).collect();

    let mut pairs = Vec::new();
    let mut e_alone = vec![true; expected.len()];
    let mut a_alone = vec![true; actual.len()];
    for op in capture_diff_slices(Algorithm::Myers, &e_classes, &a_classes) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            for offset in 0..len {
                let (e, a) = (old_index + offset, new_index + offset);
                (e_alone[e], a_alone[a]) = (false, false);
                pairs.push(ElementPair {
                    expected: e,
                    actual: a,
                    moved: false,
                });
            }
        }
    }
    let mut elsewhere: HashMap<EqualityClass, VecDeque<usize>> = HashMap::new();
    for a in indices_of(&a_alone) {
        elsewhere.entry(a_classes[a]).or_default().push_back(a);
    }
    for e in indices_of(&e_alone) {
        if let Some(a) = elsewhere
            .get_mut(&e_classes[e])
            .and_then(VecDeque::pop_front)
        {
            pairs.push(ElementPair {
                expected: e,
                actual: a,
                moved: true,
            });
        }
    }
    pairs
}

/// Pairs the remaining elements between each two neighbouring pairs that are in order.
fn fill_gaps(
    expected: &[Value],
    actual: &[Value],
    pairs: &[ElementPair],
    admission: PairingRule,
) -> Vec<ElementPair> {
    let mut e_alone = vec![true; expected.len()];
    let mut a_alone = vec![true; actual.len()];
    for pair in pairs {
        (e_alone[pair.expected], a_alone[pair.actual]) = (false, false);
    }
    let mut anchors: Vec<(usize, usize)> = pairs
        .iter()
        .filter(|pair| !pair.moved)
        .map(|pair| (pair.expected, pair.actual))
        .collect();
    anchors.sort_unstable();
    anchors.push((expected.len(), actual.len()));

    let mut filled = Vec::new();
    let (mut e_from, mut a_from) = (0, 0);
    for (e_to, a_to) in anchors {
        let e_left: Vec<usize> = (e_from..e_to).filter(|&e| e_alone[e]).collect();
        let a_left: Vec<usize> = (a_from..a_to).filter(|&a| a_alone[a]).collect();
        let e_values: Vec<&Value> = e_left.iter().map(|&e| &expected[e]).collect();
        let a_values: Vec<&Value> = a_left.iter().map(|&a| &actual[a]).collect();
        filled.extend(
            pair_by_similarity(&e_values, &a_values, admission)
                .into_iter()
                .map(|(e, a)| ElementPair {
                    expected: e_left[e],
                    actual: a_left[a],
                    moved: false,
                }),
        );
        (e_from, a_from) = (e_to + 1, a_to + 1);
    }
    filled
}

/// Marks the properties of one longest increasing subsequence, of distinct numbers.
fn mark_longest_increasing(numbers: &[usize]) -> Vec<bool> {
    // `ends[n]` is the index of the smallest number that ends an increasing subsequence of n + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (index, &number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|&end| numbers[end] < number);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut chosen = vec![false; numbers.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        chosen[index] = true;
        next = before[index];
    }
    chosen
}

/// The indices at which a flag is set.
fn indices_of(flags: &[bool]) -> Vec<usize> {
    flags
        .iter()
        .enumerate()
        .filter_map(|(index, &set)| set.then_some(index))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_increasing_subsequence_is_found() {
        for (numbers, chosen) in [
            (vec![], vec![]),
            (vec![0, 1, 2], vec![0, 1, 2]),
            (vec![2, 0, 1], vec![1, 2]),
            (vec![3, 0, 4, 1, 2], vec![1, 3, 4]),
            (vec![2, 1, 0], vec![2]),
        ] {
            assert_eq!(
                indices_of(&mark_longest_increasing(&numbers)),
                chosen,
                "{numbers:?}"
            );
        }
    }
}
