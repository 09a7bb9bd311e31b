//! The guide: the pages of `docs/`, with links between them.

use super::layout::{Frame, Page, SiteFile};
use super::markdown;
use super::sources::Sources;

/// The page of the guide that lists the others.
const INDEX: &str = "index";

/// The pages of the guide.
pub(super) fn pages(frame: &Frame, sources: &Sources) -> Vec<SiteFile> {
    let pages = sources.guide.iter();
    pages
        .map(|(name, text)| {
            let main = markdown::render_body(text, &|_| None, &resolve_link);
            let page = frame.page(Page::Guide, find_title(text), "", &main);
            SiteFile {
                path: page_file(name),
                ..page
            }
        })
        .collect()
}

/// The first heading of a page.
fn find_title(text: &str) -> &str {
    let mut lines = text.lines();
    let heading = lines.find_map(|line| line.strip_prefix("# "));
    heading.unwrap_or("Guide")
}

/// The file of a page of the guide.
fn page_file(name: &str) -> String {
    match name {
        INDEX => Page::Guide.file().to_owned(),
        name => format!("guide-{name}.html"),
    }
}

/// Where a link of the guide leads on the site; none if it leads to a file that is not part of the site.
fn resolve_link(link: &str) -> Option<String> {
    if link.contains("://") || link.starts_with('#') {
        return Some(link.to_owned());
    }
    let (path, fragment) = match link.split_once('#') {
        Some((path, fragment)) => (path, format!("#{fragment}")),
        None => (link, String::new()),
    };
    let name = path
        .strip_suffix(".md")
        .filter(|name| !name.contains('/'))?;
    Some(format!("{}{fragment}", page_file(name)))
}

#[cfg(test)]
mod tests {
    use super::resolve_link;

    #[test]
    fn links_lead_to_pages_of_the_site() {
        for (link, expected) in [
            ("state.md", Some("guide-state.html")),
            ("state.md#the-hook", Some("guide-state.html#the-hook")),
            ("index.md", Some("guide.html")),
            ("#fixtures", Some("#fixtures")),
            ("https://e.example/a.md", Some("https://e.example/a.md")),
            ("../README.md", None),
            ("../conformance/FAULTS.md#x", None),
        ] {
            assert_eq!(resolve_link(link).as_deref(), expected, "{link}");
        }
    }
}
