//! One difference between document and server, with every case that has it.

use std::collections::HashMap;

use reprise_core::{ExchangePart, FindingClass, FindingKind, Level};

use super::lines::{self, Lines};
use crate::finding_groups::{CauseMap, FindingGroup, group_findings};
use crate::record::{CaseRecord, FindingRecord, RunRecord};
use crate::styles::{Styles, apply_style};
use crate::text::{escape_for_display, render_values};
use crate::words::{count_of, describe_kind, describe_part, kind_values};

/// A difference.
pub(super) struct FindingDifference<'r> {
    /// Its findings in the first case that has it.
    pub(super) first: FindingGroup<'r>,
    /// The cases that have it, in the order of the suite.
    pub(super) cases: Vec<&'r CaseRecord>,
    /// How many places of responses have it.
    pub(super) places: usize,
}

/// What the findings of a difference at the level of schemas have in common. Their values differ from case to case.
#[derive(PartialEq, Eq, Hash)]
struct SchemaCause<'r> {
    claim: &'r str,
    kind: &'static str,
    place: &'r ExchangePart,
    property: Option<&'r str>,
}

/// The differences of a report, in the order in which they are first seen: those that are known failures, or the others.
pub(super) fn collect_differences(
    record: &RunRecord,
    accepted: bool,
) -> Vec<FindingDifference<'_>> {
    let mut differences: Vec<FindingDifference<'_>> = Vec::new();
    let mut schema_places = HashMap::new();
    let mut causes = CauseMap::default();
    for case in record.selected_cases() {
        for fold in group_findings(case.outcome.findings()) {
            if fold.first.accepted != accepted {
                continue;
            }
            let next = differences.len();
            let at = if fold.first.level == Level::Schema {
                *schema_places
                    .entry(schema_cause(fold.first))
                    .or_insert(next)
            } else {
                *causes.get_or_insert(fold.cause(), next)
            };
            match differences.get_mut(at) {
                Some(known) => {
                    known.places += fold.count();
                    if known.cases.last().is_none_or(|last| last.id != case.id) {
                        known.cases.push(case);
                    }
                }
                None => differences.push(FindingDifference {
                    places: fold.count(),
                    cases: vec![case],
                    first: fold,
                }),
            }
        }
    }
    differences
}

fn schema_cause(finding: &FindingRecord) -> SchemaCause<'_> {
    let claim = finding.claim.pointer.as_str();
    // these keywords claim something of several properties
    let keyword = claim.rsplit('/').next().unwrap_or_default();
    let is_of_several = matches!(
        keyword,
        "required"
            | "dependentRequired"
            | "additionalProperties"
            | "unevaluatedProperties"
            | "propertyNames"
    );
    SchemaCause {
        claim,
        kind: finding.kind.as_str(),
        place: &finding.place,
        property: (is_of_several || finding.kind == FindingKind::Undocumented)
            .then(|| finding.pointer.rsplit('/').next().unwrap_or_default()),
    }
}

impl FindingDifference<'_> {
    /// The part of the response: `body /name`.
    pub(super) fn place(&self) -> String {
        escape_for_display(&describe_part(
            &self.first.first.place,
            &self.first.pointer(),
        ))
    }

    /// The id of its first finding.
    pub(super) fn id(&self) -> String {
        escape_for_display(&self.first.first.id)
    }

    /// The place, what is wrong there, and the id, on one line.
    pub(super) fn header_line(&self, styles: &Styles) -> String {
        let finding = self.first.first;
        let mut head = apply_style(styles.bold, self.place());
        if let Some(claim) = describe_kind(&finding.kind) {
            head.push_str(&format!(": {}", escape_for_display(&claim)));
        }
        let mut asides = Vec::new();
        asides.extend(finding.step.map(|step| format!("step {step}")));
        if self.places > 1 && self.places > self.cases.len() {
            asides.push(count_of(self.places, "place", "places"));
        }
        // most findings are breaking
        if finding.class != FindingClass::Breaking {
            asides.push(finding.class.as_str().to_owned());
        }
        if !asides.is_empty() {
            head.push_str(&apply_style(
                styles.dim,
                format!("  ({})", asides.join(", ")),
            ));
        }
        format!("{head}  {}", apply_style(styles.dim, self.id()))
    }

    /// The difference in full.
    pub(super) fn lines(&self, styles: &Styles, all: bool) -> Lines {
        let finding = self.first.first;
        let mut lines = vec![format!("    {}", self.header_line(styles))];
        for line in render_values(kind_values(&finding.kind)) {
            lines.push(format!("      {line}"));
        }
        if let Some(two) = finding.agreement {
            lines.push(format!("      {two}"));
        }
        if self.cases.len() > 1 {
            let names = lines::name_lines(self.cases.iter().map(|case| case.id.as_str()), all);
            let mut label = format!("in {} cases: ", self.cases.len());
            for line in names {
                lines.push(format!("      {label}{line}"));
                label = "  ".to_owned();
            }
        }
        let claim = format!("documented at {} {}", finding.claim, finding.claim.pointer);
        lines.push(format!(
            "      {}",
            apply_style(styles.dim, escape_for_display(&claim))
        ));
        lines
    }
}
