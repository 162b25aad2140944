//! Repairs to the tree that the parser makes predictable mistakes in.

use crate::model::Analysis;

/// Mends what is known to go wrong; the tree stays a tree.
pub(super) fn mend(text: &str, analysis: &mut Analysis) {
    let _ = text;
    link(analysis);
}

/// Fills in the dependents of each token.
pub(super) fn link(analysis: &mut Analysis) {
    let mut children = vec![Vec::new(); analysis.tokens.len()];
    for (i, token) in analysis.tokens.iter().enumerate() {
        if token.head as usize != i {
            children[token.head as usize].push(i as u32);
        }
    }
    analysis.children = children;
}
