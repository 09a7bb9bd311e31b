//! Hostile servers and files: no crash, no hang, bounded memory, and a message that says what to do.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use insta::assert_snapshot;

use crate::support::report::Report;
use crate::support::server::{Server, response};
use crate::support::{NOWHERE, Project, Run, command};

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

fn run_against(server: &Server, more: &[&str]) -> (Run, Report) {
    let url = server.url();
    let args = ["run", "shelf.yaml", "--target", &url, "--retries", "0"];
    Project::new(DOCUMENT).reported(&[&args[..], more].concat(), &[])
}

/// Why the only case is unreachable: the code and the sentence.
fn unreachable(server: &Server, more: &[&str]) -> String {
    let (run, report) = run_against(server, more);
    run.exits(3);
    assert_eq!(report.outcome("listBooks.some"), "unreachable");
    let (code, reason) = report.reason("listBooks.some");
    format!("{code}: {reason}")
}

/// Writes until the connection is closed.
fn write_forever(stream: &mut TcpStream, head: &str, bytes: &[u8]) {
    if stream.write_all(head.as_bytes()).is_ok() {
        while stream.write_all(bytes).is_ok() {}
    }
}

#[test]
fn a_body_without_an_end_is_cut_off() {
    let server = Server::start_raw(|stream| {
        let head = "HTTP/1.1 200 X\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n[";
        write_forever(stream, head, &[b'1'; 1 << 16]);
    });
    assert_snapshot!(unreachable(&server, &["--max-body", "1"]), @"unusable-response: the body is larger than 1 MiB; --max-body allows more");
}

#[test]
fn headers_without_an_end_are_cut_off() {
    let many =
        Server::start_raw(|stream| write_forever(stream, "HTTP/1.1 200 X\r\n", b"x-more: 1\r\n"));
    let long = Server::start_raw(|stream| {
        write_forever(stream, "HTTP/1.1 200 X\r\nx-long: ", &[b'x'; 1 << 16])
    });
    let [many, long] = [many, long].map(|server| unreachable(&server, &[]));
    assert_snapshot!(many, @"unusable-response: the response has more than 100 headers, or headers that are too large; --max-headers allows more");
    assert_eq!(long, many);
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
    assert_snapshot!(unreachable(&server, &["--timeout", "1"]), @"timeout: no complete response within 1 seconds; --timeout waits longer");
}

#[test]
fn informational_responses_without_an_end_are_given_up_after_the_timeout() {
    let server =
        Server::start_raw(|stream| write_forever(stream, "", b"HTTP/1.1 102 Processing\r\n\r\n"));
    unreachable(&server, &["--timeout", "1"]);
}

