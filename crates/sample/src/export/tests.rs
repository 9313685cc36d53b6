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
