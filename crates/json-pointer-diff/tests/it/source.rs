//! Values to try a property on, from a seeded source, so that a failure can be repeated.

use serde_json::{Map, Value, json};

/// Property names: identity keys, names that a pointer escapes, and names beyond ASCII.
const KEYS: [&str; 10] = [
    "id", "name", "x", "", "a/b", "~", "~1", "~0/", "ключ", "e\u{301}",
];
const TEXTS: [&str; 6] = ["", "a", "b", "ü/~", "\u{1F600}\"\\\n", "0"];

/// A deterministic source of numbers.
pub(crate) struct Source(fastrand::Rng);

impl Source {
    pub(crate) fn new(seed: u64) -> Source {
        Source(fastrand::Rng::with_seed(seed))
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0.usize(..bound)
    }

    /// Any value, at most `depth` arrays and objects deep.
    pub(crate) fn value(&mut self, depth: u32) -> Value {
        match self.below(if depth == 0 { 6 } else { 9 }) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(self.below(4)),
            3 => json!(self.below(4) as f64 / 2.0),
            4 => [
                json!(u64::MAX),
                json!(u64::MAX - 1),
                json!(i64::MIN),
                json!(9_007_199_254_740_992.0),
                json!(9_007_199_254_740_993_u64),
                json!(-0.0),
                json!(1e300),
            ][self.below(7)]
            .clone(),
            5 => json!(TEXTS[self.below(TEXTS.len())]),
            6 => (0..self.below(7)).map(|_| self.value(depth - 1)).collect(),
            7 => (0..self.below(7))
                .map(|_| json!({"id": self.below(8), "v": self.value(depth - 1)}))
                .collect(),
            _ => {
                let mut members = Map::new();
                for _ in 0..self.below(5) {
                    members.insert(
                        KEYS[self.below(KEYS.len())].to_owned(),
                        self.value(depth - 1),
                    );
                }
                Value::Object(members)
            }
        }
    }

    /// The same value with one small change somewhere, or a new value.
    pub(crate) fn edited(&mut self, value: &Value) -> Value {
        let mut copy = value.clone();
        match &mut copy {
            Value::Array(elements) if !elements.is_empty() => {
                let at = self.below(elements.len());
                match self.below(5) {
                    0 => drop(elements.remove(at)),
                    1 => elements.insert(at, self.value(1)),
                    2 => elements.swap(0, at),
                    3 => {
                        let taken = elements.remove(at);
                        elements.insert(self.below(elements.len() + 1), taken);
                    }
                    _ => elements[at] = self.edited(&elements[at]),
                }
            }
            Value::Object(members) if !members.is_empty() => {
                let at = self.below(members.len());
                let key = members.keys().nth(at).cloned().unwrap_or_default();
                match self.below(3) {
                    0 => drop(members.remove(&key)),
                    1 => {
                        let key = KEYS[self.below(KEYS.len())];
                        members.insert(key.to_owned(), self.value(1));
                    }
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

    /// Another value to compare with: sometimes unrelated, otherwise with some edits.
    pub(crate) fn other(&mut self, value: &Value) -> Value {
        if self.below(5) == 0 {
            return self.value(4);
        }
        (0..=self.below(4)).fold(value.clone(), |value, _| self.edited(&value))
    }

    /// The same value written differently: properties in another order, `2` for `2.0` and back.
    pub(crate) fn rewritten(&mut self, value: &Value) -> Value {
        match value {
            Value::Number(number) => {
                let float = number.as_f64().unwrap_or_default();
                if float.fract() == 0.0 && float.abs() < 1e9 {
                    [json!(float), json!(float as i64)][self.below(2)].clone()
                } else {
                    value.clone()
                }
            }
            Value::Array(elements) => elements.iter().map(|e| self.rewritten(e)).collect(),
            Value::Object(members) => {
                let mut members: Vec<_> = members
                    .iter()
                    .map(|(key, value)| (key.clone(), self.rewritten(value)))
                    .collect();
                self.0.shuffle(&mut members);
                Value::Object(members.into_iter().collect())
            }
            other => other.clone(),
        }
    }
}
