//! GDELT events, versions 1 and 2, which have no header.

use crate::codes::Codes;
use crate::codes::gdelt_quad;
use crate::read::Complaint;
use crate::read::Line;
use crate::read::cameo;
use crate::read::date;
use crate::views::view;
use detente::store::LayerParty;
use detente::store::LayerRow;

/// In a file that somebody gave a header.
pub(super) const REQUIRED: &[&str] = &["GLOBALEVENTID", "EventCode", "Actor1Code"];

/// Version 2 has 61 columns, version 1 has 58 (without second-level divisions), and 57 before April 2013 (without addresses).
pub(super) fn columns(width: usize) -> Option<Vec<&'static str>> {
    let all = view("gdelt")?.columns.iter().map(|it| it.name);
    match width {
        61 => Some(all.collect()),
        57 | 58 => Some(all.filter(|it| !it.ends_with("ADM2Code")).take(width).collect()),
        _ => None,
    }
}

pub(super) fn read(line: &Line<'_>, codes: &Codes) -> Result<Vec<LayerRow>, Complaint> {
    let day = line.day(if line.text("SQLDATE").is_some() { "SQLDATE" } else { "Day" })?;
    let cameo = cameo(line.needed("EventCode")?, codes)?;
    let class = codes.class(&cameo);
    let place = line.owned("ActionGeo_FullName");
    Ok(vec![LayerRow {
        id: line.needed("GLOBALEVENTID")?.to_owned(),
        day,
        known: line.text("DATEADDED").and_then(date).unwrap_or(day).max(day),
        source: party(line, codes, "Actor1"),
        target: party(line, codes, "Actor2"),
        class: class.map(str::to_owned),
        mode: None,
        quad: class.and_then(|it| codes.quad(it)).or_else(|| gdelt_quad(&cameo)),
        cameo: Some(cameo),
        goldstein: line.number("GoldsteinScale"),
        intensity: class.and_then(|it| codes.intensity(it, None)),
        place,
        place_country: country_of_place(line, codes),
        place_lat: line.number("ActionGeo_Lat"),
        place_lon: line.number("ActionGeo_Long"),
        mentions: line.number("NumMentions").map(|it| it as i64),
        url: line.owned("SOURCEURL"),
    }])
}

fn country_of_place(line: &Line<'_>, codes: &Codes) -> Option<String> {
    codes.of_fips(line.text("ActionGeo_CountryCode")?).map(str::to_owned)
}

fn party(line: &Line<'_>, codes: &Codes, side: &str) -> LayerParty {
    let text = |field: &str| line.text(&format!("{side}{field}"));
    let country = text("CountryCode");
    let code = country.and_then(|it| codes.of_cameo(it));
    let types = ["Type1Code", "Type2Code", "Type3Code"].into_iter().filter_map(text);
    let sectors: Vec<&str> = types.filter_map(|it| codes.of_sector_cameo(it)).collect();
    LayerParty {
        name: text("Name").map(str::to_owned),
        country: code.map(str::to_owned),
        sectors: sectors.join(";"),
        // CAMEO's codes for regions (AFR, EUR …) are no countries of ours and stay as they are.
        key: match code.or(country) {
            Some(country) => country.to_owned(),
            None => stateless(text("Type1Code"), text("KnownGroupCode"), text("Code"), &sectors),
        },
    }
}

/// As ours: a group with the name that it is known by (`IGONAT`), or a sector of no country (`---COP`).
fn stateless(
    kind: Option<&str>,
    known: Option<&str>,
    code: Option<&str>,
    sectors: &[&str],
) -> String {
    match (kind, known, sectors.first()) {
        (Some(kind), Some(known), _) => format!("{kind}{known}"),
        (_, None, Some(sector)) => format!("---{sector}"),
        _ => code.unwrap_or("").to_owned(),
    }
}
