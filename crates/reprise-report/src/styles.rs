//! Colours, as values: plain by default.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// The style of each kind of text. The stream strips styles that a terminal does not support.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// Good results.
    pub good: Style,
    /// Failures.
    pub bad: Style,
    /// Warnings.
    pub warn: Style,
    /// Less important text.
    pub dim: Style,
    /// Headings and names.
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
pub fn apply_style(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}
