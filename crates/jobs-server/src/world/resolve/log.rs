//! Logs: where their bytes come from.

use std::path::Path;

use data_encoding::BASE64;

use crate::world::problem::{Problem, Trail};
use jobs_world::format::LogBytes;
use jobs_world::forms::LogSource;

/// The bytes of a log: a piece, so many times over. A long log is never held as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Log {
    pub(crate) piece: Vec<u8>,
    pub(crate) times: u32,
}

impl Log {
    /// How many bytes it has.
    pub(crate) fn length(&self) -> u64 {
        let piece = u64::try_from(self.piece.len()).unwrap_or(u64::MAX);
        piece.saturating_mul(u64::from(self.times))
    }
}

/// The longest log that a world may ask for.
const LONGEST: u64 = 256 << 20;

/// Gets the bytes of a log.
pub(super) fn read(
    source: &LogSource,
    folder: Option<&Path>,
    trail: &Trail,
) -> Result<Log, Problem> {
    let log = match source {
        LogSource::Text(text) => Log {
            piece: text.clone().into_bytes(),
            times: 1,
        },
        LogSource::Bytes(bytes) => Log {
            piece: piece(bytes, folder, trail)?,
            times: bytes.times.unwrap_or(1),
        },
    };
    if log.length() > LONGEST {
        return Err(Problem {
            trail: trail.clone(),
            cause: format!("a log ends at {LONGEST} bytes; repeat it less often"),
        });
    }
    Ok(log)
}

fn piece(bytes: &LogBytes, folder: Option<&Path>, trail: &Trail) -> Result<Vec<u8>, Problem> {
    match (&bytes.text, &bytes.base64, &bytes.file) {
        (Some(text), None, None) => Ok(text.clone().into_bytes()),
        (None, Some(encoded), None) => {
            let packed: String = encoded.split_whitespace().collect();
            BASE64.decode(packed.as_bytes()).map_err(|error| Problem {
                trail: trail.key("base64"),
                cause: format!("no Base64: {error}"),
            })
        }
        (None, None, Some(file)) => read_file(file, folder, &trail.key("file")),
        _ => Err(Problem {
            trail: trail.clone(),
            cause: "say exactly one of `text`, `base64` and `file`".to_owned(),
        }),
    }
}

fn read_file(file: &str, folder: Option<&Path>, trail: &Trail) -> Result<Vec<u8>, Problem> {
    let problem = |cause: String| Problem {
        trail: trail.clone(),
        cause,
    };
    let folder = folder.ok_or_else(|| {
        problem(
            "only a world that is read from a file can name files; use `text` or `base64`"
                .to_owned(),
        )
    })?;
    let outside = Path::new(file)
        .components()
        .any(|part| !matches!(part, std::path::Component::Normal(_)));
    if outside {
        return Err(problem(
            "a log lies in the folder of its world or below it".to_owned(),
        ));
    }
    std::fs::read(folder.join(file))
        .map_err(|error| problem(format!("cannot read `{file}`: {error}")))
}
