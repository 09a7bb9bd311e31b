//! Mutation testing: which faults of a server the cases catch, and whether harmless variations of its responses raise a
//! false alarm.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// A fault that a server can be started with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub class: String,
    /// Ids of the operations that it affects.
    pub operations: Vec<String>,
    /// The requirement that it violates, in one line.
    pub breaks: String,
}

/// An equivalent response that meets every requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variation {
    /// Its name.
    pub name: String,
    /// The equivalent change, which only looks different, in one line.
    pub keeps: String,
}

/// The results of a suite against every fault and every variation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MutantReport {
    /// Every case of the suite.
    pub cases: Vec<String>,
    /// Every fault, with the cases that caught it.
    pub faults: Vec<FaultResult>,
    /// Every variation, with the cases that raised a false alarm.
    pub variations: Vec<VariationResult>,
}

/// A fault, and the cases that caught it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultResult {
    /// The fault.
    #[serde(flatten)]
    pub fault: Fault,
    /// Ids of cases, in the order of the suite.
    pub by: Vec<String>,
}

/// A variation, and the cases that raised a false alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariationResult {
    /// The variation.
    #[serde(flatten)]
    pub variation: Variation,
    /// Ids of cases, in the order of the suite.
    pub alarms: Vec<String>,
}

/// The results in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MutantScore {
    /// Faults in all.
    pub faults: usize,
    /// Faults that a case caught.
    pub caught: usize,
    /// Variations in all.
    pub variations: usize,
    /// Variations that raised a false alarm.
    pub alarmed: usize,
    /// Cases in all.
    pub cases: usize,
    /// Cases that caught no fault.
    pub idle: usize,
}

impl MutantReport {
    /// The faults that no case caught.
    pub fn missed_faults(&self) -> impl Iterator<Item = &Fault> {
        let is_missed = |caught: &&FaultResult| caught.by.is_empty();
        self.faults
            .iter()
            .filter(is_missed)
            .map(|caught| &caught.fault)
    }

    /// The cases that caught no fault.
    pub fn idle_cases(&self) -> impl Iterator<Item = &str> {
        let busy: BTreeSet<&str> = self
            .faults
            .iter()
            .flat_map(|caught| caught.by.iter().map(String::as_str))
            .collect();
        let cases = self.cases.iter().map(String::as_str);
        cases.filter(move |case| !busy.contains(case))
    }

    /// Faults and how many of them were caught, by class, in the order of the server.
    pub fn counts_by_class(&self) -> Vec<(&str, usize, usize)> {
        let mut order = Vec::new();
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for caught in &self.faults {
            let class = caught.fault.class.as_str();
            let (all, found) = counts.entry(class).or_insert_with(|| {
                order.push(class);
                (0, 0)
            });
            *all += 1;
            *found += usize::from(!caught.by.is_empty());
        }
        let count = |class| counts.get(class).copied().unwrap_or_default();
        order
            .into_iter()
            .map(|class| (class, count(class).0, count(class).1))
            .collect()
    }

    /// The results in numbers.
    pub fn score(&self) -> MutantScore {
        MutantScore {
            faults: self.faults.len(),
            caught: self.faults.len() - self.missed_faults().count(),
            variations: self.variations.len(),
            alarmed: self
                .variations
                .iter()
                .filter(|alarmed| !alarmed.alarms.is_empty())
                .count(),
            cases: self.cases.len(),
            idle: self.idle_cases().count(),
        }
    }
}

impl MutantScore {
    /// Whether every mutant is caught, every case catches one, and no equivalent change causes a failure.
    pub fn is_perfect(self) -> bool {
        self.caught == self.faults && self.alarmed == 0 && self.idle == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(name: &str, class: &str, by: &[&str]) -> FaultResult {
        FaultResult {
            fault: Fault {
                name: name.to_owned(),
                class: class.to_owned(),
                operations: vec!["getJob".to_owned()],
                breaks: String::new(),
            },
            by: by.iter().map(|case| (*case).to_owned()).collect(),
        }
    }

    #[test]
    fn the_score_counts_missed_faults_idle_cases_and_false_alarms() {
        let mut report = MutantReport {
            cases: vec!["a".to_owned(), "b".to_owned()],
            faults: vec![
                fault("one", "x", &["a"]),
                fault("two", "y", &[]),
                fault("three", "x", &["a"]),
            ],
            variations: vec![VariationResult {
                variation: Variation {
                    name: "gzip".to_owned(),
                    keeps: String::new(),
                },
                alarms: vec!["b".to_owned()],
            }],
        };
        let score = report.score();
        let expected = MutantScore {
            faults: 3,
            caught: 2,
            variations: 1,
            alarmed: 1,
            cases: 2,
            idle: 1,
        };
        assert_eq!(score, expected);
        assert!(!score.is_perfect());
        assert_eq!(report.counts_by_class(), [("x", 2, 2), ("y", 1, 0)]);
        assert_eq!(report.idle_cases().collect::<Vec<_>>(), ["b"]);

        report.faults[1].by.push("b".to_owned());
        assert!(!report.score().is_perfect(), "a false alarm is left");
        report.variations[0].alarms.clear();
        assert!(report.score().is_perfect());
    }
}
