//! Device tables as text: the sample hospital's exports to the letter, and each kind of trouble on its own.

use intake::table::{
    By, CellReason, DayMonth, FileKind, FileRefusal, LayoutNote, OrderFrom, Outcome, Row, RowRefusal, TableOptions, TableReader, open,
};
use register::{Field, Statement};
use std::io::Cursor;

/// 24 November 2026.
pub const DELIVERED: i64 = 1_795_478_400_000_000;

pub fn options() -> TableOptions {
    TableOptions {
        source: "CMMS".into(),
        stated_at: DELIVERED,
        ..TableOptions::default()
    }
}

pub fn reader<'b>(bytes: &'b [u8], name: &str) -> Result<TableReader<'b>, FileRefusal> {
    open(Box::new(Cursor::new(bytes)), name, &options())
}

pub fn rows(bytes: &[u8]) -> Vec<Row> {
    reader(bytes, "devices").unwrap().map(Result::unwrap).collect()
}

/// Each row in a line: its number and what it is.
fn summary(rows: &[Row]) -> Vec<String> {
    rows.iter()
        .map(|row| {
            let what = match &row.outcome {
                Outcome::Device { statement, refused } => {
                    let refused: Vec<String> = refused.iter().map(|r| format!(" !{}={}", r.column, r.value)).collect();
                    format!("{}{}", statement.key, refused.concat())
                }
                Outcome::Blank => "blank".into(),
                Outcome::Header => "header".into(),
                Outcome::Total => "total".into(),
                Outcome::Refused { reason } => format!("refused {reason:?}"),
            };
            format!("{} {what}", row.number)
        })
        .collect()
}

pub fn device(row: &Row) -> &Statement {
    match &row.outcome {
        Outcome::Device { statement, .. } => statement,
        other => panic!("row {} is {other:?}", row.number),
    }
}

/// What a row says of a field: its value, and "?" behind it where it is doubted.
pub fn said(row: &Row, field: Field) -> String {
    device(row)
        .fields
        .iter()
        .find(|(f, _)| *f == field)
        .map(|(_, said)| format!("{}{}", said.value, if said.doubt.is_some() { " ?" } else { "" }))
        .unwrap_or_default()
}

/// One device under a header of one column beside its asset number: what is said of the field.
fn one_cell(header: &str, cell: &str, field: Field) -> String {
    let text = format!("Asset No,{header}\nA1,{cell}\n");
    let rows = rows(text.as_bytes());
    match &rows[0].outcome {
        Outcome::Device { refused, .. } if !refused.is_empty() => format!("! {:?}", refused[0].reason),
        _ => said(&rows[0], field),
    }
}

const EQUIPMENT: &[u8] = include_bytes!("../data/exports/1-equipment-list.csv");
const GERMAN: &[u8] = include_bytes!("../data/exports/2-german.csv");
const NETWORK: &[u8] = include_bytes!("../data/exports/3-network-list.txt");
const UDI: &[u8] = include_bytes!("../data/exports/4-udi.csv");
const COMPUTERS: &[u8] = include_bytes!("../data/exports/5-computers.csv");

