//! The real documents: every statement in them is accounted for, and what they say is what is read.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::OnceLock;

use advisories::{Advisory, BranchCategory, DocumentStatus, ProductStatus, RemediationCategory};
use intake::advisories_in::{CsafReading, Kind, Published, read, recognise};
use serde_json::Value;

pub fn data(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data").join(path)
}

/// Name and bytes of all 282 documents.
pub fn documents() -> &'static [(String, Vec<u8>)] {
    static DOCUMENTS: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    DOCUMENTS.get_or_init(|| {
        let documents: Vec<_> = ["advisories/icsma.zip", "advisories/icsa-related.zip"]
            .into_iter()
            .flat_map(unpacked)
            .collect();
        assert_eq!(documents.len(), 282);
        documents
    })
}

fn unpacked(archive: &str) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(data(archive)).unwrap()).unwrap();
    let count = zip.len();
    let read = |n| {
        let mut file = zip.by_index(n).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(read).collect()
}

fn document(name: &str) -> (&'static str, &'static [u8]) {
    documents()
        .iter()
        .find(|(file, _)| file == name)
        .map(|(file, bytes)| (file.as_str(), bytes.as_slice()))
        .unwrap()
}

pub fn csaf(file: &str, bytes: &[u8]) -> CsafReading {
    match read(file, bytes) {
        Ok(Published::Csaf(reading)) => *reading,
        other => panic!("{file}: {other:?}"),
    }
}

/// Product statements, counted in the JSON itself: entries of status lists, and per vulnerability the products that
/// remediations name and no list does.
pub fn statements_in(document: &Value) -> usize {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let groups: BTreeMap<String, Vec<Value>> = list(&document["product_tree"]["product_groups"])
        .iter()
        .map(|g| (g["group_id"].as_str().unwrap().to_owned(), list(&g["product_ids"])))
        .collect();
    let mut count = 0;
    for vulnerability in list(&document["vulnerabilities"]) {
        let mut named = HashSet::new();
        for entries in vulnerability["product_status"].as_object().into_iter().flat_map(|o| o.values()) {
            count += list(entries).len();
            named.extend(list(entries).iter().filter_map(|e| e.as_str().map(str::to_owned)));
        }
        for remediation in list(&vulnerability["remediations"]) {
            let by_group = list(&remediation["group_ids"])
                .into_iter()
                .flat_map(|g| groups.get(g.as_str().unwrap()).cloned().unwrap_or_default());
            for id in list(&remediation["product_ids"]).into_iter().chain(by_group) {
                count += usize::from(named.insert(id.as_str().unwrap().to_owned()));
            }
        }
    }
    count
}

#[test]
fn nothing_is_dropped_in_silence() {
    let mut applied = 0;
    for (file, bytes) in documents() {
        let reading = csaf(file, bytes);
        let stated = statements_in(&serde_json::from_slice(bytes).unwrap());
        assert_eq!(
            reading.applied as usize + reading.partly.len() + reading.refused.len(),
            stated,
            "{file}"
        );
        applied += reading.applied;
    }
    assert_eq!(applied, 4256 + 112, "every status entry of the two archives");
}

fn count(advisory: &Advisory, status: ProductStatus) -> usize {
    advisory
        .vulnerabilities
        .iter()
        .flat_map(|v| &v.statements)
        .filter(|s| s.status == status)
        .count()
}

/// One line a document. Written anew when the reader is meant to read otherwise: the failing test says where the new
/// lines are.
#[test]
fn the_counts_of_each_document_stay() {
    let mut lines = String::from(
        "file\tid\tversion\tproducts\tvulnerabilities\taffected\tnot affected\tremediations\tscores\tapplied\tpartly\trefused\tremarks\n",
    );
    for (file, bytes) in documents() {
        let r = csaf(file, bytes);
        let a = &r.advisory;
        let remediations: usize = a.vulnerabilities.iter().map(|v| v.remediations.len()).sum();
        let scores: usize = a.vulnerabilities.iter().map(|v| v.scores.len()).sum();
        writeln!(
            lines,
            "{file}\t{}\t{}\t{}\t{}\t{}\t{}\t{remediations}\t{scores}\t{}\t{}\t{}\t{}",
            a.id,
            a.version,
            a.products.len(),
            a.vulnerabilities.len(),
            count(a, ProductStatus::KnownAffected),
            count(a, ProductStatus::KnownNotAffected),
            r.applied,
            r.partly.len(),
            r.refused.len(),
            r.remarks.len()
        )
        .unwrap();
    }
    let kept = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/advisories/real-documents.tsv");
    let expected = std::fs::read_to_string(&kept).unwrap_or_default();
    if lines != expected {
        let new = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("real-documents.tsv");
        std::fs::write(&new, &lines).unwrap();
        let line = lines.lines().zip(expected.lines()).find(|(new, old)| new != old);
        panic!("{} differs from {}; first difference: {line:?}", kept.display(), new.display());
    }
}

