//! The frame and the content security policy of all pages, and functions that turn texts into HTML.
//!
//! Pages need no network and no JavaScript, and contain their style, so that they also work when opened from a folder.
//! All are well-formed XML, except the API reference.

use std::fmt::{self, Display, Write as _};

use openapi_document::terminal::is_dangerous;

/// The style of all pages.
const STYLE: &str = include_str!("site.css");
/// The icon, as a data URL.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='8' fill='%232f7d4f'/%3E%3Cpath d='M4.5 8.3l2.4 2.4 4.6-5.2' fill='none' stroke='white' stroke-width='1.8' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// Path below the site, with `/` between its parts.
    pub path: String,
    /// Its contents.
    pub text: String,
}

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The start page.
    Index,
    /// The guide.
    Guide,
    /// The document, displayed by redoc.
    Reference,
    /// The documented examples with their results.
    Examples,
    /// The requirements and the cases that check them.
    Requirements,
    /// All cases with their results.
    Cases,
    /// The faults that the suite catches.
    Faults,
    /// The errata.
    Errata,
    /// The results of each target.
    Implementations,
    /// The changelog of the document.
    Changelog,
    /// All files, and licences.
    Downloads,
}

impl Page {
    /// All pages, in the order of the navigation.
    pub const ALL: [Page; 11] = [
        Page::Index,
        Page::Guide,
        Page::Reference,
        Page::Examples,
        Page::Requirements,
        Page::Cases,
        Page::Faults,
        Page::Errata,
        Page::Implementations,
        Page::Changelog,
        Page::Downloads,
    ];

    /// The name of its file.
    pub const fn file(self) -> &'static str {
        match self {
            Page::Index => "index.html",
            Page::Guide => "guide.html",
            Page::Reference => "reference.html",
            Page::Examples => "examples.html",
            Page::Requirements => "requirements.html",
            Page::Cases => "cases.html",
            Page::Faults => "faults.html",
            Page::Errata => "errata.html",
            Page::Implementations => "implementations.html",
            Page::Changelog => "changelog.html",
            Page::Downloads => "downloads.html",
        }
    }

    /// Its label in the navigation.
    pub const fn label(self) -> &'static str {
        match self {
            Page::Index => "Overview",
            Page::Guide => "Guide",
            Page::Reference => "API reference",
            Page::Examples => "Examples",
            Page::Requirements => "Requirements",
            Page::Cases => "Cases",
            Page::Faults => "Faults",
            Page::Errata => "Errata",
            Page::Implementations => "Implementations",
            Page::Changelog => "Changelog",
            Page::Downloads => "Downloads",
        }
    }
}

/// What pages need to know of their site.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// Title and version of the document.
    pub(super) title: String,
    /// Whether the site has the API reference.
    pub(super) has_reference: bool,
}

impl Frame {
    /// A page with a heading, an introduction and its content; the latter two are HTML.
    pub(super) fn page(&self, page: Page, heading: &str, lead: &str, main: &str) -> SiteFile {
        let mut html = self.head(
            page,
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
            "",
        );
        let lead = match lead {
            "" => String::new(),
            lead => format!("<p class=\"lead\">{lead}</p>\n"),
        };
        let _ = write!(
            html,
            "<main id=\"main\" tabindex=\"-1\">\n<h1>{}</h1>\n{lead}{main}</main>\n\
             <footer><p>Reprise, MIT or Apache-2.0. Documented examples: © GitLab B.V., CC BY-SA 4.0. Not affiliated with GitLab.</p></footer>\n\
             </body>\n</html>\n",
            escape_html(heading)
        );
        SiteFile {
            path: page.file().to_owned(),
            text: html,
        }
    }

    /// The beginning of a page, up to its content; `extra` is HTML for its head.
    pub(super) fn head(&self, page: Page, policy: &str, extra: &str) -> String {
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <meta name=\"color-scheme\" content=\"light dark\"/>\n\
             <meta name=\"referrer\" content=\"no-referrer\"/>\n\
             <link rel=\"icon\" href=\"{ICON}\"/>\n\
             <title>{}: {}</title>\n<style>{STYLE}</style>\n{extra}</head>\n<body>\n\
             <a class=\"skip\" href=\"#main\">Skip to the content</a>\n\
             <header class=\"top\"><nav aria-label=\"Pages\"><ul>\n",
            escape_html(&self.title),
            page.label(),
        );
        for other in Page::ALL {
            if other == Page::Reference && !self.has_reference {
                continue;
            }
            let current = if other == page {
                " aria-current=\"page\""
            } else {
                ""
            };
            let _ = writeln!(
                html,
                "<li><a href=\"{}\"{current}>{}</a></li>",
                other.file(),
                other.label()
            );
        }
        html.push_str("</ul></nav></header>\n");
        html
    }
}

/// Escapes a text, so that it cannot contain a tag or end an attribute. Invisible and bidirectional characters become
/// visible escapes.
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
                    c if is_dangerous(c) => write!(f, "{}", c.escape_unicode())?,
                    c => f.write_char(c)?,
                }
            }
            Ok(())
        }
    }
    EscapedText(raw)
}

/// Escapes a text, with parts between backticks as code.
pub(super) fn escape_prose(raw: &str) -> String {
    let mut html = String::new();
    let parts: Vec<&str> = raw.split('`').collect();
    // the last of an even number of parts follows a backtick that is never closed
    let closed = parts.len() - usize::from(parts.len().is_multiple_of(2));
    for (index, part) in parts.iter().enumerate() {
        let _ = match (index % 2, index < closed) {
            (1, true) => write!(html, "<code>{}</code>", escape_html(part)),
            (1, false) => write!(html, "`{}", escape_html(part)),
            _ => write!(html, "{}", escape_html(part)),
        };
    }
    html
}

/// A text as part of an id. Different texts have different ids.
pub(super) fn slug(raw: &str) -> String {
    let mut slug = String::new();
    for c in raw.chars() {
        if c.is_ascii_alphanumeric() || c == '.' || c == '-' {
            slug.push(c);
        } else {
            let _ = write!(slug, "_{:x}_", u32::from(c));
        }
    }
    slug
}

/// Links to errata.
pub(super) fn errata_links<'e>(ids: impl IntoIterator<Item = &'e str>) -> String {
    let links = ids.into_iter().map(|id| {
        format!(
            "<a href=\"{}#{}\">{}</a>",
            Page::Errata.file(),
            slug(id),
            escape_html(id)
        )
    });
    links.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_escaped() {
        for (raw, expected) in [
            (
                "<b> & \"x\" 'y'",
                "&lt;b&gt; &amp; &quot;x&quot; &#39;y&#39;",
            ),
            ("a\u{202e}b\u{1b}[0m\u{0}", "a\\u{202e}b\\u{1b}[0m\\u{0}"),
        ] {
            assert_eq!(escape_html(raw).to_string(), expected);
        }
    }

    #[test]
    fn text_between_backticks_is_code() {
        for (raw, expected) in [
            ("is `a<b`, no `c", "is <code>a&lt;b</code>, no `c"),
            ("plain", "plain"),
            ("`a` and `b`", "<code>a</code> and <code>b</code>"),
            ("", ""),
        ] {
            assert_eq!(escape_prose(raw), expected);
        }
    }

    #[test]
    fn different_texts_have_different_slugs() {
        assert_eq!(slug("getJob.failed-job"), "getJob.failed-job");
        assert_ne!(slug("a b"), slug("a_20_b"));
    }
}
