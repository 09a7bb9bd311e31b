//! Whether the names that options give exist: cases, parameters and credentials.

use openapi_document::Document;
use reprise_core::{Case, Suite};

use crate::error::Error;
use crate::hint::did_you_mean;
use crate::settings::TargetSettings;

/// Checks that each text is part of the id of a case.
///
/// # Errors
///
/// When one is part of none; the error names the nearest case, operation or example.
pub(crate) fn check_only(only: &[String], suite: &Suite) -> Result<(), Error> {
    let exists = |text: &&String| {
        let mut cases = suite.cases.iter();
        cases.any(|case| case.id.as_str().contains(text.as_str()))
    };
    match only.iter().find(|text| !exists(text)) {
        None => Ok(()),
        Some(text) => Err(unknown_case(text, suite)),
    }
}

fn unknown_case(text: &str, suite: &Suite) -> Error {
    let words = |of: fn(&Case) -> &str| suite.cases.iter().map(of);
    let known = words(|case| &case.operation)
        .chain(words(|case| &case.example))
        .chain(words(|case| case.id.as_str()));
    let hint = did_you_mean(text, known, |_| "`reprise list` lists all cases".to_owned());
    Error::Input(format!("--only {text}: no case has this in its id; {hint}"))
}

/// Checks that each parameter and each credential of a target is one of the document or of a case.
///
/// # Errors
///
/// When one is not; the error names the nearest one.
pub(crate) fn check_names(
    target: &TargetSettings,
    document: &Document,
    suite: &Suite,
) -> Result<(), Error> {
    let TargetSettings::Url {
        params,
        credentials,
        ..
    } = target
    else {
        return Ok(());
    };
    let steps = || suite.cases.iter().flat_map(|case| &case.steps);
    let parameters = || {
        document
            .operations()
            .iter()
            .flat_map(|operation| &operation.parameters)
            .map(|parameter| parameter.name.as_str())
    };
    for param in params {
        let name = param.parameter.as_str();
        if !parameters().any(|known| known == name) {
            return Err(unknown_name("parameter", name, parameters()));
        }
    }
    let roles = || {
        let credentials = steps().filter_map(|step| step.credentials.as_ref());
        credentials
            .filter_map(|credential| credential.role.as_deref())
            .chain(
                document
                    .security_schemes()
                    .iter()
                    .map(|scheme| scheme.name.as_str()),
            )
    };
    for credential in credentials {
        let name = credential.name.as_str();
        if !roles().any(|known| known == name) {
            return Err(unknown_name("credential", name, roles()));
        }
    }
    Ok(())
}

fn unknown_name<'k>(kind: &str, name: &str, known: impl Iterator<Item = &'k str>) -> Error {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    known.dedup();
    if known.is_empty() {
        return Error::Input(format!(
            "the document has no {kind} `{name}`; it declares none"
        ));
    }
    let hint = did_you_mean(name, known.into_iter(), |known| format!("it has: {known}"));
    Error::Input(format!("the document has no {kind} `{name}`; {hint}"))
}
