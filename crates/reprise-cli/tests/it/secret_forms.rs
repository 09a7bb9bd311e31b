//! Random secrets, written in every way in every part of a response: no report contains them.

use reprise_report::Format;
use serde_json::{Map, Value, json};

use crate::support::Project;
use crate::support::report::Report;
use crate::support::server::{Request, Server, response, sandbox};

const ALPHABETS: [&[u8; 64]; 2] = [
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
];

/// A secret: half of its characters are letters; every encoding changes the other half.
fn secret(random: &mut fastrand::Rng) -> String {
    let characters: Vec<char> = "abcdefXYZ0189-_.~+/=%\\\"'&<>$@`|*#, \u{e9}\u{1f600}\t"
        .chars()
        .collect();
    let length = random.usize(14..38);
    let inner: String = (0..length)
        .filter_map(|_| random.choice(&characters))
        .collect();
    format!("k{inner}7")
}

fn base64(bytes: &[u8], alphabet: &[u8; 64]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0u32, |word, at| {
            word << 8 | u32::from(chunk.get(at).copied().unwrap_or(0))
        });
        for place in 0..=chunk.len() {
            text.push(char::from(
                alphabet[(word >> (18 - 6 * place) & 63) as usize],
            ));
        }
    }
    text
}

/// The Base64 characters that only depend on the secret, after `skipped` other bytes.
fn base64_core(secret: &str, skipped: usize, alphabet: &[u8; 64]) -> String {
    let mut bytes = vec![0; skipped];
    bytes.extend_from_slice(secret.as_bytes());
    let text = base64(&bytes, alphabet);
    text[(8 * skipped).div_ceil(6)..8 * bytes.len() / 6].to_owned()
}

fn each_byte(secret: &str, write: impl Fn(u8) -> String) -> String {
    secret.bytes().map(write).collect()
}

fn each_char(secret: &str, write: impl Fn(char) -> String) -> String {
    secret.chars().map(write).collect()
}

fn json_escape(text: &str) -> String {
    let text = json!(text).to_string();
    text[1..text.len() - 1].to_owned()
}

/// Every form of a secret that a search must find, by its name.
fn forms_of_secret(secret: &str) -> Vec<(&'static str, String)> {
    let units = |write: fn(u16) -> String| secret.encode_utf16().map(write).collect::<String>();
    let mut forms = vec![
        ("raw", secret.to_owned()),
        ("percent", each_byte(secret, |byte| format!("%{byte:02X}"))),
        (
            "small-percent",
            each_byte(secret, |byte| format!("%{byte:02x}")),
        ),
        (
            "twice-percent",
            each_byte(secret, |byte| format!("%25{byte:02X}")),
        ),
        ("json", json_escape(secret)),
        ("json-in-json", json_escape(&json_escape(secret))),
        ("units", units(|unit| format!("\\u{unit:04x}"))),
        ("large-units", units(|unit| format!("\\u{unit:04X}"))),
        (
            "names",
            secret
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
                .replace('"', "&quot;")
                .replace('\'', "&apos;"),
        ),
        (
            "numbers",
            each_char(secret, |c| format!("&#{};", u32::from(c))),
        ),
        (
            "hex-numbers",
            each_char(secret, |c| format!("&#x{:x};", u32::from(c))),
        ),
        (
            "large-hex-numbers",
            each_char(secret, |c| format!("&#X{:X};", u32::from(c))),
        ),
    ];
    let names = [["a0", "a1", "a2"], ["b0", "b1", "b2"]];
    for (alphabet, names) in ALPHABETS.into_iter().zip(names) {
        for (skipped, name) in names.into_iter().enumerate() {
            let whole = format!("{}{secret}:", &"xy"[..skipped]);
            forms.push((name, base64(whole.as_bytes(), alphabet)));
        }
    }
    forms
}

/// The content of the responses, by its position.
const POSITIONS: [&str; 13] = [
    "text", "verbatim", "key", "inside", "note", "element", "word", "pattern", "header", "media",
    "broken", "plain", "status",
];

