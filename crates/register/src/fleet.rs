//! All devices as columns.
/// All devices as columns.
#[derive(Debug, Clone, Default)]
pub struct Fleet;
