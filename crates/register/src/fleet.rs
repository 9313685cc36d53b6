//! All devices as columns: dictionary-encoded values, so that a filter, a sort or a count over a million devices walks
//! small integers and compares each distinct text once. Rebuilt from the store; the store stays the truth.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::{Configuration, DeviceId, Field, Micros, Pool};

mod query;
pub use query::{Facet, Filter, ListQuery, Page, Sort};

/// One column: a code for each device, a text for each code. Code 0 is "not known".
#[derive(Debug, Clone, Default)]
pub struct Column {
    codes: Vec<u32>,
    values: Vec<Box<str>>,
    /// All texts one after the other in lower case, a line each, and where each begins: made when words are first looked for.
    folded: OnceLock<(String, Vec<u32>)>,
    /// The place of each code in the order of people: made when the column is first sorted by.
    ranks: OnceLock<Vec<u32>>,
}

impl Column {
    /// Distinct texts; the first is empty.
    pub fn values(&self) -> &[Box<str>] {
        &self.values
    }

    /// The code of each device.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// Which texts hold a word, given in lower case and without line breaks: by code. None where none does.
    fn holding(&self, word: &str) -> Option<Vec<bool>> {
        let (text, starts) = self.folded.get_or_init(|| {
            let mut text = String::new();
            let mut starts = Vec::with_capacity(self.values.len());
            for value in &self.values {
                starts.push(to_u32(text.len()));
                text.extend(value.chars().flat_map(char::to_lowercase).map(|c| if c == '\n' { ' ' } else { c }));
                text.push('\n');
            }
            (text, starts)
        });
        let mut hits: Option<Vec<bool>> = None;
        let mut code = 0;
        for found in memchr::memmem::find_iter(text.as_bytes(), word.as_bytes()) {
            while starts.get(code + 1).is_some_and(|&next| next as usize <= found) {
                code += 1;
            }
            hits.get_or_insert_with(|| vec![false; self.values.len()])[code] = true;
        }
        hits
    }

    /// The place of each code in the order of people, the empty text last.
    pub fn ranks(&self) -> &[u32] {
        self.ranks.get_or_init(|| {
            let mut order: Vec<u32> = (0u32..).take(self.values.len()).collect();
            order.sort_by(|&a, &b| natural_order(&self.values[a as usize], &self.values[b as usize]));
            let mut ranks = vec![0u32; order.len()];
            for (place, &code) in (0u32..).zip(&order) {
                ranks[code as usize] = place;
            }
            if let Some(empty) = ranks.first_mut() {
                *empty = u32::MAX;
            }
            ranks
        })
    }
}

/// All devices of one organisation.
#[derive(Debug, Clone, Default)]
pub struct Fleet {
    ids: Vec<DeviceId>,
    columns: Vec<Column>,
    /// One bit a field (by `Field::index`): sources disagree and nothing decides.
    disputed: Vec<u64>,
    /// Code into `version_sources`, and when that source said so: the provenance that every verdict shows.
    version_said: Vec<(u32, Micros)>,
    version_sources: Vec<Box<str>>,
    configuration: Vec<u32>,
    configurations: Vec<Configuration>,
    /// Devices by configuration: those of configuration c are `members[starts[c]..starts[c + 1]]`.
    starts: Vec<u32>,
    members: Vec<u32>,
    positions: HashMap<DeviceId, u32>,
    pools: HashMap<Pool, Vec<u32>>,
}

/// Fills a fleet device by device.
#[derive(Debug, Default)]
pub struct FleetBuilder {
    fleet: Fleet,
    dictionaries: Vec<FxHashMap<Box<str>, u32>>,
    source_codes: FxHashMap<Box<str>, u32>,
}

impl FleetBuilder {
    /// An empty fleet.
    pub fn new() -> Self {
        let empty = Column {
            values: vec!["".into()],
            ..Default::default()
        };
        let fleet = Fleet {
            columns: vec![empty; Field::ALL.len()],
            version_sources: vec!["".into()],
            ..Default::default()
        };
        FleetBuilder {
            fleet,
            dictionaries: vec![FxHashMap::default(); Field::ALL.len()],
            source_codes: FxHashMap::default(),
        }
    }

    /// Adds a device. `value` gives what stands for a field, or an empty text; `disputed` has a bit a field.
    pub fn push<'a>(
        &mut self,
        id: DeviceId,
        mut value: impl FnMut(Field) -> &'a str,
        disputed: u64,
        version_source: &str,
        version_said_at: Micros,
    ) {
        for &field in Field::ALL {
            let text = value(field);
            let column = &mut self.fleet.columns[field.index()];
            let code = code_of(text, &mut self.dictionaries[field.index()], &mut column.values);
            column.codes.push(code);
        }
        let source = code_of(version_source, &mut self.source_codes, &mut self.fleet.version_sources);
        self.fleet.version_said.push((source, version_said_at));
        self.fleet.disputed.push(disputed);
        self.fleet.ids.push(id);
    }

    /// Gathers configurations, pools and the index of ids.
    pub fn finish(self) -> Fleet {
        let mut fleet = self.fleet;
        const OF_CONFIGURATION: [Field; 6] = [
            Field::Manufacturer,
            Field::Model,
            Field::SoftwareVersion,
            Field::Os,
            Field::ManufacturedOn,
            Field::UdiDi,
        ];
        let mut known: FxHashMap<[u32; 6], u32> = FxHashMap::default();
        fleet.configuration = (0..fleet.ids.len())
            .map(|device| {
                let key = OF_CONFIGURATION.map(|field| fleet.columns[field.index()].codes[device]);
                *known.entry(key).or_insert_with(|| {
                    let text = |field: Field| fleet.value(device, field).to_owned();
                    fleet.configurations.push(Configuration {
                        manufacturer: text(Field::Manufacturer),
                        model: text(Field::Model),
                        software_version: text(Field::SoftwareVersion),
                        os: text(Field::Os),
                        manufactured_on: text(Field::ManufacturedOn),
                        udi_di: text(Field::UdiDi),
                    });
                    to_u32(fleet.configurations.len() - 1)
                })
            })
            .collect();
        let mut starts = vec![0u32; fleet.configurations.len() + 1];
        for &c in &fleet.configuration {
            starts[c as usize + 1] += 1;
        }
        for c in 1..starts.len() {
            starts[c] += starts[c - 1];
        }
        let mut next = starts.clone();
        fleet.members = vec![0; fleet.ids.len()];
        for (device, &c) in fleet.configuration.iter().enumerate() {
            fleet.members[next[c as usize] as usize] = to_u32(device);
            next[c as usize] += 1;
        }
        fleet.starts = starts;
        let mut pools: HashMap<Pool, Vec<u32>> = HashMap::new();
        for (device, &code) in fleet.columns[Field::Pool.index()].codes.iter().enumerate() {
            if code != 0 {
                let name = &fleet.columns[Field::Pool.index()].values[code as usize];
                pools.entry(Pool(name.to_string())).or_default().push(to_u32(device));
            }
        }
        fleet.pools = pools;
        fleet.positions = fleet.ids.iter().enumerate().map(|(position, id)| (*id, to_u32(position))).collect();
        fleet
    }
}

