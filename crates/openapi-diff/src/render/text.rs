//! For a terminal.

use std::fmt::{self, Write};

use openapi_document::terminal::escape_for_display;

use super::summary::change_summary;
use crate::change::{Change, Class, Revision, Subject, most_serious_class};

/// Maximum number of operations in a list.
const MAX_OPERATIONS: usize = 6;
/// Maximum width of a value, in characters.
const MAX_VALUE_WIDTH: usize = 160;

/// The role of a piece of text, so that callers can colour it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextRole {
    /// The subject of a group of changes.
    Heading,
    /// The class of a change, and the summary.
    Class(Class),
    /// Places and operations.
    Detail,
}

/// Writes the changes, grouped by class and subject, and a summary.
///
/// `paint` may put colours around a text. Control characters of the documents are escaped.
///
/// # Errors
/// If `out` cannot be written to.
pub fn text(
    out: &mut dyn Write,
    changes: &[Change],
    paint: &dyn Fn(TextRole, &str) -> String,
) -> fmt::Result {
    let mut group: Option<(Class, &Subject)> = None;
    for change in changes {
        let here = (change.class, &change.subject);
        if group != Some(here) {
            if group.is_some() {
                writeln!(out)?;
            }
            writeln!(
                out,
                "{}",
                paint(
                    TextRole::Heading,
                    &escape_for_display(&change.subject.to_string())
                )
            )?;
            group = Some(here);
        }
        write_change(out, change, paint)?;
    }
    let sum = change_summary(changes);
    let class = most_serious_class(changes).unwrap_or(Class::Compatible);
    let begin = if changes.is_empty() { "" } else { "\n" };
    writeln!(out, "{begin}{}", paint(TextRole::Class(class), &sum))
}

fn write_change(
    out: &mut dyn Write,
    change: &Change,
    paint: &dyn Fn(TextRole, &str) -> String,
) -> fmt::Result {
    let class = paint(TextRole::Class(change.class), change.class.as_str());
    writeln!(out, "  {class}: {}", escape_for_display(&change.sentence))?;
    let mut aside = |text: String| {
        writeln!(
            out,
            "      {}",
            paint(TextRole::Detail, &escape_for_display(&text))
        )
    };
    if let Some(witness) = &change.witness {
        let which = match witness.valid_by {
            Revision::Old => "valid before, invalid now",
            Revision::New => "possible now, invalid before",
        };
        aside(format!(
            "{which}: {}",
            truncate_value(&witness.value.to_string())
        ))?;
    }
    aside(format!(
        "old {} {}",
        change.old.position, change.old.pointer
    ))?;
    aside(format!(
        "new {} {}",
        change.new.position, change.new.pointer
    ))?;
    if matches!(change.subject, Subject::Component { .. }) && !change.operations.is_empty() {
        aside(format!("used by {}", list_operations(&change.operations)))?;
    }
    Ok(())
}

/// The first operations, and the number of the others.
fn list_operations(operations: &[String]) -> String {
    let first = operations.iter().take(MAX_OPERATIONS).map(String::as_str);
    let mut text = first.collect::<Vec<_>>().join(", ");
    if operations.len() > MAX_OPERATIONS {
        text.push_str(&format!(" and {} more", operations.len() - MAX_OPERATIONS));
    }
    text
}

/// A value on one line; the end of a long one is cut off.
fn truncate_value(text: &str) -> String {
    match text.char_indices().nth(MAX_VALUE_WIDTH) {
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}
