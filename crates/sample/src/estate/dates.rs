//! How old devices are: a fifth of the estate is past the usual life of its type.

use jiff::{ToSpan, civil::Date};

use crate::chance::Chance;
use crate::device::{AS_OF, Device};

/// Gives every device the day on which it was bought. Those with the oldest operating systems are past their life first.
pub(super) fn age(devices: &mut [Device], chance: &mut Chance) {
    let mut order: Vec<usize> = (0..devices.len()).collect();
    chance.shuffle(&mut order);
    order.sort_by_key(|&at| devices.get(at).is_none_or(|d| !d.os.contains("XP")));
    let fifth = devices.len() / 5;
    for (rank, at) in order.into_iter().enumerate() {
        if let Some(device) = devices.get_mut(at) {
            device.acquired = bought(device, rank < fifth, chance);
        }
    }
}

/// A day on which a device past its life, or within it, may have been bought.
pub(crate) fn bought(device: &Device, past_its_life: bool, chance: &mut Chance) -> Date {
    let life = f64::from(device.device_type.life_years_high);
    let years = if let Some(made) = device.manufactured {
        return made.saturating_add(i64::try_from(20 + chance.below(90)).unwrap_or_default().days());
    } else if past_its_life {
        life + 0.3 + 4.0 * chance.share()
    } else if device.os.contains("Windows 7") || device.os.contains("XP") {
        life - 0.1 - 2.0 * chance.share()
    } else {
        0.2 + (life - 0.4) * chance.share()
    };
    AS_OF.saturating_sub(((years * 365.25) as i64).days())
}

/// The last day of a month some months away, negative for before; for contracts.
pub(crate) fn month_end(months: i64) -> Date {
    AS_OF.saturating_add(months.months()).last_of_month()
}
