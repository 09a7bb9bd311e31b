//! The changes as text, as Markdown and as JSON.

mod json;
mod markdown;
mod text;

pub use json::json;
pub use markdown::{changelog, markdown};
pub use text::{Paint, text};

use crate::{Change, Class};

/// How many changes there are of each class: `2 breaking, 1 compatible`.
#[must_use]
pub fn counted(changes: &[Change]) -> String {
    let counts: Vec<String> = Class::ALL
        .into_iter()
        .filter_map(|class| {
            let count = changes
                .iter()
                .filter(|change| change.class == class)
                .count();
            let class = if class == Class::Review {
                "to review"
            } else {
                class.as_str()
            };
            (count > 0).then(|| format!("{count} {class}"))
        })
        .collect();
    if counts.is_empty() {
        "no changes".to_owned()
    } else {
        counts.join(", ")
    }
}
