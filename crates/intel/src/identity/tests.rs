use advisories::{Advisory, BranchCategory, DocumentStatus, Identification, Product};
use proptest::prelude::*;
use register::Configuration;

use super::*;

/// An advisory that names one product.
fn advisory(title: &str, vendor: &str, product: &str, version: &str) -> Advisory {
    let mut path = vec![
        (BranchCategory::Vendor, vendor.to_string()),
        (BranchCategory::ProductName, product.to_string()),
    ];
    if !version.is_empty() {
        path.push((BranchCategory::ProductVersion, version.to_string()));
    }
    Advisory {
        id: "ICSMA-1".into(),
        title: title.into(),
        publisher: String::new(),
        category: "csaf_security_advisory".into(),
        format_version: "2.0".into(),
        version: "1".into(),
        status: DocumentStatus::Final,
        initial_release: String::new(),
        current_release: String::new(),
        revisions: Vec::new(),
        aliases: Vec::new(),
        summary: String::new(),
        sectors: Vec::new(),
        references: Vec::new(),
        products: vec![Product {
            id: "P1".into(),
            name: product.into(),
            path,
            identification: Identification::default(),
            part: None,
        }],
        vulnerabilities: Vec::new(),
    }
}

fn found(advisory: &Advisory, maker: &str, model: &str) -> Identity {
    let config = Configuration {
        manufacturer: maker.into(),
        model: model.into(),
        ..Configuration::default()
    };
    let product = &advisory.products[0];
    let stated = crate::versions::read(product);
    let mut named = vec![advised(advisory, product, &stated, Tables::own())];
    mark_editions(&mut named);
    identify(&named[0], &device(&config, Tables::own()), &config)
}

#[derive(Debug, PartialEq)]
enum Is {
    Same,
    /// The same, if it has what the advisory asks for.
    SameIf,
    Alike,
    No,
}

fn is(identity: &Identity) -> Is {
    match identity {
        Identity::Same { unconfirmed, .. } if unconfirmed.is_empty() => Is::Same,
        Identity::Same { .. } => Is::SameIf,
        Identity::Alike { .. } => Is::Alike,
        Identity::No => Is::No,
    }
}

fn check(rows: &[(&str, &str, &str, &str, Is)]) {
    for (vendor, product, maker, model, expected) in rows {
        let identity = found(&advisory("", vendor, product, ""), maker, model);
        assert_eq!(
            is(&identity),
            *expected,
            "{vendor} / {product} against {maker} / {model}: {identity:?}"
        );
    }
}

#[test]
fn spacing_hyphens_case_and_order_do_not_count() {
    check(&[
        ("Philips", "IntelliVue MX450", "Philips", "INTELLIVUE MX-450", Is::Same),
        ("Philips", "IntelliVue MX450", "Philips", "Intellivue MX 450", Is::Same),
        ("GE", "3.0T Signa Hdxt", "GE", "Signa HDxt 3T", Is::Same),
        ("BD", "Alaris 8015 PC unit", "BD", "Alaris PC Unit 8015", Is::Same),
        ("Hillrom", "Welch Allyn Q-Stress", "Hillrom", "Q STRESS", Is::Same),
        ("GE", "GE Carestation", "GE", "Care Station", Is::Same),
        ("Roche", "Accu-Chek Inform II", "Roche", "ACCUCHEK INFORM 2", Is::Same),
    ]);
}

