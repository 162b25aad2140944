//! Runs that stop, and go on.

use crate::detente;
use crate::err;
use crate::piped;
use std::fmt::Write as _;
use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

fn lines(from: usize, to: usize) -> String {
    (from..to).fold(String::new(), |mut out, i| {
        let _ = writeln!(out, "{{\"id\":\"{i}\",\"text\":\"The envoy of Bree came on day {i}.\"}}");
        out
    })
}

#[test]
fn a_killed_run_goes_on_and_gives_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (out, manifest) =
        (folder.path().join("out.jsonl"), folder.path().join("out.jsonl.part.json"));
    let arguments = format!("extract - --resume -o {}", out.display());
    let mut command = detente(&arguments);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut n_sent = 0;
    // What is done is written down about once a second.
    while !manifest.exists() {
        stdin.write_all(lines(n_sent, n_sent + 100).as_bytes()).unwrap();
        n_sent += 100;
        std::thread::sleep(Duration::from_millis(100));
        assert!(n_sent < 60_000, "nothing was written down");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!out.exists());

    let all = lines(0, n_sent + 50);
    let result = piped(&arguments, all.as_bytes());
    assert!(result.status.success(), "{}", err(&result));
    let once = piped("extract -", all.as_bytes());
    assert!(std::fs::read(&out).unwrap() == once.stdout, "not the same as in one go");
    assert!(!manifest.exists());
    let n_again: usize = err(&result).split(' ').next().unwrap().parse().unwrap();
    assert!(n_again < n_sent + 50, "everything was done again");

    // What is there is not made again.
    let result = piped(&arguments, b"");
    assert!(result.status.success() && err(&result).contains("1 done before"), "{}", err(&result));
}

#[test]
fn another_question_is_not_answered_from_a_stopped_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.jsonl");
    let manifest = folder.path().join("out.jsonl.part.json");
    std::fs::write(
        &manifest,
        "{\"schema\":\"detente.resume/1\",\"about\":[],\"done\":1,\"errors\":0,\"written\":0}",
    )
    .unwrap();
    let result = piped(&format!("extract - --resume -o {}", out.display()), b"A text.");
    assert_eq!(result.status.code(), Some(2));
    assert!(err(&result).contains("hint"), "{}", err(&result));
}
