//! Decides what each column holds: a person's word first, then its name, then its cells; and makes the plan by which rows
//! are read.

use std::collections::HashMap;

use register::Field;

use crate::table::cells::{CellKind, Cells};
use crate::table::content::Content;
use crate::table::header::Sampled;
use crate::table::layout::{By, ColumnReading, LayoutNote, OrderFrom, column_letters};
use crate::table::names::{self, Named, fold_name};
use crate::table::plan::{Plan, Step};
use crate::table::values::dates::{self, DateRule, DayMonth, OrderEvidence};
use crate::table::values::numbers::LeadingZeros;
use crate::table::values::texts;

/// Cells that are looked at for what their columns hold; under a header of 16,384 columns these are few rows.
const CELLS_LOOKED_AT: usize = 400_000;

/// What is known when columns are decided.
pub(crate) struct Question<'s> {
    /// The header's cells, if there is a header.
    pub header: Option<&'s Cells>,
    /// The sample's rows below it.
    pub rows: &'s [&'s Sampled],
    /// How many columns to decide about.
    pub width: usize,
    /// A person's words: folded header to field.
    pub theirs: &'s [(String, Option<Field>)],
    /// The year of the delivery.
    pub stated_year: i32,
}

/// What was decided.
pub(crate) struct Decided {
    pub columns: Vec<ColumnReading>,
    pub notes: Vec<LayoutNote>,
    pub plan: Plan,
}

/// One column while it is decided about.
struct Candidate {
    header: String,
    content: Content,
    named: Option<Named>,
    by: By,
}

/// Decides about every column.
pub(crate) fn decide(question: &Question) -> Decided {
    let mut notes = Vec::new();
    let mut candidates = candidates(question, &mut notes);
    believe_cells_over_names(&mut candidates, &mut notes);
    give_way(&mut candidates);
    name_by_content(&mut candidates);
    let steps = steps(&candidates, &mut notes);
    let mut plan = Plan::new(candidates.iter().map(|c| c.header.clone()).collect(), steps);
    let orders = date_orders(question, &mut plan, &candidates, &mut notes);
    for step in plan.steps_of(&[Field::Serial, Field::AssetTag]) {
        let column = column_texts(question, step);
        plan.set_zeros(step, LeadingZeros::learn(column.iter().map(String::as_str)));
    }
    if !plan.can_recognise() {
        notes.push(LayoutNote::NothingRecognises);
    }
    let columns = candidates
        .into_iter()
        .enumerate()
        .map(|(position, c)| ColumnReading {
            header: c.header,
            position,
            // A column that is nothing but notes is a note by name; the field says so only then.
            field: c.named.map(|n| n.field),
            by: c.by,
            example: c.content.example,
            day_month: orders.get(&position).copied(),
        })
        .collect();
    Decided { columns, notes, plan }
}

fn candidates(question: &Question, notes: &mut Vec<LayoutNote>) -> Vec<Candidate> {
    let few = (CELLS_LOOKED_AT / question.width.max(1)).max(20);
    let rows: Vec<&Cells> = question.rows.iter().take(few).map(|r| &r.cells).collect();
    let mut times: HashMap<String, usize> = HashMap::new();
    let mut candidates = Vec::with_capacity(question.width);
    for position in 0..question.width {
        let written = texts::tidy(question.header.map_or("", |h| h.get(position)));
        let folded = fold_name(&written);
        let mut header: String = written.chars().take(120).collect();
        if header.is_empty() {
            header = format!("Column {}", column_letters(position));
        } else {
            let time = times.entry(folded.clone()).or_insert(0);
            *time += 1;
            if *time == 2 {
                notes.push(LayoutNote::HeaderTwice { header: header.clone() });
            }
            if *time > 1 {
                header = format!("{header} ({time})");
            }
        }
        // A person sees the header as it is shown here and may mean all columns that are called so, or this one.
        let shown = fold_name(&header);
        let theirs = |name: &str| question.theirs.iter().find(|(n, _)| n == name).map(|(_, field)| *field);
        let told = theirs(&shown).or_else(|| theirs(&folded).filter(|_| !folded.is_empty()));
        let (named, by) = match told {
            Some(field) => (
                field.map(|field| Named {
                    field,
                    strength: 0,
                    otherwise: None,
                }),
                By::Person,
            ),
            None => match names::named(&written) {
                Some(named) => (Some(named), By::Name),
                None => (None, By::NotUnderstood),
            },
        };
        candidates.push(Candidate {
            header,
            content: Content::of(&rows, position),
            named,
            by,
        });
    }
    candidates
}

