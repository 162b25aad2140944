//! Alerts handed on: signed to a web address, or by mail; each once.
//!
//! In: alerts and where they go. Out: a request for each alert and one mail for all that are new, and a list of what was sent.
//! A sender that fails is told and loses nothing: what did not arrive is not on the list, and is tried on the next run.
//! Secrets come from the environment alone.

use crate::args;
use crate::report::say;
use anyhow::Result;
use detente::model::Error;
use detente::model::ErrorKind;
use detente::report;
use detente::report::Alert;
use detente::report::WatchList;
use hmac::Hmac;
use hmac::Mac;
use lettre::Message;
use lettre::SmtpTransport;
use lettre::Transport;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use sha2::Sha256;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::SystemTime;

/// The key that requests are signed with.
const KEY: &str = "DETENTE_WEBHOOK_KEY";

/// The server that takes mail: `smtps://USER:PASSWORD@HOST`.
const SERVER: &str = "DETENTE_SMTP";

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where alerts go, and what went there before.
pub(crate) struct Senders {
    webhook: Option<Webhook>,
    mail: Option<Mail>,
    sent: Sent,
}

impl Senders {
    /// Looks at all that could keep alerts from being sent, before any work is done; none if they go nowhere.
    ///
    /// # Errors
    /// If a secret is missing, an address is none, or nothing says where to begin.
    pub(crate) fn new(args: &args::Alerts) -> Result<Option<Self>, Error> {
        if args.webhook.is_none() && args.mail_to.is_empty() {
            return Ok(None);
        }
        let webhook = args.webhook.as_deref().map(Webhook::new).transpose()?;
        let mail = if args.mail_to.is_empty() { None } else { Some(Mail::new(args)?) };
        let path = args.sent.clone().unwrap_or_else(|| beside(&args.list));
        if args.from.is_none() && !path.exists() {
            let error =
                Error::new(ErrorKind::Usage, "nothing was sent before, so every alert is new");
            return Err(error.hint("say with --from from which day on alerts are sent"));
        }
        Ok(Some(Senders { webhook, mail, sent: Sent::open(path)? }))
    }

    /// Sends what was not sent before; what fails is told at once, and the rest goes on.
    ///
    /// # Errors
    /// If anything could not be sent, after all that could.
    pub(crate) fn send(mut self, alerts: &[Alert], list: &WatchList) -> Result<()> {
        let mut n_failed = 0;
        if let Some(webhook) = &self.webhook {
            for alert in self.sent.fresh(alerts, &webhook.shown) {
                match webhook.send(alert) {
                    Ok(()) => self.sent.note(&[alert], &webhook.shown)?,
                    Err(reason) => n_failed += failed(&webhook.shown, &reason),
                }
            }
        }
        for (mail, to) in self.mail.iter().flat_map(|it| it.to.iter().map(move |to| (it, to))) {
            let name = to.email.to_string();
            let fresh = self.sent.fresh(alerts, &name);
            match if fresh.is_empty() { Ok(()) } else { mail.send(to, &fresh, list) } {
                Ok(()) => self.sent.note(&fresh, &name)?,
                Err(reason) => n_failed += failed(&name, &reason),
            }
        }
        if n_failed == 0 {
            return Ok(());
        }
        let error = Error::new(ErrorKind::Output, format!("{n_failed} not sent"));
        Err(error.hint("they are tried again on the next run").into())
    }
}

fn failed(address: &str, reason: &str) -> usize {
    say(&format!("warning: alerts.not_sent: {address}: {reason}"));
    1
}

/// Where the list of what was sent stands if nobody says.
fn beside(list: &Path) -> PathBuf {
    let mut name = list.as_os_str().to_owned();
    name.push(".sent");
    name.into()
}

/// What was sent: a line for each alert and address, with a tab between.
struct Sent {
    path: PathBuf,
    known: BTreeSet<(String, String)>,
}

impl Sent {
    fn open(path: PathBuf) -> Result<Self, Error> {
        let text = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                let error = Error::new(ErrorKind::Input, format!("cannot be read: {error}"));
                return Err(error.in_file(&path));
            }
            text => text.unwrap_or_default(),
        };
        // A last line that a kill cut off is of an alert that is sent again.
        let whole = &text[..text.rfind('\n').map_or(0, |it| it + 1)];
        let pairs = whole.lines().filter_map(|it| it.split_once('\t'));
        let known = pairs.map(|(id, address)| (id.to_owned(), address.to_owned())).collect();
        let sent = Sent { path, known };
        sent.append("").map(|()| sent)
    }

    fn fresh<'a>(&self, alerts: &'a [Alert], address: &str) -> Vec<&'a Alert> {
        let is_fresh = |it: &&Alert| !self.known.contains(&(it.id.clone(), address.to_owned()));
        alerts.iter().filter(is_fresh).collect()
    }

    fn note(&mut self, alerts: &[&Alert], address: &str) -> Result<(), Error> {
        let lines: String = alerts.iter().map(|it| format!("{}\t{address}\n", it.id)).collect();
        self.known.extend(alerts.iter().map(|it| (it.id.clone(), address.to_owned())));
        self.append(&lines)
    }

    fn append(&self, lines: &str) -> Result<(), Error> {
        let file = File::options().create(true).append(true).open(&self.path);
        let written = file.and_then(|mut it| it.write_all(lines.as_bytes()).and(it.sync_data()));
        written.map_err(|error| {
            let error = Error::new(ErrorKind::Output, format!("cannot be written: {error}"));
            error.in_file(&self.path).hint("without it alerts would be sent again")
        })
    }
}

