//! Whose rows these are. Every row belongs to an organisation; until a second one exists, all are of the first.

/// An organisation: a hospital or a group of them that shares one register and one audit chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OrganisationId(pub i64);

impl OrganisationId {
    /// The one that a new database is made with.
    pub const FIRST: OrganisationId = OrganisationId(1);
}

impl From<OrganisationId> for crate::Value {
    fn from(id: OrganisationId) -> Self {
        crate::Value::Int(id.0)
    }
}
