//! A case while it goes on: what to send next, and what became of it in the end.
//!
//! Nothing here sends anything: whoever does asks for a [`request`](Conversation::request), and gives the
//! [`answer`](Conversation::answer) back, until there is a judgement.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use openapi_document::Document;
use serde_json::Value;

use crate::case::Case;
use crate::case::Step;
use crate::case::{Demand, Follows, Relation};
use crate::exchange::Exchange;
use crate::finding::{Finding, Kind, Place};
use crate::judge::{Answer, Known, finding, read_body, refused, same, view};
use crate::judge::{Judgement, judge};
use crate::level::Level;
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::request::{Param, Request, RequestError, request};
use crate::request::{check, values};
use crate::schemas::Schemas;

/// More pages than any list of a fixture has.
const MOST_PAGES: usize = 1_000;

/// A case while it goes on.
#[derive(Debug)]
pub struct Conversation<'c> {
    case: &'c Case,
    maximum_level: Level,
    strict: bool,
    /// Which step it is at.
    at: usize,
    known: Known,
    /// What was sent last, without the base URL.
    last: Option<Request>,
    base: String,
    walk: Option<Walk<'c>>,
    judgement: Option<Judgement>,
}

/// The way along the links of an answer.
#[derive(Debug)]
struct Walk<'c> {
    demand: &'c Demand,
    follows: &'c Follows,
    next: String,
    collected: Vec<Value>,
    visited: BTreeSet<String>,
}

impl<'c> Conversation<'c> {
    /// Begins a case that can go as far as `maximum_level`; a `strict` one takes undocumented members for findings.
    pub fn new(case: &'c Case, maximum_level: Level, strict: bool) -> Conversation<'c> {
        Conversation {
            case,
            maximum_level,
            strict,
            at: 0,
            known: Known::default(),
            last: None,
            base: String::new(),
            walk: None,
            judgement: None,
        }
    }

    /// The step that it is at; none once it is over.
    pub fn step(&self) -> Option<&'c Step> {
        self.case.steps.get(self.at)
    }

