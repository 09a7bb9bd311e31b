//! Safe requests that show whether what a target names is there.

use std::collections::BTreeSet;
use std::fmt;

use anyhow::Result;
use reprise_core::{Discovery, DiscoveryResult, Param, Plan, Secrets, Step};

use crate::replay::Replay;
use crate::target::{Injected, Site, Target, give_back};

/// What was tried out, by headings.
pub(super) type Probed = Vec<(&'static str, Vec<Thing>)>;

/// A param, a credential or a rule of discovery, and what a server says to it.
#[derive(Debug)]
pub(super) struct Thing {
    pub(super) name: String,
    pub(super) outcome: ProbeResult,
}

/// What a server says to a param, a credential or a rule of discovery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ProbeResult {
    /// It takes it, in this request.
    Proven(String),
    /// It does not, in this request.
    Refused(String),
    /// It gives no answer.
    Unreachable(String),
    /// No safe request uses it.
    Unused,
    /// It has found this, with this request.
    Found(String),
    /// It has found nothing, and why.
    Nothing(String),
    /// It was not asked.
    Unneeded,
}

impl ProbeResult {
    pub(super) fn mask(&mut self, secrets: &Secrets) {
        match self {
            ProbeResult::Proven(text)
            | ProbeResult::Refused(text)
            | ProbeResult::Unreachable(text)
            | ProbeResult::Found(text)
            | ProbeResult::Nothing(text) => secrets.mask_text(text),
            ProbeResult::Unused | ProbeResult::Unneeded => {}
        }
    }

    /// Whether nothing has to be done about it.
    pub(super) fn is_well(&self) -> bool {
        matches!(
            self,
            ProbeResult::Proven(_) | ProbeResult::Found(_) | ProbeResult::Unneeded
        )
    }
}

impl fmt::Display for ProbeResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProbeResult::Proven(request) => write!(f, "accepted, {request}"),
            ProbeResult::Refused(request) => write!(f, "refused, {request}"),
            ProbeResult::Unreachable(cause) => write!(f, "no answer: {cause}"),
            ProbeResult::Unused => f.write_str("not tried, since no safe request uses it"),
            ProbeResult::Found(text) | ProbeResult::Nothing(text) => f.write_str(text),
            ProbeResult::Unneeded => f.write_str("not asked, since no case needs it"),
        }
    }
}

/// A request that was sent, and what came back.
struct Probe {
    /// Names of the params and the credential that it used.
    params: BTreeSet<String>,
    credential: Option<String>,
    request: String,
    answer: Result<u16, String>,
}

impl Replay<'_> {
    /// Sends safe requests until each param and each credential has been accepted, or there are no more.
    ///
    /// With a state hook, one fixture is set up and given back: if that works, so will the others.
    pub(super) async fn probe(&self, plan: &Plan<'_>) -> Result<Probed> {
        match &self.target {
            Target::Hook(hook) => {
                let Some(planned) = plan.cases.first() else {
                    return Ok(Probed::new());
                };
                let outcome = match self.set_up(hook, planned, Injected::Nothing).await? {
                    Ok(site) => {
                        give_back(&self.client, hook, &site).await;
                        let fixture = planned.case.fixture.as_deref().unwrap_or_default();
                        ProbeResult::Proven(format!("it has set up the fixture `{fixture}`"))
                    }
                    Err(cause) => ProbeResult::Unreachable(cause.to_string()),
                };
                let name = hook.url.clone();
                Ok(vec![("state hook", vec![Thing { name, outcome }])])
            }
            Target::Url(site) => {
                let mut probes = Vec::new();
                let first = plan
                    .cases
                    .iter()
                    .filter_map(|planned| Some((planned.case.steps.first()?, planned)));
                let safe = first.filter(|(step, _)| step.is_safe());
                for (step, planned) in safe {
                    let params = [site.params.as_slice(), &planned.discovered].concat();
                    let Ok(request) = self.request(step, site, &params) else {
                        continue;
                    };
                    let (answer, _) = self.send(step, site, &request).await;
                    // the query may hold a credential, so only the path is told
                    let path = request.target.split('?').next().unwrap_or_default();
                    let params = site.params.iter().map(|param| &param.parameter);
                    probes.push(Probe {
                        params: params.filter(|name| uses(step, name)).cloned().collect(),
                        credential: step
                            .credentials
                            .as_ref()
                            .and_then(|credentials| credentials.role.clone()),
                        request: format!("{} {path}", request.method),
                        answer: answer
                            .map(|exchange| exchange.status)
                            .map_err(|error| error.cause),
                    });
                }
                Ok(vec![
                    ("credentials", credentials(site, &probes)),
                    ("params", params(site, &probes)),
                ])
            }
        }
    }
}

/// What came of each rule.
pub(super) fn discovered(discovery: &Discovery) -> Vec<Thing> {
    let told = discovery.told().into_iter();
    told.map(|discovered| Thing {
        name: discovered.rule,
        outcome: match discovered.result {
            DiscoveryResult::Unneeded => ProbeResult::Unneeded,
            DiscoveryResult::Nothing(reason) => ProbeResult::Nothing(reason),
            DiscoveryResult::Found { asked, params } => {
                let params: Vec<String> = params
                    .iter()
                    .map(|param| format!("{} = {}", param.parameter, param.value))
                    .collect();
                ProbeResult::Found(format!("{}, by {asked}", params.join(", ")))
            }
        },
    })
    .collect()
}

fn credentials(site: &Site, probes: &[Probe]) -> Vec<Thing> {
    let mut names: Vec<&String> = site.credentials.keys().collect();
    names.sort();
    let proves = |name: &String| {
        let with = probes
            .iter()
            .filter(|probe| probe.credential.as_ref() == Some(name));
        outcome(with, &|status| status < 500 && !matches!(status, 401 | 403))
    };
    names
        .into_iter()
        .map(|name| Thing {
            name: name.clone(),
            outcome: proves(name),
        })
        .collect()
}

fn params(site: &Site, probes: &[Probe]) -> Vec<Thing> {
    let proves = |param: &Param| {
        let with = probes
            .iter()
            .filter(|probe| probe.params.contains(&param.parameter));
        outcome(with, &|status| status < 400)
    };
    site.params
        .iter()
        .map(|param| Thing {
            name: format!("{} = {}", param.parameter, param.value),
            outcome: proves(param),
        })
        .collect()
}

fn uses(step: &Step, name: &str) -> bool {
    let sent = step.parameters.iter().filter(|sent| !sent.invalid);
    sent.map(|sent| &sent.parameter)
        .chain(&step.open)
        .any(|parameter| parameter.name == name)
}

/// The best that was said in any request.
fn outcome<'p>(
    probes: impl Iterator<Item = &'p Probe>,
    accepts: &dyn Fn(u16) -> bool,
) -> ProbeResult {
    let mut best = ProbeResult::Unused;
    for probe in probes {
        let said = match &probe.answer {
            Ok(status) if accepts(*status) => {
                return ProbeResult::Proven(format!("{} answers {status}", probe.request));
            }
            Ok(status) => ProbeResult::Refused(format!("{} answers {status}", probe.request)),
            Err(cause) => ProbeResult::Unreachable(cause.clone()),
        };
        if !matches!(best, ProbeResult::Refused(_)) {
            best = said;
        }
    }
    best
}
