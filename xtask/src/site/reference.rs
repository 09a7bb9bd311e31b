//! The API reference: one page with the published copy of the document and the script that displays it.
//!
//! The content security policy of the page allows its two scripts by their digests, and no connections.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use data_encoding::BASE64;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::layout::{Frame, Page, SiteFile};

/// The path of the published copy, below the site.
pub(super) const PUBLISHED: &str = "openapi.verified.json";
/// The path of redoc's licences, below the site.
pub(super) const LICENCES: &str = "redoc-licences.txt";
/// Starts redoc, with the colours of this site.
const START: &str = include_str!("reference.js");
/// The only address that redoc would load, and an empty picture to replace it.
const LOGO: (&str, &str) = (
    "https://cdn.redoc.ly/redoc/logo-mini.svg",
    "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==",
);

/// The script that displays a document.
#[derive(Clone, Debug)]
pub struct Redoc {
    /// Its version.
    pub version: String,
    /// The script with all its dependencies.
    pub script: String,
    /// Its licence and those of its dependencies.
    pub licences: String,
}

impl Redoc {
    /// Reads it from the folder that npm installed it in.
    ///
    /// # Errors
    ///
    /// When a file is missing or has another format.
    pub fn read(tool: &Path) -> Result<Redoc> {
        #[derive(Deserialize)]
        struct Package {
            version: String,
        }
        let folder = tool.join("node_modules/redoc");
        let read = |path: &str| {
            let path = folder.join(path);
            fs::read_to_string(&path).with_context(|| {
                format!(
                    "{} cannot be read; remove {} and try again",
                    path.display(),
                    tool.display()
                )
            })
        };
        let package: Package = serde_json::from_str(&read("package.json")?)
            .context("the package of redoc has no version")?;
        Ok(Redoc {
            version: package.version,
            script: read("bundles/redoc.standalone.js")?,
            licences: format!(
                "{}\n{}",
                read("LICENSE")?,
                read("bundles/redoc.standalone.js.LICENSE.txt")?
            ),
        })
    }
}

/// The page; `published` is the copy of the document.
pub(super) fn page(frame: &Frame, published: &Value, redoc: &Redoc) -> SiteFile {
    let script = inline_script(&redoc.script.replace(LOGO.0, LOGO.1));
    let policy = format!(
        "default-src 'none'; script-src '{}' '{}'; style-src 'unsafe-inline'; img-src data:; worker-src blob:; base-uri 'none'; form-action 'none'",
        digest(&script),
        digest(START)
    );
    let mut html = frame.head(Page::Reference, &policy, "");
    html.push_str(&format!(
        "<main id=\"main\" class=\"reference\" tabindex=\"-1\">\n<noscript><p class=\"stop\">This page needs JavaScript. Without it, read the <a href=\"{}\">examples</a> or <a href=\"{}\">download</a> the document.</p></noscript>\n\
         <div id=\"redoc\"></div>\n</main>\n\
         <script type=\"application/json\" id=\"document\">{}</script>\n<script>{script}</script>\n<script>{START}</script>\n</body>\n</html>\n",
        Page::Examples.file(),
        Page::Downloads.file(),
        inline_json(published),
    ));
    SiteFile {
        path: Page::Reference.file().to_owned(),
        text: html,
    }
}

/// JSON that cannot end its HTML element. In JSON, `<` occurs only in strings.
fn inline_json(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// A script that cannot end or open an HTML element. The replaced texts occur only in strings and patterns.
fn inline_script(script: &str) -> String {
    script
        .replace("</script", "<\\/script")
        .replace("<!--", "<\\!--")
}

/// The digest of a script for a content security policy.
fn digest(script: &str) -> String {
    format!("sha256-{}", BASE64.encode(&Sha256::digest(script)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn content_cannot_end_its_element() {
        let json = inline_json(&json!({ "a</script><b>": "<!-- x" }));
        assert_eq!(json, r#"{"a\u003c/script>\u003cb>":"\u003c!-- x"}"#);
        assert_eq!(
            inline_script("'</script>' + /<!--/"),
            r"'<\/script>' + /<\!--/"
        );
    }

    #[test]
    fn a_policy_has_the_digest_of_a_script() {
        assert_eq!(
            digest(""),
            "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
    }
}
