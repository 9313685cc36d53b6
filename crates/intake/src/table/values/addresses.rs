//! IP and MAC addresses in any notation, several in a cell, each kind wherever it stands.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::table::refusal::CellReason;

/// What the network columns of one cell hold.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Addresses {
    pub ips: Vec<IpAddr>,
    pub macs: Vec<[u8; 6]>,
    /// The first fault found.
    pub fault: Option<CellReason>,
    /// Whether the cell holds words that say that there is no address of its own ("DHCP").
    pub said_none: bool,
}

/// Words in the place of an address that say how a device gets one, or that it has none: no address, and no fault.
const NO_ADDRESS: &[&str] = &[
    "dhcp",
    "static",
    "dynamic",
    "reserved",
    "auto",
    "automatic",
    "none",
    "no",
    "yes",
    "standalone",
    "stand",
    "alone",
    "not",
    "networked",
    "connected",
    "offline",
    "serial",
    "usb",
    "wifi",
    "wlan",
    "lan",
    "wired",
    "wireless",
    "network",
    "assigned",
    "address",
    "ip",
    "mac",
    "fixed",
    "keine",
    "ohne",
    "aucune",
    "fest",
    "unbekannt",
];

/// Reads a cell of addresses.
pub(crate) fn read(text: &str) -> Addresses {
    let mut found = Addresses::default();
    if text.is_empty() {
        return found;
    }
    // "00 1B 21 AA BB CC": the spaces are the notation.
    if let Some(mac) = spaced_mac(text) {
        take_mac(mac, &mut found);
        return found;
    }
    let mut strangers = 0;
    for token in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '&' | '(' | ')' | '[' | ']' | '+')) {
        let token = token.trim_matches(|c: char| matches!(c, '"' | '\'' | '/'));
        if token.is_empty() {
            continue;
        }
        for part in parts_of(token) {
            strangers += usize::from(!take(part, &mut found));
        }
    }
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let says_none = || words().all(|w| NO_ADDRESS.iter().any(|n| w.eq_ignore_ascii_case(n)));
    if found.ips.is_empty() && found.macs.is_empty() && found.fault.is_none() && strangers > 0 && says_none() {
        found.said_none = true;
    }
    found
}

/// "10.0.0.1/24" is one address with its prefix; "00:1b:…/00:1c:…" are two.
fn parts_of(token: &str) -> impl Iterator<Item = &str> {
    let prefix = token
        .split_once('/')
        .filter(|(_, length)| length.len() <= 3 && length.bytes().all(|b| b.is_ascii_digit()))
        .map(|(address, _)| address);
    prefix.unwrap_or(token).split('/')
}

/// Takes an address out of one word; false where it is none and doesn't look like one.
fn take(word: &str, found: &mut Addresses) -> bool {
    let word = word.trim_end_matches(['.', ',', ':', '*', '?']);
    // "MAC:00-1b-…", "eth0=00:1b:…", "LAN1:10.0.0.1"
    if let Some((label, rest)) = word.split_once(['=', ':'])
        && label.len() > 2
        && label.bytes().all(|b| b.is_ascii_alphanumeric())
        && !label.bytes().all(|b| b.is_ascii_hexdigit())
        && !rest.is_empty()
    {
        return take(rest, found);
    }
    match mac(word) {
        Mac::Is(octets) => {
            take_mac(octets, found);
            return true;
        }
        Mac::LooksLike => {
            found.fault.get_or_insert(CellReason::ImpossibleMac);
            return true;
        }
        Mac::No => {}
    }
    if word.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b':') && word.bytes().filter(|b| *b == b'.').count() == 3 {
        let address = word.split_once(':').map_or(word, |(address, _port)| address);
        match ipv4(address) {
            Some(ip) => take_ip(IpAddr::V4(ip), found),
            None => {
                found.fault.get_or_insert(CellReason::ImpossibleIp);
            }
        }
        return true;
    }
    if word.contains(':') {
        let bare = word.split_once('%').map_or(word, |(address, _zone)| address);
        if let Ok(ip) = bare.parse::<Ipv6Addr>() {
            take_ip(ip.to_ipv4_mapped().map_or(IpAddr::V6(ip), IpAddr::V4), found);
            return true;
        }
    }
    false
}