    /// What is to be sent to `base`; `params` replace the values of the case, `secret` finds a credential.
    ///
    /// # Errors
    ///
    /// When no request can be made of the step.
    pub fn request(
        &mut self,
        document: &Document,
        schemas: &Schemas,
        base: &str,
        params: &[Param],
        secret: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Request, RequestError> {
        let request = match (&self.walk, &self.last, self.step()) {
            (Some(walk), Some(last), _) => Request {
                method: "GET".to_owned(),
                target: walk.next.clone(),
                headers: last.headers.clone(),
                body: None,
            },
            (_, _, Some(step)) => {
                let captured = self.captured(step)?;
                let params: Vec<Param> = captured.chain(params.iter().cloned()).collect();
                let sent = values(step, &params)?;
                check(document, schemas, step, &sent)?;
                self.known.sent = sent
                    .into_iter()
                    .map(|(parameter, value)| (parameter.name.clone(), value.clone()))
                    .collect();
                request(document, step, &params, secret)?
            }
            (_, _, None) => return Err(RequestError::Over),
        };
        base.clone_into(&mut self.base);
        self.last = Some(request.clone());
        Ok(request)
    }

    fn captured(
        &self,
        step: &'c Step,
    ) -> Result<impl Iterator<Item = Param> + use<'c>, RequestError> {
        let bind = |(parameter, name): &'c (openapi_document::Parameter, String)| {
            let value = self.known.captures.get(name).cloned();
            Ok(Param {
                parameter: parameter.name.clone(),
                value: value.ok_or_else(|| {
                    RequestError::Open(parameter.name.clone(), parameter.location)
                })?,
            })
        };
        let bound: Result<Vec<Param>, RequestError> = step.captured.iter().map(bind).collect();
        Ok(bound?.into_iter())
    }

    /// Judges an answer that came after so many `attempts`, and goes on; breaks with the judgement of the whole
    /// case once it is over.
    pub fn answer(
        &mut self,
        document: &Document,
        schemas: &Schemas,
        exchange: &Exchange,
        attempts: u32,
    ) -> ControlFlow<Judgement> {
        let Some(step) = self.step() else {
            return self.finish();
        };
        let judgement = match self.walk.take() {
            None => self.first_page(document, schemas, step, exchange),
            Some(walk) => self.further_page(document, schemas, step, walk, exchange),
        };
        let judgement = Judgement {
            attempts,
            ..judgement
        };
        self.add(judgement);
        if self.is_refuted() {
            return self.finish();
        }
        if self.walk.is_none() {
            self.at += 1;
            if self.at >= self.case.steps.len() {
                return self.finish();
            }
        }
        ControlFlow::Continue(())
    }

    /// Ends it where no answer comes any more.
    pub fn give_up(self, outcome: Outcome, attempts: u32) -> Judgement {
        Judgement {
            attempts,
            ..Judgement::without_answer(outcome)
        }
    }

    fn is_refuted(&self) -> bool {
        let outcome = self.judgement.as_ref().map(|judgement| &judgement.outcome);
        matches!(outcome, Some(Outcome::Failed(_)))
    }

    fn finish(&mut self) -> ControlFlow<Judgement> {
        let nothing = || Judgement::without_answer(Reason::NothingToSend.into());
        ControlFlow::Break(self.judgement.take().unwrap_or_else(nothing))
    }

    fn add(&mut self, mut judgement: Judgement) {
        if let Outcome::Failed(findings) = &mut judgement.outcome {
            for finding in findings {
                finding.step = self.at;
            }
        }
        self.judgement = Some(match self.judgement.take() {
            None => judgement,
            Some(before) => before.and(judgement),
        });
    }

    fn first_page(
        &mut self,
        document: &Document,
        schemas: &Schemas,
        step: &'c Step,
        exchange: &Exchange,
    ) -> Judgement {
        let judged = judge(
            document,
            schemas,
            step,
            exchange,
            self.maximum_level,
            &self.known,
        );
        let judged = if self.strict {
            judged.strictly(step)
        } else {
            judged
        };
        if matches!(judged.outcome, Outcome::Failed(_)) {
            return judged;
        }
        let Some(demands) = &step.demands else {
            return judged;
        };
        // most steps keep nothing, and need not read the body again
        if !demands.captures.is_empty() {
            let body = seen(document, step, exchange);
            let answer = Answer {
                exchange,
                body: body.as_ref(),
                known: &self.known,
            };
            let mut kept = BTreeMap::new();
            for (name, operand, claim) in &demands.captures {
                let Some(value) = operand.get(&answer) else {
                    let expected = Value::from(format!("something to capture as `{name}`"));
                    let kind = Kind::Missing { expected };
                    let finding = Finding::new(Level::Shape, claim, Place::Body, kind);
                    return judged.refuted_by(finding);
                };
                kept.insert(name.clone(), value);
            }
            self.known.captures.append(&mut kept);
        }
        let walk = demands.relations.iter().find_map(|demand| {
            let Relation::Follows(follows) = &demand.relation else {
                return None;
            };
            let target = self.last.as_ref().map(|last| last.target.clone());
            Some(Walk {
                demand,
                follows,
                next: target.unwrap_or_default(),
                collected: Vec::new(),
                visited: BTreeSet::new(),
            })
        });
        match walk {
            Some(walk) => self.turn(document, step, walk, judged, exchange),
            None => judged,
        }
    }

    fn further_page(
        &mut self,
        document: &Document,
        schemas: &Schemas,
        step: &'c Step,
        walk: Walk<'c>,
        exchange: &Exchange,
    ) -> Judgement {
        let page = Step {
            demands: None,
            ..step.clone()
        };
        let maximum_level = self.maximum_level.min(Level::Schema);
        let judged = judge(
            document,
            schemas,
            &page,
            exchange,
            maximum_level,
            &self.known,
        );
        match judged.outcome {
            Outcome::Failed(_) => judged,
            // that a page on the way is empty is no reason for doubt: what was collected tells
            Outcome::Inconclusive(_) => {
                let outcome = Outcome::Passed {
                    level_reached: Level::Exchange,
                    maximum_level,
                };
                let judged = Judgement { outcome, ..judged };
                self.turn(document, step, walk, judged, exchange)
            }
            _ => self.turn(document, step, walk, judged, exchange),
        }
    }

    /// Takes what a page has, and looks where the next one is.
    fn turn(
        &mut self,
        document: &Document,
        step: &Step,
        mut walk: Walk<'c>,
        judged: Judgement,
        exchange: &Exchange,
    ) -> Judgement {
        let Walk {
            demand, follows, ..
        } = walk;
        let body = seen(document, step, exchange);
        let answer = Answer {
            exchange,
            body: body.as_ref(),
            known: &self.known,
        };
        let Some(Value::Array(mut elements)) = follows.each.get(&answer) else {
            let expected = Value::from("a list with something to collect in each element");
            return judged.refuted_by(*finding(demand, &follows.each, Kind::Missing { expected }));
        };
        walk.collected.append(&mut elements);
        walk.visited.insert(walk.next.clone());
        let away = |message: String, link: &str| {
            let place = Place::Header("Link".to_owned());
            let Finding { kind, .. } = *refused(demand, &follows.each, message, link.into());
            Finding::new(Level::Shape, &demand.claim, place, kind)
        };
        match linked(
            exchange,
            &follows.rel,
            &format!("{}{}", self.base, walk.next),
        ) {
            None => {
                let collected = Value::Array(walk.collected);
                let expected = Value::Array(follows.collects.clone());
                if !same(&collected, &expected) {
                    let kind = Kind::Other {
                        expected,
                        actual: collected,
                    };
                    return judged.refuted_by(*finding(demand, &follows.each, kind));
                }
                let pages = walk.visited.len();
                match follows.pages {
                    Some(expected) if expected != pages => {
                        let message = format!("must take {expected} pages");
                        judged.refuted_by(*refused(demand, &follows.each, message, pages.into()))
                    }
                    _ => judged,
                }
            }
            Some(link) => match below(&self.base, &link) {
                None => judged.refuted_by(away(format!("must stay below {}", self.base), &link)),
                Some(next) if walk.visited.contains(next) => {
                    judged.refuted_by(away("must not lead back to an earlier page".into(), &link))
                }
                Some(_) if walk.visited.len() >= MOST_PAGES => {
                    judged.refuted_by(away(format!("must end after {MOST_PAGES} pages"), &link))
                }
                Some(next) => {
                    next.clone_into(&mut walk.next);
                    self.walk = Some(walk);
                    judged
                }
            },
        }
    }
}

