//! Is this the product that the advisory means?
//!
//! Neither side is an identifier: both are names, typed by people. They are cut into words and compared by rules, with two
//! tables of what nobody can work out: who owns which brand, and what stands for what. Each row has its source and day.
//!
//! **Never**: says "the same" of names that are only alike.
//!
//! - `words`       names as words: "MX-450" is "MX450"
//! - `vocabulary`  which words say nothing, which only describe
//! - `maker`       makers and former owners
//! - `alias`       names that stand for other names
//! - `expand`      one text, several names
//! - `advised`     the names of an advisory's product
//! - `device`      the name of a device
//! - `numbers`     model numbers with wildcards
//! - `pairing`     where the words of one name stand in another
//! - `likeness`    what that amounts to

mod advised;
mod alias;
mod device;
mod expand;
mod likeness;
mod maker;
mod numbers;
mod pairing;
mod table;
#[cfg(test)]
mod tests;
mod vocabulary;
mod words;

use std::sync::LazyLock;

use advisories::{Advisory, Product};
use register::{Configuration, Field};

pub use advised::{AdvisedName, AdvisedProduct, Of, mark_editions};
pub use alias::{Alias, AliasTable};
pub use device::{DeviceName, NameReading};
pub use likeness::Likeness;
pub use maker::{Maker, MakerTable, Makers};
pub use numbers::ModelNumber;
pub(crate) use pairing::resemble;
pub use vocabulary::Vocabulary;
pub use words::{Kind, Word};

use crate::versions::Stated;

/// What is known of words, makers and names.
#[derive(Debug, Default)]
pub struct Tables {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) makers: MakerTable,
    pub(crate) aliases: AliasTable,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    Tables::read(
        include_str!("../data/words.csv"),
        include_str!("../data/makers.csv"),
        include_str!("../data/names.csv"),
    )
});

impl Tables {
    /// The crate's own tables.
    pub fn own() -> &'static Tables {
        &TABLES
    }

    /// Reads tables: words, makers, names.
    pub fn read(words: &str, makers: &str, names: &str) -> Tables {
        let vocabulary = Vocabulary::read(words);
        let aliases = AliasTable::read(names, &vocabulary);
        Tables {
            makers: MakerTable::read(makers),
            aliases,
            vocabulary,
        }
    }

    /// Whether a maker of that house is known.
    pub fn knows_house(&self, house: &str) -> bool {
        self.makers.knows(house)
    }

    /// The names that stand for other names.
    pub fn aliases(&self) -> &[Alias] {
        self.aliases.rows()
    }
}

/// Whether a device is what an advisory names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// It is.
    Same {
        /// How it is known.
        by: By,
        /// What the advisory asks for beside the name and the register does not say ("WLAN only"); empty if nothing.
        unconfirmed: String,
    },
    /// The names are alike; a person can tell.
    Alike {
        /// Percent: which of several is likelier.
        score: u8,
        /// A clause: "the names are alike, not equal".
        why: String,
        /// The facts that would settle it.
        missing: Vec<Field>,
    },
    /// It is not.
    No,
}

/// How a name was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// Equal after normalising.
    Name,
    /// A member of the line that the advisory names.
    Line,
    /// By a row of the table.
    Alias {
        /// What the register says.
        said: String,
        /// What it stands for.
        means: String,
        /// Where that was found.
        source: String,
        /// ISO 8601.
        recorded: String,
    },
    /// A part that the register says the device has.
    Part,
    /// The advisory says that the product is built into such devices.
    Host,
    /// A model number that the advisory gives.
    Identifier,
    /// A person said so.
    Person,
}

impl Identity {
    /// Whether anything can be said of the device at all.
    pub fn concerns(&self) -> bool {
        *self != Identity::No
    }

    /// Whether the name is settled.
    pub fn is_settled(&self) -> bool {
        matches!(self, Identity::Same { .. })
    }

