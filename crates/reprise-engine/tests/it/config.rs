//! `reprise.yaml`, as it is read.

use std::path::{Path, PathBuf};
use std::time::Duration;

use insta::assert_snapshot;
use reprise_core::DisposableResources;
use reprise_engine::config::target::{Command, Port, StateKind, TargetConfig};
use reprise_engine::config::{Config, Form, SecretSource, Url, Variable};
use reprise_engine::{Environment, Error};

/// A configuration with one target; `target` is written in one line.
fn config_with_target(target: &str) -> String {
    format!("targets:\n  local: {{ {target} }}\n")
}

fn parse_target(text: &str) -> TargetConfig {
    let config = Config::parse("reprise.yaml", &config_with_target(text)).unwrap();
    config.targets["local"].value.clone()
}

fn url(text: &str) -> Url {
    Url::try_from(text.to_owned()).unwrap()
}

#[test]
fn every_key_is_read() {
    let text = "
document: api/openapi.yaml
suite: conformance
known_failures: known-failures.yaml
targets:
  local:
    base_url: http://127.0.0.1:{port}/api/
    port: auto
    state: documented
    start: { command: [npm, start], ready: /health, within: 5m }
    credentials: { b: { file: b.txt }, a: { environment: A } }
    params: { id: 7, path: a/b }
    disposable: { params: [id], operations: [createBook] }
    tls: { ca_file: ca.pem }
    timeout: 3
    concurrency: 2
    version: 17.4.1
";
    let config = Config::parse("project/reprise.yaml", text).unwrap();
    assert_eq!(
        config.document_path(),
        Some("project/api/openapi.yaml".into())
    );
    assert_eq!(config.suite_path(), Some("project/conformance".into()));
    let known_failures = config.known_failures_path();
    assert_eq!(known_failures, Some("project/known-failures.yaml".into()));
    let target = &config.targets["local"].value;
    let base = url("http://127.0.0.1:{port}/api");
    assert_eq!(target.base_url, Some(Form::Short(base)));
    assert_eq!(target.port, Some(Port::Auto));
    assert_eq!(target.state, Some(StateKind::Documented));
    let start = target.start.as_ref().unwrap();
    let command = ["npm", "start"].map(str::to_owned).to_vec();
    assert_eq!(start.command, Command::List(command));
    assert_eq!(start.ready.as_deref(), Some("/health"));
    assert_eq!(start.within.unwrap().0, Duration::from_secs(300));
    // in the order of the file
    let credentials: Vec<(&str, &SecretSource)> = target
        .credentials
        .iter()
        .map(|(name, reference)| (name.as_str(), reference))
        .collect();
    assert_eq!(
        credentials,
        [
            ("b", &SecretSource::File("b.txt".into())),
            ("a", &SecretSource::Environment("A".into()))
        ]
    );
    assert_eq!(target.params["id"], 7);
    assert_eq!(
        DisposableResources::from(target.disposable.clone().unwrap()),
        DisposableResources::Listed {
            params: vec!["id".to_owned()],
            operations: vec!["createBook".to_owned()],
        }
    );
    assert_eq!(target.tls.ca_file.as_deref(), Some("ca.pem"));
    assert_eq!(target.timeout.unwrap().get(), 3);
    assert_eq!(target.concurrency.unwrap().get(), 2);
    assert_eq!(target.version.as_deref(), Some("17.4.1"));
}

