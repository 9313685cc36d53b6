//! The picture of an outage: how long it takes until each loss is felt, how long what is done instead lasts, against the
//! longest outage that the service can bear. The table below it says the same.

use answers::say;

use super::hanging::cut;
use crate::shell::escape;

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub name: String,
    /// Minutes from the beginning of the outage until it ends.
    pub minutes: u32,
    /// What is said of it.
    pub said: String,
    /// Drawn lighter: the time until a loss is felt, not a way to go on.
    pub until_felt: bool,
}

const WIDTH: u32 = 860;
const FROM: u32 = 230;
const TO: u32 = 805;
const STEPS: [u32; 14] = [1, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 10_080, 43_200, 525_600];

/// Draws it; nothing where nothing is known.
pub fn draw(spans: &[Span], bears: Option<u32>) -> String {
    let end = end_of_axis(spans, bears);
    if spans.is_empty() || end == 0 {
        return String::new();
    }
    let x = |minutes: u32| FROM + u32::try_from(u64::from(minutes.min(end)) * u64::from(TO - FROM) / u64::from(end)).unwrap_or(0);
    let bottom = 24 + 30 * u32::try_from(spans.len()).unwrap_or(0);
    let height = bottom + 26;
    let mut out = format!(
        r#"<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-label="{}">"#,
        escape(&words(spans, bears))
    );
    let step = STEPS.into_iter().find(|s| end / s <= 9).unwrap_or(u32::MAX);
    let mut at = 0u32;
    while at <= end {
        out.push_str(&format!(
            r##"<text x="{0}" y="14" font-size="13" fill="#4c6272">{1}</text><path d="M{0} 20V{bottom}" stroke="#d8dde0"/>"##,
            x(at),
            short(at)
        ));
        match at.checked_add(step) {
            Some(next) => at = next,
            None => break,
        }
    }
    for (span, top) in spans.iter().zip((28u32..).step_by(30)) {
        let width = x(span.minutes).saturating_sub(FROM).max(3);
        let beyond = span.minutes > end;
        let (fill, ink) = if span.until_felt {
            ("#b9c6cf", "#14212b")
        } else {
            ("#4c6272", "#fff")
        };
        out.push_str(&format!(
            r##"<text x="0" y="{}" font-size="15" fill="#14212b">{}</text><rect x="{FROM}" y="{top}" width="{width}" height="20" rx="3" fill="{fill}"/>"##,
            top + 15,
            escape(&cut(&span.name, 30))
        ));
        let said = if beyond { format!("{} →", span.said) } else { span.said.clone() };
        // 13.5 px is about 6.9 px a letter: in the bar where it fits, else behind it.
        let room = usize::try_from(width.saturating_sub(10) * 10 / 69).unwrap_or(0);
        let (place, colour) = if said.chars().count() <= room {
            (FROM + 6, ink)
        } else {
            (FROM + width + 8, "#14212b")
        };
        let left = usize::try_from((WIDTH - place) * 10 / 69).unwrap_or(0);
        out.push_str(&format!(
            r#"<text x="{place}" y="{}" font-size="13.5" fill="{colour}">{}</text>"#,
            top + 15,
            escape(&cut(&said, left))
        ));
    }
    if let Some(bears) = bears {
        let at = x(bears);
        let (anchor, place) = if at > (FROM + TO) / 2 { ("end", at - 8) } else { ("start", at + 8) };
        out.push_str(&format!(
            r##"<path d="M{at} 20V{}" stroke="#8a1f11" stroke-width="3"/><text x="{place}" y="{}" font-size="14" font-weight="700" text-anchor="{anchor}" fill="#8a1f11">longest bearable: {}</text>"##,
            bottom + 4,
            bottom + 18,
            say::minutes(bears)
        ));
    }
    out.push_str("</svg>");
    out
}

/// The axis shows the longest bearable outage three times over at most, so that it can be seen beside bars of days.
fn end_of_axis(spans: &[Span], bears: Option<u32>) -> u32 {
    let longest = spans.iter().map(|s| s.minutes).max().unwrap_or(0);
    match bears {
        Some(0) | None => longest,
        Some(bears) => longest.max(bears.saturating_add(bears / 4)).min(bears.saturating_mul(3)),
    }
}

fn words(spans: &[Span], bears: Option<u32>) -> String {
    let mut said: Vec<String> = spans.iter().map(|s| format!("{}: {}", s.name, s.said)).collect();
    said.push(match bears {
        Some(minutes) => format!("the longest bearable outage is {}", say::minutes(minutes)),
        None => "the longest bearable outage is not known".into(),
    });
    format!("Time after the loss. {}", said.join("; "))
}

/// "0", "15 min", "4 h", "2 days".
fn short(minutes: u32) -> String {
    match minutes {
        0 => "0".into(),
        m if m.is_multiple_of(1440) => format!("{} d", m / 1440),
        m if m.is_multiple_of(60) => format!("{} h", m / 60),
        m => format!("{m} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(minutes: u32) -> Span {
        Span {
            name: "Paper <list>".into(),
            minutes,
            said: "lasts".into(),
            until_felt: false,
        }
    }

    #[test]
    fn the_axis_shows_the_bearable_outage_beside_bars_of_days() {
        let check = |minutes: &[u32], bears: Option<u32>, expected: u32| {
            let spans: Vec<Span> = minutes.iter().map(|&m| span(m)).collect();
            assert_eq!(end_of_axis(&spans, bears), expected, "{minutes:?} {bears:?}");
        };
        check(&[4320], Some(15), 45);
        check(&[480], Some(480), 600);
        check(&[60], None, 60);
        check(&[], Some(60), 75);
        check(&[10], Some(0), 10);
        check(&[u32::MAX], Some(u32::MAX), u32::MAX);
    }

    #[test]
    fn it_draws_whatever_the_times_are() {
        for bears in [None, Some(0), Some(1), Some(480), Some(u32::MAX)] {
            for minutes in [0, 1, 45, 4320, u32::MAX] {
                let svg = draw(&[span(minutes)], bears);
                assert!(
                    svg.is_empty() || svg.starts_with("<svg") && !svg.contains("<list>"),
                    "{minutes} {bears:?}"
                );
                assert!(svg.matches("<path").count() < 16, "{minutes} {bears:?}");
            }
        }
        assert_eq!(draw(&[], Some(60)), "");
    }
}
