//! The number of changes.

use strum::VariantArray;

use crate::change::{Change, Class};

/// The number of changes of each class: `2 breaking, 1 compatible`.
#[must_use]
pub fn change_summary(changes: &[Change]) -> String {
    let counts: Vec<String> = Class::VARIANTS
        .iter()
        .filter_map(|&class| {
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
