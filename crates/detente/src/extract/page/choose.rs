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
        "comments" => 1.0,
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

/// How many levels around a part of the article are looked at for the rest of it.
const MAX_CLIMB: usize = 4;

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
    fn new(scan: &Scan, counts: impl Fn(usize) -> bool) -> Sums {
        let mut sums = Sums { bytes: vec![0], linked: vec![0], prose: vec![0], links: vec![0] };
        for (i, block) in scan.blocks.iter().enumerate() {
            let counts = usize::from(counts(i));
            let last = |sum: &Vec<usize>| sum.last().copied().unwrap_or(0);
            let is_heading = matches!(scan.elements[block.element].tag, Tag::Heading(_));
            // A heading is neither prose nor the lack of it, unless it leads elsewhere.
            let bytes = if is_heading { block.linked } else { block.text.len() };
            sums.bytes.push(last(&sums.bytes) + counts * bytes);
            sums.linked.push(last(&sums.linked) + counts * block.linked);
            let prose = if is_heading { 0 } else { prose(block) };
            sums.prose.push(last(&sums.prose) + counts * prose);
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
    let all = Sums::new(scan, |_| true);
    let dropped = dropped(scan, &all, by_class);
    let mut reasons: Vec<Option<&'static str>> =
        scan.blocks.iter().map(|block| dropped[block.element]).collect();
    let sums = Sums::new(scan, |i| reasons[i].is_none());
    let best = best(scan, &sums, &dropped);
    let main = scan.elements[best].blocks.clone();
    drop_link_lists(scan, &sums, best, &mut reasons);
    drop_teasers(scan, &sums, best, &mut reasons);
    Choice { reasons, main }
}

/// Where there is hardly any prose (a table of results, a list of names): the element that says it is the article, if it holds enough.
pub(super) fn choose_said(scan: &Scan) -> Option<Choice> {
    let all = Sums::new(scan, |_| true);
    let dropped = dropped(scan, &all, true);
    let reasons: Vec<Option<&'static str>> =
        scan.blocks.iter().map(|block| dropped[block.element]).collect();
    let sums = Sums::new(scan, |i| reasons[i].is_none());
    let own = |i: usize| {
        let blocks = &scan.elements[i].blocks;
        Sums::of(&sums.bytes, blocks) - Sums::of(&sums.linked, blocks)
    };
    let says = |i: &usize| {
        let element = &scan.elements[*i];
        let said =
            element.part == Some(Part::Body) || matches!(element.tag, Tag::Article | Tag::Main);
        said && dropped[*i].is_none() && own(*i) >= 2.0 * MIN_LEFT
    };
    let found = (0..scan.elements.len()).filter(says).max_by(|a, b| own(*a).total_cmp(&own(*b)))?;
    let mut choice = Choice { reasons, main: scan.elements[found].blocks.clone() };
    drop_link_lists(scan, &sums, found, &mut choice.reasons);
    Some(choice)
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

/// Tags that may hold a whole article.
fn holds(tag: Tag) -> bool {
    !matches!(tag, Tag::Heading(_) | Tag::Paragraph | Tag::Item | Tag::Link)
}

/// For each element, its prose, the less of it the deeper it lies: paragraphs of one article lie side by side.
fn near(scan: &Scan, sums: &Sums, dropped: &[Option<&'static str>]) -> Vec<f32> {
    let mut near = vec![0.0; scan.elements.len()];
    for (i, block) in scan.blocks.iter().enumerate().filter(|(_, it)| dropped[it.element].is_none())
    {
        near[block.element] += Sums::of(&sums.prose, &(i..i + 1));
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
fn climb(scan: &Scan, sums: &Sums, best: usize) -> usize {
    let mut reached = best;
    let mut inner = best;
    for _ in 0..MAX_CLIMB {
        let outer = scan.elements[inner].parent;
        if inner == 0 || outer == 0 || scan.elements[inner].tag == Tag::Article {
            break;
        }
        if is_whole(scan, sums, reached, outer) {
            reached = outer;
        }
        inner = outer;
    }
    // As far again from there, if that was some way.
    if reached == best { best } else { climb(scan, sums, reached) }
}

/// Whether what `outer` holds beside `inner` belongs to the same article.
fn is_whole(scan: &Scan, sums: &Sums, inner: usize, outer: usize) -> bool {
    let (within, around) = (&scan.elements[inner].blocks, &scan.elements[outer].blocks);
    let more = |sum: &[usize]| Sums::of(sum, around) - Sums::of(sum, within);
    let (bytes, linked, prose) = (more(&sums.bytes), more(&sums.linked), more(&sums.prose));
    let others = more(&sums.links) >= 3.0;
    let clean = linked <= 0.2 * bytes && prose >= 0.3 * bytes && !others;
    let chunk = scan.elements[inner].part != Some(Part::Body) || has_other_body(scan, inner, outer);
    bytes == 0.0 || (clean && chunk)
}

/// Whether another element in `outer` is said to hold the article's text, too.
fn has_other_body(scan: &Scan, body: usize, outer: usize) -> bool {
    let own = &scan.elements[body].blocks;
    scan.elements[outer + 1..]
        .iter()
        .take_while(|it| it.blocks.end <= scan.elements[outer].blocks.end)
        .any(|it| {
            let beside = it.blocks.end <= own.start || it.blocks.start >= own.end;
            it.part == Some(Part::Body) && beside && !it.blocks.is_empty()
        })
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
