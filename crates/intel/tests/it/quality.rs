//! How well the matcher answers: the rows of `data/sample-hospital/model-versions.csv` (model × version × advisory with the
//! expected verdict), each under the model's proper name and under the spellings of registers, and the siblings that no
//! advisory names. `make quality` prints it; `docs/match-quality.md` explains it.

use std::collections::{BTreeMap, BTreeSet};

use intel::identity::Tables;
use intel::verdict::gravest;
use intel::{Corpus, Judgement, Verdict};
use register::Configuration;

use crate::archives;

type Row = BTreeMap<String, String>;

struct Bench {
    corpus: Corpus,
    models: BTreeMap<String, Row>,
    rows: Vec<Row>,
}

impl Bench {
    fn new() -> Bench {
        Self::with(Tables::own())
    }

    /// With other tables of names than the crate's own.
    fn with(tables: &'static Tables) -> Bench {
        let mut advisories = archives::advisories("icsma");
        advisories.extend(archives::advisories("icsa-related"));
        let models = archives::table("models").into_iter().map(|m| (m["model_id"].clone(), m)).collect();
        Bench {
            corpus: Corpus::with(advisories, tables),
            models,
            rows: archives::table("model-versions"),
        }
    }

    /// The names of a model: its own, and as registers spell it.
    fn names(&self, model: &str) -> Vec<(usize, String, String)> {
        let m = &self.models[model];
        let mut out = vec![(0, m["manufacturer"].clone(), m["model"].clone())];
        for n in 1..=3 {
            if let Some((maker, model)) = m[&format!("cmms_spelling_{n}")].split_once(" / ") {
                out.push((n, maker.to_string(), model.to_string()));
            }
        }
        out
    }

    fn config(&self, model: &str, name: &(usize, String, String), version: &str) -> Configuration {
        let os = self.models[model]["usual_os"].split(" (").next().unwrap_or_default().to_string();
        Configuration {
            manufacturer: name.1.clone(),
            model: name.2.clone(),
            software_version: version.to_string(),
            os: if os.starts_with("Windows") { os } else { String::new() },
            ..Configuration::default()
        }
    }

    fn judge(&self, config: &Configuration, advisory: &str) -> Vec<Judgement> {
        self.corpus
            .judge(config)
            .into_iter()
            .filter(|j| self.corpus.advisory(j.advisory).is_some_and(|a| a.id == advisory))
            .collect()
    }
}

fn word(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("(silent)", Verdict::key)
}

/// Whether an answer under a register's spelling is right: the name may be in doubt, nothing may be missed.
fn fits_spelling(expected: Verdict, got: Option<Verdict>) -> bool {
    got == Some(expected) || got == Some(Verdict::PossiblyAffected)
}

#[test]
fn the_expected_verdicts_are_found() {
    let bench = Bench::new();
    let mut tables: Vec<BTreeMap<(&'static str, &'static str), usize>> = vec![BTreeMap::new(); 4];
    let mut wrong: Vec<String> = Vec::new();
    let mut gravely_wrong: Vec<String> = Vec::new();
    for row in &bench.rows {
        let expected = Verdict::from_key(&row["expected_verdict"]).expect("a verdict");
        for name in bench.names(&row["model_id"]) {
            let found = bench.judge(&bench.config(&row["model_id"], &name, &row["version"]), &row["advisory"]);
            let got = gravest(&found);
            *tables[name.0].entry((expected.key(), word(got))).or_default() += 1;
            let right = if name.0 == 0 {
                got == Some(expected)
            } else {
                fits_spelling(expected, got)
            };
            if !right {
                let reason = found
                    .iter()
                    .max_by_key(|j| j.verdict)
                    .map(|j| j.reason.as_str())
                    .unwrap_or_default();
                let line = format!(
                    "{} {:<24} {:<18} as {} / {}: expected {}, got {} [{}] {reason}",
                    row["model_id"],
                    row["version"],
                    row["advisory"],
                    name.1,
                    name.2,
                    expected.key(),
                    word(got),
                    row["range_texts"]
                );
                if matches!(got, Some(Verdict::NotAffected | Verdict::Fixed))
                    && matches!(expected, Verdict::Affected | Verdict::PossiblyAffected)
                {
                    gravely_wrong.push(line.clone());
                }
                wrong.push(line);
            }
        }
    }
    for (n, table) in tables.iter().enumerate() {
        println!("\n{}", ["proper names", "first spelling", "second spelling", "third spelling"][n]);
        print_table(table);
    }
    println!("\n{} misses", wrong.len());
    for line in &wrong {
        println!("{line}");
    }
    assert!(
        gravely_wrong.is_empty(),
        "wrong 'not affected' or 'fixed':\n{}",
        gravely_wrong.join("\n")
    );
}

