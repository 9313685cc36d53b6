//! The three maintenance systems' exports: one list of devices each, in each house's own columns and habits.

use jiff::civil::Date;

use crate::chance::Chance;
use crate::handwriting::{self, DateForm};
use crate::noted::{Impossible, Noted, Serial};
use crate::sheet::{Cell, Kind, Sheet};

/// What a column holds, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Asset,
    OldAsset,
    Name,
    Type,
    Maker,
    Model,
    Serial,
    Site,
    Department,
    Location,
    Owner,
    Supplier,
    Version,
    Os,
    Mac,
    Ip,
    Hostname,
    Network,
    Zone,
    RemoteAccess,
    PatientData,
    Patch,
    Support,
    Risk,
    Acquired,
    Manufactured,
    NextMaintenance,
    SupportEnds,
    LifeCycle,
    Service,
    Pool,
    Price,
    Note,
    Empty,
}

use Column as C;

/// One house's way of writing lists.
struct Habits {
    /// Cells can hold numbers and dates of their own.
    is_spreadsheet: bool,
    dates: &'static [(DateForm, u32)],
    in_use: &'static [(&'static str, u32)],
    notes: &'static [(&'static str, u32)],
}

const KGH_COLUMNS: &[(&str, Column)] = &[
    ("Asset No", C::Asset),
    ("Old Asset", C::OldAsset),
    ("Device Name", C::Name),
    ("Equip Type", C::Type),
    ("MANUF", C::Maker),
    ("MODEL", C::Model),
    ("S/N", C::Serial),
    ("Site", C::Site),
    ("Dept", C::Department),
    ("Loc", C::Location),
    ("Owner", C::Owner),
    ("Supplier", C::Supplier),
    ("S/W Version", C::Version),
    ("O/S", C::Os),
    ("MAC Addr", C::Mac),
    ("IP Addr", C::Ip),
    ("Host Name", C::Hostname),
    ("Network Connection", C::Network),
    ("Zone", C::Zone),
    ("Vendor Remote Access", C::RemoteAccess),
    ("Patient Data Stored", C::PatientData),
    ("Patch Status", C::Patch),
    ("Support Status", C::Support),
    ("Risk Rating", C::Risk),
    ("Acq Date", C::Acquired),
    ("Mfr Date", C::Manufactured),
    ("Next PPM", C::NextMaintenance),
    ("Contract End", C::SupportEnds),
    ("Status", C::LifeCycle),
    ("Clinical Service", C::Service),
    ("Counted In", C::Pool),
    ("Notes", C::Note),
    ("Notes", C::Empty),
];

const AVH_COLUMNS: &[(&str, Column)] = &[
    ("Tag No", C::Asset),
    ("Equipment Name", C::Name),
    ("Device Type", C::Type),
    ("Make", C::Maker),
    ("Model", C::Model),
    ("Serial No", C::Serial),
    ("Hospital", C::Site),
    ("Ward/Department", C::Department),
    ("Room", C::Location),
    ("Responsible", C::Owner),
    ("Maintained By", C::Supplier),
    ("Software Version", C::Version),
    ("Operating System", C::Os),
    ("MAC Address", C::Mac),
    ("IP Address", C::Ip),
    ("Hostname", C::Hostname),
    ("Network Connection", C::Network),
    ("Network Zone", C::Zone),
    ("Remote Access", C::RemoteAccess),
    ("Patient Data", C::PatientData),
    ("Patch Status", C::Patch),
    ("Support Status", C::Support),
    ("Risk Rating", C::Risk),
    ("Purchase Date", C::Acquired),
    ("Date of Manufacture", C::Manufactured),
    ("Next Service", C::NextMaintenance),
    ("Support End Date", C::SupportEnds),
    ("Status", C::LifeCycle),
    ("Clinical Service", C::Service),
    ("Counted in", C::Pool),
    ("Price", C::Price),
    ("Remarks", C::Note),
];

