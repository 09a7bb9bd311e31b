//! One known failure, as it is read and written.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};

use jsonptr::PointerBuf;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_saphyr::{Location, Spanned};

use super::day::Day;
use super::new_finding::NewFinding;
use crate::yaml::{YamlError, error_at, parse_yaml};

/// A known difference of a target.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownFailure {
    /// Place in the file: file name, line and column.
    pub place: String,
    /// What it covers.
    pub subject: KnownFailureSubject,
    /// Why the target differs.
    pub reason: String,
    /// Who looks after it.
    pub owner: String,
    /// URL of the issue, if there is one.
    pub issue: Option<String>,
    /// The last day on which it applies.
    pub expires: Day,
    /// The first version of the target that differs.
    pub introduced: Option<TargetVersion>,
    /// The first version of the target that no longer differs.
    pub fixed: Option<TargetVersion>,
    /// Whether it is not reviewed yet.
    pub untriaged: bool,
}

/// What a known failure covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KnownFailureSubject {
    /// One finding, by its id, and similar findings at other elements of the same list.
    Finding {
        /// The id, as in reports.
        id: String,
        /// Id of its case, if it is given.
        case: Option<String>,
    },
    /// Every finding of a case at a place in the document, or below it.
    Claim {
        /// Id of the case.
        case: String,
        /// Place of the claim in the document.
        claim: PointerBuf,
    },
}

impl fmt::Display for KnownFailureSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KnownFailureSubject::Finding { id, case: None } => write!(f, "finding {id}"),
            KnownFailureSubject::Finding {
                id,
                case: Some(case),
            } => write!(f, "finding {id} of {case}"),
            KnownFailureSubject::Claim { case, claim } => write!(f, "{case} {claim}"),
        }
    }
}

/// A version of a target, such as `17.4.1-ee`; compared number by number, and written as `17.4.1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = r"^[0-9]+(\.[0-9]+)*$"))]
pub struct TargetVersion(Vec<u64>);

impl fmt::Display for TargetVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(u64::to_string).collect();
        f.write_str(&numbers.join("."))
    }
}

impl From<TargetVersion> for String {
    fn from(release: TargetVersion) -> String {
        release.to_string()
    }
}

impl TryFrom<String> for TargetVersion {
    type Error = String;

    fn try_from(text: String) -> Result<TargetVersion, String> {
        let numbers = text
            .trim_start_matches('v')
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .next()
            .unwrap_or_default();
        let parsed: Result<Vec<u64>, _> = numbers.split('.').map(str::parse).collect();
        parsed
            .map(TargetVersion)
            .map_err(|_| format!("`{text}` is not a version; write it like 17.4"))
    }
}

impl PartialOrd for TargetVersion {
    fn partial_cmp(&self, other: &TargetVersion) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TargetVersion {
    /// `17` and `17.0` are the same version.
    fn cmp(&self, other: &TargetVersion) -> Ordering {
        let number = |release: &TargetVersion, index| release.0.get(index).copied().unwrap_or(0);
        (0..self.0.len().max(other.0.len()))
            .map(|index| number(self, index).cmp(&number(other, index)))
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKnownFailure {
    #[serde(default)]
    finding: Option<String>,
    #[serde(default)]
    case: Option<String>,
    #[serde(default)]
    claim: Option<Spanned<String>>,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    owner: Option<String>,
    #[serde(default)]
    issue: Option<String>,
    expires: Day,
    #[serde(default)]
    introduced: Option<TargetVersion>,
    #[serde(default)]
    fixed: Option<TargetVersion>,
    #[serde(default)]
    untriaged: bool,
}

/// Reads known failures.
///
/// # Errors
///
/// Returns an error with the place of the mistake if the text is not a list of known failures.
pub fn parse_known_failures(name: &str, text: &str) -> Result<Vec<KnownFailure>, YamlError> {
    if text
        .lines()
        .all(|line| line.trim().is_empty() || line.starts_with('#'))
    {
        return Ok(Vec::new());
    }
    let written: Vec<Spanned<RawKnownFailure>> = parse_yaml(name, text)?;
    written
        .into_iter()
        .map(|entry| check_entry(name, entry.value, entry.referenced))
        .collect()
}

fn check_entry(
    name: &str,
    written: RawKnownFailure,
    at: Location,
) -> Result<KnownFailure, YamlError> {
    let wrong = |message: &str| error_at(name, at, message.to_owned());
    let subject = match (written.finding, written.case, written.claim) {
        (Some(id), case, None) => KnownFailureSubject::Finding { id, case },
        (None, Some(case), Some(claim)) => KnownFailureSubject::Claim {
            case,
            claim: PointerBuf::parse(&*claim.value).map_err(|_| {
                error_at(
                    name,
                    claim.referenced,
                    "expected a JSON Pointer such as /paths".to_owned(),
                )
            })?,
        },
        _ => {
            return Err(wrong(
                "a known failure needs either `finding`, or `case` and `claim`",
            ));
        }
    };
    // an entry that is not reviewed yet needs no reason
    let said = |text: Option<String>, word: &str| match text {
        Some(text) if !text.trim().is_empty() => Ok(text),
        _ if written.untriaged => Ok(String::new()),
        _ => Err(wrong(&format!(
            "`{word}` is missing; it is required unless `untriaged: true` is set"
        ))),
    };
    Ok(KnownFailure {
        place: format!("{name}:{}:{}", at.line().max(1), at.column().max(1)),
        subject,
        reason: said(written.reason, "reason")?,
        owner: said(written.owner, "owner")?,
        issue: written.issue,
        expires: written.expires,
        introduced: written.introduced,
        fixed: written.fixed,
        untriaged: written.untriaged,
    })
}

/// Writes entries for new findings, one for each group of similar findings; they expire after a month.
pub fn render_known_failures<'o, 'f: 'o>(
    open: impl IntoIterator<Item = &'o NewFinding<'f>>,
    today: Day,
) -> String {
    let mut text = String::new();
    let mut seen = std::collections::BTreeSet::new();
    for NewFinding {
        case,
        ids: name,
        finding,
    } in open
    {
        if !seen.insert(&name.first) {
            continue;
        }
        // text from a response cannot break the line that contains it
        let at: String = finding
            .at
            .as_str()
            .chars()
            .filter(|c| !c.is_control())
            .collect();
        let place = format!("{} {at}", finding.place);
        let _ = write!(
            text,
            "- finding: {:?} # {}: {}\n  case: {}\n  expires: {}\n  untriaged: true\n",
            name.first,
            place.trim_end(),
            finding.kind.as_str(),
            serde_json::Value::from(*case),
            today.add_days(30),
        );
    }
    text
}
