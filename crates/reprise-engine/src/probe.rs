//! Safe requests that check whether the parameters and credentials of a target exist: the report of `reprise doctor`.
//!
//! ```text
//! credentials
//! ✓ reader: accepted: GET /books/9 returned 200, application/json
//! parameters
//! ! id = 9: unclear: GET /books/9 returned 404, application/json, which is not documented for it
//! ```

use std::collections::BTreeSet;

use reprise_core::{
    Discovery, DiscoveryResult, Level, Outcome, Param, Plan, Secrets, Step, StepValues,
    check_response, credential_names,
};

use crate::error::Error;
use crate::session::Session;
use crate::source::DEFAULT_FIXTURE;
use crate::target::{Injection, Site, Target};

/// The checks, under a heading.
#[derive(Debug)]
pub struct ProbeSection {
    /// The heading.
    pub heading: &'static str,
    /// The results.
    pub probes: Vec<Probe>,
}

/// A parameter, a credential, a state hook or a discovery rule, and the result of its check.
#[derive(Debug)]
pub struct Probe {
    /// The subject of the check.
    pub name: String,
    /// The result.
    pub result: ProbeResult,
}

/// The result of checking a parameter, a credential, a state hook or a discovery rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeResult {
    /// What kind of result it is.
    pub kind: ProbeKind,
    /// The result, in words.
    pub text: String,
}

/// A kind of result, the more informative ones for the same subject last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProbeKind {
    /// No case needs it.
    Unneeded,
    /// No safe request uses it.
    Unused,
    /// A rule has found nothing.
    NotFound,
    /// A request with it got no response.
    Unreachable,
    /// A request with it got a response that does not show whether it is right.
    Unclear,
    /// A request with it was refused.
    Refused,
    /// A request with it got a documented success, or a rule has found values.
    Good,
}

impl ProbeSection {
    /// The same without secrets.
    pub fn mask(&mut self, secrets: &Secrets) {
        for probe in &mut self.probes {
            secrets.mask_text(&mut probe.name);
            secrets.mask_text(&mut probe.result.text);
        }
    }
}

impl ProbeResult {
    fn new(kind: ProbeKind, text: impl Into<String>) -> ProbeResult {
        ProbeResult {
            kind,
            text: text.into(),
        }
    }

    /// A request got no response.
    fn unreachable(cause: &str) -> ProbeResult {
        ProbeResult::new(ProbeKind::Unreachable, format!("no response: {cause}"))
    }

    /// Whether there is nothing to do about it.
    pub fn is_good(&self) -> bool {
        matches!(self.kind, ProbeKind::Good | ProbeKind::Unneeded)
    }
}

/// A request that was sent, and its result.
struct SentRequest {
    /// Names of the parameters that it used.
    params: BTreeSet<String>,
    /// Names of the credentials that it used.
    credentials: Vec<String>,
    result: ProbeResult,
}