fn print_table(table: &BTreeMap<(&'static str, &'static str), usize>) {
    let verdicts = ["affected", "possibly_affected", "fixed", "not_affected"];
    for v in verdicts {
        let expected: usize = table.iter().filter(|((e, _), _)| *e == v).map(|(_, n)| n).sum();
        let got: usize = table.iter().filter(|((_, g), _)| *g == v).map(|(_, n)| n).sum();
        let both = table.get(&(v, v)).copied().unwrap_or(0);
        let others: Vec<String> = table
            .iter()
            .filter(|((e, g), _)| *e == v && *g != v)
            .map(|((_, g), n)| format!("{n} {g}"))
            .collect();
        println!(
            "  {v:<18} expected {expected:>4}  got {got:>4}  both {both:>4}  {}",
            others.join(", ")
        );
    }
}

/// What the rules alone find: the names that were entered because the sample spells them so are left out.
#[test]
fn without_the_names_that_the_sample_gave() {
    let names = include_str!("../../data/names.csv");
    let others: String = names
        .lines()
        .filter(|row| !row.contains("models.csv"))
        .flat_map(|row| [row, "\n"])
        .collect();
    let tables = Tables::read(include_str!("../../data/words.csv"), include_str!("../../data/makers.csv"), &others);
    let bench = Bench::with(Box::leak(Box::new(tables)));
    let (mut asked, mut silent) = ([0; 4], [0; 4]);
    for row in &bench.rows {
        let expected = Verdict::from_key(&row["expected_verdict"]).expect("a verdict");
        for name in bench.names(&row["model_id"]) {
            // Neither the operating system is known here.
            let config = Configuration {
                os: String::new(),
                ..bench.config(&row["model_id"], &name, &row["version"])
            };
            let got = gravest(&bench.judge(&config, &row["advisory"]));
            asked[name.0] += 1;
            silent[name.0] += usize::from(got.is_none());
            let cleared = matches!(got, Some(Verdict::NotAffected | Verdict::Fixed));
            assert!(
                !cleared || got == Some(expected),
                "{} {} / {}: {}",
                row["model_id"],
                name.1,
                name.2,
                word(got)
            );
        }
    }
    println!("silent without names of the sample, by spelling: {silent:?} of {asked:?}");
    assert_eq!(silent[0], 0);
    assert!(
        silent.iter().sum::<usize>() * 100 <= asked.iter().sum::<usize>() * 20,
        "{silent:?} of {asked:?}"
    );
}

#[test]
fn siblings_that_no_advisory_names_are_silent() {
    let bench = Bench::new();
    let mut heard: Vec<String> = Vec::new();
    for (id, model) in bench.models.iter().filter(|(_, m)| m["advisory_relation"] == "sibling_not_named") {
        for name in bench.names(id) {
            let version = &model["versions_when_no_advisory"];
            let found = bench.corpus.judge(&bench.config(id, &name, version));
            let advisories: BTreeSet<&str> = found
                .iter()
                .filter_map(|j| bench.corpus.advisory(j.advisory))
                .map(|a| a.id.as_str())
                .collect();
            for advisory in advisories {
                let j = found
                    .iter()
                    .find(|j| bench.corpus.advisory(j.advisory).is_some_and(|a| a.id == advisory))
                    .expect("it was found");
                heard.push(format!(
                    "{id} {} / {}: {advisory} {} {} ({:?})",
                    name.1,
                    name.2,
                    j.verdict.key(),
                    j.product,
                    j.identity
                ));
            }
        }
    }
    println!("{} answers for siblings\n{}", heard.len(), heard.join("\n"));
    assert!(heard.is_empty());
}

/// Answers beside those that the table asks for: not wrong by themselves, yet each must be one that a person would give.
#[test]
fn print_other_answers() {
    let bench = Bench::new();
    let asked: BTreeSet<(&str, &str)> = bench
        .rows
        .iter()
        .map(|r| (r["model_id"].as_str(), r["advisory"].as_str()))
        .collect();
    for (id, model) in &bench.models {
        for name in bench.names(id) {
            let version = ["versions_inside", "versions_when_no_advisory"]
                .iter()
                .map(|c| model[*c].split(';').next().unwrap_or_default())
                .find(|v| !v.is_empty())
                .unwrap_or_default();
            let mut seen = BTreeSet::new();
            for j in bench.corpus.judge(&bench.config(id, &name, version)) {
                let advisory = bench.corpus.advisory(j.advisory).map(|a| a.id.clone()).unwrap_or_default();
                if !asked.contains(&(id.as_str(), advisory.as_str())) && seen.insert(advisory.clone()) {
                    println!(
                        "{id} {} / {} ({}): {advisory} {} {} {:?}",
                        name.1,
                        name.2,
                        model["advisory_relation"],
                        j.verdict.key(),
                        j.product,
                        j.identity
                    );
                }
            }
        }
    }
}

/// The index leaves nothing out that comparing every name would find.
#[test]
fn the_index_finds_what_comparing_everything_finds() {
    let bench = Bench::new();
    for id in bench.models.keys() {
        for name in bench.names(id) {
            let config = bench.config(id, &name, "1.0");
            assert_eq!(
                bench.corpus.judge(&config),
                bench.corpus.judge_exhaustively(&config),
                "{} / {}",
                name.1,
                name.2
            );
        }
    }
}
