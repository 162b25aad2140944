//! Which place a toponym means: by what it is said to lie in, by the other places of the document, by its people.

use crate::coding::mentions::Mentions;
use crate::coding::places::candidates;
use crate::coding::places::candidates::Candidate;
use crate::coding::places::find::Toponym;
use crate::coding::tree::Tree;
use crate::lexicon::Lexicon;
use crate::lexicon::PlaceKind;
use crate::lexicon::PlaceWordKind;
use crate::model::Place;
use crate::model::PlaceLevel;
use crate::model::Site;
use detente_language::EntityLabel;
use std::collections::BTreeMap;

/// How many rejected readings are kept.
const REJECTED: usize = 3;
/// Points for lying in what stands beside it: "Paris, Texas".
const WITHIN: f32 = 30.0;
/// Points for having been said to lie there elsewhere in the document.
const WITHIN_ELSEWHERE: f32 = 14.0;
/// Points for the state that a town beside it lies in: "Atlanta, Georgia".
const HOLDS: f32 = 8.0;
/// Points for the country of all other places, and for that of any.
const COUNTRY: (f32, f32) = (4.0, 1.5);
/// Points for a first-level division that another place lies in.
const DIVISION: f32 = 3.5;
/// Points for the kind of place that the words say: "Washington state".
const KIND_SAID: f32 = 6.0;
/// Points for a state of its own where no kind of place is said.
const STATE: f32 = 1.5;
/// Points for a place close by.
const NEAR: f32 = 3.0;
/// Kilometres up to which a place is close by, and at which it is no more.
const CLOSE: (f32, f32) = (60.0, 250.0);

/// Weight of a world city, and how much of the others' points count against it.
const FAMOUS: f32 = 16.55;
const TRUST_AGAINST_FAMOUS: f32 = 0.65;
/// What the best, second and third of the other names count.
const COMPANY: [f32; 3] = [1.0, 0.6, 0.4];
/// How many names, and readings of each, are looked at together.
const MOST_NAMES: usize = 40;
const MOST_READINGS: usize = 16;

/// Places in text order.
pub(super) fn resolve(people: &Mentions<'_>, toponyms: Vec<Toponym>) -> Vec<Place> {
    let tree = people.tree;
    let read = |t: &Toponym| candidates::candidates(people.lexicon, t, t.span.of(tree.text));
    let mut known: BTreeMap<&str, Vec<Candidate>> = BTreeMap::new();
    let readings: Vec<Vec<Candidate>> = toponyms
        .iter()
        .map(|t| match t.short_for.is_empty() {
            true => known.entry(&t.key).or_insert_with(|| read(t)).clone(),
            false => read(t),
        })
        .collect();
    let lexicon = people.lexicon;
    let mut it = Resolver {
        tree,
        lexicon,
        toponyms: &toponyms,
        readings: &readings,
        chosen: Vec::new(),
        bonus: Vec::new(),
    };
    it.bonus = it.bonuses();
    let company = it.company();
    it.chosen = (0..toponyms.len())
        .map(|i| {
            let company = company.get(&*toponyms[i].key).map_or(&[][..], Vec::as_slice);
            it.best(i, |n| it.bonus[i][n] + company.get(n).copied().unwrap_or(0.0))
        })
        .collect();
    for _ in 0..2 {
        it.chosen = (0..toponyms.len())
            .map(|i| {
                let context = it.context(i);
                let trust = it.trust(i);
                it.best(i, |n| it.bonus[i][n] + trust * context.points(&readings[i][n]))
            })
            .collect();
    }
    (0..toponyms.len()).map(|i| it.place(i)).collect()
}

struct Resolver<'r, 'a> {
    tree: Tree<'a>,
    lexicon: &'a Lexicon,
    toponyms: &'r [Toponym],
    readings: &'r [Vec<Candidate>],
    /// Number of the best reading of each toponym so far.
    chosen: Vec<Option<usize>>,
    /// What the words beside it add to each reading.
    bonus: Vec<Vec<f32>>,
}

