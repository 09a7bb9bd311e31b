//! Texts that are not documents: every error has a place, is found quickly, and nothing crashes.

use openapi_document::{Document, DocumentError, Limit, Limits, Version};

fn parse_error(name: &str, text: &str) -> String {
    Document::parse(name, text)
        .expect_err("not a document")
        .to_string()
}

#[test]
fn a_syntax_error_names_file_line_and_column() {
    let cases = [
        (
            "spec.yaml",
            "openapi: 3.1.0\npaths:\n\t/jobs: {}\n",
            3,
            "YAML",
        ),
        (
            "spec.yaml",
            "openapi: 3.1.0\ninfo: {title: a\npaths: {}\n",
            3,
            "YAML",
        ),
        ("spec.yml", "openapi: 3.1.0\nopenapi: 3.0.0\n", 2, "YAML"),
        ("spec.yaml", "a: *nowhere\n", 1, "YAML"),
        (
            "spec.json",
            "{\n  \"openapi\": \"3.1.0\",\n  \"info\" {}\n}",
            3,
            "JSON",
        ),
        ("spec.json", "{\"openapi\": \"3.1.0\"", 1, "JSON"),
        ("spec.json", "", 1, "JSON"),
        ("spec", "{\"openapi\" \"3.1.0\"}", 1, "JSON"),
    ];
    for (name, text, expected_line, language) in cases {
        let error = Document::parse(name, text).expect_err("not a document");
        let DocumentError::Syntax {
            name: file,
            line,
            column,
            format,
            ..
        } = error
        else {
            panic!("{error:?}");
        };
        assert_eq!(
            (file.as_str(), line, format),
            (name, expected_line, language)
        );
        assert!(column >= 1, "{text:?}: {column}");
    }
}

#[test]
fn a_duplicate_key_is_refused_at_its_second_place() {
    let text = "openapi: 3.1.0\npaths:\n  /a: {}\n  /b: {}\n  /a: {}\n";
    let error = Document::parse("spec.yaml", text).expect_err("a duplicate key");
    let DocumentError::Syntax {
        line,
        column,
        message,
        ..
    } = error
    else {
        panic!("{error:?}");
    };
    assert_eq!((line, column), (5, 3));
    insta::assert_snapshot!(message, @"duplicate mapping key `/a` is not allowed here");
}

#[test]
fn what_is_no_openapi_document_is_refused_with_what_to_do() {
    let errors: Vec<String> = [
        "[]",
        "null",
        "hello",
        "7",
        "{}",
        "openapi: 3.1",
        "openapi: 4.0.0",
        "swagger: '2.0'",
    ]
    .map(|text| parse_error("spec", text))
    .into();
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn the_extension_or_the_text_decides_the_format() {
    for (name, text) in [
        (
            "a.json",
            r#"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}}"#,
        ),
        ("a.yaml", "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"),
        ("a.YML", "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"),
        (
            "a",
            "\n {\"openapi\": \"3.0.3\", \"info\": {\"title\": \"T\", \"version\": \"1\"}}",
        ),
        (
            "a.txt",
            "\u{feff}openapi: 3.0.3\ninfo: {title: T, version: '1'}\n",
        ),
    ] {
        let document = Document::parse(name, text).expect(name);
        assert_eq!(document.version(), Version::V3_0);
        assert_eq!(
            (document.name(), document.title(), document.info_version()),
            (name, "T", "1")
        );
    }
    for (text, version) in [
        ("3.1.1", Version::V3_1),
        ("3.2.0", Version::V3_2),
        ("3.0.0-rc1", Version::V3_0),
    ] {
        let document = Document::parse("a.yaml", format!("openapi: {text}\n")).expect(text);
        assert_eq!(document.version(), version);
    }
}

#[test]
fn yaml_is_read_by_the_rules_of_yaml_1_2() {
    let text = "openapi: 3.1.0\nx: {on: yes, no: 1_000, 200: 8.0, big: 18446744073709551615, date: 2015-12-24, n: ~}\n";
    let document = Document::parse("a.yaml", text).expect("a document");
    assert_eq!(
        crate::whole(&document)["x"],
        serde_json::json!({"on": "yes", "no": "1_000", "200": 8.0, "big": u64::MAX, "date": "2015-12-24", "n": null})
    );
}

#[test]
fn one_response_may_be_used_by_many_aliases() {
    let mut text = "openapi: 3.1.0\nx-error: &error {description: Wrong}\npaths:\n".to_owned();
    for index in 0..500 {
        text.push_str(&format!(
            "  /p{index}: {{get: {{responses: {{'400': *error}}}}}}\n"
        ));
    }
    let document = Document::parse("a.yaml", &text).expect("a document");
    assert_eq!(document.operations().len(), 500);
    assert_eq!(document.defects(), []);
}

/// Ten elements in each list of ten of the list before it: 10^levels values in some lines.
fn alias_bomb(levels: usize) -> String {
    let mut text = "openapi: 3.1.0\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..levels {
        let below = format!("*a{}", level - 1);
        text.push_str(&format!(
            "a{level}: &a{level} [{}]\n",
            [below.as_str(); 10].join(", ")
        ));
    }
    text
}