#[test]
fn the_equipment_list_row_by_row() {
    let rows = rows(EQUIPMENT);
    assert_eq!(
        summary(&rows),
        [
            "2 header",
            "3 004417",
            "4 4417",
            "5 kgh004418",
            "6 004419",
            "7 004420 !Next PPM=31/06/2027",
            "8 004421",
            "9 004422",
            "10 004423",
            "11 004424",
            "12 004425",
            "13 004426",
            "14 004427 !Next PPM=OVERDUE",
            "15 004428",
            "16 004429",
            "17 004430",
            "18 004431",
            "19 total",
        ]
    );
    let [_, first, robbed, forced, syringe, monitor, swapped, ct, mri, ..] = rows.as_slice() else {
        panic!("rows are missing")
    };
    assert_eq!(said(first, Field::Serial), "01234567");
    assert_eq!(said(first, Field::NextMaintenanceOn), "2027-02");
    assert_eq!(said(robbed, Field::Serial), "1234567 ?");
    assert_eq!(said(robbed, Field::AssetTag), "4417 ?");
    assert_eq!(said(forced, Field::Serial), "");
    assert_eq!(said(forced, Field::Model), "ALARIS \"GP\"");
    assert_eq!(said(forced, Field::AcquiredOn), "2014-02-13");
    assert_eq!(said(syringe, Field::Serial), "135-00219");
    assert_eq!(said(syringe, Field::AcquiredOn), "");
    assert_eq!(said(syringe, Field::SoftwareVersion), "2.3.6");
    assert_eq!(said(monitor, Field::SoftwareVersion), "M.04.01, M.04.03");
    assert_eq!(said(monitor, Field::AcquiredOn), "2019-07-01");
    assert_eq!(said(swapped, Field::AcquiredOn), "2019-01-07");
    assert_eq!(said(ct, Field::AcquiredOn), "2017-03");
    assert_eq!(said(ct, Field::Serial), "");
    assert_eq!(said(mri, Field::Serial), "R4512 ?");
    assert_eq!(said(mri, Field::SoftwareVersion), "");
    assert_eq!(said(mri, Field::AcquiredOn), "2012");
    let refused = rows.iter().find_map(|r| match &r.outcome {
        Outcome::Device { refused, .. } => refused.first(),
        _ => None,
    });
    assert_eq!(refused.unwrap().reason.to_string(), "no such day: June 2027 has no day 31");
}

#[test]
fn the_german_list() {
    let reader = reader(GERMAN, "Geräte.csv").unwrap();
    let layout = reader.layout().clone();
    assert_eq!((layout.delimiter, layout.header_row), (Some(';'), Some(2)));
    let rows: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!(summary(&rows), ["3 a77"]);
    assert_eq!(said(&rows[0], Field::Manufacturer), "BBRAUN");
    assert_eq!(said(&rows[0], Field::Location), "Zürich? ?");
    assert_eq!(said(&rows[0], Field::Note), "Preis: 1.234,50; Datum: 04.05.16");
}

#[test]
fn the_network_list() {
    let rows = rows(NETWORK);
    assert_eq!(
        summary(&rows),
        [
            "2 9001",
            "3 9002",
            "4 9003",
            "5 9004 !ip=10.20.60.300",
            "6 9005 !mac=58:46:E1:00:00:00",
            "7 9006 !mac=see 9007"
        ]
    );
    let of = |field| rows.iter().map(|r| said(r, field)).collect::<Vec<_>>();
    assert_eq!(
        of(Field::Mac),
        [
            "d4:be:d9:12:34:56",
            "00:1b:21:aa:bb:cc",
            "00:1b:21:aa:bb:cd",
            "00:12:21:00:01:02",
            "",
            ""
        ]
    );
    assert_eq!(
        of(Field::Ip),
        ["10.20.45.17", "10.20.40.11", "10.20.40.11", "", "fe80::1", "192.168.10.14"]
    );
    assert_eq!(
        of(Field::Hostname),
        ["KGHRPT12", "CT1", "ct1.kgh.local", "SPACECOM-0007", "", "\\\\AVH\\MON"]
    );
    assert_eq!(
        of(Field::Manufacturer),
        ["Dell", "Intel Corporate", "", "B. Braun", "Baxter", "Philips Healthcare"]
    );
}

#[test]
fn the_udi_list_counts_a_cell_of_two_lines_as_one_row() {
    let rows = rows(UDI);
    assert_eq!(
        summary(&rows),
        ["2 serial:philips/de45600123", "3 serial:philips/de45600124 !UDI-DI=9.99999E+12"]
    );
    assert_eq!(said(&rows[0], Field::UdiDi), "09999999999994");
    assert_eq!(said(&rows[0], Field::DeviceType), "Monitor bedside, 2nd line of the cell");
}

