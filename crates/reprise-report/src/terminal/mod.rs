//! The report on a terminal.
//!
//! ```text
//! Jobs 1.0.0
//! document  jobs.yaml
//! target    http://127.0.0.1:8080
//!
//! ✗ getJob.failed-job  GET /projects/{id}/jobs/{job_id}  example failed-job
//!     body /name  0a1b2c3d4e5f
//!       expected  "rubocop"
//!       actual    "robocop"
//!                   ^
//!       documented at spec/openapi.json:2520:31 /paths/…/examples/failed-job/value/name
//!     reproduce  curl …
//!
//! ! 2 cases blocked: no value for path parameter `id`; pass --param id=VALUE or set `params:` for this target
//!     eraseJob.one, eraseJob.two
//!
//! ✗ 1 failed, 360 passed (354 at level value), 2 blocked in 1.0 s
//! claims: 415 confirmed, 1 refuted, 13 untested
//! ```

mod difference;
mod failures;
mod lines;
mod passed_cases;
mod plan;
mod summary;
mod table;
mod without_result;

use std::io::{self, Write};

use crate::case_groups;
use crate::record::RunRecord;
use crate::styles::{Styles, apply_style};
use crate::text::escape_for_display;
use crate::words::count_of;

use lines::Lines;

pub use plan::write_plan;

/// How much is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Failures and the summary.
    Brief,
    /// Also groups of cases without a result, a table of operations, and a line about errata.
    #[default]
    Normal,
    /// Also every passed case, where each case comes from, undocumented properties, and claims that were refuted.
    Full,
}

impl Detail {
    /// The detail for `--quiet` and `--verbose`.
    pub const fn new(quiet: bool, verbose: bool) -> Detail {
        match (quiet, verbose) {
            (true, _) => Detail::Brief,
            (false, false) => Detail::Normal,
            (false, true) => Detail::Full,
        }
    }
}

/// Writes the report.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn write_report(
    out: &mut dyn Write,
    styles: &Styles,
    record: &RunRecord,
    detail: Detail,
) -> io::Result<()> {
    let is_full = detail == Detail::Full;
    let mut sections = Vec::new();
    if detail != Detail::Brief {
        sections.push(header_lines(styles, record));
    }
    if is_full {
        sections.push(passed_cases::lines(styles, record));
    }
    sections.extend(failures::failure_blocks(styles, record, is_full));
    if detail != Detail::Brief {
        sections.push(failures::known_failure_lines(styles, record));
        sections.push(without_result::lines(
            styles,
            &case_groups::groups_of_record(record),
            is_full,
        ));
        sections.push(without_result::flaky_lines(styles, record, is_full));
        sections.push(defects(styles, record));
        sections.push(table::lines(styles, record));
        if is_full {
            sections.push(refuted_claims(styles, record));
        }
        sections.push(errata(styles, record));
    }
    sections.push(failures::recap_lines(styles, record, is_full));
    sections.push(summary::lines(styles, record));
    lines::write_sections(out, &sections)
}

fn header_lines(styles: &Styles, record: &RunRecord) -> Lines {
    let mut lines = vec![
        apply_style(styles.bold, escape_for_display(&record.document.title)),
        format!("document    {}", escape_for_display(&record.document.file)),
        format!("target      {}", escape_for_display(&record.target)),
    ];
    for discovered in &record.discovered {
        let line = format!("{} ({})", discovered.params_text(), discovered.rule);
        lines.push(format!("discovered  {}", escape_for_display(&line)));
    }
    lines
}

fn defects(styles: &Styles, record: &RunRecord) -> Lines {
    let defect = |defect: &crate::record::DefectRecord| {
        format!(
            "{} {} {}: {}",
            apply_style(styles.warn, '!'),
            escape_for_display(&defect.at.to_string()),
            escape_for_display(&defect.at.pointer),
            escape_for_display(&defect.message)
        )
    };
    record.defects.iter().map(defect).collect()
}

fn refuted_claims(styles: &Styles, record: &RunRecord) -> Lines {
    if record.claims.refuted.is_empty() {
        return Lines::new();
    }
    let mut lines = vec![apply_style(styles.bold, "Claims that a response refutes")];
    for refuted in &record.claims.refuted {
        let place = format!("  {} {}", refuted.claim, refuted.claim.pointer);
        lines.push(escape_for_display(&place));
    }
    lines
}

fn errata(styles: &Styles, record: &RunRecord) -> Lines {
    let line = match record.applied_errata().count() {
        0 => return Lines::new(),
        count => format!(
            "{} applied; `reprise list --errata` lists {}",
            count_of(count, "erratum", "errata"),
            if count == 1 { "it" } else { "them" }
        ),
    };
    vec![apply_style(styles.dim, line)]
}

#[cfg(test)]
mod tests;
