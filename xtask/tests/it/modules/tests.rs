//! The finder on small crates.

use insta::assert_snapshot;

use super::{SourceFile, describe_cycles, read_graph};

/// The cycles of a crate with these files, in words.
fn describe_cycles_of(files: &[(&str, &str)]) -> String {
    let files: Vec<SourceFile> = files
        .iter()
        .map(|(path, text)| SourceFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    describe_cycles(&read_graph(&files)).join("\n\n")
}

#[test]
fn two_modules_that_import_each_other_are_a_cycle() {
    assert_snapshot!(describe_cycles_of(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::B;\npub struct A(B);"),
        ("b.rs", "pub struct B;\nfn f(_: super::a::A) {}"),
    ]), @"
    2 modules import each other:
      a -> b  (a.rs:1: crate::b::B)
      b -> a  (b.rs:2: super::a::A)
    ");
}

#[test]
fn a_cycle_through_others_is_printed_as_a_path() {
    assert_snapshot!(describe_cycles_of(&[
        ("a.rs", "use crate::b::B;"),
        ("b.rs", "use crate::c::d::D; pub struct B;"),
        ("c/mod.rs", "mod d;"),
        ("c/d.rs", "use crate::e::*; pub struct D;"),
        ("e.rs", "fn f() { crate::a::run() }"),
    ]), @"
    4 modules import each other:
      a -> b  (a.rs:1: crate::b::B)
      b -> c::d  (b.rs:1: crate::c::d::D)
      c::d -> e  (c/d.rs:1: crate::e)
      e -> a  (e.rs:1: crate::a::run)
    ");
}

#[test]
fn a_parent_and_its_child_can_be_a_cycle() {
    assert_snapshot!(describe_cycles_of(&[
        ("a/mod.rs", "mod b;\npub struct Context;\nfn f() { b::run(&Context) }"),
        ("a/b.rs", "use super::Context;"),
    ]), @"
    2 modules import each other:
      a -> a::b  (a/mod.rs:3: b::run)
      a::b -> a  (a/b.rs:1: super::Context)
    ");
    assert_snapshot!(describe_cycles_of(&[
        ("a/mod.rs", "mod b;\nuse b::B;\npub struct Context;"),
        ("a/b.rs", "pub struct B(super::Context);"),
    ]), @"
    2 modules import each other:
      a -> a::b  (a/mod.rs:2: b::B)
      a::b -> a  (a/b.rs:1: super::Context)
    ");
}

#[test]
fn modules_within_a_file_are_modules() {
    assert_snapshot!(describe_cycles_of(&[
        ("lib.rs", "mod a { pub use super::b::B; pub struct A; } mod b { pub struct B(super::a::A); }"),
    ]), @"
    2 modules import each other:
      a -> b  (lib.rs:1: super::b::B)
      b -> a  (lib.rs:1: super::a::A)
    ");
}

#[test]
fn a_re_export_counts_to_its_owner() {
    // `b` needs `c` only, although it writes `a`
    assert_eq!(
        describe_cycles_of(&[
            ("lib.rs", "mod a; mod b; mod c; pub use c::C;"),
            ("a.rs", "pub use crate::c::C; fn f() { crate::b::run() }"),
            ("b.rs", "use crate::a::C; pub fn run() {}"),
            ("c.rs", "pub struct C;"),
        ]),
        ""
    );
    assert_snapshot!(describe_cycles_of(&[
        ("lib.rs", "mod a; mod b; pub use a::A as Other; pub use b::*;"),
        ("a.rs", "use crate::B; pub struct A;"),
        ("b.rs", "use crate::Other; pub struct B;"),
    ]), @"
    2 modules import each other:
      a -> b  (a.rs:1: crate::B)
      b -> a  (b.rs:1: crate::Other)
    ");
}

#[test]
fn a_parent_may_re_export_from_its_children() {
    assert_eq!(
        describe_cycles_of(&[
            (
                "a/mod.rs",
                "mod b;\npub(crate) use b::B;\npub use b::c::C;\npub struct Context;"
            ),
            (
                "a/b/mod.rs",
                "mod c; use super::Context; pub struct B(Context);"
            ),
            ("a/b/c.rs", "pub struct C(super::super::Context);"),
        ]),
        ""
    );
}

#[test]
fn a_path_in_a_macro_or_an_attribute_is_an_edge() {
    assert_snapshot!(describe_cycles_of(&[
        ("a.rs", "use crate::b::B; #[serde(with = \"crate::c\")] struct A;"),
        ("b.rs", "fn f() { vec![format!(\"{}\", crate::a::X), 1] }"),
        ("c.rs", "macro_rules! m { () => { $crate::a::A } }"),
    ]), @"
    3 modules import each other:
      a -> b  (a.rs:1: crate::b::B)
      b -> a  (b.rs:1: crate::a::X)

      c -> a  (c.rs:1: crate::a::A)
      a -> c  (a.rs:1: crate::c)
    ");
}

#[test]
fn an_exported_macro_counts_to_the_module_that_declares_it() {
    assert_snapshot!(describe_cycles_of(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::B; #[macro_export] macro_rules! m { () => {} }"),
        ("b.rs", "pub struct B; fn f() { crate::m!() }"),
    ]), @"
    2 modules import each other:
      a -> b  (a.rs:1: crate::b::B)
      b -> a  (b.rs:1: crate::m)
    ");
}

#[test]
fn tests_and_other_crates_are_left_out() {
    assert_eq!(
        describe_cycles_of(&[
            ("lib.rs", "mod a; mod b; mod http;"),
            ("main.rs", "use a::b; fn main() { b::run() }"),
            (
                "a/mod.rs",
                "use crate::b::B; #[cfg(test)] mod tests; #[cfg(test)] mod more { use crate::b; }"
            ),
            ("a/tests.rs", "use super::*; use crate::b;"),
            (
                "b.rs",
                "#[cfg(test)] use crate::a::A; #[test] fn f() { crate::a::A } #[cfg(all(test, unix))] fn g() { crate::a::A }"
            ),
            (
                "http.rs",
                "use http::a::A; pub(in crate::a) struct X; fn f() { http::a::b() }"
            ),
        ]),
        ""
    );
}

#[test]
fn a_re_export_from_another_crate_is_no_edge() {
    assert_eq!(
        describe_cycles_of(&[
            ("lib.rs", "mod a; mod b; mod c; pub use c::Value;"),
            ("a.rs", "use crate::c::Value; pub struct A;"),
            ("b.rs", "use crate::a::A; use crate::Value;"),
            ("c.rs", "pub use serde_json::Value; use crate::b;"),
        ]),
        ""
    );
}

#[test]
fn a_name_that_a_module_and_a_function_share_is_read_by_what_follows() {
    // `crate::run` is the function of `deep`, `crate::run::Run` is of the module
    assert_eq!(
        describe_cycles_of(&[
            ("lib.rs", "mod run; mod deep; pub use deep::run;"),
            ("run.rs", "use crate::user::U; pub struct Run;"),
            ("deep.rs", "pub fn run() {}"),
            ("user.rs", "pub struct U; fn f() { crate::run() }"),
        ]),
        ""
    );
    assert_snapshot!(describe_cycles_of(&[
        ("lib.rs", "mod run; mod deep; pub use deep::run;"),
        ("run.rs", "use crate::user::U; pub struct Run;"),
        ("deep.rs", "pub fn run() {}"),
        ("user.rs", "pub struct U; fn f() { crate::run::Run }"),
    ]), @"
    2 modules import each other:
      run -> user  (run.rs:1: crate::user::U)
      user -> run  (user.rs:1: crate::run::Run)
    ");
}

#[test]
fn re_exports_in_a_circle_end() {
    assert_eq!(
        describe_cycles_of(&[
            ("a.rs", "pub use crate::b::X;"),
            ("b.rs", "pub use crate::a::X;")
        ]),
        ""
    );
}
