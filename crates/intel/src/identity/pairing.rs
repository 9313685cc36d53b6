//! Where the words of one name stand in another: as they are, joined, as members of a line, by a slip of the pen, shortened.

use super::likeness::Context;
use super::words::{Kind, Word};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// By a typing error, an abbreviation, its digits, initials.
    Weak,
    /// A line and its member.
    Member,
    /// A range that holds it.
    Listed,
    Exact,
}

pub(super) struct Pairing {
    /// For each word of the advisory's name: where it was found in the device's, and how. `usize::MAX`: in the maker's name.
    pub advised: Vec<Option<(usize, How)>>,
    /// For each word of the device's name: whether it was used.
    pub used: Vec<bool>,
}

/// Finds the words of one name in the other.
pub(super) fn pair(advised: &[Word], device: &[Word], context: &Context<'_>) -> Pairing {
    let mut p = Pairing {
        advised: vec![None; advised.len()],
        used: vec![false; device.len()],
    };
    // "Q-Stress Cardiac Stress Testing": what distinguishes is found before what describes takes a part of it.
    exact(advised, device, &mut p, Word::is_significant);
    joined(advised, device, &mut p);
    exact(advised, device, &mut p, |_| true);
    members(advised, device, &mut p);
    weak(advised, device, &mut p, context);
    initials(advised, device, &mut p);
    // The brand may stand in the maker's cell: "Alaris / Gateway W/S".
    for (n, word) in advised.iter().enumerate() {
        if p.advised[n].is_none() && context.maker_words.contains(&word.text) {
            p.advised[n] = Some((usize::MAX, How::Exact));
        }
    }
    p
}

fn exact(advised: &[Word], device: &[Word], p: &mut Pairing, which: impl Fn(&Word) -> bool) {
    for (n, word) in advised.iter().enumerate() {
        if p.advised[n].is_none()
            && which(word)
            && let Some(d) = (0..device.len()).find(|&d| !p.used[d] && device[d].text == word.text)
        {
            p.advised[n] = Some((d, How::Exact));
            p.used[d] = true;
        }
    }
}

/// "apex pro" and "apexpro", "care station" and "carestation", either way round.
fn joined(advised: &[Word], device: &[Word], p: &mut Pairing) {
    for (n, word) in advised.iter().enumerate() {
        if p.advised[n].is_none()
            && let Some((from, to)) = run(device, &word.text, |d| !p.used[d])
        {
            p.advised[n] = Some((from, How::Exact));
            p.used[from..to].fill(true);
        }
    }
    for (d, word) in device.iter().enumerate() {
        if !p.used[d]
            && let Some((from, to)) = run(advised, &word.text, |n| p.advised[n].is_none())
        {
            p.advised[from..to].fill(Some((d, How::Exact)));
            p.used[d] = true;
        }
    }
}

/// Two or three free words side by side that make this text.
fn run(words: &[Word], text: &str, free: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
    (0..words.len()).find_map(|from| {
        let mut rest = text.strip_prefix(words[from].text.as_str()).filter(|_| free(from))?;
        for (to, word) in words.iter().enumerate().skip(from + 1).take(2) {
            rest = rest.strip_prefix(word.text.as_str()).filter(|_| free(to))?;
            if rest.is_empty() {
                return Some((from, to + 1));
            }
        }
        None
    })
}

/// A range, a pattern, or the letters of a line with the code of a member. What is listed goes before what is only a line.
fn members(advised: &[Word], device: &[Word], p: &mut Pairing) {
    let listed = |w: &Word| !matches!(w.kind, Kind::Letters | Kind::Head);
    let order = (0..advised.len())
        .filter(|n| listed(&advised[*n]))
        .chain((0..advised.len()).filter(|n| !listed(&advised[*n])));
    for n in order {
        let word = &advised[n];
        // In "MX (MX400-550)" the range says which members; the line by itself takes none.
        let told = word.kind == Kind::Letters && advised.iter().any(|w| w.letters() == word.text);
        if p.advised[n].is_some() || told {
            continue;
        }
        for (d, other) in device.iter().enumerate() {
            if p.used[d] {
                continue;
            }
            let how = match word.kind {
                Kind::Range { low, high, .. } => {
                    let inside =
                        other.letters() == word.letters() && other.digits().parse::<u32>().is_ok_and(|x| (low..=high).contains(&x));
                    inside.then_some(How::Listed)
                }
                // "Revolution CT" in "REVOLUTION-CT 256".
                Kind::Letters | Kind::Head if word.text.len() >= 2 => (other.letters() == word.text).then_some(How::Member),
                Kind::Code { .. } | Kind::Number if word.digits().contains('x') => {
                    (other.letters() == word.letters() && fits(word.digits(), other.digits())).then_some(How::Listed)
                }
                _ => None,
            };
            if let Some(how) = how {
                p.advised[n] = Some((d, how));
                p.used[d] = true;
                break;
            }
        }
    }
}

/// "5x0" stands for 500 to 590.
fn fits(pattern: &str, digits: &str) -> bool {
    pattern.len() == digits.len() && pattern.chars().zip(digits.chars()).all(|(p, d)| p == 'x' || p == d)
}

fn weak(advised: &[Word], device: &[Word], p: &mut Pairing, context: &Context<'_>) {
    for (n, word) in advised.iter().enumerate() {
        if p.advised[n].is_some() {
            continue;
        }
        // "Infusomat Sp": an abbreviation of two letters behind a word that was found; "IBridge 40": its two digits.
        let behind_found = n.checked_sub(1).is_some_and(|b| p.advised[b].is_some());
        let found = (0..device.len()).find(|&d| {
            let next = behind_found && d > 0 && p.used[d - 1];
            !p.used[d] && (resembles(word, &device[d], context.one_house) || next && follows(word, &device[d]))
        });
        if let Some(d) = found {
            p.advised[n] = Some((d, How::Weak));
            p.used[d] = true;
        }
    }
}

