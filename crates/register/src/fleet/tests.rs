use super::*;

fn fleet(devices: &[&[(Field, &str)]]) -> Fleet {
    let mut builder = FleetBuilder::new();
    for (number, fields) in (1u128..).zip(devices) {
        let value = |field: Field| fields.iter().find(|(f, _)| *f == field).map_or("", |(_, v)| v);
        builder.push(DeviceId::from_u128(number), value, 0, "CMMS", 7);
    }
    builder.finish()
}

fn sample() -> Fleet {
    fleet(&[
        &[
            (Field::Manufacturer, "Philips"),
            (Field::Model, "MX450"),
            (Field::AssetTag, "10"),
            (Field::Pool, "T16@KGH#icu"),
        ],
        &[
            (Field::Manufacturer, "Philips"),
            (Field::Model, "MX450"),
            (Field::AssetTag, "9"),
            (Field::Pool, "T16@KGH#icu"),
        ],
        &[(Field::Manufacturer, "GE"), (Field::Model, "B125"), (Field::AssetTag, "A1")],
        &[(Field::Manufacturer, "Dräger"), (Field::Name, "Vent 3")],
    ])
}

#[track_caller]
fn check(query: ListQuery, expected: &[u32]) {
    assert_eq!(sample().find(&query, None), expected);
}

#[test]
fn words_and_filters_find_devices() {
    let words = |w: &str| ListQuery {
        words: w.into(),
        ..Default::default()
    };
    check(words(""), &[0, 1, 2, 3]);
    check(words("mx4 phil"), &[0, 1]);
    check(words("DRÄGER"), &[3]);
    check(words("nothing"), &[]);
    let filters = |filters| ListQuery {
        filters,
        ..Default::default()
    };
    check(filters(vec![Filter::Is(Field::Model, "B125".into())]), &[2]);
    check(filters(vec![Filter::Is(Field::Model, "B12".into())]), &[]);
    check(filters(vec![Filter::Missing(Field::Model)]), &[3]);
    check(filters(vec![Filter::Disputed]), &[]);
}

#[test]
fn pages_are_sorted_as_people_sort_with_the_unknown_last() {
    let fleet = sample();
    let all = fleet.find(&ListQuery::default(), None);
    let by = |descending| {
        Some(Sort {
            field: Field::AssetTag,
            descending,
        })
    };
    assert_eq!(fleet.page(&all, by(false), 0, 10).devices, [1, 0, 2, 3]);
    assert_eq!(fleet.page(&all, by(true), 0, 10).devices, [2, 0, 1, 3]);
    assert_eq!(
        fleet.page(&all, by(false), 1, 1),
        Page {
            devices: vec![0],
            total: 4
        }
    );
    assert_eq!(fleet.page(&all, by(false), 9, 5), Page { devices: vec![], total: 4 });
}

#[test]
fn like_devices_share_a_configuration_and_pools_know_their_members() {
    let fleet = sample();
    assert_eq!(fleet.configurations().len(), 3);
    assert_eq!(fleet.devices_of(fleet.configuration_of(0)), [0, 1]);
    assert_eq!(fleet.pool(&Pool("T16@KGH#icu".into())), [0, 1]);
    assert_eq!(
        fleet.facet(&[0, 1, 2, 3], Field::Model)[0],
        Facet {
            value: "MX450".into(),
            count: 2
        }
    );
    assert_eq!(
        fleet.facet(&[0, 1, 2, 3], Field::Model)[2],
        Facet {
            value: String::new(),
            count: 1
        }
    );
    assert_eq!(fleet.display_name(3), "Vent 3");
    assert_eq!(fleet.display_name(2), "B125 A1");
}
