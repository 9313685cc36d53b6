//! Tables: each rule with a version inside and one outside, and the doubts between.

use std::cmp::Ordering::{self, Equal, Greater, Less};

use advisories::BranchCategory::{self, ProductVersion, ProductVersionRange};
use advisories::{Identification, Product};
use proptest::prelude::*;
use register::{Configuration, Field};

use super::*;

fn running(version: &str) -> Configuration {
    Configuration {
        software_version: version.to_string(),
        ..Configuration::default()
    }
}

/// The text that a row expects: "in", "out", "out of list", "?".
fn word(place: &Place) -> &'static str {
    match place {
        Place::Inside => "in",
        Place::Outside(OutsideOf::Range) => "out",
        Place::Outside(OutsideOf::List) => "out of list",
        Place::CannotTell { .. } => "?",
    }
}

fn check_place(category: BranchCategory, rows: &[(&str, &[(&str, &str)])]) {
    for (text, versions) in rows {
        let stated = read_text(Some(category), text);
        for (version, expected) in *versions {
            let place = place(&stated, &running(version));
            assert_eq!(word(&place), *expected, "{text:?} against {version:?}: {place:?} from {stated:?}");
        }
    }
}

#[test]
fn order() {
    let rows: &[(&str, &str, Option<Ordering>)] = &[
        ("1.2", "1.2.0", Some(Equal)),
        ("1.11.00", "1.11.0", Some(Equal)),
        ("4.12", "4.4", Some(Greater)),
        ("V3.0", "3", Some(Equal)),
        ("Version 2.43.02", "v2.43.1", Some(Greater)),
        ("2.4A", "2.4", Some(Greater)),
        ("2.4A", "2.6A", Some(Less)),
        ("5.89.05b", "5.89.05a", Some(Greater)),
        ("A.01", "B.00", Some(Less)),
        ("C.00.04", "C.00.05", Some(Less)),
        ("N", "M.04.01", Some(Greater)),
        ("Rev K", "Rev J", Some(Greater)),
        ("R8.0.3", "R8.0.4", Some(Less)),
        ("VM5.0", "VM6.0", Some(Less)),
        ("BT02", "BT06", Some(Less)),
        ("U61", "U93", Some(Less)),
        ("012U000061", "U61", Some(Equal)),
        ("028U00093", "028U000061", Some(Greater)),
        ("1.8.4", "1.8.4 Service Pack 01", Some(Less)),
        ("1.8.4 SP1", "1.8.4 Service Pack 01", Some(Equal)),
        ("4.20 SR1", "4.20 SR2", Some(Less)),
        ("1.3.1 Build 13", "1.3.1 Build 14", Some(Less)),
        ("2023.3_Build_9342", "2023.3 Build 9341", Some(Greater)),
        ("V13 SP2 Update 2", "V13 SP2", Some(Greater)),
        ("V14 SP1 Update 6", "V14 SP2", Some(Less)),
        ("3.0 rc1", "3.0", Some(Less)),
        ("3.0 beta", "3.0 rc1", Some(Less)),
        ("VA48A", "VB20A", Some(Less)),
        ("VB20A", "VB20A_SP01", Some(Less)),
        ("VB20A", "VB20B", Some(Less)),
        ("12HW28.8", "12HW28.9", Some(Less)),
        ("SV23.0_V02", "SV23.0_V03", Some(Less)),
        ("1.4.2.0-9d9eff4", "1.4.2.0-9d9eff4", Some(Equal)),
        (
            "99999999999999999999999999999999999999999999",
            "99999999999999999999999999999999999999999998",
            Some(Greater),
        ),
        // Two schemes, or a word that nobody orders.
        ("R8.0.3", "8.0.3", None),
        ("VM5.0", "1.8.5", None),
        ("012U000061", "028U000061", None),
        ("L81", "U61", None),
        ("2.3", "B.02", None),
        ("iX", "C.03", None),
        ("1.4.2.0-9d9eff4", "1.4.2.0-8d9eff4", None),
        ("V13 Update 3", "V13 SP1", None),
        ("1.2.3", "1.2 SP1", None),
        ("", "1.0", None),
        ("unknown", "1.0", None),
        ("3.x", "3.1", None),
    ];
    for (a, b, expected) in rows {
        assert_eq!(compare(a, b), *expected, "{a:?} and {b:?}");
        assert_eq!(compare(b, a), expected.map(Ordering::reverse), "{b:?} and {a:?}");
    }
}

