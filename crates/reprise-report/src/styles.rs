//! Colours, as values: plain by default.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// How each kind of text looks. Whoever writes to a terminal strips what it cannot show.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// What is as it should be.
    pub good: Style,
    /// What is not.
    pub bad: Style,
    /// What needs a look.
    pub warn: Style,
    /// What is said in passing.
    pub dim: Style,
    /// What stands out.
    pub bold: Style,
}

impl Styles {
    /// The colours of a terminal.
    pub fn colored() -> Styles {
        Styles {
            good: AnsiColor::Green.on_default(),
            bad: AnsiColor::Red.on_default().bold(),
            warn: AnsiColor::Yellow.on_default(),
            dim: Style::new().dimmed(),
            bold: Style::new().bold(),
        }
    }
}

/// A text in a style.
pub fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}
