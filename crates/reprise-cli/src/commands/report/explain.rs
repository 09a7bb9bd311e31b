//! One finding of a report: what differs, where the document says otherwise, and what can be done about it.

use std::borrow::Cow;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use reprise_core::{
    Day, ExchangePart, FindingKind, NewFinding, finding_ids, render_known_failures,
};
use serde_json::Value;

use super::excerpt::excerpt;
use super::report_input;
use crate::args::LimitArgs;
use crate::exit::Exit;
use reprise_engine::limits::DocumentLimits;
use reprise_engine::source::{DocumentSource, SuiteSource};
use reprise_engine::{did_you_mean, unix_time};
use reprise_report::record::{CaseRecord, FindingRecord, RunRecord};
use reprise_report::styles::{Styles, apply_style};
use reprise_report::text::{escape_for_display, render_one_line, render_values};
use reprise_report::words::{self, describe_class, describe_part};

/// How many ids are listed if none is similar.
const MAX_LISTED_IDS: usize = 10;

/// The schema keywords to show, in order.
const KEYWORDS: [&str; 20] = [
    "description",
    "$ref",
    "type",
    "const",
    "enum",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "required",
    "additionalProperties",
    "x-volatile",
];

/// Explain a finding: the lines of the document, the values, the command that reproduces it
#[derive(Debug, clap::Args)]
pub(super) struct ExplainFindingArgs {
    /// Id of a finding
    finding: String,

    /// Report that contains it; - is standard input
    #[arg(long, value_name = "REPORT.json")]
    from: PathBuf,

    /// Where the document is, if not where the report says
    document: Option<PathBuf>,

    #[command(flatten)]
    limits: LimitArgs,
}

/// Explains one finding of a report.
pub(super) fn explain_finding(args: &ExplainFindingArgs, out: &mut dyn Write) -> Result<Exit> {
    let record = report_input::read_report(&args.from)?;
    let (case, index) = find_finding(&record, &args.finding)?;
    let Some(finding) = case.outcome.findings().get(index) else {
        return Err(unknown_finding(&record, &args.finding));
    };
    let document = report_input::read_document(
        args.document.as_deref(),
        &record.document,
        args.limits.into(),
    );
    let suite = report_input::find_built_in_sources(&record.document)
        .map_or(SuiteSource::None, |built_in| built_in.suite);
    let mut out = BufWriter::new(out);
    let mut page = FindingPage {
        out: &mut out,
        styles: Styles::colored(),
        suite: &suite,
        limit: DocumentLimits::from(args.limits).bytes,
    };
    page.head(case, finding)?;
    page.documented_lines(
        finding,
        document.as_ref().map_err(|error| format!("{error:#}")),
    )?;
    if let Ok((document, _)) = &document {
        page.schema_keyword_lines(finding, document)?;
    }
    page.value_lines(&finding.kind)?;
    page.reproduce(case)?;
    page.known_failure(case, index)?;
    out.flush()?;
    Ok(Exit::Passed)
}

/// The case that has a finding, and which of its findings it is.
fn find_finding<'r>(record: &'r RunRecord, id: &str) -> Result<(&'r CaseRecord, usize)> {
    record
        .cases
        .iter()
        .find_map(|case| {
            let mut findings = case.outcome.findings().iter();
            Some((case, findings.position(|finding| finding.id == id)?))
        })
        .ok_or_else(|| unknown_finding(record, id))
}

fn unknown_finding(record: &RunRecord, id: &str) -> anyhow::Error {
    let findings = record.cases.iter().flat_map(|case| case.outcome.findings());
    let ids: Vec<&str> = findings.map(|finding| finding.id.as_str()).collect();
    if ids.is_empty() {
        return anyhow!("the report contains no findings");
    }
    let hint = did_you_mean(id, ids.iter().copied(), |_| {
        match ids.get(..MAX_LISTED_IDS) {
            Some(first) if ids.len() > MAX_LISTED_IDS => format!("it has: {}, …", first.join(", ")),
            _ => format!("it has: {}", ids.join(", ")),
        }
    });
    anyhow!("the report has no finding `{id}`; {hint}")
}

struct FindingPage<'p> {
    out: &'p mut dyn Write,
    styles: Styles,
    suite: &'p SuiteSource,
    limit: u64,
}

