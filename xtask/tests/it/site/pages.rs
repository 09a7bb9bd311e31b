//! The texts and the links of the pages. A strict XML parser reads them.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use xtask::site::{Page, Sources, Target, add_results, build};

use super::{file, redoc, report, site, sources, target};
use crate::root;

/// A tag with its attributes.
type Tag = (String, Vec<(String, String)>);

/// All tags of a text, which must be well-formed.
fn tags(path: &str, text: &str) -> Vec<Tag> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut tags = Vec::new();
    loop {
        match reader.read_event() {
            Err(error) => panic!("{path} at {}: {error}", reader.buffer_position()),
            Ok(Event::Eof) => return tags,
            Ok(Event::Start(tag) | Event::Empty(tag)) => tags.push(read_tag(&tag)),
            Ok(_) => {}
        }
    }
}

fn read_tag(tag: &BytesStart<'_>) -> Tag {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let attributes = tag.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        (text(attribute.key.as_ref()), text(&attribute.value))
    });
    (text(tag.name().as_ref()), attributes.collect())
}

/// All pages and badges. The scripts of the reference are left out, since they are not XML.
fn pages() -> BTreeMap<String, Vec<Tag>> {
    let files = site();
    let is_page = |path: &str| path.ends_with(".html") || path.ends_with(".svg");
    files
        .iter()
        .filter(|file| is_page(&file.path))
        .map(|file| {
            (
                file.path.clone(),
                tags(&file.path, &without_scripts(&file.text)),
            )
        })
        .collect()
}

fn without_scripts(page: &str) -> String {
    let mut rest = page;
    let mut text = String::new();
    while let Some((before, script)) = rest.split_once("<script") {
        let (start, inside) = script.split_once('>').unwrap();
        let (_, after) = inside.split_once("</script>").unwrap();
        text.push_str(&format!("{before}<script{start}></script>"));
        rest = after;
    }
    text + rest
}

#[test]
fn nothing_is_loaded_and_no_text_of_a_report_becomes_a_tag() {
    for (path, tags) in pages() {
        let mut scripts = 0;
        for (name, attributes) in tags {
            assert!(
                !["img", "iframe", "base", "object", "embed", "form"].contains(&name.as_str()),
                "{path}: <{name}>"
            );
            scripts += usize::from(name == "script");
            for (key, value) in attributes {
                assert!(!key.starts_with("on"), "{path}: {key}={value}");
                assert!(key != "src" && key != "style", "{path}: {key}={value}");
                if name == "link" && key == "href" {
                    assert!(value.starts_with("data:image/svg+xml,"), "{path}: {value}");
                }
                if name == "a" && key == "href" {
                    assert!(!value.contains(':'), "{path} links to {value}");
                }
            }
        }
        let expected = if path == Page::Reference.file() { 3 } else { 0 };
        assert_eq!(scripts, expected, "{path}");
    }
}

#[test]
fn every_link_has_a_target_and_every_id_is_unique() {
    let files = site();
    let pages = pages();
    let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut links: Vec<(&str, &str)> = Vec::new();
    for (path, tags) in &pages {
        let known = ids.entry(path).or_default();
        for (name, attributes) in tags {
            for (key, value) in attributes {
                if key == "id" {
                    assert!(known.insert(value), "{path}: {value} is not unique");
                }
                if name == "a" && key == "href" {
                    links.push((path, value));
                }
            }
        }
    }
    // the links that redoc renders from Markdown
    let published = add_results(&sources()).to_string();
    let markdown = published
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'));
    let markdown: Vec<&str> = markdown
        .map(|(link, _)| link)
        .filter(|link| link.contains(".html"))
        .collect();
    assert!(markdown.len() > 80, "{}", markdown.len());
    links.extend(markdown.iter().map(|link| (Page::Reference.file(), *link)));
    assert!(links.len() > 1_500, "{}", links.len());
    for (from, link) in links {
        let (path, id) = link.split_once('#').unwrap_or((link, ""));
        let path = if path.is_empty() { from } else { path };
        assert!(
            files.iter().any(|file| file.path == path),
            "{from}: {link} is not a file of the site"
        );
        if !id.is_empty() {
            assert!(ids[path].contains(id), "{from}: {link} has no such id");
        }
    }
}

