use super::*;
use encoding_rs::WINDOWS_1252;

fn read(text: &[u8], delimiter: u8) -> Vec<(u64, Vec<String>)> {
    let mut records = Records::new(text, delimiter, WINDOWS_1252);
    let mut cells = Cells::default();
    let mut rows = Vec::new();
    while let Some(record) = records.next(&mut cells).unwrap() {
        assert_eq!(record.problem, None);
        rows.push((record.number, cells.iter().map(str::to_owned).collect()));
    }
    rows
}

fn check(text: &str, expected: &[&[&str]]) {
    let rows: Vec<Vec<String>> = read(text.as_bytes(), b',').into_iter().map(|(_, cells)| cells).collect();
    assert_eq!(rows, expected, "{text:?}");
}

#[test]
fn cells_and_line_ends() {
    check("", &[]);
    check("a,b", &[&["a", "b"]]);
    check("a,b\n", &[&["a", "b"]]);
    check("a,b\r\nc,d\r\n", &[&["a", "b"], &["c", "d"]]);
    check("a\rb\rc", &[&["a"], &["b"], &["c"]]);
    check("a\n\nb\n", &[&["a"], &[""], &["b"]]);
    check("a,,\n", &[&["a", "", ""]]);
    check("\r\n", &[&[""]]);
}

#[test]
fn quotation_marks() {
    check(r#""a,b",c"#, &[&["a,b", "c"]]);
    check("\"a\nb\",c\nd", &[&["a\nb", "c"], &["d"]]);
    check(r#""say ""hi""",x"#, &[&["say \"hi\"", "x"]]);
    check(r#""=""01234567""",W12"#, &[&["=\"01234567\"", "W12"]]);
    check(r#"="0123",x"#, &[&["=\"0123\"", "x"]]);
    check(r#"a, "b, c" ,d"#, &[&["a", "b, c", "d"]]);
    check(r#"screen 15",x"#, &[&["screen 15\"", "x"]]);
    check(r#""Monitor 15" wide",x"#, &[&["Monitor 15\" wide", "x"]]);
    check(r#""","#, &[&["", ""]]);
    check("\"\"\",x", &[&["\"\"\"", "x"]]);
    check(r#""""#, &[&[""]]);
}

#[test]
fn a_mark_that_nobody_closed_swallows_no_row() {
    check("1,\"Pump\n2,Bed\n", &[&["1", "\"Pump"], &["2", "Bed"]]);
    check(
        "1,\"Pump\n2,\"Bed, big\"\n3,x",
        &[&["1", "\"Pump"], &["2", "Bed, big"], &["3", "x"]],
    );
    check("\"1\",\"Pump,x\n2,y\n", &[&["1", "\"Pump", "x"], &["2", "y"]]);
}

#[test]
fn rows_are_counted_as_the_spreadsheet_does() {
    let rows = read(b"a\n\"b\n\nb\"\nc\n", b',');
    assert_eq!(rows.iter().map(|r| r.0).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn other_separators() {
    assert_eq!(read(b"a;b|c\n", b';')[0].1, ["a", "b|c"]);
    assert_eq!(read(b"a\tb c\t\n", b'\t')[0].1, ["a", "b c", ""]);
}

#[test]
fn letters_that_are_not_utf8_are_read_cell_by_cell() {
    assert_eq!(read(b"Dr\xe4ger,Z\xc3\xbcrich\n", b',')[0].1, ["Dräger", "Zürich"]);
}

/// Gives the same few bytes for ever, then ends; counts what was taken.
struct Flood {
    left: usize,
    tail: &'static [u8],
}

impl Read for Flood {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = out.len().min(self.left);
        if n > 0 {
            out[..n].fill(b'x');
            self.left -= n;
            return Ok(n);
        }
        let n = out.len().min(self.tail.len());
        out[..n].copy_from_slice(&self.tail[..n]);
        self.tail = &self.tail[n..];
        Ok(n)
    }
}

#[test]
fn a_record_over_the_limit_is_refused_and_the_rest_is_kept() {
    for tail in [&b"\na,b\n"[..], b"\r\na,b", b"\ra,b"] {
        let mut records = Records::new(Flood { left: 50 << 20, tail }, b',', WINDOWS_1252);
        let mut cells = Cells::default();
        let first = records.next(&mut cells).unwrap().unwrap();
        assert_eq!(
            first.problem,
            Some(RowRefusal::TooLong {
                bytes: 50 << 20,
                limit_kib: 1024
            })
        );
        assert!(records.buffer.capacity() < 4 << 20);
        let second = records.next(&mut cells).unwrap().unwrap();
        assert_eq!((second.number, second.problem), (2, None));
        assert_eq!(cells.iter().collect::<Vec<_>>(), ["a", "b"]);
        assert!(records.next(&mut cells).unwrap().is_none());
    }
}

#[test]
fn the_separator_line_of_excel() {
    assert_eq!(separator_line(b"sep=;\r\na"), Some((b';', 7)));
    assert_eq!(separator_line(b"SEP=,\na"), Some((b',', 6)));
    assert_eq!(separator_line(b"separator\n"), None);
}
