//! `cargo xtask site`: generates pages for any static host from the document, the suite and the kept reports.
//!
//! Every page is a pure function of [`Sources`], and [`build`] calls them all. Other modules read the sources and redoc,
//! write the folder of the site, and check it in a browser.

mod badge;
pub mod browser;
mod cases;
mod downloads;
mod errata;
mod examples;
mod folder;
mod guide;
mod implementations;
mod index;
mod layout;
mod markdown;
mod published;
mod redoc_input;
mod reference;
mod requirements;
mod sources;
mod target;
mod verification;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

pub use layout::{Page, SiteFile};
pub use published::add_results;
pub use reference::Redoc;
pub use sources::{REPORTS, Sources};
pub use target::Target;

use crate::node::{self, Tools};
use crate::task::Outcome;
use layout::Frame;
use reference::{LICENCES, PUBLISHED};

/// The options of the task.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder for the site; `target/site` by default.
    pub output: Option<PathBuf>,
    /// Whether to skip the API reference.
    pub without_reference: bool,
    /// Whether to open each page in a browser.
    pub in_browser: bool,
    /// The folder for screenshots of the pages.
    pub screenshots: Option<PathBuf>,
}

/// Generates the site from the files below `root`.
///
/// # Errors
///
/// When a source cannot be read, or the folder cannot be written.
pub fn run(root: &Path, options: &Options, out: &mut dyn Write) -> Result<Outcome> {
    let sources = Sources::read(root)?;
    let redoc = if options.without_reference {
        None
    } else {
        Some(install_redoc(root, out))
    };
    let usable = redoc.as_ref().and_then(|redoc| redoc.as_ref().ok());
    let files = build(&sources, usable);
    let to = match &options.output {
        Some(folder) => folder.clone(),
        None => root.join("target/site"),
    };
    folder::write(&to, &files)?;
    writeln!(
        out,
        "{} files in {}; open {}",
        files.len(),
        to.display(),
        to.join(Page::Index.file()).display()
    )?;
    let mut outcome = Outcome::Fresh;
    if let Some(Err(error)) = &redoc {
        writeln!(
            out,
            "SKIPPED: the API reference: {error:#}\n  All other pages were generated. Pass `--without-reference` to skip it on purpose."
        )?;
        outcome = Outcome::Incomplete;
    }
    if (options.in_browser || options.screenshots.is_some())
        && browser::run(&to, &files, options.screenshots.as_deref(), out)? != Outcome::Fresh
    {
        outcome = Outcome::Incomplete;
    }
    Ok(outcome)
}

/// The script that displays the API reference.
fn install_redoc(root: &Path, out: &mut dyn Write) -> Result<Redoc> {
    match node::install(root, "redoc", out)? {
        Tools::Installed(installed) => Redoc::read(installed.folder()),
        Tools::NoNode => {
            bail!("Node.js with npm is not installed; install version 20 or later, and try again")
        }
    }
}

/// All files of the site; without redoc, there is no API reference.
pub fn build(sources: &Sources, redoc: Option<&Redoc>) -> Vec<SiteFile> {
    let frame = Frame {
        title: title(sources),
        has_reference: redoc.is_some(),
    };
    let published = add_results(sources);
    let published_text = format!("{published:#}\n");
    let mut files = vec![
        index::page(&frame, sources),
        examples::page(&frame, sources),
        requirements::page(&frame, sources),
        cases::page(&frame, sources),
        frame.page(
            Page::Faults,
            "Faults that the suite catches",
            "The suite is tested by fault injection: the reference server breaks one requirement at a time, and at least one case must fail.",
            &markdown::render_body(
                &sources.faults,
                &|code| case_address(sources, code),
                &|link| Some(link.to_owned()),
            ),
        ),
        errata::page(&frame, sources),
        implementations::page(&frame, sources),
        frame.page(
            Page::Changelog,
            "Changelog of the document",
            "The changes of each version, grouped by their effect on clients.",
            &markdown::render_body(&sources.changelog, &|_| None, &|link| Some(link.to_owned())),
        ),
        downloads::page(&frame, sources, published_text.len(), redoc),
    ];
    files.extend(guide::pages(&frame, sources));
    if let Some(redoc) = redoc {
        files.push(reference::page(
            &frame,
            &redoc_input::for_redoc(&published),
            redoc,
        ));
        files.push(SiteFile {
            path: LICENCES.to_owned(),
            text: redoc.licences.clone(),
        });
    }
    files.push(SiteFile {
        path: PUBLISHED.to_owned(),
        text: published_text,
    });
    files.extend(sources.spec.iter().map(|(path, text)| SiteFile {
        path: format!("spec/{path}"),
        text: text.clone(),
    }));
    for target in &sources.targets {
        files.push(SiteFile {
            path: format!("reports/{}.json", target.name),
            text: target.text.clone(),
        });
        files.push(SiteFile {
            path: badge::badge_path(target),
            text: badge::render_svg(target),
        });
    }
    files
}

/// The address of a case.
fn case_address(sources: &Sources, id: &str) -> Option<String> {
    let mut cases = sources.suite.cases.iter();
    let is_case = cases.any(|case| case.id.as_str() == id);
    is_case.then(|| format!("{}#{}", Page::Cases.file(), layout::slug(id)))
}

/// Title and version of the document.
fn title(sources: &Sources) -> String {
    let text = |pointer: &str| {
        let value = sources.document.pointer(pointer);
        value
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    };
    format!("{} {}", text("/info/title"), text("/info/version"))
}