#[test]
fn every_page_has_a_policy_and_can_be_read_without_a_mouse() {
    for page in Page::ALL {
        let files = site();
        let text = file(files, page.file());
        for needed in [
            "<html lang=\"en\">",
            "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';",
            "name=\"viewport\"",
            "<a class=\"skip\" href=\"#main\">",
            "aria-current=\"page\"",
        ] {
            assert_eq!(text.matches(needed).count(), 1, "{}: {needed}", page.file());
        }
    }
}

#[test]
fn equal_sources_make_equal_sites() {
    let files = site();
    assert_eq!(files, build(&sources(), Some(&redoc())));
    for (path, text) in &sources().spec {
        assert_eq!(file(files, &format!("spec/{path}")), text);
    }
}

#[test]
fn without_redoc_no_page_links_to_the_reference() {
    let files = build(&sources(), None);
    assert!(files.iter().all(|file| file.path != Page::Reference.file()));
    for file in files.iter().filter(|file| file.path.ends_with(".html")) {
        assert!(!file.text.contains(Page::Reference.file()), "{}", file.path);
    }
}

#[test]
fn an_example_has_its_results_at_all_targets() {
    let files = site();
    let page = file(files, Page::Examples.file());
    for sentence in [
        "Tested on 2026-01-31 against the reference server of Reprise 0.1.0, which is not a GitLab: all 3 documented values were returned. The expectation was corrected by the erratum failed-job-without-reason.",
        "Tested on 2026-01-31 against my server (report faulty, written by reprise 0.1.0): the response differs from the documentation in 1 place.",
        "all properties of the example are present with their types; their values were not compared.",
        "the response matches its schema; it was not compared with the example.",
        "Blocked on 2026-01-31 against my server (report faulty, written by reprise 0.1.0): there is no job with a log.",
        "Skipped on 2026-01-31 against my server (report faulty, written by reprise 0.1.0): it would change the target.",
        "No response on 2026-01-31 against",
        "Inconclusive on 2026-01-31 against",
        "Not sent, because the case is invalid, on 2026-01-31 against",
        "Not tested against my server (report faulty, written by reprise 0.1.0): its report of 2026-01-31 does not contain the case.",
    ] {
        assert!(page.contains(sentence), "{sentence}");
    }
    // a skipped case has no expectation that was corrected
    assert!(!page.contains("corrected by the erratum finished-too-soon"));
}

#[test]
fn an_example_without_a_report_is_not_tested() {
    let mut sources = sources();
    sources.targets.clear();
    let files = build(&sources, Some(&redoc()));
    let page = file(&files, Page::Examples.file());
    assert_eq!(page.matches(">not tested<").count(), 90);
    assert!(!page.contains("Tested on"));
    let published = file(&files, "openapi.verified.json");
    assert!(published.contains("**not tested**: there is no report."));
}

#[test]
fn the_published_copy_is_the_document_with_results() {
    let sources = sources();
    assert!(!sources.spec["openapi.json"].contains("x-verified"));
    let published = add_results(&sources);
    let at = "/paths/~1projects~1{id}~1jobs~1{job_id}/get/responses/200/content/application~1json/examples/failed-job";
    let (own, stamped) = (
        sources.document.pointer(at).unwrap(),
        published.pointer(at).unwrap(),
    );
    assert_eq!(own["value"], stamped["value"]);
    let verified = &stamped["x-verified"];
    assert_eq!(verified["case"], "getJob.failed-job");
    let replay = |name: &str| {
        let mut replays = verified["replays"].as_array().unwrap().iter();
        replays.find(|replay| replay["target"] == name).unwrap()
    };
    assert_eq!(replay("faulty")["outcome"], "failed");
    assert_eq!(replay("faulty").get("level"), None);
    assert_eq!(replay("hostile")["outcome"], "blocked");
    assert_eq!(replay("reference")["level"], "value");
    assert_eq!(replay("reference")["when"], "2026-01-31T09:30:00Z");
    assert_eq!(
        replay("reference")["applied_errata"][0],
        "failed-job-without-reason"
    );
    let output = stamped["description"].as_str().unwrap();
    assert!(
        output.contains("**passed, value**: Tested on 2026-01-31 against the reference server"),
        "{output}"
    );
    assert!(
        output.contains("[failed-job-without-reason](errata.html#failed-job-without-reason)"),
        "{output}"
    );
    let unescaped = output
        .replace("\\<", "")
        .replace("\\[", "")
        .replace(":\\//", "");
    assert!(
        !unescaped.contains('<') && !unescaped.contains("[b") && !unescaped.contains("https://"),
        "{output}"
    );

    // without the additions, it is the document
    let mut bare = published.clone();
    strip_additions(&mut bare);
    let mut document = sources.document.clone();
    strip_additions(&mut document);
    assert_eq!(bare, document);
}

