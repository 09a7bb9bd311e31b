//! The badge of a target: its level, and how many cases passed.

use super::layout::text;
use super::record::{Record, Target};

/// The approximate width of a character, in pixels; `textLength` fits the text to it.
const CHARACTER: usize = 7;
/// The space at both ends of a part, in pixels.
const MARGIN: usize = 8;

/// The path of a target's badge, below the site.
pub(super) fn path(target: &Target) -> String {
    format!("badges/{}.svg", target.name)
}

/// The text of the badge: the level, and how many cases of the suite passed.
pub(super) fn words(record: &Record) -> String {
    let level = record.level().map_or("no level", |level| level.as_str());
    let incomplete = if record.is_whole() {
        ""
    } else {
        ", incomplete"
    };
    format!(
        "{level} · {} of {}{incomplete}",
        record.summary.passed, record.summary.cases
    )
}

/// The badge as SVG, without ids, so that a page can contain several.
pub(super) fn svg(target: &Target) -> String {
    let record = &target.record;
    let (left, right) = ("conformance", words(record));
    let (left_width, right_width) = (width(left), width(&right));
    let whole = left_width + right_width;
    let color = if record.summary.failed > 0 {
        "#a83a32"
    } else if record.is_whole() && record.summary.passed == record.summary.cases {
        "#2f7d4f"
    } else {
        "#8a5d0a"
    };
    let label = format!("{}: {left} {right}", target.name);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"22\" viewBox=\"0 0 {whole} 22\" role=\"img\" aria-label=\"{label}\">\
         <title>{label}</title>\
         <rect width=\"{whole}\" height=\"22\" rx=\"5\" fill=\"{color}\"/>\
         <path d=\"M5 0h{straight}v22H5a5 5 0 0 1-5-5V5a5 5 0 0 1 5-5z\" fill=\"#3d3a36\"/>\
         <g fill=\"#ffffff\" font-family=\"Verdana,'DejaVu Sans',sans-serif\" font-size=\"11\" text-anchor=\"middle\">\
         <text x=\"{left_middle}\" y=\"15\" textLength=\"{left_text}\">{left}</text>\
         <text x=\"{right_middle}\" y=\"15\" textLength=\"{right_text}\">{right}</text></g></svg>\n",
        label = text(&label),
        straight = left_width - 5,
        left_middle = left_width / 2,
        left_text = left_width - 2 * MARGIN,
        right_middle = left_width + right_width / 2,
        right_text = right_width - 2 * MARGIN,
        right = text(&right),
    )
}

/// The width of a part with a text.
fn width(text: &str) -> usize {
    text.chars().count() * CHARACTER + 2 * MARGIN
}
