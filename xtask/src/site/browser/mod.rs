//! Opens every page of the site in headless Chromium, from the disk and without a network. A page must not write to the
//! console, request anything from the network, or be wider than the screen of a phone.
//!
//! Chromium writes the messages of the console to standard error and requests to its network log.

mod chromium;
mod logs;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

pub use chromium::find;
use chromium::{FLAGS, file_url, path_option, run_to_end};
use logs::{find_requests, parse_console_message};

use super::layout::SiteFile;
use crate::task::Outcome;

/// A screen and a colour scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    WideLight,
    PhoneDark,
    WideDark,
    PhoneLight,
}

impl View {
    /// Both screens and both colour schemes, once each.
    const DEFAULT: [View; 2] = [View::WideLight, View::PhoneDark];
    /// All combinations, for screenshots.
    const ALL: [View; 4] = [
        View::WideLight,
        View::PhoneDark,
        View::WideDark,
        View::PhoneLight,
    ];

    /// Width and height of the screen, in pixels.
    const fn size(self) -> (u32, u32) {
        match self {
            View::WideLight | View::WideDark => (1280, 1000),
            View::PhoneLight | View::PhoneDark => (390, 844),
        }
    }

    const fn is_dark(self) -> bool {
        matches!(self, View::WideDark | View::PhoneDark)
    }

    const fn as_str(self) -> &'static str {
        match self {
            View::WideLight => "wide-light",
            View::PhoneDark => "phone-dark",
            View::WideDark => "wide-dark",
            View::PhoneLight => "phone-light",
        }
    }
}

/// Opens every page of the site in `folder`, and prints the problems.
///
/// # Errors
///
/// When Chromium cannot be run, or does not end.
pub(super) fn run(
    folder: &Path,
    files: &[SiteFile],
    screenshots: Option<&Path>,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let Some(chromium) = find() else {
        writeln!(
            out,
            "SKIPPED: no page was opened, because Chromium is not installed (Debian: `apt-get install chromium`)"
        )?;
        return Ok(Outcome::Fresh);
    };
    let folder = fs::canonicalize(folder)
        .with_context(|| format!("{} cannot be found", folder.display()))?;
    if let Some(pictures) = screenshots {
        fs::create_dir_all(pictures)
            .with_context(|| format!("{} cannot be created", pictures.display()))?;
    }
    let pages: Vec<&SiteFile> = files
        .iter()
        .filter(|file| file.path.ends_with(".html"))
        .collect();
    let views: &[View] = match screenshots {
        Some(_) => &View::ALL,
        None => &View::DEFAULT,
    };
    let mut count = 0;
    for page in &pages {
        for &view in views {
            let name = page.path.trim_end_matches(".html");
            let picture =
                screenshots.map(|folder| folder.join(format!("{name}-{}.png", view.as_str())));
            for problem in open(
                &chromium,
                &folder.join(&page.path),
                view,
                picture.as_deref(),
            )? {
                count += 1;
                writeln!(out, "{} ({}): {problem}", page.path, view.as_str())?;
            }
        }
    }
    writeln!(
        out,
        "{} pages opened in {} views ({}): {count} problems",
        pages.len(),
        views.len(),
        views
            .iter()
            .map(|view| view.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    )?;
    Ok(if count == 0 {
        Outcome::Fresh
    } else {
        Outcome::Incomplete
    })
}

/// The problems of a page on a wide screen and on a phone.
///
/// # Errors
///
/// When Chromium cannot be run, or does not end.
pub fn find_problems(chromium: &Path, page: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for view in View::DEFAULT {
        found.extend(open(chromium, page, view, None)?);
    }
    Ok(found)
}

fn open(chromium: &Path, page: &Path, view: View, picture: Option<&Path>) -> Result<Vec<String>> {
    let profile = tempfile::tempdir().context("no temporary folder can be created")?;
    let (width, height) = view.size();
    // a frame can be as narrow as a phone, unlike a window
    let frame = profile.path().join("frame.html");
    let framed = format!(
        "<!DOCTYPE html><html><body style=\"margin:0\"><iframe src=\"{}\" style=\"border:0;width:{width}px;height:{height}px\" \
         onload=\"const d = this.contentDocument.documentElement; if (d.scrollWidth > d.clientWidth) console.error('the page is ' + d.scrollWidth + ' pixels wide, the screen ' + d.clientWidth)\"></iframe></body></html>",
        file_url(page)
    );
    fs::write(&frame, framed).with_context(|| format!("{} cannot be written", frame.display()))?;
    let network = profile.path().join("network.json");
    let mut command = Command::new(chromium);
    command.args(FLAGS);
    // the outer page reads the width of the inner one, which is another origin without this option
    command.arg("--allow-file-access-from-files");
    command.arg(format!("--window-size={width},{height}"));
    command.arg(path_option(
        "--user-data-dir=",
        &profile.path().join("profile"),
    ));
    command.arg(path_option("--log-net-log=", &network));
    command.arg(path_option(
        "--screenshot=",
        picture.unwrap_or(&profile.path().join("picture.png")),
    ));
    if view.is_dark() {
        command.arg("--blink-settings=preferredColorScheme=0");
    }
    command.arg(file_url(&frame));
    let log = run_to_end(command)?;
    let mut found: Vec<String> = log.lines().filter_map(parse_console_message).collect();
    let log = fs::read_to_string(&network).context("Chromium wrote no network log")?;
    found.extend(find_requests(&log)?);
    found.dedup();
    Ok(found)
}
