//! The result of a comparison: a change, whether it breaks clients, and both of its places.

use std::fmt;

use jsonptr::PointerBuf;
use serde_json::Value;

/// The effect of a change on users of the API.
///
/// In the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A client that follows the old document can break.
    Breaking,
    /// It is unknown whether clients break: a person has to decide.
    Review,
    /// The API changed, and no client breaks.
    Compatible,
    /// Only texts for people changed.
    Cosmetic,
}

impl Class {
    /// Every class, in the order in which they are listed.
    pub const ALL: [Self; 4] = [
        Self::Breaking,
        Self::Review,
        Self::Compatible,
        Self::Cosmetic,
    ];

    /// The name of the class: `breaking`.
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

/// Whether clients or the server send a value; this decides the effect of a change of its schema.
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

    /// The name of the direction: `request`.
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

            /// The name of the kind: `property-removed`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

kinds! {
    /// An operation was removed.
    OperationRemoved = "operation-removed",
    /// An operation was added.
    OperationAdded = "operation-added",
    /// An operation has another id.
    OperationIdChanged = "operation-id-changed",
    /// A parameter was removed.
    ParameterRemoved = "parameter-removed",
    /// A parameter was added.
    ParameterAdded = "parameter-added",
    /// A parameter is now required.
    ParameterRequired = "parameter-required",
    /// A parameter is now optional.
    ParameterOptional = "parameter-optional",
    /// A parameter is serialized differently.
    ParameterStyleChanged = "parameter-style-changed",
    /// A parameter of the path template has another name.
    ParameterRenamed = "parameter-renamed",
    /// A request body was removed.
    RequestBodyRemoved = "request-body-removed",
    /// A request body was added.
    RequestBodyAdded = "request-body-added",
    /// A request body is now required.
    RequestBodyRequired = "request-body-required",
    /// A request body is now optional.
    RequestBodyOptional = "request-body-optional",
    /// A status was removed.
    StatusRemoved = "status-removed",
    /// A status was added.
    StatusAdded = "status-added",
    /// A media type was removed.
    MediaTypeRemoved = "media-type-removed",
    /// A media type was added.
    MediaTypeAdded = "media-type-added",
    /// The properties of a form body are serialized differently.
    EncodingChanged = "encoding-changed",
    /// A header was removed.
    HeaderRemoved = "header-removed",
    /// A header was added.
    HeaderAdded = "header-added",
    /// A header is now always present.
    HeaderRequired = "header-required",
    /// A header may now be absent.
    HeaderOptional = "header-optional",
    /// A header is serialized differently.
    HeaderStyleChanged = "header-style-changed",
    /// A credential is no longer accepted.
    SecurityRemoved = "security-removed",
    /// Another credential is accepted.
    SecurityAdded = "security-added",
    /// A security scheme works differently.
    SecuritySchemeChanged = "security-scheme-changed",
    /// A server was removed.
    ServerRemoved = "server-removed",
    /// A server was added.
    ServerAdded = "server-added",
    /// A component was removed.
    ComponentRemoved = "component-removed",
    /// A component was added.
    ComponentAdded = "component-added",
    /// A component was renamed.
    ComponentRenamed = "component-renamed",
    /// A schema was added.
    SchemaAdded = "schema-added",
    /// A schema was removed.
    SchemaRemoved = "schema-removed",
    /// A property was removed.
    PropertyRemoved = "property-removed",
    /// A property was added.
    PropertyAdded = "property-added",
    /// A property is now required.
    PropertyRequired = "property-required",
    /// A property is now optional.
    PropertyOptional = "property-optional",
    /// The rules for additional properties changed.
    AdditionalPropertiesChanged = "additional-properties-changed",
    /// The JSON type changed.
    TypeChanged = "type-changed",
    /// Null is now allowed.
    NullAllowed = "null-allowed",
    /// Null is no longer allowed.
    NullRefused = "null-refused",
    /// An enum value was added.
    EnumValueAdded = "enum-value-added",
    /// An enum value was removed.
    EnumValueRemoved = "enum-value-removed",
    /// A bound changed: `minimum`, `maxLength` and the like.
    BoundChanged = "bound-changed",
    /// The format or pattern changed.
    FormatChanged = "format-changed",
    /// The default changed.
    DefaultChanged = "default-changed",
    /// An alternative of `anyOf` or `oneOf` was added.
    ChoiceAdded = "choice-added",
    /// An alternative of `anyOf` or `oneOf` was removed.
    ChoiceRemoved = "choice-removed",
    /// Another rule changed: `if`, `not` and the like.
    RuleChanged = "rule-changed",
    /// Something is now deprecated, or no longer.
    DeprecationChanged = "deprecation-changed",
    /// An example was removed.
    ExampleRemoved = "example-removed",
    /// An example was added.
    ExampleAdded = "example-added",
    /// A property or element was added to an example.
    ExamplePropertyAdded = "example-property-added",
    /// A property or element was removed from an example.
    ExamplePropertyRemoved = "example-property-removed",
    /// A value in an example has another JSON type.
    ExampleTypeChanged = "example-type-changed",
    /// A value in an example changed.
    ExampleValueChanged = "example-value-changed",
    /// A title, summary or description changed.
    TextChanged = "text-changed",
    /// Something else changed whose effect is unknown.
    Other = "other",
}

/// A place of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its JSON Pointer.
    pub pointer: PointerBuf,
    /// Its file, line and column: `openapi.yaml:12:7`; only the file if the place does not exist.
    pub position: String,
}

/// One of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// The document that clients depend on.
    Old,
    /// The document that replaces it.
    New,
}

/// A value that one of the documents accepts and the other one does not, by their validators.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The value, for the schema at the place of the change.
    pub value: Value,
    /// The document that it is valid by.
    pub valid_by: Version,
}

/// One change between two documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What has changed.
    pub kind: Kind,
    /// The effect on users of the API.
    pub class: Class,
    /// The subject of the change: a component, an operation, or `document`.
    pub subject: Subject,
    /// Whether clients or the server send the value, if this decides the effect.
    pub direction: Option<Direction>,
    /// What changed, as a lower-case sentence without a full stop.
    pub sentence: String,
    /// Its place in the old document; if it is new, the place where it would be.
    pub old: Place,
    /// Its place in the new document; if it was removed, the place where it would be.
    pub new: Place,
    /// The ids of the operations that it affects, in the order of the document.
    pub operations: Vec<String>,
    /// A value that proves a break.
    pub witness: Option<Witness>,
}

/// The subject of a change.
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
        /// The property of `components`: `schemas`.
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

/// The most serious class among changes; `None` if there are no changes.
#[must_use]
pub fn gravest(changes: &[Change]) -> Option<Class> {
    changes.iter().map(|change| change.class).min()
}
