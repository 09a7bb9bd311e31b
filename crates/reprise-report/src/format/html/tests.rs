//! The page is parsed by a strict XML parser.

use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::Event;
use sha2::{Digest, Sha256};

use super::*;
use crate::samples;

/// Every tag of a page with its attributes, once it is known to be well-formed.
fn tags(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = true;
    let mut tags = Vec::new();
    let mut depth = 0;
    loop {
        match reader.read_event() {
            Err(error) => panic!("at {}: {error}", reader.buffer_position()),
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag)) => {
                depth += 1;
                tags.push(read_tag(&tag));
            }
            Ok(Event::Empty(tag)) => tags.push(read_tag(&tag)),
            Ok(Event::End(_)) => depth -= 1,
            Ok(_) => {}
        }
    }
    assert_eq!(depth, 0);
    tags
}

fn read_tag(tag: &quick_xml::events::BytesStart<'_>) -> (String, Vec<(String, String)>) {
    let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
    let attributes = tag
        .attributes()
        .map(|attribute| {
            let attribute = attribute.unwrap();
            (
                String::from_utf8(attribute.key.as_ref().to_vec()).unwrap(),
                String::from_utf8(attribute.value.to_vec()).unwrap(),
            )
        })
        .collect();
    (name, attributes)
}

#[test]
fn text_from_a_server_is_escaped_in_tags_and_attributes() {
    for record in samples::all_runs() {
        let page = render(&record).unwrap();
        for (name, attributes) in tags(&page) {
            assert!(
                name != "img" && name != "iframe" && name != "link" && name != "base",
                "<{name}>"
            );
            for (key, value) in attributes {
                assert!(!key.starts_with("on") && key != "src", "{key}={value}");
                if key == "href" {
                    assert!(value.starts_with('#'), "{key}={value}");
                }
                if key == "style" {
                    assert!(value.starts_with("flex-grow:"), "{key}={value}");
                }
            }
        }
        assert_eq!(page.matches("<script").count(), 1);
        assert!(
            !page.contains("@import") && !page.contains("url("),
            "the page needs a network"
        );
        assert!(!page.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{0}', '\u{7}']));
    }
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_there_once() {
    for record in samples::all_runs() {
        let page = render(&record).unwrap();
        let mut ids = HashSet::new();
        let mut links = Vec::new();
        for (_, attributes) in tags(&page) {
            for (key, value) in attributes {
                match key.as_str() {
                    "id" => assert!(ids.insert(value.clone()), "{value} is there twice"),
                    "href" => links.push(value),
                    _ => {}
                }
            }
        }
        for link in links {
            let id = link.trim_start_matches('#');
            let is_tile = ["cases", "levels", "claims", "undocumented", "reasons"].contains(&id);
            assert!(is_tile || ids.contains(id), "{link} leads nowhere");
        }
    }
}

#[test]
fn the_policy_knows_the_script() {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut base64 = String::new();
    for three in Sha256::digest(SCRIPT).chunks(3) {
        let bits = three
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - three.len()));
        for letter in 0..4 {
            base64.push(if letter <= three.len() {
                char::from(LETTERS[(bits >> (18 - 6 * letter) & 63) as usize])
            } else {
                '='
            });
        }
    }
    assert_eq!(SCRIPT_HASH, format!("sha256-{base64}"));
}

#[test]
fn equal_slugs_are_of_equal_texts() {
    assert_eq!(slug("getJob.failed-job"), "getJob.failed-job");
    assert_ne!(slug("a b"), slug("a_b"));
    assert_ne!(slug("a_20_b"), slug("a b"));
}

#[test]
fn equal_records_make_equal_pages() {
    assert_eq!(
        render(&samples::failed_run()).unwrap(),
        render(&samples::failed_run()).unwrap()
    );
}

#[test]
fn violated_requirements_come_before_met_ones() {
    let page = render(&samples::failed_run()).unwrap();
    let mut rest = page.as_str();
    for part in [
        "<dt>discovered</dt><dd>a failed job <code class=\"bound\">job_id = 12</code></dd>",
        "<b>1</b> requirement violated",
        "aria-label=\"1 met, 1 violated, 1 untested\"",
        "<details open=\"open\"><summary>violated <b>1</b>",
        "<li class=\"bad\" id=\"requirement-a-failed-job-has-its-name\"><p>A job has its name.</p>",
        "source: page Get a job, lines 30-44",
        "<a class=\"bad\" href=\"#case-getJob.failed\">✗ getJob.failed</a>",
        "<summary>untested <b>1</b>",
        "<details><summary>met <b>1</b>",
        "<details><summary>not observable <b>1</b>",
        "No response shows it.",
    ] {
        let Some((_, after)) = rest.split_once(part) else {
            panic!("no {part} in {rest}")
        };
        rest = after;
    }
    let none = render(&samples::passed_run()).unwrap();
    assert!(!none.contains("<h2>Requirements"), "{none}");
}

#[test]
fn a_case_that_is_not_on_the_page_has_no_link() {
    let mut record = samples::failed_run();
    record.cases.retain(|case| case.id != "listJobs.all");
    let page = render(&record).unwrap();
    assert!(
        page.contains("<span class=\"dim\">listJobs.all</span>"),
        "{page}"
    );
    assert!(!page.contains("#case-listJobs.all"), "{page}");
}
