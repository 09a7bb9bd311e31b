//! The suite against every fault that the server can inject, and against harmless variations.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashSet};

use futures_util::{StreamExt, stream};
use reprise_core::{
    Case, Fault, FaultResult, MutantReport, Outcome, Plan, Planned, Variation, VariationResult,
};
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::session::Session;
use crate::settings::Hook;
use crate::target::{Injected, Target};

/// How many cases catch a fault before the rest is not tried any more, unless everything is to be known.
const ENOUGH: usize = 3;

/// How many cases get no response from a faulty server before the others are not tried.
const SILENCES: u32 = 8;

/// The faults and variations that a server can inject.
#[derive(Debug)]
pub struct Offer {
    faults: Vec<Fault>,
    variations: Vec<Variation>,
}

/// A case, and the fault or variation that the server injects.
struct Trial<'p> {
    planned: &'p Planned<'p>,
    injected: Injected<'p>,
    /// Index of the fault or variation.
    index: usize,
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
    pub async fn offer(&self, wanted: &[String]) -> Result<Offer, Error> {
        let mut faults: Vec<Fault> = self.list("faults").await?;
        let variations = if wanted.is_empty() {
            self.list("variations").await?
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
                "the server has no fault with `{}` in its name or class; GET faults beside its state hook lists all",
                wanted.join("` or `")
            )));
        }
        Ok(Offer { faults, variations })
    }

    /// A list from a URL next to the state hook.
    async fn list<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, Error> {
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
    offer: &Offer,
    all: bool,
) -> Result<MutantReport, Error> {
    let mut trials = Vec::new();
    for (index, variation) in offer.variations.iter().enumerate() {
        trials.extend(plan.cases.iter().map(|planned| Trial {
            planned,
            injected: Injected::Variation(&variation.name),
            index,
        }));
    }
    for (index, fault) in offer.faults.iter().enumerate() {
        let touched = |case: &Case| {
            let mut steps = case.steps.iter();
            steps.any(|step| fault.operations.contains(&step.operation))
        };
        let concerned = plan.cases.iter().filter(|planned| touched(planned.case));
        trials.extend(concerned.map(|planned| Trial {
            planned,
            injected: Injected::Fault(&fault.name),
            index,
        }));
    }
    let catches: Vec<Cell<usize>> = offer.faults.iter().map(|_| Cell::new(0)).collect();
    let busy: RefCell<HashSet<&str>> = RefCell::default();
    let silences: Vec<Cell<u32>> = offer.faults.iter().map(|_| Cell::new(0)).collect();
    session.observer.begin(trials.len());
    let mut caught: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut alarms: BTreeSet<(usize, usize)> = BTreeSet::new();
    let results = stream::iter(trials.iter().enumerate()).map(async |(index, trial)| {
        let silent = match trial.injected {
            Injected::Fault(_) => silences.get(trial.index),
            _ => None,
        };
        if silent.is_some_and(|count| count.get() >= SILENCES) {
            return Ok((index, None));
        }
        let catches = match trial.injected {
            Injected::Fault(_) => catches.get(trial.index),
            _ => None,
        };
        let id = trial.planned.case.id.as_str();
        let caught = catches.is_some_and(|count| count.get() >= ENOUGH);
        if !all && caught && busy.borrow().contains(id) {
            return Ok((index, None));
        }
        let judgement = session.case(trial.planned, trial.injected).await?;
        if let (Some(count), Outcome::Unreachable(_)) = (silent, &judgement.outcome) {
            count.set(count.get() + 1);
        }
        if let (Some(count), false) = (catches, passed(&judgement.outcome)) {
            count.set(count.get() + 1);
            busy.borrow_mut().insert(id);
        }
        Ok::<_, Error>((index, Some(judgement.outcome)))
    });
    let mut results = std::pin::pin!(results.buffer_unordered(session.settings.jobs));
    while let Some(done) = results.next().await {
        let (index, outcome) = done?;
        session.observer.advance();
        let (Some(outcome), Some(trial)) = (outcome, trials.get(index)) else {
            continue;
        };
        if !passed(&outcome) {
            let map = match trial.injected {
                Injected::Fault(_) => &mut caught,
                Injected::Variation(_) | Injected::Nothing => &mut alarms,
            };
            map.insert((trial.index, index));
        }
    }
    session.observer.end();
    let named = |map: &BTreeSet<(usize, usize)>, index: usize| {
        map.range((index, 0)..(index + 1, 0))
            .filter_map(|(_, trial)| trials.get(*trial))
            .map(|trial| trial.planned.case.id.to_string())
            .collect()
    };
    Ok(MutantReport {
        cases: plan
            .cases
            .iter()
            .map(|planned| planned.case.id.to_string())
            .collect(),
        faults: offer
            .faults
            .iter()
            .enumerate()
            .map(|(index, fault)| FaultResult {
                fault: fault.clone(),
                by: named(&caught, index),
            })
            .collect(),
        variations: offer
            .variations
            .iter()
            .enumerate()
            .map(|(index, variation)| VariationResult {
                variation: variation.clone(),
                alarms: named(&alarms, index),
            })
            .collect(),
    })
}

/// Whether a case passed.
fn passed(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Passed { .. })
}
