//! How one name stands to another: the same, a member of the line that it names, alike, or not.

use std::collections::HashSet;

use super::pairing::{How, Pairing, pair, resemble};
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

/// Compares an advisory's name with a device's.
pub fn compare(advised: &[Word], device: &[Word], context: &Context<'_>) -> Likeness {
    if advised.is_empty() || device.is_empty() {
        return Likeness::No;
    }
    if !advised.iter().any(Word::is_significant) {
        return kinds(advised, device);
    }
    // "Care Station" is a Carestation all the same.
    let joined: String = device.iter().map(|w| w.text.as_str()).collect();
    let written_apart = |w: &Word| w.kind == Kind::Name && joined.contains(&w.text);
    if !device.iter().any(Word::is_significant) && !advised.iter().any(written_apart) {
        return only_a_kind(advised, device, context);
    }
    let pairing = pair(advised, device, context);
    if !advised
        .iter()
        .zip(&pairing.advised)
        .any(|(w, found)| found.is_some() && w.is_significant())
    {
        return Likeness::No;
    }
    Weighing::of(advised, device, &pairing, context).decide()
}

/// A name that only says a kind ("SPECT/CT Systems", "Clinical Information Center"): every noun of it must be there, and a device
/// that is named more closely, or with a slip, is not simply it.
fn kinds(advised: &[Word], device: &[Word]) -> Likeness {
    if !advised.iter().any(|w| w.kind == Kind::Head) {
        // "Change Healthcare / Cardiology": a description and nothing else is that product only word for word.
        return if !advised.is_empty() && advised == device {
            Likeness::Same
        } else {
            Likeness::No
        };
    }
    let mut used = vec![false; device.len()];
    let (mut slips, mut missing) = (false, 0);
    for word in advised {
        let exact = device.iter().position(|d| d.text == word.text);
        let found = exact.or_else(|| device.iter().position(|d| d.kind == Kind::Name && resemble(&word.text, &d.text)));
        match found.and_then(|at| used.get_mut(at)) {
            Some(slot) => *slot = true,
            None if word.kind == Kind::Head => return Likeness::No,
            None => missing += 1,
        }
        slips |= exact.is_none() && found.is_some();
    }
    let left = || device.iter().zip(&used).filter(|(_, used)| !**used).map(|(d, _)| d);
    // An order number beside it changes nothing.
    let closer = left().any(|w| w.is_significant() && !(w.kind == Kind::Number && w.text.len() >= 5));
    match (closer || left().any(|w| w.kind == Kind::Head), slips) {
        (false, false) => Likeness::Same,
        (false, true) => Likeness::Alike(55),
        (true, _) if advised.len() >= missing + 2 => Likeness::Alike(40),
        (true, _) => Likeness::No,
    }
}

/// A device of which only the kind is recorded ("GE / central station", "Philips / MRI") may be any of that kind.
fn only_a_kind(advised: &[Word], device: &[Word], context: &Context<'_>) -> Likeness {
    let nouns = |words: &[Word]| -> Vec<String> { words.iter().filter(|w| w.kind == Kind::Head).map(|w| w.text.clone()).collect() };
    let (theirs, own) = (nouns(advised), nouns(device));
    let telling = own.len() >= 2 || !advised.iter().any(|w| w.kind == Kind::Name);
    if context.one_house && telling && !own.is_empty() && own.iter().all(|n| theirs.contains(n)) && theirs.len() == own.len() {
        return Likeness::Alike(30);
    }
    Likeness::No
}

