//! One row's cells to one statement: each cell read as its field asks, what cannot be taken named, the row kept.

use std::borrow::Cow;
use std::net::IpAddr;

use register::claim::same_value;
use register::placeholder::is_placeholder;
use register::reconcile::fold;
use register::{Field, Micros, Said, Statement};

use crate::table::cells::{CellKind, Cells};
use crate::table::plan::{Plan, Step, joined_by};
use crate::table::refusal::{CellReason, CellRefusal, RowRefusal};
use crate::table::values::dates::{self, DateReading};
use crate::table::values::texts::{self, FIELD_LIMIT};
use crate::table::values::{addresses, numbers, udi};

/// Characters of a refused cell that are shown.
const SHOWN: usize = 200;
/// Characters of notes that one row keeps.
const NOTES_LIMIT: usize = 20_000;

/// Reads rows by a plan; keeps its memory between them.
pub(crate) struct RowReader {
    pub plan: Plan,
    source: String,
    stated_at: Micros,
    slots: Vec<Option<Said>>,
    note: String,
    refused: Vec<CellRefusal>,
    ips: Vec<IpAddr>,
    macs: Vec<[u8; 6]>,
    udi_serial: Option<(String, String)>,
}

/// A row read: a statement and the cells that were not taken, or why there is none.
pub(crate) type RowReading = Result<(Statement, Vec<CellRefusal>), RowRefusal>;

/// What a cell gave.
enum Given<'t> {
    Nothing,
    /// The value and what makes it doubtful.
    Value(Cow<'t, str>, Option<Cow<'static, str>>),
    Refused(CellReason),
    /// Kept as a note: it says something, but not this field's value.
    Aside,
}

impl RowReader {
    pub fn new(plan: Plan, source: String, stated_at: Micros) -> RowReader {
        RowReader {
            plan,
            source,
            stated_at,
            slots: vec![None; Field::ALL.len()],
            note: String::new(),
            refused: Vec::new(),
            ips: Vec::new(),
            macs: Vec::new(),
            udi_serial: None,
        }
    }

    /// Reads a row that is not blank and not furniture.
    pub fn read(&mut self, number: u64, cells: &Cells) -> RowReading {
        self.slots.iter_mut().for_each(|s| *s = None);
        self.note.clear();
        self.refused.clear();
        self.ips.clear();
        self.macs.clear();
        self.udi_serial = None;
        for at in 0..self.plan.steps.len() {
            if let Some(&step) = self.plan.steps.get(at) {
                self.take(step, cells);
            }
        }
        self.settle_addresses();
        self.settle_udi_serial();
        for at in 0..self.plan.notes.len() {
            if let Some(&position) = self.plan.notes.get(at) {
                self.add_note(position, cells.get(position));
            }
        }
        for position in self.plan.headers.len()..cells.len() {
            self.add_note(position, cells.get(position));
        }
        self.finish(number)
    }

    fn take(&mut self, step: Step, cells: &Cells) {
        let written = cells.get(step.position);
        if written.is_empty() {
            return;
        }
        let kind = cells.kind(step.position);
        let text = texts::tidy(written);
        if is_placeholder(&text) {
            if says_none(step.field, &text) {
                self.put(step, written, text, Some("it may also mean that nobody filled it in".into()));
            }
            return;
        }
        let characters = text.len();
        if characters > FIELD_LIMIT {
            self.refuse(
                step,
                &text,
                CellReason::TooLong {
                    characters: text.chars().count(),
                    limit: FIELD_LIMIT,
                },
            );
            return;
        }
        match self.given(step, &text, kind) {
            Given::Nothing => {}
            Given::Value(value, doubt) => self.put(step, written, value, doubt),
            Given::Refused(reason) => self.refuse(step, &text, reason),
            Given::Aside => self.add_note(step.position, written),
        }
    }

