//! The pages in a real browser: from Today to an answer, an import looked at and taken back, axe on every page, the
//! keyboard, a window as narrow as 400 % makes it. The pages hold no script, so what works here works without JavaScript.
//!
//! With WARDLINE_PICTURES set, pictures for the documentation are written to docs/pictures.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use tempfile::TempDir;

use crate::program::Place;
use crate::together::export;

const AXE: &str = include_str!("../vendor/axe-4.14.1.min.js");

/// A process, first of its group, that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // With all that it started: a driver that is killed leaves its browser behind, where a test failed before it could
        // be closed.
        let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", self.0.id())]).status();
        let _ = self.0.wait();
    }
}

/// The sample hospital, served.
struct Hospital {
    _server: Running,
    place: Place,
    home: String,
}

impl Hospital {
    fn open() -> Hospital {
        let place = Place::with_the_sample_hospital();
        let mut child = place
            .command(&["demo", "--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("wardline starts");
        let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let server = Running(child);
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once("http://")?.1.split(' ').next()?.to_owned()))
            .expect("it says where it is");
        // Kept read, so that it never waits for a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Hospital {
            _server: server,
            place,
            home: format!("http://{address}"),
        }
    }
}

/// Chromium behind its driver, with a profile of its own.
struct Browser {
    client: Client,
    _driver: Running,
    profile: TempDir,
}

