//! The picture of what a service hangs on: the service, what it needs, and what that hangs on itself. Drawn here, so that it
//! is there without a script; the table below it says the same.

use crate::shell::escape;

/// One box.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// What is said of it, in a few words.
    pub said: String,
    /// How it is drawn.
    pub tone: Tone,
}

/// How a box is drawn. The words in it say the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    #[default]
    Plain,
    /// Nothing to spare, or not known.
    Thin,
    /// Too few, or would be.
    Bad,
}

/// One need of the service.
#[derive(Debug, Clone, Default)]
pub struct Needed {
    /// Itself.
    pub place: Place,
    /// Positions among the places behind.
    pub behind: Vec<usize>,
    /// Without it the service is slower; it does not stop.
    pub slows_only: bool,
}

const LEFT: (u32, u32) = (10, 190);
const MIDDLE: (u32, u32) = (280, 250);
const RIGHT: (u32, u32) = (610, 240);
const WIDTH: u32 = 860;
const GAP: u32 = 18;
/// Height of a line of a name, and of what is said below it.
const LINE: u32 = 19;
const SMALL: u32 = 17;

/// Draws it. At most so many needs as fit a page; the table has all.
pub fn draw(service: &Place, needed: &[Needed], behind: &[Place], words: &str) -> String {
    let middle = stack(needed.iter().map(|n| &n.place), MIDDLE.1);
    let right = stack(behind.iter(), RIGHT.1);
    let left = stack(std::iter::once(service), LEFT.1);
    let height = [&left, &middle, &right].iter().map(|s| s.height).max().unwrap_or(0) + 20;
    let down = |s: &Stack| (height - s.height) / 2;
    let mut lines = String::new();
    let mut boxes = String::new();
    let from_service = (LEFT.0 + LEFT.1, down(&left) + left.middle(0));
    for (nth, need) in needed.iter().enumerate() {
        let at = down(&middle) + middle.middle(nth);
        lines.push_str(&line(from_service, (MIDDLE.0, at), need.place.tone, need.slows_only));
        for &other in &need.behind {
            if other < behind.len() {
                let to = (RIGHT.0, down(&right) + right.middle(other));
                lines.push_str(&line((MIDDLE.0 + MIDDLE.1, at), to, behind[other].tone, need.slows_only));
            }
        }
        boxes.push_str(&drawn(&need.place, &middle, nth, MIDDLE, down(&middle)));
    }
    for (nth, place) in behind.iter().enumerate() {
        boxes.push_str(&drawn(place, &right, nth, RIGHT, down(&right)));
    }
    boxes.push_str(&drawn(service, &left, 0, LEFT, down(&left)));
    format!(
        r#"<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-label="{}">{lines}{boxes}</svg>"#,
        escape(words)
    )
}

/// Boxes one below the other.
struct Stack {
    rows: Vec<Row>,
    height: u32,
}

/// One box's place and texts, in lines.
struct Row {
    top: u32,
    name: Vec<String>,
    said: Vec<String>,
}

impl Row {
    fn height(&self) -> u32 {
        let lines = |texts: &[String]| u32::try_from(texts.len()).unwrap_or(1);
        16 + LINE * lines(&self.name) + SMALL * lines(&self.said)
    }
}

impl Stack {
    fn middle(&self, nth: usize) -> u32 {
        self.rows.get(nth).map_or(0, |row| row.top + row.height() / 2)
    }
}

fn stack<'a>(places: impl Iterator<Item = &'a Place>, width: u32) -> Stack {
    let mut stack = Stack {
        rows: Vec::new(),
        height: 0,
    };
    // 16 px bold is about 8.7 px a letter in this typeface, 13.5 px about 6.9, and a tenth more in the one that stands in
    // until it is loaded.
    let letters = |tenths: u32| usize::try_from((width - 24) * 10 / tenths).unwrap_or(20);
    for place in places {
        let row = Row {
            top: if stack.rows.is_empty() { 0 } else { stack.height + GAP },
            name: wrapped(&place.name, letters(98), 2),
            said: wrapped(&place.said, letters(77), 2),
        };
        stack.height = row.top + row.height();
        stack.rows.push(row);
    }
    stack
}

