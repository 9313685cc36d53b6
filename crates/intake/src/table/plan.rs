//! How the rows of one file are read: which column fills which field, in which order, by which rules.

use register::Field;

use crate::table::columns::is_date;
use crate::table::values::dates::DateRule;
use crate::table::values::numbers::LeadingZeros;

/// One column to ask for one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    pub position: usize,
    pub field: Field,
}

/// The plan of one file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    /// The columns' headers, by position.
    pub headers: Vec<String>,
    /// In the order of asking: the best named column of a field first.
    pub steps: Vec<Step>,
    /// Columns whose texts are kept as notes, first to last.
    pub notes: Vec<usize>,
    dates: Vec<(Step, DateRule)>,
    zeros: Vec<(Step, LeadingZeros)>,
}

impl Plan {
    pub fn new(headers: Vec<String>, steps: Vec<Step>) -> Plan {
        let taken: std::collections::HashSet<usize> = steps.iter().map(|s| s.position).collect();
        let notes = (0..headers.len()).filter(|p| !taken.contains(p)).collect();
        Plan {
            headers,
            steps,
            notes,
            dates: Vec::new(),
            zeros: Vec::new(),
        }
    }

    /// The steps that fill one of these fields.
    pub fn steps_of(&self, fields: &[Field]) -> Vec<Step> {
        self.steps.iter().copied().filter(|s| fields.contains(&s.field)).collect()
    }

    /// The steps that read a date.
    pub fn date_steps(&self) -> Vec<Step> {
        self.steps.iter().copied().filter(|s| is_date(s.field)).collect()
    }

    pub fn set_dates(&mut self, step: Step, rule: DateRule) {
        self.dates.push((step, rule));
    }

    pub fn set_zeros(&mut self, step: Step, zeros: LeadingZeros) {
        self.zeros.push((step, zeros));
    }

    /// How dates of a column are read.
    pub fn dates(&self, step: Step) -> Option<DateRule> {
        self.dates.iter().find(|(s, _)| *s == step).map(|(_, rule)| *rule)
    }

    /// Whether a number of a column has probably lost its leading zeros.
    pub fn zeros_lost(&self, step: Step, number: &str) -> bool {
        self.zeros.iter().any(|(s, zeros)| *s == step && zeros.probably_lost(number))
    }

    /// Whether any row can name a device at all.
    pub fn can_recognise(&self) -> bool {
        let has = |field| self.steps.iter().any(|s| s.field == field);
        has(Field::AssetTag) || has(Field::Mac) || has(Field::UdiDi) || (has(Field::Serial) && has(Field::Manufacturer))
    }

    /// The header of a column, also of one that the header does not reach.
    pub fn header(&self, position: usize) -> String {
        self.headers
            .get(position)
            .cloned()
            .unwrap_or_else(|| format!("Column {}", super::layout::column_letters(position)))
    }
}

/// Fields of which several columns are one value: building, floor and room are one place.
pub(crate) fn joined_by(field: Field) -> Option<&'static str> {
    match field {
        Field::Ip | Field::Mac | Field::Location => Some(", "),
        Field::Os => Some(" "),
        _ => None,
    }
}