#[test]
fn ranges() {
    check_place(
        ProductVersionRange,
        &[
            ("vers:all/*", &[("1.0", "in"), ("", "in"), ("anything", "in")]),
            ("*", &[("1.0", "in")]),
            ("All versions", &[("1.0", "in")]),
            (
                "<= 2.3.1",
                &[
                    ("2.3.1", "in"),
                    ("2.2.0", "in"),
                    ("v2.3.0", "in"),
                    ("2.3.2", "out"),
                    ("2.10.0", "out"),
                    ("10.0.0", "out"),
                    ("2.3", "?"),
                ],
            ),
            ("<=12.2.4", &[("12.2.4", "in"), ("12.2.5", "out"), ("14", "?")]),
            (
                "< 1.11.00",
                &[("1.10.9", "in"), ("1.11.0", "out"), ("1.11.00", "out"), ("1.12.00", "out")],
            ),
            (
                ">= 4.4 | <= 4.12",
                &[
                    ("4.4", "in"),
                    ("4.9", "in"),
                    ("4.12", "in"),
                    ("4.13", "out"),
                    ("4.3", "out"),
                    ("4.1", "?"),
                ],
            ),
            (">= 1.3.4 | < 1.5.3", &[("1.4.2", "in"), ("1.5.3", "out"), ("1.3.3", "out")]),
            (">=8.0|=<8.5", &[("8.5", "in"), ("8.6", "out"), ("7.9", "out")]),
            ("vers:all/<V2.9.7", &[("V2.9.6", "in"), ("2.9.7", "out")]),
            (
                "vers:all/>=V3.0.1<V3.0.3",
                &[("3.0.1", "in"), ("3.0.2", "in"), ("3.0.3", "out"), ("3.0.0", "out")],
            ),
            (
                "vers:semver/>=1.0.0|<1.2.0|>=2.0.0|<2.1.5",
                &[("1.1.9", "in"), ("1.3.0", "out"), ("2.1.4", "in"), ("2.1.5", "out")],
            ),
            (
                "vers:generic/1.2.3|>=2.0.0|<=2.0.9",
                &[("1.2.3", "in"), ("2.0.4", "in"), ("1.5.0", "out of list"), ("3.0.0", "out of list")],
            ),
            ("vers:pypi/!=1.5.0", &[("1.5.0", "out"), ("1.6.0", "in")]),
            (">= 2.0", &[("2.0", "in"), ("9.1", "in"), ("1.90", "out"), ("4", "?")]),
            (
                "All versions < V1.0 SP2",
                &[("V1.0 SP1", "in"), ("V1.0", "in"), ("V1.0 SP2", "out"), ("V1.1", "out")],
            ),
            (
                ">= V2.3 and < V6.30.016",
                &[("V6.30.015", "in"), ("V6.30.016", "out"), ("V2.2", "out")],
            ),
            (
                "<= U61 |<= L81",
                &[
                    ("U61", "in"),
                    ("U62", "out"),
                    ("L81", "in"),
                    ("L82", "out"),
                    ("012U000040", "in"),
                    ("011L000093", "out"),
                    ("2.0", "?"),
                ],
            ),
            (
                "<= 012U000061",
                &[
                    ("012U000061", "in"),
                    ("012U000062", "out"),
                    ("U61", "in"),
                    ("028U000040", "?"),
                    ("011L000072", "?"),
                ],
            ),
            ("<= 2.0.11 / 3.0.11", &[("2.0.10", "in"), ("3.0.12", "out"), ("2.5.0", "?")]),
            (">= 1.0 | >= 2.4", &[("2.4", "in"), ("0.9", "out"), ("1.5", "?")]),
            ("<= R8.0.3", &[("R8.0.3", "in"), ("R8.0.4", "out"), ("R8", "?"), ("8.0.2", "?")]),
            ("<= VM5.0", &[("VM4.0", "in"), ("VM6.0", "out"), ("1.8.5", "?")]),
            (
                "<= S4 A.07.107",
                &[("S4 A.07.100", "in"), ("S4 A.07.108", "out"), ("A.07.108", "?")],
            ),
            (
                "< B.06.18",
                &[
                    ("B.06.05", "in"),
                    ("B.06.18", "out"),
                    ("C.00.00", "out"),
                    ("B.06", "?"),
                    ("Rev B", "?"),
                ],
            ),
            ("<= C.00.04", &[("C.00.04", "in"), ("C.00.05", "out"), ("C.00", "?")]),
            (
                "<= K",
                &[
                    ("J.00", "in"),
                    ("K.00", "in"),
                    ("K.01", "in"),
                    ("L.00", "out"),
                    ("K", "?"),
                    ("ISP", "?"),
                ],
            ),
            ("<= 2.4A", &[("2.4A", "in"), ("2.3", "in"), ("2.4B", "out"), ("2.6A", "out")]),
            ("<= 3.0 D15", &[("3.0 D15", "in"), ("3.0 D14", "in"), ("3.0 D16", "out")]),
            ("<= D25", &[("D24", "in"), ("D26", "out"), ("25", "?")]),
            (
                "< 1.8.4 Service Pack 01",
                &[
                    ("1.8.4", "in"),
                    ("1.8.3", "in"),
                    ("1.8.4 SP01", "out"),
                    ("1.8.5", "out"),
                    ("1.8.x", "?"),
                ],
            ),
            (
                "<=2023.3_Build_9342",
                &[
                    ("2023.3 Build 9342", "in"),
                    ("2023.3 Build 9343", "out"),
                    ("2024.2", "out"),
                    ("2023.3", "?"),
                ],
            ),
            ("<= 11.x", &[("11.2", "in"), ("10.9", "in"), ("12.0", "out")]),
            ("<= 12.2.x.x", &[("12.2.8.1", "in"), ("12.3.0.0", "out"), ("12", "?")]),
            ("< 3.x", &[("2.9", "in"), ("4.0", "out"), ("3.1", "?")]),
            ("< 8.1x", &[("8.0", "in"), ("8.20", "out"), ("8.12", "?")]),
            ("<= C.0x", &[("B.05", "in"), ("C.04", "in"), ("D.01", "out")]),
            ("A.01 <= C.0x | 4.0", &[("B.02", "in"), ("4.0", "in"), ("D.01", "out of list")]),
            ("<= 7.612", &[("7.612", "in"), ("7.613", "out"), ("7.61", "?")]),
            ("< 1.003", &[("1.002", "in"), ("1.003", "out"), ("1.01", "?")]),
            (
                "<= 3.40 R5 build 571848",
                &[("3.40 R5 build 571848", "in"), ("3.40 R5 build 571849", "out"), ("3.41", "out")],
            ),
            (
                ">= 03.03.28C | <= 05.02.04C",
                &[("04.00.01A", "in"), ("05.02.04D", "out"), ("03.03.28B", "out")],
            ),
            (
                "<= Illustra.SS010.05.09.04.0022",
                &[("Illustra.SS010.05.09.04.0021", "in"), ("Illustra.SS010.05.09.04.0023", "out")],
            ),
            ("  <  rev. 8.3.0", &[("8.2.9", "in"), ("rev 8.3.0", "out")]),
            (
                "<=12.1.3",
                &[
                    ("12.1.3.5", "?"),
                    ("12.1.3 Build 7", "?"),
                    ("V12", "?"),
                    ("12.x", "?"),
                    ("12.3.1, 12.3.2", "out"),
                    ("12.0.1, 12.3.2", "?"),
                ],
            ),
        ],
    );
}

