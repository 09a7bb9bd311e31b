//! Every page of the site in headless Chromium, from the disk and without a network: nothing may complain, nothing
//! may be asked for outside, and on a phone nothing may be wider than the screen.
//!
//! Chromium writes what the console says to standard error, and what it asks for into a log of its network.

mod chromium;
mod heard;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

pub use chromium::find;
use chromium::{FLAGS, Room, address, option, wait};
use heard::{asked, console};

use super::layout::SiteFile;
use crate::task::Outcome;

/// How a page is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    WideLight,
    PhoneDark,
    WideDark,
    PhoneLight,
}

impl View {
    /// Enough to see both screens and both colours once.
    const SOME: [View; 2] = [View::WideLight, View::PhoneDark];
    /// Every one, for pictures.
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

/// Opens every page of the site in `folder`, and tells what there is to complain of.
///
/// # Errors
///
/// When Chromium cannot be run, or does not come to an end.
pub(super) fn run(
    folder: &Path,
    files: &[SiteFile],
    screenshots: Option<&Path>,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let Some(chromium) = find() else {
        writeln!(
            out,
            "SKIPPED: no page was opened, as there is no Chromium here; install it (Debian: `apt-get install chromium`)"
        )?;
        return Ok(Outcome::Fresh);
    };
    let folder = fs::canonicalize(folder)
        .with_context(|| format!("{} cannot be found", folder.display()))?;
    if let Some(pictures) = screenshots {
        fs::create_dir_all(pictures)
            .with_context(|| format!("{} cannot be made", pictures.display()))?;
    }
    let pages: Vec<&SiteFile> = files
        .iter()
        .filter(|file| file.path.ends_with(".html"))
        .collect();
    let views: &[View] = match screenshots {
        Some(_) => &View::ALL,
        None => &View::SOME,
    };
    let mut complaints = 0;
    for page in &pages {
        for &view in views {
            let name = page.path.trim_end_matches(".html");
            let picture =
                screenshots.map(|folder| folder.join(format!("{name}-{}.png", view.as_str())));
            for complaint in look(
                &chromium,
                &folder.join(&page.path),
                view,
                picture.as_deref(),
            )? {
                complaints += 1;
                writeln!(out, "{} ({}): {complaint}", page.path, view.as_str())?;
            }
        }
    }
    writeln!(
        out,
        "{} pages opened in {} ways ({}): {complaints} complaints",
        pages.len(),
        views.len(),
        views
            .iter()
            .map(|view| view.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    )?;
    Ok(if complaints == 0 {
        Outcome::Fresh
    } else {
        Outcome::Incomplete
    })
}

/// What there is to complain of, when a file is opened as a page on a wide screen and on a phone.
///
/// # Errors
///
/// When Chromium cannot be run, or does not come to an end.
pub fn complaints(chromium: &Path, page: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for view in View::SOME {
        found.extend(look(chromium, page, view, None)?);
    }
    Ok(found)
}

fn look(chromium: &Path, page: &Path, view: View, picture: Option<&Path>) -> Result<Vec<String>> {
    let room = Room::new()?;
    let (width, height) = view.size();
    // a window cannot be as narrow as a phone, a frame can
    let frame = room.0.join("frame.html");
    let framed = format!(
        "<!DOCTYPE html><html><body style=\"margin:0\"><iframe src=\"{}\" style=\"border:0;width:{width}px;height:{height}px\" \
         onload=\"const d = this.contentDocument.documentElement; if (d.scrollWidth > d.clientWidth) console.error('the page is ' + d.scrollWidth + ' pixels wide, the screen ' + d.clientWidth)\"></iframe></body></html>",
        address(page)
    );
    fs::write(&frame, framed).with_context(|| format!("{} cannot be written", frame.display()))?;
    let network = room.0.join("network.json");
    let mut command = Command::new(chromium);
    command.args(FLAGS);
    // the frame asks the page inside how wide it is; each file is a site of its own otherwise
    command.arg("--allow-file-access-from-files");
    command.arg(format!("--window-size={width},{height}"));
    command.arg(option("--user-data-dir=", &room.0.join("profile")));
    command.arg(option("--log-net-log=", &network));
    command.arg(option(
        "--screenshot=",
        picture.unwrap_or(&room.0.join("picture.png")),
    ));
    if view.is_dark() {
        command.arg("--blink-settings=preferredColorScheme=0");
    }
    command.arg(address(&frame));
    let said = wait(command)?;
    let mut found: Vec<String> = said.lines().filter_map(console).collect();
    let log = fs::read_to_string(&network).context("Chromium has left no log of its network")?;
    found.extend(asked(&log)?);
    found.dedup();
    Ok(found)
}
