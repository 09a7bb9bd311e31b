//! A command of the configuration, as a process.

use std::path::PathBuf;
use std::process::Command as Process;

use crate::config::target::Command;

/// The placeholder for the port in a configuration.
pub(crate) const PORT_PLACEHOLDER: &str = "{port}";

/// A command with the folder it runs in and the port that it may use.
#[derive(Clone, Debug)]
pub struct CommandLine {
    /// The command.
    pub(crate) command: Command,
    /// The port that stands for `{port}`, and that `PORT` is set to.
    pub(crate) port: Option<u16>,
    /// The folder of the configuration.
    pub(crate) folder: PathBuf,
}

/// How many characters of the output of a command a message contains.
const MAX_OUTPUT: usize = 2_000;

/// The end of the output of a command, for a message: `it printed nothing`, or `it printed:` and the text.
pub(crate) fn describe_output(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim();
    if text.is_empty() {
        return "it printed nothing".to_owned();
    }
    let skipped = text.chars().count().saturating_sub(MAX_OUTPUT);
    let end: String = text.chars().skip(skipped).collect();
    format!("it printed:\n{end}")
}

impl CommandLine {
    /// The process, not yet started.
    pub(crate) fn to_process(&self) -> Process {
        let port = self.port.map(|port| port.to_string());
        let fill_in = |text: &str| match &port {
            Some(port) => text.replace(PORT_PLACEHOLDER, port),
            None => text.to_owned(),
        };
        let mut process = match &self.command {
            Command::List(words) => {
                let mut words = words.iter().map(|word| fill_in(word));
                let mut process = Process::new(words.next().unwrap_or_default());
                process.args(words);
                process
            }
            Command::Shell(line) => {
                let mut process = Process::new("sh");
                process.args(["-c", &fill_in(line)]);
                process
            }
        };
        process.envs(port.iter().map(|port| ("PORT", port)));
        if !self.folder.as_os_str().is_empty() {
            process.current_dir(&self.folder);
        }
        process
    }
}
