//! Kinds of requirements that faults break.

use std::fmt;

/// Defines the classes with their names.
macro_rules! classes {
    ($($(#[$doc:meta])* $class:ident = $name:literal;)*) => {
        /// The kind of requirement that a fault breaks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Class { $($(#[$doc])* $class),* }

        impl Class {
            /// Every class, in the order of the list of faults.
            pub const ALL: &'static [Class] = &[$(Class::$class),*];

            /// Its name: `member-dropped`.
            pub const fn name(self) -> &'static str {
                match self { $(Class::$class => $name),* }
            }
        }
    };
}

classes! {
    /// A fault of many operations at once.
    Broad = "broad";
    /// A property is missing.
    MemberDropped = "member-dropped";
    /// A property that is never null is null.
    MemberNulled = "member-nulled";
    /// A property has another type.
    MemberRetyped = "member-retyped";
    /// An enum value is not documented.
    EnumStretched = "enum-stretched";
    /// A string does not match its format.
    FormatBroken = "format-broken";
    /// A response has another status.
    StatusChanged = "status-changed";
    /// An error has another text.
    ErrorReworded = "error-reworded";
    /// A header is missing.
    HeaderDropped = "header-dropped";
    /// A header has another value.
    HeaderChanged = "header-changed";
    /// A response has another media type.
    MediaTypeChanged = "media-type-changed";
    /// A list has too many items, or too few.
    FilterBroken = "filter-broken";
    /// A list is in another order.
    OrderBroken = "order-broken";
    /// A list is cut into pages in another way.
    PageBroken = "page-broken";
    /// Items or pages are counted wrongly.
    CountBroken = "count-broken";
    /// A parameter is not checked correctly.
    ValidationOmitted = "validation-omitted";
    /// Credentials are not checked, or checked wrongly.
    AuthenticationBroken = "authentication-broken";
    /// Permissions are checked wrongly.
    AuthorizationBroken = "authorization-broken";
    /// The checks come in another order.
    CheckOrder = "check-order";
    /// A record is found in the wrong place, or not found.
    LookupBroken = "lookup-broken";
    /// An action has other effects, or only some of them.
    ActionHalved = "action-halved";
    /// A value has the right type and is wrong.
    PlausibleButWrong = "plausible-but-wrong";
    /// A log has other content.
    LogSpoilt = "log-spoilt";
    /// The agents are wrong.
    AgentsBroken = "agents-broken";
    /// A response is not delivered correctly.
    Transport = "transport";
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
