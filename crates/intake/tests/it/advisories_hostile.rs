//! Broken, cut and hostile files: never a panic, always a refusal with a place, and nothing that takes the memory of all.

use std::io::Write as _;

use intake::advisories_in::{Published, Reason, limits, read, recognise};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::advisories_real::{csaf, data, documents, statements_in};

#[test]
fn a_document_cut_anywhere_is_refused() {
    for (file, bytes) in documents() {
        // At every 997th byte of all, a quarter of a gigabyte would be read: the larger ones are cut in fewer places.
        for cut in (0..bytes.len() - 2).step_by(997 * (1 + bytes.len() / 20_000)) {
            let refusal = read(file, &bytes[..cut]).expect_err("a document without its end");
            assert!(!refusal.where_.is_empty() && refusal.file == *file);
            if cut > 100 {
                assert!(
                    refusal.where_.starts_with("line ") && refusal.reason == Reason::CutShort,
                    "{refusal}"
                );
            }
        }
    }
}

#[test]
fn every_997th_byte_of_three_documents() {
    let documents = documents();
    let largest = documents.iter().max_by_key(|(_, b)| b.len()).unwrap();
    for (file, bytes) in [largest, &documents[0], &documents[150]] {
        for cut in (0..bytes.len() - 2).step_by(997) {
            let refusal = read(file, &bytes[..cut]).expect_err("a document without its end");
            if cut > 20_000 {
                assert!(
                    refusal.where_.contains(", in product_tree")
                        || refusal.where_.contains(", in vulnerabilities")
                        || refusal.where_.contains(", in document"),
                    "{refusal}"
                );
            }
        }
    }
}

