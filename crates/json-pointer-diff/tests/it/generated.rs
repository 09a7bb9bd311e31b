//! Properties that must hold for any two values, tried on generated ones.

use json_pointer_diff::{Difference, DifferenceKind, Rules, diff, diff_shape, values_equal};
use serde_json::Value;

use crate::apply::{apply, swap_sides};
use crate::source::RandomSource;

/// An independent definition of sameness: numbers rewritten as integers or floats, properties sorted, then text.
fn canonical_text(value: &Value) -> String {
    match value {
        Value::Number(number) => match (number.as_i128(), number.as_f64()) {
            (Some(whole), _) => format!("n{whole}"),
            (None, Some(float)) if float.fract() == 0.0 && float.abs() < 1e18 => {
                format!("n{}", float as i64)
            }
            (None, float) => format!("n{float:?}"),
        },
        Value::Array(elements) => {
            format!(
                "[{}]",
                elements
                    .iter()
                    .map(canonical_text)
                    .collect::<Vec<_>>()
                    .join(",")
            )
        }
        Value::Object(members) => {
            let mut parts: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{key:?}:{}", canonical_text(value)))
                .collect();
            parts.sort();
            format!("{{{}}}", parts.join(","))
        }
        other => other.to_string(),
    }
}

/// A difference must be correct for both values.
fn check_difference(found: &Difference, expected: &Value, actual: &Value) {
    let in_expected = found.expected_at.resolve(expected).ok();
    let in_actual = found.actual_at.resolve(actual).ok();
    match &found.kind {
        DifferenceKind::Missing { expected: missing } => assert_eq!(in_expected, Some(missing)),
        DifferenceKind::Extra { actual: extra } => assert_eq!(in_actual, Some(extra)),
        DifferenceKind::Type { expected, actual } | DifferenceKind::Value { expected, actual } => {
            assert_eq!((in_expected, in_actual), (Some(expected), Some(actual)));
        }
        DifferenceKind::Moved { from, to } => {
            assert_eq!(
                found
                    .expected_at
                    .last()
                    .map(|token| token.decoded().into_owned()),
                Some(from.to_string())
            );
            assert_eq!(
                found
                    .actual_at
                    .last()
                    .map(|token| token.decoded().into_owned()),
                Some(to.to_string())
            );
        }
    }
}

#[test]
fn a_difference_exists_exactly_when_values_differ() {
    let mut source = RandomSource::new(0x9E37_79B9_7F4A_7C15);
    let mut differing = 0;
    for round in 0..4_000 {
        let expected = source.random_value(4);
        let actual = if round % 2 == 0 {
            source.edit_or_replace(&expected)
        } else {
            source.edit_value(&expected)
        };
        let found = diff(&expected, &actual, &Rules::default());
        let same = canonical_text(&expected) == canonical_text(&actual);
        differing += usize::from(!same);
        assert_eq!(found.is_empty(), same, "{expected}\n{actual}\n{found:#?}");
        for difference in &found {
            check_difference(difference, &expected, &actual);
        }
        assert_eq!(
            found,
            diff(&expected, &actual, &Rules::default()),
            "not deterministic"
        );
        assert_eq!(diff(&expected, &expected, &Rules::default()), []);
    }
    assert!(
        differing > 1_000,
        "the generator makes too few differing values: {differing}"
    );
}

#[test]
fn differences_lead_from_each_value_to_the_other() {
    let without_keys = Rules {
        identity_keys: &[],
        ..Rules::default()
    };
    let mut source = RandomSource::new(0xD1FF);
    let mut kinds = [0; 5];
    for round in 0..6_000 {
        let expected = source.random_value(4);
        let actual = source.edit_or_replace(&expected);
        let rules = [Rules::default(), without_keys][round % 2];
        let found = diff(&expected, &actual, &rules);
        for difference in &found {
            kinds[match difference.kind {
                DifferenceKind::Missing { .. } => 0,
                DifferenceKind::Extra { .. } => 1,
                DifferenceKind::Type { .. } => 2,
                DifferenceKind::Value { .. } => 3,
                DifferenceKind::Moved { .. } => 4,
            }] += 1;
        }
        let context = || format!("{expected}\n{actual}\n{found:#?}");
        let there = apply(&expected, &found);
        assert_eq!(
            canonical_text(&there),
            canonical_text(&actual),
            "{}",
            context()
        );
        let back = apply(&actual, &swap_sides(&found));
        assert_eq!(
            canonical_text(&back),
            canonical_text(&expected),
            "{}",
            context()
        );
    }
    assert!(
        kinds.iter().all(|&count| count > 300),
        "the generator makes too few of a kind: {kinds:?}"
    );
}

#[test]
fn a_value_written_differently_has_no_difference() {
    let mut source = RandomSource::new(8);
    let mut rewritten = 0;
    for _ in 0..4_000 {
        let value = source.random_value(4);
        let same = source.rewrite_value(&value);
        rewritten += usize::from(value != same);
        assert_eq!(
            diff(&value, &same, &Rules::default()),
            [],
            "{value}\n{same}"
        );
        assert!(values_equal(&value, &same), "{value}\n{same}");
        assert_eq!(diff_shape(&value, &same), [], "{value}\n{same}");
    }
    assert!(
        rewritten > 1_000,
        "the generator rewrites too little: {rewritten}"
    );
}

#[test]
fn a_value_has_its_own_shape_and_what_shape_reports_is_true() {
    let mut source = RandomSource::new(42);
    let mut misfits = 0;
    for _ in 0..4_000 {
        let expected = source.random_value(4);
        assert_eq!(diff_shape(&expected, &expected), [], "{expected}");
        let actual = source.edit_value(&expected);
        for difference in diff_shape(&expected, &actual) {
            misfits += 1;
            check_difference(&difference, &expected, &actual);
            assert!(!matches!(
                difference.kind,
                DifferenceKind::Extra { .. }
                    | DifferenceKind::Value { .. }
                    | DifferenceKind::Moved { .. }
            ));
        }
    }
    assert!(
        misfits > 100,
        "the generator makes too few misfits: {misfits}"
    );
}
