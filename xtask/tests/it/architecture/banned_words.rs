//! Plain words: the names and texts of `banned-words.txt` do not occur in code, documentation and data.
//!
//! ```text
//! crates/reprise-core/src/claims.rs:40: `told`: write reported, given, named
//! ```

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

use crate::root;

/// Words and names that are not used, one for each line.
const RULES: &str = include_str!("banned-words.txt");

/// What is read.
const EXTENSIONS: [&str; 7] = ["rs", "md", "yaml", "yml", "toml", "txt", "snap"];

/// Folders and files that are not read: build output, generated files (their sources are read), and the rules.
const UNREAD: [&str; 6] = [
    "target",
    "node_modules",
    ".git",
    "spec",
    "banned-words.txt",
    "banned_words.rs",
];

/// Where a word is allowed: a part of the path, the word, and the reason.
const ALLOWED: [(&str, &str, &str); 1] = [(
    "jobs-server/src/fixture/resolve/pipeline.rs",
    "nobody",
    "the name of an author without an account; hashes of commits depend on it",
)];

/// What a rule looks at.
#[derive(Clone, Copy, PartialEq)]
enum Subject {
    Text,
    Function,
    Type,
}

/// A banned word and the advice that comes with it.
struct Rule {
    subject: Subject,
    word: String,
    advice: &'static str,
}

/// The rules of a text.
fn rules(text: &'static str) -> Vec<Rule> {
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let columns: Vec<&str> = line.split('|').map(str::trim).collect();
            let [subject, word, advice] = columns[..] else {
                panic!("{line:?} has no three columns");
            };
            let subject = match subject {
                "text" => Subject::Text,
                "function" => Subject::Function,
                "type" => Subject::Type,
                other => panic!("{other:?} is not a subject"),
            };
            let word = word.to_owned();
            Rule {
                subject,
                word,
                advice,
            }
        })
        .collect()
}

/// The words of a line in lower case, each between spaces: `fn read_told` is ` fn read told `. Words that are joined
/// by a hyphen are one word, since identifiers of cases and faults are written so.
fn words(line: &str) -> String {
    let mut words = String::from(" ");
    let mut lower = false;
    for character in line.chars() {
        if character.is_uppercase() && lower && !words.ends_with(' ') {
            words.push(' ');
        }
        lower = character.is_lowercase();
        if character.is_alphanumeric() || character == '-' {
            words.extend(character.to_lowercase());
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.push(' ');
    words
}

/// The names of functions and types of a file.
#[derive(Default)]
struct Names(Vec<(Subject, String)>);

impl<'a> Visit<'a> for Names {
    fn visit_signature(&mut self, signature: &'a syn::Signature) {
        self.0
            .push((Subject::Function, signature.ident.to_string()));
    }

    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        self.0.push((Subject::Type, item.ident.to_string()));
    }

    fn visit_item_enum(&mut self, item: &'a syn::ItemEnum) {
        self.0.push((Subject::Type, item.ident.to_string()));
    }

    fn visit_item_trait(&mut self, item: &'a syn::ItemTrait) {
        self.0.push((Subject::Type, item.ident.to_string()));
        syn::visit::visit_item_trait(self, item);
    }

    fn visit_item_type(&mut self, item: &'a syn::ItemType) {
        self.0.push((Subject::Type, item.ident.to_string()));
    }
}

/// The names of the functions and types of a file in Rust.
fn names(code: &str) -> Vec<(Subject, String)> {
    let mut names = Names::default();
    if let Ok(file) = syn::parse_file(code) {
        names.visit_file(&file);
    }
    names.0
}

/// The banned words of one file: `path:line: word: advice`.
fn banned(path: &str, text: &str, rules: &[Rule]) -> BTreeSet<String> {
    let mut problems = BTreeSet::new();
    let allowed = |word: &str| {
        ALLOWED
            .iter()
            .any(|(part, allowed, _)| path.contains(part) && *allowed == word)
    };
    for (number, line) in text.lines().enumerate() {
        let words = words(line);
        for rule in rules.iter().filter(|rule| rule.subject == Subject::Text) {
            if words.contains(&format!(" {} ", rule.word)) && !allowed(&rule.word) {
                problems.insert(format!(
                    "{path}:{}: `{}`: write {}",
                    number + 1,
                    rule.word,
                    rule.advice
                ));
            }
        }
    }
    if path.ends_with(".rs") {
        for (subject, name) in names(text) {
            for rule in rules
                .iter()
                .filter(|rule| rule.subject == subject && rule.word == name)
            {
                if !allowed(&rule.word) {
                    problems.insert(format!("{path}: `{name}`: use {}", rule.advice));
                }
            }
        }
    }
    problems
}

/// The files below a folder that are read, sorted.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if UNREAD.contains(&name.as_str()) || path.is_symlink() {
            continue;
        }
        let extension = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            files(&path, found);
        } else if EXTENSIONS.contains(&extension.as_str()) {
            found.push(path);
        }
    }
}

#[test]
fn no_banned_word_is_used() {
    let rules = rules(RULES);
    let mut found = Vec::new();
    files(&root(), &mut found);
    let mut problems = BTreeSet::new();
    for file in &found {
        let text = fs::read_to_string(file).unwrap();
        let path = file.strip_prefix(root()).unwrap().display().to_string();
        problems.extend(banned(&path, &text, &rules));
    }
    let list: Vec<String> = problems.into_iter().collect();
    assert!(
        list.is_empty(),
        "{} banned words:\n{}",
        list.len(),
        list.join("\n")
    );
}

#[test]
fn each_kind_of_rule_finds_its_word() {
    let rules = rules(
        "text | told | reported\ntext | speaks of | names\nfunction | shown | render\ntype | Found | Match",
    );
    let problems = |code: &str| {
        banned("a.rs", code, &rules)
            .into_iter()
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(problems("// What is told here"), @"a.rs:1: `told`: write reported");
    insta::assert_snapshot!(problems("// It speaks\n\n// It speaks of a thing"), @"a.rs:3: `speaks of`: write names");
    insta::assert_snapshot!(problems("fn is_told() {}"), @"a.rs:1: `told`: write reported");
    insta::assert_snapshot!(problems("struct ToldOnce;"), @"a.rs:1: `told`: write reported");
    insta::assert_snapshot!(problems("impl A { fn shown(&self) {} }"), @"a.rs: `shown`: use render");
    insta::assert_snapshot!(problems("mod a { enum Found {} }"), @"a.rs: `Found`: use Match");
    insta::assert_snapshot!(problems("// as-told and untold, shown and Found\nfn shown_values() {}"), @"");
}
