//! The order of versions, from both sides.

use std::cmp::Ordering::{self, Equal, Greater, Less};

use super::super::*;

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
