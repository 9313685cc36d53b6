//! Where devices of a type and use stand, and who answers for them there. All invented, like the hospital.

/// A department, the pattern of its rooms ("{}" is a running number), and the role that answers for its devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub department: &'static str,
    pub room: &'static str,
    pub owner: &'static str,
}

const fn place(department: &'static str, room: &'static str, owner: &'static str) -> Place {
    Place { department, room, owner }
}

const RADIOLOGY: &str = "Superintendent radiographer";
const ENGINEERING: &str = "Clinical engineering duty engineer";
const NURSE: &str = "Ward or unit nurse in charge";
const SCIENTIST: &str = "Duty biomedical scientist (laboratory, transfusion)";

const WARDS: &[Place] = &[
    place("Ward 12", "Bay {}", NURSE),
    place("Ward 7", "Bay {}", NURSE),
    place("Ward 3", "Bay {}", NURSE),
    place("Ward 9", "Side room {}", NURSE),
    place("Ward 5", "Bay {}", NURSE),
];
const CARDIOLOGY: &[Place] = &[place("Cardiology", "Ward 7 bed {}", "Cardiology nurse in charge")];
const INTENSIVE: &[Place] = &[place("Intensive care", "Bed {}", "Consultant intensivist")];
const THEATRES: &[Place] = &[place("Theatres", "Theatre {}", "Theatre manager")];
const EMERGENCY: &[Place] = &[place("Emergency department", "Cubicle {}", "Emergency consultant in charge")];
const NEONATAL: &[Place] = &[place("Neonatal unit", "Cot {}", "Consultant neonatologist")];
const ONCOLOGY: &[Place] = &[place("Oncology day unit", "Chair {}", "Lead chemotherapy nurse")];
const CLINIC: &[Place] = &[place("Outpatients", "Clinic room {}", NURSE)];