    fn given<'t>(&mut self, step: Step, text: &'t str, kind: CellKind) -> Given<'t> {
        match step.field {
            Field::Ip | Field::Mac => self.addresses(step.field, text),
            Field::AcquiredOn | Field::ManufacturedOn | Field::SupportEndsOn | Field::NextMaintenanceOn => self.date(step, text),
            Field::Serial => self.number(step, text, numbers::serial(text, kind)),
            Field::AssetTag => self.number(step, text, numbers::asset(text, kind)),
            Field::UdiDi => self.udi(text),
            Field::Hostname if text.parse::<IpAddr>().is_ok() || crate::table::content::is_mac(text) => {
                // The host name's column holds an address; it is kept as what it is.
                self.addresses(Field::Ip, text)
            }
            Field::SoftwareVersion | Field::Model | Field::Hostname if kind == CellKind::Date => Given::Refused(CellReason::TurnedIntoDate),
            Field::SoftwareVersion => {
                if numbers::is_shortened(text) {
                    return Given::Refused(CellReason::DigitsLost);
                }
                match numbers::version_doubt(text, kind) {
                    Some(doubt) => Given::Value(Cow::Borrowed(text), Some(doubt.into())),
                    None => plain(step.field, text),
                }
            }
            _ => plain(step.field, text),
        }
    }

    fn addresses(&mut self, expected: Field, text: &str) -> Given<'static> {
        let found = addresses::read(text);
        let none = found.ips.is_empty() && found.macs.is_empty();
        for ip in found.ips {
            if !self.ips.contains(&ip) {
                self.ips.push(ip);
            }
        }
        for mac in found.macs {
            if !self.macs.contains(&mac) {
                self.macs.push(mac);
            }
        }
        match found.fault {
            Some(fault) => Given::Refused(fault),
            None if none && !found.said_none && numbers::is_shortened(text) => Given::Refused(CellReason::DigitsLost),
            None if none && !found.said_none => Given::Refused(CellReason::NoAddress {
                expected: if expected == Field::Mac { "MAC address" } else { "IP address" },
            }),
            None => Given::Nothing,
        }
    }

    fn date(&self, step: Step, text: &str) -> Given<'static> {
        let Some(rule) = self.plan.dates(step) else { return Given::Aside };
        match dates::read(text, rule) {
            DateReading::Nothing => Given::Nothing,
            DateReading::Date(iso, doubt) => Given::Value(Cow::Owned(iso), doubt.map(Cow::Borrowed)),
            DateReading::Refused(reason) => Given::Refused(reason),
        }
    }

    fn number<'t>(&self, step: Step, text: &'t str, read: Result<numbers::NumberReading<'t>, CellReason>) -> Given<'t> {
        match read {
            Err(reason) => Given::Refused(reason),
            Ok(read) if is_placeholder(read.value) => Given::Nothing,
            Ok(_) if texts::points_elsewhere(text) => Given::Aside,
            Ok(read) => {
                let zeros_lost = read.doubt.is_none_or(|d| d == numbers::FILLER) && self.plan.zeros_lost(step, read.value);
                let doubt = if zeros_lost { Some(numbers::ZEROS_LOST) } else { read.doubt };
                Given::Value(Cow::Borrowed(read.value), doubt.map(Cow::Borrowed))
            }
        }
    }

    fn udi(&mut self, text: &str) -> Given<'static> {
        let read = match udi::read(text) {
            Ok(read) => read,
            Err(reason) => return Given::Refused(reason),
        };
        if let Some(lot) = &read.lot {
            self.push_note("UDI lot", lot);
        }
        if let Some(date) = read.manufactured
            && let Some(slot) = self.slots.get_mut(Field::ManufacturedOn.index())
            && slot.is_none()
        {
            *slot = Some(Said::read(date, text));
        }
        if let Some(serial) = read.serial.filter(|s| !is_placeholder(s)) {
            self.udi_serial = Some((serial, text.to_owned()));
        }
        match read.device {
            Some(device) if !is_placeholder(&device) => Given::Value(Cow::Owned(device), read.doubt.map(Cow::Borrowed)),
            _ => Given::Nothing,
        }
    }

    /// Puts a value into its field; a second column's value is joined, is the same, or becomes a note.
    fn put(&mut self, step: Step, written: &str, value: Cow<'_, str>, doubt: Option<Cow<'static, str>>) {
        let as_written = written.trim_matches(crate::table::cells::is_space);
        let Some(slot) = self.slots.get_mut(step.field.index()) else {
            return;
        };
        match slot {
            None => {
                *slot = Some(Said {
                    written: (*value != *as_written).then(|| as_written.to_owned()),
                    value: value.into_owned(),
                    doubt: doubt.map(Cow::into_owned),
                });
            }
            Some(said) if same_value(&said.value, &value) => {}
            Some(said) => match joined_by(step.field) {
                Some(_) if said.value.contains(&*value) => {}
                Some(mark) if said.value.len() + value.len() < FIELD_LIMIT => {
                    said.value.push_str(mark);
                    said.value.push_str(&value);
                    if said.doubt.is_none() {
                        said.doubt = doubt.map(Cow::into_owned);
                    }
                }
                _ => self.add_note(step.position, written),
            },
        }
    }

    fn settle_addresses(&mut self) {
        let mut put = |field: Field, text: String| {
            if let Some(slot) = self.slots.get_mut(field.index())
                && !text.is_empty()
            {
                *slot = Some(Said::plain(text));
            }
        };
        put(Field::Ip, joined(&self.ips, ToString::to_string));
        put(Field::Mac, joined(&self.macs, |mac| addresses::write_mac(*mac)));
    }

    /// The UDI's serial number fills an empty column; against another number it makes that one doubtful.
    fn settle_udi_serial(&mut self) {
        let Some((serial, udi)) = self.udi_serial.take() else { return };
        let Some(slot) = self.slots.get_mut(Field::Serial.index()) else {
            return;
        };
        match slot {
            None => *slot = Some(Said::read(serial, &udi)),
            Some(said) if fold(&said.value) == fold(&serial) => {}
            Some(said) => {
                said.doubt.get_or_insert_with(|| format!("the UDI in the same row says {serial}"));
            }
        }
    }

    fn refuse(&mut self, step: Step, text: &str, reason: CellReason) {
        self.refused.push(CellRefusal {
            column: self.plan.header(step.position),
            position: step.position,
            value: text.chars().take(SHOWN).collect(),
            reason,
        });
    }

    fn add_note(&mut self, position: usize, written: &str) {
        if written.is_empty() {
            return;
        }
        let text = texts::tidy(written);
        if is_placeholder(&text) {
            return;
        }
        match self.plan.headers.get(position) {
            Some(header) => {
                let header = header.clone();
                self.push_note(&header, &text);
            }
            None => self.push_note(&self.plan.header(position), &text),
        }
    }

    fn push_note(&mut self, header: &str, text: &str) {
        if self.note.len() + text.len() > NOTES_LIMIT {
            return;
        }
        if !self.note.is_empty() {
            self.note.push_str("; ");
        }
        self.note.push_str(header);
        self.note.push_str(": ");
        self.note.push_str(text);
    }

    fn finish(&mut self, number: u64) -> RowReading {
        let key = self.key().ok_or(RowRefusal::NothingToRecogniseBy)?;
        let count = self.slots.iter().filter(|s| s.is_some()).count() + usize::from(!self.note.is_empty());
        let mut fields = Vec::with_capacity(count);
        for (field, slot) in Field::ALL.iter().zip(&mut self.slots) {
            if let Some(said) = slot.take() {
                fields.push((*field, said));
            }
        }
        if !self.note.is_empty() {
            fields.push((Field::Note, Said::plain(self.note.clone())));
        }
        let statement = Statement {
            source: self.source.clone(),
            key,
            row: number,
            stated_at: self.stated_at,
            fields,
        };
        Ok((statement, std::mem::take(&mut self.refused)))
    }

    /// The source's own key of the record: its asset number, else what it is recognised by, best first.
    fn key(&self) -> Option<String> {
        let said = |field: Field| self.slots.get(field.index()).and_then(Option::as_ref);
        let folded = |field: Field| said(field).map(|s| fold(&s.value)).filter(|f| !f.is_empty());
        if let Some(asset) = folded(Field::AssetTag) {
            return Some(asset);
        }
        // A serial number that may be damaged recognises nothing.
        let certain = said(Field::Serial).is_some_and(|s| s.doubt.is_none());
        if let Some(serial) = folded(Field::Serial).filter(|_| certain) {
            if let Some(maker) = folded(Field::Manufacturer) {
                return Some(format!("serial:{maker}/{serial}"));
            }
            if let Some(udi) = folded(Field::UdiDi) {
                return Some(format!("udi:{udi}/{serial}"));
            }
        }
        self.macs.first().map(|mac| format!("mac:{}", addresses::write_mac(*mac)))
    }
}

/// Nearly every row has one address.
fn joined<T>(found: &[T], write: impl Fn(&T) -> String) -> String {
    match found {
        [] => String::new(),
        [only] => write(only),
        several => several.iter().map(write).collect::<Vec<_>>().join(", "),
    }
}

fn plain(field: Field, text: &str) -> Given<'_> {
    let place = matches!(field, Field::Name | Field::Site | Field::Department | Field::Location);
    if !place && texts::points_elsewhere(text) {
        return Given::Aside;
    }
    Given::Value(Cow::Borrowed(text), texts::doubt(text).map(Cow::Borrowed))
}

/// Fields in which "None" is an answer: no remote access, no patient data, no network connection.
fn says_none(field: Field, text: &str) -> bool {
    matches!(
        field,
        Field::VendorRemoteAccess | Field::PatientDataStored | Field::NetworkConnection
    ) && ["none", "nil"].iter().any(|word| text.eq_ignore_ascii_case(word))
}
