//! Series drawn as SVG.

use crate::model::Error;
use crate::model::ErrorKind;
use crate::report::Balance;
use crate::report::Counts;
use crate::report::Series;
use plotters::prelude::*;

/// Cooperation is drawn upward, conflict downward.
const COOPERATION: RGBColor = RGBColor(0x1b, 0x7f, 0x79);
const CONFLICT: RGBColor = RGBColor(0xb5, 0x3a, 0x2f);
/// Periods of which nothing was read.
const NO_DATA: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);

/// Two panels over one time: words above, deeds below; in each, cooperation upward and conflict downward, and gray where nothing was read.
///
/// # Errors
/// If there is nothing to draw.
pub fn words_against_deeds(series: &Series, title: &str) -> Result<String, Error> {
    if series.points.is_empty() {
        let error = Error::new(ErrorKind::Usage, "there is no period to draw");
        return Err(error.hint("nothing that the store holds was published in these days"));
    }
    let mut svg = String::new();
    drawn(series, title, &mut svg).map_err(|what| {
        Error::new(ErrorKind::Output, format!("the figure cannot be drawn: {what}"))
    })?;
    Ok(svg)
}

type Drawn = Result<(), String>;

fn drawn(series: &Series, title: &str, svg: &mut String) -> Drawn {
    let root = SVGBackend::with_string(svg, (960, 640)).into_drawing_area();
    root.fill(&WHITE).map_err(words)?;
    let root = root.titled(title, ("sans-serif", 22)).map_err(words)?;
    let panels = root.split_evenly((2, 1));
    type Part = fn(&Counts) -> &Balance;
    let of: [(&str, Part); 2] = [("words", |it| &it.words), ("deeds", |it| &it.deeds)];
    for (panel, (name, balance)) in panels.iter().zip(of) {
        draw_panel(panel, series, name, balance)?;
    }
    root.present().map_err(words)
}

fn draw_panel(
    panel: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
    series: &Series,
    name: &str,
    balance: fn(&Counts) -> &Balance,
) -> Drawn {
    let most = series.points.iter().filter_map(|it| it.counts.as_ref());
    let most = most.map(|it| balance(it).cooperation.max(balance(it).conflict)).fold(1.0, f64::max);
    let n = series.points.len();
    let mut chart = ChartBuilder::on(panel)
        .margin(10)
        .x_label_area_size(30)
        .y_label_area_size(50)
        .build_cartesian_2d(0.0..n as f64, -most * 1.05..most * 1.05)
        .map_err(words)?;
    let label = |x: &f64| {
        let point = series.points.get(*x as usize);
        point.map_or(String::new(), |it| it.from.to_string())
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(10)
        .x_label_formatter(&label)
        .y_desc(format!("{name}: cooperation up, conflict down"))
        .draw()
        .map_err(words)?;
    let bars = series.points.iter().enumerate().flat_map(|(i, point)| {
        let (left, right) = (i as f64 + 0.1, i as f64 + 0.9);
        let bar = |from: f64, to: f64, color: RGBColor| {
            Rectangle::new([(left, from), (right, to)], color.filled())
        };
        match &point.counts {
            None => vec![bar(-most, most, NO_DATA)],
            Some(counts) => {
                let it = balance(counts);
                vec![bar(0.0, it.cooperation, COOPERATION), bar(0.0, -it.conflict, CONFLICT)]
            }
        }
    });
    chart.draw_series(bars).map_err(words)?;
    Ok(())
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
