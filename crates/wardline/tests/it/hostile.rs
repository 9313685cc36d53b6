//! Files made to do harm, given to the real program: a clear refusal, nothing changed, the chain whole, and not 256 MiB
//! more memory than the program takes to verify its chain.

use std::io::{Cursor, Write};

use flate2::{Compress, Compression, FlushCompress};

use crate::contract::advisory;
use crate::program::{Place, Run};
use crate::together::export;

/// Contract, "Repository": memory limits named by tests.
const ALLOWED_KIB: u64 = 256 * 1024;
const MIB: usize = 1024 * 1024;

/// A register with a few devices and an advisory, and what must not change of it.
struct Register {
    place: Place,
    state: (serde_json::Value, serde_json::Value),
    idle_kib: u64,
}

impl Register {
    fn new() -> Register {
        let place = Place::new();
        place.file("export.csv", export(1, 20));
        place.file("advisory.json", advisory("1"));
        place.json(&["import", "devices", "export.csv", "--apply"]);
        place.run(&["import", "advisories", "advisory.json"]).expect(0);
        let idle_kib = (0..3).map(|_| place.run(&["audit", "verify"]).peak_kib).max().unwrap_or(0);
        assert!(idle_kib > 1000, "the memory of the idle program was not seen: {idle_kib} KiB");
        Register {
            state: place.state(),
            place,
            idle_kib,
        }
    }

    /// Gives the file to the program; nothing must have changed, whatever it says.
    fn gives(&self, kind: &str, file: &std::path::Path) -> Run {
        let file_name = file.display().to_string();
        let mut arguments = vec!["import", kind, file_name.as_str()];
        if kind == "devices" {
            arguments.extend(["--full", "--apply"]);
        }
        let run = self.place.run(&arguments);
        assert!(!run.stderr.contains("panicked"), "{run:?}");
        let more = run.peak_kib.saturating_sub(self.idle_kib);
        println!(
            "{kind} {file_name}: exit {:?}, {} MiB over idle, {}{}",
            run.code,
            more / 1024,
            run.stderr,
            run.stdout
        );
        assert!(more < ALLOWED_KIB, "{file_name}: {} MiB over the idle program", more / 1024);
        run
    }

    /// Expects a refusal with that word, and that nothing changed.
    fn refuses(&self, kind: &str, file: &std::path::Path, word: &str) {
        let run = self.gives(kind, file);
        // A file of devices is refused as a whole; among advisories it is one that is named while the rest go on.
        let expected = if kind == "devices" { 3 } else { 1 };
        let run = run.expect(expected);
        let said = format!("{}{}", run.stdout, run.stderr);
        assert!(said.contains(word), "{}: {word:?} is not in: {said}", file.display());
        assert_eq!(self.place.state(), self.state, "{}", file.display());
    }
}

fn workbook() -> Vec<u8> {
    let exports = sample::exports(1, 600).expect("the exports");
    exports
        .into_iter()
        .find(|e| e.file_name.ends_with(".xlsx"))
        .expect("a workbook")
        .bytes
}

#[test]
fn a_workbook_cut_short() {
    let register = Register::new();
    let whole = workbook();
    for length in [30, 1000, whole.len() / 2, whole.len() - 30] {
        let file = register.place.file(&format!("cut-{length}.xlsx"), &whole[..length]);
        register.refuses("devices", &file, "cut short");
    }
}

