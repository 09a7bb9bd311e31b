//! The report as plain text, against expected texts beside this file.

use super::*;
use crate::samples;

fn told(record: &Record, detail: Detail) -> String {
    let mut out = Vec::new();
    report(&mut out, &Styles::default(), record, detail).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn each_detail_is_as_expected() {
    let record = samples::differs();
    for (detail, expected) in [
        (Detail::Brief, include_str!("expected/brief.txt")),
        (Detail::Usual, include_str!("expected/usual.txt")),
        (Detail::Full, include_str!("expected/full.txt")),
    ] {
        let told = told(&record, detail);
        assert_eq!(told, expected, "{detail:?}:\n{told}");
    }
}

#[test]
fn one_cause_is_told_once() {
    let told = told(&samples::differs(), Detail::Usual);
    assert_eq!(told.matches("expected  \"rubocop\"").count(), 1, "{told}");
    assert!(
        told.contains("    body /name  (as in getJob.failed)\n"),
        "{told}"
    );
    assert!(
        told.contains(
            "    body /steps/*/state: \"lost\" is not one of \"done\", \"failed\"  (2 times)\n"
        ),
        "{told}"
    );
}

#[test]
fn a_server_cannot_drive_the_terminal() {
    for detail in [Detail::Brief, Detail::Usual, Detail::Full] {
        let told = told(&samples::hostile(), detail);
        assert!(
            !told
                .chars()
                .any(|c| c != '\n' && crate::text::is_dangerous(c)),
            "{told:?}"
        );
    }
}
