//! Starts the server under test, and ends it with everything that it has started.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

#[cfg(unix)]
use rustix::process::Signal;

use crate::command::{CommandLine, describe_output};
use crate::config::target::StartConfig;
use crate::error::Error;
use crate::target_error::TargetError;
use crate::transport::{HttpRequest, Transport, TransportErrorKind};

/// How long to wait for a server unless the configuration says.
const DEFAULT_START_TIMEOUT: Duration = Duration::from_secs(30);

/// How often to look whether the server is ready.
const POLL_INTERVAL: Duration = Duration::from_millis(25);

/// How long a server may take to end before it is killed.
const STOP_TIMEOUT: Duration = Duration::from_secs(5);

/// How long its child processes may take after that. This is short, because a process that is never reaped never
/// disappears.
const GROUP_STOP_TIMEOUT: Duration = Duration::from_secs(1);

/// How many bytes of the server's output an error shows.
const MAX_OUTPUT_BYTES: u64 = 2_000;

/// How a server is started.
#[derive(Clone, Debug)]
pub struct StartCommand {
    command: CommandLine,
    /// The URL that responds when the server is ready.
    url: String,
    /// Whether only a successful response counts.
    needs_success: bool,
    timeout: Duration,
}

impl StartCommand {
    pub(crate) fn new(
        config: StartConfig,
        url: &str,
        port: Option<u16>,
        folder: PathBuf,
    ) -> StartCommand {
        // the third slash ends scheme and authority
        let path = url.match_indices('/').nth(2);
        let (origin, _) = url.split_at(path.map_or(url.len(), |(at, _)| at));
        StartCommand {
            url: match &config.ready {
                Some(path) => format!("{origin}{path}"),
                None => url.to_owned(),
            },
            needs_success: config.ready.is_some(),
            command: CommandLine {
                command: config.command,
                port,
                folder,
            },
            timeout: config
                .within
                .map_or(DEFAULT_START_TIMEOUT, |within| within.0),
        }
    }
}

/// A port on loopback that nothing listens on.
pub(crate) fn free_port() -> Result<u16, Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Error::input(format!("`port: auto`: there is no free port: {error}")))
}

/// A server that was started. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct ServerProcess {
    child: Child,
    output: File,
}

impl ServerProcess {
    /// Starts a server and waits until it is ready.
    ///
    /// # Errors
    ///
    /// When something answers at its address before, when the command cannot be run or ends, or when it is not ready
    /// in time.
    pub(crate) async fn start(
        start: &StartCommand,
        transport: &dyn Transport,
    ) -> Result<ServerProcess, Error> {
        if is_ready(start, transport, false).await {
            return Err(unreachable_error(
                start,
                "the address is already in use; stop the process that listens there, or use `port: auto`",
            ));
        }
        let failed = |error| Error::input(format!("`start`: {error}"));
        let output = tempfile::tempfile().map_err(failed)?;
        let mut process = start.command.to_process();
        process
            .stdin(Stdio::null())
            .stdout(output.try_clone().map_err(failed)?)
            .stderr(output.try_clone().map_err(failed)?);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut process, 0);
        let child = process.spawn().map_err(|error| {
            Error::input(format!(
                "`start`: the command cannot be run: {error} ({})",
                process.get_program().display()
            ))
        })?;
        let mut server = ServerProcess { child, output };
        let begin = Instant::now();
        while !is_ready(start, transport, start.needs_success).await {
            if let Ok(Some(status)) = server.child.try_wait() {
                return Err(server.start_error(start, &format!("the command ended with {status}")));
            }
            if begin.elapsed() > start.timeout {
                let seconds = start.timeout.as_secs();
                return Err(server.start_error(
                    start,
                    &format!("it was not ready within {seconds} seconds; `start: {{ within: … }}` waits longer"),
                ));
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
        Ok(server)
    }

    /// The error, with the end of the server's output.
    fn start_error(&mut self, start: &StartCommand, cause: &str) -> Error {
        let length = self.output.metadata().map_or(0, |metadata| metadata.len());
        let from = std::io::SeekFrom::Start(length.saturating_sub(MAX_OUTPUT_BYTES));
        let mut bytes = Vec::new();
        let read = self.output.seek(from);
        let _ = read.and_then(|_| self.output.read_to_end(&mut bytes));
        unreachable_error(start, &format!("{cause}; {}", describe_output(&bytes)))
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        self.signal(Signal::TERM);
        let begin = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && begin.elapsed() < STOP_TIMEOUT {
            std::thread::sleep(POLL_INTERVAL);
        }
        // child processes of a shell may need longer than the shell
        let begin = Instant::now();
        while self.has_group() && begin.elapsed() < GROUP_STOP_TIMEOUT {
            std::thread::sleep(POLL_INTERVAL);
        }
        // once everything has ended, another process may get the id of the group
        if self.has_group() || matches!(self.child.try_wait(), Ok(None)) {
            self.signal(Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

#[cfg(unix)]
impl ServerProcess {
    /// Signals the whole process group, so that child processes of a shell or a package manager end, too.
    fn signal(&self, signal: Signal) {
        if let Some(group) = self.group() {
            let _ = rustix::process::kill_process_group(group, signal);
        }
    }

    /// Whether a process of the group is left.
    fn has_group(&self) -> bool {
        self.group()
            .is_some_and(|group| rustix::process::test_kill_process_group(group).is_ok())
    }

    /// The id of the process group, which is that of its first process.
    fn group(&self) -> Option<rustix::process::Pid> {
        rustix::process::Pid::from_raw(self.child.id().try_into().ok()?)
    }
}

#[cfg(not(unix))]
enum Signal {
    TERM,
    KILL,
}

#[cfg(not(unix))]
impl ServerProcess {
    fn signal(&mut self, _: Signal) {
        let _ = self.child.kill();
    }

    fn has_group(&self) -> bool {
        false
    }
}

async fn is_ready(start: &StartCommand, transport: &dyn Transport, needs_success: bool) -> bool {
    let request = HttpRequest {
        method: if needs_success { "GET" } else { "HEAD" }.to_owned(),
        url: start.url.clone(),
        headers: Vec::new(),
        body: None,
    };
    match transport.send(request).await {
        Ok(exchange) => !needs_success || (200..300).contains(&exchange.status),
        Err(error) => !needs_success && error.kind != TransportErrorKind::NoConnection,
    }
}

fn unreachable_error(start: &StartCommand, cause: &str) -> Error {
    TargetError::Unreachable {
        url: start.url.clone(),
        cause: cause.to_owned(),
    }
    .into()
}
