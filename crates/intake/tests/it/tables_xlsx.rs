//! Workbooks as the spreadsheet program writes them.

use std::io::{Cursor, Read, Write};

use intake::table::{By, FileKind, FileRefusal, LayoutNote, Outcome, Row, TableOptions, open};
use register::Field;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::tables::{device, options, reader, rows, said};

/// A workbook of text cells.
pub fn book(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (r, cells) in rows.iter().enumerate() {
        for (c, text) in cells.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            sheet.write_string(r as u32, c as u16, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_as_hospitals_have_them() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Cover")
        .unwrap()
        .write_string(0, 0, "Medical devices")
        .unwrap();
    let sheet = book.add_worksheet().set_name("Equipment").unwrap();
    let title = Format::new().set_bold();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let padded = Format::new().set_num_format("000000");
    sheet.merge_range(0, 0, 0, 7, "EQUIPMENT LIST - CONFIDENTIAL", &title).unwrap();
    for (c, name) in ["Asset No", "Make", "Model", "S/N", "S/W", "Acq Date", "On network", "Next PPM"]
        .into_iter()
        .enumerate()
    {
        sheet.write_string_with_format(2, c as u16, name, &title).unwrap();
    }
    sheet.write_number_with_format(3, 0, 4417, &padded).unwrap();
    sheet.write_string(3, 1, "BD").unwrap();
    sheet.write_number(3, 3, 1234567).unwrap();
    sheet.write_number(3, 4, 2.1).unwrap();
    sheet
        .write_datetime_with_format(3, 5, ExcelDateTime::from_ymd(2014, 2, 13).unwrap(), &date)
        .unwrap();
    sheet.write_boolean(3, 6, true).unwrap();
    sheet
        .write_formula(3, 7, Formula::new("=EDATE(F4,120)").set_result("45337"))
        .unwrap();
    sheet.write_string(5, 0, "004418").unwrap();
    sheet.write_string(5, 1, "Dräger & Söhne <D>").unwrap();
    sheet
        .write_datetime_with_format(5, 3, ExcelDateTime::from_ymd(2017, 3, 1).unwrap(), &date)
        .unwrap();
    sheet.write_number(5, 2, 866062).unwrap();
    sheet.write_formula(5, 7, Formula::new("=NA()").set_result("#N/A")).unwrap();
    sheet.write_string(6, 0, "TOTAL ASSETS: 2").unwrap();
    sheet.write_string_with_format(9, 1, "", &title).unwrap();
    book.add_worksheet()
        .set_name("Scrapped 2018")
        .unwrap()
        .write_row(0, 0, ["Asset No", "Make", "Model"])
        .unwrap();
    let bytes = book.save_to_buffer().unwrap();

    let reader = reader(&bytes, "equipment.csv").unwrap();
    let layout = reader.layout().clone();
    assert_eq!(
        (layout.format, layout.header_row, layout.sheet.as_deref()),
        (FileKind::Xlsx, Some(3), Some("Equipment"))
    );
    assert_eq!(
        layout.notes[..2],
        [
            LayoutNote::NamedOtherwise {
                name: "equipment.csv".into(),
                format: FileKind::Xlsx
            },
            LayoutNote::SheetsNotRead {
                others: vec![("Cover".into(), false), ("Scrapped 2018".into(), true)]
            }
        ]
    );
    let rows: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!(rows.iter().map(|r| r.number).collect::<Vec<_>>(), [4, 5, 6, 7]);
    assert_eq!(rows[1].outcome, Outcome::Blank);
    assert_eq!(rows[3].outcome, Outcome::Total);
    assert_eq!(said(&rows[0], Field::AssetTag), "004417");
    assert_eq!(said(&rows[0], Field::Serial), "1234567 ?");
    assert_eq!(said(&rows[0], Field::SoftwareVersion), "2.1 ?");
    assert_eq!(said(&rows[0], Field::AcquiredOn), "2014-02-13");
    assert_eq!(said(&rows[0], Field::NetworkConnection), "TRUE");
    assert_eq!(said(&rows[0], Field::NextMaintenanceOn), "2024-02-15");
    assert_eq!(said(&rows[2], Field::Manufacturer), "Dräger & Söhne <D>");
    assert_eq!(said(&rows[2], Field::Model), "866062");
    let Outcome::Device { refused, .. } = &rows[2].outcome else {
        panic!("no device")
    };
    assert_eq!(refused.len(), 1);
    assert_eq!(
        refused[0].reason.to_string(),
        "a spreadsheet turned the text into a date; expected it as the maker writes it"
    );
}

#[test]
fn a_person_chooses_the_sheet() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("A")
        .unwrap()
        .write_row_matrix(0, 0, [["Asset No", "Make"], ["1", "BD"]])
        .unwrap();
    book.add_worksheet()
        .set_name("B")
        .unwrap()
        .write_row_matrix(0, 0, [["Asset No", "Make"], ["2", "GE"]])
        .unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let of = |sheet: Option<&str>| {
        let options = TableOptions {
            sheet: sheet.map(str::to_owned),
            ..options()
        };
        open(Box::new(Cursor::new(bytes.as_slice())), "a.xlsx", &options)
            .map(|r| r.map(|row| device(&row.unwrap()).key.clone()).collect::<Vec<_>>())
    };
    assert_eq!(of(None), Ok(vec!["1".into()]));
    assert_eq!(of(Some("B")), Ok(vec!["2".into()]));
    assert_eq!(
        of(Some("C")).err().unwrap().to_string(),
        "the workbook has no sheet \"C\"; it has \"A\", \"B\""
    );
}

#[test]
fn large_numbers_keep_their_digits_up_to_fifteen() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["Asset No", "Serial", "UDI"]).unwrap();
    sheet.write_string(1, 0, "A1").unwrap();
    sheet.write_number(1, 1, 123_456_789_012.0).unwrap();
    sheet.write_number(1, 2, 9_506_000_134_352.0).unwrap();
    sheet.write_string(2, 0, "A2").unwrap();
    sheet.write_number(2, 1, 1.234_567_890_123_456_7e17).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let rows = rows(&bytes);
    assert_eq!(said(&rows[0], Field::Serial), "123456789012 ?");
    assert_eq!(said(&rows[0], Field::UdiDi), "09506000134352");
    assert_eq!(said(&rows[1], Field::Serial), "");
}

