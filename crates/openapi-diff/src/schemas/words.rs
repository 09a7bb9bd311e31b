//! How prose speaks of the values of a schema: `` `/pipeline/id` of Job``.

use std::fmt;

use jsonptr::Pointer;

use crate::change::Direction;
use crate::comparison::Scope;
use crate::side::component_of;

/// The values of a schema, as prose has it.
#[derive(Clone, Debug)]
pub(crate) struct Spoken {
    /// `Job`, `the 200 answer of getJob`
    root: String,
    /// The place in a value of that: `/artifacts/*/size`; empty for the whole.
    path: String,
}

impl Spoken {
    /// Speaks of the schema at a place: by its component, else by what it belongs to.
    pub(crate) fn of(at: &Pointer, scope: Option<&Scope<'_>>) -> Self {
        let tokens: Vec<String> = at
            .tokens()
            .map(|token| token.decoded().into_owned())
            .collect();
        if let Some((_, kind, name)) = component_of(at)
            && kind == "schemas"
        {
            return Self {
                root: name,
                path: path(&tokens[3..]),
            };
        }
        let root = scope.map_or_else(|| at.to_string(), |scope| scope.what.clone());
        // the schema of a parameter, header or media type is its member `schema`, and only below it are places
        let below = tokens
            .iter()
            .position(|token| token == "schema")
            .map_or(tokens.len(), |index| index + 1);
        Self {
            root,
            path: path(&tokens[below..]),
        }
    }

    /// Speaks of a member.
    pub(crate) fn member(&self, name: &str) -> Self {
        Self {
            root: self.root.clone(),
            path: format!(
                "{}/{}",
                self.path,
                name.replace('~', "~0").replace('/', "~1")
            ),
        }
    }

    /// What the member belongs to.
    pub(crate) fn whole(&self) -> &str {
        &self.root
    }

    /// Who has to do with such a value: `a client that reads …`.
    pub(crate) fn client(&self, direction: Direction) -> String {
        match direction {
            Direction::Request => format!("a client that sends {self}"),
            Direction::Response => format!("a client that reads {self}"),
        }
    }
}

impl fmt::Display for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.root)
        } else if self.root.starts_with("the ") {
            write!(f, "`{}` in {}", self.path, self.root)
        } else {
            let article = if self.root.starts_with(['A', 'E', 'I', 'O', 'U']) {
                "an"
            } else {
                "a"
            };
            write!(f, "`{}` of {article} {}", self.path, self.root)
        }
    }
}

/// The place in a value that the way through a schema means.
fn path(tokens: &[String]) -> String {
    let mut path = String::new();
    let mut tokens = tokens.iter();
    while let Some(token) = tokens.next() {
        match token.as_str() {
            "properties" => {
                if let Some(name) = tokens.next() {
                    path.push('/');
                    path.push_str(&name.replace('~', "~0").replace('/', "~1"));
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
        for (at, said) in [
            ("/components/schemas/Job", "Job"),
            (
                "/components/schemas/Job/properties/name",
                "`/name` of a Job",
            ),
            (
                "/components/schemas/Artifact/properties/a~1b",
                "`/a~1b` of an Artifact",
            ),
            (
                "/components/schemas/Job/allOf/0/properties/items/items/anyOf/1",
                "`/items/*` of a Job",
            ),
            (
                "/paths/~1a/get/responses/200/content/x/schema/items/properties/id",
                "`/*/id` in the document",
            ),
        ] {
            let at = Pointer::parse(at).unwrap();
            let said_now = match component_of(at) {
                Some(_) => Spoken::of(at, None),
                None => Spoken {
                    root: "the document".to_owned(),
                    path: Spoken::of(at, None).path,
                },
            };
            assert_eq!(said_now.to_string(), said);
        }
    }
}
