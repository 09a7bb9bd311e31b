//! Promises: everything that a documentation says and a client relies on, and which cases hold it.
//!
//! ```
//! let promises = reprise_core::parse_promises("promises/cancelJob.yaml", "
//! - id: cancel-answers-201
//!   source: {behaviour: 2.8 Cancel a job}
//!   says: Canceling is answered with 201.
//!   cases: [cancelJob.running-job]
//! ")?;
//! assert_eq!(promises[0].cases, ["cancelJob.running-job"]);
//! # Ok::<(), reprise_core::YamlError>(())
//! ```

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

use crate::yaml::{YamlError, error_at, nearest, parse_yaml};
use crate::{Source, Suite};

/// The JSON Schema of files of promises, with which editors complete them.
pub const PROMISES_SCHEMA: &str = include_str!("promises.schema.json");

/// Something that is promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Stable name.
    pub id: String,
    /// Where it is said.
    pub source: Source,
    /// What is promised, in one sentence.
    pub says: String,
    /// The cases that hold it; at least one, unless there is a reason for none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<String>,
    /// Why no case holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub none: Option<String>,
    /// Where it is written: file and line.
    #[serde(skip)]
    pub place: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Spanned<String>,
    source: Source,
    says: String,
    #[serde(default)]
    cases: Vec<String>,
    #[serde(default)]
    none: Option<String>,
}

/// Reads a file of promises.
///
/// # Errors
///
/// When the text is no list of promises, or one has neither cases nor a reason for having none, or both.
pub fn parse_promises(name: &str, text: &str) -> Result<Vec<Promise>, YamlError> {
    let written: Vec<Written> = parse_yaml(name, text)?;
    let promise = |written: Written| {
        let at = written.id.referenced;
        let refused = |message: &str| {
            let message = format!("the promise `{}` {message}", written.id.value);
            Err(error_at(name, at, message))
        };
        match (written.cases.is_empty(), &written.none) {
            (true, None) => {
                return refused("is held by no case; name `cases`, or say `none:` and why");
            }
            (false, Some(_)) => return refused("has both `cases` and `none`; remove one"),
            _ => {}
        }
        Ok(Promise {
            place: format!("{name}:{}", at.line()),
            id: written.id.value,
            source: written.source,
            says: written.says,
            cases: written.cases,
            none: written.none,
        })
    };
    written.into_iter().map(promise).collect()
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fulfilment {
    /// Every case that holds it conforms.
    Held,
    /// A case that holds it differs.
    Broken,
    /// A case that holds it was not judged, and none differs.
    Untested,
    /// No case holds it, for a reason that it gives.
    Beyond,
}

impl Promise {
    /// What became of it, given whether each case conforms or differs; none for one of which neither is known.
    pub fn fulfilment(&self, conforms: impl Fn(&str) -> Option<bool>) -> Fulfilment {
        if self.none.is_some() {
            return Fulfilment::Beyond;
        }
        let cases = || self.cases.iter().map(|case| conforms(case));
        if cases().any(|conforms| conforms == Some(false)) {
            Fulfilment::Broken
        } else if cases().all(|conforms| conforms == Some(true)) {
            Fulfilment::Held
        } else {
            Fulfilment::Untested
        }
    }
}

/// What is wrong between promises and the suite that is to hold them; nothing where each promise has its cases,
/// and each case of a file a promise.
pub fn unheld(promises: &[Promise], suite: &Suite) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut seen: BTreeMap<&str, &Promise> = BTreeMap::new();
    let known: BTreeSet<&str> = suite.cases.iter().map(|case| case.id.as_str()).collect();
    for promise in promises {
        if let Some(other) = seen.insert(&promise.id, promise) {
            complaints.push(format!(
                "{}: the promise `{}` is there already, at {}; give one of them another id",
                promise.place, promise.id, other.place
            ));
        }
        for case in promise
            .cases
            .iter()
            .filter(|case| !known.contains(case.as_str()))
        {
            let meant = nearest(case, known.iter().copied());
            let meant = meant.map(|word| format!("; did you mean `{word}`?"));
            complaints.push(format!(
                "{}: there is no case `{case}`{}",
                promise.place,
                meant.unwrap_or_default()
            ));
        }
    }
    let held: BTreeSet<&str> = promises
        .iter()
        .flat_map(|promise| promise.cases.iter().map(String::as_str))
        .collect();
    let idle = suite.cases.iter().filter(|case| {
        let is_from_file = case.steps.iter().any(|step| step.demands.is_some());
        is_from_file && !held.contains(case.id.as_str())
    });
    complaints.extend(idle.map(|case| {
        format!(
            "the case `{}` holds no promise; name it in `promises/{}.yaml`, or remove it",
            case.id, case.operation
        )
    }));
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promise(cases: &str) -> Result<Promise, YamlError> {
        let text =
            format!("- id: kept\n  source: {{behaviour: '1.2'}}\n  says: It is kept.\n{cases}");
        parse_promises("p.yaml", &text).map(|mut promises| promises.remove(0))
    }

    #[test]
    fn a_promise_has_cases_or_a_reason() {
        for (cases, expected) in [
            (
                "",
                "p.yaml:1:7: the promise `kept` is held by no case; name `cases`, or say `none:` and why",
            ),
            (
                "  cases: [a]\n  none: No.\n",
                "p.yaml:1:7: the promise `kept` has both `cases` and `none`; remove one",
            ),
            (
                "  case: [a]\n",
                "p.yaml:4:3: unknown field `case`, expected one of id, source, says, cases, none; did you mean `cases`?",
            ),
        ] {
            let error = promise(cases).map_err(|error| error.to_string());
            assert_eq!(error, Err(expected.to_owned()));
        }
    }

    #[test]
    fn one_case_breaks_a_promise_and_all_hold_it() {
        let conforms = |id: &str| match id {
            "good" => Some(true),
            "bad" => Some(false),
            _ => None,
        };
        for (cases, expected) in [
            ("  cases: [good]\n", Fulfilment::Held),
            ("  cases: [good, shy]\n", Fulfilment::Untested),
            ("  cases: [good, lost]\n", Fulfilment::Untested),
            ("  cases: [shy, bad]\n", Fulfilment::Broken),
            ("  none: Nobody sees it.\n", Fulfilment::Beyond),
        ] {
            let promise = promise(cases);
            assert_eq!(
                promise.map(|one| one.fulfilment(conforms)),
                Ok(expected),
                "{cases}"
            );
        }
    }
}
