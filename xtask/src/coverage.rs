//! `cargo xtask coverage`: generates `conformance/COVERAGE.md` from the requirements and the cases.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use openapi_document::Document;
use reprise_core::{
    Case, DocumentationSource, Erratum, Requirement, Suite, build_suite, find_requirement_problems,
    parse_cases, parse_errata, parse_requirements,
};

use crate::files::{self, read_folder};
use crate::task::{Mode, Outcome};

/// The path of the page, below the root.
const PAGE: &str = "conformance/COVERAGE.md";

/// Regenerates the page below `root`, or prints that it is stale.
///
/// # Errors
///
/// When the suite cannot be read, a requirement has neither a case nor a reason, or a case checks no requirement.
pub fn run(root: &Path, mode: Mode, out: &mut dyn Write) -> Result<Outcome> {
    let page = generate(root)?;
    files::sync_file(root, PAGE, &page, "cargo xtask coverage", mode, out)
}

/// The page for the requirements and cases below `root`.
///
/// # Errors
///
/// As [`run`].
pub fn generate(root: &Path) -> Result<String> {
    let (suite, _) = read_suite(root)?;
    let requirements = read_requirements(root)?;
    let problems = find_requirement_problems(&requirements, &suite);
    if !problems.is_empty() {
        bail!(
            "requirements and cases do not match:\n  {}",
            problems.join("\n  ")
        );
    }
    Ok(render_page(&requirements, &suite))
}

/// Every requirement below `root`, in the order of the files.
///
/// # Errors
///
/// When a file cannot be read, or a requirement in it has neither a case nor a reason.
pub fn read_requirements(root: &Path) -> Result<Vec<Requirement>> {
    let folder = root.join("conformance/requirements");
    let mut requirements = Vec::new();
    for (path, text) in read_yaml_files(&folder)? {
        requirements.extend(parse_requirements(
            &format!("conformance/requirements/{path}"),
            &text,
        )?);
    }
    Ok(requirements)
}

/// The suite below `root`, and the errata that were applied to it.
///
/// # Errors
///
/// When the document, a file of cases or the errata cannot be read, or do not fit together.
pub fn read_suite(root: &Path) -> Result<(Suite, Vec<Erratum>)> {
    let read = |path: &str| {
        fs::read_to_string(root.join(path)).with_context(|| format!("{path} cannot be read"))
    };
    let mut document = Document::parse("spec/openapi.json", &read("spec/openapi.json")?)?;
    let mut files = Vec::new();
    for (path, text) in read_yaml_files(&root.join("conformance/cases"))? {
        let name = format!("conformance/cases/{path}");
        files.push(parse_cases(&name, &text)?.attach(&mut document));
    }
    let errata = parse_errata("conformance/errata.yaml", &read("conformance/errata.yaml")?)?;
    Ok((build_suite(&document, &files, &errata)?, errata))
}

fn read_yaml_files(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut texts = read_folder(folder)
        .with_context(|| format!("the files in {} cannot be read", folder.display()))?;
    texts.retain(|path, _| path.ends_with(".yaml"));
    Ok(texts)
}

/// The requirements of one section of the page or of the behaviour.
pub struct Section<'p> {
    /// A heading of the page, or number and title of a section of the behaviour.
    pub heading: &'p str,
    /// The requirements; those of the page in the order of its lines.
    pub requirements: Vec<&'p Requirement>,
}

/// Requirements grouped by their source: those of the documentation page, and those of the observed behaviour.
pub fn sections(requirements: &[Requirement]) -> (Vec<Section<'_>>, Vec<Section<'_>>) {
    let (mut of_page, mut of_behaviour): (Vec<Section<'_>>, Vec<Section<'_>>) = (vec![], vec![]);
    for requirement in requirements {
        let (sections, heading) = match &requirement.source {
            DocumentationSource::Page { page, .. } => (&mut of_page, page),
            DocumentationSource::Behaviour { behaviour } => (&mut of_behaviour, behaviour),
        };
        match sections.iter_mut().find(|known| known.heading == heading) {
            Some(section) => section.requirements.push(requirement),
            None => sections.push(Section {
                heading,
                requirements: vec![requirement],
            }),
        }
    }
    for section in of_page.iter_mut() {
        section
            .requirements
            .sort_by_key(|requirement| first_line(requirement));
    }
    of_page.sort_by_key(|section| {
        section
            .requirements
            .first()
            .map(|requirement| first_line(requirement))
    });
    of_behaviour.sort_by_key(|section| section_number(section.heading));
    (of_page, of_behaviour)
}

/// Whether a case is a documented example and not an entry of a file of cases.
pub fn is_example(case: &Case) -> bool {
    case.steps.iter().all(|step| step.expectations.is_none())
}

fn render_page(requirements: &[Requirement], suite: &Suite) -> String {
    let (of_page, of_behaviour) = sections(requirements);
    let checked = requirements
        .iter()
        .filter(|requirement| requirement.none.is_none())
        .count();
    let from_files = suite.cases.iter().filter(|case| !is_example(case)).count();
    let mut text = format!(
        "# Requirements and the cases that check them

<!-- Generated by `cargo xtask coverage` from requirements/ and cases/. -->

{} cases ({} from documented examples and {from_files} others) check {checked} of {} requirements. The other {} cannot be checked;
each has a reason.

A server must meet the requirements of the documentation page. It should meet those of the observed behaviour, which the
page does not mention.

## Documentation page
",
        suite.cases.len(),
        suite.cases.len() - from_files,
        requirements.len(),
        requirements.len() - checked,
    );
    render_tables(&mut text, &of_page);
    text.push_str("\n## Observed behaviour\n");
    render_tables(&mut text, &of_behaviour);
    text
}

fn render_tables(text: &mut String, sections: &[Section<'_>]) {
    for section in sections {
        let _ = writeln!(
            text,
            "\n### {}\n\n| requirement | checked by |\n|---|---|",
            section.heading
        );
        for requirement in &section.requirements {
            let lines = match &requirement.source {
                DocumentationSource::Page { lines, .. } => format!(" <sub>{lines}</sub>"),
                DocumentationSource::Behaviour { .. } => String::new(),
            };
            let checked_by = match &requirement.none {
                Some(reason) => format!("*not checked: {}*", escape_cell(reason)),
                None => {
                    let cases: Vec<String> = requirement
                        .cases
                        .iter()
                        .map(|case| format!("`{case}`"))
                        .collect();
                    cases.join("<br>")
                }
            };
            let _ = writeln!(
                text,
                "| {}{lines} | {checked_by} |",
                escape_cell(&requirement.says)
            );
        }
    }
}

/// A text for a cell of a table.
fn escape_cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('|', "\\|")
}

/// The first line of the page that a requirement refers to.
fn first_line(requirement: &Requirement) -> u32 {
    match &requirement.source {
        DocumentationSource::Page { lines, .. } => {
            section_number(lines).first().copied().unwrap_or_default()
        }
        DocumentationSource::Behaviour { .. } => 0,
    }
}

/// The number at the beginning of a text, by its parts: `[2, 11]` for `2.11 Play`.
fn section_number(text: &str) -> Vec<u32> {
    let digits = text.split(|c: char| !c.is_ascii_digit() && c != '.').next();
    let parts = digits.unwrap_or_default().split('.');
    parts.filter_map(|part| part.parse().ok()).collect()
}
