//! Finds what exists on a target with a state of its own, before the plan is made.

use reprise_core::{Discovery, DiscoveryResult, Exchange, Inquiry, Search, Secrets, Step};
use reprise_report::record::Discovered;

use crate::error::Error;
use crate::session::Session;
use crate::settings::TargetSettings;
use crate::target::{Site, Target};

impl Session<'_> {
    /// Sends the requests of the target's rules, as far as a case needs them.
    ///
    /// # Errors
    ///
    /// When a rule does not fit the document.
    pub async fn discover(&self) -> Result<Discovery, Error> {
        let mut discovery = self.prepared.discovery(self.settings)?;
        let TargetSettings::Url { params, .. } = &self.settings.target else {
            return Ok(discovery);
        };
        if discovery.is_empty() {
            return Ok(discovery);
        }
        let before = discovery.clone();
        let plan = self.prepared.plan(self.settings, &before);
        let search = discovery.search(params, plan.cases.iter().map(|planned| planned.case));
        if let Target::Url(site) = &self.target {
            self.search(search, site).await;
        }
        Ok(discovery)
    }

    /// Sends the requests one at a time, because a request may need the results of earlier ones.
    async fn search(&self, mut search: Search<'_>, site: &Site) {
        while let Some(inquiry) = search.next() {
            let (request, response) = self.inquire(&inquiry, site).await;
            search.answer(&request, response.as_ref().map_err(Clone::clone));
        }
    }

    /// Sends one request; also describes it, without credentials, since those may be part of the query.
    async fn inquire(&self, inquiry: &Inquiry, site: &Site) -> (String, Result<Exchange, String>) {
        let anonymous = Step {
            credentials: None,
            security: Vec::new(),
            ..inquiry.step.clone()
        };
        let description = match self.request(&anonymous, site, &inquiry.params) {
            Ok(request) => format!("{} {}", request.method, request.target),
            Err(_) => inquiry.step.operation.clone(),
        };
        let response = match self.request(&inquiry.step, site, &inquiry.params) {
            Ok(request) => {
                let (response, _) = self.send(&inquiry.step, site, &request).await;
                response.map_err(|error| format!("got no response: {error}"))
            }
            Err(reason) => Err(format!("cannot be sent: {reason}")),
        };
        (description, response)
    }
}

/// The discovered values, for the report, without secrets.
pub fn discovered(discovery: &Discovery, secrets: &Secrets) -> Vec<Discovered> {
    let results = discovery.told().into_iter().filter_map(|discovered| {
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
    results.collect()
}
