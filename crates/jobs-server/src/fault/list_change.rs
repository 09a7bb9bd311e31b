//! Rewrites of the response of a list: its items, and the headers that link its pages.

use http::header::{HeaderName, LINK};
use jobs_api::model::JobId;
use serde_json::Value;

use crate::buffered_response::BufferedResponse;
use crate::paginate::write_cursor;

/// How the response of a list is rewritten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ListChange {
    Reverse,
    MoveFirstToEnd,
    SortByName,
    DropFirst,
    DropLast,
    RepeatLast,
    /// A number in a header is larger by this.
    AddToHeader(&'static str, i64),
    /// The total is that of the page.
    UsePageTotal,
    /// There is a total although there should be none.
    AddTotal,
    /// The values of `X-Next-Page` and `X-Prev-Page` are swapped.
    SwapNeighbours,
    /// There always is a next page.
    AddNextPage,
    /// There never is a next page.
    DropNextPage,
    /// A link is missing.
    DropLink(&'static str),
    /// The link to the next page leads to this one.
    LinkToSamePage,
    /// Links lose a parameter.
    DropLinkParameter(&'static str),
    /// Links lead to another server.
    LinkToOtherServer,
    /// With cursor pagination, there is no link to the next page.
    DropCursorLink,
    /// With cursor pagination, there is a link after the last page.
    AddCursorLink,
    /// With cursor pagination, the next page begins after the first job of this one.
    CursorAfterFirst,
    /// With cursor pagination, there are page headers.
    AddPageHeaders,
}

/// The links of a header: address, and relation with its quotes.
fn parse_links(text: &str) -> Vec<(String, String)> {
    text.split(", ")
        .filter_map(|link| link.strip_prefix('<')?.split_once(">; rel="))
        .map(|(url, relation)| (url.to_owned(), relation.to_owned()))
        .collect()
}

/// The same address with its parameters changed, or removed if `change` returns nothing.
fn edit_query(url: &str, change: impl Fn(&str, &str) -> Option<String>) -> String {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let pairs: Vec<String> = query
        .split('&')
        .filter_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            Some(format!("{name}={}", change(name, value)?))
        })
        .collect();
    format!("{address}?{}", pairs.join("&"))
}

fn set_header(response: &mut BufferedResponse, name: &'static str, value: &str) {
    response.set_header(HeaderName::from_static(name), value);
}

impl ListChange {
    /// Rewrites the response to a request for this address.
    pub(super) fn apply(self, response: &mut BufferedResponse, url: &str) {
        response.change_json(|value| {
            if let Value::Array(items) = value {
                self.change_items(items);
            }
        });
        self.change_headers(response);
        self.change_links(response);
        self.add_link(response, url);
    }

    fn change_items(self, items: &mut Vec<Value>) {
        let name = |item: &Value| item["name"].as_str().unwrap_or_default().to_owned();
        match self {
            ListChange::Reverse => items.reverse(),
            ListChange::MoveFirstToEnd if items.len() > 1 => items.rotate_left(1),
            ListChange::SortByName => items.sort_by_key(name),
            ListChange::DropFirst if !items.is_empty() => drop(items.remove(0)),
            ListChange::DropLast => drop(items.pop()),
            ListChange::RepeatLast => items.extend(items.last().cloned()),
            _ => {}
        }
    }

    fn change_headers(self, response: &mut BufferedResponse) {
        let page = response.header("x-page").unwrap_or_default().to_owned();
        let number = |response: &BufferedResponse, name: &str| -> Option<i64> {
            response.header(name)?.parse().ok()
        };
        let length = read_items(response).len();
        match self {
            ListChange::AddToHeader(name, by) => {
                if let Some(count) = number(response, name) {
                    set_header(response, name, &(count + by).to_string());
                }
            }
            ListChange::UsePageTotal => set_header(response, "x-total", &length.to_string()),
            ListChange::AddTotal if !page.is_empty() => {
                set_header(response, "x-total", &length.to_string());
                set_header(response, "x-total-pages", "1");
            }
            ListChange::SwapNeighbours => {
                let next = response
                    .header("x-next-page")
                    .unwrap_or_default()
                    .to_owned();
                let before = response
                    .header("x-prev-page")
                    .unwrap_or_default()
                    .to_owned();
                set_header(response, "x-next-page", &before);
                set_header(response, "x-prev-page", &next);
            }
            ListChange::AddNextPage => {
                let next = number(response, "x-page").unwrap_or(1) + 1;
                set_header(response, "x-next-page", &next.to_string());
            }
            ListChange::DropNextPage => set_header(response, "x-next-page", ""),
            ListChange::AddPageHeaders if page.is_empty() => set_header(response, "x-page", "1"),
            _ => {}
        }
    }

    fn change_links(self, response: &mut BufferedResponse) {
        let by_cursor = response.header("x-page").is_none();
        let page = response.header("x-page").unwrap_or_default().to_owned();
        let Some(text) = response.header("link") else {
            return;
        };
        let mut links = parse_links(text);
        match self {
            ListChange::DropLink(lost) => {
                links.retain(|(_, relation)| relation.trim_matches('"') != lost)
            }
            ListChange::DropCursorLink if by_cursor => links.clear(),
            _ => {}
        }
        let first = read_items(response)
            .first()
            .and_then(|item| item["id"].as_u64());
        for (url, relation) in &mut links {
            let leads_on = relation == "\"next\"";
            *url = match self {
                ListChange::LinkToSamePage if leads_on && !by_cursor => {
                    edit_query(url, |name, value| {
                        Some(if name == "page" {
                            page.clone()
                        } else {
                            value.to_owned()
                        })
                    })
                }
                ListChange::DropLinkParameter(forgotten) => edit_query(url, |name, value| {
                    (!name.starts_with(forgotten)).then(|| value.to_owned())
                }),
                ListChange::LinkToOtherServer => url.replacen("://", "://gitlab.", 1),
                ListChange::CursorAfterFirst if by_cursor => {
                    edit_query(url, |name, value| match (name, first) {
                        ("cursor", Some(first)) => {
                            Some(write_cursor(JobId(first)).replace('=', "%3D"))
                        }
                        _ => Some(value.to_owned()),
                    })
                }
                _ => std::mem::take(url),
            };
        }
        if links.is_empty() {
            response.headers.remove(LINK);
        } else {
            let links: Vec<String> = links
                .iter()
                .map(|(url, relation)| format!("<{url}>; rel={relation}"))
                .collect();
            set_header(response, "link", &links.join(", "));
        }
    }

    /// Adds a wrong link after the last page with cursor pagination.
    fn add_link(self, response: &mut BufferedResponse, url: &str) {
        let is_last = response.header("link").is_none() && response.header("x-page").is_none();
        if self == ListChange::AddCursorLink
            && is_last
            && let Some(last) = read_items(response)
                .last()
                .and_then(|item| item["id"].as_u64())
        {
            let cursor = write_cursor(JobId(last)).replace('=', "%3D");
            let link = format!("<{url}?cursor={cursor}&pagination=keyset>; rel=\"next\"");
            set_header(response, "link", &link);
        }
    }
}

fn read_items(response: &BufferedResponse) -> Vec<Value> {
    match response.json() {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}