#[test]
fn the_computer_list_recognises_nothing_and_says_so() {
    let reader = reader(COMPUTERS, "computers.csv").unwrap();
    assert!(reader.layout().notes.contains(&LayoutNote::NothingRecognises));
    let patch = &reader.layout().columns[2];
    assert_eq!((patch.header.as_str(), patch.field), ("Patch level", Some(Field::PatchStatus)));
    let rows: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    for row in &rows {
        assert_eq!(
            row.outcome,
            Outcome::Refused {
                reason: RowRefusal::NothingToRecogniseBy
            }
        );
    }
    // A person says that the first column is the asset number: the same file gives devices.
    let corrected = TableOptions {
        columns: vec![("Computer name".into(), Some(Field::AssetTag)), ("maker".into(), None)],
        ..options()
    };
    let reader = open(Box::new(Cursor::new(COMPUTERS)), "computers.csv", &corrected).unwrap();
    assert_eq!(reader.layout().columns[0].by, By::Person);
    let rows: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!(said(&rows[4], Field::Note), "Maker: Dräger; Notes: SW 2.0n ,Theatre 4");
    assert!(matches!(rows[5].outcome, Outcome::Refused { .. }));
}

#[test]
fn values_of_each_kind() {
    for (header, cell, field, expected) in [
        ("S/N", "\"=\"\"01234567\"\"\"", Field::Serial, "01234567"),
        ("S/N", "1.2E+11", Field::Serial, "! DigitsLost"),
        ("S/N", "44170.0", Field::Serial, "44170 ?"),
        ("S/N", "00000000", Field::Serial, ""),
        ("S/N", "To be filled by O.E.M.", Field::Serial, ""),
        ("S/N", "Not visible", Field::Serial, ""),
        (
            "Next PPM",
            "30/02/2027",
            Field::NextMaintenanceOn,
            "! NoSuchDay { day: 30, month: \"February\", year: 2027 }",
        ),
        ("Next PPM", "41683", Field::NextMaintenanceOn, "2014-02-13"),
        ("Support ends", "31.12.28", Field::SupportEndsOn, "2028-12-31"),
        ("Year of manufacture", "98", Field::ManufacturedOn, "! NotADate"),
        ("IP", "DHCP", Field::Ip, ""),
        ("IP", "10.20.60.300", Field::Ip, "! ImpossibleIp"),
        ("MAC", "0:12:21:0:1:2", Field::Mac, "00:12:21:00:01:02"),
        ("MAC", "00-00-00-00-00-00", Field::Mac, ""),
        ("MAC", "1.2E+11", Field::Mac, "! DigitsLost"),
        ("Mfr", "DrÃ¤ger", Field::Manufacturer, "Dräger"),
        ("S/W", "#REF!", Field::SoftwareVersion, ""),
        ("S/W", "TBC", Field::SoftwareVersion, ""),
        ("S/W", "9.33.1 ", Field::SoftwareVersion, "9.33.1"),
        ("S/W", "see POCT list", Field::SoftwareVersion, ""),
        ("UDI", "9.99999E+12", Field::UdiDi, "! DigitsLost"),
        ("UDI", "9506000134353", Field::UdiDi, "09506000134353 ?"),
        ("Vendor remote access", "None", Field::VendorRemoteAccess, "None ?"),
        ("Counted in", "T01@KGH#diagnostic", Field::Pool, "T01@KGH#diagnostic"),
    ] {
        assert_eq!(one_cell(header, cell, field), expected, "{header}: {cell}");
    }
}

#[test]
fn a_row_is_known_by_the_best_that_it_has() {
    for (cells, key) in [
        ("KGH-0042,BD,S1,,00:1b:21:aa:bb:cc", "kgh0042"),
        (",BD,S1,9506000134352,00:1b:21:aa:bb:cc", "serial:bd/s1"),
        (",,S1,9506000134352,00:1b:21:aa:bb:cc", "udi:09506000134352/s1"),
        (",,,9506000134352,00:1b:21:aa:bb:cc", "mac:00:1b:21:aa:bb:cc"),
        (",BD,R4512?,,00:1b:21:aa:bb:cc", "mac:00:1b:21:aa:bb:cc"),
        ("N/A,BD,S1,,", "serial:bd/s1"),
    ] {
        let text = format!("Asset No,Make,Serial,UDI,MAC\n{cells}\n");
        assert_eq!(device(&rows(text.as_bytes())[0]).key, key, "{cells}");
    }
    for cells in [
        ",BD,N/A,,",
        ",,S1,,",
        ",BD,,9506000134352,",
        ",BD,1.2E+11,,",
        "TBC,unknown,0,-,00:00:00:00:00:00",
    ] {
        let text = format!("Asset No,Make,Serial,UDI,MAC\n{cells}\n");
        assert_eq!(summary(&rows(text.as_bytes())), ["2 refused NothingToRecogniseBy"], "{cells}");
    }
}

