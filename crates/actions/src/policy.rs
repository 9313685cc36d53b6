//! Who may do what. Until people can sign in, the program listens on loopback alone and whoever sits at the computer may
//! do everything (contract, rulings on the register, 6).

use register::Micros;

use crate::ActionError;

/// Someone who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// As it stands in the audit chain.
    pub name: String,
}

impl Person {
    /// Whoever sits at this computer.
    pub fn at_this_computer() -> Person {
        Person {
            name: "the person at this computer".into(),
        }
    }
}

/// Who acts, when, and why.
#[derive(Debug, Clone, Copy)]
pub struct Act<'a> {
    /// Who.
    pub who: &'a Person,
    /// When.
    pub now: Micros,
    /// The reason given; empty where none is asked.
    pub why: &'a str,
}

/// What can be done: the whole list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the actions' own names
pub enum Deed {
    ApplyImport,
    UndoImport,
    LoadAdvisories,
    StateFact,
    DescribeHospital,
    Rebuild,
}

impl Deed {
    /// The name in the audit chain.
    pub fn name(self) -> &'static str {
        match self {
            Deed::ApplyImport => "apply_import",
            Deed::UndoImport => "undo_import",
            Deed::LoadAdvisories => "load_advisories",
            Deed::StateFact => "state_fact",
            Deed::DescribeHospital => "describe_hospital",
            Deed::Rebuild => "rebuild",
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Deed::ApplyImport => "apply an import",
            Deed::UndoImport => "undo an import",
            Deed::LoadAdvisories => "load advisories",
            Deed::StateFact => "state a fact about a device",
            Deed::DescribeHospital => "describe the hospital",
            Deed::Rebuild => "rebuild derived rows",
        }
    }
}

/// Lets the deed through, or says who may not do what.
pub fn may(person: &Person, deed: Deed) -> Result<(), ActionError> {
    if person.name.trim().is_empty() {
        // A chain that doesn't say who is no evidence.
        return Err(ActionError::NotAllowed {
            who: "someone without a name".into(),
            action: deed.in_words(),
        });
    }
    Ok(())
}