#[test]
fn bodies_are_read_up_to_the_depth_limit() {
    let nested = |depth: usize| {
        Server::start(move |_| {
            let body = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            response(200, "application/json", &body)
        })
    };
    for (depth, levels) in [
        (65, None),
        (200_000, None),
        (100, Some(99)),
        (128, Some(127)),
    ] {
        let flag = levels.map(|levels: u8| levels.to_string());
        let more: Vec<&str> = flag.iter().flat_map(|n| ["--max-depth", n]).collect();
        let levels = levels.unwrap_or(64);
        assert_eq!(
            unreachable(&nested(depth), &more),
            format!(
                "unusable-response: the body is nested deeper than {levels} levels; --max-depth allows more"
            )
        );
    }
    // within the limit, it is compared: a list instead of a number
    for (depth, more) in [(64, &[][..]), (127, &["--max-depth", "127"])] {
        let server = nested(depth);
        let args = ["run", "shelf.yaml", "--target", &server.url()];
        let run = Project::new(DOCUMENT).command(&[&args[..], more].concat(), &[]);
        run.exits(1);
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
    let mut errors = String::new();
    for (name, text, flag, little, enough) in [
        ("deep.yaml", &yaml, "--max-depth", "64", "90"),
        ("deep.json", &json, "--max-depth", "64", "90"),
        ("aliases.yaml", &aliases, "--max-aliased", "50", "500"),
    ] {
        let project = Project::empty().with(name, text);
        let run = project.command(&["lint", name, flag, little], &[]);
        run.exits(2);
        errors += &run.err;
        project.command(&["lint", name, flag, enough], &[]).exits(0);
        project.command(&["list", name, flag, enough], &[]).exits(0);
        project
            .command(&["diff", name, name, flag, enough], &[])
            .exits(0);
    }
    assert_snapshot!(errors, @"
            error: deep.yaml:12:72: nested deeper than 64 levels; simplify the YAML or raise the limit: --max-depth
            error: deep.json:1:148: nested deeper than 64 levels; simplify the JSON or raise the limit: --max-depth
            error: aliases.yaml:12:65: aliases expand to more than 50 values; simplify the YAML or raise the limit: --max-aliased
            ");
}

#[test]
fn a_file_that_is_too_deep_affects_only_operations_that_need_it() {
    let document = DOCUMENT.replace("schema: { type: array }", "schema: { $ref: deep.yaml }");
    let deep = format!("x: {}{}", "[".repeat(80), "]".repeat(80));
    let project = Project::new(&document).with("deep.yaml", &deep);
    let mut outputs = String::new();
    for args in [
        &["list", "shelf.yaml", "--unused"][..],
        &["list", "shelf.yaml"],
        &["run", "shelf.yaml", "--target", NOWHERE, "--dry-run"],
        &["list", "shelf.yaml", "--max-depth", "100"],
    ] {
        let run = project.command(args, &[]);
        outputs += &format!("$ {}\n{}", args.join(" "), run.output());
    }
    assert_snapshot!(outputs, @"
        $ list shelf.yaml --unused
        shelf.yaml:11:50 /paths/~1books/get/responses/200/content/application~1json/schema
            listBooks is left out: the file of the reference `deep.yaml` was not read: deep.yaml:1:67: nested deeper than 64 levels; simplify the YAML or raise the limit
        $ list shelf.yaml

        0 cases; 1 place has no case, see --unused
        warning: shelf.yaml:11:50: the file of the reference `deep.yaml` was not read: deep.yaml:1:67: nested deeper than 64 levels; simplify the YAML or raise the limit (listBooks is left out)
        $ run shelf.yaml --target http://127.0.0.1:1 --dry-run
        0 to send; nothing was sent
        warning: shelf.yaml:11:50: the file of the reference `deep.yaml` was not read: deep.yaml:1:67: nested deeper than 64 levels; simplify the YAML or raise the limit (listBooks is left out)
        $ list shelf.yaml --max-depth 100
        listBooks.some  GET /books  up to shape     no fixture

        1 cases; every example is used
        ");
}

/// A server whose responses have a content encoding.
fn server_with_encoding(encoding: &'static str, body: Vec<u8>) -> Server {
    Server::start_raw(move |stream| {
        let head = format!(
            "HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-encoding: {encoding}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        let _ = stream.write_all(head.as_bytes());
        let _ = stream.write_all(&body);
    })
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn bodies_are_unpacked_up_to_the_limit() {
    let plain = server_with_encoding("identity", b"[1]".to_vec());
    let (plain, _) = run_against(&plain, &[]);
    let packed = server_with_encoding("gzip", gzip(b"[1]"));
    let (run, _) = run_against(&packed, &[]);
    assert_eq!(run.code, plain.code, "{}{}", run.out, run.err);

    let bomb = server_with_encoding("gzip", gzip(&vec![b' '; 3 << 20]));
    assert_snapshot!(unreachable(&bomb, &["--max-body", "2"]), @"unusable-response: the body unpacks to more than 2 MiB; --max-body allows more");

    for (encoding, body) in [("gzip", b"nothing".to_vec()), ("br", b"[1]".to_vec())] {
        let (run, report) = run_against(&server_with_encoding(encoding, body), &[]);
        run.exits(1);
        let finding = report.finding("listBooks.some");
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
    let (run, report) = run_against(&server, &[]);
    run.exits(1);
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
        unreachable(&server, &[]);
    }
}

#[cfg(unix)]
#[test]
fn a_file_without_an_end_is_not_read_to_its_end() {
    let run = command(&["list", "/dev/zero", "--max-document", "1"], &[]);
    run.exits(2);
    assert_snapshot!(run.err, @"error: /dev/zero is larger than 1 MiB; --max-document allows more");
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
    let mut errors = String::new();
    for text in [growing, nested] {
        let run = Project::empty()
            .with("reprise.yaml", &text)
            .command(&["run"], &[]);
        run.exits(2);
        errors += &run.err;
    }
    assert_snapshot!(errors, @"
        error: reprise.yaml:8:17: budget breached: Nodes { nodes: 250001 }
        error: reprise.yaml:3:257: recursion limit exceeded
        ");
}
