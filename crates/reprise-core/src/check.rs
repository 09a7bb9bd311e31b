//! The checks of a response: their ids and levels.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::level::Level;

/// Declares the checks in one table: id, level, meaning.
macro_rules! checks {
    ($($check:ident = $id:literal at $level:ident: $meaning:literal;)*) => {
        /// A check of a response. Reports contain its id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum Check {
            $(
                #[doc = $meaning]
                #[serde(rename = $id)]
                $check,
            )*
        }

        impl Check {
            /// Every check.
            pub const ALL: &[Check] = &[$(Check::$check,)*];

            /// The id.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Check::$check => $id,)*
                }
            }

            /// The level that is not reached if the check fails.
            pub const fn level(self) -> Level {
                match self {
                    $(Check::$check => Level::$level,)*
                }
            }

            /// What the check verifies, in one sentence.
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Check::$check => $meaning,)*
                }
            }
        }
    };
}

checks! {
    Status = "status" at Exchange: "The status is the documented one.";
    MediaType = "media-type" at Exchange: "The media type is the documented one.";
    Header = "header" at Exchange: "A documented header is present and valid against its schema.";
    HeaderValue = "header-value" at Value: "A header has the value of its example.";
    NoBody = "no-body" at Exchange: "A response without documented content has no body.";
    BodyParses = "body-parses" at Exchange: "The body can be read as its media type says.";
    Schema = "schema" at Schema: "The body is valid against its schema.";
    Undocumented = "undocumented" at Schema: "In a strict run, every property of the body is in the schema.";
    Shape = "shape" at Shape: "Every property of the example is present, with its type.";
    Value = "value" at Value: "Every value of the example equals the actual one.";
    ExpectedHeader = "expected-header" at Shape: "A header is as a file of cases expects it.";
    AbsentHeader = "absent-header" at Shape: "A header that a file of cases excludes is absent.";
    ExpectedBody = "expected-body" at Shape: "The body is as a file of cases expects it.";
    Relation = "relation" at Shape: "Two values are related as a file of cases expects it.";
    Capture = "capture" at Shape: "A value that a later step needs is present.";
    Paging = "paging" at Shape: "The pages of a list are linked and complete.";
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