impl FindingPage<'_> {
    fn heading(&mut self, text: &str) -> Result<()> {
        Ok(writeln!(
            self.out,
            "\n{}",
            apply_style(self.styles.bold, text)
        )?)
    }

    fn line(&mut self, label: &str, text: &str) -> Result<()> {
        Ok(writeln!(
            self.out,
            "  {label:12} {}",
            escape_for_display(text)
        )?)
    }

    fn head(&mut self, case: &CaseRecord, finding: &FindingRecord) -> Result<()> {
        let id = apply_style(self.styles.bold, escape_for_display(&finding.id));
        let at = describe_part(&finding.place, &finding.pointer);
        match words::describe_kind(&finding.kind) {
            Some(claim) => writeln!(
                self.out,
                "{id}: {}: {}",
                escape_for_display(&at),
                escape_for_display(&claim)
            )?,
            None => writeln!(self.out, "{id}: {}", escape_for_display(&at))?,
        }
        self.line(
            "case",
            &format!("{}, {} {}", case.id, case.method, case.path),
        )?;
        self.line("level", finding.level.as_str())?;
        self.line(
            "class",
            &format!(
                "{}: {}",
                finding.class.as_str(),
                describe_class(finding.class)
            ),
        )?;
        self.line("who is wrong", &describe_wrong_party(finding))?;
        if finding.accepted {
            self.line(
                "",
                "a known failure says that the target is known to differ here",
            )?;
        }
        Ok(())
    }

    /// The lines of the document, or why they cannot be shown.
    fn documented_lines(
        &mut self,
        finding: &FindingRecord,
        document: Result<&(Document, DocumentSource), String>,
    ) -> Result<()> {
        self.heading("Documented")?;
        let claim = &finding.claim;
        let place = apply_style(
            self.styles.dim,
            escape_for_display(&format!("{claim} {}", claim.pointer)),
        );
        writeln!(self.out, "  {place}")?;
        let source = document.and_then(|(_, source)| {
            report_input::read_source_text(source, self.suite, &claim.file, self.limit)
                .map_err(|error| format!("{error:#}"))
        });
        match (source, claim.line, claim.column) {
            (Ok(text), Some(line), Some(column)) => {
                for line in excerpt(&text, line, column) {
                    writeln!(self.out, "    {line}")?;
                }
                Ok(())
            }
            (Ok(_), ..) => Ok(()),
            (Err(reason), ..) => {
                let line = format!("the lines are not shown: {reason}");
                Ok(writeln!(self.out, "    {}", escape_for_display(&line))?)
            }
        }
    }

    fn schema_keyword_lines(&mut self, finding: &FindingRecord, document: &Document) -> Result<()> {
        let said = schema_keywords(finding, document);
        if said.is_empty() {
            return Ok(());
        }
        self.heading("What the schema says there")?;
        for (keyword, value) in said {
            let value = match &value {
                Value::String(text) if keyword == "description" => {
                    text.split_whitespace().collect::<Vec<_>>().join(" ")
                }
                Value::String(text) => text.clone(),
                other => render_one_line(other),
            };
            self.line(keyword, &value)?;
        }
        Ok(())
    }

    fn value_lines(&mut self, kind: &FindingKind) -> Result<()> {
        let lines = render_values(words::kind_values(kind));
        if lines.is_empty() {
            return Ok(());
        }
        self.heading("Values")?;
        for line in lines {
            writeln!(self.out, "  {line}")?;
        }
        Ok(())
    }

    fn reproduce(&mut self, case: &CaseRecord) -> Result<()> {
        let Some(command) = &case.reproduce else {
            return Ok(());
        };
        self.heading("Reproduce")?;
        for line in command.lines() {
            writeln!(self.out, "  {}", escape_for_display(line))?;
        }
        Ok(())
    }

    /// The entry to add to the known failures to accept this finding.
    fn known_failure(&mut self, case: &CaseRecord, index: usize) -> Result<()> {
        let findings = case.to_core_findings()?;
        let named = finding_ids(&case.id, &findings).into_iter();
        let (name, finding) = named
            .zip(&findings)
            .nth(index)
            .context("the report is broken: a finding is missing; run again to write a new one")?;
        let open = NewFinding {
            case: &case.id,
            ids: name,
            finding,
        };
        self.heading("To accept it for 30 days, add to the known failures")?;
        for line in render_known_failures([&open], Day::of(unix_time())).lines() {
            writeln!(self.out, "  {}", escape_for_display(line))?;
        }
        Ok(())
    }
}

/// Whether the example, the schema or the server is wrong, if known.
fn describe_wrong_party(finding: &FindingRecord) -> String {
    match (finding.agreement, &finding.place, &finding.kind) {
        (Some(two), ..) => two.to_string(),
        (
            None,
            ExchangePart::Body,
            FindingKind::Other { .. }
            | FindingKind::Missing { .. }
            | FindingKind::Unexpected { .. }
            | FindingKind::Moved { .. },
        ) => "example and server differ, and both match the schema".to_owned(),
        (None, ..) => "document and server differ".to_owned(),
    }
}

/// The keywords of the schemas that apply to the place, with their values.
fn schema_keywords(finding: &FindingRecord, document: &Document) -> Vec<(&'static str, Value)> {
    let (Ok(claim), Ok(at)) = (
        PointerBuf::parse(finding.claim.pointer.as_str()),
        PointerBuf::parse(finding.pointer.as_str()),
    ) else {
        return Vec::new();
    };
    let mut said: Vec<(&'static str, Value)> = Vec::new();
    let (schema, media_type) = match &finding.kind {
        FindingKind::Invalid { .. } | FindingKind::Undocumented => {
            (schema_of_keyword(&claim, document), None)
        }
        _ => (None, schema_of_media_type(&claim)),
    };
    for keyword in KEYWORDS {
        let own = schema.as_deref().and_then(|schema| schema.get(keyword));
        let beside = media_type
            .iter()
            .flat_map(|schema| document.schema_keyword_at(schema, &at, keyword));
        for value in own.into_iter().chain(beside) {
            let new = (keyword, value.clone());
            if !said.contains(&new) {
                said.push(new);
            }
        }
    }
    said
}

/// The nearest schema at or above a place.
fn schema_of_keyword<'d>(claim: &Pointer, document: &'d Document) -> Option<Cow<'d, Value>> {
    let is_schema = |value: &Value| KEYWORDS.iter().any(|keyword| value.get(keyword).is_some());
    let mut places = std::iter::successors(Some(claim), |place| place.parent());
    places.find_map(|place| {
        let value = document.get(&document.resolve(place)?)?;
        is_schema(&value).then_some(value)
    })
}

/// The schema of the media type that contains an example: `…/content/application~1json/schema`.
fn schema_of_media_type(claim: &Pointer) -> Option<PointerBuf> {
    let tokens: Vec<_> = claim.tokens().collect();
    let content = tokens
        .iter()
        .position(|token| token.encoded() == "content")?;
    (tokens.len() > content + 1).then(|| {
        PointerBuf::from_tokens(tokens.into_iter().take(content + 2)).with_trailing_token("schema")
    })
}
