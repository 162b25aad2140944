//! English text to tokens, tags, lemmas, dependency tree and entities.