#[test]
fn what_people_and_matching_need_is_there() {
    let mut mended = 0;
    for (file, bytes) in documents() {
        let a = csaf(file, bytes).advisory;
        assert!(
            !a.title.is_empty() && a.publisher == "CISA" && a.category == "csaf_security_advisory" && a.format_version == "2.0",
            "{file}"
        );
        assert!(a.version.parse::<u32>().is_ok() && a.current_release.ends_with('Z'), "{file}");
        assert!(matches!(a.status, DocumentStatus::Final | DocumentStatus::Interim));
        assert!(!a.revisions.is_empty() && !a.references.is_empty(), "{file}");
        assert_eq!(a.revisions.last().unwrap().number, a.version, "{file}");
        for p in &a.products {
            assert!(
                p.vendor().is_some() && p.branch(BranchCategory::ProductName).is_some() && p.stated_versions().is_some(),
                "{file} {}",
                p.id
            );
            assert!(!p.name.contains("â€"), "{file}: {}", p.name);
            mended += usize::from(p.name.contains("C•CURE"));
        }
        for v in &a.vulnerabilities {
            assert!(
                v.id.starts_with("CVE-") && !v.statements.is_empty() && !v.summary.is_empty() && v.weaknesses.len() == 1,
                "{file} {}",
                v.id
            );
            assert!(
                v.scores
                    .iter()
                    .all(|s| s.vector.starts_with("CVSS:3") && s.base > 0.0 && !s.products.is_empty()),
                "{file} {}",
                v.id
            );
            for s in &v.statements {
                assert!(s.product < a.products.len());
            }
        }
    }
    assert_eq!(mended, 3, "broken in ICSA-20-142-01, 20-282-01 and 20-324-01");
}

/// ICSMA-17-215-01 lists one of four products as affected and names all four in its remediation. The other three are not
/// passed over: a person with such a scanner has to hear of it.
#[test]
fn products_that_only_a_remediation_names_are_held() {
    let (file, bytes) = document("icsma-17-215-01.json");
    let r = csaf(file, bytes);
    assert_eq!((r.applied, r.partly.len()), (2, 6));
    assert_eq!(r.partly[0].where_, "vulnerabilities[0].remediations[0].product_ids[1]");
    assert_eq!(
        r.partly[0].reason.to_string(),
        "named by a remediation and by no status list; held as status unknown"
    );
    let a = &r.advisory;
    assert_eq!(a.title, "ICSMA-17-215-01_Siemens Molecular Imaging Vulnerabilities");
    for v in &a.vulnerabilities {
        let held: Vec<_> = v.statements.iter().map(|s| (a.products[s.product].id.as_str(), s.status)).collect();
        let unknown = ["CSAFPID-0002", "CSAFPID-0003", "CSAFPID-0004"].map(|id| (id, ProductStatus::Unknown));
        assert_eq!(held, [&[("CSAFPID-0001", ProductStatus::KnownAffected)][..], &unknown[..]].concat());
    }
}