fn code_of(text: &str, dictionary: &mut FxHashMap<Box<str>, u32>, values: &mut Vec<Box<str>>) -> u32 {
    if text.is_empty() {
        return 0;
    }
    if let Some(&code) = dictionary.get(text) {
        return code;
    }
    let code = to_u32(values.len());
    values.push(text.into());
    dictionary.insert(text.into(), code);
    code
}

/// Positions are 32 bits: four thousand million devices are not a hospital.
fn to_u32(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

impl Fleet {
    /// How many devices.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The id at a position.
    pub fn id(&self, device: usize) -> DeviceId {
        self.ids[device]
    }

    /// The position of an id.
    pub fn position(&self, id: DeviceId) -> Option<usize> {
        self.positions.get(&id).map(|&p| p as usize)
    }

    /// What stands for a field; empty where nothing is known.
    pub fn value(&self, device: usize, field: Field) -> &str {
        let column = &self.columns[field.index()];
        &column.values[column.codes[device] as usize]
    }

    /// A column.
    pub fn column(&self, field: Field) -> &Column {
        &self.columns[field.index()]
    }

    /// What people call the device: its name, else its type or model with its asset number or serial.
    pub fn display_name(&self, device: usize) -> String {
        let name = self.value(device, Field::Name);
        if !name.is_empty() {
            return name.to_owned();
        }
        let first = |fields: &[Field]| {
            fields
                .iter()
                .map(|&f| self.value(device, f))
                .find(|v| !v.is_empty())
                .map(str::to_owned)
        };
        let what = first(&[Field::DeviceType, Field::Model, Field::Manufacturer]).unwrap_or_else(|| "Device".into());
        match first(&[Field::AssetTag, Field::Serial, Field::Hostname, Field::Mac]) {
            Some(number) => format!("{what} {number}"),
            None => what,
        }
    }

    /// The source and time of the software version that stands; an empty source where none is known.
    pub fn version_said(&self, device: usize) -> (&str, Micros) {
        let (source, at) = self.version_said[device];
        (&self.version_sources[source as usize], at)
    }

    /// Whether sources disagree on a field and nothing decides.
    pub fn is_disputed(&self, device: usize, field: Field) -> bool {
        self.disputed[device] & (1 << field.index()) != 0
    }

    /// The fields on which sources disagree.
    pub fn disputed_fields(&self, device: usize) -> impl Iterator<Item = Field> + '_ {
        let bits = self.disputed[device];
        Field::ALL.iter().copied().filter(move |f| bits & (1 << f.index()) != 0)
    }

    /// Distinct configurations.
    pub fn configurations(&self) -> &[Configuration] {
        &self.configurations
    }

    /// Position of a device's configuration.
    pub fn configuration_of(&self, device: usize) -> usize {
        self.configuration[device] as usize
    }

    /// Positions of the devices of a configuration, in order.
    pub fn devices_of(&self, configuration: usize) -> &[u32] {
        match (self.starts.get(configuration), self.starts.get(configuration + 1)) {
            (Some(&from), Some(&to)) => &self.members[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Positions of the devices in a pool.
    pub fn pool(&self, pool: &Pool) -> &[u32] {
        self.pools.get(pool).map_or(&[], Vec::as_slice)
    }

    /// How many devices have no value for a field.
    pub fn missing(&self, field: Field) -> usize {
        self.columns[field.index()].codes.iter().filter(|&&c| c == 0).count()
    }
}

/// Orders texts as people do: numbers inside by value, case aside.
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (a.peek().copied(), b.peek().copied()) {
            (None, None) => return Ordering::Equal,
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let number = |side: &mut std::iter::Peekable<std::str::Chars<'_>>| {
                    let mut digits = String::new();
                    while let Some(d) = side.next_if(char::is_ascii_digit) {
                        digits.push(d);
                    }
                    let significant = digits.trim_start_matches('0').to_owned();
                    (significant.len(), significant, digits.len())
                };
                match number(&mut a).cmp(&number(&mut b)) {
                    Ordering::Equal => {}
                    other => return other,
                }
            }
            (Some(x), Some(y)) => {
                match x.to_lowercase().cmp(y.to_lowercase()) {
                    Ordering::Equal => {}
                    other => return other,
                }
                a.next();
                b.next();
            }
        }
    }
}

#[cfg(test)]
mod tests;
