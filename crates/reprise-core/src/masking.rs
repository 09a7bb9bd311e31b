//! Masks secrets in a report. Every report format is written from the masked report.

use crate::checks::BodyPair;
use crate::finding::{ExchangePart, ExtraProperty, Finding, FindingKind};
use crate::outcome::Outcome;
use crate::report::{CaseReport, Report};
use crate::secrets::Secrets;

impl Report {
    /// Masks every secret in all texts from a server, an error or a person.
    ///
    /// Places in the document are not masked: they are needed to find the line.
    pub fn mask(&mut self, secrets: &Secrets) {
        if secrets.is_empty() {
            return;
        }
        for text in [&mut self.title, &mut self.document, &mut self.target] {
            secrets.mask_text(text);
        }
        for case in &mut self.cases {
            mask_case(case, secrets);
        }
        for erratum in &mut self.errata {
            secrets.mask_text(&mut erratum.claim);
        }
        for defect in &mut self.defects {
            secrets.mask_text(&mut defect.message);
        }
    }
}

fn mask_case(case: &mut CaseReport, secrets: &Secrets) {
    match &mut case.outcome {
        Outcome::Passed { .. } => {}
        Outcome::Failed(findings) => {
            for finding in findings {
                mask_finding(finding, secrets);
            }
        }
        Outcome::InvalidCase(reason)
        | Outcome::Blocked(reason)
        | Outcome::Inconclusive(reason)
        | Outcome::Skipped(reason)
        | Outcome::Unreachable(reason) => {
            for text in reason.texts_mut() {
                secrets.mask_text(text);
            }
        }
    }
    if let Some(BodyPair { documented, actual }) = &mut case.bodies {
        for body in documented.iter_mut().chain([actual]) {
            secrets.mask_text(&mut body.text);
        }
    }
    for ExtraProperty { at, .. } in &mut case.notes {
        secrets.mask_pointer(at);
    }
}

fn mask_finding(finding: &mut Finding, secrets: &Secrets) {
    secrets.mask_pointer(&mut finding.at);
    match &mut finding.place {
        ExchangePart::Status | ExchangePart::MediaType | ExchangePart::Body => {}
        ExchangePart::Parameter(name) | ExchangePart::Header(name) => secrets.mask_text(name),
    }
    // no wildcard arm: a new kind must decide here which of its texts need masking
    match &mut finding.kind {
        FindingKind::Missing { expected } => secrets.mask_value(expected),
        FindingKind::Unexpected { actual } => secrets.mask_value(actual),
        FindingKind::Other { expected, actual } => {
            secrets.mask_value(expected);
            secrets.mask_value(actual);
        }
        FindingKind::Moved { from: _, to: _ } | FindingKind::Undocumented => {}
        FindingKind::Invalid {
            message,
            expected,
            actual,
        } => {
            secrets.mask_text(message);
            for value in [expected, actual].into_iter().flatten() {
                secrets.mask_value(value);
            }
        }
        FindingKind::Unreadable { message } => secrets.mask_text(message),
    }
}