#[test]
fn one_document_in_full() {
    let (file, bytes) = document("icsma-17-017-01.json");
    let r = csaf(file, bytes);
    let a = r.advisory;
    assert_eq!(
        (a.id.as_str(), a.version.as_str(), a.status),
        ("ICSMA-17-017-01", "2", DocumentStatus::Final)
    );
    assert_eq!(
        a.title,
        "ICSMA-17-017-01_BD Alaris 8000 Insufficiently Protected Credentials Vulnerability"
    );
    assert_eq!(
        (a.initial_release.as_str(), a.current_release.as_str()),
        ("2017-01-17T00:00:00.000000Z", "2017-02-07T00:00:00.000000Z")
    );
    assert_eq!(a.revisions.iter().map(|r| r.number.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(
        a.references[1].url,
        "https://www.cisa.gov/news-events/ics-medical-advisories/icsma-17-017-01"
    );
    let p = &a.products[0];
    assert_eq!(
        (p.id.as_str(), p.name.as_str()),
        ("CSAFPID-0001", "Alaris 8000 PC unit: all versions")
    );
    let path = [
        (BranchCategory::Vendor, "Becton, Dickinson and Company (BD)"),
        (BranchCategory::ProductName, "Alaris 8000 PC unit"),
        (BranchCategory::ProductVersion, "vers:all/*"),
    ];
    assert_eq!(p.path, path.map(|(c, n)| (c, n.to_owned())));
    let v = &a.vulnerabilities[0];
    assert_eq!(
        (v.id.as_str(), v.weaknesses.as_slice()),
        ("CVE-2016-8375", &["CWE-522 Insufficiently Protected Credentials".to_owned()][..])
    );
    assert!(
        v.summary
            .starts_with("An unauthorized user with physical access to an Alaris 8000 PC unit")
    );
    assert_eq!(v.remediations.len(), 1);
    assert_eq!(
        (v.remediations[0].category, v.remediations[0].products.as_slice()),
        (RemediationCategory::Mitigation, &[0][..])
    );
    assert_eq!(
        (v.scores[0].vector.as_str(), v.scores[0].base),
        ("CVSS:3.0/AV:P/AC:H/PR:N/UI:N/S:C/C:H/I:N/A:N", 4.9)
    );
}

#[test]
fn reading_again_gives_the_same() {
    for (file, bytes) in documents().iter().step_by(7) {
        assert_eq!(csaf(file, bytes), csaf(file, bytes));
        let (a, b) = (csaf(file, bytes).advisory, csaf(file, bytes).advisory);
        assert_eq!(a.revision_order(&b), std::cmp::Ordering::Equal);
        let text = serde_json::to_string(&a).unwrap();
        assert_eq!(
            serde_json::from_str::<Advisory>(&text).unwrap(),
            b,
            "what the store keeps is what was read"
        );
    }
}

#[test]
fn the_whole_catalogue_of_known_exploitation() {
    let bytes = std::fs::read(data("kev/known_exploited_vulnerabilities.json.gz")).unwrap();
    assert_eq!(recognise(&bytes), Kind::Gzip);
    let Ok(Published::Kev(kev)) = read("kev.json.gz", &bytes) else {
        panic!("not read as KEV")
    };
    assert_eq!(
        (kev.catalog_version.as_str(), kev.released.as_str(), kev.stated_count),
        ("2025.08.25", "2025-08-25T17:04:19.9796Z", Some(1404))
    );
    assert_eq!(
        (kev.entries.len(), kev.refused.as_slice(), kev.remarks.as_slice()),
        (1404, &[][..], &[][..])
    );
    let first = &kev.entries[0];
    assert_eq!(
        (first.cve.as_str(), first.added.as_str(), first.due.as_deref(), first.ransomware),
        ("CVE-2025-48384", "2025-08-25", Some("2025-09-15"), false)
    );
    assert_eq!(first.name, "Git Link Following Vulnerability");
    assert!(kev.entries.iter().filter(|e| e.ransomware).count() > 250);
}

/// Any folder of documents of the same kind: `ADVISORIES=folder cargo test -p intake -- --ignored --nocapture folder`.
#[test]
#[ignore = "needs a folder of CSAF documents from outside"]
fn a_folder_given_from_outside() {
    let mut folders = vec![PathBuf::from(std::env::var_os("ADVISORIES").expect("ADVISORIES names a folder"))];
    let (mut read, mut applied, mut reasons) = (0, 0, BTreeMap::<String, usize>::new());
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            if recognise(&bytes) != Kind::Csaf {
                continue;
            }
            let name = path.display().to_string();
            let reading = csaf(&name, &bytes);
            let stated = statements_in(&serde_json::from_slice(&bytes).unwrap());
            assert_eq!(
                reading.applied as usize + reading.partly.len() + reading.refused.len(),
                stated,
                "{name}"
            );
            read += 1;
            applied += reading.applied;
            let remarks = reading.remarks.iter().map(|r| format!("remark: {}", r.reason));
            let partly = reading.partly.iter().map(|p| format!("partly: {}", p.reason));
            let refused = reading.refused.iter().map(|r| format!("refused: {}", r.reason));
            for reason in remarks.chain(partly).chain(refused) {
                *reasons.entry(reason).or_default() += 1;
            }
        }
    }
    eprintln!("{read} documents, {applied} statements applied, {reasons:#?}");
}

/// `cargo test -p intake --release -- --ignored --nocapture speed`: all documents against serde_json alone.
#[test]
#[ignore = "a measurement, of use only in a release build"]
fn speed_of_reading() {
    let documents = documents();
    let bytes: usize = documents.iter().map(|(_, b)| b.len()).sum();
    let best = |what: &str, run: &dyn Fn(&str, &[u8])| {
        let times = (0..20).map(|_| {
            let start = std::time::Instant::now();
            for (file, bytes) in documents {
                run(file, bytes);
            }
            start.elapsed().as_secs_f64()
        });
        let best = times.fold(f64::INFINITY, f64::min);
        eprintln!(
            "{what}: {:.1} ms, {:.0} MB/s, {:.0} documents/s",
            best * 1e3,
            bytes as f64 / best / 1e6,
            282.0 / best
        );
    };
    best("serde_json, to a tree of values", &|_, b| {
        drop(serde_json::from_slice::<Value>(b).unwrap())
    });
    best("serde_json, all ignored", &|_, b| {
        assert!(serde_json::from_slice::<serde::de::IgnoredAny>(b).is_ok())
    });
    best("recognised", &|_, b| assert_eq!(recognise(b), Kind::Csaf));
    best("read", &|f, b| drop(csaf(f, b)));
}