#[test]
fn words_in_place_of_comparators() {
    check_place(
        ProductVersion,
        &[
            ("2.3.6 and  below", &[("2.3.6", "in"), ("2.3.7", "out")]),
            ("Versions 2.3.6 and prior", &[("2.3.5", "in"), ("2.3.7", "out")]),
            ("Version 9.5 and all previous versions", &[("9.4", "in"), ("9.6", "out")]),
            ("1.70 or lower", &[("1.69", "in"), ("1.71", "out")]),
            ("v6.12 or earlier", &[("6.11", "in"), ("6.13", "out")]),
            ("versions prior to 7.2.5.7", &[("7.2.5.6", "in"), ("7.2.5.7", "out")]),
            ("all versions before 3.0.2", &[("3.0.1", "in"), ("3.0.2", "out")]),
            ("up to and including 4.1.6", &[("4.1.6", "in"), ("4.1.7", "out")]),
            ("up to 4.1.6", &[("4.1.6", "in"), ("4.1.7", "out")]),
            (
                "Versions 1.1 through 1.5",
                &[("1.3", "in"), ("1.5", "in"), ("1.6", "out"), ("1.0", "out")],
            ),
            ("1.3.4 through to 1.5.3", &[("1.5.3", "in"), ("1.5.4", "out")]),
            ("from 2.1 to 2.8", &[("2.5", "in"), ("2.9", "out"), ("2.0", "out")]),
            ("between 2.1 and 2.8", &[("2.5", "in"), ("2.9", "out")]),
            ("2.1 – 2.8", &[("2.5", "in"), ("2.9", "out")]),
            ("2.0 and later", &[("2.1", "in"), ("1.9", "out")]),
            ("4.0.0 or newer", &[("4.0.1", "in"), ("3.9.9", "out")]),
            ("later than 2.2.3", &[("2.2.4", "in"), ("2.2.3", "out")]),
            ("<= 2.01 (end-of-life Nov 2017)", &[("2.00", "in"), ("2.02", "out")]),
            (
                "Rev J-M",
                &[
                    ("L.01.22", "in"),
                    ("M.04.01", "in"),
                    ("N.01", "out"),
                    ("I.00", "out"),
                    ("Rev M", "?"),
                ],
            ),
            ("Rev B-M", &[("G.01.80", "in"), ("P.01.02", "out"), ("A.99", "out")]),
            ("Rev J-M | (X3/MX100 for Rev M only)", &[("M.00.03", "in"), ("P.01.02", "out")]),
        ],
    );
}

