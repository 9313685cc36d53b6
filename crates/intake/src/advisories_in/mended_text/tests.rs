use proptest::prelude::*;

use super::{mended, windows_1252_byte};

fn check(rows: &[(&str, &str)]) {
    for (written, meant) in rows {
        assert_eq!(mended(written), *meant, "{written:?}");
    }
}

#[test]
fn broken_text_becomes_what_it_was_meant_to_be() {
    check(&[
        // real: ICSA-20-142-01, ICSA-20-282-01, ICSA-20-324-01
        ("Software House Câ€¢CURE 9000: v2.70", "Software House C•CURE 9000: v2.70"),
        ("Software House Câ€¢CURE Web Client", "Software House C•CURE Web Client"),
        // real: other advisories of the same publisher
        ("LCDS LeÃ£o Consultoria", "LCDS Leão Consultoria"),
        ("GeutebrÃ¼ck", "Geutebrück"),
        ("versions 1.91 â€¦ 2.8.0.367", "versions 1.91 … 2.8.0.367"),
        ("(part nÂ° 5.02820)", "(part n° 5.02820)"),
        ("ArmorStratixâ„¢ 5700", "ArmorStratix™ 5700"),
        // kinds
        ("DrÃ¤ger", "Dräger"),
        ("GE Healthcareâ€™s", "GE Healthcare’s"),
        ("â€œCARESCAPEâ€\u{9d} Monitor", "“CARESCAPE” Monitor"),
        ("Version â‰¤ 2.3 â€“ 2.4", "Version ≤ 2.3 – 2.4"),
        ("CafÃ©", "Café"),
        ("Mindray Â®", "Mindray ®"),
        ("nonÂ\u{a0}breaking", "non\u{a0}breaking"),
        ("dÃ©jÃ\u{a0} vu", "déjà vu"),
        ("Ãœbersicht", "Übersicht"),
        ("Å koda", "Å koda"),
        ("Å\u{a0}koda", "Škoda"),
        ("ÐœÐ¾Ñ\u{81}ÐºÐ²Ð°", "Москва"),
        ("æ—¥æœ¬", "日本"),
        ("ðŸ”’ locked", "🔒 locked"),
        ("Â£100, â‚¬90", "£100, €90"),
        ("ï»¿Title", "\u{feff}Title"),
        // twice
        ("vendorÃ¢â‚¬â„¢s", "vendor’s"),
        ("DrÃƒÂ¤ger", "Dräger"),
    ]);
}

#[test]
fn good_and_lost_text_stays() {
    for text in [
        "",
        "plain",
        "Compañía Minera",
        "Dräger’s “Infinity” – ≤ 2.3",
        "Medtronic® MyCareLink™",
        "user\u{fffd}s",
        "«CAFÉ»",
        "“MANHÃ”",
        "MAÇÃ…",
        "Å” Å® Ä™",
        "SÃO PAULO",
        "“Ä” “Ö” “Ü”",
        "PÂ",
        "â€",
        "Ã",
        "日本語",
        "Ð",
        "café“…",
        "äµ™x",
    ] {
        assert_eq!(mended(text), text);
    }
}

/// As a tool breaks it: each byte of the UTF-8 for a character of Windows-1252.
fn broken(text: &str) -> String {
    let of_byte = |b: u8| {
        if b < 0x80 {
            char::from(b)
        } else {
            (0x80..=0x2122)
                .filter_map(char::from_u32)
                .find(|c| windows_1252_byte(*c) == Some(b))
                .unwrap()
        }
    };
    text.bytes().map(of_byte).collect()
}

proptest! {
    #[test]
    fn what_a_tool_breaks_is_mended(text in "[a-zA-Z0-9 .<=äöüßéèàñçåøæ™®°µ•’…≤≥–]{0,40}") {
        // One letter more, so that the last character is not taken for the end of a quotation.
        let text = format!("{text}x");
        let broken = broken(&text);
        prop_assert_eq!(mended(&broken), text);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,60}") {
        let once = mended(&text);
        prop_assert!(once.chars().count() <= text.chars().count());
    }
}