fn parse_with_aliases(text: &str, aliased: usize) -> Result<Document, DocumentError> {
    let limits = Limits {
        alias_values: aliased,
        ..Limits::default()
    };
    Document::parse_with_limits("bomb.yaml", text, limits, &mut |_| Err("none".to_owned()))
}

#[test]
fn an_alias_bomb_is_refused_once_its_limit_is_reached() {
    // no program could expand 10^30 values, so an error also proves that the reader stopped
    for aliased in [0, 1_000, Limits::default().alias_values] {
        let error = parse_with_aliases(&alias_bomb(30), aliased).expect_err("a bomb");
        let DocumentError::Limit {
            limit, line, name, ..
        } = error
        else {
            panic!("{error}")
        };
        assert_eq!(
            (limit, name.as_str()),
            (Limit::AliasValues(aliased), "bomb.yaml")
        );
        // the line at which the limit is exceeded, which is far from the end
        assert!((2..10).contains(&line), "{line}");
    }
}

#[test]
fn the_expansion_of_aliases_is_counted_exactly() {
    // `a1` and `a2` contain 10 and 100 copies; each copy of `a0` counts as its 10 values, its begin and its end
    let copies = 10 * 12 + 10 * (10 * 12 + 2);
    let bomb = alias_bomb(3);
    assert!(parse_with_aliases(&bomb, copies).is_ok());
    assert!(matches!(
        parse_with_aliases(&bomb, copies - 1),
        Err(DocumentError::Limit { line: 4, limit: Limit::AliasValues(limit), .. }) if limit == copies - 1
    ));
}

#[test]
fn deep_nesting_is_refused_without_a_crash() {
    for depth in [1_000, 100_000] {
        assert!(parse_error("deep.json", &"[".repeat(depth)).starts_with("deep.json:1:"));
        assert!(parse_error("deep.json", &"{\"a\":".repeat(depth)).starts_with("deep.json:1:"));
        assert!(parse_error("deep.yaml", &"[".repeat(depth)).starts_with("deep.yaml:1:"));
    }
    // aliases of aliases nest too, although each line is flat
    let chain: String = (1..1_000)
        .map(|link| format!("a{link}: &a{link} [*a{}]\n", link - 1))
        .collect();
    assert!(parse_error("deep.yaml", &format!("a0: &a0 1\n{chain}")).starts_with("deep.yaml:"));
    let block: String = (0..2_000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    assert!(parse_error("deep.yaml", &block).starts_with("deep.yaml:"));
    let nested = |depth: usize| {
        format!(
            "openapi: 3.1.0\nx: {}1{}\n",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    assert!(Document::parse("deep.yaml", nested(60)).is_ok());
    for (name, text, message) in [
        (
            "deep.yaml",
            nested(70),
            "nested deeper than 64 levels; simplify the YAML or raise the limit",
        ),
        (
            "deep.json",
            format!("{{\"a\": {}", "[".repeat(200)),
            "nested deeper than 64 levels; simplify the JSON or raise the limit",
        ),
    ] {
        let error = parse_error(name, &text);
        assert!(
            error.starts_with(name) && error.ends_with(message),
            "{error}"
        );
    }
}
