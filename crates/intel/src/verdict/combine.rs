//! What the statements of one advisory on one vulnerability say together about one device.

use std::cmp::Ordering;

use register::{Configuration, Field};

use super::fix::Fixes;
use super::leaf::{Leaf, Opinion};
use super::{Judgement, Verdict, say};
use crate::identity::{AdvisedProduct, By, Identity};
use crate::versions::{self, FixedVersion, Kind};

/// The verdict on one vulnerability. None where the advisory says nothing of this device there.
pub fn verdict_for(
    advisory: usize,
    vulnerability: usize,
    leaves: &[Leaf<'_>],
    products: &[AdvisedProduct],
    fixes: &Fixes,
    config: &Configuration,
) -> Option<Judgement> {
    let named: Vec<&Leaf<'_>> = leaves.iter().filter(|l| l.identity.concerns()).collect();
    if named.is_empty() {
        return None;
    }
    let exact = named
        .iter()
        .any(|l| matches!(l.identity, Identity::Same { by, .. } if *by != By::Line));
    let judged: Vec<(&Leaf<'_>, Opinion)> = named
        .iter()
        .map(|l| {
            let line = matches!(l.identity, Identity::Same { by: By::Line, .. });
            (*l, l.opinion(config, line && exact))
        })
        .collect();
    let case = Case {
        advisory,
        vulnerability,
        judged,
        products,
        fixes,
        config,
    };
    case.decide()
}

/// A product that the tree names and no vulnerability gives a status: it is named, so it is answered.
pub fn without_status(
    advisory: usize,
    vulnerability: usize,
    product: usize,
    identity: &Identity,
    products: &[AdvisedProduct],
    stated: &versions::Stated,
) -> Judgement {
    let name = products.get(product).map_or("", |p| p.display.as_str());
    let doubt = match identity {
        Identity::Alike { why, .. } => format!("; {why}"),
        _ => String::new(),
    };
    Judgement {
        advisory,
        vulnerability,
        verdict: Verdict::PossiblyAffected,
        reason: format!("The advisory names {name} without saying whether it is affected{doubt}"),
        rests_on: vec![Field::Model],
        missing: Vec::new(),
        products: vec![product],
        product: name.to_string(),
        range: stated.text().to_string(),
        identity: identity.clone(),
    }
}

struct Case<'a> {
    advisory: usize,
    vulnerability: usize,
    judged: Vec<(&'a Leaf<'a>, Opinion)>,
    products: &'a [AdvisedProduct],
    fixes: &'a Fixes,
    config: &'a Configuration,
}

/// What a stated fix does to a leaf.
enum FixSays<'a> {
    /// The device runs it, and nothing contradicts it.
    Runs(&'a FixedVersion),
    /// The device runs it, and the range counts it as affected.
    Disputed(&'a FixedVersion),
    /// Nothing.
    Nothing,
}

impl<'a> Case<'a> {
    fn decide(&self) -> Option<Judgement> {
        let affected = self.first(|o| *o == Opinion::Affected);
        let fixed = self.first(|o| *o == Opinion::Fixed);
        let cleared = self.first(|o| *o == Opinion::NotAffected);
        if let Some(leaf) = affected {
            if fixed.is_some() || cleared.is_some() {
                return Some(self.possible(
                    leaf,
                    "The advisory contradicts itself: it calls this product affected and not".to_string(),
                    Vec::new(),
                ));
            }
            return Some(match self.fix(leaf) {
                FixSays::Runs(fix) => self.remains(leaf).unwrap_or_else(|| self.fixed_by(leaf, fix)),
                FixSays::Disputed(fix) => {
                    let (says, _) = say::stated_and_run(self.name(leaf), leaf.stated, self.config);
                    self.possible(leaf, format!("{says}; yet the advisory calls {} the fix", fix.text), Vec::new())
                }
                FixSays::Nothing => {
                    let (says, fields) = say::stated_and_run(self.name(leaf), leaf.stated, self.config);
                    self.judgement(
                        Verdict::Affected,
                        leaf,
                        says + &say::recognised(leaf.identity, self.name(leaf), self.config),
                        fields,
                        Vec::new(),
                    )
                }
            });
        }
        // A statement on this very product goes before what a likeness of names might mean.
        let stated = fixed.map(|l| (l, Verdict::Fixed)).or(cleared.map(|l| (l, Verdict::NotAffected)));
        if let Some((leaf, verdict)) = stated
            && !self
                .judged
                .iter()
                .any(|(_, o)| matches!(o, Opinion::Possible { name_only: false, .. }))
        {
            if let Some(remains) = self.remains(leaf) {
                return Some(remains);
            }
            let (says, fields) = say::stated_and_run(self.name(leaf), leaf.stated, self.config);
            let word = if verdict == Verdict::Fixed {
                "is stated as fixed"
            } else {
                "is stated as not affected"
            };
            return Some(self.judgement(verdict, leaf, format!("{says}, which {word}"), fields, Vec::new()));
        }
        let leaf = self.first(|o| *o == Opinion::Outside);
        if let Some(judgement) = self.possibly(leaf.is_some()) {
            return Some(judgement);
        }
        let Some(leaf) = leaf else {
            // It is named, and every statement speaks of other versions.
            let leaf = self.surest()?;
            let (says, _) = say::stated_and_run(self.name(leaf), leaf.stated, self.config);
            return Some(self.possible(leaf, format!("{says}, of which the advisory says nothing"), vec![]));
        };
        if let Some(remains) = self.remains(leaf) {
            return Some(remains);
        }
        match self.fix(leaf) {
            FixSays::Runs(fix) => return Some(self.fixed_by(leaf, fix)),
            _ => {
                if let Some(fix) = self.promised(leaf) {
                    return Some(self.fixed_by(leaf, fix));
                }
            }
        }
        let (says, fields) = say::stated_and_run(self.name(leaf), leaf.stated, self.config);
        Some(self.judgement(Verdict::NotAffected, leaf, format!("{says}, which is outside"), fields, Vec::new()))
    }

    /// What is in doubt, the surest name first. A doubt that a stated fix settles is none.
    /// `outside`: a settled name is outside; a name that is only alike and outside as well adds no doubt then.
    fn possibly(&self, outside: bool) -> Option<Judgement> {
        let by_part = self
            .judged
            .iter()
            .any(|(l, o)| *o == Opinion::Outside && matches!(l.identity, Identity::Same { by: By::Part, .. }));
        let exact = self
            .judged
            .iter()
            .any(|(l, _)| matches!(l.identity, Identity::Same { by, .. } if *by != By::Line));
        let harmless = |l: &Leaf<'_>, name_only: bool| {
            let distant = matches!(l.identity, Identity::Alike { score, .. } if *score < 60);
            name_only
                && (exact && distant || outside && (by_part || matches!(l.place, versions::Place::Outside(versions::OutsideOf::Range))))
        };
        let doubts: Vec<(&Leaf<'_>, &str, &[Field])> = self
            .judged
            .iter()
            .filter_map(|(l, o)| match o {
                Opinion::Possible { why, missing, name_only } if !harmless(l, *name_only) => Some((*l, why.as_str(), missing.as_slice())),
                _ => None,
            })
            .collect();
        let (leaf, why, _) = doubts.iter().max_by(|a, b| surer(a.0, b.0).then(b.0.product.cmp(&a.0.product)))?;
        // "8.5 GMA 3" is not on a list that says "8.4"; it is called the fix.
        let settled = doubts
            .iter()
            .all(|(l, _, _)| l.identity.is_settled() && matches!(self.fix(l), FixSays::Runs(_)));
        if settled && let FixSays::Runs(fix) = self.fix(leaf) {
            return Some(self.remains(leaf).unwrap_or_else(|| self.fixed_by(leaf, fix)));
        }
        let mut missing: Vec<Field> = doubts
            .iter()
            .filter(|(l, _, _)| l.identity.is_settled() == leaf.identity.is_settled())
            .flat_map(|(_, _, m)| m.iter().copied())
            .collect();
        missing.sort();
        missing.dedup();
        let reason = match leaf.identity {
            Identity::Alike { .. } => format!("The advisory names {}; {why}", self.name(leaf)),
            _ => {
                let (says, _) = say::stated_and_run(self.name(leaf), leaf.stated, self.config);
                format!("{says}: {why}")
            }
        };
        Some(self.possible(leaf, reason, missing))
    }

    fn first(&self, which: impl Fn(&Opinion) -> bool) -> Option<&'a Leaf<'a>> {
        self.judged
            .iter()
            .filter(|(_, o)| which(o))
            .map(|(l, _)| *l)
            .max_by(|a, b| surer(a, b).then(b.product.cmp(&a.product)))
    }

    fn surest(&self) -> Option<&'a Leaf<'a>> {
        self.first(|_| true)
    }

    fn name(&self, leaf: &Leaf<'_>) -> &'a str {
        self.products.get(leaf.product).map_or("", |p| p.display.as_str())
    }

    /// What the prose's fixes say of this leaf's product.
    fn fix(&self, leaf: &Leaf<'_>) -> FixSays<'a> {
        let installed = self.config.software_version.trim();
        let mut says = FixSays::Nothing;
        for fix in self.fixes.of(leaf.product) {
            if versions::runs_fixed(fix, installed) != Some(true) {
                continue;
            }
            let list = leaf.stated.kind() == Kind::List;
            if list && !same_series(installed, &fix.text) {
                // A fix in one series proves nothing for the next where the advisory only lists versions.
                continue;
            }
            let settled = || self.judged.iter().map(|(l, _)| *l).filter(|l| l.identity.is_settled());
            let is_listed = |version: &str| settled().filter(|l| l.stated.kind() == Kind::List).any(|l| lists(l, version));
            if is_listed(&fix.text) {
                // The version that is called the fix is itself listed as affected.
                if versions::compare(installed, &fix.text) == Some(Ordering::Equal) {
                    return FixSays::Disputed(fix);
                }
                continue;
            }
            // A listed series ("8") is refined by a fix inside it ("8.5 GMA 3"); a range is contradicted.
            if settled().any(|l| fix.contradicts(l.stated) && l.stated.kind() != Kind::List) {
                return FixSays::Disputed(fix);
            }
            if is_listed(installed) {
                continue;
            }
            says = FixSays::Runs(fix);
        }
        says
    }

    /// A version that the advisory promises as the fix; it counts only where the range already says that the device is beyond.
    fn promised(&self, leaf: &Leaf<'_>) -> Option<&'a FixedVersion> {
        let installed = self.config.software_version.trim();
        self.fixes
            .promised_for(leaf.product)
            .find(|fix| versions::compare(installed, &fix.text) == Some(Ordering::Equal) && !fix.contradicts(leaf.stated))
    }

    fn fixed_by(&self, leaf: &Leaf<'a>, fix: &FixedVersion) -> Judgement {
        let later = if versions::runs_fixed(fix, &fix.text) == Some(false) {
            "what is later than "
        } else {
            ""
        };
        let reason = format!(
            "The advisory says that {later}{} is fixed; this device runs {}",
            fix.text,
            self.config.software_version.trim()
        );
        self.judgement(Verdict::Fixed, leaf, reason, vec![Field::Model, Field::SoftwareVersion], Vec::new())
    }

    fn remains(&self, leaf: &Leaf<'a>) -> Option<Judgement> {
        let text = self.fixes.remaining(leaf.product)?;
        Some(self.possible(
            leaf,
            format!(
                "The version is outside of what the advisory states, yet it says: \"{}\"",
                shorten(text)
            ),
            Vec::new(),
        ))
    }

    fn possible(&self, leaf: &Leaf<'a>, reason: String, missing: Vec<Field>) -> Judgement {
        let (_, fields) = say::runs(leaf.stated, self.config);
        self.judgement(Verdict::PossiblyAffected, leaf, reason, fields, missing)
    }

    fn judgement(&self, verdict: Verdict, leaf: &Leaf<'a>, reason: String, rests_on: Vec<Field>, missing: Vec<Field>) -> Judgement {
        let mut products = vec![leaf.product];
        for (other, _) in &self.judged {
            if !products.contains(&other.product) {
                products.push(other.product);
            }
        }
        Judgement {
            advisory: self.advisory,
            vulnerability: self.vulnerability,
            verdict,
            reason,
            rests_on,
            missing,
            products,
            product: self.name(leaf).to_string(),
            range: leaf.stated.text().to_string(),
            identity: leaf.identity.clone(),
        }
    }
}

/// Whether a list holds this very version.
fn lists(leaf: &Leaf<'_>, version: &str) -> bool {
    let mut stated = leaf.stated.text().split('|').map(str::trim);
    stated.any(|v| v.eq_ignore_ascii_case(version.trim()) || versions::compare(v, version) == Some(Ordering::Equal))
}

fn surer(a: &Leaf<'_>, b: &Leaf<'_>) -> Ordering {
    a.identity.rank().cmp(&b.identity.rank())
}

/// Whether two versions begin alike: 8.4 and "8.5 GMA 3" do, 9.3 does not.
fn same_series(a: &str, b: &str) -> bool {
    let first = |v: &str| {
        v.trim_start_matches(['v', 'V', ' '])
            .split(['.', '-', '_', ' '])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    first(a) == first(b)
}

fn shorten(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(240) {
        Some((at, _)) => format!("{} …", text.get(..at).unwrap_or(text)),
        None => text.to_string(),
    }
}
