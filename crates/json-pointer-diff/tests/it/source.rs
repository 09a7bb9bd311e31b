//! Values to try a property on, from a seeded source, so that a failure can be repeated.

use serde_json::{Map, Value, json};

/// Property names: identity keys, names that a pointer escapes, and names beyond ASCII.
const KEYS: [&str; 10] = [
    "id", "name", "x", "", "a/b", "~", "~1", "~0/", "ключ", "e\u{301}",
];
const TEXTS: [&str; 6] = ["", "a", "b", "ü/~", "\u{1F600}\"\\\n", "0"];

/// A deterministic source of numbers.
pub(crate) struct RandomSource(fastrand::Rng);

impl RandomSource {
    pub(crate) fn new(seed: u64) -> RandomSource {
        RandomSource(fastrand::Rng::with_seed(seed))
    }

    pub(crate) fn number_below(&mut self, bound: usize) -> usize {
        self.0.usize(..bound)
    }

    /// Any value, at most `depth` arrays and objects deep.
    pub(crate) fn random_value(&mut self, depth: u32) -> Value {
        match self.number_below(if depth == 0 { 6 } else { 9 }) {
            0 => Value::Null,
            1 => json!(self.number_below(2) == 0),
            2 => json!(self.number_below(4)),
            3 => json!(self.number_below(4) as f64 / 2.0),
            4 => [
                json!(u64::MAX),
                json!(u64::MAX - 1),
                json!(i64::MIN),
                json!(9_007_199_254_740_992.0),
                json!(9_007_199_254_740_993_u64),
                json!(-0.0),
                json!(1e300),
            ][self.number_below(7)]
            .clone(),
            5 => json!(TEXTS[self.number_below(TEXTS.len())]),
            6 => (0..self.number_below(7))
                .map(|_| self.random_value(depth - 1))
                .collect(),
            7 => (0..self.number_below(7))
                .map(|_| json!({"id": self.number_below(8), "v": self.random_value(depth - 1)}))
                .collect(),
            _ => {
                let mut members = Map::new();
                for _ in 0..self.number_below(5) {
                    members.insert(
                        KEYS[self.number_below(KEYS.len())].to_owned(),
                        self.random_value(depth - 1),
                    );
                }
                Value::Object(members)
            }
        }
    }

    /// The same value with one small change somewhere, or a new value.
    pub(crate) fn edit_value(&mut self, value: &Value) -> Value {
        let mut copy = value.clone();
        match &mut copy {
            Value::Array(elements) if !elements.is_empty() => {
                let at = self.number_below(elements.len());
                match self.number_below(5) {
                    0 => drop(elements.remove(at)),
                    1 => elements.insert(at, self.random_value(1)),
                    2 => elements.swap(0, at),
                    3 => {
                        let taken = elements.remove(at);
                        elements.insert(self.number_below(elements.len() + 1), taken);
                    }
                    _ => elements[at] = self.edit_value(&elements[at]),
                }
            }
            Value::Object(members) if !members.is_empty() => {
                let at = self.number_below(members.len());
                let key = members.keys().nth(at).cloned().unwrap_or_default();
                match self.number_below(3) {
                    0 => drop(members.remove(&key)),
                    1 => {
                        let key = KEYS[self.number_below(KEYS.len())];
                        members.insert(key.to_owned(), self.random_value(1));
                    }
                    _ => {
                        let edited = self.edit_value(&members[&key]);
                        members.insert(key, edited);
                    }
                }
            }
            other => *other = self.random_value(1),
        }
        copy
    }

    /// Another value to compare with: sometimes unrelated, otherwise with some edits.
    pub(crate) fn edit_or_replace(&mut self, value: &Value) -> Value {
        if self.number_below(5) == 0 {
            return self.random_value(4);
        }
        (0..=self.number_below(4)).fold(value.clone(), |value, _| self.edit_value(&value))
    }

    /// The same value written differently: properties in another order, `2` for `2.0` and back.
    pub(crate) fn rewrite_value(&mut self, value: &Value) -> Value {
        match value {
            Value::Number(number) => {
                let float = number.as_f64().unwrap_or_default();
                if float.fract() == 0.0 && float.abs() < 1e9 {
                    [json!(float), json!(float as i64)][self.number_below(2)].clone()
                } else {
                    value.clone()
                }
            }
            Value::Array(elements) => elements.iter().map(|e| self.rewrite_value(e)).collect(),
            Value::Object(members) => {
                let mut members: Vec<_> = members
                    .iter()
                    .map(|(key, value)| (key.clone(), self.rewrite_value(value)))
                    .collect();
                self.0.shuffle(&mut members);
                Value::Object(members.into_iter().collect())
            }
            other => other.clone(),
        }
    }
}