#[test]
fn encodings() {
    let text = "Asset No,Make,Location\nA1,Dräger,Zürich\n";
    let utf16 = |big: bool, mark: bool| -> Vec<u8> {
        let units = mark.then_some(0xfeffu16).into_iter().chain(text.encode_utf16());
        units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    };
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend_from_slice(text.as_bytes());
    let western = b"Asset No,Make,Location\nA1,Dr\xe4ger,Z\xfcrich\n".to_vec();
    let mixed = b"Asset No,Make,Location\nA1,Dr\xe4ger,Z\xc3\xbcrich\n".to_vec();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        (marked, "UTF-8"),
        (western, "windows-1252"),
        (mixed, "windows-1252"),
        (utf16(false, true), "UTF-16LE"),
        (utf16(true, true), "UTF-16BE"),
        (utf16(false, false), "UTF-16LE"),
        (utf16(true, false), "UTF-16BE"),
    ] {
        let reader = reader(&bytes, "a.csv").unwrap();
        assert_eq!(reader.layout().encoding, Some(encoding));
        let rows: Vec<Row> = reader.map(Result::unwrap).collect();
        assert_eq!(summary(&rows), ["2 a1"], "{encoding}");
        assert_eq!(said(&rows[0], Field::Manufacturer), "Dräger", "{encoding}");
        assert_eq!(said(&rows[0], Field::Location), "Zürich", "{encoding}");
    }
}

#[test]
fn separators() {
    for separator in [",", ";", "\t", "|", "^", "~"] {
        let text = ["Asset No,Make,Note", "A1,BD,\"a,b;c|d\"", "A2,GE,x"].map(|l| match l.split_once('"') {
            Some((before, quoted)) => format!("{}\"{quoted}", before.replace(',', separator)),
            None => l.replace(',', separator),
        });
        let text = text.join("\r\n");
        let rows = rows(text.as_bytes());
        assert_eq!(summary(&rows), ["2 a1", "3 a2"], "{separator:?}");
        assert_eq!(said(&rows[0], Field::Note), "Note: a,b;c|d", "{separator:?}");
    }
    // Excel's own line is not a row.
    let told = rows(b"sep=;\r\nAsset No;Make\r\nA1;BD\r\n");
    assert_eq!(summary(&told), ["2 a1"]);
}

#[test]
fn furniture_around_and_between_the_devices() {
    let text = "Sample Hospital,,,\nEquipment register - printed 03/11/2026,,,\n,,,\nAsset No,Make,Model,S/N\nRADIOLOGY,,,\nA1,BD,GH,1001\n\n,,,\n\
                Asset No,Make,Model,S/N\nA2,BD,GH,1002\nTotal,,,2\nEnd of report,,,\n";
    let reader = reader(text.as_bytes(), "a.csv").unwrap();
    assert_eq!(reader.layout().header_row, Some(4));
    let rows: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!(
        summary(&rows),
        [
            "5 header", "6 a1", "7 blank", "8 blank", "9 header", "10 a2", "11 total", "12 total"
        ]
    );
}

#[test]
fn columns_named_twice_and_columns_of_one_field() {
    let text = "Asset No,Serial No,Serial No,Building,Floor,Room,OS,OS build,IP,IP (WLAN)\n\
                A1,S1,S2,Main,2,Bay 3,Windows 10,19045,10.0.0.1,10.0.0.2\nA2,,S2,Main,,,,,,\n";
    let reader = reader(text.as_bytes(), "a.csv").unwrap();
    let headers: Vec<&str> = reader.layout().columns.iter().map(|c| c.header.as_str()).collect();
    assert_eq!(headers[1..3], ["Serial No", "Serial No (2)"]);
    assert!(reader.layout().notes.contains(&LayoutNote::HeaderTwice {
        header: "Serial No".into()
    }));
    let rows: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!(said(&rows[0], Field::Serial), "S1");
    assert_eq!(said(&rows[0], Field::Note), "Serial No (2): S2");
    assert_eq!(said(&rows[0], Field::Location), "Main, 2, Bay 3");
    assert_eq!(said(&rows[0], Field::Os), "Windows 10 19045");
    assert_eq!(said(&rows[0], Field::Ip), "10.0.0.1, 10.0.0.2");
    assert_eq!(said(&rows[1], Field::Serial), "S2");
}