    /// Order: the surer, the greater. The line is below the name.
    pub(crate) fn rank(&self) -> u32 {
        match self {
            Identity::No => 0,
            Identity::Alike { score, .. } => u32::from(*score),
            Identity::Same { by, unconfirmed } => {
                let sure = match by {
                    By::Person | By::Identifier => 900,
                    By::Name => 800,
                    By::Alias { .. } => 700,
                    By::Part => 600,
                    By::Host => 550,
                    By::Line => 500,
                };
                sure + u32::from(unconfirmed.is_empty()) * 50
            }
        }
    }
}

/// Reads the names of one product of an advisory.
pub fn advised(advisory: &Advisory, product: &Product, stated: &Stated, tables: &Tables) -> AdvisedProduct {
    advised::read(advisory, product, stated, tables)
}

/// Reads the name of a device.
pub fn device<'t>(config: &Configuration, tables: &'t Tables) -> DeviceName<'t> {
    device::read(config, tables)
}

/// Compares the two. `config` is asked for what an option or a platform needs.
pub fn identify(product: &AdvisedProduct, name: &DeviceName<'_>, config: &Configuration) -> Identity {
    let makers = product.maker.against(&name.maker);
    if makers != Makers::Different && product.numbers.iter().any(|n| name.codes.iter().any(|c| n.fits(c))) {
        return Identity::Same {
            by: By::Identifier,
            unconfirmed: serials(product),
        };
    }
    let mut best = Identity::No;
    for reading in &name.readings {
        if product.except.iter().any(|e| excepted(e, reading, name)) {
            return Identity::No;
        }
        for advised in &product.names {
            if makers == Makers::Different && !holds_all(&advised.words, reading, name) {
                continue;
            }
            let found = one(product, advised, reading, name, makers, config);
            if found.rank() > best.rank() {
                best = found;
            }
        }
    }
    best
}

/// The words of a text that may name a product.
pub(crate) fn name_words(text: &str, tables: &Tables) -> Vec<Word> {
    words::words(text, &tables.vocabulary)
}

/// A product made of two ("software A installed on device B"): a device has it only if it has both.
pub fn both(what: Identity, on: Identity, what_name: &str, on_name: &str, config: &Configuration) -> Identity {
    let runs = words::fold(&format!("{} {} {}", config.os, config.software_version, config.model));
    let said = |name: &str| {
        let telling: Vec<Word> = words::words(name, &Tables::own().vocabulary)
            .into_iter()
            .filter(Word::is_significant)
            .collect();
        !telling.is_empty() && telling.iter().all(|w| runs.contains(&w.text))
    };
    let missing = |name: &str| format!("with {name}");
    match (what, on) {
        (Identity::Same { by, unconfirmed }, Identity::Same { unconfirmed: also, .. }) => Identity::Same {
            by,
            unconfirmed: if unconfirmed.is_empty() { also } else { unconfirmed },
        },
        // A firmware that is named by its device alone, or that the register says it runs.
        (Identity::No, Identity::Same { by, unconfirmed }) => {
            let generic = !words::words(what_name, &Tables::own().vocabulary).iter().any(Word::is_significant);
            Identity::Same {
                by,
                unconfirmed: if generic || said(what_name) {
                    unconfirmed
                } else {
                    missing(what_name)
                },
            }
        }
        (Identity::Same { by, unconfirmed }, Identity::No) => Identity::Same {
            by,
            unconfirmed: if said(on_name) { unconfirmed } else { missing(on_name) },
        },
        (Identity::No, Identity::No) => Identity::No,
        (Identity::Alike { score, why, missing }, _) | (_, Identity::Alike { score, why, missing }) => {
            Identity::Alike { score, why, missing }
        }
    }
}

/// Whether every distinguishing word stands in a device's name; without that, a name of another maker is none.
fn holds_all(advised: &[Word], reading: &NameReading<'_>, name: &DeviceName<'_>) -> bool {
    let mut telling = advised.iter().filter(|w| w.kind == Kind::Name).peekable();
    telling.peek().is_some() && telling.all(|w| reading.joined.contains(&w.text) || name.maker_words.contains(&w.text))
}

