//! Printing: a table for people, one JSON document, or CSV. Results go to stdout; a closed pipe ends printing, not the work.

use std::io::{BufWriter, IsTerminal, Write};

use paper::Table;
use serde::Serialize;

use crate::arguments::Format;
use crate::exit::Failure;

/// One JSON document.
pub fn json<T: Serialize>(document: &T) -> Result<(), Failure> {
    let out = std::io::stdout().lock();
    let mut out = BufWriter::new(out);
    let outcome = serde_json::to_writer_pretty(&mut out, document)
        .map_err(std::io::Error::from)
        .and_then(|()| writeln!(out))
        .and_then(|()| out.flush());
    quiet_pipe(outcome)
}

/// A table, or CSV.
pub fn table(table: &Table, format: Format) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    if format == Format::Csv {
        return quiet_pipe(out.write_all(&table.csv()?).and_then(|()| out.flush()));
    }
    let width = |text: &str| text.chars().count();
    let mut widths: Vec<usize> = table.columns.iter().map(|c| width(c)).collect();
    for row in &table.rows {
        for (w, cell) in widths.iter_mut().zip(row) {
            *w = (*w).max(width(cell)).min(70);
        }
    }
    let outcome = (|| {
        let mut line = |cells: &[String]| -> std::io::Result<()> {
            let mut text = String::new();
            for (place, (cell, w)) in cells.iter().zip(&widths).enumerate() {
                let last = place + 1 == cells.len();
                let cell = cell.replace(['\n', '\r', '\t'], " ");
                if last {
                    text.push_str(&cell);
                } else {
                    let shown: String = if width(&cell) > *w {
                        cell.chars().take(w - 1).chain(['…']).collect()
                    } else {
                        cell
                    };
                    text.push_str(&shown);
                    text.extend(std::iter::repeat_n(' ', w + 2 - width(&shown)));
                }
            }
            writeln!(out, "{}", text.trim_end())
        };
        line(&table.columns)?;
        for row in &table.rows {
            line(row)?;
        }
        out.flush()
    })();
    quiet_pipe(outcome)
}

/// Lines for people.
pub fn lines(lines: &[String]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    quiet_pipe(lines.iter().try_for_each(|line| writeln!(out, "{line}")))
}

fn quiet_pipe(outcome: std::io::Result<()>) -> Result<(), Failure> {
    match outcome {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(source) => Err(Failure::File {
            path: "standard output".into(),
            source,
        }),
        Ok(()) => Ok(()),
    }
}

/// A bar on a terminal's stderr; nothing where stderr is a file or a pipe.
pub struct Bar {
    what: &'static str,
    shown: Option<u64>,
    terminal: bool,
}

impl Bar {
    /// A bar for that work.
    pub fn new(what: &'static str) -> Bar {
        Bar {
            what,
            shown: None,
            terminal: std::io::stderr().is_terminal(),
        }
    }

    /// How far it is: `done` of `of` bytes, `rows` so far.
    pub fn at(&mut self, done: u64, of: u64, rows: u64) {
        let percent = (done * 100).checked_div(of).unwrap_or(0).min(100);
        if !self.terminal || self.shown == Some(percent) {
            return;
        }
        self.shown = Some(percent);
        let full = usize::try_from(percent / 4).unwrap_or(0);
        eprint!(
            "\r{} [{}{}] {percent} %  {rows} rows ",
            self.what,
            "#".repeat(full),
            ".".repeat(25 - full)
        );
    }

    /// Takes the bar away.
    pub fn end(self) {
        if self.terminal && self.shown.is_some() {
            eprint!("\r\x1b[K");
        }
    }
}
