//! `cargo xtask site`: the document, the suite and the reports on record, as a folder of pages for any static host.
//!
//! The pages are functions of [`Sources`]; [`build`] makes all of them. What reads and writes is around that: where the
//! sources and redoc lie, the folder that the site goes into, and the browser that looks at it.

mod badge;
pub mod browser;
mod cases;
mod downloads;
mod errata;
mod examples;
mod folder;
mod implementations;
mod index;
mod layout;
mod markdown;
mod published;
mod record;
mod reference;
mod requirements;
mod shown;
mod sources;
mod verified;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

pub use layout::{Page, SiteFile};
pub use published::published;
pub use record::Target;
pub use reference::Redoc;
pub use sources::{REPORTS, Sources};

use crate::node::{self, Tools};
use crate::task::Outcome;
use layout::Frame;
use reference::{LICENCES, PUBLISHED};

/// What is asked of the site.
#[derive(Clone, Debug)]
pub struct Order {
    /// Where it goes; none for `target/site`.
    pub output: Option<PathBuf>,
    /// Whether the page with the reference is left out on purpose.
    pub without_reference: bool,
    /// Whether each page is opened in a browser afterwards.
    pub in_browser: bool,
    /// Where pictures of the pages go, if anywhere.
    pub screenshots: Option<PathBuf>,
}

/// Makes the site of what lies below `root`.
///
/// # Errors
///
/// When something cannot be read, or the folder cannot be written to.
pub fn run(root: &Path, order: &Order, out: &mut dyn Write) -> Result<Outcome> {
    let sources = Sources::read(root)?;
    let redoc = if order.without_reference {
        None
    } else {
        Some(redoc(root, out))
    };
    let shown = redoc.as_ref().and_then(|redoc| redoc.as_ref().ok());
    let files = build(&sources, shown);
    let to = match &order.output {
        Some(folder) => folder.clone(),
        None => root.join("target/site"),
    };
    folder::write(&to, &files)?;
    writeln!(
        out,
        "{} files in {}; begin with {}",
        files.len(),
        to.display(),
        to.join(Page::Index.file()).display()
    )?;
    let mut outcome = Outcome::Fresh;
    if let Some(Err(error)) = &redoc {
        writeln!(
            out,
            "THE REFERENCE WAS LEFT OUT: {error:#}\n  All other pages are there. Say `--without-reference` to do without it."
        )?;
        outcome = Outcome::Incomplete;
    }
    if (order.in_browser || order.screenshots.is_some())
        && browser::run(&to, &files, order.screenshots.as_deref(), out)? != Outcome::Fresh
    {
        outcome = Outcome::Incomplete;
    }
    Ok(outcome)
}

/// What shows the reference.
fn redoc(root: &Path, out: &mut dyn Write) -> Result<Redoc> {
    match node::install(root, "redoc", out)? {
        Tools::Installed(installed) => Redoc::read(installed.folder()),
        Tools::NoNode => {
            bail!("there is no Node.js with npm here; install version 20 or later, and try again")
        }
    }
}

/// All files of the site; without redoc there is no page with the reference.
pub fn build(sources: &Sources, redoc: Option<&Redoc>) -> Vec<SiteFile> {
    let frame = Frame {
        title: title(sources),
        has_reference: redoc.is_some(),
    };
    let published = published(sources);
    let published_text = format!("{published:#}\n");
    let mut files = vec![
        index::page(&frame, sources),
        examples::page(&frame, sources),
        requirements::page(&frame, sources),
        cases::page(&frame, sources),
        frame.page(
            Page::Faults,
            "The proof that the suite bites",
            "A check that was never seen failing proves nothing. The reference server is told to break one requirement at a time, and the suite is replayed against each.",
            &markdown::page(&sources.faults, &|code| case_address(sources, code)),
        ),
        errata::page(&frame, sources),
        implementations::page(&frame, sources),
        frame.page(
            Page::Changelog,
            "Changelog of the document",
            "What changed from version to version, by what it means to a client.",
            &markdown::page(&sources.changelog, &|_| None),
        ),
        downloads::page(&frame, sources, published_text.len(), redoc),
    ];
    if let Some(redoc) = redoc {
        files.push(reference::page(&frame, &shown::shown(&published), redoc));
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
            path: badge::path(target),
            text: badge::svg(target),
        });
    }
    files
}

/// Where a case stands, by its id.
fn case_address(sources: &Sources, id: &str) -> Option<String> {
    let mut cases = sources.suite.cases.iter();
    let is_case = cases.any(|case| case.id.as_str() == id);
    is_case.then(|| format!("{}#{}", Page::Cases.file(), layout::slug(id)))
}

/// Title and version of the document.
fn title(sources: &Sources) -> String {
    let said = |pointer: &str| {
        let value = sources.document.pointer(pointer);
        value
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    };
    format!("{} {}", said("/info/title"), said("/info/version"))
}
