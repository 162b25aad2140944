//! Words to vectors: what each word is by itself, and then four times what its neighbors make of it.
//!
//! Source: spaCy's `MultiHashEmbed` and `MaxoutWindowEncoder` (width 96, 3 pieces, window 1, depth 4).

use crate::lexeme::Attrs;
use crate::model_file::{Error, ModelFile};
use crate::network::WIDTH;
use crate::network::embed::HashTable;
use crate::network::kernels::{Level, Matrix, Norm, PIECES};
use crate::network::rows::Row;

/// Layers after the first that look at the neighbors.
const N_WINDOWS: usize = 3;
/// What is kept of a word: its vector, and what it adds to the first window layer as the word before,
/// in the middle, and after.
const KEPT: usize = WIDTH + 3 * PIECES;

/// Weights from words to vectors.
pub(crate) struct Tok2Vec {
    columns: Vec<(Column, HashTable)>,
    mix: Layer,
    /// The first window layer, cut in three so that each word's part of it can be kept.
    first: Matrix,
    first_bias: [f32; PIECES],
    first_norm: Norm,
    windows: Vec<Layer>,
}

/// An attribute that the network looks up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Norm,
    Prefix,
    Suffix,
    Shape,
    SpaceAfter,
    IsSpace,
}

struct Layer {
    matrix: Matrix,
    norm: Norm,
}

impl Tok2Vec {
    /// Reads the sections that start with `prefix`.
    pub(crate) fn read(level: Level, file: &ModelFile<'_>, prefix: &str) -> Result<Self, Error> {
        let mut columns = Vec::new();
        for line in file.lines(&format!("{prefix}.columns"))? {
            let (column, seed) = read_column(line)?;
            let name = line.split('\t').next().unwrap_or_default();
            columns.push((column, HashTable::read(file, &format!("{prefix}.embed.{name}"), seed)?));
        }
        let mix = read_layer(level, file, prefix, 0, columns.len() * WIDTH)?;
        let (weights, bias) = read_weights(file, prefix, 1, PIECES)?;
        let mut windows = Vec::new();
        for number in 2..2 + N_WINDOWS {
            windows.push(read_layer(level, file, prefix, number, PIECES)?);
        }
        Ok(Tok2Vec {
            columns,
            mix,
            first: first_matrix(level, &weights),
            first_bias: std::array::from_fn(|column| bias[row_of_piece(column)]),
            first_norm: read_norm(file, prefix, 1)?,
            windows,
        })
    }

    /// Whether two tokens of one word differ when a space follows one of them only.
    fn reads_space_after(&self) -> bool {
        self.columns.iter().any(|&(column, _)| column == Column::SpaceAfter)
    }

