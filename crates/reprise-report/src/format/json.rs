//! `json`: the whole report as one versioned document; [`report_schema`](crate::record::report_schema) describes it.

use crate::error::RenderError;
use crate::record::RunRecord;

/// The record as indented JSON.
pub(super) fn render(record: &RunRecord) -> Result<String, RenderError> {
    let mut text = serde_json::to_string_pretty(record)?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::samples;

    fn schema() -> jsonschema::Validator {
        let schema = crate::record::report_schema();
        jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap()
    }

    #[test]
    fn every_report_is_valid_against_the_schema() {
        let schema = schema();
        for record in samples::all_runs() {
            let value: Value = serde_json::from_str(&render(&record).unwrap()).unwrap();
            let errors: Vec<String> = schema
                .iter_errors(&value)
                .map(|error| format!("{} {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{errors:#?}");
        }
    }

    #[test]
    fn the_schema_allows_nothing_that_it_does_not_describe() {
        let schema = schema();
        let good: Value = serde_json::from_str(&render(&samples::failed_run()).unwrap()).unwrap();
        for (pointer, wrong) in [
            ("/format", json!("another")),
            ("/version", json!(2)),
            ("/times/started", json!("yesterday")),
            ("/summary/cases", json!(-1)),
            ("/cases/1/outcome", json!("fine")),
            ("/cases/1/findings/0/id", json!("x")),
            ("/cases/1/findings/0/class", json!("terrible")),
            ("/cases/1/findings/0/kind", json!("odd")),
            ("/cases/1/findings/0/claim", json!({})),
            ("/claims/counts", json!({})),
            ("/claims/untested", json!([{}])),
        ] {
            let mut bad = good.clone();
            *bad.pointer_mut(pointer).unwrap() = wrong;
            assert!(!schema.is_valid(&bad), "{pointer} is not described");
        }
        for pointer in [
            "",
            "/cases/1",
            "/cases/1/findings/0",
            "/summary",
            "/claims/areas/0",
        ] {
            let mut bad = good.clone();
            bad.pointer_mut(pointer).unwrap()["surprise"] = json!(1);
            assert!(!schema.is_valid(&bad), "{pointer} has room for anything");
        }
    }

    #[test]
    fn a_parsed_report_equals_the_written_one() {
        for record in samples::all_runs() {
            let text = render(&record).unwrap();
            let read: RunRecord = serde_json::from_str(&text).unwrap();
            assert_eq!(read, record);
            assert_eq!(render(&read).unwrap(), text);
        }
    }
}
