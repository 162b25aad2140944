//! Every input format, sound and damaged: what is sound is found, and nothing breaks or hangs.

use detente::ingest;
use detente::ingest::Found;
use detente::ingest::Source;
use detente::model::RawDocument;
use flate2::Compression;
use flate2::Crc;
use flate2::write::DeflateEncoder;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::io::Write;

/// A file of several records.
struct Sample {
    name: &'static str,
    bytes: Vec<u8>,
    /// Where each record begins and ends.
    places: Vec<(usize, usize)>,
}

const N_RECORDS: usize = 6;

/// What record `i` says; long enough that a damage hits text as often as headers.
fn sentence(i: usize) -> String {
    let towns = ["Bree", "Edoras", "Dale", "Esgaroth", "Osgiliath", "Pelargir"];
    format!(
        "Record {i} says that the envoys of {} met in the morning of day {i}, and that the talks go on.",
        towns[i % towns.len()]
    )
}

fn page(i: usize) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>Day {i}</title></head><body><p>{}</p></body></html>",
        sentence(i)
    )
}

/// Joins what `one` makes between a head and a tail, and remembers where each stands.
fn joined(name: &'static str, head: &str, one: &dyn Fn(usize) -> Vec<u8>, tail: &str) -> Sample {
    let (mut bytes, mut places) = (head.as_bytes().to_vec(), Vec::new());
    for i in 0..N_RECORDS {
        let start = bytes.len();
        bytes.extend(one(i));
        places.push((start, bytes.len()));
    }
    bytes.extend_from_slice(tail.as_bytes());
    Sample { name, bytes, places }
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::new(1));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn warc_record(kind: &str, i: usize, extra: &str, block: &str) -> Vec<u8> {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{i}>\r\nWARC-Target-URI: http://bree.example/{i}\r\n{extra}Content-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
    .into_bytes()
}

fn response(i: usize) -> Vec<u8> {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", page(i));
    warc_record("response", i, "Content-Type: application/http; msgtype=response\r\n", &block)
}

fn zip_member(i: usize, deflated: bool) -> Vec<u8> {
    let text = page(i);
    let mut crc = Crc::new();
    crc.update(text.as_bytes());
    let data = if deflated {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    } else {
        text.clone().into_bytes()
    };
    let name = format!("{i}.html");
    let mut out = b"PK\x03\x04\x14\0\0\0".to_vec();
    out.extend(if deflated { [8, 0] } else { [0, 0] });
    out.extend([0; 4]);
    out.extend(crc.sum().to_le_bytes());
    out.extend((data.len() as u32).to_le_bytes());
    out.extend((text.len() as u32).to_le_bytes());
    out.extend((name.len() as u16).to_le_bytes());
    out.extend([0; 2]);
    out.extend(name.as_bytes());
    out.extend(data);
    out
}