/// A document with a case for each form at each position.
fn document(forms: &[(&'static str, String)]) -> Value {
    let named = |value: Value| {
        json!({"one": {"value": value, "x-reprise": {
            "fixture": "one", "credentials": {"scheme": "key", "as": "reader"},
        }}})
    };
    let mut paths = Map::new();
    for position in POSITIONS {
        let text = match position {
            "word" => json!({"enum": ["hello", "bye"]}),
            "pattern" => json!({"type": "string", "pattern": "^[a-y]+$", "maxLength": 5}),
            _ => json!({"type": "string"}),
        };
        let other = match position {
            "inside" => json!({"type": "string"}),
            "note" => json!(true),
            _ => json!(false),
        };
        let schema = json!({
            "type": "object", "properties": {"text": text}, "additionalProperties": other,
        });
        let content = match position {
            "plain" => json!({"text/plain": {"examples": named(json!("hello"))}}),
            _ => json!({"application/json": {
                "schema": schema, "examples": named(json!({"text": "hello"})),
            }}),
        };
        let echo = json!({
            "schema": {"type": "string", "maxLength": 3}, "examples": {"one": {"value": "abc"}},
        });
        let headers = if position == "header" {
            json!({"X-Echo": echo})
        } else {
            json!({})
        };
        for (form, _) in forms {
            paths.insert(
                format!("/{position}/{form}"),
                json!({"get": {"responses": {"200": {
                    "description": "An answer.", "headers": headers, "content": content,
                }}}}),
            );
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Echo", "version": "1"},
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "key"}},
        },
    })
}

