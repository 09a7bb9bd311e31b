//! For an issue, a merge request or a changelog.

use std::fmt::{self, Write};

use openapi_document::terminal::escape_for_display;
use strum::VariantArray;

use super::summary::change_summary;
use crate::change::{Change, Class, Revision};

/// Writes the changes as a page: a heading for each class, and a table of places.
///
/// # Errors
/// If `out` cannot be written to.
pub fn markdown(out: &mut dyn Write, title: &str, changes: &[Change]) -> fmt::Result {
    writeln!(
        out,
        "# {}\n\n{}.",
        escape_markdown(title),
        change_summary(changes)
    )?;
    for &class in Class::VARIANTS {
        let mut listed = changes
            .iter()
            .filter(|change| change.class == class)
            .peekable();
        if listed.peek().is_none() {
            continue;
        }
        writeln!(out, "\n## {}\n", class_heading(class))?;
        for change in listed {
            writeln!(
                out,
                "- **{}:** {}",
                escape_markdown(&change.subject.to_string()),
                escape_markdown(&change.sentence)
            )?;
            if let Some(witness) = &change.witness {
                let which = match witness.valid_by {
                    Revision::Old => "valid before, invalid now",
                    Revision::New => "possible now, invalid before",
                };
                writeln!(
                    out,
                    "  - {which}: {}",
                    code_span(&witness.value.to_string())
                )?;
            }
            writeln!(
                out,
                "  - old: {}",
                code_span(&format!("{} {}", change.old.position, change.old.pointer))
            )?;
            writeln!(
                out,
                "  - new: {}",
                code_span(&format!("{} {}", change.new.position, change.new.pointer))
            )?;
            if !change.operations.is_empty() {
                writeln!(
                    out,
                    "  - operations: {}",
                    escape_markdown(&change.operations.join(", "))
                )?;
            }
        }
    }
    Ok(())
}

/// Writes the changes as the body of a changelog's entry: one list for each class, each sentence once.
///
/// # Errors
/// If `out` cannot be written to.
pub fn changelog(out: &mut dyn Write, changes: &[Change]) -> fmt::Result {
    for &class in Class::VARIANTS {
        let mut sentences: Vec<&str> = Vec::new();
        for change in changes.iter().filter(|change| change.class == class) {
            if !sentences.contains(&change.sentence.as_str()) {
                sentences.push(&change.sentence);
            }
        }
        if sentences.is_empty() {
            continue;
        }
        writeln!(out, "\n### {}\n", class_heading(class))?;
        for sentence in sentences {
            writeln!(out, "- {}", escape_markdown(&capitalize_sentence(sentence)))?;
        }
    }
    Ok(())
}

fn class_heading(class: Class) -> &'static str {
    match class {
        Class::Breaking => "Breaking",
        Class::Review => "Needs review",
        Class::Compatible => "Compatible",
        Class::Cosmetic => "Cosmetic",
    }
}

/// A sentence of a list: it begins with a capital letter, and ends with a full stop.
fn capitalize_sentence(sentence: &str) -> String {
    let mut rest = sentence.chars();
    let first: String = rest
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", rest.as_str())
}

/// A text that cannot end a line or begin other markup; code in backticks stays code.
fn escape_markdown(text: &str) -> String {
    escape_for_display(text)
        .replace('<', "&lt;")
        .replace('[', "\\[")
}

/// A text between backticks, more of them than it has itself.
fn code_span(text: &str) -> String {
    let text = escape_for_display(text);
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}
