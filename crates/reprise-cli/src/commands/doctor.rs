//! `reprise doctor`: tries a target with safe requests before a run does.

use std::cell::RefCell;
use std::io::{self, Write};

use anyhow::Result;
use reprise_core::{Case, Level, Outcome, Plan, Reason, SkippedCase};
use reprise_engine::guard::write_without_secrets;
use reprise_engine::probe::{ProbeKind, ProbeSection, discovery_section};
use reprise_engine::{Environment, NoObserver, RunInput, Session, Settings};
use reprise_report::styles::{Styles, apply_style};
use reprise_report::words::count_of;

use crate::args::TargetArgs;
use crate::exit::Exit;
use crate::replay::block_on;

/// Try a target with safe requests: do parameters exist, are credentials accepted, how far can each case go?
#[derive(Debug, clap::Args)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    target: TargetArgs,
}

/// Reports whether each parameter exists, each credential is accepted, and how far each case can go, and why.
pub(crate) fn doctor(args: DoctorArgs, out: &mut dyn Write) -> Result<Exit> {
    let settings = Settings::resolve(&args.target.into(), &Environment::system())?;
    let prepared = RunInput::read(&settings)?;
    let secrets = RefCell::new(settings.secrets.clone());
    let (discovered, mut sections) = block_on(&settings, &prepared, async |transport| {
        let session = Session::open(&settings, &prepared, transport, &NoObserver, &secrets).await?;
        let discovery = session.discover().await?;
        let sections = session.probe(&prepared.plan(&settings, &discovery)).await?;
        Ok((discovery, sections))
    })?;
    let plan = prepared.plan(&settings, &discovered);
    sections.push(discovery_section(&discovered));
    for section in &mut sections {
        section.mask(&secrets.borrow());
    }
    let target = settings
        .target
        .describe(settings.label.as_deref(), &prepared.document);
    write_without_secrets(out, &secrets.borrow(), |text| {
        render(
            text,
            &Styles::colored(),
            &target,
            &settings,
            &plan,
            &sections,
        )
    })?;
    let results = || sections.iter().flat_map(|section| &section.probes);
    let is_unreachable = results().any(|probe| probe.result.kind == ProbeKind::Unreachable);
    Ok(if is_unreachable {
        Exit::Unreachable
    } else if plan.cases.is_empty() || results().any(|probe| !probe.result.is_good()) {
        Exit::NotJudged
    } else {
        Exit::Passed
    })
}

fn render(
    out: &mut dyn Write,
    styles: &Styles,
    target: &str,
    settings: &Settings,
    plan: &Plan<'_>,
    sections: &[ProbeSection],
) -> io::Result<()> {
    writeln!(out, "target    {target}")?;
    for ProbeSection { heading, probes } in sections {
        if probes.is_empty() {
            continue;
        }
        writeln!(out, "\n{}", apply_style(styles.bold, heading))?;
        for probe in probes {
            let (sign, style) = match probe.result.kind {
                ProbeKind::Good => ('✓', styles.good),
                ProbeKind::Refused => ('✗', styles.bad),
                ProbeKind::Unneeded => ('-', styles.dim),
                _ => ('!', styles.warn),
            };
            let sign = apply_style(style, sign);
            writeln!(out, "{sign} {}: {}", probe.name, probe.result.text)?;
        }
    }
    writeln!(out, "\n{}", apply_style(styles.bold, "cases"))?;
    for planned in &plan.cases {
        let why = level_reason(settings, planned.case, planned.maximum_level);
        writeln!(
            out,
            "{} {}  up to {}: {why}",
            apply_style(styles.good, '✓'),
            planned.case.id,
            planned.maximum_level
        )?;
    }
    let (not_chosen, skips): (Vec<&SkippedCase<'_>>, Vec<&SkippedCase<'_>>) =
        plan.skips.iter().partition(|skip| is_not_chosen(skip));
    for skip in skips {
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
            apply_style(style, sign),
            skip.case.id,
            skip.outcome.as_str()
        )?;
    }
    if !not_chosen.is_empty() {
        let cases = count_of(not_chosen.len(), "case", "cases");
        writeln!(out, "{} {cases} not chosen", apply_style(styles.dim, '-'))?;
    }
    Ok(())
}

/// Whether the arguments leave a case out: hundreds of them would hide the others.
fn is_not_chosen(skip: &SkippedCase<'_>) -> bool {
    matches!(
        skip.outcome,
        Outcome::Skipped(Reason::NotChosen | Reason::OtherShard)
    )
}

/// Why a case cannot reach a higher level.
fn level_reason(settings: &Settings, case: &Case, maximum_level: Level) -> &'static str {
    if maximum_level == case.documented_level() && maximum_level < Level::Shape {
        "the document has no example of the body"
    } else if !settings.target.has_documented_values() {
        "values not compared: the state of the server is not documented (--state documented)"
    } else {
        "values are compared"
    }
}
