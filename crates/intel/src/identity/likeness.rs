//! How one name stands to another: the same, a member of the line that it names, alike, or not.

use std::collections::HashSet;

use super::words::{Kind, Word};

/// What two names have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Not alike.
    No,
    /// Alike to so many percent; never 100.
    Alike(u8),
    /// The advisory names a line ("LOGIQ", "MX400-MX850"); the device is one of it.
    Member {
        /// The advisory states which members ("MX400-MX850"), so that nothing can be more exact.
        listed: bool,
    },
    /// The same name.
    Same,
}

/// What else is known when names are compared.
#[derive(Debug, Default)]
pub struct Context<'a> {
    /// Words that the advisory uses elsewhere (its title, its other names for this product): they are not strange in a device's name.
    pub supported: Option<&'a HashSet<String>>,
    /// Words of the device's maker: they may stand in the advisory's name.
    pub maker_words: &'a [String],
    /// The two are of one house. Short letters ("GH") count only then.
    pub one_house: bool,
    /// The advisory names this product in several editions ("XS Plus", "XS Pro"): the bare name is then another product.
    pub several_editions: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    /// By a typing error, an abbreviation, its digits, initials.
    Weak,
    /// A line and its member.
    Member,
    /// A range that holds it.
    Listed,
    Exact,
}

struct Pairing {
    /// For each word of the advisory's name: where it was found in the device's, and how. `usize::MAX`: in the maker's name.
    advised: Vec<Option<(usize, How)>>,
    /// For each word of the device's name: whether it was used.
    used: Vec<bool>,
}

/// Compares an advisory's name with a device's.
pub fn compare(advised: &[Word], device: &[Word], context: &Context<'_>) -> Likeness {
    if advised.is_empty() || device.is_empty() {
        return Likeness::No;
    }
    let pairing = pair(advised, device, context);
    Weighing::of(advised, device, &pairing, context).decide()
}

fn pair(advised: &[Word], device: &[Word], context: &Context<'_>) -> Pairing {
    let mut p = Pairing {
        advised: vec![None; advised.len()],
        used: vec![false; device.len()],
    };
    exact(advised, device, &mut p);
    joined(advised, device, &mut p);
    members(advised, device, &mut p);
    weak(advised, device, &mut p);
    initials(advised, device, &mut p);
    // The brand may stand in the maker's cell: "Alaris / Gateway W/S".
    for (n, word) in advised.iter().enumerate() {
        if p.advised[n].is_none() && context.maker_words.iter().any(|w| *w == word.text) {
            p.advised[n] = Some((usize::MAX, How::Exact));
        }
    }
    p
}

fn exact(advised: &[Word], device: &[Word], p: &mut Pairing) {
    for (n, word) in advised.iter().enumerate() {
        if let Some(d) = (0..device.len()).find(|&d| !p.used[d] && device[d].text == word.text) {
            p.advised[n] = Some((d, How::Exact));
            p.used[d] = true;
        }
    }
}

/// "apex pro" and "apexpro", "care station" and "carestation", either way round.
fn joined(advised: &[Word], device: &[Word], p: &mut Pairing) {
    for n in 0..advised.len() {
        if p.advised[n].is_none()
            && let Some((from, to)) = run(device, &advised[n].text, |d| !p.used[d])
        {
            p.advised[n] = Some((from, How::Exact));
            p.used[from..to].fill(true);
        }
    }
    for d in 0..device.len() {
        if !p.used[d]
            && let Some((from, to)) = run(advised, &device[d].text, |n| p.advised[n].is_none())
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
        for to in from + 1..words.len().min(from + 3) {
            rest = rest.strip_prefix(words[to].text.as_str()).filter(|_| free(to))?;
            if rest.is_empty() {
                return Some((from, to + 1));
            }
        }
        None
    })
}

