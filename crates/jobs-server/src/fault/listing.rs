//! Faults of lists once they are there: their order, their borders, and the headers that lead through them.

use http::Uri;
use http::header::{HeaderName, HeaderValue, LINK};
use jobs_api::model::JobId;
use jobs_api::operations::Operation;
use serde_json::Value;

use super::{Breach, Class, Known};
use crate::answer::{Answer, AnswerBody};
use crate::paginate::write_cursor;

/// What of a list is spoilt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Listing {
    Reversed,
    FirstLast,
    ByName,
    FirstLost,
    LastLost,
    LastTwice,
    /// A number in a header is so much more.
    Counted(&'static str, i64),
    /// The total is that of the page.
    TotalOfPage,
    /// There is a total where there should be none.
    TotalAdded,
    /// `X-Next-Page` and `X-Prev-Page` swap what they say.
    NeighboursSwapped,
    /// There always is a next page.
    NextForEver,
    /// There never is a next page.
    NextNever,
    /// A link has gone.
    LinkLost(&'static str),
    /// The link to the next page leads to this one.
    LinkLoops,
    /// Links lose a parameter.
    LinkForgets(&'static str),
    /// Links lead to another server.
    LinkElsewhere,
    /// By cursor, there is no link to the next page.
    CursorLost,
    /// By cursor, there is a link after the last page.
    CursorForEver,
    /// By cursor, the next page begins after the first job of this one.
    CursorOfFirst,
    /// By cursor, there are page headers.
    CursorCounted,
}

/// The links of a header: address, and relation with its quotes.
fn links(text: &str) -> Vec<(String, String)> {
    text.split(", ")
        .filter_map(|link| link.strip_prefix('<')?.split_once(">; rel="))
        .map(|(url, relation)| (url.to_owned(), relation.to_owned()))
        .collect()
}

/// The same address with its parameters changed, or left out where `change` says nothing.
fn with_query(url: &str, change: impl Fn(&str, &str) -> Option<String>) -> String {
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

fn put(answer: &mut Answer, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        answer.put(HeaderName::from_static(name), value);
    }
}

impl Listing {
    pub(super) fn spoil(self, answer: &mut Answer) {
        if answer.status.is_success() {
            answer.change_json(|value| {
                if let Value::Array(items) = value {
                    self.spoil_items(items);
                }
            });
            self.spoil_headers(answer);
            self.spoil_links(answer);
        }
    }

    fn spoil_items(self, items: &mut Vec<Value>) {
        let name = |item: &Value| item["name"].as_str().unwrap_or_default().to_owned();
        match self {
            Listing::Reversed => items.reverse(),
            Listing::FirstLast if items.len() > 1 => items.rotate_left(1),
            Listing::ByName => items.sort_by_key(name),
            Listing::FirstLost if !items.is_empty() => drop(items.remove(0)),
            Listing::LastLost => drop(items.pop()),
            Listing::LastTwice => items.extend(items.last().cloned()),
            _ => {}
        }
    }

    fn spoil_headers(self, answer: &mut Answer) {
        let page = answer.header("x-page").unwrap_or_default().to_owned();
        let number =
            |answer: &Answer, name: &str| -> Option<i64> { answer.header(name)?.parse().ok() };
        let length = items(answer).len();
        match self {
            Listing::Counted(name, by) => {
                if let Some(count) = number(answer, name) {
                    put(answer, name, &(count + by).to_string());
                }
            }
            Listing::TotalOfPage => put(answer, "x-total", &length.to_string()),
            Listing::TotalAdded if !page.is_empty() => {
                put(answer, "x-total", &length.to_string());
                put(answer, "x-total-pages", "1");
            }
            Listing::NeighboursSwapped => {
                let next = answer.header("x-next-page").unwrap_or_default().to_owned();
                let before = answer.header("x-prev-page").unwrap_or_default().to_owned();
                put(answer, "x-next-page", &before);
                put(answer, "x-prev-page", &next);
            }
            Listing::NextForEver => {
                let next = number(answer, "x-page").unwrap_or(1) + 1;
                put(answer, "x-next-page", &next.to_string());
            }
            Listing::NextNever => put(answer, "x-next-page", ""),
            Listing::CursorCounted if page.is_empty() => put(answer, "x-page", "1"),
            _ => {}
        }
    }

    fn spoil_links(self, answer: &mut Answer) {
        let by_cursor = answer.header("x-page").is_none();
        let page = answer.header("x-page").unwrap_or_default().to_owned();
        let Some(text) = answer.header("link") else {
            return;
        };
        let mut links = links(text);
        match self {
            Listing::LinkLost(lost) => {
                links.retain(|(_, relation)| relation.trim_matches('"') != lost)
            }
            Listing::CursorLost if by_cursor => links.clear(),
            _ => {}
        }
        let first = items(answer).first().and_then(|item| item["id"].as_u64());
        for (url, relation) in &mut links {
            let leads_on = relation == "\"next\"";
            *url = match self {
                Listing::LinkLoops if leads_on && !by_cursor => with_query(url, |name, value| {
                    Some(if name == "page" {
                        page.clone()
                    } else {
                        value.to_owned()
                    })
                }),
                Listing::LinkForgets(forgotten) => with_query(url, |name, value| {
                    (!name.starts_with(forgotten)).then(|| value.to_owned())
                }),
                Listing::LinkElsewhere => url.replacen("://", "://gitlab.", 1),
                Listing::CursorOfFirst if by_cursor => {
                    with_query(url, |name, value| match (name, first) {
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
            answer.headers.retain(|(name, _)| name != LINK);
        } else {
            let links: Vec<String> = links
                .iter()
                .map(|(url, relation)| format!("<{url}>; rel={relation}"))
                .collect();
            put(answer, "link", &links.join(", "));
        }
    }

    /// Adds the link that should not be there after the last page by cursor.
    pub(super) fn lead_on(self, answer: &mut Answer, address: &Uri) {
        let is_last = answer.header("link").is_none() && answer.header("x-page").is_none();
        if self == Listing::CursorForEver
            && is_last
            && let Some(last) = items(answer).last().and_then(|item| item["id"].as_u64())
        {
            let cursor = write_cursor(JobId(last)).replace('=', "%3D");
            let link = format!(
                "<{}?cursor={cursor}&pagination=keyset>; rel=\"next\"",
                address.path()
            );
            put(answer, "link", &link);
        }
    }
}

fn items(answer: &Answer) -> Vec<Value> {
    match &answer.body {
        AnswerBody::Whole(bytes) => serde_json::from_slice(bytes).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<Known> {
    use Class::{CountBroken, HeaderChanged, OrderBroken, PageBroken};
    use Operation::{ListPipelineBridges, ListPipelineJobs, ListProjectJobs};
    let project = &[ListProjectJobs][..];
    let pipeline = &[ListPipelineJobs, ListPipelineBridges][..];
    let all = &[ListProjectJobs, ListPipelineJobs, ListPipelineBridges][..];
    let table = rows! {
        all, "order.reversed", OrderBroken, "the oldest job comes first", Listing::Reversed;
        &[ListPipelineJobs][..], "order.first-last", OrderBroken, "the newest job comes last", Listing::FirstLast;
        &[ListPipelineBridges][..], "order.by-name", OrderBroken, "jobs are sorted by name", Listing::ByName;
        &[ListProjectJobs, ListPipelineBridges][..], "page.first-lost", PageBroken, "the first job of a page is left out", Listing::FirstLost;
        &[ListProjectJobs][..], "page.last-lost", PageBroken, "the last job of a page is left out", Listing::LastLost;
        &[ListPipelineJobs], "page.last-twice", PageBroken, "the last job of a page is there twice", Listing::LastTwice;
        pipeline, "total.one-more", CountBroken, "X-Total counts one more than there is", Listing::Counted("x-total", 1);
        pipeline, "total.of-the-page", CountBroken, "X-Total counts the page, not the list", Listing::TotalOfPage;
        pipeline, "total-pages.one-less", CountBroken, "X-Total-Pages counts one less than there is", Listing::Counted("x-total-pages", -1);
        project, "total.there", CountBroken, "X-Total is there, where nothing is counted", Listing::TotalAdded;
        &[ListProjectJobs, ListPipelineJobs][..], "x-page.counted-from-zero", HeaderChanged, "X-Page counts from 0", Listing::Counted("x-page", -1);
        &[ListPipelineJobs][..], "neighbours.swapped", HeaderChanged, "X-Next-Page and X-Prev-Page say what the other should", Listing::NeighboursSwapped;
        &[ListProjectJobs, ListPipelineBridges][..], "next.for-ever", HeaderChanged, "X-Next-Page names a next page after the last one", Listing::NextForEver;
        &[ListPipelineJobs, ListPipelineBridges][..], "next.never", HeaderChanged, "X-Next-Page is always empty", Listing::NextNever;
        &[ListProjectJobs, ListPipelineJobs, ListPipelineBridges][..], "link.next-lost", HeaderChanged, "Link does not lead to the next page", Listing::LinkLost("next");
        &[ListProjectJobs, ListPipelineJobs][..], "link.prev-lost", HeaderChanged, "Link does not lead to the page before", Listing::LinkLost("prev");
        project, "link.first-lost", HeaderChanged, "Link does not lead to the first page", Listing::LinkLost("first");
        pipeline, "link.last-lost", HeaderChanged, "Link does not lead to the last page", Listing::LinkLost("last");
        &[ListProjectJobs, ListPipelineBridges][..], "link.loops", HeaderChanged, "Link leads from a page to the same page", Listing::LinkLoops;
        all, "link.loses-scope", HeaderChanged, "links forget the scope", Listing::LinkForgets("scope");
        project, "link.loses-per_page", HeaderChanged, "links forget how many items a page holds", Listing::LinkForgets("per_page");
        &[ListPipelineJobs], "link.loses-include_retried", HeaderChanged, "links forget `include_retried`", Listing::LinkForgets("include_retried");
        &[ListPipelineBridges], "link.elsewhere", HeaderChanged, "links lead to another server", Listing::LinkElsewhere;
        project, "keyset.link-lost", PageBroken, "by cursor, Link never leads to the next page", Listing::CursorLost;
        project, "keyset.link-for-ever", PageBroken, "by cursor, Link leads on after the last page", Listing::CursorForEver;
        project, "keyset.cursor-of-the-first", PageBroken, "by cursor, the next page begins after the first job of this one", Listing::CursorOfFirst;
        project, "keyset.page-headers", HeaderChanged, "by cursor, X-Page is there", Listing::CursorCounted;
    };
    table
        .into_iter()
        .flat_map(|(operations, what, class, breaks, listing)| {
            operations.iter().map(move |operation| {
                Known::of(*operation, what, class, breaks, Breach::Listing(listing))
            })
        })
        .collect()
}
