//! What is promised: first what was broken, then what nobody has seen kept or broken, then the rest.

use std::collections::HashMap;
use std::fmt::{self, Write};

use reprise_core::RequirementStatus;

use super::markup::{Part, bar, case_link, slug, text};
use crate::record::{Case, Record, RequirementResult};
use crate::words;

/// How many untested requirements are shown without being asked for. A run of a few cases leaves most of them untested.
const MOST_OPEN: usize = 12;

pub(super) fn write(page: &mut String, record: &Record) -> fmt::Result {
    if record.requirements.is_empty() {
        return Ok(());
    }
    let [held, broken, untested, beyond] = [
        RequirementStatus::Met,
        RequirementStatus::Violated,
        RequirementStatus::Untested,
        RequirementStatus::Beyond,
    ]
    .map(|wanted| record.promised(wanted).count());
    write!(
        page,
        "<section id=\"requirements\">\n<h2>What is promised</h2>\n<p class=\"lead\"><b>{held}</b> held, <b>{broken}</b> broken, <b>{untested}</b> untested, <b>{beyond}</b> beyond what an answer shows</p>\n"
    )?;
    let parts = [
        Part("good", held, "held"),
        Part("bad", broken, "broken"),
        Part("none", untested, "untested"),
    ];
    bar(page, &parts)?;
    let shown: HashMap<&str, &Case> = record
        .shown()
        .map(|case| (case.id.as_str(), case))
        .collect();
    for (wanted, heading, is_open) in [
        (RequirementStatus::Violated, "broken", true),
        (
            RequirementStatus::Untested,
            "untested",
            untested <= MOST_OPEN,
        ),
        (RequirementStatus::Met, "held", false),
        (
            RequirementStatus::Beyond,
            "beyond what an answer shows",
            false,
        ),
    ] {
        let mut group = record.promised(wanted).peekable();
        if group.peek().is_none() {
            continue;
        }
        let open = if is_open { " open=\"open\"" } else { "" };
        write!(
            page,
            "<details{open}><summary>{heading} <b>{}</b></summary>\n<ul class=\"requirements\">\n",
            record.promised(wanted).count()
        )?;
        for promised in group {
            one(page, &shown, promised)?;
        }
        page.push_str("</ul></details>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}

fn one(
    page: &mut String,
    shown: &HashMap<&str, &Case>,
    promised: &RequirementResult,
) -> fmt::Result {
    let mood = match promised.fulfilment {
        RequirementStatus::Met => "good",
        RequirementStatus::Violated => "bad",
        RequirementStatus::Untested | RequirementStatus::Beyond => "plain",
    };
    let requirement = &promised.requirement;
    write!(
        page,
        "<li class=\"{mood}\" id=\"requirement-{}\"><p>{}</p><p class=\"dim\"><code>{}</code> · {}</p>",
        slug(&requirement.id),
        text(&requirement.says),
        text(&requirement.id),
        text(&words::source(&requirement.source)),
    )?;
    if let Some(reason) = &requirement.none {
        write!(page, "<p class=\"dim\">{}</p>", text(reason))?;
    }
    if !requirement.cases.is_empty() {
        page.push_str("<p class=\"links\">");
        for id in &requirement.cases {
            case_link(page, id, shown.get(id.as_str()).copied())?;
        }
        page.push_str("</p>");
    }
    page.push_str("</li>\n");
    Ok(())
}
