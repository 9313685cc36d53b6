//! A round on the wards with a tablet: someone read the version off the screen.

use crate::chance::Chance;
use crate::noted::Noted;
use crate::sheet::{Cell, Kind, Sheet};

const HEADER: [&str; 6] = [
    "Manufacturer",
    "Serial Number",
    "MAC Address",
    "Software Version",
    "Location",
    "Remarks",
];

/// How many devices the round got to.
const ROUND: usize = 14;

/// Versions read on the ward, of devices whose maintenance record has none that tells anything; three contradict the
/// record. The wards know labels, not asset numbers.
pub(super) fn sheet(noted: &[Noted], chance: &mut Chance) -> Sheet {
    let mut sheet = Sheet::new(&["Ward check 23 November 2026"], HEADER.to_vec());
    let mut candidates: Vec<(&Noted, &str)> = noted
        .iter()
        .filter(|n| !n.device.is_lesson && n.impossible.is_none() && (n.found_by_mac() || n.has_a_telling_label()) && n.found_by_serial())
        .filter_map(|n| read_on_screen(n).map(|version| (n, version)))
        .collect();
    chance.shuffle(&mut candidates);
    // Those whose record is empty first; three at the end disagree with their record.
    candidates.sort_by_key(|(n, _)| !n.device.version.is_empty());
    let unknown = candidates
        .iter()
        .filter(|(n, _)| n.device.version.is_empty())
        .count()
        .min(ROUND - 3);
    let contradicting = candidates.iter().filter(|(n, _)| !n.device.version.is_empty()).take(3);
    for (n, version) in candidates.iter().take(unknown).chain(contradicting) {
        let cells: [Cell; 6] = [
            n.maker.as_str().into(),
            n.serial.text().into(),
            n.mac.as_str().into(),
            (*version).into(),
            n.device.location.as_str().into(),
            chance.word(&[("read at start-up", 2), ("read in the service menu", 1)]).into(),
        ];
        sheet.push(Kind::Device, cells.to_vec());
    }
    let label_worn_off = ["Dräger", "illegible", "", "2.0n", "Theatre 4", ""].map(Cell::from);
    sheet.push(Kind::Nobody, label_worn_off.to_vec());
    sheet
}

/// A version that a device of this model may show: the first of the table that is a version and not what the record says.
fn read_on_screen<'a>(noted: &Noted<'a>) -> Option<&'a str> {
    let model = crate::tables::tables()
        .ok()?
        .models
        .iter()
        .find(|m| m.maker == noted.device.maker && m.name == noted.device.model)?;
    let versions = &model.versions;
    [&versions.plain, &versions.inside, &versions.outside]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .find(|text| matches!(crate::tables::held(text), crate::tables::Held::Version(_)) && *text != noted.device.version)
}