impl Resolver<'_, '_> {
    fn best(&self, i: usize, more: impl Fn(usize) -> f32) -> Option<usize> {
        let score = |n: usize| self.readings[i][n].weight + more(n);
        (0..self.readings[i].len()).max_by(|&a, &b| score(a).total_cmp(&score(b)).then(b.cmp(&a)))
    }

    /// How much the other places count: less against a world city.
    fn trust(&self, i: usize) -> f32 {
        let famous = |c: &Candidate| c.weight >= FAMOUS && c.kind <= PlaceKind::Capital;
        if self.readings[i].iter().any(famous) { TRUST_AGAINST_FAMOUS } else { 1.0 }
    }

    /// For each name and reading, the best that any reading of another name adds to it: two small towns side by side
    /// say more than two large ones far apart.
    fn company(&self) -> BTreeMap<&str, Vec<f32>> {
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for (i, t) in self.toponyms.iter().enumerate().filter(|(_, t)| t.short_for.is_empty()) {
            names.entry(&t.key).or_insert(i);
        }
        let names: Vec<(&str, usize)> = names.into_iter().take(MOST_NAMES).collect();
        names
            .iter()
            .map(|&(key, i)| {
                let others = || names.iter().filter(|(_, j)| *j != i);
                let best = |a: &Candidate| {
                    let mut points: Vec<f32> =
                        others().map(|&(_, j)| self.add_from(a, j)).collect();
                    points.sort_by(|x, y| y.total_cmp(x));
                    points.iter().zip(COMPANY).map(|(points, share)| points * share).sum()
                };
                (key, self.readings[i].iter().take(MOST_READINGS).map(best).collect())
            })
            .collect()
    }

    /// The most that a reading of another toponym adds to a reading, less what it is itself unlikely.
    fn add_from(&self, a: &Candidate, j: usize) -> f32 {
        let score = |n: usize| self.readings[j][n].weight + self.bonus[j][n];
        let readings = 0..self.readings[j].len().min(MOST_READINGS);
        let top = readings.clone().map(score).fold(f32::MIN, f32::max);
        readings
            .map(|n| together(a, &self.readings[j][n]) - 0.5 * (top - score(n)))
            .fold(0.0, f32::max)
    }

    /// What the words beside each toponym add to its readings.
    fn bonuses(&self) -> Vec<Vec<f32>> {
        let mut out: Vec<Vec<f32>> = self.readings.iter().map(|r| vec![0.0; r.len()]).collect();
        let said = self.within_beside(&mut out);
        for (i, toponym) in self.toponyms.iter().enumerate() {
            let said_kind = self.said_kind(toponym);
            if said_kind.is_none() {
                // "Nigeria cut supplies to Niger": a neighbour is no division of the country beside it.
                let countries = self.readings[i].iter().map(|c| c.level == PlaceLevel::Country);
                out[i]
                    .iter_mut()
                    .zip(countries)
                    .filter(|(_, is)| *is)
                    .for_each(|(p, _)| *p += STATE);
            }
            if let Some(kind) = said_kind {
                let is_so = self.readings[i].iter().map(|c| is_of_kind(c.kind, kind));
                out[i]
                    .iter_mut()
                    .zip(is_so)
                    .filter(|(_, so)| *so)
                    .for_each(|(p, _)| *p += KIND_SAID);
            }
            let elsewhere = said.get(&*toponym.key).filter(|_| toponym.short_for.is_empty());
            if let Some(shared) = elsewhere.filter(|_| !out[i].iter().any(|&p| p >= WITHIN)) {
                // An abbreviation may have the key of a name and other readings.
                out[i]
                    .iter_mut()
                    .zip(shared)
                    .for_each(|(points, more)| *points = points.max(*more));
            }
        }
        out
    }

