//! From the words of a statement to the versions that it means.

use std::cmp::Ordering;

use super::reading::{Alternative, Bound, Reading};
use super::version::Version;
use super::words::{Cmp, Word};

/// One constraint, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Constraint {
    cmp: Cmp,
    version: Version,
    /// Joined to the one before without a pipe: "A10 < A11".
    bare_before: bool,
}

/// Reads words into `reading.versions`.
pub(crate) fn read(words: &[Word], reading: &mut Reading) {
    match constraints(words, reading) {
        Ok(list) => {
            let alternatives = signposts(list, reading);
            reading.versions.extend(alternatives);
        }
        Err(why) => reading.unread = Some(why),
    }
}

fn constraints(words: &[Word], reading: &mut Reading) -> Result<Vec<Constraint>, &'static str> {
    let mut list: Vec<Constraint> = Vec::new();
    // Comparator waiting for its version; and the last comparator that a "/" or "," may carry on.
    let mut waiting: Option<Cmp> = None;
    let mut carried: Option<Cmp> = None;
    let mut spanning = false;
    let mut piped = true;
    let mut from = false;
    let mut all = false;
    let push = |list: &mut Vec<Constraint>, cmp: Cmp, version: &Version, piped: bool| {
        list.push(Constraint {
            cmp,
            version: version.clone(),
            bare_before: !piped,
        });
    };
    for word in words {
        match word {
            Word::All => all = true,
            Word::Compare(cmp) => {
                if waiting.is_some() {
                    return Err("two comparisons stand side by side");
                }
                waiting = Some(*cmp);
                carried = None;
            }
            Word::From => {
                from = true;
                carried = None;
            }
            Word::Version(version) => {
                if let Some(cmp) = waiting.take() {
                    push(&mut list, cmp, version, piped);
                    carried = Some(cmp);
                } else if spanning {
                    spanning = false;
                    let Some(start) = list.last_mut() else {
                        return Err("a span has no beginning");
                    };
                    if matches!(start.cmp, Cmp::Equal) {
                        start.cmp = Cmp::GreaterEqual;
                    } else if !matches!(start.cmp, Cmp::Greater | Cmp::GreaterEqual) {
                        return Err("a span begins with an upper bound");
                    }
                    push(&mut list, Cmp::LessEqual, version, true);
                    carried = None;
                    from = false;
                } else if from {
                    if list.last().is_some_and(|c| matches!(c.cmp, Cmp::GreaterEqual) && c.bare_before) {
                        // "between A and B" reads "and" as its span.
                        push(&mut list, Cmp::LessEqual, version, true);
                        from = false;
                    } else {
                        list.push(Constraint {
                            cmp: Cmp::GreaterEqual,
                            version: version.clone(),
                            bare_before: true,
                        });
                    }
                } else {
                    push(&mut list, carried.unwrap_or(Cmp::Equal), version, piped);
                }
                piped = false;
            }
            Word::Through => {
                if waiting.is_some() {
                    return Err("a comparison has no version");
                }
                // "up to 5.0" at the beginning is an upper bound.
                if list.is_empty() && !from {
                    waiting = Some(Cmp::LessEqual);
                } else {
                    spanning = true;
                }
            }
            Word::AndLower | Word::AndHigher => {
                let cmp = if *word == Word::AndLower {
                    Cmp::LessEqual
                } else {
                    Cmp::GreaterEqual
                };
                let Some(last) = list.last_mut() else {
                    return Err("\"and prior\" follows no version");
                };
                match last.cmp {
                    Cmp::Equal => last.cmp = cmp,
                    same if same == cmp => {}
                    Cmp::LessEqual if *word == Word::AndLower => {}
                    _ => return Err("two comparisons of one version differ"),
                }
                carried = None;
                piped = true;
            }
            Word::Pipe => {
                if waiting.is_some() || spanning {
                    return Err("a comparison has no version");
                }
                carried = None;
                piped = true;
                from = false;
            }
            Word::Also | Word::Slash => {
                if spanning {
                    return Err("a span has no end");
                }
                piped = true;
            }
            Word::Except => return Err("it excludes some versions in words"),
        }
    }
    if waiting.is_some() || spanning {
        return Err("a comparison has no version");
    }
    if from && list.len() == 1 {
        // "from 1.0": all later ones.
        from = false;
    }
    if from && list.is_empty() {
        return Err("a span has no beginning");
    }
    if list.is_empty() {
        if !all {
            return Err("the text holds no version");
        }
        reading.all = true;
    }
    // "1.1 1.2 1.4 and earlier" is an enumeration whose last bound swallows the others, or only the last: both are within it.
    Ok(list)
}

