//! The numbers of a report.

use reprise_core::{CaseOrigin, Level, Places, Summary};

use super::{Case, Outcome, Record};

impl Record {
    /// Counts the cases, their findings and their places.
    pub fn counts(&self) -> Summary {
        let count =
            |holds: &dyn Fn(&Case) -> bool| self.cases.iter().filter(|case| holds(case)).count();
        let outcome = |word: &'static str| count(&|case| case.outcome.as_str() == word);
        let notes = || self.cases.iter().flat_map(|case| &case.notes);
        let places = |of: &dyn Fn(&Case) -> usize| self.cases.iter().map(of).sum();
        Summary {
            cases: self.cases.len(),
            passed: outcome("passed"),
            passed_by_value: count(&|case| {
                matches!(
                    case.outcome,
                    Outcome::Passed {
                        level_reached: Level::Value,
                        ..
                    }
                )
            }),
            failed: outcome("failed"),
            invalid: outcome("invalid-case"),
            blocked: outcome("blocked"),
            inconclusive: outcome("inconclusive"),
            inconclusive_without_example: count(&|case| {
                case.outcome.as_str() == "inconclusive" && case.origin != CaseOrigin::Documented
            }),
            skipped: outcome("skipped"),
            unreachable: outcome("unreachable"),
            findings: places(&|case| case.outcome.findings().len()),
            notes: notes().count(),
            undocumented: notes().filter(|note| note.undocumented).count(),
            places: Places {
                exact: places(&|case| case.places.exact),
                tolerated: places(&|case| case.places.tolerated),
                unchecked: places(&|case| case.places.unchecked),
            },
            errata: self.applied().count(),
            defects: self.defects.len(),
            flaky: count(&|case| case.attempts > 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::samples;

    #[test]
    fn the_numbers_are_those_of_the_run() {
        for record in [samples::passed(), samples::failed()] {
            assert_eq!(record.counts(), record.summary);
        }
    }
}
