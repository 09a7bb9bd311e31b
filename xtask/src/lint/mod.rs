//! `cargo xtask lint`: the documents of `spec/` against all that others check documents with.
//!
//! The checks in Rust come first and need nothing else: the standard's schema, and `reprise lint`. Spectral and Redocly
//! follow where there is Node.js, pinned by the lock file in `xtask/tools/lint/`, whose configurations give a reason for
//! each place where a rule is off. Warnings count as much as errors.

mod checks;
mod finding;
mod itself;
mod redocly;
mod spectral;
mod standard;
mod subject;
mod table;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::node::{self, Tools};
use crate::task::Outcome;
use checks::Checks;
pub use finding::{Finding, Place};
use table::{Cell, Table};

/// What is checked unless something else is named, below the root; what is not generated is not looked for.
const DOCUMENTS: [&str; 3] = [
    "spec/openapi.json",
    "spec/openapi.yaml",
    "spec/openapi-3.0.json",
];

/// What to do where there is no Node.js.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithoutNode {
    /// Leave its tools out, and say so.
    LeaveOut,
    /// Give up: nothing may be left out.
    GiveUp,
}

/// Checks `documents`, or those of `spec/` below `root`, and tells what was found.
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
        let there: Vec<PathBuf> = generated.filter(|path| path.exists()).collect();
        subject::read(root, &there, &root.join("conformance/errata.yaml"))?
    } else {
        subject::read_foreign(root, documents)?
    };
    if subjects.is_empty() {
        bail!("there is no document in spec/; run `cargo xtask spec`, or name one");
    }

    let mut table = Table::new(&subjects);
    table.add("OpenAPI schema", standard::check(&subjects)?, out)?;
    table.add("reprise lint", itself::check(&subjects)?, out)?;
    let tools = node::install(root, checks::TOOLS, out)?;
    match &tools {
        Tools::Installed(tools) => {
            let checks = Checks {
                root,
                tools,
                subjects: &subjects,
            };
            writeln!(out, "running Spectral …")?;
            table.add("Spectral, spectral:oas", checks.spectral()?, out)?;
            for ruleset in ["recommended", "recommended-strict"] {
                writeln!(out, "running Redocly with {ruleset} …")?;
                let found = checks.redocly(ruleset)?;
                table.add(&format!("Redocly, {ruleset}"), found, out)?;
            }
        }
        Tools::NoNode => {
            for check in [
                "Spectral, spectral:oas",
                "Redocly, recommended",
                "Redocly, recommended-strict",
            ] {
                table.add(check, vec![Cell::LeftOut; subjects.len()], out)?;
            }
        }
    }
    table.write(out)?;
    if tools == Tools::NoNode {
        let advice = "there is no Node.js with npm here; install Node.js 20.19 or later";
        if without_node == WithoutNode::GiveUp {
            bail!("Spectral and Redocly cannot be run: {advice}, or do without --require-node");
        }
        writeln!(out, "LEFT OUT: Spectral and Redocly, for {advice}")?;
    }
    Ok(if table.found() == 0 {
        Outcome::Fresh
    } else {
        Outcome::Findings
    })
}