/// What was found and what was left over on each side.
struct Weighing {
    covered: bool,
    heads_only_missing: bool,
    weak: bool,
    member: bool,
    listed: bool,
    anchor: bool,
    /// A designation long enough that the kind of device may be left out.
    firm: bool,
    /// Only nouns are missing that go without saying.
    dispensable: bool,
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
        let is_tail: fn(&Word) -> bool = |w| w.kind == Kind::Tail;
        // A kind in front of the name ("Ultrasound EPIQ", "PET Discovery IQ") may be left out; a PC is where software runs.
        let first = p
            .advised
            .iter()
            .zip(advised)
            .position(|(m, w)| m.is_some() && w.is_significant())
            .unwrap_or(0);
        let in_front = |w: &Word| advised.iter().take(first).any(|f| std::ptr::eq(f, w));
        let (no_names, no_designators, no_trims, no_tails) =
            (missing(is_name), missing(Word::designates), missing(is_trim), missing(is_tail));
        let no_heads: Vec<&Word> = missing(is_head).into_iter().filter(|w| !in_front(w)).collect();
        let (ex_names, ex_designators, ex_trims) = (extra(is_name), extra(Word::designates), extra(is_trim));
        let ex_heads: Vec<&Word> = extra(is_head).into_iter().filter(|w| w.text != "pc").collect();
        let ex_letters = ex_designators.iter().filter(|w| w.kind == Kind::Letters).count();
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
        // A long designation overrules words that do not fit; a short one only says that the kind of device may be left out.
        let firm = |digits: usize| {
            found.iter().any(|(w, how)| {
                *how != How::Weak
                    && match w.kind {
                        Kind::Code { .. } => w.digits().len() >= 2 || *how == How::Listed,
                        Kind::Range { .. } => true,
                        Kind::Number => w.text.len() >= digits && !w.text.ends_with('t') && !w.text.contains('.'),
                        _ => false,
                    }
            })
        };
        let (strong, firm) = (firm(5), firm(3));
        let covered = no_names.is_empty() && no_designators.is_empty() && no_trims.is_empty() && no_heads.is_empty() && no_tails.is_empty();
        let named = found
            .iter()
            .any(|(w, how)| w.kind == Kind::Name && w.text.len() >= 4 && *how != How::Weak);
        let exact = |how: &How| *how != How::Weak;
        let head_found = found.iter().any(|(w, _)| w.kind == Kind::Head);
        let names_found = found.iter().filter(|(w, _)| w.kind == Kind::Name).count();
        let leads = |w: &Word| {
            p.advised
                .iter()
                .zip(advised)
                .any(|(m, a)| std::ptr::eq(a, w) && m.is_some_and(|(d, _)| d == 0))
        };
        // Short words that are all there: "Battery Pack SP"; two are enough where nothing is left over ("Digi One SP").
        let nothing_left = ex_names.is_empty() && ex_designators.is_empty() && context.one_house;
        let all_found = covered && found.iter().all(|(_, how)| exact(how)) && (found.len() >= 3 || found.len() >= 2 && nothing_left);
        // "450" may be a B450; "RT" alone is no RT430.
        let by_digits = |w: &Word| {
            let at = p
                .advised
                .iter()
                .zip(advised)
                .find(|(_, a)| std::ptr::eq(*a, w))
                .and_then(|(m, _)| *m);
            at.and_then(|(d, _)| device.get(d)).is_some_and(|d| !d.digits().is_empty())
        };
        let anchor = found.iter().any(|(w, how)| match w.kind {
            Kind::Name => w.text.len() >= 4 && (exact(how) || named || ex_names.is_empty()),
            Kind::Code { .. } | Kind::Range { .. } => exact(how) || covered && by_digits(w),
            Kind::Number if w.text.ends_with('t') => exact(how) || head_found,
            Kind::Number => w.text.len() >= 3 && (exact(how) || covered),
            Kind::Letters => context.one_house && w.text.len() >= 2 && *how >= How::Member && (ex_names.is_empty() || leads(w)),
            _ => false,
        }) || all_found;
        let inserted = inserted(device, p, &|w: &Word| is_name(w) && !known(w));
        let editions = !no_trims.is_empty() && context.several_editions;
        // What stands in the place of a member's name on both sides: "Brilliance iCT" and "Brilliance 64", "Alaris TIVA" and "Alaris GP".
        let member: fn(&Word) -> bool = |w| w.kind == Kind::Name || w.designates() && !(w.kind == Kind::Number && w.text.len() >= 5);
        let other_member = missing_behind(advised, p, member)
            && extra_behind(device, p, |w| {
                member(w) && !known(w) && !(w.kind == Kind::Number && w.text.len() == 1)
            });
        let conflict = editions
            || (!strong
                && (no_designators.iter().any(|n| ex_designators.iter().any(|d| opposes(n, d)))
                    || (!no_names.is_empty() && (!ex_names.is_empty() || ex_codes + ex_numbers > 0 || !ex_heads.is_empty()))
                    || other_member
                    || (!no_designators.is_empty() && (!ex_names.is_empty() || !ex_heads.is_empty()))
                    || (!no_heads.is_empty()
                        && (!ex_names.is_empty()
                            || !ex_heads.is_empty()
                            || ex_codes > 0
                            || ex_letters > 0 && !head_found && names_found < 2))
                    || ex_trims.iter().any(|w| w.text == "plus")
                    || inserted));
        let no_own_designator = !advised.iter().any(Word::designates);
        Weighing {
            covered,
            heads_only_missing: no_names.is_empty()
                && no_designators.is_empty()
                && no_trims.is_empty()
                && no_tails.is_empty()
                && !no_heads.is_empty(),
            dispensable: no_heads.iter().all(|w| matches!(w.text.as_str(), "module" | "unit" | "hub")),
            weak: found
                .iter()
                .any(|(w, how)| *how == How::Weak && (w.is_significant() || w.kind == Kind::Head)),
            member: found.iter().any(|(_, how)| *how == How::Member),
            listed: found.iter().any(|(_, how)| *how == How::Listed),
            anchor,
            firm,
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
        if self.weak || self.extra_names > 0 || self.extra_trims > 0 || (self.ends_elsewhere && !self.firm) {
            return alike;
        }
        if self.heads_only_missing {
            return if (self.firm || self.dispensable) && self.extra_designators == 0 && self.extra_heads == 0 {
                Likeness::Same
            } else {
                alike
            };
        }
        if !self.covered {
            return alike;
        }
        if self.extra_designators == 0 && (self.extra_letters == 0 || self.firm) {
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

/// Whether such a word is missing behind one that was found: the place of a member's name.
fn missing_behind(advised: &[Word], p: &Pairing, which: impl Fn(&Word) -> bool) -> bool {
    let first = p.advised.iter().position(Option::is_some).unwrap_or(usize::MAX);
    advised
        .iter()
        .enumerate()
        .any(|(n, w)| n > first && p.advised[n].is_none() && which(w))
}

/// The same in the device's name.
fn extra_behind(device: &[Word], p: &Pairing, which: impl Fn(&Word) -> bool) -> bool {
    let first = p.used.iter().position(|used| *used).unwrap_or(usize::MAX);
    device.iter().enumerate().any(|(d, w)| d > first && !p.used[d] && which(w))
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
        (Kind::Number, Kind::Letters) => (3..=4).contains(&a.text.len()),
        (Kind::Letters, Kind::Number) => (3..=4).contains(&b.text.len()),
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
        Kind::Tail => 6,
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
