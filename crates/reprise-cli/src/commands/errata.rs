//! `reprise list --errata`: where the documentation is wrong, as bug reports for its authors.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use reprise_core::{Case, DocumentationSource, Erratum, ErratumEffect};
use serde_json::Value;

use reprise_engine::source::SuiteSource;

use crate::args::{DocumentAndSuite, SourceArgs};
use crate::exit::Exit;
use reprise_report::styles::{Styles, apply_style};
use reprise_report::text::{escape_for_display, render_one_line, wrap};

/// How wide a paragraph is written.
const PARAGRAPH_WIDTH: usize = 96;

/// How errata are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ErrataFormat {
    /// For a terminal
    Text,
    /// For an issue
    Markdown,
}

/// An erratum with the cases that it names.
struct ErrataEntry<'e> {
    erratum: &'e Erratum,
    cases: Vec<&'e Case>,
}

/// Prints the errata, in the order in which they are written.
pub(crate) fn print_errata(
    sources: &SourceArgs,
    form: ErrataFormat,
    out: &mut dyn Write,
) -> Result<Exit> {
    let DocumentAndSuite {
        document,
        suite,
        errata,
    } = sources.read()?;
    let has_suite = sources.resolve_sources()?.suite != SuiteSource::None;
    let entries: Vec<ErrataEntry<'_>> = errata
        .iter()
        .map(|erratum| ErrataEntry {
            erratum,
            cases: suite
                .cases
                .iter()
                .filter(|case| erratum.examples.iter().any(|id| id == case.id.as_str()))
                .collect(),
        })
        .collect();
    let title = format!("{} {}", document.title(), document.info_version());
    let count = count_line(&entries, has_suite);
    let mut out = BufWriter::new(out);
    match form {
        ErrataFormat::Text => render_text(&mut out, &Styles::colored(), &title, &count, &entries)?,
        ErrataFormat::Markdown => render_markdown(&mut out, &title, &count, &entries)?,
    }
    out.flush()?;
    Ok(Exit::Passed)
}

