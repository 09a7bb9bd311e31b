//! The changes as text, as Markdown and as JSON.

mod json;
mod markdown;
mod summary;
mod text;

pub use json::{diff_schema, json};
pub use markdown::{changelog, markdown};
pub use summary::counted;
pub use text::{Paint, text};
