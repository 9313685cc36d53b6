//! Fixed versions in the prose of remediations.

use advisories::BranchCategory::ProductVersion;

use super::super::*;

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

#[test]
fn which_product_a_fix_is_of() {
    let rows: &[(&str, &[&str])] = &[
        (
            "Update Tasy EMR, to version 3.03.1745 or higher and update Tasy WebPortal, to version 3.03.1758 or higher.",
            &["tasy emr", "tasy webportal"],
        ),
        (
            "upgrade to the ExactaMix Version 1.4 (EM1200) and ExactaMix Version 1.13 (EM2400) compounders",
            &["exactamix em1200", "exactamix em2400"],
        ),
        (
            "Update all Quantum HD Unity Compressor control panels (Q5) to firmware version 11.22.",
            &["quantum hd unity compressor control panels q5"],
        ),
        ("KEPServerEX should upgrade to v6.15 or later", &["kepserverex"]),
        ("Pro Gen 3: upgrade to Version 2.8.0", &["pro gen 3"]),
        ("Update to V2.0 or later version", &[""]),
    ];
    for (text, expected) in rows {
        let found: Vec<String> = fixed_in(text).into_iter().map(|f| f.about).collect();
        assert_eq!(found, *expected, "{text:?}");
    }
}
