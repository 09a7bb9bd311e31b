//! `cargo xtask lint`: checks the documents of `spec/` with the schema of OpenAPI, `reprise lint`, Spectral and Redocly.
//!
//! The first two are written in Rust and always run. Spectral and Redocly need Node.js; the lock file in
//! `xtask/tools/lint/` pins their versions, and their configurations give a reason for each rule that is off. Warnings
//! count as much as errors.

mod checks;
mod finding;
mod linted_document;
mod openapi_schema;
mod redocly;
mod reprise;
mod spectral;
mod table;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::node::{self, Tools};
use crate::task::Outcome;
use checks::ToolChecks;
pub use finding::{Finding, FindingPlace};
use table::{Cell, Table};

/// The documents that are checked by default, below the root; one that does not exist is skipped.
const DOCUMENTS: [&str; 3] = [
    "spec/openapi.json",
    "spec/openapi.yaml",
    "spec/openapi-3.0.json",
];

/// What to do if Node.js is not installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithoutNode {
    /// Skip the tools that need it, with a message.
    Skip,
    /// Fail.
    Fail,
}

/// Checks `documents`, or those of `spec/` below `root`, and prints the findings.
///
/// # Errors
///
/// When a document cannot be read, or a tool cannot be run.
pub fn run(
    root: &Path,
    documents: &[PathBuf],
    without_node: WithoutNode,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let subjects = if documents.is_empty() {
        let generated = DOCUMENTS.iter().map(|path| root.join(path));
        let existing: Vec<PathBuf> = generated.filter(|path| path.exists()).collect();
        linted_document::read(root, &existing, &root.join("conformance/errata.yaml"))?
    } else {
        linted_document::read_without_errata(root, documents)?
    };
    if subjects.is_empty() {
        bail!("spec/ has no document; run `cargo xtask spec`, or pass one");
    }

    let mut table = Table::new(&subjects);
    table.add("OpenAPI schema", openapi_schema::check(&subjects)?, out)?;
    table.add("reprise lint", reprise::check(&subjects)?, out)?;
    let tools = node::install(root, checks::TOOLS, out)?;
    match &tools {
        Tools::Installed(tools) => {
            let checks = ToolChecks {
                root,
                tools,
                subjects: &subjects,
            };
            writeln!(out, "running Spectral …")?;
            table.add("Spectral, spectral:oas", checks.run_spectral()?, out)?;
            for ruleset in ["recommended", "recommended-strict"] {
                writeln!(out, "running Redocly with {ruleset} …")?;
                let cells = checks.run_redocly(ruleset)?;
                table.add(&format!("Redocly, {ruleset}"), cells, out)?;
            }
        }
        Tools::NoNode => {
            for check in [
                "Spectral, spectral:oas",
                "Redocly, recommended",
                "Redocly, recommended-strict",
            ] {
                table.add(check, vec![Cell::Skipped; subjects.len()], out)?;
            }
        }
    }
    table.write(out)?;
    if tools == Tools::NoNode {
        let advice = "Node.js with npm is not installed; install version 20.19 or later";
        if without_node == WithoutNode::Fail {
            bail!("Spectral and Redocly cannot run: {advice}, or leave out --require-node");
        }
        writeln!(out, "SKIPPED: Spectral and Redocly: {advice}")?;
    }
    Ok(if table.count() == 0 {
        Outcome::Fresh
    } else {
        Outcome::Findings
    })
}