impl Session<'_> {
    /// Sends safe requests that use the parameters and the credentials of the target.
    ///
    /// With a state hook, one fixture is set up and deleted: if that works, so will the others.
    ///
    /// # Errors
    ///
    /// When the state hook fails.
    pub async fn probe(&self, plan: &Plan<'_>) -> Result<Vec<ProbeSection>, Error> {
        match &self.target {
            Target::Hook(hook) => {
                let Some(planned) = plan.cases.first() else {
                    return Ok(Vec::new());
                };
                let result = match self.set_up(hook, planned, Injection::Nothing).await? {
                    Ok(site) => {
                        hook.tear_down(self.transport, &site).await;
                        let fixture = planned.case.fixture.as_deref();
                        let fixture = fixture.unwrap_or(DEFAULT_FIXTURE);
                        let text = format!("accepted: it has set up the fixture `{fixture}`");
                        ProbeResult::new(ProbeKind::Good, text)
                    }
                    Err(reason) => ProbeResult::unreachable(&reason.to_string()),
                };
                let name = hook.url.clone();
                Ok(vec![ProbeSection {
                    heading: "state hook",
                    probes: vec![Probe { name, result }],
                }])
            }
            Target::Url(site) => {
                let mut sent = Vec::new();
                for planned in &plan.cases {
                    if let Some(step) = planned.case.steps.first().filter(|step| step.is_safe()) {
                        sent.extend(self.send_probe(step, site, &planned.discovered).await);
                    }
                }
                Ok(vec![
                    ProbeSection {
                        heading: "credentials",
                        probes: credential_probes(site, &sent),
                    },
                    ProbeSection {
                        heading: "parameters",
                        probes: param_probes(site, &sent),
                    },
                ])
            }
        }
    }

    /// Sends the request of a step; `None` if there is no request.
    async fn send_probe(
        &self,
        step: &Step,
        site: &Site,
        discovered: &[Param],
    ) -> Option<SentRequest> {
        let params = [site.params.as_slice(), discovered].concat();
        let request = self.request(step, site, &params).ok()?;
        let (response, _) = self.send(step, site, &request).await;
        // the query may contain a credential, so the report only contains the path
        let path = request.target.split('?').next().unwrap_or_default();
        let request = format!("{} {path}", request.method);
        let result = match response {
            Err(error) => ProbeResult::unreachable(&error.message),
            Ok(exchange) => {
                let kind = exchange.header("content-type").unwrap_or("no media type");
                let text = format!("{request} returned {}, {kind}", exchange.status);
                let prepared = self.prepared;
                let judgement = check_response(
                    &prepared.document,
                    &prepared.schemas,
                    step,
                    &exchange,
                    Level::Exchange,
                    &StepValues::default(),
                );
                let is_documented = matches!(
                    judgement.outcome,
                    Outcome::Passed { .. } | Outcome::Inconclusive(_)
                );
                let (kind, text) = match exchange.status {
                    401 | 403 => (ProbeKind::Refused, format!("refused: {text}")),
                    200..300 if is_documented => (ProbeKind::Good, format!("accepted: {text}")),
                    _ if is_documented => (ProbeKind::Unclear, format!("unclear: {text}")),
                    _ => {
                        let text = format!("unclear: {text}, which is not documented for it");
                        (ProbeKind::Unclear, text)
                    }
                };
                ProbeResult::new(kind, text)
            }
        };
        let names = site.params.iter().map(|param| &param.parameter);
        Some(SentRequest {
            params: names
                .filter(|name| uses_parameter(step, name))
                .cloned()
                .collect(),
            credentials: credential_names(&self.prepared.document, step, &|name| {
                site.secret(name).is_some()
            })
            .into_iter()
            .map(str::to_owned)
            .collect(),
            result,
        })
    }
}

/// The result of each discovery rule.
pub fn discovery_section(discovery: &Discovery) -> ProbeSection {
    let results = discovery.results().into_iter();
    let probes = results.map(|discovered| Probe {
        name: discovered.rule,
        result: match discovered.result {
            DiscoveryResult::NotNeeded => {
                ProbeResult::new(ProbeKind::Unneeded, "not sent: no case needs it")
            }
            DiscoveryResult::Nothing(reason) => ProbeResult::new(ProbeKind::NotFound, reason),
            DiscoveryResult::Found {
                request: asked,
                params,
            } => {
                let params: Vec<String> = params
                    .iter()
                    .map(|param| format!("{} = {}", param.parameter, param.value))
                    .collect();
                let text = format!("{}, by {asked}", params.join(", "));
                ProbeResult::new(ProbeKind::Good, text)
            }
        },
    });
    ProbeSection {
        heading: "discovery",
        probes: probes.collect(),
    }
}

fn credential_probes(site: &Site, sent: &[SentRequest]) -> Vec<Probe> {
    let names: BTreeSet<&String> = site.credentials.keys().collect();
    let probes = names.into_iter().map(|name| Probe {
        name: name.clone(),
        result: best_result(sent, |sent| sent.credentials.contains(name)),
    });
    probes.collect()
}

fn param_probes(site: &Site, sent: &[SentRequest]) -> Vec<Probe> {
    let probes = site.params.iter().map(|param| Probe {
        name: format!("{} = {}", param.parameter, param.value),
        result: best_result(sent, |sent| sent.params.contains(&param.parameter)),
    });
    probes.collect()
}

fn uses_parameter(step: &Step, name: &str) -> bool {
    let sent = step.parameters.iter().filter(|sent| !sent.invalid);
    sent.map(|sent| &sent.parameter)
        .chain(&step.missing_parameters)
        .any(|parameter| parameter.name == name)
}

/// The most informative result of the requests that use something; of equal ones the first.
fn best_result(sent: &[SentRequest], uses: impl Fn(&SentRequest) -> bool) -> ProbeResult {
    let results = sent
        .iter()
        .filter(|sent| uses(sent))
        .map(|sent| &sent.result);
    let best_result = results.rev().max_by_key(|result| result.kind);
    best_result.cloned().unwrap_or_else(|| {
        ProbeResult::new(ProbeKind::Unused, "not tried: no safe request uses it")
    })
}
