//! `reprise explain`: one case, from its place in the document to the command that reproduces it.

use std::io::{BufWriter, Write};

use anyhow::{Result, anyhow};
use jsonptr::Pointer;
use openapi_document::Document;
use reprise_core::{Case, CaseExpectations, DocumentationSource, Erratum, Step, Suite};
use serde_json::Value;

use crate::args::{DocumentAndSuite, SourceArgs};
use crate::exit::Exit;
use reprise_engine::did_you_mean;
use reprise_engine::reproduce::{RequestValues, ShellVariable, reproduce};
use reprise_report::place::describe_place;
use reprise_report::styles::{Styles, apply_style};
use reprise_report::text::wrap;

/// How wide the claim of an erratum is written.
const CLAIM_WIDTH: usize = 96;

/// Explain a case: its place in the document, its request, the expected response
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// Case, such as getJob.failed-job, or an operation that has only one
    case: String,

    #[command(flatten)]
    sources: SourceArgs,
}

/// Explains one case.
pub(crate) fn explain(args: &ExplainArgs, out: &mut dyn Write) -> Result<Exit> {
    let DocumentAndSuite {
        document,
        suite,
        errata,
    } = args.sources.read()?;
    let case = find_case(&suite, &args.case)?;
    let mut out = BufWriter::new(out);
    let mut page = CasePage {
        out: &mut out,
        styles: Styles::colored(),
        document: &document,
    };
    page.case(case)?;
    for (index, step) in case.steps.iter().enumerate() {
        let number = (case.steps.len() > 1).then_some(index + 1);
        page.request(case, step, number)?;
        page.response(step, number)?;
    }
    page.errata(case, &errata)?;
    page.reproduce(case)?;
    out.flush()?;
    Ok(Exit::Passed)
}

/// The case of a name, or the only one of an operation.
fn find_case<'s>(suite: &'s Suite, name: &str) -> Result<&'s Case> {
    if let Some(case) = suite.cases.iter().find(|case| case.id.as_str() == name) {
        return Ok(case);
    }
    let of_operation: Vec<&Case> = suite
        .cases
        .iter()
        .filter(|case| case.operation == name)
        .collect();
    match of_operation.as_slice() {
        [case] => Ok(case),
        [] => Err(unknown_case(suite, name)),
        cases => {
            let ids: Vec<String> = cases.iter().map(|case| format!("  {}", case.id)).collect();
            Err(anyhow!(
                "the operation `{name}` has {} cases; name one of them:\n{}",
                ids.len(),
                ids.join("\n")
            ))
        }
    }
}

fn unknown_case(suite: &Suite, name: &str) -> anyhow::Error {
    if name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return anyhow!(
            "`{name}` is the id of a finding; use `reprise report explain {name} --from REPORT.json`"
        );
    }
    let operations = || suite.cases.iter().map(|case| case.operation.as_str());
    let of_operation = operations().find(|id| {
        let rest = name.strip_prefix(id);
        rest.is_some_and(|rest| rest.starts_with('.'))
    });
    // if the operation exists, suggest only its cases
    let ids = suite
        .cases
        .iter()
        .filter(|case| of_operation.is_none_or(|id| case.operation == id))
        .map(|case| case.id.as_str());
    let operations = operations().filter(|_| of_operation.is_none());
    let hint = did_you_mean(name, ids.chain(operations), |_| match of_operation {
        Some(id) => format!("`reprise explain {id}` lists the cases of `{id}`"),
        None => "`reprise list` lists all".to_owned(),
    });
    anyhow!("there is no case `{name}`; {hint}")
}

struct CasePage<'p> {
    out: &'p mut dyn Write,
    styles: Styles,
    document: &'p Document,
}

