//! The sample hospital, as the exports that a hospital really has: messy, from several sources, made from a seed.
//!
//! **Never**: writes to the store (its exports go through the importer like any other), invents an advisory, a CVE or a
//! support date of a real product.
