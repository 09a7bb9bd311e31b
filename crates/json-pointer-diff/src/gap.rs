//! Pairs the remaining elements between two aligned elements: `[job A, job B]` with `[job A']`.
//!
//! The pairing keeps the order and maximises the similarity of the pairs, so that a changed element is compared with
//! its original.

use serde_json::Value;

use crate::comparison_count;
use crate::difference::type_name;
use crate::equality::values_equal;

/// Above this many possible pairs a gap is paired first with first, second with second.
const MAX_SCORED_PAIRS: usize = 1024;

/// Which remaining elements may count as one changed element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PairingRule {
    /// Any two.
    Any,
    /// Only objects that share at least half of their properties, since their identities differ.
    Similar,
}

/// Pairs elements of `expected` with elements of `actual`, in order; returns pairs of indices.
pub(crate) fn pair_by_similarity(
    expected: &[&Value],
    actual: &[&Value],
    admission: PairingRule,
) -> Vec<(usize, usize)> {
    let score_of = |e: usize, a: usize| score(expected[e], actual[a], admission);
    if expected.len().saturating_mul(actual.len()) > MAX_SCORED_PAIRS {
        return (0..expected.len().min(actual.len()))
            .map(|index| (index, index))
            .filter(|&(e, a)| score_of(e, a) > 0)
            .collect();
    }
    // `best[e][a]` is the greatest total score that pairs of expected[e..] with actual[a..] reach.
    let mut best = vec![vec![0; actual.len() + 1]; expected.len() + 1];
    let mut scores = vec![vec![0; actual.len()]; expected.len()];
    for e in (0..expected.len()).rev() {
        for a in (0..actual.len()).rev() {
            scores[e][a] = score_of(e, a);
            let paired = scores[e][a] + best[e + 1][a + 1];
            best[e][a] = paired.max(best[e + 1][a]).max(best[e][a + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut e, mut a) = (0, 0);
    while e < expected.len() && a < actual.len() {
        if scores[e][a] > 0 && best[e][a] == scores[e][a] + best[e + 1][a + 1] {
            pairs.push((e, a));
            (e, a) = (e + 1, a + 1);
        } else if best[e][a] == best[e + 1][a] {
            e += 1;
        } else {
            a += 1;
        }
    }
    pairs
}

/// The score of a pair: 0 if it is not admitted, otherwise 1 or more if the elements are alike.
fn score(expected: &Value, actual: &Value, admission: PairingRule) -> usize {
    let percent = similarity(expected, actual);
    match admission {
        PairingRule::Any => 1 + percent,
        PairingRule::Similar if percent >= 50 => 1 + percent,
        PairingRule::Similar => 0,
    }
}

/// 0 for different types, 1 for the same type, for objects the percentage of equal properties.
fn similarity(expected: &Value, actual: &Value) -> usize {
    comparison_count::count_comparison();
    if let (Value::Object(expected), Value::Object(actual)) = (expected, actual) {
        let all = expected.len().max(actual.len()).max(1);
        let equal = expected
            .iter()
            .filter(|(key, value)| {
                actual
                    .get(*key)
                    .is_some_and(|other| values_equal(value, other))
            })
            .count();
        return (100 * equal / all).max(1);
    }
    usize::from(type_name(expected) == type_name(actual))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn leftovers_are_paired_in_order_with_the_most_similar_element() {
        let any = PairingRule::Any;
        let alike = PairingRule::Similar;
        for (expected, actual, admission, pairs) in [
            (json!([1, 2]), json!([3, 4]), any, vec![(0, 0), (1, 1)]),
            (json!([1, 2]), json!([3]), any, vec![(0, 0)]),
            (json!([1, "x"]), json!(["y"]), any, vec![(1, 0)]),
            (json!([]), json!([3]), any, vec![]),
            // the second actual element is the changed first one
            (
                json!([{"a": 1, "b": 2}]),
                json!([{"c": 3}, {"a": 1, "b": 3}]),
                any,
                vec![(0, 1)],
            ),
            (
                json!([{"a": 1, "b": 2}]),
                json!([{"a": 1, "b": 3}]),
                alike,
                vec![(0, 0)],
            ),
            (
                json!([{"a": 1, "b": 2}]),
                json!([{"a": 2, "b": 3}]),
                alike,
                vec![],
            ),
        ] {
            let (e, a): (Vec<Value>, Vec<Value>) = (
                serde_json::from_value(expected).expect("an array"),
                serde_json::from_value(actual).expect("an array"),
            );
            let (e, a): (Vec<&Value>, Vec<&Value>) = (e.iter().collect(), a.iter().collect());
            assert_eq!(pair_by_similarity(&e, &a, admission), pairs, "{e:?} {a:?}");
        }
    }

    #[test]
    fn a_large_gap_is_paired_without_scores() {
        let (e, a): (Vec<Value>, Vec<Value>) = (
            (0..5_000).map(Value::from).collect(),
            (9_000..13_000).map(Value::from).collect(),
        );
        let (e, a): (Vec<&Value>, Vec<&Value>) = (e.iter().collect(), a.iter().collect());
        assert_eq!(pair_by_similarity(&e, &a, PairingRule::Any).len(), 4_000);
    }
}