/// Removes the additions of the copy: the extension, and the descriptions beside it and of the document.
fn strip_additions(value: &mut Value) {
    if let Value::Object(members) = value {
        members.remove("x-verified");
        if members.contains_key("value") || members.contains_key("contact") {
            members.remove("description");
        }
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(strip_additions),
        Value::Array(elements) => elements.iter_mut().for_each(strip_additions),
        _ => {}
    }
}

#[test]
fn a_badge_has_the_level_at_which_no_case_failed() {
    let files = site();
    for (name, words) in [
        ("faulty", "faulty: conformance schema · 3 of 9"),
        ("hostile", "hostile: conformance no level · 0 of 2"),
        ("reference", "reference: conformance value · 1 of 1"),
    ] {
        let badge = file(files, &format!("badges/{name}.svg"));
        assert!(
            badge.contains(&format!("<title>{words}</title>")),
            "{badge}"
        );
        assert!(badge.contains("role=\"img\""), "{badge}");
    }
    let mut part = report("part", Vec::new());
    part["complete"] = false.into();
    let mut sources = sources();
    sources.targets = vec![target("part", &part)];
    let files = build(&sources, None);
    assert!(file(&files, "badges/part.svg").contains("no level · 0 of 0, incomplete"));
}

#[test]
fn the_matrix_has_a_column_for_each_target() {
    let files = site();
    let page = file(files, Page::Implementations.file());
    for expected in [
        "<th><a href=\"#faulty\">faulty</a></th><th><a href=\"#hostile\">hostile</a></th><th><a href=\"#reference\">reference</a></th>",
        "<td class=\"bad\">3 of 4 <small>shape, 1 failed</small></td>",
        "<summary>5 cases did not pass</summary>",
        "<li>body <code>/name</code>: missing, breaking</li>",
        "the report does not identify its text",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
}

#[test]
fn a_report_that_cannot_be_read_is_named() {
    let whole = report("x", Vec::new()).to_string();
    for (name, text, expected) in [
        ("a", "{}", "conformance/reports/a.json is not a report"),
        ("a", "[", "conformance/reports/a.json is not a report"),
        (
            "a",
            &whole.replace("\"version\":1", "\"version\":2"),
            "conformance/reports/a.json has version 2 of the format",
        ),
        (
            "a",
            &whole.replace("\"complete\"", "\"compete\""),
            "conformance/reports/a.json is broken: missing field `complete`",
        ),
        (
            "A b",
            &whole,
            "the name of a report may contain only a-z, 0-9 and -; rename it",
        ),
        ("../a", &whole, "rename it"),
    ] {
        let error = Target::parse(name, text).map(|_| ()).unwrap_err();
        let output = format!("{error:#}");
        assert!(output.contains(expected), "{output}");
    }
}

#[test]
fn every_kept_report_is_valid_against_its_schema() {
    let sources = Sources::read(&root()).unwrap();
    let schema: Value = serde_json::from_str(&sources.spec["schemas/Report.schema.json"]).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    assert!(
        sources
            .targets
            .iter()
            .any(|target| target.name == "reference")
    );
    for target in &sources.targets {
        let report: Value = serde_json::from_str(&target.text).unwrap();
        let errors: Vec<String> = schema
            .iter_errors(&report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", target.name);
    }
}
