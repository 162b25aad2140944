//! Tokens a second from text to entities, with one or more threads, and the memory this took.
//!
//! `throughput FILE THREADS [REPEATS]`: FILE holds texts with a zero byte after each. Each thread has a
//! scratch of its own and takes the next batch of texts. Prints one line: tokens, seconds, tokens a second, tokens a
//! second of processor time (which other work on the machine hardly changes), peak memory in megabytes, and a digest of all that was found, which must not depend on the number of threads.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use detente_language::{Doc, Model, Scratch};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const TEXTS_AT_A_TIME: usize = 16;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, threads, rest @ ..] = &arguments[..] else {
        return Err("usage: throughput FILE THREADS [REPEATS]".into());
    };
    let content = std::fs::read_to_string(file)?;
    let texts: Vec<&str> = content.split_terminator('\0').collect();
    let n_threads: usize = threads.parse()?;
    let n_repeats: usize = rest.first().map_or(Ok(1), |it| it.parse())?;
    let started = Instant::now();
    let model = Model::embedded();
    let loaded = started.elapsed();
    // Once unmeasured, as a process that runs for long has it: words known, memory there.
    run(&model, &texts[..texts.len().div_ceil(4)], 1, n_threads);
    let started = Instant::now();
    let cpu_started = cpu_seconds();
    let (n_tokens, digest) = run(&model, &texts, n_repeats, n_threads);
    let seconds = started.elapsed().as_secs_f64();
    let cpu = cpu_seconds() - cpu_started;
    println!(
        "threads {n_threads} tokens {n_tokens} seconds {seconds:.2} rate {:.0} cpu_rate {:.0} peak_mb {:.0} load_ms {:.0} digest {digest:016x}",
        n_tokens as f64 / seconds,
        n_tokens as f64 / cpu,
        peak_megabytes(),
        loaded.as_secs_f64() * 1e3,
    );
    Ok(())
}

fn run(model: &Model, texts: &[&str], n_repeats: usize, n_threads: usize) -> (usize, u64) {
    let batches: Vec<&[&str]> =
        (0..n_repeats).flat_map(|_| texts.chunks(TEXTS_AT_A_TIME)).collect();
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| {
                let mut scratch = Scratch::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(batch) = batches.get(at) else { break };
                    let docs = model.parse_batch(batch, &mut scratch);
                    let found = (docs.iter().map(|doc| doc.tokens.len()).sum(), digest(&docs));
                    done.lock().expect("no thread has panicked").insert(at, found);
                }
            });
        }
    });
    let done = done.into_inner().expect("no thread has panicked");
    done.values()
        .fold((0, 0), |(tokens, all), &(n, digest): &(usize, u64)| (tokens + n, mix(all, digest)))
}

fn digest(docs: &[Doc]) -> u64 {
    let mut all = 0;
    for token in docs.iter().flat_map(|doc| &doc.tokens) {
        let entity = token.entity.map_or(99, |part| 2 * part.label as u64 + u64::from(part.begins));
        let flags = u64::from(token.sentence_start) << 1 | u64::from(token.space_after);
        let labels = [token.tag as u64, token.pos as u64, token.dep as u64, entity, flags];
        let labels = labels.into_iter().fold(0, |sum, label| sum << 8 | label);
        all = mix(mix(all, labels), u64::from(token.head) << 32 | u64::from(token.end));
        all = token.lemma.bytes().fold(all, |all, byte| mix(all, u64::from(byte)));
    }
    all
}

fn mix(all: u64, value: u64) -> u64 {
    (all.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The most memory this process has had, where the system tells (Linux), else 0.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap_or(0.0) / 1024.0
}

/// Processor time of this process, where the system tells (Linux: fields 14 and 15, in hundredths), else 0.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}
