//! Reports defects of a document, for commands whose own output does not contain them.

use std::io::{self, Write};

use openapi_document::{Defect, Document};

use reprise_report::place::source_position;
use reprise_report::text::escape_for_display;

/// Prints the defects and the ignored operations on standard error, so that an ignored operation does not look as if
/// it did not exist.
pub(crate) fn print_defects(document: &Document) -> io::Result<()> {
    let mut error = io::stderr().lock();
    for defect in document.defects() {
        let at = source_position(document, &defect.pointer);
        let message = escape_for_display(&defect.message);
        let effect = match &defect.operation {
            Some(operation) => format!(" ({} is left out)", escape_for_display(operation)),
            None => String::new(),
        };
        writeln!(error, "warning: {at}: {message}{effect}")?;
    }
    Ok(())
}

/// Defects because of which an operation is ignored.
pub(crate) fn find_ignored_operations(
    document: &Document,
) -> impl Iterator<Item = (&Defect, &str)> {
    let defects = document.defects().iter();
    defects.filter_map(|defect| Some((defect, defect.operation.as_deref()?)))
}
