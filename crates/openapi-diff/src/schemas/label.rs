//! How sentences name the values of a schema: `` `/pipeline/id` of `Job` in responses``.

use std::fmt;

use jsonptr::{Pointer, Token};

use crate::change::Direction;
use crate::compared_document::component_of;
use crate::comparison::Scope;

/// The values of a schema, as sentences name them.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// `` `Job` ``, ``the 200 response of `getJob` ``
    root: String,
    /// The place in a value of that: `/artifacts/*/size`; empty for the whole.
    path: String,
    /// In which direction the values travel, if the root does not say it and it matters.
    direction: Option<Direction>,
}

impl Label {
    /// Names the schema at a place: by its component, otherwise by its subject.
    pub(crate) fn of(
        at: &Pointer,
        scope: Option<&Scope<'_>>,
        direction: Option<Direction>,
    ) -> Self {
        let tokens: Vec<String> = at
            .tokens()
            .map(|token| token.decoded().into_owned())
            .collect();
        if let Some((_, kind, name)) = component_of(at)
            && kind == "schemas"
        {
            return Self {
                root: format!("`{name}`"),
                path: instance_path(&tokens[3..]),
                direction,
            };
        }
        // the schema of a parameter, header or media type is its property `schema`, and only below it are places
        let below = tokens
            .iter()
            .position(|token| token == "schema")
            .map_or(tokens.len(), |index| index + 1);
        let path = instance_path(&tokens[below..]);
        match scope {
            Some(scope) => Self {
                root: scope.label.clone(),
                path,
                direction: None,
            },
            None => Self {
                root: format!("`{at}`"),
                path,
                direction,
            },
        }
    }

    /// The same without the direction: for changes that mean the same in both.
    pub(crate) fn without_direction(&self) -> Self {
        Self {
            direction: None,
            ..self.clone()
        }
    }

    /// Names a property of these values.
    pub(crate) fn property(&self, name: &str) -> Self {
        Self {
            path: format!("{}/{}", self.path, Token::new(name).encoded()),
            ..self.clone()
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.root)?;
        } else if self.root.starts_with("the ") {
            write!(f, "`{}` in {}", self.path, self.root)?;
        } else {
            write!(f, "`{}` of {}", self.path, self.root)?;
        }
        match self.direction {
            Some(Direction::Request) => f.write_str(" in requests"),
            Some(Direction::Response) => f.write_str(" in responses"),
            None => Ok(()),
        }
    }
}

/// The place in a value that a path through a schema describes.
fn instance_path(tokens: &[String]) -> String {
    let mut path = String::new();
    let mut tokens = tokens.iter();
    while let Some(token) = tokens.next() {
        match token.as_str() {
            "properties" => {
                if let Some(name) = tokens.next() {
                    path.push('/');
                    path.push_str(Token::new(name).encoded());
                }
            }
            "items" | "additionalProperties" => path.push_str("/*"),
            "patternProperties" => {
                tokens.next();
                path.push_str("/*");
            }
            "prefixItems" => {
                if let Some(index) = tokens.next() {
                    path.push('/');
                    path.push_str(index);
                }
            }
            "allOf" | "anyOf" | "oneOf" => {
                tokens.next();
            }
            _ => {}
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_schemas_are_places_in_values() {
        let response = Some(Direction::Response);
        for (at, direction, label) in [
            ("/components/schemas/Job", None, "`Job`"),
            ("/components/schemas/Job", response, "`Job` in responses"),
            (
                "/components/schemas/Job/properties/name",
                Some(Direction::Request),
                "`/name` of `Job` in requests",
            ),
            (
                "/components/schemas/Artifact/properties/a~1b",
                None,
                "`/a~1b` of `Artifact`",
            ),
            (
                "/components/schemas/Job/allOf/0/properties/items/items/anyOf/1",
                None,
                "`/items/*` of `Job`",
            ),
        ] {
            let at = Pointer::parse(at).unwrap();
            assert_eq!(Label::of(at, None, direction).to_string(), label);
        }
        let at = "/paths/~1a/get/responses/200/content/x/schema/items/properties/id";
        let label = Label {
            root: "the 200 response of getJob".to_owned(),
            ..Label::of(Pointer::parse(at).unwrap(), None, None)
        };
        assert_eq!(label.to_string(), "`/*/id` in the 200 response of getJob");
    }
}
