//! `reprise list --errata`: where the documentation is wrong, as bug reports for its authors.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use reprise_core::{Case, Effect, Erratum, Source};
use serde_json::Value;

use reprise_engine::source::SuiteSource;

use crate::args::{Read, SourceArgs};
use crate::exit::Exit;
use reprise_report::styles::{Styles, styled};
use reprise_report::text::{one_line, visible, wrapped};

/// How wide a paragraph is written.
const WIDTH: usize = 96;

/// How errata are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Form {
    /// For a terminal
    Text,
    /// For an issue
    Markdown,
}

/// An erratum with the cases that it names.
struct Entry<'e> {
    erratum: &'e Erratum,
    cases: Vec<&'e Case>,
}

/// Prints the errata, in the order in which they are written.
pub(crate) fn errata(sources: &SourceArgs, form: Form, out: &mut dyn Write) -> Result<Exit> {
    let Read {
        document,
        suite,
        errata,
    } = sources.read()?;
    let has_suite = sources.sources()?.suite != SuiteSource::None;
    let entries: Vec<Entry<'_>> = errata
        .iter()
        .map(|erratum| Entry {
            erratum,
            cases: suite
                .cases
                .iter()
                .filter(|case| erratum.examples.iter().any(|id| id == case.id.as_str()))
                .collect(),
        })
        .collect();
    let title = format!("{} {}", document.title(), document.info_version());
    let count = counted(&entries, has_suite);
    let mut out = BufWriter::new(out);
    match form {
        Form::Text => text(&mut out, &Styles::colored(), &title, &count, &entries)?,
        Form::Markdown => markdown(&mut out, &title, &count, &entries)?,
    }
    out.flush()?;
    Ok(Exit::Passed)
}

fn counted(entries: &[Entry<'_>], has_suite: bool) -> String {
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

fn text(
    out: &mut dyn Write,
    styles: &Styles,
    title: &str,
    count: &str,
    entries: &[Entry<'_>],
) -> io::Result<()> {
    writeln!(out, "{}: {count}", visible(title))?;
    for Entry { erratum, cases } in entries {
        let id = styled(styles.bold, visible(&erratum.id));
        writeln!(out, "\n{id}")?;
        for line in wrapped(&erratum.claim, WIDTH) {
            writeln!(out, "  {}", visible(&line))?;
        }
        let mut line = |label: &str, text: &str| {
            let label = styled(styles.dim, format!("{label:9}"));
            writeln!(out, "  {label} {}", visible(text))
        };
        line("lines", &erratum.evidence.lines)?;
        if let Some(behaviour) = &erratum.evidence.behaviour {
            line("behaviour", behaviour)?;
        }
        let mut label = "corrected";
        for change in changes(&erratum.effect, &|value| one_line(value)) {
            line(label, &change)?;
            label = "";
        }
        let mut label = "cases";
        for case in cases {
            line(label, &format!("{}{}", case.id, place(case)))?;
            label = "";
        }
    }
    Ok(())
}

fn markdown(
    out: &mut dyn Write,
    title: &str,
    count: &str,
    entries: &[Entry<'_>],
) -> io::Result<()> {
    writeln!(
        out,
        "# Where the documentation of {} is wrong",
        visible(title)
    )?;
    writeln!(out, "\n{count}.")?;
    for Entry { erratum, cases } in entries {
        writeln!(out, "\n## {}\n", visible(&erratum.id))?;
        for line in wrapped(&erratum.claim, WIDTH) {
            writeln!(out, "{}", visible(&line))?;
        }
        writeln!(
            out,
            "\n- **Lines of the page that conflict:** {}",
            visible(&erratum.evidence.lines)
        )?;
        if let Some(behaviour) = &erratum.evidence.behaviour {
            writeln!(out, "- **What a real server does:** {}", visible(behaviour))?;
        }
        writeln!(out, "- **Corrected expectation:**")?;
        for change in changes(&erratum.effect, &|value| code(&value.to_string())) {
            writeln!(out, "  - {}", visible(&change))?;
        }
        writeln!(out, "- **Examples:**")?;
        for case in cases {
            let id = code(case.id.as_str());
            writeln!(out, "  - {}", visible(&format!("{id}{}", place(case))))?;
        }
    }
    Ok(())
}

/// Where an example is on the page, or which behaviour it shows.
fn place(case: &Case) -> String {
    match &case.source {
        Some(Source::Page { page, lines }) => format!(", in {page}, lines {lines}"),
        Some(Source::Behaviour { behaviour }) => format!(", by behaviour {behaviour}"),
        None => String::new(),
    }
}

/// The corrections of an erratum, a sentence for each.
fn changes(effect: &Effect, shown: &dyn Fn(&Value) -> String) -> Vec<String> {
    let Effect {
        request,
        moves,
        replace,
        withdraw,
        none,
    } = effect;
    let requests = request.iter().map(|(parameter, value)| {
        let parameter = code(parameter);
        match value {
            Value::Null => format!("{parameter} is not sent"),
            value => format!("{parameter} is sent as {}", shown(value)),
        }
    });
    let moves = moves.iter().map(|moved| {
        let (from, to) = (code(&moved.from), code(&moved.to));
        format!("the element at {from} is at {to}")
    });
    let replace = replace
        .iter()
        .map(|(pointer, value)| format!("{} is {}", code(pointer), shown(value)));
    let withdraw = withdraw
        .iter()
        .map(|pointer| format!("{} is not checked", code(pointer)));
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

/// A text between backticks, more of them than it has itself.
fn code(text: &str) -> String {
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
        let corrections = |index: usize| changes(&errata[index].effect, &|value| one_line(value));
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
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b"), "``` a``b ```");
    }
}
