use super::*;

fn read_as(text: &str, order: DayMonth) -> String {
    let rule = DateRule {
        order,
        proven: true,
        latest: 2027,
    };
    match read(text, rule) {
        DateReading::Nothing => "nothing".into(),
        DateReading::Date(iso, None) => iso,
        DateReading::Date(iso, Some(doubt)) => format!("{iso} ? {doubt}"),
        DateReading::Refused(reason) => format!("! {reason}"),
    }
}

fn check(rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(read_as(text, DayMonth::DayFirst), *expected, "{text:?}");
    }
}

#[test]
fn dates_of_every_kind() {
    check(&[
        ("13/02/2014", "2014-02-13"),
        ("2014-02-13", "2014-02-13"),
        ("2014/2/3", "2014-02-03"),
        ("2014-02-13T23:59:60Z", "2014-02-13"),
        ("2014-02-13 00:00:00.000", "2014-02-13"),
        ("13/02/2014 00:00", "2014-02-13"),
        ("01/11/26 7:05 PM", "2026-11-01"),
        ("15.06.21", "2021-06-15"),
        ("04.05.16", "2016-05-04"),
        ("12/5/09", "2009-05-12"),
        ("1/7/2019", "2019-07-01"),
        ("02-2027", "2027-02"),
        ("2027-02", "2027-02"),
        ("Mar-17", "2017-03"),
        ("March 2017", "2017-03"),
        ("Mrz 2017", "2017-03"),
        ("mars 2017", "2017-03"),
        ("2012", "2012"),
        ("41683", "2014-02-13"),
        ("41683.75", "2014-02-13"),
        ("20140213", "2014-02-13"),
        ("13022014", "2014-02-13"),
        ("13 February 2014", "2014-02-13"),
        ("13-Feb-14", "2014-02-13"),
        ("13FEB2014", "2014-02-13"),
        ("13th Feb 2014", "2014-02-13"),
        ("Thu, 13 Feb 2014", "2014-02-13"),
        ("Feb 13, 2014", "2014-02-13"),
        ("13. Februar 2014", "2014-02-13"),
        ("1er août 2014", "! not a date; expected a day, a month with its year, or a year"),
        ("2 août 2014", "2014-08-02"),
        ("13 / 02 / 2014", "2014-02-13"),
        ("29/02/2024", "2024-02-29"),
        ("00/03/2017", "2017-03"),
        ("00/00/2017", "2017"),
        ("01/02/98", "1998-02-01"),
    ]);
}

#[test]
fn no_date_is_no_fault() {
    for text in [
        "00/00/0000",
        "0000-00-00",
        "00.00.0000",
        "0",
        "01/01/1900",
        "1900-01-00",
        "31/12/9999",
        "1",
    ] {
        assert_eq!(read_as(text, DayMonth::DayFirst), "nothing", "{text:?}");
    }
}

#[test]
fn impossible_days_and_what_is_no_date() {
    check(&[
        ("30/02/2027", "! no such day: February 2027 has no day 30"),
        ("31/06/2027", "! no such day: June 2027 has no day 31"),
        ("30 Feb 2026", "! no such day: February 2026 has no day 30"),
        ("29/02/2023", "! no such day: February 2023 has no day 29"),
        ("32/13/2020", "! no such month: neither 32 nor 13 can be one"),
        ("OVERDUE", "! not a date; expected a day, a month with its year, or a year"),
        ("2019-20", "! not a date; expected a day, a month with its year, or a year"),
        ("never", "! not a date; expected a day, a month with its year, or a year"),
        ("13/02/3014", "! the year 3014 is outside 1950 to 2100"),
        ("9.33.1", "! not a date; expected a day, a month with its year, or a year"),
        ("123", "! not a date; expected a day, a month with its year, or a year"),
        ("4294967296/1/1", "! not a date; expected a day, a month with its year, or a year"),
    ]);
}

#[test]
fn the_order_of_day_and_month_is_the_columns() {
    assert_eq!(read_as("07/01/2019", DayMonth::MonthFirst), "2019-07-01");
    assert_eq!(read_as("07/01/2019", DayMonth::DayFirst), "2019-01-07");
    assert_eq!(read_as("13/02/2014", DayMonth::MonthFirst), format!("2014-02-13 ? {ORDER_SWAPPED}"));
    assert_eq!(read_as("2012?", DayMonth::DayFirst), format!("2012 ? {QUESTIONED}"));
    assert_eq!(read_as("c. 2012", DayMonth::DayFirst), format!("2012 ? {QUESTIONED}"));
    for (text, evidence) in [
        ("13/02/2014", OrderEvidence::DayFirst),
        ("2/13/14", OrderEvidence::MonthFirst),
        ("02/13/2014 10:00", OrderEvidence::MonthFirst),
        ("07/01/2019", OrderEvidence::Open),
        ("07/07/2019", OrderEvidence::None),
        ("2014-02-13", OrderEvidence::None),
        ("Mar-17", OrderEvidence::None),
    ] {
        assert_eq!(order_evidence(text), evidence, "{text}");
    }
}

#[test]
fn day_numbers_of_both_calendars() {
    assert_eq!(of_day_number(1, false), Some((1900, 1, 1)));
    assert_eq!(of_day_number(61, false), Some((1900, 3, 1)));
    assert_eq!(of_day_number(41683, false), Some((2014, 2, 13)));
    assert_eq!(of_day_number(40221, true), Some((2014, 2, 13)));
    assert_eq!(year_of(1_794_000_000_000_000), 2026);
}

#[test]
fn a_date_that_a_text_column_holds_by_mistake() {
    for (text, is) in [
        ("13/02/2014", true),
        ("Mar-17", true),
        ("2014-02-13", true),
        ("2012", false),
        ("41683", false),
        ("9.33.1", false),
        ("MX450", false),
    ] {
        assert_eq!(is_written_date(text), is, "{text}");
    }
}
