//! Example values in separate files: `externalValue: examples/log.txt`.
//!
//! Under a media type, the file contains a body of that media type: JSON becomes a value, and anything else becomes
//! one string. If the media type is not known (a parameter, a shared example), the extension decides: `.json`,
//! `.yaml` and `.yml` are values, any other file is a string.

use jsonptr::Pointer;

use crate::parser::TextFormat;

/// How the file of an example is read.
pub(crate) fn choose_format(example: &Pointer, path: &str) -> TextFormat {
    let extension = path
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let is_value = matches!(extension.as_deref(), Some("json" | "yaml" | "yml"));
    match parse_media_type(example) {
        Some(essence) if essence.ends_with("/json") || essence.ends_with("+json") => {
            // A value may be written in YAML all the same.
            if is_value {
                TextFormat::of(path, "")
            } else {
                TextFormat::Json
            }
        }
        Some(_) => TextFormat::Text,
        None if is_value => TextFormat::of(path, ""),
        None => TextFormat::Text,
    }
}

/// The media type that an example belongs to: `…/content/application~1json/examples/one`.
fn parse_media_type(example: &Pointer) -> Option<String> {
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
            (json, "a.json", TextFormat::Json),
            (json, "a.yaml", TextFormat::Yaml),
            (json, "a", TextFormat::Json),
            (problem, "a.txt", TextFormat::Json),
            (plain, "a.txt", TextFormat::Text),
            (plain, "a.json", TextFormat::Text),
            (shared, "a.json", TextFormat::Json),
            (shared, "a.yml", TextFormat::Yaml),
            (shared, "a.log", TextFormat::Text),
        ] {
            let found = super::choose_format(Pointer::from_static(example), path);
            assert_eq!(found, format, "{path} at {example}");
        }
    }
}
