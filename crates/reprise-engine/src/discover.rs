//! Finds what exists on a target with a state of its own, before the plan is made.

use reprise_core::{
    Discovery, DiscoveryRequest, DiscoveryResult, DiscoverySearch, Exchange, Secrets, Step,
};
use reprise_report::record::DiscoveredParams;

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
            self.send_inquiries(search, site).await;
        }
        Ok(discovery)
    }

    /// Sends the requests one at a time, because a request may need the results of earlier ones.
    async fn send_inquiries(&self, mut search: DiscoverySearch<'_>, site: &Site) {
        while let Some(inquiry) = search.next() {
            let (request, response) = self.send_inquiry(&inquiry, site).await;
            search.receive(&request, response.as_ref().map_err(Clone::clone));
        }
    }

    /// Sends one request; also describes it, without credentials, since those may be part of the query.
    async fn send_inquiry(
        &self,
        inquiry: &DiscoveryRequest,
        site: &Site,
    ) -> (String, Result<Exchange, String>) {
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
pub fn discovered_values(discovery: &Discovery, secrets: &Secrets) -> Vec<DiscoveredParams> {
    let results = discovery.results().into_iter().filter_map(|discovered| {
        let DiscoveryResult::Found { params, .. } = discovered.result else {
            return None;
        };
        let params = params.into_iter().map(|mut param| {
            secrets.mask_value(&mut param.value);
            (param.parameter, param.value)
        });
        Some(DiscoveredParams {
            rule: secrets.mask(&discovered.rule).into_owned(),
            params: params.collect(),
        })
    });
    results.collect()
}
