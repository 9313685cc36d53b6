//! Files made to do harm, and files harmed. The memory that each takes is measured in a process of its own.

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::process::Command;

use flate2::{Compress, Compression, Crc, FlushCompress};
use intake::table::{FileRefusal, Outcome, RowRefusal, open, tally};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::tables::{options, reader, rows};
use crate::tables_xlsx::{book, repacked};

/// A file of a beginning, one byte over and over, and an end, which takes no room.
struct Repeated {
    head: &'static [u8],
    body: u8,
    length: u64,
    tail: &'static [u8],
    at: u64,
}

impl Repeated {
    fn end(&self) -> u64 {
        self.head.len() as u64 + self.length + self.tail.len() as u64
    }
}

impl Read for Repeated {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let head = self.head.len() as u64;
        let n = if self.at < head {
            (&self.head[self.at as usize..]).read(out)?
        } else if self.at < head + self.length {
            let n = out.len().min((head + self.length - self.at) as usize);
            out[..n].fill(self.body);
            n
        } else {
            (&self.tail[(self.at - head - self.length).min(self.tail.len() as u64) as usize..]).read(out)?
        };
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for Repeated {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => self.end().saturating_add_signed(by),
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// A workbook one part of which is `head`, then `body` over and over up to so many bytes, then `tail`. Its packed bytes are
/// one packed piece over and over, so that even a gigabyte is made at once.
fn bomb(part: &str, head: &str, body: &str, bytes: u64, tail: &str) -> Vec<u8> {
    let piece = body.repeat(1 + (1 << 20) / body.len());
    let times = bytes.div_ceil(piece.len() as u64);
    let mut packed = Vec::new();
    let mut packer = Compress::new(Compression::best(), false);
    let mut pack = |text: &str, flush| {
        let mut out = Vec::with_capacity(text.len() + 4096);
        packer.compress_vec(text.as_bytes(), &mut out, flush).unwrap();
        out
    };
    packed.extend(pack(head, FlushCompress::Full));
    // After a full flush nothing refers to what was before, so a piece can stand anywhere.
    let packed_piece = pack(&piece, FlushCompress::Full);
    (0..times).for_each(|_| packed.extend_from_slice(&packed_piece));
    packed.extend(pack(tail, FlushCompress::Finish));
    let mut one = Crc::new();
    one.update(piece.as_bytes());
    let mut crc = Crc::new();
    crc.update(head.as_bytes());
    (0..times).for_each(|_| crc.combine(&one));
    let mut end = Crc::new();
    end.update(tail.as_bytes());
    crc.combine(&end);
    let unpacked = head.len() as u64 + times * piece.len() as u64 + tail.len() as u64;
    with_packed_part(&book(&[&["Asset No", "Make"], &["A1", "BD"]]), part, &packed, crc.sum(), unpacked)
}

/// An archive written by hand: the parts of `base`, one of them with packed bytes as given.
fn with_packed_part(base: &[u8], part: &str, packed: &[u8], crc: u32, unpacked: u64) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(base)).unwrap();
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    let count = archive.len() as u16;
    for i in 0..archive.len() {
        let file = archive.by_index_raw(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let (mut crc_of, mut size) = (file.crc32(), file.size() as u32);
        let method: u16 = if file.compression() == zip::CompressionMethod::Stored {
            0
        } else {
            8
        };
        let (start, length) = (file.data_start().unwrap() as usize, file.compressed_size() as usize);
        let mut data = &base[start..start + length];
        let mut method = method;
        if name == part {
            (data, method, crc_of, size) = (packed, 8, crc, u32::try_from(unpacked).unwrap());
        }
        let mut common = Vec::new();
        common.extend_from_slice(&[20, 0, 0, 0]);
        common.extend_from_slice(&method.to_le_bytes());
        common.extend_from_slice(&[0; 4]);
        for number in [crc_of, data.len() as u32, size] {
            common.extend_from_slice(&number.to_le_bytes());
        }
        common.extend_from_slice(&(name.len() as u16).to_le_bytes());
        common.extend_from_slice(&[0; 2]);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&(out.len() as u32).to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(data);
    }
    let start = out.len() as u32;
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&(directory.len() as u32).to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    out
}

const STRINGS: &str = "xl/sharedStrings.xml";
const SHEET: &str = "xl/worksheets/sheet1.xml";

/// What became of a hostile file, in a word.
fn outcome(case: &str) -> String {
    let head =
        r#"<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>Asset No</t></is></c><c t="inlineStr"><is><t>Make</t></is></c></row>"#;
    let bytes = match case {
        "one line without end" | "one line without end among others" | "a mark never closed" => {
            let file = match case {
                "one line without end" => Repeated {
                    head: b"",
                    body: b'x',
                    length: 300 * MIB,
                    tail: b"",
                    at: 0,
                },
                "a mark never closed" => Repeated {
                    head: b"Asset No,Make\nA1,\"",
                    body: b'x',
                    length: 300 * MIB,
                    tail: b"\nA2,GE\n",
                    at: 0,
                },
                _ => Repeated {
                    head: b"Asset No,Make\nA1,",
                    body: b',',
                    length: 300 * MIB,
                    tail: b"\nA2,GE\n",
                    at: 0,
                },
            };
            return match open(Box::new(file), "a.csv", &options()) {
                Err(refusal) => format!("{refusal:?}"),
                Ok(reader) => reader
                    .map(|row| match row.unwrap().outcome {
                        Outcome::Device { statement, .. } => statement.key,
                        Outcome::Refused {
                            reason: RowRefusal::TooLong { bytes, .. },
                        } => format!("too long {bytes}"),
                        other => format!("{other:?}"),
                    })
                    .collect::<Vec<_>>()
                    .join(", "),
            };
        }
        "texts without end" => bomb(
            STRINGS,
            "<sst>",
            &format!("<si><t>{}</t></si>", "a text ".repeat(2000)),
            300 * MIB,
            "</sst>",
        ),
        "more texts than any list" => bomb(STRINGS, "<sst>", "<si><t>x</t></si>", 2 * GIB, "</sst>"),
        "empty texts without end" => bomb(STRINGS, "<sst>", "<si/>", 300 * MIB, "</sst>"),
        "a text without end" => bomb(STRINGS, "<sst><si><t>", "x", 500 * MIB, "</t></si></sst>"),
        "a cell without end" => bomb(
            SHEET,
            &format!("{head}<row><c t=\"inlineStr\"><is><t>"),
            "x",
            500 * MIB,
            "</t></is></c></row></sheetData></worksheet>",
        ),
        "a tag without end" => bomb(SHEET, &format!("{head}<row a=\""), "x", 500 * MIB, "\"/></sheetData></worksheet>"),
        "elements without end" => bomb(SHEET, head, "<a>", 500 * MIB, ""),
        "spaces without end" => bomb(SHEET, head, " ", 3 * GIB, "</sheetData></worksheet>"),
        "formulas without end" => bomb(
            SHEET,
            &format!("{head}<row>"),
            &format!("<f>{}</f>", "a".repeat(2000)),
            500 * MIB,
            "</row></sheetData></worksheet>",
        ),
        "blank rows without end" => bomb(SHEET, head, "<row/>", 500 * MIB, "</sheetData></worksheet>"),
        "a lie about its size" => {
            let bytes = bomb(STRINGS, "<sst>", "<si><t>some text</t></si>", 700 * MIB, "</sst>");
            // Declared as the few bytes that an honest part has.
            let at = bytes.windows(STRINGS.len()).rposition(|w| w == STRINGS.as_bytes()).unwrap();
            let mut bytes = bytes;
            bytes[at - 22..at - 18].copy_from_slice(&200u32.to_le_bytes());
            bytes
        }
        "a declared count" => {
            let base = book(&[&["Asset No", "Make"], &["A1", "BD"]]);
            let sst = br#"<sst count="18446744073709551615" uniqueCount="18446744073709551615"><si><t>Asset No</t></si><si><t>Make</t></si><si><t>A1</t></si><si><t>BD</t></si></sst>"#;
            repacked(&base, &[(STRINGS, sst)], &[])
        }
        "a text shown without end" => {
            // One text of 32,000 letters in 16,000 cells of every row.
            let strings = format!("<sst><si><t>{}</t></si></sst>", "y".repeat(32_000));
            let cells = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(16_000));
            let sheet = format!("{head}{}</sheetData></worksheet>", cells.repeat(10));
            repacked(&book(&[&["a"]]), &[(STRINGS, strings.as_bytes()), (SHEET, sheet.as_bytes())], &[])
        }
        "a directory without end" => {
            let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let packing = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            for i in 0..100_000 {
                out.start_file(format!("xl/{i}"), packing).unwrap();
            }
            out.finish().unwrap().into_inner()
        }
        other => panic!("no case {other}"),
    };
    match reader(&bytes, "a.xlsx") {
        Err(refusal) => refusal.to_string(),
        Ok(reader) => {
            let (mut devices, mut refused, mut fault) = (0, 0, "to the end".to_owned());
            for row in reader {
                match row.map(|r| r.outcome) {
                    Ok(Outcome::Device { .. }) => devices += 1,
                    Ok(Outcome::Refused { .. }) => refused += 1,
                    Ok(Outcome::Blank | Outcome::Header | Outcome::Total) => {}
                    Err(refusal) => fault = refusal.to_string(),
                }
            }
            format!("{devices} devices, {refused} refused, {fault}")
        }
    }
}

