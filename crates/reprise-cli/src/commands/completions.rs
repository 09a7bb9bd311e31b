//! `reprise completions`: the script that completes commands and flags in a shell.

use std::io::Write;

use anyhow::Result;
use clap_complete::{Shell, generate};

use crate::exit::Exit;

/// Print the completion script of a shell
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Where to put it:
  bash  reprise completions bash > ~/.local/share/bash-completion/completions/reprise
  zsh   reprise completions zsh > \"${fpath[1]}/_reprise\"
  fish  reprise completions fish > ~/.config/fish/completions/reprise.fish"
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Prints the script of a shell.
pub(crate) fn completions(
    args: &CompletionsArgs,
    mut command: clap::Command,
    out: &mut dyn Write,
) -> Result<Exit> {
    // the generator panics if it cannot write, so it writes to memory
    let mut script = Vec::new();
    generate(args.shell, &mut command, "reprise", &mut script);
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Passed)
}
