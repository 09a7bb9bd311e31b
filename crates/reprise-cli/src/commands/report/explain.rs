//! One finding of a report: what differs, where the document says otherwise, and what can be done about it.

use std::borrow::Cow;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use reprise_core::{Day, Kind, NewFinding, Place, known_failure_entries, names};
use serde_json::Value;

use super::excerpt::excerpt;
use super::replayed;
use crate::args::LimitArgs;
use crate::exit::Exit;
use reprise_engine::limits::DocumentLimits;
use reprise_engine::source::{DocumentSource, SuiteSource};
use reprise_engine::{did_you_mean, now};
use reprise_report::record::{Case, Finding, Record};
use reprise_report::styles::{Styles, styled};
use reprise_report::text::{one_line, shown_values, visible};
use reprise_report::words::{self, class, place};

/// How many ids are listed where none is near.
const LISTED: usize = 10;

/// What a schema can say of a place, in the order in which it is told.
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
pub(super) struct ExplainArgs {
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
pub(super) fn explain(args: &ExplainArgs, out: &mut dyn Write) -> Result<Exit> {
    let record = replayed::report(&args.from)?;
    let (case, index) = find(&record, &args.finding)?;
    let Some(finding) = case.outcome.findings().get(index) else {
        return Err(unknown(&record, &args.finding));
    };
    let document = replayed::document(
        args.document.as_deref(),
        &record.document,
        args.limits.into(),
    );
    let suite =
        replayed::built_in(&record.document).map_or(SuiteSource::None, |built_in| built_in.suite);
    let mut out = BufWriter::new(out);
    let mut page = Page {
        out: &mut out,
        styles: Styles::colored(),
        suite: &suite,
        limit: DocumentLimits::from(args.limits).bytes,
    };
    page.head(case, finding)?;
    page.documented(
        finding,
        document.as_ref().map_err(|error| format!("{error:#}")),
    )?;
    if let Ok((document, _)) = &document {
        page.schema(finding, document)?;
    }
    page.values(&finding.kind)?;
    page.reproduce(case)?;
    page.known_failure(case, index)?;
    out.flush()?;
    Ok(Exit::Passed)
}

/// The case that has a finding, and which of its findings it is.
fn find<'r>(record: &'r Record, id: &str) -> Result<(&'r Case, usize)> {
    record
        .cases
        .iter()
        .find_map(|case| {
            let mut findings = case.outcome.findings().iter();
            Some((case, findings.position(|finding| finding.id == id)?))
        })
        .ok_or_else(|| unknown(record, id))
}

fn unknown(record: &Record, id: &str) -> anyhow::Error {
    let findings = record.cases.iter().flat_map(|case| case.outcome.findings());
    let ids: Vec<&str> = findings.map(|finding| finding.id.as_str()).collect();
    if ids.is_empty() {
        return anyhow!("the report contains no findings");
    }
    let hint = did_you_mean(id, ids.iter().copied(), |_| match ids.get(..LISTED) {
        Some(first) if ids.len() > LISTED => format!("it has: {}, …", first.join(", ")),
        _ => format!("it has: {}", ids.join(", ")),
    });
    anyhow!("the report has no finding `{id}`; {hint}")
}

struct Page<'p> {
    out: &'p mut dyn Write,
    styles: Styles,
    suite: &'p SuiteSource,
    limit: u64,
}