/// Run by [`memory_stays_bounded`] in a process of its own: prints what became of a case and the memory it took.
#[test]
#[ignore = "run by memory_stays_bounded"]
fn one_case() {
    let Ok(case) = std::env::var("WARDLINE_TEST_CASE") else { return };
    let outcome = outcome(&case);
    println!("OUTCOME {outcome}");
    // The kernel's own high-water mark, in KiB; Linux only, elsewhere nothing is claimed of memory.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|l| l.strip_prefix("VmHWM:"))
        .and_then(|l| l.split_whitespace().next());
    println!("\nPEAK {}", peak.unwrap_or("0"));
}

/// The hostile bytes themselves are made in the same process: their size is no part of the reader's memory, but they are
/// small (packed) or not there at all (`Repeated`).
#[test]
fn memory_stays_bounded() {
    for (case, expected) in [
        ("one line without end", "FirstRowTooLong"),
        ("one line without end among others", "too long 314572803, a2"),
        ("a mark never closed", "too long 314572804, a2"),
        (
            "texts without end",
            "refused by size: xl/sharedStrings.xml unpacks to more than 96 MiB",
        ),
        (
            "more texts than any list",
            "refused by size: xl/sharedStrings.xml unpacks to more than 768 MiB",
        ),
        (
            "empty texts without end",
            "refused by size: xl/sharedStrings.xml holds more than 6000000 texts",
        ),
        ("a text without end", "xl/sharedStrings.xml: a single value of more than 2 MiB"),
        ("a cell without end", "xl/worksheets/sheet1.xml: a single value of more than 2 MiB"),
        ("a tag without end", "xl/worksheets/sheet1.xml: a single value of more than 2 MiB"),
        ("elements without end", "xl/worksheets/sheet1.xml: elements nested deeper"),
        ("spaces without end", "xl/worksheets/sheet1.xml: a single value of more than 2 MiB"),
        ("formulas without end", "a likely trap: xl/worksheets/sheet1.xml unpacks to over"),
        ("blank rows without end", "xl/worksheets/sheet1.xml: row 1048577"),
        ("a lie about its size", "it unpacks to more than the 200 bytes that it declares"),
        ("a declared count", "1 devices, 0 refused, to the end"),
        ("a text shown without end", "0 devices, 10 refused, to the end"),
        ("a directory without end", "directory"),
    ] {
        let begun = std::time::Instant::now();
        let exe = std::env::current_exe().unwrap();
        let out = Command::new(exe)
            .args(["--exact", "tables_hostile::one_case", "--ignored", "--nocapture"])
            .env("WARDLINE_TEST_CASE", case)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(out.status.success(), "{case}: {text} {}", String::from_utf8_lossy(&out.stderr));
        let outcome = text
            .lines()
            .find_map(|l| l.split_once("OUTCOME ").map(|(_, o)| o))
            .unwrap_or("")
            .to_owned();
        assert!(outcome.contains(expected), "{case}: {outcome}");
        let mib = text.lines().find_map(|l| l.strip_prefix("PEAK ")).unwrap().parse::<u64>().unwrap() / 1024;
        println!("{case}: {mib} MiB, {:?}, {outcome}", begun.elapsed());
        assert!(mib < 256, "{case} took {mib} MiB");
    }
}

