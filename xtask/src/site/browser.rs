//! Every page of the site in headless Chromium, from the disk and without a network: nothing may complain, nothing
//! may be asked for outside, and on a phone nothing may be wider than the screen.
//!
//! Chromium writes what the console says to standard error, and what it asks for into a log of its network.

use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::layout::SiteFile;
use crate::Outcome;

/// Names that Chromium goes by.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// How long a page may take, from the start of the browser to its end.
const PATIENCE: Duration = Duration::from_secs(90);
/// What keeps Chromium to what it is asked for. Names of hosts are not looked up.
const FLAGS: [&str; 13] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--enable-logging=stderr",
    "--v=0",
    // a page is looked at once all of its scripts have come to rest
    "--virtual-time-budget=8000",
];
/// Who asks, where Chromium asks on its own account and not for a page.
const ITSELF: &str = "not an origin";

/// How a page is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Wide,
    Phone,
}

/// Width and height of what is looked through, in pixels.
impl View {
    const ALL: [View; 2] = [View::Wide, View::Phone];

    const fn size(self) -> (u32, u32) {
        match self {
            View::Wide => (1280, 1000),
            View::Phone => (390, 844),
        }
    }

    /// One of both is dark, so that both are seen.
    const fn is_dark(self) -> bool {
        matches!(self, View::Phone)
    }

    const fn as_str(self) -> &'static str {
        match self {
            View::Wide => "wide-light",
            View::Phone => "phone-dark",
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
    let mut complaints = 0;
    for page in &pages {
        for view in View::ALL {
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
        "{} pages opened, wide and on a phone, light and dark: {complaints} complaints",
        pages.len()
    )?;
    Ok(if complaints == 0 {
        Outcome::Fresh
    } else {
        Outcome::Incomplete
    })
}

/// Where Chromium is, if it is anywhere on the path.
pub fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let named = |name: &&str| {
        let mut places = folders.iter().map(|folder| folder.join(name));
        places.find(|place| place.is_file())
    };
    NAMES.iter().find_map(named)
}

/// What there is to complain of, when a file is opened as a page on a wide screen and on a phone.
///
/// # Errors
///
/// When Chromium cannot be run, or does not come to an end.
pub fn complaints(chromium: &Path, page: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for view in View::ALL {
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

/// A folder of its own for one browser, removed with everything in it.
struct Room(PathBuf);

impl Room {
    fn new() -> Result<Room> {
        for number in 0.. {
            let name = format!("reprise-site-{}-{number}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(Room(folder)),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("{} cannot be made", folder.display()));
                }
            }
        }
        bail!("there is no name left for a folder of a browser")
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // what stays behind is in the folder for what may be removed at any time
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn option(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(path);
    option
}

/// A path as an address, in which what has a meaning there is encoded.
fn address(path: &Path) -> String {
    let mut address = String::from("file://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => address.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => address.push(char::from(byte)),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

/// Runs a command to its end, and gives what it said to standard error.
fn wait(mut command: Command) -> Result<String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("Chromium cannot be run")?;
    let mut stderr = child.stderr.take().context("Chromium cannot be heard")?;
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut said = Vec::new();
        // what was said before it broke off still counts
        let _ = stderr.read_to_end(&mut said);
        // nobody listens any more where it took too long
        let _ = send.send(String::from_utf8_lossy(&said).into_owned());
    });
    let said = receive.recv_timeout(PATIENCE);
    if said.is_err() {
        child.kill().context("Chromium cannot be ended")?;
    }
    let status = child.wait().context("Chromium cannot be waited for")?;
    match said {
        Ok(said) if status.success() => Ok(said),
        Ok(said) => bail!("Chromium ended with {status}:\n{said}"),
        Err(_) => bail!(
            "Chromium did not come to an end within {} seconds",
            PATIENCE.as_secs()
        ),
    }
}

/// What a line says that comes from the console of a page.
fn console(line: &str) -> Option<String> {
    let (_, said) = line.split_once(":CONSOLE")?;
    let (_, said) = said.split_once("] ")?;
    Some(format!("the console says {said}"))
}

/// What pages have asked for outside, by the log of the network.
fn asked(log: &str) -> Result<Vec<String>> {
    // a browser that was ended early leaves the list open
    let log: Value = serde_json::from_str(log)
        .or_else(|_| serde_json::from_str(&format!("{}]}}", log.trim_end().trim_end_matches(','))))
        .context("the log of the network cannot be read")?;
    let events = log.get("events").and_then(Value::as_array);
    let mut asked = Vec::new();
    for event in events.into_iter().flatten() {
        let text = |name: &str| {
            let value = event.pointer(&format!("/params/{name}"));
            value.and_then(Value::as_str)
        };
        let (Some(url), Some(initiator)) = (text("url"), text("initiator")) else {
            continue;
        };
        let is_outside = ["http:", "https:", "ws:", "wss:"]
            .iter()
            .any(|scheme| url.starts_with(scheme));
        if is_outside && initiator != ITSELF {
            asked.push(format!("it asks for {url}"));
        }
    }
    Ok(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_console_is_heard() {
        for (line, expected) in [
            (
                r#"[1:2:1123/203343.8:INFO:CONSOLE:1] "boom", source: file:///a.html (1)"#,
                Some(r#"the console says "boom", source: file:///a.html (1)"#),
            ),
            ("[1:2:1123/203343.8:ERROR:dbus/bus.cc:405] no bus", None),
        ] {
            assert_eq!(console(line).as_deref(), expected);
        }
    }

    #[test]
    fn only_what_a_page_asks_for_outside_counts() {
        let event = |url: &str, initiator: &str| {
            format!(r#"{{"params":{{"url":"{url}","initiator":"{initiator}"}}}}"#)
        };
        let events = [
            event("https://update.example/", ITSELF),
            event("https://outside.example/x.png", "null"),
            event("data:,", "null"),
            r#"{"params":3}"#.to_owned(),
        ]
        .join(",\n");
        for end in ["]}", ",\n"] {
            let found = asked(&format!("{{\"events\":[\n{events}{end}")).unwrap_or_default();
            assert_eq!(found, ["it asks for https://outside.example/x.png"]);
        }
    }

    #[test]
    fn an_address_is_encoded() {
        assert_eq!(
            address(Path::new("/a b/ü#.html")),
            "file:///a%20b/%C3%BC%23.html"
        );
    }
}
