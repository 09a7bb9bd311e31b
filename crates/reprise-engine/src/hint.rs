//! What a message about an unknown name suggests: "did you mean `staging`?", or else "its targets are: a, b".

use reprise_core::nearest_word;

/// Asks for the nearest of the known names; if none is near, `otherwise` says what to do with the list of them.
pub fn did_you_mean<'k>(
    name: &str,
    known: impl Iterator<Item = &'k str>,
    otherwise: impl FnOnce(&str) -> String,
) -> String {
    let known: Vec<&str> = known.collect();
    match nearest_word(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise(&known.join(", ")),
    }
}
