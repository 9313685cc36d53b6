//! What a vulnerability is and how bad: ids, notes, weaknesses, scores, threats, and why products are spared.

use advisories::{Flag, Score};

use super::StatementFault;
use super::raw::{Note, Scores};
use super::statements::Reader;
use crate::advisories_in::cve_id::cve_id;
use crate::advisories_in::json::{self, Found, Lst, Text, Txt};
use crate::advisories_in::refusal::shortened;

impl<'r> Reader<'r, '_> {
    /// The id, and the others: contract with [`Vulnerability::id`].
    pub fn ids(&mut self, by_position: &str) -> Result<(String, Vec<String>), json::Fault> {
        let at = self.at;
        let mut others = Vec::new();
        let written = self.text(&self.raw.cve, "cve").trim().to_owned();
        let cve = cve_id(&written);
        for (n, id) in self.account.objects(&self.raw.ids, || format!("{at}.ids")) {
            let system = self.text(&id.system_name, &format!("ids[{n}].system_name"));
            let text = self.text(&id.text, &format!("ids[{n}].text"));
            let whole = format!("{} {}", system.trim(), text.trim()).trim().to_owned();
            if !whole.is_empty() && !others.contains(&whole) {
                others.push(whole);
            }
        }
        if let Some(cve) = cve {
            return Ok((cve, others));
        }
        let first = (!others.is_empty()).then(|| others.remove(0));
        if !written.is_empty() {
            self.account
                .remark(format!("{at}.cve"), StatementFault::NotACve { cve: shortened(&written) })?;
            others.push(written);
        }
        Ok((first.unwrap_or_else(|| by_position.to_owned()), others))
    }

    /// The note that says what the vulnerability is.
    pub fn summary(&mut self) -> String {
        let at = self.at;
        let notes = self.account.objects(&self.raw.notes, || format!("{at}.notes"));
        let rank = |note: &Note| match &note.category {
            Found::Is(Text(category)) => ["summary", "description", "details", "general"]
                .iter()
                .position(|c| *c == category.as_ref()),
            Found::Absent | Found::Wrong(_) => None,
        };
        let best = notes
            .into_iter()
            .filter_map(|(n, note)| Some((rank(note)?, n, note)))
            .min_by_key(|(rank, n, _)| (*rank, *n));
        best.map_or_else(String::new, |(_, n, note)| self.text(&note.text, &format!("notes[{n}].text")))
    }

    pub fn weaknesses(&mut self) -> Vec<String> {
        let at = self.at;
        let one = self
            .account
            .object(&self.raw.cwe, || format!("{at}.cwe"))
            .map(|w| ("cwe".to_owned(), w));
        let several = self.account.objects(&self.raw.cwes, || format!("{at}.cwes"));
        let mut out = Vec::new();
        for (field, weakness) in one.into_iter().chain(several.into_iter().map(|(n, w)| (format!("cwes[{n}]"), w))) {
            let id = self.text(&weakness.id, &format!("{field}.id"));
            let name = self.text(&weakness.name, &format!("{field}.name"));
            let whole = format!("{} {}", id.trim(), name.trim()).trim().to_owned();
            if !whole.is_empty() {
                out.push(whole);
            }
        }
        out
    }

    pub fn scores(&mut self) -> Result<Vec<Score>, json::Fault> {
        let at = self.at;
        let raw = self.raw;
        let mut out = Vec::new();
        for (n, scores) in self.account.objects(&raw.scores, || format!("{at}.scores")) {
            self.score(scores, &scores.products, format!("{at}.scores[{n}]"), &mut out)?;
        }
        for (n, metric) in self.account.objects(&raw.metrics, || format!("{at}.metrics")) {
            let at = format!("{at}.metrics[{n}]");
            if let Some(content) = self.account.object(&metric.content, || format!("{at}.content")) {
                self.score(content, &metric.products, at, &mut out)?;
            }
        }
        Ok(out)
    }

    fn score(&mut self, scores: &'r Scores<'r>, products: &'r Lst<Txt<'r>>, at: String, out: &mut Vec<Score>) -> Result<(), json::Fault> {
        let about = self.about(("products", products), &Found::Absent, &at)?;
        self.remark_undefined(&about, &at)?;
        let Some(products) = self.all_or_some(about, &at)? else {
            return Ok(());
        };
        for (field, cvss) in [
            ("cvss_v2", &scores.cvss_v2),
            ("cvss_v3", &scores.cvss_v3),
            ("cvss_v4", &scores.cvss_v4),
        ] {
            let Some(cvss) = self.account.object(cvss, || format!("{at}.{field}")) else {
                continue;
            };
            let vector = self.account.text(&cvss.vector, || format!("{at}.{field}.vectorString"));
            match cvss.base {
                Found::Is(json::Number(base)) if (0.0..=10.0).contains(&base) => {
                    self.account.name_products(products.len())?;
                    out.push(Score {
                        vector,
                        base,
                        products: products.clone(),
                    });
                }
                Found::Is(_) | Found::Absent | Found::Wrong(_) => {
                    self.account
                        .remark(format!("{at}.{field}.baseScore"), StatementFault::NoBaseScore)?;
                }
            }
        }
        Ok(())
    }

    pub fn flags(&mut self) -> Result<Vec<Flag>, json::Fault> {
        let at = self.at;
        let raw = self.raw;
        let mut out = Vec::new();
        for (n, flag) in self.account.objects(&raw.flags, || format!("{at}.flags")) {
            let at = format!("{at}.flags[{n}]");
            let label = self.account.text(&flag.label, || format!("{at}.label"));
            let about = self.about(("product_ids", &flag.product_ids), &flag.group_ids, &at)?;
            self.remark_undefined(&about, &at)?;
            if let Some(products) = self.all_or_some(about, &at)? {
                out.push(Flag { label, products });
            }
        }
        Ok(out)
    }

    pub fn threats(&mut self) -> Vec<(String, String)> {
        let at = self.at;
        let threats = self.account.objects(&self.raw.threats, || format!("{at}.threats"));
        let mut out = Vec::new();
        for (n, threat) in threats {
            let category = self.text(&threat.category, &format!("threats[{n}].category"));
            let details = self.text(&threat.details, &format!("threats[{n}].details"));
            out.push((category, details));
        }
        out
    }
}
