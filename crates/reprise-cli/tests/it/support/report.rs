//! The JSON report of a run, for assertions.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::root;

/// A JSON report.
pub(crate) struct Report(pub(crate) Value);

impl Report {
    pub(crate) fn read(path: &Path) -> Report {
        Report(serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
    }

    /// The commands that send the requests of a case again.
    #[track_caller]
    pub(crate) fn reproduce(&self, id: &str) -> &str {
        self.case(id)["reproduce"].as_str().unwrap()
    }

    /// The only finding of a case.
    #[track_caller]
    pub(crate) fn finding(&self, id: &str) -> &Value {
        let [finding] = self.findings(id) else {
            panic!("{}", self.case(id));
        };
        finding
    }

    /// Checks the report against its JSON Schema.
    #[track_caller]
    pub(crate) fn assert_valid(&self) {
        let schema = Report::read(&root().join("spec/schemas/Report.schema.json"));
        let options = jsonschema::draft202012::options().should_validate_formats(true);
        let schema = options.build(&schema.0).unwrap();
        let errors = schema.iter_errors(&self.0);
        let errors: Vec<String> = errors
            .map(|error| format!("{} {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
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
    pub(crate) fn ids_with_outcome(&self, outcome: &str) -> Vec<&str> {
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
