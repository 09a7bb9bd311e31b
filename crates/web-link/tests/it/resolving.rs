//! References (RFC 3986 §5).

use web_link::resolve;

#[test]
fn the_examples_of_the_standard_are_resolved() {
    for (reference, expected) in [
        // §5.4.1, normal examples
        ("g:h", "g:h"),
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"),
        ("g#s", "http://a/b/c/g#s"),
        ("g?y#s", "http://a/b/c/g?y#s"),
        (";x", "http://a/b/c/;x"),
        ("g;x", "http://a/b/c/g;x"),
        ("g;x?y#s", "http://a/b/c/g;x?y#s"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("./", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../", "http://a/b/"),
        ("../g", "http://a/b/g"),
        ("../..", "http://a/"),
        ("../../", "http://a/"),
        ("../../g", "http://a/g"),
        // §5.4.2, abnormal examples
        ("../../../g", "http://a/g"),
        ("../../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("/../g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        (".g", "http://a/b/c/.g"),
        ("g..", "http://a/b/c/g.."),
        ("..g", "http://a/b/c/..g"),
        ("./../g", "http://a/b/g"),
        ("./g/.", "http://a/b/c/g/"),
        ("g/./h", "http://a/b/c/g/h"),
        ("g/../h", "http://a/b/c/h"),
        ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/./x", "http://a/b/c/g?y/./x"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("g#s/./x", "http://a/b/c/g#s/./x"),
        ("g#s/../x", "http://a/b/c/g#s/../x"),
        ("http:g", "http:g"),
    ] {
        assert_eq!(
            resolve("http://a/b/c/d;p?q", reference),
            expected,
            "{reference}"
        );
    }
}

#[test]
fn a_base_may_have_no_path_and_a_target_keeps_its_writing() {
    for (base, reference, expected) in [
        ("http://a", "g", "http://a/g"),
        ("http://a?x", "?y", "http://a?y"),
        (
            "http://a:80/x",
            "/y?scope[]=ä b",
            "http://a:80/y?scope[]=ä b",
        ),
        ("http://a/x", "HTTP://A:80/%7e", "HTTP://A:80/%7e"),
        ("http://a/x", "y:z", "y:z"),
        ("http://a/x", "1:z", "http://a/1:z"),
        ("http://a/x", "./y:z", "http://a/y:z"),
    ] {
        assert_eq!(resolve(base, reference), expected, "{base} {reference}");
    }
}