fn members(advised: &[Word], device: &[Word], p: &mut Pairing) {
    for (n, word) in advised.iter().enumerate() {
        if p.advised[n].is_some() {
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
                Kind::Letters => (other.letters() == word.text).then_some(How::Member),
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

fn weak(advised: &[Word], device: &[Word], p: &mut Pairing) {
    for (n, word) in advised.iter().enumerate() {
        if p.advised[n].is_some() {
            continue;
        }
        let found = (0..device.len()).find(|&d| !p.used[d] && resembles(word, &device[d]));
        if let Some(d) = found {
            p.advised[n] = Some((d, How::Weak));
            p.used[d] = true;
        }
    }
}

fn resembles(word: &Word, other: &Word) -> bool {
    match (word.kind, other.kind) {
        (Kind::Name, Kind::Name) => near(&word.text, &other.text) || shortened(&word.text, &other.text),
        (Kind::Name, Kind::Letters) => other.text.len() == 3 && shortened(&word.text, &other.text),
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

/// One slip of the pen in five letters or more, two in nine or more.
fn near(a: &str, b: &str) -> bool {
    let (la, lb) = (a.chars().count(), b.chars().count());
    let most = if la.min(lb) >= 9 { 2 } else { 1 };
    la.min(lb) >= 5 && la.abs_diff(lb) <= most && slips(a, b) <= most
}

/// Damerau's distance with neighbouring letters exchanged.
fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let mut least = (last[j] + 1)
                .min(row[j - 1] + 1)
                .min(last[j - 1] + usize::from(a[i - 1] != b[j - 1]));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

/// "BB" for "Big Bore", "DTS" for "DataCaptor Terminal Server", either way round.
fn initials(advised: &[Word], device: &[Word], p: &mut Pairing) {
    for d in 0..device.len() {
        if !p.used[d]
            && matches!(device[d].kind, Kind::Letters | Kind::Name)
            && let Some((from, to)) = initials_in(advised, &device[d].text, |n| p.advised[n].is_none())
        {
            p.advised[from..to].fill(Some((d, How::Weak)));
            p.used[d] = true;
        }
    }
    for n in 0..advised.len() {
        if p.advised[n].is_none()
            && matches!(advised[n].kind, Kind::Letters)
            && let Some((from, to)) = initials_in(device, &advised[n].text, |d| !p.used[d])
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

/// What was found and what was left over on each side.
struct Weighing {
    covered: bool,
    heads_only_missing: bool,
    weak: bool,
    member: bool,
    listed: bool,
    anchor: bool,
    strong: bool,
    conflict: bool,
    extra_names: usize,
    extra_designators: usize,
    extra_letters: usize,
    extra_trims: usize,
    /// Strange nouns anywhere.
    extra_heads: usize,
    /// One of them behind all that was found: "MedStation ES Server" is not a "MedStation ES".
    ends_elsewhere: bool,
    line: bool,
    score: u8,
}

impl Weighing {
    fn of(advised: &[Word], device: &[Word], p: &Pairing, context: &Context<'_>) -> Weighing {
        let missing = |kind: fn(&Word) -> bool| -> Vec<&Word> {
            advised
                .iter()
                .zip(&p.advised)
                .filter(|(w, m)| m.is_none() && kind(w))
                .map(|(w, _)| w)
                .collect()
        };
        let known = |w: &Word| context.supported.is_some_and(|s| s.contains(&w.text)) || context.maker_words.contains(&w.text);
        let extra = |kind: fn(&Word) -> bool| -> Vec<&Word> {
            device
                .iter()
                .zip(&p.used)
                .filter(|(w, used)| !**used && kind(w) && !known(w))
                .map(|(w, _)| w)
                .collect()
        };
        let is_name: fn(&Word) -> bool = |w| w.kind == Kind::Name;
        let is_trim: fn(&Word) -> bool = |w| w.kind == Kind::Trim;
        let is_head: fn(&Word) -> bool = |w| w.kind == Kind::Head;
        let (no_names, no_designators, no_trims, no_heads) =
            (missing(is_name), missing(Word::designates), missing(is_trim), missing(is_head));
        let (ex_names, ex_designators, ex_trims, ex_heads) = (extra(is_name), extra(Word::designates), extra(is_trim), extra(is_head));
        let ex_codes = ex_designators.iter().filter(|w| matches!(w.kind, Kind::Code { .. })).count();
        let ex_numbers = ex_designators
            .iter()
            .filter(|w| w.kind == Kind::Number && w.text.len() <= 4)
            .count();

        let found: Vec<(&Word, How)> = advised
            .iter()
            .zip(&p.advised)
            .filter_map(|(w, m)| m.map(|(_, how)| (w, how)))
            .collect();
        let significant: Vec<&(&Word, How)> = found.iter().filter(|(w, _)| w.is_significant()).collect();
        let strong = found.iter().any(|(w, how)| {
            *how != How::Weak
                && match w.kind {
                    Kind::Code { .. } => w.digits().len() >= 2 || *how == How::Listed,
                    Kind::Range { .. } => true,
                    Kind::Number => w.text.len() >= 3 && !w.text.ends_with('t') && !w.text.contains('.'),
                    _ => false,
                }
        });
        let anchor = found.iter().any(|(w, how)| match w.kind {
            Kind::Name => w.text.len() >= 4,
            Kind::Code { .. } | Kind::Range { .. } => true,
            Kind::Number => w.text.len() >= 3 || w.text.ends_with('t'),
            Kind::Letters => context.one_house && *how >= How::Member && ex_names.is_empty(),
            _ => false,
        });
        let inserted = inserted(device, p, &|w: &Word| is_name(w) && !known(w));
        let editions = !no_trims.is_empty() && context.several_editions;
        let conflict = editions
            || (!strong
                && (no_designators.iter().any(|n| ex_designators.iter().any(|d| opposes(n, d)))
                    || (!no_names.is_empty() && (!ex_names.is_empty() || ex_codes + ex_numbers > 0 || !ex_heads.is_empty()))
                    || (!no_designators.is_empty() && (!ex_names.is_empty() || !ex_heads.is_empty()))
                    || (!no_heads.is_empty() && (!ex_names.is_empty() || !ex_heads.is_empty() || ex_codes > 0))
                    || ex_trims.iter().any(|w| w.text == "plus")
                    || inserted));
        let covered = no_names.is_empty() && no_designators.is_empty() && no_trims.is_empty() && no_heads.is_empty();
        let no_own_designator = !advised.iter().any(Word::designates);
        Weighing {
            covered,
            heads_only_missing: no_names.is_empty() && no_designators.is_empty() && no_trims.is_empty() && !no_heads.is_empty(),
            weak: found
                .iter()
                .any(|(w, how)| *how == How::Weak && (w.is_significant() || w.kind == Kind::Head)),
            member: found.iter().any(|(_, how)| *how == How::Member),
            listed: found.iter().any(|(_, how)| *how == How::Listed),
            anchor: anchor
                || (significant.is_empty()
                    && covered
                    && !advised.iter().any(Word::is_significant)
                    && ex_names.is_empty()
                    && ex_designators.is_empty()),
            strong,
            conflict,
            extra_names: ex_names.len(),
            extra_designators: ex_designators.iter().filter(|w| w.kind != Kind::Letters).count(),
            extra_letters: ex_designators.iter().filter(|w| w.kind == Kind::Letters).count(),
            extra_trims: ex_trims.len(),
            extra_heads: ex_heads.len(),
            ends_elsewhere: ends_elsewhere(device, p),
            line: no_own_designator && advised.iter().any(|w| w.kind == Kind::Name),
            score: score(advised, device, p),
        }
    }

    fn decide(&self) -> Likeness {
        if !self.anchor || self.conflict {
            return Likeness::No;
        }
        let alike = Likeness::Alike(self.score);
        if self.weak || self.extra_names > 0 || self.extra_trims > 0 || (self.ends_elsewhere && !self.strong) {
            return alike;
        }
        if self.heads_only_missing {
            return if self.strong && self.extra_designators == 0 && self.extra_heads == 0 {
                Likeness::Same
            } else {
                alike
            };
        }
        if !self.covered {
            return alike;
        }
        if self.extra_designators == 0 && (self.extra_letters == 0 || self.strong) {
            return match (self.listed, self.member) {
                (true, _) => Likeness::Member { listed: true },
                (_, true) => Likeness::Member { listed: false },
                _ => Likeness::Same,
            };
        }
        if self.line { Likeness::Member { listed: false } } else { alike }
    }
}

/// Whether a strange word stands between two words of the name: "Alaris neXus CC" is not an "Alaris CC".
fn inserted(device: &[Word], p: &Pairing, strange: &dyn Fn(&Word) -> bool) -> bool {
    let places: Vec<usize> = p.advised.iter().flatten().map(|(d, _)| *d).filter(|d| *d < device.len()).collect();
    let (Some(first), Some(last)) = (places.iter().min(), places.iter().max()) else {
        return false;
    };
    (*first..*last).any(|d| !p.used[d] && strange(&device[d]))
}

/// Whether a noun is left over behind the last word that was found.
fn ends_elsewhere(device: &[Word], p: &Pairing) -> bool {
    let last = p.used.iter().rposition(|used| *used).unwrap_or(0);
    device.iter().skip(last + 1).any(|w| w.kind == Kind::Head)
}

/// Whether two designations left over contradict each other. Order numbers contradict nothing, nor does a series a full number.
fn opposes(a: &Word, b: &Word) -> bool {
    match (a.kind, b.kind) {
        (Kind::Number, Kind::Number) => {
            let (la, lb) = (a.text.len(), b.text.len());
            la.max(lb) <= 4 && (la <= 2) == (lb <= 2)
        }
        (Kind::Number, Kind::Letters) | (Kind::Letters, Kind::Number) => (3..=4).contains(&a.text.len().max(b.text.len())),
        (Kind::Number, _) => a.text.len() <= 4,
        (_, Kind::Number) => b.text.len() <= 4,
        _ => true,
    }
}

/// The share of both names that was found in the other, weighed.
fn score(advised: &[Word], device: &[Word], p: &Pairing) -> u8 {
    let weight = |w: &Word| match w.kind {
        Kind::Name => 20,
        Kind::Code { .. } | Kind::Range { .. } => 25,
        Kind::Number => {
            if w.text.len() >= 3 {
                25
            } else {
                12
            }
        }
        Kind::Letters => 12,
        Kind::Trim | Kind::Head => 8,
        Kind::Descriptor => 2,
        Kind::Extra => 1,
    };
    let factor = |how: How| if how == How::Weak { 7 } else { 10 };
    let all: usize = advised.iter().chain(device).map(|w| weight(w) * 10).sum();
    let found: usize = advised
        .iter()
        .zip(&p.advised)
        .filter_map(|(w, m)| m.map(|(_, how)| weight(w) * factor(how)))
        .sum::<usize>()
        + device
            .iter()
            .zip(&p.used)
            .filter(|(_, used)| **used)
            .map(|(w, _)| weight(w) * 10)
            .sum::<usize>();
    u8::try_from((found * 100 / all.max(1)).clamp(1, 99)).unwrap_or(99)
}
