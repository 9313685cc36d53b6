//! The form by which a person states a fact about a device, or decides between sources.

use actions::ActionError;
use actions::state_fact::state_fact;
use answers::facts::{self, Fact};
use answers::{Picture, say};
use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use register::{Because, Field};
use serde::Deserialize;

use super::{Found, find};
use crate::house::House;
use crate::problem::Problem;
use crate::shell::Shell;

/// The longest reason kept, in characters.
const LONGEST_WHY: usize = 1000;

#[derive(Template)]
#[template(path = "device/state.html")]
struct Page {
    shell: Shell,
    heading: String,
    device: String,
    address: String,
    lead: String,
    field: &'static str,
    label: &'static str,
    fields: Vec<(&'static str, &'static str)>,
    choices: Vec<Choice>,
    value: String,
    another: bool,
    why: String,
    errors: Vec<(&'static str, String)>,
    value_error: String,
    field_error: String,
}

struct Choice {
    value: String,
    who: String,
    chosen: bool,
}

/// What the address of the form says.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    field: String,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
pub struct Sent {
    #[serde(default)]
    field: String,
    /// One of the values that are said already; empty for another.
    #[serde(default)]
    choice: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    why: String,
}

/// Shows the form, empty.
pub async fn form(State(house): State<House>, Path(id): Path<String>, Query(asked): Query<Asked>) -> Result<Html<String>, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let found = find(&house, &picture, &id)?;
            let field = Field::from_key(&asked.field);
            let sent = Sent {
                field: asked.field,
                ..Default::default()
            };
            Ok(Html(page(&picture, &found, field, &sent, None).render()?))
        })
        .await
}

/// Takes what was sent: recorded and back to the device, or the form again with what is wrong and all that was typed.
pub async fn take(State(house): State<House>, Path(id): Path<String>, Form(sent): Form<Sent>) -> Result<Response, Problem> {
    house
        .work(move |house| {
            let picture = house.picture()?;
            let found = find(&house, &picture, &id)?;
            let again = |field: Option<Field>, error: (&'static str, String)| {
                let html = page(&picture, &found, field, &sent, Some(error)).render()?;
                Ok((StatusCode::BAD_REQUEST, Html(html)).into_response())
            };
            let Some(field) = Field::from_key(&sent.field) else {
                return again(None, ("field", "Choose which fact you are stating".into()));
            };
            let value = if sent.choice.is_empty() { &sent.value } else { &sent.choice };
            // Which of the two is meant? Neither is taken.
            if !sent.choice.is_empty() && !sent.value.trim().is_empty() && !register::claim::same_value(&sent.choice, &sent.value) {
                let both = format!("You chose “{}” and wrote “{}”: clear one of them", sent.choice, sent.value.trim());
                return again(Some(field), ("value", both));
            }
            if value.trim().is_empty() {
                let missing = format!("Give the {}, or go back: an empty value says nothing", facts::in_sentence(field));
                return again(Some(field), ("value", missing));
            }
            let why: String = sent.why.trim().chars().take(LONGEST_WHY).collect();
            match state_fact(house.store(), house.organisation(), house.act(&why), found.id, field, value) {
                Ok(()) => Ok(Redirect::to(&format!("/devices/{}?said={}", found.id, field.key())).into_response()),
                Err(ActionError::BadValue { field: label, reason }) => again(Some(field), ("value", format!("{label}: {reason}"))),
                Err(other) => Err(other.into()),
            }
        })
        .await
}

fn page(picture: &Picture, found: &Found, field: Option<Field>, sent: &Sent, error: Option<(&'static str, String)>) -> Page {
    let words = found.words();
    let fact = field.and_then(|f| facts::fact(f, &words));
    let device = picture.fleet().display_name(found.position);
    let (heading, lead) = match (field, &fact) {
        (None, _) => (
            format!("State a fact about {device}"),
            "What do you know that is missing or wrong here?".to_owned(),
        ),
        (Some(f), None) => (
            format!("What is the {} of {device}?", facts::in_sentence(f)),
            "Nobody has said so far.".to_owned(),
        ),
        (Some(f), Some(fact)) if fact.disputed => (
            format!("Decide: the {} of {device}", facts::in_sentence(f)),
            match fact.because {
                Because::Person => "A person decided, and a source has said something new since.",
                Because::Agreed | Because::SourceOrder | Because::Newer | Because::First => {
                    "Its sources disagree, and nothing decides between them."
                }
            }
            .to_owned()
                + " What you say stands until a source says something new.",
        ),
        (Some(f), Some(fact)) => (
            format!("Correct the {} of {device}", facts::in_sentence(f)),
            format!(
                "“{}” stands, as {} says. What you say stands until a source says something new; what the sources say is kept.",
                fact.stands.said.value, fact.stands.source
            ),
        ),
    };
    let choices = fact.as_ref().map_or_else(Vec::new, |fact| choices(picture, fact, sent));
    let of = |name: &str| {
        error
            .as_ref()
            .filter(|(n, _)| *n == name)
            .map_or_else(String::new, |(_, text)| text.clone())
    };
    Page {
        shell: Shell::new(heading.clone(), "/devices"),
        heading,
        device,
        address: format!("/devices/{}", found.id),
        lead,
        field: field.map_or("", Field::key),
        label: field.map_or("", Field::label),
        fields: Field::ALL.iter().map(|f| (f.key(), f.label())).collect(),
        another: sent.choice.is_empty() && (!sent.value.is_empty() || error.is_some()),
        choices,
        value: sent.value.clone(),
        why: sent.why.clone(),
        value_error: of("value"),
        field_error: of("field"),
        errors: error.into_iter().collect(),
    }
}

/// Each different value that is said, with all who say it.
fn choices(picture: &Picture, fact: &Fact, sent: &Sent) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for telling in std::iter::once(&fact.stands).chain(&fact.others) {
        let who = format!("{}, {}", telling.source, say::near_date(say::day(telling.stated_at), picture.today));
        match choices
            .iter_mut()
            .find(|c| register::claim::same_value(&c.value, &telling.said.value))
        {
            Some(choice) => choice.who = format!("{}; {who}", choice.who),
            None => choices.push(Choice {
                chosen: sent.choice == telling.said.value,
                value: telling.said.value.clone(),
                who,
            }),
        }
    }
    choices
}
