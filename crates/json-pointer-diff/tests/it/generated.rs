//! Properties that must hold for any two values, tried on generated ones.

use json_pointer_diff::{Difference, Kind, Rules, diff, shape, values_equal};
use serde_json::Value;

use crate::apply::{apply, inverted};
use crate::source::Source;

/// An independent definition of sameness: numbers rewritten as integers or floats, properties sorted, then text.
fn canonical(value: &Value) -> String {
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
                elements.iter().map(canonical).collect::<Vec<_>>().join(",")
            )
        }
        Value::Object(members) => {
            let mut parts: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{key:?}:{}", canonical(value)))
                .collect();
            parts.sort();
            format!("{{{}}}", parts.join(","))
        }
        other => other.to_string(),
    }
}

/// A difference must be correct for both values.
fn check(found: &Difference, expected: &Value, actual: &Value) {
    let in_expected = found.expected_at.resolve(expected).ok();
    let in_actual = found.actual_at.resolve(actual).ok();
    match &found.kind {
        Kind::Missing { expected: missing } => assert_eq!(in_expected, Some(missing)),
        Kind::Extra { actual: extra } => assert_eq!(in_actual, Some(extra)),
        Kind::Type { expected, actual } | Kind::Value { expected, actual } => {
            assert_eq!((in_expected, in_actual), (Some(expected), Some(actual)));
        }
        Kind::Moved { from, to } => {
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
    let mut source = Source::new(0x9E37_79B9_7F4A_7C15);
    let mut differing = 0;
    for round in 0..4_000 {
        let expected = source.value(4);
        let actual = if round % 2 == 0 {
            source.other(&expected)
        } else {
            source.edited(&expected)
        };
        let found = diff(&expected, &actual, &Rules::default());
        let same = canonical(&expected) == canonical(&actual);
        differing += usize::from(!same);
        assert_eq!(found.is_empty(), same, "{expected}\n{actual}\n{found:#?}");
        for difference in &found {
            check(difference, &expected, &actual);
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
    let mut source = Source::new(0xD1FF);
    let mut kinds = [0; 5];
    for round in 0..6_000 {
        let expected = source.value(4);
        let actual = source.other(&expected);
        let rules = [Rules::default(), without_keys][round % 2];
        let found = diff(&expected, &actual, &rules);
        for difference in &found {
            kinds[match difference.kind {
                Kind::Missing { .. } => 0,
                Kind::Extra { .. } => 1,
                Kind::Type { .. } => 2,
                Kind::Value { .. } => 3,
                Kind::Moved { .. } => 4,
            }] += 1;
        }
        let context = || format!("{expected}\n{actual}\n{found:#?}");
        let there = apply(&expected, &found);
        assert_eq!(canonical(&there), canonical(&actual), "{}", context());
        let back = apply(&actual, &inverted(&found));
        assert_eq!(canonical(&back), canonical(&expected), "{}", context());
    }
    assert!(
        kinds.iter().all(|&count| count > 300),
        "the generator makes too few of a kind: {kinds:?}"
    );
}

#[test]
fn a_value_written_differently_has_no_difference() {
    let mut source = Source::new(8);
    let mut rewritten = 0;
    for _ in 0..4_000 {
        let value = source.value(4);
        let same = source.rewritten(&value);
        rewritten += usize::from(value != same);
        assert_eq!(
            diff(&value, &same, &Rules::default()),
            [],
            "{value}\n{same}"
        );
        assert!(values_equal(&value, &same), "{value}\n{same}");
        assert_eq!(shape(&value, &same), [], "{value}\n{same}");
    }
    assert!(
        rewritten > 1_000,
        "the generator rewrites too little: {rewritten}"
    );
}

#[test]
fn a_value_has_its_own_shape_and_what_shape_reports_is_true() {
    let mut source = Source::new(42);
    let mut misfits = 0;
    for _ in 0..4_000 {
        let expected = source.value(4);
        assert_eq!(shape(&expected, &expected), [], "{expected}");
        let actual = source.edited(&expected);
        for difference in shape(&expected, &actual) {
            misfits += 1;
            check(&difference, &expected, &actual);
            assert!(!matches!(
                difference.kind,
                Kind::Extra { .. } | Kind::Value { .. } | Kind::Moved { .. }
            ));
        }
    }
    assert!(
        misfits > 100,
        "the generator makes too few misfits: {misfits}"
    );
}