#[test]
fn content_speaks_where_names_do_not_or_lie() {
    let mut text = String::from("ID,Address,Serial,Vendor,Maker,Contact\n");
    for i in 0..20 {
        text += &format!(
            "BM{:05},10.0.0.{},00:1b:21:00:00:{:02x},Acme,BD,00-1b-22-00-00-{:02x}\n",
            i * 7 + 3,
            i + 1,
            i + 1,
            i + 1
        );
    }
    let reader = reader(text.as_bytes(), "a.csv").unwrap();
    let columns: Vec<(Option<Field>, By)> = reader.layout().columns.iter().map(|c| (c.field, c.by)).collect();
    let content = By::Content { fits: 20, of: 20 };
    assert_eq!(columns[0], (Some(Field::AssetTag), content));
    assert_eq!(columns[1], (Some(Field::Ip), content));
    assert_eq!(columns[2], (Some(Field::Mac), content));
    assert_eq!(columns[3], (Some(Field::Supplier), By::Name));
    assert_eq!(columns[4], (Some(Field::Manufacturer), By::Name));
    assert_eq!(columns[5], (Some(Field::Mac), content));
    assert!(
        reader
            .layout()
            .notes
            .iter()
            .any(|n| matches!(n, LayoutNote::NameAgainstContent { named: Field::Serial, .. }))
    );
    let rows: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!(said(&rows[0], Field::Mac), "00:1b:21:00:00:01, 00:1b:22:00:00:01");
}

#[test]
fn a_running_number_is_no_asset_number() {
    let mut text = String::from("No.,Make,Model,Serial\n");
    for i in 1..=20 {
        text += &format!("{i},BD,GH,S{}\n", 1000 + i);
    }
    let reader = reader(text.as_bytes(), "a.csv").unwrap();
    assert_eq!(reader.layout().columns[0].field, None);
    let rows: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!(device(&rows[0]).key, "serial:bd/s1001");
}

#[test]
fn day_and_month() {
    let order = |text: &str| {
        let reader = reader(text.as_bytes(), "a.csv").unwrap();
        let column = reader.layout().columns[1].day_month;
        let notes = reader.layout().notes.clone();
        let rows: Vec<Row> = reader.map(Result::unwrap).collect();
        (column, notes, rows.iter().map(|r| said(r, Field::AcquiredOn)).collect::<Vec<_>>())
    };
    let (column, _, dates) = order("Asset No,Acq Date\nA1,02/25/2019\nA2,07/01/2019\n");
    assert_eq!(column, Some((DayMonth::MonthFirst, OrderFrom::ItsDates)));
    assert_eq!(dates, ["2019-02-25", "2019-07-01"]);
    let (column, _, dates) = order("Asset No,Acq Date\nA1,25/02/2019\nA2,07/01/2019\nA3,01/25/2019\n");
    assert_eq!(column, Some((DayMonth::DayFirst, OrderFrom::ItsDates)));
    assert_eq!(dates, ["2019-02-25", "2019-01-07", "2019-01-25 ?"]);
    let (column, notes, dates) = order("Asset No,Acq Date\nA1,07/01/2019\n");
    assert_eq!(column, Some((DayMonth::DayFirst, OrderFrom::Assumed)));
    assert_eq!(dates, ["2019-01-07"]);
    assert_eq!(
        notes,
        [LayoutNote::DayMonthAssumed {
            column: "Acq Date".into(),
            open: 1
        }]
    );
    let (column, _, dates) = order("Asset No,Acq Date,Next PPM\nA1,07/01/2019,12/31/2026\n");
    assert_eq!(column, Some((DayMonth::MonthFirst, OrderFrom::OtherColumns)));
    assert_eq!(dates, ["2019-07-01"]);
}