    /// The vectors of `rows`, [`WIDTH`] numbers each; those of the first and last
    /// [`REACH`](crate::network::rows::REACH) rows are not right, for their neighbors are not known.
    pub(crate) fn encode<'s>(
        &self,
        level: Level,
        rows: &[Row],
        attrs: impl Fn(u32) -> Attrs,
        words: &mut Words,
        buffers: &'s mut Buffers,
    ) -> &'s [f32] {
        self.look_up(level, rows, attrs, words, buffers);
        let n_rows = rows.len();
        let Buffers { vectors, largest, slots, .. } = buffers;
        vectors.resize(n_rows * WIDTH, 0.0);
        let (outputs, _) = vectors.as_chunks_mut::<WIDTH>();
        for (row, output) in outputs.iter_mut().enumerate() {
            let word_at = |row: usize| words.row(slots.get(row).copied().unwrap_or(PAD_SLOT));
            let (before, here, after) =
                (word_at(row.wrapping_sub(1)), word_at(row), word_at(row + 1));
            *output = *here.vector;
            self.first_norm.add_window(
                level,
                &self.first_bias,
                [before.parts[0], here.parts[1], after.parts[2]],
                output,
            );
        }
        // Each layer leaves one more row at either end without all of its neighbors.
        for (window, edge) in self.windows.iter().zip(2..) {
            let inner = n_rows.saturating_sub(2 * edge);
            largest.resize(inner * WIDTH, 0.0);
            window.matrix.product(&vectors[(edge - 1) * WIDTH..], WIDTH, inner, largest);
            window.norm.add(level, largest, &mut vectors[edge * WIDTH..]);
        }
        vectors
    }

    /// Finds the words of `rows` in what is kept, and computes those that are not there.
    fn look_up(
        &self,
        level: Level,
        rows: &[Row],
        attrs: impl Fn(u32) -> Attrs,
        words: &mut Words,
        buffers: &mut Buffers,
    ) {
        let by_space = self.reads_space_after();
        buffers.slots.clear();
        buffers.missing.clear();
        words.start_block();
        for &row in rows {
            if row == Row::PAD {
                buffers.slots.push(PAD_SLOT);
                continue;
            }
            let key = if by_space { row.key() } else { row.lexeme() as usize };
            let (slot, is_new) = words.slot(key);
            buffers.slots.push(slot);
            if is_new {
                buffers.missing.push((row, slot));
            }
        }
        if !buffers.missing.is_empty() {
            self.compute_words(level, attrs, words, buffers);
        }
    }

    fn compute_words(
        &self,
        level: Level,
        attrs: impl Fn(u32) -> Attrs,
        words: &mut Words,
        buffers: &mut Buffers,
    ) {
        let Buffers { missing, embedded, largest, vectors, parts, .. } = buffers;
        let (n_words, n_inputs) = (missing.len(), self.columns.len() * WIDTH);
        embedded.resize(n_words * n_inputs, 0.0);
        for (&(row, _), embedded) in missing.iter().zip(embedded.chunks_exact_mut(n_inputs)) {
            let attrs = attrs(row.lexeme());
            for ((column, table), out) in self.columns.iter().zip(embedded.chunks_exact_mut(WIDTH))
            {
                table.embed(column.value(&attrs, row.space_after()), out);
            }
        }
        largest.resize(n_words * WIDTH, 0.0);
        vectors.clear();
        vectors.resize(n_words * WIDTH, 0.0);
        parts.resize(n_words * 3 * PIECES, 0.0);
        self.mix.matrix.product(embedded, n_inputs, n_words, largest);
        self.mix.norm.add(level, largest, vectors);
        self.first.product(vectors, WIDTH, n_words, parts);
        for (number, &(_, slot)) in missing.iter().enumerate() {
            let (vector, rest) = words.row_mut(slot).split_at_mut(WIDTH);
            vector.copy_from_slice(&vectors[number * WIDTH..][..WIDTH]);
            rest.copy_from_slice(&parts[number * 3 * PIECES..][..3 * PIECES]);
        }
    }
}

impl Column {
    fn value(self, attrs: &Attrs, space_after: bool) -> u64 {
        match self {
            Column::Norm => attrs.norm,
            Column::Prefix => attrs.prefix,
            Column::Suffix => attrs.suffix,
            Column::Shape => attrs.shape,
            Column::SpaceAfter => u64::from(space_after),
            Column::IsSpace => u64::from(attrs.is_space),
        }
    }
}

fn read_column(line: &str) -> Result<(Column, u32), Error> {
    let bad = || Error::new(format!("`{line}` is not a column that this version knows"));
    let (name, seed) = line.split_once('\t').ok_or_else(bad)?;
    let column = match name {
        "NORM" => Column::Norm,
        "PREFIX" => Column::Prefix,
        "SUFFIX" => Column::Suffix,
        "SHAPE" => Column::Shape,
        "SPACY" => Column::SpaceAfter,
        "IS_SPACE" => Column::IsSpace,
        _ => return Err(bad()),
    };
    Ok((column, seed.parse().map_err(|_| bad())?))
}

fn read_weights(
    file: &ModelFile<'_>,
    prefix: &str,
    number: usize,
    n_inputs: usize,
) -> Result<(Vec<f32>, Vec<f32>), Error> {
    let weights =
        file.tensor(&format!("{prefix}.layer.{number}.weights"), &[WIDTH, 3, n_inputs])?;
    let bias = file.tensor(&format!("{prefix}.layer.{number}.bias"), &[WIDTH, 3])?;
    Ok((weights, bias))
}

fn read_layer(
    level: Level,
    file: &ModelFile<'_>,
    prefix: &str,
    number: usize,
    n_inputs: usize,
) -> Result<Layer, Error> {
    let (weights, bias) = read_weights(file, prefix, number, n_inputs)?;
    let matrix = Matrix::new(level, n_inputs, 3, |row| row, &weights, &bias);
    Ok(Layer { matrix, norm: read_norm(file, prefix, number)? })
}

fn read_norm(file: &ModelFile<'_>, prefix: &str, number: usize) -> Result<Norm, Error> {
    let read = |name: &str| -> Result<[f32; WIDTH], Error> {
        let values = file.tensor(&format!("{prefix}.layer.{number}.{name}"), &[WIDTH])?;
        Ok(values.try_into().expect("the shape was checked"))
    };
    Ok(Norm { gain: read("gain")?, shift: read("shift")? })
}