/// vers: constraints stand on one line of versions like signposts. ">=1.1|<=1.3.2" is one span; "1.1|1.2" are two points.
fn signposts(list: Vec<Constraint>, reading: &mut Reading) -> Vec<Alternative> {
    let mut out: Vec<Alternative> = Vec::new();
    let mut open: Option<Bound> = None;
    let mut earlier: Option<Constraint> = None;
    for mut constraint in list {
        let bound = |included| {
            Some(Bound {
                version: constraint.version.clone(),
                included,
            })
        };
        match constraint.cmp {
            Cmp::Equal | Cmp::NotEqual if open.is_some() && constraint.cmp == Cmp::Equal => {
                out.push(Alternative::Range {
                    low: open.take(),
                    high: None,
                });
                out.push(Alternative::One(constraint.version.clone()));
            }
            Cmp::Equal => out.push(Alternative::One(constraint.version.clone())),
            Cmp::NotEqual => out.push(Alternative::Not(constraint.version.clone())),
            Cmp::Greater | Cmp::GreaterEqual => {
                let new = bound(constraint.cmp == Cmp::GreaterEqual);
                if let Some(before) = open.take() {
                    // Two lower bounds with nothing between: the higher one is certain, what lies between is not.
                    let (lower, higher) = ordered(before, new.clone());
                    out.push(Alternative::Doubt {
                        low: lower,
                        high: higher.clone().map(flipped),
                    });
                    open = higher;
                    reading.rough = true;
                } else {
                    open = new;
                }
            }
            Cmp::Less | Cmp::LessEqual => {
                let high = bound(constraint.cmp == Cmp::LessEqual);
                if let Some(low) = open.take() {
                    if low.version.order(&constraint.version) == Some(Ordering::Greater) {
                        reading.unread = Some("a span ends before it begins");
                    }
                    out.push(Alternative::Range { low: Some(low), high });
                } else if constraint.bare_before
                    && earlier.as_ref().is_some_and(|e| e.cmp == Cmp::Equal)
                    && matches!(out.last(), Some(Alternative::One(_)))
                {
                    // "A10 < A11": a beginning without a comparator. The last day of it is a matter of taste.
                    if let Some(Alternative::One(low)) = out.pop() {
                        out.push(Alternative::Range {
                            low: Some(Bound {
                                version: low,
                                included: true,
                            }),
                            high,
                        });
                    }
                    reading.rough = true;
                } else if let Some(previous) = upper_of_same_scheme(&out, &constraint.version) {
                    // "<= 2.0.11 / 3.0.11": below the lower bound is certain, above the higher too, between is not.
                    if let Some(Alternative::Range { high: before, .. }) = out.get(previous).cloned() {
                        let (lower, higher) = ordered_bounds(before, high);
                        if let Some(place) = out.get_mut(previous) {
                            *place = Alternative::Range {
                                low: None,
                                high: lower.clone(),
                            };
                        }
                        out.push(Alternative::Doubt {
                            low: lower.map(flipped),
                            high: higher,
                        });
                        reading.rough = true;
                    }
                } else {
                    out.push(Alternative::Range { low: None, high });
                }
            }
        }
        constraint.bare_before = false;
        earlier = Some(constraint);
    }
    if let Some(low) = open {
        out.push(Alternative::Range {
            low: Some(low),
            high: None,
        });
    }
    out
}

fn upper_of_same_scheme(out: &[Alternative], version: &Version) -> Option<usize> {
    out.iter().position(|a| match a {
        Alternative::Range {
            low: None,
            high: Some(high),
        } => high.version.order(version).is_some() || high.version.scheme == version.scheme,
        _ => false,
    })
}

/// Lower bound first.
fn ordered(a: Bound, b: Option<Bound>) -> (Option<Bound>, Option<Bound>) {
    match b {
        Some(b) if a.version.order(&b.version) == Some(Ordering::Greater) => (Some(b), Some(a)),
        b => (Some(a), b),
    }
}

fn ordered_bounds(a: Option<Bound>, b: Option<Bound>) -> (Option<Bound>, Option<Bound>) {
    match (a, b) {
        (Some(a), b) => ordered(a, b),
        (None, b) => (b, None),
    }
}

/// The other side of the same border.
fn flipped(bound: Bound) -> Bound {
    Bound {
        included: !bound.included,
        ..bound
    }
}
