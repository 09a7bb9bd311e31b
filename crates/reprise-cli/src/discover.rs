//! Finds what exists on a target whose state is not ours, before the plan is made.

use std::cell::RefCell;

use anyhow::Result;
use openapi_document::Document;
use reprise_core::{Discovery, DiscoveryResult, Exchange, Inquiry, Search, Secrets, Step, Suite};

use crate::replay::{Replay, with_target};
use crate::report::Discovered;
use crate::run::Prepared;
use crate::settings::{Settings, TargetSettings};
use crate::target::{Site, Target};

/// Holds the rules of the target against a document.
pub(crate) fn held(settings: &Settings, document: &Document, suite: &Suite) -> Result<Discovery> {
    match &settings.target {
        TargetSettings::Url { rules, .. } => {
            Ok(Discovery::new(document, suite, &rules.file, &rules.rules)?)
        }
        TargetSettings::Embedded | TargetSettings::Hook { .. } => Ok(Discovery::default()),
    }
}

/// Asks the target what the rules say, as far as a case needs it.
///
/// # Errors
///
/// When nobody answers there.
pub(crate) fn discover(
    settings: &Settings,
    prepared: &mut Prepared,
    secrets: &RefCell<Secrets>,
) -> Result<()> {
    let TargetSettings::Url { params, .. } = &settings.target else {
        return Ok(());
    };
    if prepared.discovery.is_empty() {
        return Ok(());
    }
    let mut discovery = prepared.discovery.clone();
    let plan = prepared.plan(settings);
    let search = discovery.search(params, plan.cases.iter().map(|planned| planned.case));
    let Prepared {
        document, schemas, ..
    } = &*prepared;
    with_target(settings, document, schemas, secrets, async |replay| {
        if let Target::Url(site) = &replay.target {
            replay.search(search, site).await;
        }
        Ok(())
    })?;
    prepared.discovery = discovery;
    Ok(())
}

/// What was found, to be told, without secrets.
pub(crate) fn told(discovery: &Discovery, secrets: &Secrets) -> Vec<Discovered> {
    let found = discovery.told().into_iter().filter_map(|discovered| {
        let DiscoveryResult::Found { params, .. } = discovered.result else {
            return None;
        };
        let params = params.into_iter().map(|mut param| {
            secrets.mask_value(&mut param.value);
            (param.parameter, param.value)
        });
        Some(Discovered {
            rule: secrets.mask(&discovered.rule).into_owned(),
            params: params.collect(),
        })
    });
    found.collect()
}

impl Replay<'_> {
    /// Asks one thing after the other, since what is found first may be needed to ask for the next.
    async fn search(&self, mut search: Search<'_>, site: &Site) {
        while let Some(inquiry) = search.next() {
            let (asked, answer) = self.inquire(&inquiry, site).await;
            search.answer(&asked, answer.as_ref().map_err(Clone::clone));
        }
    }

    /// Sends what is asked; also says it in words, without credentials, since those may stand in the query.
    async fn inquire(&self, inquiry: &Inquiry, site: &Site) -> (String, Result<Exchange, String>) {
        let anonymous = Step {
            credentials: None,
            ..inquiry.step.clone()
        };
        let asked = match self.request(&anonymous, site, &inquiry.params) {
            Ok(request) => format!("{} {}", request.method, request.target),
            Err(_) => inquiry.step.operation.clone(),
        };
        let answer = match self.request(&inquiry.step, site, &inquiry.params) {
            Ok(request) => {
                let (answer, _) = self.send(&inquiry.step, site, &request).await;
                answer.map_err(|error| format!("gives no answer: {}", error.cause))
            }
            Err(reason) => Err(format!("cannot be sent: {reason}")),
        };
        (asked, answer)
    }
}
