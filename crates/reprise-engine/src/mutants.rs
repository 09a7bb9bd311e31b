//! The suite against every fault that the server can inject, and against harmless variations.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};

use futures_util::{StreamExt, stream};
use reprise_core::{
    Case, Fault, FaultResult, MutantReport, Outcome, Plan, Variation, VariationResult,
};
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::session::Session;
use crate::settings::Hook;
use crate::target::{Injection, Target};

/// How many cases must catch a fault before the remaining cases are skipped, unless `all` is set.
const ENOUGH_CATCHES: usize = 3;

/// How many cases get no response from a faulty server before the others are not tried.
const MAX_MISSING_RESPONSES: u32 = 8;

/// The faults and variations that a server can inject.
#[derive(Debug)]
pub struct AvailableMutants {
    faults: Vec<Fault>,
    variations: Vec<Variation>,
}

/// The results of a fault or a variation so far.
#[derive(Default)]
struct Results<'p> {
    /// The cases that failed, by their position in the plan.
    failed: RefCell<BTreeMap<usize, &'p str>>,
    /// How many cases got no response.
    silences: Cell<u32>,
}

impl Results<'_> {
    fn failed(&self) -> Vec<String> {
        let failed = self.failed.borrow();
        failed.values().map(|id| (*id).to_owned()).collect()
    }
}

impl Session<'_> {
    /// The state hook; mutants need one.
    ///
    /// # Errors
    ///
    /// When the target has none.
    fn hook(&self) -> Result<&Hook, Error> {
        match &self.target {
            Target::Hook(hook) => Ok(hook),
            Target::Url(_) => Err(Error::input(
                "mutants need a server with a state hook that can inject faults; give it with --hook URL",
            )),
        }
    }

    /// The faults and variations that the server can inject: all of them, or only the faults whose name or class
    /// contains one of `wanted`.
    ///
    /// # Errors
    ///
    /// When the server has no such lists, or no such fault.
    pub async fn available_mutants(&self, wanted: &[String]) -> Result<AvailableMutants, Error> {
        let mut faults: Vec<Fault> = self.fetch_list("faults").await?;
        let variations = if wanted.is_empty() {
            self.fetch_list("variations").await?
        } else {
            Vec::new()
        };
        if !wanted.is_empty() {
            faults.retain(|fault| {
                let named = |text: &String| fault.name.contains(text) || fault.class.contains(text);
                wanted.iter().any(named)
            });
        }
        if faults.is_empty() {
            return Err(Error::input(format!(
                "the server has no fault with `{}` in its name or class; `GET faults` next to its state hook lists all faults",
                wanted.join("` or `")
            )));
        }
        Ok(AvailableMutants { faults, variations })
    }

    /// A list from a URL next to the state hook.
    async fn fetch_list<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, Error> {
        let hook = self.hook()?;
        let folder = hook.url.rsplit_once('/').map_or("", |(folder, _)| folder);
        let url = format!("{folder}/{name}");
        let exchange = hook
            .send(self.transport, "GET", &url, None)
            .await
            .map_err(|error| Error::input(format!("{url} cannot be reached: {error}")))?;
        match serde_json::from_slice(&exchange.body) {
            Ok(list) if exchange.status == 200 => Ok(list),
            _ => Err(Error::input(format!(
                "{url} returned status {} and no list of {name}; mutants need a server that can inject faults",
                exchange.status
            ))),
        }
    }
}

/// Sends each case against each fault that touches an operation of it, and against each variation.
///
/// Unless `all` is set, a fault that enough cases have caught is only tried by cases that have caught nothing yet.
///
/// # Errors
///
/// When the state hook fails.
pub async fn run_mutants(
    session: &Session<'_>,
    plan: &Plan<'_>,
    offer: &AvailableMutants,
    all: bool,
) -> Result<MutantReport, Error> {
    let results = |count: usize| (0..count).map(|_| Results::default()).collect::<Vec<_>>();
    let (of_faults, of_variations) = (results(offer.faults.len()), results(offer.variations.len()));
    let cases = || plan.cases.iter().enumerate();
    let mut trials = Vec::new();
    for (variation, results) in offer.variations.iter().zip(&of_variations) {
        let injection = Injection::Variation(&variation.name);
        trials.extend(cases().map(|(position, planned)| (position, planned, injection, results)));
    }
    for (fault, results) in offer.faults.iter().zip(&of_faults) {
        let is_touched = |case: &Case| {
            let mut steps = case.steps.iter();
            steps.any(|step| fault.operations.contains(&step.operation))
        };
        let injected = Injection::Fault(&fault.name);
        let touched = cases().filter(|(_, planned)| is_touched(planned.case));
        trials.extend(touched.map(|(position, planned)| (position, planned, injected, results)));
    }
    // the cases that have caught a fault
    let busy: RefCell<HashSet<usize>> = RefCell::default();
    session.observer.begin(trials.len());
    let judged = stream::iter(trials).map(async |(position, planned, injected, results)| {
        let is_fault = matches!(injected, Injection::Fault(_));
        let is_caught = results.failed.borrow().len() >= ENOUGH_CATCHES;
        let is_idle = !busy.borrow().contains(&position);
        if is_fault
            && (results.silences.get() >= MAX_MISSING_RESPONSES || !all && is_caught && !is_idle)
        {
            return Ok(());
        }
        let outcome = session.run_case(planned, injected).await?.outcome;
        if let Outcome::Unreachable(_) = outcome {
            results.silences.set(results.silences.get() + 1);
        }
        if !matches!(outcome, Outcome::Passed { .. }) {
            results
                .failed
                .borrow_mut()
                .insert(position, planned.case.id.as_str());
            if is_fault {
                busy.borrow_mut().insert(position);
            }
        }
        Ok::<_, Error>(())
    });
    let mut judged = std::pin::pin!(judged.buffer_unordered(session.settings.jobs));
    while let Some(done) = judged.next().await {
        done?;
        session.observer.advance();
    }
    session.observer.end();
    let faults = offer.faults.iter().zip(&of_faults);
    let variations = offer.variations.iter().zip(&of_variations);
    Ok(MutantReport {
        cases: cases()
            .map(|(_, planned)| planned.case.id.to_string())
            .collect(),
        faults: faults
            .map(|(fault, results)| FaultResult {
                fault: fault.clone(),
                by: results.failed(),
            })
            .collect(),
        variations: variations
            .map(|(variation, results)| VariationResult {
                variation: variation.clone(),
                alarms: results.failed(),
            })
            .collect(),
    })
}
