//! Requirements and cases together: each requirement has its cases, and each written case a requirement.

use std::collections::{BTreeMap, BTreeSet};

use crate::requirement::Requirement;
use crate::suite::Suite;
use crate::yaml::nearest_word;

/// Problems between requirements and the suite that checks them; empty if each requirement has its cases, and each
/// case of a file a requirement.
pub fn find_requirement_problems(requirements: &[Requirement], suite: &Suite) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut seen: BTreeMap<&str, &Requirement> = BTreeMap::new();
    let known: BTreeSet<&str> = suite.cases.iter().map(|case| case.id.as_str()).collect();
    for requirement in requirements {
        if let Some(other) = seen.insert(&requirement.id, requirement) {
            complaints.push(format!(
                "{}: the requirement `{}` is already defined at {}; rename one of them",
                requirement.place, requirement.id, other.place
            ));
        }
        for case in requirement
            .cases
            .iter()
            .filter(|case| !known.contains(case.as_str()))
        {
            let meant = nearest_word(case, known.iter().copied());
            let meant = meant.map(|word| format!("; did you mean `{word}`?"));
            complaints.push(format!(
                "{}: unknown case `{case}`{}",
                requirement.place,
                meant.unwrap_or_default()
            ));
        }
    }
    let held: BTreeSet<&str> = requirements
        .iter()
        .flat_map(|requirement| requirement.cases.iter().map(String::as_str))
        .collect();
    let idle = suite.cases.iter().filter(|case| {
        let is_from_file = case.steps.iter().any(|step| step.expectations.is_some());
        is_from_file && !held.contains(case.id.as_str())
    });
    complaints.extend(idle.map(|case| {
        format!(
            "the case `{}` belongs to no requirement; add it to `requirements/{}.yaml`, or remove it",
            case.id, case.operation
        )
    }));
    complaints
}
