//! Discovery: safe requests that find what exists on a target whose state is not ours.
//!
//! ```yaml
//! discover:
//!   - find: a failed job
//!     operation: listProjectJobs            # a GET of the document; the answer is a list, or one thing
//!     as: maintainer                        # which credential
//!     parameters: {'scope[]': [failed]}     # a required one that is left out takes what is bound
//!     having: [/tag_list/0]                 # only what has these
//!     set: {job_id: /id}                    # parameter: where its value stands in what was found
//!     for: [getJob.failed-job]              # only for these cases; for all where it is left out
//!   - find: a job with a log
//!     operation: getJobTrace                # asked with one job that was found after the other
//!     as: maintainer
//!     keep: [job_id]                        # the first one that is answered is the one
//! ```
//!
//! Nothing here sends anything: whoever does asks a [`Search`] for the [next](Search::next) request, and gives the
//! [answer](Search::answer) back. What was found then stands in the [`Discovery`], and the plan takes it from there.

mod candidate;
mod resolve;
mod rule;
mod search;
mod written;

use openapi_document::Parameter;

use crate::case::Case;
use crate::reason::Reason;
use crate::request::Param;

use rule::{Rule, RuleResult, source};

pub use search::{Inquiry, Search};
pub use written::DiscoveryRule;

/// The rules of a target, and what they have found.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    rules: Vec<Rule>,
}

/// What came of a rule, to be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Discovered {
    /// What it finds, in words.
    pub rule: String,
    /// What came of it.
    pub result: DiscoveryResult,
}

/// What came of a rule, to be told.
#[derive(Clone, Debug, PartialEq)]
pub enum DiscoveryResult {
    /// It was not asked, since no case needs it.
    Unneeded,
    /// It has found something.
    Found {
        /// The request, without credentials.
        asked: String,
        /// What it gives to cases.
        params: Vec<Param>,
    },
    /// It has found nothing.
    Nothing(
        /// What was asked, what came back, and what to provide.
        String,
    ),
}

impl Discovery {
    /// Whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Begins a search for what these cases need and `given` does not say.
    pub fn search<'d, 'c>(
        &'d mut self,
        given: &[Param],
        cases: impl IntoIterator<Item = &'c Case>,
    ) -> Search<'d> {
        let bound: Vec<&str> = given.iter().map(|one| one.parameter.as_str()).collect();
        let needed = self.needed(&bound, cases);
        Search::new(&mut self.rules, given, needed)
    }

    /// What came of each rule.
    pub fn told(&self) -> Vec<Discovered> {
        let told = self.rules.iter().map(|rule| Discovered {
            rule: rule.name.clone(),
            result: match &rule.outcome {
                RuleResult::Open => DiscoveryResult::Unneeded,
                RuleResult::Found(asked, candidates) => DiscoveryResult::Found {
                    asked: asked.clone(),
                    params: candidates
                        .first()
                        .map(|first| first.values.clone())
                        .unwrap_or_default(),
                },
                RuleResult::Nothing(reason) => DiscoveryResult::Nothing(reason.to_string()),
            },
        });
        told.collect()
    }

    /// What a case takes from what was found, besides what is `bound` by hand.
    ///
    /// The first rule that is for the case and binds a parameter decides it; with it come the values that it was
    /// found with. An error is the reason why a parameter has no value.
    pub(crate) fn params(&self, case: &Case, bound: &[String]) -> Result<Vec<Param>, Reason> {
        let is_open = |parameter: &&Parameter| !bound.contains(&parameter.name);
        let open: Vec<&Parameter> = case.to_bind().filter(is_open).collect();
        let mut deciding = Vec::new();
        for parameter in &open {
            let rule = self.deciding(case, &parameter.name);
            deciding.push(rule.ok_or_else(|| Reason::no_value(parameter))?);
        }
        deciding.sort_unstable();
        deciding.dedup();
        let mut params: Vec<Param> = Vec::new();
        for rule in deciding.into_iter().filter_map(|at| self.rules.get(at)) {
            let candidates = match &rule.outcome {
                RuleResult::Open => continue,
                RuleResult::Nothing(reason) => return Err(reason.clone()),
                RuleResult::Found(_, candidates) => candidates,
            };
            let first = candidates.iter().take(1);
            for param in first.flat_map(|first| first.values.iter().chain(&first.found_with)) {
                if open.iter().any(|open| open.name == param.parameter) {
                    // a later rule knows what its own value goes with
                    params.retain(|known| known.parameter != param.parameter);
                    params.push(param.clone());
                }
            }
        }
        Ok(params)
    }

    fn deciding(&self, case: &Case, name: &str) -> Option<usize> {
        let decides = |rule: &Rule| rule.is_for(case) && rule.wanted.binds(name);
        self.rules.iter().position(decides)
    }

    /// Which rules decide something for a case, or find what such a rule is asked with.
    fn needed<'c>(&self, bound: &[&str], cases: impl IntoIterator<Item = &'c Case>) -> Vec<bool> {
        let mut needed = vec![false; self.rules.len()];
        for case in cases {
            let names = case.to_bind().map(|parameter| parameter.name.as_str());
            for name in names.filter(|name| !bound.contains(name)) {
                if let Some(at) = self.deciding(case, name).and_then(|at| needed.get_mut(at)) {
                    *at = true;
                }
            }
        }
        for (at, rule) in self.rules.iter().enumerate().rev() {
            if needed.get(at) == Some(&true) {
                let names = rule.lacks().map(|parameter| parameter.name.as_str());
                for name in names.filter(|name| !bound.contains(name)) {
                    let source = source(&self.rules, at, name);
                    if let Some(source) = source.and_then(|source| needed.get_mut(source)) {
                        *source = true;
                    }
                }
            }
        }
        needed
    }
}