/// Cells of nearly one kind outweigh a header that says another.
fn believe_cells_over_names(candidates: &mut [Candidate], notes: &mut Vec<LayoutNote>) {
    for candidate in candidates.iter_mut().filter(|c| c.by == By::Name) {
        let Some(named) = candidate.named else { continue };
        let content = &candidate.content;
        let network = matches!(named.field, Field::Ip | Field::Mac | Field::Hostname);
        let at_least = if network { 2 } else { 3 };
        let mut lie = |holds, field: Option<Field>, fits| {
            notes.push(LayoutNote::NameAgainstContent {
                column: candidate.header.clone(),
                named: named.field,
                holds,
            });
            candidate.by = if field.is_some() {
                By::Content { fits, of: content.filled }
            } else {
                By::NotUnderstood
            };
            candidate.named = field.map(|field| Named {
                field,
                strength: 3,
                otherwise: None,
            });
        };
        match named.field {
            Field::Note => {}
            field if field != Field::Mac && content.nearly_all(content.macs, at_least) => {
                lie("MAC addresses", Some(Field::Mac), content.macs);
            }
            // Four numbers with points may be a version too.
            field if !matches!(field, Field::Ip | Field::Mac | Field::SoftwareVersion) && content.nearly_all(content.ips, at_least) => {
                lie("IP addresses", Some(Field::Ip), content.ips);
            }
            Field::Serial | Field::AssetTag | Field::Manufacturer | Field::Model if content.nearly_all(content.dates, 5) => {
                lie("dates", None, 0);
            }
            field if is_date(field) && content.filled >= 10 && content.dates == 0 && content.number_like == 0 && !may_be_years(content) => {
                lie("no dates", None, 0);
            }
            _ => {}
        }
    }
}

fn may_be_years(content: &Content) -> bool {
    content.example.bytes().filter(u8::is_ascii_digit).count() >= 4
}

/// "Vendor" beside "Manufacturer" is the supplier.
fn give_way(candidates: &mut [Candidate]) {
    let plain: Vec<Field> = candidates
        .iter()
        .filter_map(|c| c.named.filter(|n| n.otherwise.is_none() && n.strength <= 2).map(|n| n.field))
        .collect();
    for candidate in candidates.iter_mut() {
        if let Some(named) = &mut candidate.named
            && let Some(otherwise) = named.otherwise
            && plain.contains(&named.field)
        {
            named.field = otherwise;
        }
    }
}

/// Columns whose names say nothing, by what their cells are; an address speaks for itself under any unknown name.
fn name_by_content(candidates: &mut [Candidate]) {
    for candidate in candidates.iter_mut().filter(|c| c.by == By::NotUnderstood && c.named.is_none()) {
        let content = &candidate.content;
        let found = if content.nearly_all(content.macs, 1) {
            Some((Field::Mac, content.macs))
        } else if content.nearly_all(content.ips, if names::says_nothing(&candidate.header) { 2 } else { 3 }) && content.distinct > 1 {
            Some((Field::Ip, content.ips))
        } else {
            None
        };
        if let Some((field, fits)) = found {
            candidate.by = By::Content { fits, of: content.filled };
            candidate.named = Some(Named {
                field,
                strength: 3,
                otherwise: None,
            });
        }
    }
    // A serial or asset number only where one column alone can be it.
    for field in [Field::AssetTag, Field::Serial] {
        let has = |f: Field| candidates.iter().any(|c| c.named.is_some_and(|n| n.field == f));
        if has(field) || (field == Field::Serial && !has(Field::AssetTag)) {
            continue;
        }
        let open = |c: &Candidate| {
            let header = c.header.strip_prefix("Column ").map_or(c.header.as_str(), |_| "");
            c.named.is_none() && c.by == By::NotUnderstood && names::says_nothing(header) && c.content.distinct_numbers()
        };
        let mut found: Vec<&mut Candidate> = candidates.iter_mut().filter(|c| open(c)).collect();
        if let [only] = found.as_mut_slice() {
            only.by = By::Content {
                fits: only.content.number_like,
                of: only.content.filled,
            };
            only.named = Some(Named {
                field,
                strength: 3,
                otherwise: None,
            });
        }
    }
}