#[test]
fn makers_are_known_under_former_and_wrong_names() {
    check(&[
        (
            "Becton, Dickinson and Company (BD)",
            "Alaris Systems Manager",
            "CAREFUSION",
            "Alaris Systems Manager",
            Is::Same,
        ),
        (
            "Phillips",
            "DoseWise Portal",
            "Philips Medical Systems",
            "DoseWise Portal",
            Is::Same,
        ),
        ("Dräger", "Infinity Delta", "DRAEGER MEDICAL", "Infinity Delta", Is::Same),
        ("Dräger", "Infinity Delta", "Siemens Medical", "Infinity Delta", Is::Same),
        (
            "Hillrom",
            "Welch Allyn Connex Spot Monitor (CSM)",
            "Welch Allyn",
            "Connex Spot Monitor",
            Is::Same,
        ),
        ("Acme Medical", "Ultrapump 5", "ACME", "Ultrapump 5", Is::Same),
        ("GE Healthcare", "Optima CT660", "Siemens", "Optima CT660", Is::Alike),
        ("GE Healthcare", "Optima CT660", "", "Optima CT660", Is::Alike),
        ("GE Healthcare", "Optima CT660", "", "GE Optima CT660", Is::Same),
        ("Contoso", "Gateway", "Fabrikam", "Gateway", Is::No),
    ]);
}

#[test]
fn siblings_are_not_meant() {
    check(&[
        ("Philips", "IntelliVue MX40", "Philips", "IntelliVue MX400", Is::No),
        ("GE", "LOGIQ 9", "GE", "LOGIQ E9", Is::No),
        ("BD", "Alaris GH", "BD", "Alaris GP", Is::No),
        ("BD", "Alaris CC", "BD", "Alaris neXus CC", Is::No),
        ("BD", "Alaris PC Unit", "BD", "Alaris Systems Manager", Is::No),
        ("GE", "Revolution CT", "GE", "Revolution Apex", Is::No),
        ("Medtronic", "Valleylab FT10", "Medtronic", "Valleylab FX8", Is::No),
        ("Capsule", "SmartLinx Neuron 2", "Capsule", "Neuron 3", Is::No),
        ("Hillrom", "Welch Allyn R-Scribe", "Hillrom", "Welch Allyn X-Scribe", Is::No),
        ("Philips", "Brilliance iCT", "Philips", "Brilliance 64", Is::No),
        (
            "Philips",
            "IntelliSpace Perinatal",
            "Philips",
            "IntelliSpace Cardiovascular",
            Is::No,
        ),
        ("Siemens", "SIMATIC S7-1500", "Siemens", "SIMATIC S7-1200", Is::No),
    ]);
}

#[test]
fn lines_ranges_lists_and_patterns_name_their_members() {
    check(&[
        ("GE", "Vivid products", "GE", "Vivid E95", Is::Same),
        (
            "Philips",
            "IntelliVue patient monitor MX400-MX850",
            "Philips",
            "IntelliVue MX450",
            Is::Same,
        ),
        ("Philips", "Patient monitor MX400-MX850", "Philips", "MX450", Is::Same),
        ("Philips", "Patient monitor MX400-MX850", "Philips", "MX40", Is::No),
        ("Philips", "Avalon FM20/FM30/FM40/FM50", "Philips", "Avalon FM30", Is::Same),
        ("Philips", "Avalon FM20/FM30/FM40/FM50", "Philips", "Avalon FM60", Is::No),
        ("Philips", "IntelliVue MX800/700/600", "Philips", "IntelliVue MX700", Is::Same),
        ("Philips", "Ultrasound EPIQ/Affiniti", "Philips", "EPIQ 7", Is::Same),
        (
            "Philips",
            "Pulsera (718095) and Endura (718075)",
            "Philips",
            "BV Endura 718075",
            Is::Same,
        ),
        ("GE", "Innova IGS 5x0", "GE", "Innova IGS 530", Is::Same),
        ("GE", "Innova IGS 5x0", "GE", "Innova IGS 630", Is::No),
        ("GE", "LOGIQ, not including LOGIQ 100 Pro", "GE", "LOGIQ E9", Is::Same),
        ("GE", "LOGIQ, not including LOGIQ 100 Pro", "GE", "LOGIQ 100 Pro", Is::No),
    ]);
}

