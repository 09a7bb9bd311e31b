//! Safe requests that check whether the parameters and credentials of a target exist: the report of `reprise doctor`.

use std::collections::BTreeSet;
use std::fmt;

use reprise_core::{
    Discovery, DiscoveryResult, Level, Outcome, Param, Plan, Secrets, Step, StepValues, judge,
};

use crate::error::Error;
use crate::session::Session;
use crate::target::{Injected, Site, Target};

/// The checks, under a heading.
#[derive(Debug)]
pub struct Section {
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
pub enum ProbeResult {
    /// A request with it got a documented success.
    Accepted(String),
    /// A request with it was refused.
    Refused(String),
    /// A request with it got a response that does not show whether it is right.
    Unclear(String),
    /// A request with it got no response.
    Unreachable(String),
    /// No safe request uses it.
    Unused,
    /// A rule has found values.
    Found(String),
    /// A rule has found nothing; the text says why.
    NotFound(String),
    /// No case needs it.
    Unneeded,
}

impl Section {
    /// The same without secrets.
    pub fn mask(&mut self, secrets: &Secrets) {
        for probe in &mut self.probes {
            secrets.mask_text(&mut probe.name);
            probe.result.mask(secrets);
        }
    }
}

impl ProbeResult {
    fn mask(&mut self, secrets: &Secrets) {
        match self {
            ProbeResult::Accepted(text)
            | ProbeResult::Refused(text)
            | ProbeResult::Unclear(text)
            | ProbeResult::Unreachable(text)
            | ProbeResult::Found(text)
            | ProbeResult::NotFound(text) => secrets.mask_text(text),
            ProbeResult::Unused | ProbeResult::Unneeded => {}
        }
    }

    /// Whether there is nothing to do about it.
    pub fn is_good(&self) -> bool {
        matches!(
            self,
            ProbeResult::Accepted(_) | ProbeResult::Found(_) | ProbeResult::Unneeded
        )
    }

    /// The more informative of two results for the same subject: success, then refusal, then anything else.
    fn rank(&self) -> u8 {
        match self {
            ProbeResult::Accepted(_) => 4,
            ProbeResult::Refused(_) => 3,
            ProbeResult::Unclear(_) => 2,
            ProbeResult::Unreachable(_) => 1,
            _ => 0,
        }
    }
}

impl fmt::Display for ProbeResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProbeResult::Accepted(text) => write!(f, "accepted: {text}"),
            ProbeResult::Refused(text) => write!(f, "refused: {text}"),
            ProbeResult::Unclear(text) => write!(f, "unclear: {text}"),
            ProbeResult::Unreachable(cause) => write!(f, "no response: {cause}"),
            ProbeResult::Unused => f.write_str("not tried: no safe request uses it"),
            ProbeResult::Found(text) | ProbeResult::NotFound(text) => f.write_str(text),
            ProbeResult::Unneeded => f.write_str("not sent: no case needs it"),
        }
    }
}

/// A request that was sent, and its result.
struct Sent {
    /// Names of the parameters that it used.
    params: BTreeSet<String>,
    /// The credential that it used.
    credential: Option<String>,
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
    pub async fn probe(&self, plan: &Plan<'_>) -> Result<Vec<Section>, Error> {
        match &self.target {
            Target::Hook(hook) => {
                let Some(planned) = plan.cases.first() else {
                    return Ok(Vec::new());
                };
                let result = match self.set_up(hook, planned, Injected::Nothing).await? {
                    Ok(site) => {
                        hook.tear_down(self.transport, &site).await;
                        let fixture = planned.case.fixture.as_deref().unwrap_or_default();
                        ProbeResult::Accepted(format!("it has set up the fixture `{fixture}`"))
                    }
                    Err(reason) => ProbeResult::Unreachable(reason.to_string()),
                };
                let name = hook.url.clone();
                Ok(vec![Section {
                    heading: "state hook",
                    probes: vec![Probe { name, result }],
                }])
            }
            Target::Url(site) => {
                let mut sent = Vec::new();
                for planned in &plan.cases {
                    if let Some(step) = planned.case.steps.first().filter(|step| step.is_safe()) {
                        sent.extend(self.try_out(step, site, &planned.discovered).await);
                    }
                }
                Ok(vec![
                    Section {
                        heading: "credentials",
                        probes: credentials(site, &sent),
                    },
                    Section {
                        heading: "parameters",
                        probes: params(site, &sent),
                    },
                ])
            }
        }
    }

