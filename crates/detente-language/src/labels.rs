//! The labels the model can give.
//!
//! Closed lists, so that whoever reads a parse matches on names and not on strings.
//! A model file with a label that is not here is refused when it is loaded.

/// A grammatical relation of a token to its head (ClearNLP labels, as spaCy's English models use them).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[allow(
    missing_docs,
    reason = "the names are the model's labels, described in the model's own documentation"
)]
pub enum Dep {
    Root,
    Acl,
    Acomp,
    Advcl,
    Advmod,
    Agent,
    Amod,
    Appos,
    Attr,
    Aux,
    Auxpass,
    Case,
    Cc,
    Ccomp,
    Compound,
    Conj,
    Csubj,
    Csubjpass,
    Dative,
    Dep,
    Det,
    Dobj,
    Expl,
    Intj,
    Mark,
    Meta,
    Neg,
    Nmod,
    Npadvmod,
    Nsubj,
    Nsubjpass,
    Nummod,
    Oprd,
    Parataxis,
    Pcomp,
    Pobj,
    Poss,
    Preconj,
    Predet,
    Prep,
    Prt,
    Punct,
    Quantmod,
    Relcl,
    Xcomp,
}

impl Dep {
    /// Every value, in the order of its label.
    pub const ALL: [Dep; 45] = [
        Dep::Root,
        Dep::Acl,
        Dep::Acomp,
        Dep::Advcl,
        Dep::Advmod,
        Dep::Agent,
        Dep::Amod,
        Dep::Appos,
        Dep::Attr,
        Dep::Aux,
        Dep::Auxpass,
        Dep::Case,
        Dep::Cc,
        Dep::Ccomp,
        Dep::Compound,
        Dep::Conj,
        Dep::Csubj,
        Dep::Csubjpass,
        Dep::Dative,
        Dep::Dep,
        Dep::Det,
        Dep::Dobj,
        Dep::Expl,
        Dep::Intj,
        Dep::Mark,
        Dep::Meta,
        Dep::Neg,
        Dep::Nmod,
        Dep::Npadvmod,
        Dep::Nsubj,
        Dep::Nsubjpass,
        Dep::Nummod,
        Dep::Oprd,
        Dep::Parataxis,
        Dep::Pcomp,
        Dep::Pobj,
        Dep::Poss,
        Dep::Preconj,
        Dep::Predet,
        Dep::Prep,
        Dep::Prt,
        Dep::Punct,
        Dep::Quantmod,
        Dep::Relcl,
        Dep::Xcomp,
    ];

    /// The label as the model writes it.
    pub fn label(self) -> &'static str {
        match self {
            Dep::Root => "ROOT",
            Dep::Acl => "acl",
            Dep::Acomp => "acomp",
            Dep::Advcl => "advcl",
            Dep::Advmod => "advmod",
            Dep::Agent => "agent",
            Dep::Amod => "amod",
            Dep::Appos => "appos",
            Dep::Attr => "attr",
            Dep::Aux => "aux",
            Dep::Auxpass => "auxpass",
            Dep::Case => "case",
            Dep::Cc => "cc",
            Dep::Ccomp => "ccomp",
            Dep::Compound => "compound",
            Dep::Conj => "conj",
            Dep::Csubj => "csubj",
            Dep::Csubjpass => "csubjpass",
            Dep::Dative => "dative",
            Dep::Dep => "dep",
            Dep::Det => "det",
            Dep::Dobj => "dobj",
            Dep::Expl => "expl",
            Dep::Intj => "intj",
            Dep::Mark => "mark",
            Dep::Meta => "meta",
            Dep::Neg => "neg",
            Dep::Nmod => "nmod",
            Dep::Npadvmod => "npadvmod",
            Dep::Nsubj => "nsubj",
            Dep::Nsubjpass => "nsubjpass",
            Dep::Nummod => "nummod",
            Dep::Oprd => "oprd",
            Dep::Parataxis => "parataxis",
            Dep::Pcomp => "pcomp",
            Dep::Pobj => "pobj",
            Dep::Poss => "poss",
            Dep::Preconj => "preconj",
            Dep::Predet => "predet",
            Dep::Prep => "prep",
            Dep::Prt => "prt",
            Dep::Punct => "punct",
            Dep::Quantmod => "quantmod",
            Dep::Relcl => "relcl",
            Dep::Xcomp => "xcomp",
        }
    }

    /// The value with this label, if there is one.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.label() == label)
    }
}

