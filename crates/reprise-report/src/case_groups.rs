//! Cases without a result, grouped by reason: one remedy fixes every case of a group.
//!
//! ```text
//! 212 cases blocked: no value for path parameter `id`; pass --param id=VALUE or set `params:` for this target
//! ```

use std::borrow::Cow;
use std::collections::HashMap;

use reprise_core::ReasonCode;

use crate::record::RunRecord;

/// The outcomes without a result, in the order in which they are printed.
const OUTCOME_ORDER: [&str; 5] = [
    "blocked",
    "inconclusive",
    "unreachable",
    "invalid-case",
    "skipped",
];

/// A case without a result.
#[derive(Clone, Debug)]
pub struct CaseWithoutResult<'r> {
    /// The id of the case.
    pub case: &'r str,
    /// The word for its outcome.
    pub outcome: &'static str,
    /// Why, for programs.
    pub code: ReasonCode,
    /// The parameter, credential or other thing that the code is about.
    pub subject: Option<Cow<'r, str>>,
    /// Why, as a sentence.
    pub reason: Cow<'r, str>,
}

/// Cases with the same outcome, code and subject.
#[derive(Clone, Debug)]
pub struct CaseGroup<'r> {
    /// The word for their outcome.
    pub outcome: &'static str,
    /// Why, for programs.
    pub code: ReasonCode,
    /// Every sentence, each with its cases, in order.
    pub reasons: Vec<(Cow<'r, str>, Vec<&'r str>)>,
}

impl<'r> CaseGroup<'r> {
    /// How many cases there are.
    pub fn count(&self) -> usize {
        self.reasons.iter().map(|(_, cases)| cases.len()).sum()
    }

    /// The ids of the cases.
    pub fn cases(&self) -> impl Iterator<Item = &'r str> {
        self.reasons.iter().flat_map(|(_, cases)| cases).copied()
    }

    /// The sentence, if all cases have the same.
    pub fn only_reason(&self) -> Option<&str> {
        match self.reasons.as_slice() {
            [(sentence, _)] => Some(sentence),
            _ => None,
        }
    }

    /// Whether the cases were left out on purpose.
    pub fn is_skipped(&self) -> bool {
        self.outcome == "skipped"
    }

    /// The outcome as an adjective: `blocked`, `invalid`.
    pub fn adjective(&self) -> &'static str {
        match self.outcome {
            "invalid-case" => "invalid",
            outcome => outcome,
        }
    }
}

/// Groups cases: by outcome, then the largest group first.
pub fn group_cases<'r>(cases: impl Iterator<Item = CaseWithoutResult<'r>>) -> Vec<CaseGroup<'r>> {
    type Key<'r> = (&'static str, ReasonCode, Option<Cow<'r, str>>);
    let mut groups: Vec<CaseGroup<'r>> = Vec::new();
    let mut known: HashMap<Key<'r>, (usize, HashMap<Cow<'r, str>, usize>)> = HashMap::new();
    for case in cases {
        let key = (case.outcome, case.code, case.subject);
        let (at, sentences) = known.entry(key).or_insert_with(|| {
            groups.push(CaseGroup {
                outcome: case.outcome,
                code: case.code,
                reasons: Vec::new(),
            });
            (groups.len() - 1, HashMap::new())
        });
        let Some(group) = groups.get_mut(*at) else {
            continue;
        };
        let sentence = *sentences.entry(case.reason).or_insert_with_key(|reason| {
            group.reasons.push((reason.clone(), Vec::new()));
            group.reasons.len() - 1
        });
        if let Some((_, cases)) = group.reasons.get_mut(sentence) {
            cases.push(case.case);
        }
    }
    let place = |outcome: &str| OUTCOME_ORDER.iter().position(|one| *one == outcome);
    groups.sort_by_key(|group| (place(group.outcome), usize::MAX - group.count()));
    groups
}

/// The groups of a report.
pub fn groups_of_record(record: &RunRecord) -> Vec<CaseGroup<'_>> {
    group_cases(record.cases.iter().filter_map(|case| {
        let explanation = case.outcome.explanation()?;
        Some(CaseWithoutResult {
            case: &case.id,
            outcome: case.outcome.as_str(),
            code: explanation.code,
            subject: explanation.subject.as_deref().map(Cow::Borrowed),
            reason: Cow::Borrowed(&explanation.reason),
        })
    }))
}
