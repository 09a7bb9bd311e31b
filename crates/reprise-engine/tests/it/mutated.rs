//! Configurations with random changes: no crash, no hang, no secret in an error.

use reprise_engine::config::Config;

const SEEDS: [&str; 2] = [
    "document: openapi.yaml
suite: conformance
targets:
  local:
    base_url: https://example.com/api/v4
    credentials: { reader: { file: secret.txt }, writer: { environment: WRITER } }
    params: { id: 42, name: 'a/b', list: [1, 2] }
    disposable: { params: [id] }
    tls: { ca_file: ca.pem }
    discover: [{ find: a book, operation: listBooks, set: { id: /id } }]
    timeout: 10
    version: 1.2.3-rc1
",
    "targets: { a: { hook: { url: http://127.0.0.1:8080/hook, credential: { environment: HOOK } }, start: { command: [a], within: 3s }, port: auto } }
",
];

const WORDS: [&str; 16] = [
    "[", "]", "{", "}", ":", "- ", "&a ", "*a", "!!str ", "|\n", "null", "-0", "\t", "\u{feff}",
    "'", "<<: *a",
];

#[test]
fn random_changes_are_errors_or_configurations() {
    let mut random = fastrand::Rng::with_seed(0x5eed);
    let mut read = 0;
    for _ in 0..3_000 {
        let mut text: Vec<char> = random.choice(SEEDS).unwrap().chars().collect();
        for _ in 0..random.usize(1..4) {
            let at = random.usize(0..text.len());
            let to = (at + random.usize(0..20)).min(text.len());
            let word = random.choice(WORDS).unwrap();
            match random.u8(0..4) {
                0 => drop(text.drain(at..to)),
                1 => {
                    let copy = text[at..to].to_vec();
                    text.splice(at..at, copy);
                }
                2 => drop(text.splice(at..to, word.chars())),
                _ => {
                    let times = 1 << random.usize(0..8);
                    drop(text.splice(at..at, word.repeat(times).chars().collect::<Vec<_>>()));
                }
            }
            if text.is_empty() {
                break;
            }
        }
        let text: String = text.into_iter().collect();
        match Config::parse("reprise.yaml", &text) {
            Ok(_) => read += 1,
            Err(error) => assert!(!error.to_string().is_empty(), "{text}"),
        }
    }
    assert!(read > 10, "{read} of 3,000 were read");
}
