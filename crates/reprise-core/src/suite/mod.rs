//! The suite: every documented example and every entry in a case file becomes a case.
//!
//! The examples of a request and of its response belong together if they have the same name. The name is on each
//! parameter that the request sets, on the request body and on the response. An unnamed `example` has the name
//! `example`.
//!
//! A success without an example, for example because it has no content, is the response to the examples of the
//! request; then only its schema is checked. An operation without any example makes no case.

mod builder;
mod error;
mod examples;
mod expectation;
mod missing;
mod parts;
mod unused;

use std::collections::HashMap;

use openapi_document::Document;

use crate::case::{Case, CaseId};
use crate::case_file::CaseFile;
use crate::erratum::{Erratum, ErratumError, ErratumUse};
use crate::exchange::essence;
use crate::parallel::map_parallel;
use crate::requirement::Requirement;

pub use error::SuiteError;
pub(crate) use examples::{HasExamples, UNNAMED_EXAMPLE};
pub use unused::{UnusedExample, UnusedReason};

/// All cases of a document.
#[derive(Clone, Debug)]
pub struct Suite {
    /// The cases, in the order of the document.
    pub cases: Vec<Case>,
    /// The errata, each with the cases that it changed.
    pub errata: Vec<ErratumUse>,
    /// Examples that make no case, and operations without any.
    pub unused: Vec<UnusedExample>,
    /// All requirements, if there are requirement files.
    pub requirements: Vec<Requirement>,
}

/// Builds the cases of a document and of the files attached to it, and applies the errata to them.
///
/// # Errors
///
/// Returns an error if an `x-reprise` property is not valid, a file refers to something that the document does not
/// have, or an erratum names a case that does not exist or changes nothing.
pub fn build_suite(
    document: &Document,
    files: &[CaseFile],
    errata: &[Erratum],
) -> Result<Suite, SuiteError> {
    let mut suite = Suite {
        cases: Vec::new(),
        errata: Vec::new(),
        unused: Vec::new(),
        requirements: Vec::new(),
    };
    let mut unusable = Vec::new();
    let made = map_parallel(document.operations(), |operation| {
        builder::build_cases(document, operation)
    });
    for of_operation in made {
        for made in of_operation? {
            match made {
                Ok(case) => suite.cases.push(case),
                Err(unused) => unusable.push(unused),
            }
        }
    }
    suite.unused = unused::find_unused(document, &suite.cases, unusable);
    make_ids_unique(&mut suite.cases);
    for file in files {
        for case in file.cases(document)? {
            if suite.cases.iter().any(|known| known.id == case.id) {
                return Err(file.duplicate_error(document, &case).into());
            }
            insert_case(&mut suite.cases, case);
        }
    }
    for erratum in errata {
        let applied = apply_erratum(document, erratum, &mut suite.cases)?;
        suite.errata.push(applied);
    }
    Ok(suite)
}

/// Inserts a case after the existing cases of the same operation.
fn insert_case(cases: &mut Vec<Case>, case: Case) {
    let behind = cases
        .iter()
        .rposition(|known| known.operation == case.operation);
    let at = behind.map_or(cases.len(), |last| last + 1);
    cases.insert(at, case);
}

/// If cases of different responses have the same name, adds the status to their names; if names are still equal, adds
/// the media type.
fn make_ids_unique(cases: &mut [Case]) {
    let status = |case: &Case| Some(case.steps.first()?.expected_response.status.to_string());
    let media_type = |case: &Case| {
        let expectation = &case.steps.first()?.expected_response;
        expectation.media_type.as_deref().map(essence)
    };
    for part in [&status as &dyn Fn(&Case) -> Option<String>, &media_type] {
        let mut seen: HashMap<CaseId, usize> = HashMap::new();
        for case in &*cases {
            *seen.entry(case.id.clone()).or_default() += 1;
        }
        for case in cases.iter_mut() {
            if seen.get(&case.id).is_some_and(|count| *count > 1)
                && let Some(part) = part(case)
            {
                case.id.0 = format!("{}.{part}", case.id.0);
            }
        }
    }
}

fn apply_erratum(
    document: &Document,
    erratum: &Erratum,
    cases: &mut [Case],
) -> Result<ErratumUse, ErratumError> {
    for name in &erratum.examples {
        let case = cases
            .iter_mut()
            .find(|case| case.id.as_str() == name)
            .ok_or_else(|| ErratumError::UnknownCase {
                id: erratum.id.clone(),
                case: name.clone(),
            })?;
        erratum.apply(document, case)?;
    }
    let changed = erratum.effect.none.is_none();
    Ok(ErratumUse {
        id: erratum.id.clone(),
        claim: erratum.claim.trim_end().to_owned(),
        cases: if changed {
            erratum.examples.clone()
        } else {
            Vec::new()
        },
    })
}
