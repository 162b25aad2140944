//! What goes wrong around the program: inputs that are not there, disks that are full, readers that leave.

use crate::detente;
use crate::err;
use crate::names;
use crate::piped;
use crate::write;
use std::fs::File;
use std::io::Read;
use std::process::Stdio;

#[test]
fn a_missing_file_is_named() {
    let output = detente("code no-such-file.txt").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(err(&output).contains("no-such-file.txt") && err(&output).contains("hint:"));
}

#[test]
fn nothing_to_read_is_an_error() {
    let output = piped("code --input-format jsonl -", b"");
    assert_eq!(output.status.code(), Some(3));
    assert!(err(&output).contains("nothing to read"), "{}", err(&output));
    let folder = tempfile::tempdir().unwrap();
    let output = detente("code .").current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn an_empty_file_is_skipped_and_said() {
    let output = piped("code -", b"  \n");
    assert!(output.status.success());
    assert!(err(&output).contains("skipped: 1 empty"), "{}", err(&output));
}

#[test]
fn unknown_arguments_exit_with_2() {
    for args in
        ["code --format xml x", "sing", "code --min-confidence 2 x", "explain NO_SUCH_CLASS"]
    {
        assert_eq!(detente(args).output().unwrap().status.code(), Some(2), "{args}");
    }
}

#[test]
fn a_broken_model_or_table_is_named() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "model.bin", b"no model");
    let run = |args: &str| detente(args).current_dir(folder.path()).output().unwrap();
    assert_eq!(run("model --model model.bin").status.code(), Some(6));
    assert_eq!(run("model --model missing.bin").status.code(), Some(6));
    assert_eq!(run("lexicon check .").status.code(), Some(5));
}

#[test]
fn quiet_is_quiet() {
    let output = piped("code --quiet -", b"Norway warned Sweden.");
    assert!(output.stderr.is_empty());
}

/// `/dev/full` takes nothing, as a full disk does.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", b"Norway warned Sweden.");
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = detente("code --format jsonl a.txt");
    let output = command.current_dir(folder.path()).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", err(&output));
    assert!(err(&output).contains("disk is full"), "{}", err(&output));
    let mut command = detente("code --format jsonl -o /dev/full a.txt");
    let output = command.current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", err(&output));
}

#[test]
fn an_output_is_whole_or_absent() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", b"Norway warned Sweden.");
    // The folder for the output is a file, so it cannot be written.
    write(folder.path(), "taken", b"");
    let mut command = detente("code --format jsonl -o taken/out.jsonl a.txt");
    let output = command.current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", err(&output));
    assert_eq!(names(folder.path()), ["a.txt", "taken"]);
    let mut command = detente("code --format jsonl -o out.jsonl a.txt");
    assert!(command.current_dir(folder.path()).output().unwrap().status.success());
    assert_eq!(names(folder.path()), ["a.txt", "out.jsonl", "taken"]);
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "{\"text\":\"Norway warned Sweden on Monday.\"}\n".repeat(2_000);
    write(folder.path(), "lines.jsonl", lines.as_bytes());
    let mut command = detente("extract lines.jsonl");
    command.current_dir(folder.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut first = [0u8; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", err(&output));
    assert!(!err(&output).contains("error"), "{}", err(&output));
}
