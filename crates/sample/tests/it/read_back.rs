//! The exports read by the importer's tables and joined by the register's rules: what the program does, without a store.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Cursor;

use intake::table::{self, CellRefusal, Outcome, RowRefusal, TableOptions};
use register::{About, Claim, DeviceId, Field, Identifier, IdentifierIndex, SourceKind, SourceOrder, Statement, settle};
use sample::Export;

/// What one file gave.
#[derive(Debug, Default)]
pub struct Delivery {
    pub rows: usize,
    pub statements: Vec<Statement>,
    pub repeated: usize,
    pub blank: usize,
    pub header: usize,
    pub total: usize,
    pub refused: Vec<(u64, RowRefusal)>,
    pub refused_cells: Vec<(u64, CellRefusal)>,
}

/// Reads one export to its end.
pub fn read(export: &Export) -> Delivery {
    let options = TableOptions {
        source: export.source.to_owned(),
        ..TableOptions::default()
    };
    let mut delivery = Delivery::default();
    let mut seen = HashSet::new();
    let reader = table::open(Box::new(Cursor::new(export.bytes.as_slice())), &export.file_name, &options)
        .unwrap_or_else(|refusal| panic!("{}: {refusal}", export.file_name));
    for row in reader {
        let row = row.unwrap_or_else(|refusal| panic!("{}: {refusal}", export.file_name));
        delivery.rows += 1;
        let cells: Vec<String> = row.cells.iter().map(str::to_owned).collect();
        match row.outcome {
            Outcome::Device { .. } if !seen.insert(cells) => delivery.repeated += 1,
            Outcome::Device { statement, refused } => {
                delivery.refused_cells.extend(refused.into_iter().map(|cell| (row.number, cell)));
                delivery.statements.push(statement);
            }
            Outcome::Blank => delivery.blank += 1,
            Outcome::Header => delivery.header += 1,
            Outcome::Total => delivery.total += 1,
            Outcome::Refused { reason } => delivery.refused.push((row.number, reason)),
        }
    }
    delivery
}

/// The register after some deliveries.
#[derive(Default)]
pub struct Register {
    pub devices: BTreeMap<DeviceId, Vec<Statement>>,
    pub contradictions: Vec<String>,
    index: IdentifierIndex,
}

impl Register {
    /// Applies deliveries in their order.
    pub fn of<'a>(deliveries: impl IntoIterator<Item = &'a Delivery>) -> Register {
        let mut register = Register::default();
        for delivery in deliveries {
            for statement in &delivery.statements {
                register.apply(statement);
            }
        }
        register
    }

    fn apply(&mut self, statement: &Statement) {
        let identifiers = Identifier::of(statement);
        let id = match self.index.about(&identifiers) {
            About::Device(id) => id,
            About::New => DeviceId::from_u128(self.devices.len() as u128 + 1),
            About::Contradiction { first, second } => {
                let said = format!(
                    "{} row {}: {} against {}",
                    statement.source,
                    statement.row,
                    first.0.say(),
                    second.0.say()
                );
                return self.contradictions.push(said);
            }
            About::Nothing => panic!("the importer let a row pass that says nothing: {statement:?}"),
        };
        for identifier in &identifiers {
            self.index.insert(identifier, id);
        }
        self.devices.entry(id).or_default().push(statement.clone());
    }

    /// What stands for each field of each device.
    pub fn settled(&self) -> Vec<HashMap<Field, String>> {
        self.devices.values().map(|statements| settled(statements)).collect()
    }
}

fn settled(statements: &[Statement]) -> HashMap<Field, String> {
    Field::ALL
        .iter()
        .filter_map(|field| {
            let claims: Vec<Claim> = statements
                .iter()
                .filter_map(|s| {
                    Some(Claim {
                        value: s.get(*field)?.to_owned(),
                        source: s.source.clone(),
                        kind: SourceKind::of_name(&s.source),
                        stated_at: s.stated_at,
                        against: Vec::new(),
                    })
                })
                .collect();
            let outcome = settle(*field, &claims, &SourceOrder)?;
            Some((*field, claims.get(outcome.stands)?.value.clone()))
        })
        .collect()
}
