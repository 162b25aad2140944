//! Apache Parquet: zstd, one flat schema in which every column may be missing; how it was made stands in the file's own metadata.

use crate::about::About;
use crate::table::Column;
use crate::table::Type;
use crate::whole::Sink;
use crate::write::Columns;
use crate::write::Rows;
use crate::write::broken;
use crate::write::words;
use detente::model::Date;
use detente::model::Error;
use detente::store::Cell;
use parquet::basic::Compression;
use parquet::basic::LogicalType;
use parquet::basic::Repetition;
use parquet::basic::Type as Physical;
use parquet::basic::ZstdLevel;
use parquet::data_type::BoolType;
use parquet::data_type::ByteArray;
use parquet::data_type::ByteArrayType;
use parquet::data_type::DataType;
use parquet::data_type::DoubleType;
use parquet::data_type::Int32Type;
use parquet::data_type::Int64Type;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedColumnWriter;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type as SchemaType;
use std::sync::Arc;

/// Rows of a row group: what is held in memory of one file.
const GROUP: usize = 65_536;

struct Parquet {
    columns: Columns,
    rows: Vec<Vec<Cell>>,
    out: SerializedFileWriter<Box<dyn Sink>>,
}

pub(crate) fn begin(columns: Columns, out: Box<dyn Sink>) -> Result<Box<dyn Rows>, Error> {
    let schema = Arc::new(schema(columns)?);
    let level = ZstdLevel::try_new(3).map_err(broken)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by(concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let out = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(broken)?;
    Ok(Box::new(Parquet { columns, rows: Vec::new(), out }))
}

/// Built by hand and not read from words, since names of views hold spaces.
fn schema(columns: Columns) -> Result<SchemaType, Error> {
    let fields = columns.iter().map(|it| field(it).map(Arc::new));
    let fields = fields.collect::<Result<Vec<_>, _>>()?;
    SchemaType::group_type_builder("rows").with_fields(fields).build().map_err(broken)
}

fn field(column: &Column) -> Result<SchemaType, Error> {
    let (physical, logical) = match column.of {
        Type::Text | Type::Code => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Type::Date => (Physical::INT32, Some(LogicalType::Date)),
        Type::Integer => (Physical::INT64, None),
        Type::Real => (Physical::DOUBLE, None),
        Type::Flag => (Physical::BOOLEAN, None),
    };
    let field = SchemaType::primitive_type_builder(column.name, physical);
    let field = field.with_repetition(Repetition::OPTIONAL).with_logical_type(logical);
    field.build().map_err(broken)
}

impl Rows for Parquet {
    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.rows.push(cells.to_vec());
        if self.rows.len() >= GROUP { self.group() } else { Ok(()) }
    }

    fn settle(&mut self) -> Result<(), Error> {
        if self.rows.is_empty() { Ok(()) } else { self.group() }
    }

    fn finish(mut self: Box<Self>, about: &About) -> Result<(), Error> {
        self.settle()?;
        for (key, value) in about.pairs() {
            self.out.append_key_value_metadata(KeyValue::new(key, value));
        }
        self.out.into_inner().map_err(broken)?.done()
    }
}

impl Parquet {
    /// Writes the rows that wait as a row group.
    fn group(&mut self) -> Result<(), Error> {
        let mut group = self.out.next_row_group().map_err(broken)?;
        for (i, column) in self.columns.iter().enumerate() {
            let cells = self.rows.iter().filter_map(|row| row.get(i));
            let next = group.next_column().map_err(broken)?;
            let mut out = next.ok_or_else(|| broken("fewer columns than the schema has"))?;
            write(&mut out, column.of, cells)?;
            out.close().map_err(broken)?;
        }
        group.close().map_err(broken)?;
        self.rows.clear();
        Ok(())
    }
}

fn write<'a>(
    out: &mut SerializedColumnWriter<'_>,
    of: Type,
    cells: impl Iterator<Item = &'a Cell>,
) -> Result<(), Error> {
    match of {
        Type::Text | Type::Code => {
            let bytes = |cell: &Cell| words(cell).map(|it| ByteArray::from(it.into_bytes()));
            values::<ByteArrayType>(out, cells.map(bytes))
        }
        Type::Date => values::<Int32Type>(out, cells.map(days)),
        Type::Integer => values::<Int64Type>(out, cells.map(integer)),
        Type::Real => values::<DoubleType>(out, cells.map(real)),
        Type::Flag => values::<BoolType>(out, cells.map(|it| integer(it).map(|n| n != 0))),
    }
}

/// Those that are there, and for each row whether one is.
fn values<T: DataType>(
    out: &mut SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<(), Error> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    let written = out.typed::<T>().write_batch(&values, Some(&levels), None);
    written.map(|_| ()).map_err(broken)
}

/// Days since 1970-01-01.
fn days(cell: &Cell) -> Option<i32> {
    let day: Date = words(cell)?.parse().ok()?;
    let epoch = jiff::civil::date(1970, 1, 1);
    Some(epoch.until(day).ok()?.get_days())
}

fn integer(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Integer(n) => Some(*n),
        _ => None,
    }
}

fn real(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Integer(n) => Some(*n as f64),
        Cell::Real(x) => Some(*x),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::tests::event;
    use crate::write::tests::text;
    use crate::write::tests::written;
    use parquet::file::reader::FileReader;
    use parquet::file::reader::SerializedFileReader;
    use parquet::record::RowAccessor;

    #[test]
    fn what_is_written_is_read_again() {
        let rows = vec![
            event(&[
                ("cameo", text("014")),
                ("quad", Cell::Integer(1)),
                ("published", text("1970-01-03")),
                ("headline", Cell::Integer(1)),
                ("killed", Cell::Integer(7)),
                ("goldstein", Cell::Real(-0.5)),
            ]),
            event(&[("sentence", text("“Gondor” – é"))]),
        ];
        let bytes = bytes::Bytes::from(written("parquet", &rows));
        let reader = SerializedFileReader::new(bytes).unwrap();
        let about = reader.metadata().file_metadata();
        assert!(about.created_by().unwrap().starts_with("detente"));
        assert!(about.key_value_metadata().unwrap().iter().any(|it| it.key == "detente.version"));
        let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        let at = |name: &str| crate::table::table("events").unwrap().at(name).unwrap();
        assert_eq!(rows[0].get_string(at("cameo")).unwrap(), "014");
        assert_eq!(rows[0].get_string(at("quad")).unwrap(), "1");
        assert_eq!(rows[0].get_long(at("killed")).unwrap(), 7);
        assert!(rows[0].get_bool(at("headline")).unwrap());
        assert!(rows[0].to_string().contains("published: 1970-01-03"), "{}", rows[0]);
        assert_eq!(rows[1].get_string(at("sentence")).unwrap(), "“Gondor” – é");
        assert!(rows[1].get_string(at("cameo")).is_err());
    }

    #[test]
    fn no_rows_are_a_file_too() {
        let bytes = bytes::Bytes::from(written("parquet", &[]));
        assert_eq!(SerializedFileReader::new(bytes).unwrap().metadata().num_row_groups(), 0);
    }
}