/// One name of the advisory against one reading of the device's.
fn one(
    product: &AdvisedProduct,
    advised: &AdvisedName,
    reading: &NameReading<'_>,
    name: &DeviceName<'_>,
    makers: Makers,
    config: &Configuration,
) -> Identity {
    let context = likeness::Context {
        supported: Some(&product.supported),
        maker_words: &name.maker_words,
        one_house: makers == Makers::Same,
        several_editions: advised.several_editions,
    };
    let likeness = match advised.of {
        Of::Product => likeness::compare(&advised.words, &reading.words, &context),
        Of::Host => hosted(advised, reading, &context),
    };
    let likeness = models(advised, reading, likeness, &context);
    let alike = |score: u8, why: &str, missing: Vec<Field>| Identity::Alike {
        score,
        why: why.to_string(),
        missing,
    };
    let proposed = reading.alias.filter(|a| !a.settles || reading.loosely);
    // A likeness that rests on what is itself only likely must be close.
    let likeness = if proposed.is_some() && likeness < Likeness::Alike(50) {
        Likeness::No
    } else {
        likeness
    };
    match (likeness, makers) {
        (Likeness::No, _) => Identity::No,
        (Likeness::Alike(_), Makers::Different) => Identity::No,
        (Likeness::Alike(score), Makers::Missing) => {
            if score >= 50 {
                alike(
                    score / 2,
                    "the names are alike and the maker is not recorded",
                    vec![Field::Manufacturer, Field::Model],
                )
            } else {
                Identity::No
            }
        }
        (Likeness::Alike(score), Makers::Same) => alike(score, "the names are alike, not equal", vec![Field::Model]),
        (_, Makers::Different) if tells_alone(&advised.words) => {
            alike(60, "the name is equal, yet of another maker", vec![Field::Manufacturer])
        }
        (_, Makers::Different) => Identity::No,
        (_, Makers::Missing) => alike(70, "the name is equal and the maker is not recorded", vec![Field::Manufacturer]),
        (_, Makers::Same) => {
            if let Some(alias) = proposed {
                return alike(
                    65,
                    &format!("\"{}\" may stand for \"{}\"", alias.said, alias.means),
                    vec![Field::Model],
                );
            }
            let by = match (likeness, reading.alias, advised.of, reading.part) {
                (_, _, Of::Host, _) => By::Host,
                (_, None, _, true) => By::Part,
                (_, Some(alias), _, _) => By::Alias {
                    said: alias.said.clone(),
                    means: alias.means.clone(),
                    source: alias.source.clone(),
                    recorded: alias.recorded.clone(),
                },
                (Likeness::Member { listed: false }, _, _, _) => By::Line,
                _ => By::Name,
            };
            Identity::Same {
                by,
                unconfirmed: unconfirmed(product, advised, reading, name, config),
            }
        }
    }
}

/// What the advisory asks for beside the name, where the register does not say it.
fn unconfirmed(
    product: &AdvisedProduct,
    advised: &AdvisedName,
    reading: &NameReading<'_>,
    name: &DeviceName<'_>,
    config: &Configuration,
) -> String {
    let option = advised.option.trim();
    if option.is_empty() {
        return serials(product);
    }
    let wanted: Vec<Word> = words::words(option, &Tables::own().vocabulary)
        .into_iter()
        .filter(|w| w.kind == Kind::Extra || w.kind == Kind::Name)
        .collect();
    let has = |w: &Word| reading.words.contains(w) || name.readings.iter().any(|r| r.alias.is_none() && r.words.contains(w));
    let folded = words::fold(option);
    let on_platform = folded.contains("windows") && {
        let os = words::fold(&format!("{} {}", config.os, config.model));
        folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|t| !t.is_empty() && !["used", "with", "based", "systems", "system", "running", "on", "all", "versions"].contains(t))
            .all(|t| os.contains(t))
    };
    if (!wanted.is_empty() && !folded.contains("windows") && wanted.iter().all(has)) || on_platform {
        serials(product)
    } else {
        option.to_string()
    }
}

