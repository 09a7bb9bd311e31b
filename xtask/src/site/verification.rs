//! Describes the result of a case at a target in one sentence.

use reprise_core::{Level, PlaceCounts};
use reprise_report::record::{CaseRecord, Explanation, OutcomeRecord};
use reprise_report::words::count_of;

use super::target::{REFERENCE, Target};

/// The result of a case at a target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verification<'t> {
    /// The target.
    pub(super) target: &'t Target,
    /// The result, if the report has the case.
    pub(super) case: Option<&'t CaseRecord>,
}

/// The results of a case at all targets, in the order of the targets.
pub(super) fn verifications<'t>(targets: &'t [Target], id: &str) -> Vec<Verification<'t>> {
    targets
        .iter()
        .map(|target| Verification {
            target,
            case: target.case(id),
        })
        .collect()
}

/// The colour for an outcome.
pub(super) const fn outcome_css_class(outcome: &OutcomeRecord) -> &'static str {
    match outcome {
        OutcomeRecord::Passed { .. } => "good",
        OutcomeRecord::Failed { .. } => "bad",
        OutcomeRecord::Skipped { .. } => "none",
        OutcomeRecord::InvalidCase { .. }
        | OutcomeRecord::Blocked { .. }
        | OutcomeRecord::Inconclusive { .. }
        | OutcomeRecord::Unreachable { .. } => "warn",
    }
}

/// The colour for all of them: good only if the case passed at every target.
pub(super) fn css_class(known: &[Verification<'_>]) -> &'static str {
    let has = |class: &str| known.iter().any(|known| known.css_class() == class);
    let classes = ["bad", "warn", "none", "good"];
    classes
        .into_iter()
        .find(|class| has(class))
        .unwrap_or("none")
}

impl Verification<'_> {
    /// The outcome in words, with the level if there is one.
    pub(super) fn outcome_text(&self) -> String {
        match self.case.map(|case| &case.outcome) {
            None => "not in the report".to_owned(),
            Some(OutcomeRecord::Passed { level_reached, .. }) => format!("passed, {level_reached}"),
            Some(outcome) => outcome.as_str().to_owned(),
        }
    }

    /// The colour for it.
    pub(super) fn css_class(&self) -> &'static str {
        self.case
            .map_or("none", |case| outcome_css_class(&case.outcome))
    }

    /// The date, the target and the result. A plain text; parts of it come from the report and are not trusted.
    pub(super) fn sentence(&self) -> String {
        let Target { record, name, .. } = self.target;
        let against = if name == REFERENCE {
            self.target.title()
        } else {
            format!(
                "{} (report {name}, written by {} {})",
                self.target.title(),
                record.tool.name,
                record.tool.version
            )
        };
        let day = self.target.day();
        let Some(case) = self.case else {
            return format!(
                "Not tested against {against}: its report of {day} does not contain the case."
            );
        };
        let tested = |what: &str| format!("Tested on {day} against {against}: {what}.");
        let not = |what: &str, reason: &str| {
            let reason = reason.trim_end_matches('.');
            format!("{what} on {day} against {against}: {reason}.")
        };
        let mut sentence = match &case.outcome {
            OutcomeRecord::Passed { level_reached, .. } => {
                tested(&describe_comparison(*level_reached, case.places))
            }
            OutcomeRecord::Failed { findings, .. } => tested(&format!(
                "the response differs from the documentation in {}",
                count_of(findings.len(), "place", "places")
            )),
            OutcomeRecord::InvalidCase(Explanation { reason, .. }) => {
                not("Not sent, because the case is invalid,", reason)
            }
            OutcomeRecord::Blocked(Explanation { reason, .. }) => not("Blocked", reason),
            OutcomeRecord::Inconclusive(Explanation { reason, .. }) => not("Inconclusive", reason),
            OutcomeRecord::Skipped(Explanation { reason, .. }) => not("Skipped", reason),
            OutcomeRecord::Unreachable(Explanation { reason, .. }) => not("No response", reason),
        };
        let is_decided = matches!(
            case.outcome,
            OutcomeRecord::Passed { .. } | OutcomeRecord::Failed { .. }
        );
        if is_decided && !case.errata.is_empty() {
            let errata: Vec<&str> = case.errata.iter().map(String::as_str).collect();
            sentence.push_str(&format!(
                " The expectation was corrected by {} {}.",
                if errata.len() == 1 {
                    "the erratum"
                } else {
                    "the errata"
                },
                errata.join(", ")
            ));
        }
        sentence
    }
}

/// What was compared when a case passed at a level.
fn describe_comparison(level_reached: Level, places: PlaceCounts) -> String {
    match level_reached {
        Level::Exchange => {
            "status, media type and headers are as documented; the body was only parsed"
                .to_owned()
        }
        Level::Schema => "the response matches its schema; it was not compared with the example".to_owned(),
        Level::Shape => "all properties of the example are present with their types; their values were not compared".to_owned(),
        Level::Value => {
            let PlaceCounts {
                exact,
                tolerated,
                unchecked,
            } = places;
            let mut text = match (exact, tolerated + unchecked) {
                (0, 0) => "the response is as documented".to_owned(),
                (1, 0) => "the one documented value was returned".to_owned(),
                (all, 0) => format!("all {all} documented values were returned"),
                (some, _) => format!(
                    "{some} of {} documented values were returned",
                    exact + tolerated + unchecked
                ),
            };
            if tolerated > 0 {
                text.push_str(&format!(
                    ", {tolerated} may vary and had the right format"
                ));
            }
            if unchecked > 0 {
                text.push_str(&format!(", {unchecked} not compared"));
            }
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_described_by_what_was_compared() {
        let places = |exact, tolerated, unchecked| PlaceCounts {
            exact,
            tolerated,
            unchecked,
        };
        for (level, places, expected) in [
            (
                Level::Value,
                places(12, 0, 0),
                "all 12 documented values were returned",
            ),
            (
                Level::Value,
                places(1, 0, 0),
                "the one documented value was returned",
            ),
            (
                Level::Value,
                places(9, 1, 2),
                "9 of 12 documented values were returned, 1 may vary and had the right format, 2 not compared",
            ),
            (
                Level::Value,
                places(0, 0, 0),
                "the response is as documented",
            ),
            (
                Level::Shape,
                places(0, 0, 12),
                "all properties of the example are present with their types; their values were not compared",
            ),
        ] {
            assert_eq!(describe_comparison(level, places), expected);
        }
    }
}
