//! All faults: each is visible in a response of the operations that it names, and in no response of others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jobs_api::operations::Operation;
use jobs_server::{Class, Fault};

use super::connection::{Connection, start_server};

/// The responses of every operation without any fault, step by step.
async fn correct_responses(line: &mut Connection) -> BTreeMap<&'static str, Vec<String>> {
    let mut right = BTreeMap::new();
    for operation in Operation::ALL {
        let sandbox = line.open_sandbox(None).await;
        let mut answers = Vec::new();
        for step in sandbox.script(*operation) {
            answers.push(line.step_response(&sandbox, &step).await);
        }
        line.close_sandbox(&sandbox).await;
        right.insert(operation.id(), answers);
    }
    right
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_is_visible_in_its_operations() {
    let (site, host) = start_server().await;
    let right = Arc::new(correct_responses(&mut Connection::open(&host).await).await);
    // one that is late has a test of its own
    let faults: Vec<Fault> = Fault::all()
        .filter(|fault| fault.name() != "slow-answer")
        .collect();
    let faults = Arc::new(faults);
    let next = Arc::new(AtomicUsize::new(0));
    let workers = (0..4).map(|_| {
        let (right, faults, next, host) = (
            Arc::clone(&right),
            Arc::clone(&faults),
            Arc::clone(&next),
            host.clone(),
        );
        tokio::spawn(async move {
            let mut line = Connection::open(&host).await;
            let mut unseen = Vec::new();
            while let Some(fault) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
                if !changes_a_response(*fault, &mut line, &right).await {
                    unseen.push(fault.name());
                }
            }
            unseen
        })
    });
    let workers: Vec<_> = workers.collect();
    let mut unseen = Vec::new();
    for worker in workers {
        unseen.extend(worker.await.unwrap());
    }
    unseen.sort_unstable();
    assert!(
        unseen.is_empty(),
        "{} faults change nothing: {unseen:#?}",
        unseen.len()
    );
    site.server.stop().await;
}

/// Whether a fault changes a response of an operation that it names.
async fn changes_a_response(
    fault: Fault,
    line: &mut Connection,
    right: &BTreeMap<&'static str, Vec<String>>,
) -> bool {
    for operation in fault.operations() {
        let sandbox = line.open_sandbox(Some(fault)).await;
        let mut is_seen = false;
        for (step, right) in sandbox
            .script(*operation)
            .iter()
            .zip(&right[operation.id()])
        {
            if may_change(fault, *operation, right) {
                is_seen = line.step_response(&sandbox, step).await != *right;
            }
            if is_seen {
                break;
            }
        }
        line.close_sandbox(&sandbox).await;
        if is_seen {
            return true;
        }
    }
    false
}

/// Whether a fault could change this response; only a read request may be skipped, since it changes nothing.
fn may_change(fault: Fault, operation: Operation, right: &str) -> bool {
    let what: Vec<&str> = fault.name().split('.').skip(1).collect();
    match what.as_slice() {
        _ if operation.method() != "get" => true,
        ["status" | "error", status, _] => right.starts_with(status),
        ["order", check] if check.contains("-before-") => right.starts_with('4'),
        _ => true,
    }
}

#[tokio::test]
async fn a_fault_changes_no_other_operation() {
    let (site, host) = start_server().await;
    let mut line = Connection::open(&host).await;
    // the first step of each script is the same question to a fixture that nothing has happened in
    let ask = async |line: &mut Connection, fault: Option<Fault>| {
        let sandbox = line.open_sandbox(fault).await;
        let mut answers = BTreeMap::new();
        for operation in Operation::ALL {
            if fault.is_none_or(|fault| !fault.operations().contains(operation)) {
                let step = sandbox.script(*operation).remove(0);
                answers.insert(operation.id(), line.step_response(&sandbox, &step).await);
            }
        }
        line.close_sandbox(&sandbox).await;
        answers
    };
    let right = ask(&mut line, None).await;
    // which operations a fault touches is decided in one place for all, so one of each class is enough
    for class in Class::ALL {
        let fault = Fault::all().find(|fault| fault.class() == *class).unwrap();
        for (operation, answer) in ask(&mut line, Some(fault)).await {
            assert_eq!(answer, right[operation], "{fault} touches {operation}");
        }
    }
    site.server.stop().await;
}

#[test]
fn names_come_back_and_are_different() {
    let mut names = BTreeSet::new();
    for fault in Fault::all() {
        assert!(names.insert(fault.name()), "{fault} is there twice");
        assert_eq!(fault.name().parse::<Fault>(), Ok(fault));
        assert!(!fault.operations().is_empty(), "{fault} touches nothing");
        assert!(
            !fault.breaks().is_empty() && !fault.breaks().ends_with('.'),
            "{fault}"
        );
        if let [only] = fault.operations()
            && fault.name().contains('.')
        {
            assert!(fault.name().starts_with(only.id()), "{fault}");
        }
    }
    let counted: BTreeMap<Class, usize> =
        Fault::all().fold(BTreeMap::new(), |mut counted, fault| {
            *counted.entry(fault.class()).or_default() += 1;
            counted
        });
    assert_eq!(counted.len(), Class::ALL.len(), "{counted:?}");
    let error = "none".parse::<Fault>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown fault `none`; `--fault list` lists all faults"
    );
}
