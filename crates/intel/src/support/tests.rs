//! Names as registers hold them, on the day of the sample hospital.

use super::*;

const TODAY: &str = "2026-11-25";

fn word(status: Status) -> String {
    match status {
        Status::Supported => "supported".into(),
        Status::SoonUnsupported { months } => format!("soon {months}"),
        Status::Unsupported => "unsupported".into(),
        Status::CannotTell { missing } => format!("? {missing}"),
        Status::AskMaker => "ask".into(),
        Status::NotAnOs => "no os".into(),
        Status::Unknown => "unknown".into(),
    }
}

/// An operating system as written, the word for its support, and the first and last day on which it may end.
type Case<'a> = (&'a str, &'a str, Option<(&'a str, &'a str)>);

fn check(on: &str, rows: &[Case<'_>]) {
    for (os, status, ends) in rows {
        let found = support(os, on);
        assert_eq!(
            word(found.status),
            *status,
            "{os:?}: {} {:?}",
            found.say(),
            found.possible.iter().map(|r| r.name).collect::<Vec<_>>()
        );
        assert_eq!(
            found.ends,
            *ends,
            "{os:?}: {:?}",
            found.possible.iter().map(|r| r.name).collect::<Vec<_>>()
        );
    }
}

#[test]
fn names_of_windows() {
    check(
        TODAY,
        &[
            ("Win10", "? build or edition", Some(("2017-05-09", "2032-01-13"))),
            ("Windows 10", "? build or edition", Some(("2017-05-09", "2032-01-13"))),
            ("WINDOWS 7 PRO SP1", "unsupported", Some(("2020-01-14", "2020-01-14"))),
            ("Windows 7", "unsupported", Some(("2020-01-14", "2021-10-12"))),
            ("Windows 7 (build 7601)", "unsupported", Some(("2020-01-14", "2021-10-12"))),
            ("Win7", "unsupported", Some(("2020-01-14", "2021-10-12"))),
            ("WIN7 EMB?", "unsupported", Some(("2020-10-13", "2021-10-12"))),
            ("Windows 7 Embedded Standard SP1", "unsupported", Some(("2020-10-13", "2020-10-13"))),
            ("Windows Embedded Standard 7", "unsupported", Some(("2020-10-13", "2020-10-13"))),
            ("POSReady 7", "unsupported", Some(("2021-10-12", "2021-10-12"))),
            ("Windows NT 6.1", "unsupported", Some(("2020-01-14", "2021-10-12"))),
            (
                "Microsoft Windows [Version 6.1.7601]",
                "unsupported",
                Some(("2020-01-14", "2021-10-12")),
            ),
            ("XP", "unsupported", Some(("2014-04-08", "2019-04-09"))),
            ("Windows XP SP3", "unsupported", Some(("2014-04-08", "2019-04-09"))),
            ("Windows XP Professional", "unsupported", Some(("2014-04-08", "2014-04-08"))),
            ("Windows XP Embedded", "unsupported", Some(("2016-01-12", "2019-04-09"))),
            ("Windows XP or 7", "unsupported", Some(("2014-04-08", "2021-10-12"))),
            ("Vista", "unsupported", Some(("2017-04-11", "2017-04-11"))),
            ("Windows 2000", "unsupported", Some(("2010-07-13", "2010-07-13"))),
            ("Windows 8.1", "unsupported", Some(("2023-01-10", "2023-07-11"))),
            ("Windows CE", "unsupported", Some(("2014-10-14", "2023-10-10"))),
            ("WinCE 6.0", "unsupported", Some(("2018-04-10", "2018-04-10"))),
            ("WES7", "unsupported", Some(("2020-10-13", "2020-10-13"))),
            ("WES 2009", "unsupported", Some(("2019-01-08", "2019-01-08"))),
            ("W10", "? build or edition", Some(("2017-05-09", "2032-01-13"))),
            (
                "Windows 10 Version 1809 (OS Build 17763.1)",
                "? build or edition",
                Some(("2020-11-10", "2029-01-09")),
            ),
            ("Windows 10 Enterprise LTSC 2021", "soon 1", Some(("2027-01-12", "2027-01-12"))),
            ("Windows CE 6.0", "unsupported", Some(("2018-04-10", "2018-04-10"))),
            ("Windows 10 Enterprise LTSB 2016", "unsupported", Some(("2026-10-13", "2026-10-13"))),
            ("Windows 10 IoT LTSB 2016", "unsupported", Some(("2026-10-13", "2026-10-13"))),
            ("Windows 10 Enterprise LTSC 2019", "supported", Some(("2029-01-09", "2029-01-09"))),
            ("Windows 10 IoT LTSC 2019", "supported", Some(("2029-01-09", "2029-01-09"))),
            ("Windows 10 LTSC 2021", "? build or edition", Some(("2027-01-12", "2032-01-13"))),
            (
                "Windows 10 IoT Enterprise LTSC 2021",
                "supported",
                Some(("2032-01-13", "2032-01-13")),
            ),
            ("Windows 10 (build 17763)", "? build or edition", Some(("2020-11-10", "2029-01-09"))),
            ("10.0.19045", "unknown", None),
            ("Windows 10.0.19045.3570", "unsupported", Some(("2025-10-14", "2025-10-14"))),
            ("Windows 10 Pro", "unsupported", Some(("2017-05-09", "2025-10-14"))),
            ("Windows 10 Enterprise 22H2", "unsupported", Some(("2025-10-14", "2025-10-14"))),
            ("Windows 10 Enterprise", "? build or edition", Some(("2017-05-09", "2029-01-09"))),
            ("Windows 11 24H2 Pro", "unsupported", Some(("2026-10-13", "2026-10-13"))),
            (
                "Windows 11 Enterprise 24H2",
                "? build or edition",
                Some(("2027-10-12", "2029-10-09")),
            ),
            ("Server 2012R2", "unsupported", Some(("2023-10-10", "2023-10-10"))),
            ("Windows Server 2012 R2 Standard", "unsupported", Some(("2023-10-10", "2023-10-10"))),
            ("Windows Server 2008 R2", "unsupported", Some(("2020-01-14", "2020-01-14"))),
            ("Windows Server 2016", "soon 1", Some(("2027-01-12", "2027-01-12"))),
            ("Windows Server 2019", "supported", Some(("2029-01-09", "2029-01-09"))),
            ("Windows Server 2022 Datacenter", "supported", Some(("2031-10-14", "2031-10-14"))),
            ("any Windows", "? build or edition", Some(("2007-04-10", "2034-11-14"))),
            ("Windows", "? build or edition", Some(("2007-04-10", "2034-11-14"))),
        ],
    );
}

#[test]
fn names_of_others() {
    check(
        TODAY,
        &[
            ("Ubuntu 18.04.5 LTS", "unsupported", Some(("2023-05-31", "2023-05-31"))),
            ("Ubuntu 22.04", "soon 4", Some(("2027-04-01", "2027-04-01"))),
            ("ubuntu24.04", "supported", Some(("2029-05-31", "2029-05-31"))),
            ("RHEL 7.9", "unsupported", Some(("2024-06-30", "2024-06-30"))),
            ("Red Hat Enterprise Linux 8", "supported", Some(("2029-05-31", "2029-05-31"))),
            ("CentOS 7", "unsupported", Some(("2024-06-30", "2024-06-30"))),
            ("SLES 11 SP4", "unsupported", Some(("2019-03-31", "2019-03-31"))),
            ("SUSE Linux Enterprise Server 15.7", "supported", Some(("2031-07-31", "2031-07-31"))),
            ("Debian 12", "soon 19", Some(("2028-06-30", "2028-06-30"))),
            ("Debian GNU/Linux 9", "unsupported", Some(("2022-07-01", "2022-07-01"))),
            ("Yocto 3.1", "unsupported", Some(("2024-04-30", "2024-04-30"))),
            ("Android 9", "unsupported", Some(("2022-01-01", "2022-01-01"))),
            ("Android 4.2", "unsupported", None),
            ("Android 15", "supported", None),
            ("Linux 2.6", "? distribution and version", None),
            ("Linux", "? distribution and version", None),
            ("Linux 5.10", "? distribution", Some(("2026-12-31", "2026-12-31"))),
            ("Ubuntu 99.04", "? version", None),
            ("VxWorks 6.9", "ask", None),
            ("QNX 6.5", "ask", None),
            ("Maker's Linux build", "ask", None),
            ("maker's Linux build (K)", "ask", None),
            ("proprietary (K)", "ask", None),
            ("Proprietary real-time system", "ask", None),
            ("proprietary; battery pack Linux", "ask", None),
            ("RTOS", "ask", None),
            ("SQL Server 2012", "no os", None),
            ("Cisco IOS 15.2", "unknown", None),
            ("SLES Linux", "? version", Some(("2007-12-31", "2031-07-31"))),
            ("app on tablet", "no os", None),
            ("", "unknown", None),
            ("n/a", "unknown", None),
            ("Not known", "unknown", None),
            ("Allegro RomPager firmware", "unknown", None),
        ],
    );
}

#[test]
fn the_answer_changes_with_the_day() {
    check(
        "2026-10-13",
        &[("Windows 10 Enterprise LTSB 2016", "soon 0", Some(("2026-10-13", "2026-10-13")))],
    );
    check(
        "2026-10-14",
        &[("Windows 10 Enterprise LTSB 2016", "unsupported", Some(("2026-10-13", "2026-10-13")))],
    );
    check(
        "2024-10-12",
        &[("Windows 10 Enterprise LTSB 2016", "supported", Some(("2026-10-13", "2026-10-13")))],
    );
    check("2033-01-01", &[("Win10", "unsupported", Some(("2017-05-09", "2032-01-13")))]);
    check("tomorrow", &[("Win10", "unknown", None)]);
}

#[test]
fn what_is_not_verified_says_so() {
    for (os, verified) in [
        ("Windows XP Embedded", false),
        ("Windows CE 5.0", false),
        ("Windows 7 Pro", true),
        ("Windows Server 2016", true),
        ("VxWorks 6.9", false),
    ] {
        assert_eq!(support(os, TODAY).verified, verified, "{os}");
    }
    assert!(support("Windows XP Embedded", TODAY).say().contains("not verified"));
    for row in table::rows() {
        assert!(!row.source.is_empty() && table::is_day(row.source_date), "{row:?}");
        assert!(
            row.verified || row.source.contains("not verified") || row.ends == Ends::AskMaker,
            "{row:?}"
        );
    }
    assert_eq!(
        table::rows().len(),
        include_str!("../../../../data/support/os.tsv").lines().count() - 1
    );
}

#[test]
fn paid_extensions_count_only_with_evidence() {
    let found = support("RHEL 7.9", TODAY);
    assert_eq!((found.status, found.paid_until), (Status::Unsupported, Some("2029-05-31")));
    assert_eq!(support("Windows 10 22H2 Pro", TODAY).paid_until, Some("2028-10-10"));
    assert_eq!(support("Windows Server 2012 R2", TODAY).paid_until, None);
}

proptest::proptest! {
    #[test]
    fn no_name_makes_it_panic(os in "\\PC{0,40}", near in "(win|windows|server|10|7|xp|embedded|ltsc|20[0-9]{2}|[0-9]{1,2}h2|build|sp|r2|linux|ubuntu|[0-9.]{1,6}| ){0,8}", on in "\\PC{0,12}") {
        let _ = (support(&os, TODAY).say(), support(&near, TODAY).say(), support(&near, &on).status);
    }
}
