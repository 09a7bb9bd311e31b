//! Pages of a list, by number or by cursor, and the headers that link them.

use data_encoding::{BASE64URL, BASE64URL_NOPAD};
use http::header::{HeaderName, HeaderValue, LINK};
use jobs_api::model::JobId;
use serde::{Deserialize, Serialize};

use crate::parameters::Parameters;
use crate::refusal::Refusal;
use crate::store::Window;
use crate::validate::Validation;

/// Items on a page by default.
const DEFAULT_PER_PAGE: i64 = 20;
/// Longer lists are not counted.
pub(crate) const MAX_COUNTED: u64 = 10_000;

/// The requested page, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) number: u64,
    pub(crate) size: u64,
}

impl Page {
    /// Reads `page` and `per_page`; a page has at most `maximum` items.
    pub(crate) fn from(parameters: &Parameters, validation: &mut Validation, maximum: i64) -> Page {
        let number = validation.integer(parameters, "page").unwrap_or(1).max(1);
        let size = match validation.nonzero_integer(parameters, "per_page") {
            Some(size) if size > 0 => size.min(maximum),
            _ => DEFAULT_PER_PAGE,
        };
        Page {
            number: u64::try_from(number).unwrap_or(1),
            size: u64::try_from(size).unwrap_or(1),
        }
    }

    /// The page's part of the list and one item more, which shows whether there is a next page.
    pub(crate) fn window(self) -> Window {
        Window {
            before: None,
            offset: (self.number - 1).saturating_mul(self.size),
            limit: self.size + 1,
        }
    }
}

/// The result for a page: its number of items, and the pages after it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageResult {
    pub(crate) page: Page,
    pub(crate) is_empty: bool,
    pub(crate) has_next: bool,
    /// The number of items in the whole list, if it was counted.
    pub(crate) total: Option<u64>,
}

impl PageResult {
    fn pages(total: u64, size: u64) -> u64 {
        total.div_ceil(size).max(1)
    }

    fn next(&self) -> Option<u64> {
        self.has_next.then(|| self.page.number.saturating_add(1))
    }

    fn previous(&self) -> Option<u64> {
        let out_of_range = self.is_empty && self.page.number > 1;
        (self.page.number > 1 && !out_of_range).then(|| self.page.number - 1)
    }

    /// The headers of the page; `url` is the requested address without its query.
    pub(crate) fn headers(
        &self,
        url: &str,
        parameters: &Parameters,
    ) -> Vec<(HeaderName, HeaderValue)> {
        let link = |number: u64, relation: &str| {
            let mut parameters = parameters.clone();
            parameters.set("page", number);
            if parameters.text("per_page").is_none() {
                parameters.set("per_page", self.page.size);
            }
            format!("<{url}?{}>; rel=\"{relation}\"", parameters.to_query())
        };
        let last = self.total.map(|total| Self::pages(total, self.page.size));
        let links: Vec<String> = [
            self.previous().map(|number| link(number, "prev")),
            self.next().map(|number| link(number, "next")),
            Some(link(1, "first")),
            last.map(|number| link(number, "last")),
        ]
        .into_iter()
        .flatten()
        .collect();

        let or_empty = |number: Option<u64>| number.map_or(String::new(), |n| n.to_string());
        let mut headers = vec![
            ("x-per-page", self.page.size.to_string()),
            ("x-page", self.page.number.to_string()),
            ("x-next-page", or_empty(self.next())),
            ("x-prev-page", or_empty(self.previous())),
            ("link", links.join(", ")),
        ];
        if let Some(total) = self.total {
            headers.push(("x-total", total.to_string()));
            headers.push((
                "x-total-pages",
                Self::pages(total, self.page.size).to_string(),
            ));
        }
        headers
            .into_iter()
            .filter_map(|(name, value)| {
                let value = HeaderValue::try_from(value).ok()?;
                Some((HeaderName::from_static(name), value))
            })
            .collect()
    }
}

/// The start of a page by cursor, which the caller copies from one page to the next.
#[derive(Serialize, Deserialize)]
struct Cursor {
    id: String,
    #[serde(rename = "_kd")]
    direction: Direction,
}

#[derive(Serialize, Deserialize)]
enum Direction {
    #[serde(rename = "n")]
    Next,
}

/// Whether the request uses cursor pagination, which supports only one order.
pub(crate) fn wants_keyset(parameters: &Parameters) -> Result<bool, Refusal> {
    if parameters.text("pagination") != Some("keyset") {
        return Ok(false);
    }
    let order = parameters.text("order_by").unwrap_or("id");
    let sort = parameters.text("sort").unwrap_or("desc");
    if order == "id" && sort == "desc" {
        Ok(true)
    } else {
        Err(Refusal::NoKeyset)
    }
}

