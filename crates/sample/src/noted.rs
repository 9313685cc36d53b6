//! The devices as each site's maintenance system holds them: what is true, after people have written it down.

use crate::chance::{Chance, For};
use crate::device::Device;
use crate::handwriting;

/// How a serial number stands in an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Serial {
    /// As the maker printed it.
    Whole(String),
    /// A spreadsheet took it for a number: its leading zeros are gone.
    ZerosLost(u64),
    /// A spreadsheet took it for a large number: its last digits are gone ("1.20E+11").
    DigitsLost(String),
    /// Nobody wrote it down, or a placeholder stands there.
    None(&'static str),
}

impl Serial {
    /// The cell's text.
    pub(crate) fn text(&self) -> String {
        match self {
            Serial::Whole(text) | Serial::DigitsLost(text) => text.clone(),
            Serial::ZerosLost(number) => number.to_string(),
            Serial::None(placeholder) => (*placeholder).to_owned(),
        }
    }
}

/// A cell that cannot be right; the importer has to refuse it and keep the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Impossible {
    /// A day that no calendar has, as the day of purchase.
    Acquired(&'static str),
    /// The same, as the next maintenance.
    NextMaintenance(&'static str),
    /// Addresses that no network has.
    Mac(&'static str),
    Ip(&'static str),
}

/// One device as a maintenance system holds it.
#[derive(Debug, Clone)]
pub(crate) struct Noted<'a> {
    pub device: &'a Device,
    pub asset: String,
    pub maker: String,
    pub model: String,
    pub serial: Serial,
    pub version: String,
    pub os: String,
    /// Empty for what has no address, and for a few whose address is noted wrongly.
    pub mac: String,
    pub ip: String,
    pub department: String,
    pub impossible: Option<Impossible>,
}

impl Noted<'_> {
    /// Whether another source that knows the address can find this device by it.
    pub(crate) fn found_by_mac(&self) -> bool {
        !self.device.macs.is_empty() && !matches!(self.impossible, Some(Impossible::Mac(_)))
    }

    /// Whether another source that read the label can find it by maker and serial.
    pub(crate) fn found_by_serial(&self) -> bool {
        matches!(self.serial, Serial::Whole(_))
    }

    /// Whether the label leaves no doubt: a serial of digits alone may be thought to have lost its leading zeros.
    pub(crate) fn has_a_telling_label(&self) -> bool {
        matches!(&self.serial, Serial::Whole(text) if text.contains(|c: char| !c.is_ascii_digit()))
    }
}

/// What each site's system holds of its devices. The faults of the whole hospital are few, and always as many.
pub(crate) fn write_down<'a>(devices: &'a [Device], seed: u64) -> Vec<Noted<'a>> {
    let mut hands = [("KGH", For::Kgh), ("AVH", For::Avh), ("TDC", For::Tdc)].map(|(site, of)| (site, Chance::new(seed, of)));
    let mut noted: Vec<Noted<'a>> = devices
        .iter()
        .filter_map(|device| {
            let (_, hand) = hands.iter_mut().find(|(site, _)| *site == device.site)?;
            Some(note(device, hand))
        })
        .collect();
    spoil(&mut noted);
    noted
}

fn note<'a>(device: &'a Device, hand: &mut Chance) -> Noted<'a> {
    let (maker, model) = if device.is_lesson || hand.percent(40) {
        (device.maker.to_string(), device.model.to_string())
    } else {
        hand.one_of(device.spellings)
            .map_or_else(|| (device.maker.to_string(), device.model.to_string()), Clone::clone)
    };
    let exact = device.is_lesson;
    Noted {
        device,
        asset: device.asset.clone(),
        maker,
        model,
        serial: if exact {
            Serial::Whole(device.serial.clone())
        } else {
            serial(&device.serial, hand)
        },
        version: match (exact, device.version.as_ref()) {
            (true, version) => version.to_owned(),
            (false, "") => handwriting::nothing(hand).to_owned(),
            (false, version) => handwriting::version(version, hand),
        },
        os: if exact {
            device.os.to_string()
        } else {
            handwriting::operating_system(&device.os, hand)
        },
        mac: handwriting::macs(&device.macs, hand),
        ip: if exact || hand.percent(70) {
            device.ips.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        } else {
            String::new()
        },
        department: if exact {
            device.department.to_string()
        } else {
            handwriting::department(&device.department, hand)
        },
        impossible: None,
    }
}

fn serial(text: &str, hand: &mut Chance) -> Serial {
    let number: Option<u64> = text.parse().ok();
    match number {
        Some(number) if text.starts_with('0') && hand.percent(30) => Serial::ZerosLost(number),
        Some(number) if text.len() >= 12 && hand.percent(30) => Serial::DigitsLost(format!("{:.2}E+11", number as f64 / 1e11)),
        _ if hand.percent(6) => Serial::None(handwriting::nothing(hand)),
        _ => Serial::Whole(text.to_owned()),
    }
}

/// Two pairs of assets of different makers that carry one serial, three rows without an asset number, and ten cells
/// that cannot be right.
fn spoil(noted: &mut [Noted]) {
    let is_plain = |n: &Noted| !n.device.is_lesson && n.found_by_serial() && n.impossible.is_none();
    let mut plain: Vec<usize> = (0..noted.len()).filter(|&at| noted.get(at).is_some_and(is_plain)).collect();
    // Spread over the whole list, not its head.
    let step = (plain.len() / 24).max(1);
    plain = plain.into_iter().step_by(step).collect();

    for _ in 0..2 {
        let Some(first) = plain.pop().and_then(|at| noted.get(at)) else {
            return;
        };
        let (maker, serial) = (register::reconcile::fold(&first.maker), first.serial.clone());
        let other = plain
            .iter()
            .rposition(|&at| noted.get(at).is_some_and(|n| register::reconcile::fold(&n.maker) != maker));
        if let Some(second) = other.map(|at| plain.remove(at)).and_then(|at| noted.get_mut(at)) {
            second.serial = serial;
        }
    }
    for _ in 0..3 {
        if let Some(n) = plain.pop().and_then(|at| noted.get_mut(at)) {
            n.asset = "N/A".to_owned();
        }
    }
    let addressed = plain
        .iter()
        .rposition(|&at| noted.get(at).is_some_and(|n| !n.device.macs.is_empty()));
    if let Some(n) = addressed.map(|at| plain.remove(at)).and_then(|at| noted.get_mut(at)) {
        n.impossible = Some(Impossible::Mac("00-1B-21-AA-BB"));
    }
    for impossible in [
        Impossible::Acquired("30/02/2016"),
        Impossible::Acquired("31/11/2019"),
        Impossible::Acquired("32/01/2015"),
        Impossible::NextMaintenance("31/06/2027"),
        Impossible::NextMaintenance("29/02/2027"),
        Impossible::NextMaintenance("31/04/2027"),
        Impossible::Ip("10.20.60.300"),
        Impossible::Ip("10.21.4.999"),
        Impossible::Ip("10.20.301.7"),
    ] {
        if let Some(n) = plain.pop().and_then(|at| noted.get_mut(at)) {
            n.impossible = Some(impossible);
        }
    }
}
