//! Properties that must hold for any two values, tried on generated ones.

use json_diff::{Difference, Kind, Rules, diff, shape};
use serde_json::{Map, Value, json};

/// A small deterministic source of numbers (xorshift), so that a failure can be repeated.
struct Source(u64);

impl Source {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn value(&mut self, depth: u32) -> Value {
        match self.below(if depth == 0 { 5 } else { 8 }) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(self.below(4)),
            3 => json!(self.below(4) as f64 / 2.0),
            4 => json!(["", "a", "b", "ü/~"][self.below(4) as usize]),
            5 => (0..self.below(5)).map(|_| self.value(depth - 1)).collect(),
            6 => (0..self.below(5))
                .map(|_| json!({"id": self.below(6), "v": self.value(depth - 1)}))
                .collect(),
            _ => {
                let keys = ["id", "name", "x", "a/b", "~"];
                let mut members = Map::new();
                for _ in 0..self.below(4) {
                    members.insert(
                        keys[self.below(5) as usize].to_owned(),
                        self.value(depth - 1),
                    );
                }
                Value::Object(members)
            }
        }
    }

    /// The same value with one small change somewhere, or a new value.
    fn edited(&mut self, value: &Value) -> Value {
        let mut copy = value.clone();
        match &mut copy {
            Value::Array(elements) if !elements.is_empty() => {
                let at = self.below(elements.len() as u64) as usize;
                match self.below(4) {
                    0 => drop(elements.remove(at)),
                    1 => elements.insert(at, self.value(1)),
                    2 => elements.swap(0, at),
                    _ => elements[at] = self.edited(&elements[at]),
                }
            }
            Value::Object(members) if !members.is_empty() => {
                let at = self.below(members.len() as u64) as usize;
                let key = members.keys().nth(at).cloned().unwrap_or_default();
                match self.below(3) {
                    0 => drop(members.remove(&key)),
                    1 => drop(members.insert("new".to_owned(), self.value(1))),
                    _ => {
                        let edited = self.edited(&members[&key]);
                        members.insert(key, edited);
                    }
                }
            }
            other => *other = self.value(1),
        }
        copy
    }
}

/// An independent definition of sameness: numbers rewritten as floats, members sorted, then text.
fn canonical(value: &Value) -> String {
    match value {
        Value::Number(number) => format!("n{:?}", number.as_f64()),
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

/// A difference must say the truth about both values.
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
    let mut source = Source(0x9E37_79B9_7F4A_7C15);
    let mut differing = 0;
    for round in 0..4_000 {
        let expected = source.value(4);
        let actual = if round % 4 == 0 {
            source.value(4)
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
fn a_value_has_its_own_shape_and_what_shape_reports_is_true() {
    let mut source = Source(42);
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