#[test]
fn files_of_other_kinds() {
    let register = Register::new();
    let docx = archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>")]);
    let table: &[(&str, &[u8], &str)] = &[
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
        ("list.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "PDF"),
        ("list.docx", &docx, "Office document"),
        // An ending promises nothing.
        ("list.xlsx", b"%PDF-1.7\n1 0 obj\n", "PDF"),
        ("list.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
        ("program.csv", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", "expected"),
        ("empty.csv", b"", "empty"),
        ("zeros.csv", &[0; 5000], "expected"),
    ];
    for (name, bytes, word) in table {
        let file = register.place.file(name, bytes);
        register.refuses("devices", &file, word);
        if *name != "list.docx" {
            register.refuses("advisories", &file, name);
        }
    }
}

#[test]
fn workbooks_that_unpack_without_end() {
    let register = Register::new();
    for (name, part, body, declared) in [
        ("rows", "xl/worksheets/sheet1.xml", "<row></row>", None),
        (
            "texts",
            "xl/sharedStrings.xml",
            "<si><t>a text that fills the memory</t></si>",
            None,
        ),
        ("spaces", "xl/worksheets/sheet1.xml", "          ", None),
        (
            "a lie",
            "xl/sharedStrings.xml",
            "<si><t>a text that fills the memory</t></si>",
            Some(4000),
        ),
    ] {
        let file = register.place.file(&format!("{name}.xlsx"), bomb(part, body, 600 * MIB, declared));
        assert!(std::fs::metadata(&file).expect("there").len() < 8 * MIB as u64, "small on the disk");
        register.refuses("devices", &file, "");
    }
}

#[test]
fn a_gigabyte_on_a_single_line() {
    let register = Register::new();
    let gigabyte = |name: &str, head: &str, body: &str| {
        let path = register.place.path(name);
        let mut file = std::fs::File::create(&path).expect("made");
        file.write_all(head.as_bytes()).expect("written");
        let chunk = body.repeat(MIB / body.len() + 1);
        (0..1024).for_each(|_| file.write_all(chunk.as_bytes()).expect("written"));
        path
    };
    let file = gigabyte("line.csv", "", "1001,GE Healthcare,Carescape B650,");
    register.refuses("devices", &file, "");
    std::fs::remove_file(&file).expect("gone");
    // A quotation mark that is never closed: one row, refused, and what came before it is kept.
    let file = gigabyte(
        "quote.csv",
        "Asset No,Make,Model,Serial No\n1,GE Healthcare,Carescape B650,SK000001\n2,\"",
        "no end ",
    );
    let run = register.gives("devices", &file).expect(1);
    assert!(run.stdout.contains("longer than 1024 KiB"), "{run:?}");
    register.place.run(&["import", "undo", "3"]).expect(0);
    let run = register.gives("advisories", &file).expect(1);
    assert!(run.stdout.contains("quote.csv"), "{run:?}");
    register.place.events();
}

#[test]
fn advisories_made_to_do_harm() {
    let register = Register::new();
    let with = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut document: serde_json::Value = serde_json::from_str(&advisory("2")).expect("JSON");
        change(&mut document);
        document.to_string()
    };
    // Branches ten thousand deep, more than a reader that calls itself for each could bear.
    let deep = {
        let before = r#"{"category":"product_family","name":"f","branches":["#.repeat(10_000);
        let after = "]}".repeat(10_000);
        with(&|d| d["product_tree"] = serde_json::json!({ "branches": ["HERE"] })).replace("\"HERE\"", &format!("{before}{after}"))
    };
    let brackets = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let long = with(&|d| d["document"]["title"] = "x".repeat(3 * MIB).into());
    let table: [(&str, &str, &str); 5] = [
        ("deep.json", &deep, "deep.json"),
        ("brackets.json", &brackets, "brackets.json"),
        ("long.json", &long, "long.json"),
        ("cut.json", &advisory("2")[..300], "cut.json"),
        (
            "no-id.json",
            &with(&|d| d["document"]["tracking"]["id"] = serde_json::Value::Null),
            "tracking",
        ),
    ];
    for (name, text, word) in table {
        let file = register.place.file(name, text);
        register.refuses("advisories", &file, word);
    }
}

#[test]
fn relationships_in_a_ring() {
    let register = Register::new();
    let mut document: serde_json::Value = serde_json::from_str(&advisory("2")).expect("JSON");
    let joined = |category: &str, product: &str, to: &str, made: &str| {
        serde_json::json!({
            "category": category, "product_reference": product, "relates_to_product_reference": to,
            "full_product_name": { "product_id": made, "name": format!("{product} on {to}") },
        })
    };
    document["product_tree"]["relationships"] = serde_json::json!([
        joined("installed_on", "R3", "P1", "R1"),
        joined("installed_on", "R1", "P1", "R2"),
        joined("installed_on", "R2", "P1", "R3"),
        joined("installed_with", "R4", "R4", "R4"),
        joined("installed_on", "nothing defines this", "P1", "R5"),
    ]);
    document["vulnerabilities"][0]["product_status"]["known_affected"] = serde_json::json!(["P1", "R1", "R2", "R3", "R4", "R5"]);
    let file = register.place.file("ring.json", document.to_string());
    let run = register.gives("advisories", &file);
    // Each of the six statements is accounted for, and what is sound in the document counts.
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stdout.contains("1 applied, 5 in part, 0 refused"), "{run:?}");
    assert_eq!(run.stdout.matches("in part: ").count(), 5, "{run:?}");
    let answer = register.place.json(&["affected", "CVE-1999-99999"]);
    assert_eq!(answer["known"], true);
    register.place.run(&["import", "advisories", "ring.json"]).expect(0);
}

#[test]
fn archives_of_advisories_that_unpack_without_end() {
    let register = Register::new();
    let spaces = " ".repeat(MIB);
    let one = zip_of(&[("endless.json", packed(&spaces, 2000), 2000 * MIB)]);
    let many: Vec<(String, Vec<u8>, usize)> = (0..40).map(|n| (format!("{n}.json"), packed(&spaces, 60), 60 * MIB)).collect();
    let many: Vec<(&str, Vec<u8>, usize)> = many
        .iter()
        .map(|(name, bytes, size)| (name.as_str(), bytes.clone(), *size))
        .collect();
    for (name, bytes) in [("one.zip", one), ("many.zip", zip_of(&many))] {
        let file = register.place.file(name, bytes);
        register.refuses("advisories", &file, name);
    }
    let mut catalogue = flate2::GzBuilder::new().write(Vec::new(), Compression::fast());
    catalogue.write_all(br#"{"catalogVersion": ""#).expect("packed");
    let head = catalogue.finish().expect("packed");
    let file = register.place.file("cut.json.gz", &head[..head.len() - 4]);
    register.refuses("advisories", &file, "cut.json.gz");
}

/// The disk fills up in the middle of an import: the program says so, and nothing is half done.
#[test]
fn a_full_disk() {
    let place = Place::new();
    place.file("first.csv", export(1, 200));
    place.file("large.csv", export(1, 20_000).replace(",2.1,", ",3.1,"));
    place.json(&["import", "devices", "first.csv", "--apply"]);
    let state = place.state();
    // A file system of 3 MiB of our own, gone with the process; where that isn't allowed, a limit on the size of files,
    // which ends writing the same way.
    let on_a_small_disk = "mount -t tmpfs -o size=3m small small && cp data/wardline.db small/ && export WARDLINE_DATA=small";
    let with_small_files = "trap '' XFSZ; ulimit -f 2000; export WARDLINE_DATA=data";
    let then = "\"$WARDLINE\" import devices large.csv --full --apply >said 2>&1; echo $? >code; \
                \"$WARDLINE\" --format json audit verify >chain; \"$WARDLINE\" --format json devices --statements >devices";
    std::fs::create_dir(place.path("small")).expect("a folder");
    let try_with = |before: &[&str], script: &str| {
        let script = format!("{script} && {{ {then}; }}");
        let [program, arguments @ ..] = before else { return false };
        let status = std::process::Command::new(program)
            .args(arguments)
            .args(["sh", "-c", &script])
            .env("WARDLINE", crate::program::WARDLINE)
            .current_dir(place.data().parent().expect("a folder"))
            .status();
        status.is_ok_and(|s| s.success()) && place.path("code").exists()
    };
    let full = try_with(&["unshare", "--mount"], on_a_small_disk) || try_with(&["unshare", "--map-root-user", "--mount"], on_a_small_disk);
    if !full {
        assert!(
            try_with(&["env"], with_small_files),
            "neither a small disk nor a limit on files could be made"
        );
    }
    let read = |name: &str| std::fs::read_to_string(place.path(name)).expect("written");
    assert_eq!(read("code").trim(), "3", "{}", read("said"));
    if full {
        assert!(read("said").contains("disk is full"), "{}", read("said"));
    }
    let json = |name: &str| serde_json::from_str::<serde_json::Value>(&read(name)).expect("JSON");
    assert_eq!((json("chain"), json("devices")), state);
}

/// One piece packed over and over: after a full flush nothing refers to what was before it.
fn packed(piece: &str, times: usize) -> Vec<u8> {
    let mut packer = Compress::new(Compression::best(), false);
    let mut pack = |text: &str, flush| {
        let mut out = Vec::with_capacity(text.len() + 4096);
        packer.compress_vec(text.as_bytes(), &mut out, flush).expect("packed");
        out
    };
    let mut all = pack(" ", FlushCompress::Full);
    let once = pack(piece, FlushCompress::Full);
    (0..times).for_each(|_| all.extend_from_slice(&once));
    all.extend(pack("", FlushCompress::Finish));
    all
}

/// A workbook one part of which unpacks to `size` bytes of `body`; its checksum is wrong, which nobody gets to see.
fn bomb(part: &str, body: &str, size: usize, declared: Option<usize>) -> Vec<u8> {
    let piece = body.repeat(MIB / body.len());
    let base = workbook();
    let mut whole = zip::ZipArchive::new(Cursor::new(&base)).expect("a workbook");
    let mut parts: Vec<(String, Vec<u8>, usize)> = Vec::new();
    for n in 0..whole.len() {
        let file = whole.by_index_raw(n).expect("a part");
        let name = file.name().expect("a name").to_string();
        if name != part {
            drop(file);
            let mut bytes = Vec::new();
            std::io::copy(&mut whole.by_index(n).expect("a part"), &mut bytes).expect("unpacked");
            parts.push((name, once(&bytes), bytes.len()));
        }
    }
    parts.push((part.to_owned(), packed(&piece, size / piece.len()), declared.unwrap_or(size)));
    let parts: Vec<(&str, Vec<u8>, usize)> = parts
        .iter()
        .map(|(name, bytes, size)| (name.as_str(), bytes.clone(), *size))
        .collect();
    zip_of(&parts)
}

fn once(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).expect("begun");
        out.write_all(bytes).expect("written");
    }
    out.finish().expect("finished").into_inner()
}