fn take_mac(octets: [u8; 6], found: &mut Addresses) {
    let fault = match octets {
        [0, 0, 0, 0, 0, 0] => {
            found.said_none = true; // a filler; no value, as the contract says
            return;
        }
        [first, ..] if first & 1 == 1 => Some(CellReason::GroupMac),
        [_, _, _, 0, 0, 0] => Some(CellReason::MacIsPrefixOnly),
        _ => None,
    };
    match fault {
        Some(fault) => {
            found.fault.get_or_insert(fault);
        }
        None if found.macs.contains(&octets) => {}
        None => found.macs.push(octets),
    }
}

fn take_ip(ip: IpAddr, found: &mut Addresses) {
    if ip.is_unspecified() {
        found.said_none = true;
        return;
    }
    let what = match ip {
        _ if ip.is_loopback() => Some("a loop to itself"),
        _ if ip.is_multicast() => Some("an address of a group"),
        IpAddr::V4(v4) if v4.is_broadcast() => Some("an address of everyone"),
        IpAddr::V4(v4) if v4.octets()[0] == 255 => Some("a network mask"),
        _ => None,
    };
    match what {
        Some(what) => {
            found.fault.get_or_insert(CellReason::IpOfNoDevice { what });
        }
        None if found.ips.contains(&ip) => {}
        None => found.ips.push(ip),
    }
}

/// Four decimal numbers; leading zeros are padding ("010.020.060.003"), never octal.
fn ipv4(text: &str) -> Option<Ipv4Addr> {
    let mut octets = [0u8; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        let part = parts.next().filter(|p| !p.is_empty() && p.len() <= 3)?;
        *octet = part.parse().ok()?;
    }
    parts.next().is_none().then(|| Ipv4Addr::from(octets))
}

enum Mac {
    Is([u8; 6]),
    /// So nearly a MAC address that nothing else can be meant.
    LooksLike,
    No,
}

/// Six octets as 00:1b:21:aa:bb:cc, 00-1b-…, 0:12:21:0:1:2, d4be.d912.3456, 001b21-aabbcc or 001b21aabbcc.
fn mac(word: &str) -> Mac {
    let word = word.strip_prefix("0x").unwrap_or(word);
    let hex = word.bytes().filter(u8::is_ascii_hexdigit).count();
    let Some(separator) = word.chars().find(|c| !c.is_ascii_hexdigit()) else {
        return match hex {
            12 => octets_of(word).map_or(Mac::No, Mac::Is),
            _ => Mac::No,
        };
    };
    if !matches!(separator, ':' | '-' | '.') {
        return Mac::No;
    }
    let groups = || word.split(separator);
    let (count, longest, shortest) = groups().fold((0usize, 0, usize::MAX), |(n, long, short), g| {
        (n + 1, long.max(g.len()), short.min(g.len()))
    });
    let all_hex = groups().all(|g| g.bytes().all(|b| b.is_ascii_hexdigit()));
    match (count, shortest, longest) {
        (6, 1.., ..=2) if all_hex => {
            let mut octets = [0u8; 6];
            for (octet, group) in octets.iter_mut().zip(groups()) {
                *octet = u8::from_str_radix(group, 16).unwrap_or(0); // all_hex, two digits at most
            }
            Mac::Is(octets)
        }
        (3, 4, 4) | (2, 6, 6) if all_hex && hex == 12 => {
            let joined: String = groups().collect();
            octets_of(&joined).map_or(Mac::LooksLike, Mac::Is)
        }
        // "00:1B:21:AA:BB", "00:1G:21:AA:BB:CC", eight octets: meant as one, and none.
        (5..=8, 1.., ..=2) if separator != '.' && (all_hex || hex >= 9) => Mac::LooksLike,
        _ => Mac::No,
    }
}

fn spaced_mac(text: &str) -> Option<[u8; 6]> {
    let mut octets = [0u8; 6];
    let mut groups = text.split(' ');
    for octet in &mut octets {
        let group = groups.next().filter(|g| g.len() == 2 && g.bytes().all(|b| b.is_ascii_hexdigit()))?;
        *octet = u8::from_str_radix(group, 16).ok()?;
    }
    groups.next().is_none().then_some(octets)
}

fn octets_of(hex: &str) -> Option<[u8; 6]> {
    let number = u64::from_str_radix(hex, 16).ok()?;
    let [_, _, octets @ ..] = number.to_be_bytes();
    (hex.len() == 12).then_some(octets)
}