/// The response of the server: of the state hook, or a form of the secret at a position.
fn respond(request: &Request, secret: &str, forms: &[(&'static str, String)]) -> String {
    let path = request.line.split([' ', '?']).nth(1).unwrap();
    if path.starts_with("/hook") {
        let credentials = json!({ "reader": secret });
        return sandbox(request, "", &format!(r#", "credentials": {credentials}"#));
    }
    let (position, form) = path[1..].split_once('/').unwrap();
    let form = &forms.iter().find(|(name, _)| *name == form).unwrap().1;
    let body = |value: Value| response(200, "application/json", &value.to_string());
    let fits_header = !form.contains(|c: char| c.is_control());
    match position {
        "verbatim" => {
            let text = format!(r#"{{"text": "you said {form}"}}"#);
            response(200, "application/json", &text)
        }
        "key" | "inside" | "note" => {
            let mut members = Map::new();
            if position == "note" {
                members.insert("text".to_owned(), json!("bye"));
            }
            members.insert(form.clone(), json!(1));
            body(Value::Object(members))
        }
        "element" => body(json!({"text": ["a", {form: [form]}]})),
        "header" if fits_header => {
            let echo = format!("\r\nx-echo: {form}\r\n");
            body(json!({"text": "hello"})).replacen("\r\n", &echo, 1)
        }
        "media" if fits_header => response(200, &format!("text/x; said=\"{form}\""), "hello"),
        "broken" => response(200, "application/json", &format!("{{\"text\": {form}")),
        "plain" => response(200, "text/plain", &format!("hello\n{form}\n")),
        "status" => response(418, "application/json", &json!({"text": form}).to_string()),
        _ => body(json!({"text": form})),
    }
}

/// Decodes one encoding at every position.
fn decode_each(text: &str, mark: char, read: impl Fn(&str) -> Option<(String, usize)>) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(mark) {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        let (read, length) = read(rest).unwrap_or_else(|| (mark.to_string(), mark.len_utf8()));
        whole.push_str(&read);
        rest = &rest[length..];
    }
    whole + rest
}

fn decode_percent(text: &str) -> String {
    decode_percent_bytes(text.as_bytes())
}

fn decode_percent_bytes(bytes: &[u8]) -> String {
    let mut read = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes
            .get(at + 1..at + 3)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                read.push(byte);
                at += 3;
            }
            _ => {
                read.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&read).into_owned()
}

fn decode_backslashes(text: &str) -> String {
    decode_each(text, '\\', |rest| {
        let mut end = match rest.get(1..2) {
            Some("u") => 6,
            _ => 1 + rest.chars().nth(1)?.len_utf8(),
        };
        // a pair of surrogates is read together
        while end % 6 == 0 && rest.get(end..end + 2) == Some("\\u") {
            end += 6;
        }
        let read: String = serde_json::from_str(&format!("\"{}\"", rest.get(..end)?)).ok()?;
        Some((read, end))
    })
}

fn decode_entities(text: &str) -> String {
    decode_each(text, '&', |rest| {
        let end = rest.find(';')?;
        let name = rest.get(1..end)?;
        let read = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            number => char::from_u32(
                match number.strip_prefix("#x").or(number.strip_prefix("#X")) {
                    Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                    None => number.strip_prefix('#')?.parse().ok()?,
                },
            )?,
        };
        Some((read.to_string(), end + 1))
    })
}

/// A part of a secret in a text, as it is or after decoding; it shares no code with the tested module.
fn find_leak(text: &str, secret: &str) -> Option<String> {
    let middle = secret
        .char_indices()
        .nth(secret.chars().count() / 2)
        .unwrap()
        .0;
    let mut sought = vec![secret[..middle].to_owned(), secret[middle..].to_owned()];
    for alphabet in ALPHABETS {
        for skipped in 0..3 {
            let core = base64_core(secret, skipped, alphabet);
            let (front, back) = core.split_at(core.len() / 2);
            sought.extend([front.to_owned(), back.to_owned()]);
        }
    }
    let decoders = [decode_percent, decode_backslashes, decode_entities];
    let mut texts = vec![text.to_owned()];
    for _ in 0..2 {
        let last = texts.clone();
        texts.extend(
            last.iter()
                .flat_map(|text| decoders.map(|decode| decode(text))),
        );
        texts.sort_unstable();
        texts.dedup();
    }
    sought
        .into_iter()
        .find(|part| texts.iter().any(|text| text.contains(part)))
}

#[test]
fn no_report_contains_a_random_secret() {
    let mut random = fastrand::Rng::with_seed(0x5eed_0f5e_c4e7);
    for _ in 0..3 {
        let secret = secret(&mut random);
        let forms = forms_of_secret(&secret);
        for (name, form) in &forms {
            assert!(
                find_leak(&format!("<{form}>"), &secret).is_some(),
                "{name}: {form}"
            );
        }
        let project = Project::empty()
            .with("echo.json", &document(&forms).to_string())
            .with("fixtures/one.yaml", "{}\n");
        let (sent, known) = (secret.clone(), forms.clone());
        let server = Server::start(move |request| respond(request, &sent, &known));

        let hook = format!("--hook={}/hook", server.url());
        let formats = || Format::ALL.iter().map(|format| format.as_str());
        let args = ["run", "echo.json", "--suite", ".", "-v", &hook].map(str::to_owned);
        let reports = formats().map(|format| format!("--report={format}={format}"));
        let args: Vec<String> = args.into_iter().chain(reports).collect();
        let run = project.command(&args, &[]);
        // 2 would be the last check before writing, which must not be needed
        assert_eq!(run.code, 1, "{secret:?} {}{}", run.out, run.err);
        assert!(run.out.contains("‹reader›"), "{}", run.out);
        let cases = POSITIONS.len() * forms.len();
        let report = Report::read(&project.path("json"));
        assert_eq!(report.cases().len(), cases);
        let mut outputs = vec![("out", run.out), ("err", run.err)];
        outputs.extend(formats().map(|format| (format, project.read(format))));
        for (name, text) in outputs {
            if let Some(part) = find_leak(&text, &secret) {
                let line = text
                    .lines()
                    .find(|line| line.contains(&part))
                    .unwrap_or_default();
                panic!("{name} contains {part:?} of {secret:?}: {line}");
            }
        }
    }
}