    /// Sends the request of a step; `None` if there is no request.
    async fn try_out(&self, step: &Step, site: &Site, discovered: &[Param]) -> Option<Sent> {
        let params = [site.params.as_slice(), discovered].concat();
        let request = self.request(step, site, &params).ok()?;
        let (response, _) = self.send(step, site, &request).await;
        // the query may contain a credential, so the report only contains the path
        let path = request.target.split('?').next().unwrap_or_default();
        let request = format!("{} {path}", request.method);
        let result = match response {
            Err(error) => ProbeResult::Unreachable(error.message),
            Ok(exchange) => {
                let kind = exchange.header("content-type").unwrap_or("no media type");
                let text = format!("{request} returned {}, {kind}", exchange.status);
                let prepared = self.prepared;
                let judgement = judge(
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
                match exchange.status {
                    401 | 403 => ProbeResult::Refused(text),
                    200..300 if is_documented => ProbeResult::Accepted(text),
                    _ if is_documented => ProbeResult::Unclear(text),
                    _ => ProbeResult::Unclear(format!("{text}, which is not documented for it")),
                }
            }
        };
        let names = site.params.iter().map(|param| &param.parameter);
        Some(Sent {
            params: names.filter(|name| uses(step, name)).cloned().collect(),
            credential: step
                .credentials
                .as_ref()
                .and_then(|credentials| credentials.role.clone()),
            result,
        })
    }
}

/// The result of each discovery rule.
pub fn discovery(discovery: &Discovery) -> Section {
    let results = discovery.told().into_iter();
    let probes = results.map(|discovered| Probe {
        name: discovered.rule,
        result: match discovered.result {
            DiscoveryResult::Unneeded => ProbeResult::Unneeded,
            DiscoveryResult::Nothing(reason) => ProbeResult::NotFound(reason),
            DiscoveryResult::Found { asked, params } => {
                let params: Vec<String> = params
                    .iter()
                    .map(|param| format!("{} = {}", param.parameter, param.value))
                    .collect();
                ProbeResult::Found(format!("{}, by {asked}", params.join(", ")))
            }
        },
    });
    Section {
        heading: "discovery",
        probes: probes.collect(),
    }
}

fn credentials(site: &Site, sent: &[Sent]) -> Vec<Probe> {
    let mut names: Vec<&String> = site.credentials.keys().collect();
    names.sort();
    let result = |name: &String| {
        best(
            sent.iter()
                .filter(|sent| sent.credential.as_ref() == Some(name)),
        )
    };
    names
        .into_iter()
        .map(|name| Probe {
            name: name.clone(),
            result: result(name),
        })
        .collect()
}

fn params(site: &Site, sent: &[Sent]) -> Vec<Probe> {
    site.params
        .iter()
        .map(|param| Probe {
            name: format!("{} = {}", param.parameter, param.value),
            result: best(
                sent.iter()
                    .filter(|sent| sent.params.contains(&param.parameter)),
            ),
        })
        .collect()
}

fn uses(step: &Step, name: &str) -> bool {
    let sent = step.parameters.iter().filter(|sent| !sent.invalid);
    sent.map(|sent| &sent.parameter)
        .chain(&step.open)
        .any(|parameter| parameter.name == name)
}

/// The most informative result; of equal ones the first.
fn best<'s>(sent: impl Iterator<Item = &'s Sent>) -> ProbeResult {
    sent.fold(ProbeResult::Unused, |best, sent| {
        if sent.result.rank() > best.rank() {
            sent.result.clone()
        } else {
            best
        }
    })
}
