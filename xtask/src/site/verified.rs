//! What replaying an example has shown, in one honest sentence for each target.

use reprise_core::{Level, Places};

use super::layout::counted;
use super::record::{Case, Outcome, REFERENCE, Target};

/// What is known of one case at one target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verification<'t> {
    /// The target.
    pub(super) target: &'t Target,
    /// What became of the case there; none where the report does not speak of it.
    pub(super) case: Option<&'t Case>,
}

/// What is known of a case at each target, in the order of the targets.
pub(super) fn verifications<'t>(targets: &'t [Target], id: &str) -> Vec<Verification<'t>> {
    targets
        .iter()
        .map(|target| Verification {
            target,
            case: target.case(id),
        })
        .collect()
}

/// The colour of all of them together: good only where every target conforms.
pub(super) fn mood(known: &[Verification<'_>]) -> &'static str {
    let has = |mood: &str| known.iter().any(|known| known.mood() == mood);
    let moods = ["bad", "warn", "none", "good"];
    moods.into_iter().find(|mood| has(mood)).unwrap_or("none")
}

impl Verification<'_> {
    /// The word for it, with the level where there is one.
    pub(super) fn word(&self) -> String {
        match self.case.map(|case| &case.outcome) {
            None => "not in the report".to_owned(),
            Some(Outcome::Passed { level_reached }) => format!("conforms, {level_reached}"),
            Some(outcome) => outcome.as_str().to_owned(),
        }
    }

    /// The colour it is shown in.
    pub(super) fn mood(&self) -> &'static str {
        self.case.map_or("none", |case| case.outcome.mood())
    }

    /// When, against what, and what came of it. A plain text; parts of it are a report's own words.
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
        let day = record.day();
        let Some(case) = self.case else {
            return format!(
                "Not replayed against {against}: its report of {day} does not have it."
            );
        };
        let replayed = |what: &str| format!("Replayed on {day} against {against}: {what}.");
        let not = |what: &str, reason: &str| {
            let reason = reason.trim_end_matches('.');
            format!("{what} on {day} against {against}: {reason}.")
        };
        let mut sentence = match &case.outcome {
            Outcome::Passed { level_reached } => replayed(&conforming(*level_reached, case.places)),
            Outcome::Failed { findings, .. } => replayed(&format!(
                "the answer is not what is documented, in {}",
                counted(findings.len(), "place", "places")
            )),
            Outcome::InvalidCase { reason } => not("Not sent, as the request is wrong,", reason),
            Outcome::Blocked { reason } => not("Not replayed, because blocked,", reason),
            Outcome::Inconclusive { reason } => not("Replayed, but with nothing to judge,", reason),
            Outcome::Skipped { reason } => not("Not replayed, because left out,", reason),
            Outcome::Unreachable { reason } => not("Replayed without an answer,", reason),
        };
        let is_judged = matches!(
            case.outcome,
            Outcome::Passed { .. } | Outcome::Failed { .. }
        );
        if is_judged && !case.errata.is_empty() {
            let errata: Vec<&str> = case.errata.iter().map(String::as_str).collect();
            sentence.push_str(&format!(
                " It was held with {} {}, not as it is shown here.",
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

/// What it means that a case conforms at a level.
fn conforming(level_reached: Level, places: Places) -> String {
    match level_reached {
        Level::Exchange => {
            "status, media type and headers are as documented; of the body no more was compared than that it can be read"
                .to_owned()
        }
        Level::Schema => "the answer is valid against its schema; it was not compared with what the example shows".to_owned(),
        Level::Shape => "all that the example shows is there, with its type; its values were not compared".to_owned(),
        Level::Value => {
            let Places {
                exact,
                tolerated,
                unchecked,
            } = places;
            let mut said = match (exact, tolerated + unchecked) {
                (0, 0) => "the answer is as documented".to_owned(),
                (1, 0) => "the one documented value was returned".to_owned(),
                (all, 0) => format!("all {all} documented values were returned"),
                (some, _) => format!(
                    "{some} of {} documented values were returned",
                    exact + tolerated + unchecked
                ),
            };
            if tolerated > 0 {
                said.push_str(&format!(
                    ", {tolerated} may vary and had the right form"
                ));
            }
            if unchecked > 0 {
                said.push_str(&format!(", {unchecked} not compared"));
            }
            said
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_claims_no_more_than_was_compared() {
        let places = |exact, tolerated, unchecked| Places {
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
                "9 of 12 documented values were returned, 1 may vary and had the right form, 2 not compared",
            ),
            (Level::Value, places(0, 0, 0), "the answer is as documented"),
            (
                Level::Shape,
                places(0, 0, 12),
                "all that the example shows is there, with its type; its values were not compared",
            ),
        ] {
            assert_eq!(conforming(level, places), expected);
        }
    }
}
