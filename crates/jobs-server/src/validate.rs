//! Validation of parameters: all errors are reported together, in the order of declaration.

use jobs_api::model::{JobStatus, JobVariable};
use serde_json::Value;

use crate::parameters::Parameters;
use crate::refusal::Refusal;

/// Collects errors.
#[derive(Debug, Default)]
pub(crate) struct Validation {
    errors: Vec<String>,
}

/// The forms of `scope` that a list accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScopeForms {
    /// One word, or a list of words.
    WordOrList,
    /// One word, a list of words, or an object whose values are words.
    WordListOrObject,
}

impl Validation {
    fn add_error(&mut self, name: &str, what: &str) {
        self.errors.push(format!("{name} {what}"));
    }

    /// The error with all invalid parameters, if there are any.
    pub(crate) fn finish(self) -> Result<(), Refusal> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Parameters(self.errors.join(", ")))
        }
    }

    /// A whole number; an empty string counts as absent.
    pub(crate) fn integer(&mut self, parameters: &Parameters, name: &str) -> Option<i64> {
        let number = match parameters.get(name)? {
            Value::String(text) if text.is_empty() => return None,
            Value::Null => return None,
            Value::String(text) => parse_integer(text),
            Value::Number(number) => number.as_i64(),
            _ => None,
        };
        if number.is_none() {
            self.add_error(name, "is invalid");
        }
        number
    }

    /// A whole number that is not zero.
    pub(crate) fn nonzero_integer(&mut self, parameters: &Parameters, name: &str) -> Option<i64> {
        let number = self.integer(parameters, name);
        if number == Some(0) {
            self.add_error(name, "has a value not allowed");
        }
        number
    }

    /// The number of a record. Negative numbers are valid, but there is no such record.
    pub(crate) fn id(&mut self, parameters: &Parameters, name: &str) -> u64 {
        match self.integer(parameters, name) {
            Some(number) => u64::try_from(number).unwrap_or_default(),
            None => {
                if parameters.text(name).is_none() {
                    self.add_error(name, "is invalid");
                }
                0
            }
        }
    }

    /// A boolean, in the notations that Rails accepts.
    pub(crate) fn boolean(&mut self, parameters: &Parameters, name: &str) -> Option<bool> {
        let found = match parameters.get(name)? {
            Value::Null => return None,
            Value::Bool(value) => Some(*value),
            Value::String(text) => match text.to_ascii_lowercase().as_str() {
                "" => return None,
                "1" | "on" | "t" | "true" | "y" | "yes" => Some(true),
                "0" | "off" | "f" | "false" | "n" | "no" => Some(false),
                _ => None,
            },
            _ => None,
        };
        if found.is_none() {
            self.add_error(name, "is invalid");
        }
        found
    }

    /// The statuses that a list is limited to; none means all. One unknown word makes the parameter invalid.
    pub(crate) fn scope(&mut self, parameters: &Parameters, forms: ScopeForms) -> Vec<JobStatus> {
        let words: Vec<&Value> = match parameters.get("scope") {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(words)) => words.iter().collect(),
            Some(Value::Object(members)) if forms == ScopeForms::WordListOrObject => {
                members.values().collect()
            }
            Some(word) => vec![word],
        };
        let found: Option<Vec<JobStatus>> = words
            .into_iter()
            .map(|word| word.as_str().and_then(JobStatus::from_word))
            .collect();
        match found {
            Some(mut statuses) => {
                let mut seen = Vec::new();
                statuses.retain(|status| {
                    let new = !seen.contains(status);
                    seen.push(*status);
                    new
                });
                statuses
            }
            None => {
                self.add_error("scope", "does not have a valid value");
                Vec::new()
            }
        }
    }

    /// The variables that a job is started with.
    pub(crate) fn variables(&mut self, parameters: &Parameters) -> Vec<JobVariable> {
        const NAME: &str = "job_variables_attributes";
        let items: Vec<&Value> = match parameters.get(NAME) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(items)) => items.iter().collect(),
            Some(Value::Object(members))
                if members.keys().all(|key| key.parse::<u32>().is_ok()) =>
            {
                members.values().collect()
            }
            Some(_) => {
                self.add_error(NAME, "is invalid");
                return Vec::new();
            }
        };
        let mut variables = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let place = format!("{NAME}[{index}]");
            if !item.is_object() {
                self.add_error(&place, "is invalid");
                continue;
            }
            let key = self.string_property(item, &place, "key");
            let value = self.string_property(item, &place, "value");
            if let (Some(key), Some(value)) = (key, value) {
                match key.as_str() {
                    "" => self.add_error(&format!("{place}[key]"), "is empty"),
                    name if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') => {
                        variables.push(JobVariable { key, value });
                    }
                    _ => self.add_error(&format!("{place}[key]"), "is invalid"),
                }
            }
        }
        variables
    }

    /// A string inside a variable; numbers are converted to their text.
    fn string_property(&mut self, item: &Value, place: &str, name: &str) -> Option<String> {
        match item.get(name) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Null) => Some(String::new()),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => Some(value.to_string()),
            Some(Value::Array(_) | Value::Object(_)) => {
                self.add_error(&format!("{place}[{name}]"), "is invalid");
                None
            }
            None => {
                self.add_error(&format!("{place}[{name}]"), "is missing");
                None
            }
        }
    }
}

