//! The whole suite in one process: no socket, no protocol.

use std::cell::Cell;
use std::path::PathBuf;

use futures_util::future::LocalBoxFuture;
use jobs_server::{InProcess, Settings as ServerSettings};
use reprise_core::Exchange;
use reprise_engine::run::{RunOptions, run};
use reprise_engine::source::{DocumentSource, Sources, SuiteSource};
use reprise_engine::transport::HttpRequest;
use reprise_engine::{
    Environment, Error, NoObserver, Options, RunInput, Settings, TowerTransport, Transport,
    TransportError,
};
use reprise_report::record::{OutcomeRecord, RecordDetail};

use crate::support::root;

/// A transport that counts requests.
struct CountingTransport<T> {
    inner: T,
    requests: Cell<usize>,
}

impl<T: Transport> Transport for CountingTransport<T> {
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Result<Exchange, TransportError>> {
        self.requests.set(self.requests.get() + 1);
        self.inner.send(request)
    }
}

/// An environment without variables and files.
fn empty_environment() -> Environment<'static> {
    Environment {
        variable: &|_| None,
        read: &|path| Err(Error::input(path.display())),
        directory: PathBuf::new(),
    }
}

#[tokio::test]
async fn every_case_passes_against_the_router() {
    let server = InProcess::new(ServerSettings {
        control: true,
        ..ServerSettings::default()
    })
    .unwrap();
    let options = Options {
        hook: server.hook_url(),
        ..Options::default()
    };
    let sources = Sources {
        document: DocumentSource::File(root().join("spec/openapi.json")),
        suite: SuiteSource::Folder(root().join("conformance")),
    };
    let settings =
        Settings::with_sources(&options, None, sources, None, &empty_environment()).unwrap();
    let prepared = RunInput::read(&settings).unwrap();
    let prepared = prepared.with_requirements(&settings).unwrap();
    let transport = CountingTransport {
        inner: TowerTransport::new(server.router(), settings.limits),
        requests: Cell::new(0),
    };
    let wishes = RunOptions {
        extent: RecordDetail::Full,
        update_known_failures: false,
    };
    let never = std::future::pending();
    let finished = run(&settings, wishes, &prepared, &transport, &NoObserver, never)
        .await
        .unwrap();

    let cases = &finished.record.cases;
    assert_eq!(cases.len(), 372);
    for case in cases {
        let passed = matches!(case.outcome, OutcomeRecord::Passed { .. });
        assert!(passed, "{}: {:?}", case.id, case.outcome);
    }
    // a fixture, at least one request and the deletion of the fixture for each case
    assert!(transport.requests.get() > 3 * cases.len());
}
