//! Reports defects of a document, for commands whose own output does not contain them.

use std::io::{self, Write};

use openapi_document::{Defect, Document};

use reprise_report::place::source_place;
use reprise_report::text::visible;

/// Prints the defects and the ignored operations on standard error, so that an ignored operation does not look as if
/// it did not exist.
pub(crate) fn warn(document: &Document) -> io::Result<()> {
    let mut error = io::stderr().lock();
    for defect in document.defects() {
        let at = source_place(document, &defect.pointer);
        let message = visible(&defect.message);
        let effect = match &defect.operation {
            Some(operation) => format!(" ({} is left out)", visible(operation)),
            None => String::new(),
        };
        writeln!(error, "warning: {at}: {message}{effect}")?;
    }
    Ok(())
}

/// Defects because of which an operation is ignored.
pub(crate) fn costly(document: &Document) -> impl Iterator<Item = (&Defect, &str)> {
    let defects = document.defects().iter();
    defects.filter_map(|defect| Some((defect, defect.operation.as_deref()?)))
}