    /// Points from "Paris, Texas" for this Paris and this Texas; out come those for a Paris elsewhere in the document.
    fn within_beside(&self, out: &mut [Vec<f32>]) -> BTreeMap<&str, Vec<f32>> {
        let mut said: BTreeMap<&str, Vec<f32>> = BTreeMap::new();
        for i in (1..self.toponyms.len()).map(|next| next - 1).filter(|&i| self.is_within(i)) {
            let zeros = || vec![0.0; self.readings[i].len()];
            let toponym = &self.toponyms[i];
            let shared = said.entry(&toponym.key).or_insert_with(zeros);
            for (inner, outer) in self.pairs(i) {
                out[i][inner] = WITHIN;
                out[i + 1][outer] = out[i + 1][outer].max(HOLDS);
                if let Some(points) = shared.get_mut(inner).filter(|_| toponym.short_for.is_empty())
                {
                    *points = WITHIN_ELSEWHERE;
                }
            }
        }
        said
    }

    /// What kind of place the words beside it say it is: "Washington state", "city of Quebec".
    fn said_kind(&self, toponym: &Toponym) -> Option<&'static str> {
        let (i, next) = (toponym.tokens.start, toponym.tokens.end);
        let sentence = &self.tree.analysis.sentences[self.tree.sentence(i)].tokens;
        let kind = |t: usize| {
            let words = self.lexicon.place_word(self.tree.word(t));
            ["division", "county", "town"]
                .into_iter()
                .find(|said| words.iter().any(|w| w.kind == PlaceWordKind::Kind && w.says(said)))
        };
        let of = i >= sentence.start + 2 && self.tree.word(i - 1) == "of";
        let after = sentence.contains(&next).then(|| kind(next)).flatten();
        after.or_else(|| of.then(|| kind(i - 2)).flatten())
    }

    /// Whether the next toponym may say what this one lies in: only a comma, bracket or "in" stands between.
    fn is_within(&self, i: usize) -> bool {
        let (a, b) = (&self.toponyms[i], &self.toponyms[i + 1]);
        let same = self.tree.sentence(a.tokens.start) == self.tree.sentence(b.tokens.start);
        let joined = self.joins(a.tokens.end..b.tokens.start);
        let country = self.readings[i].first().is_some_and(|c| c.level == PlaceLevel::Country);
        same && joined && !country
    }

    /// Whether words between two toponyms say that the first lies in the second: ",", "in northern", ", a town in".
    fn joins(&self, between: std::ops::Range<usize>) -> bool {
        let word = |t: usize| self.tree.word(t);
        let says = between.clone().any(|t| matches!(word(t), "," | "(" | "in" | "of"));
        let part = |t: usize| {
            let words = self.lexicon.place_word(word(t));
            words.iter().any(|w| matches!(w.kind, PlaceWordKind::Part | PlaceWordKind::Kind))
        };
        let fits = |t: usize| matches!(word(t), "," | "(" | "in" | "of" | "the" | "a") || part(t);
        says && between.len() <= 5 && between.into_iter().all(fits)
    }

    /// Readings of a toponym and of the next that lie one in the other.
    fn pairs(&self, i: usize) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        for (a, inner) in self.readings[i].iter().enumerate() {
            for (b, outer) in self.readings[i + 1].iter().enumerate() {
                if lies_in(inner, outer) {
                    out.push((a, b));
                }
            }
        }
        out
    }

    /// What the other toponyms say, each name once.
    fn context(&self, i: usize) -> Context<'_> {
        let mut seen: Vec<&str> = vec![&self.toponyms[i].key];
        let mut context = Context::default();
        for (j, toponym) in self.toponyms.iter().enumerate() {
            let Some(n) = self.chosen[j].filter(|_| !seen.contains(&&*toponym.key)) else {
                continue;
            };
            seen.push(&toponym.key);
            context.add(&self.readings[j][n], self.bonus[j][n] >= WITHIN_ELSEWHERE);
        }
        context
    }

    fn place(&self, i: usize) -> Place {
        let toponym = &self.toponyms[i];
        let words = toponym.span.of(self.tree.text);
        let outer = self.elsewhere(i);
        let Some(n) = self.chosen[i].filter(|_| outer.is_none()) else {
            return Place {
                country: outer.and_then(|o| o.country.as_deref()).map(str::to_owned),
                admin1: outer.and_then(|o| o.admin1.as_deref()).map(str::to_owned),
                rejected: self.rejected(i, usize::MAX),
                ..unresolved(toponym, words)
            };
        };
        let best = &self.readings[i][n];
        let facility = toponym.label == Some(EntityLabel::Fac) && best.geonames.is_none();
        Place {
            span: toponym.span,
            name: best.name.clone(),
            country: best.country.as_deref().map(str::to_owned),
            admin1: best.admin1.as_deref().map(str::to_owned),
            lat: best.point.map(|p| p.0),
            lon: best.point.map(|p| p.1),
            geonames: best.geonames,
            level: if facility { PlaceLevel::Point } else { best.level },
            in_name: toponym.in_name,
            rejected: self.rejected(i, n),
        }
    }

    /// The division that a town is said to lie in while no reading of it does: it is a town that no table knows.
    fn elsewhere(&self, i: usize) -> Option<&Candidate> {
        let toponym = &self.toponyms[i];
        let best = self.chosen[i].map(|n| (&self.readings[i][n], self.bonus[i][n]));
        let known =
            best.is_some_and(|(c, bonus)| bonus >= WITHIN_ELSEWHERE || c.kind > PlaceKind::Capital);
        if known || toponym.is_road || !toponym.short_for.is_empty() {
            return None;
        }
        let alike = |j: &usize| self.toponyms[*j].key == toponym.key;
        let outer = (1..self.toponyms.len())
            .map(|j| j - 1)
            .filter(alike)
            .find_map(|j| self.said_outer(j))?;
        best.is_none_or(|(c, _)| c.admin1 != outer.admin1).then_some(outer)
    }

    /// The division that an abbreviation just after a toponym stands for.
    fn said_outer(&self, j: usize) -> Option<&Candidate> {
        let next = &self.toponyms[j + 1];
        let comma = self.toponyms[j].tokens.end + 1 == next.tokens.start && self.is_within(j);
        let outer = &self.readings[j + 1][self.chosen[j + 1]?];
        let sure = !next.short_for.is_empty() && outer.kind == PlaceKind::Division;
        (comma && sure).then_some(outer)
    }

    fn rejected(&self, i: usize, best: usize) -> Vec<Site> {
        let others = self.readings[i].iter().enumerate().filter(|&(n, _)| n != best);
        others
            .take(REJECTED)
            .map(|(_, c)| Site {
                name: c.name.clone(),
                country: c.country.as_deref().map(str::to_owned),
                admin1: c.admin1.as_deref().map(str::to_owned),
                geonames: c.geonames,
                level: c.level,
            })
            .collect()
    }
}

