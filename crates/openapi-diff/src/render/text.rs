//! For a terminal.

use std::fmt::{self, Write};

use openapi_document::terminal::visible;

use super::summary::counted;
use crate::change::{Change, Class, Subject, Version, gravest};

/// How many operations are named at most.
const NAMED: usize = 6;
/// Maximum width of a value, in characters.
const WIDTH: usize = 160;

/// The role of a piece of text, so that callers can colour it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// The subject of a group of changes.
    Heading,
    /// The class of a change, and the summary.
    Class(Class),
    /// Places and operations.
    Aside,
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
    paint: &dyn Fn(Paint, &str) -> String,
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
                paint(Paint::Heading, &visible(&change.subject.to_string()))
            )?;
            group = Some(here);
        }
        one(out, change, paint)?;
    }
    let sum = counted(changes);
    let class = gravest(changes).unwrap_or(Class::Compatible);
    let begin = if changes.is_empty() { "" } else { "\n" };
    writeln!(out, "{begin}{}", paint(Paint::Class(class), &sum))
}

fn one(out: &mut dyn Write, change: &Change, paint: &dyn Fn(Paint, &str) -> String) -> fmt::Result {
    let class = paint(Paint::Class(change.class), change.class.as_str());
    writeln!(out, "  {class}: {}", visible(&change.sentence))?;
    let mut aside = |text: String| writeln!(out, "      {}", paint(Paint::Aside, &visible(&text)));
    if let Some(witness) = &change.witness {
        let which = match witness.valid_by {
            Version::Old => "valid before, invalid now",
            Version::New => "possible now, invalid before",
        };
        aside(format!("{which}: {}", cut(&witness.value.to_string())))?;
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
        aside(format!("used by {}", named(&change.operations)))?;
    }
    Ok(())
}

/// The first operations, and the number of the others.
fn named(operations: &[String]) -> String {
    let first = operations.iter().take(NAMED).map(String::as_str);
    let mut text = first.collect::<Vec<_>>().join(", ");
    if operations.len() > NAMED {
        text.push_str(&format!(" and {} more", operations.len() - NAMED));
    }
    text
}

/// A value on one line; the end of a long one is cut off.
fn cut(text: &str) -> String {
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}
