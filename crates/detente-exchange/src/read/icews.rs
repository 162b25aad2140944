//! ICEWS coded event data, by its header.

use crate::codes::Codes;
use crate::codes::gdelt_quad;
use crate::read::Complaint;
use crate::read::Line;
use crate::read::cameo;
use detente::store::LayerParty;
use detente::store::LayerRow;

pub(super) const REQUIRED: &[&str] =
    &["Event ID", "Event Date", "Source Country", "CAMEO Code", "Target Country"];

pub(super) fn read(line: &Line<'_>, codes: &Codes) -> Result<Vec<LayerRow>, Complaint> {
    let day = line.day("Event Date")?;
    let cameo = cameo(line.needed("CAMEO Code")?, codes)?;
    let class = codes.class(&cameo);
    Ok(vec![LayerRow {
        id: line.needed("Event ID")?.to_owned(),
        day,
        // Its files date events by the story, so that nothing was known before.
        known: day,
        source: party(line, codes, "Source"),
        target: party(line, codes, "Target"),
        class: class.map(str::to_owned),
        mode: None,
        quad: class.and_then(|it| codes.quad(it)).or_else(|| gdelt_quad(&cameo)),
        cameo: Some(cameo),
        goldstein: line.number("Intensity"),
        intensity: class.and_then(|it| codes.intensity(it, None)),
        place: ["City", "Province", "Country"].into_iter().find_map(|it| line.owned(it)),
        place_country: line.text("Country").and_then(|it| codes.of_name(it)).map(str::to_owned),
        place_lat: line.number("Latitude"),
        place_lon: line.number("Longitude"),
        mentions: None,
        url: None,
    }])
}

fn party(line: &Line<'_>, codes: &Codes, side: &str) -> LayerParty {
    let text = |field: &str| line.text(&format!("{side} {field}"));
    let country = text("Country");
    let code = country.and_then(|it| codes.of_name(it));
    let sectors = text("Sectors").unwrap_or("").split(',');
    let sectors: Vec<&str> = sectors.filter_map(|it| codes.of_sector_icews(it.trim())).collect();
    LayerParty {
        name: text("Name").map(str::to_owned),
        country: code.map(str::to_owned),
        sectors: sectors.join(";"),
        key: code.or(country).unwrap_or("").to_owned(),
    }
}
