//! A question in words: "41 devices in Radiology run a version nobody knows, in 6 services".

use intel::Verdict;
use register::Field;

use super::{Condition, Facet, Listed, Question};
use crate::facts::in_sentence;
use crate::lifespan::Standing;
use crate::picture::Picture;
use crate::{care, say};

/// What stands beside "devices": before the verb ("in Radiology"), or a verb of its own, for one and for many.
enum Clause {
    Beside(String),
    Verb(String, String),
}

fn verb(one: impl Into<String>, many: impl Into<String>) -> Clause {
    Clause::Verb(one.into(), many.into())
}

/// What a condition adds to the sentence.
fn clause(picture: &Picture, condition: &Condition) -> Clause {
    match condition {
        Condition::Is(field, value) => Clause::Beside(match field {
            Field::DeviceType => format!("of the type “{value}”"),
            Field::Site => format!("at {}", picture.site_name(value)),
            Field::Department => format!("in {value}"),
            Field::Manufacturer => format!("made by {value}"),
            Field::Model => format!("of the model {value}"),
            Field::Pool => format!("counted in {value}"),
            other => format!("with {} “{value}”", other.label().to_lowercase()),
        }),
        Condition::Service(code) => Clause::Beside(match picture.service(code) {
            Some(position) => format!("that {} counts on", care::service_name(picture, position)),
            None => format!("that the service “{code}” counts on"),
        }),
        Condition::NoService => Clause::Beside("that no clinical service counts".into()),
        Condition::Support(standing) => match standing {
            Standing::Unsupported => verb(
                "runs an operating system that is no longer supported",
                "run an operating system that is no longer supported",
            ),
            Standing::Soon => verb(
                "loses the support of its operating system within two years",
                "lose the support of their operating system within two years",
            ),
            Standing::CannotTell => verb(
                "runs an operating system whose support cannot be told",
                "run an operating system whose support cannot be told",
            ),
            Standing::NotKnown => verb("runs a system that nobody knows", "run a system that nobody knows"),
            Standing::AskMaker => verb(
                "runs a system of which only the maker can say how long it is supported",
                "run a system of which only the maker can say how long it is supported",
            ),
            Standing::Supported => verb("runs a supported operating system", "run a supported operating system"),
        },
        Condition::Verdict(verdict) => match verdict {
            Verdict::Affected => verb("is affected by what is published", "are affected by what is published"),
            Verdict::PossiblyAffected => verb(
                "is possibly affected: too little is known of it",
                "are possibly affected: too little is known of them",
            ),
            Verdict::NotAffected => verb(
                "is named by an advisory and not affected",
                "are named by advisories and not affected",
            ),
            Verdict::Fixed => verb("runs a fixed version", "run a fixed version"),
        },
        Condition::NoVerdict => Clause::Beside("that no loaded advisory names".into()),
        Condition::Missing(Field::SoftwareVersion) => verb("runs a version nobody knows", "run a version nobody knows"),
        Condition::Missing(Field::Os) => verb("runs a system nobody knows", "run a system nobody knows"),
        Condition::Missing(Field::Owner) => verb("has no owner", "have no owner"),
        Condition::Missing(Field::VendorRemoteAccess) => verb(
            "may or may not be open to its supplier: nobody has said",
            "may or may not be open to their supplier: nobody has said",
        ),
        Condition::Missing(field) => {
            let lacks = format!("without a known {}", in_sentence(*field));
            Clause::Beside(lacks)
        }
        Condition::Settles(field) => {
            let rest = format!("a verdict that the {} would settle", in_sentence(*field));
            verb(format!("has {rest}"), format!("have {rest}"))
        }
        Condition::Disputed => verb(
            "is described differently by its sources",
            "are described differently by their sources",
        ),
        Condition::Stale => verb("is no longer listed by its source", "are no longer listed by their source"),
        Condition::Exploited => verb(
            "is, or may be, affected by a vulnerability known to be exploited",
            "are, or may be, affected by a vulnerability known to be exploited",
        ),
        Condition::Remote(word) => Clause::Beside(format!("with vendor remote access that says “{word}”")),
    }
}

/// One condition for a chip: "Department: Radiology", "No known software version".
pub fn in_words(picture: &Picture, condition: &Condition) -> String {
    match condition {
        Condition::Is(Field::Site, value) => format!("Site: {}", picture.site_name(value)),
        Condition::Is(field, value) => format!("{}: {value}", field.label()),
        Condition::Service(code) => match picture.service(code) {
            Some(position) => format!("Service: {}", care::service_name(picture, position)),
            None => format!("Service: {code}"),
        },
        Condition::NoService => "In no clinical service".into(),
        Condition::Support(standing) => format!("Support: {}", standing.label()),
        Condition::Verdict(verdict) => format!("Gravest verdict: {}", verdict.key().replace('_', " ")),
        Condition::NoVerdict => "No advisory names it".into(),
        Condition::Missing(field) => format!("{} not known", field.label()),
        Condition::Settles(field) => format!("{} would settle a verdict", field.label()),
        Condition::Disputed => "Sources disagree".into(),
        Condition::Stale => "No longer listed by its source".into(),
        Condition::Exploited => "Vulnerability known to be exploited".into(),
        Condition::Remote(word) => format!("Remote access says: {word}"),
    }
}

/// The heading of a list, in words: how many, which, in how many services.
pub fn heading(picture: &Picture, question: &Question, listed: &Listed) -> String {
    let number = listed.devices.len();
    let mut beside: Vec<String> = Vec::new();
    let mut verbs: Vec<String> = Vec::new();
    // Conditions of one facet are alternatives: "of the type “CT scanner” or “MR scanner”".
    let mut said: Vec<(Option<Facet>, Clause)> = Vec::new();
    for condition in &question.conditions {
        let facet = Facet::of(condition);
        let clause = clause(picture, condition);
        let same = said.iter_mut().find(|(f, _)| facet.is_some() && *f == facet);
        match (same, clause) {
            (Some((_, Clause::Beside(before))), Clause::Beside(more)) => *before = format!("{before} or {more}"),
            (Some((_, Clause::Verb(one, many))), Clause::Verb(also_one, also_many)) => {
                *one = format!("{one}, or {also_one}");
                *many = format!("{many}, or {also_many}");
            }
            (_, clause) => said.push((facet, clause)),
        }
    }
    for (_, clause) in said {
        match clause {
            Clause::Beside(text) => beside.push(text),
            Clause::Verb(one, many) => verbs.push(if number < 2 { one } else { many }),
        }
    }
    let words = question.words.split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.is_empty() {
        beside.push(format!("with “{words}” in their record"));
        if number == 1 {
            beside.pop();
            beside.push(format!("with “{words}” in its record"));
        }
    }
    let subject = match number {
        0 => "No device".to_owned(),
        n => say::count(n, "device", "devices"),
    };
    let mut text = subject;
    for part in &beside {
        text.push(' ');
        text.push_str(part);
    }
    if verbs.is_empty() {
        if number == 0 && (!beside.is_empty() || picture.fleet().is_empty()) {
            text.push_str(" is in the register");
        }
    } else {
        text.push(' ');
        text.push_str(&say::list(&verbs));
    }
    let asks_service = question.conditions.iter().any(|c| Facet::of(c) == Some(Facet::Service));
    if number > 0 && !asks_service && !picture.parts.services.is_empty() {
        text.push_str(&match listed.services {
            0 => ", in no clinical service".to_owned(),
            n => format!(", in {}", say::count(n, "service", "services")),
        });
    }
    text
}
