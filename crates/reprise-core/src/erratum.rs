//! Errata: places where the documentation is wrong, and their corrections.
//!
//! ```
//! let errata = reprise_core::parse_errata("errata.yaml", "
//! - id: retry-makes-a-new-job
//!   examples: [retryJob.canceled-job]
//!   claim: The answer shows the number of the job that was retried.
//!   evidence: { lines: '751, 775' }
//!   effect: { replace: { /id: 2 } }
//! ")?;
//! assert_eq!(errata[0].id, "retry-makes-a-new-job");
//! # Ok::<(), reprise_core::ErratumError>(())
//! ```

use std::collections::BTreeMap;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::case::{Case, DocumentedValue, Step};
use crate::yaml::{YamlError, parse_yaml};

/// A place where the documentation is wrong.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erratum {
    /// Stable name.
    pub id: String,
    /// The cases whose examples it affects.
    pub examples: Vec<String>,
    /// What is wrong, and why.
    pub claim: String,
    /// Evidence that it is wrong.
    pub evidence: ErratumEvidence,
    /// The correction.
    pub effect: ErratumEffect,
}

/// Evidence that the documentation is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErratumEvidence {
    /// Lines of the page that contradict each other or the behaviour.
    pub lines: String,
    /// Section of the behaviour document, if that decides.
    #[serde(default)]
    pub behaviour: Option<String>,
}

/// The correction of the documentation.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErratumEffect {
    /// Values of parameters that are sent instead; null removes a parameter.
    #[serde(default)]
    pub request: Map<String, Value>,
    /// Elements of arrays in the documented body that belong at another index.
    #[serde(default, rename = "move")]
    pub moves: Vec<ElementMove>,
    /// Values in the documented body, by pointer; a property that does not exist is added.
    #[serde(default)]
    pub replace: BTreeMap<String, Value>,
    /// Properties of the documented body that are no longer checked.
    #[serde(default)]
    pub withdraw: Vec<String>,
    /// Why nothing changes, for an error that is worth recording but affects no example.
    #[serde(default)]
    pub none: Option<String>,
}

/// An element of an array that belongs at another index.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElementMove {
    /// Place in the example.
    pub from: String,
    /// Correct place.
    pub to: String,
}

/// An erratum and the cases that it changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ErratumUse {
    /// Its name.
    pub id: String,
    /// The claim of the erratum.
    pub claim: String,
    /// The cases that it changed.
    pub cases: Vec<String>,
}

/// Errata that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ErratumError {
    /// The text is not YAML, or not a list of errata.
    #[error(transparent)]
    Text(#[from] YamlError),
    /// Two errata have the same id.
    #[error("erratum `{0}` is defined twice; rename one of them")]
    Duplicate(String),
    /// An erratum names a case that does not exist.
    #[error(
        "erratum `{id}` names `{case}`, but the document has no such example; correct `examples` or remove the erratum"
    )]
    UnknownCase {
        /// Name of the erratum.
        id: String,
        /// The name that does not exist.
        case: String,
    },
    /// An erratum has no effect, and no reason for that.
    #[error(
        "erratum `{0}` has no effect; write the corrected expectation, or `none:` with a reason"
    )]
    NoEffect(String),
    /// An erratum cannot be applied, or no longer changes anything.
    #[error("erratum `{id}` no longer applies to `{case}`: {what}; correct or remove it")]
    Stale {
        /// Name of the erratum.
        id: String,
        /// The case that it names.
        case: String,
        /// The change, and why it is not possible.
        what: String,
    },
}

/// Reads errata from YAML.
///
/// # Errors
///
/// Returns an error if the text is not a list of errata, or two errata have the same id.
pub fn parse_errata(name: &str, text: &str) -> Result<Vec<Erratum>, ErratumError> {
    let errata: Vec<Erratum> = parse_yaml(name, text)?;
    let mut seen = std::collections::BTreeSet::new();
    for erratum in &errata {
        if !seen.insert(&erratum.id) {
            return Err(ErratumError::Duplicate(erratum.id.clone()));
        }
        let ErratumEffect {
            request,
            moves,
            replace,
            withdraw,
            none,
        } = &erratum.effect;
        let changes =
            !(request.is_empty() && moves.is_empty() && replace.is_empty() && withdraw.is_empty());
        if !changes && none.is_none() {
            return Err(ErratumError::NoEffect(erratum.id.clone()));
        }
    }
    Ok(errata)
}

impl Erratum {
    /// Applies the erratum to a case that it names.
    ///
    /// # Errors
    ///
    /// Returns an error if the erratum cannot be applied, or would change nothing because the documentation has
    /// changed.
    pub(crate) fn apply(&self, document: &Document, case: &mut Case) -> Result<(), ErratumError> {
        if self.effect.none.is_some() {
            return Ok(());
        }
        let changed = match case.steps.first_mut() {
            Some(step) => self.apply_to_step(document, step),
            None => Err("the case has no request".to_owned()),
        };
        changed.map_err(|what| ErratumError::Stale {
            id: self.id.clone(),
            case: case.id.to_string(),
            what,
        })?;
        case.errata.push(self.id.clone());
        Ok(())
    }

