//! The badge of a target: its level, and how many cases passed.

use reprise_core::Level;
use reprise_report::RunRecord;
use reprise_report::record::OutcomeRecord;

use super::layout::escape_html;
use super::target::Target;

/// The approximate width of a character, in pixels; `textLength` fits the text to it.
const CHARACTER_WIDTH: usize = 7;
/// The space at both ends of a part, in pixels.
const MARGIN: usize = 8;

/// The path of a target's badge, below the site.
pub(super) fn badge_path(target: &Target) -> String {
    format!("badges/{}.svg", target.name)
}

/// The text of the badge: the level, and how many cases of the suite passed.
fn badge_text(target: &Target) -> String {
    let record = &target.record;
    let level = level(record).map_or("no level", Level::as_str);
    let incomplete = if target.is_complete() {
        ""
    } else {
        ", incomplete"
    };
    format!(
        "{level} · {} of {}{incomplete}",
        record.summary.passed, record.summary.cases
    )
}

/// The highest level that a case reached and at which none failed, if there is one.
fn level(record: &RunRecord) -> Option<Level> {
    let mut highest = None;
    let mut lowest_failed = Some(Level::Value);
    for case in &record.cases {
        let reached = case.outcome.level_reached();
        highest = highest.max(reached);
        if matches!(case.outcome, OutcomeRecord::Failed { .. }) {
            lowest_failed = lowest_failed.min(reached);
        }
    }
    highest.min(lowest_failed)
}

/// The badge as SVG, without ids, so that a page can contain several.
pub(super) fn render_svg(target: &Target) -> String {
    let record = &target.record;
    let (left, right) = ("conformance", badge_text(target));
    let (left_width, right_width) = (text_width(left), text_width(&right));
    let whole = left_width + right_width;
    let color = if record.summary.failed > 0 {
        "#a83a32"
    } else if target.is_complete() && record.summary.passed == record.summary.cases {
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
        label = escape_html(&label),
        straight = left_width - 5,
        left_middle = left_width / 2,
        left_text = left_width - 2 * MARGIN,
        right_middle = left_width + right_width / 2,
        right_text = right_width - 2 * MARGIN,
        right = escape_html(&right),
    )
}

/// The width of a part with a text.
fn text_width(text: &str) -> usize {
    text.chars().count() * CHARACTER_WIDTH + 2 * MARGIN
}