#[test]
fn lists_and_series_prove_nothing() {
    check_place(
        ProductVersion,
        &[
            ("1.4.2.0-9d9eff4", &[("1.4.2.0-9d9eff4", "in"), ("1.4.2.1", "out of list")]),
            (
                "1.1 | 1.2 | 1.4 | 1.5",
                &[("1.4", "in"), ("1.3", "out of list"), ("1.6", "out of list"), ("1", "?")],
            ),
            (
                "1.10 | 1.11 | 1.13 | 1.14",
                &[("1.13", "in"), ("1.12", "out of list"), ("1.1", "?")],
            ),
            (
                "(Release 1.3.2 1.4.0 1.4.1 1.4.3 1.4.5)",
                &[("1.4.5", "in"), ("1.4.2", "out of list"), ("1.4", "?")],
            ),
            ("Versions 9.13 9.19 9.33 and 12.1", &[("9.19", "in"), ("9.20", "out of list")]),
            ("A.01", &[("A.01", "in"), ("A.02", "out of list")]),
            (
                "B.02 | C.02 | C.03",
                &[("C.03", "in"), ("C.04", "out of list"), ("iX", "?"), ("4.2.0", "?")],
            ),
            ("3.x", &[("3.7", "in"), ("4.0", "out of list")]),
            ("5.x.x", &[("5.3.1.3", "in"), ("11.1.0", "out of list"), ("R5", "?")]),
            ("1.X", &[("1.2.0", "in"), ("2.0.0", "out of list")]),
            ("14. x", &[("14.1", "in"), ("13.9", "out of list")]),
            ("V7.6x", &[("7.68", "in"), ("7.70", "out of list")]),
            (
                "1.38.xx | 1.39.00",
                &[("1.38.04", "in"), ("1.39.00", "in"), ("1.40.00", "out of list")],
            ),
            (
                "HD 16 | HD23",
                &[("HD16.0_V02_1131.a", "in"), ("HD24", "out of list"), ("15.0_M4_0910.a", "?")],
            ),
            (
                "SV20.1 | SV23.0",
                &[("SV23.0_V02_1317.c", "in"), ("SV25.0_R01", "out of list"), ("SV", "?")],
            ),
            ("BT02 | BT03", &[("BT03", "in"), ("BT04", "out of list"), ("BT", "?")]),
            (
                "1.1.3 MR Build 11",
                &[
                    ("1.1.3 MR Build 11", "in"),
                    ("1.1.3 MR Build 12", "out of list"),
                    ("1.1.3", "out of list"),
                ],
            ),
            ("4.20 SR1", &[("4.20 SR1", "in"), ("4.20 SR2", "out of list")]),
            ("6.3V1L10", &[("6.3V1L10", "in"), ("6.3V1L11", "out of list")]),
            (
                "LPI 3.5.12.P30",
                &[("LPI 3.5.12.P30", "in"), ("LPI 3.5.12.P31", "out of list"), ("3.5.12", "?")],
            ),
            ("8", &[("8.4", "in"), ("9.3", "out of list"), ("NW8", "?")]),
            (
                "2nd Edition",
                &[
                    ("2nd Edition", "in"),
                    ("Edition 2", "in"),
                    ("1st Edition", "out of list"),
                    ("323", "?"),
                ],
            ),
            ("653 MCE 3.x", &[("653 MCE 3.1", "in"), ("653 MCE 4.0", "out of list")]),
            ("7.68.804 | 7.66", &[("7.66", "in"), ("7.67", "out of list")]),
            (
                "053L000091 (global) / 054U000091 (U.S.) and 053L000092 (global) / 054U000092 (U.S.)",
                &[("053L000092", "in"), ("054U000093", "out of list"), ("028U000061", "?")],
            ),
        ],
    );
}

