//! Converts Markdown to HTML. HTML in it becomes text, comments are left out, and images become their text.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use super::layout::slug;

/// The body of a page, without the first heading, since the page has its own. `lead_to` returns the address for a code
/// span, if it has one; `address` returns where a link leads, or none if it becomes text.
pub(super) fn render_body(
    markdown: &str,
    lead_to: &dyn Fn(&str) -> Option<String>,
    address: &dyn Fn(&str) -> Option<String>,
) -> String {
    // whether each open link is kept
    let mut links = Vec::new();
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut is_in_title = false;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => is_in_title = true,
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => is_in_title = false,
            _ if is_in_title => {}
            Event::Html(raw) | Event::InlineHtml(raw) => {
                if !raw.trim_start().starts_with("<!--") {
                    events.push(Event::Text(raw));
                }
            }
            // an image becomes its text
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let address = address(&dest_url);
                links.push(address.is_some());
                if let Some(address) = address {
                    events.push(Event::Start(Tag::Link {
                        link_type,
                        dest_url: if is_safe(&address) {
                            address.into()
                        } else {
                            CowStr::Borrowed("#")
                        },
                        title,
                        id,
                    }));
                }
            }
            Event::End(TagEnd::Link) => {
                if links.pop() == Some(true) {
                    events.push(Event::End(TagEnd::Link));
                }
            }
            Event::Code(code) => match lead_to(&code) {
                Some(address) => {
                    events.push(Event::Start(Tag::Link {
                        link_type: LinkType::Inline,
                        dest_url: address.into(),
                        title: CowStr::Borrowed(""),
                        id: CowStr::Borrowed(""),
                    }));
                    events.push(Event::Code(code));
                    events.push(Event::End(TagEnd::Link));
                }
                None => events.push(Event::Code(code)),
            },
            event => events.push(event),
        }
    }
    name_headings(&mut events);
    let mut page = String::new();
    html::push_html(&mut page, events.into_iter());
    // a wide table scrolls inside itself
    page.replace("<table>", "<div class=\"scroll\"><table class=\"list\">")
        .replace("</table>", "</table></div>")
}

/// Gives each heading an id made from its text, and a number if the text is not unique.
fn name_headings(events: &mut [Event<'_>]) {
    let mut seen: Vec<String> = Vec::new();
    for index in 0..events.len() {
        if !matches!(events.get(index), Some(Event::Start(Tag::Heading { .. }))) {
            continue;
        }
        let text: String = events
            .iter()
            .skip(index + 1)
            .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))))
            .filter_map(|event| match event {
                Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
                _ => None,
            })
            .collect();
        let name = slug(&text.replace(' ', "-").to_lowercase());
        let count = seen.iter().filter(|known| **known == name).count();
        seen.push(name.clone());
        if let Some(Event::Start(Tag::Heading { id, .. })) = events.get_mut(index) {
            *id = Some(match count {
                0 => name.into(),
                count => format!("{name}-{}", count + 1).into(),
            });
        }
    }
}

/// Whether a link leads to a page and cannot run a script.
fn is_safe(address: &str) -> bool {
    match address.split_once(':') {
        Some((scheme, _)) => {
            ["http", "https"].contains(&scheme) || scheme.contains(['/', '#', '?'])
        }
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_names_and_html_is_text() {
        for (markdown, expected) in [
            ("# Title\n\ntext\n", "<p>text</p>\n"),
            (
                "## 16.0.0 - 2026\n\n## 16.0.0 - 2026\n",
                "<h2 id=\"16.0.0---2026\">16.0.0 - 2026</h2>\n<h2 id=\"16.0.0---2026-2\">16.0.0 - 2026</h2>\n",
            ),
            (
                "a <script>x</script> <!-- b -->\n",
                "<p>a &lt;script&gt;x&lt;/script&gt; </p>\n",
            ),
            (
                "[a](javascript:x) [b](https://e.example) ![c](https://e.example/c.png)\n",
                "<p><a href=\"#\">a</a> <a href=\"https://e.example\">b</a> c</p>\n",
            ),
            (
                "`known` `other`\n",
                "<p><a href=\"a.html#known\"><code>known</code></a> <code>other</code></p>\n",
            ),
        ] {
            let lead_to = |code: &str| (code == "known").then(|| "a.html#known".to_owned());
            assert_eq!(
                render_body(markdown, &lead_to, &|link| Some(link.to_owned())),
                expected
            );
        }
    }
}