impl CasePage<'_> {
    fn heading(&mut self, text: &str) -> Result<()> {
        Ok(writeln!(
            self.out,
            "\n{}",
            apply_style(self.styles.bold, text)
        )?)
    }

    fn line(&mut self, label: &str, text: &str) -> Result<()> {
        Ok(writeln!(self.out, "  {label:12} {text}")?)
    }

    fn place(&self, pointer: &Pointer) -> String {
        apply_style(self.styles.dim, describe_place(self.document, pointer))
    }

    fn case(&mut self, case: &Case) -> Result<()> {
        let title = apply_style(self.styles.bold, &case.id);
        match &case.summary {
            Some(summary) => writeln!(self.out, "{title}: {summary}")?,
            None => writeln!(self.out, "{title}")?,
        }
        self.line("operation", &format!("{} {}", case.method, case.path))?;
        match &case.source {
            Some(DocumentationSource::Page { page, lines }) => {
                self.line("page", &format!("{page}, lines {lines}"))?;
            }
            Some(DocumentationSource::Behaviour { behaviour }) => {
                self.line("behaviour", behaviour)?
            }
            None => {}
        }
        let fixture = case.fixture.as_deref();
        self.line(
            "fixture",
            fixture.unwrap_or("none: values are not compared"),
        )
    }

    /// The heading of a step; one that is alone has no number.
    fn step_heading(&mut self, heading: &str, number: Option<usize>) -> Result<()> {
        match number {
            Some(number) => self.heading(&format!("{heading} {number}")),
            None => self.heading(heading),
        }
    }

    fn request(&mut self, case: &Case, step: &Step, number: Option<usize>) -> Result<()> {
        self.step_heading("Request", number)?;
        if step.operation != case.operation {
            let operation = format!("{}  {} {}", step.operation, step.method.as_str(), step.path);
            self.line("operation", &operation)?;
        }
        for sent in &step.parameters {
            let from = step
                .defaults
                .iter()
                .find(|default| default.claim == sent.claim);
            let note = match (from, sent.invalid) {
                (_, true) => " (wrong on purpose)".to_owned(),
                (Some(default), _) => format!(" ({})", default.from),
                (None, false) => String::new(),
            };
            let place = self.place(&sent.claim);
            self.line(
                &sent.parameter.name,
                &format!("{}{note}  {place}", sent.value),
            )?;
        }
        for (parameter, capture) in &step.captured_parameters {
            self.line(&parameter.name, &format!("as captured: {capture}"))?;
        }
        for parameter in &step.missing_parameters {
            let place = self.place(&parameter.pointer);
            let name = &parameter.name;
            self.line(
                name,
                &format!("no value: pass --param {name}=VALUE  {place}"),
            )?;
        }
        if let Some(body) = &step.body {
            let place = self.place(&body.claim);
            self.line("body", &format!("{}  {place}", body.media_type))?;
            self.value(&body.value)?;
        }
        Ok(())
    }

    fn response(&mut self, step: &Step, number: Option<usize>) -> Result<()> {
        self.step_heading("Response", number)?;
        let expectation = &step.expected_response;
        let place = self.place(&expectation.response);
        self.line("status", &format!("{}  {place}", expectation.status))?;
        if let Some(media_type) = &expectation.media_type {
            self.line("media type", media_type)?;
        }
        for header in &expectation.headers {
            let value = match &header.value {
                Some(documented) => documented.value(self.document).to_string(),
                None if header.required => "required".to_owned(),
                None => "optional".to_owned(),
            };
            let place = self.place(&header.claim);
            self.line(&header.name, &format!("{value}  {place}"))?;
        }
        if let Some(schema) = &expectation.schema {
            let place = self.place(schema);
            self.line("schema", &place)?;
        }
        match &expectation.body {
            Some(documented) => {
                let place = self.place(&documented.claim);
                self.line("body", &place)?;
                self.value(&documented.value(self.document))?;
                for elided in &documented.elided {
                    let place = if elided.is_root() {
                        String::new()
                    } else {
                        format!(" at `{elided}`")
                    };
                    self.line("", &format!("more may follow{place}"))?;
                }
                for withdrawn in &documented.withdrawn {
                    self.line("", &format!("`{withdrawn}` is not checked"))?;
                }
                Ok(())
            }
            None if step.expectations.is_some() => Ok(()),
            None if expectation.media_type.is_none() => self.line("body", "none"),
            None => self.line("body", "no example"),
        }?;
        match &step.expectations {
            Some(expectations) => self.expectations(expectations),
            None => Ok(()),
        }
    }

    fn expectations(&mut self, expectations: &CaseExpectations) -> Result<()> {
        for header in &expectations.headers {
            let place = self.place(&header.claim);
            self.line(&header.name, &format!("required  {place}"))?;
            self.value(&self.document.get(&header.claim).unwrap_or_default())?;
        }
        for (name, claim) in &expectations.absent {
            let place = self.place(claim);
            self.line(name, &format!("must be missing  {place}"))?;
        }
        let body = expectations.body.iter().map(|claim| ("body", claim));
        let relations = expectations
            .relations
            .iter()
            .map(|one| ("relation", &one.claim));
        for (label, claim) in body.chain(relations) {
            let place = self.place(claim);
            self.line(label, &place)?;
            self.value(&self.document.get(claim).unwrap_or_default())?;
        }
        for (name, _, claim) in &expectations.captures {
            let place = self.place(claim);
            self.line("captured", &format!("{name}  {place}"))?;
        }
        Ok(())
    }

    fn value(&mut self, value: &Value) -> Result<()> {
        let text = match value {
            Value::String(text) => text.escape_debug().to_string().replace("\\n", "\n"),
            other => serde_json::to_string_pretty(other)?,
        };
        for line in text.lines() {
            writeln!(self.out, "    {line}")?;
        }
        Ok(())
    }

    fn errata(&mut self, case: &Case, errata: &[Erratum]) -> Result<()> {
        let mut errata = errata
            .iter()
            .filter(|erratum| erratum.examples.iter().any(|id| id == case.id.as_str()))
            .peekable();
        if errata.peek().is_none() {
            return Ok(());
        }
        self.heading("Errata")?;
        for erratum in errata {
            let evidence = format!("lines {}", erratum.evidence.lines);
            let evidence = apply_style(self.styles.dim, evidence);
            writeln!(self.out, "  {}  {evidence}", erratum.id)?;
            for line in wrap(&erratum.claim, CLAIM_WIDTH) {
                writeln!(self.out, "      {line}")?;
            }
        }
        Ok(())
    }

    fn reproduce(&mut self, case: &Case) -> Result<()> {
        self.heading("Reproduce")?;
        match reproduce(self.document, case, case.steps.len(), RequestValues::none()) {
            Some(reproduction) => {
                let variables = reproduction.variables.iter();
                let variables: Vec<String> = variables.map(ShellVariable::name).collect();
                writeln!(self.out, "  # set {} first", variables.join(", "))?;
                for line in reproduction.commands.lines() {
                    writeln!(self.out, "  {line}")?;
                }
                Ok(())
            }
            None => self.line("", "the request cannot be made"),
        }
    }
}
