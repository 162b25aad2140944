//! How long a document takes to find its groups when there are many, and what they weigh in memory.
//!
//!     cargo run --release -p detente --example group_many -- 1000000 [DAYS]
//!
//! Texts are made up: words as unevenly spread as in news, 30 % copies with another banner or a cut tail, 20 % later reports of an earlier happening.
#![allow(clippy::print_stdout, reason = "a measurement shows its result")]
#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]

use detente::lexicon::Lexicon;
use detente::model::Article;
use detente::model::Basis;
use detente::model::Block;
use detente::model::BlockKind;
use detente::model::Coded;
use detente::model::Date;
use detente::model::Published;
use detente::model::Span;
use detente::story::Groups;
use detente::story::Keep;
use detente::story::Window;
use detente::story::profile;
use std::time::Duration;
use std::time::Instant;

const WORDS: usize = 450;

/// Texts that later ones copy or retell.
const RECENT: usize = 2000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut numbers = std::env::args().skip(1).map(|it| it.parse::<usize>());
    let n_documents = numbers.next().transpose()?.unwrap_or(100_000);
    let n_days = numbers.next().transpose()?.unwrap_or(7).max(1);
    let lexicon = Lexicon::embedded()?;
    let mut groups = Groups::new(Window { days: 7, keep: Keep::Nothing });
    let mut dice = Dice(1);
    let mut recent: Vec<Vec<u32>> = Vec::new();
    let mut last: Vec<Duration> = Vec::new();
    println!("documents\tmedian µs\t99 % µs\tslowest µs\tMB\ttexts\tstories");
    for i in 0..n_documents {
        let words = next(&mut dice, &mut recent);
        let day = jiff::civil::date(2024, 3, 1)
            .checked_add(jiff::Span::new().days((i * n_days / n_documents) as i64))?;
        let profile = profile(&article(i, &words, day), &Coded::default(), &lexicon);
        let start = Instant::now();
        groups.join(profile);
        last.push(start.elapsed());
        if (i + 1) % (n_documents / 10).max(1) == 0 {
            say(i + 1, &mut last, &groups);
        }
    }
    Ok(())
}

fn say(n: usize, last: &mut Vec<Duration>, groups: &Groups) {
    last.sort_unstable();
    let at = |share: f64| last[((last.len() - 1) as f64 * share) as usize].as_micros();
    let (texts, stories, _) = groups.counts();
    let mb = resident_mb();
    println!("{n}\t{}\t{}\t{}\t{mb}\t{texts}\t{stories}", at(0.5), at(0.99), at(1.0));
    last.clear();
}

/// Memory of the process, where the system says.
fn resident_mb() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let row = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    row.and_then(|row| row.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(0) / 1024
}

fn next(dice: &mut Dice, recent: &mut Vec<Vec<u32>>) -> Vec<u32> {
    let old = (!recent.is_empty()).then(|| dice.roll(recent.len()));
    let words = match (dice.roll(10), old) {
        (0..3, Some(old)) => {
            let words = &recent[old];
            let keep = words.len() * (60 + dice.roll(41)) / 100;
            (0..8).map(|_| dice.word()).chain(words[..keep].to_vec()).collect()
        }
        // Every third word of an earlier report, in another order.
        (3..5, Some(old)) => {
            let step = recent[old].len() / 3;
            let mut words: Vec<u32> =
                (0..step).map(|i| recent[old][(i * 7) % (step * 3)]).collect();
            words.extend((0..WORDS - step).map(|_| dice.word()));
            words
        }
        _ => (0..WORDS / 2 + dice.roll(WORDS)).map(|_| dice.word()).collect(),
    };
    if recent.len() < RECENT {
        recent.push(words.clone());
    } else {
        let at = dice.roll(RECENT);
        recent[at].clone_from(&words);
    }
    words
}

fn article(i: usize, words: &[u32], day: Date) -> Article {
    let text: String = words.iter().map(|word| format!("w{word} ")).collect();
    Article {
        id: i.to_string(),
        sha256: i.to_string(),
        blocks: vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph }],
        text,
        published: Published { value: Some(day), basis: Basis::Stated, ..Published::default() },
        ..Article::default()
    }
}

/// Numbers that look random and are the same each time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below as u64) as usize
    }

    /// Zipf's law, nearly: the logarithm of the rank is even.
    fn word(&mut self) -> u32 {
        let even = self.roll(1 << 20) as f64 / (1 << 20) as f64;
        (even * 300_000f64.ln()).exp() as u32
    }
}