/// A coarse part of speech (Universal Dependencies v2 `UPOS`, plus `SPACE`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[allow(
    missing_docs,
    reason = "the names are the model's labels, described in the model's own documentation"
)]
pub enum Pos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Space,
    Sym,
    Verb,
    X,
}

impl Pos {
    /// Every value, in the order of its label.
    pub const ALL: [Pos; 18] = [
        Pos::Adj,
        Pos::Adp,
        Pos::Adv,
        Pos::Aux,
        Pos::Cconj,
        Pos::Det,
        Pos::Intj,
        Pos::Noun,
        Pos::Num,
        Pos::Part,
        Pos::Pron,
        Pos::Propn,
        Pos::Punct,
        Pos::Sconj,
        Pos::Space,
        Pos::Sym,
        Pos::Verb,
        Pos::X,
    ];

    /// The label as the model writes it.
    pub fn label(self) -> &'static str {
        match self {
            Pos::Adj => "ADJ",
            Pos::Adp => "ADP",
            Pos::Adv => "ADV",
            Pos::Aux => "AUX",
            Pos::Cconj => "CCONJ",
            Pos::Det => "DET",
            Pos::Intj => "INTJ",
            Pos::Noun => "NOUN",
            Pos::Num => "NUM",
            Pos::Part => "PART",
            Pos::Pron => "PRON",
            Pos::Propn => "PROPN",
            Pos::Punct => "PUNCT",
            Pos::Sconj => "SCONJ",
            Pos::Space => "SPACE",
            Pos::Sym => "SYM",
            Pos::Verb => "VERB",
            Pos::X => "X",
        }
    }

    /// The value with this label, if there is one.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.label() == label)
    }
}

/// A fine part-of-speech tag (Penn Treebank, OntoNotes 5 variant).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[allow(
    missing_docs,
    reason = "the names are the model's labels, described in the model's own documentation"
)]
pub enum Tag {
    Dollar,
    CloseQuote,
    Comma,
    LeftBracket,
    RightBracket,
    Stop,
    Colon,
    Add,
    Afx,
    Cc,
    Cd,
    Dt,
    Ex,
    Fw,
    Hyph,
    In,
    Jj,
    Jjr,
    Jjs,
    Ls,
    Md,
    Nfp,
    Nn,
    Nnp,
    Nnps,
    Nns,
    Pdt,
    Pos,
    Prp,
    PossessivePronoun,
    Rb,
    Rbr,
    Rbs,
    Rp,
    Sym,
    To,
    Uh,
    Vb,
    Vbd,
    Vbg,
    Vbn,
    Vbp,
    Vbz,
    Wdt,
    Wp,
    PossessiveWh,
    Wrb,
    Xx,
    Space,
    OpenQuote,
}

impl Tag {
    /// Every value, in the order of its label.
    pub const ALL: [Tag; 50] = [
        Tag::Dollar,
        Tag::CloseQuote,
        Tag::Comma,
        Tag::LeftBracket,
        Tag::RightBracket,
        Tag::Stop,
        Tag::Colon,
        Tag::Add,
        Tag::Afx,
        Tag::Cc,
        Tag::Cd,
        Tag::Dt,
        Tag::Ex,
        Tag::Fw,
        Tag::Hyph,
        Tag::In,
        Tag::Jj,
        Tag::Jjr,
        Tag::Jjs,
        Tag::Ls,
        Tag::Md,
        Tag::Nfp,
        Tag::Nn,
        Tag::Nnp,
        Tag::Nnps,
        Tag::Nns,
        Tag::Pdt,
        Tag::Pos,
        Tag::Prp,
        Tag::PossessivePronoun,
        Tag::Rb,
        Tag::Rbr,
        Tag::Rbs,
        Tag::Rp,
        Tag::Sym,
        Tag::To,
        Tag::Uh,
        Tag::Vb,
        Tag::Vbd,
        Tag::Vbg,
        Tag::Vbn,
        Tag::Vbp,
        Tag::Vbz,
        Tag::Wdt,
        Tag::Wp,
        Tag::PossessiveWh,
        Tag::Wrb,
        Tag::Xx,
        Tag::Space,
        Tag::OpenQuote,
    ];

