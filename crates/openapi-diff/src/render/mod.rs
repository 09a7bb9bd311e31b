//! The changes as text, as Markdown and as JSON.

mod json;
mod markdown;
mod summary;
mod text;

pub use json::{diff_schema, json};
pub use markdown::{changelog, markdown};
pub use summary::change_summary;
pub use text::{TextRole, text};
