//! `paging`: requests all linked pages of a list, and compares the elements of the complete list.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::case::{CaseExpectations, ExpectedPages, ExpectedRelation, Relation};
use crate::check::Check;
use crate::checks::{ResponseValues, invalid_finding, is_same_value, relation_finding};
use crate::exchange::Exchange;
use crate::finding::{ExchangePart, Finding, FindingKind};

/// Maximum number of pages; no list of a fixture has as many.
const MAX_PAGES: usize = 1_000;

/// The pages of a list that were requested so far.
#[derive(Debug)]
pub(super) struct Paging<'c> {
    expectation: &'c ExpectedRelation,
    follows: &'c ExpectedPages,
    /// The URL of the current page, without the base URL.
    target: String,
    collected: Vec<Value>,
    visited: BTreeSet<String>,
}

impl<'c> Paging<'c> {
    /// The list that a step pages through, if there is one; the URL of its first page is `target`.
    pub(super) fn new(expectations: &'c CaseExpectations, target: &str) -> Option<Paging<'c>> {
        expectations.relations.iter().find_map(|expectation| {
            let Relation::Follows(follows) = &expectation.relation else {
                return None;
            };
            Some(Paging {
                expectation,
                follows,
                target: target.to_owned(),
                collected: Vec::new(),
                visited: BTreeSet::new(),
            })
        })
    }

    /// The next URL to request, without the base URL.
    pub(super) fn next_target(&self) -> &str {
        &self.target
    }

    /// Reads a page. Returns whether there is another page, or an error if the list is not as expected.
    pub(super) fn read_page(
        &mut self,
        response: &ResponseValues<'_>,
        base: &str,
    ) -> Result<bool, Box<Finding>> {
        let Some(Value::Array(mut elements)) = self.follows.each.get(response) else {
            let expected = Value::from("a list whose elements have the value to collect");
            return Err(self.finding(FindingKind::Missing { expected }));
        };
        self.collected.append(&mut elements);
        self.visited.insert(self.target.clone());
        let url = format!("{base}{}", self.target);
        let Some(next) = find_link(response.exchange, &self.follows.rel, &url) else {
            return self.compare().map(|()| false);
        };
        let message = match strip_base_url(base, &next) {
            None => format!("must be a URL below {base}"),
            Some(target) if self.visited.contains(target) => {
                "must not link to an earlier page".to_owned()
            }
            Some(_) if self.visited.len() >= MAX_PAGES => {
                format!("must end within {MAX_PAGES} pages")
            }
            Some(target) => {
                target.clone_into(&mut self.target);
                return Ok(true);
            }
        };
        let kind = FindingKind::Invalid {
            message,
            expected: None,
            actual: Some(next.into()),
        };
        let place = ExchangePart::Header("Link".to_owned());
        let claim = &self.expectation.claim;
        Err(Box::new(Finding::new(Check::Paging, claim, place, kind)))
    }

    /// Compares the complete list with the expectations.
    fn compare(&mut self) -> Result<(), Box<Finding>> {
        let actual = Value::Array(std::mem::take(&mut self.collected));
        let expected = Value::Array(self.follows.elements.clone());
        if !is_same_value(&actual, &expected) {
            return Err(self.finding(FindingKind::Other { expected, actual }));
        }
        let pages = self.visited.len();
        match self.follows.pages {
            Some(expected) if expected != pages => Err(invalid_finding(
                Check::Paging,
                self.expectation,
                &self.follows.each,
                format!("must have {expected} pages"),
                pages.into(),
            )),
            _ => Ok(()),
        }
    }

    fn finding(&self, kind: FindingKind) -> Box<Finding> {
        relation_finding(Check::Paging, self.expectation, &self.follows.each, kind)
    }
}

/// The URL that the `Link` header fields of a response give for a relation of the resource at `url`.
fn find_link(exchange: &Exchange, rel: &str, url: &str) -> Option<String> {
    let fields = exchange
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("link"));
    let links = web_link::parse(fields.map(|(_, value)| value.as_str()));
    // a link with an anchor is for another resource
    let link = links
        .iter()
        .find(|link| link.has_rel(rel) && link.anchor().is_none())?;
    Some(web_link::resolve(url, &link.target))
}

/// The part of a URL after the base URL, if the URL starts with it.
fn strip_base_url<'u>(base: &str, url: &'u str) -> Option<&'u str> {
    let rest = url.strip_prefix(base)?;
    (rest.is_empty() || rest.starts_with(['/', '?'])).then_some(rest)
}
