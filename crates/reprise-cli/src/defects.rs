//! What of a document could not be read, for commands whose own output does not tell it.

use std::io::{self, Write};

use openapi_document::{Defect, Document};

use reprise_report::place::source_place;
use reprise_report::text::visible;

/// Tells on standard error what is broken, and which operations it costs: what is left out must not look as if it
/// were not there.
pub(crate) fn warn(document: &Document) -> io::Result<()> {
    let mut error = io::stderr().lock();
    for defect in document.defects() {
        let at = source_place(document, &defect.pointer);
        let message = visible(&defect.message);
        match &defect.operation {
            Some(operation) => writeln!(
                error,
                "warning: {at}: {message} ({} is left out)",
                visible(operation)
            )?,
            None => writeln!(error, "warning: {at}: {message}")?,
        }
    }
    Ok(())
}

/// What costs an operation.
pub(crate) fn costly(document: &Document) -> impl Iterator<Item = (&Defect, &str)> {
    let defects = document.defects().iter();
    defects.filter_map(|defect| Some((defect, defect.operation.as_deref()?)))
}
