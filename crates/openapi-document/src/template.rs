//! Path templates: `/jobs/{id}`, and the parameters that they need.

use std::collections::HashSet;

use jsonptr::PointerBuf;

use crate::defect::Defect;
use crate::parameter::Parameter;
use crate::style::{Location, Style};

/// Makes the path parameters of an operation match its path template.
///
/// An undeclared parameter is read as a string at the place of the operation, so that requests are still possible; a
/// parameter that is not in the path is ignored.
pub(crate) fn match_path_parameters(
    path: &str,
    pointer: &PointerBuf,
    parameters: &mut Vec<Parameter>,
    defects: &mut Vec<Defect>,
) {
    let names: Vec<&str> = parse_template(path)
        .into_iter()
        .filter_map(|part| match part {
            TemplatePart::Parameter(name) => Some(name),
            TemplatePart::Text(_) => None,
        })
        .collect();
    parameters.retain(|parameter| {
        let used = parameter.location != Location::Path || names.contains(&parameter.name.as_str());
        if !used {
            let message = format!(
                "the path `{path}` does not contain `{{{}}}`; correct the name (the parameter is ignored)",
                parameter.name
            );
            defects.push(Defect::new(parameter.pointer.clone(), message));
        }
        used
    });
    let mut seen = HashSet::new();
    for name in names.into_iter().filter(|name| seen.insert(*name)) {
        let declared =
            |parameter: &Parameter| parameter.location == Location::Path && parameter.name == name;
        if parameters.iter().any(declared) {
            continue;
        }
        let message = format!(
            "parameter `{{{name}}}` of the path is not declared; declare it (it is read as a string)"
        );
        defects.push(Defect::new(pointer.clone(), message));
        parameters.push(Parameter {
            name: name.to_owned(),
            location: Location::Path,
            required: true,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            pointer: pointer.clone(),
            schema: None,
            examples: Vec::new(),
            example: None,
            content: None,
        });
    }
}

/// A part of a path template.
pub(crate) enum TemplatePart<'p> {
    Text(&'p str),
    Parameter(&'p str),
}

impl<'p> TemplatePart<'p> {
    pub(crate) fn text(&self) -> &'p str {
        match self {
            Self::Text(text) | Self::Parameter(text) => text,
        }
    }
}

/// The parts of a path template: `/a/{b}` is the text `/a/` and the parameter `b`.
pub(crate) fn parse_template(path: &str) -> Vec<TemplatePart<'_>> {
    let mut parts = Vec::new();
    let mut rest = path;
    while let Some((text, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        parts.extend([TemplatePart::Text(text), TemplatePart::Parameter(name)]);
        rest = after;
    }
    parts.push(TemplatePart::Text(rest));
    parts
}
