//! Hostile servers and files: no crash, no hang, bounded memory, and a message that says what to do.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use crate::report::{Report, reported};
use crate::server::{Server, response};
use crate::{Run, command, file, reprise};

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /books:
    get:
      operationId: listBooks
      responses:
        '200':
          description: The books.
          content: { application/json: { schema: { type: array }, examples: { some: { value: [1] } } } }
";

fn against(server: &Server, more: &[&str]) -> (Run, Report) {
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let url = server.url();
    let mut args = vec!["run", &document, "--target", &url, "--retries", "0"];
    args.extend(more);
    reported(&args, &[])
}

/// Checks that the only case is unreachable, for this reason.
fn assert_unreachable((run, report): &(Run, Report), code: &str, text: &str) {
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert_eq!(report.outcome("listBooks.some"), "unreachable");
    let reason = report.reason("listBooks.some");
    assert_eq!(reason.0, code, "{reason:?}");
    assert!(reason.1.contains(text), "{reason:?}");
}

/// Writes until the connection is closed.
fn forever(stream: &mut TcpStream, head: &str, bytes: &[u8]) {
    if stream.write_all(head.as_bytes()).is_ok() {
        while stream.write_all(bytes).is_ok() {}
    }
}

#[test]
fn a_body_without_an_end_is_cut_off() {
    let server = Server::start_raw(|stream| {
        let head = "HTTP/1.1 200 X\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n[";
        forever(stream, head, &[b'1'; 1 << 16]);
    });
    assert_unreachable(
        &against(&server, &["--max-body", "1"]),
        "unusable-response",
        "the body is larger than 1 MiB; --max-body allows more",
    );
}

#[test]
fn headers_without_an_end_are_cut_off() {
    let many = Server::start_raw(|stream| forever(stream, "HTTP/1.1 200 X\r\n", b"x-more: 1\r\n"));
    let long =
        Server::start_raw(|stream| forever(stream, "HTTP/1.1 200 X\r\nx-long: ", &[b'x'; 1 << 16]));
    for server in [many, long] {
        assert_unreachable(
            &against(&server, &[]),
            "unusable-response",
            "more than 100 headers, or too large ones; --max-headers allows more",
        );
    }
}

#[test]
fn a_response_that_drips_is_given_up_after_the_timeout() {
    let server = Server::start_raw(|stream| {
        let head =
            "HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n";
        if stream.write_all(head.as_bytes()).is_ok() {
            // slow enough that the whole body would take hours
            while stream.write_all(b"1").is_ok() {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    });
    assert_unreachable(
        &against(&server, &["--timeout", "1"]),
        "timeout",
        "no complete response within 1 seconds; --timeout waits longer",
    );
}

#[test]
fn informational_responses_without_an_end_are_given_up_after_the_timeout() {
    let server =
        Server::start_raw(|stream| forever(stream, "", b"HTTP/1.1 102 Processing\r\n\r\n"));
    let (run, report) = against(&server, &["--timeout", "1"]);
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert_eq!(report.outcome("listBooks.some"), "unreachable");
}

#[test]
fn bodies_are_read_up_to_the_depth_limit() {
    let nested = |depth: usize| {
        Server::start(move |_| {
            let body = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            response(200, "application/json", &body)
        })
    };
    let deeper = |levels: u8| {
        format!("the body is nested deeper than {levels} levels; --max-depth allows more")
    };
    for (depth, levels) in [
        (65, None),
        (200_000, None),
        (100, Some(99)),
        (128, Some(127)),
    ] {
        let flag = levels.map(|levels: u8| levels.to_string());
        let more: Vec<&str> = flag.iter().flat_map(|n| ["--max-depth", n]).collect();
        assert_unreachable(
            &against(&nested(depth), &more),
            "unusable-response",
            &deeper(levels.unwrap_or(64)),
        );
    }
    // within the limit, it is compared: a list instead of a number
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    for (depth, more) in [(64, &[][..]), (127, &["--max-depth", "127"])] {
        let server = nested(depth);
        let url = server.url();
        let run = reprise(&[&[document.as_str(), "--target", &url], more].concat());
        assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    }
}

#[test]
fn a_document_may_be_as_deep_and_have_as_many_aliases_as_the_flags_say() {
    let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let yaml = format!("{DOCUMENT}x-deep: {}\n", deep(80));
    let json = format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "A", "version": "1"}}, "paths": {{}}, "x-deep": {}}}"#,
        deep(80)
    );
    let aliases = format!(
        "{DOCUMENT}x-all: {{ a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9], b: [{}] }}\n",
        vec!["*a"; 20].join(", ")
    );
    for (name, text, flag, little, enough, message) in [
        (
            "deep.yaml",
            &yaml,
            "--max-depth",
            "64",
            "90",
            "nested deeper than 64 levels",
        ),
        (
            "deep.json",
            &json,
            "--max-depth",
            "64",
            "90",
            "nested deeper than 64 levels",
        ),
        (
            "aliases.yaml",
            &aliases,
            "--max-aliased",
            "50",
            "500",
            "50 values",
        ),
    ] {
        let (_folder, document) = file(name, text);
        let run = command(&["lint", &document, flag, little], &[]);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        for text in [&format!("{name}:"), message, flag] {
            assert!(run.err.contains(text), "{text}: {}", run.err);
        }
        let diff = ["diff", &document, &document, flag, enough];
        for args in [
            &["lint", &document, flag, enough][..],
            &["list", &document, flag, enough],
            &diff,
        ] {
            let run = command(args, &[]);
            assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        }
    }
}