#[test]
fn text_renamed_and_workbooks_renamed_are_told_by_content() {
    let reader = reader(b"Asset No,Make\nA1,BD\n", "devices.xlsx").unwrap();
    assert_eq!(reader.layout().format, FileKind::Delimited);
    assert!(matches!(reader.layout().notes[0], LayoutNote::NamedOtherwise { .. }));
    assert_eq!(reader.layout().columns[0].by, By::Name);
}

/// The parts of a workbook, some of them replaced.
pub fn repacked(bytes: &[u8], replace: &[(&str, &[u8])], leave_out: &[&str]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let packing = zip::write::SimpleFileOptions::default();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        if leave_out.contains(&name.as_str()) {
            continue;
        }
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if let Some((_, other)) = replace.iter().find(|(n, _)| *n == name) {
            content = other.to_vec();
        }
        out.start_file(name, packing).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn sheets_as_other_programs_write_them() {
    let base = book(&[&["x"]]);
    // A prefix on every element, cells without addresses, texts in place, rich text, phonetic text, escaped letters.
    let sheet = br#"<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>
      <x:row><x:c t="inlineStr"><x:is><x:t>Asset No</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:r><x:t>Ma</x:t></x:r><x:r><x:t>ke</x:t></x:r></x:is></x:c><x:c t="str"><x:v>Notes</x:v></x:c></x:row>
      <x:row r="4"><x:c r="A4"><x:v>17</x:v></x:c><x:c r="C4" t="inlineStr"><x:is><x:t>a &amp; b_x000D_&#10;&#228;</x:t><x:rPh sb="0" eb="1"><x:t>no</x:t></x:rPh></x:is></x:c></x:row>
      <x:row r="2"><x:c t="e"><x:v>#REF!</x:v></x:c></x:row>
    </x:sheetData></x:worksheet>"#;
    let bytes = repacked(&base, &[("xl/worksheets/sheet1.xml", sheet)], &["xl/styles.xml"]);
    let rows = rows(&bytes);
    assert_eq!(rows.iter().map(|r| r.number).collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert_eq!(said(&rows[2], Field::AssetTag), "17");
    assert_eq!(said(&rows[2], Field::Note), "Notes: a & b ä");
}

#[test]
fn damaged_workbooks_are_refused_with_the_part_named() {
    let base = book(&[&["Asset No", "Make"], &["A1", "BD"], &["A2", "GE"]]);
    for cut in [10, 30, base.len() / 2, base.len() - 30] {
        let refusal = reader(&base[..cut], "a.xlsx").err().unwrap();
        assert!(matches!(&refusal, FileRefusal::Damaged { .. }), "{cut}: {refusal}");
    }
    let missing = repacked(&base, &[], &["xl/worksheets/sheet1.xml"]);
    assert!(matches!(reader(&missing, "a.xlsx").err(), Some(FileRefusal::Damaged { .. })));
    let zip = repacked(&base, &[], &["[Content_Types].xml", "xl/workbook.xml"]);
    assert_eq!(reader(&zip, "a.xlsx").err(), Some(FileRefusal::WrongKind { kind: FileKind::Zip }));
    let half = repacked(
        &base,
        &[(
            "xl/worksheets/sheet1.xml",
            b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Asset No",
        )],
        &[],
    );
    assert!(matches!(reader(&half, "a.xlsx").err(), Some(FileRefusal::Damaged { .. })));
}
