//! Lines of text, and lists that fit on a line.

use std::io::{self, Write};

use crate::text::escape_for_display;

/// How wide lists of cases and tables may be.
pub(super) const MAX_WIDTH: usize = 100;

/// The lines of a section.
pub(super) type Lines = Vec<String>;

/// How many cases are named before a list is cut off.
const MAX_NAMES: usize = 3;

/// Writes sections with an empty line between them; an empty section is left out.
pub(super) fn write_sections(out: &mut dyn Write, sections: &[Lines]) -> io::Result<()> {
    let sections = sections.iter().filter(|lines| !lines.is_empty());
    for (index, lines) in sections.enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        for line in lines {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// The first of some names on one line, or all of them on several.
pub(super) fn name_lines<'n>(names: impl Iterator<Item = &'n str>, all: bool) -> Lines {
    let names: Vec<String> = names.map(escape_for_display).collect();
    if !all {
        let mut line = names
            .iter()
            .take(MAX_NAMES)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ");
        if names.len() > MAX_NAMES {
            line.push_str(", …");
        }
        return vec![line];
    }
    let last = names.len().saturating_sub(1);
    let mut lines = Lines::new();
    for (index, name) in names.into_iter().enumerate() {
        let name = if index < last { name + "," } else { name };
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(&name) <= MAX_WIDTH - 8 => {
                line.push(' ');
                line.push_str(&name);
            }
            _ => lines.push(name),
        }
    }
    lines
}

/// How many characters a text has.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// The end of a text, in at most `width` characters.
pub(super) fn keep_end(text: &str, width: usize) -> String {
    let count = self::width(text);
    if count <= width {
        return text.to_owned();
    }
    let kept = width.saturating_sub(1);
    format!("…{}", text.chars().skip(count - kept).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_long_text_stays() {
        assert_eq!(keep_end("/jobs", 5), "/jobs");
        assert_eq!(keep_end("/projects/{id}/jobs", 10), "…{id}/jobs");
    }

    #[test]
    fn lists_are_cut_off_after_three_names() {
        let four = ["a", "b", "c", "d"];
        assert_eq!(name_lines(four.into_iter(), false), ["a, b, c, …"]);
        assert_eq!(name_lines(four.into_iter().take(3), false), ["a, b, c"]);
        assert_eq!(name_lines(four.into_iter(), true), ["a, b, c, d"]);
    }
}
