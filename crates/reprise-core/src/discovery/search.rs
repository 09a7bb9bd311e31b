//! The state of a running search: the next request, and the results so far.

use std::collections::VecDeque;

use super::candidate::Candidate;
use super::rule::{Rule, RuleResult, source};
use crate::case::Step;
use crate::exchange::Exchange;
use crate::reason::Reason;
use crate::request::Param;

/// The maximum number of earlier results to try, in order.
const MOST_ATTEMPTS: usize = 20;

/// The state of a running search.
#[derive(Debug)]
pub struct Search<'d> {
    rules: &'d mut [Rule],
    given: Vec<Param>,
    needed: Vec<bool>,
    /// Which rule it is at.
    at: usize,
    /// The requests that are left to try; `None` before the first.
    attempts: Option<VecDeque<Vec<Param>>>,
    /// The parameter values of the last request.
    with: Vec<Param>,
    /// Why that request found nothing.
    why: String,
}

/// The next request.
#[derive(Clone, Debug)]
pub struct Inquiry {
    /// The step of the request.
    pub step: Step,
    /// The values of its parameters.
    pub params: Vec<Param>,
}

impl<'d> Search<'d> {
    pub(super) fn new(rules: &'d mut [Rule], given: &[Param], needed: Vec<bool>) -> Search<'d> {
        Search {
            rules,
            given: given.to_vec(),
            needed,
            at: 0,
            attempts: None,
            with: Vec::new(),
            why: String::new(),
        }
    }

    /// The next request; `None` at the end of the search.
    #[expect(
        clippy::should_implement_trait,
        reason = "what comes next depends on the answers"
    )]
    pub fn next(&mut self) -> Option<Inquiry> {
        loop {
            let rule = self.rules.get(self.at)?;
            if self.needed.get(self.at) != Some(&true) {
                self.at += 1;
                continue;
            }
            let step = rule.step.clone();
            let attempts = match self.attempts.take() {
                Some(attempts) => Ok(attempts),
                None => self.ways(),
            };
            match attempts {
                Err(cause) => {
                    let reason = self.nothing(cause);
                    self.conclude(RuleResult::Nothing(reason));
                }
                Ok(mut attempts) => match attempts.pop_front() {
                    None => {
                        let reason = self.nothing(self.why.clone());
                        self.conclude(RuleResult::Nothing(reason));
                    }
                    Some(with) => {
                        self.attempts = Some(attempts);
                        let params = self.given.iter().chain(&with).cloned().collect();
                        self.with = with;
                        return Some(Inquiry { step, params });
                    }
                },
            }
        }
    }

    /// Takes the response to the request that `asked` describes, or the reason why there is none.
    pub fn answer(&mut self, asked: &str, answer: Result<&Exchange, String>) {
        let Some(rule) = self.rules.get(self.at) else {
            return;
        };
        let found = answer.and_then(|exchange| rule.wanted.among(exchange, &self.with));
        match found {
            Ok(mut candidates) => {
                let is_open = |param: &Param| {
                    let mut given = self.given.iter();
                    !given.any(|given| given.parameter == param.parameter)
                };
                for candidate in &mut candidates {
                    candidate.values.retain(is_open);
                }
                self.conclude(RuleResult::Found(asked.to_owned(), candidates));
            }
            Err(why) => self.why = format!("{asked} {why}"),
        }
    }

    fn conclude(&mut self, outcome: RuleResult) {
        if let Some(rule) = self.rules.get_mut(self.at) {
            rule.outcome = outcome;
        }
        self.at += 1;
        self.attempts = None;
        self.why.clear();
    }

    /// Why the current rule has found nothing, and what to provide instead.
    fn nothing(&self, cause: String) -> Reason {
        let rule = self.rules.get(self.at);
        let names = rule.into_iter().flat_map(|rule| rule.wanted.names());
        Reason::NothingDiscovered {
            rule: rule.map(|rule| rule.name.clone()).unwrap_or_default(),
            parameters: names.map(str::to_owned).collect(),
            cause,
        }
    }

    /// The requests to try for the current rule: one for each earlier result.
    fn ways(&self) -> Result<VecDeque<Vec<Param>>, String> {
        let Some(rule) = self.rules.get(self.at) else {
            return Ok(VecDeque::new());
        };
        let mut ways = vec![Vec::new()];
        let mut sources = Vec::new();
        for parameter in rule.lacks() {
            let name = &parameter.name;
            if self.given.iter().any(|given| given.parameter == *name) {
                continue;
            }
            let found = source(self.rules, self.at, name);
            let missing = || format!("no value for {} parameter `{name}`", parameter.location);
            sources.push(found.ok_or_else(missing)?);
        }
        sources.sort_unstable();
        sources.dedup();
        for source in sources.into_iter().filter_map(|at| self.rules.get(at)) {
            let candidates = match &source.outcome {
                RuleResult::Found(_, candidates) => candidates,
                RuleResult::Nothing(Reason::NothingDiscovered { cause, .. }) => {
                    return Err(format!("rule `{}` found nothing: {cause}", source.name));
                }
                RuleResult::Nothing(reason) => return Err(reason.to_string()),
                RuleResult::Open => return Err(format!("rule `{}` was not used", source.name)),
            };
            let used: Vec<&str> = rule
                .lacks()
                .map(|parameter| parameter.name.as_str())
                .collect();
            ways = ways
                .iter()
                .flat_map(|way| {
                    candidates
                        .iter()
                        .map(|candidate| extended(way, candidate, &used))
                })
                .collect();
        }
        let mut distinct: VecDeque<Vec<Param>> = VecDeque::new();
        for way in ways {
            if !distinct.contains(&way) && distinct.len() < MOST_ATTEMPTS {
                distinct.push_back(way);
            }
        }
        Ok(distinct)
    }
}

/// Combines a request with the values of another candidate and the values that it was found with.
fn extended(way: &[Param], candidate: &Candidate, used: &[&str]) -> Vec<Param> {
    let is_used = |param: &&Param| used.contains(&param.parameter.as_str());
    let values = candidate.values.iter().filter(is_used);
    let mut extended = way.to_vec();
    for param in values.chain(&candidate.found_with) {
        // values of the later rule take precedence over values of the same name
        extended.retain(|known| known.parameter != param.parameter);
        extended.push(param.clone());
    }
    extended
}
