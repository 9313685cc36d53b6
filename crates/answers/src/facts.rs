//! What stands of one device, field by field, with who says so and what the others say: a device's page in facts.

use register::{Because, Claim, Field, Micros, Said, SourceKind, SourceOrder, settle};

/// One source's present word on a device: a current statement, as far as a page needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Who says so.
    pub source: String,
    /// A person stated it, no import brought it.
    pub by_person: bool,
    /// When the source knew it.
    pub stated_at: Micros,
    /// The import that brought it; 0 for a person's word.
    pub import: i64,
    /// Row in its file; 0 where there is none.
    pub row: i64,
    /// A complete delivery of the source no longer held it.
    pub stale: bool,
    /// What it says.
    pub fields: Vec<(Field, Said)>,
    /// For a person's word: what each source said then, as (field, source, value).
    pub against: Vec<(Field, String, String)>,
}

/// A value with who says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// The value, as written where that differs, and the doubt about it.
    pub said: Said,
    /// Who says so.
    pub source: String,
    /// When the source knew it.
    pub stated_at: Micros,
    /// The import that brought it; 0 for a person's word.
    pub import: i64,
    /// Row in its file.
    pub row: i64,
    /// A complete delivery of the source no longer held it.
    pub stale: bool,
}

/// One field of one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Which.
    pub field: Field,
    /// What stands.
    pub stands: Telling,
    /// Why that.
    pub because: Because,
    /// What others say otherwise, best witness first.
    pub others: Vec<Telling>,
    /// A person has to decide.
    pub disputed: bool,
}

/// Everything that is known, in the order of the fields. What the page shows stands exactly as the register settles it.
pub fn facts(words: &[Word]) -> Vec<Fact> {
    Field::ALL.iter().filter_map(|&field| fact(field, words)).collect()
}

/// One field, if anybody speaks of it.
pub fn fact(field: Field, words: &[Word]) -> Option<Fact> {
    let mut claims = Vec::new();
    let mut tellings = Vec::new();
    for word in words {
        let Some((_, said)) = word.fields.iter().find(|(f, _)| *f == field) else {
            continue;
        };
        claims.push(Claim {
            value: said.value.clone(),
            source: word.source.clone(),
            kind: if word.by_person {
                SourceKind::Person
            } else {
                SourceKind::of_name(&word.source)
            },
            stated_at: word.stated_at,
            against: word
                .against
                .iter()
                .filter(|(f, _, _)| *f == field)
                .map(|(_, source, value)| (source.clone(), value.clone()))
                .collect(),
        });
        tellings.push(Telling {
            said: said.clone(),
            source: word.source.clone(),
            stated_at: word.stated_at,
            import: word.import,
            row: word.row,
            stale: word.stale,
        });
    }
    let settled = settle(field, &claims, &SourceOrder)?;
    Some(Fact {
        field,
        stands: tellings.get(settled.stands)?.clone(),
        because: settled.because,
        others: settled.others.iter().filter_map(|&o| tellings.get(o).cloned()).collect(),
        disputed: settled.disputed,
    })
}

/// Why a value stands, after "It stands because": empty where nobody says otherwise.
pub fn because_in_words(because: Because) -> &'static str {
    match because {
        Because::Agreed => "",
        Because::Person => "a person decided so",
        Because::SourceOrder => "its source goes before the others for this fact",
        Because::Newer => "it is the newer word",
        Because::First => "nothing decides, and it was there first",
    }
}

/// A field's name inside a sentence: abbreviations keep their capitals ("IP address", "software version").
pub fn in_sentence(field: Field) -> String {
    let label = field.label();
    if label.chars().nth(1).is_some_and(char::is_uppercase) {
        label.to_owned()
    } else {
        label.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(source: &str, at: Micros, value: &str) -> Word {
        Word {
            source: source.into(),
            by_person: source == "A person",
            stated_at: at,
            import: i64::from(source != "A person"),
            row: 7,
            stale: false,
            fields: vec![(Field::Os, Said::plain(value))],
            against: Vec::new(),
        }
    }

    #[test]
    fn what_stands_is_told_with_who_says_otherwise() {
        let check = |words: &[Word], stands: &str, because: Because, others: &[&str], disputed: bool| {
            let fact = fact(Field::Os, words).unwrap();
            let other: Vec<&str> = fact.others.iter().map(|o| o.said.value.as_str()).collect();
            assert_eq!(
                (fact.stands.said.value.as_str(), fact.because, other.as_slice(), fact.disputed),
                (stands, because, others, disputed)
            );
        };
        let (cmms, inventory) = (word("CMMS", 1, "Windows XP"), word("IT inventory", 2, "Windows 7"));
        let mut person = word("A person", 3, "Windows 10");
        check(std::slice::from_ref(&cmms), "Windows XP", Because::Agreed, &[], false);
        check(
            &[cmms.clone(), word("CMMS AVH", 1, "windows xp")],
            "Windows XP",
            Because::Agreed,
            &[],
            false,
        );
        // For operating systems an inventory of the network goes before a maintenance system.
        check(
            &[cmms.clone(), inventory.clone()],
            "Windows 7",
            Because::SourceOrder,
            &["Windows XP"],
            false,
        );
        check(
            &[cmms.clone(), word("CMMS AVH", 1, "Windows 7")],
            "Windows XP",
            Because::First,
            &["Windows 7"],
            true,
        );
        check(
            &[cmms.clone(), person.clone()],
            "Windows 10",
            Because::Person,
            &["Windows XP"],
            true,
        );
        person.against = vec![(Field::Os, "CMMS".into(), "Windows XP".into())];
        check(&[cmms, person], "Windows 10", Because::Person, &["Windows XP"], false);
        assert_eq!(fact(Field::Ip, &[inventory]), None);
    }

    #[test]
    fn labels_inside_a_sentence_keep_their_abbreviations() {
        for (field, expected) in [
            (Field::Ip, "IP address"),
            (Field::UdiDi, "UDI-DI"),
            (Field::SoftwareVersion, "software version"),
        ] {
            assert_eq!(in_sentence(field), expected);
        }
    }
}
