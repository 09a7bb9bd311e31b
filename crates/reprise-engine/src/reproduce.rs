//! The commands that send the requests of a case again, as a shell runs them.

use std::collections::BTreeSet;

use openapi_document::Document;
use reprise_core::{
    Case, Param, Placeholder, Secrets, Step, build_request, credential_names, render_curl,
    with_server_path,
};
use serde_json::{Value, json};

use crate::error::Error;
use crate::settings::{Hook, TargetSettings};
use crate::source::{DEFAULT_FIXTURE, SuiteSource};

/// How many bytes of a fixture a command contains; a longer one is named by its file.
const MAX_FIXTURE_BYTES: usize = 2_000;

/// The shell variable for the base URL.
const BASE_URL: &str = "BASE_URL";

/// Values for the requests of a case. A value that is missing becomes a variable of the shell.
#[derive(Clone, Copy)]
pub struct RequestValues<'v> {
    /// The base URL.
    pub base: Option<&'v str>,
    /// Values of parameters.
    pub params: &'v [Param],
    /// The expressions of the shell that give the secrets of credentials, by name.
    pub credentials: &'v dyn Fn(&str) -> Option<&'v str>,
}

impl RequestValues<'_> {
    /// No values: each one becomes a variable.
    pub fn none() -> RequestValues<'static> {
        RequestValues {
            base: None,
            params: &[],
            credentials: &|_| None,
        }
    }
}

/// Commands, and the variables that they need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reproduction {
    /// One `curl` command for each request.
    pub commands: String,
    /// Variables to set before the first command.
    pub variables: BTreeSet<ShellVariable>,
}

/// A variable of the shell, and its value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShellVariable {
    /// The base URL.
    BaseUrl,
    /// The value of a parameter, by its name.
    Param(String),
    /// The secret of a credential, by its name.
    Credential(String),
}

impl ShellVariable {
    /// The name of the variable.
    pub fn name(&self) -> String {
        let placeholder = match self {
            ShellVariable::BaseUrl => Placeholder::new(BASE_URL),
            ShellVariable::Param(name) | ShellVariable::Credential(name) => Placeholder::new(name),
        };
        placeholder.expression.trim_start_matches('$').to_owned()
    }
}

/// Writes the requests of a case as `curl` commands, up to the step at `last`. None if a request cannot be made.
pub fn reproduce(
    document: &Document,
    case: &Case,
    last: usize,
    values: RequestValues<'_>,
) -> Option<Reproduction> {
    let mut variables = BTreeSet::new();
    let mut commands = Vec::new();
    for (index, step) in case.steps.iter().enumerate().take(last.saturating_add(1)) {
        for (_, capture) in &step.captured_parameters {
            let name = Placeholder::new(capture).expression;
            let name = name.trim_start_matches('$');
            let source = capture_source(case, index, capture);
            commands.push(format!("# set {name} from the response to {source}"));
        }
        commands.push(curl_command(document, step, values, &mut variables)?);
    }
    Some(Reproduction {
        commands: commands.join("\n"),
        variables,
    })
}

/// Which request's response a captured value comes from, for people.
fn capture_source(case: &Case, before: usize, capture: &str) -> String {
    let mut steps = case.steps.iter().take(before).enumerate().rev();
    let captures = |step: &Step| {
        let expectations = step.expectations.as_ref();
        expectations.is_some_and(|expectations| {
            expectations
                .captures
                .iter()
                .any(|(name, ..)| name == capture)
        })
    };
    match steps.find(|(_, step)| captures(step)) {
        Some((index, _)) => format!("request {}", index + 1),
        None => "an earlier request".to_owned(),
    }
}

fn curl_command(
    document: &Document,
    step: &Step,
    values: RequestValues<'_>,
    variables: &mut BTreeSet<ShellVariable>,
) -> Option<String> {
    let mut placeholders = Vec::new();
    let mut params = values.params.to_vec();
    let mut leave_open = |parameter: &str, name: &str| {
        let placeholder = Placeholder::new(name);
        params.insert(
            0,
            Param {
                parameter: parameter.to_owned(),
                value: Value::from(placeholder.text.as_str()),
            },
        );
        placeholders.push(placeholder);
    };
    for (parameter, capture) in &step.captured_parameters {
        leave_open(&parameter.name, capture);
    }
    for parameter in &step.missing_parameters {
        let has_value = |param: &Param| param.parameter == parameter.name;
        if !values.params.iter().any(has_value) {
            leave_open(&parameter.name, &parameter.name);
            variables.insert(ShellVariable::Param(parameter.name.clone()));
        }
    }
    let has = |name: &str| (values.credentials)(name).is_some();
    for name in credential_names(document, step, &has) {
        let placeholder = Placeholder::new(name);
        placeholders.push(match (values.credentials)(name) {
            Some(expression) => placeholder.with_expression(expression),
            None => {
                variables.insert(ShellVariable::Credential(name.to_owned()));
                placeholder
            }
        });
    }
    let base_url = match values.base {
        Some(base) => base.to_owned(),
        None => {
            let placeholder = Placeholder::new(BASE_URL);
            let text = placeholder.text.clone();
            placeholders.push(placeholder);
            variables.insert(ShellVariable::BaseUrl);
            text
        }
    };
    let is_named = step.credentials.is_some();
    let secret = |name: &str| (is_named || has(name)).then(|| Placeholder::new(name).text);
    let request = build_request(document, step, &params, &secret).ok()?;
    let base = reprise_core::base_url(document, &base_url, step);
    Some(render_curl(&base, &request, &placeholders))
}

