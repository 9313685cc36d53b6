//! What can be the matter with a statement, in sentences: what was found, and how it is held.

use thiserror::Error;

/// What is the matter with a part of a CSAF document.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)] // each sentence says what its fields are
pub enum StatementFault {
    // of the document
    #[error("the document does not say its CSAF version; read as 2.0 and 2.1 have it")]
    NoCsafVersion,
    #[error("CSAF version “{version}” is later than 2.1; read as 2.1 has it")]
    LaterCsafVersion { version: String },
    #[error("the document status “{status}” is not known; held as interim")]
    UnknownDocumentStatus { status: String },
    #[error("expected {expected}, found {found}; it is left out")]
    WrongKind { expected: &'static str, found: &'static str },

    // of a statement
    #[error("the product “{id}” is not defined in the product tree; the statement is not held")]
    UndefinedProduct { id: String },
    #[error("“{id}” is a group and not a product; taken for the {products} products in it")]
    GroupForProduct { id: String, products: usize },
    #[error("the status list “{list}” is not known; held as status unknown")]
    UnknownStatusList { list: String },
    #[error("named by a remediation and by no status list; held as status unknown")]
    ByRemediationOnly,
    #[error(
        "the product “{id}” is defined more than once, differently; the statement is held of each, as status unknown where it says that all is well"
    )]
    DefinedMoreThanOnce { id: String },

    // of the product that a statement is about
    #[error("the branch category “{category}” at {at} is not known; its name is held without saying what it narrows")]
    UnknownBranchCategory { category: String, at: String },
    #[error("the branch at {at} has no name; the product is held without it")]
    BranchWithoutName { at: String },
    #[error("“{id}”, to which {at} refers, is not defined; the product made of it is held by its name alone")]
    DanglingReference { id: String, at: String },
    #[error("what {at} makes leads back to itself; the product is held by its name alone")]
    CircularReference { at: String },
    #[error("what {at} makes is made of more than {limit} products one in another; the product is held by its name alone")]
    TooLongChain { at: String, limit: usize },
    #[error("{at} names only one product; the product is held by its name alone")]
    HalfRelationship { at: String },
    #[error("the relationship “{category}” at {at} is not known; held as: a device has the product only if it has both")]
    UnknownRelation { category: String, at: String },

    // beside the statements
    #[error("the branch ends without a product")]
    EmptyBranch,
    #[error("“{name}” has no product id, so that nothing can be stated of it; it is left out")]
    ProductWithoutId { name: String },
    #[error("the product “{id}” is defined a second time, in the same words; held once")]
    DefinedAgain { id: String },
    #[error("the group “{id}” is not defined; what refers to it is held without it")]
    UndefinedGroup { id: String },
    #[error("the group “{id}” is defined a second time; the products of both are in it")]
    GroupDefinedAgain { id: String },
    #[error("the group has no id, so that nothing can refer to it")]
    GroupWithoutId,
    #[error("the product “{id}” is not defined in the product tree; held without it")]
    UndefinedMember { id: String },
    #[error("the remediation category “{category}” is not known; shown in the publisher's words")]
    UnknownRemediationCategory { category: String },
    #[error("it names products and none of them is defined; it is left out, so that it is not taken to be about all")]
    AboutNoProduct,
    #[error("“{cve}” is no CVE id; held as another id")]
    NotACve { cve: String },
    #[error("the base score is missing or not from 0 to 10; the score is left out")]
    NoBaseScore,
}

impl StatementFault {
    /// Another kind of JSON value than the format has there.
    pub(super) fn wrong(expected: &'static str, found: &'static str) -> Self {
        StatementFault::WrongKind { expected, found }
    }
}