#[test]
fn a_separator_without_quotation_marks_shifts_no_cell_in_silence() {
    let rows = rows(b"Asset No,Type,Make,Serial\nA1,Pump,BD,S1\nA2,Pump, infusion,BD,S2\nA3,Pump,BD,S3,,\nA4,Pump,BD,S4\nA5,Pump,BD,S5\nA6,Pump,BD,S6\n");
    assert_eq!(
        summary(&rows),
        [
            "2 a1",
            "3 refused MoreCellsThanColumns { found: 5, expected: 4 }",
            "4 a3",
            "5 a4",
            "6 a5",
            "7 a6"
        ]
    );
    // Where most rows have such a cell it is a column without a name.
    let rows = self::rows(b"Asset No,Make\nA1,BD,left of the door\nA2,GE,on loan\n");
    assert_eq!(said(&rows[1], Field::Note), "Column C: on loan");
}

#[test]
fn a_file_without_a_header_is_read_by_its_content() {
    let reader = reader(
        b"00:1b:21:aa:bb:01,10.0.0.1,CT1\n00:1b:21:aa:bb:02,10.0.0.2,CT2\n00:1b:21:aa:bb:03,10.0.0.3,CT3\n",
        "arp.csv",
    )
    .unwrap();
    assert_eq!(reader.layout().header_row, None);
    assert!(reader.layout().notes.contains(&LayoutNote::NoHeader));
    let rows: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!((rows[0].number, device(&rows[0]).key.as_str()), (1, "mac:00:1b:21:aa:bb:01"));
    assert_eq!(said(&rows[2], Field::Note), "Column C: CT3");
}

#[test]
fn what_is_no_table_is_refused_by_what_it_is() {
    for (bytes, expected) in [
        (&b""[..], FileRefusal::Empty),
        (b"  \r\n \n", FileRefusal::Empty),
        (b"\xef\xbb\xbf", FileRefusal::Empty),
        (b"%PDF-1.7\n%", FileRefusal::WrongKind { kind: FileKind::Pdf }),
        (b"\n<!DOCTYPE html><table><tr>", FileRefusal::WrongKind { kind: FileKind::Html }),
        (b"<?xml version=\"1.0\"?><Workbook>", FileRefusal::WrongKind { kind: FileKind::Xml }),
        (b"{\"document\": {}}", FileRefusal::WrongKind { kind: FileKind::Json }),
        (b"\x89PNG\r\n\x1a\n", FileRefusal::WrongKind { kind: FileKind::Picture }),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1aaaa",
            FileRefusal::WrongKind { kind: FileKind::OldExcel },
        ),
        (
            b"\x1f\x8b\x08",
            FileRefusal::WrongKind {
                kind: FileKind::Compressed,
            },
        ),
        (
            &[1, 2, 3, 4, 5, 6, 7, 8, 9, 200, 3, 4, 5],
            FileRefusal::WrongKind { kind: FileKind::Binary },
        ),
        (
            b"Dear colleague\nplease find the list below\n",
            FileRefusal::NoTable { looked_at: 2 },
        ),
    ] {
        let refusal = reader(bytes, "devices.csv").err();
        assert_eq!(refusal, Some(expected), "{}", String::from_utf8_lossy(bytes));
    }
    let sentence = FileRefusal::WrongKind { kind: FileKind::OldExcel }.to_string();
    assert_eq!(
        sentence,
        "the file is a workbook of Excel 97 to 2003 (XLS); expected a CSV or XLSX export of devices: open it in the spreadsheet program and save it as XLSX or CSV"
    );
}

#[test]
fn refused_rows_keep_their_cells_for_repair() {
    let rows = rows(b"Asset No,Make,Notes\nTBC , BD,\"two\nlines\"\n");
    assert_eq!(rows[0].cells.iter().collect::<Vec<_>>(), ["TBC ", " BD", "two\nlines"]);
    let reason = CellReason::DigitsLost.to_string();
    assert!(reason.contains("digits are lost"));
}

