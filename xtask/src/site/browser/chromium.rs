//! Chromium as a process: where it is, what it is told, and how long it may take.

use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Names that Chromium goes by.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// How long a page may take, from the start of the browser to its end.
const PATIENCE: Duration = Duration::from_secs(90);
/// What keeps Chromium to what it is asked for. Names of hosts are not looked up.
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
    // a page is looked at once all of its scripts have come to rest
    "--virtual-time-budget=8000",
];
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

/// A folder of its own for one browser, removed with everything in it.
pub(super) struct Room(pub(super) PathBuf);

impl Room {
    /// One that nobody else has.
    pub(super) fn new() -> Result<Room> {
        for number in 0.. {
            let name = format!("reprise-site-{}-{number}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(Room(folder)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
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

/// An option whose value is a path.
pub(super) fn option(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(path);
    option
}

/// A path as an address, in which what has a meaning there is encoded.
pub(super) fn address(path: &Path) -> String {
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
pub(super) fn wait(mut command: Command) -> Result<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_encoded() {
        assert_eq!(
            address(Path::new("/a b/ü#.html")),
            "file:///a%20b/%C3%BC%23.html"
        );
    }
}
