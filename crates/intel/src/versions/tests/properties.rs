//! What holds of any text.

use std::cmp::Ordering::{self, Equal, Greater};

use advisories::BranchCategory::{ProductVersion, ProductVersionRange};
use proptest::prelude::*;
use register::Configuration;

use super::super::*;
use super::{leaf, running};

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