fn tar_member(i: usize) -> Vec<u8> {
    let text = page(i);
    let mut header = tar::Header::new_ustar();
    header.set_path(format!("news/{i}.html")).unwrap();
    header.set_size(text.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    let mut out = header.as_bytes().to_vec();
    out.extend(text.as_bytes());
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

fn samples() -> Vec<Sample> {
    let rss = |i: usize| {
        format!("<item><title>Day {i}</title><link>http://bree.example/{i}</link><description>{}</description></item>\n", sentence(i)).into_bytes()
    };
    let atom = |i: usize| {
        format!("<entry><title>Day {i}</title><link href='http://bree.example/{i}'/><content type='html'>&lt;p&gt;{}&lt;/p&gt;</content></entry>\n", sentence(i)).into_bytes()
    };
    let json = |i: usize| {
        let comma = if i == 0 { "" } else { "," };
        format!("{comma}\n{{\"id\": \"{i}\", \"content_text\": \"{}\"}}", sentence(i)).into_bytes()
    };
    let url = |i: usize| {
        format!("<url><loc>http://bree.example/{i}</loc><news:news><news:title>{}</news:title></news:news></url>\n", sentence(i)).into_bytes()
    };
    let mail = |i: usize| {
        format!("From a@bree.example Mon Mar  4 10:00:0{i} 2024\nFrom: Bree Herald <a@bree.example>\nTo: b@bree.example\nSubject: Day {i}\nDate: Mon, 4 Mar 2024 10:00:00 +0100\n\n{}\n\n", sentence(i)).into_bytes()
    };
    let line = |i: usize| format!("{{\"id\":\"{i}\",\"text\":\"{}\"}}\n", sentence(i)).into_bytes();
    let wet = |i: usize| warc_record("conversion", i, "Content-Type: text/plain\r\n", &sentence(i));
    vec![
        joined("warc", "", &response, ""),
        joined("warc.gz", "", &|i| gzipped(&response(i)), ""),
        joined("warc.zst", "", &|i| zstandard(&response(i)), ""),
        joined("warc.bz2", "", &|i| bzipped(&response(i)), ""),
        joined("wet.gz", "", &|i| gzipped(&wet(i)), ""),
        joined(
            "rss",
            "<?xml version='1.0'?><rss version='2.0'><channel><title>Bree Herald</title>",
            &rss,
            "</channel></rss>",
        ),
        joined(
            "atom",
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Bree Herald</title>",
            &atom,
            "</feed>",
        ),
        joined(
            "json feed",
            "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[",
            &json,
            "]}",
        ),
        joined("sitemap", "<?xml version='1.0'?><urlset xmlns:news='x'>", &url, "</urlset>"),
        joined("mbox", "", &mail, ""),
        joined("jsonl", "", &line, ""),
        joined("jsonl.gz", "", &|i| gzipped(&line(i)), ""),
        joined("jsonl.bz2", "", &|i| bzipped(&line(i)), ""),
        joined("jsonl.zst", "", &|i| zstandard(&line(i)), ""),
        joined("zip", "", &|i| zip_member(i, true), "PK\x05\x06"),
        joined("zip, stored", "", &|i| zip_member(i, false), "PK\x05\x06"),
        joined("tar", "", &tar_member, ""),
        joined("tar.gz", "", &|i| gzipped(&tar_member(i)), ""),
        joined("tar.zst", "", &|i| zstandard(&tar_member(i)), ""),
        joined("tar.bz2", "", &|i| bzipped(&tar_member(i)), ""),
    ]
}

fn read(bytes: Vec<u8>) -> (Vec<RawDocument>, BTreeMap<&'static str, usize>) {
    let source = Source::Stream("-".to_owned(), Box::new(std::io::Cursor::new(bytes)));
    let (mut documents, mut oddities) = (Vec::new(), BTreeMap::new());
    for found in ingest::read(vec![source], None) {
        match found.unwrap() {
            Found::Document(raw) => {
                for warning in &raw.warnings {
                    *oddities.entry(warning.code).or_default() += 1;
                }
                documents.push(raw.value);
            }
            Found::Skipped(skipped) => *oddities.entry(skipped.reason).or_default() += 1,
        }
    }
    (documents, oddities)
}

fn holds(documents: &[RawDocument], i: usize) -> bool {
    documents.iter().any(|it| it.body.contains(&sentence(i)))
}

#[test]
fn an_xz_file_is_read_as_if_it_were_not_packed() {
    // Made by `xz` from the sentence below.
    let bytes = b"\xfd\x37\x7a\x58\x5a\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x16\x00\x00\x00\x74\x2f\xe5\xa3\x01\x00\x30Record 0 of this file was packed in another way.\x0a\x00\x00\x00\x00\xeb\x81\x1e\x8a\xae\xe5\x8c\x07\x00\x01\x49\x31\x5d\x41\xe3\x50\x1f\xb6\xf3\x7d\x01\x00\x00\x00\x00\x04\x59\x5a";
    let (documents, oddities) = read(bytes.to_vec());
    assert_eq!(documents[0].body, "Record 0 of this file was packed in another way.\n");
    assert!(oddities.is_empty());
    let (_, oddities) = read(bytes[..60].to_vec());
    assert_eq!(oddities, BTreeMap::from([("damaged", 1)]));
}

/// Not even its first block can be read: that is no empty file.
#[test]
fn a_packed_file_of_which_nothing_is_left_is_damaged() {
    for pack in [gzipped, bzipped, zstandard] {
        let packed = pack(sentence(0).as_bytes());
        let (documents, _) = read(packed.clone());
        assert_eq!(documents[0].body, sentence(0));
        let (documents, oddities) = read(packed[..12].to_vec());
        assert_eq!((documents.len(), oddities), (0, BTreeMap::from([("damaged", 1)])));
    }
}

#[test]
fn feeds_give_their_facts() {
    let feed = b"<?xml version='1.0' encoding='iso-8859-1'?><rss version='2.0'><channel><title>Bree Herald</title><language>en</language><item><title>Talks &amp; tea</title><link>http://bree.example/1</link><pubDate>Tue, 05 Mar 2024 10:00:00 +0100</pubDate><dc:creator>Pippin Took</dc:creator><source url='http://dale.example/rss'>Dale Times</source><description><![CDATA[<p>The caf\xe9 was full.</p>]]></description></item></channel></rss>";
    let (documents, oddities) = read(feed.to_vec());
    let item = &documents[0];
    assert_eq!(item.title.as_deref(), Some("Talks & tea"));
    assert_eq!(item.url.as_deref(), Some("http://bree.example/1"));
    assert_eq!(item.published_at.as_deref(), Some("2024-03-05T10:00:00+01:00"));
    assert_eq!(item.byline, ["Pippin Took"]);
    assert_eq!(item.outlet.as_deref(), Some("Bree Herald"));
    assert_eq!(item.origin.as_deref(), Some("Dale Times"));
    assert!(item.truncated && item.body.contains("The café was full."), "{item:?}");
    assert_eq!(oddities, BTreeMap::from([("ingest.summary_only", 1)]));
}

#[test]
fn a_mail_gives_its_facts() {
    let mail = b"From: =?utf-8?q?Bree_Herald?= <a@bree.example>\r\nTo: b@bree.example\r\nSubject: The week\r\nDate: Tue, 5 Mar 2024 10:00:00 +0100\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe caf=E9 was full.\r\n";
    let (documents, _) = read(mail.to_vec());
    assert_eq!(documents[0].title.as_deref(), Some("The week"));
    assert_eq!(documents[0].outlet.as_deref(), Some("Bree Herald"));
    assert_eq!(documents[0].published.map(|it| it.to_string()).as_deref(), Some("2024-03-05"));
    assert!(documents[0].body.starts_with("The café was full."));
}

#[test]
fn crawls_give_what_was_fetched_well() {
    let plain = |kind: &str, extra: &str, block: &str| warc_record(kind, 1, extra, block);
    let http = |status: &str, kind: &str| {
        plain(
            "response",
            "Content-Type: application/http\r\n",
            &format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{}", page(0)),
        )
    };
    let records = [
        plain("warcinfo", "", "software: x"),
        plain("revisit", "", ""),
        http("404 Not Found", "text/html"),
        http("200 OK", "image/png"),
        plain(
            "response",
            "WARC-Segment-Number: 1\r\nContent-Type: application/http\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nThe envoys met ",
        ),
        plain(
            "continuation",
            "WARC-Segment-Number: 2\r\nWARC-Segment-Origin-ID: <urn:uuid:1>\r\nWARC-Segment-Total-Length: 70\r\n",
            "in the town.",
        ),
        plain(
            "continuation",
            "WARC-Segment-Number: 5\r\nWARC-Segment-Origin-ID: <urn:uuid:9>\r\n",
            "lost",
        ),
        plain(
            "response",
            "WARC-Truncated: length\r\nContent-Type: application/http\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nThe envoys",
        ),
    ];
    let (documents, oddities) = read(records.concat());
    let bodies: Vec<_> = documents.iter().map(|it| it.body.as_str()).collect();
    assert_eq!(bodies, ["The envoys met in the town.", "The envoys"]);
    assert_eq!(documents[0].url.as_deref(), Some("http://bree.example/1"));
    let expected = [
        ("no_document", 1),
        ("revisit", 1),
        ("http_status", 1),
        ("media_type", 1),
        ("segment", 1),
        ("ingest.truncated_record", 1),
    ];
    assert_eq!(oddities, BTreeMap::from(expected));
}

#[test]
fn wrong_lengths_lose_no_record() {
    for wrong in ["5", "400", "999999999999", "-1", "x"] {
        let mut records: Vec<u8> = response(0);
        let text = String::from_utf8(response(1)).unwrap();
        let (head, rest) = text.split_once("Content-Length: ").unwrap();
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        records.extend(format!("{head}Content-Length: {wrong}{rest}").into_bytes());
        records.extend(response(2));
        let (documents, oddities) = read(records);
        assert!((0..3).all(|i| holds(&documents, i)), "{wrong}: {documents:#?}");
        assert_eq!(oddities.get("ingest.wrong_length"), Some(&1), "{wrong}");
    }
}

#[test]
fn sound_files_are_read_whole() {
    for sample in samples() {
        let (documents, _) = read(sample.bytes);
        assert_eq!(documents.len(), N_RECORDS, "{}: {documents:#?}", sample.name);
        for i in 0..N_RECORDS {
            assert!(holds(&documents[i..=i], i), "{}: {i}", sample.name);
        }
    }
}

/// Numbers that look random and are the same each time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// A damaged copy, and which bytes of the original were hit; bytes behind them may have moved.
fn damaged(bytes: &[u8], dice: &mut Dice) -> (Vec<u8>, usize, usize) {
    let at = dice.below(bytes.len());
    let length = dice.below(64).min(bytes.len() - at);
    let mut out = bytes.to_vec();
    match dice.below(4) {
        0 => {
            out[at] ^= 1 << dice.below(8);
            return (out, at, at + 1);
        }
        1 => {
            out.truncate(at);
            return (out, at, bytes.len());
        }
        2 => {
            out.drain(at..at + length);
        }
        _ => {
            let from = dice.below(bytes.len());
            let piece = bytes[from..(from + length).min(bytes.len())].to_vec();
            out.splice(at..at, piece);
            return (out, at, at + 1);
        }
    }
    (out, at, at + length)
}

/// What comes before a damage is never lost; what comes behind it is found again but for the record next to it.
#[test]
fn a_thousand_damages_of_each_format_lose_only_what_they_hit() {
    let mut worst = BTreeMap::new();
    for sample in samples() {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        let (mut n_behind, mut n_lost) = (0, 0);
        for round in 0..1000 {
            let (bytes, from, to) = damaged(&sample.bytes, &mut dice);
            let (documents, _) = read(bytes.clone());
            for (i, &(start, end)) in sample.places.iter().enumerate() {
                if end <= from {
                    assert!(
                        holds(&documents, i),
                        "{} round {round}: record {i} stands before the damage at {from}\n{}",
                        sample.name,
                        String::from_utf8_lossy(&bytes)
                    );
                } else if start > to && from >= sample.places[0].0 {
                    n_behind += 1;
                    n_lost += usize::from(!holds(&documents, i));
                }
            }
        }
        worst.insert(sample.name, (n_lost, n_behind));
    }
    for (name, (n_lost, n_behind)) in worst {
        assert!(
            n_lost * 100 <= n_behind * 5,
            "{name}: {n_lost} of {n_behind} behind a damage are lost"
        );
    }
}