const TDC_COLUMNS: &[(&str, Column)] = &[
    ("asset_number", C::Asset),
    ("device_name", C::Name),
    ("device_type", C::Type),
    ("manufacturer", C::Maker),
    ("model", C::Model),
    ("serial_number", C::Serial),
    ("site", C::Site),
    ("department", C::Department),
    ("location", C::Location),
    ("owner", C::Owner),
    ("supplier", C::Supplier),
    ("software_version", C::Version),
    ("os", C::Os),
    ("mac_address", C::Mac),
    ("ip_address", C::Ip),
    ("hostname", C::Hostname),
    ("network_connection", C::Network),
    ("zone", C::Zone),
    ("vendor_remote_access", C::RemoteAccess),
    ("patient_data_stored", C::PatientData),
    ("patch_status", C::Patch),
    ("support_status", C::Support),
    ("risk_rating", C::Risk),
    ("acquired", C::Acquired),
    ("manufactured", C::Manufactured),
    ("next_maintenance", C::NextMaintenance),
    ("support_ends", C::SupportEnds),
    ("status", C::LifeCycle),
    ("clinical_service", C::Service),
    ("counted_in", C::Pool),
    ("comments", C::Note),
];

/// Kingsmere: a workbook printed for a meeting, with a title, a second header at the page break, and a total.
pub(super) fn kgh(noted: &[&Noted], hand: &mut Chance) -> Sheet {
    let titles = [
        "KINGSMERE GENERAL HOSPITAL - MEDICAL EQUIPMENT REGISTER",
        "=== EQUIPMENT LIST - CONFIDENTIAL - printed 25/11/2026 07:12 by MEDENG2 ===",
    ];
    let habits = Habits {
        is_spreadsheet: true,
        dates: &[
            (DateForm::British, 50),
            (DateForm::Iso, 25),
            (DateForm::Named, 12),
            (DateForm::MonthOnly, 7),
            (DateForm::YearOnly, 6),
        ],
        in_use: &[("INUSE", 60), ("In Use", 25), ("IN USE", 14), ("INUSE?", 1)],
        notes: &[
            ("", 93),
            ("DO NOT PATCH !!! ask biomed x4417 (left 2019)", 2),
            ("password on the label", 2),
            ("see tab 'scrapped 2018'", 1),
            ("probe kept in drawer 2", 1),
            ("found on ward round", 1),
        ],
    };
    let mut sheet = list(&titles, KGH_COLUMNS, noted, &habits, hand);
    for (share, filled) in [
        (
            0.1,
            &[
                (C::Type, "PROBE ARRAY"),
                (C::Maker, "GE"),
                (C::Model, "C1-6-D"),
                (C::Location, "see 004425"),
            ][..],
        ),
        (0.3, &[(C::Type, "TROLLEY"), (C::Serial, "N/A"), (C::Location, "Theatre Stores")]),
        (
            0.5,
            &[(C::Maker, "unknown"), (C::Serial, " "), (C::Note, "see tab 'scrapped 2018'")],
        ),
        (0.7, &[(C::Asset, "#N/A"), (C::Maker, "#REF!"), (C::Serial, "TBA"), (C::Mac, "N/A")]),
        (
            0.8,
            &[
                (C::Type, "PUMP INF VOL"),
                (C::Maker, "BD"),
                (C::Serial, "000000"),
                (C::Department, "W12 / W14?"),
            ],
        ),
        (
            0.9,
            &[
                (C::Type, "GLUCOMETER"),
                (C::Maker, "BOEHRINGER"),
                (C::Serial, "Not visible"),
                (C::LifeCycle, "MISSING"),
            ],
        ),
    ] {
        sheet.insert(share, Kind::Nobody, nobody(KGH_COLUMNS, filled));
    }
    for share in [0.15, 0.35, 0.55, 0.85] {
        sheet.repeat(share);
    }
    let header = sheet.header_line();
    sheet.insert(0.5, Kind::Header, header);
    sheet.insert(0.25, Kind::Blank, Vec::new());
    sheet.insert(0.75, Kind::Blank, Vec::new());
    sheet.push(Kind::Blank, Vec::new());
    let total = format!("TOTAL ASSETS: {}", noted.len());
    sheet.push(Kind::Total, vec![total.into()]);
    sheet
}