/// A whole number with an optional sign; a number that is too large becomes the maximum.
fn parse_integer(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let largest = if text.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    };
    Some(text.parse().unwrap_or(largest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(query: &str) -> Parameters {
        let mut parameters = Parameters::default();
        parameters.read_form(query).unwrap();
        parameters
    }

    #[test]
    fn scope_comes_in_several_forms() {
        use JobStatus::{Pending, Running};
        use ScopeForms::{WordListOrObject, WordOrList};
        for (query, forms, expected) in [
            ("", WordOrList, Ok(vec![])),
            ("scope=pending", WordOrList, Ok(vec![Pending])),
            (
                "scope[]=running&scope[]=pending&scope[]=running",
                WordOrList,
                Ok(vec![Running, Pending]),
            ),
            ("scope[a]=pending", WordListOrObject, Ok(vec![Pending])),
            ("scope[a]=pending", WordOrList, Err(())),
            ("scope[]=pending&scope[]=bogus", WordOrList, Err(())),
            ("scope=", WordListOrObject, Err(())),
            ("scope[a][b]=pending", WordListOrObject, Err(())),
        ] {
            let mut validation = Validation::default();
            let found = validation.scope(&parameters(query), forms);
            match expected {
                Ok(statuses) => {
                    assert_eq!(found, statuses, "{query}");
                    assert!(validation.finish().is_ok());
                }
                Err(()) => assert_eq!(
                    validation.finish().unwrap_err().to_string(),
                    "scope does not have a valid value",
                    "{query}"
                ),
            }
        }
    }

    #[test]
    fn all_invalid_parameters_are_reported_together() {
        let all = parameters("page=x&per_page=0&include_retried=maybe");
        let mut validation = Validation::default();
        validation.boolean(&all, "include_retried");
        validation.integer(&all, "page");
        validation.nonzero_integer(&all, "per_page");
        assert_eq!(
            validation.finish().unwrap_err().to_string(),
            "include_retried is invalid, page is invalid, per_page has a value not allowed"
        );
    }

    #[test]
    fn whole_numbers_are_read_leniently_but_not_too_much() {
        for (text, expected) in [
            ("7", Some(7)),
            (" 7 ", Some(7)),
            ("-3", Some(-3)),
            ("+3", Some(3)),
            ("99999999999999999999", Some(i64::MAX)),
            ("1.5", None),
            ("0x10", None),
            ("-", None),
            ("7a", None),
        ] {
            assert_eq!(parse_integer(text), expected, "{text}");
        }
    }

    #[test]
    fn variables_are_named_by_their_place() {
        for (query, expected) in [
            (
                "job_variables_attributes[][key]=A&job_variables_attributes[][value]=1",
                Ok(1),
            ),
            (
                "job_variables_attributes[0][key]=A&job_variables_attributes[0][value]=",
                Ok(1),
            ),
            (
                "job_variables_attributes[0][value]=1",
                Err("job_variables_attributes[0][key] is missing"),
            ),
            (
                "job_variables_attributes[0][key]=A&job_variables_attributes[0][value]=1&job_variables_attributes[1][key]=B",
                Err("job_variables_attributes[1][value] is missing"),
            ),
            (
                "job_variables_attributes[]=A",
                Err("job_variables_attributes[0] is invalid"),
            ),
            (
                "job_variables_attributes=A",
                Err("job_variables_attributes is invalid"),
            ),
            (
                "job_variables_attributes[0][key]=a-b&job_variables_attributes[0][value]=1",
                Err("job_variables_attributes[0][key] is invalid"),
            ),
            (
                "job_variables_attributes[0][key]=&job_variables_attributes[0][value]=1",
                Err("job_variables_attributes[0][key] is empty"),
            ),
        ] {
            let mut validation = Validation::default();
            let found = validation.variables(&parameters(query)).len();
            let result = validation
                .finish()
                .map(|()| found)
                .map_err(|e| e.to_string());
            assert_eq!(result, expected.map_err(str::to_owned), "{query}");
        }
    }
}
