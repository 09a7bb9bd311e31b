//! Example values in separate files: `externalValue: examples/log.txt`.
//!
//! Under a media type, the file contains a body of that media type: JSON becomes a value, and anything else becomes
//! one string. If the media type is not known (a parameter, a shared example), the extension decides: `.json`,
//! `.yaml` and `.yml` are values, any other file is a string.

use jsonptr::Pointer;

use crate::read::Format;

/// How the file of an example is read.
pub(crate) fn format(example: &Pointer, path: &str) -> Format {
    let extension = path
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let is_value = matches!(extension.as_deref(), Some("json" | "yaml" | "yml"));
    match media_type(example) {
        Some(essence) if essence.ends_with("/json") || essence.ends_with("+json") => {
            // A value may be written in YAML all the same.
            if is_value {
                Format::of(path, "")
            } else {
                Format::Json
            }
        }
        Some(_) => Format::Text,
        None if is_value => Format::of(path, ""),
        None => Format::Text,
    }
}

/// The media type that an example belongs to: `…/content/application~1json/examples/one`.
fn media_type(example: &Pointer) -> Option<String> {
    let (holder, _) = example.split_back()?;
    let (media_type, examples) = holder.split_back()?;
    let (content, name) = media_type.split_back()?;
    let (_, member) = content.split_back()?;
    if examples.decoded() != "examples" || member.decoded() != "content" {
        return None;
    }
    let name = name.decoded();
    let essence = name.split(';').next().unwrap_or_default();
    Some(essence.trim().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_or_the_extension_decides_how_a_file_is_parsed() {
        let json = "/paths/~1a/get/responses/200/content/application~1json/examples/one";
        let problem =
            "/x-files/a.yaml/content/application~1problem+json; charset=utf-8/examples/one";
        let plain = "/paths/~1a/get/responses/200/content/text~1plain/examples/one";
        let shared = "/components/examples/one";
        for (example, path, format) in [
            (json, "a.json", Format::Json),
            (json, "a.yaml", Format::Yaml),
            (json, "a", Format::Json),
            (problem, "a.txt", Format::Json),
            (plain, "a.txt", Format::Text),
            (plain, "a.json", Format::Text),
            (shared, "a.json", Format::Json),
            (shared, "a.yml", Format::Yaml),
            (shared, "a.log", Format::Text),
        ] {
            let found = super::format(Pointer::from_static(example), path);
            assert_eq!(found, format, "{path} at {example}");
        }
    }
}