#[test]
fn models_in_place_of_versions() {
    let rows: &[(&str, &str, &str, &str)] = &[
        ("MMT-1715 | MMT-1754 | MMT-1755", "MiniMed 630G MMT-1754", "", "in"),
        ("MMT-523(K) / MMT-723(K) Paradigm", "MMT-723K", "", "?"),
        ("7100 | 7900 MRI", "Aestiva/5 7900", "3.5", "in"),
        ("7100 | 7900 MRI", "Aestiva 3000", "3.5", "out of list"),
        ("CR-IR 357", "FCR Capsula X (CR-IR 357)", "A06-02", "in"),
        ("882390 Gemini GXL 6 Slice", "Gemini GXL 882390 6", "", "in"),
        ("Accu-Chek Inform II", "Accu-Chek Inform II", "03.06.00", "in"),
        (
            "Accu-Chek Inform II Base Unit Light",
            "Accu-Chek Inform II",
            "03.06.00",
            "out of list",
        ),
        ("3002 S3 | 3005 S3", "S3 MedSurg Bed 3005", "", "in"),
        ("2131 and 2141", "InTouch 2141", "", "in"),
        ("CS2  Avance | Amingo | Avance CS2", "Aisys CS2", "10.0", "in"),
        ("v6.x model 35700BAX", "35700BAX", "6.02", "in"),
        ("v6.x model 35700BAX", "35700BAX2", "6.02", "out of list"),
    ];
    for (text, model, version, expected) in rows {
        let stated = read_text(Some(ProductVersion), text);
        let config = Configuration {
            model: (*model).to_string(),
            software_version: (*version).to_string(),
            ..Configuration::default()
        };
        let place = place(&stated, &config);
        // "MMT-723K" joins what the advisory writes apart; it is unsure or not listed, never outside a range.
        let found = word(&place);
        assert!(
            found == *expected || (*expected == "?" && found != "out" && found != "in"),
            "{text:?} against {model:?} {version:?}: {place:?}"
        );
    }
    let unknown = place(&read_text(Some(ProductVersion), "Accu-Chek Inform II"), &Configuration::default());
    assert!(matches!(unknown, Place::CannotTell { missing, .. } if missing == [Field::Model]));
}

#[test]
fn days_in_place_of_versions() {
    let rows: &[(&str, &[(&str, &str)])] = &[
        (
            "<  july 1 2017",
            &[
                ("2017-06-30", "in"),
                ("2017-07-01", "out"),
                ("2016", "in"),
                ("2017", "?"),
                ("", "?"),
            ],
        ),
        (
            "distributed  < april 1, 2018",
            &[("2018-03", "in"), ("2018-04", "out"), ("2019", "out")],
        ),
        ("<May 2018", &[("2018-04-30", "in"), ("2018-05-01", "out")]),
        ("<8/30/2024", &[("2024-08-29", "in"), ("2024-08-30", "out")]),
        (
            "with wireless option (shipped between 26-June-2017 through 07-August 2018)",
            &[
                ("2017-11-20", "?"),
                ("2019-01-01", "out"),
                ("2016-03-01", "out"),
                ("2017-03-01", "?"),
            ],
        ),
        (
            "with ViewForum option (shipped between 2016-August 2018)",
            &[("2017-11-20", "?"), ("2018-09-01", "out")],
        ),
        (
            "Drives manufactured between 2015 and 2021",
            &[("2018", "in"), ("2022-01-01", "out"), ("2014", "out")],
        ),
    ];
    for (text, days) in rows {
        let stated = read_text(Some(ProductVersionRange), text);
        for (day, expected) in *days {
            let config = Configuration {
                manufactured_on: (*day).to_string(),
                software_version: "1.0".to_string(),
                ..Configuration::default()
            };
            let place = place(&stated, &config);
            assert_eq!(word(&place), *expected, "{text:?} against {day:?}: {place:?} from {stated:?}");
            if day.is_empty() {
                assert!(matches!(place, Place::CannotTell { missing, .. } if missing == [Field::ManufacturedOn]));
            }
        }
    }
    // The register's version may hold the day.
    let stated = read_text(Some(ProductVersionRange), "<  november 29 2017");
    for (text, expected) in [("released 2016-05-10", "in"), ("released 2017-11-29", "out"), ("2.1", "?")] {
        assert_eq!(word(&place(&stated, &running(text))), expected, "{text}");
    }
    // No year: not understood.
    assert!(read_text(Some(ProductVersionRange), "< august 28").understood().is_err());
}

#[test]
fn platforms() {
    let rows: &[(&str, &str, &str, &str)] = &[
        ("<=11.2 on Windows 8.1 with IIS 7.5", "11.1", "", "?"),
        ("<=11.2 on Windows 8.1 with IIS 7.5", "11.3", "Windows 8.1", "out"),
        (
            "* running on old, unsupported operating systems such as Windows 2000",
            "1.0",
            "",
            "?",
        ),
        ("All versions only when running on ROX II < V2.15.1", "1.0", "", "?"),
        ("All Windows XP-based versions", "VB20B", "Windows XP", "in"),
        ("All Windows XP-based versions", "VB20B", "Windows 10", "?"),
        (
            "Windows 10 Professional Operating System U.S. release",
            "1.2.1",
            "Windows 10 Professional",
            "?",
        ),
    ];
    for (text, version, os, expected) in rows {
        let stated = read_text(Some(ProductVersionRange), text);
        let config = Configuration {
            software_version: (*version).to_string(),
            os: (*os).to_string(),
            ..Configuration::default()
        };
        let place = place(&stated, &config);
        assert_eq!(word(&place), *expected, "{text:?} against {version:?} on {os:?}: {place:?}");
        if os.is_empty() {
            assert!(
                matches!(place, Place::CannotTell { missing, .. } if missing.contains(&Field::Os)),
                "{text}"
            );
        }
    }
}

