//! How soon someone answers, as people say it. Contacts hold minutes ("60"), minutes with a remark ("60 (on call, home)",
//! "30 through C03"), or words ("next morning", "none").

use register::Contact;

use crate::say;

/// "out of hours: answers within 1 hour". Codes of other contacts in a remark are said by their roles, as far as given.
pub fn out_of_hours(contacts: &[Contact], contact: &Contact) -> String {
    match read(&contact.answers_out_of_hours) {
        Soon::NotSaid => "out of hours: not known".into(),
        Soon::Never => "out of hours: nobody answers".into(),
        Soon::Within(minutes, remark) => format!("out of hours: answers {}{}", within(minutes), remarked(contacts, remark)),
        Soon::Words(words) => format!("out of hours: {}", with_roles(contacts, words)),
    }
}

/// "on site out of hours: within 2 hours"; empty where nothing is said.
pub fn on_site_out_of_hours(contacts: &[Contact], contact: &Contact) -> String {
    match read(&contact.on_site_out_of_hours) {
        Soon::NotSaid => String::new(),
        Soon::Never => "out of hours nobody comes".into(),
        Soon::Within(0, "") => "on site at all hours".into(),
        Soon::Within(minutes, remark) => format!("on site out of hours: {}{}", within(minutes), remarked(contacts, remark)),
        Soon::Words(words) => format!("on site out of hours: {}", with_roles(contacts, words)),
    }
}

enum Soon<'t> {
    NotSaid,
    Never,
    Within(u32, &'t str),
    Words(&'t str),
}

fn read(text: &str) -> Soon<'_> {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    match (text, number.parse::<u32>()) {
        ("" | "-" | "–", _) => Soon::NotSaid,
        ("none" | "never", _) => Soon::Never,
        // "2 days" is said in words already.
        (_, Ok(minutes))
            if !["day", "hour", "week", "month", "min", "h"]
                .iter()
                .any(|unit| rest.trim_start().starts_with(unit)) =>
        {
            Soon::Within(minutes, rest.trim())
        }
        _ => Soon::Words(text),
    }
}

fn within(minutes: u32) -> String {
    if minutes == 0 {
        "at once".into()
    } else {
        format!("within {}", say::minutes(minutes))
    }
}

fn remarked(contacts: &[Contact], remark: &str) -> String {
    let remark = with_roles(contacts, remark);
    match remark.chars().next() {
        None => String::new(),
        Some('(') => format!(" {remark}"),
        Some(_) => format!(", {remark}"),
    }
}

fn with_roles(contacts: &[Contact], text: &str) -> String {
    let role = |word: &str| contacts.iter().find(|c| c.code == word).map_or(word.to_owned(), |c| c.role.clone());
    text.split(' ').map(role).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_contacts_hold_is_said_in_words() {
        let switchboard = Contact {
            code: "C03".into(),
            role: "the switchboard".into(),
            ..Default::default()
        };
        let check = |held: &str, answers: &str, comes: &str| {
            let contact = Contact {
                answers_out_of_hours: held.into(),
                on_site_out_of_hours: held.into(),
                ..Default::default()
            };
            let contacts = std::slice::from_ref(&switchboard);
            assert_eq!(
                (
                    out_of_hours(contacts, &contact).as_str(),
                    on_site_out_of_hours(contacts, &contact).as_str()
                ),
                (answers, comes),
                "{held}"
            );
        };
        check(
            "30",
            "out of hours: answers within 30 minutes",
            "on site out of hours: within 30 minutes",
        );
        check(
            "60 (on call, home)",
            "out of hours: answers within 1 hour (on call, home)",
            "on site out of hours: within 1 hour (on call, home)",
        );
        check(
            "30 through C03",
            "out of hours: answers within 30 minutes, through the switchboard",
            "on site out of hours: within 30 minutes, through the switchboard",
        );
        check(
            "through C03",
            "out of hours: through the switchboard",
            "on site out of hours: through the switchboard",
        );
        check("2 days", "out of hours: 2 days", "on site out of hours: 2 days");
        check("next morning", "out of hours: next morning", "on site out of hours: next morning");
        check("none", "out of hours: nobody answers", "out of hours nobody comes");
        check("0", "out of hours: answers at once", "on site at all hours");
        check("-", "out of hours: not known", "");
        check("", "out of hours: not known", "");
    }
}