/// The part of the list for a cursor, and one item more.
pub(crate) fn keyset_window(parameters: &Parameters, page: Page) -> Result<Window, Refusal> {
    let before = match parameters.text("cursor") {
        None => None,
        Some(text) => Some(
            read_cursor(text).ok_or_else(|| Refusal::Parameters("cursor is invalid".to_owned()))?,
        ),
    };
    Ok(Window {
        before,
        offset: 0,
        limit: page.size + 1,
    })
}

/// The job after which a cursor continues.
pub(crate) fn read_cursor(text: &str) -> Option<JobId> {
    let bytes = BASE64URL
        .decode(text.as_bytes())
        .or_else(|_| BASE64URL_NOPAD.decode(text.as_bytes()))
        .ok()?;
    let cursor: Cursor = serde_json::from_slice(&bytes).ok()?;
    cursor.id.parse().ok().map(JobId)
}

/// The cursor that continues after a job.
pub(crate) fn write_cursor(last: JobId) -> String {
    BASE64URL.encode(format!("{{\"id\":\"{last}\",\"_kd\":\"n\"}}").as_bytes())
}

/// The header with the link to the page after `last`.
pub(crate) fn keyset_link(
    url: &str,
    parameters: &Parameters,
    page: Page,
    last: JobId,
) -> Option<(HeaderName, HeaderValue)> {
    let mut parameters = parameters.clone();
    parameters.set("cursor", write_cursor(last));
    if parameters.text("per_page").is_none() {
        parameters.set("per_page", page.size);
    }
    if parameters.text("page").is_none() {
        parameters.set("page", 1);
    }
    let link = format!("<{url}?{}>; rel=\"next\"", parameters.to_query());
    Some((LINK, HeaderValue::try_from(link).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(query: &str) -> Parameters {
        let mut parameters = Parameters::default();
        parameters.read_form(query).unwrap();
        parameters
    }

    #[test]
    fn page_numbers_and_sizes_have_bounds() {
        for (query, number, size) in [
            ("", 1, 20),
            ("page=3&per_page=5", 3, 5),
            ("page=0", 1, 20),
            ("page=-4&per_page=-1", 1, 20),
            ("per_page=1000", 1, 100),
            ("page=&per_page=", 1, 20),
        ] {
            let mut validation = Validation::default();
            let page = Page::from(&parameters(query), &mut validation, 100);
            assert_eq!(page, Page { number, size }, "{query}");
            assert!(validation.finish().is_ok());
        }
    }

    #[test]
    fn headers_lead_to_the_neighbours() {
        let turned = |number, is_empty, has_next, total| PageResult {
            page: Page { number, size: 2 },
            is_empty,
            has_next,
            total,
        };
        for (turned, relations, next, previous) in [
            (turned(1, false, true, None), vec!["next", "first"], "2", ""),
            (
                turned(2, false, true, Some(5)),
                vec!["prev", "next", "first", "last"],
                "3",
                "1",
            ),
            (
                turned(3, false, false, Some(5)),
                vec!["prev", "first", "last"],
                "",
                "2",
            ),
            (
                turned(9, true, false, Some(5)),
                vec!["first", "last"],
                "",
                "",
            ),
            (
                turned(1, true, false, Some(0)),
                vec!["first", "last"],
                "",
                "",
            ),
        ] {
            let headers = turned.headers("http://h/p", &parameters("id=1&per_page=2"));
            let value = |name: &str| {
                headers
                    .iter()
                    .find(|(n, _)| n.as_str() == name)
                    .map(|(_, v)| v.to_str().unwrap())
            };
            assert_eq!(value("x-next-page"), Some(next));
            assert_eq!(value("x-prev-page"), Some(previous));
            assert_eq!(value("x-total").is_some(), turned.total.is_some());
            let found: Vec<&str> = value("link")
                .unwrap()
                .split(", ")
                .map(|link| link.rsplit_once("rel=").unwrap().1.trim_matches('"'))
                .collect();
            assert_eq!(found, relations);
        }
    }

    #[test]
    fn a_cursor_comes_back_and_nothing_else_is_one() {
        assert_eq!(write_cursor(JobId(26)), "eyJpZCI6IjI2IiwiX2tkIjoibiJ9");
        assert_eq!(read_cursor("eyJpZCI6IjI2IiwiX2tkIjoibiJ9"), Some(JobId(26)));
        for text in [
            "x",
            "eyJpZCI6MjZ9",
            "e30=",
            "bnVsbA==",
            "%%%",
            "eyJpZCI6IngiLCJfa2QiOiJuIn0=",
        ] {
            assert_eq!(read_cursor(text), None, "{text}");
        }
    }
}
