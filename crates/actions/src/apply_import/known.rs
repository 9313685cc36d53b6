//! What the register knows when an import begins: by which identifiers devices are recognised, and what the same source
//! said before.

use std::collections::HashMap;

use register::{DeviceId, Identifier, IdentifierIndex, Statement};
use store::{OrganisationId, Session, devices};

use crate::ActionError;

/// A statement of the same source that is current.
#[derive(Debug, Clone)]
pub(super) struct Earlier {
    pub id: i64,
    pub device: DeviceId,
    pub hash: [u8; 16],
    pub stale: bool,
}

/// The state before the import, kept current as rows are taken.
pub(super) struct Known {
    pub index: IdentifierIndex,
    /// By the source's own key.
    pub earlier: HashMap<Box<str>, Earlier>,
    pub source: String,
    /// 0 in a preview of a source that is new.
    pub source_id: i64,
    pub next_statement: i64,
}

impl Known {
    /// Loads what is known. With `writing`, the source is made if it is new.
    pub fn load(session: &mut Session, organisation: OrganisationId, source: &str, writing: bool) -> Result<Known, ActionError> {
        let source_id = if writing {
            devices::source_id(session, organisation, source)?
        } else {
            devices::sources(session, organisation)?
                .into_iter()
                .find(|(_, name)| name == source)
                .map_or(0, |(id, _)| id)
        };
        let names = devices::sources(session, organisation)?;
        let mut known = Known {
            index: IdentifierIndex::default(),
            earlier: HashMap::new(),
            source: source.to_owned(),
            source_id,
            next_statement: devices::next_statement_id(session, organisation)?,
        };
        devices::for_each_current(session, organisation, |id, from, key, device, hash, fields, stale| {
            let statement = Statement {
                source: names.get(&from).cloned().unwrap_or_default(),
                key: String::new(),
                row: 0,
                stated_at: 0,
                fields,
            };
            for identifier in Identifier::of(&statement) {
                known.index.insert(&identifier, device);
            }
            if from == source_id {
                let hash = hash.try_into().unwrap_or_default();
                known.earlier.insert(key.into(), Earlier { id, device, hash, stale });
            }
            Ok(())
        })?;
        Ok(known)
    }
}