/// Places by device type and use ("" is any use). The first row that fits decides; a type without a row stands on wards.
#[rustfmt::skip]
const PLACES: &[(&str, &str, &[Place])] = &[
    ("T01", "planning", &[place("Radiotherapy", "Planning CT", "Head of radiotherapy physics")]),
    ("T01", "", &[place("Radiology", "CT room {}", RADIOLOGY)]),
    ("T02", "", &[place("Radiology", "MR room {}", "Lead MR radiographer")]),
    ("T03", "ed", &[place("Emergency department", "X-ray {}", "Duty radiologist")]),
    ("T03", "", &[place("Radiology", "X-ray room {}", RADIOLOGY)]),
    ("T04", "", &[place("Radiology", "Mobile bay {}", RADIOLOGY)]),
    ("T05", "", THEATRES),
    ("T06", "", &[place("Cardiology", "Cath lab {}", "Interventional cardiologist on call")]),
    ("T07", "", &[
        place("Radiology", "Ultrasound room {}", "Lead sonographer"),
        place("Antenatal clinic", "Room {}", "Lead sonographer"),
        place("Cardiology", "Echo room {}", "Lead cardiac physiologist"),
    ]),
    ("T08", "", &[place("Breast imaging", "Room {}", "Breast radiologist")]),
    ("T09", "", &[place("Radiology", "DXA room {}", RADIOLOGY)]),
    ("T10", "", &[place("Nuclear medicine", "Camera room {}", "Medical physics expert on call (radiotherapy, nuclear)")]),
    ("T11", "", &[place("Radiotherapy", "Bunker {}", "Head of radiotherapy physics")]),
    ("T12", "", &[place("Radiotherapy", "Planning room {}", "Head of radiotherapy physics")]),
    ("T13", "onc", ONCOLOGY),
    ("T13", "icu", INTENSIVE),
    ("T13", "ward", WARDS),
    ("T14", "icu", INTENSIVE),
    ("T14", "nicu", NEONATAL),
    ("T14", "", &[place("Theatres", "Theatre {}", "Theatre manager"), place("Ward 12", "Bay {}", NURSE)]),
    ("T15", "", &[place("Equipment library", "Rack {}", ENGINEERING)]),
    ("T16", "icu", INTENSIVE),
    ("T16", "theatre", THEATRES),
    ("T16", "nicu", NEONATAL),
    ("T16", "ed", EMERGENCY),
    ("T16", "", &[place("High dependency unit", "Bed {}", NURSE), place("Recovery", "Bay {}", "Theatre manager")]),
    ("T17", "icu", &[place("Intensive care", "Desk {}", "Consultant intensivist")]),
    ("T17", "ward", &[place("Cardiology", "Ward 7 desk {}", "Cardiology nurse in charge")]),
    ("T17", "ed", &[place("Emergency department", "Desk {}", "Emergency consultant in charge")]),
    ("T17", "", &[place("High dependency unit", "Desk {}", NURSE), place("Recovery", "Desk {}", "Theatre manager")]),
    ("T18", "", CARDIOLOGY),
    ("T20", "icu", INTENSIVE),
    ("T20", "nicu", NEONATAL),
    ("T20", "", &[place("High dependency unit", "Bed {}", NURSE)]),
    ("T21", "", THEATRES),
    ("T22", "ed", EMERGENCY),
    ("T22", "", &[place("Cardiology", "ECG room {}", "Lead cardiac physiologist")]),
    ("T23", "", &[
        place("Emergency department", "Trolley {}", "Emergency consultant in charge"),
        place("Theatres", "Trolley {}", "Theatre manager"),
        place("Ward 7", "Trolley {}", NURSE),
    ]),
    ("T24", "unit", &[place("Haemodialysis unit", "Station {}", "Renal nurse in charge")]),
    ("T24", "", &[place("Intensive care", "Store {}", "Consultant intensivist")]),
    ("T25", "", &[
        place("Emergency department", "Resus", "POCT coordinator"),
        place("Intensive care", "Gas room", "POCT coordinator"),
        place("Neonatal unit", "Gas room", "POCT coordinator"),
        place("Theatres", "Gas room", "POCT coordinator"),
    ]),
    ("T26", "bt", &[place("Blood transfusion", "Bench {}", "Transfusion laboratory manager")]),
    ("T26", "", &[place("Blood sciences", "Track {}", SCIENTIST)]),
    ("T27", "", &[place("Microbiology", "Bench {}", "Consultant microbiologist")]),
    ("T28", "", WARDS),
    ("T29", "", CLINIC),
    ("T30", "", &[place("Endoscopy", "Room {}", "Lead endoscopy nurse")]),
    ("T31", "", &[place("Radiology", "Reporting room {}", "Duty radiographer and duty radiologist")]),
    ("T32", "", &[place("Estates", "Riser {}", "Site operational manager")]),
    ("T33", "", &[place("Pharmacy", "Ward {}", "Duty pharmacist")]),
    ("T34", "", NEONATAL),
    ("T35", "", &[place("Maternity", "Delivery room {}", "Labour ward coordinator")]),
    ("T36", "", &[place("Cardiology", "Cath lab {}", "Interventional cardiologist on call")]),
    ("T37", "", &[place("Neurophysiology", "Room {}", ENGINEERING)]),
    ("T38", "", &[place("Respiratory physiology", "Room {}", ENGINEERING)]),
    ("T39", "", &[place("Eye clinic", "Room {}", "Lead ophthalmologist")]),
    ("T40", "", &[place("Dental clinic", "Surgery {}", ENGINEERING)]),
    ("T41", "", &[place("Cellular pathology", "Scanner room", "Lead histopathologist")]),
    ("T42", "", THEATRES),
    ("T43", "", WARDS),
    ("T44", "", CLINIC),
    ("T45", "", INTENSIVE),
    ("T46", "", &[place("Cardiology", "Stress room {}", "Lead cardiac physiologist")]),
    ("T47", "", THEATRES),
    ("T48", "", &[place("Pharmacy", "Aseptic suite", "Duty pharmacist")]),
    ("T49", "", &[place("Estates", "Plant room {}", "Site operational manager")]),
    ("T50", "", &[place("Cardiology", "Device clinic {}", "Lead cardiac physiologist")]),
    ("T51", "", &[place("Cellular pathology", "Genomics bench", "Lead histopathologist")]),
];

/// The place of the `nth` device (from 0) of a type and use.
pub(crate) fn place_of(type_id: &str, used_for: &str, nth: usize) -> Place {
    let places = PLACES
        .iter()
        .find(|(t, u, _)| *t == type_id && (u.is_empty() || *u == used_for))
        .map_or(WARDS, |(_, _, places)| places);
    places
        .get(nth % places.len().max(1))
        .copied()
        .unwrap_or(place("Equipment library", "Rack {}", ENGINEERING))
}

