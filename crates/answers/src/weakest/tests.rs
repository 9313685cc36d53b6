use advisories::ProductStatus::KnownAffected;
use register::{ClinicalService, Field};

use super::*;
use crate::made_up::{advisory, fleet, picture, product, service, system};
use crate::picture::Parts;

const PUMP: [(Field, &str); 4] = [
    (Field::Manufacturer, "Philips"),
    (Field::Model, "Brilliance 64"),
    (Field::DeviceType, "Infusion pump"),
    (Field::Pool, "T13@KGH"),
];

fn hospital(pumps: &[(&str, &str)], services: Vec<ClinicalService>) -> Picture {
    let devices: Vec<Vec<(Field, &str)>> = pumps
        .iter()
        .map(|&(version, os)| [&PUMP[..], &[(Field::SoftwareVersion, version), (Field::Os, os)]].concat())
        .collect();
    let devices: Vec<&[(Field, &str)]> = devices.iter().map(Vec::as_slice).collect();
    let parts = Parts {
        fleet: fleet(&devices),
        services,
        systems: vec![
            system("SYS-PACS", &["SYS-AD"]),
            system("SYS-AD", &["SYS-GONE"]),
            system("SYS-LONE", &[]),
        ],
        ..Default::default()
    };
    let named = product("P1", "Philips", "Brilliance 64", "<2.0");
    picture(parts, vec![advisory("A1", vec![named], &[KnownAffected], "Update")])
}

#[test]
fn each_weakness_is_found_and_nothing_else() {
    use Weakness::{
        BearableNotKnown, FallbackEndsFirst, LeadsNowhere, MightFallShort, NeedsThinService, NoFallback, NoSpare, SharedSystem, ShortNow,
        Unsupported, WouldFallShort,
    };
    let check = |name: &str, pumps: &[(&str, &str)], services: Vec<ClinicalService>, expected: &[Weakness]| {
        let picture = hospital(pumps, services);
        let points = weakest_points(&picture, &services::standing(&picture, 0));
        let found: Vec<Weakness> = points.iter().map(|p| p.weakness).collect();
        assert_eq!(found, expected, "{name}: {points:#?}");
        assert!(points.iter().all(|p| !p.what.is_empty() && !p.text.is_empty()), "{name}");
    };
    let (good, bad, unknown) = (("3.0", ""), ("1.0", ""), ("", ""));
    let two_of = |needs: &str| vec![service("S01", needs)];
    let changed = |change: fn(&mut ClinicalService)| {
        let mut service = service("S01", "");
        change(&mut service);
        vec![service]
    };
    check("nothing", &[good, good, good], two_of("2/3:T13"), &[]);
    check("too few", &[good], two_of("2/3:T13"), &[ShortNow]);
    check("affected", &[bad, bad, good], two_of("2/3:T13"), &[WouldFallShort]);
    check("no spare", &[good, good], two_of("2/2:T13"), &[NoSpare]);
    check(
        "no spare and affected is told once",
        &[bad, good],
        two_of("2/2:T13"),
        &[WouldFallShort],
    );
    check("doubtful", &[unknown, unknown, good], two_of("2/3:T13"), &[MightFallShort]);
    check("old", &[("3.0", "Windows XP"), good], two_of("1/2:T13"), &[Unsupported]);
    check(
        "no paper",
        &[],
        changed(|s| s.fallback = "none: priors needed to read".into()),
        &[NoFallback],
    );
    check("nobody said", &[], changed(|s| s.fallback = " ".into()), &[NoFallback]);
    check(
        "paper too short",
        &[],
        changed(|s| {
            s.fallback_lasts_hours = Some(4);
            s.longest_bearable_outage_minutes = Some(480);
        }),
        &[FallbackEndsFirst],
    );
    check(
        "paper long enough",
        &[],
        changed(|s| {
            s.fallback_lasts_hours = Some(8);
            s.longest_bearable_outage_minutes = Some(480);
        }),
        &[],
    );
    check(
        "unknown",
        &[],
        changed(|s| s.longest_bearable_outage_minutes = None),
        &[BearableNotKnown],
    );
    check("a system of its own", &[], two_of("SYS-LONE"), &[]);
    check("nowhere", &[], two_of("SYS-WHAT & S77"), &[LeadsNowhere, LeadsNowhere]);
    let shared = vec![
        service("S01", "SYS-PACS"),
        service("S02", "SYS-AD"),
        service("S03", "S02"),
        service("S04", "SYS-LONE"),
    ];
    check("shared, behind another", &[], shared, &[SharedSystem, LeadsNowhere]);
    let needing = vec![service("S01", "S02"), service("S02", "2/2:T13")];
    check("a thin service", &[good, good], needing, &[NeedsThinService]);
}

#[test]
fn a_fallback_that_is_none_is_told_from_one_that_is_some() {
    let check = |fallback: &str, none: bool| assert_eq!(has_none(fallback), none, "{fallback}");
    check("", true);
    check("none", true);
    check("None: priors needed", true);
    check("none on paper; urgent palliative by hand", true);
    check("no way", true);
    check("notes on paper", false);
    check("nonetheless by hand", false);
    check("paper list", false);
}

#[test]
fn systems_behind_are_found_once_also_in_a_circle() {
    let systems = [system("A", &["B"]), system("B", &["A", "C"]), system("C", &["D"])];
    let needs = [Need::System("A".into()), Need::System("C".into())];
    let (found, nowhere) = systems_behind(&systems, &needs);
    let codes: Vec<&str> = found.iter().map(|s| s.code.as_str()).collect();
    assert_eq!((codes, nowhere), (vec!["A", "B", "C"], BTreeSet::from(["D"])));
}
