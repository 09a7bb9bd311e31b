//! Finds and runs Chromium.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// File names of Chromium.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// How long one page may take, including the start of the browser.
const TIMEOUT: Duration = Duration::from_secs(90);
/// Options that disable the network and background tasks.
pub(super) const FLAGS: [&str; 13] = [
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
    // lets the scripts of a page finish
    "--virtual-time-budget=8000",
];

/// The path of Chromium, if it is installed.
pub fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let find = |name: &&str| {
        let mut places = folders.iter().map(|folder| folder.join(name));
        places.find(|place| place.is_file())
    };
    NAMES.iter().find_map(find)
}

/// An option whose value is a path.
pub(super) fn path_option(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(path);
    option
}

/// A path as a `file:` URL.
pub(super) fn file_url(path: &Path) -> String {
    let mut url = String::from("file://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => url.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => url.push(char::from(byte)),
            byte => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

/// Runs Chromium to its end, and returns its standard error.
pub(super) fn run_to_end(mut command: Command) -> Result<String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("Chromium cannot be run")?;
    let mut stderr = child
        .stderr
        .take()
        .context("the standard error of Chromium cannot be read")?;
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        // if reading fails, the part before still counts
        let _ = stderr.read_to_end(&mut text);
        // after a timeout, the receiver is gone
        let _ = send.send(String::from_utf8_lossy(&text).into_owned());
    });
    let output = receive.recv_timeout(TIMEOUT);
    if output.is_err() {
        child.kill().context("Chromium cannot be ended")?;
    }
    let status = child.wait().context("Chromium cannot be waited for")?;
    match output {
        Ok(text) if status.success() => Ok(text),
        Ok(text) => bail!("Chromium ended with {status}:\n{text}"),
        Err(_) => bail!("Chromium did not end within {} seconds", TIMEOUT.as_secs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_encoded() {
        assert_eq!(
            file_url(Path::new("/a b/ü#.html")),
            "file:///a%20b/%C3%BC%23.html"
        );
    }
}
