//! The `wardline` command: reads what it is told, wires the rooms together, prints. Rules are elsewhere.

mod arguments;
mod commands;
mod exit;
mod files;
mod print;

use clap::Parser;

fn main() -> std::process::ExitCode {
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            // clap says 2 for wrong use and 0 for --help, as the contract does.
            return std::process::ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match commands::run(arguments) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            eprintln!("wardline: {failure}");
            for hint in failure.hints() {
                eprintln!("  {hint}");
            }
            failure.exit().into()
        }
    }
}