#[test]
fn what_no_rule_reads_stays_unread() {
    for text in [
        "6.02 (excluding Version 5.83 Version 5.92 and all subsequent minor releases)",
        "Versions including affected DNS modules",
        "< ",
        "see the vendor's bulletin",
        "6.x (Wireless Battery Modules (16 | 16D38 | >= 20D29 | <= v20D32, not affected: 17D19))",
    ] {
        let stated = read_text(Some(ProductVersionRange), text);
        assert!(stated.understood().is_err(), "{text:?} {stated:?}");
        assert_eq!(stated.kind(), Kind::NotUnderstood, "{text:?}");
        for version in ["1.0", "99.0", ""] {
            assert_eq!(word(&place(&stated, &running(version))), "?", "{text:?}");
        }
    }
}

fn leaf(name: &str, product_name: &str, version: Option<(BranchCategory, &str)>) -> Product {
    let mut path = vec![
        (BranchCategory::Vendor, "Maker".to_string()),
        (BranchCategory::ProductName, product_name.to_string()),
    ];
    path.extend(version.map(|(c, t)| (c, t.to_string())));
    Product {
        id: "1".into(),
        name: name.into(),
        path,
        identification: Identification::default(),
        part: None,
    }
}

#[test]
fn the_full_name_beside_the_branch() {
    let r = ProductVersionRange;
    type Row<'a> = (&'a str, &'a str, Option<(BranchCategory, &'a str)>, &'a [(&'a str, &'a str)]);
    let rows: &[Row] = &[
        // No version branch: the name is looked into; a model's number is no version.
        (
            "Alaris PC unit: Version 9.7",
            "Alaris PC unit",
            None,
            &[("9.7", "in"), ("9.8", "out of list")],
        ),
        ("NEXUS 3.x", "NEXUS 3.x", None, &[("3.4", "in"), ("4.0", "out of list")]),
        (
            "Sante FFT: Versions 1.4.0 and prior",
            "Sante FFT",
            None,
            &[("1.3.9", "in"), ("1.4.1", "out")],
        ),
        ("Optima CT660", "Optima CT660", None, &[("1.0", "?"), ("", "?")]),
        // The name and the range contradict each other.
        (
            "Pyxis ES Versions 1.3.4 through to 1.5.3",
            "Pyxis ES",
            Some((r, ">= 1.3.4 | < 1.5.3")),
            &[("1.4.0", "in"), ("1.5.3", "?"), ("1.7.3", "out")],
        ),
        (
            "Tasy EMR Versions: 3.02.1744 and prior",
            "Tasy EMR",
            Some((r, "<= 3.01.1744")),
            &[("3.01.1700", "in"), ("3.02.1000", "?"), ("3.02.1745", "out")],
        ),
        (
            "Monitor MX400-MX850: <=N.0",
            "Monitor MX400-MX850",
            Some((r, "<=N")),
            &[("M.04", "in"), ("N.01", "?"), ("P.01", "out")],
        ),
        // A branch that is written wrong; the name says it well.
        (
            "Avalon FM20: with software Revisions F.0 G.0 and J.3",
            "Avalon FM20",
            Some((ProductVersion, "F.0.G.0 | J.3")),
            &[("G.0", "in"), ("J.3", "in"), ("K.00.10", "out of list")],
        ),
        (
            "Data module: All software Versions A10 and A11 that have been installed in a pump",
            "Data module",
            Some((r, "A10 < A11")),
            &[("A10", "in"), ("A11", "in"), ("A12", "?"), ("A1x", "?")],
        ),
        // The name adds a condition.
        (
            "SPECT Systems: All Windows XP-based versions",
            "SPECT Systems",
            Some((r, "vers:all/*")),
            &[("VB20B", "?")],
        ),
        (
            "Pack: using software 053L000091: SN 138853 and higher",
            "Pack",
            Some((r, "053L000091")),
            &[("053L000091", "?"), ("053L000095", "out of list")],
        ),
    ];
    for (name, product, version, places) in rows {
        let stated = read(&leaf(name, product, *version));
        for (version, expected) in *places {
            let place = place(&stated, &running(version));
            let found = word(&place);
            assert!(
                found == *expected || (*expected == "?" && found == "out of list"),
                "{name:?} against {version:?}: {place:?} from {stated:?}"
            );
        }
    }
}

