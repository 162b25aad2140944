//! POLECAT, by its header; several parties in a cell have `; ` between, sectors of one party `|`.

use crate::codes::Codes;
use crate::read::Complaint;
use crate::read::Line;
use detente::store::LayerParty;
use detente::store::LayerRow;

pub(super) const REQUIRED: &[&str] =
    &["Event ID", "Event Date", "Event Type", "Actor Country", "Recipient Country"];

pub(super) fn read(line: &Line<'_>, codes: &Codes) -> Result<Vec<LayerRow>, Complaint> {
    let day = line.day("Event Date")?;
    let class = line.needed("Event Type")?.to_uppercase();
    let Some(quad) = codes.quad(&class) else {
        return Err(Complaint::new("import.code", format!("no class of PLOVER: {class}")));
    };
    let mode = line.owned("Event Mode");
    let published = line.text("Publication Date").map(|_| line.day("Publication Date"));
    let known = published.transpose()?.unwrap_or(day).max(day);
    // Called so in files of other years.
    let intensity = line.number("Intensity").or_else(|| line.number("Event Intensity"));
    let country = line.text("Country").and_then(|it| codes.of_name(it));
    let mut rows = Vec::new();
    for source in parties(line, codes, "Actor") {
        for target in parties(line, codes, "Recipient") {
            rows.push(LayerRow {
                id: line.needed("Event ID")?.to_owned(),
                day,
                known,
                source: source.clone(),
                target,
                class: Some(class.clone()),
                mode: mode.clone(),
                cameo: None,
                quad: Some(quad),
                goldstein: None,
                intensity,
                place: line.owned("Placename"),
                place_country: country.map(str::to_owned),
                place_lat: line.number("Latitude"),
                place_lon: line.number("Longitude"),
                mentions: None,
                url: None,
            });
        }
    }
    Ok(rows)
}

/// Its parties, one for each country; one that is nobody if there is none.
fn parties(line: &Line<'_>, codes: &Codes, side: &str) -> Vec<LayerParty> {
    let list = |name: String| -> Vec<String> {
        let cell = line.owned(&name).unwrap_or_default();
        cell.split(';').map(|it| it.trim().to_owned()).collect()
    };
    let countries = list(format!("{side} Country"));
    let names = list(format!("{side} Name"));
    let sectors = list(format!("{side} Sectors"));
    let at = |all: &[String], i: usize| all.get(i).or(all.first()).cloned().unwrap_or_default();
    let mut parties: Vec<LayerParty> = Vec::new();
    for (i, country) in countries.iter().enumerate() {
        let code = codes.of_name(country);
        let key = code.unwrap_or(if country == "None" { "" } else { country });
        if parties.iter().any(|it| it.key == key) {
            continue;
        }
        let name = at(&names, i);
        parties.push(LayerParty {
            name: (!name.is_empty() && name != "None").then_some(name),
            country: code.map(str::to_owned),
            sectors: at(&sectors, i).replace('|', ";").replace("None", ""),
            key: key.to_owned(),
        });
    }
    parties
}
