//! `reprise diff`: the changes between two documents, and which of them break clients.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

use anyhow::Result;
use openapi_diff::render::{self, TextRole};
use openapi_diff::{Change, Class, diff as compare, most_serious_class};
use openapi_document::Document;

use crate::args::LimitArgs;
use crate::defects;
use crate::exit::Exit;
use crate::write::{is_stdout, write_text};
use reprise_engine::source::DocumentSource;
use reprise_report::styles::{Styles, apply_style};

/// Compare two documents, and show which changes break clients.
///
/// Operations, parameters, bodies, statuses, headers, security, servers, schemas and
/// examples; requests and responses break in opposite ways. What cannot be decided is to
/// be reviewed, and never taken for fine.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Exit codes:
  0  no change breaks clients
  1  a change breaks clients
  2  a document cannot be used
  4  no breaking change, but a change needs a review"
)]
pub(crate) struct DiffArgs {
    /// Old OpenAPI document, JSON or YAML
    old: PathBuf,

    /// New OpenAPI document, JSON or YAML
    new: PathBuf,

    /// Output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = DiffFormat::Text)]
    format: DiffFormat,

    /// Output file; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,

    #[command(flatten)]
    limits: LimitArgs,
}

/// How changes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum DiffFormat {
    /// For a terminal
    Text,
    /// For programs; the schema is spec/schemas/Diff.schema.json
    Json,
    /// For an issue or a merge request
    Markdown,
}

/// Compares two documents and prints the changes, the most severe first.
pub(crate) fn diff(args: &DiffArgs, out: &mut dyn Write) -> Result<Exit> {
    // the process ends soon; freeing a large document would take time
    let old = ManuallyDrop::new(read_document(&args.old, args)?);
    let new = ManuallyDrop::new(read_document(&args.new, args)?);
    // report unreadable parts, because they are not compared
    for document in [&old, &new] {
        defects::print_defects(document)?;
    }
    let changes = compare(&old, &new);
    let to_terminal = is_stdout(&args.output);
    let text = render_changes(args.format, &old, &new, &changes, to_terminal)?;
    write_text(&args.output, &text, out)?;
    Ok(match most_serious_class(&changes) {
        Some(Class::Breaking) => Exit::Failed,
        Some(Class::Review) => Exit::NotJudged,
        Some(Class::Compatible | Class::Cosmetic) | None => Exit::Passed,
    })
}

fn read_document(path: &std::path::Path, args: &DiffArgs) -> Result<Document> {
    let mut document = DocumentSource::File(path.to_owned()).read(args.limits.into())?;
    document.parse_examples();
    Ok(document)
}

fn render_changes(
    form: DiffFormat,
    old: &Document,
    new: &Document,
    changes: &[Change],
    to_terminal: bool,
) -> Result<String> {
    let mut text = String::new();
    match form {
        DiffFormat::Text => {
            let styles = if to_terminal {
                Styles::colored()
            } else {
                Styles::default()
            };
            render::text(&mut text, changes, &|paint, text| {
                style_text(&styles, paint, text)
            })?;
        }
        DiffFormat::Markdown => {
            let title = format!(
                "{}: {} to {}",
                new.title(),
                old.info_version(),
                new.info_version()
            );
            render::markdown(&mut text, &title, changes)?;
        }
        DiffFormat::Json => {
            text = serde_json::to_string_pretty(&render::json(old, new, changes))?;
            text.push('\n');
        }
    }
    Ok(text)
}

fn style_text(styles: &Styles, paint: TextRole, text: &str) -> String {
    let style = match paint {
        TextRole::Heading => styles.bold,
        TextRole::Detail => styles.dim,
        TextRole::Class(Class::Breaking) => styles.bad,
        TextRole::Class(Class::Review) => styles.warn,
        TextRole::Class(Class::Compatible) => styles.good,
        TextRole::Class(Class::Cosmetic) => styles.dim,
    };
    apply_style(style, text)
}
