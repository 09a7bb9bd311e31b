//! What kinds of requirement there are to break.

use std::fmt;

/// Makes the classes, each with its name.
macro_rules! classes {
    ($($(#[$doc:meta])* $class:ident = $name:literal;)*) => {
        /// Which kind of requirement a fault breaks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Class { $($(#[$doc])* $class),* }

        impl Class {
            /// Every class, in the order in which they are listed.
            pub const ALL: &'static [Class] = &[$(Class::$class),*];

            /// Its name: `member-dropped`.
            pub const fn name(self) -> &'static str {
                match self { $(Class::$class => $name),* }
            }
        }
    };
}

classes! {
    /// One of the sweeping faults, which touch many operations at once.
    Broad = "broad";
    /// A member of an answer is left out.
    MemberDropped = "member-dropped";
    /// A member that is never null is null.
    MemberNulled = "member-nulled";
    /// A member has another type.
    MemberRetyped = "member-retyped";
    /// A word is not among the documented ones.
    EnumStretched = "enum-stretched";
    /// A text is not written in its format.
    FormatBroken = "format-broken";
    /// An answer has another status.
    StatusChanged = "status-changed";
    /// A refusal is worded differently.
    ErrorReworded = "error-reworded";
    /// A header is left out.
    HeaderDropped = "header-dropped";
    /// A header says something else.
    HeaderChanged = "header-changed";
    /// An answer has another media type.
    MediaTypeChanged = "media-type-changed";
    /// A list holds what was not asked for, or lacks what was.
    FilterBroken = "filter-broken";
    /// A list is in another order.
    OrderBroken = "order-broken";
    /// A list is cut into pages in another way.
    PageBroken = "page-broken";
    /// Items or pages are counted wrongly.
    CountBroken = "count-broken";
    /// A parameter is not checked as it should be.
    ValidationOmitted = "validation-omitted";
    /// Who calls is not asked, or not believed.
    AuthenticationBroken = "authentication-broken";
    /// Who may do what is decided wrongly.
    AuthorizationBroken = "authorization-broken";
    /// The checks come in another order.
    CheckOrder = "check-order";
    /// What is asked for is found where it is not, or not found where it is.
    LookupBroken = "lookup-broken";
    /// An action does something else than it should, or only a part of it.
    ActionHalved = "action-halved";
    /// A value has the right shape and is another one.
    PlausibleButWrong = "plausible-but-wrong";
    /// A log is not the log.
    LogSpoilt = "log-spoilt";
    /// The agents are not those that the job may use.
    AgentsBroken = "agents-broken";
    /// An answer does not arrive as it should.
    Transport = "transport";
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