fn serials(product: &AdvisedProduct) -> String {
    if product.serials {
        "certain serial numbers".to_string()
    } else {
        String::new()
    }
}

/// A host's name is a text in which the device's name stands: "a Perfusor Space Infusomat Space or Infusomat Space P pump".
fn hosted(advised: &AdvisedName, reading: &NameReading<'_>, context: &likeness::Context<'_>) -> Likeness {
    let whole = likeness::compare(&advised.words, &reading.words, context);
    if whole > Likeness::Alike(99) {
        return whole;
    }
    let own: Vec<&Word> = reading
        .words
        .iter()
        .filter(|w| w.is_significant() && !(w.kind == Kind::Number && w.text.len() >= 5))
        .collect();
    let significant: Vec<&Word> = advised.words.iter().filter(|w| w.is_significant()).collect();
    let text: String = own.iter().map(|w| w.text.as_str()).collect();
    if text.len() < 5 || own.is_empty() {
        return whole;
    }
    let within = (0..significant.len()).find_map(|from| {
        let mut joined = String::new();
        for (n, word) in significant[from..].iter().enumerate() {
            joined.push_str(&word.text);
            if joined == text {
                return Some(n + 1);
            }
            if joined.len() > text.len() {
                break;
            }
        }
        None
    });
    match within {
        Some(n) if n >= 2 || significant.len() == 1 => Likeness::Same,
        Some(_) => Likeness::Alike(50),
        None => whole,
    }
}

/// Where models stand in the place of a version, a device of another model is not meant.
fn models(advised: &AdvisedName, reading: &NameReading<'_>, likeness: Likeness, context: &likeness::Context<'_>) -> Likeness {
    if advised.models.is_empty() {
        return likeness;
    }
    let with = |model: &Vec<Word>| likeness::compare(&[advised.words.as_slice(), model.as_slice()].concat(), &reading.words, context);
    let whole = advised.models.iter().map(with).max().unwrap_or(Likeness::No);
    if whole > Likeness::Alike(99) || likeness == Likeness::No {
        return whole;
    }
    let marks: Vec<&Word> = reading
        .words
        .iter()
        .filter(|w| w.designates() && !advised.words.contains(w))
        .collect();
    let fits = |mark: &Word| {
        advised
            .models
            .iter()
            .flatten()
            .any(|m| m == mark || m.kind == Kind::Number && mark.digits() == m.text)
    };
    let contradicts = |mark: &Word| match mark.kind {
        Kind::Number => mark.text.len() >= 3 && mark.text.len() <= 4,
        Kind::Code { .. } => true,
        _ => false,
    };
    if marks.iter().any(|m| fits(m)) || marks.is_empty() && advised.models.iter().any(|m| m.iter().all(|w| reading.words.contains(w))) {
        return if likeness == (Likeness::Member { listed: false }) {
            Likeness::Same
        } else {
            likeness
        };
    }
    if marks.iter().any(|m| contradicts(m)) {
        return Likeness::No;
    }
    // Which model it is, the register may not say: the name stands, and `versions::place` asks for the model.
    likeness
}

/// Whether a name is told apart without its maker: two words of which one distinguishes.
fn tells_alone(name: &[Word]) -> bool {
    let telling = name.iter().filter(|w| w.is_significant() || w.kind == Kind::Head).count();
    telling >= 2 && name.iter().any(|w| w.kind == Kind::Name && w.text.len() >= 5)
}

/// Whether an exception ("not including LOGIQ 100 Pro") is this device.
fn excepted(except: &[Word], reading: &NameReading<'_>, name: &DeviceName<'_>) -> bool {
    let context = likeness::Context {
        maker_words: &name.maker_words,
        one_house: true,
        ..likeness::Context::default()
    };
    reading.alias.is_none() && likeness::compare(except, &reading.words, &context) > Likeness::Alike(99)
}
