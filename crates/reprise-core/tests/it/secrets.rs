//! Secrets in every form that a text may give them.

use reprise_core::{SecretError, Secrets};
use serde_json::json;

const ALPHABETS: [&[u8; 64]; 2] = [
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
];

fn secrets(known: &[(&str, &str)]) -> Secrets {
    let mut secrets = Secrets::default();
    for (name, secret) in known {
        secrets.add(name, secret).unwrap();
    }
    secrets
}

/// A simple Base64 encoder, so that the test shares no code with the tested module.
fn encode_base64(bytes: &[u8], alphabet: &[u8; 64], padded: bool) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk
            .iter()
            .chain([0, 0].iter())
            .take(3)
            .fold(0u32, |word, byte| word << 8 | u32::from(*byte));
        for place in 0..4 {
            if place <= chunk.len() {
                let sextet = word >> (18 - 6 * place) & 63;
                text.push(char::from(alphabet[sextet as usize]));
            } else if padded {
                text.push('=');
            }
        }
    }
    text
}

/// Numbers that look random and are the same every time.
struct RandomSource(u64);

impl RandomSource {
    fn next_below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn next_text(&mut self, length: usize) -> String {
        let characters: Vec<char> = "abcXYZ0189-_.~+/=%\\\"'&<>$@ \u{e9}\u{1f600}\n"
            .chars()
            .collect();
        (0..length)
            .map(|_| characters[self.next_below(characters.len())])
            .collect()
    }
}

fn encode_percent(random: &mut RandomSource, text: &str, always: bool) -> String {
    let mut encoded = String::new();
    for character in text.chars() {
        if !always && character != '%' && random.next_below(2) == 0 {
            encoded.push(character);
            continue;
        }
        for byte in character.to_string().bytes() {
            encoded += &if random.next_below(2) == 0 {
                format!("%{byte:02x}")
            } else {
                format!("%{byte:02X}")
            };
        }
    }
    encoded
}

fn escape_json(text: &str) -> String {
    text.encode_utf16()
        .map(|unit| format!("\\u{unit:04x}"))
        .collect()
}

fn escape_html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