impl Page<'_> {
    fn heading(&mut self, text: &str) -> Result<()> {
        Ok(writeln!(self.out, "\n{}", styled(self.styles.bold, text))?)
    }

    fn line(&mut self, label: &str, text: &str) -> Result<()> {
        Ok(writeln!(self.out, "  {label:12} {}", visible(text))?)
    }

    fn head(&mut self, case: &Case, finding: &Finding) -> Result<()> {
        let id = styled(self.styles.bold, visible(&finding.id));
        let at = place(&finding.place, &finding.pointer);
        match words::claim(&finding.kind) {
            Some(claim) => writeln!(self.out, "{id}: {}: {}", visible(&at), visible(&claim))?,
            None => writeln!(self.out, "{id}: {}", visible(&at))?,
        }
        self.line(
            "case",
            &format!("{}, {} {}", case.id, case.method, case.path),
        )?;
        self.line("level", finding.level.as_str())?;
        self.line(
            "class",
            &format!("{}: {}", finding.class.as_str(), class(finding.class)),
        )?;
        self.line("who is wrong", &who(finding))?;
        if finding.accepted {
            self.line(
                "",
                "a known failure says that the target is known to differ here",
            )?;
        }
        Ok(())
    }

    /// The lines of the document, or why they cannot be shown.
    fn documented(
        &mut self,
        finding: &Finding,
        document: Result<&(Document, DocumentSource), String>,
    ) -> Result<()> {
        self.heading("Documented")?;
        let claim = &finding.claim;
        let place = styled(
            self.styles.dim,
            visible(&format!("{claim} {}", claim.pointer)),
        );
        writeln!(self.out, "  {place}")?;
        let source = document.and_then(|(_, source)| {
            replayed::source_text(source, self.suite, &claim.file, self.limit)
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
                Ok(writeln!(self.out, "    {}", visible(&line))?)
            }
        }
    }

    fn schema(&mut self, finding: &Finding, document: &Document) -> Result<()> {
        let said = said(finding, document);
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
                other => one_line(other),
            };
            self.line(keyword, &value)?;
        }
        Ok(())
    }

    fn values(&mut self, kind: &Kind) -> Result<()> {
        let lines = shown_values(words::values(kind));
        if lines.is_empty() {
            return Ok(());
        }
        self.heading("Values")?;
        for line in lines {
            writeln!(self.out, "  {line}")?;
        }
        Ok(())
    }

    fn reproduce(&mut self, case: &Case) -> Result<()> {
        let Some(command) = &case.reproduce else {
            return Ok(());
        };
        self.heading("Reproduce")?;
        for line in command.lines() {
            writeln!(self.out, "  {}", visible(line))?;
        }
        Ok(())
    }

    /// What to add to the known failures, if the target is to differ.
    fn known_failure(&mut self, case: &Case, index: usize) -> Result<()> {
        let findings = case.revived()?;
        let named = names(&case.id, &findings).into_iter();
        let (name, finding) = named
            .zip(&findings)
            .nth(index)
            .context("the report is broken: a finding is missing; run again to write a new one")?;
        let open = NewFinding {
            case: &case.id,
            name,
            finding,
        };
        self.heading("To accept it for 30 days, add to the known failures")?;
        for line in known_failure_entries([&open], Day::of(now())).lines() {
            writeln!(self.out, "  {}", visible(line))?;
        }
        Ok(())
    }
}

/// Who is wrong, as far as that can be told.
fn who(finding: &Finding) -> String {
    match (finding.agreement, &finding.place, &finding.kind) {
        (Some(two), ..) => two.to_string(),
        (
            None,
            Place::Body,
            Kind::Other { .. }
            | Kind::Missing { .. }
            | Kind::Unexpected { .. }
            | Kind::Moved { .. },
        ) => "example and server differ, and the schema refuses neither".to_owned(),
        (None, ..) => "document and server differ".to_owned(),
    }
}

/// Every keyword of the schemas that speak of the place, with what it says.
fn said(finding: &Finding, document: &Document) -> Vec<(&'static str, Value)> {
    let (Ok(claim), Ok(at)) = (
        PointerBuf::parse(finding.claim.pointer.as_str()),
        PointerBuf::parse(finding.pointer.as_str()),
    ) else {
        return Vec::new();
    };
    let mut said: Vec<(&'static str, Value)> = Vec::new();
    let (schema, media_type) = match &finding.kind {
        Kind::Invalid { .. } | Kind::Undocumented => (schema_of_keyword(&claim, document), None),
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

/// The schema that a keyword belongs to; itself, where the place is a schema.
fn schema_of_keyword<'d>(claim: &Pointer, document: &'d Document) -> Option<Cow<'d, Value>> {
    let is_schema = |value: &Value| KEYWORDS.iter().any(|keyword| value.get(keyword).is_some());
    let mut places = std::iter::successors(Some(claim), |place| place.parent());
    places.find_map(|place| {
        let value = document.get(&document.resolve(place)?)?;
        is_schema(&value).then_some(value)
    })
}

/// The schema beside an example: `…/content/application~1json/schema`.
fn schema_of_media_type(claim: &Pointer) -> Option<PointerBuf> {
    let tokens: Vec<_> = claim.tokens().collect();
    let content = tokens
        .iter()
        .position(|token| token.encoded() == "content")?;
    (tokens.len() > content + 1).then(|| {
        PointerBuf::from_tokens(tokens.into_iter().take(content + 2)).with_trailing_token("schema")
    })
}
