//! Bringing files in: looked at, corrected, applied, taken back; and what is refused.

use crate::browser::{Answer, Browser};

const FIRST: &[u8] = b"Devices of 25 November,,,,\nAsset No,Make,Model,Serial No.,IP Address,Col F\n\
    A1,Philips,Brilliance 64,S1,10.1.2.400,own\nA2,Siemens,SOMATOM,S2,10.1.2.41,loan\n,,,,,Level 3\nTotal,2,,,,\n";
const NEXT: &[u8] = b"Asset No,Make,Model,Serial No.,Location\nA1,Philips,Brilliance 64,S1,Room 9\nA3,GE,Optima,S3,Room 1\n";

fn send(browser: &Browser, file: &[u8]) -> String {
    let answer = browser.upload(
        "/imports/devices",
        &[("file", Some("C:\\x\\list.csv"), file), ("source", None, b"CMMS")],
    );
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location
}

fn said(answer: &Answer, words: &str) {
    assert!(answer.body.contains(words), "expected “{words}” in: {}", answer.body);
}

#[test]
fn a_list_is_looked_at_before_it_changes_anything_and_can_be_taken_back() {
    let browser = Browser::open("flow");
    let page = send(&browser, FIRST);
    let preview = browser.settled(&page);
    assert_eq!(preview.heading(), "CMMS, list.csv: 3 rows, 2 need your eye");
    said(&preview, "No such IP address");
    said(&preview, "Apply 2 rows");
    said(&browser.get("/imports"), "Nothing has been brought in yet");
    said(&browser.get("/imports"), &page);
    let repair = browser.get(&format!("{page}/repair.csv"));
    assert!(
        repair.head.contains("attachment") && repair.body.contains("10.1.2.400"),
        "{repair:?}"
    );

    let corrected = browser.post(&format!("{page}/columns"), "c5=owner&c0=asset_tag");
    assert_eq!((corrected.status, corrected.location.as_str()), (303, page.as_str()));
    said(&browser.settled(&page), "you said so");

    assert_eq!(browser.post(&format!("{page}/apply"), "").status, 303);
    assert_eq!(browser.settled(&page).heading(), "CMMS is brought in: 2 new devices");
    assert_eq!(browser.waiting(), 0, "the file goes when it is applied");
    // Pressing the button twice does nothing more.
    browser.post(&format!("{page}/apply"), "");
    assert_eq!(browser.settled(&page).heading(), "CMMS is brought in: 2 new devices");

    said(&browser.get("/imports/1/undo"), "2 devices that only it knew leave the register");
    assert_eq!(browser.post("/imports/1/undo", "").location, "/imports/1");
    said(&browser.get("/imports/1"), "It was taken back");
    assert_eq!(browser.get("/imports/1/undo").status, 409);
    assert_eq!(browser.get("/imports/2").status, 404);
}

#[test]
fn who_comes_second_sees_a_fresh_count_before_anything_is_applied() {
    let browser = Browser::open("second");
    let (one, other) = (send(&browser, FIRST), send(&browser, FIRST));
    browser.settled(&one);
    browser.settled(&other);
    browser.post(&format!("{one}/apply"), "");
    browser.settled(&one);
    browser.post(&format!("{other}/apply"), "");
    let fresh = browser.settled(&other);
    said(&fresh, "The register changed since you looked");
    said(&fresh, "<b>2</b>unchanged");
    said(&fresh, "nothing to apply");

    let next = send(&browser, NEXT);
    let preview = browser.settled(&next);
    for words in ["<b>1</b>new devices", "<b>1</b>changed", "Room 9", "Apply 2 rows"] {
        said(&preview, words);
    }
    assert_eq!(browser.post(&format!("{next}/leave"), "").location, "/imports");
    assert_eq!(browser.get(&next).status, 404);
}

#[test]
fn what_waits_is_there_when_the_program_is_started_again() {
    let browser = Browser::open("again");
    let page = send(&browser, FIRST);
    browser.settled(&page);
    browser.post(&format!("{page}/columns"), "c5=owner");
    browser.settled(&page);
    let browser = browser.start_again();
    let preview = browser.settled(&page);
    assert_eq!(preview.heading(), "CMMS, list.csv: 3 rows, 2 need your eye");
    said(&preview, "you said so");
}

#[test]
fn what_is_broken_is_refused_with_a_sentence_and_leaves_nothing() {
    let browser = Browser::open("broken");
    let check = |fields: &[(&str, Option<&str>, &[u8])], status: u16, words: &str| {
        let answer = browser.upload("/imports/devices", fields);
        assert_eq!(answer.status, status, "{words}");
        said(&answer, words);
        assert_eq!(browser.waiting(), 0, "{words}");
    };
    check(&[("source", None, b"CMMS")], 400, "no file was chosen");
    check(&[("file", Some(""), b""), ("source", None, b"CMMS")], 400, "no file was chosen");
    check(&[("file", Some("a.csv"), b""), ("source", None, b"CMMS")], 400, "“a.csv” is empty");
    check(&[("file", Some("a.csv"), FIRST)], 400, "the source is not named");
    check(
        &[("file", Some("a.csv"), FIRST), ("source", None, &[b'x'; 90])],
        400,
        "over 80 letters",
    );
    let cut = b"--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nAsset No";
    said(&browser.send_upload("/imports/devices", cut), "did not come whole");
    said(&browser.post("/imports/devices", "source=CMMS"), "did not come whole");
    let huge = "POST /imports/devices HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=line\r\nContent-Length: 2000000000\r\n";
    assert_eq!(browser.send(huge, b"--line\r\n").status, 413);
    assert_eq!(browser.waiting(), 0);

    for (bytes, words) in [(&b"%PDF-1.4 x"[..], "PDF"), (b"PK\x03\x04 cut short", "cut short")] {
        let page = send(&browser, bytes);
        let answer = browser.settled(&page);
        assert_eq!(answer.status, 422);
        said(&answer, words);
        said(&answer, "Nothing was changed");
        browser.post(&format!("{page}/leave"), "");
    }
    assert_eq!(browser.waiting(), 0);
    for token in ["x", "..%2f..%2fetc%2fpasswd", "00000000000000000000000000000000"] {
        assert_eq!(browser.get(&format!("/imports/waiting/{token}")).status, 404, "{token}");
    }
    let elsewhere = "POST /imports/1/undo HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\n";
    assert_eq!(browser.send(elsewhere, b"").status, 403);
}

#[test]
fn advisories_are_loaded_and_each_page_says_them_word_for_word() {
    let browser = Browser::open("advisories");
    let archive = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/advisories/icsma.zip")).expect("a step of the test");
    let answer = browser.upload(
        "/imports/advisories",
        &[("file", Some("icsma.zip"), &archive), ("file", Some("a.pdf"), b"%PDF-1.4 x")],
    );
    assert_eq!(answer.status, 303);
    let loaded = browser.settled(&answer.location);
    assert_eq!(loaded.heading(), "108 new documents and 1 file refused");
    assert_eq!(browser.get("/advisories").heading(), "None of 108 advisories touches us");

    let page = browser.get("/advisories/ICSMA-18-123-01");
    for words in ["2.6.2 and earlier", "CVE-2018-8853", "InCenter", "known affected"] {
        said(&page, words);
    }
    let document = browser.get("/advisories/ICSMA-18-123-01/document.json");
    assert!(document.head.contains("application/json") && document.body.contains("\"document\""));
    assert_eq!(browser.get("/advisories?touch=all&q=brilliance").status, 200);
    assert_eq!(browser.get("/advisories/ICSMA-99-999-99").status, 404);
}