fn quote_json(text: &str) -> String {
    let quoted = json!(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// Every form of a secret, each with its name.
fn encoded_forms(random: &mut RandomSource, secret: &str) -> Vec<(String, String)> {
    let mut forms = vec![
        ("raw".to_owned(), secret.to_owned()),
        ("percent".to_owned(), encode_percent(random, secret, true)),
        (
            "partly percent".to_owned(),
            encode_percent(random, secret, false),
        ),
        ("json".to_owned(), quote_json(secret)),
        ("json in json".to_owned(), quote_json(&quote_json(secret))),
        ("json, all escaped".to_owned(), escape_json(secret)),
        ("html".to_owned(), escape_html(secret)),
    ];
    for alphabet in ALPHABETS {
        for padded in [true, false] {
            for before in 0..6 {
                for after in 0..3 {
                    let whole = format!(
                        "{}{secret}{}",
                        random_ascii(random, before),
                        random_ascii(random, after)
                    );
                    let text = encode_base64(whole.as_bytes(), alphabet, padded);
                    let what = format!("base64 {before} {after}");
                    forms.push((
                        format!("{what}, percent"),
                        encode_percent(random, &text, false),
                    ));
                    forms.push((format!("{what}, lines"), wrap_lines(&text)));
                    forms.push((what, text));
                }
            }
        }
    }
    forms
}

fn random_ascii(random: &mut RandomSource, length: usize) -> String {
    (0..length)
        .map(|_| char::from(b'a' + random.next_below(26) as u8))
        .collect()
}

fn wrap_lines(text: &str) -> String {
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(5)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    lines.join("\r\n")
}

#[test]
fn every_form_of_a_random_secret_is_found() {
    let mut random = RandomSource(0x9e37_79b9_7f4a_7c15);
    for round in 0..30 {
        let length = 4 + random.next_below(30);
        let secret = random.next_text(length);
        let known = secrets(&[("key", &secret), ("other", "never-said-anywhere")]);
        for (what, form) in encoded_forms(&mut random, &secret) {
            // the surrounding text must not change how it is decoded
            for (before, after) in [("", ""), ("token: ", " is gone"), ("[", "]"), ("é ", " é")] {
                let text = format!("{before}{form}{after}");
                assert_eq!(
                    known.find(&text),
                    Some("key"),
                    "{round} {what}: {secret:?} in {text:?}"
                );
                let masked = known.mask(&text);
                assert_eq!(known.find(&masked), None, "{round} {what}: {masked:?}");
                assert!(
                    masked.contains("‹key›") && !masked.contains(&secret),
                    "{masked:?}"
                );
                assert!(
                    masked.starts_with(before) && masked.ends_with(after),
                    "{masked:?}"
                );
            }
        }
    }
}

#[test]
fn a_text_without_secrets_is_unchanged() {
    let known = secrets(&[("key", "s3cret"), ("four", "abcd")]);
    for text in [
        "",
        "nothing to see",
        "s3cre",
        "S3CRET",
        "s3 cret",
        "%73%33cre",
        "c2VjcmV0",
        "%",
        "\\",
        "&",
    ] {
        assert_eq!(known.find(text), None, "{text}");
        assert_eq!(known.mask(text), text);
    }
    let none = Secrets::default();
    assert!(none.is_empty());
    assert_eq!(none.mask("s3cret"), "s3cret");
}

#[test]
fn all_of_several_are_masked_and_the_longest_of_those_in_one_place() {
    let known = secrets(&[
        ("short", "tok-1"),
        ("long", "tok-1-and-more"),
        ("again", "tok-1"),
    ]);
    assert_eq!(
        known.mask("tok-1 tok-1-and-more tok-1-and"),
        "‹short› ‹long› ‹short›-and"
    );
    let basic = encode_base64(b"user:tok-1-and-more", ALPHABETS[0], true);
    assert_eq!(
        known.mask(&format!("Basic {basic}")),
        "Basic dXNlcj‹long›=="
    );
}

#[test]
fn secrets_are_masked_in_values_and_places() {
    let known = secrets(&[("key", "s3cret"), ("pin", "48151623")]);
    let mut value =
        json!({ "a": ["x s3cret y", 1, true, null], "s3cret": { "n": 48_151_623 }, "m": 7 });
    known.mask_value(&mut value);
    assert_eq!(
        value,
        json!({ "a": ["x ‹key› y", 1, true, null], "‹key›": { "n": "‹pin›" }, "m": 7 })
    );
    let mut at = jsonptr::PointerBuf::from_tokens(["a/b", "s3cret"]);
    known.mask_pointer(&mut at);
    assert_eq!(at.as_str(), "/a~1b/‹key›");
}

#[test]
fn a_secret_like_any_other_word_is_refused() {
    let mut secrets = Secrets::default();
    let refused = secrets.add("pin", "123").unwrap_err();
    assert_eq!(refused, SecretError::TooShort { name: "pin".into() });
    assert_eq!(
        refused.to_string(),
        "the secret `pin` has fewer than 4 characters, too few to mask it safely; use a longer one"
    );
    secrets.add("pin", "1234").unwrap();
}

#[test]
fn debugging_shows_no_secret() {
    let known = secrets(&[("key", "s3cret")]);
    let shown = format!("{known:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[test]
fn many_secrets_cost_no_more_than_few() {
    let mut known = Secrets::default();
    for number in 0..20_000 {
        known.add("key", &format!("sandbox-{number:08}")).unwrap();
    }
    let text = "nothing to see here, sandbox-0000001 not quite ".repeat(2_000);
    assert_eq!(known.find(&text), None);
    assert_eq!(known.find(&format!("{text}sandbox-00019999")), Some("key"));
}
