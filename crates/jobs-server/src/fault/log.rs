//! Faults of logs: what is sent is not what the job has written.

use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use jobs_api::model::JobId;
use jobs_api::operations::Operation;
use serde_json::json;

use super::perform::Scene;
use super::{Breach, Class, Known};
use crate::answer::{Answer, AnswerBody};
use crate::refusal::Refusal;
use crate::store;

/// What is sent instead of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFault {
    Empty,
    LastLineLost,
    LineEndAdded,
    LineEndsDoubled,
    ColoursLost,
    BytesMangled,
    Quoted,
    OfAnotherJob,
    WrongCharset,
    Attached,
    NamedAlike,
    MissingIsEmpty,
    EmptyIsMissing,
}

impl LogFault {
    pub(super) fn perform(self, scene: &Scene<'_>) -> Result<Answer, Refusal> {
        let answer = match scene.run() {
            // of what is not found, only a log may be empty instead, not a job
            Err(Refusal::NoRecord) if self == LogFault::MissingIsEmpty => {
                return scene.try_out(|call| {
                    let access = call.project(call.signed_in()?)?;
                    let job = call.build(&access, call.job_id()?)?;
                    Ok(sent(Answer::log(job.id, 0), Vec::new()))
                });
            }
            other => other?,
        };
        let AnswerBody::Log { job, length } = answer.body else {
            return Ok(answer);
        };
        if self == LogFault::EmptyIsMissing && length == 0 {
            return Err(Refusal::NoRecord);
        }
        let job = match self {
            LogFault::OfAnotherJob => scene
                .instance
                .store
                .read(|db| store::log_of_another(db, job))?
                .unwrap_or(job),
            _ => job,
        };
        let bytes = whole(scene, job)?;
        Ok(self.spoil(sent(answer, Vec::new()), bytes))
    }

    fn spoil(self, mut answer: Answer, bytes: Vec<u8>) -> Answer {
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        let body = match self {
            LogFault::Empty => Vec::new(),
            LogFault::LastLineLost => {
                let end = bytes.trim_ascii_end();
                let cut = end
                    .iter()
                    .rposition(|byte| *byte == b'\n')
                    .map_or(0, |at| at + 1);
                end.get(..cut).unwrap_or_default().to_vec()
            }
            LogFault::LineEndAdded => [bytes.as_slice(), b"\n"].concat(),
            LogFault::LineEndsDoubled => text().replace('\n', "\r\n").into_bytes(),
            LogFault::ColoursLost => without_colours(&text()).into_bytes(),
            LogFault::BytesMangled => bytes
                .iter()
                .map(|byte| if byte.is_ascii() { *byte } else { b'?' })
                .collect(),
            LogFault::Quoted => json!(text()).to_string().into_bytes(),
            _ => bytes,
        };
        match self {
            LogFault::WrongCharset => {
                let value = HeaderValue::from_static("text/plain; charset=utf-16");
                answer.put(CONTENT_TYPE, value);
            }
            LogFault::Attached => {
                let value = answer.header("content-disposition").unwrap_or_default();
                let value = value.replace("infile", "attachment");
                if let Ok(value) = HeaderValue::try_from(value) {
                    answer.put(CONTENT_DISPOSITION, value);
                }
            }
            LogFault::NamedAlike => {
                let value = HeaderValue::from_static("infile; filename=\"1.log\"");
                answer.put(CONTENT_DISPOSITION, value);
            }
            _ => {}
        }
        sent(answer, body)
    }
}

fn sent(mut answer: Answer, bytes: Vec<u8>) -> Answer {
    answer.status = StatusCode::OK;
    answer.body = AnswerBody::Whole(bytes);
    answer
}

/// The whole log of a job.
fn whole(scene: &Scene<'_>, job: JobId) -> Result<Vec<u8>, Refusal> {
    scene.instance.store.read(|db| {
        let mut whole = Vec::new();
        for position in 0.. {
            match store::log_chunk(db, job, position)? {
                Some(piece) => whole.extend(piece),
                None => break,
            }
        }
        Ok(whole)
    })
}

/// The text without what makes a terminal colourful.
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // up to the letter that ends the sequence
            characters
                .by_ref()
                .find(|character| character.is_ascii_alphabetic());
        } else {
            plain.push(character);
        }
    }
    plain
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<Known> {
    let table = rows! {
        "log.empty", "every log is empty", LogFault::Empty;
        "log.last-line-lost", "the last line of a log is missing", LogFault::LastLineLost;
        "log.line-end-added", "a line end is added to a log", LogFault::LineEndAdded;
        "log.line-ends-doubled", "line ends are written as on Windows", LogFault::LineEndsDoubled;
        "log.colours-lost", "the colours of a log are taken away", LogFault::ColoursLost;
        "log.bytes-mangled", "what is not ASCII becomes `?`", LogFault::BytesMangled;
        "log.quoted", "a log is sent as a JSON string", LogFault::Quoted;
        "log.of-another-job", "the log is another job's", LogFault::OfAnotherJob;
        "log.wrong-charset", "the charset is said to be UTF-16", LogFault::WrongCharset;
        "log.attached", "the log is to be saved, not shown", LogFault::Attached;
        "log.named-alike", "every log is called `1.log`", LogFault::NamedAlike;
        "log.missing-is-empty", "where there is no log, an empty one is sent", LogFault::MissingIsEmpty;
        "log.empty-is-missing", "a log that is empty is not found", LogFault::EmptyIsMissing;
    };
    table
        .into_iter()
        .map(|(what, breaks, fault)| {
            Known::of(
                Operation::GetJobTrace,
                what,
                Class::LogSpoilt,
                breaks,
                Breach::Log(fault),
            )
        })
        .collect()
}