/// A web address that takes alerts.
struct Webhook {
    address: String,
    /// Without what may be secret.
    shown: String,
    key: String,
    agent: ureq::Agent,
}

impl Webhook {
    fn new(address: &str) -> Result<Self, Error> {
        let uri: ureq::http::Uri = address.parse().map_err(|_| no_address(address))?;
        let (Some("http" | "https"), Some(host)) = (uri.scheme_str(), uri.host()) else {
            return Err(no_address(address));
        };
        let port = uri.port().map_or_else(String::new, |it| format!(":{it}"));
        let scheme = uri.scheme_str().unwrap_or_default();
        let shown = format!("{scheme}://{host}{port}{}", uri.path());
        let key =
            secret(KEY, "the key that requests are signed with, which the receiver knows too")?;
        let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0);
        let agent = config.build().new_agent();
        Ok(Webhook { address: address.to_owned(), shown, key, agent })
    }

    fn send(&self, alert: &Alert) -> Result<(), String> {
        let body = serde_json::to_string(alert).map_err(|error| error.to_string())?;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let time = now.map_or(0, |it| it.as_secs()).to_string();
        let request = self.agent.post(&self.address).header("content-type", "application/json");
        let request = request
            .header("detente-alert", &alert.id)
            .header("detente-timestamp", &time)
            .header("detente-signature", signature(&self.key, &time, &body));
        let answer = request.send(body.as_str()).map_err(|error| error.to_string())?;
        let status = answer.status();
        if status.is_success() { Ok(()) } else { Err(format!("it answered {status}")) }
    }
}

fn no_address(address: &str) -> Error {
    let error = Error::new(ErrorKind::Usage, format!("no web address: {address}"));
    error.hint("for instance https://alerts.example/detente")
}

/// HMAC-SHA256 (RFC 2104) in hex of the time, a full stop and the body.
fn signature(key: &str, time: &str, body: &str) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("a key may have any length");
    mac.update(format!("{time}.{body}").as_bytes());
    let bytes = mac.finalize().into_bytes();
    "v1=".to_owned() + &bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
}

/// A server that takes mail, and who gets it.
struct Mail {
    server: SmtpTransport,
    from: Mailbox,
    to: Vec<Mailbox>,
}

impl Mail {
    fn new(args: &args::Alerts) -> Result<Self, Error> {
        let url = secret(SERVER, "smtps://USER:PASSWORD@HOST, the server that takes mail")?;
        // The reason might show the password.
        let wrong = || Error::new(ErrorKind::Usage, format!("{SERVER} names no mail server"));
        let hint =
            "smtps://USER:PASSWORD@HOST, or smtp://HOST:25 for one of your own without a password";
        let server = SmtpTransport::from_url(&url).map_err(|_| wrong().hint(hint))?;
        let server = server.timeout(Some(PATIENCE)).build();
        let to = args.mail_to.iter().map(|it| mailbox(it)).collect::<Result<_, _>>()?;
        let from = mailbox(args.mail_from.as_deref().unwrap_or_default())?;
        Ok(Mail { server, from, to })
    }

    /// One mail for all that is new; its id is made from theirs.
    fn send(&self, to: &Mailbox, alerts: &[&Alert], list: &WatchList) -> Result<(), String> {
        let alerts: Vec<Alert> = alerts.iter().map(|it| (*it).clone()).collect();
        let page = report::alerts_page(&alerts, list);
        let ids: String = alerts.iter().map(|it| it.id.as_str()).collect();
        let id = signature("", to.email.as_ref(), &ids);
        let message = Message::builder()
            .from(self.from.clone())
            .to(to.clone())
            .subject(&page.title)
            .message_id(Some(format!("<{}@detente>", id.trim_start_matches("v1="))))
            .header(ContentType::TEXT_PLAIN)
            .body(page.text());
        let message = message.map_err(|error| error.to_string())?;
        self.server.send(&message).map(|_| ()).map_err(|error| error.to_string())
    }
}

fn mailbox(address: &str) -> Result<Mailbox, Error> {
    address.parse().map_err(|_| {
        let error = Error::new(ErrorKind::Usage, format!("no mail address: {address}"));
        error.hint("for instance desk@news.example, or \"Desk <desk@news.example>\"")
    })
}

fn secret(name: &str, what: &str) -> Result<String, Error> {
    let value = std::env::var(name).ok().filter(|it| !it.is_empty());
    value.ok_or_else(|| {
        let error = Error::new(ErrorKind::Usage, format!("{name} is not set"));
        error.hint(format!("it holds {what}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reckoned with Python's `hmac`.
    #[test]
    fn signatures_are_hmac() {
        assert_eq!(
            signature("key", "1700000000", "{}"),
            "v1=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae"
        );
    }
}
