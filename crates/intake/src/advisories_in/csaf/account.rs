//! What of a document was applied, and what was not.

use advisories::Advisory;

use super::{CsafReading, PartlyApplied, RefusedStatement, Remark, StatementFault, elements};
use crate::advisories_in::json::{self, Found, Lst, Obj, Object, Txt};
use crate::advisories_in::limits;
use crate::advisories_in::mended_text::mended;
use crate::advisories_in::refusal::{Reason, WHOLE_FILE};

#[derive(Default)]
pub(super) struct Account {
    applied: u64,
    partly: Vec<PartlyApplied>,
    refused: Vec<RefusedStatement>,
    remarks: Vec<Remark>,
    named_products: usize,
}

impl Account {
    pub fn applied(&mut self) {
        self.applied += 1;
    }

    pub fn partly(&mut self, where_: String, reason: StatementFault) -> Result<(), json::Fault> {
        self.partly.push(PartlyApplied { where_, reason });
        self.within_limit()
    }

    pub fn refused(&mut self, where_: String, reason: StatementFault) -> Result<(), json::Fault> {
        self.refused.push(RefusedStatement { where_, reason });
        self.within_limit()
    }

    pub fn remark(&mut self, where_: String, reason: StatementFault) -> Result<(), json::Fault> {
        self.note(where_, reason);
        self.within_limit()
    }

    /// A remark where the count is looked at later: each remark comes from a value, and the next fault counts them all.
    pub fn note(&mut self, where_: String, reason: StatementFault) {
        if self.remarks.len() <= limits::FAULTS {
            self.remarks.push(Remark { where_, reason });
        }
    }

    /// A document with so many faults says nothing that a person could go through; and each takes memory to name.
    fn within_limit(&self) -> Result<(), json::Fault> {
        let faults = self.partly.len() + self.refused.len() + self.remarks.len();
        if faults > limits::FAULTS {
            return Err((
                WHOLE_FILE.to_owned(),
                Reason::TooMuch {
                    what: "faults in the document",
                    limit: limits::FAULTS,
                },
            ));
        }
        Ok(())
    }

    /// Groups are small to write and large to resolve.
    pub fn name_products(&mut self, count: usize) -> Result<(), json::Fault> {
        self.named_products += count;
        if self.named_products > limits::NAMED_PRODUCTS {
            let what = "products that its remediations, scores and flags name";
            return Err((
                WHOLE_FILE.to_owned(),
                Reason::TooMuch {
                    what,
                    limit: limits::NAMED_PRODUCTS,
                },
            ));
        }
        Ok(())
    }

    /// Text as people see it: mended; empty if there is none.
    pub fn text(&mut self, found: &Txt, where_: impl FnOnce() -> String) -> String {
        match found {
            Found::Is(text) => mended(&text.0).into_owned(),
            Found::Absent => String::new(),
            Found::Wrong(found) => {
                self.note(where_(), StatementFault::WrongKind { expected: "text", found });
                String::new()
            }
        }
    }

    /// The texts of a list, as people see them.
    pub fn texts(&mut self, list: &Lst<Txt>, where_: impl Fn() -> String) -> Vec<String> {
        self.wrong_list(list, &where_);
        elements(list)
            .map(|(n, text)| self.text(text, || format!("{}[{n}]", where_())))
            .filter(|t| !t.is_empty())
            .collect()
    }

    pub fn object<'x, T>(&mut self, found: &'x Obj<T>, where_: impl FnOnce() -> String) -> Option<&'x T> {
        match found {
            Found::Is(Object(inner)) => Some(inner),
            Found::Absent => None,
            Found::Wrong(found) => {
                self.note(
                    where_(),
                    StatementFault::WrongKind {
                        expected: "an object",
                        found,
                    },
                );
                None
            }
        }
    }

    /// The objects of a list, with their positions in it.
    pub fn objects<'x, T>(&mut self, list: &'x Lst<Obj<T>>, where_: impl Fn() -> String) -> Vec<(usize, &'x T)> {
        self.wrong_list(list, &where_);
        elements(list)
            .filter_map(|(n, found)| Some((n, self.object(found, || format!("{}[{n}]", where_()))?)))
            .collect()
    }

    pub fn wrong_list<T>(&mut self, list: &Lst<T>, where_: impl FnOnce() -> String) {
        if let Found::Wrong(found) = list {
            self.note(where_(), StatementFault::WrongKind { expected: "a list", found });
        }
    }

    pub fn close(self, advisory: Advisory) -> CsafReading {
        CsafReading {
            advisory,
            applied: self.applied,
            partly: self.partly,
            refused: self.refused,
            remarks: self.remarks,
        }
    }
}
