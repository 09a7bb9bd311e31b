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
mod passed;
mod plan;
mod summary;
mod table;
mod without_result;

use std::io::{self, Write};

use crate::groups;
use crate::record::Record;
use crate::styles::{Styles, styled};
use crate::text::visible;
use crate::words::counted;

use lines::Lines;

pub use plan::plan;

/// How much is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Failures and the summary.
    Brief,
    /// Also groups of cases without a result, a table of operations, and a line about errata.
    #[default]
    Usual,
    /// Also every passed case, where each case comes from, undocumented properties, and claims that were refuted.
    Full,
}

impl Detail {
    /// The detail for `--quiet` and `--verbose`.
    pub const fn new(quiet: bool, verbose: bool) -> Detail {
        match (quiet, verbose) {
            (true, _) => Detail::Brief,
            (false, false) => Detail::Usual,
            (false, true) => Detail::Full,
        }
    }
}

/// Writes the report.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn report(
    out: &mut dyn Write,
    styles: &Styles,
    record: &Record,
    detail: Detail,
) -> io::Result<()> {
    let is_full = detail == Detail::Full;
    let mut sections = Vec::new();
    if detail != Detail::Brief {
        sections.push(head(styles, record));
    }
    if is_full {
        sections.push(passed::lines(styles, record));
    }
    sections.extend(failures::blocks(styles, record, is_full));
    if detail != Detail::Brief {
        sections.push(failures::known(styles, record));
        sections.push(without_result::lines(
            styles,
            &groups::of_record(record),
            is_full,
        ));
        sections.push(without_result::flaky(styles, record, is_full));
        sections.push(defects(styles, record));
        sections.push(table::lines(styles, record));
        if is_full {
            sections.push(refuted(styles, record));
        }
        sections.push(errata(styles, record));
    }
    sections.push(failures::recap(styles, record, is_full));
    sections.push(summary::lines(styles, record));
    lines::write(out, &sections)
}

fn head(styles: &Styles, record: &Record) -> Lines {
    let mut lines = vec![
        styled(styles.bold, visible(&record.document.title)),
        format!("document    {}", visible(&record.document.file)),
        format!("target      {}", visible(&record.target)),
    ];
    for discovered in &record.discovered {
        let line = format!("{} ({})", discovered.bound(), discovered.rule);
        lines.push(format!("discovered  {}", visible(&line)));
    }
    lines
}

fn defects(styles: &Styles, record: &Record) -> Lines {
    let defect = |defect: &crate::record::Defect| {
        format!(
            "{} {} {}: {}",
            styled(styles.warn, '!'),
            visible(&defect.at.to_string()),
            visible(&defect.at.pointer),
            visible(&defect.message)
        )
    };
    record.defects.iter().map(defect).collect()
}

fn refuted(styles: &Styles, record: &Record) -> Lines {
    if record.claims.refuted.is_empty() {
        return Lines::new();
    }
    let mut lines = vec![styled(styles.bold, "Claims that a response refutes")];
    for refuted in &record.claims.refuted {
        let place = format!("  {} {}", refuted.claim, refuted.claim.pointer);
        lines.push(visible(&place));
    }
    lines
}

fn errata(styles: &Styles, record: &Record) -> Lines {
    let line = match record.applied().count() {
        0 => return Lines::new(),
        count => format!(
            "{} applied; `reprise list --errata` lists {}",
            counted(count, "erratum", "errata"),
            if count == 1 { "it" } else { "them" }
        ),
    };
    vec![styled(styles.dim, line)]
}

#[cfg(test)]
mod tests;
