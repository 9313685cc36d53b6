//! What a list of devices is asked, as it stands in an address: read from it, and written into it again.

use answers::lifespan::Standing;
use answers::listing::{By, Condition, Facet, Order, Question};
use intel::Verdict;
use register::Field;

use crate::shell::in_address;

/// Devices on a page unless the address says otherwise.
pub const PER_PAGE: usize = 50;

/// The most that one page may hold.
const MOST_PER_PAGE: usize = 1000;

/// An address's question, with what was not understood of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Words, conditions, order.
    pub question: Question,
    /// From 1.
    pub page: usize,
    /// How many devices a page holds.
    pub per_page: usize,
    /// A sentence for each part of the address that was left out.
    pub not_understood: Vec<String>,
}

impl Default for Asked {
    fn default() -> Self {
        Asked {
            question: Question::default(),
            page: 1,
            per_page: PER_PAGE,
            not_understood: Vec::new(),
        }
    }
}

/// Fields that an address can name with a value.
const BY_VALUE: [(&str, Field); 6] = [
    ("type", Field::DeviceType),
    ("site", Field::Site),
    ("department", Field::Department),
    ("manufacturer", Field::Manufacturer),
    ("model", Field::Model),
    ("pool", Field::Pool),
];

impl Asked {
    /// Reads the pairs of an address. A pair without a value asks nothing: forms send those of fields left empty.
    pub fn read(pairs: &[(String, String)]) -> Asked {
        let mut asked = Asked::default();
        let mut order: Option<By> = None;
        let mut descending = false;
        for (key, value) in pairs {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            match key.as_str() {
                "q" => value.clone_into(&mut asked.question.words),
                "page" => match value.parse::<usize>() {
                    Ok(page) if page > 0 => asked.page = page,
                    _ => asked.refuse(key, value, "a number from 1"),
                },
                "per_page" => match value.parse::<usize>() {
                    Ok(many) if (1..=MOST_PER_PAGE).contains(&many) => asked.per_page = many,
                    _ => asked.refuse(key, value, "a number from 1 to 1000"),
                },
                "sort" => match by(value) {
                    Some(by) => order = Some(by),
                    None => asked.refuse(key, value, "the name of a column"),
                },
                "dir" => match value {
                    "asc" => descending = false,
                    "desc" => descending = true,
                    _ => asked.refuse(key, value, "“asc” or “desc”"),
                },
                _ => match condition(key, value) {
                    Ok(condition) => {
                        if !asked.question.conditions.contains(&condition) {
                            asked.question.conditions.push(condition);
                        }
                    }
                    Err(Some(expected)) => asked.refuse(key, value, expected),
                    Err(None) => asked.not_understood.push(format!(
                        "“{key}={value}” was left out: a list of devices knows nothing called “{key}”."
                    )),
                },
            }
        }
        asked.question.order = order.map(|by| Order { by, descending });
        asked
    }

    fn refuse(&mut self, key: &str, value: &str, expected: &str) {
        self.not_understood
            .push(format!("“{key}={value}” was left out: expected {expected}."));
    }

    /// The same question as pairs of an address; the page alone is left out, as it differs from link to link.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.question.words.is_empty() {
            pairs.push(("q", self.question.words.clone()));
        }
        pairs.extend(self.question.conditions.iter().map(pair));
        if let Some(order) = self.question.order {
            pairs.push(("sort", by_key(order.by).to_owned()));
            if order.descending {
                pairs.push(("dir", "desc".into()));
            }
        }
        if self.per_page != PER_PAGE {
            pairs.push(("per_page", self.per_page.to_string()));
        }
        pairs
    }

    /// The address of this question, its page left out where it is the first.
    pub fn address(&self, path: &str) -> String {
        let mut pairs = self.pairs();
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        let query: Vec<String> = pairs.iter().map(|(k, v)| format!("{k}={}", in_address(v))).collect();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", query.join("&"))
        }
    }

    /// The question from its first page, changed.
    pub fn changed(&self, change: impl FnOnce(&mut Asked)) -> Asked {
        let mut asked = self.clone();
        asked.page = 1;
        change(&mut asked);
        asked
    }

    /// With one choice of a facet in the place of those made before.
    pub fn choosing(&self, facet: Facet, value: &str) -> Asked {
        self.changed(|asked| {
            asked.question.conditions.retain(|c| pair(c).0 != facet.key());
            asked.question.conditions.extend(condition(facet.key(), value));
        })
    }

    /// With one condition more.
    pub fn with(&self, condition: &Condition) -> Asked {
        self.changed(|asked| {
            if !asked.question.conditions.contains(condition) {
                asked.question.conditions.push(condition.clone());
            }
        })
    }

    /// With one condition less.
    pub fn without(&self, condition: &Condition) -> Asked {
        self.changed(|asked| asked.question.conditions.retain(|c| c != condition))
    }

    /// Sorted by this column; the other way round if it is already.
    pub fn sorted(&self, by: By) -> Asked {
        self.changed(|asked| {
            let descending = self.question.order.is_some_and(|o| o.by == by && !o.descending);
            asked.question.order = Some(Order { by, descending });
        })
    }
}