/// Columns in the order in which they are asked for a field, the best named first.
fn steps(candidates: &[Candidate], notes: &mut Vec<LayoutNote>) -> Vec<Step> {
    let mut ranked: Vec<(u8, usize, Field)> = candidates
        .iter()
        .enumerate()
        .filter_map(|(position, c)| c.named.map(|n| (n.strength, position, n.field)))
        .filter(|(.., field)| *field != Field::Note)
        .collect();
    ranked.sort();
    for &field in Field::ALL {
        let columns: Vec<String> = ranked
            .iter()
            .filter(|(.., f)| *f == field)
            .filter_map(|(_, position, _)| candidates.get(*position).map(|c| c.header.clone()))
            .collect();
        if columns.len() > 1 && crate::table::plan::joined_by(field).is_none() {
            notes.push(LayoutNote::SameField { field, columns });
        }
    }
    ranked.into_iter().map(|(_, position, field)| Step { position, field }).collect()
}

pub(crate) fn is_date(field: Field) -> bool {
    matches!(
        field,
        Field::AcquiredOn | Field::ManufacturedOn | Field::SupportEndsOn | Field::NextMaintenanceOn
    )
}

/// The order of day and month for each date column: by its own dates, by the file's other dates, else as here.
fn date_orders(
    question: &Question,
    plan: &mut Plan,
    candidates: &[Candidate],
    notes: &mut Vec<LayoutNote>,
) -> HashMap<usize, (DayMonth, OrderFrom)> {
    let date_steps: Vec<Step> = plan.date_steps();
    let evidence: Vec<(Step, [usize; 3])> = date_steps
        .into_iter()
        .map(|step| {
            let mut counts = [0usize; 3];
            for text in column_texts(question, step) {
                match dates::order_evidence(&text) {
                    OrderEvidence::DayFirst => counts[0] += 1,
                    OrderEvidence::MonthFirst => counts[1] += 1,
                    OrderEvidence::Open => counts[2] += 1,
                    OrderEvidence::None => {}
                }
            }
            (step, counts)
        })
        .collect();
    let all = evidence
        .iter()
        .fold([0usize; 2], |[d, m], (_, [day, month, _])| [d + day, m + month]);
    let mut orders = HashMap::new();
    for (step, [day_first, month_first, open]) in evidence {
        let column = || candidates.get(step.position).map(|c| c.header.clone()).unwrap_or_default();
        let [others_day, others_month] = all;
        let (order, from) = match (day_first, month_first) {
            (0, 0) if open == 0 => (DayMonth::DayFirst, OrderFrom::NotNeeded),
            (0, 0) if others_day > 0 && others_month == 0 => (DayMonth::DayFirst, OrderFrom::OtherColumns),
            (0, 0) if others_month > 0 && others_day == 0 => (DayMonth::MonthFirst, OrderFrom::OtherColumns),
            (0, 0) => (DayMonth::DayFirst, OrderFrom::Assumed),
            (d, m) if m > d => (DayMonth::MonthFirst, OrderFrom::ItsDates),
            _ => (DayMonth::DayFirst, OrderFrom::ItsDates),
        };
        if from == OrderFrom::Assumed {
            notes.push(LayoutNote::DayMonthAssumed { column: column(), open });
        }
        if day_first > 0 && month_first > 0 {
            notes.push(LayoutNote::DayMonthMixed {
                column: column(),
                day_first,
                month_first,
            });
        }
        let future = matches!(step.field, Field::SupportEndsOn | Field::NextMaintenanceOn);
        let latest = match question.stated_year {
            year if year < 2000 => 2049,
            year if future => year + 40,
            year => year + 1,
        };
        plan.set_dates(
            step,
            DateRule {
                order,
                proven: from == OrderFrom::ItsDates,
                latest,
            },
        );
        orders.insert(step.position, (order, from));
    }
    orders
}

fn column_texts(question: &Question, step: Step) -> Vec<String> {
    question
        .rows
        .iter()
        .filter(|r| r.cells.kind(step.position) == CellKind::Text)
        .map(|r| texts::tidy(r.cells.get(step.position)).into_owned())
        .filter(|text| !text.is_empty())
        .collect()
}
