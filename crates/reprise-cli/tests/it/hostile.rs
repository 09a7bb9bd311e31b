//! Servers and files that mean harm: no crash, no hang, no memory eaten, and a message that says what to do.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::server::{Server, answer};
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

fn against(server: &Server, more: &[&str]) -> Run {
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let url = server.url();
    let mut args = vec![document.as_str(), "--target", &url, "--retries", "0"];
    args.extend(more);
    reprise(&args)
}

/// Writes until nobody listens any more.
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
    let run = against(&server, &["--max-body", "1"]);
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert!(
        run.out
            .contains("the body is larger than 1 MiB; --max-body allows more"),
        "{}",
        run.out
    );
}

#[test]
fn headers_without_an_end_are_cut_off() {
    let many = Server::start_raw(|stream| forever(stream, "HTTP/1.1 200 X\r\n", b"x-more: 1\r\n"));
    let long =
        Server::start_raw(|stream| forever(stream, "HTTP/1.1 200 X\r\nx-long: ", &[b'x'; 1 << 16]));
    for server in [many, long] {
        let run = against(&server, &[]);
        assert_eq!(run.code, 3, "{}{}", run.out, run.err);
        assert!(
            run.out.contains(
                "the answer has more than 100 headers, or too large ones; --max-headers allows more"
            ),
            "{}",
            run.out
        );
    }
}

