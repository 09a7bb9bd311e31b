//! Options, configuration and environment together.

use std::path::Path;
use std::time::Duration;

use insta::assert_snapshot;
use openapi_document::Document;
use reprise_engine::{Environment, Error, Options, Settings, TargetSettings};

const CONFIG: &str = "
document: openapi.yaml
suite: conformance
known_failures: known-failures.yaml
targets:
  local:
    base_url: http://127.0.0.1:3000
    credentials: { admin: { environment: ADMIN_TOKEN }, reader: { file: reader.txt } }
    params: { id: 7, name: Emma }
    timeout: 3
    concurrency: 2
    version: 1.2
  staging: { base_url: { environment: STAGING_URL } }
  hooked: { hook: { url: https://a.example/hook, credential: { environment: HOOK } } }
";

/// A document without `servers`.
fn document() -> Document {
    Document::parse(
        "openapi.yaml",
        "{ openapi: 3.1.0, info: { title: T, version: '1' }, paths: {} }",
    )
    .unwrap()
}

/// Resolves options in the folder `/project`, whose `reprise.yaml` is given with `--config`.
fn resolve(options: Options, variables: &[(&str, &str)]) -> Result<Settings, Error> {
    let read = |path: &Path| match path.to_str() {
        Some("/project/reprise.yaml") => Ok(CONFIG.to_owned()),
        Some("/project/reader.txt") => Ok("reader-s3cret \nmore\n".to_owned()),
        Some("/project/empty.yaml") => Ok("document: openapi.yaml\n".to_owned()),
        _ => Err(Error::input(format!("{} cannot be read", path.display()))),
    };
    let variable = |name: &str| {
        let mut variables = variables.iter();
        let variable = variables.find(|(key, _)| *key == name);
        variable.map(|(_, value)| (*value).to_owned())
    };
    let environment = Environment {
        variable: &variable,
        read: &read,
        directory: "/".into(),
    };
    Settings::resolve(&options, &environment)
}

/// The options of a run with the configuration.
fn options_with_config() -> Options {
    Options {
        config: Some("/project/reprise.yaml".into()),
        ..Options::default()
    }
}

const ADMIN: (&str, &str) = ("ADMIN_TOKEN", "admin-s3cret");

fn to_strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn a_configuration_alone_is_enough() {
    let settings = resolve(options_with_config(), &[ADMIN]).unwrap();
    let TargetSettings::Url {
        base,
        params,
        credentials,
        ..
    } = &settings.target
    else {
        panic!("{:?}", settings.target);
    };
    assert_eq!(base, "http://127.0.0.1:3000");
    let params: Vec<String> = params
        .iter()
        .map(|param| format!("{} = {}", param.parameter, param.value))
        .collect();
    assert_eq!(params, ["id = 7", r#"name = "Emma""#]);
    let shell: Vec<(&str, &str)> = credentials
        .iter()
        .map(|credential| (credential.name.as_str(), credential.shell.as_str()))
        .collect();
    assert_eq!(
        shell,
        [
            ("admin", "$ADMIN_TOKEN"),
            ("reader", "$(head -n 1 '/project/reader.txt')")
        ]
    );
    assert_eq!(settings.limits.timeout, Duration::from_secs(3));
    assert_eq!(settings.jobs, 2);
    assert_eq!(
        settings.known_failures.as_deref(),
        Some(Path::new("/project/known-failures.yaml"))
    );
    assert!(settings.version.is_some());
    for secret in ["admin-s3cret", "reader-s3cret"] {
        assert!(settings.secrets.find(secret).is_some(), "{secret}");
    }
    assert!(!format!("{settings:?}").contains("s3cret"));
}

#[test]
fn options_come_before_the_configuration() {
    let options = Options {
        params: to_strings(&["id=8", "topic=a=b"]),
        credentials: to_strings(&["admin=OTHER"]),
        timeout: Some(Duration::from_secs(9)),
        jobs: Some(1),
        known_failures: Some("other.yaml".into()),
        disposable: true,
        ..options_with_config()
    };
    // the variable of the configuration is not needed
    let settings = resolve(options, &[("OTHER", "other-s3cret")]).unwrap();
    let TargetSettings::Url { params, .. } = &settings.target else {
        panic!("{:?}", settings.target);
    };
    let params: Vec<String> = params
        .iter()
        .map(|param| format!("{} = {}", param.parameter, param.value))
        .collect();
    assert_eq!(params, ["id = 8", r#"topic = "a=b""#, r#"name = "Emma""#]);
    assert_eq!(settings.limits.timeout, Duration::from_secs(9));
    assert_eq!(settings.jobs, 1);
    assert_eq!(
        settings.known_failures.as_deref(),
        Some(Path::new("other.yaml"))
    );
    assert_snapshot!(settings.target.describe(None, &document()), @"http://127.0.0.1:3000, everything may be changed");
}

#[test]
fn suite_and_known_failures_belong_to_the_document_of_the_configuration() {
    let options = Options {
        document: Some("other.yaml".into()),
        ..options_with_config()
    };
    let settings = resolve(options, &[ADMIN]).unwrap();
    assert_eq!(settings.known_failures, None);
    assert_eq!(
        settings.sources.suite,
        reprise_engine::source::SuiteSource::None
    );
}

#[test]
fn targets_are_described() {
    let describe = |options: Options| {
        let settings = resolve(options, &[ADMIN, ("HOOK", "hook-s3cret")]).unwrap();
        settings
            .target
            .describe(settings.label.as_deref(), &document())
    };
    let target = |name: &str| Options {
        target: Some(name.to_owned()),
        ..options_with_config()
    };
    assert_snapshot!(describe(options_with_config()), @"http://127.0.0.1:3000, read-only");
    assert_snapshot!(describe(target("hooked")), @"https://a.example/hook, one fixture per case");
    assert_snapshot!(describe(target("https://b.example/")), @"https://b.example, read-only");
}

#[test]
fn a_shard_comes_from_the_option_or_the_ci_system() {
    let variables = [ADMIN, ("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "3")];
    let shard = |shard: Option<&str>, variables: &[(&str, &str)]| {
        let options = Options {
            shard: shard.map(|shard| shard.parse().unwrap()),
            ..options_with_config()
        };
        let settings = resolve(options, variables).unwrap();
        settings.shard.map(|shard| shard.to_string())
    };
    assert_eq!(shard(None, &variables).as_deref(), Some("2/3"));
    assert_eq!(shard(Some("1/2"), &variables).as_deref(), Some("1/2"));
    assert_eq!(shard(None, &variables[..2]), None);
}

#[test]
fn errors_explain_how_to_fix_them() {
    let error = |options: Options, variables: &[(&str, &str)]| {
        resolve(options, variables).unwrap_err().to_string()
    };
    let nothing = Options::default();
    // without a document and a configuration
    assert_snapshot!(error(nothing.clone(), &[]), @"no document; give one (`reprise run openapi.yaml --target URL`), or run `reprise init openapi.yaml` to write a reprise.yaml, or try `reprise demo`");
    let document = Options {
        document: Some("openapi.yaml".into()),
        ..Options::default()
    };
    assert_snapshot!(error(document.clone(), &[]), @"no target; give --target URL, or --hook URL for a server with a state hook, or run `reprise init` to write a reprise.yaml");
    let target = |text: &str| Options {
        target: Some(text.to_owned()),
        ..document.clone()
    };
    assert_snapshot!(error(target("staging"), &[]), @"--target staging is not a URL, and there is no reprise.yaml with targets; write it like https://api.example.com/v1");
    assert_snapshot!(error(target("https://me:pw@a.example"), &[]), @"--target: a URL must not contain a user or a password; name them under `credentials`");
    let configured_target = |text: &str| Options {
        target: Some(text.to_owned()),
        ..options_with_config()
    };
    assert_snapshot!(error(configured_target("stagng"), &[]), @"--target stagng is not a URL and not a target of /project/reprise.yaml; did you mean `staging`?");
    assert_snapshot!(error(configured_target("xyz"), &[]), @"--target xyz is not a URL and not a target of /project/reprise.yaml; its targets are: local, staging, hooked");
    assert_snapshot!(error(configured_target("staging"), &[]), @"base_url: environment variable STAGING_URL is not set; set it, such as STAGING_URL=https://api.example.com/v1");
    assert_snapshot!(error(configured_target("staging"), &[("STAGING_URL", "a.example")]), @"base_url: STAGING_URL: expected a URL such as https://api.example.com/v1");
    assert_snapshot!(error(configured_target("hooked"), &[]), @"credential `hook`: environment variable HOOK is not set; set it first");
    // every missing secret is named
    let two = Options {
        credentials: to_strings(&["reader=READER"]),
        ..options_with_config()
    };
    assert_snapshot!(error(two, &[]), @"
    2 credentials are missing; set them first:
      `reader`: environment variable READER is not set
      `admin`: environment variable ADMIN_TOKEN is not set
    ");
    assert_snapshot!(error(options_with_config(), &[]), @"credential `admin`: environment variable ADMIN_TOKEN is not set; set it first");
    let empty = Options {
        config: Some("/project/empty.yaml".into()),
        ..Options::default()
    };
    assert_snapshot!(error(empty, &[]), @"/project/empty.yaml has no target; add one under `targets:`, or give --target URL");
    let missing = Options {
        config: Some("/project/missing.yaml".into()),
        ..Options::default()
    };
    assert_snapshot!(error(missing, &[]), @"/project/missing.yaml cannot be read");
    let url = "https://a.example";
    let mut errors = String::new();
    for (options, name) in [
        (
            Options {
                params: to_strings(&["id"]),
                ..target(url)
            },
            "param",
        ),
        (
            Options {
                credentials: to_strings(&["glpat-s3cret"]),
                ..target(url)
            },
            "credential",
        ),
        (
            Options {
                credentials: to_strings(&["me=glpat-s3cret"]),
                ..target(url)
            },
            "value as variable",
        ),
        (
            Options {
                hook: Some(url.to_owned()),
                ..target(url)
            },
            "hook and target",
        ),
        (
            Options {
                hook: Some(url.to_owned()),
                params: to_strings(&["id=1"]),
                ..document.clone()
            },
            "hook and param",
        ),
        (
            Options {
                hook: Some(url.to_owned()),
                disposable: true,
                ..document.clone()
            },
            "hook and disposable",
        ),
        (
            Options {
                hook: Some("a.example".to_owned()),
                ..document.clone()
            },
            "hook without scheme",
        ),
    ] {
        let error = error(options, &[]);
        assert!(!error.contains("s3cret"), "{error}");
        errors.push_str(&format!("{name}: {error}\n"));
    }
    assert_snapshot!(errors, @"
    param: --param id has no value; write it like id=42
    credential: --credential needs a name and an environment variable; write it like maintainer=TOKEN
    value as variable: credential `me`: its environment variable is not set; set it first
    hook and target: --hook and --target cannot be combined: a state hook answers with a base URL for each fixture
    hook and param: --param cannot be combined with a state hook: the hook answers with parameters and credentials for each fixture
    hook and disposable: --disposable cannot be combined with a state hook: the hook answers with parameters and credentials for each fixture
    hook without scheme: --hook: expected a URL such as https://api.example.com/v1
    ");
}
