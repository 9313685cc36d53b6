//! The frame around every page: the bar with the question, the navigation, and the marks that all pages share.

use intel::Verdict;
use register::service::Capacity;

use crate::assets;

/// The navigation, in order: (address, name).
pub const NAVIGATION: [(&str, &str); 6] = [
    ("/", "Today"),
    ("/devices", "Devices"),
    ("/services", "Services"),
    ("/advisories", "Advisories"),
    ("/threats", "Threats"),
    ("/imports", "Imports"),
];

/// What the frame needs to know.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The page's title in the browser.
    pub title: String,
    /// What stands in the question's field.
    pub query: String,
    /// Which entry of the navigation is here.
    pub current: &'static str,
}

impl Shell {
    /// A frame.
    pub fn new(title: impl Into<String>, current: &'static str) -> Shell {
        Shell {
            title: title.into(),
            query: String::new(),
            current,
        }
    }

    /// A frame for a page that belongs nowhere.
    pub fn bare(title: impl Into<String>) -> Shell {
        Shell::new(title, "")
    }

    /// With a question in the field.
    pub fn asking(mut self, query: &str) -> Shell {
        query.clone_into(&mut self.query);
        self
    }

    /// The address of an asset; for the template.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// The navigation; for the template.
    pub fn navigation(&self) -> &'static [(&'static str, &'static str)] {
        &NAVIGATION
    }
}

/// A verdict's mark: shape, word and colour. HTML.
pub fn verdict_mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Affected => {
            r##"<strong class="wl-verdict wl-verdict--affected"><svg viewBox="0 0 16 16" aria-hidden="true"><path fill="currentColor" d="M5 0h6l5 5v6l-5 5H5l-5-5V5z"/><path fill="#8a1f11" d="M7 3h2v6H7zM7 11h2v2H7z"/></svg>Affected</strong>"##
        }
        Verdict::PossiblyAffected => {
            r##"<strong class="wl-verdict wl-verdict--possibly"><svg viewBox="0 0 16 16" aria-hidden="true"><path fill="none" stroke="currentColor" stroke-width="1.6" d="M8 1l7 7-7 7-7-7z"/><path fill="currentColor" d="M7.2 9.6c0-2 1.6-1.9 1.6-3.1 0-.5-.4-.8-.9-.8s-.9.3-1 .9L5.6 6.3C5.8 5.2 6.7 4.5 8 4.5c1.3 0 2.2.8 2.2 1.9 0 1.6-1.7 1.7-1.7 3.2zM7.2 10.5h1.3v1.3H7.2z"/></svg>Possibly affected</strong>"##
        }
        Verdict::NotAffected => {
            r##"<strong class="wl-verdict wl-verdict--not"><svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M4.5 8.2l2.5 2.5 4.5-5" fill="none" stroke="currentColor" stroke-width="1.8"/></svg>Not affected</strong>"##
        }
        Verdict::Fixed => {
            r##"<strong class="wl-verdict wl-verdict--fixed"><svg viewBox="0 0 16 16" aria-hidden="true"><rect x="1.5" y="1.5" width="13" height="13" rx="2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M4.5 8.2l2.5 2.5 4.5-5" fill="none" stroke="currentColor" stroke-width="1.8"/></svg>Fixed</strong>"##
        }
    }
}

/// A service's capacity drawn: a square for each device, crossed where affected, a question mark where it cannot be told.
/// The words beside it say the same. HTML. Large pools are drawn as a bar.
pub fn capacity_drawn(capacity: Capacity, possibly: u32, words: &str) -> String {
    let words = escape(words);
    let out = capacity.out.min(capacity.of);
    let doubtful = possibly.min(capacity.of - out);
    if capacity.of > 14 {
        let share = |n: u32| f64::from(n) * 300.0 / f64::from(capacity.of.max(1));
        let (a, b) = (share(out), share(doubtful));
        let need = 300.0 - share(capacity.needs.min(capacity.of));
        return format!(
            r##"<svg width="302" height="22" viewBox="0 0 302 22" role="img" aria-label="{words}"><rect x="1" y="3" width="300" height="16" fill="#15324a"/><rect x="1" y="3" width="{a:.1}" height="16" fill="#8a1f11"/><rect x="{:.1}" y="3" width="{b:.1}" height="16" fill="#fff4d3" stroke="#6b4a00"/><path d="M{:.1} 0V22" stroke="#d59a00" stroke-width="3"/></svg>"##,
            1.0 + a,
            1.0 + need
        );
    }
    let mut drawn = format!(
        r#"<svg width="{w}" height="22" viewBox="0 0 {w} 22" role="img" aria-label="{words}">"#,
        w = capacity.of * 26
    );
    for place in 0..capacity.of {
        let x = place * 26 + 1;
        if place < out {
            drawn.push_str(&format!(
                r##"<rect x="{x}" y="1" width="20" height="20" rx="3" fill="#8a1f11" stroke="#8a1f11" stroke-width="2"/><path d="M{} 6l10 10M{} 6l-10 10" stroke="#fff" stroke-width="2.5"/>"##,
                x + 5,
                x + 15
            ));
        } else if place < out + doubtful {
            drawn.push_str(&format!(
                r##"<rect x="{x}" y="1" width="20" height="20" rx="3" fill="#fff4d3" stroke="#6b4a00" stroke-width="2"/><text x="{}" y="16" font-size="14" text-anchor="middle" font-weight="700" fill="#6b4a00">?</text>"##,
                x + 10
            ));
        } else {
            drawn.push_str(&format!(
                r##"<rect x="{x}" y="1" width="20" height="20" rx="3" fill="#15324a" stroke="#15324a" stroke-width="2"/>"##
            ));
        }
    }
    drawn.push_str("</svg>");
    drawn
}

/// Text made harmless in HTML, for the few places that build it by hand.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// Text made fit for a part of an address.
pub fn in_address(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