fn count_line(entries: &[ErrataEntry<'_>], has_suite: bool) -> String {
    match entries.len() {
        0 if !has_suite => {
            "this document has no suite, which would contain its errata; give one with --suite"
                .to_owned()
        }
        0 => "no errata: its suite lists no errors in the documentation".to_owned(),
        1 => "1 erratum".to_owned(),
        count => format!("{count} errata"),
    }
}

fn render_text(
    out: &mut dyn Write,
    styles: &Styles,
    title: &str,
    count: &str,
    entries: &[ErrataEntry<'_>],
) -> io::Result<()> {
    writeln!(out, "{}: {count}", escape_for_display(title))?;
    for ErrataEntry { erratum, cases } in entries {
        let id = apply_style(styles.bold, escape_for_display(&erratum.id));
        writeln!(out, "\n{id}")?;
        for line in wrap(&erratum.claim, PARAGRAPH_WIDTH) {
            writeln!(out, "  {}", escape_for_display(&line))?;
        }
        let mut line = |label: &str, text: &str| {
            let label = apply_style(styles.dim, format!("{label:9}"));
            writeln!(out, "  {label} {}", escape_for_display(text))
        };
        line("lines", &erratum.evidence.lines)?;
        if let Some(behaviour) = &erratum.evidence.behaviour {
            line("behaviour", behaviour)?;
        }
        let mut label = "corrected";
        for change in describe_corrections(&erratum.effect, &|value| render_one_line(value)) {
            line(label, &change)?;
            label = "";
        }
        let mut label = "cases";
        for case in cases {
            line(label, &format!("{}{}", case.id, describe_source(case)))?;
            label = "";
        }
    }
    Ok(())
}

fn render_markdown(
    out: &mut dyn Write,
    title: &str,
    count: &str,
    entries: &[ErrataEntry<'_>],
) -> io::Result<()> {
    writeln!(
        out,
        "# Where the documentation of {} is wrong",
        escape_for_display(title)
    )?;
    writeln!(out, "\n{count}.")?;
    for ErrataEntry { erratum, cases } in entries {
        writeln!(out, "\n## {}\n", escape_for_display(&erratum.id))?;
        for line in wrap(&erratum.claim, PARAGRAPH_WIDTH) {
            writeln!(out, "{}", escape_for_display(&line))?;
        }
        writeln!(
            out,
            "\n- **Lines of the page that conflict:** {}",
            escape_for_display(&erratum.evidence.lines)
        )?;
        if let Some(behaviour) = &erratum.evidence.behaviour {
            writeln!(
                out,
                "- **What a real server does:** {}",
                escape_for_display(behaviour)
            )?;
        }
        writeln!(out, "- **Corrected expectation:**")?;
        for change in describe_corrections(&erratum.effect, &|value| code_span(&value.to_string()))
        {
            writeln!(out, "  - {}", escape_for_display(&change))?;
        }
        writeln!(out, "- **Examples:**")?;
        for case in cases {
            let id = code_span(case.id.as_str());
            writeln!(
                out,
                "  - {}",
                escape_for_display(&format!("{id}{}", describe_source(case)))
            )?;
        }
    }
    Ok(())
}

/// The page and lines of an example, or the behaviour that it documents.
fn describe_source(case: &Case) -> String {
    match &case.source {
        Some(DocumentationSource::Page { page, lines }) => format!(", in {page}, lines {lines}"),
        Some(DocumentationSource::Behaviour { behaviour }) => format!(", by behaviour {behaviour}"),
        None => String::new(),
    }
}

/// The corrections of an erratum, a sentence for each.
fn describe_corrections(effect: &ErratumEffect, shown: &dyn Fn(&Value) -> String) -> Vec<String> {
    let ErratumEffect {
        request,
        moves,
        replace,
        withdraw,
        none,
    } = effect;
    let requests = request.iter().map(|(parameter, value)| {
        let parameter = code_span(parameter);
        match value {
            Value::Null => format!("{parameter} is not sent"),
            value => format!("{parameter} is sent as {}", shown(value)),
        }
    });
    let moves = moves.iter().map(|moved| {
        let (from, to) = (code_span(&moved.from), code_span(&moved.to));
        format!("the element at {from} is at {to}")
    });
    let replace = replace
        .iter()
        .map(|(pointer, value)| format!("{} is {}", code_span(pointer), shown(value)));
    let withdraw = withdraw
        .iter()
        .map(|pointer| format!("{} is not checked", code_span(pointer)));
    let nothing = none
        .iter()
        .map(|why| format!("nothing else: {}", why.trim_end()));
    requests
        .chain(moves)
        .chain(replace)
        .chain(withdraw)
        .chain(nothing)
        .collect()
}

/// A text as a Markdown code span, with a fence that is longer than any run of backticks in it.
fn code_span(text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    match longest {
        0 => format!("`{text}`"),
        longest => {
            let fence = "`".repeat(longest + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

#[cfg(test)]
mod tests {
    use reprise_core::parse_errata;

    use super::*;

    #[test]
    fn every_correction_is_a_sentence() {
        let errata = parse_errata(
            "errata.yaml",
            "
- id: one
  examples: []
  claim: It is so.
  evidence: { lines: '1' }
  effect:
    request: { 'scope[]': [failed], page: null }
    move: [{ from: /0, to: /1 }]
    replace: { /a: { b: 1 } }
    withdraw: [/c]
- { id: two, examples: [], claim: c, evidence: { lines: '2' }, effect: { none: The page rules. } }
",
        )
        .unwrap();
        let corrections = |index: usize| {
            describe_corrections(&errata[index].effect, &|value| render_one_line(value))
        };
        let mut first = corrections(0);
        first.sort();
        assert_eq!(
            first,
            [
                "`/a` is {\"b\":1}",
                "`/c` is not checked",
                "`page` is not sent",
                "`scope[]` is sent as [\"failed\"]",
                "the element at `/0` is at `/1`",
            ]
        );
        assert_eq!(corrections(1), ["nothing else: The page rules."]);
    }

    #[test]
    fn code_cannot_be_ended_from_inside() {
        assert_eq!(code_span("a"), "`a`");
        assert_eq!(code_span("a``b"), "``` a``b ```");
    }
}
