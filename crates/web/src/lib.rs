//! Pages and API. A page's folder holds its route, its question, its view and its template side by side.
//!
//! **Never**: SQL; a rule of the domain (that is `register`, `intel`, `answers`); a write except through `actions`.
//!
//! - [`house`]    what every page needs: the store, the picture of now, the clock
//! - [`routes`]   every route, and what guards them all
//! - [`shell`]    the frame around every page: bar, search, navigation, marks
//! - [`problem`]  what is said when something cannot be shown
//! - [`assets`]   style sheets and fonts, cached for ever under the hash of what they hold
//! - [`export`]   a list as CSV or XLSX
//! - [`affected`] are we affected?
//! - [`today`]    what needs me?
//! - [`devices`]  which devices?
//! - [`device`]   what is it, what is wrong, what may I do?
//! - [`threats`]  where do we stand on the five?
//! - [`advisories`] what is new, what touches us?
//! - [`advisory`] what does it say, word for word, and whom does it hit?
//! - [`imports`]  what was brought in, and what will change?
//! - [`services`] what falls, when, who decides?
//! - [`service`]  one service: what it hangs on, and when it stops

pub mod advisories;
pub mod advisory;
pub mod affected;
pub mod assets;
pub mod device;
pub mod devices;
pub mod export;
pub mod house;
pub mod imports;
pub mod problem;
pub mod routes;
pub mod service;
pub mod services;
pub mod shell;
pub mod threats;
pub mod today;

pub use house::House;
pub use routes::{router, serve};