/// An archive written by hand: (name, packed bytes, size that is declared). Checksums are those of nothing.
fn zip_of(parts: &[(&str, Vec<u8>, usize)]) -> Vec<u8> {
    let number = |n: usize| u32::try_from(n).expect("below 4 GiB").to_le_bytes();
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes, size) in parts {
        let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        common.extend_from_slice(&unpacked_crc(bytes, *size).to_le_bytes());
        common.extend_from_slice(&number(bytes.len()));
        common.extend_from_slice(&number(*size));
        common.extend_from_slice(&number(name.len())[..2]);
        common.extend_from_slice(&[0, 0]);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&number(out.len()));
        directory.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(bytes);
    }
    let start = out.len();
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&number(parts.len())[..2]);
    out.extend_from_slice(&number(parts.len())[..2]);
    out.extend_from_slice(&number(directory.len()));
    out.extend_from_slice(&number(start));
    out.extend_from_slice(&[0, 0]);
    out
}

/// The checksum of a part that is small enough to unpack here; of others none is looked at before they are refused.
fn unpacked_crc(packed: &[u8], size: usize) -> u32 {
    if size > 2 * MIB || packed.len() > 2 * MIB {
        return 0;
    }
    let mut bytes = Vec::new();
    let mut decoder = flate2::read::DeflateDecoder::new(packed);
    let limit = 4 * MIB as u64;
    let _ = std::io::Read::read_to_end(&mut std::io::Read::take(&mut decoder, limit), &mut bytes);
    let mut crc = flate2::Crc::new();
    crc.update(&bytes);
    crc.sum()
}