#[test]
fn said_in_a_sentence() {
    for (text, expected) in [
        ("<= 2.3.1", "2.3.1 and earlier"),
        ("< VM5.0", "before VM5.0"),
        (">= 4.4 | <= 4.12", "4.4 to 4.12"),
        (">= 2.0", "2.0 and later"),
        ("vers:all/*", "all versions"),
        ("1.1 | 1.2", "1.1 or 1.2"),
        ("< july 1 2017", "made up to 2017-06-30"),
    ] {
        assert_eq!(read_text(Some(ProductVersionRange), text).say(), expected);
    }
    assert!(read_text(None, "vers:all/*").is_all_versions());
    assert!(!read_text(None, "<= 2").is_all_versions());
}

#[test]
fn missing_facts_are_named() {
    let stated = read_text(Some(ProductVersionRange), "<= 2.3.1");
    for version in ["", "N/A", "unknown", "TBC", "2.3", "V2", "see label"] {
        let place = place(&stated, &running(version));
        assert!(
            matches!(&place, Place::CannotTell { missing, .. } if *missing == [Field::SoftwareVersion]),
            "{version:?} {place:?}"
        );
    }
}

#[test]
fn fixed_versions_in_prose() {
    let rows: &[(&str, &[&str])] = &[
        ("Update to V3.16 P002 or later version", &["V3.16 P002"]),
        (
            "OFFIS recommends all users update to Version 3.6.7 or later. For more information see Bug #1021",
            &["3.6.7"],
        ),
        (
            "Welch Allyn Connex Central Station (CS): v1.8.4 Service Pack 01 (released November 2022)",
            &["v1.8.4 Service Pack 01"],
        ),
        (
            "Natus has released NeuroWorks/SleepWorks 8.5 GMA 3, an update to address the vulnerabilities identified in NeuroWorks 8.",
            &["8.5 GMA 3"],
        ),
        ("Fixed in firmware version 2.26.2.4", &["2.26.2.4"]),
        (
            "Update Tasy EMR, to version 3.03.1745 or higher and update Tasy WebPortal, to version 3.03.1758 or higher.",
            &["3.03.1745", "3.03.1758"],
        ),
        (
            "users should update to a version later than T1 Ventilator Version 2.2.3 where possible",
            &["2.2.3"],
        ),
        (
            "B. Braun has released software updates to mitigate: Battery pack, software 028U00093 (SN 138852 and lower); SpaceStation, software Version 012U000093.",
            &["028U00093", "012U000093"],
        ),
        (
            "Versions 12.0.1, 12.0.2, and 12.1.2 of the Systems Manager will address this vulnerability",
            &["12.0.1", "12.0.2", "12.1.2"],
        ),
        // Promises, old versions, other products.
        (
            "The fix is expected in an upcoming BD Viper LT system Version 4.80 software release.",
            &[],
        ),
        ("Philips plans a new release (IBE B.13) by the end of Q4 2020", &[]),
        (
            "this vulnerability is scheduled to be remediated in the version 1.71 software release",
            &[],
        ),
        ("All software versions less than 9.19 are end of life.", &[]),
        ("This will require updating the underlying system to Windows 7 or later.", &[]),
        ("VideoEdge 5.4.1 and older cannot be patched and should be upgraded.", &[]),
        ("A free update is available to users using Version 8.0, 8.1, 8.4, or 8.5.", &[]),
        ("Patient Information Center iX (PICiX) Version C.03", &[]),
        ("Contact support at 1-800-722-3774 to update.", &[]),
        ("No fix is planned.", &[]),
    ];
    for (text, expected) in rows {
        let found: Vec<String> = fixed_in(text).into_iter().map(|f| f.text).collect();
        assert_eq!(found, *expected, "{text:?}");
    }
    assert_eq!(
        fixed_hints("Patient Information Center iX (PICiX) Version C.03")
            .first()
            .map(|f| f.text.as_str()),
        Some("C.03")
    );
}

