//! Two values side by side, with the difference marked inside each line.

use std::fmt::{self, Write};

use serde_json::Value;
use similar::{ChangeTag, DiffTag, TextDiff};

use super::markup::escape_html;
use crate::record::{BodiesRecord, BodyRecord};

/// How many equal lines are around a difference.
const CONTEXT_LINES: usize = 3;
/// Maximum number of rows.
const MAX_ROWS: usize = 400;
/// Maximum number of lines of a whole body.
const MAX_LINES: usize = 1_500;
/// How long a line may be for the difference inside it to be marked, in bytes.
const MAX_MARKED_LENGTH: usize = 4_000;
/// How similar two lines must be for their difference to be marked.
const MIN_SIMILARITY: f32 = 0.6;

/// One line of a side; the number counts from 1.
struct NumberedLine<'t> {
    number: usize,
    line: &'t str,
}

/// Writes the documented value on the left and the actual one on the right; nothing if there is neither.
pub(super) fn write_values(
    page: &mut String,
    expected: Option<&Value>,
    actual: Option<&Value>,
) -> fmt::Result {
    match (expected, actual) {
        (None, None) => Ok(()),
        (Some(expected), Some(actual)) => {
            let (left, right) = (value_text(expected, actual), value_text(actual, expected));
            open_table(page)?;
            write_rows(page, &left, &right)?;
            close_table(page)
        }
        (expected, actual) => {
            let (left, right) = (
                expected.map(|value| value_text(value, value)),
                actual.map(|value| value_text(value, value)),
            );
            open_table(page)?;
            let missing = "<span class=\"absent\">nothing</span>";
            let cell = |side: &Option<String>, class: &str| match side {
                Some(lines) => format!(
                    "<td class=\"{class}\"><pre>{}</pre></td>",
                    escape_html(&limit_lines(lines))
                ),
                None => format!("<td class=\"none\">{missing}</td>"),
            };
            write!(
                page,
                "<tr>{}{}</tr>",
                cell(&left, "documented"),
                cell(&right, "actual")
            )?;
            close_table(page)
        }
    }
}

/// Writes both whole bodies, folded, with every different line marked.
pub(super) fn write_bodies(page: &mut String, bodies: &BodiesRecord) -> fmt::Result {
    let BodiesRecord { documented, actual } = bodies;
    page.push_str("<details class=\"more\"><summary>whole body");
    if documented.is_some() {
        page.push_str(", next to the documented one");
    }
    page.push_str("</summary>\n");
    for (word, body) in [
        ("documented", documented.as_ref()),
        ("actual", Some(actual)),
    ] {
        if let Some((body, whole)) = body.and_then(|body| Some((body, body.cut?))) {
            writeln!(
                page,
                "<p class=\"dim\">The {word} body has {whole} bytes; the report contains {}.</p>",
                match body.text.len() {
                    0 => "no part of it".to_owned(),
                    kept => format!("only the first {kept}"),
                }
            )?;
        }
    }
    if documented.is_some() {
        page.push_str(
            "<p class=\"dim\">Marked lines that are not findings are volatile values, values with an erratum, or properties that are not in the example.</p>\n",
        );
    }
    open_table(page)?;
    let lines = |body: &'_ BodyRecord| -> Vec<String> {
        body.text
            .split('\n')
            .take(MAX_LINES)
            .map(str::to_owned)
            .collect()
    };
    let new = lines(actual);
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    // without a documented body there is nothing to compare with
    let old = documented.as_ref().map(lines);
    let old: Vec<&str> = match &old {
        Some(old) => old.iter().map(String::as_str).collect(),
        None => new.clone(),
    };
    let (before, after) = (strip_commas(&old), strip_commas(&new));
    for op in TextDiff::from_slices(&before, &after).ops() {
        let (mut before, mut after) = (op.old_range(), op.new_range());
        for _ in 0..before.len().max(after.len()) {
            let left = numbered_line(&old, before.next()).filter(|_| documented.is_some());
            write_row(page, op.tag(), left, numbered_line(&new, after.next()))?;
        }
    }
    if [documented.as_ref(), Some(actual)]
        .into_iter()
        .flatten()
        .any(|body| body.text.split('\n').nth(MAX_LINES).is_some())
    {
        page.push_str("<tr class=\"gap\"><td colspan=\"2\">… and more lines</td></tr>\n");
    }
    close_table(page)?;
    page.write_str("</details>\n")
}

/// Lines of JSON without the comma at their end, which differs if a property was added below; others as they are.
fn strip_commas<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let is_json = lines.first().is_some_and(|line| matches!(*line, "{" | "["));
    lines
        .iter()
        .map(|line| match line.strip_suffix(',') {
            Some(bare) if is_json => bare,
            _ => line,
        })
        .collect()
}

fn open_table(page: &mut String) -> fmt::Result {
    page.write_str("<div class=\"scroll\"><table class=\"bodies\"><thead><tr><th>documented</th><th>actual</th></tr></thead><tbody>\n")
}

fn close_table(page: &mut String) -> fmt::Result {
    page.write_str("</tbody></table></div>\n")
}

