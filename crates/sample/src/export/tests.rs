use super::*;

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert_eq!(exports(3, 700).expect("exports"), exports(3, 700).expect("exports"));
    assert_ne!(exports(3, 600).expect("exports"), exports(4, 600).expect("exports"));
}

#[test]
fn written_exports_are_the_exports() {
    use std::cell::RefCell;
    use std::rc::Rc;
    #[derive(Clone, Default)]
    struct Shared(Rc<RefCell<Vec<u8>>>);
    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut files: Vec<(String, &'static str, Shared)> = Vec::new();
    write_exports(3, 1_000, &mut |name, source| {
        let file = Shared::default();
        files.push((name.to_owned(), source, file.clone()));
        Ok(Box::new(file))
    })
    .expect("written");
    let written: Vec<_> = files.into_iter().map(|(n, s, f)| (n, s, f.0.borrow().clone())).collect();
    let held: Vec<_> = exports(3, 1_000)
        .expect("exports")
        .into_iter()
        .map(|e| (e.file_name, e.source, e.bytes))
        .collect();
    assert_eq!(written, held);
}

#[test]
fn every_size_of_estate_has_as_many_devices_as_asked() {
    for devices in [0, 1, 10, 60, 599, 600, 601, 5_000] {
        let exports = exports(1, devices).expect("exports");
        let of_cmms = exports.iter().filter(|e| e.source.starts_with("CMMS"));
        assert_eq!(of_cmms.map(|e| e.planned.devices).sum::<usize>(), devices);
    }
}

#[test]
fn a_writer_that_fails_is_named() {
    let fault = write_exports(1, 600, &mut |_, _| Err(std::io::Error::other("disk full"))).expect_err("a fault");
    assert_eq!(fault.to_string(), "kgh-equipment-register.xlsx could not be written: disk full");
}

/// Dates in six forms, addresses in five, damaged serial numbers: what the importer reads is what is true, or is doubted.
#[test]
fn what_is_read_is_true_or_doubted() {
    use intake::table::{Outcome, TableOptions};
    use register::Field;

    let devices = estate::devices(1).expect("the tables are readable");
    let (mut read, mut doubted) = (0, 0);
    for export in exports(1, 600).expect("exports").iter().filter(|e| e.source.starts_with("CMMS")) {
        let options = TableOptions {
            source: export.source.to_owned(),
            ..TableOptions::default()
        };
        let bytes = std::io::Cursor::new(export.bytes.as_slice());
        for row in intake::table::open(Box::new(bytes), &export.file_name, &options).expect("a table") {
            let Outcome::Device { statement, .. } = row.expect("a row").outcome else {
                continue;
            };
            let Some(device) = devices.iter().find(|d| statement.get(Field::AssetTag) == Some(d.asset.as_str())) else {
                continue; // three without an asset number
            };
            read += 1;
            if let Some(acquired) = statement.get(Field::AcquiredOn) {
                // A month or a year is true as far as it goes.
                assert!(device.acquired.to_string().starts_with(acquired), "{}: {acquired}", device.asset);
            }
            if let Some(macs) = statement.get(Field::Mac) {
                let held: Vec<String> = device.macs.iter().map(|mac| crate::handwriting::mac_plain(*mac)).collect();
                assert_eq!(macs, held.join(", "), "{}", device.asset);
            }
            for (field, truth) in [
                (Field::NextMaintenanceOn, Some(device.next_maintenance)),
                (Field::SupportEndsOn, device.support_ends),
                (Field::ManufacturedOn, device.manufactured),
            ] {
                if let Some(said) = statement.get(field) {
                    assert_eq!(Some(said.to_owned()), truth.map(|t| t.to_string()), "{}: {field:?}", device.asset);
                }
            }
            let serial = statement
                .fields
                .iter()
                .find(|(field, _)| *field == Field::Serial)
                .map(|(_, said)| said);
            if let Some(said) = serial {
                doubted += usize::from(said.doubt.is_some());
                let is_true = said.value == device.serial;
                let is_of_a_pair = devices.iter().any(|d| d.serial == said.value); // two serials stand on two devices each
                // A text file has no number cells that would betray what a spreadsheet did before it was saved.
                let lost_unseen = !export.file_name.ends_with(".xlsx") && said.value == device.serial.trim_start_matches('0');
                assert!(
                    is_true || said.doubt.is_some() || is_of_a_pair || lost_unseen,
                    "{}: {said:?}",
                    device.asset
                );
            }
        }
    }
    assert_eq!(read, 597 + 8, "eight rows are there twice");
    assert!(doubted > 10, "{doubted} serial numbers doubted");
}