/// What a pair asks; else what was expected, or none where the key is not known.
fn condition(key: &str, value: &str) -> Result<Condition, Option<&'static str>> {
    if let Some((_, field)) = BY_VALUE.iter().find(|(k, _)| *k == key) {
        return Ok(Condition::Is(*field, value.to_owned()));
    }
    let only_yes = |condition: Condition| if value == "yes" { Ok(condition) } else { Err(Some("“yes”")) };
    match key {
        "service" if value == "none" => Ok(Condition::NoService),
        "service" => Ok(Condition::Service(value.to_owned())),
        "support" => Standing::from_key(value).map(Condition::Support).ok_or(Some(
            "“unsupported”, “soon”, “cannot-tell”, “not-known”, “ask-maker” or “supported”",
        )),
        "verdict" if value == "none" => Ok(Condition::NoVerdict),
        "verdict" => Verdict::from_key(value)
            .map(Condition::Verdict)
            .ok_or(Some("“affected”, “possibly_affected”, “fixed”, “not_affected” or “none”")),
        "missing" => Field::from_key(value).map(Condition::Missing).ok_or(Some("the name of a field")),
        "settles" => Field::from_key(value).map(Condition::Settles).ok_or(Some("the name of a field")),
        "disputed" => only_yes(Condition::Disputed),
        "stale" => only_yes(Condition::Stale),
        "exploited" => only_yes(Condition::Exploited),
        "remote" => Ok(Condition::Remote(value.to_owned())),
        _ => Err(None),
    }
}

/// A condition as a pair of an address.
fn pair(condition: &Condition) -> (&'static str, String) {
    match condition {
        Condition::Is(field, value) => {
            let key = BY_VALUE.iter().find(|(_, f)| f == field).map_or("q", |(k, _)| *k);
            (key, value.clone())
        }
        Condition::Service(code) => ("service", code.clone()),
        Condition::NoService => ("service", "none".into()),
        Condition::Support(standing) => ("support", standing.key().into()),
        Condition::Verdict(verdict) => ("verdict", verdict.key().into()),
        Condition::NoVerdict => ("verdict", "none".into()),
        Condition::Missing(field) => ("missing", field.key().into()),
        Condition::Settles(field) => ("settles", field.key().into()),
        Condition::Disputed => ("disputed", "yes".into()),
        Condition::Stale => ("stale", "yes".into()),
        Condition::Exploited => ("exploited", "yes".into()),
        Condition::Remote(word) => ("remote", word.clone()),
    }
}

/// The column of that name: any field of the register, and what is derived.
fn by(key: &str) -> Option<By> {
    match key {
        "name" => Some(By::Name),
        "type" => Some(By::Column(Field::DeviceType)),
        "service" => Some(By::Service),
        "verdict" => Some(By::Verdict),
        "support" => Some(By::Support),
        other => Field::from_key(other).map(By::Column),
    }
}