fn follows(word: &Word, other: &Word) -> bool {
    match (word.kind, other.kind) {
        (Kind::Name, Kind::Letters | Kind::Name) => {
            other.text.len() >= 2 && word.text.len() >= other.text.len() + 2 && word.text.starts_with(&other.text)
        }
        (Kind::Code { .. }, Kind::Number) => word.digits() == other.text,
        _ => false,
    }
}

fn resembles(word: &Word, other: &Word, one_house: bool) -> bool {
    match (word.kind, other.kind) {
        (Kind::Name, Kind::Name) => {
            near(&word.text, &other.text) || shortened(&word.text, &other.text) || one_house && four_letters(&word.text, &other.text)
        }
        (Kind::Name, Kind::Letters) => other.text.len() == 3 && shortened(&word.text, &other.text),
        // A slip in a noun, or a noun cut short: "Worktation", "Works".
        (Kind::Head | Kind::Descriptor, Kind::Name) => {
            near(&word.text, &other.text) || word.text.len() >= 6 && shortened(&word.text, &other.text)
        }
        // Only the line is said: "IntelliVue MX".
        (Kind::Code { .. } | Kind::Range { .. }, Kind::Letters) => other.text.len() >= 2 && word.letters() == other.text,
        (Kind::Code { .. }, Kind::Number) => same_digits(word.digits(), &other.text),
        (Kind::Number, Kind::Code { .. }) => same_digits(&word.text, other.digits()),
        // "1.5" for "1.5t".
        (Kind::Number, Kind::Number) => {
            word.text.strip_suffix('t') == Some(other.text.as_str()) || other.text.strip_suffix('t') == Some(word.text.as_str())
        }
        _ => false,
    }
}

fn same_digits(a: &str, b: &str) -> bool {
    if a.contains('x') { fits(a, b) } else { a == b && a.len() >= 3 }
}

/// "brill" for "brilliance"; "bguard" for "bodyguard".
fn shortened(long: &str, short: &str) -> bool {
    if short.len() < 3 || short.len() + 2 > long.len() {
        return false;
    }
    let begins = long.starts_with(short);
    let ends = short.len() >= 5
        && short.is_char_boundary(1)
        && long.starts_with(&short[..1])
        && long.ends_with(&short[1..])
        && long.len() > short.len();
    begins || ends
}

/// One slip of the pen in five letters or more, two in eight or more; never the first letter ("R-Scribe", "X-Scribe").
fn near(a: &str, b: &str) -> bool {
    let (la, lb) = (a.chars().count(), b.chars().count());
    let most = if la.min(lb) >= 8 { 2 } else { 1 };
    la.min(lb) >= 5 && la.abs_diff(lb) <= most && a.chars().next() == b.chars().next() && slips(a, b) <= most
}

/// Whether two words may be taken for one another, by a slip or by shortening; for finding candidates.
pub(crate) fn resemble(advised: &str, device: &str) -> bool {
    advised == device || shortened(advised, device) || four_letters(advised, device) || near(advised, device)
}

/// "Epic" for "EPIQ": four letters of which the first two agree, of one maker.
fn four_letters(a: &str, b: &str) -> bool {
    a.len() == 4 && b.len() == 4 && a.as_bytes().get(..2) == b.as_bytes().get(..2) && slips(a, b) == 1
}

/// Longer words are compared whole or not at all.
const LONGEST: usize = 32;

/// Damerau's distance with neighbouring letters exchanged.
fn slips(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() > LONGEST || b.len() > LONGEST {
        return usize::MAX;
    }
    let mut before = [0usize; LONGEST + 1];
    let mut last: [usize; LONGEST + 1] = std::array::from_fn(|i| i);
    for i in 1..=a.len() {
        let mut row = [i; LONGEST + 1];
        for j in 1..=b.len() {
            let mut least = (last[j] + 1)
                .min(row[j - 1] + 1)
                .min(last[j - 1] + usize::from(a[i - 1] != b[j - 1]));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row[j] = least;
        }
        before = last;
        last = row;
    }
    last[b.len()]
}

/// "BB" for "Big Bore", "DTS" for "DataCaptor Terminal Server", either way round.
fn initials(advised: &[Word], device: &[Word], p: &mut Pairing) {
    for (d, word) in device.iter().enumerate() {
        if !p.used[d]
            && matches!(word.kind, Kind::Letters | Kind::Name)
            && let Some((from, to)) = initials_in(advised, &word.text, |n| p.advised[n].is_none() && !advised[n].designates())
            && (to - from > 2 || advised[from..to].iter().all(|w| w.kind == Kind::Name))
        {
            p.advised[from..to].fill(Some((d, How::Weak)));
            p.used[d] = true;
        }
    }
    for (n, word) in advised.iter().enumerate() {
        if p.advised[n].is_none()
            && word.kind == Kind::Letters
            && word.text.len() > 2
            && let Some((from, to)) = initials_in(device, &word.text, |d| !p.used[d] && !device[d].designates())
        {
            p.advised[n] = Some((from, How::Weak));
            p.used[from..to].fill(true);
        }
    }
}

fn initials_in(words: &[Word], text: &str, free: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
    let n = text.chars().count();
    if !(2..=5).contains(&n) || words.len() < n {
        return None;
    }
    (0..=words.len() - n).find_map(|from| {
        let fits = text
            .chars()
            .enumerate()
            .all(|(i, c)| free(from + i) && words[from + i].text.starts_with(c));
        fits.then_some((from, from + n))
    })
}