#[test]
fn members_in_parentheses_are_all_that_is_meant_of_a_line() {
    check(&[
        (
            "Philips",
            "IntelliVue Patient Monitors MX (MX400-550)",
            "Philips",
            "IntelliVue MX450",
            Is::Same,
        ),
        (
            "Philips",
            "IntelliVue Patient Monitors MX (MX400-550)",
            "Philips",
            "IntelliVue MX40",
            Is::No,
        ),
        (
            "Philips",
            "IntelliVue Patient Monitors MX (MX400-550)",
            "Philips",
            "IntelliVue MX",
            Is::Alike,
        ),
        (
            "Philips",
            "IntelliVue MP Series (including MP2/X2/MP30)",
            "Philips",
            "IntelliVue MP5",
            Is::Same,
        ),
    ]);
}

#[test]
fn an_option_that_the_register_does_not_say_is_asked_for() {
    check(&[
        ("Philips", "IntelliVue MX40 (WLAN only)", "Philips", "IntelliVue MX40", Is::SameIf),
        (
            "Philips",
            "IntelliVue MX40 (WLAN only)",
            "Philips",
            "IntelliVue MX40 (WLAN)",
            Is::Same,
        ),
        (
            "Stryker",
            "S3 MedSurg Bed (enabled with iBed Wireless)",
            "Stryker",
            "S3 MedSurg Bed",
            Is::SameIf,
        ),
    ]);
}

#[test]
fn likeness_is_said_to_be_likeness() {
    check(&[
        ("GE", "LOGIQ 9", "GE", "LOGIC-9", Is::Alike),
        ("Philips", "Brilliance CT Big Bore", "Philips", "BRILL BIG BORE", Is::Alike),
        ("CME", "BodyGuard 323", "CME", "B/GUARD 323CV", Is::Alike),
        ("GE", "CARESCAPE Central Station", "GE", "central stn", Is::Alike),
        ("BD", "Alaris Gateway Workstation", "BD", "Alaris Gateway Worktation", Is::Alike),
    ]);
}

#[test]
fn models_in_the_place_of_a_version_belong_to_the_name() {
    let named = advisory("", "General Electric (GE)", "GE Carestation", "620 | 650 | 650c");
    assert_eq!(is(&found(&named, "GE", "Carestation 650")), Is::Same);
    assert_eq!(is(&found(&named, "GE", "Carestation 750")), Is::No);
    let named = advisory(
        "",
        "Roche Diagnostics",
        "Point of Care handheld medical devices",
        "CoaguChek Pro II",
    );
    assert_eq!(is(&found(&named, "Roche", "CoaguChek Pro II")), Is::Same);
    assert_eq!(is(&found(&named, "Roche", "CoaguChek XS")), Is::No);
}

#[test]
fn a_title_names_the_product_where_the_tree_does_not() {
    let named = advisory("Philips Alice 6 Vulnerabilities (Update B)", "Philips", "Version", "");
    assert_eq!(is(&found(&named, "Philips", "Alice 6")), Is::Same);
    assert_eq!(is(&found(&named, "Philips", "Alice NightOne")), Is::No);
}

#[test]
fn a_part_is_found_through_the_device_that_holds_it() {
    let mut named = advisory("", "B. Braun", "Battery pack SP with WiFi", "");
    named.products[0].name =
        "Battery pack SP with WiFi: All software Versions 5 and earlier which have been installed in an Infusomat Space pump".into();
    assert!(matches!(
        found(&named, "B. Braun", "Infusomat Space"),
        Identity::Same { by: By::Host, .. }
    ));
    assert!(matches!(
        found(&named, "B. Braun", "Infusomat Space (Battery Pack SP with WiFi)"),
        Identity::Same {
            by: By::Name | By::Part,
            ..
        }
    ));
    assert_eq!(is(&found(&named, "B. Braun", "Infusomat Spaceplus")), Is::No);
}

