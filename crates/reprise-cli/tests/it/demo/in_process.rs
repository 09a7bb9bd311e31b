//! The whole suite in one process: no socket, no protocol.

use std::cell::Cell;
use std::path::PathBuf;

use futures_util::future::LocalBoxFuture;
use jobs_server::{InProcess, Settings as ServerSettings};
use reprise_core::Exchange;
use reprise_engine::run::{Wishes, run};
use reprise_engine::source::{DocumentSource, Sources, SuiteSource};
use reprise_engine::transport::Request;
use reprise_engine::{
    Environment, Error, Options, Prepared, Settings, TowerTransport, Transport, TransportError,
    Unobserved,
};
use reprise_report::record::{Extent, Outcome};

use crate::support::root;

/// A transport that counts requests.
struct Counting<T> {
    inner: T,
    requests: Cell<usize>,
}

impl<T: Transport> Transport for Counting<T> {
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Exchange, TransportError>> {
        self.requests.set(self.requests.get() + 1);
        self.inner.send(request)
    }
}

/// An environment without variables and files.
fn empty() -> Environment<'static> {
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
    let settings = Settings::with_sources(&options, None, sources, None, &empty()).unwrap();
    let prepared = Prepared::read(&settings).unwrap();
    let prepared = prepared.with_requirements(&settings).unwrap();
    let transport = Counting {
        inner: TowerTransport::new(server.router(), settings.limits),
        requests: Cell::new(0),
    };
    let wishes = Wishes {
        extent: Extent::Whole,
        update_known_failures: false,
    };
    let never = std::future::pending();
    let finished = run(&settings, wishes, &prepared, &transport, &Unobserved, never)
        .await
        .unwrap();

    let cases = &finished.record.cases;
    assert_eq!(cases.len(), 372);
    for case in cases {
        let passed = matches!(case.outcome, Outcome::Passed { .. });
        assert!(passed, "{}: {:?}", case.id, case.outcome);
    }
    // a fixture, at least one request and the deletion of the fixture for each case
    assert!(transport.requests.get() > 3 * cases.len());
}
