//! `reprise completions`: what a shell needs to complete a command line.

use std::io::Write;

use anyhow::Result;
use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use crate::args::Args;
use crate::exit::Exit;

/// Print what a shell needs to complete commands and flags.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Where it belongs:
  bash  reprise completions bash > ~/.local/share/bash-completion/completions/reprise
  zsh   reprise completions zsh > \"${fpath[1]}/_reprise\"
  fish  reprise completions fish > ~/.config/fish/completions/reprise.fish"
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Prints the script of a shell.
pub(crate) fn completions(args: &CompletionsArgs, out: &mut dyn Write) -> Result<Exit> {
    // the generator panics where it cannot write, so it writes to memory
    let mut script = Vec::new();
    generate(args.shell, &mut Args::command(), "reprise", &mut script);
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Passed)
}
