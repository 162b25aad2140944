//! Many threads, one order.

use crate::ingest::Found;
use crate::model::Error;
use crate::model::ErrorKind;
use crate::pipeline::Counts;
use crate::pipeline::Engine;
use crate::pipeline::Task;
use crate::pipeline::batch;
use crate::pipeline::batch::Batch;
use crate::pipeline::grouping::Grouping;
use crate::pipeline::work;
use crate::pipeline::work::Done;
use crate::store::Kept;
use crate::store::Store;
use detente_language::Scratch;
use std::io;
use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::SyncSender;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::thread::JoinHandle;

/// Batches that wait before and after each worker.
const WAITING: usize = 2;

/// Long sentences nest deep; the memory is only taken where it is used.
const STACK_BYTES: usize = 64 << 20;

/// Does `task` for each document and writes to `out` in input order; `progress` is told the counts so far after each batch.
///
/// Batches go round the workers in turn and are taken back in the same turn, so the order needs no bookkeeping and memory is bounded.
/// The header of the format, if it has one, is the caller's to write, since one output may hold several runs.
///
/// # Errors
/// If `out` cannot be written, and if a worker dies, which is a bug. The threads then end by themselves and are not waited for.
pub fn run(
    found: impl Iterator<Item = Result<Found, Error>> + Send + 'static,
    task: &Task,
    n_threads: usize,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(&Counts),
) -> Result<Counts, Error> {
    let mut grouping = Grouping::new(task);
    let mut write = |bytes: &[u8]| {
        out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| unwritable(&error))
    };
    let mut take = |done: &mut Done| {
        if let Some(grouping) = &mut grouping {
            grouping.join(done);
        }
        write(&done.bytes)
    };
    let mut counts = each(found, task, n_threads, &mut take, progress)?;
    if let Some(grouping) = grouping {
        counts.groups = grouping.counts();
        write(&grouping.close())?;
    }
    Ok(counts)
}

/// Codes each document and keeps it in a store, a transaction for each batch of whole documents; the counts are those of [`run`].
///
/// # Errors
/// If the store cannot be written, and if a worker dies, which is a bug.
pub fn keep(
    found: impl Iterator<Item = Result<Found, Error>> + Send + 'static,
    keeping: &mut Keeping<'_>,
    n_threads: usize,
    progress: &mut dyn FnMut(&Counts),
) -> Result<Counts, Error> {
    let task = Task::Keep { engine: keeping.engine.clone() };
    let mut keep = |done: &mut Done| {
        let provenance = &keeping.engine.provenance;
        keeping.kept.add(keeping.store.keep(&done.records, provenance, keeping.learnt)?);
        Ok(())
    };
    each(found, &task, n_threads, &mut keep, progress)
}

/// What [`keep`] works with.
pub struct Keeping<'a> {
    /// What codes.
    pub engine: Arc<Engine>,
    /// Where to.
    pub store: &'a mut Store,
    /// The moment of learning.
    pub learnt: jiff::Timestamp,
    /// What became of the documents so far.
    pub kept: Kept,
}

/// Gives what each batch came to, in input order, to `take`.
fn each(
    found: impl Iterator<Item = Result<Found, Error>> + Send + 'static,
    task: &Task,
    n_threads: usize,
    take: &mut dyn FnMut(&mut Done) -> Result<(), Error>,
    progress: &mut dyn FnMut(&Counts),
) -> Result<Counts, Error> {
    let n_threads = n_threads.max(1);
    let (to_workers, workers): (Vec<_>, Vec<_>) =
        (0..n_threads).map(|_| worker(task.clone())).unzip();
    thread::spawn(move || deal(found, &to_workers));
    let mut counts = Counts::default();
    for turn in 0.. {
        let Ok(mut done) = workers[turn % n_threads].1.recv() else { break };
        take(&mut done)?;
        counts.add(done.counts);
        progress(&counts);
    }
    // If one died, the others may wait to be read; without their channels they end.
    let threads: Vec<JoinHandle<()>> = workers.into_iter().map(|(thread, _)| thread).collect();
    for thread in threads {
        if thread.join().is_err() {
            let error = Error::new(ErrorKind::Output, "a worker died; the output is not complete");
            return Err(error.hint("this is a bug: please report it with the input"));
        }
    }
    Ok(counts)
}

/// What is wrong with an output, and what to do about it.
pub(super) fn unwritable(error: &io::Error) -> Error {
    let out = Error::new(ErrorKind::Output, format!("the output cannot be written: {error}"));
    match error.kind() {
        io::ErrorKind::StorageFull => out.hint("the disk is full; make room or choose another -o"),
        _ => out,
    }
}

fn worker(task: Task) -> (SyncSender<Batch>, (JoinHandle<()>, Receiver<Done>)) {
    let (to_worker, batches) = sync_channel::<Batch>(WAITING);
    let (to_writer, done) = sync_channel::<Done>(WAITING);
    let work = move || {
        let mut scratch = Scratch::new();
        for batch in batches {
            if to_writer.send(work::work(batch, &task, &mut scratch)).is_err() {
                return;
            }
        }
    };
    let thread = thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(work)
        .expect("the system gives a program its threads");
    (to_worker, (thread, done))
}

/// Gives batches to the workers in turn until the input ends or nobody takes them.
fn deal(mut found: impl Iterator<Item = Result<Found, Error>>, to_workers: &[SyncSender<Batch>]) {
    for to_worker in to_workers.iter().cycle() {
        let Some(batch) = batch::next(&mut found) else { return };
        if to_worker.send(batch).is_err() {
            return;
        }
    }
}