/// Ashby Vale: a semicolon list from an old program in the code page of its Windows.
pub(super) fn avh(noted: &[&Noted], hand: &mut Chance) -> Sheet {
    let habits = Habits {
        is_spreadsheet: false,
        dates: &[(DateForm::Dots, 75), (DateForm::British, 25)],
        in_use: &[("in use", 1)],
        notes: &[("", 94), ("moved from Kingsmere", 3), ("loan from the supplier – return?", 3)],
    };
    let mut sheet = list(&["Ashby Vale – equipment list"], AVH_COLUMNS, noted, &habits, hand);
    // A name that was decoded wrongly once, and saved so.
    let maker = position(AVH_COLUMNS, C::Maker);
    let mut spoilt = 0;
    for (_, cells) in &mut sheet.lines {
        if let Some(Cell::Text(text)) = cells.get_mut(maker)
            && text.contains('ä')
            && spoilt < 2
        {
            *text = text.replace('ä', "Ã¤");
            spoilt += 1;
        }
    }
    for (share, filled) in [
        (0.2, &[(C::Type, "Weighing scales"), (C::Serial, "?"), (C::Location, "Zürich?")][..]),
        (0.4, &[(C::Maker, "Dräger"), (C::Model, "Perseus"), (C::Note, "SW 2.0n, Theatre 4")]),
        (0.6, &[(C::Asset, "-"), (C::Type, "Bedside patient monitor"), (C::Serial, "N/A")]),
        (0.8, &[(C::Name, "spare"), (C::Serial, "To be filled by O.E.M.")]),
    ] {
        sheet.insert(share, Kind::Nobody, nobody(AVH_COLUMNS, filled));
    }
    for share in [0.3, 0.6, 0.9] {
        sheet.repeat(share);
    }
    sheet.insert(0.5, Kind::Blank, Vec::new());
    sheet
}

/// Tollbridge: a tidy list from a young program, with a byte order mark and a line break inside a cell.
pub(super) fn tdc(noted: &[&Noted], hand: &mut Chance) -> Sheet {
    let habits = Habits {
        is_spreadsheet: false,
        dates: &[(DateForm::Iso, 1)],
        in_use: &[("In use", 1)],
        notes: &[("", 80), ("second line of\nthe cell", 10), ("says \"do not move\"", 10)],
    };
    let mut sheet = list(&[], TDC_COLUMNS, noted, &habits, hand);
    for (share, filled) in [
        (
            0.3,
            &[
                (C::Type, "Glucose meter (docked)"),
                (C::Location, "docked?"),
                (C::Note, "see POCT list"),
            ][..],
        ),
        (0.7, &[(C::Name, "landlord's printer"), (C::Mac, "00:00:00:00:00:00")]),
    ] {
        sheet.insert(share, Kind::Nobody, nobody(TDC_COLUMNS, filled));
    }
    sheet.repeat(0.5);
    sheet
}

fn position(columns: &[(&str, Column)], column: Column) -> usize {
    columns.iter().position(|(_, c)| *c == column).unwrap_or(usize::MAX)
}

fn list(titles: &[&str], columns: &'static [(&'static str, Column)], noted: &[&Noted], habits: &Habits, hand: &mut Chance) -> Sheet {
    let mut sheet = Sheet::new(titles, columns.iter().map(|(header, _)| *header).collect());
    for one in noted {
        let cells = columns.iter().map(|(_, column)| cell(*column, one, habits, hand)).collect();
        // A serial whose digits are lost is as impossible as the 30th of February.
        let digits_lost = matches!(one.serial, Serial::DigitsLost(_));
        sheet.refused_cells += usize::from(one.impossible.is_some()) + usize::from(digits_lost);
        sheet.push(Kind::Device, cells);
    }
    sheet
}

/// A row that says something, yet of nothing that could be recognised.
fn nobody(columns: &[(&str, Column)], filled: &[(Column, &str)]) -> Vec<Cell> {
    columns
        .iter()
        .map(|(_, column)| filled.iter().find(|(c, _)| c == column).map_or("", |(_, text)| text).into())
        .collect()
}

