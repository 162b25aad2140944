//! `import`: files of other data sets become layers of a store.

use crate::args;
use crate::report;
use anyhow::Result;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::store::Imported;
use detente::store::LayerFile;
use detente::store::Store;
use detente_exchange::Lines;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::time::SystemTime;

pub(crate) fn import(args: &args::Import) -> Result<()> {
    let mut store = Store::open(&args.store)?;
    for path in &args.files {
        let (imported, lines) = file(args, &mut store, path)?;
        say(path, &imported, &lines, args.quiet);
    }
    Ok(())
}

fn file(args: &args::Import, store: &mut Store, path: &Path) -> Result<(Imported, Lines)> {
    let kind = detente_exchange::kind(&args.kind).expect("clap lets no other through");
    // A file is known by its bytes, which are read twice; a stream is kept for that.
    let bytes = if path.as_os_str() == "-" { Some(stream()?) } else { None };
    let open = || -> Result<Box<dyn BufRead>> {
        match &bytes {
            Some(bytes) => Ok(Box::new(io::Cursor::new(bytes.clone()))),
            None => Ok(Box::new(BufReader::new(
                File::open(path).map_err(|error| unreadable(path, &error))?,
            ))),
        }
    };
    let sha256 = detente_exchange::sha256(open()?).map_err(|error| unreadable(path, &error))?;
    let mut lines = Lines::new(open()?, path.to_owned(), kind);
    let about = LayerFile {
        layer: args.layer.as_deref().unwrap_or(&args.kind),
        kind: kind.name,
        name: &path.display().to_string(),
        sha256: &sha256,
    };
    let learnt = match args.learnt {
        Some(learnt) => learnt,
        None => jiff::Timestamp::try_from(SystemTime::now())?.round(jiff::Unit::Second)?,
    };
    let imported = store.import(&about, learnt, &mut lines)?;
    Ok((imported, lines))
}

fn stream() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = io::Read::read_to_end(&mut io::stdin(), &mut bytes);
    read.map_err(|error| unreadable(Path::new("-"), &error))?;
    Ok(bytes)
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::new(ErrorKind::Input, format!("cannot be read: {error}")).in_file(path)
}

fn say(path: &Path, imported: &Imported, lines: &Lines, quiet: bool) {
    let name = path.display();
    for (line, complaint) in &lines.complaints {
        report::say(&format!("warning {}: {name}:{line}: {}", complaint.code, complaint.message));
    }
    for (code, n) in &lines.counts {
        report::say(&format!("warning {code}: {name}: {n} times"));
    }
    if quiet {
        return;
    }
    let Imported { new, again, bad, known } = imported;
    if *known {
        report::say(&format!("{name}: kept before"));
    } else {
        report::say(&format!(
            "{name}: {new} new, {again} kept before, {bad} that could not be read"
        ));
    }
}
