//! What is wrong with a world: the place, the cause, and the word that was probably meant.

use std::fmt;
use std::path::PathBuf;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

/// A world that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{problem}", place.map(|place| format!("{place}: ")).unwrap_or_default())]
pub struct WorldError {
    /// Where in the text, if the text is at hand.
    pub place: Option<Place>,
    /// What is wrong there.
    pub problem: String,
}

/// A world file that cannot be read or used.
#[derive(Debug, thiserror::Error)]
pub enum WorldFileError {
    /// The file cannot be read.
    #[error("cannot read the world {path}: {cause}; name a file that exists")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// What it says makes no world.
    #[error("world {path}: {error}")]
    World {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: WorldError,
    },
}

/// A place in a text, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: u64,
    /// The column, in characters.
    pub column: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// One step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// The way from the whole world to one value: `jobs[3].pipeline`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trail(Vec<Step>);

impl Trail {
    /// The `index`-th element of the list `list`.
    pub(crate) fn element(list: &str, index: usize) -> Trail {
        Trail(vec![Step::Key(list.to_owned()), Step::Index(index)])
    }

    /// A member of the whole world.
    pub(crate) fn member(key: &str) -> Trail {
        Trail::default().key(key)
    }

    /// The member `key` of what this leads to.
    pub(crate) fn key(&self, key: &str) -> Trail {
        let mut steps = self.0.clone();
        steps.push(Step::Key(key.to_owned()));
        Trail(steps)
    }

    /// The `index`-th element of what this leads to.
    pub(crate) fn index(&self, index: usize) -> Trail {
        let mut steps = self.0.clone();
        steps.push(Step::Index(index));
        Trail(steps)
    }
}

impl fmt::Display for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if position == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// What is wrong, and on which way one gets there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) trail: Trail,
    pub(crate) cause: String,
}

impl Problem {
    /// The problem with its place in `text`.
    pub(crate) fn in_text(self, text: &str) -> WorldError {
        WorldError {
            place: locate(text, &self.trail),
            problem: format!("{}: {}", self.trail, self.cause),
        }
    }
}

/// `; did you mean …?`, where one of the known words is near.
pub(crate) fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let nearest = known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= 1 + candidate.chars().count().max(word.chars().count()) / 4
        })
        .min();
    match nearest {
        Some((_, candidate)) => format!("; did you mean `{candidate}`?"),
        None => String::new(),
    }
}

/// What the reader of YAML complains about, in our words.
pub(crate) fn from_yaml(error: &serde_saphyr::Error) -> WorldError {
    use serde_saphyr::Error;
    let problem = match error.without_snippet() {
        Error::SerdeUnknownField {
            field, expected, ..
        } => format!(
            "unknown key `{field}`{}",
            suggestion_or_list(field, expected)
        ),
        Error::SerdeUnknownVariant {
            variant, expected, ..
        } => format!(
            "unknown word `{variant}`{}",
            suggestion_or_list(variant, expected)
        ),
        Error::SerdeMissingField { field, .. } => format!("the key `{field}` is missing here"),
        other => {
            let text = other.to_string();
            text.lines().next().unwrap_or_default().to_owned()
        }
    };
    let place = error.location().map(|location| Place {
        line: location.line(),
        column: location.column(),
    });
    WorldError { place, problem }
}

fn suggestion_or_list(word: &str, known: &[&'static str]) -> String {
    let near = suggestion(word, known.iter().copied());
    if near.is_empty() {
        format!("; known are {}", known.join(", "))
    } else {
        near
    }
}

/// Where in the text the trail leads; as far as it can be followed.
fn locate(text: &str, trail: &Trail) -> Option<Place> {
    let root: Spanned<Node> = serde_saphyr::from_str(text).ok()?;
    let mut at = &root;
    for step in &trail.0 {
        let next = match (&at.value, step) {
            (Node::Map(members), Step::Key(key)) => members
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            (Node::List(items), Step::Index(index)) => items.get(*index),
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    Some(Place {
        line: at.referenced.line(),
        column: at.referenced.column(),
    })
}

/// A text's structure, without its values.
enum Node {
    Scalar,
    List(Vec<Spanned<Node>>),
    Map(Vec<(String, Spanned<Node>)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        struct Structure;
        impl<'de> Visitor<'de> for Structure {
            type Value = Node;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
                Ok(Node::Scalar)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
                Ok(Node::Scalar)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
                Ok(Node::Scalar)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
                Ok(Node::Scalar)
            }

            fn visit_str<E>(self, _: &str) -> Result<Node, E> {
                Ok(Node::Scalar)
            }

            fn visit_unit<E>(self) -> Result<Node, E> {
                Ok(Node::Scalar)
            }

            fn visit_none<E>(self) -> Result<Node, E> {
                Ok(Node::Scalar)
            }

            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Node, D::Error> {
                Node::deserialize(inner)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Node::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
                let mut map = Vec::new();
                while let Some(key) = members.next_key::<Option<String>>()? {
                    match key {
                        Some(key) => map.push((key, members.next_value()?)),
                        None => {
                            members.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(Node::Map(map))
            }
        }
        deserializer.deserialize_any(Structure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trail_leads_to_its_place_in_yaml_and_in_json() {
        let yaml = "title: x\njobs:\n  - id: 1\n  - id: 2\n    pipeline: 9\n";
        let json = "{\"title\": \"x\", \"jobs\": [{\"id\": 1},\n {\"id\": 2, \"pipeline\": 9}]}";
        let trail = Trail::element("jobs", 1).key("pipeline");
        assert_eq!(trail.to_string(), "jobs[1].pipeline");
        assert_eq!(
            locate(yaml, &trail),
            Some(Place {
                line: 5,
                column: 15
            })
        );
        assert_eq!(
            locate(json, &trail),
            Some(Place {
                line: 2,
                column: 24
            })
        );
        // what is missing is reported where it would stand
        let missing = Trail::element("jobs", 1).key("failure_reason");
        assert_eq!(locate(yaml, &missing), Some(Place { line: 4, column: 5 }));
    }

    #[test]
    fn only_a_near_word_is_suggested() {
        assert_eq!(
            suggestion("pipline", ["pipeline", "job"]),
            "; did you mean `pipeline`?"
        );
        assert_eq!(suggestion("zebra", ["pipeline", "job"]), "");
    }
}
