//! What is promised: first what was broken, then what nobody has seen kept or broken, then the rest.

use std::collections::HashMap;
use std::fmt::{self, Write};

use reprise_core::Fulfilment;

use super::super::record::{Case, Promised, Record};
use super::super::words;
use super::{Part, bar, case_link, slug, text};

/// How many untested promises are shown without being asked for. A run of a few cases leaves most of them untested.
const MOST_OPEN: usize = 12;

pub(super) fn write(page: &mut String, record: &Record) -> fmt::Result {
    if record.promises.is_empty() {
        return Ok(());
    }
    let [held, broken, untested, beyond] = [
        Fulfilment::Held,
        Fulfilment::Broken,
        Fulfilment::Untested,
        Fulfilment::Beyond,
    ]
    .map(|wanted| record.promised(wanted).count());
    write!(
        page,
        "<section id=\"promises\">\n<h2>What is promised</h2>\n<p class=\"lead\"><b>{held}</b> held, <b>{broken}</b> broken, <b>{untested}</b> untested, <b>{beyond}</b> beyond what an answer shows</p>\n"
    )?;
    let parts = [
        Part("good", held, "held"),
        Part("bad", broken, "broken"),
        Part("none", untested, "untested"),
    ];
    bar(page, &parts)?;
    let shown: HashMap<&str, &Case> = record
        .shown()
        .map(|case| (case.id.as_str(), case))
        .collect();
    for (wanted, heading, is_open) in [
        (Fulfilment::Broken, "broken", true),
        (Fulfilment::Untested, "untested", untested <= MOST_OPEN),
        (Fulfilment::Held, "held", false),
        (Fulfilment::Beyond, "beyond what an answer shows", false),
    ] {
        let mut group = record.promised(wanted).peekable();
        if group.peek().is_none() {
            continue;
        }
        let open = if is_open { " open=\"open\"" } else { "" };
        write!(
            page,
            "<details{open}><summary>{heading} <b>{}</b></summary>\n<ul class=\"promises\">\n",
            record.promised(wanted).count()
        )?;
        for promised in group {
            one(page, &shown, promised)?;
        }
        page.push_str("</ul></details>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}

fn one(page: &mut String, shown: &HashMap<&str, &Case>, promised: &Promised) -> fmt::Result {
    let mood = match promised.fulfilment {
        Fulfilment::Held => "good",
        Fulfilment::Broken => "bad",
        Fulfilment::Untested | Fulfilment::Beyond => "plain",
    };
    let promise = &promised.promise;
    write!(
        page,
        "<li class=\"{mood}\" id=\"promise-{}\"><p>{}</p><p class=\"dim\"><code>{}</code> · {}</p>",
        slug(&promise.id),
        text(&promise.says),
        text(&promise.id),
        text(&words::source(&promise.source)),
    )?;
    if let Some(reason) = &promise.none {
        write!(page, "<p class=\"dim\">{}</p>", text(reason))?;
    }
    if !promise.cases.is_empty() {
        page.push_str("<p class=\"links\">");
        for id in &promise.cases {
            case_link(page, id, shown.get(id.as_str()).copied())?;
        }
        page.push_str("</p>");
    }
    page.push_str("</li>\n");
    Ok(())
}