/// A value as text: strings of several lines as they are, anything else as indented JSON.
fn value_text(value: &Value, other: &Value) -> String {
    match (value, other) {
        (Value::String(a), Value::String(b)) if a.contains('\n') || b.contains('\n') => a.clone(),
        (Value::Object(_) | Value::Array(_), _) => {
            serde_json::to_string_pretty(value).unwrap_or_default()
        }
        _ => value.to_string(),
    }
}

fn limit_lines(lines: &str) -> String {
    let mut shown: Vec<&str> = lines.lines().take(MAX_ROWS + 1).collect();
    if shown.len() > MAX_ROWS {
        shown.truncate(MAX_ROWS);
        shown.push("…");
    }
    shown.join("\n")
}

fn write_rows(page: &mut String, left: &str, right: &str) -> fmt::Result {
    let old: Vec<&str> = left.split('\n').collect();
    let new: Vec<&str> = right.split('\n').collect();
    let diff = TextDiff::from_slices(&old, &new);
    let mut written = 0;
    for group in diff.grouped_ops(CONTEXT_LINES) {
        if written > 0 {
            page.push_str("<tr class=\"gap\"><td colspan=\"2\">⋯</td></tr>\n");
        }
        for op in group {
            let (mut before, mut after) = (op.old_range(), op.new_range());
            for _ in 0..before.len().max(after.len()) {
                written += 1;
                if written > MAX_ROWS {
                    page.push_str("<tr class=\"gap\"><td colspan=\"2\">… and more</td></tr>\n");
                    return Ok(());
                }
                write_row(
                    page,
                    op.tag(),
                    numbered_line(&old, before.next()),
                    numbered_line(&new, after.next()),
                )?;
            }
        }
    }
    Ok(())
}

fn numbered_line<'t>(lines: &[&'t str], index: Option<usize>) -> Option<NumberedLine<'t>> {
    let index = index?;
    let line = lines.get(index)?;
    Some(NumberedLine {
        number: index + 1,
        line,
    })
}

fn write_row(
    page: &mut String,
    tag: DiffTag,
    left: Option<NumberedLine<'_>>,
    right: Option<NumberedLine<'_>>,
) -> fmt::Result {
    page.push_str("<tr>");
    match (&left, &right) {
        (Some(old), Some(new)) if tag == DiffTag::Replace => {
            let (before, after) = mark_differences(old.line, new.line);
            write_cell(page, "documented", old.number, &before)?;
            write_cell(page, "actual", new.number, &after)?;
        }
        _ => {
            for (side, change) in [(&left, "documented"), (&right, "actual")] {
                let class = if tag == DiffTag::Equal {
                    "same"
                } else {
                    change
                };
                match side {
                    Some(side) => write_cell(
                        page,
                        class,
                        side.number,
                        &escape_html(side.line).to_string(),
                    )?,
                    None => page.push_str("<td class=\"none\"></td>"),
                }
            }
        }
    }
    page.push_str("</tr>\n");
    Ok(())
}

fn write_cell(page: &mut String, class: &str, number: usize, html: &str) -> fmt::Result {
    write!(
        page,
        "<td class=\"{class}\" data-line=\"{number}\"><pre>{html}</pre></td>"
    )
}

/// Two lines as HTML, with the parts that only one of them has marked.
fn mark_differences(old: &str, new: &str) -> (String, String) {
    let plain = || (escape_html(old).to_string(), escape_html(new).to_string());
    if old.len() > MAX_MARKED_LENGTH || new.len() > MAX_MARKED_LENGTH {
        return plain();
    }
    let diff = TextDiff::from_chars(old, new);
    if diff.ratio() < MIN_SIMILARITY {
        return plain();
    }
    let (mut left, mut right) = (String::new(), String::new());
    let mut last = (ChangeTag::Equal, String::new());
    let mut flush = |(tag, run): (ChangeTag, String)| {
        let run = escape_html(&run).to_string();
        match tag {
            ChangeTag::Equal => {
                left.push_str(&run);
                right.push_str(&run);
            }
            ChangeTag::Delete => left.push_str(&format!("<del>{run}</del>")),
            ChangeTag::Insert => right.push_str(&format!("<ins>{run}</ins>")),
        }
    };
    for change in diff.iter_all_changes() {
        if change.tag() != last.0 {
            if !last.1.is_empty() {
                flush(std::mem::replace(&mut last, (change.tag(), String::new())));
            }
            last.0 = change.tag();
        }
        last.1.push_str(change.value());
    }
    if !last.1.is_empty() {
        flush(last);
    }
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_differences_are_marked() {
        assert_eq!(
            mark_differences("\"rubocop\"", "\"robocop\""),
            (
                "&quot;r<del>u</del>bocop&quot;".to_owned(),
                "&quot;r<ins>o</ins>bocop&quot;".to_owned()
            )
        );
        assert_eq!(
            mark_differences("abc", "xyz"),
            ("abc".to_owned(), "xyz".to_owned())
        );
    }

    #[test]
    fn marks_cannot_be_forged() {
        let (left, right) = mark_differences("<del>a</del>", "<del>b</del>");
        assert_eq!(left, "&lt;del&gt;<del>a</del>&lt;/del&gt;");
        assert_eq!(right, "&lt;del&gt;<ins>b</ins>&lt;/del&gt;");
    }
}
