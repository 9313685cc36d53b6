//! The IT department's inventory: it knows addresses, names and operating systems, and no asset number of ours.

use crate::chance::Chance;
use crate::device::AS_OF;
use crate::handwriting;
use crate::noted::Noted;
use crate::sheet::{Cell, Kind, Sheet};
use crate::tables::tables;

const HEADER: [&str; 8] = ["mac", "ip", "hostname", "os", "switch port", "nic vendor", "last seen", "remark"];

/// Every networked device that the inventory has seen, by its address. A few rows say another operating system or name
/// than the maintenance system does; eight can be nobody's.
pub(super) fn sheet(noted: &[Noted], chance: &mut Chance) -> Sheet {
    let mut sheet = Sheet::new(&[], HEADER.to_vec());
    let (mut other_os, mut other_names) = (0, 0);
    for one in noted {
        let device = one.device;
        if !one.found_by_mac() {
            continue;
        }
        let unseen = chance.percent(8);
        if unseen && !device.is_lesson {
            continue;
        }
        let has_os = ["Windows", "Linux", "SLES"].iter().any(|os| device.os.contains(os));
        let mut os = if has_os && !device.is_lesson && chance.percent(85) {
            device.os.to_string()
        } else {
            String::new()
        };
        let mut hostname = device.hostname.clone();
        let may_differ = !device.is_lesson && one.impossible.is_none() && chance.percent(5);
        if may_differ && other_os < 6 && os.starts_with("Windows") && !os.contains("10") {
            os = "Windows 10 Enterprise LTSC 2019".to_owned();
            other_os += 1;
        } else if may_differ && other_names < 4 && !hostname.is_empty() {
            hostname = format!("WIN-{:04X}K2", 0x7F00 + device.number);
            other_names += 1;
        }
        let seen = AS_OF.saturating_sub(jiff::Span::new().days(1 + chance.below(20) as i64));
        let row: Vec<Cell> = vec![
            joined(device.macs.iter().map(|octets| handwriting::mac_plain(*octets))).into(),
            joined(device.ips.iter().map(ToString::to_string)).into(),
            hostname.into(),
            os.into(),
            format!("{}-SW{:02} Gi1/0/{}", device.site, 1 + device.number % 14, 1 + chance.below(48)).into(),
            device.macs.first().map_or("", |octets| owner_of(*octets)).into(),
            format!("{seen}T{:02}:{:02}:00Z", chance.below(24), chance.below(60)).into(),
            chance.word(&[("", 95), ("DHCP", 4), ("web page answers", 1)]).into(),
        ];
        sheet.push(Kind::Device, row);
    }
    // Cells that cannot be right, in rows that are recognised all the same.
    let ip_column = 1;
    for (share, text) in [(0.2, "10.20.60.300"), (0.6, "10.21.256.4")] {
        let at = (sheet.lines.len() as f64 * share) as usize;
        if let Some(cell) = sheet.lines.get_mut(at).and_then(|(_, cells)| cells.get_mut(ip_column)) {
            *cell = text.into();
            sheet.refused_cells += 1;
        }
    }
    for (share, mac, ip, hostname) in [
        (0.05, "00:00:00:00:00:00", "10.20.40.11", ""),
        (0.15, "", "10.20.130.9", "KGHPRN07"),
        (0.25, "N/A", "172.29.3.7", "unknown"),
        (0.45, "unknown", "", "CIC-W7"),
        (0.55, "-", "192.168.10.14", "see 9007"),
        (0.65, "not visible", "10.22.30.40", ""),
        (0.75, "", "", "SPACECOM-0007"),
        (0.95, "#N/A", "10.21.3.3", "AVH-OLD"),
    ] {
        let cells = [mac, ip, hostname, "", "", "", "never", ""].map(Cell::from);
        sheet.insert(share, Kind::Nobody, cells.to_vec());
    }
    for share in [0.1, 0.3, 0.5, 0.7, 0.9] {
        sheet.repeat(share);
    }
    sheet
}

/// The addresses of all of a machine's cards; the inventory has one row for a machine.
fn joined(addresses: impl Iterator<Item = String>) -> String {
    addresses.collect::<Vec<_>>().join(", ")
}

/// Whose prefix an address has, as the IEEE list says for the models' prefixes.
fn owner_of(octets: [u8; 6]) -> &'static str {
    let [a, b, c, ..] = octets;
    let prefix = format!("{a:02X}:{b:02X}:{c:02X}");
    tables()
        .ok()
        .and_then(|t| t.models.iter().find(|m| m.mac_prefix.as_deref() == Some(prefix.as_str())))
        .map_or("", |m| m.mac_owner.as_str())
}
