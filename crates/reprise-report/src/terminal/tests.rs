//! The report as plain text, as snapshots.

use insta::assert_snapshot;
use reprise_core::Summary;

use super::*;
use crate::record::KnownFailureResult;
use crate::samples;

fn print(record: &RunRecord, detail: Detail) -> String {
    let mut out = Vec::new();
    write_report(&mut out, &Styles::default(), record, detail).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_sample_in_every_detail() {
    for (name, record) in samples::named_runs() {
        for (detail, word) in [
            (Detail::Brief, "quiet"),
            (Detail::Normal, "usual"),
            (Detail::Full, "verbose"),
        ] {
            assert_snapshot!(format!("{name}_{word}"), print(&record, detail));
        }
    }
}

#[test]
fn colours_do_not_change_the_text() {
    for (_, record) in samples::named_runs() {
        let mut out = Vec::new();
        write_report(&mut out, &Styles::colored(), &record, Detail::Full).unwrap();
        let mut colored = String::from_utf8(out).unwrap();
        while let Some((start, rest)) = colored.split_once('\u{1b}') {
            let (_, end) = rest.split_once('m').unwrap();
            colored = format!("{start}{end}");
        }
        assert_eq!(colored, print(&record, Detail::Full));
    }
}

#[test]
fn known_failures_are_not_printed_in_red() {
    let mut out = Vec::new();
    let styles = Styles::colored();
    write_report(&mut out, &styles, &samples::grouped_run(), Detail::Normal).unwrap();
    let text = String::from_utf8(out).unwrap();
    let red = styles.bad.render().to_string();
    let mut lines = text.lines().filter(|line| line.contains("~ "));
    assert!(lines.all(|line| !line.contains(&red)), "{text}");
}

#[test]
fn a_server_cannot_drive_the_terminal() {
    for detail in [Detail::Brief, Detail::Normal, Detail::Full] {
        let text = print(&samples::hostile_run(), detail);
        assert!(
            !text
                .chars()
                .any(|c| c != '\n' && crate::text::is_dangerous(c)),
            "{text:?}"
        );
    }
}

#[test]
fn the_first_line_of_the_summary() {
    let accepted = |accepted_cases| {
        Some(KnownFailureResult {
            accepted: accepted_cases,
            accepted_cases,
            complaints: Vec::new(),
        })
    };
    let changes: [&dyn Fn(&mut RunRecord); 9] = [
        &|_| {},
        &|record| record.summary.blocked = 2,
        &|record| record.summary.inconclusive = 1,
        &|record| record.summary.unreachable = 1,
        &|record| record.summary.failed = 1,
        &|record| record.summary.passed = 0,
        &|record| {
            record.summary.failed = 3;
            record.known_failures = accepted(3);
        },
        &|record| record.complete = false,
        &|record| record.summary = Summary::default(),
    ];
    let lines = changes.map(|change| {
        let mut record = samples::passed_run();
        change(&mut record);
        let text = print(&record, Detail::Brief);
        text.lines().next().unwrap_or_default().to_owned()
    });
    assert_snapshot!(lines.join("\n"), @"
    ✓ 1 passed (1 at level value) in 1.5 s
    ✓ 1 passed (1 at level value), 2 blocked in 1.5 s
    ! 1 passed (1 at level value), 1 inconclusive in 1.5 s
    ! 1 passed (1 at level value), 1 unreachable in 1.5 s
    ✗ 1 failed, 1 passed (1 at level value) in 1.5 s
    ! 0 passed in 1.5 s
    ✓ 1 passed (1 at level value), 3 known failures in 1.5 s
    ! 1 passed (1 at level value) in 1.5 s
    ! no cases: the document has no example that can be sent (1.5 s)
    ");
}
