//! Alerts sent to servers of this machine: each once, and none lost where a server fails.

use crate::detente;
use crate::err;
use crate::out;
use crate::store::WATCH;
use crate::store::table;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::process::Output;
use std::thread::JoinHandle;

fn files(folder: &Path) {
    std::fs::write(folder.join("list.toml"), WATCH).unwrap();
    std::fs::write(folder.join("counts.csv"), table()).unwrap();
}

fn ask(folder: &Path, more: &str) -> Output {
    let (list, csv) = (folder.join("list.toml"), folder.join("counts.csv"));
    let args = format!("alerts {} {} --format jsonl {more}", list.display(), csv.display());
    let mut command = detente(&args);
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "DETENTE_SMTP"] {
        command.env_remove(name);
    }
    command.env("DETENTE_WEBHOOK_KEY", "key").output().unwrap()
}

/// Takes one request and answers with a status; gives head and body.
fn web_server(status: &'static str) -> (String, JoinHandle<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/hook?token=hidden", listener.local_addr().unwrap());
    let serve = move || {
        let mut stream = BufReader::new(listener.accept().unwrap().0);
        let request = request(&mut stream);
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        stream.get_mut().write_all(answer.as_bytes()).unwrap();
        request
    };
    (address, std::thread::spawn(serve))
}

fn request(stream: &mut BufReader<TcpStream>) -> (String, String) {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(stream.read_line(&mut head).unwrap() > 0, "{head}");
    }
    let mut body = vec![0; header(&head, "content-length").parse().unwrap()];
    stream.read_exact(&mut body).unwrap();
    (head, String::from_utf8(body).unwrap())
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let mut pairs = head.lines().filter_map(|it| it.split_once(": "));
    pairs.find(|it| it.0.eq_ignore_ascii_case(name)).unwrap().1
}

#[test]
fn a_webhook_gets_each_alert_once_and_signed() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    let (address, server) = web_server("204 No Content");
    let more = format!("--from 2024-01-01 --webhook {address}");
    let first = ask(folder.path(), &more);
    assert!(first.status.success(), "{}", err(&first));
    let (head, body) = server.join().unwrap();
    assert!(head.starts_with("POST /hook?token=hidden "), "{head}");
    assert_eq!(body, out(&first).trim_end(), "what is sent is what is printed");
    let alert: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(alert["id"], header(&head, "detente-alert"));
    let mut mac = <hmac::Hmac<sha2::Sha256> as hmac::Mac>::new_from_slice(b"key").unwrap();
    hmac::Mac::update(&mut mac, header(&head, "detente-timestamp").as_bytes());
    hmac::Mac::update(&mut mac, format!(".{body}").as_bytes());
    let bytes = hmac::Mac::finalize(mac).into_bytes();
    let hex: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
    assert_eq!(header(&head, "detente-signature"), format!("v1={hex}"));
    // The server is gone: a second request would fail.
    let second = ask(folder.path(), &more);
    assert!(second.status.success() && out(&second) == out(&first), "{}", err(&second));
}

#[test]
fn what_fails_is_told_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    for status in ["500 Oops", "302 Found", "200 OK"] {
        let (address, server) = web_server(status);
        let sent = folder.path().join("sent");
        let more = format!("--from 2024-01-01 --sent {} --webhook {address}", sent.display());
        let output = ask(folder.path(), &more);
        server.join().unwrap();
        assert!(out(&output).contains("\"opened\""), "{status}");
        let is_sent = status == "200 OK";
        assert_eq!(output.status.code(), Some(if is_sent { 0 } else { 4 }), "{}", err(&output));
        assert_eq!(err(&output).contains("alerts.not_sent: http://127.0.0.1"), !is_sent);
        assert!(!err(&output).contains("hidden"), "{}", err(&output));
        assert_eq!(std::fs::read_to_string(sent).unwrap().lines().count(), usize::from(is_sent));
    }
}

#[test]
fn what_keeps_alerts_from_being_sent_is_said_first() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    for (more, sign) in [
        ("--webhook http://127.0.0.1:9/", "--from"),
        ("--from 2024-01-01 --webhook nowhere", "no web address"),
        ("--from 2024-01-01 --mail-from a@x.example --mail-to b@x.example", "DETENTE_SMTP"),
        ("--from 2024-01-01 --mail-to b@x.example", "--mail-from"),
    ] {
        let output = ask(folder.path(), more);
        assert_eq!(output.status.code(), Some(2), "{more}: {}", err(&output));
        assert!(err(&output).contains(sign) && out(&output).is_empty(), "{}", err(&output));
    }
}

/// Takes one mail as a server does, and gives what was said to it.
fn mail_server() -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let serve = move || {
        let mut stream = BufReader::new(listener.accept().unwrap().0);
        let say = |to: &mut BufReader<TcpStream>, it: &str| {
            to.get_mut().write_all(format!("{it}\r\n").as_bytes()).unwrap();
        };
        say(&mut stream, "220 mail.example");
        let (mut all, mut in_data) = (String::new(), false);
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).unwrap() == 0 {
                return all;
            }
            let ends = line.trim_end() == ".";
            let is_data = line.starts_with("DATA");
            match (in_data, line.starts_with("QUIT")) {
                (true, _) if !ends => {}
                (_, true) => say(&mut stream, "221 bye"),
                _ if is_data => say(&mut stream, "354 go on"),
                _ => say(&mut stream, "250 mail.example"),
            }
            in_data = is_data || in_data && !ends;
            all += &line;
        }
    };
    (address, std::thread::spawn(serve))
}

#[test]
fn a_mail_tells_what_is_new() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path());
    let (address, server) = mail_server();
    let list = folder.path().join("list.toml");
    let args = format!(
        "alerts {} {} --from 2024-01-01 --mail-from detente@news.example --mail-to desk@news.example",
        list.display(),
        folder.path().join("counts.csv").display()
    );
    let first = detente(&args).env("DETENTE_SMTP", &address).output().unwrap();
    assert!(first.status.success(), "{}", err(&first));
    let mail = server.join().unwrap();
    for sign in ["RCPT TO:<desk@news.example>", "Subject: 1 alert", "count 100", "Message-ID: <"] {
        assert!(mail.contains(sign), "{sign}: {mail}");
    }
    // The server is gone: a second mail would fail.
    let second = detente(&args).env("DETENTE_SMTP", &address).output().unwrap();
    assert!(second.status.success(), "{}", err(&second));
}
