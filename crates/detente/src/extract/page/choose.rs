//! Which blocks of a page are the article.
//!
//! An element is the likelier to be the article the more of the page's prose it holds, the less else, and the plainer its class says so.
//! Inside it, what its class, its links or its words give away as furniture is left out.

use crate::extract::page::scan::Block;
use crate::extract::page::scan::Element;
use crate::extract::page::scan::NoteKind;
use crate::extract::page::scan::Scan;
use crate::extract::page::scan::Tag;
use crate::lexicon::Part;

/// An element that holds more of the page's prose than this is no furniture, whatever its class says.
fn max_share(reason: &str) -> f32 {
    match reason {
        "comments" => 0.85,
        "related" => 0.6,
        _ => 0.4,
    }
}

/// Shorter blocks without an end of sentence are no prose.
const MIN_OPEN_PROSE: usize = 120;

/// What is left of an element's prose one level further out.
const DECAY: f32 = 0.8;

/// The same for an `article`: one inside another is a comment or another story.
const ARTICLE_DECAY: f32 = 0.5;

/// Shorter links are no headlines of other stories.
const MIN_LINK: usize = 15;

/// More prose than this is no teaser.
const MAX_TEASER: f32 = 500.0;

/// What a teaser's prose counts.
const TEASER: f32 = 0.1;

/// Teasers are left out only where this much prose remains.
const MIN_LEFT: f32 = 250.0;

/// How many blocks after the headline the article may begin.
const MAX_HEADLINE_DISTANCE: usize = 15;

/// What was found: the blocks of the article, and why each other one is none.
pub(super) struct Choice {
    /// For each block of the page, the reason why it is furniture.
    pub(super) reasons: Vec<Option<&'static str>>,
    /// The blocks of the element that holds the article.
    pub(super) main: std::ops::Range<usize>,
}

/// Sums over the blocks before each block, so that those of any element are told at once.
struct Sums {
    bytes: Vec<usize>,
    linked: Vec<usize>,
    prose: Vec<usize>,
    /// Blocks that are a link and nothing else, long enough for a headline.
    links: Vec<usize>,
}

impl Sums {
    fn new(blocks: &[Block], counts: impl Fn(usize) -> bool) -> Sums {
        let mut sums = Sums { bytes: vec![0], linked: vec![0], prose: vec![0], links: vec![0] };
        for (i, block) in blocks.iter().enumerate() {
            let counts = usize::from(counts(i));
            let last = |sum: &Vec<usize>| sum.last().copied().unwrap_or(0);
            sums.bytes.push(last(&sums.bytes) + counts * block.text.len());
            sums.linked.push(last(&sums.linked) + counts * block.linked);
            sums.prose.push(last(&sums.prose) + counts * prose(block));
            let is_link = block.linked >= MIN_LINK && block.linked * 10 >= block.text.len() * 9;
            sums.links.push(last(&sums.links) + counts * usize::from(is_link));
        }
        sums
    }

    fn of(sum: &[usize], range: &std::ops::Range<usize>) -> f32 {
        (sum[range.end] - sum[range.start]) as f32
    }
}

/// Bytes of the block that are prose: all that is not linked, if it reads like sentences.
pub(super) fn prose(block: &Block) -> usize {
    let n_bytes = block.text.len();
    let own = n_bytes - block.linked;
    let reads = ends_a_sentence(&block.text) && n_bytes > 25 || n_bytes >= MIN_OPEN_PROSE;
    if reads && own * 2 > n_bytes && block.furniture.is_none() { own } else { 0 }
}

pub(super) fn ends_a_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| "\"'”’»)]“".contains(c) || c.is_whitespace())
        .ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '।', '।', '؟', '۔'])
}

/// Chooses; `by_class` is whether class names may take blocks away.
pub(super) fn choose(scan: &Scan, by_class: bool) -> Choice {
    let all = Sums::new(&scan.blocks, |_| true);
    let dropped = dropped(scan, &all, by_class);
    let mut reasons: Vec<Option<&'static str>> =
        scan.blocks.iter().map(|block| dropped[block.element]).collect();
    let sums = Sums::new(&scan.blocks, |i| reasons[i].is_none());
    let best = best(scan, &sums, &dropped);
    let main = scan.elements[best].blocks.clone();
    drop_link_lists(scan, &sums, best, &mut reasons);
    drop_teasers(scan, &sums, best, &mut reasons);
    Choice { reasons, main }
}

