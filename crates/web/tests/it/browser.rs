//! A served hospital, and the little of a browser that forms need.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use store::{Location, OrganisationId, Store};
use web::House;

/// A served hospital in a folder of its own.
pub struct Browser {
    address: SocketAddr,
    pub folder: PathBuf,
    runtime: Option<tokio::runtime::Runtime>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// What stands between the marks of the first heading.
    pub fn heading(&self) -> &str {
        let from = self.body.find("<h1>").map_or(0, |at| at + 4);
        let rest = self.body.get(from..).unwrap_or("");
        rest.split("</h1>").next().unwrap_or("")
    }
}

impl Browser {
    /// Opens an empty hospital.
    pub fn open(name: &str) -> Browser {
        let folder = std::env::temp_dir().join(format!("wardline-web-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        Browser::at(folder)
    }

    fn at(folder: PathBuf) -> Browser {
        let waiting = folder.join("waiting");
        std::fs::create_dir_all(&waiting).expect("a step of the test");
        let store = Store::open(&Location::Embedded(folder.clone())).expect("a step of the test");
        let house = House::new(
            store,
            OrganisationId::FIRST,
            || "2026-11-25T09:00:00Z".parse().expect("a step of the test"),
            waiting,
        );
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a step of the test");
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .expect("a step of the test");
        let address = listener.local_addr().expect("a step of the test");
        runtime.spawn(web::serve(listener, house, std::future::pending()));
        Browser {
            address,
            folder,
            runtime: Some(runtime),
        }
    }

    /// Ends the program and starts it again.
    pub fn start_again(mut self) -> Browser {
        let folder = std::mem::take(&mut self.folder);
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(10));
        }
        Browser::at(folder)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\n"), b"")
    }

    /// Sends a plain form.
    pub fn post(&self, path: &str, form: &str) -> Answer {
        let head = format!("POST {path} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n");
        self.send(&head, form.as_bytes())
    }

    /// Sends a form with a file; `fields` are (name, file name or nothing, bytes).
    pub fn upload(&self, path: &str, fields: &[(&str, Option<&str>, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, file, bytes) in fields {
            let file = file.map_or_else(String::new, |f| format!("; filename=\"{f}\""));
            body.extend(format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--line--\r\n");
        self.send_upload(path, &body)
    }

    /// Sends the bytes of a form as they are.
    pub fn send_upload(&self, path: &str, body: &[u8]) -> Answer {
        let head = format!("POST {path} HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=line\r\n");
        self.send(&head, body)
    }

    pub fn send(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).expect("a step of the test");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a step of the test");
        let length = if head.contains("Content-Length") {
            String::new()
        } else {
            format!("Content-Length: {}\r\n", body.len())
        };
        // The other side may refuse before it has read everything.
        let _ = stream.write_all(format!("{head}Host: localhost\r\nConnection: close\r\n{length}\r\n").as_bytes());
        let _ = stream.write_all(body);
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("a step of the test");
        let text = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let line = |name: &str| head.lines().find_map(|l| l.strip_prefix(name)).unwrap_or("").trim().to_owned();
        Answer {
            status: head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0),
            location: line("location:"),
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    /// The page once its job has ended.
    pub fn settled(&self, path: &str) -> Answer {
        let began = Instant::now();
        loop {
            let answer = self.get(path);
            if !answer.head.contains("\r\nrefresh:") {
                return answer;
            }
            assert!(began.elapsed() < Duration::from_secs(60), "still under way: {}", answer.heading());
        }
    }

    /// Files that wait.
    pub fn waiting(&self) -> usize {
        std::fs::read_dir(self.folder.join("waiting")).expect("a step of the test").count()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        if !self.folder.as_os_str().is_empty() {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}
