//! Promises that the server can be told to break, one at a time, so that a suite can be seen finding it.

use std::fmt;
use std::str::FromStr;

/// Makes the faults, each with its name and what it does.
macro_rules! faults {
    ($($fault:ident = $name:literal, $description:literal;)*) => {
        /// A broken promise.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Fault { $(#[doc = $description] $fault),* }

        impl Fault {
            /// Every fault.
            pub const ALL: &'static [Fault] = &[$(Fault::$fault),*];

            /// The name that it is asked for by.
            pub const fn name(self) -> &'static str {
                match self { $(Fault::$fault => $name),* }
            }

            /// What it does, in one line.
            pub const fn description(self) -> &'static str {
                match self { $(Fault::$fault => $description),* }
            }
        }
    };
}

faults! {
    DroppedKey = "dropped-key", "A member that is always sent is left out: `stage` of every job.";
    NullValue = "null-value", "A member that is never null is null: `name` of every job.";
    WrongType = "wrong-type", "A number is sent as a text: `id` of every job.";
    WrongValue = "wrong-value", "A value is another one: `name` of every job.";
    UnknownWord = "unknown-word", "A word is not one of those that are known: `status` of every job.";
    MalformedInstant = "malformed-instant", "A time is not written as times are: `created_at` of every job.";
    ExtraKey = "extra-key", "A member that nobody knows is added to every job: `weather`.";
    EmptyList = "empty-list", "Every list is empty.";
    UnsortedList = "unsorted-list", "Every list is sent the wrong way round.";
    IgnoredScope = "ignored-scope", "The parameter `scope` is ignored.";
    IgnoredPage = "ignored-page", "The parameters `page`, `per_page` and `cursor` are ignored.";
    WrongStatus = "wrong-status", "What succeeds is answered with 202.";
    WrongMediaType = "wrong-media-type", "What succeeds is sent as `text/html`.";
    MissingHeader = "missing-header", "The headers that belong to a list or to a log are left out.";
    BrokenJson = "broken-json", "The last character of every JSON text is left out.";
    IdleAction = "idle-action", "Actions do nothing and answer with the job as it was.";
    ForgottenAction = "forgotten-action", "Actions answer as they should, and nothing of it is kept.";
    TruncatedLog = "truncated-log", "Every log ends after half of it.";
    NoAuthentication = "no-authentication", "Whoever has no credentials, or unknown ones, is taken for the first user.";
    WrongErrorStatus = "wrong-error-status", "Every refusal is sent with 400.";
    WrongErrorBody = "wrong-error-body", "Every refusal has the body `{\"errors\": []}`.";
    SlowAnswer = "slow-answer", "Every answer comes after ten seconds.";
    CutAnswer = "cut-answer", "The connection is closed after half of the body.";
    Panic = "panic", "Every operation panics, which is answered with 500.";
}

/// A name that no fault has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no fault is called `{0}`; `--fault list` lists them")]
pub struct UnknownFault(String);

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Fault, UnknownFault> {
        Fault::ALL
            .iter()
            .copied()
            .find(|fault| fault.name() == name)
            .ok_or_else(|| UnknownFault(name.to_owned()))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
