use proptest::prelude::*;

use super::*;

fn claim(kind: SourceKind, source: &str, value: &str, stated_at: Micros) -> Claim {
    Claim {
        value: value.into(),
        source: source.into(),
        kind,
        stated_at,
        against: Vec::new(),
    }
}

#[track_caller]
fn check(field: Field, claims: &[Claim], value: &str, because: Because, disputed: bool) {
    let settled = settle(field, claims, &SourceOrder).expect("someone speaks");
    assert_eq!(
        (claims[settled.stands].value.as_str(), settled.because, settled.disputed),
        (value, because, disputed)
    );
}

#[test]
fn the_policy_orders_sources_field_by_field() {
    use SourceKind::{Cmms, ItInventory, MakersDocument, Sensor};
    let cmms = claim(Cmms, "CMMS", "Windows XP", 20);
    let sensor = claim(Sensor, "sensor", "Windows 7", 10);
    check(Field::Os, &[cmms.clone(), sensor.clone()], "Windows 7", Because::SourceOrder, false);
    check(
        Field::Location,
        &[claim(Cmms, "CMMS", "Room 4", 1), claim(ItInventory, "IT", "Room 3", 9)],
        "Room 4",
        Because::SourceOrder,
        false,
    );
    check(
        Field::SoftwareVersion,
        &[claim(MakersDocument, "MDS2", "2.6", 1), claim(Sensor, "sensor", "2.7", 9)],
        "2.6",
        Because::SourceOrder,
        false,
    );
    check(Field::Model, &[claim(Cmms, "CMMS", "MX450", 5)], "MX450", Because::Agreed, false);
    check(
        Field::Model,
        &[claim(Cmms, "CMMS", "MX450", 5), claim(Cmms, "AVH", " mx450", 5)],
        " mx450",
        Because::Agreed,
        false,
    );
}

#[test]
fn the_newer_of_equal_witnesses_stands_and_a_tie_is_disputed() {
    let a = claim(SourceKind::Cmms, "CMMS", "Ward 3", 1);
    let b = claim(SourceKind::Cmms, "CMMS of Ashby Vale", "Ward 7B", 2);
    check(Field::Department, &[a.clone(), b.clone()], "Ward 7B", Because::Newer, false);
    let tie = claim(SourceKind::Cmms, "CMMS of Ashby Vale", "Ward 7B", 1);
    check(Field::Department, &[a, tie], "Ward 3", Because::First, true);
}

#[test]
fn a_persons_word_stands_until_a_source_says_something_new() {
    let mut person = claim(SourceKind::Person, "a person", "N.01.22", 50);
    person.against = vec![("CMMS".into(), "M.04".into())];
    // The export repeats what it said when the person decided: nothing to argue about, however new the export.
    check(
        Field::SoftwareVersion,
        &[person.clone(), claim(SourceKind::Cmms, "CMMS", "M.04", 99)],
        "N.01.22",
        Because::Person,
        false,
    );
    // It says a third thing: the person's word still stands, and someone has to look.
    check(
        Field::SoftwareVersion,
        &[person.clone(), claim(SourceKind::Cmms, "CMMS", "N.02", 99)],
        "N.01.22",
        Because::Person,
        true,
    );
    // A source that had not spoken before is new as well.
    check(
        Field::SoftwareVersion,
        &[person.clone(), claim(SourceKind::Sensor, "sensor", "M.04", 60)],
        "N.01.22",
        Because::Person,
        true,
    );
    // And agreement is agreement.
    check(
        Field::SoftwareVersion,
        &[person, claim(SourceKind::Cmms, "CMMS", "n.01.22", 99)],
        "N.01.22",
        Because::Person,
        false,
    );
}

#[test]
fn nobody_speaks_nothing_stands() {
    assert_eq!(settle(Field::Os, &[], &SourceOrder), None);
}

fn any_claim() -> impl Strategy<Value = Claim> {
    let kind = prop::sample::select(vec![
        SourceKind::Person,
        SourceKind::MakersDocument,
        SourceKind::Sensor,
        SourceKind::Cmms,
        SourceKind::ItInventory,
        SourceKind::Other,
    ]);
    (kind, 0..4u8, 0..4u8, 0..6i64).prop_map(|(kind, source, value, at)| claim(kind, &format!("s{source}"), &format!("v{value}"), at))
}

proptest! {
    #[test]
    fn the_order_of_claims_does_not_change_what_stands(mut claims in prop::collection::vec(any_claim(), 1..8), seed in any::<u64>()) {
        // Two words of one person at one moment can't be told apart; leave those out.
        claims.dedup_by_key(|c| (c.kind, c.stated_at, c.source.clone()));
        claims.sort_by_key(|c| (c.kind, c.stated_at));
        claims.dedup_by_key(|c| (c.kind == SourceKind::Person, if c.kind == SourceKind::Person { c.stated_at } else { -1 }, c.source.clone(), c.value.clone()));
        let mut persons = std::collections::HashSet::new();
        claims.retain(|c| c.kind != SourceKind::Person || persons.insert(c.stated_at));
        let first = settle(Field::Model, &claims, &SourceOrder).map(|s| (claims[s.stands].value.clone(), s.disputed));
        let mut turned = claims.clone();
        let by = usize::try_from(seed % 7).unwrap_or(0) % turned.len();
        turned.rotate_left(by);
        turned.reverse();
        let second = settle(Field::Model, &turned, &SourceOrder).map(|s| (turned[s.stands].value.clone(), s.disputed));
        prop_assert_eq!(first, second);
    }
}
