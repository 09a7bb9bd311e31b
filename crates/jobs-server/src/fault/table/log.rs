//! Faults of logs: the response is not the text that the job has written.

use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use jobs_api::operations::Operation;
use serde_json::json;

use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::response_change::ResponseRewrite;
use crate::fault::response_filter::ResponseFilter;
use crate::refusal::Refusal;

/// The log of another job in place of this one's.
const USE_LOG_OF_OTHER_JOB: &str = "CREATE TEMP TABLE other_log AS SELECT position, bytes FROM log_chunk \
     WHERE job_id = (SELECT min(job_id) FROM log_chunk WHERE job_id <> :job) \
     AND EXISTS (SELECT 1 FROM log_chunk WHERE job_id = :job); \
     DELETE FROM log_chunk WHERE job_id = :job AND EXISTS (SELECT 1 FROM other_log); \
     INSERT INTO log_chunk SELECT :job, position, bytes FROM other_log";

/// An empty log instead of a missing one.
const EMPTY_LOG: &str = "INSERT INTO log_chunk SELECT id, 0, x'' FROM job \
     WHERE id = :job AND id NOT IN (SELECT job_id FROM log_chunk)";

fn to_text(log: &[u8]) -> String {
    String::from_utf8_lossy(log).into_owned()
}

fn without_last_line(log: &[u8]) -> Vec<u8> {
    let end = log.trim_ascii_end();
    let last = end.iter().rposition(|byte| *byte == b'\n');
    let length = last.map_or(0, |at| at + 1);
    end.get(..length).unwrap_or_default().to_vec()
}

fn without_other_bytes(log: &[u8]) -> Vec<u8> {
    let ascii = |byte: &u8| if byte.is_ascii() { *byte } else { b'?' };
    log.iter().map(ascii).collect()
}

/// The text without the escape sequences for colors.
fn without_colors(text: &str) -> String {
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
pub(super) fn faults() -> Vec<FaultDefinition> {
    let bytes = |change: fn(&[u8]) -> Vec<u8>| FaultChange::success(ResponseRewrite::Bytes(change));
    let header = |name, value| {
        let value = HeaderValue::from_static(value);
        FaultChange::success(ResponseRewrite::SetHeader(name, value))
    };
    let table = rows! {
        "log.empty", "every log is empty", bytes(|_| Vec::new());
        "log.last-line-lost", "the last line of a log is missing", bytes(without_last_line);
        "log.line-end-added", "a line end is added to a log", bytes(|log| [log, b"\n"].concat());
        "log.line-ends-doubled", "line ends are written as on Windows", bytes(|log| to_text(log).replace('\n', "\r\n").into());
        "log.colours-lost", "the colours of a log are taken away", bytes(|log| without_colors(&to_text(log)).into());
        "log.bytes-mangled", "characters outside ASCII become `?`", bytes(without_other_bytes);
        "log.quoted", "a log is sent as a JSON string", bytes(|log| json!(to_text(log)).to_string().into());
        "log.of-another-job", "the log is another job's", FaultChange::before(USE_LOG_OF_OTHER_JOB);
        "log.wrong-charset", "the media type names the charset UTF-16", header(CONTENT_TYPE, "text/plain; charset=utf-16");
        "log.attached", "the log is an attachment", FaultChange::success(ResponseRewrite::EditHeader(CONTENT_DISPOSITION, "infile", "attachment"));
        "log.named-alike", "every log is called `1.log`", header(CONTENT_DISPOSITION, "infile; filename=\"1.log\"");
        "log.missing-is-empty", "a missing log is sent as an empty one", FaultChange::before(EMPTY_LOG);
        "log.empty-is-missing", "a log that is empty is not found", FaultChange::response(ResponseFilter::EmptyBody, ResponseRewrite::Refuse(|| Refusal::NoRecord));
    };
    table
        .into_iter()
        .map(|(what, breaks, change)| {
            FaultDefinition::for_operation(
                Operation::GetJobTrace,
                what,
                Class::LogSpoilt,
                breaks,
                change,
            )
        })
        .collect()
}