fn cell(column: Column, noted: &Noted, habits: &Habits, hand: &mut Chance) -> Cell {
    let device = noted.device;
    match column {
        C::Asset => noted.asset.as_str().into(),
        C::OldAsset if hand.percent(15) => format!("BM{:04}", 2000 + device.number % 3000).into(),
        C::OldAsset | C::Empty => "".into(),
        C::Name => device.name.as_str().into(),
        C::Type => device.device_type.name.as_str().into(),
        C::Maker => noted.maker.as_str().into(),
        C::Model => noted.model.as_str().into(),
        C::Serial => match &noted.serial {
            Serial::ZerosLost(number) if habits.is_spreadsheet => Cell::Number(*number as f64),
            serial => serial.text().into(),
        },
        C::Site => device.site.as_ref().into(),
        C::Department => noted.department.as_str().into(),
        C::Location => device.location.as_str().into(),
        C::Owner => device.owner.into(),
        C::Supplier => device.supplier.into(),
        C::Version => noted.version.as_str().into(),
        C::Os => noted.os.as_str().into(),
        C::Mac => match noted.impossible {
            Some(Impossible::Mac(text)) => text.into(),
            _ => noted.mac.as_str().into(),
        },
        C::Ip => match noted.impossible {
            Some(Impossible::Ip(text)) => text.into(),
            _ => noted.ip.as_str().into(),
        },
        C::Hostname => device.hostname.as_str().into(),
        C::Network => device.network.as_ref().into(),
        C::Zone => device.zone.as_str().into(),
        C::RemoteAccess => device.remote_access.as_ref().into(),
        C::PatientData => device.patient_data.as_ref().into(),
        C::Patch => device.patch_status.as_ref().into(),
        C::Support => device.support_status.as_ref().into(),
        C::Risk => device.risk_rating.into(),
        C::Acquired => match noted.impossible {
            Some(Impossible::Acquired(text)) => text.into(),
            _ => date(device.acquired, habits, hand),
        },
        C::Manufactured => device.manufactured.map_or("".into(), |made| exact_date(made, habits)),
        C::NextMaintenance => match noted.impossible {
            Some(Impossible::NextMaintenance(text)) => text.into(),
            _ => exact_date(device.next_maintenance, habits),
        },
        C::SupportEnds => device.support_ends.map_or("".into(), |ends| exact_date(ends, habits)),
        C::LifeCycle if device.life_cycle == "In use" && !device.is_lesson => hand.word(habits.in_use).into(),
        C::LifeCycle => device.life_cycle.into(),
        C::Service => device.service.into(),
        C::Pool => device.pool.as_ref().into(),
        C::Price => {
            let euros = 900 + hand.below(89_000);
            format!("{}.{:03},{:02}", euros / 1000, euros % 1000, hand.below(100)).into()
        }
        C::Note => hand.word(habits.notes).into(),
    }
}

/// A date as typed: in a workbook half are dates, some are bare day numbers, the rest is text.
fn date(date: Date, habits: &Habits, hand: &mut Chance) -> Cell {
    if habits.is_spreadsheet {
        if hand.percent(50) {
            return Cell::Date(date);
        }
        if hand.percent(12) {
            return Cell::Number(f64::from((date - jiff::civil::date(1899, 12, 30)).get_days()));
        }
    }
    let total: u32 = habits.dates.iter().map(|(_, weight)| weight).sum();
    let mut at = hand.below(total as usize) as u32;
    for (form, weight) in habits.dates {
        if at < *weight {
            return handwriting::date(date, *form).into();
        }
        at -= weight;
    }
    handwriting::date(date, DateForm::Iso).into()
}

/// A date in the house's main form.
fn exact_date(date: Date, habits: &Habits) -> Cell {
    match habits.dates {
        _ if habits.is_spreadsheet => Cell::Date(date),
        [(form, _), ..] => handwriting::date(date, *form).into(),
        [] => Cell::Date(date),
    }
}