/// What a toponym is that no table knows: its words, without a point.
fn unresolved(toponym: &Toponym, words: &str) -> Place {
    Place {
        span: toponym.span,
        name: words.to_owned(),
        country: None,
        admin1: None,
        lat: None,
        lon: None,
        geonames: None,
        level: match toponym.label {
            Some(EntityLabel::Loc) => PlaceLevel::Region,
            Some(EntityLabel::Fac) => PlaceLevel::Point,
            _ => PlaceLevel::Town,
        },
        in_name: toponym.in_name,
        rejected: Vec::new(),
    }
}

fn is_of_kind(kind: PlaceKind, said: &str) -> bool {
    match said {
        "division" => kind == PlaceKind::Division,
        "county" => kind == PlaceKind::County || kind == PlaceKind::Division,
        _ => kind <= PlaceKind::Capital,
    }
}

/// How well two readings go together.
fn together(a: &Candidate, b: &Candidate) -> f32 {
    if a.country.is_none() || a.country != b.country {
        return 0.0;
    }
    let small = |c: &Candidate| c.kind < PlaceKind::Division;
    let division = a.admin1.is_some() && a.admin1 == b.admin1 && (small(a) || small(b));
    let near = a
        .point
        .zip(b.point)
        .filter(|_| small(a) && small(b))
        .map_or(0.0, |(a, b)| nearness(km(a, b)));
    2.0 + if division { 1.5 } else { 0.0 } + near
}