#[test]
fn short_forms_mean_the_same_as_long_ones() {
    let hook = |text: &str| parse_target(text).hook.unwrap().into_long();
    let short = hook("hook: https://a.example/hook/");
    assert_eq!(short.url, url("https://a.example/hook"));
    assert_eq!(short, hook("hook: { url: https://a.example/hook }"));
    let disposable = |text: &str| {
        let text = format!("base_url: https://a.example, disposable: {text}");
        DisposableResources::from(parse_target(&text).disposable.unwrap())
    };
    assert_eq!(disposable("true"), DisposableResources::Everything);
    assert_eq!(disposable("false"), DisposableResources::Nothing);
    let start = "base_url: https://a.example, start: { command: 'npm start | tee log' }";
    let command = parse_target(start).start.unwrap().command;
    assert_eq!(command, Command::Shell("npm start | tee log".to_owned()));
    let base = "base_url: { environment: API_URL }";
    let variable = Variable {
        environment: "API_URL".to_owned(),
    };
    assert_eq!(parse_target(base).base_url, Some(Form::Long(variable)));
}

#[test]
fn a_mapping_that_contains_only_comments_is_empty() {
    let text = "
targets:
  local:
    base_url: https://a.example
    credentials:
      # admin: { environment: TOKEN }
    params:
";
    let config = Config::parse("reprise.yaml", text).unwrap();
    let target = &config.targets["local"].value;
    assert!(target.credentials.is_empty() && target.params.is_empty());
}

#[test]
fn a_text_in_the_place_of_a_reference_is_never_repeated() {
    for written in [
        "s3cret",
        "12345678",
        "1.25",
        "[s3cret]",
        "{ s3cret: s3cret }",
        "{ environment: [s3cret] }",
        "{ environment: A, s3cret: s3cret }",
        "{}",
        "null",
    ] {
        let text = config_with_target(&format!(
            "base_url: https://a.example, credentials: {{ reader: {written} }}"
        ));
        let error = Config::parse("reprise.yaml", &text)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("reprise.yaml:2:"), "{error}");
        for part in ["s3cret", "12345678", "1.25"] {
            assert!(!error.contains(part), "{error}");
        }
        let form = "{ environment: VARIABLE } or { file: PATH }";
        assert!(error.contains(form), "{error}");
    }
}

/// The errors of configurations, one a line.
fn parse_errors<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let errors = texts.into_iter().map(|text| {
        let error = Config::parse("reprise.yaml", text).unwrap_err();
        error.to_string()
    });
    errors.collect::<Vec<_>>().join("\n")
}

