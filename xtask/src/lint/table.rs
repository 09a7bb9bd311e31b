//! What came of each check of each document.

use std::io::{self, Write};

use super::finding::Finding;
use super::subject::Subject;

/// What came of one check of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// It was made, and found this.
    Found(Vec<Finding>),
    /// It has nothing to say about such a document.
    None,
    /// It was not made, for what it needs is not there.
    LeftOut,
}

impl Cell {
    fn count(&self) -> usize {
        match self {
            Cell::Found(findings) => findings.len(),
            Cell::None | Cell::LeftOut => 0,
        }
    }

    fn text(&self) -> String {
        match self {
            Cell::Found(findings) => findings.len().to_string(),
            Cell::None => "-".to_owned(),
            Cell::LeftOut => "left out".to_owned(),
        }
    }
}

/// A row for each check, a column for each document.
pub(super) struct Table {
    documents: Vec<String>,
    rows: Vec<(String, Vec<Cell>)>,
}

impl Table {
    pub(super) fn new(subjects: &[Subject]) -> Table {
        let names = subjects
            .iter()
            .map(|subject| subject.document.name().to_owned());
        Table {
            documents: names.collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a check, and tells what it has found, in the order of the documents.
    pub(super) fn add(
        &mut self,
        check: &str,
        mut cells: Vec<Cell>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if cells.iter().any(|cell| cell.count() > 0) {
            writeln!(out, "{check} has found:")?;
        }
        for cell in &mut cells {
            if let Cell::Found(findings) = cell {
                findings.sort_by_key(|finding| finding.place.position);
                for finding in findings {
                    writeln!(out, "{finding}")?;
                }
            }
        }
        self.rows.push((check.to_owned(), cells));
        Ok(())
    }

    /// How much was found in all.
    pub(super) fn found(&self) -> usize {
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
        match self.found() {
            0 => writeln!(out, "\nnothing found"),
            found => writeln!(out, "\n{found} found"),
        }
    }
}
