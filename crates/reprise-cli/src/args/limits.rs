//! How large a document may be.

use reprise_engine::limits::DocumentLimits;

// A comment for documentation on this type would be shown as that of every command that reads a document.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct LimitArgs {
    /// Maximum size of the document, and of each referenced file
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Limits")]
    max_document: u16,

    /// Nesting depth of the document, and of the body of a response: up to 127
    #[arg(long, value_name = "LEVELS", default_value_t = 64, value_parser = clap::value_parser!(u8).range(1..=127), help_heading = "Limits")]
    max_depth: u8,

    /// Number of values that the aliases of a YAML document may expand to
    #[arg(long, value_name = "N", default_value_t = 500_000, value_parser = clap::value_parser!(u32).range(0..=50_000_000), help_heading = "Limits")]
    max_aliased: u32,
}

impl From<LimitArgs> for DocumentLimits {
    fn from(args: LimitArgs) -> DocumentLimits {
        DocumentLimits {
            bytes: u64::from(args.max_document) << 20,
            depth: args.max_depth.into(),
            aliased: args.max_aliased as usize,
        }
    }
}
