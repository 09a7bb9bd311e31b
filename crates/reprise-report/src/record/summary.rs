//! The numbers of a report.

use reprise_core::{CaseOrigin, Level, PlaceCounts, Summary};

use super::{CaseRecord, OutcomeRecord, RunRecord};

impl RunRecord {
    /// Counts the cases, their findings and their places.
    pub fn summarize(&self) -> Summary {
        let count = |holds: &dyn Fn(&CaseRecord) -> bool| {
            self.cases.iter().filter(|case| holds(case)).count()
        };
        let outcome = |word: &'static str| count(&|case| case.outcome.as_str() == word);
        let notes = || self.cases.iter().flat_map(|case| &case.notes);
        let places = |of: &dyn Fn(&CaseRecord) -> usize| self.cases.iter().map(of).sum();
        Summary {
            cases: self.cases.len(),
            passed: outcome("passed"),
            passed_by_value: count(&|case| {
                matches!(
                    case.outcome,
                    OutcomeRecord::Passed {
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
            places: PlaceCounts {
                exact: places(&|case| case.places.exact),
                tolerated: places(&|case| case.places.tolerated),
                unchecked: places(&|case| case.places.unchecked),
            },
            errata: self.applied_errata().count(),
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
        for record in [samples::passed_run(), samples::failed_run()] {
            assert_eq!(record.summarize(), record.summary);
        }
    }
}
