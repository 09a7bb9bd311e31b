//! The result of a comparison: a change, whether it breaks clients, and both of its places.

use jsonptr::PointerBuf;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use strum::{IntoStaticStr, VariantArray};

/// The effect of a change on users of the API.
///
/// In the order in which they are listed.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    JsonSchema,
    strum::Display,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
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
    /// The name of the class: `breaking`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Whether clients or the server send a value; this decides the effect of a change of its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From client to server.
    Request,
    /// From server to client.
    Response,
}

impl Direction {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Request, Self::Response];
}

/// What has changed.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    JsonSchema,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// An operation was removed.
    OperationRemoved,
    /// An operation was added.
    OperationAdded,
    /// An operation has another id.
    OperationIdChanged,
    /// A parameter was removed.
    ParameterRemoved,
    /// A parameter was added.
    ParameterAdded,
    /// A parameter is now required.
    ParameterRequired,
    /// A parameter is now optional.
    ParameterOptional,
    /// A parameter is serialized differently.
    ParameterStyleChanged,
    /// A parameter of the path template has another name.
    ParameterRenamed,
    /// A request body was removed.
    RequestBodyRemoved,
    /// A request body was added.
    RequestBodyAdded,
    /// A request body is now required.
    RequestBodyRequired,
    /// A request body is now optional.
    RequestBodyOptional,
    /// A status was removed.
    StatusRemoved,
    /// A status was added.
    StatusAdded,
    /// A media type was removed.
    MediaTypeRemoved,
    /// A media type was added.
    MediaTypeAdded,
    /// The properties of a form body are serialized differently.
    EncodingChanged,
    /// A header was removed.
    HeaderRemoved,
    /// A header was added.
    HeaderAdded,
    /// A header is now always present.
    HeaderRequired,
    /// A header may now be absent.
    HeaderOptional,
    /// A header is serialized differently.
    HeaderStyleChanged,
    /// A credential is no longer accepted.
    SecurityRemoved,
    /// Another credential is accepted.
    SecurityAdded,
    /// A security scheme works differently.
    SecuritySchemeChanged,
    /// A server was removed.
    ServerRemoved,
    /// A server was added.
    ServerAdded,
    /// A component was removed.
    ComponentRemoved,
    /// A component was added.
    ComponentAdded,
    /// A component was renamed.
    ComponentRenamed,
    /// A schema was added.
    SchemaAdded,
    /// A schema was removed.
    SchemaRemoved,
    /// A property was removed.
    PropertyRemoved,
    /// A property was added.
    PropertyAdded,
    /// A property is now required.
    PropertyRequired,
    /// A property is now optional.
    PropertyOptional,
    /// The rules for additional properties changed.
    AdditionalPropertiesChanged,
    /// The JSON type changed.
    TypeChanged,
    /// Null is now allowed.
    NullAllowed,
    /// Null is no longer allowed.
    NullRefused,
    /// An enum value was added.
    EnumValueAdded,
    /// An enum value was removed.
    EnumValueRemoved,
    /// A bound changed: `minimum`, `maxLength` and the like.
    BoundChanged,
    /// The format or pattern changed.
    FormatChanged,
    /// The default changed.
    DefaultChanged,
    /// An alternative of `anyOf` or `oneOf` was added.
    ChoiceAdded,
    /// An alternative of `anyOf` or `oneOf` was removed.
    ChoiceRemoved,
    /// Another rule changed: `if`, `not` and the like.
    RuleChanged,
    /// Something is now deprecated, or no longer.
    DeprecationChanged,
    /// An example was removed.
    ExampleRemoved,
    /// An example was added.
    ExampleAdded,
    /// A property or element was added to an example.
    ExamplePropertyAdded,
    /// A property or element was removed from an example.
    ExamplePropertyRemoved,
    /// A value in an example has another JSON type.
    ExampleTypeChanged,
    /// A value in an example changed.
    ExampleValueChanged,
    /// A title, summary or description changed.
    TextChanged,
    /// Something else changed whose effect is unknown.
    Other,
}

impl Kind {
    /// The name of the kind: `property-removed`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A place of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ChangePlace {
    /// Its JSON Pointer.
    #[schemars(with = "String")]
    pub pointer: PointerBuf,
    /// Its file, line and column: `openapi.yaml:12:7`; only the file if the place does not exist.
    pub position: String,
}

/// One of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Revision {
    /// The document that clients depend on.
    Old,
    /// The document that replaces it.
    New,
}

/// A value that one of the documents accepts and the other one does not, by their validators.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Witness {
    /// The value, for the schema at the place of the change.
    pub value: Value,
    /// The document that it is valid by.
    pub valid_by: Revision,
}

/// One change between two documents.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Change {
    /// What has changed.
    pub kind: Kind,
    /// The effect on users of the API.
    pub class: Class,
    /// The subject of the change: a component, an operation, or `document`.
    pub subject: Subject,
    /// What changed, as a lower-case sentence without a full stop.
    pub sentence: String,
    /// Its place in the old document; if it is new, the place where it would be.
    pub old: ChangePlace,
    /// Its place in the new document; if it was removed, the place where it would be.
    pub new: ChangePlace,
    /// The ids of the operations that it affects, in the order of the document.
    pub operations: Vec<String>,
    /// Whether clients or the server send the value, if this decides the effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Direction")]
    pub direction: Option<Direction>,
    /// A value that proves a break.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Witness")]
    pub witness: Option<Witness>,
}

/// The subject of a change.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema, strum::Display,
)]
#[serde(tag = "is", rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub enum Subject {
    /// The document as a whole.
    #[strum(to_string = "document")]
    Document,
    /// An operation, by method, path template and id.
    #[strum(to_string = "{route} ({id})")]
    Operation {
        /// `GET /projects/{id}/jobs`
        route: String,
        /// Its id.
        id: String,
    },
    /// A component, by its kind and name: `schemas`, `Job`.
    #[strum(to_string = "components/{kind}/{name}")]
    Component {
        /// The property of `components`: `schemas`.
        kind: String,
        /// Its name.
        name: String,
    },
}

/// The most serious class among changes; `None` if there are no changes.
#[must_use]
pub fn most_serious_class(changes: &[Change]) -> Option<Class> {
    changes.iter().map(|change| change.class).min()
}