#[test]
fn a_catalogue_cut_anywhere_is_refused() {
    let packed = std::fs::read(data("kev/known_exploited_vulnerabilities.json.gz")).unwrap();
    for cut in (2..packed.len()).step_by(9_973) {
        let refusal = read("kev.json.gz", &packed[..cut]).unwrap_err();
        assert!(matches!(refusal.reason, Reason::BadGzip { .. }), "{refusal}");
    }
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut text).unwrap();
    for cut in (0..text.len() - 2).step_by(99_991) {
        assert!(read("kev.json", &text[..cut]).is_err());
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

const HEAD: &str = r#"{"document":{"csaf_version":"2.0","tracking":{"id":"MADE-1","status":"final","version":"1"}}"#;

#[test]
fn hostile_shapes_are_refused_by_what_they_are() {
    let deep = |levels: usize| {
        let mut text = format!(r#"{HEAD},"product_tree":{{"branches":["#);
        for _ in 0..levels {
            text.push_str(r#"{"category":"vendor","name":"x","branches":["#);
        }
        text + &"]}".repeat(levels) + "]}}"
    };
    let check = |what: &str, text: &str, expected: &dyn Fn(&Reason) -> bool| {
        let refusal = read(what, text.as_bytes()).expect_err(what);
        assert!(expected(&refusal.reason), "{refusal}");
        assert!(refusal.to_string().len() < 500, "{refusal}");
        refusal.where_
    };
    let place = check("10,000 levels of branches", &deep(10_000), &|r| {
        *r == Reason::NestedTooDeep { limit: limits::LEVELS }
    });
    assert!(place.contains(", in product_tree.branches[0].branches[0]"), "{place}");
    check("64 levels of branches", &deep(64), &|r| {
        *r == Reason::NestedTooDeep { limit: limits::LEVELS }
    });
    let Ok(Published::Csaf(read_deep)) = read("60 levels", deep(60).as_bytes()) else {
        panic!("30 levels are allowed by CSAF 2.1")
    };
    assert_eq!(read_deep.remarks.len(), 1);
    // What is not read may be as deep as it likes: it is skipped without recursion.
    let ignored = format!(r#"{HEAD},"x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert!(read("deep in what is skipped", ignored.as_bytes()).is_ok());
    check("unclosed lists", &"[".repeat(1_000_000), &|r| *r == Reason::CutShort);

    let long = "x".repeat(limits::TEXT_BYTES + 1);
    let text_limit = Reason::TextTooLong { limit: limits::TEXT_BYTES };
    let place = check(
        "a long text",
        &format!("{HEAD},\n\"vulnerabilities\":[{{\"title\":\"{long}\"}}]}}"),
        &|r| *r == text_limit,
    );
    assert_eq!(place, "line 2, column 29, in vulnerabilities[0].title");
    check("a long name", &format!(r#"{HEAD},"{long}":1}}"#), &|r| *r == text_limit);
    check("a long text in what is skipped", &format!(r#"{HEAD},"x":"{long}"}}"#), &|r| {
        *r == text_limit
    });
    let whole = "x".repeat(limits::TEXT_BYTES - 10);
    assert!(
        read(
            "a text as long as may be",
            format!(r#"{HEAD},"vulnerabilities":[{{"title":"{whole}"}}]}}"#).as_bytes()
        )
        .is_ok()
    );

    let too_much = |what: &str| {
        let what = what.to_owned();
        move |r: &Reason| matches!(r, Reason::TooMuch { what: found, .. } if found.contains(&what))
    };
    let objects = "{},".repeat(1_000_000);
    check(
        "a million empty objects",
        &format!(r#"{HEAD},"vulnerabilities":[{objects}{{}}]}}"#),
        &too_much("as read"),
    );
    let names = "\"\",".repeat(2_000_000);
    let lists = format!(r#"{HEAD},"vulnerabilities":[{{"product_status":{{"fixed":[{names}""]}}}}]}}"#);
    check("two million statements on nothing", &lists, &too_much("faults"));
    let name = "x".repeat(500_000);
    let leaves: Vec<String> = (0..200)
        .map(|n| format!(r#"{{"category":"product_name","name":"{n}","product":{{"name":"","product_id":"{n}"}}}}"#))
        .collect();
    let tree = format!(
        r#"{HEAD},"product_tree":{{"branches":[{{"category":"vendor","name":"{name}","branches":[{}]}}]}}}}"#,
        leaves.join(",")
    );
    check("a long name above many products", &tree, &too_much("branches above"));
    let members: Vec<String> = (0..5_000).map(|n| format!("\"P{n}\"")).collect();
    let products: Vec<String> = (0..5_000).map(|n| format!(r#"{{"product_id":"P{n}","name":"n"}}"#)).collect();
    let remedy = r#"{"category":"mitigation","details":"d","group_ids":["G"]},"#.repeat(5_000);
    let groups = format!(
        r#"{HEAD},"product_tree":{{"full_product_names":[{}],"product_groups":[{{"group_id":"G","product_ids":[{}]}}]}},"vulnerabilities":[{{"remediations":[{remedy}{{}}]}}]}}"#,
        products.join(","),
        members.join(",")
    );
    check("a large group named by many", &groups, &too_much("name"));

    let large = "x".repeat(limits::DOCUMENT_BYTES + 1);
    check("a large file", &large, &|r| matches!(r, Reason::TooLarge { what: "the file", .. }));
    let bomb = gzip(large.as_bytes());
    assert!(bomb.len() < 100_000);
    assert!(matches!(
        read("bomb.gz", &bomb).unwrap_err().reason,
        Reason::TooLarge {
            what: "what the file unpacks to",
            ..
        }
    ));
    assert!(read("twice.gz", &gzip(&gzip(HEAD.as_bytes()))).is_err());
    let rows: String = (0..1_000_001).map(|n| format!("CVE-2024-{n:07},0,0\n")).collect();
    check("too many rows", &format!("cve,epss,percentile\n{rows}"), &too_much("rows"));
    let bad = "x,0,0\n".repeat(100_000);
    let Ok(Published::Epss(epss)) = read("bad rows", format!("cve,epss,percentile\n{bad}").as_bytes()) else {
        panic!("rows fail, not the file")
    };
    assert_eq!((epss.refused_rows, epss.refused.len(), epss.refused[0].line), (100_000, 10_000, 2));
}

/// Some real documents, small enough to be read a thousand times.
fn some() -> Vec<&'static (String, Vec<u8>)> {
    documents().iter().filter(|(_, bytes)| bytes.len() < 12_000).step_by(5).collect()
}

/// Changes one value of a document: its kind, its text, or that it is there.
fn changed(mut value: &mut Value, mut choice: usize, change: u8) {
    loop {
        let count = match value {
            Value::Object(map) => map.len(),
            Value::Array(list) => list.len(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        };
        if count == 0 || choice.is_multiple_of(7) {
            break;
        }
        let n = choice % count;
        choice = choice / count + choice % 3 + 1;
        value = match value {
            Value::Object(map) => map.values_mut().nth(n).unwrap(),
            other => &mut other[n],
        };
    }
    *value = match change % 9 {
        0 => Value::Null,
        1 => json!(-1.5),
        2 => json!([]),
        3 => json!({}),
        4 => json!("CSAFPID-0002"),
        5 => json!([value.clone(), value.clone()]),
        6 => json!({"product_id": "CSAFPID-0001", "category": "vendor", "name": "n", "branches": [value.clone()]}),
        7 => json!(true),
        _ => json!("DrÃ\u{a4}ger \u{0}â€"),
    };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_document_with_changed_values_is_read_or_refused_and_accounted_for(which in 0_usize..100, changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..6)) {
        let documents = some();
        let (file, bytes) = documents[which % documents.len()];
        let mut document: Value = serde_json::from_slice(bytes).unwrap();
        for (choice, change) in changes {
            changed(&mut document, choice >> 8, change);
        }
        if let Ok(Published::Csaf(reading)) = read(file, document.to_string().as_bytes()) {
            let a = &reading.advisory;
            for v in &a.vulnerabilities {
                prop_assert!(!v.id.is_empty());
                let named = v.remediations.iter().flat_map(|r| &r.products).chain(v.scores.iter().flat_map(|s| &s.products)).chain(v.statements.iter().map(|s| &s.product));
                prop_assert!(named.into_iter().all(|p| *p < a.products.len()));
            }
            let faults = reading.partly.iter().map(|p| (&p.where_, p.reason.to_string())).chain(reading.refused.iter().map(|p| (&p.where_, p.reason.to_string())));
            for (place, reason) in faults {
                prop_assert!(!place.is_empty() && !reason.is_empty());
            }
        }
    }

    #[test]
    fn a_document_with_changed_bytes_never_panics(which in 0_usize..100, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let documents = some();
        let (file, bytes) = documents[which % documents.len()];
        let mut bytes = bytes.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Err(refusal) = read(file, &bytes) {
            prop_assert!(!refusal.to_string().is_empty());
        }
    }

    #[test]
    fn any_bytes_are_something(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = recognise(&bytes);
        let _ = read("any", &bytes);
        let _ = read("any", &[&b"{\"document\":{\"csaf_version\":\"2.0\","[..], &bytes].concat());
        let _ = read("any", &[&b"cve,epss,percentile\n"[..], &bytes].concat());
        let _ = read("any", &[&b"cveID,vendorProject\n"[..], &bytes].concat());
        let _ = read("any", &[&b"\x1f\x8b\x08\0\0\0\0\0\0\x03"[..], &bytes].concat());
    }

    /// Taking products out of the tree turns statements from applied to refused, one for one.
    #[test]
    fn what_the_tree_no_longer_defines_is_refused(which in 0_usize..100, gone in any::<prop::sample::Index>()) {
        let documents = some();
        let (file, bytes) = documents[which % documents.len()];
        let whole = csaf(file, bytes);
        let id = format!("\"{}\"", whole.advisory.products[gone.index(whole.advisory.products.len())].id);
        let text = String::from_utf8(bytes.clone()).unwrap().replacen(&format!("\"product_id\": {id}"), "\"product_id\": \"ANOTHER\"", 1);
        let less = csaf(file, text.as_bytes());
        let stated = statements_in(&serde_json::from_str(&text).unwrap());
        prop_assert_eq!(less.applied as usize + less.partly.len() + less.refused.len(), stated);
        prop_assert!(less.refused.iter().all(|r| r.reason.to_string().contains(id.trim_matches('"'))));
        prop_assert_eq!(less.applied as usize + less.partly.len() + less.refused.len(), whole.applied as usize + whole.partly.len());
    }
}
