//! Every case against everything that concerns it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashSet};

use anyhow::Result;
use futures_util::{StreamExt, stream};
use reprise_core::{Alarmed, Case, Caught, Outcome, Plan, Planned, Proof};

use super::{Opponents, conforms};
use crate::progress::Progress;
use crate::replay::Replay;
use crate::target::Injected;

/// How many cases catch a fault before the rest is not tried any more, unless everything is to be known.
const ENOUGH: usize = 3;

/// How many cases wait in vain for a server before its silence is proof enough.
const SILENCES: u32 = 8;

/// A case, and what the server is told to do meanwhile.
struct Bout<'p> {
    planned: &'p Planned<'p>,
    injected: Injected<'p>,
    /// Index of the fault or variation.
    opponent: usize,
}

/// Replays each case against each fault that touches an operation of it, and against each variation.
///
/// Unless `all` is to be known, a fault that enough cases have caught is only tried by cases that have caught nothing yet.
pub(super) async fn fight(
    replay: &Replay<'_>,
    plan: &Plan<'_>,
    opponents: &Opponents,
    all: bool,
) -> Result<Proof> {
    let mut bouts = Vec::new();
    for (opponent, variation) in opponents.variations.iter().enumerate() {
        bouts.extend(plan.cases.iter().map(|planned| Bout {
            planned,
            injected: Injected::Variation(&variation.name),
            opponent,
        }));
    }
    for (opponent, fault) in opponents.faults.iter().enumerate() {
        let touched = |case: &Case| {
            let mut steps = case.steps.iter();
            steps.any(|step| fault.operations.contains(&step.operation))
        };
        let concerned = plan.cases.iter().filter(|planned| touched(planned.case));
        bouts.extend(concerned.map(|planned| Bout {
            planned,
            injected: Injected::Fault(&fault.name),
            opponent,
        }));
    }
    let catches: Vec<Cell<usize>> = opponents.faults.iter().map(|_| Cell::new(0)).collect();
    let busy: RefCell<HashSet<&str>> = RefCell::default();
    let silences: Vec<Cell<u32>> = opponents.faults.iter().map(|_| Cell::new(0)).collect();
    let mut progress = Progress::new(bouts.len());
    let mut caught: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut alarms: BTreeSet<(usize, usize)> = BTreeSet::new();
    let fought = stream::iter(bouts.iter().enumerate()).map(async |(index, bout)| {
        let silent = match bout.injected {
            Injected::Fault(_) => silences.get(bout.opponent),
            _ => None,
        };
        if silent.is_some_and(|count| count.get() >= SILENCES) {
            return Ok((index, None));
        }
        let catches = match bout.injected {
            Injected::Fault(_) => catches.get(bout.opponent),
            _ => None,
        };
        let id = bout.planned.case.id.as_str();
        let caught = catches.is_some_and(|count| count.get() >= ENOUGH);
        if !all && caught && busy.borrow().contains(id) {
            return Ok((index, None));
        }
        let judgement = replay.case(bout.planned, bout.injected).await?;
        if let (Some(count), Outcome::Unreachable(_)) = (silent, &judgement.outcome) {
            count.set(count.get() + 1);
        }
        if let (Some(count), false) = (catches, conforms(&judgement.outcome)) {
            count.set(count.get() + 1);
            busy.borrow_mut().insert(id);
        }
        anyhow::Ok((index, Some(judgement.outcome)))
    });
    let mut fought = std::pin::pin!(fought.buffer_unordered(replay.settings.jobs));
    while let Some(done) = fought.next().await {
        let (index, outcome) = done?;
        progress.step();
        let (Some(outcome), Some(bout)) = (outcome, bouts.get(index)) else {
            continue;
        };
        if !conforms(&outcome) {
            let map = match bout.injected {
                Injected::Fault(_) => &mut caught,
                Injected::Variation(_) | Injected::Nothing => &mut alarms,
            };
            map.insert((bout.opponent, index));
        }
    }
    let named = |map: &BTreeSet<(usize, usize)>, opponent: usize| {
        map.range((opponent, 0)..(opponent + 1, 0))
            .filter_map(|(_, index)| bouts.get(*index))
            .map(|bout| bout.planned.case.id.to_string())
            .collect()
    };
    Ok(Proof {
        cases: plan
            .cases
            .iter()
            .map(|planned| planned.case.id.to_string())
            .collect(),
        faults: opponents
            .faults
            .iter()
            .enumerate()
            .map(|(index, fault)| Caught {
                fault: fault.clone(),
                by: named(&caught, index),
            })
            .collect(),
        variations: opponents
            .variations
            .iter()
            .enumerate()
            .map(|(index, variation)| Alarmed {
                variation: variation.clone(),
                alarms: named(&alarms, index),
            })
            .collect(),
    })
}
