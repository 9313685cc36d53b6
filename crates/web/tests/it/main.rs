//! The pages as a browser meets them: over the network, without a script.

mod browser;
mod imports;
mod services;