    fn apply_to_step(&self, document: &Document, step: &mut Step) -> Result<(), String> {
        for (parameter, value) in &self.effect.request {
            replace_parameter(step, parameter, value)?;
        }
        let ErratumEffect {
            moves,
            replace,
            withdraw,
            ..
        } = &self.effect;
        if moves.is_empty() && replace.is_empty() && withdraw.is_empty() {
            return Ok(());
        }
        let documented = step
            .expected_response
            .body
            .as_mut()
            .ok_or("the example has no body")?;
        for ElementMove { from, to } in moves {
            move_element(documented.value_mut(document), from, to)?;
        }
        for (pointer, value) in replace {
            replace_value(document, documented, pointer, value)?;
        }
        for pointer in withdraw {
            withdraw_place(document, documented, pointer)?;
        }
        Ok(())
    }
}

fn replace_parameter(step: &mut Step, parameter: &str, value: &Value) -> Result<(), String> {
    let at = step
        .parameters
        .iter()
        .position(|sent| sent.parameter.name == parameter)
        .ok_or_else(|| format!("the example does not send `{parameter}`"))?;
    if value.is_null() {
        step.parameters.remove(at);
    } else if step.parameters[at].value == *value {
        return Err(format!("`{parameter}` already has this value"));
    } else {
        step.parameters[at].value = value.clone();
    }
    Ok(())
}

fn parse_pointer(pointer: &str) -> Result<PointerBuf, String> {
    PointerBuf::parse(pointer).map_err(|_| format!("`{pointer}` is not a JSON Pointer"))
}

fn move_element(documented: &mut Value, from: &str, to: &str) -> Result<(), String> {
    let split = |pointer: &str| -> Result<(PointerBuf, usize), String> {
        let pointer = parse_pointer(pointer)?;
        let (parent, last) = pointer
            .split_back()
            .ok_or("the root is not an element of a list")?;
        let index = last
            .decoded()
            .parse()
            .map_err(|_| format!("`{pointer}` does not end in an index"))?;
        Ok((parent.to_buf(), index))
    };
    let ((array, from_index), (other, to_index)) = (split(from)?, split(to)?);
    if array != other {
        return Err(format!("`{from}` and `{to}` are in different lists"));
    }
    let elements = array
        .resolve_mut(documented)
        .ok()
        .and_then(Value::as_array_mut)
        .ok_or_else(|| format!("`{array}` is not a list"))?;
    if from_index >= elements.len() || to_index >= elements.len() || from_index == to_index {
        return Err(format!("`{from}` cannot move to `{to}`"));
    }
    let element = elements.remove(from_index);
    elements.insert(to_index, element);
    Ok(())
}

fn replace_value(
    document: &Document,
    documented: &mut DocumentedValue,
    pointer: &str,
    value: &Value,
) -> Result<(), String> {
    let at = parse_pointer(pointer)?;
    // the value of an erratum is complete, even if the example is elided there
    documented.elided.retain(|open| !open.starts_with(&at));
    let Some((parent, last)) = at.split_back() else {
        documented.changed = Some(value.clone());
        return Ok(());
    };
    let parent = parent
        .resolve_mut(documented.value_mut(document))
        .map_err(|_| format!("`{pointer}` does not exist"))?;
    let old = match parent {
        Value::Object(object) => object.insert(last.decoded().into_owned(), value.clone()),
        Value::Array(elements) => {
            let index: usize = last
                .decoded()
                .parse()
                .map_err(|_| format!("`{pointer}` is not an index"))?;
            let element = elements
                .get_mut(index)
                .ok_or_else(|| format!("`{pointer}` does not exist"))?;
            Some(std::mem::replace(element, value.clone()))
        }
        _ => return Err(format!("`{pointer}` does not exist")),
    };
    if old.as_ref() == Some(value) {
        return Err(format!("`{pointer}` is already {value}"));
    }
    Ok(())
}

fn withdraw_place(
    document: &Document,
    documented: &mut DocumentedValue,
    pointer: &str,
) -> Result<(), String> {
    let at = parse_pointer(pointer)?;
    if at.resolve(&*documented.value(document)).is_err() {
        return Err(format!("`{pointer}` does not exist"));
    }
    documented.withdrawn.push(at);
    Ok(())
}

impl DocumentedValue {
    /// Whether the place is no longer checked, because it or a parent of it was withdrawn.
    pub(crate) fn is_withdrawn(&self, at: &Pointer) -> bool {
        self.withdrawn
            .iter()
            .any(|withdrawn| at.starts_with(withdrawn))
    }
}