/// Lower case with colons, as the register keeps it.
pub(crate) fn write_mac(octets: [u8; 6]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    let mut text = String::with_capacity(17);
    for octet in octets {
        if !text.is_empty() {
            text.push(':');
        }
        text.push(digit(octet >> 4));
        text.push(digit(octet & 15));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[(&str, &str)]) {
        for (text, expected) in rows {
            let found = read(text);
            let mut said: Vec<String> = found.ips.iter().map(ToString::to_string).collect();
            said.extend(found.macs.iter().map(|m| write_mac(*m)));
            if found.said_none {
                said.push("none".into());
            }
            said.extend(found.fault.iter().map(|f| format!("! {f}")));
            assert_eq!(said.join(", "), *expected, "{text:?}");
        }
    }

    #[test]
    fn macs_in_any_notation() {
        check(&[
            ("D4BE.D912.3456", "d4:be:d9:12:34:56"),
            ("d4be-d912-3456", "d4:be:d9:12:34:56"),
            ("00-1b-21-aa-bb-cc", "00:1b:21:aa:bb:cc"),
            ("00:1B:21:AA:BB:CD", "00:1b:21:aa:bb:cd"),
            ("0:12:21:0:1:2", "00:12:21:00:01:02"),
            ("001B21AABBCC", "00:1b:21:aa:bb:cc"),
            ("0x001B21AABBCC", "00:1b:21:aa:bb:cc"),
            ("001b21-aabbcc", "00:1b:21:aa:bb:cc"),
            ("00 1B 21 AA BB CC", "00:1b:21:aa:bb:cc"),
            ("00:1B:21:AA:BB:CC, 00:1B:21:AA:BB:CD", "00:1b:21:aa:bb:cc, 00:1b:21:aa:bb:cd"),
            ("00:1B:21:AA:BB:CC/00:1B:21:AA:BB:CD", "00:1b:21:aa:bb:cc, 00:1b:21:aa:bb:cd"),
            ("00:1B:21:AA:BB:CC 00-1b-21-aa-bb-cc", "00:1b:21:aa:bb:cc"),
            ("MAC:00-1b-21-aa-bb-cc (LAN)", "00:1b:21:aa:bb:cc"),
            ("eth0=00:1b:21:aa:bb:cc", "00:1b:21:aa:bb:cc"),
        ]);
    }

    #[test]
    fn macs_that_name_no_device() {
        check(&[
            ("00:00:00:00:00:00", "none"),
            ("ff:ff:ff:ff:ff:ff", "! a MAC address of a group, not of one device"),
            (
                "58:46:E1:00:00:00",
                "! a MAC address with nothing after its maker's prefix, a filler; expected the device's own",
            ),
            (
                "00:1B:21:AA:BB",
                "! not a MAC address: expected six octets, twelve hexadecimal digits",
            ),
            (
                "00:1G:21:AA:BB:CC",
                "! not a MAC address: expected six octets, twelve hexadecimal digits",
            ),
            (
                "00-1b-21-ff-fe-aa-bb-cc",
                "! not a MAC address: expected six octets, twelve hexadecimal digits",
            ),
            ("see 9007", ""),
            ("DE45600123", ""),
        ]);
    }

    #[test]
    fn ip_addresses() {
        check(&[
            ("10.20.45.17", "10.20.45.17"),
            ("010.020.045.017", "10.20.45.17"),
            ("10.20.45.17/24", "10.20.45.17"),
            ("10.20.45.17:104", "10.20.45.17"),
            ("10.20.45.17; 10.20.45.18", "10.20.45.17, 10.20.45.18"),
            ("10.20.45.17 (DHCP)", "10.20.45.17"),
            ("FE80::1", "fe80::1"),
            ("fe80::1%eth0", "fe80::1"),
            ("2001:DB8::A", "2001:db8::a"),
            ("10.20.60.300", "! no such IP address: each of its four numbers is 0 to 255"),
            ("10.20..1", "! no such IP address: each of its four numbers is 0 to 255"),
            ("DHCP", "none"),
            ("dhcp (reserved)", "none"),
            ("not networked", "none"),
            ("0.0.0.0", "none"),
            (
                "127.0.0.1",
                "! an address that every device has, or none: a loop to itself; expected the device's own",
            ),
            (
                "255.255.255.0",
                "! an address that every device has, or none: a network mask; expected the device's own",
            ),
            ("10.1.1.1 / 00:1B:21:AA:BB:CC", "10.1.1.1, 00:1b:21:aa:bb:cc"),
            ("ask IT", ""),
            ("9.33.1", ""),
            ("10.20", ""),
        ]);
    }
}
