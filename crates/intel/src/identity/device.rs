//! A device's name as a register holds it: maker and model in two cells, in any of the ways that people write them.

use std::collections::HashSet;

use register::Configuration;

use super::Tables;
use super::advised::without_maker;
use super::alias::{Alias, Variant};
use super::maker::{self, Maker};
use super::words::{Kind, Word, words};

/// A device's name, read.
#[derive(Debug, Default)]
pub struct DeviceName<'t> {
    /// Its maker, by its own cell, else by what the model's text begins with.
    pub maker: Maker,
    /// Words of the maker's cell and of a maker's name in the model's text: an advisory may have them in the product's name.
    pub maker_words: Vec<String>,
    /// The ways to read the name, the plainest first.
    pub readings: Vec<NameReading<'t>>,
    /// Folded, letters and digits alone: for `model_numbers` with wildcards.
    pub codes: HashSet<String>,
}

/// One way to read a device's name.
#[derive(Debug, Clone)]
pub struct NameReading<'t> {
    /// Its words, without the maker's.
    pub words: Vec<Word>,
    /// The words, written as one.
    pub joined: String,
    /// Only a part that the device has ("with MobileLink", "(Battery Pack SP with WiFi)").
    pub part: bool,
    /// By which alias.
    pub alias: Option<&'t Alias>,
    /// The alias was found only shortened ("Infusomat Sp"): it settles nothing then.
    pub loosely: bool,
}

/// Most readings of one name.
const MOST: usize = 24;

/// Reads a configuration's name.
pub fn read<'t>(config: &Configuration, tables: &'t Tables) -> DeviceName<'t> {
    let cell = known(&config.manufacturer);
    let model = known(&config.model);
    let mut maker = tables.makers.maker(cell);
    let mut maker_words = maker.words.clone();
    let mut text = model.to_string();
    if maker.is_empty() {
        // "Philips IntelliVue MX450" with nothing in the maker's cell.
        let all = maker::words(model);
        if let Some((n, houses)) = tables.makers.leading(&all)
            && n < all.len()
        {
            maker = Maker {
                houses: houses.to_vec(),
                words: all[..n].to_vec(),
                known: true,
            };
            maker_words.extend(all[..n].iter().cloned());
        }
    }
    let without = without_maker(&text, &maker, tables);
    if without != text {
        maker_words.extend(
            maker::words(&text)
                .into_iter()
                .take(maker::words(&text).len() - maker::words(&without).len()),
        );
        text = without;
    }
    // "MONITOR PHILIPS MX450": the maker's name elsewhere in the cell is no strange word.
    let all = maker::words(&text);
    for at in 1..all.len() {
        let rest = all.get(at..).unwrap_or_default();
        if let Some((n, houses)) = tables.makers.leading(rest)
            && !tables.makers.is_brand(rest.get(..n).unwrap_or_default())
            && houses.iter().any(|h| maker.houses.contains(h))
        {
            maker_words.extend(rest.iter().take(n).cloned());
        }
    }
    let mut plain: Vec<(String, bool)> = vec![(text.clone(), false)];
    plain.extend(inside_and_outside(&text));
    let names = |w: &Word| w.is_significant() || w.kind == Kind::Head;
    if !words(&text, &tables.vocabulary).iter().any(names) && !cell.is_empty() {
        // "Change Healthcare / Cardiology": the maker's name is the name.
        plain.push((format!("{cell} {text}"), false));
    }
    let mut readings: Vec<NameReading<'t>> = Vec::new();
    for (text, part) in plain {
        push(
            &mut readings,
            NameReading {
                words: words(&text, &tables.vocabulary),
                joined: String::new(),
                part,
                alias: None,
                loosely: false,
            },
        );
    }
    // An alias may lead to a name that has an alias: "LVP Space" is an Infusomat Space, and that holds a battery pack.
    let mut from = 0;
    for _ in 0..2 {
        let until = readings.len();
        for i in from..until {
            let Some(reading) = readings.get(i).cloned() else { continue };
            for Variant { alias, name, loosely } in tables.aliases.variants(&reading.words, &maker.houses) {
                // The weaker of two aliases counts.
                let weaker = reading.alias.filter(|a| !a.settles).unwrap_or(alias);
                push(
                    &mut readings,
                    NameReading {
                        words: name,
                        joined: String::new(),
                        part: reading.part,
                        alias: Some(weaker),
                        loosely: loosely || reading.loosely,
                    },
                );
            }
        }
        from = until;
    }
    let codes = maker::words(model).into_iter().chain([maker::words(model).concat()]).collect();
    DeviceName {
        maker,
        maker_words,
        readings,
        codes,
    }
}

fn push<'t>(readings: &mut Vec<NameReading<'t>>, mut reading: NameReading<'t>) {
    reading.joined = reading.words.iter().map(|w| w.text.as_str()).collect();
    let surety = |r: &NameReading<'_>| !r.loosely && r.alias.is_none_or(|a| a.settles);
    let known = readings.iter().any(|r| r.words == reading.words && surety(r) >= surety(&reading));
    if !reading.words.is_empty() && !known && readings.len() < MOST {
        readings.push(reading);
    }
}

/// A cell's text; nothing where a placeholder fills it.
fn known(cell: &str) -> &str {
    let cell = cell.trim();
    if register::placeholder::is_placeholder(cell) { "" } else { cell }
}

/// "Infusomat Space (Battery Pack SP with WiFi)": the device, and the part; "MAC 5500 HD with MobileLink" too.
fn inside_and_outside(text: &str) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    if let (Some(open), Some(close)) = (text.find('('), text.rfind(')'))
        && open < close
    {
        let outside = format!(
            "{} {}",
            text.get(..open).unwrap_or_default(),
            text.get(close + 1..).unwrap_or_default()
        );
        out.push((outside.clone(), false));
        if let Some(inside) = text.get(open + 1..close) {
            out.push((inside.to_string(), true));
            // "Generator G11 (Gen11)": what stands in parentheses is the last word in another way.
            if inside.contains(|c: char| c.is_ascii_digit())
                && let Some((before, _)) = outside.trim().rsplit_once(' ')
            {
                out.push((format!("{before} {inside}"), false));
            }
        }
    }
    let folded = text.to_ascii_lowercase();
    if !text.contains('(')
        && let Some(at) = folded.find(" with ")
    {
        out.push((text.get(..at).unwrap_or_default().to_string(), false));
        out.push((text.get(at + 6..).unwrap_or_default().to_string(), true));
    }
    out
}