#[test]
fn an_answer_that_only_drips_is_not_waited_for() {
    let server = Server::start_raw(|stream| {
        let head =
            "HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n";
        if stream.write_all(head.as_bytes()).is_ok() {
            while stream.write_all(b"1").is_ok() {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    });
    let begin = Instant::now();
    let run = against(&server, &["--timeout", "1"]);
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert!(
        run.out
            .contains("no whole answer within 1 seconds; --timeout waits longer"),
        "{}",
        run.out
    );
    assert!(begin.elapsed() < Duration::from_secs(20));
}

#[test]
fn an_answer_that_never_comes_is_not_waited_for() {
    let server =
        Server::start_raw(|stream| forever(stream, "", b"HTTP/1.1 102 Processing\r\n\r\n"));
    let run = against(&server, &["--timeout", "1"]);
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert!(run.out.contains("unreachable"), "{}", run.out);
}

#[test]
fn a_body_is_read_as_deep_as_the_limit_goes() {
    let nested = |depth: usize| {
        Server::start(move |_| {
            let body = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            answer(200, "application/json", &body)
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
        let run = against(&nested(depth), &more);
        assert_eq!(run.code, 3, "{}{}", run.out, run.err);
        let said = deeper(levels.unwrap_or(64));
        assert!(run.out.contains(&said), "{}", run.out);
    }
    // what is within the limit is judged: a list where a number is documented
    for (depth, more) in [(64, &[][..]), (127, &["--max-depth", "127"])] {
        let run = against(&nested(depth), more);
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
    for (name, text, flag, little, enough, said) in [
        (
            "deep.yaml",
            &yaml,
            "--max-depth",
            "64",
            "90",
            "it is nested deeper than 64 levels",
        ),
        (
            "deep.json",
            &json,
            "--max-depth",
            "64",
            "90",
            "it is nested deeper than 64 levels",
        ),
        (
            "aliases.yaml",
            &aliases,
            "--max-aliased",
            "50",
            "500",
            "its aliases expand to more than 50 values",
        ),
    ] {
        let (_folder, document) = file(name, text);
        let run = command(&["lint", &document, flag, little], &[]);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        assert!(run.err.contains(&format!("{name}:")), "{}", run.err);
        assert!(
            run.err.contains(said) && run.err.contains(flag),
            "{}",
            run.err
        );
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
fn a_file_beside_a_document_that_is_too_deep_costs_what_needs_it() {
    let (folder, document) = file(
        "shelf.yaml",
        &DOCUMENT.replace("schema: { type: array }", "schema: { $ref: deep.yaml }"),
    );
    let deep = format!("x: {}{}", "[".repeat(80), "]".repeat(80));
    std::fs::write(folder.path().join("deep.yaml"), deep).unwrap();
    let said = "the reference `deep.yaml` was not read";
    for (args, on_stdout) in [
        (&["list", &document, "--unused"][..], true),
        (&["list", &document], false),
        (&["run", &document, "--dry-run"], false),
    ] {
        let run = command(args, &[]);
        let told = if on_stdout { &run.out } else { &run.err };
        for said in [said, "it is nested deeper than 64 levels", "listBooks"] {
            assert!(told.contains(said), "{args:?}: {}{}", run.out, run.err);
        }
        assert!(!run.out.contains("every example is used"), "{}", run.out);
    }
    let run = command(&["list", &document, "--max-depth", "100"], &[]);
    assert!(run.out.contains("listBooks"), "{}{}", run.out, run.err);
}

/// A server that packs what it answers with.
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
fn what_is_packed_is_unpacked_as_far_as_the_limit_goes() {
    let plain = packing("identity", b"[1]".to_vec());
    let plain = against(&plain, &[]);
    let packed = packing("gzip", gzipped(b"[1]"));
    let run = against(&packed, &[]);
    assert_eq!(run.code, plain.code, "{}{}", run.out, run.err);

    let bomb = packing("gzip", gzipped(&vec![b' '; 3 << 20]));
    let run = against(&bomb, &["--max-body", "2"]);
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert!(
        run.out
            .contains("the body unpacks to more than 2 MiB; --max-body allows more"),
        "{}",
        run.out
    );

    for (encoding, body) in [("gzip", b"nothing".to_vec()), ("br", b"[1]".to_vec())] {
        let run = against(&packing(encoding, body), &[]);
        assert_eq!(run.code, 1, "{}{}", run.out, run.err);
        let said = format!("encoded as `{encoding}`, and cannot be unpacked");
        assert!(run.out.contains(&said), "{}", run.out);
    }
}

#[test]
fn what_is_no_text_is_shown_as_something_else() {
    let server = Server::start_raw(|stream| {
        let head = b"HTTP/1.1 200 X\r\ncontent-type: application/\xff\xfe\r\nx-odd: \x80\x9b31m\r\ncontent-length: 3\r\nconnection: close\r\n\r\n[1]";
        let _ = stream.write_all(head);
    });
    let run = against(&server, &[]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.out.contains("media type"), "{}", run.out);
}

#[test]
fn what_is_no_answer_is_none() {
    for nonsense in [
        &b"\0\0\0\0\0\0"[..],
        b"SSH-2.0-x\r\n\r\n",
        b"HTTP/1.1 999999 X\r\n\r\n",
        b"HTTP/1.1 200 X\r\ncontent-length: -1\r\n\r\n",
    ] {
        let server = Server::start_raw(move |stream| {
            let _ = stream.write_all(nonsense);
        });
        let run = against(&server, &[]);
        assert_eq!(run.code, 3, "{}{}", run.out, run.err);
        assert!(run.out.contains("unreachable"), "{}", run.out);
    }
}

#[cfg(unix)]
#[test]
fn a_file_without_an_end_is_not_read_to_its_end() {
    let run = reprise(&["/dev/zero", "--max-document", "1"]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(
        run.err
            .contains("/dev/zero is larger than 1 MiB; --max-document allows more"),
        "{}",
        run.err
    );
}

#[test]
fn a_target_file_that_grows_or_nests_without_an_end_is_refused() {
    let mut growing =
        "base_url: https://a.example\nparams:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            .to_owned();
    for level in 1..12 {
        let last = format!("*a{}, ", level - 1).repeat(10);
        growing += &format!("  a{level}: &a{level} [{}]\n", last.trim_end_matches(", "));
    }
    let nested = format!(
        "base_url: https://a.example\nparams: {{ a: {}{} }}\n",
        "[".repeat(1_000),
        "]".repeat(1_000)
    );
    for text in [growing, nested] {
        let (_folder, target) = file("target.yaml", &text);
        let run = reprise(&["--target", &target]);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        assert!(run.err.contains("target.yaml:"), "{}", run.err);
    }
}
