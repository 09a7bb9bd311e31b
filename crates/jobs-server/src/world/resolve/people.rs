//! Users and their tokens.

use chrono::{DateTime, Utc};
use jobs_api::model::{UserId, UserState};

use super::{Numbers, Token};
use crate::store::{Account, Profile, TokenFor, TokenScope};
use crate::world::problem::{Problem, Trail, suggestion};
use jobs_world::format::{Description, User};

pub(super) fn accounts(
    description: &Description,
    now: DateTime<Utc>,
    external_url: &str,
    tokens: &mut Vec<Token>,
) -> Result<Vec<Account>, Problem> {
    let mut numbers = Numbers::default();
    let mut accounts: Vec<Account> = Vec::new();
    for (index, user) in description.users.iter().enumerate() {
        let trail = Trail::element("users", index);
        let id = UserId(numbers.next(user.id, &trail)?);
        let name_trail = trail.key("username");
        if user.username.is_empty() || user.username.contains('/') {
            return Err(Problem {
                trail: name_trail,
                cause: "a user name is not empty and has no slash".to_owned(),
            });
        }
        if accounts.iter().any(|other| other.username == user.username) {
            return Err(Problem {
                trail: name_trail,
                cause: format!("another user is called `{}`, too", user.username),
            });
        }
        for (position, token) in user.tokens.iter().enumerate() {
            let trail = trail.key("tokens").index(position);
            if token.secret.as_deref().is_some_and(str::is_empty) {
                return Err(Problem {
                    trail: trail.key("secret"),
                    cause: "an empty secret opens nothing; leave it out for a random one"
                        .to_owned(),
                });
            }
            tokens.push(Token {
                credential: token.name.clone(),
                secret: token.secret.clone(),
                owner: TokenFor::User(id),
                scopes: token
                    .scopes
                    .clone()
                    .unwrap_or_else(|| vec![TokenScope::Api]),
                expires_at: token.expires_at.map(|end| end.instant()),
                revoked: token.revoked,
            });
        }
        accounts.push(account(id, user, now, external_url));
    }
    Ok(accounts)
}

fn account(id: UserId, user: &User, now: DateTime<Utc>, external_url: &str) -> Account {
    let given = |text: &String| Some(text.clone());
    Account {
        id,
        username: user.username.clone(),
        name: user.name.clone().unwrap_or_else(|| user.username.clone()),
        state: user.state.unwrap_or(UserState::Active),
        avatar_url: user.avatar_url.clone(),
        web_url: user
            .web_url
            .clone()
            .unwrap_or_else(|| format!("{external_url}/{}", user.username)),
        created_at: user.created_at.map_or(now, |at| at.instant()),
        profile: Profile {
            bio: user.bio.clone(),
            location: user.location.clone(),
            public_email: given(&user.public_email),
            skype: given(&user.skype),
            linkedin: given(&user.linkedin),
            twitter: given(&user.twitter),
            website_url: given(&user.website_url),
            organization: given(&user.organization),
            job_title: given(&user.job_title),
            pronouns: user.pronouns.clone(),
            bot: user.bot,
            work_information: user.work_information.clone(),
            followers: user.followers,
            following: user.following,
            local_time: user.local_time.clone(),
        },
    }
}

/// The user who is called `username`.
pub(super) fn find<'a>(
    accounts: &'a [Account],
    username: &str,
    trail: &Trail,
) -> Result<&'a Account, Problem> {
    accounts
        .iter()
        .find(|account| account.username == username)
        .ok_or_else(|| Problem {
            trail: trail.clone(),
            cause: format!(
                "no user is called `{username}`{}",
                suggestion(
                    username,
                    accounts.iter().map(|account| account.username.as_str())
                )
            ),
        })
}
