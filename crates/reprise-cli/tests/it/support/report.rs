//! The JSON report of a run, for assertions.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{Run, command};

/// A JSON report.
pub(crate) struct Report(pub(crate) Value);

/// Runs a command that writes a JSON report, and reads it.
pub(crate) fn reported(args: &[&str], environment: &[(&str, &str)]) -> (Run, Report) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let output = format!("json={}", path.display());
    let run = command(&[args, &["--report", &output]].concat(), environment);
    assert!(path.exists(), "no report: {}{}", run.out, run.err);
    (run, Report::read(&path))
}

impl Report {
    pub(crate) fn read(path: &Path) -> Report {
        Report(serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
    }

    pub(crate) fn cases(&self) -> &[Value] {
        self.0["cases"].as_array().unwrap()
    }

    pub(crate) fn case(&self, id: &str) -> &Value {
        let case = self.cases().iter().find(|case| case["id"] == id);
        case.unwrap_or_else(|| panic!("no case {id} in {}", self.0))
    }

    /// The outcome of a case.
    pub(crate) fn outcome(&self, id: &str) -> &str {
        self.case(id)["outcome"].as_str().unwrap()
    }

    /// The code and the sentence that say why a case has no result.
    pub(crate) fn reason(&self, id: &str) -> (&str, &str) {
        let case = self.case(id);
        (
            case["code"].as_str().unwrap(),
            case["reason"].as_str().unwrap(),
        )
    }

    /// How many cases have each outcome.
    pub(crate) fn outcomes(&self) -> BTreeMap<&str, usize> {
        let mut outcomes = BTreeMap::new();
        for case in self.cases() {
            *outcomes
                .entry(case["outcome"].as_str().unwrap())
                .or_default() += 1;
        }
        outcomes
    }

    /// The ids of the cases with an outcome.
    pub(crate) fn with_outcome(&self, outcome: &str) -> Vec<&str> {
        let cases = self.cases().iter();
        let cases = cases.filter(|case| case["outcome"] == outcome);
        cases.map(|case| case["id"].as_str().unwrap()).collect()
    }

    pub(crate) fn findings(&self, id: &str) -> &[Value] {
        self.case(id)["findings"]
            .as_array()
            .map_or(&[], Vec::as_slice)
    }
}
