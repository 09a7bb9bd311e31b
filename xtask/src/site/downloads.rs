//! All files for download, and the licences of the site.

use std::fmt::Write as _;

use super::sources::Sources;
use serde_json::Value;

use super::badge;
use super::layout::{Frame, Page, SiteFile, escape_html, escape_prose};
use super::reference::{LICENCES, PUBLISHED, Redoc};

/// The page; `published` is the length of the published copy in bytes.
pub(super) fn page(
    frame: &Frame,
    sources: &Sources,
    published: usize,
    redoc: Option<&Redoc>,
) -> SiteFile {
    let mut html = String::new();
    let (schemas, documents): (Vec<_>, Vec<_>) = sources
        .spec
        .iter()
        .partition(|(path, _)| path.starts_with("schemas/"));
    let documents = documents.iter().map(|(path, text)| {
        (
            format!("spec/{path}"),
            text.len(),
            describe_document(path).to_owned(),
        )
    });
    render_section(&mut html, "document", "The document", documents);
    render_section(
        &mut html,
        "verified",
        "The document with test results",
        [(
            PUBLISHED.to_owned(),
            published,
            "openapi.json with `x-verified` in each example; generated with the site".to_owned(),
        )]
        .into_iter(),
    );
    let schemas = schemas
        .iter()
        .map(|(path, text)| (format!("spec/{path}"), text.len(), first_sentence(text)));
    render_section(
        &mut html,
        "schemas",
        "JSON Schemas (draft 2020-12)",
        schemas,
    );
    let reports = sources.targets.iter().flat_map(|target| {
        [
            (
                format!("reports/{}.json", target.name),
                target.text.len(),
                "the report".to_owned(),
            ),
            (
                badge::badge_path(target),
                badge::render_svg(target).len(),
                "the badge".to_owned(),
            ),
        ]
    });
    render_section(&mut html, "reports", "Reports and badges", reports);
    html.push_str("<section id=\"made-of\">\n<h2>Licences</h2>\n");
    match redoc {
        Some(redoc) => {
            let _ = writeln!(
                html,
                "<p>The API reference is displayed by redoc {}, {} of JavaScript in that page, under the MIT licence. Its licence and those of its dependencies are in <a href=\"{LICENCES}\">{LICENCES}</a>. The address of a logo in it was replaced, so that the page loads nothing.</p>",
                escape_html(&redoc.version),
                format_size(redoc.script.len())
            );
        }
        None => html.push_str("<p>This site was generated without the API reference.</p>\n"),
    }
    html.push_str("<p>All other pages are plain HTML without JavaScript. No page loads anything from the network; their content security policies forbid it.</p>\n</section>\n");
    frame.page(
        Page::Downloads,
        "Downloads",
        "All generated files, as committed.",
        &html,
    )
}

/// The first sentence of the description of a schema.
fn first_sentence(schema: &str) -> String {
    let schema: Value = serde_json::from_str(schema).unwrap_or_default();
    let description = schema.get("description").and_then(Value::as_str);
    let description = description.unwrap_or_default();
    let paragraph = description.lines().next().unwrap_or_default();
    match paragraph.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => paragraph.to_owned(),
    }
}

fn describe_document(path: &str) -> &'static str {
    match path {
        "openapi.json" => "OpenAPI 3.1",
        "openapi.yaml" => "the same, as YAML",
        "openapi-3.0.json" => "OpenAPI 3.0, for tools that do not support 3.1",
        _ => "",
    }
}

fn render_section(
    html: &mut String,
    id: &str,
    heading: &str,
    files: impl Iterator<Item = (String, usize, String)>,
) {
    let _ = write!(
        html,
        "<section id=\"{id}\">\n<h2>{heading}</h2>\n<div class=\"scroll\"><table class=\"list\"><thead><tr><th>file</th><th class=\"n\">size</th><th>description</th></tr></thead><tbody>\n"
    );
    for (path, length, words) in files {
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\"><a href=\"{path}\">{path}</a></th><td class=\"n\">{}</td><td>{}</td></tr>",
            format_size(length),
            escape_prose(&words),
            path = escape_html(&path),
        );
    }
    html.push_str("</tbody></table></div>\n</section>\n");
}

/// A number of bytes, for people.
fn format_size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000),
    }
}

#[cfg(test)]
mod tests {
    use super::format_size;

    #[test]
    fn sizes_are_short() {
        for (bytes, expected) in [(12, "12 B"), (1_001, "2 KB"), (1_103_471, "1.10 MB")] {
            assert_eq!(format_size(bytes), expected);
        }
    }
}
