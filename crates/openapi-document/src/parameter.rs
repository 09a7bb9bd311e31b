//! The Parameter Object: one value of a request, its location and its serialization.

use jsonptr::PointerBuf;

use crate::content::{MediaType, read_content};
use crate::defect::Defect;
use crate::example::{Example, read_example, read_examples};
use crate::node::Node;
use crate::style::{Location, Style};

/// A parameter of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, for example `scope[]`.
    pub name: String,
    /// The location.
    pub location: Location,
    /// Whether a request must have it.
    pub required: bool,
    /// How its value is written.
    pub style: Style,
    /// Whether elements and properties are written as separate parameters.
    pub explode: bool,
    /// Whether reserved characters stay as they are in the query.
    pub allow_reserved: bool,
    /// The place of the Parameter Object.
    pub pointer: PointerBuf,
    /// The place of its schema.
    pub schema: Option<PointerBuf>,
    /// Its named examples.
    pub examples: Vec<Example>,
    /// The place of its unnamed example.
    pub example: Option<PointerBuf>,
    /// The media type of its value, if it has one instead of a style.
    pub content: Option<MediaType>,
}

/// The parameters of several objects; those of a later object take precedence.
pub(crate) fn read_parameters<'n, 'd: 'n>(
    holders: impl Iterator<Item = &'n Node<'d>>,
    defects: &mut Vec<Defect>,
) -> Result<Vec<Parameter>, Defect> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for node in holders.flat_map(|holder| holder.elements_of("parameters")) {
        let Some(parameter) = read_parameter(node, defects)? else {
            continue;
        };
        let earlier = parameters
            .iter_mut()
            .find(|other| other.name == parameter.name && other.location == parameter.location);
        match earlier {
            Some(earlier) => *earlier = parameter,
            None => parameters.push(parameter),
        }
    }
    Ok(parameters)
}

/// One parameter; `None` for a header that the specification ignores.
pub(crate) fn read_parameter(
    node: Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<Option<Parameter>, Defect> {
    let node = node.resolve_object("a Parameter Object")?;
    let Some(name) = node.text("name") else {
        return Err(Defect::new(node.at, "the parameter has no `name`; add one"));
    };
    let Some(location) = node.text("in").and_then(|text| text.parse().ok()) else {
        let message =
            format!("the parameter `{name}` has no valid `in`; use path, query, header or cookie");
        return Err(Defect::new(node.at, message));
    };
    let ignored = ["accept", "content-type", "authorization"];
    if location == Location::Header && ignored.iter().any(|other| name.eq_ignore_ascii_case(other))
    {
        return Ok(None);
    }
    let style = read_style(&node, location, defects);
    let content = read_content(&node, defects)?.into_iter().next();
    Ok(Some(Parameter {
        name: name.to_owned(),
        location,
        // A path cannot be built without its parameters, even if the document calls one optional.
        required: location == Location::Path || node.flag("required").unwrap_or(false),
        style,
        explode: node.flag("explode").unwrap_or(style == Style::Form),
        allow_reserved: node.flag("allowReserved").unwrap_or(false),
        schema: match node.member("schema") {
            Some(schema) => Some(schema.resolve_schema()?),
            None => content.as_ref().and_then(|content| content.schema.clone()),
        },
        examples: read_examples(&node, defects),
        example: read_example(&node),
        content,
        pointer: node.at,
    }))
}

/// The given style, or the default of the location if it is missing or not allowed there.
fn read_style(node: &Node<'_>, location: Location, defects: &mut Vec<Defect>) -> Style {
    let default = location.default_style();
    let Some(named) = node.member("style") else {
        return default;
    };
    match named.value.as_str().and_then(|text| text.parse().ok()) {
        Some(style) if location.allows(style) => style,
        _ => {
            let message = format!(
                "{} is not a valid style for a {location} parameter; the default style is used",
                named.value
            );
            defects.push(Defect::new(named.at, message));
            default
        }
    }
}
