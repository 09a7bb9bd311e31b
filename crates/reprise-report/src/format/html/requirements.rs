//! The requirements: violated ones first, then untested ones, then the rest.

use std::collections::HashMap;
use std::fmt::{self, Write};

use reprise_core::RequirementStatus;

use super::markup::{BarPart, escape_html, slug, write_bar, write_case_link};
use crate::record::{CaseRecord, RequirementResult, RunRecord};
use crate::words;

/// Up to how many untested requirements are visible at first. A run of a few cases leaves most of them untested.
const MAX_OPEN: usize = 12;

pub(super) fn write(page: &mut String, record: &RunRecord) -> fmt::Result {
    if record.requirements.is_empty() {
        return Ok(());
    }
    let [met, violated, untested, not_observable] = [
        RequirementStatus::Met,
        RequirementStatus::Violated,
        RequirementStatus::Untested,
        RequirementStatus::NotObservable,
    ]
    .map(|wanted| record.requirements_with(wanted).count());
    write!(
        page,
        "<section id=\"requirements\">\n<h2>Requirements</h2>\n<p class=\"lead\"><b>{met}</b> met, <b>{violated}</b> violated, <b>{untested}</b> untested, <b>{not_observable}</b> not observable</p>\n"
    )?;
    let parts = [
        BarPart("good", met, "met"),
        BarPart("bad", violated, "violated"),
        BarPart("none", untested, "untested"),
    ];
    write_bar(page, &parts)?;
    let shown: HashMap<&str, &CaseRecord> = record
        .selected_cases()
        .map(|case| (case.id.as_str(), case))
        .collect();
    for (wanted, heading, is_open) in [
        (RequirementStatus::Violated, "violated", true),
        (
            RequirementStatus::Untested,
            "untested",
            untested <= MAX_OPEN,
        ),
        (RequirementStatus::Met, "met", false),
        (RequirementStatus::NotObservable, "not observable", false),
    ] {
        let mut group = record.requirements_with(wanted).peekable();
        if group.peek().is_none() {
            continue;
        }
        let open = if is_open { " open=\"open\"" } else { "" };
        write!(
            page,
            "<details{open}><summary>{heading} <b>{}</b></summary>\n<ul class=\"requirements\">\n",
            record.requirements_with(wanted).count()
        )?;
        for result in group {
            write_requirement(page, &shown, result)?;
        }
        page.push_str("</ul></details>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}

fn write_requirement(
    page: &mut String,
    shown: &HashMap<&str, &CaseRecord>,
    result: &RequirementResult,
) -> fmt::Result {
    let class = match result.status {
        RequirementStatus::Met => "good",
        RequirementStatus::Violated => "bad",
        RequirementStatus::Untested | RequirementStatus::NotObservable => "plain",
    };
    let requirement = &result.requirement;
    write!(
        page,
        "<li class=\"{class}\" id=\"requirement-{}\"><p>{}</p><p class=\"dim\"><code>{}</code> · {}</p>",
        slug(&requirement.id),
        escape_html(&requirement.says),
        escape_html(&requirement.id),
        escape_html(&words::describe_source(&requirement.source)),
    )?;
    if let Some(reason) = &requirement.none {
        write!(page, "<p class=\"dim\">{}</p>", escape_html(reason))?;
    }
    if !requirement.cases.is_empty() {
        page.push_str("<p class=\"links\">");
        for id in &requirement.cases {
            write_case_link(page, id, shown.get(id.as_str()).copied())?;
        }
        page.push_str("</p>");
    }
    page.push_str("</li>\n");
    Ok(())
}
