//! Names as people write them: whatever an advisory names must be found under its own name, and under that name with what
//! registers do to names.

use std::collections::BTreeMap;

use advisories::{BranchCategory, Product};
use intel::identity::{Identity, Tables};
use intel::{Corpus, Verdict};
use register::Configuration;

use crate::archives;

fn corpus() -> Corpus {
    let mut advisories = archives::advisories("icsma");
    advisories.extend(archives::advisories("icsa-related"));
    Corpus::new(advisories)
}

fn config(maker: &str, model: &str) -> Configuration {
    Configuration {
        manufacturer: maker.into(),
        model: model.into(),
        software_version: "1.0".into(),
        ..Configuration::default()
    }
}

/// Products that carry a name of their own: one advisory writes "Version" in its place, one the kind of device.
fn own_names(corpus: &Corpus) -> Vec<(usize, &Product, &str)> {
    let mut out = Vec::new();
    for (at, advisory) in corpus.advisories().enumerate() {
        for product in &advisory.products {
            match product.branch(BranchCategory::ProductName) {
                Some("Version" | "Point of Care handheld medical devices") | None => {}
                Some(name) => out.push((at, product, name)),
            }
        }
    }
    out
}

#[test]
fn a_device_named_as_the_advisory_names_it_is_answered() {
    let corpus = corpus();
    for (at, product, name) in own_names(&corpus) {
        let found = corpus.judge(&config(product.vendor().unwrap_or_default(), name));
        assert!(found.iter().any(|j| j.advisory == at), "{:?} / {name} is silent", product.vendor());
    }
}

/// What registers do to a name; None where it cannot be done.
type Spelling = fn(&str) -> Option<String>;

#[test]
fn a_name_as_registers_write_it_is_answered() {
    let spellings: &[(&str, Spelling, f64)] = &[
        ("upper case", |n| Some(n.to_uppercase()), 0.0),
        ("hyphens for spaces", |n| Some(n.replace(' ', "-")), 0.01),
        ("spaces for hyphens", |n| Some(n.replace('-', " ")), 0.01),
        (
            "the last word first",
            |n| n.rsplit_once(' ').map(|(rest, last)| format!("{last} {rest}")),
            0.01,
        ),
        ("the ward behind it", |n| Some(format!("{n} WARD 5")), 0.01),
        ("a letter left out", |n| slip(n, |w| format!("{}{}", &w[..4], &w[5..])), 0.02),
        (
            "two letters exchanged",
            |n| slip(n, |w| format!("{}{}{}{}", &w[..3], &w[4..5], &w[3..4], &w[5..])),
            0.02,
        ),
        ("a word cut short", |n| slip(n, |w| w[..5].to_string()), 0.03),
    ];
    let corpus = corpus();
    let mut silent: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, product, name) in own_names(&corpus)
        .into_iter()
        .filter(|(at, _, _)| corpus.advisory(*at).is_some_and(|a| a.id.starts_with("ICSMA")))
    {
        let name = &plain(name);
        for (what, spell, _) in spellings {
            let Some(model) = spell(name) else { continue };
            *asked.entry(what).or_default() += 1;
            let found = corpus.judge(&config(product.vendor().unwrap_or_default(), &model));
            if !found.iter().any(|j| j.advisory == at) {
                silent.entry(what).or_default().push(format!("{name} as {model}"));
            }
        }
    }
    for (what, _, most) in spellings {
        let missed = silent.get(what).map_or(0, Vec::len);
        let share = missed as f64 / asked[what] as f64;
        println!("{what:<24} {missed:>3} of {} silent", asked[what]);
        assert!(share <= *most, "{what}: {:#?}", silent.get(what));
    }
}

/// Without exceptions and what stands in parentheses.
fn plain(name: &str) -> String {
    let mut depth = 0usize;
    let meant = name.split(", not including").next().unwrap_or(name);
    let kept = meant.chars().filter(|c| {
        depth += usize::from(*c == '(');
        let keep = depth == 0;
        depth -= usize::from(*c == ')' && depth > 0);
        keep
    });
    kept.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Does something to the longest word of seven letters or more.
fn slip(name: &str, to: impl Fn(&str) -> String) -> Option<String> {
    let word = name
        .split_whitespace()
        .filter(|w| w.len() >= 7 && w.bytes().all(|b| b.is_ascii_alphabetic()))
        .max_by_key(|w| w.len())?;
    Some(name.replacen(word, &to(word), 1))
}

/// Only a settled name gives more than "possibly".
#[test]
fn a_likeness_alone_is_never_more_than_possible() {
    let corpus = corpus();
    for model in archives::table("models") {
        for cell in ["cmms_spelling_1", "cmms_spelling_2", "cmms_spelling_3"] {
            let Some((maker, name)) = model[cell].split_once(" / ") else {
                continue;
            };
            for j in corpus.judge(&config(maker, name)) {
                if !matches!(j.identity, Identity::Same { .. }) {
                    assert_eq!(j.verdict, Verdict::PossiblyAffected, "{maker} / {name}: {j:?}");
                }
            }
        }
    }
}

/// Every row of the table of names is of a house that the table of makers has, with a source and a day.
#[test]
fn the_table_of_names_is_sound() {
    for alias in Tables::own().aliases() {
        assert!(!alias.source.is_empty(), "{alias:?}");
        assert_eq!(alias.recorded.len(), 10, "{alias:?}");
        assert!(Tables::own().knows_house(&alias.house), "{alias:?}");
    }
}
