//! `reprise doctor`: tries out a target with safe requests before a run does.

mod probe;

use std::cell::RefCell;
use std::io::{self, Write};

use anyhow::Result;
use reprise_core::{Case, Level, Outcome, Plan};

use crate::discover::discover;
use crate::exit::Exit;
use crate::guard::guarded;
use crate::replay::with_target;
use crate::run::Prepared;
use crate::settings::{Settings, TargetSettings};
use crate::styles::{Styles, styled};

use probe::{ProbeResult, Probed, discovered};

/// Tells whether each param exists, each credential is accepted, and how far each case can go, and why.
pub(crate) fn doctor(settings: &Settings, out: &mut dyn Write) -> Result<Exit> {
    let mut prepared = Prepared::new(settings)?;
    let secrets = RefCell::new(settings.secrets.clone());
    discover(settings, &mut prepared, &secrets)?;
    let plan = prepared.plan(settings);
    let Prepared {
        document, schemas, ..
    } = &prepared;
    let mut probed = with_target(settings, document, schemas, &secrets, async |replay| {
        replay.probe(&plan).await
    })?;
    probed.push(("discovery", discovered(&prepared.discovery)));
    for thing in probed.iter_mut().flat_map(|(_, things)| things) {
        secrets.borrow().mask_text(&mut thing.name);
        thing.outcome.mask(&secrets.borrow());
    }
    guarded(out, &secrets.borrow(), |text| {
        tell(text, &Styles::colored(), settings, &plan, &probed)
    })?;
    let things = || probed.iter().flat_map(|(_, things)| things);
    let unproven = things().any(|thing| !thing.outcome.is_well());
    let unreached = things().any(|thing| matches!(thing.outcome, ProbeResult::Unreachable(_)));
    Ok(if unreached {
        Exit::Unreachable
    } else if unproven || plan.cases.is_empty() {
        Exit::NotJudged
    } else {
        Exit::Passed
    })
}

fn tell(
    out: &mut dyn Write,
    styles: &Styles,
    settings: &Settings,
    plan: &Plan<'_>,
    probed: &Probed,
) -> io::Result<()> {
    writeln!(out, "target    {}", settings.target.in_words())?;
    for (heading, things) in probed {
        if things.is_empty() {
            continue;
        }
        writeln!(out, "\n{}", styled(styles.bold, heading))?;
        for thing in things {
            let (sign, style) = match thing.outcome {
                ProbeResult::Proven(_) | ProbeResult::Found(_) => ('✓', styles.good),
                ProbeResult::Refused(_) => ('✗', styles.bad),
                ProbeResult::Unreachable(_) | ProbeResult::Unused | ProbeResult::Nothing(_) => {
                    ('!', styles.warn)
                }
                ProbeResult::Unneeded => ('-', styles.dim),
            };
            writeln!(
                out,
                "{} {}: {}",
                styled(style, sign),
                thing.name,
                thing.outcome
            )?;
        }
    }
    writeln!(out, "\n{}", styled(styles.bold, "cases"))?;
    for planned in &plan.cases {
        let why = reason(settings, planned.case, planned.maximum_level);
        writeln!(
            out,
            "{} {}  up to {}: {why}",
            styled(styles.good, '✓'),
            planned.case.id,
            planned.maximum_level
        )?;
    }
    for skip in &plan.skips {
        let (sign, style, why) = match &skip.outcome {
            Outcome::Skipped(reason) => ('-', styles.dim, reason.to_string()),
            Outcome::InvalidCase(reason) | Outcome::Blocked(reason) => {
                ('!', styles.warn, reason.to_string())
            }
            other => ('!', styles.warn, other.as_str().to_owned()),
        };
        writeln!(
            out,
            "{} {}  {}: {why}",
            styled(style, sign),
            skip.case.id,
            skip.outcome.as_str()
        )?;
    }
    Ok(())
}

/// Why a case can go so far and no further.
fn reason(settings: &Settings, case: &Case, maximum_level: Level) -> &'static str {
    let without_state = matches!(settings.target, TargetSettings::Url { .. });
    if maximum_level == case.documented_level() && maximum_level < Level::Shape {
        "the document shows no example of the body"
    } else if without_state {
        "the state is not ours, so values are not owed"
    } else {
        "its fixture is set up for it"
    }
}
