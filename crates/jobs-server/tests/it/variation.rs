//! Harmless variations: equivalent responses with another notation.

use std::io::Read;

use flate2::read::GzDecoder;
use jobs_server::{Fixture, Settings, Variation};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::client::{Reply, TestServer, send};
use super::scripts::FIXTURE;

/// The requests: a page, a job, a log, another user's agents, an error, an action.
const REQUESTS: [(&str, &str, &str); 8] = [
    (
        "maintainer",
        "GET",
        "/projects/1/pipelines/6/jobs?per_page=3",
    ),
    ("maintainer", "GET", "/projects/1/jobs/105"),
    ("maintainer", "GET", "/projects/1/jobs/105/trace"),
    ("maintainer", "GET", "/projects/1/jobs?page=99"),
    ("job", "GET", "/job/allowed_agents"),
    ("guest", "GET", "/projects/1/jobs/105"),
    ("", "GET", "/projects/1/jobs?scope=bogus"),
    ("maintainer", "POST", "/projects/1/jobs/104/cancel"),
];

async fn responses(variation: Option<Variation>) -> Vec<Reply> {
    let site = TestServer::start(Settings {
        fixture: Fixture::parse(FIXTURE).unwrap(),
        external_url: Some("https://example.com".to_owned()),
        variation,
        ..Settings::default()
    })
    .await;
    let mut answers = Vec::new();
    for (who, method, path) in REQUESTS {
        let header = if who == "job" {
            "job-token"
        } else {
            "private-token"
        };
        let mut headers = vec![("accept-encoding", "gzip")];
        if !who.is_empty() {
            headers.push((header, site.secret(who)));
        }
        answers.push(send(method, &site.url(path), &headers, "").await);
    }
    site.server.stop().await;
    answers
}

/// The body as it was before it was packed.
fn decompress(reply: &Reply) -> Vec<u8> {
    if reply.header("content-encoding") != Some("gzip") {
        return reply.body.to_vec();
    }
    let mut unpacked = Vec::new();
    GzDecoder::new(&*reply.body)
        .read_to_end(&mut unpacked)
        .unwrap();
    unpacked
}

/// Whether `varied` has everything in `right`; it may have more properties.
fn contains(right: &Value, varied: &Value) -> bool {
    match (right, varied) {
        (Value::Object(right), Value::Object(varied)) => right.iter().all(|(key, member)| {
            varied
                .get(key)
                .is_some_and(|varied| contains(member, varied))
        }),
        (Value::Array(right), Value::Array(varied)) => {
            right.len() == varied.len()
                && right
                    .iter()
                    .zip(varied)
                    .all(|(right, varied)| contains(right, varied))
        }
        (Value::Number(right), Value::Number(varied)) => right.as_f64() == varied.as_f64(),
        (Value::String(right), Value::String(varied)) => {
            let instant = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
            match (instant(right), instant(varied)) {
                // both the moment and the offset
                (Some(right), Some(varied)) => right == varied && right.offset() == varied.offset(),
                _ => right == varied,
            }
        }
        _ => right == varied,
    }
}

#[tokio::test]
async fn every_variation_changes_responses_equivalently() {
    let right = responses(None).await;
    for variation in Variation::ALL.iter().copied() {
        let varied = responses(Some(variation)).await;
        let mut differs = matches!(variation, Variation::Slow | Variation::HeaderCase);
        for (index, (right, varied)) in right.iter().zip(&varied).enumerate() {
            let place = format!("{variation}: {:?}", REQUESTS[index]);
            assert_eq!(right.status, varied.status, "{place}");
            for (name, value) in &right.headers {
                let there = varied.headers.get(name);
                match name.as_str() {
                    "date" | "x-request-id" | "content-length" => {}
                    // the address of the server is another one each time, and so is the port in it
                    "link" => assert!(there.is_some(), "{place}"),
                    "content-type" => {
                        let media = |value: &http::HeaderValue| {
                            let text = value.to_str().unwrap();
                            text.split(';').next().unwrap().to_owned()
                        };
                        assert_eq!(there.map(media), Some(media(value)), "{place}");
                    }
                    _ => assert_eq!(there, Some(value), "{place}"),
                }
            }
            let (expected, found) = (decompress(right), decompress(varied));
            match serde_json::from_slice::<Value>(&expected) {
                Ok(expected) => {
                    let found = serde_json::from_slice(&found).unwrap();
                    assert!(contains(&expected, &found), "{place}\n{expected}\n{found}");
                }
                Err(_) => assert_eq!(expected, found, "{place}"),
            }
            let names = |reply: &Reply| -> Vec<String> {
                reply.headers.keys().map(ToString::to_string).collect()
            };
            differs |= right.body != varied.body
                || names(right) != names(varied)
                || right.header("content-type") != varied.header("content-type");
        }
        assert!(differs, "{variation} changes nothing");
    }
}

