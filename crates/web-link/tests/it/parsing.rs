//! `Link` header fields (RFC 8288).

use web_link::{Link, parse};

/// A link in one line: `target rel,rel name=value`.
fn format_link(link: &Link) -> String {
    let params = link
        .params
        .iter()
        .map(|(name, value)| format!(" {name}={value}"));
    format!(
        "{} {}{}",
        link.target,
        link.rels.join(","),
        params.collect::<String>()
    )
}

fn format_links(fields: &[&str]) -> Vec<String> {
    parse(fields.iter().copied())
        .iter()
        .map(format_link)
        .collect()
}

#[test]
fn every_clause_is_followed() {
    let table: &[(&str, &str, &[&str])] = &[
        (
            "§3",
            r#"<http://a/2>; rel="next""#,
            &["http://a/2 next rel=next"],
        ),
        (
            "§3, target with a comma",
            r#"<http://a/jobs?ids=1,2&page=2>; rel="next""#,
            &["http://a/jobs?ids=1,2&page=2 next rel=next"],
        ),
        (
            "§3, target with a semicolon",
            "<http://a/;b>; rel=next",
            &["http://a/;b next rel=next"],
        ),
        (
            "§3, several links",
            r#"<1>; rel="prev", <2,3>; rel="next""#,
            &["1 prev rel=prev", "2,3 next rel=next"],
        ),
        (
            "§3, no space between links",
            "<1>;rel=prev,<2>;rel=next",
            &["1 prev rel=prev", "2 next rel=next"],
        ),
        (
            "§3, names in any case",
            r#"<1>; REL="next""#,
            &["1 next rel=next"],
        ),
        (
            "§3, names in any case",
            r#"<1>; Rel="next""#,
            &["1 next rel=next"],
        ),
        (
            "§3, bad whitespace",
            "<1> ; rel = \"next\"",
            &["1 next rel=next"],
        ),
        (
            "§3, tabs",
            "<1>\t;\trel\t=\tnext\t,\t<2>;rel=last",
            &["1 next rel=next", "2 last rel=last"],
        ),
        (
            "§3, token without quotes",
            "<1>; rel=next",
            &["1 next rel=next"],
        ),
        (
            "§3, quoted comma and semicolon",
            r#"<1>; title="a, b; c"; rel=next"#,
            &["1 next title=a, b; c rel=next"],
        ),
        (
            "§3, quoted angle brackets",
            r#"<1>; title="<2>; rel=last"; rel=next"#,
            &["1 next title=<2>; rel=last rel=next"],
        ),
        (
            "RFC 9110 §5.6.4, escapes",
            r#"<1>; title="say \"next\" \\ "; rel="n\ext""#,
            &[r#"1 next title=say "next" \  rel=next"#],
        ),
        ("§3.1, empty target", "<>; rel=self", &[" self rel=self"]),
        (
            "§3.1, relative target",
            "</jobs?page=2>; rel=next",
            &["/jobs?page=2 next rel=next"],
        ),
        (
            "§3.2, anchor",
            r##"<1>; rel=next; anchor="#foo""##,
            &["1 next rel=next anchor=#foo"],
        ),
        (
            "§3.3, several relations",
            r#"<1>; rel="last  next""#,
            &["1 last,next rel=last  next"],
        ),
        (
            "§3.3, only the first rel counts",
            "<1>; rel=prev; rel=next",
            &["1 prev rel=prev rel=next"],
        ),
        (
            "§2.1.1, relations in any case",
            "<1>; rel=NEXT",
            &["1 next rel=NEXT"],
        ),
        (
            "§2.1.2, extension relation",
            r#"<1>; rel="http://A.example/Rel next""#,
            &["1 http://a.example/rel,next rel=http://A.example/Rel next"],
        ),
        ("§3.3, no rel", "<1>; title=x", &["1  title=x"]),
        (
            "§3.4.1, title*",
            "<1>; rel=next; title*=UTF-8'de'n%c3%a4chstes%20Kapitel",
            &["1 next rel=next title*=nächstes Kapitel"],
        ),
        (
            "RFC 8187 §3.2.1, other charset is ignored",
            "<1>; title*=latin1''n%e4; rel=next",
            &["1 next rel=next"],
        ),
        (
            "RFC 8187 §3.2.1, invalid encoding is ignored",
            "<1>; title*=UTF-8''%ff; rel=next",
            &["1 next rel=next"],
        ),
        (
            "§3.4.2, extension attributes",
            "<1>; rel=next; foo; bar=; baz = 1",
            &["1 next rel=next foo= bar= baz=1"],
        ),
        (
            "§3.5, example",
            r#"<http://example.com/TheBook/chapter2>; rel="previous"; title="previous chapter""#,
            &["http://example.com/TheBook/chapter2 previous rel=previous title=previous chapter"],
        ),
        (
            "§3.5, example",
            r##"</>; rel="http://example.net/foo""##,
            &["/ http://example.net/foo rel=http://example.net/foo"],
        ),
        (
            "§3.5, example",
            r##"</terms>; rel="copyright"; anchor="#foo""##,
            &["/terms copyright rel=copyright anchor=#foo"],
        ),
        (
            "§3.5, example",
            r#"<http://example.org/>; rel="start http://example.net/relation/other""#,
            &[
                "http://example.org/ start,http://example.net/relation/other rel=start http://example.net/relation/other",
            ],
        ),
        (
            "RFC 9110 §5.6.1, empty elements",
            ", <1>; rel=next, ,<2>;rel=last,",
            &["1 next rel=next", "2 last rel=last"],
        ),
        (
            "B.3, empty parameters",
            "<1>;;rel=next;",
            &["1 next rel=next"],
        ),
        (
            "B.4, quote without an end",
            r#"<1>; rel="next, <2>; rel=last"#,
            &["1 next,,<2>;,rel=last rel=next, <2>; rel=last"],
        ),
        ("B.2, target without an end", "<http://a/1", &[]),
        ("B.2, no target", "next", &[]),
        ("B.2, nothing", "", &[]),
        (
            "B.2, read up to what is no link",
            "<1>; rel=next, nonsense, <2>; rel=last",
            &["1 next rel=next"],
        ),
        ("B.2, no parameter", "<>;;=,<", &[" "]),
    ];
    for (clause, field, expected) in table {
        assert_eq!(format_links(&[field]), *expected, "{clause}: {field}");
    }
}

#[test]
fn several_field_lines_are_one_list() {
    // §3: a message may have several Link fields (RFC 9110 §5.3)
    let links = format_links(&["<1>; rel=prev", "nonsense", "<2>; rel=next"]);
    assert_eq!(links, ["1 prev rel=prev", "2 next rel=next"]);
}

#[test]
fn a_link_answers_by_name() {
    let links = parse([r#"<1>; rel=Next; Title=a; title*=UTF-8''b; title=c; anchor="""#]);
    let link = &links[0];
    assert!(link.has_rel("next") && link.has_rel("NEXT") && !link.has_rel("nex"));
    assert_eq!(link.param("TITLE"), Some("a"));
    assert_eq!(link.title(), Some("b"));
    // an empty anchor is the resource itself
    assert_eq!(link.anchor(), None);
    assert_eq!(parse(["<1>; anchor=/x"])[0].anchor(), Some("/x"));
}

#[test]
fn no_input_causes_a_panic() {
    let pieces = [
        "<", ">", ";", "=", ",", "\"", "\\", " ", "rel", "ä", "*", "'", "%",
    ];
    for one in pieces {
        for two in pieces {
            for three in pieces {
                for four in pieces {
                    parse([format!("<a>;rel{one}{two}{three}{four}").as_str()]);
                    parse([format!("{one}{two}{three}{four}").as_str()]);
                }
            }
        }
    }
}