impl Browser {
    /// A window; `narrow` is one as 400 % on a screen of 1280 leaves it.
    async fn open(narrow: bool) -> Browser {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|l| l.local_addr())
            .expect("a free port")
            .port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver is installed: make test installs it");
        let driver = Running(driver);
        let profile = TempDir::new().expect("a folder");
        let mut arguments: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=1280,1600",
            // What pages make the browser complain of goes into a file of the profile.
            "--enable-logging",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let mut options = serde_json::json!({ "args": arguments });
        if narrow {
            options["mobileEmulation"] = serde_json::json!({ "deviceMetrics": { "width": 320, "height": 900, "pixelRatio": 1.0 } });
        }
        let capabilities = serde_json::Map::from_iter([("goog:chromeOptions".to_owned(), options)]);
        for _ in 0..60 {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder
                .capabilities(capabilities.clone())
                .connect(&format!("http://127.0.0.1:{port}"))
                .await
            {
                Ok(client) => {
                    return Browser {
                        client,
                        _driver: driver,
                        profile,
                    };
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(250)).await,
            }
        }
        panic!("the browser did not start");
    }

    async fn goto(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|e| panic!("{address}: {e}"));
    }

    /// Follows a link or sends a form, and waits for the page that it leads to.
    async fn click(&self, selector: &str) {
        let element = self
            .client
            .wait()
            .at_most(Duration::from_secs(30))
            .for_element(Locator::Css(selector));
        let element = element.await.unwrap_or_else(|e| panic!("{selector}: {e}"));
        self.client.execute("window.was_here = true", vec![]).await.expect("marked");
        element.click().await.unwrap_or_else(|e| panic!("{selector}: {e}"));
        for _ in 0..300 {
            // While one page takes the place of another there is none to ask.
            let arrived = self
                .client
                .execute("return !window.was_here && document.readyState === 'complete'", vec![]);
            if arrived.await.is_ok_and(|a| a == true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{selector}: led to no page");
    }

    async fn type_into(&self, selector: &str, text: &str) {
        let element = self
            .client
            .find(Locator::Css(selector))
            .await
            .unwrap_or_else(|e| panic!("{selector}: {e}"));
        element.send_keys(text).await.expect("typed");
    }

    async fn heading(&self) -> String {
        let heading = self.client.find(Locator::Css("h1")).await.expect("a heading");
        heading.text().await.expect("its text")
    }

    async fn path(&self) -> String {
        self.client.current_url().await.expect("an address").path().to_owned()
    }

    /// The value of an expression on the page.
    async fn ask(&self, expression: &str) -> serde_json::Value {
        self.client.execute(&format!("return {expression}"), vec![]).await.expect("asked")
    }

    /// What is wrong with the open page, a line each: what axe finds, what is not one page with one heading, and scripts.
    async fn faults(&self) -> Vec<String> {
        let address = self.path().await;
        let mut found = Vec::new();
        let shape = self
            .ask("[document.querySelectorAll('h1').length, document.scripts.length, document.querySelectorAll('[style],style').length, document.title]")
            .await;
        if shape[0] != 1 || shape[1] != 0 || shape[2] != 0 || shape[3].as_str().is_none_or(str::is_empty) {
            found.push(format!("{address}: headings, scripts, styles on the page, title: {shape}"));
        }
        self.client.execute(AXE, vec![]).await.expect("axe loads");
        let violations = self
            .client
            .execute_async(
                "const done = arguments[0]; axe.run().then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | '))));",
                vec![],
            )
            .await
            .expect("axe runs");
        let violations: Vec<String> = serde_json::from_value(violations).expect("a list");
        found.extend(violations.into_iter().map(|v| format!("{address}: {v}")));
        found
    }

    /// A picture for the documentation, where pictures are wanted.
    async fn picture(&self, name: &str) {
        if std::env::var_os("WARDLINE_PICTURES").is_some() {
            let png = self.client.screenshot().await.expect("a picture");
            let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
            std::fs::create_dir_all(&folder).expect("the folder");
            std::fs::write(folder.join(format!("{name}.png")), png).expect("written");
        }
    }

    /// Ends it; what pages made the browser complain of.
    async fn close(self) -> Vec<String> {
        self.client.clone().close().await.expect("closed");
        let log = std::fs::read(self.profile.path().join("chrome_debug.log")).unwrap_or_default();
        assert!(!log.is_empty(), "the browser kept no log");
        String::from_utf8_lossy(&log)
            .lines()
            .filter(|line| line.contains(":CONSOLE"))
            .map(str::to_owned)
            .collect()
    }
}

fn none(what: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

#[tokio::test]
async fn from_today_to_an_answer() {
    let hospital = Hospital::open();
    let browser = Browser::open(false).await;
    browser.goto(&hospital.home).await;
    browser.picture("today").await;

    // The keyboard comes to the skip link first, and from there to the page's own part.
    browser.type_into("body", "\u{e004}").await;
    let focused = browser.client.active_element().await.expect("something has the focus");
    assert_eq!(focused.text().await.expect("text"), "Skip to main content");
    focused.send_keys("\u{e007}").await.expect("Enter");
    assert_eq!(browser.ask("document.activeElement.id").await, "main");

    browser.type_into("input[name=q]", "CVE-2018-8853").await;
    browser.click(".wl-ask button").await;
    let heading = browser.heading().await;
    assert!(heading.starts_with("CVE-2018-8853: ") && heading.contains("affected"), "{heading}");
    browser.picture("affected").await;

    browser.click("main table a[href^='/devices/']").await;
    assert!(browser.path().await.starts_with("/devices/"));
    browser.picture("device").await;

    browser.click("main a[href^='/services/']").await;
    assert!(browser.path().await.starts_with("/services/"));
    browser.picture("service").await;

    none("the browser complains", browser.close().await);
}

#[tokio::test]
async fn every_page_can_be_used_by_everyone() {
    let hospital = Hospital::open();
    let browser = Browser::open(false).await;
    let home = &hospital.home;
    browser.goto(home).await;
    let listed = browser
        .ask("[...document.querySelectorAll('nav.wl-nav a')].map(a => a.getAttribute('href'))")
        .await;
    let mut pages: Vec<String> = serde_json::from_value(listed).expect("addresses");
    assert!(pages.len() >= 5, "{pages:?}");
    let device = hospital.place.json(&["devices", "--query", "philips"])[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    pages.extend([
        format!("/devices/{device}"),
        format!("/devices/{device}/facts?field=software_version"),
    ]);
    pages.extend(
        [
            "/devices?missing=software_version",
            "/devices?q=nothing-is-called-so",
            "/services/S01",
            "/services/S04",
            "/services/S01/edit",
            "/services/new",
            "/advisories/ICSMA-20-170-06",
            "/affected?q=CVE-2018-8853",
            "/affected?q=infusion",
            "/affected?q=CVE-2099-0001",
            "/affected?q=no+such+words+anywhere",
            "/affected?q=",
            "/imports/3",
            "/imports/3/undo",
            "/no-such-page",
            "/devices/no-such-device",
            "/services/S99",
            "/advisories/NONE-1",
            "/imports/999",
        ]
        .map(str::to_owned),
    );
    browser.goto(&format!("{home}/threats")).await;
    let scenarios = browser
        .ask("[...document.querySelectorAll('main a[href^=\"/threats/\"]')].map(a => a.getAttribute('href'))")
        .await;
    pages.extend(serde_json::from_value::<Vec<String>>(scenarios).expect("addresses"));
    pages.sort();
    pages.dedup();
    let mut found = Vec::new();
    for page in &pages {
        browser.goto(&format!("{home}{page}")).await;
        found.extend(browser.faults().await);
    }
    for (page, name) in [
        ("/threats", "threats"),
        ("/devices", "devices"),
        ("/services", "services"),
        ("/advisories", "advisories"),
    ] {
        browser.goto(&format!("{home}{page}")).await;
        browser.picture(name).await;
    }
    none("pages that not everyone can use", found);
    none("the browser complains", browser.close().await);
}

#[tokio::test]
async fn an_import_is_looked_at_applied_and_taken_back() {
    let hospital = Hospital::open();
    let before = hospital.place.json(&["devices", "--statements"]);
    let table = format!("{}N/A,GE Healthcare,Carescape B650,TBC,2.0,,Ward 3\n", export(1, 40));
    let file = hospital.place.file("november.csv", table);
    let browser = Browser::open(false).await;
    let mut found = Vec::new();
    browser.goto(&format!("{}/imports", hospital.home)).await;
    browser.type_into("#devices-file", &file.display().to_string()).await;
    browser
        .client
        .execute("document.getElementById('source').value = ''", vec![])
        .await
        .expect("emptied");
    browser.type_into("#source", "CMMS of the new wing").await;
    browser.click("form[action='/imports/devices'] button").await;
    // The preview: nothing has changed yet.
    let apply = "form[action$='/apply'] button";
    browser.client.wait().for_element(Locator::Css(apply)).await.expect("a preview");
    let heading = browser.heading().await;
    assert!(heading.contains("41 rows"), "{heading}");
    assert_eq!(hospital.place.json(&["devices", "--statements"]), before);
    found.extend(browser.faults().await);
    browser.picture("import-preview").await;
    browser.click(apply).await;
    let undo = "main a[href$='/undo']";
    browser.client.wait().for_element(Locator::Css(undo)).await.expect("applied");
    found.extend(browser.faults().await);
    let after = hospital.place.json(&["devices"]);
    assert_eq!(after.as_array().map(Vec::len), Some(640));
    browser.click(undo).await;
    found.extend(browser.faults().await);
    browser.click("form[action$='/undo'] button").await;
    found.extend(browser.faults().await);
    let sorted = |devices: serde_json::Value| {
        let mut lines: Vec<String> = devices.as_array().expect("a list").iter().map(ToString::to_string).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(hospital.place.json(&["devices"])), sorted(strip_statements(before)));
    assert_eq!(hospital.place.events(), 9, "seven of the sample hospital, the import, its undo");
    none("pages that not everyone can use", found);
    none("the browser complains", browser.close().await);
}

fn strip_statements(mut devices: serde_json::Value) -> serde_json::Value {
    for device in devices.as_array_mut().expect("a list") {
        device.as_object_mut().expect("a device").remove("statements");
    }
    devices
}

#[tokio::test]
async fn at_400_percent_nothing_has_to_be_scrolled_sideways() {
    let hospital = Hospital::open();
    let browser = Browser::open(true).await;
    let home = &hospital.home;
    let device = hospital.place.json(&["devices", "--query", "philips"])[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let mut wide = Vec::new();
    for page in [
        "/",
        "/devices",
        &format!("/devices/{device}"),
        &format!("/devices/{device}/facts?field=software_version"),
        "/services",
        "/services/S01",
        "/services/S01/edit",
        "/threats",
        "/advisories",
        "/advisories/ICSMA-20-170-06",
        "/imports",
        "/imports/3",
        "/affected?q=CVE-2018-8853",
        "/affected?q=infusion",
        "/affected?q=CVE-2099-0001",
        "/no-such-page",
    ] {
        browser.goto(&format!("{home}{page}")).await;
        let widths = browser
            .ask("[document.documentElement.scrollWidth, screen.width, window.innerWidth]")
            .await;
        assert_eq!(widths[1], 320, "the window is not as narrow as was asked for: {widths}");
        // Where a page is wider, the emulated phone zooms out, and the inner width grows with it.
        if widths[0] != 320 || widths[2] != 320 {
            wide.push(format!("{page}: {widths}"));
        }
        if page == "/affected?q=infusion" {
            browser.picture("affected-phone").await;
        }
    }
    none("pages that have to be scrolled sideways", wide);
    none("the browser complains", browser.close().await);
}
