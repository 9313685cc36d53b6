use super::{Kind, recognise};

fn check(rows: &[(&[u8], Kind)]) {
    for (bytes, expected) in rows {
        assert_eq!(recognise(bytes), *expected, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn content_tells() {
    let table = Kind::NotPublished("a table with other columns");
    let unknown = Kind::NotPublished("JSON of a kind that is not known here");
    check(&[
        (br#"{"document":{"category":"csaf_vex","csaf_version":"2.0"}}"#, Kind::Csaf),
        (b"\xef\xbb\xbf {\n \"document\" : {\"csaf_version\":\"2.0\"}}", Kind::Csaf),
        (
            br#"{"$schema":"https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json","document":{"csaf_version":"2.1"}}"#,
            Kind::Csaf,
        ),
        (
            br#"{"vulnerabilities":[{"document":1}],"product_tree":{},"document":{"tracking":{}}}"#,
            Kind::Csaf,
        ),
        (br#"{"document":{"category":"csaf_vex","csaf_vers"#, Kind::Csaf),
        (br#"{"document":{"text":"{\"csaf_version\":1}"}}"#, unknown),
        (br#"{"document":"csaf_version"}"#, unknown),
        (br#"{"@context":"https://openvex.dev/ns/v0.2.0","statements":[]}"#, Kind::OpenVex),
        (br#"{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{}}"#, Kind::Cve),
        (br#"{"containers":{"cna":{"affected":[]}},"cveMetadata":{}}"#, Kind::Cve),
        (
            br#"{"resultsPerPage":1,"startIndex":0,"format":"NVD_CVE","version":"2.0","vulnerabilities":[]}"#,
            Kind::Nvd,
        ),
        (
            br#"{"title":"CISA Catalog","catalogVersion":"2025.08.25","vulnerabilities":[]}"#,
            Kind::Kev,
        ),
        (br#"{"vulnerabilities":[],"count":0,"catalogVersion":"2025.08.25"}"#, Kind::Kev),
        (b"cveID,vendorProject,product,vulnerabilityName\n", Kind::Kev),
        (b"\"cveID\",\"vendorProject\"\n", Kind::Kev),
        (
            b"#model_version:v2025.03.14,score_date:2026-05-18T00:00:00Z\ncve,epss,percentile\n",
            Kind::Epss,
        ),
        (b"cve,epss,percentile\r\n", Kind::Epss),
        (
            br#"{"bomFormat":"CycloneDX","specVersion":"1.6","vulnerabilities":[]}"#,
            Kind::CycloneDx,
        ),
        (
            br#"<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6">"#,
            Kind::CycloneDx,
        ),
        (br#"{"spdxVersion":"SPDX-2.3"}"#, Kind::Spdx),
        (b"SPDXVersion: SPDX-2.3\n", Kind::Spdx),
        (br#"{"id":"GHSA-1","modified":"2024-01-01","affected":[]}"#, Kind::Osv),
        (
            br#"<cvrfdoc xmlns="http://docs.oasis-open.org/csaf/ns/csaf-cvrf/v1.2/cvrf">"#,
            Kind::Cvrf,
        ),
        (b"\x1f\x8b\x08", Kind::Gzip),
        (b"PK\x03\x04rest", Kind::NotPublished("a zip archive or an XLSX workbook")),
        (b"", Kind::NotPublished("an empty file")),
        (b" \n\t", Kind::NotPublished("an empty file")),
        (b"[{\"document\":{}}]", Kind::NotPublished("a JSON list of something")),
        (b"Asset No,Make,Model\n", table),
        (b"hello", Kind::NotPublished("plain text")),
        (b"ab\0cd", Kind::NotPublished("binary data")),
        (b"<!DOCTYPE html><html>", Kind::NotPublished("a web page")),
        (
            br#"{"canonical_url":"https://example.com/provider-metadata.json","distributions":[]}"#,
            Kind::NotPublished("the address list of a CSAF publisher, which holds no advisory itself"),
        ),
        (
            br#"{"feed":{"id":"x","entry":[]}}"#,
            Kind::NotPublished("a ROLIE feed, which lists advisories and holds none itself"),
        ),
        (b"{", unknown),
        (b"{\"a\\", unknown),
        (b"}}}]]{\"", Kind::NotPublished("plain text")),
    ]);
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(
            "{\"document\":{\"csaf_version\":\"2.0\"}}"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    check(&[(&utf16, Kind::Csaf)]);
}
