//! The cases without a result, by reason, so that one remedy can be applied to all cases of a group.

use std::collections::HashMap;
use std::fmt::{self, Write};

use super::markup::{escape_html, write_case_link};
use crate::case_groups;
use crate::record::{CaseRecord, RunRecord};

pub(super) fn write(page: &mut String, record: &RunRecord) -> fmt::Result {
    let groups = case_groups::groups_of_record(record);
    if groups.is_empty() {
        return Ok(());
    }
    let shown: HashMap<&str, &CaseRecord> = record
        .selected_cases()
        .map(|case| (case.id.as_str(), case))
        .collect();
    page.push_str("<section id=\"reasons\">\n<h2>Without a result, by reason</h2>\n");
    for group in &groups {
        write!(
            page,
            "<details><summary><b>{}</b> {}: ",
            group.count(),
            group.adjective()
        )?;
        match group.only_reason() {
            Some(sentence) => write!(page, "{}", escape_html(sentence))?,
            None => page.push_str(group.code.as_str()),
        }
        page.push_str("</summary>\n<ul class=\"plainlist\">");
        for (sentence, cases) in &group.reasons {
            page.push_str("<li>");
            if group.only_reason().is_none() {
                write!(page, "{}<br/>", escape_html(sentence))?;
            }
            for id in cases {
                write_case_link(page, id, shown.get(id).copied())?;
            }
            page.push_str("</li>");
        }
        page.push_str("</ul></details>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}
