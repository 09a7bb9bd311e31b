//! The destination of a report: a file, which is complete or absent, or standard output.

mod replace;

use std::io::{self, Write};
use std::path::PathBuf;

use reprise_core::nearest_word;
use reprise_report::Format;

pub use replace::{parent_folder, replace_file};

/// One `--report`: a format, and a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The format.
    pub format: Format,
    /// The file; `None` for standard output.
    pub file: Option<PathBuf>,
}

/// A report that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// No such format.
    #[error("unknown report format `{word}`; {nearest}formats: {formats}")]
    UnknownFormat {
        /// The word for the format.
        word: String,
        /// The nearest format, in words.
        nearest: String,
        /// All formats.
        formats: String,
    },
    /// No file is named.
    #[error("`{0}` has no file; write it like json=report.json, or json=- for standard output")]
    NoFile(String),
    /// The folder is not there.
    #[error("--report {file}: the folder {folder} does not exist; create it first")]
    NoFolder {
        /// The file.
        file: String,
        /// Its folder.
        folder: String,
    },
    /// It could not be written.
    #[error("{file} cannot be written: {cause}")]
    Write {
        /// The file.
        file: String,
        /// Why not.
        cause: io::Error,
    },
}

impl Output {
    /// Reads `FORMAT=PATH`.
    ///
    /// # Errors
    ///
    /// When there is no such format, or no path.
    pub fn parse(text: &str) -> Result<Output, OutputError> {
        let (word, path) = text.split_once('=').unwrap_or((text, ""));
        let mut formats = Format::ALL.iter().copied();
        let format = formats
            .find(|format| format.as_str() == word)
            .ok_or_else(|| unknown_format(word))?;
        match path {
            "" => Err(OutputError::NoFile(text.to_owned())),
            "-" => Ok(Output { format, file: None }),
            path => Ok(Output {
                format,
                file: Some(PathBuf::from(path)),
            }),
        }
    }

    /// Checks whether it can be written, before the run sends a request.
    ///
    /// # Errors
    ///
    /// When the folder is not there.
    pub fn check(&self) -> Result<(), OutputError> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        let folder = parent_folder(file);
        if folder.is_dir() {
            Ok(())
        } else {
            Err(OutputError::NoFolder {
                file: file.display().to_string(),
                folder: folder.display().to_string(),
            })
        }
    }

    /// Writes a report; `out` is standard output.
    ///
    /// # Errors
    ///
    /// When it cannot be written; then a file that was there before is as it was.
    pub fn write(&self, text: &str, out: &mut dyn Write) -> Result<(), OutputError> {
        let (name, written) = match &self.file {
            None => (
                "standard output".to_owned(),
                out.write_all(text.as_bytes()).and_then(|()| out.flush()),
            ),
            Some(file) => (file.display().to_string(), replace_file(file, text)),
        };
        written.map_err(|cause| OutputError::Write { file: name, cause })
    }
}

fn unknown_format(word: &str) -> OutputError {
    let names: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
    let nearest = nearest_word(word, names.iter().copied());
    OutputError::UnknownFormat {
        word: word.to_owned(),
        nearest: nearest.map_or_else(String::new, |near| format!("did you mean `{near}`? ")),
        formats: names.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use insta::assert_snapshot;

    use super::*;

    #[test]
    fn an_output_is_a_format_and_a_path() {
        assert_eq!(
            Output::parse("json=a=b.json").unwrap(),
            Output {
                format: Format::Json,
                file: Some("a=b.json".into())
            }
        );
        assert_eq!(Output::parse("github=-").unwrap().file, None);
        let errors = ["json", "json=", "jsno=x", "xyz=x"].map(|text| {
            let error = Output::parse(text).unwrap_err();
            error.to_string()
        });
        assert_snapshot!(errors.join("\n"), @"
        `json` has no file; write it like json=report.json, or json=- for standard output
        `json=` has no file; write it like json=report.json, or json=- for standard output
        unknown report format `jsno`; did you mean `json`? formats: json, jsonl, junit, html, markdown, sarif, github, gitlab
        unknown report format `xyz`; formats: json, jsonl, junit, html, markdown, sarif, github, gitlab
        ");
    }

    #[test]
    fn a_folder_must_be_there() {
        let output = Output::parse("json=/no/such/folder/x.json").unwrap();
        assert_snapshot!(output.check().unwrap_err(), @"--report /no/such/folder/x.json: the folder /no/such/folder does not exist; create it first");
        assert!(Output::parse("json=x.json").unwrap().check().is_ok());
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_stays_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report.json");
        fs::write(&file, "old").unwrap();
        let output = Output {
            format: Format::Json,
            file: Some(file.clone()),
        };
        output.write("new", &mut Vec::new()).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_write_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("none").join("report.json");
        let output = Output {
            format: Format::Json,
            file: Some(file),
        };
        let error = output
            .write("new", &mut Vec::new())
            .unwrap_err()
            .to_string();
        let folder_name = folder.path().display().to_string();
        assert_snapshot!(error.replace(&folder_name, "FOLDER"), @"FOLDER/none/report.json cannot be written: No such file or directory (os error 2)");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
