//! What a text in the place of a version says: versions, and what makers put there instead of versions.

use super::dates::Span;
use super::version::Version;

/// A text, read. All that it holds must be met: "≤ 11.2 on Windows 8.1" is a range and a platform.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Every version.
    pub all: bool,
    /// Any of these.
    pub versions: Vec<Alternative>,
    /// Names of models, editions, parts that stand where a version should; any of these.
    pub names: Vec<String>,
    /// The versions in `versions` may as well be names: "7100 | 7900", "MMT-1715".
    pub versions_or_names: bool,
    /// A day or a span of days on which the device was made, shipped or released.
    pub dates: Option<Dates>,
    /// The platform that it must run on, as written.
    pub platform: Option<String>,
    /// Something else that a device must have and that no field of the register says: an option, a market.
    pub condition: Option<String>,
    /// A range of serial numbers, as written.
    pub serials: Option<String>,
    /// Not written as the standard has it, read by its likeliest meaning: a cleaner reading beside it goes first.
    pub rough: bool,
    /// Why it could not be read whole.
    pub unread: Option<&'static str>,
}

/// One way to be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Alternative {
    /// This version, or this series.
    One(Version),
    /// Between two bounds; an end that is not stated is open.
    Range {
        /// Where it begins.
        low: Option<Bound>,
        /// Where it ends.
        high: Option<Bound>,
    },
    /// Two readings of the text differ between these bounds.
    Doubt {
        /// Where doubt begins.
        low: Option<Bound>,
        /// Where doubt ends.
        high: Option<Bound>,
    },
    /// Every version but this.
    Not(Version),
}

/// An end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bound {
    /// The version there.
    pub version: Version,
    /// Whether that version belongs to the range.
    pub included: bool,
}

/// A span of days and what happened on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dates {
    pub span: Span,
    /// Said of shipping, sale or release; what the register holds is the day of manufacture, which comes before.
    pub shipped: bool,
}

impl Reading {
    /// Whether it says anything at all.
    pub fn is_empty(&self) -> bool {
        *self == Reading::default()
    }

    /// Whether it states something that places a device.
    pub fn places(&self) -> bool {
        self.unread.is_none() && (!self.versions.is_empty() || self.dates.is_some() || self.platform.is_some() || self.serials.is_some())
    }
}
