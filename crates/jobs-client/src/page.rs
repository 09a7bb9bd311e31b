//! Lists that come in pages, by number or by cursor.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::{self, BoxStream, Stream, StreamExt as _, TryStreamExt as _};
use reqwest::Url;

use crate::answer::Answer;
use crate::call::Call;
use crate::client::Client;
use crate::error::{Decode, Failure, Transport};
use crate::model::Cursor;

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The items of the page.
    pub items: Vec<T>,
    /// The contents of its headers.
    pub head: Head,
}

/// The headers of a page; `None` if a header is absent or malformed.
#[derive(Clone, Debug)]
pub struct Head {
    /// `X-Page`: number of this page, counted from 1; `None` with cursor pagination.
    pub page: Option<u32>,
    /// `X-Per-Page`: maximum number of items on a page.
    pub per_page: Option<u32>,
    /// `X-Next-Page`: number of the next page; `None` on the last one.
    pub next_page: Option<u32>,
    /// `X-Prev-Page`: number of the previous page; `None` on the first one.
    pub prev_page: Option<u32>,
    /// `X-Total`: number of items on all pages, if the server counts them.
    pub total: Option<u64>,
    /// `X-Total-Pages`: number of pages, if the server counts them.
    pub total_pages: Option<u64>,
    /// Cursor of the next page, with cursor pagination; `None` on the last page.
    pub next_cursor: Option<Cursor>,
    next: Option<NextPage>,
}

/// The location of the next page.
#[derive(Clone)]
enum NextPage {
    /// Below the base URL: path and query.
    Target(String),
    /// At another server, or not at an operation of this one: this origin and path.
    OtherAddress(String),
    /// The location of this page.
    SamePage,
}

impl fmt::Debug for NextPage {
    /// Only whether it exists: addresses may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl Head {
    pub(crate) fn of(answer: &Answer) -> Head {
        let next_page = answer.header("X-Next-Page");
        let next = match next_page {
            Some(number) => Some(next_by_number(answer, number)),
            // present and empty: this is the last page
            None if answer
                .header::<String>("X-Next-Page")
                .is_some_and(|text| text.is_empty()) =>
            {
                None
            }
            None => next_by_link(answer),
        };
        // the location in an error must not contain a secret
        let next = next.map(|next| match next {
            NextPage::OtherAddress(place) => NextPage::OtherAddress(answer.mask(place)),
            next => next,
        });
        Head {
            page: answer.header("X-Page"),
            per_page: answer.header("X-Per-Page"),
            next_page,
            prev_page: answer.header("X-Prev-Page"),
            total: answer.header("X-Total"),
            total_pages: answer.header("X-Total-Pages"),
            next_cursor: next.as_ref().and_then(find_cursor),
            next,
        }
    }

    /// Whether there is a page after this one.
    pub fn has_next(&self) -> bool {
        self.next.is_some()
    }
}

/// The same address with another page number.
fn next_by_number(answer: &Answer, number: u32) -> NextPage {
    let asked = answer.url.query_pairs().find(|(name, _)| name == "page");
    let asked = asked.and_then(|(_, value)| value.parse().ok()).unwrap_or(1);
    if number <= asked {
        return NextPage::SamePage;
    }
    let mut url = answer.url.clone();
    let others: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| name != "page")
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(others)
        .append_pair("page", &number.to_string());
    below_base(&answer.settings.base, &url)
}

/// The location of the next page from the `Link` headers: `<https://…>; rel="next"`.
fn next_by_link(answer: &Answer) -> Option<NextPage> {
    let fields = answer.response.headers().get_all("Link").iter();
    let links = web_link::parse(fields.filter_map(|field| field.to_str().ok()));
    // a link with an anchor is about another resource
    let next = links
        .iter()
        .find(|link| link.has_rel("next") && link.anchor().is_none())?;
    let Ok(url) = answer.url.join(&next.target) else {
        return Some(NextPage::OtherAddress("an invalid URL".to_owned()));
    };
    if url == answer.url {
        return Some(NextPage::SamePage);
    }
    Some(below_base(&answer.settings.base, &url))
}