/// Points for a distance in kilometres.
fn nearness(km: f32) -> f32 {
    NEAR * ((CLOSE.1 - km) / (CLOSE.1 - CLOSE.0)).clamp(0.0, 1.0)
}

/// Whether one reading lies in another.
fn lies_in(inner: &Candidate, outer: &Candidate) -> bool {
    let country = inner.country.is_some() && inner.country == outer.country;
    let smaller = inner.level > outer.level || inner.kind < outer.kind;
    country
        && smaller
        && match outer.kind {
            PlaceKind::Country => inner.level != PlaceLevel::Country,
            PlaceKind::Division => inner.admin1.is_some() && inner.admin1 == outer.admin1,
            PlaceKind::County | PlaceKind::Continent => {
                inner.point.zip(outer.point).is_some_and(|(a, b)| km(a, b) < 150.0)
            }
            _ => false,
        }
}

/// The places of a document but one.
#[derive(Default)]
struct Context<'r> {
    countries: BTreeMap<&'r str, f32>,
    divisions: Vec<(&'r str, &'r str)>,
    points: Vec<(f32, f32)>,
    all: f32,
}

impl<'r> Context<'r> {
    fn add(&mut self, place: &'r Candidate, sure: bool) {
        let Some(country) = place.country.as_deref() else { return };
        let weight = match place.kind {
            PlaceKind::Country => 1.5,
            _ if sure => 1.5,
            _ => 1.0,
        };
        *self.countries.entry(country).or_default() += weight;
        self.all += weight;
        if let Some(division) = place.admin1.as_deref() {
            self.divisions.push((country, division));
        }
        if place.kind < PlaceKind::Division {
            self.points.extend(place.point);
        }
    }

    fn points(&self, reading: &Candidate) -> f32 {
        let country = reading.country.as_deref().unwrap_or("");
        let votes = self.countries.get(country).copied().unwrap_or(0.0);
        let mut sum =
            COUNTRY.0 * votes / (self.all + 1.0) + if votes > 0.0 { COUNTRY.1 } else { 0.0 };
        let division = reading.admin1.as_deref().map(|a| (country, a));
        if reading.kind < PlaceKind::Country
            && division.is_some_and(|d| self.divisions.contains(&d))
        {
            sum += DIVISION;
        }
        if let Some(point) = reading.point.filter(|_| reading.kind < PlaceKind::Division) {
            let nearest = self.points.iter().map(|&p| km(p, point)).fold(f32::MAX, f32::min);
            sum += nearness(nearest);
        }
        sum
    }
}

/// Kilometres between two points (degrees), on a sphere.
pub(super) fn km((lat, lon): (f32, f32), (other_lat, other_lon): (f32, f32)) -> f32 {
    let (a, b) = (lat.to_radians(), other_lat.to_radians());
    let half = |x: f32| (x / 2.0).sin().powi(2);
    let h = half(b - a) + a.cos() * b.cos() * half((other_lon - lon).to_radians());
    12_742.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::km;

    #[test]
    fn distances() {
        let oslo_to_bergen = km((59.91, 10.75), (60.39, 5.32));
        assert!((oslo_to_bergen - 305.0).abs() < 5.0, "{oslo_to_bergen}");
        assert_eq!(km((10.0, 10.0), (10.0, 10.0)), 0.0);
    }
}