/// For each element, why it is furniture: for its own part, or for that of an element around it.
fn dropped(scan: &Scan, sums: &Sums, by_class: bool) -> Vec<Option<&'static str>> {
    let total = Sums::of(&sums.prose, &(0..scan.blocks.len())).max(1.0);
    let mut out: Vec<Option<&'static str>> = Vec::with_capacity(scan.elements.len());
    for element in &scan.elements {
        let around = if out.is_empty() { None } else { out[element.parent] };
        let bytes = Sums::of(&sums.bytes, &element.blocks);
        let share = Sums::of(&sums.prose, &element.blocks) / total;
        let own = match element.part {
            Some(Part::Furniture(reason)) if by_class && share <= max_share(reason) => Some(reason),
            Some(Part::Byline) if bytes < 200.0 => Some("byline"),
            Some(Part::Date) if bytes < 120.0 => Some("date"),
            _ => None,
        };
        out.push(around.or(own));
    }
    out
}

/// The element that is the article.
fn best(scan: &Scan, sums: &Sums, dropped: &[Option<&'static str>]) -> usize {
    let near = near(scan, sums, dropped);
    let headline = scan.notes.iter().filter(|it| it.kind == NoteKind::Headline).map(|it| it.at);
    let headlines: Vec<usize> = headline.collect();
    let mut best = (0, 0.0);
    for (i, element) in scan.elements.iter().enumerate() {
        if dropped[i].is_some() || !holds(element.tag) {
            continue;
        }
        let purity = Sums::of(&sums.prose, &element.blocks)
            / Sums::of(&sums.bytes, &element.blocks).max(1.0);
        let said = match (element.part, element.tag) {
            (Some(Part::Body), _) => 1.6,
            (_, Tag::Article) => 1.2,
            (_, Tag::Main) => 1.1,
            _ => 1.0,
        };
        let (start, end) = (element.blocks.start, element.blocks.end);
        let under_headline =
            headlines.iter().any(|&at| at + MAX_HEADLINE_DISTANCE >= start && at <= end);
        let placed = if under_headline { 1.25 } else { 1.0 };
        let score = near[i] * (0.35 + 0.65 * purity) * said * placed;
        // The inner of two that hold the same is the better one.
        if score >= best.1 {
            best = (i, score);
        }
    }
    climb(scan, sums, best.0)
}

/// Whether an element beside this one is said to hold the article's text, too.
fn has_other_body(scan: &Scan, body: usize) -> bool {
    let parent = scan.elements[body].parent;
    let beside = |(i, it): (usize, &Element)| {
        i != body && it.parent == parent && it.part == Some(Part::Body)
    };
    scan.elements.iter().enumerate().skip(parent).any(beside)
}

/// Tags that may hold a whole article.
fn holds(tag: Tag) -> bool {
    !matches!(tag, Tag::Heading(_) | Tag::Paragraph | Tag::Item | Tag::Link)
}

/// For each element, its prose, the less of it the deeper it lies: paragraphs of one article lie side by side.
fn near(scan: &Scan, sums: &Sums, dropped: &[Option<&'static str>]) -> Vec<f32> {
    let mut near = vec![0.0; scan.elements.len()];
    for block in scan.blocks.iter().filter(|it| dropped[it.element].is_none()) {
        near[block.element] += prose(block) as f32;
    }
    // Several articles side by side are several stories: only the longest of them counts for what is around them.
    let mut longest = vec![0.0_f32; near.len()];
    for i in (1..near.len()).rev() {
        near[i] += longest[i];
        if is_teaser(&scan.elements[i], sums) {
            near[i] *= TEASER;
        }
        let element = &scan.elements[i];
        match element.tag {
            Tag::Paragraph | Tag::Heading(_) | Tag::Quote | Tag::Link => {
                near[element.parent] += near[i]
            }
            Tag::Article => {
                longest[element.parent] = longest[element.parent].max(ARTICLE_DECAY * near[i])
            }
            _ => near[element.parent] += DECAY * near[i],
        }
    }
    near
}

/// Whether an element is the headline of another story, as a link, and a little of its text.
fn is_teaser(element: &Element, sums: &Sums) -> bool {
    let links = Sums::of(&sums.links, &element.blocks);
    let prose = Sums::of(&sums.prose, &element.blocks);
    matches!(element.tag, Tag::Article | Tag::Item | Tag::Section | Tag::Other | Tag::Cell)
        && (2..=8).contains(&element.blocks.len())
        && (1.0..=2.0).contains(&links)
        && prose > 0.0
        && prose < MAX_TEASER
}

/// From a part of the article to the whole: up, as long as what comes with it is nearly all prose.
fn climb(scan: &Scan, sums: &Sums, mut best: usize) -> usize {
    loop {
        let (inner, parent) = (&scan.elements[best], scan.elements[best].parent);
        let outer = &scan.elements[parent];
        if best == 0 || parent == 0 || inner.tag == Tag::Article {
            return best;
        }
        let more = |sum: &[usize]| Sums::of(sum, &outer.blocks) - Sums::of(sum, &inner.blocks);
        let (bytes, linked, prose) = (more(&sums.bytes), more(&sums.linked), more(&sums.prose));
        let others = more(&sums.links) >= 3.0;
        let clean = linked <= 0.2 * bytes && prose >= 0.3 * bytes && !others;
        let chunk = inner.part != Some(Part::Body) || has_other_body(scan, best);
        if bytes > 0.0 && !(clean && chunk) {
            return best;
        }
        best = parent;
    }
}

/// Rows of teasers inside the article: three or more, side by side, that hold nearly all the prose of what is around them.
fn drop_teasers(scan: &Scan, sums: &Sums, main: usize, reasons: &mut [Option<&'static str>]) {
    let inside = |element: &Element| element.blocks.end <= scan.elements[main].blocks.end;
    let mut rows = vec![(0, 0.0); scan.elements.len()];
    for element in scan.elements[main + 1..].iter().take_while(|it| inside(it)) {
        if is_teaser(element, sums) {
            rows[element.parent].0 += 1;
            rows[element.parent].1 += Sums::of(&sums.prose, &element.blocks);
        }
    }
    let total = Sums::of(&sums.prose, &scan.elements[main].blocks);
    for (i, (n_teasers, prose)) in rows.into_iter().enumerate() {
        let element = &scan.elements[i];
        let all = Sums::of(&sums.prose, &element.blocks);
        if n_teasers >= 3 && i != main && prose >= 0.7 * all && all < total - MIN_LEFT {
            for reason in &mut reasons[element.blocks.clone()] {
                reason.get_or_insert("related");
            }
        }
    }
}

/// Lists, tables and boxes inside the article that are mostly links.
fn drop_link_lists(scan: &Scan, sums: &Sums, main: usize, reasons: &mut [Option<&'static str>]) {
    let total = Sums::of(&sums.prose, &scan.elements[main].blocks).max(1.0);
    for element in &scan.elements[main + 1..] {
        if element.blocks.end > scan.elements[main].blocks.end {
            break;
        }
        let bytes = Sums::of(&sums.bytes, &element.blocks).max(1.0);
        let linked = Sums::of(&sums.linked, &element.blocks) / bytes;
        let prose = Sums::of(&sums.prose, &element.blocks);
        let limit = match element.tag {
            Tag::List | Tag::Table => 0.5,
            Tag::Section | Tag::Other | Tag::Article | Tag::Figure => 0.6,
            Tag::Heading(_) | Tag::Paragraph | Tag::Quote => 0.9,
            _ => continue,
        };
        if linked > limit && prose < 0.5 * bytes && prose < 0.3 * total {
            for reason in &mut reasons[element.blocks.clone()] {
                reason.get_or_insert("related");
            }
        }
    }
}
