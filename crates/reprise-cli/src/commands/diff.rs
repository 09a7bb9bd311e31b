//! `reprise diff`: what has changed between two documents, and who breaks by it.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

use anyhow::Result;
use openapi_diff::render::{self, Paint};
use openapi_diff::{Change, Class, diff as compare, gravest};
use openapi_document::Document;

use crate::args::LimitArgs;
use crate::defects;
use crate::exit::Exit;
use crate::write::{is_stdout, write_text};
use reprise_engine::source::DocumentSource;
use reprise_report::styles::{Styles, styled};

/// Compare two documents, and say of each change who breaks and how.
///
/// Operations, parameters, bodies, statuses, headers, security, servers, schemas and
/// examples; requests and responses break in opposite ways. What cannot be decided is to
/// be reviewed, and never taken for fine.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Exit codes:
  0  nobody breaks
  1  somebody breaks
  2  a document cannot be used
  4  nothing is known to break, and something has to be reviewed"
)]
pub(crate) struct DiffArgs {
    /// OpenAPI document that people depend on, JSON or YAML
    old: PathBuf,

    /// OpenAPI document that they would get
    new: PathBuf,

    /// How it is written
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Form::Text)]
    format: Form,

    /// Where it is written to; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,

    #[command(flatten)]
    limits: LimitArgs,
}

/// How changes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For a terminal
    Text,
    /// For programs; spec/schemas/Diff.schema.json says what is in it
    Json,
    /// For an issue or a merge request
    Markdown,
}

/// Compares two documents and tells what has changed, the gravest first.
pub(crate) fn diff(args: &DiffArgs, out: &mut dyn Write) -> Result<Exit> {
    // the process ends here, and giving back a large document piece by piece takes a while
    let old = ManuallyDrop::new(read(&args.old, args)?);
    let new = ManuallyDrop::new(read(&args.new, args)?);
    // what could not be read cannot be compared, and must not look as if it had not changed
    for document in [&old, &new] {
        defects::warn(document)?;
    }
    let changes = compare(&old, &new);
    let to_terminal = is_stdout(&args.output);
    let text = written(args.format, &old, &new, &changes, to_terminal)?;
    write_text(&args.output, &text, out)?;
    Ok(match gravest(&changes) {
        Some(Class::Breaking) => Exit::Failed,
        Some(Class::Review) => Exit::NotJudged,
        Some(Class::Compatible | Class::Cosmetic) | None => Exit::Passed,
    })
}

fn read(path: &std::path::Path, args: &DiffArgs) -> Result<Document> {
    let mut document = DocumentSource::File(path.to_owned()).read(args.limits.into())?;
    document.parse_examples();
    Ok(document)
}

fn written(
    form: Form,
    old: &Document,
    new: &Document,
    changes: &[Change],
    to_terminal: bool,
) -> Result<String> {
    let mut text = String::new();
    match form {
        Form::Text => {
            let styles = if to_terminal {
                Styles::colored()
            } else {
                Styles::default()
            };
            render::text(&mut text, changes, &|paint, text| {
                painted(&styles, paint, text)
            })?;
        }
        Form::Markdown => {
            let title = format!(
                "{}: {} to {}",
                new.title(),
                old.info_version(),
                new.info_version()
            );
            render::markdown(&mut text, &title, changes)?;
        }
        Form::Json => {
            text = serde_json::to_string_pretty(&render::json(old, new, changes))?;
            text.push('\n');
        }
    }
    Ok(text)
}

fn painted(styles: &Styles, paint: Paint, text: &str) -> String {
    let style = match paint {
        Paint::Heading => styles.bold,
        Paint::Aside => styles.dim,
        Paint::Class(Class::Breaking) => styles.bad,
        Paint::Class(Class::Review) => styles.warn,
        Paint::Class(Class::Compatible) => styles.good,
        Paint::Class(Class::Cosmetic) => styles.dim,
    };
    styled(style, text)
}