#[test]
fn exports_of_other_habits() {
    // Each: the file, then what is said of the first device.
    let first = |text: &str, fields: &[(Field, &str)]| {
        let rows = rows(text.as_bytes());
        let row = rows
            .iter()
            .find(|r| matches!(r.outcome, Outcome::Device { .. }))
            .unwrap_or_else(|| panic!("no device in {text}"));
        for (field, expected) in fields {
            assert_eq!(said(row, *field), *expected, "{text}");
        }
    };
    use Field::{
        AcquiredOn, AssetTag, Department, DeviceType, Hostname, Ip, Mac, Manufacturer, Model, NextMaintenanceOn, Os, Serial,
        SoftwareVersion,
    };
    // Two header rows, the upper one of groups.
    first(
        "Identification,,,Network,,Dates,\nAsset No,Make,Serial No,IP,MAC,Purchased,Next PPM\nA1,BD,S100,10.0.0.1,00:1b:21:aa:bb:cc,2014,03-2027\n",
        &[
            (AssetTag, "A1"),
            (Serial, "S100"),
            (Ip, "10.0.0.1"),
            (AcquiredOn, "2014"),
            (NextMaintenanceOn, "2027-03"),
        ],
    );
    // Headers of two lines, in quotation marks, with units.
    first(
        "\"Asset\nNumber\",\"Serial\nNumber\",\"Software\nVersion\",\"Purchase Date (dd/mm/yyyy)\"\nA1,S100,1.2,07/01/2019\n",
        &[
            (AssetTag, "A1"),
            (Serial, "S100"),
            (SoftwareVersion, "1.2"),
            (AcquiredOn, "2019-01-07"),
        ],
    );
    // Line ends of old Macintosh programs.
    first(
        "Tag\tMaker\tModel\rA1\tGE\tB450\rA2\tGE\tB450\r",
        &[(AssetTag, "A1"), (Model, "B450")],
    );
    // Excel's "Unicode text" without its mark would be UTF-16; here plain tabs and trailing empty columns.
    first(
        "Equip ID\tEquip Desc\tMfr\tMod\tSer No\tDept\t\t\nE-9\tVentilator\tHAMILTON\tC6\t7731\tITU\t\t\n",
        &[
            (AssetTag, "E-9"),
            (DeviceType, "Ventilator"),
            (Manufacturer, "HAMILTON"),
            (Model, "C6"),
            (Serial, "7731"),
            (Department, "ITU"),
        ],
    );
    // A list of the IT department.
    first(
        "Hostname;IP-Adresse;MAC-Adresse;Betriebssystem;Hersteller\nCT1;10.0.0.1;00-1B-21-AA-BB-CC;WINDOWS 7 PRO SP1;Siemens\n",
        &[
            (Hostname, "CT1"),
            (Ip, "10.0.0.1"),
            (Mac, "00:1b:21:aa:bb:cc"),
            (Os, "WINDOWS 7 PRO SP1"),
            (Manufacturer, "Siemens"),
        ],
    );
    // French.
    first(
        "N° inventaire;Désignation;Marque;Modèle;N° de série;Service;Date d'achat\n0042;Respirateur;Dräger;Evita;ASAB-0042;Réanimation;13/02/2014\n",
        &[
            (AssetTag, "0042"),
            (DeviceType, "Respirateur"),
            (Manufacturer, "Dräger"),
            (Serial, "ASAB-0042"),
            (AcquiredOn, "2014-02-13"),
        ],
    );
    // Vendor alone is the maker; a ward beside a department is a place.
    first("Asset,Vendor,Ward\nA1,BD,W12\n", &[(Manufacturer, "BD"), (Department, "W12")]);
    // One column.
    first("MAC address\n00:1b:21:aa:bb:cc\n", &[(Mac, "00:1b:21:aa:bb:cc")]);
    // Programs that write every number as a float, and dates with a time of day.
    first(
        "asset_no,make,serial,purchased\n4417.0,BD,1001.0,2014-02-13 00:00:00\n",
        &[(AssetTag, "4417 ?"), (Serial, "1001 ?"), (AcquiredOn, "2014-02-13")],
    );
}