/// The commands for a case of a run, up to its step at `last`. With a state hook, comments before them say how to set
/// up the fixture again, since base URL, parameters and credentials of the run are no longer valid.
pub fn reproduce_on_target(
    target: &TargetSettings,
    document: &Document,
    suite: &SuiteSource,
    (case, last): (&Case, usize),
    discovered: &[Param],
    secrets: &Secrets,
) -> Option<String> {
    match target {
        TargetSettings::Url {
            base,
            params,
            credentials,
            ..
        } => {
            let mut params = [params.as_slice(), discovered].concat();
            for param in &mut params {
                secrets.mask_value(&mut param.value);
            }
            let shell = |name: &str| {
                let mut credentials = credentials.iter();
                let credential = credentials.find(|credential| credential.name == name)?;
                Some(credential.shell.as_str())
            };
            let base = with_server_path(document, base);
            let values = RequestValues {
                base: Some(&base),
                params: &params,
                credentials: &shell,
            };
            Some(reproduce(document, case, last, values)?.commands)
        }
        TargetSettings::Hook(hook) => {
            let reproduction = reproduce(document, case, last, RequestValues::none())?;
            let comments = set_up_comments(hook, suite, case, secrets).ok();
            let variables = hook_values_comment(&reproduction.variables);
            let lines = comments
                .into_iter()
                .chain([variables, reproduction.commands]);
            Some(lines.collect::<Vec<_>>().join("\n"))
        }
    }
}

/// Comments with the command that sets up the fixture of a case.
fn set_up_comments(
    hook: &Hook,
    suite: &SuiteSource,
    case: &Case,
    secrets: &Secrets,
) -> Result<String, Error> {
    let name = case.fixture.as_deref().unwrap_or(DEFAULT_FIXTURE);
    let body = json!({ "fixture": suite.read_fixture(name)? }).to_string();
    let is_short = body.len() <= MAX_FIXTURE_BYTES && secrets.find(&body).is_none();
    let mut request = reprise_core::Request {
        method: "POST".to_owned(),
        target: String::new(),
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: is_short.then(|| body.into_bytes()),
    };
    let mut placeholders = Vec::new();
    if let Some(credential) = &hook.credential {
        let placeholder = Placeholder::new("hook").with_expression(&credential.shell);
        let value = format!("Bearer {}", placeholder.text);
        request.headers.push(("Authorization".to_owned(), value));
        placeholders.push(placeholder);
    }
    let mut command = render_curl(&hook.url, &request, &placeholders);
    let mut comment = format!("# Set up the fixture `{name}` again:");
    if !is_short {
        let place = suite.fixture_path(name)?;
        comment = format!(
            "# Write {{\"fixture\": …}} with the content of {place} as JSON into fixture.json, then set it up again:"
        );
        command = command.replacen(
            "--request POST",
            "--request POST \\\n  --data-binary @fixture.json",
            1,
        );
    }
    let command = command.lines().map(|line| format!("#   {line}"));
    Ok([comment]
        .into_iter()
        .chain(command)
        .collect::<Vec<_>>()
        .join("\n"))
}

/// A comment that says where the variables are in the response of a state hook.
fn hook_values_comment(variables: &BTreeSet<ShellVariable>) -> String {
    let values = variables.iter().map(|variable| {
        let pointer = match variable {
            ShellVariable::BaseUrl => "base_url".to_owned(),
            ShellVariable::Param(name) => format!("parameters.{name}"),
            ShellVariable::Credential(name) => format!("credentials.{name}"),
        };
        format!("{} (`{pointer}`)", variable.name())
    });
    let values: Vec<String> = values.collect();
    format!(
        "# From its response, set {}. Its `parameters` replace values of the same name below.",
        values.join(", ")
    )
}
