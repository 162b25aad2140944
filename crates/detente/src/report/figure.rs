//! Series drawn as pictures: SVG, and PNG from the same drawing.

use crate::model::Error;
use crate::model::ErrorKind;
use crate::report::Balance;
use crate::report::Counts;
use crate::report::Series;
use crate::report::Step;
use crate::report::Unit;
use plotters::coord::Shift;
use plotters::prelude::*;
use std::sync::Once;

/// Cooperation is drawn upward, conflict downward.
const COOPERATION: RGBColor = RGBColor(0x1b, 0x7f, 0x79);
const CONFLICT: RGBColor = RGBColor(0xb5, 0x3a, 0x2f);
/// Periods of which nothing was read.
const NO_DATA: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);

/// Width and height of an SVG, in its own units.
const SIZE: (u32, u32) = (960, 640);

/// Pixels of a PNG for each unit, so that it is sharp in print.
const SHARPNESS: u32 = 2;

/// Days at the feet of a figure.
const LABELS: usize = 10;

/// A figure of a series, not yet drawn.
#[derive(Clone, Copy, Debug)]
pub struct Figure<'a> {
    /// What is drawn.
    pub series: &'a Series,
    /// Stands above it.
    pub title: &'a str,
    /// What a bar counts.
    pub unit: Unit,
    /// What a bar stands for.
    pub step: Step,
}

impl Figure<'_> {
    /// Two panels over one time: words above, deeds below; in each, cooperation upward and conflict downward, and gray where nothing was read.
    ///
    /// # Errors
    /// If there is nothing to draw.
    pub fn svg(&self) -> Result<String, Error> {
        self.check()?;
        let mut svg = String::new();
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        self.draw(root, 1).map_err(undrawn)?;
        Ok(svg)
    }

    /// The same, as the bytes of a PNG of twice as many pixels.
    ///
    /// # Errors
    /// If there is nothing to draw.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        self.check()?;
        let (width, height) = (SIZE.0 * SHARPNESS, SIZE.1 * SHARPNESS);
        let mut pixels = vec![0; (width * height * 3) as usize];
        let root = BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area();
        self.draw(root, SHARPNESS).map_err(undrawn)?;
        packed(&pixels, width, height).map_err(|it| undrawn(it.to_string()))
    }

    fn check(&self) -> Result<(), Error> {
        if self.series.points.is_empty() {
            let error = Error::new(ErrorKind::Usage, "there is no period to draw");
            return Err(error.hint("nothing that the store holds was published in these days"));
        }
        prepare_font();
        Ok(())
    }

    fn draw<B: DrawingBackend>(&self, root: DrawingArea<B, Shift>, scale: u32) -> Drawn {
        root.fill(&WHITE).map_err(words)?;
        let (head, root) = root.split_vertically(62 * scale);
        self.draw_head(&head, scale)?;
        let panels = root.split_evenly((2, 1));
        type Part = fn(&Counts) -> &Balance;
        let of: [(&str, Part); 2] = [("words", |it| &it.words), ("deeds", |it| &it.deeds)];
        for (panel, (name, balance)) in panels.iter().zip(of) {
            self.draw_panel(panel, scale, name, balance)?;
        }
        root.present().map_err(words)
    }

    /// The title, and what the colors mean, in a line.
    fn draw_head<B: DrawingBackend>(&self, area: &DrawingArea<B, Shift>, scale: u32) -> Drawn {
        let at = |x: u32, y: u32| ((x * scale) as i32, (y * scale) as i32);
        let title = Text::new(self.title, at(70, 10), ("sans-serif", 20 * scale));
        area.draw(&title).map_err(words)?;
        let keys = [
            (70, COOPERATION, "cooperation (upward)"),
            (260, CONFLICT, "conflict (downward)"),
            (440, NO_DATA, "no data: nothing read"),
        ];
        for (x, color, meaning) in keys {
            let square = Rectangle::new([at(x, 40), at(x + 12, 52)], color.filled());
            area.draw(&square).map_err(words)?;
            let text = Text::new(meaning, at(x + 18, 40), ("sans-serif", 14 * scale));
            area.draw(&text).map_err(words)?;
        }
        Ok(())
    }

    fn draw_panel<B: DrawingBackend>(
        &self,
        panel: &DrawingArea<B, Shift>,
        scale: u32,
        name: &str,
        balance: fn(&Counts) -> &Balance,
    ) -> Drawn {
        let points = &self.series.points;
        let counts = points.iter().filter_map(|it| it.counts.as_ref());
        let most = counts.map(|it| balance(it).cooperation.max(balance(it).conflict));
        let most = most.fold(1.0, f64::max);
        let mut chart = ChartBuilder::on(panel)
            .margin(10 * scale)
            .x_label_area_size(28 * scale)
            .y_label_area_size(58 * scale)
            .build_cartesian_2d(0.0..points.len() as f64, -most * 1.05..most * 1.05)
            .map_err(words)?;
        let day = |x: &f64| {
            let point = points.get(*x as usize).filter(|_| x.fract() == 0.0);
            point.map_or(String::new(), |it| it.from.to_string())
        };
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .x_labels(LABELS)
            .x_label_formatter(&day)
            .y_label_formatter(&|y| format!("{}", y.abs()))
            .label_style(("sans-serif", 13 * scale))
            .axis_desc_style(("sans-serif", 14 * scale))
            .y_desc(format!("{name}: {}s a {}", self.unit.name(), self.step.name()))
            .draw()
            .map_err(words)?;
        let bars = points.iter().enumerate().flat_map(|(i, point)| {
            let counts = point.counts.as_ref();
            bars(i, most, counts.map(balance))
        });
        chart.draw_series(bars).map_err(words)?;
        Ok(())
    }
}

type Bar = Rectangle<(f64, f64)>;

/// What stands for a period.
fn bars(i: usize, most: f64, balance: Option<&Balance>) -> Vec<Bar> {
    let (left, right) = (i as f64 + 0.1, i as f64 + 0.9);
    let bar = |from: f64, to: f64, color: RGBColor| {
        Rectangle::new([(left, from), (right, to)], color.filled())
    };
    match balance {
        None => vec![bar(-most, most, NO_DATA)],
        Some(it) => {
            vec![bar(0.0, it.cooperation, COOPERATION), bar(0.0, -it.conflict, CONFLICT)]
        }
    }
}

/// The font that text is measured and, in a PNG, drawn with; known to the library once for all.
fn prepare_font() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let font = dejavu::sans::regular();
        let registered = plotters::style::register_font("sans-serif", FontStyle::Normal, font);
        assert!(registered.is_ok(), "the font that we carry is whole");
    });
}

fn packed(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(out)
}

type Drawn = Result<(), String>;

fn undrawn(what: String) -> Error {
    Error::new(ErrorKind::Output, format!("the figure cannot be drawn: {what}"))
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
