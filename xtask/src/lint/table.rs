//! The results of all checks of all documents.

use std::io::{self, Write};

use super::finding::Finding;
use super::linted_document::LintedDocument;

/// The result of one check of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// The check ran, with these findings.
    Findings(Vec<Finding>),
    /// The check does not apply to the document.
    NotApplicable,
    /// The check did not run, because its tool is not installed.
    Skipped,
}

impl Cell {
    fn count(&self) -> usize {
        match self {
            Cell::Findings(findings) => findings.len(),
            Cell::NotApplicable | Cell::Skipped => 0,
        }
    }

    fn text(&self) -> String {
        match self {
            Cell::Findings(findings) => findings.len().to_string(),
            Cell::NotApplicable => "-".to_owned(),
            Cell::Skipped => "skipped".to_owned(),
        }
    }
}

/// A row for each check, a column for each document.
pub(super) struct Table {
    documents: Vec<String>,
    rows: Vec<(String, Vec<Cell>)>,
}

impl Table {
    pub(super) fn new(subjects: &[LintedDocument]) -> Table {
        let names = subjects
            .iter()
            .map(|subject| subject.document.name().to_owned());
        Table {
            documents: names.collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a check, and prints its findings in the order of the documents.
    pub(super) fn add(
        &mut self,
        check: &str,
        mut cells: Vec<Cell>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if cells.iter().any(|cell| cell.count() > 0) {
            writeln!(out, "{check}:")?;
        }
        for cell in &mut cells {
            if let Cell::Findings(findings) = cell {
                findings.sort_by_key(|finding| finding.place.position);
                for finding in findings {
                    writeln!(out, "{finding}")?;
                }
            }
        }
        self.rows.push((check.to_owned(), cells));
        Ok(())
    }

    /// The number of all findings.
    pub(super) fn count(&self) -> usize {
        let cells = self.rows.iter().flat_map(|(_, cells)| cells);
        cells.map(Cell::count).sum()
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let names = self.rows.iter().map(|(name, _)| name.len());
        let first = names.max().unwrap_or_default();
        write!(out, "\n{:first$}", "findings")?;
        for document in &self.documents {
            write!(out, "  {document:>8}")?;
        }
        writeln!(out)?;
        for (name, cells) in &self.rows {
            write!(out, "{name:first$}")?;
            for (document, cell) in self.documents.iter().zip(cells) {
                let width = document.len().max(8);
                write!(out, "  {:>width$}", cell.text())?;
            }
            writeln!(out)?;
        }
        match self.count() {
            0 => writeln!(out, "\nno findings"),
            1 => writeln!(out, "\n1 finding"),
            count => writeln!(out, "\n{count} findings"),
        }
    }
}