#[test]
fn a_wide_table_and_one_too_wide() {
    let wide = |columns: usize| {
        let mut text = String::from("Asset No");
        (1..columns).for_each(|c| text += &format!(",Extra {c}"));
        text += "\nA1";
        (1..columns).for_each(|_| text.push_str(",x"));
        text
    };
    assert_eq!(rows(wide(16_384).as_bytes()).len(), 1);
    assert!(matches!(
        reader(wide(16_385).as_bytes(), "a.csv").err(),
        Some(FileRefusal::TooWide { .. })
    ));
}

#[test]
fn a_record_of_marks_alone_costs_no_square() {
    let begun = std::time::Instant::now();
    let text = format!("Asset No,Make\nA1{}\nA2,GE\n", ",\"x".repeat(300_000));
    assert_eq!(rows(text.as_bytes()).len(), 2);
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}

#[test]
fn nul_bytes_are_no_letters() {
    let rows = rows(b"Asset No,Make\nA\x001,B\x00D\n\x00\x00,\x00\nA2,GE\n");
    let Outcome::Device { statement, .. } = &rows[0].outcome else {
        panic!("no device")
    };
    assert_eq!(statement.get(register::Field::Manufacturer), Some("BD"));
    assert_eq!(rows[1].outcome, Outcome::Blank);
}

