//! The `detente` command: reads arguments, opens files, and leaves the work to the engine.

mod args;
mod commands;
mod output;
mod report;
mod resume;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match commands::run(args.command) {
        Ok(code) => code,
        Err(error) => {
            report::say(&format!("error: {}", report::chain(&error)));
            ExitCode::from(report::exit_code(&error))
        }
    }
}