fn by_key(by: By) -> &'static str {
    match by {
        By::Name => "name",
        By::Column(Field::DeviceType) => "type",
        By::Column(field) => field.key(),
        By::Service => "service",
        By::Verdict => "verdict",
        By::Support => "support",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &[(&str, &str)]) -> Asked {
        let pairs: Vec<(String, String)> = query.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Asked::read(&pairs)
    }

    #[test]
    fn what_an_address_asks_is_read_and_written_again() {
        let check = |query: &[(&str, &str)], conditions: &[Condition], address: &str| {
            let asked = read(query);
            assert_eq!(asked.not_understood, Vec::<String>::new(), "{query:?}");
            assert_eq!(asked.question.conditions, conditions, "{query:?}");
            assert_eq!(asked.address("/devices"), address);
        };
        check(&[], &[], "/devices");
        check(&[("q", " ct 1 "), ("type", "")], &[], "/devices?q=ct%201");
        check(
            &[
                ("type", "CT scanner"),
                ("type", "MR scanner"),
                ("type", "CT scanner"),
                ("page", "3"),
            ],
            &[
                Condition::Is(Field::DeviceType, "CT scanner".into()),
                Condition::Is(Field::DeviceType, "MR scanner".into()),
            ],
            "/devices?type=CT%20scanner&type=MR%20scanner&page=3",
        );
        check(
            &[("pool", "T01@KGH#diagnostic"), ("service", "none"), ("verdict", "none")],
            &[
                Condition::Is(Field::Pool, "T01@KGH#diagnostic".into()),
                Condition::NoService,
                Condition::NoVerdict,
            ],
            "/devices?pool=T01%40KGH%23diagnostic&service=none&verdict=none",
        );
        check(
            &[
                ("missing", "software_version"),
                ("settles", "os"),
                ("support", "cannot-tell"),
                ("verdict", "possibly_affected"),
            ],
            &[
                Condition::Missing(Field::SoftwareVersion),
                Condition::Settles(Field::Os),
                Condition::Support(Standing::CannotTell),
                Condition::Verdict(Verdict::PossiblyAffected),
            ],
            "/devices?missing=software_version&settles=os&support=cannot-tell&verdict=possibly_affected",
        );
        check(
            &[("disputed", "yes"), ("stale", "yes"), ("exploited", "yes"), ("remote", "always-on")],
            &[
                Condition::Disputed,
                Condition::Stale,
                Condition::Exploited,
                Condition::Remote("always-on".into()),
            ],
            "/devices?disputed=yes&stale=yes&exploited=yes&remote=always-on",
        );
        check(
            &[("sort", "type"), ("dir", "desc"), ("per_page", "100")],
            &[],
            "/devices?sort=type&dir=desc&per_page=100",
        );
    }

    #[test]
    fn what_is_not_understood_is_said_and_left_out() {
        let check = |key: &str, value: &str, part: &str| {
            let asked = read(&[(key, value), ("q", "x")]);
            assert_eq!(asked.not_understood.len(), 1, "{key}={value}");
            assert!(asked.not_understood[0].contains(part), "{}", asked.not_understood[0]);
            assert_eq!((asked.question.words.as_str(), asked.question.conditions.len()), ("x", 0));
        };
        check("colour", "red", "nothing called “colour”");
        check("support", "perhaps", "“unsupported”");
        check("verdict", "bad", "“possibly_affected”");
        check("missing", "soul", "the name of a field");
        check("disputed", "no", "“yes”");
        check("page", "0", "from 1");
        check("page", "second", "from 1");
        check("per_page", "9999", "1000");
        check("sort", "beauty", "a column");
        check("dir", "up", "“asc”");
    }

    #[test]
    fn links_change_one_thing_and_start_from_the_first_page() {
        let asked = read(&[("site", "KGH"), ("site", "AVH"), ("missing", "os"), ("sort", "name"), ("page", "4")]);
        let address = |asked: &Asked| asked.address("/devices");
        assert_eq!(
            address(&asked.choosing(Facet::Site, "TDC")),
            "/devices?missing=os&site=TDC&sort=name"
        );
        assert_eq!(
            address(&asked.without(&Condition::Missing(Field::Os))),
            "/devices?site=KGH&site=AVH&sort=name"
        );
        assert_eq!(
            address(&asked.with(&Condition::Stale)),
            "/devices?site=KGH&site=AVH&missing=os&stale=yes&sort=name"
        );
        assert_eq!(
            address(&asked.sorted(By::Name)),
            "/devices?site=KGH&site=AVH&missing=os&sort=name&dir=desc"
        );
        assert_eq!(
            address(&asked.sorted(By::Verdict)),
            "/devices?site=KGH&site=AVH&missing=os&sort=verdict"
        );
    }
}