/// The body as the demands of a step see it.
fn seen(document: &Document, step: &Step, exchange: &Exchange) -> Option<Value> {
    let body = read_body(&step.expectation, exchange).ok().flatten()?;
    let demands = step.demands.as_ref()?;
    let schema = step.expectation.schema.as_deref();
    Some(view(document, schema, demands, body))
}

/// The URL that the `Link` header fields of a response give for a relation of the resource at `url`.
fn linked(exchange: &Exchange, rel: &str, url: &str) -> Option<String> {
    let fields = exchange
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("link"));
    let links = web_link::parse(fields.map(|(_, value)| value.as_str()));
    // a link with an anchor is about another resource
    let link = links
        .iter()
        .find(|link| link.has_rel(rel) && link.anchor().is_none())?;
    Some(web_link::resolve(url, &link.target))
}

/// What of a URL comes after the base URL, if it is below it.
fn below<'u>(base: &str, url: &'u str) -> Option<&'u str> {
    let rest = url.strip_prefix(base)?;
    (rest.is_empty() || rest.starts_with(['/', '?'])).then_some(rest)
}

impl Judgement {
    /// The judgement of two answers to one case, one after the other.
    fn and(self, next: Judgement) -> Judgement {
        let outcome = match (self.outcome, next.outcome) {
            (Outcome::Failed(mut findings), Outcome::Failed(more)) => {
                findings.extend(more);
                Outcome::Failed(findings)
            }
            (differs @ Outcome::Failed(_), _) | (_, differs @ Outcome::Failed(_)) => differs,
            (doubt @ Outcome::Inconclusive(_), _) | (_, doubt @ Outcome::Inconclusive(_)) => doubt,
            (
                Outcome::Passed {
                    level_reached,
                    maximum_level,
                },
                Outcome::Passed {
                    level_reached: further,
                    maximum_level: higher,
                },
            ) => Outcome::Passed {
                level_reached: level_reached.max(further),
                maximum_level: maximum_level.max(higher),
            },
            (_, other) => other,
        };
        let mut notes = self.notes;
        notes.extend(next.notes);
        Judgement {
            outcome,
            notes,
            places: self.places + next.places,
            // a case ends with the first answer that differs
            bodies: next.bodies.or(self.bodies),
            seen: match (self.seen, next.seen) {
                (Some(one), Some(other)) => Some(one.and(other)),
                (one, other) => one.or(other),
            },
            attempts: self.attempts.max(next.attempts),
        }
    }

    fn refuted_by(self, finding: Finding) -> Judgement {
        Judgement {
            outcome: Outcome::Failed(vec![finding]),
            ..self
        }
    }
}