#[test]
fn a_file_that_is_too_deep_affects_only_operations_that_need_it() {
    let (folder, document) = file(
        "shelf.yaml",
        &DOCUMENT.replace("schema: { type: array }", "schema: { $ref: deep.yaml }"),
    );
    let deep = format!("x: {}{}", "[".repeat(80), "]".repeat(80));
    std::fs::write(folder.path().join("deep.yaml"), deep).unwrap();
    let message = "the reference `deep.yaml` was not read";
    for (args, on_stdout) in [
        (&["list", &document, "--unused"][..], true),
        (&["list", &document], false),
        (
            &[
                "run",
                &document,
                "--target",
                "http://127.0.0.1:1",
                "--dry-run",
            ],
            false,
        ),
    ] {
        let run = command(args, &[]);
        let text = if on_stdout { &run.out } else { &run.err };
        for part in [message, "nested deeper than 64 levels", "listBooks"] {
            assert!(text.contains(part), "{args:?}: {}{}", run.out, run.err);
        }
        assert!(!run.out.contains("every example is used"), "{}", run.out);
    }
    let run = command(&["list", &document, "--max-depth", "100"], &[]);
    assert!(run.out.contains("listBooks"), "{}{}", run.out, run.err);
}

/// A server whose responses have a content encoding.
fn packing(encoding: &'static str, body: Vec<u8>) -> Server {
    Server::start_raw(move |stream| {
        let head = format!(
            "HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-encoding: {encoding}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        let _ = stream.write_all(head.as_bytes());
        let _ = stream.write_all(&body);
    })
}

fn gzipped(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn bodies_are_unpacked_up_to_the_limit() {
    let plain = packing("identity", b"[1]".to_vec());
    let (plain, _) = against(&plain, &[]);
    let packed = packing("gzip", gzipped(b"[1]"));
    let (run, _) = against(&packed, &[]);
    assert_eq!(run.code, plain.code, "{}{}", run.out, run.err);

    let bomb = packing("gzip", gzipped(&vec![b' '; 3 << 20]));
    assert_unreachable(
        &against(&bomb, &["--max-body", "2"]),
        "unusable-response",
        "the body unpacks to more than 2 MiB; --max-body allows more",
    );

    for (encoding, body) in [("gzip", b"nothing".to_vec()), ("br", b"[1]".to_vec())] {
        let (run, report) = against(&packing(encoding, body), &[]);
        assert_eq!(run.code, 1, "{}{}", run.out, run.err);
        let [finding] = report.findings("listBooks.some") else {
            panic!("{}", report.0);
        };
        assert_eq!(finding["kind"], "unreadable");
        let message = finding["message"].as_str().unwrap();
        assert!(message.contains(&format!("`{encoding}`")), "{message}");
    }
}

#[test]
fn headers_that_are_not_text_are_shown_as_something_else() {
    let server = Server::start_raw(|stream| {
        let head = b"HTTP/1.1 200 X\r\ncontent-type: application/\xff\xfe\r\nx-odd: \x80\x9b31m\r\ncontent-length: 3\r\nconnection: close\r\n\r\n[1]";
        let _ = stream.write_all(head);
    });
    let (run, report) = against(&server, &[]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert_eq!(report.findings("listBooks.some")[0]["place"], "media-type");
}

#[test]
fn nonsense_is_not_a_response() {
    for nonsense in [
        &b"\0\0\0\0\0\0"[..],
        b"SSH-2.0-x\r\n\r\n",
        b"HTTP/1.1 999999 X\r\n\r\n",
        b"HTTP/1.1 200 X\r\ncontent-length: -1\r\n\r\n",
    ] {
        let server = Server::start_raw(move |stream| {
            let _ = stream.write_all(nonsense);
        });
        let (run, report) = against(&server, &[]);
        assert_eq!(run.code, 3, "{}{}", run.out, run.err);
        assert_eq!(report.outcome("listBooks.some"), "unreachable");
    }
}

#[cfg(unix)]
#[test]
fn a_file_without_an_end_is_not_read_to_its_end() {
    let run = command(&["list", "/dev/zero", "--max-document", "1"], &[]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(
        run.err
            .contains("/dev/zero is larger than 1 MiB; --max-document allows more"),
        "{}",
        run.err
    );
}

#[test]
fn a_configuration_that_grows_or_nests_without_an_end_is_an_error() {
    let head = "document: a.yaml\ntargets: { a: { base_url: https://a.example, params: {\n";
    let mut growing = format!("{head}  a0: &a0 [x, x, x, x, x, x, x, x, x, x],\n");
    for level in 1..12 {
        let last = format!("*a{}, ", level - 1).repeat(10);
        growing += &format!("  a{level}: &a{level} [{}],\n", last.trim_end_matches(", "));
    }
    growing += "} } }\n";
    let nested = format!(
        "{head} a: {}{} }} }} }}\n",
        "[".repeat(1_000),
        "]".repeat(1_000)
    );
    for text in [growing, nested] {
        let (_folder, config) = file("reprise.yaml", &text);
        let run = reprise(&["--config", &config]);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        assert!(run.err.contains("reprise.yaml:"), "{}", run.err);
    }
}
