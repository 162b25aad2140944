//! Scores of a transition system's actions from the tokens its state looks at.
//!
//! A token's part in the hidden layer depends on the token and on its place among the state's tokens
//! only, so it is computed once per token and place, in blocks of rows. Few blocks are kept; a block that is
//! wanted again later is computed again, to the same numbers. So a document of any length needs
//! little memory, however far back a state looks.
//!
//! Source: `spacy/ml/parser_model.pyx`, `spacy/ml/_precomputable_affine.py`.

use crate::lexeme::Attrs;
use crate::model_file::{Error, ModelFile};
use crate::network::WIDTH;
use crate::network::kernels::{HIDDEN, Level, Matrix, SCORES, Scorer};
use crate::network::rows::{REACH, Row, Rows};
use crate::network::tagger::Tagger;
use crate::network::tok2vec::{Buffers, Tok2Vec, Words};

/// Two pieces of the hidden layer.
const FEATURE: usize = 2 * HIDDEN;
/// Rows in a block: many, for few have to be computed twice at its edges, and a multiple of the rows that
/// are computed together.
const BLOCK: usize = 504;
/// Blocks that are kept: that of the next token, and some of those before it.
const N_BLOCKS: usize = 4;
const NOT_KEPT: u8 = u8::MAX;

/// Weights from tokens' vectors to actions' scores.
pub(crate) struct Transitions {
    n_features: usize,
    project: Matrix,
    lower: Matrix,
    /// What a place without a token adds.
    missing: Vec<f32>,
    scorer: Scorer,
}

impl Transitions {
    /// Reads the sections that start with `prefix`; a state has `n_features` tokens.
    pub(crate) fn read(
        level: Level,
        file: &ModelFile<'_>,
        prefix: &str,
        n_features: usize,
        n_actions: usize,
    ) -> Result<Self, Error> {
        let tensor = |name: &str, shape: &[usize]| file.tensor(&format!("{prefix}.{name}"), shape);
        let project = tensor("project.weights", &[HIDDEN, WIDTH])?;
        let project_bias = tensor("project.bias", &[HIDDEN])?;
        let lower = tensor("lower.weights", &[n_features, HIDDEN, 2, HIDDEN])?;
        let lower_bias = tensor("lower.bias", &[HIDDEN, 2])?;
        let missing = tensor("lower.missing", &[n_features, HIDDEN, 2])?;
        let upper = tensor("upper.weights", &[n_actions, HIDDEN])?;
        let upper_bias = tensor("upper.bias", &[n_actions])?;
        if n_actions > SCORES {
            return Err(Error::new(format!("`{prefix}` has more than {SCORES} actions")));
        }
        let n_lower = n_features * FEATURE;
        Ok(Transitions {
            n_features,
            project: Matrix::new(level, WIDTH, 1, |row| row, &project, &project_bias),
            lower: Matrix::new(level, HIDDEN, 1, row_of_feature, &lower, &vec![0.0; n_lower]),
            missing: (0..n_lower).map(|column| missing[row_of_feature(column)]).collect(),
            scorer: Scorer::new(
                std::array::from_fn(|column| lower_bias[row_of_feature(column)]),
                &upper,
                &upper_bias,
            ),
        })
    }

    fn row_len(&self) -> usize {
        self.n_features * FEATURE
    }
}

/// The file has the two pieces of a hidden number side by side; here each piece is a block of its own,
/// within each of the state's places.
fn row_of_feature(column: usize) -> usize {
    let (place, piece, hidden) = (column / FEATURE, column % FEATURE / HIDDEN, column % HIDDEN);
    (place * HIDDEN + hidden) * 2 + piece
}

/// All that is needed to compute a batch with one of the two networks.
#[derive(Clone, Copy)]
pub(crate) struct Network<'a> {
    pub(crate) level: Level,
    pub(crate) tok2vec: &'a Tok2Vec,
    /// Tags come from the parser's vectors.
    pub(crate) tagger: Option<&'a Tagger>,
    pub(crate) transitions: &'a Transitions,
    pub(crate) rows: &'a Rows,
    pub(crate) attrs: &'a dyn Fn(u32) -> Attrs,
}

/// What one worker has computed of the current batch with one network, and of words before it.
pub(crate) struct Features {
    words: Words,
    buffers: Buffers,
    rows: Vec<Row>,
    hidden: Vec<f32>,
    blocks: Vec<f32>,
    /// By block its place among those kept.
    place_of_block: Vec<u8>,
    /// By place its block and when it was last used.
    kept: [(usize, u64); N_BLOCKS],
    clock: u64,
    /// By row the index of its tag; right once all rows have been asked for.
    pub(crate) tags: Vec<u8>,
}

