//! The real binary, run in a folder of its own.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// The binary under test.
pub const WARDLINE: &str = env!("CARGO_BIN_EXE_wardline");

/// What a run of the program left.
#[derive(Debug)]
pub struct Run {
    /// The exit code; none where a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    /// The most memory that it ever held, in KiB, as the kernel counts it; as last seen, a few milliseconds before the end.
    pub peak_kib: u64,
}

impl Run {
    pub fn expect(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("not one JSON document: {e}\n{}\n{}", self.stdout, self.stderr))
    }
}

/// A folder with a register in it and files beside it.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Place {
        Place {
            folder: TempDir::new().expect("a temporary folder"),
        }
    }

    /// With the sample hospital in it.
    pub fn with_the_sample_hospital() -> Place {
        let place = Place::new();
        std::fs::create_dir_all(place.data()).expect("a folder");
        std::fs::copy(sample_hospital(), place.data().join("wardline.db")).expect("copied");
        place
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file with that in it.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, bytes).expect("written");
        path
    }

    /// The program with these arguments, on this register.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = plain(arguments);
        command.env("WARDLINE_DATA", self.data()).current_dir(self.folder.path());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        run(self.command(arguments))
    }

    /// The one JSON document that a command prints.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[&["--format", "json"], arguments].concat());
        assert!(matches!(run.code, Some(0 | 1)), "{arguments:?}: {run:?}");
        run.json()
    }

    /// The number of events of the whole chain.
    pub fn events(&self) -> i64 {
        let verified = self.json(&["audit", "verify"]);
        assert_eq!(verified["whole"], true, "{verified}");
        verified["events"].as_i64().expect("a number")
    }

    /// Everything that must not change when something is refused: the chain's head, and what is known of each device.
    pub fn state(&self) -> (Value, Value) {
        (self.json(&["audit", "verify"]), self.json(&["devices", "--statements"]))
    }
}

/// The program with nothing of the tester's surroundings.
pub fn plain(arguments: &[&str]) -> Command {
    let mut command = Command::new(WARDLINE);
    command
        .args(arguments)
        .env_remove("WARDLINE_DATA")
        .env_remove("WARDLINE_DATABASE")
        .env_remove("XDG_DATA_HOME")
        .stdin(Stdio::null());
    command
}

/// Runs to the end, watching its memory.
pub fn run(mut command: Command) -> Run {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let stdout = read_along(child.stdout.take());
    let stderr = read_along(child.stderr.take());
    let mut peak_kib = 0;
    let status = loop {
        peak_kib = peak_kib.max(peak_of(&child));
        match child.try_wait().expect("waited") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    Run {
        code: status.code(),
        stdout: stdout.join().expect("read"),
        stderr: stderr.join().expect("read"),
        peak_kib,
    }
}

fn read_along(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// The kernel's own high-water mark.
fn peak_of(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

/// The sample hospital's file, made once for each build of the program and kept beside it.
pub fn sample_hospital() -> PathBuf {
    let built = std::fs::metadata(WARDLINE).expect("the program is built");
    let age = built
        .modified()
        .ok()
        .and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok())
        .unwrap_or_default();
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = kept.join(format!("sample-hospital-{}-{}", built.len(), age.as_nanos()));
    let file = folder.join("wardline.db");
    if !file.exists() {
        let unfinished = TempDir::new_in(kept).expect("a folder");
        let made = plain(&["demo", "--no-serve", "--data"])
            .arg(unfinished.path())
            .output()
            .expect("the program starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        for older in std::fs::read_dir(kept).expect("a folder").flatten() {
            if older.file_name().to_string_lossy().starts_with("sample-hospital-") && older.path() != folder {
                let _ = std::fs::remove_dir_all(older.path());
            }
        }
        // Another test may have been quicker; then its folder stands and this one goes.
        let _ = std::fs::rename(unfinished.path(), &folder);
    }
    file
}
