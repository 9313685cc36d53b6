//! The pages in a real browser: from Today to an answer, axe on every page, the keyboard, a narrow window.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;

const AXE: &str = include_str!("../vendor/axe-4.14.1.min.js");

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// The sample hospital, served.
fn hospital(data: &std::path::Path) -> (Running, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_wardline"))
        .args(["--data", &data.display().to_string(), "demo", "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("wardline starts");
    let stderr = child.stderr.take().expect("piped");
    let mut lines = BufReader::new(stderr).lines();
    let address = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| {
            line.split("http://")
                .nth(1)
                .map(|rest| rest.split(' ').next().unwrap_or("").to_owned())
        })
        .expect("it says where it is");
    // Kept read, so that it never waits for a full pipe.
    std::thread::spawn(move || lines.for_each(drop));
    (Running(child), format!("http://{address}"))
}

async fn browser(profile: &std::path::Path, width: u32) -> (Running, Client) {
    let port = free_port();
    let driver = Command::new("chromedriver")
        .arg(format!("--port={port}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver is installed: make test installs it");
    let driver = Running(driver);
    let mut arguments: Vec<String> = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.push(format!("--window-size={width},1600"));
    let mut capabilities = serde_json::Map::new();
    capabilities.insert("goog:chromeOptions".into(), serde_json::json!({ "args": arguments }));
    for _ in 0..60 {
        match ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
        {
            Ok(client) => return (driver, client),
            Err(_) => tokio::time::sleep(Duration::from_millis(250)).await,
        }
    }
    panic!("the browser did not start");
}

/// What axe finds wrong on the page that is open, a line each.
async fn faults(client: &Client) -> Vec<String> {
    client.execute(AXE, vec![]).await.expect("axe loads");
    let found = client
        .execute_async(
            "const done = arguments[0]; axe.run().then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | '))));",
            vec![],
        )
        .await
        .expect("axe runs");
    serde_json::from_value(found).expect("a list")
}

async fn heading(client: &Client) -> String {
    client
        .find(Locator::Css("h1"))
        .await
        .expect("a heading")
        .text()
        .await
        .expect("its text")
}

async fn picture(client: &Client, name: &str) {
    if std::env::var_os("WARDLINE_PICTURES").is_some() {
        let png = client.screenshot().await.expect("a picture");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
        std::fs::write(folder.join(format!("{name}.png")), png).expect("written");
    }
}

#[tokio::test]
async fn from_today_to_an_answer_and_every_page_can_be_used_by_everyone() {
    let data = tempfile::tempdir().expect("a folder");
    let profile = tempfile::tempdir().expect("a folder");
    let (_server, home) = hospital(data.path());
    let (_driver, client) = browser(profile.path(), 1280).await;

    // The journey: Today, the question, the answer, a device, its service.
    client.goto(&home).await.expect("Today opens");
    assert!(
        heading(&client).await.contains("November") || heading(&client).await.contains("need"),
        "{}",
        heading(&client).await
    );
    picture(&client, "today").await;
    let field = client.find(Locator::Css("input[name=q]")).await.expect("the question's field");
    field.send_keys("ICSMA-20-170-06").await.expect("typed");
    client
        .find(Locator::Css(".wl-ask button"))
        .await
        .expect("the button")
        .click()
        .await
        .expect("asked");
    let answer = heading(&client).await;
    assert!(answer.starts_with("ICSMA-20-170-06: ") && answer.contains("affected"), "{answer}");
    picture(&client, "affected").await;
    client
        .find(Locator::Css("table.wl-table tbody td a"))
        .await
        .expect("a device")
        .click()
        .await
        .expect("opened");
    assert!(client.current_url().await.expect("an address").path().starts_with("/devices/"));
    let device = client.current_url().await.expect("an address").to_string();
    picture(&client, "device").await;
    client.goto(&format!("{home}/services/S01")).await.expect("a service");
    picture(&client, "service").await;

    let mut wrong = Vec::new();
    let pages = [
        "/",
        "/devices",
        "/devices?missing=software_version",
        "/devices?q=nothing-is-called-so",
        "/services",
        "/services/S01",
        "/services/S04",
        "/threats",
        "/advisories",
        "/advisories/ICSMA-20-170-06",
        "/imports",
        "/affected?q=infusion",
        "/affected?q=CVE-2099-0001",
        "/no-such-page",
    ];
    let addresses: Vec<String> = pages.iter().map(|p| format!("{home}{p}")).chain([device]).collect();
    for address in &addresses {
        client.goto(address).await.expect("it opens");
        wrong.extend(faults(&client).await.into_iter().map(|fault| format!("{address}: {fault}")));
    }
    assert!(wrong.is_empty(), "axe finds:\n{}", wrong.join("\n"));

    // The keyboard comes to the skip link first.
    client.goto(&home).await.expect("Today opens");
    let body = client.find(Locator::Css("body")).await.expect("a body");
    body.send_keys("\u{e004}").await.expect("Tab");
    let focused = client
        .active_element()
        .await
        .expect("something has the focus")
        .attr("class")
        .await
        .expect("its class");
    assert_eq!(focused.as_deref(), Some("nhsuk-skip-link"));
    client.close().await.expect("closed");
}

#[tokio::test]
async fn at_400_percent_nothing_has_to_be_scrolled_sideways() {
    let data = tempfile::tempdir().expect("a folder");
    let profile = tempfile::tempdir().expect("a folder");
    let (_server, home) = hospital(data.path());
    let (_driver, client) = browser(profile.path(), 500).await;
    // 1280 pixels at 400 % are 320 of the page's own; Chromium opens no window as narrow, so the page is put in a frame's width.
    client.set_window_size(320, 900).await.expect("narrow");
    let mut wide = Vec::new();
    for page in [
        "/",
        "/devices",
        "/services",
        "/services/S01",
        "/threats",
        "/advisories",
        "/imports",
        "/affected?q=infusion",
    ] {
        client.goto(&format!("{home}{page}")).await.expect("it opens");
        let over = client
            .execute("return [document.documentElement.scrollWidth, window.innerWidth]", vec![])
            .await
            .expect("measured");
        let (content, window) = (over[0].as_u64().unwrap_or(0), over[1].as_u64().unwrap_or(0));
        if content > window {
            wide.push(format!("{page}: {content} pixels in {window}"));
        }
        if page == "/affected?q=infusion" {
            picture(&client, "affected-phone").await;
        }
    }
    assert!(wide.is_empty(), "too wide:\n{}", wide.join("\n"));
    client.close().await.expect("closed");
}
