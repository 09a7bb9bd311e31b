//! One difference between document and server, with every case that has it.

use std::collections::HashMap;

use reprise_core::{Class, Kind, Level, Place};

use super::lines::{self, Lines};
use crate::fold::{Causes, Fold, fold};
use crate::record::{Case, Finding, Record};
use crate::styles::{Styles, styled};
use crate::text::{shown_values, visible};
use crate::words::{claim, counted, place, values};

/// A difference.
pub(super) struct Difference<'r> {
    /// Its findings in the first case that has it.
    pub(super) first: Fold<'r>,
    /// The cases that have it, in the order of the suite.
    pub(super) cases: Vec<&'r Case>,
    /// How many places of responses have it.
    pub(super) places: usize,
}

/// What the findings of a difference at the level of schemas have in common. Their values differ from case to case.
#[derive(PartialEq, Eq, Hash)]
struct SchemaPlace<'r> {
    claim: &'r str,
    kind: &'static str,
    place: &'r Place,
    property: Option<&'r str>,
}

/// The differences of a report, in the order in which they are first seen: those that are known failures, or the others.
pub(super) fn differences(record: &Record, accepted: bool) -> Vec<Difference<'_>> {
    let mut differences: Vec<Difference<'_>> = Vec::new();
    let mut schema_places = HashMap::new();
    let mut causes = Causes::default();
    for case in record.shown() {
        for fold in fold(case.outcome.findings()) {
            if fold.first.accepted != accepted {
                continue;
            }
            let next = differences.len();
            let at = if fold.first.level == Level::Schema {
                *schema_places
                    .entry(schema_place(fold.first))
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
                None => differences.push(Difference {
                    places: fold.count(),
                    cases: vec![case],
                    first: fold,
                }),
            }
        }
    }
    differences
}

fn schema_place(finding: &Finding) -> SchemaPlace<'_> {
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
    SchemaPlace {
        claim,
        kind: finding.kind.as_str(),
        place: &finding.place,
        property: (is_of_several || finding.kind == Kind::Undocumented)
            .then(|| finding.pointer.rsplit('/').next().unwrap_or_default()),
    }
}

impl Difference<'_> {
    /// The part of the response: `body /name`.
    pub(super) fn place(&self) -> String {
        visible(&place(&self.first.first.place, &self.first.pointer()))
    }

    /// The id of its first finding.
    pub(super) fn id(&self) -> String {
        visible(&self.first.first.id)
    }

    /// The place, what is wrong there, and the id, on one line.
    pub(super) fn head(&self, styles: &Styles) -> String {
        let finding = self.first.first;
        let mut head = styled(styles.bold, self.place());
        if let Some(claim) = claim(&finding.kind) {
            head.push_str(&format!(": {}", visible(&claim)));
        }
        let mut asides = Vec::new();
        asides.extend(finding.step.map(|step| format!("step {step}")));
        if self.places > 1 && self.places > self.cases.len() {
            asides.push(counted(self.places, "place", "places"));
        }
        // most findings are breaking
        if finding.class != Class::Breaking {
            asides.push(finding.class.as_str().to_owned());
        }
        if !asides.is_empty() {
            head.push_str(&styled(styles.dim, format!("  ({})", asides.join(", "))));
        }
        format!("{head}  {}", styled(styles.dim, self.id()))
    }

    /// The difference in full.
    pub(super) fn lines(&self, styles: &Styles, all: bool) -> Lines {
        let finding = self.first.first;
        let mut lines = vec![format!("    {}", self.head(styles))];
        for line in shown_values(values(&finding.kind)) {
            lines.push(format!("      {line}"));
        }
        if let Some(two) = finding.agreement {
            lines.push(format!("      {two}"));
        }
        if self.cases.len() > 1 {
            let names = lines::names(self.cases.iter().map(|case| case.id.as_str()), all);
            let mut label = format!("in {} cases: ", self.cases.len());
            for line in names {
                lines.push(format!("      {label}{line}"));
                label = "  ".to_owned();
            }
        }
        let claim = format!("documented at {} {}", finding.claim, finding.claim.pointer);
        lines.push(format!("      {}", styled(styles.dim, visible(&claim))));
        lines
    }
}
