//! The pieces that every section of the page is made of.

use std::fmt::{self, Display, Write};

use crate::record::{CaseRecord, OutcomeRecord};

/// The id of a case, as a link if the page contains the case.
pub(super) fn write_case_link(
    page: &mut String,
    id: &str,
    shown: Option<&CaseRecord>,
) -> fmt::Result {
    let Some(case) = shown else {
        return write!(page, "<span class=\"dim\">{}</span> ", escape_html(id));
    };
    let (sign, class) = outcome_sign(case);
    write!(
        page,
        "<a class=\"{class}\" href=\"#case-{}\">{sign} {}</a> ",
        slug(id),
        escape_html(id)
    )
}

/// A part of a bar: its class, its share, and its name.
pub(super) struct BarPart(
    pub(super) &'static str,
    pub(super) usize,
    pub(super) &'static str,
);

/// A bar with parts of proportional width.
pub(super) fn write_bar(page: &mut String, parts: &[BarPart]) -> fmt::Result {
    page.push_str("<span class=\"bar\" role=\"img\" aria-label=\"");
    for (index, BarPart(_, count, name)) in parts.iter().enumerate() {
        let comma = if index > 0 { ", " } else { "" };
        write!(page, "{comma}{count} {name}")?;
    }
    page.push_str("\">");
    for BarPart(class, count, _) in parts.iter().filter(|part| part.1 > 0) {
        write!(
            page,
            "<i class=\"{class}\" style=\"flex-grow:{count}\"></i>"
        )?;
    }
    page.push_str("</span>");
    Ok(())
}

/// The sign of a case, and its class.
pub(super) fn outcome_sign(case: &CaseRecord) -> (&'static str, &'static str) {
    match &case.outcome {
        OutcomeRecord::Passed { .. } => ("✓", "good"),
        OutcomeRecord::Failed { .. } if case.is_known_failure() => ("~", "plain"),
        OutcomeRecord::Failed { .. } => ("✗", "bad"),
        OutcomeRecord::InvalidCase { .. }
        | OutcomeRecord::Blocked { .. }
        | OutcomeRecord::Inconclusive { .. }
        | OutcomeRecord::Unreachable { .. } => ("!", "warn"),
        OutcomeRecord::Skipped { .. } => ("–", "plain"),
    }
}

/// A text as text: nothing in it can be a tag or an attribute or end one, and nothing can hide or reverse the text next
/// to it.
pub(super) fn escape_html(raw: &str) -> impl Display + '_ {
    struct EscapedText<'t>(&'t str);
    impl Display for EscapedText<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            for c in self.0.chars() {
                match c {
                    '<' => f.write_str("&lt;")?,
                    '>' => f.write_str("&gt;")?,
                    '&' => f.write_str("&amp;")?,
                    '"' => f.write_str("&quot;")?,
                    '\'' => f.write_str("&#39;")?,
                    '\n' | '\t' => f.write_char(c)?,
                    c if crate::text::is_dangerous(c) => write!(f, "{}", c.escape_unicode())?,
                    c => f.write_char(c)?,
                }
            }
            Ok(())
        }
    }
    EscapedText(raw)
}

/// A text as part of an id: only equal texts have equal ids.
pub(super) fn slug(raw: &str) -> String {
    let mut slug = String::new();
    for c in raw.chars() {
        if c.is_ascii_alphanumeric() || c == '.' || c == '-' {
            slug.push(c);
        } else {
            slug.push_str(&format!("_{:x}_", u32::from(c)));
        }
    }
    slug
}
