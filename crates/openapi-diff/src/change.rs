//! What a comparison returns: a change, who it breaks and how, and both of its places.

use std::fmt;

use jsonptr::PointerBuf;
use serde_json::Value;

/// What a change means to those who use the API.
///
/// In the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Somebody who does what the old document says breaks.
    Breaking,
    /// Nobody can say whether somebody breaks: a person has to look.
    Review,
    /// The API promises or takes something else than before, and nobody breaks.
    Compatible,
    /// Only words have changed.
    Cosmetic,
}

impl Class {
    /// Every class, in the order in which they are told.
    pub const ALL: [Self; 4] = [
        Self::Breaking,
        Self::Review,
        Self::Compatible,
        Self::Cosmetic,
    ];

    /// The class as a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Review => "review",
            Self::Compatible => "compatible",
            Self::Cosmetic => "cosmetic",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which way a value travels: what is sent may not be asked for less, what is answered not promised less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From client to server.
    Request,
    /// From server to client.
    Response,
}

impl Direction {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Request, Self::Response];

    /// The direction as a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $name:ident = $word:literal,)+) => {
        /// What has changed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])+ $name,)+ }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The kind as a word: `property-removed`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

kinds! {
    /// An operation is gone.
    OperationRemoved = "operation-removed",
    /// An operation is new.
    OperationAdded = "operation-added",
    /// An operation has another id.
    OperationIdChanged = "operation-id-changed",
    /// A parameter is gone.
    ParameterRemoved = "parameter-removed",
    /// A parameter is new.
    ParameterAdded = "parameter-added",
    /// A parameter has to be sent now.
    ParameterRequired = "parameter-required",
    /// A parameter may be left out now.
    ParameterOptional = "parameter-optional",
    /// A parameter is written in another way.
    ParameterStyleChanged = "parameter-style-changed",
    /// A parameter of the path template has another name.
    ParameterRenamed = "parameter-renamed",
    /// A request body is gone.
    RequestBodyRemoved = "request-body-removed",
    /// A request body is new.
    RequestBodyAdded = "request-body-added",
    /// A request body has to be sent now.
    RequestBodyRequired = "request-body-required",
    /// A request body may be left out now.
    RequestBodyOptional = "request-body-optional",
    /// A status is gone.
    StatusRemoved = "status-removed",
    /// A status is new.
    StatusAdded = "status-added",
    /// A media type is gone.
    MediaTypeRemoved = "media-type-removed",
    /// A media type is new.
    MediaTypeAdded = "media-type-added",
    /// The members of a form body are written in another way.
    EncodingChanged = "encoding-changed",
    /// A header is gone.
    HeaderRemoved = "header-removed",
    /// A header is new.
    HeaderAdded = "header-added",
    /// A header is always there now.
    HeaderRequired = "header-required",
    /// A header may be absent now.
    HeaderOptional = "header-optional",
    /// A header is written in another way.
    HeaderStyleChanged = "header-style-changed",
    /// A way to prove who one is does not do any more.
    SecurityRemoved = "security-removed",
    /// Another way to prove who one is does, too.
    SecurityAdded = "security-added",
    /// A security scheme works in another way.
    SecuritySchemeChanged = "security-scheme-changed",
    /// A server is gone.
    ServerRemoved = "server-removed",
    /// A server is new.
    ServerAdded = "server-added",
    /// A component is gone, and with it its name.
    ComponentRemoved = "component-removed",
    /// A component is new.
    ComponentAdded = "component-added",
    /// A component has another name.
    ComponentRenamed = "component-renamed",
    /// There is a schema where there was none.
    SchemaAdded = "schema-added",
    /// There is no schema any more.
    SchemaRemoved = "schema-removed",
    /// A property is gone.
    PropertyRemoved = "property-removed",
    /// A property is new.
    PropertyAdded = "property-added",
    /// A property is always there now.
    PropertyRequired = "property-required",
    /// A property may be absent now.
    PropertyOptional = "property-optional",
    /// Members that no property mentions are held to something else.
    AdditionalPropertiesChanged = "additional-properties-changed",
    /// The JSON type is another one.
    TypeChanged = "type-changed",
    /// Null is allowed now.
    NullAllowed = "null-allowed",
    /// Null is not allowed any more.
    NullRefused = "null-refused",
    /// A word of an enumeration is new.
    EnumWordAdded = "enum-word-added",
    /// A word of an enumeration is gone.
    EnumWordRemoved = "enum-word-removed",
    /// A bound is another one: `minimum`, `maxLength` and their like.
    BoundChanged = "bound-changed",
    /// The format or pattern is another one.
    FormatChanged = "format-changed",
    /// What is meant when nothing is sent is something else.
    DefaultChanged = "default-changed",
    /// A branch of a choice is new.
    ChoiceAdded = "choice-added",
    /// A branch of a choice is gone.
    ChoiceRemoved = "choice-removed",
    /// Another rule is another one: `if`, `not` and their like.
    RuleChanged = "rule-changed",
    /// Something is to be avoided now, or not any more.
    DeprecationChanged = "deprecation-changed",
    /// An example is gone.
    ExampleRemoved = "example-removed",
    /// An example is new.
    ExampleAdded = "example-added",
    /// An example shows something that it did not show.
    ExampleMemberAdded = "example-member-added",
    /// An example does not show something any more.
    ExampleMemberRemoved = "example-member-removed",
    /// An example shows a value of another JSON type.
    ExampleTypeChanged = "example-type-changed",
    /// An example shows another value.
    ExampleValueChanged = "example-value-changed",
    /// A title, summary or description is another one.
    TextChanged = "text-changed",
    /// Something else is not the same, and what it means is not known here.
    Other = "other",
}

/// A place of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its JSON Pointer.
    pub pointer: PointerBuf,
    /// Where that stands in the text: `openapi.yaml:12:7`; only the file where there is no such place.
    pub position: String,
}

/// One of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// What people depend on.
    Old,
    /// What they would get.
    New,
}

/// A value that one of the documents takes and the other one does not; a validator of each has said so.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The value, for the place that the change is at.
    pub value: Value,
    /// The document that it is valid by.
    pub valid_by: Version,
}

/// One change between two documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What has changed.
    pub kind: Kind,
    /// What it means to those who use the API.
    pub class: Class,
    /// What it belongs to: a component, an operation, or `document`.
    pub subject: Subject,
    /// Which way the value travels, where that decides what the change means.
    pub direction: Option<Direction>,
    /// Who breaks and how, or what is new, as a lower-case fragment.
    pub sentence: String,
    /// Where it was, or where it would have been.
    pub old: Place,
    /// Where it is, or where it would be.
    pub new: Place,
    /// The ids of the operations that it touches, in the order of the document.
    pub operations: Vec<String>,
    /// A value that shows it.
    pub witness: Option<Witness>,
}

/// What a change belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The document as a whole.
    Document,
    /// An operation, by method, path template and id.
    Operation {
        /// `GET /projects/{id}/jobs`
        route: String,
        /// Its id.
        id: String,
    },
    /// A component, by its kind and name: `schemas`, `Job`.
    Component {
        /// The member of `components`: `schemas`.
        kind: String,
        /// Its name.
        name: String,
    },
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => f.write_str("document"),
            Self::Operation { route, id } => write!(f, "{route} ({id})"),
            Self::Component { kind, name } => write!(f, "components/{kind}/{name}"),
        }
    }
}

/// The gravest class among changes; none if there are none.
#[must_use]
pub fn gravest(changes: &[Change]) -> Option<Class> {
    changes.iter().map(|change| change.class).min()
}