#[test]
fn errors_have_a_place_and_the_nearest_key() {
    assert_snapshot!(parse_errors(["documnet: openapi.yaml\n", "document: [a]\n", "targets: local\n", "document: [\n", "- a\n"]), @"
    reprise.yaml:1:1: unknown field `documnet`, expected one of document, suite, known_failures, targets; did you mean `document`?
    reprise.yaml:1:11: expected string scalar
    reprise.yaml:1:10: expected mapping start
    reprise.yaml:1:11: expected string scalar
    reprise.yaml:1:1: expected mapping start
    ");
    let targets = [
        "base_ulr: https://a.example",
        "tls: {}",
        "base_url: ftp://a.example",
        "base_url: https://user:password@a.example",
        "base_url: [a]",
        "base_url: https://a.example, hook: https://a.example",
        "hook: https://a.example, params: { id: 1 }",
        "hook: { url: a.example }",
        "hook: { ulr: https://a.example }",
        "base_url: https://a.example, state: documentd",
        "base_url: https://a.example, port: 8080",
        "base_url: https://a.example, start: { command: a, within: soon }",
        "base_url: https://a.example, start: { ready: /health }",
        "base_url: https://a.example, disposable: [id]",
        "base_url: https://a.example, disposable: { params: [id] }",
        "base_url: https://a.example, disposable: { parms: [id] }",
        "base_url: https://a.example, timeout: 0",
        "base_url: https://a.example, concurrency: many",
        "base_url: https://a.example, credentials: { me: secret }",
        "base_url: https://a.example, credentials: { me: { value: secret } }",
        "base_url: https://a.example, tls: { insecure: true }",
        "base_url: https://a.example, discover: [{ find: a, oparation: b }]",
    ];
    let targets = targets.map(config_with_target);
    assert_snapshot!(parse_errors(targets.iter().map(String::as_str)), @"
    reprise.yaml:2:12: unknown field `base_ulr`, expected one of base_url, hook, state, start, port, reset, changes, headers, credentials, params, disposable, discover, tls, timeout, concurrency, version; did you mean `base_url`?
    reprise.yaml:2:10: target `local`: the target has neither `base_url` nor `hook`; set one of them
    reprise.yaml:2:22: expected a URL such as https://api.example.com/v1
    reprise.yaml:2:22: a URL must not contain a user or a password; name them under `credentials`
    reprise.yaml:2:12: invalid type: sequence, expected a URL, or { environment: VARIABLE }
    reprise.yaml:2:10: target `local`: the target has `base_url` and `hook`; a state hook answers with a base URL for each fixture, so leave one out
    reprise.yaml:2:10: target `local`: a state hook answers with parameters and credentials for each fixture; leave `params`, `discover` and `credentials` out
    reprise.yaml:2:25: expected a URL such as https://api.example.com/v1
    reprise.yaml:2:20: unknown field `ulr`, expected one of url, credential; did you mean `url`?
    reprise.yaml:2:48: unknown variant `documentd`, expected one of documented, fixtures, discovered; did you mean `documented`?
    reprise.yaml:2:47: unknown variant `8080`, expected one of auto
    reprise.yaml:2:70: expected a duration such as 30s, 5m or 500ms
    reprise.yaml:2:50: missing field `command`
    reprise.yaml:2:41: invalid type: sequence, expected true, false, or { params: [NAME], operations: [ID] }
    reprise.yaml:2:10: target `local`: `disposable` lists the parameter `id`, but `params` has no value for it
    reprise.yaml:2:55: unknown field `parms`, expected one of params, operations; did you mean `params`?
    reprise.yaml:2:41: invalid value: integer `0`, expected a nonzero u16
    reprise.yaml:2:54: invalid u16
    reprise.yaml:2:60: reference the secret instead of writing it: { environment: VARIABLE } or { file: PATH }
    reprise.yaml:2:60: reference the secret instead of writing it: { environment: VARIABLE } or { file: PATH }
    reprise.yaml:2:48: unknown field `insecure`, expected one of ca_file
    reprise.yaml:2:63: unknown field `oparation`, expected one of find, operation, as, scheme, parameters, in, having, set, keep, for; did you mean `operation`?
    ");
}

/// An environment with files and a working directory.
fn environment<'e>(
    directory: &Path,
    read: &'e dyn Fn(&Path) -> Result<String, Error>,
) -> Environment<'e> {
    Environment {
        variable: &|_| None,
        read,
        directory: directory.to_owned(),
    }
}

#[test]
fn the_nearest_file_upwards_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let below = root.join("a/b/c");
    std::fs::create_dir_all(&below).unwrap();
    let find = |named: Option<&Path>, directory: &Path| {
        let read =
            |path: &Path| std::fs::read_to_string(directory.join(path)).map_err(Error::input);
        let config = Config::find(named, &environment(directory, &read)).unwrap();
        config.map(|config| config.file)
    };
    // one in the folders above the temporary folder would be found
    let outside = find(None, &below);
    assert!(outside.is_none_or(|path| !path.starts_with(root)));
    std::fs::write(root.join("reprise.yaml"), "{}\n").unwrap();
    assert_eq!(find(None, &below), Some(root.join("reprise.yaml")));
    std::fs::write(root.join("a/b/reprise.yaml"), "{}\n").unwrap();
    assert_eq!(find(None, &below), Some(root.join("a/b/reprise.yaml")));
    // in the working directory, the path in messages is short
    let here = find(None, &root.join("a/b"));
    assert_eq!(here, Some(PathBuf::from("reprise.yaml")));
    let named = root.join("reprise.yaml");
    assert_eq!(find(Some(&named), &below), Some(named));
}
