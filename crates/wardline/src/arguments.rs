//! What can be said on the command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// See, judge and handle the cyber risk of connected medical devices.
#[derive(Debug, Parser)]
#[command(name = "wardline", version, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(flatten)]
    pub place: Place,
    /// How results are printed.
    #[arg(long, global = true, value_enum, default_value = "table")]
    pub format: Format,
    #[command(subcommand)]
    pub command: Command,
}

/// Which database.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Folder of the embedded store [default: the user's data directory].
    #[arg(long, global = true, env = "WARDLINE_DATA", value_name = "DIR", conflicts_with = "database")]
    pub data: Option<PathBuf>,
    /// Address of a PostgreSQL database.
    #[arg(long, global = true, env = "WARDLINE_DATABASE", value_name = "URL")]
    pub database: Option<String>,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// One document.
    Json,
    /// For spreadsheets.
    Csv,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring devices or advisories in, list or undo imports.
    #[command(subcommand)]
    Import(Import),
    /// What is understood of the loaded advisories.
    #[command(subcommand)]
    Advisories(Advisories),
    /// Are we affected? By a CVE, an advisory, a product, a device.
    Affected {
        /// A CVE, an advisory's id, or words of a product or a device.
        #[arg(required = true)]
        query: Vec<String>,
        /// Show "not affected" and "fixed" in the table, too.
        #[arg(long)]
        all: bool,
    },
    /// The devices of the register.
    Devices {
        /// Words that each device must hold.
        #[arg(long, value_name = "TEXT")]
        query: Option<String>,
        /// With the statements that each device is made of.
        #[arg(long)]
        statements: bool,
    },
    /// Clinical services, with what they need and what is left.
    Services,
    /// The audit chain.
    #[command(subcommand)]
    Audit(Audit),
    /// Make the sample hospital and serve it.
    Demo {
        /// How many devices.
        #[arg(long, default_value_t = 600)]
        devices: usize,
        /// What the sample is made from: the same seed gives the same hospital.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Where to listen; a loopback address.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Make it and stop.
        #[arg(long)]
        no_serve: bool,
    },
    /// Serve the pages.
    Serve {
        /// Where to listen; a loopback address, until people can sign in.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
    },
    /// Write everything into one file.
    Backup {
        /// A new file.
        file: PathBuf,
    },
    /// Put a backup in the place of everything here.
    Restore {
        /// A file that `backup` wrote.
        file: PathBuf,
    },
}

/// Imports.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// A list of devices, CSV or XLSX. Without --apply nothing changes.
    Devices {
        /// The file.
        file: PathBuf,
        /// The stream that it is a delivery of.
        #[arg(long, default_value = "CMMS", value_name = "NAME")]
        source: String,
        /// The delivery is complete: what it no longer holds becomes stale.
        #[arg(long)]
        full: bool,
        /// Do it.
        #[arg(long)]
        apply: bool,
        /// Write rows with something refused into a CSV file, with the reasons, for repair.
        #[arg(long, value_name = "FILE")]
        repair: Option<PathBuf>,
    },
    /// Published statements: CSAF, KEV, EPSS; files, folders, zip archives.
    Advisories {
        /// What to read.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// All imports.
    List,
    /// Take an import back, whole.
    Undo {
        /// Its number in the list.
        id: i64,
    },
}

/// Advisories.
#[derive(Debug, Subcommand)]
pub enum Advisories {
    /// How many statements of versions are understood, and which are not.
    Coverage,
}

/// The audit chain.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Proves the chain, or names the first broken event.
    Verify,
}