fn line(from: (u32, u32), to: (u32, u32), tone: Tone, dashed: bool) -> String {
    let bend = (from.0 + to.0) / 2;
    let stroke = match tone {
        Tone::Plain => "#8a9aa5",
        Tone::Thin => "#d59a00",
        Tone::Bad => "#8a1f11",
    };
    let dashes = if dashed { r#" stroke-dasharray="5 5""# } else { "" };
    format!(
        r#"<path d="M{} {}C{bend} {} {bend} {} {} {}" fill="none" stroke="{stroke}" stroke-width="2"{dashes}/>"#,
        from.0, from.1, from.1, to.1, to.0, to.1
    )
}

fn drawn(place: &Place, stack: &Stack, nth: usize, (x, width): (u32, u32), down: u32) -> String {
    let Some(row) = stack.rows.get(nth) else {
        return String::new();
    };
    let y = row.top + down;
    let (fill, stroke) = match place.tone {
        Tone::Plain => ("#fff", "#15324a"),
        Tone::Thin => ("#fff4d3", "#b07f00"),
        Tone::Bad => ("#fbe9e7", "#8a1f11"),
    };
    let mut out = format!(
        r##"<g><title>{}: {}</title><rect x="{x}" y="{y}" width="{width}" height="{}" rx="6" fill="{fill}" stroke="{stroke}" stroke-width="2"/>"##,
        escape(&place.name),
        escape(&place.said),
        row.height()
    );
    let x = x + 12;
    let mut baseline = y + 22;
    for text in &row.name {
        out.push_str(&format!(
            r##"<text x="{x}" y="{baseline}" font-size="16" font-weight="700" fill="#14212b">{}</text>"##,
            escape(text)
        ));
        baseline += LINE;
    }
    for text in &row.said {
        out.push_str(&format!(
            r##"<text x="{x}" y="{baseline}" font-size="13.5" fill="#4c6272">{}</text>"##,
            escape(text)
        ));
        baseline += SMALL;
    }
    out.push_str("</g>");
    out
}

/// Text in lines of so many letters at most, broken between words; what is left over is cut, and the cut shown.
pub fn wrapped(text: &str, letters: usize, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let fits = out
            .last()
            .is_some_and(|line| line.chars().count() + 1 + word.chars().count() <= letters);
        if fits {
            if let Some(line) = out.last_mut() {
                line.push(' ');
                line.push_str(word);
            }
        } else if out.len() < lines {
            out.push(word.to_owned());
        } else {
            if let Some(line) = out.last_mut() {
                line.push('…');
                *line = cut(line, letters);
            }
            return out;
        }
        if let Some(line) = out.last_mut()
            && line.chars().count() > letters
        {
            *line = cut(line, letters);
        }
    }
    if out.is_empty() {
        out.push(String::new());
    }
    out
}

/// Text of so many letters at most, the cut shown.
pub fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(letters.saturating_sub(1)).collect();
    out.truncate(out.trim_end().trim_end_matches('…').len());
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_broken_between_words_and_the_rest_is_cut() {
        let check = |text: &str, expected: &[&str]| assert_eq!(wrapped(text, 12, 2), expected, "{text}");
        check("PACS", &["PACS"]);
        check("Radiology information system", &["Radiology", "information…"]);
        check("Image archive (VNA)", &["Image", "archive…"]);
        check("Elektronischesaufnahmesystem", &["Elektronisc…"]);
        check("", &[""]);
        check("غرفة العناية", &["غرفة العناية"]);
    }

    #[test]
    fn foreign_text_is_made_harmless_and_nothing_is_drawn_outside() {
        let place = Place {
            name: "<script>alert(1)</script>".into(),
            said: "\"a\" & b".into(),
            tone: Tone::Bad,
        };
        let needed = Needed {
            place: place.clone(),
            behind: vec![0, 7],
            slows_only: true,
        };
        let svg = draw(&place, &[needed], std::slice::from_ref(&place), "x\" onload=\"y");
        assert!(
            !svg.contains("<script") && !svg.contains("\" onload") && svg.contains("stroke-dasharray"),
            "{svg}"
        );
        assert!(draw(&place, &[], &[], "").starts_with("<svg"));
    }
}
