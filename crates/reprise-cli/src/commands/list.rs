//! `reprise list`: the cases of a document, and the examples without a case.

use std::io::{BufWriter, Write};

use anyhow::Result;
use openapi_document::Document;
use reprise_core::{Case, Level, Suite};

use super::errata::{self, ErrataFormat};
use crate::args::{DocumentAndSuite, SourceArgs};
use crate::defects;
use crate::exit::Exit;
use reprise_report::place::describe_place;
use reprise_report::styles::{Styles, apply_style};
use reprise_report::text::escape_for_display;
use reprise_report::words::count_of;

/// List the cases of a document, the examples without a case, or the errata
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    sources: SourceArgs,

    /// List only examples without a case, each with its place and the reason
    #[arg(long, conflicts_with = "errata")]
    unused: bool,

    /// List where the documentation is wrong, for its authors
    #[arg(long)]
    errata: bool,

    /// Format of --errata
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ErrataFormat::Text, requires = "errata")]
    format: ErrataFormat,
}

/// Lists the cases, the unused examples or the errata.
pub(crate) fn list(args: &ListArgs, out: &mut dyn Write) -> Result<Exit> {
    if args.errata {
        return errata::print_errata(&args.sources, args.format, out);
    }
    let DocumentAndSuite {
        document, suite, ..
    } = args.sources.read()?;
    let (mut out, styles) = (BufWriter::new(out), Styles::colored());
    if args.unused {
        print_unused(&mut out, &styles, &document, &suite)?;
    } else {
        defects::print_defects(&document)?;
        print_cases(&mut out, &styles, &document, &suite)?;
    }
    out.flush()?;
    Ok(Exit::Passed)
}

fn print_cases(
    out: &mut dyn Write,
    styles: &Styles,
    document: &Document,
    suite: &Suite,
) -> Result<()> {
    let width = |text: &dyn Fn(&Case) -> usize| suite.cases.iter().map(text).max().unwrap_or(0);
    let id_width = width(&|case| case.id.as_str().chars().count());
    let method_width = width(&|case| case.method.as_str().len());
    let path_width = width(&|case| case.path.chars().count());
    for case in &suite.cases {
        let fixture = match &case.fixture {
            Some(fixture) => format!("fixture {fixture}"),
            None => "no fixture".to_owned(),
        };
        writeln!(
            out,
            "{:id_width$}  {:method_width$} {:path_width$}  up to {:8}  {}",
            case.id,
            case.method.as_str(),
            case.path,
            maximum_level(case),
            apply_style(styles.dim, fixture),
        )?;
        for default in case.steps.iter().flat_map(|step| &step.defaults) {
            let place = describe_place(document, &default.claim);
            let line = format!("{} is {}, {place}", default.part, default.from);
            writeln!(out, "    {}", apply_style(styles.dim, line))?;
        }
        for parameter in case.steps.iter().flat_map(|step| &step.missing_parameters) {
            let name = &parameter.name;
            let line = format!("{name} has no value; pass --param {name}=VALUE");
            writeln!(out, "    {}", apply_style(styles.dim, line))?;
        }
    }
    let left_out = defects::find_ignored_operations(document).count();
    let unused = match suite.unused.len() + left_out {
        0 => "every example is used".to_owned(),
        unused => {
            let places = count_of(unused, "place has", "places have");
            format!("{places} no case, see --unused")
        }
    };
    let line = format!("{} cases; {unused}", suite.cases.len());
    Ok(writeln!(out, "\n{}", apply_style(styles.dim, line))?)
}

/// The highest level that a case can reach: values are compared only in its fixture.
fn maximum_level(case: &Case) -> Level {
    match case.fixture {
        Some(_) => case.documented_level(),
        None => case.documented_level().min(Level::Shape),
    }
}

fn print_unused(
    out: &mut dyn Write,
    styles: &Styles,
    document: &Document,
    suite: &Suite,
) -> Result<()> {
    for (defect, operation) in defects::find_ignored_operations(document) {
        let place = describe_place(document, &defect.pointer);
        writeln!(
            out,
            "{}",
            apply_style(styles.bold, escape_for_display(&place))
        )?;
        let (operation, message) = (
            escape_for_display(operation),
            escape_for_display(&defect.message),
        );
        writeln!(out, "    {operation} is left out: {message}")?;
    }
    for unused in &suite.unused {
        let place = describe_place(document, &unused.pointer);
        writeln!(out, "{}", apply_style(styles.bold, place))?;
        writeln!(out, "    {}", unused.reason)?;
    }
    Ok(())
}
