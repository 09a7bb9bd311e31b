//! The state of a running search: the next request, and the results so far.

use std::collections::VecDeque;

use super::candidate::Candidate;
use super::rule::{ResolvedRule, RuleResult, find_source_rule};
use crate::case::Step;
use crate::exchange::Exchange;
use crate::reason::Reason;
use crate::request::Param;

/// The maximum number of earlier results to try, in order.
const MAX_ATTEMPTS: usize = 20;

/// The state of a running search.
#[derive(Debug)]
pub struct DiscoverySearch<'d> {
    rules: &'d mut [ResolvedRule],
    given: Vec<Param>,
    needed: Vec<bool>,
    /// Which rule it is at.
    rule_index: usize,
    /// The requests that are left to try; `None` before the first.
    attempts: Option<VecDeque<Vec<Param>>>,
    /// The parameter values of the last request.
    request_params: Vec<Param>,
    /// Why that request found nothing.
    failure: String,
}

/// The next request.
#[derive(Clone, Debug)]
pub struct DiscoveryRequest {
    /// The step of the request.
    pub step: Step,
    /// The values of its parameters.
    pub params: Vec<Param>,
}

impl<'d> DiscoverySearch<'d> {
    pub(super) fn new(
        rules: &'d mut [ResolvedRule],
        given: &[Param],
        needed: Vec<bool>,
    ) -> DiscoverySearch<'d> {
        DiscoverySearch {
            rules,
            given: given.to_vec(),
            needed,
            rule_index: 0,
            attempts: None,
            request_params: Vec::new(),
            failure: String::new(),
        }
    }

    /// The next request; `None` at the end of the search.
    #[expect(
        clippy::should_implement_trait,
        reason = "what comes next depends on the answers"
    )]
    pub fn next(&mut self) -> Option<DiscoveryRequest> {
        loop {
            let rule = self.rules.get(self.rule_index)?;
            if self.needed.get(self.rule_index) != Some(&true) {
                self.rule_index += 1;
                continue;
            }
            let step = rule.step.clone();
            let attempts = match self.attempts.take() {
                Some(attempts) => Ok(attempts),
                None => self.plan_attempts(),
            };
            match attempts {
                Err(cause) => {
                    let reason = self.nothing_discovered(cause);
                    self.finish_rule(RuleResult::Nothing(reason));
                }
                Ok(mut attempts) => match attempts.pop_front() {
                    None => {
                        let reason = self.nothing_discovered(self.failure.clone());
                        self.finish_rule(RuleResult::Nothing(reason));
                    }
                    Some(with) => {
                        self.attempts = Some(attempts);
                        let params = self.given.iter().chain(&with).cloned().collect();
                        self.request_params = with;
                        return Some(DiscoveryRequest { step, params });
                    }
                },
            }
        }
    }

    /// Takes the response to the request that `asked` describes, or the reason why no response came.
    pub fn receive(&mut self, asked: &str, answer: Result<&Exchange, String>) {
        let Some(rule) = self.rules.get(self.rule_index) else {
            return;
        };
        let found = answer
            .and_then(|exchange| rule.pattern.find_candidates(exchange, &self.request_params));
        match found {
            Ok(mut candidates) => {
                let is_open = |param: &Param| {
                    let mut given = self.given.iter();
                    !given.any(|given| given.parameter == param.parameter)
                };
                for candidate in &mut candidates {
                    candidate.values.retain(is_open);
                }
                self.finish_rule(RuleResult::Found(asked.to_owned(), candidates));
            }
            Err(why) => self.failure = format!("{asked} {why}"),
        }
    }

    fn finish_rule(&mut self, outcome: RuleResult) {
        if let Some(rule) = self.rules.get_mut(self.rule_index) {
            rule.result = outcome;
        }
        self.rule_index += 1;
        self.attempts = None;
        self.failure.clear();
    }

    /// Why the current rule has found nothing, and what to provide instead.
    fn nothing_discovered(&self, cause: String) -> Reason {
        let rule = self.rules.get(self.rule_index);
        let names = rule
            .into_iter()
            .flat_map(|rule| rule.pattern.parameter_names());
        Reason::NothingDiscovered {
            rule: rule.map(|rule| rule.name.clone()).unwrap_or_default(),
            parameters: names.map(str::to_owned).collect(),
            cause,
        }
    }

    /// The requests to try for the current rule: one for each earlier result.
    fn plan_attempts(&self) -> Result<VecDeque<Vec<Param>>, String> {
        let Some(rule) = self.rules.get(self.rule_index) else {
            return Ok(VecDeque::new());
        };
        let mut ways = vec![Vec::new()];
        let mut sources = Vec::new();
        for parameter in rule.missing_parameters() {
            let name = &parameter.name;
            if self.given.iter().any(|given| given.parameter == *name) {
                continue;
            }
            let found = find_source_rule(self.rules, self.rule_index, name);
            let missing = || format!("no value for {} parameter `{name}`", parameter.location);
            sources.push(found.ok_or_else(missing)?);
        }
        sources.sort_unstable();
        sources.dedup();
        for source in sources.into_iter().filter_map(|at| self.rules.get(at)) {
            let candidates = match &source.result {
                RuleResult::Found(_, candidates) => candidates,
                RuleResult::Nothing(Reason::NothingDiscovered { cause, .. }) => {
                    return Err(format!("rule `{}` found nothing: {cause}", source.name));
                }
                RuleResult::Nothing(reason) => return Err(reason.to_string()),
                RuleResult::NotUsed => {
                    return Err(format!("rule `{}` has not run yet", source.name));
                }
            };
            let used: Vec<&str> = rule
                .missing_parameters()
                .map(|parameter| parameter.name.as_str())
                .collect();
            ways = ways
                .iter()
                .flat_map(|way| {
                    candidates
                        .iter()
                        .map(|candidate| extend_attempt(way, candidate, &used))
                })
                .collect();
        }
        let mut distinct: VecDeque<Vec<Param>> = VecDeque::new();
        for way in ways {
            if !distinct.contains(&way) && distinct.len() < MAX_ATTEMPTS {
                distinct.push_back(way);
            }
        }
        Ok(distinct)
    }
}

/// Combines a request with the values of another candidate and the values that it was found with.
fn extend_attempt(way: &[Param], candidate: &Candidate, used: &[&str]) -> Vec<Param> {
    let is_used = |param: &&Param| used.contains(&param.parameter.as_str());
    let values = candidate.values.iter().filter(is_used);
    let mut extended = way.to_vec();
    for param in values.chain(&candidate.request_params) {
        // values of the later rule take precedence over values of the same name
        extended.retain(|known| known.parameter != param.parameter);
        extended.push(param.clone());
    }
    extended
}