/// The file has the three pieces of an output side by side; in the first window layer each piece is a block of its
/// own.
fn row_of_piece(column: usize) -> usize {
    column % WIDTH * 3 + column / WIDTH
}

/// The first window layer from one word's vector to its parts as the word before, in the middle and after.
fn first_matrix(level: Level, weights: &[f32]) -> Matrix {
    let mut rows = Vec::with_capacity(3 * PIECES * WIDTH);
    for place in 0..3 {
        for column in 0..PIECES {
            rows.extend_from_slice(
                &weights[row_of_piece(column) * PIECES + place * WIDTH..][..WIDTH],
            );
        }
    }
    Matrix::new(level, WIDTH, 1, |row| row, &rows, &[0.0; 3 * PIECES])
}

/// Slot of padding: all zero.
const PAD_SLOT: u32 = 0;
const NO_SLOT: u32 = u32::MAX;

/// What was computed of words, kept for when they come again.
///
/// When the slots are full, a word that has not come again since it was last passed over makes place
/// (the clock algorithm), never one of the current block.
pub(crate) struct Words {
    /// By a word's key its slot.
    slots: Vec<u32>,
    /// By slot the key of its word.
    keys: Vec<usize>,
    /// By slot the block in which its word came last, and whether it had come before.
    seen: Vec<(u64, bool)>,
    /// [`KEPT`] numbers a slot.
    rows: Vec<f32>,
    max_slots: usize,
    /// Slot that is looked at next.
    hand: usize,
    block: u64,
}

impl Words {
    /// Room for `max_slots` words, taken as they come; more than a block has rows.
    pub(crate) fn new(max_slots: usize) -> Self {
        let mut rows = Vec::with_capacity(max_slots * KEPT);
        rows.resize(KEPT, 0.0);
        let (keys, seen) = (vec![usize::MAX], vec![(u64::MAX, false)]);
        Words { slots: Vec::new(), keys, seen, rows, max_slots, hand: 0, block: 0 }
    }

    /// Forgets everything; to be called when keys change their meaning.
    pub(crate) fn clear(&mut self) {
        self.slots.clear();
        self.keys.truncate(1);
        self.seen.truncate(1);
        self.rows.truncate(KEPT);
    }

    /// Words that come from now on are of a new block.
    fn start_block(&mut self) {
        self.block += 1;
    }

    /// The slot of a word and whether it has yet to be filled.
    fn slot(&mut self, key: usize) -> (u32, bool) {
        if key >= self.slots.len() {
            self.slots.resize(key + 1, NO_SLOT);
        }
        let slot = self.slots[key];
        if slot != NO_SLOT {
            self.seen[slot as usize] = (self.block, true);
            return (slot, false);
        }
        let slot =
            if self.keys.len() < self.max_slots { self.add_slot() } else { self.free_slot() };
        self.slots[key] = slot as u32;
        self.keys[slot] = key;
        self.seen[slot] = (self.block, false);
        (slot as u32, true)
    }

    fn add_slot(&mut self) -> usize {
        self.keys.push(usize::MAX);
        self.seen.push((0, false));
        self.rows.resize(self.keys.len() * KEPT, 0.0);
        self.keys.len() - 1
    }

    /// Takes a slot from the next word that has not come again. There is one: after a round all count as
    /// not having come again, and the current block has fewer words than there are slots.
    fn free_slot(&mut self) -> usize {
        loop {
            self.hand = self.hand % (self.keys.len() - 1) + 1;
            let (block, again) = self.seen[self.hand];
            if !again && block != self.block {
                self.slots[self.keys[self.hand]] = NO_SLOT;
                return self.hand;
            }
            self.seen[self.hand].1 = false;
        }
    }

    fn row(&self, slot: u32) -> Kept<'_> {
        let (vector, parts) = self.rows[slot as usize * KEPT..][..KEPT].split_at(WIDTH);
        let (parts, _) = parts.as_chunks();
        Kept {
            vector: vector.try_into().expect("split there"),
            parts: [&parts[0], &parts[1], &parts[2]],
        }
    }

    fn row_mut(&mut self, slot: u32) -> &mut [f32] {
        &mut self.rows[slot as usize * KEPT..][..KEPT]
    }
}

/// What is kept of one word.
struct Kept<'w> {
    vector: &'w [f32; WIDTH],
    parts: [&'w [f32; PIECES]; 3],
}

/// Room for what is between the layers of one block.
#[derive(Default)]
pub(crate) struct Buffers {
    slots: Vec<u32>,
    missing: Vec<(Row, u32)>,
    embedded: Vec<f32>,
    parts: Vec<f32>,
    largest: Vec<f32>,
    vectors: Vec<f32>,
}
