//! Chance that repeats: the same seed gives the same hospital, byte for byte, on every machine.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What chance is used for. Each use has its own stream, so that a change to one leaves the others as they were.
#[derive(Debug, Clone, Copy)]
pub(crate) enum For {
    Models,
    Versions,
    Devices,
    MoreDevices,
    Kgh,
    Avh,
    Tdc,
    Inventory,
    WardCheck,
    Group,
}

/// A stream of chance.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    pub(crate) fn new(seed: u64, purpose: For) -> Chance {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(purpose as u64);
        Chance(rng)
    }

    /// A number below `end`; 0 where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { self.0.random_range(0..end as u64) as usize }
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn percent(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100) < percent
    }

    /// A number from 0 up to, not including, 1.
    pub(crate) fn share(&mut self) -> f64 {
        self.0.random()
    }

    /// One of them, all alike.
    pub(crate) fn one_of<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// One word, by weight.
    pub(crate) fn word(&mut self, from: &[(&'static str, u32)]) -> &'static str {
        let total: u32 = from.iter().map(|(_, weight)| weight).sum();
        let mut at = self.below(total as usize) as u32;
        for (word, weight) in from {
            if at < *weight {
                return word;
            }
            at -= weight;
        }
        ""
    }

    /// In another order.
    pub(crate) fn shuffle<T>(&mut self, of: &mut [T]) {
        for at in (1..of.len()).rev() {
            of.swap(at, self.below(at + 1));
        }
    }
}