#[test]
fn identification_helpers_are_read() {
    let mut named = advisory("", "Philips", "Patient monitors", "");
    named.products[0].identification.model_numbers = vec!["M80??A".into(), "8660*".into()];
    assert!(matches!(
        found(&named, "Philips", "M8007A"),
        Identity::Same { by: By::Identifier, .. }
    ));
    assert!(matches!(
        found(&named, "Philips", "866062 Monitor"),
        Identity::Same { by: By::Identifier, .. }
    ));
    assert_eq!(is(&found(&named, "Philips", "M8105A")), Is::No);
    assert_eq!(is(&found(&named, "GE", "M8007A")), Is::No);
    let mut named = advisory("", "Philips", "Firmware", "");
    named.products[0].identification.cpe = Some("cpe:2.3:o:philips:intellivue_mx450_firmware:*:*:*:*:*:*:*:*".into());
    assert_eq!(is(&found(&named, "Philips", "IntelliVue MX450")), Is::Same);
    let mut named = advisory("", "Philips", "IntelliVue MX450", "");
    named.products[0].identification.serial_numbers = vec!["DE4560*".into()];
    assert_eq!(is(&found(&named, "Philips", "IntelliVue MX450")), Is::SameIf);
}

#[test]
fn model_numbers_with_wildcards() {
    for (pattern, code, fits) in [
        ("M8007A", "m8007a", true),
        ("6GK5-204*", "6gk52042bd00", true),
        ("6GK5?04", "6gk5204", true),
        ("6GK5?04", "6gk5214", false),
        ("a\\*b1234", "ab1234", true),
        ("*************************1234", "xxxx1234", true),
    ] {
        assert_eq!(ModelNumber::read(pattern).is_some_and(|n| n.fits(code)), fits, "{pattern} {code}");
    }
    for nothing in ["*", "", "???", "ABCD", "12"] {
        assert_eq!(ModelNumber::read(nothing), None, "{nothing}");
    }
}

#[test]
fn the_tables_are_read_whole() {
    for (table, cells) in [
        (include_str!("../../data/words.csv"), 3),
        (include_str!("../../data/makers.csv"), 5),
        (include_str!("../../data/names.csv"), 7),
    ] {
        let lines = table.lines().skip(1).filter(|l| !l.is_empty()).count();
        let read = match cells {
            3 => table::rows::<3>(table).len(),
            5 => table::rows::<5>(table).len(),
            _ => table::rows::<7>(table).len(),
        };
        assert_eq!(read, lines);
    }
    for [_, _, grade] in table::rows::<6>(include_str!("../../data/names.csv"))
        .into_iter()
        .map(|[a, b, _, d, _, _]| [a, b, d])
    {
        assert!(grade == "same" || grade == "alike", "{grade}");
    }
}

proptest! {
    /// Whatever a file or a register holds, names are read and compared.
    #[test]
    fn nothing_panics(vendor in "\\PC{0,40}", product in "\\PC{0,80}", version in "\\PC{0,30}", maker in "\\PC{0,30}", model in "\\PC{0,60}") {
        let _ = found(&advisory(&product, &vendor, &product, &version), &maker, &model);
    }

    /// The same with what names are made of: parentheses, slashes, ranges, codes.
    #[test]
    fn nothing_panics_on_names(product in "([A-Za-z]{1,8}|[0-9]{1,6}|[-/(),. +|]|MX|not including|installed in a|Pro|II){0,14}", model in "([A-Za-z]{1,8}|[0-9]{1,6}|[-/(),. +]){0,10}") {
        let _ = found(&advisory("", "Philips", &product, &product), "Philips", &model);
    }

    /// A name is the same as itself, however it is spaced and cased.
    #[test]
    fn a_name_is_the_same_as_itself(line in "[A-Z][a-z]{4,9}", letters in "[A-Z]{1,3}", digits in "[1-9][0-9]{1,3}") {
        prop_assume!(Tables::own().vocabulary.get(&line.to_lowercase()).is_none() && Tables::own().vocabulary.get(&letters.to_lowercase()).is_none());
        prop_assume!(!(letters == "T" || letters == "X"));
        let named = advisory("", "Philips", &format!("{line} {letters}{digits}"), "");
        for model in [format!("{line} {letters}-{digits}"), format!("{} {letters} {digits}", line.to_uppercase()), format!("{letters}{digits} {line}")] {
            prop_assert_eq!(is(&found(&named, "Philips", &model)), Is::Same, "{}", model);
        }
    }
}