impl Features {
    /// Keeps what it computes of up to `max_words` words.
    pub(crate) fn new(max_words: usize) -> Self {
        Features {
            words: Words::new(max_words),
            buffers: Buffers::default(),
            rows: Vec::new(),
            hidden: Vec::new(),
            blocks: Vec::new(),
            place_of_block: Vec::new(),
            kept: [(usize::MAX, 0); N_BLOCKS],
            clock: 0,
            tags: Vec::new(),
        }
    }

    /// To be called when the numbers of words change their meaning.
    pub(crate) fn forget_words(&mut self) {
        self.words.clear();
    }

    /// Makes ready for a new batch.
    pub(crate) fn start(&mut self, network: &Network<'_>) {
        self.blocks.resize(N_BLOCKS * BLOCK * network.transitions.row_len(), 0.0);
        self.place_of_block.clear();
        self.place_of_block.resize(network.rows.len().div_ceil(BLOCK), NOT_KEPT);
        self.kept = [(usize::MAX, 0); N_BLOCKS];
        self.clock = 0;
        if network.tagger.is_some() {
            self.tags.clear();
            self.tags.resize(network.rows.len(), 0);
        }
    }

    /// Scores the actions in a state whose places hold these rows.
    pub(crate) fn score<const N: usize>(
        &mut self,
        network: &Network<'_>,
        state: [Option<usize>; N],
        scores: &mut [f32; SCORES],
    ) {
        self.clock += 1;
        let kept = state.iter().flatten().all(|&row| self.is_kept(row));
        if !kept {
            return self.score_from_copies(network, state, scores);
        }
        let offsets = state.map(|row| row.map(|row| self.offset(network, row)));
        let features: [&[f32]; N] =
            std::array::from_fn(|place| self.feature(network, place, offsets[place]));
        network.transitions.scorer.score(network.level, &features, scores);
    }

    /// Scores when blocks have to be computed, each of which may take the place of another that
    /// the state looks at.
    fn score_from_copies<const N: usize>(
        &mut self,
        network: &Network<'_>,
        state: [Option<usize>; N],
        scores: &mut [f32; SCORES],
    ) {
        let mut copies = [[0.0; FEATURE]; N];
        for (place, (row, copy)) in state.into_iter().zip(&mut copies).enumerate() {
            let offset = row.map(|row| self.offset(network, row));
            copy.copy_from_slice(self.feature(network, place, offset));
        }
        let features: [&[f32]; N] = std::array::from_fn(|place| &copies[place][..]);
        network.transitions.scorer.score(network.level, &features, scores);
    }

    fn feature<'f>(
        &'f self,
        network: &Network<'f>,
        place: usize,
        offset: Option<usize>,
    ) -> &'f [f32] {
        let row = match offset {
            Some(offset) => &self.blocks[offset..],
            None => &network.transitions.missing[..],
        };
        &row[place * FEATURE..][..FEATURE]
    }

    fn is_kept(&self, row: usize) -> bool {
        self.place_of_block[row / BLOCK] != NOT_KEPT
    }

    /// Where the features of a row are, after they were computed if need be.
    fn offset(&mut self, network: &Network<'_>, row: usize) -> usize {
        let block = row / BLOCK;
        let mut place = self.place_of_block[block];
        if place == NOT_KEPT {
            place = self.compute(network, block);
        }
        self.kept[usize::from(place)].1 = self.clock;
        (usize::from(place) * BLOCK + row % BLOCK) * network.transitions.row_len()
    }

    /// Computes a block in the place of the one that was not used for longest.
    fn compute(&mut self, network: &Network<'_>, block: usize) -> u8 {
        let place =
            (0..N_BLOCKS).min_by_key(|&place| self.kept[place].1).expect("there are places");
        if let Some(old) = self.place_of_block.get_mut(self.kept[place].0) {
            *old = NOT_KEPT;
        }
        self.kept[place] = (block, self.clock);
        self.place_of_block[block] = place as u8;
        let range = block * BLOCK..((block + 1) * BLOCK).min(network.rows.len());
        let n_rows = range.len();
        network.rows.with_reach(range.clone(), &mut self.rows);
        let vectors = network.tok2vec.encode(
            network.level,
            &self.rows,
            network.attrs,
            &mut self.words,
            &mut self.buffers,
        );
        let vectors = &vectors[REACH * WIDTH..][..n_rows * WIDTH];
        if let Some(tagger) = network.tagger {
            tagger.tag(vectors, &mut self.tags[range]);
        }
        self.hidden.resize(n_rows * HIDDEN, 0.0);
        network.transitions.project.product(vectors, WIDTH, n_rows, &mut self.hidden);
        let out = &mut self.blocks[place * BLOCK * network.transitions.row_len()..];
        network.transitions.lower.product(&self.hidden, HIDDEN, n_rows, out);
        place as u8
    }
}