    /// The label as the model writes it.
    pub fn label(self) -> &'static str {
        match self {
            Tag::Dollar => "$",
            Tag::CloseQuote => "''",
            Tag::Comma => ",",
            Tag::LeftBracket => "-LRB-",
            Tag::RightBracket => "-RRB-",
            Tag::Stop => ".",
            Tag::Colon => ":",
            Tag::Add => "ADD",
            Tag::Afx => "AFX",
            Tag::Cc => "CC",
            Tag::Cd => "CD",
            Tag::Dt => "DT",
            Tag::Ex => "EX",
            Tag::Fw => "FW",
            Tag::Hyph => "HYPH",
            Tag::In => "IN",
            Tag::Jj => "JJ",
            Tag::Jjr => "JJR",
            Tag::Jjs => "JJS",
            Tag::Ls => "LS",
            Tag::Md => "MD",
            Tag::Nfp => "NFP",
            Tag::Nn => "NN",
            Tag::Nnp => "NNP",
            Tag::Nnps => "NNPS",
            Tag::Nns => "NNS",
            Tag::Pdt => "PDT",
            Tag::Pos => "POS",
            Tag::Prp => "PRP",
            Tag::PossessivePronoun => "PRP$",
            Tag::Rb => "RB",
            Tag::Rbr => "RBR",
            Tag::Rbs => "RBS",
            Tag::Rp => "RP",
            Tag::Sym => "SYM",
            Tag::To => "TO",
            Tag::Uh => "UH",
            Tag::Vb => "VB",
            Tag::Vbd => "VBD",
            Tag::Vbg => "VBG",
            Tag::Vbn => "VBN",
            Tag::Vbp => "VBP",
            Tag::Vbz => "VBZ",
            Tag::Wdt => "WDT",
            Tag::Wp => "WP",
            Tag::PossessiveWh => "WP$",
            Tag::Wrb => "WRB",
            Tag::Xx => "XX",
            Tag::Space => "_SP",
            Tag::OpenQuote => "``",
        }
    }

    /// The value with this label, if there is one.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.label() == label)
    }
}

/// A kind of named entity (OntoNotes 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[allow(
    missing_docs,
    reason = "the names are the model's labels, described in the model's own documentation"
)]
pub enum EntityLabel {
    Cardinal,
    Date,
    Event,
    Fac,
    Gpe,
    Language,
    Law,
    Loc,
    Money,
    Norp,
    Ordinal,
    Org,
    Percent,
    Person,
    Product,
    Quantity,
    Time,
    WorkOfArt,
}

impl EntityLabel {
    /// Every value, in the order of its label.
    pub const ALL: [EntityLabel; 18] = [
        EntityLabel::Cardinal,
        EntityLabel::Date,
        EntityLabel::Event,
        EntityLabel::Fac,
        EntityLabel::Gpe,
        EntityLabel::Language,
        EntityLabel::Law,
        EntityLabel::Loc,
        EntityLabel::Money,
        EntityLabel::Norp,
        EntityLabel::Ordinal,
        EntityLabel::Org,
        EntityLabel::Percent,
        EntityLabel::Person,
        EntityLabel::Product,
        EntityLabel::Quantity,
        EntityLabel::Time,
        EntityLabel::WorkOfArt,
    ];

    /// The label as the model writes it.
    pub fn label(self) -> &'static str {
        match self {
            EntityLabel::Cardinal => "CARDINAL",
            EntityLabel::Date => "DATE",
            EntityLabel::Event => "EVENT",
            EntityLabel::Fac => "FAC",
            EntityLabel::Gpe => "GPE",
            EntityLabel::Language => "LANGUAGE",
            EntityLabel::Law => "LAW",
            EntityLabel::Loc => "LOC",
            EntityLabel::Money => "MONEY",
            EntityLabel::Norp => "NORP",
            EntityLabel::Ordinal => "ORDINAL",
            EntityLabel::Org => "ORG",
            EntityLabel::Percent => "PERCENT",
            EntityLabel::Person => "PERSON",
            EntityLabel::Product => "PRODUCT",
            EntityLabel::Quantity => "QUANTITY",
            EntityLabel::Time => "TIME",
            EntityLabel::WorkOfArt => "WORK_OF_ART",
        }
    }

    /// The value with this label, if there is one.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.label() == label)
    }
}
