//! Which model stands in which slot, and which software version each device runs.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Slot;
use crate::chance::Chance;
use crate::device::Words;
use crate::tables::{Held, Model, Tables, held};

/// Gives every slot a model of its type: each model once while there is room (models that a stored advisory names
/// first), the rest in the proportions of real fleets, where a few models are most of the devices.
pub(super) fn assign(tables: &'static Tables, slots: &mut [Slot], chance: &mut Chance) {
    for device_type in &tables.types {
        let mut models: Vec<&'static Model> = tables.models.iter().filter(|m| m.type_id == device_type.id).collect();
        chance.shuffle(&mut models);
        models.sort_by_key(|m| !m.named_by_advisory); // stable: named ones first, each group shuffled
        let taken = |slots: &[Slot], model: &Model| slots.iter().any(|s| s.model.is_some_and(|m| m.id == model.id));

        // A planning scanner is one made for it.
        if let Some(slot) = slots
            .iter_mut()
            .find(|s| s.device_type.id == device_type.id && s.used_for == "planning")
        {
            slot.model = models
                .iter()
                .copied()
                .find(|m| m.name.contains("Big Bore") || m.name.ends_with(" RT"));
        }
        let mut open: Vec<usize> = (0..slots.len())
            .filter(|&at| {
                slots
                    .get(at)
                    .is_some_and(|s| s.device_type.id == device_type.id && s.model.is_none())
            })
            .collect();
        chance.shuffle(&mut open);
        for model in &models {
            if !taken(slots, model)
                && let Some(slot) = open.pop().and_then(|at| slots.get_mut(at))
            {
                slot.model = Some(model);
            }
        }
        let weights = fleet_weights(&models);
        for at in open {
            if let Some(slot) = slots.get_mut(at) {
                slot.model = draw(&models, &weights, chance);
            }
        }
    }
}

/// Real fleets are one large buy and a long tail. Servers stand alone.
pub(crate) fn fleet_weights(models: &[&'static Model]) -> Vec<usize> {
    models
        .iter()
        .enumerate()
        .map(|(rank, model)| {
            let is_server = model.os.contains("Server") || model.name.contains("Server") || model.name.contains("Manager");
            match model.id.as_str() {
                _ if is_server => 0,
                // The big buys that the lesson and the findings speak of.
                "M001" | "M016" | "M019" => 240,
                _ => 60 / (rank + 1),
            }
        })
        .collect()
}

/// One model, by weight; the first where none has any.
pub(crate) fn draw(models: &[&'static Model], weights: &[usize], chance: &mut Chance) -> Option<&'static Model> {
    let mut at = chance.below(weights.iter().sum());
    for (model, weight) in models.iter().zip(weights) {
        if at < *weight {
            return Some(model);
        }
        at -= weight;
    }
    models.first().copied()
}

/// The versions of a model in the proportions in which the estate holds them: mostly inside a stated range, some on its
/// border, some outside, some that tell nothing, some empty.
pub(crate) fn versions_to_draw(model: &'static Model) -> Vec<(Words, Option<Date>)> {
    let versions = &model.versions;
    let mut deck = Vec::new();
    let mut add = |texts: &'static [String], times: usize| {
        for text in texts {
            let card: Option<(Words, Option<Date>)> = match held(text) {
                Held::Version(_) => Some((text.as_str().into(), None)),
                Held::MadeOn(date) => Some(("".into(), Some(date))),
                Held::Nothing => None,
            };
            deck.extend(std::iter::repeat_n(card, times).flatten());
        }
    };
    add(&versions.plain, 4);
    add(&versions.inside, 3);
    add(&versions.border, 2);
    add(&versions.outside, 2);
    add(versions.unclear.as_slice(), 1);
    deck.push(("".into(), None));
    deck
}

/// Versions dealt so that a model with many devices shows all its kinds.
pub(super) struct VersionDeck {
    chance: Chance,
    decks: BTreeMap<&'static str, Vec<(Words, Option<Date>)>>,
}

impl VersionDeck {
    pub(super) fn new(chance: Chance) -> Self {
        VersionDeck {
            chance,
            decks: BTreeMap::new(),
        }
    }

    /// The next device's version, and the date of its making where that stands for a version.
    pub(super) fn draw(&mut self, model: &'static Model) -> (Words, Option<Date>) {
        let deck = self.decks.entry(&model.id).or_default();
        if deck.is_empty() {
            *deck = versions_to_draw(model);
            self.chance.shuffle(deck);
        }
        deck.pop().unwrap_or_default()
    }
}
