//! The user who started a job.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Timestamp, UserId, nullable, present};

/// The user who started a job last: triggered, retried or played it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct User {
    /// Number of the user.
    pub id: UserId,
    /// Full name, as shown to people. May be masked for bots.
    pub name: String,
    /// Name that the user signs in with.
    pub username: String,
    /// Whether the account is in use.
    pub state: UserState,
    /// Picture of the user.
    #[schemars(extend("format" = "uri"))]
    #[serde(deserialize_with = "nullable")]
    pub avatar_url: Option<String>,
    /// Page of the user.
    #[schemars(extend("format" = "uri"))]
    pub web_url: String,
    /// When the account was created. Absent where the caller may not read the profile.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Timestamp")]
    pub created_at: Option<Timestamp>,
    /// What the user says of themselves.
    #[serde(deserialize_with = "nullable")]
    pub bio: Option<String>,
    /// Where the user says they are.
    #[serde(deserialize_with = "nullable")]
    pub location: Option<String>,
    /// Mail address that the user shows to everyone; empty where none is shown.
    #[serde(deserialize_with = "nullable")]
    pub public_email: Option<String>,
    /// Skype name; empty where none is given.
    #[serde(deserialize_with = "nullable")]
    pub skype: Option<String>,
    /// LinkedIn name; empty where none is given.
    #[serde(deserialize_with = "nullable")]
    pub linkedin: Option<String>,
    /// Twitter name; empty where none is given.
    #[serde(deserialize_with = "nullable")]
    pub twitter: Option<String>,
    /// Address of the user's own site; empty where none is given.
    #[serde(deserialize_with = "nullable")]
    pub website_url: Option<String>,
    /// Organization that the user works for; empty where none is given.
    #[serde(deserialize_with = "nullable")]
    pub organization: Option<String>,
    /// What the user works as. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Option<String>")]
    pub job_title: Option<Option<String>>,
    /// The user's pronouns. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Option<String>")]
    pub pronouns: Option<Option<String>>,
    /// Whether the account belongs to a program. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "bool")]
    pub bot: Option<bool>,
    /// Job title and organization in one line. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Option<String>")]
    pub work_information: Option<Option<String>>,
    /// How many users follow this one. GitLab sends it if the caller may read the profile; it is not in the
    /// documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "u64", range(min = 0))]
    pub followers: Option<u64>,
    /// How many users this one follows. GitLab sends it if the caller may read the profile; it is not in the
    /// documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "u64", range(min = 0))]
    pub following: Option<u64>,
    /// Whether the caller follows this user. GitLab sends it to callers who are signed in; it is not in the
    /// documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "bool")]
    pub is_followed: Option<bool>,
    /// Time of day where the user is. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Option<String>")]
    pub local_time: Option<Option<String>>,
}

/// Whether an account is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    /// In use.
    Active,
    /// Shut out by an administrator.
    Blocked,
    /// Put to rest; wakes up when the user signs in.
    Deactivated,
    /// Shut out, and what the user wrote is hidden.
    Banned,
    /// Shut out by the directory that accounts come from.
    LdapBlocked,
    /// Waits for an administrator to let the user in.
    BlockedPendingApproval,
}