/// What people call a device of a type, before its number; and the short form for host names.
#[rustfmt::skip]
const CALLED: &[(&str, &str, &str)] = &[
    ("T01", "CT scanner", "CT"), ("T02", "MR scanner", "MR"), ("T03", "X-ray room", "XR"), ("T04", "Mobile X-ray", "MXR"),
    ("T05", "C-arm", "CARM"), ("T06", "Angiography room", "ANGIO"), ("T07", "Ultrasound", "US"), ("T08", "Mammography", "MG"),
    ("T09", "DXA", "DXA"), ("T10", "Gamma camera", "NM"), ("T11", "Linac", "LINAC"), ("T12", "Planning workstation", "RTPLAN"),
    ("T13", "Infusion pump", "PUMP"), ("T14", "Syringe pump", "SYR"), ("T15", "Infusion dock", "DOCK"),
    ("T16", "Bedside monitor", "MON"), ("T17", "Central station", "CEN"), ("T18", "Telemetry", "TELE"),
    ("T19", "Vital signs monitor", "VS"), ("T20", "Ventilator", "VENT"), ("T21", "Anaesthetic machine", "ANAES"),
    ("T22", "ECG cart", "ECG"), ("T23", "Defibrillator", "DEFIB"), ("T24", "Dialysis machine", "DIAL"),
    ("T25", "Blood gas analyser", "BGA"), ("T26", "Analyser", "LAB"), ("T27", "Microbiology system", "MICRO"),
    ("T28", "Glucose meter", "GLUC"), ("T29", "Point-of-care tester", "POCT"), ("T30", "Endoscopy stack", "ENDO"),
    ("T31", "Reporting workstation", "RPT"), ("T32", "Nurse call controller", "NCALL"), ("T33", "Medication cabinet", "CAB"),
    ("T34", "Incubator", "INCU"), ("T35", "Fetal monitor", "CTG"), ("T36", "Haemodynamic recorder", "HAEMO"),
    ("T37", "EEG", "EEG"), ("T38", "Lung and sleep laboratory", "SLEEP"), ("T39", "Eye imaging", "OCT"),
    ("T40", "Dental imaging", "DENT"), ("T41", "Slide scanner", "SLIDE"), ("T42", "Surgical robot", "ROBOT"),
    ("T43", "Bed", "BED"), ("T44", "Scales", "SCALE"), ("T45", "Integration hub", "HUB"), ("T46", "Stress system", "STRESS"),
    ("T47", "Electrosurgical generator", "ESU"), ("T48", "Compounder", "TPN"), ("T49", "Plant controller", "PLANT"),
    ("T50", "Implant programmer", "PROG"), ("T51", "Sequencer", "SEQ"),
];

/// ("CT scanner", "CT") for "T01".
pub(crate) fn called(type_id: &str) -> (&'static str, &'static str) {
    CALLED
        .iter()
        .find(|(id, _, _)| *id == type_id)
        .map_or(("Device", "DEV"), |(_, name, short)| (name, short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_a_name_and_every_use_a_place() {
        let tables = crate::tables::tables().expect("the tables are readable");
        for t in &tables.types {
            assert_ne!(called(&t.id).1, "DEV", "{}", t.id);
        }
        for (pool, _) in tables.services.iter().flat_map(|s| &s.pools) {
            if let (Some(type_id), Some((_, used_for))) = (pool.0.split('@').next(), pool.0.split_once('#')) {
                let rows = PLACES
                    .iter()
                    .filter(|(t, u, _)| *t == type_id && (u.is_empty() || *u == used_for))
                    .count();
                assert!(rows > 0, "{pool:?}");
            }
        }
    }

    #[test]
    fn learning_devices_stand_in_places_that_their_types_have() {
        let tables = crate::tables::tables().expect("the tables are readable");
        for device in &tables.learning {
            let (department, _) = device.department.rsplit_once(", ").expect("a site after the department");
            let found = PLACES
                .iter()
                .filter(|(t, _, _)| *t == device.type_id)
                .any(|(_, _, places)| places.iter().any(|p| p.department == department));
            assert!(found, "{}: {department}", device.id);
        }
    }
}
