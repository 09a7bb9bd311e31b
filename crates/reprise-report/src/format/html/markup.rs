//! The pieces that every section of the page is made of.

use std::fmt::{self, Display, Write};

use crate::record::{Case, Outcome};

/// The name of a case, which leads to it where the page shows it.
pub(super) fn case_link(page: &mut String, id: &str, shown: Option<&Case>) -> fmt::Result {
    let Some(case) = shown else {
        return write!(page, "<span class=\"dim\">{}</span> ", text(id));
    };
    let (sign, mood) = sign(&case.outcome);
    write!(
        page,
        "<a class=\"{mood}\" href=\"#case-{}\">{sign} {}</a> ",
        slug(id),
        text(id)
    )
}

/// A part of a bar: its class, how wide it is beside the others, and its name.
pub(super) struct Part(
    pub(super) &'static str,
    pub(super) usize,
    pub(super) &'static str,
);

/// A bar whose parts are as wide as they count.
pub(super) fn bar(page: &mut String, parts: &[Part]) -> fmt::Result {
    page.push_str("<span class=\"bar\" role=\"img\" aria-label=\"");
    for (index, Part(_, count, name)) in parts.iter().enumerate() {
        let comma = if index > 0 { ", " } else { "" };
        write!(page, "{comma}{count} {name}")?;
    }
    page.push_str("\">");
    for Part(class, count, _) in parts.iter().filter(|part| part.1 > 0) {
        write!(
            page,
            "<i class=\"{class}\" style=\"flex-grow:{count}\"></i>"
        )?;
    }
    page.push_str("</span>");
    Ok(())
}

/// The sign and the class of a outcome.
pub(super) fn sign(outcome: &Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Passed { .. } => ("✓", "good"),
        Outcome::Failed { .. } => ("✗", "bad"),
        Outcome::InvalidCase { .. }
        | Outcome::Blocked { .. }
        | Outcome::Inconclusive { .. }
        | Outcome::Unreachable { .. } => ("!", "warn"),
        Outcome::Skipped { .. } => ("–", "plain"),
    }
}

/// A text as text: nothing in it can be a tag, an attribute or an end of one, and nothing can hide or turn around
/// what stands beside it.
pub(super) fn text(raw: &str) -> impl Display + '_ {
    struct Text<'t>(&'t str);
    impl Display for Text<'_> {
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
    Text(raw)
}

/// A text as part of an id: equal texts and no others have equal ids.
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