#[test]
fn what_a_fix_covers_and_who_runs_it() {
    let swisslog = &fixed_in("Version 7.2.5.7 is reported to fix all vulnerabilities above except CVE-2021-37160.")[0];
    assert!(swisslog.covers("CVE-2021-37161", &[]) && !swisslog.covers("CVE-2021-37160", &[]));
    let alaris =
        &fixed_in("Systems Manager version 12.5.1 - Remediates CVE-2018-1285, and CVE-2023-30563; partially remediates CVE-2023-30562")[0];
    assert!(alaris.covers("CVE-2018-1285", &[]) && !alaris.covers("CVE-2023-30562", &[]) && !alaris.covers("CVE-2023-99999", &[]));
    let vue = &fixed_in("Philips released Version 12.2.8.0 in May of 2021 for PACS that remediates CWE-20")[0];
    assert!(vue.covers("CVE-1", &["CWE-20"]) && !vue.covers("CVE-1", &["CWE-79"]));
    for (fixed, installed, expected) in [
        ("Update to V2.43.02 or later", "2.43.02", Some(true)),
        ("Update to V2.43.02 or later", "2.44.00", Some(true)),
        ("Update to V2.43.02 or later", "2.42.00", Some(false)),
        ("Update to V2.43.02 or later", "2.43", None),
        ("Update to V2.43.02 or later", "R2.44", None),
        ("Update to V2.43.02 or later", "", None),
        ("update to a version later than Version 2.2.3", "2.2.3", Some(false)),
        ("update to a version later than Version 2.2.3", "2.2.4", Some(true)),
    ] {
        assert_eq!(runs_fixed(&fixed_in(fixed)[0], installed), expected, "{fixed} {installed}");
    }
    let listed = read_text(Some(ProductVersion), "B.02 | C.02 | C.03");
    assert!(fixed_hints("PICiX Version C.03")[0].contradicts(&listed) && !fixed_hints("PICiX Version C.04")[0].contradicts(&listed));
    let open = &still_open("The following CVEs are still present on the PCU Model 8015 version 12.3.1: CVE-2023-30559, CVE-2023-30560.")[0];
    assert_eq!((open.text.as_str(), open.ids.len()), ("12.3.1", 2));
    assert!(open.is_run_by("12.3.1") && !open.is_run_by("12.1.3"));
}

/// Versions as makers write them.
fn any_version() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,2}(\\.[0-9]{1,2}){0,3}",
        "[A-D]\\.[0-9]{2}(\\.[0-9]{2})?",
        "[VR][0-9]{1,2}\\.[0-9]( (SP|Update|Build|rc) ?[0-9]{1,2}){0,2}",
        "[0-9]\\.[0-9][A-C]?",
        "(012U|028U|011L)0000[0-9]{2}",
        "[UL][0-9]{2}",
        "V[A-C][0-9]{2}[A-C](_SP0[0-9])?",
        "[0-9]\\.(x|[0-9]x)",
        "[A-Za-z0-9 ._*-]{0,12}",
    ]
}

proptest! {
    #[test]
    fn order_is_the_same_from_both_sides(a in any_version(), b in any_version()) {
        prop_assert_eq!(compare(&a, &b), compare(&b, &a).map(Ordering::reverse));
    }

    #[test]
    fn order_carries_over(a in any_version(), b in any_version(), c in any_version()) {
        if let (Some(ab), Some(bc), Some(ac)) = (compare(&a, &b), compare(&b, &c), compare(&a, &c))
            && (ab == bc || bc == Equal)
        {
            prop_assert_eq!(ac, ab, "{} {} {}", a, b, c);
        }
    }

    #[test]
    fn never_inside_both_sides_of_a_border(border in any_version(), version in any_version()) {
        let low = place(&read_text(Some(ProductVersionRange), &format!("<= {border}")), &running(&version));
        let high = place(&read_text(Some(ProductVersionRange), &format!("> {border}")), &running(&version));
        prop_assert!(!(low == Place::Inside && high == Place::Inside), "{} {}", border, version);
        prop_assert!(!(matches!(low, Place::Outside(_)) && matches!(high, Place::Outside(_))), "{} {}", border, version);
    }

    #[test]
    fn outside_agrees_with_order(border in any_version(), version in any_version()) {
        let stated = read_text(Some(ProductVersionRange), &format!("<= {border}"));
        if place(&stated, &running(&version)) == Place::Outside(OutsideOf::Range) && !border.contains(['x', 'X', '*']) && !version.contains(['x', 'X', '*', ',']) {
            prop_assert_eq!(compare(&version, &border), Some(Greater), "{} {}", border, version);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}", version in "\\PC{0,20}", day in "\\PC{0,12}") {
        for category in [None, Some(ProductVersion), Some(ProductVersionRange)] {
            let stated = read_text(category, &text);
            let _ = (stated.understood().is_ok(), stated.say(), stated.kind());
            let _ = place(&stated, &Configuration { software_version: version.clone(), manufactured_on: day.clone(), model: version.clone(), ..Configuration::default() });
        }
        for fixed in fixed_in(&text).iter().chain(&fixed_hints(&text)) {
            let _ = runs_fixed(fixed, &version);
        }
        let _ = (still_open(&text), compare(&text, &version));
        let _ = read(&leaf(&text, &version, None));
    }

    #[test]
    fn no_near_statement_makes_it_panic(text in "([<>=!|]{0,2} ?(v?[0-9x.]{1,6}|[A-Z]\\.0[0-9]|and prior|through|between|and|or|to|all versions|\\(|\\)|may 2018|/|,|\\*|SP1) ?){0,6}", version in any_version()) {
        let stated = read_text(Some(ProductVersionRange), &text);
        let _ = (stated.understood().is_ok(), stated.say());
        let _ = place(&stated, &running(&version));
    }
}