/// The part of an address below the root of the API, if it is on the same server.
fn below_base(base: &Url, url: &Url) -> NextPage {
    let root = base.path().trim_end_matches('/');
    let path = url
        .path()
        .strip_prefix(root)
        .filter(|path| path.starts_with('/'));
    match path {
        Some(path) if url.origin() == base.origin() => {
            let query = url
                .query()
                .map(|query| format!("?{query}"))
                .unwrap_or_default();
            NextPage::Target(format!("{path}{query}"))
        }
        _ => NextPage::OtherAddress(format!(
            "{}{}",
            url.origin().ascii_serialization(),
            url.path()
        )),
    }
}

fn find_cursor(next: &NextPage) -> Option<Cursor> {
    let NextPage::Target(target) = next else {
        return None;
    };
    // any base works for parsing the query
    let url = Url::parse("http://localhost").ok()?.join(target).ok()?;
    let (_, cursor) = url.query_pairs().find(|(name, _)| name == "cursor")?;
    Some(Cursor(cursor.into_owned()))
}

/// A page as received: an invalid item is an error of that item only.
pub(crate) struct Received<T> {
    pub(crate) items: Vec<Result<T, Decode>>,
    pub(crate) head: Head,
}

impl<T> Received<T> {
    /// The page, if all its items are valid.
    pub(crate) fn whole(self) -> Result<Page<T>, Failure> {
        let items = self.items.into_iter().collect::<Result<_, Decode>>()?;
        Ok(Page {
            items,
            head: self.head,
        })
    }
}

/// The items of a list on all pages: a stream that requests the next page when all items before it were taken.
///
/// An item that is not as documented is an error in its place, and the stream continues. Any other error ends the
/// stream.
pub struct Items<T, E>(BoxStream<'static, Result<T, E>>);

/// The items of the response to `first` and of the pages after it; `read` parses a response.
pub(crate) fn items<T, E, R, F>(client: Client, first: Call, read: R) -> Items<T, E>
where
    T: Send + 'static,
    E: From<Failure> + Send + 'static,
    R: Fn(Answer) -> F + Copy + Send + Sync + 'static,
    F: Future<Output = Result<Received<T>, E>> + Send + 'static,
{
    let turn = move |call: Option<Call>| {
        let client = client.clone();
        async move {
            let Some(call) = call else { return Ok(None) };
            let received = read(client.send(call.clone()).await?).await?;
            let items = received
                .items
                .into_iter()
                .map(|item| item.map_err(|error| E::from(error.into())));
            let (turned, end) = match received.head.next {
                None => (None, None),
                Some(NextPage::Target(target)) => (Some(call.with_target(target)), None),
                Some(NextPage::OtherAddress(place)) => {
                    (None, Some(Transport::UnexpectedAddress(place)))
                }
                Some(NextPage::SamePage) => (None, Some(Transport::RepeatedPage)),
            };
            let end = end.map(|error| Err(E::from(error.into())));
            Ok::<_, E>(Some((
                stream::iter(items.chain(end).collect::<Vec<_>>()),
                turned,
            )))
        }
    };
    Items(stream::try_unfold(Some(first), turn).try_flatten().boxed())
}

impl<T, E> Stream for Items<T, E> {
    type Item = Result<T, E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl<T, E> fmt::Debug for Items<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_below_the_same_root_are_requested() {
        let base = Url::parse("https://gitlab.example.com/api/v4").unwrap();
        for (address, expected) in [
            (
                "https://gitlab.example.com/api/v4/projects/1/jobs?cursor=a",
                Some("/projects/1/jobs?cursor=a"),
            ),
            ("https://gitlab.example.com:443/api/v4/job", Some("/job")),
            ("http://gitlab.example.com/api/v4/job", None),
            ("https://gitlab.example.com:8443/api/v4/job", None),
            ("https://gitlab.example.com.evil.example/api/v4/job", None),
            ("https://evil.example/api/v4/job", None),
            ("https://gitlab.example.com/api/v40/job", None),
            ("https://gitlab.example.com/api/v4/../v3/job", None),
            ("https://gitlab.example.com/", None),
        ] {
            let url = Url::parse(address).unwrap();
            let target = match below_base(&base, &url) {
                NextPage::Target(target) => Some(target),
                NextPage::OtherAddress(_) | NextPage::SamePage => None,
            };
            assert_eq!(target.as_deref(), expected, "{address}");
        }
    }
}
