//! Worlds: the states that a server can be put into, written down in YAML or JSON.

mod load;
mod problem;
mod resolve;

use std::path::{Path, PathBuf};

use jobs_world::Description;
pub(crate) use load::{LoadError, Loaded, load};
pub use problem::{Place, WorldError, WorldFileError};
pub(crate) use resolve::{Resolved, Surroundings, resolve};

/// A world that has been read, and can be set up any number of times.
#[derive(Clone, Debug)]
pub struct World {
    description: Description,
    text: String,
    folder: Option<PathBuf>,
}

impl World {
    /// Reads a world from YAML; JSON is YAML, too.
    pub fn parse(text: &str) -> Result<World, WorldError> {
        let description =
            serde_saphyr::from_str(text).map_err(|error| problem::from_yaml(&error))?;
        World::checked(description, text.to_owned(), None)
    }

    /// Reads a world from a YAML file; logs that it names lie in the same folder.
    pub fn read(path: &Path) -> Result<World, WorldFileError> {
        let text = std::fs::read_to_string(path).map_err(|cause| WorldFileError::Read {
            path: path.to_owned(),
            cause,
        })?;
        let folder = path.parent().map(Path::to_owned);
        serde_saphyr::from_str(&text)
            .map_err(|error| problem::from_yaml(&error))
            .and_then(|description| World::checked(description, text, folder))
            .map_err(|error| WorldFileError::World {
                path: path.to_owned(),
                error,
            })
    }

    /// Reads a world from JSON as programs write it.
    pub(crate) fn parse_json(text: &str) -> Result<World, WorldError> {
        let description = serde_json::from_str(text).map_err(|error| WorldError {
            place: Some(Place {
                line: u64::try_from(error.line()).unwrap_or_default(),
                column: u64::try_from(error.column()).unwrap_or_default(),
            }),
            problem: without_place(&error.to_string()),
        })?;
        World::checked(description, text.to_owned(), None)
    }

    /// What the world is for, in one line.
    pub fn title(&self) -> &str {
        &self.description.title
    }

    /// A world with a gap or a contradiction is refused when it is read, not when it is used.
    fn checked(
        description: Description,
        text: String,
        folder: Option<PathBuf>,
    ) -> Result<World, WorldError> {
        let world = World {
            description,
            text,
            folder,
        };
        world.resolve("http://127.0.0.1")?;
        Ok(world)
    }

    /// The world without gaps.
    pub(crate) fn resolve(&self, external_url: &str) -> Result<Resolved, WorldError> {
        let surroundings = Surroundings {
            external_url,
            folder: self.folder.as_deref(),
        };
        resolve(&self.description, surroundings).map_err(|problem| problem.in_text(&self.text))
    }
}

/// `unknown field … at line 1 column 5` without its end.
fn without_place(message: &str) -> String {
    match message.rfind(" at line ") {
        Some(end) => message.get(..end).unwrap_or(message).to_owned(),
        None => message.to_owned(),
    }
}

impl Default for World {
    /// A world in which there is nothing.
    fn default() -> World {
        World {
            description: Description::default(),
            text: String::new(),
            folder: None,
        }
    }
}
