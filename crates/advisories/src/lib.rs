//! What the world says of products, as it says it: advisories, their vulnerabilities, the products they name and what
//! they state of each. Names and version texts are kept as written; reading them is `intel`'s work.
//!
//! **Never**: judges whether a statement concerns a device, orders versions, reads a file.
//!
//! - [`advisory`]      a published document and its revisions
//! - [`product`]       a product as an advisory names it, with the path of branches that gives it its meaning
//! - [`revision`]      which of two revisions of one advisory is the newer
//! - [`vulnerability`] one CVE (or other id) with what is stated of products
//! - [`exploitation`]  what is known of use in the wild (CISA KEV) and expected of it (EPSS)

pub mod advisory;
pub mod exploitation;
pub mod product;
pub mod revision;
pub mod vulnerability;

pub use advisory::{Advisory, DocumentStatus, Reference, Revision};
pub use exploitation::{EpssScore, KnownExploited};
pub use product::{BranchCategory, Identification, Product, ProductPart, Relation};
pub use vulnerability::{Flag, ProductStatement, ProductStatus, Remediation, RemediationCategory, Score, Vulnerability};
