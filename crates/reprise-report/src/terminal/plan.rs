//! What a run would send.

use std::borrow::Cow;
use std::io::{self, Write};

use openapi_document::Document;
use reprise_core::{Plan, Suite, UnusedReason};

use super::lines::{self, Lines, width};
use super::without_result;
use crate::case_groups::{CaseWithoutResult, group_cases};
use crate::place::source_position;
use crate::styles::{Styles, apply_style};
use crate::text::escape_for_display;
use crate::words::count_of;

/// Writes which cases a run would send, and why it would not send the others.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn write_plan(
    out: &mut dyn Write,
    styles: &Styles,
    document: &Document,
    suite: &Suite,
    plan: &Plan<'_>,
) -> io::Result<()> {
    let groups = group_cases(plan.skips.iter().filter_map(|skip| {
        let reason = skip.outcome.reason()?;
        Some(CaseWithoutResult {
            case: skip.case.id.as_str(),
            outcome: skip.outcome.as_str(),
            code: reason.code(),
            subject: reason.group().subject.map(Cow::Owned),
            reason: Cow::Owned(reason.to_string()),
        })
    }));
    let mut totals = vec![format!("{} to send", plan.cases.len())];
    for outcome in ["blocked", "invalid", "skipped"] {
        let groups = groups.iter().filter(|group| group.adjective() == outcome);
        let count: usize = groups.map(|group| group.count()).sum();
        if count > 0 {
            totals.push(format!("{count} {outcome}"));
        }
    }
    let sections = [
        lines_to_send(plan),
        without_result::lines(styles, &groups, false),
        unused_lines(styles, document, suite),
        vec![format!("{}; nothing was sent", totals.join(", "))],
    ];
    lines::write_sections(out, &sections)
}

fn lines_to_send(plan: &Plan<'_>) -> Lines {
    let ids = plan.cases.iter().map(|planned| planned.case.id.as_str());
    let widest = ids
        .map(|id| width(&escape_for_display(id)))
        .max()
        .unwrap_or_default();
    plan.cases
        .iter()
        .map(|planned| {
            let case = planned.case;
            format!(
                "send {:widest$}  {} {}  up to level {}",
                escape_for_display(case.id.as_str()),
                case.method.as_str(),
                escape_for_display(&case.path),
                planned.maximum_level,
            )
        })
        .collect()
}

/// The examples that are not used as cases, by reason.
fn unused_lines(styles: &Styles, document: &Document, suite: &Suite) -> Lines {
    let mut reasons: Vec<(&UnusedReason, Vec<String>)> = Vec::new();
    for unused in &suite.unused {
        let place = source_position(document, &unused.pointer);
        match reasons
            .iter_mut()
            .find(|(reason, _)| *reason == &unused.reason)
        {
            Some((_, places)) => places.push(place),
            None => reasons.push((&unused.reason, vec![place])),
        }
    }
    reasons
        .iter()
        .flat_map(|(reason, places)| {
            let head = format!(
                "- {} unused: {}",
                count_of(places.len(), "example", "examples"),
                escape_for_display(&reason.to_string())
            );
            let mut lines = vec![head];
            let names = lines::name_lines(places.iter().map(String::as_str), false);
            lines.extend(names.into_iter().map(|line| format!("    {line}")));
            lines
        })
        .map(|line| apply_style(styles.dim, line))
        .collect()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use reprise_core::{ExistingState, Schemas, StateSource, build_suite};

    use super::*;

    const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: Jobs, version: 1.0.0}
paths:
  /jobs:
    get:
      operationId: listJobs
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {type: array}, examples: {all: {value: []}}}}
    post:
      operationId: createJob
      responses:
        '201':
          description: created
          content: {application/json: {schema: {type: object}, examples: {new: {value: {id: 1}}}}}
  /jobs/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getJob
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {type: object}
              examples:
                first: {value: {id: 1}}
                second: {value: {id: 2}}
                third: {}
  /health:
    get: {operationId: health, responses: {'200': {description: ok}}}
";

    #[test]
    fn a_plan_has_the_cases_to_send_and_groups_of_the_others() {
        let document = Document::parse("jobs.yaml", DOCUMENT).unwrap();
        let suite = build_suite(&document, &[], &[]).unwrap();
        let schemas = Schemas::compile(&document, &suite).unwrap();
        let state = StateSource::Existing(ExistingState::default());
        let planned = reprise_core::plan(&document, &suite, &schemas, &state, &|_| true);
        let mut out = Vec::new();
        write_plan(&mut out, &Styles::default(), &document, &suite, &planned).unwrap();
        assert_snapshot!(String::from_utf8(out).unwrap());
    }
}
