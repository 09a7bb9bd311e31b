//! Starts the server under test, and ends it with everything that it has started.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

#[cfg(unix)]
use rustix::process::Signal;

use crate::command::CommandLine;
use crate::config::target::StartConfig;
use crate::error::Error;
use crate::target_error::TargetError;
use crate::transport::{Request, Transport, TransportErrorKind};

/// How long to wait for a server unless the configuration says.
const WITHIN: Duration = Duration::from_secs(30);

/// How often to look whether the server is ready.
const INTERVAL: Duration = Duration::from_millis(25);

/// How long a server may take to end before it is killed.
const GRACE: Duration = Duration::from_secs(5);

/// How long its child processes may take after that. This is short, because a process that is never reaped never
/// disappears.
const GROUP_GRACE: Duration = Duration::from_secs(1);

/// How many bytes of the server's output an error shows.
const SHOWN: u64 = 2_000;

/// How a server is started.
#[derive(Clone, Debug)]
pub struct Start {
    command: CommandLine,
    /// The URL that responds when the server is ready.
    url: String,
    /// Whether only a successful response counts.
    needs_success: bool,
    within: Duration,
}

impl Start {
    pub(crate) fn new(config: StartConfig, url: &str, port: Option<u16>, folder: PathBuf) -> Start {
        // the third slash ends scheme and authority
        let path = url.match_indices('/').nth(2);
        let (origin, _) = url.split_at(path.map_or(url.len(), |(at, _)| at));
        Start {
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
            within: config.within.map_or(WITHIN, |within| within.0),
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
pub(crate) struct Server {
    child: Child,
    output: File,
}

impl Server {
    /// Starts a server and waits until it is ready.
    ///
    /// # Errors
    ///
    /// When something answers at its address before, when the command cannot be run or ends, or when it is not ready
    /// in time.
    pub(crate) async fn start(start: &Start, transport: &dyn Transport) -> Result<Server, Error> {
        if is_ready(start, transport, false).await {
            return Err(unreachable(
                start,
                "the address is already in use before the start; stop what runs there, or use `port: auto`",
            ));
        }
        let failed = |error| Error::input(format!("`start`: {error}"));
        let output = tempfile::tempfile().map_err(failed)?;
        let mut process = start.command.process();
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
        let mut server = Server { child, output };
        let begin = Instant::now();
        while !is_ready(start, transport, start.needs_success).await {
            if let Ok(Some(status)) = server.child.try_wait() {
                return Err(server.failed(start, &format!("the command ended with {status}")));
            }
            if begin.elapsed() > start.within {
                let seconds = start.within.as_secs();
                return Err(server.failed(
                    start,
                    &format!("it was not ready within {seconds} seconds; `start: {{ within: … }}` waits longer"),
                ));
            }
            tokio::time::sleep(INTERVAL).await;
        }
        Ok(server)
    }

    /// The error, with the end of the server's output.
    fn failed(&mut self, start: &Start, cause: &str) -> Error {
        let length = self.output.metadata().map_or(0, |metadata| metadata.len());
        let from = std::io::SeekFrom::Start(length.saturating_sub(SHOWN));
        let mut bytes = Vec::new();
        let read = self.output.seek(from);
        let _ = read.and_then(|_| self.output.read_to_end(&mut bytes));
        let cause = match String::from_utf8_lossy(&bytes).trim() {
            "" => format!("{cause}; it printed nothing"),
            text => format!("{cause}; it printed:\n{text}"),
        };
        unreachable(start, &cause)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.signal(Signal::TERM);
        let begin = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && begin.elapsed() < GRACE {
            std::thread::sleep(INTERVAL);
        }
        // child processes of a shell may need longer than the shell
        let begin = Instant::now();
        while self.has_group() && begin.elapsed() < GROUP_GRACE {
            std::thread::sleep(INTERVAL);
        }
        // once everything has ended, another process may get the id of the group
        if self.has_group() || matches!(self.child.try_wait(), Ok(None)) {
            self.signal(Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

#[cfg(unix)]
impl Server {
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
impl Server {
    fn signal(&mut self, _: Signal) {
        let _ = self.child.kill();
    }

    fn has_group(&self) -> bool {
        false
    }
}

async fn is_ready(start: &Start, transport: &dyn Transport, needs_success: bool) -> bool {
    let request = Request {
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

fn unreachable(start: &Start, cause: &str) -> Error {
    TargetError::Unreachable {
        url: start.url.clone(),
        cause: cause.to_owned(),
    }
    .into()
}
