//! CVE ids as publishers write them, in their one spelling.

/// A CVE id in its one spelling ("CVE-2017-5149"), if the text is one but for spaces and case.
pub(super) fn cve_id(text: &str) -> Option<String> {
    let text = text.trim();
    let (prefix, rest) = text.split_at_checked(4)?;
    let (year, number) = rest.split_once('-')?;
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let good = prefix.eq_ignore_ascii_case("CVE-") && year.len() == 4 && digits(year) && (4..=19).contains(&number.len()) && digits(number);
    good.then(|| text.to_ascii_uppercase())
}