fn mutated(mut bytes: Vec<u8>, changes: &[(Index, u8)], cut: Option<Index>) -> Vec<u8> {
    for (at, byte) in changes {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    if let Some(cut) = cut {
        bytes.truncate(cut.index(bytes.len()));
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(Index, u8)>> {
    let telling = prop::sample::select(&b"\",;\t|\n\r\0=E+0/.-?(<&>\xff\xc3\xa4"[..]);
    prop::collection::vec((any::<Index>(), prop_oneof![any::<u8>(), telling]), 0..12)
}

fn small_book() -> Vec<u8> {
    book(&[
        &["Asset No", "Make", "Model", "S/N", "MAC", "Acq Date"],
        &["A1", "BD", "GH+", "00123", "00:1b:21:aa:bb:cc", "13/02/2014"],
        &["", "Dräger", "Perseus", "1.2E+11", "N/A", "30/02/2027"],
        &["TOTAL: 2"],
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_at_all(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        tally(&bytes);
    }

    #[test]
    fn any_text_below_a_header(text in "[ -~äé\n\r\",;|\t]{0,600}") {
        let text = format!("Asset No,Make,S/N,MAC,Acq Date,UDI,IP\n{text}");
        tally(text.as_bytes());
    }

    #[test]
    fn harmed_exports(which in 0usize..5, changes in changes(), cut in prop::option::of(any::<Index>())) {
        let files: [&[u8]; 5] = [
            include_bytes!("../data/exports/1-equipment-list.csv"),
            include_bytes!("../data/exports/2-german.csv"),
            include_bytes!("../data/exports/3-network-list.txt"),
            include_bytes!("../data/exports/4-udi.csv"),
            include_bytes!("../data/exports/5-computers.csv"),
        ];
        tally(&mutated(files[which].to_vec(), &changes, cut));
    }

    #[test]
    fn harmed_workbooks(changes in changes(), cut in prop::option::of(any::<Index>())) {
        tally(&mutated(small_book(), &changes, cut));
    }

    /// Harm inside the sheet and the texts, where the checksum would otherwise stop it.
    #[test]
    fn harmed_sheets(changes in changes(), strings in changes()) {
        let base = small_book();
        let part = |name: &str| {
            let mut archive = zip::ZipArchive::new(Cursor::new(base.as_slice())).unwrap();
            let mut content = Vec::new();
            archive.by_name(name).unwrap().read_to_end(&mut content).unwrap();
            content
        };
        let sheet = mutated(part(SHEET), &changes, None);
        let texts = mutated(part(STRINGS), &strings, None);
        tally(&repacked(&base, &[(SHEET, &sheet), (STRINGS, &texts)], &[]));
    }

    /// Every row below the header is given out, once and in order.
    #[test]
    fn rows_given_are_rows_below_the_header(
        cells in prop::collection::vec(prop::collection::vec("[ -~\n]{0,12}", 1..6), 0..40),
        titles in 0usize..3,
    ) {
        let quoted = |cells: &[String]| cells.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect::<Vec<_>>().join(",");
        let mut text = "Equipment of the hospital,,,,\r\n".repeat(titles);
        text += "Asset No,Make,Model,S/N,Clinical service\r\n";
        for row in &cells {
            text += &quoted(row);
            text += "\r\n";
        }
        let rows = rows(text.as_bytes());
        let numbers: Vec<u64> = rows.iter().map(|r| r.number).collect();
        let first = titles as u64 + 2;
        prop_assert_eq!(numbers, (first..first + cells.len() as u64).collect::<Vec<_>>());
        for (given, written) in rows.iter().zip(&cells) {
            let given: Vec<&str> = given.cells.iter().collect();
            prop_assert_eq!(&given, written);
        }
    }

    /// The same cells as text and as a workbook say the same.
    #[test]
    fn a_workbook_says_what_the_text_says(rows_of in prop::collection::vec(prop::collection::vec("[A-Za-z0-9:./?-]{1,17}", 5..6), 1..20)) {
        let header = ["Asset No", "Make", "S/N", "Acq Date", "Location"];
        let mut text = header.join(",") + "\n";
        for row in &rows_of {
            text += &(row.join(",") + "\n");
        }
        let lines: Vec<Vec<&str>> = std::iter::once(header.to_vec()).chain(rows_of.iter().map(|r| r.iter().map(String::as_str).collect())).collect();
        let bytes = book(&lines.iter().map(Vec::as_slice).collect::<Vec<_>>());
        prop_assert_eq!(rows(text.as_bytes()), rows(&bytes));
    }
}
