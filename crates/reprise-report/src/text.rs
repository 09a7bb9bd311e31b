//! Two values side by side, as text.

pub use openapi_document::terminal::{escape_for_display, is_dangerous};
use serde_json::Value;
use similar::{DiffTag, TextDiff};

/// How many lines of a block are shown.
const MAX_BLOCK_LINES: usize = 24;
/// How wide a value on one line may be before its end is cut off.
const MAX_VALUE_WIDTH: usize = 160;

/// An expected and an actual value: one line each, with a line of marks below short strings, or a unified difference.
pub fn render_pair(expected: &Value, actual: &Value) -> Vec<String> {
    match (expected, actual) {
        (Value::String(a), Value::String(b)) if a.contains('\n') || b.contains('\n') => {
            render_block(a, b)
        }
        (Value::String(_), Value::String(_)) => {
            let (a, b) = (render_one_line(expected), render_one_line(actual));
            let mut lines = vec![format!("expected  {a}"), format!("actual    {b}")];
            lines.extend(difference_marks(&a, &b).map(|marks| format!("          {marks}")));
            lines
        }
        _ if is_block(expected) && is_block(actual) => {
            render_block(&to_pretty_json(expected), &to_pretty_json(actual))
        }
        _ => vec![
            format!("expected  {}", render_one_line(expected)),
            format!("actual    {}", render_one_line(actual)),
        ],
    }
}

/// A documented and an actual value, or the one that exists.
pub fn render_values(values: (Option<&Value>, Option<&Value>)) -> Vec<String> {
    match values {
        (Some(expected), Some(actual)) => render_pair(expected, actual),
        (Some(expected), None) => vec![format!("expected  {}", render_one_line(expected))],
        (None, Some(actual)) => vec![format!("actual    {}", render_one_line(actual))],
        (None, None) => Vec::new(),
    }
}

/// A value on one line; the end of a long one is cut off.
pub fn render_one_line(value: &Value) -> String {
    let text = escape_for_display(&value.to_string());
    match text.char_indices().nth(MAX_VALUE_WIDTH) {
        Some((cut, _)) => format!("{}… ({} characters)", &text[..cut], text.chars().count()),
        None => text,
    }
}

/// A paragraph in lines of at most `width` characters; a longer word has a line of its own.
pub fn wrap(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn is_block(value: &Value) -> bool {
    (value.is_object() || value.is_array()) && value.to_string().len() > 60
}

fn to_pretty_json(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}

/// Carets below the characters of `actual` that differ from `expected`; none if most of them do.
fn difference_marks(expected: &str, actual: &str) -> Option<String> {
    let diff = TextDiff::from_chars(expected, actual);
    let mut marks = String::new();
    let mut is_missing = false;
    for op in diff.ops() {
        let length = op.new_range().len();
        match op.tag() {
            DiffTag::Equal => {
                // if something is missing, the character after it is marked
                marks.push(if is_missing { '^' } else { ' ' });
                marks.extend(std::iter::repeat_n(' ', length.saturating_sub(1)));
                is_missing = false;
            }
            DiffTag::Delete => is_missing = true,
            DiffTag::Insert | DiffTag::Replace => {
                marks.extend(std::iter::repeat_n('^', length));
                is_missing = false;
            }
        }
    }
    let marked = marks.matches('^').count();
    (marked > 0 && marked * 2 < actual.chars().count()).then(|| marks.trim_end().to_owned())
}

fn render_block(expected: &str, actual: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(expected, actual);
    let unified = diff
        .unified_diff()
        .context_radius(1)
        .header("expected", "actual")
        .missing_newline_hint(false)
        .to_string();
    let mut lines: Vec<String> = unified.lines().map(escape_for_display).collect();
    if lines.len() > MAX_BLOCK_LINES {
        let more = lines.len() - MAX_BLOCK_LINES;
        lines.truncate(MAX_BLOCK_LINES);
        lines.push(format!("… {more} more lines"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn short_strings_are_marked_where_they_differ() {
        assert_eq!(
            render_pair(
                &json!("Test the CI integration."),
                &json!("Test the CI integration!")
            ),
            [
                r#"expected  "Test the CI integration.""#,
                r#"actual    "Test the CI integration!""#,
                r"                                  ^",
            ]
        );
    }

    #[test]
    fn a_missing_part_is_marked_at_its_position() {
        let lines = render_pair(&json!("rubocop and more"), &json!("rubcop and more"));
        assert_eq!(
            lines[1..],
            [r#"actual    "rubcop and more""#, "              ^"]
        );
    }

    #[test]
    fn completely_different_values_are_not_marked() {
        assert_eq!(render_pair(&json!("one"), &json!("zzzzz")).len(), 2);
    }

    #[test]
    fn numbers_are_aligned() {
        assert_eq!(
            render_pair(&json!(8), &json!(9.5)),
            ["expected  8", "actual    9.5"]
        );
    }

    #[test]
    fn blocks_are_shown_as_a_small_unified_difference() {
        let lines = render_pair(&json!("one\ntwo\nthree\n"), &json!("one\n2\nthree\n"));
        assert_eq!(
            lines,
            [
                "--- expected",
                "+++ actual",
                "@@ -1,3 +1,3 @@",
                " one",
                "-two",
                "+2",
                " three"
            ]
        );
    }

    #[test]
    fn control_characters_are_escaped() {
        let lines = render_pair(&json!("a\nb\n"), &json!("a\n\u{1b}[2Jb\n"));
        assert!(
            lines.iter().all(|line| !line.contains('\u{1b}')),
            "{lines:?}"
        );
    }

    #[test]
    fn paragraphs_are_wrapped_between_words() {
        assert_eq!(
            wrap("one two  three\nfour", 9),
            ["one two", "three", "four"]
        );
        assert_eq!(wrap("immeasurable", 4), ["immeasurable"]);
    }

    #[test]
    fn long_values_are_cut_off_with_their_length() {
        let shown = render_one_line(&json!("é".repeat(400)));
        assert!(shown.ends_with("… (402 characters)"), "{shown}");
    }
}
