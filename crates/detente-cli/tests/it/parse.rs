//! `detente parse`.

use crate::out;
use crate::piped;

#[test]
fn sentences_come_as_conllu() {
    for args in ["parse -", "parse --exact -"] {
        let output = piped(args, "“Gondor” warned Mordor. It waited.".as_bytes());
        let page = out(&output);
        assert!(page.starts_with("# newdoc id = "), "{page}");
        assert!(page.contains("# text = It waited.\n"), "{page}");
        let row = page.lines().find(|it| it.contains("\twarned\t")).unwrap();
        let fields: Vec<&str> = row.split('\t').collect();
        assert_eq!(fields.len(), 10);
        assert_eq!((fields[4], fields[6], fields[7]), ("VBD", "0", "ROOT"));
        assert!(fields[9].starts_with("start=9|end=15"), "{row}");
        assert!(page.ends_with("\n\n"));
    }
}
