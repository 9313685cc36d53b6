//! One record of one source, whole. A claim is one field of a statement.

use serde::{Deserialize, Serialize};

use crate::{Field, Micros};

/// What one source's record says of one device: a row of an export, a form, a person's correction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The named stream ("CMMS"), not the file.
    pub source: String,
    /// The source's own key of the record (its asset number; else what the record is recognised by).
    pub key: String,
    /// The row that a spreadsheet program shows; 0 where there is none.
    pub row: u64,
    /// When the source knew it (the delivery's time), not when we read it.
    pub stated_at: Micros,
    /// Sorted by field, one entry a field, no empty value.
    pub fields: Vec<(Field, Said)>,
}

/// A value as read and, where that differs, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The canonical text ("d4:be:d9:12:34:56", "2014-02-13"), or the text as written with outer spaces cut.
    #[serde(rename = "v")]
    pub value: String,
    /// As written, where reading changed it.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// Why the value should not be trusted without a look ("leading zeros may be lost"), if so.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
}

impl Said {
    /// A value that is what was written.
    pub fn plain(value: impl Into<String>) -> Said {
        Said {
            value: value.into(),
            written: None,
            doubt: None,
        }
    }

    /// A value made from another text; `written` is kept only where it differs.
    pub fn read(value: impl Into<String>, written: &str) -> Said {
        let value = value.into();
        let written = (value != written).then(|| written.to_owned());
        Said {
            value,
            written,
            doubt: None,
        }
    }
}

impl Statement {
    /// The value of a field, if the record states it.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.fields.iter().find(|(f, _)| *f == field).map(|(_, said)| said.value.as_str())
    }
}