#[tokio::test]
async fn variations_outside_the_body_have_the_described_effect() {
    let of = |answers: &[Reply], name: &str| answers[1].header(name).map(str::to_owned);
    let closed = responses(Some(Variation::ConnectionsClosed)).await;
    assert_eq!(of(&closed, "connection").as_deref(), Some("close"));
    let chunked = responses(Some(Variation::Chunked)).await;
    assert_eq!(
        of(&chunked, "transfer-encoding").as_deref(),
        Some("chunked")
    );
    assert_eq!(of(&chunked, "content-length"), None);
    let packed = responses(Some(Variation::Gzip)).await;
    assert_eq!(of(&packed, "content-encoding").as_deref(), Some("gzip"));
    let named = responses(Some(Variation::Charset)).await;
    assert_eq!(
        of(&named, "content-type").as_deref(),
        Some("application/json; charset=utf-8")
    );
    let right = responses(None).await;
    assert_eq!(of(&right, "content-encoding"), None);
}

#[tokio::test]
async fn a_whole_server_varies_its_sandboxes_too() {
    let site = TestServer::start(Settings {
        control: true,
        variation: Some(Variation::Charset),
        ..Settings::default()
    })
    .await;
    let hook = site.server.hook_url().unwrap();
    for (body, media_type) in [
        (json!({"fixture": {}}), "application/json; charset=utf-8"),
        (
            json!({"fixture": {}, "variation": "pretty"}),
            "application/json",
        ),
    ] {
        let json_type = ("content-type", "application/json");
        let opened = send("POST", &hook, &[json_type], body.to_string()).await;
        let base = opened.json()["base_url"].as_str().unwrap().to_owned();
        let reply = send("GET", &format!("{base}/job"), &[], "").await;
        assert_eq!(reply.header("content-type"), Some(media_type));
    }
}

#[tokio::test]
async fn names_of_headers_are_written_in_another_case() {
    for (variation, name) in [
        (None, "content-type:"),
        (Some(Variation::HeaderCase), "Content-Type:"),
    ] {
        let site = TestServer::start(Settings {
            variation,
            ..Settings::default()
        })
        .await;
        let mut stream = TcpStream::connect(site.server.address()).await.unwrap();
        stream
            .write_all(b"GET /api/v4/job HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            .await
            .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        assert!(text.contains(&format!("\r\n{name} ")), "{text}");
    }
}

#[tokio::test]
async fn a_sandbox_has_a_variation_of_its_own_and_the_hook_lists_all() {
    let site = TestServer::start(Settings {
        control: true,
        control_token: Some("open sesame".to_owned()),
        ..Settings::default()
    })
    .await;
    let hook = site.server.hook_url().unwrap();
    let token = ("authorization", "Bearer open sesame");
    let json_type = ("content-type", "application/json");
    let body = json!({"fixture": {}, "variation": "members-added"}).to_string();
    let reply = send("POST", &hook, &[token, json_type], body).await;
    let base = reply.json()["base_url"].as_str().unwrap().to_owned();
    let varied = send("GET", &format!("{base}/job"), &[], "").await;
    assert_eq!(
        varied.json()["weather"],
        json!({"sky": "clear", "wind": null})
    );
    assert_eq!(
        site.get("", "/job").await.json(),
        json!({"message": "401 Unauthorized"})
    );

    for (variation, said) in [
        (
            "none",
            "unknown variation `none`; `--variation list` lists all variations",
        ),
        ("header-case", "this variation applies to the whole server"),
    ] {
        let body = json!({"fixture": {}, "variation": variation}).to_string();
        let reply = send("POST", &hook, &[token, json_type], body).await;
        assert_eq!(reply.status, 422);
        let message = reply.json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains(said), "{message}");
    }

    for (what, keys) in [
        ("faults", vec!["name", "class", "operations", "breaks"]),
        ("variations", vec!["name", "keeps"]),
    ] {
        let url = hook.replace("sandboxes", what);
        assert_eq!(send("GET", &url, &[], "").await.status, 401, "{what}");
        let listed = send("GET", &url, &[token], "").await.json();
        let listed = listed.as_array().unwrap();
        assert!(listed.len() > 10, "{what}");
        for one in listed {
            let found: Vec<&String> = one.as_object().unwrap().keys().collect();
            assert_eq!(found, keys);
            let mut wanted = json!({"fixture": {}});
            wanted[what.trim_end_matches('s')] = one["name"].clone();
            if one == &listed[0] {
                let reply = send("POST", &hook, &[token, json_type], wanted.to_string()).await;
                assert_eq!(reply.status, 201, "{}", reply.text());
            }
        }
    }
}
