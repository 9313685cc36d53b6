//! The sentence that gives the reason. It leaves out who stated the device's facts: the caller knows and adds it.

use register::{Configuration, Field};

use crate::identity::{By, Identity};
use crate::versions::{Kind, Stated};

/// What the device runs, for a sentence, and the field that says it.
pub(super) fn runs(stated: &Stated, config: &Configuration) -> (String, Vec<Field>) {
    match stated.kind() {
        Kind::AllVersions | Kind::NotStated => (String::new(), vec![Field::Model]),
        Kind::Dates if !config.manufactured_on.trim().is_empty() => (
            format!("this device was made on {}", config.manufactured_on.trim()),
            vec![Field::Model, Field::ManufacturedOn],
        ),
        Kind::Platform => (
            match config.os.trim() {
                "" => "its operating system is not recorded".to_string(),
                os => format!("this device runs on {os}"),
            },
            vec![Field::Model, Field::Os],
        ),
        Kind::Models => (format!("this device is a {}", config.model.trim()), vec![Field::Model]),
        _ if known(&config.software_version).is_empty() => {
            ("this device's software version is not recorded".to_string(), vec![Field::Model])
        }
        _ => (
            format!("this device runs {}", config.software_version.trim()),
            vec![Field::Model, Field::SoftwareVersion],
        ),
    }
}

/// "The advisory says 2.3.1 and earlier; this device runs 2.2.0".
pub(super) fn stated_and_run(product: &str, stated: &Stated, config: &Configuration) -> (String, Vec<Field>) {
    let (runs, fields) = runs(stated, config);
    let says = match stated.kind() {
        Kind::NotStated => format!("The advisory names {product} without a version"),
        Kind::AllVersions => format!("The advisory says all versions of {product}"),
        _ => format!("The advisory says {}", stated.say()),
    };
    (if runs.is_empty() { says } else { format!("{says}; {runs}") }, fields)
}

/// How a name that is not simply equal was recognised, for the end of a sentence; empty where it is equal.
pub(super) fn recognised(identity: &Identity, product: &str, config: &Configuration) -> String {
    match identity {
        Identity::Same {
            by: By::Alias { said, means, .. },
            ..
        } => format!("; \"{said}\" stands for \"{means}\""),
        Identity::Same { by: By::Line, .. } => format!("; it names the line {product}, and this device is a {}", config.model.trim()),
        Identity::Same { by: By::Host, .. } => format!("; {product} is built into such devices"),
        Identity::Same { by: By::Part, .. } => format!("; {product} is part of this device"),
        _ => String::new(),
    }
}

fn known(cell: &str) -> &str {
    let cell = cell.trim();
    if register::placeholder::is_placeholder(cell) { "" } else { cell }
}
