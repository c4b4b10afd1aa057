//! An SMTP server that does what a test tells it: takes letters, refuses, hangs, hangs up. With TLS
//! at once, by STARTTLS, or without.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behaviour {
    Accept,
    /// Says goodbye instead of hello.
    GreetWith421,
    /// Goes down in the middle of a conversation.
    CloseAtMail,
    /// Answers the recipient with this code.
    Recipient(u16),
    /// Reads the letter, keeps none, and says nothing until it is told to accept.
    HangInData,
    /// Keeps the letter, then hangs up instead of saying so.
    DropAfterDot,
    /// Keeps the letter, and says so only when it is told to accept.
    HoldAnswer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encryption {
    None,
    Starttls,
    Tls,
}

/// A letter as it came over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) data: String,
    pub(crate) encrypted: bool,
    /// What `AUTH PLAIN` said, decoded by nobody.
    pub(crate) credentials: Option<String>,
}

impl Received {
    /// Names and values of all headers, unfolded.
    pub(crate) fn headers(&self) -> Vec<(String, String)> {
        let (head, _) = self.data.split_once("\r\n\r\n").unwrap();
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let split = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_owned(), value.to_owned())
        };
        unfolded.split("\r\n").map(split).collect()
    }

    pub(crate) fn header(&self, name: &str) -> String {
        let found: Vec<_> = self.headers().into_iter().filter(|(found, _)| found == name).collect();
        assert_eq!(found.len(), 1, "{name} in {}", self.data);
        found[0].1.clone()
    }

    pub(crate) fn message_id(&self) -> String {
        self.header("Message-ID")
    }
}

struct Shared {
    behaviour: Mutex<Behaviour>,
    received: Mutex<Vec<Received>>,
    commands: Mutex<Vec<String>>,
    encryption: Encryption,
    tls: Option<Arc<rustls::ServerConfig>>,
    closed: AtomicBool,
}

pub(crate) struct Server {
    pub(crate) port: u16,
    shared: Arc<Shared>,
}

impl Server {
    /// Takes everything, without encryption, on a free port.
    pub(crate) fn start() -> Self {
        Self::on(0, Encryption::None, None)
    }

    pub(crate) fn on(
        port: u16,
        encryption: Encryption,
        tls: Option<Arc<rustls::ServerConfig>>,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            behaviour: Mutex::new(Behaviour::Accept),
            received: Mutex::default(),
            commands: Mutex::default(),
            encryption,
            tls,
            closed: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if serving.closed.load(Ordering::SeqCst) {
                    break;
                }
                let session = Arc::clone(&serving);
                // A client that hangs up ends its session; the others go on.
                thread::spawn(move || Session::serve(&session, stream.unwrap()).ok());
            }
        });
        Self { port, shared }
    }

    pub(crate) fn behave(&self, behaviour: Behaviour) {
        *self.shared.behaviour.lock().unwrap() = behaviour;
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.shared.received.lock().unwrap().clone()
    }

    /// Every command line that came in.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.shared.commands.lock().unwrap().clone()
    }

    /// Blocks until so many letters have come in.
    pub(crate) fn wait_for(&self, letters: usize) {
        for _ in 0..3_000 {
            if self.shared.received.lock().unwrap().len() >= letters {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("{letters} letters did not come within 30 seconds");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        // Wakes the listener, which then sees that it is over.
        TcpStream::connect(("127.0.0.1", self.port)).ok();
    }
}

/// A port on which nobody listens.
pub(crate) fn dead_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

trait Wire: Read + Write {}
impl<T: Read + Write> Wire for T {}

struct Session<'a> {
    shared: &'a Shared,
    wire: Box<dyn Wire + 'a>,
    encrypted: bool,
    credentials: Option<String>,
}

impl Session<'_> {
    fn serve(shared: &Shared, stream: TcpStream) -> std::io::Result<()> {
        let plain = stream.try_clone()?;
        let encrypted = shared.encryption == Encryption::Tls;
        let wire: Box<dyn Wire> = if encrypted { secure(shared, plain) } else { Box::new(plain) };
        let mut session = Session { shared, wire, encrypted, credentials: None };
        if session.behaviour() == Behaviour::GreetWith421 {
            return session.say("421 too busy");
        }
        session.say("220 test")?;
        let (mut from, mut to) = (String::new(), Vec::new());
        loop {
            let line = session.line()?;
            shared.commands.lock().unwrap().push(line.clone());
            let upper = line.to_ascii_uppercase();
            if upper.starts_with("EHLO") {
                session.say(&session.greeting())?;
            } else if upper == "STARTTLS" {
                session.say("220 go ahead")?;
                session.wire = secure(shared, stream.try_clone()?);
                session.encrypted = true;
            } else if upper.starts_with("AUTH PLAIN") {
                session.credentials = Some(line["AUTH PLAIN".len()..].trim().to_owned());
                session.say("235 welcome")?;
            } else if upper.starts_with("MAIL FROM:") {
                if session.behaviour() == Behaviour::CloseAtMail {
                    return session.say("421 closing");
                }
                (from, to) = (address(&line), Vec::new());
                session.say("250 ok")?;
            } else if upper.starts_with("RCPT TO:") {
                if let Behaviour::Recipient(code) = session.behaviour() {
                    session.say(&format!("{code} {} says no", address(&line)))?;
                    continue;
                }
                to.push(address(&line));
                session.say("250 ok")?;
            } else if upper == "DATA" {
                session.say("354 go on")?;
                let data = session.data()?;
                if !session.answer(Received {
                    from: from.clone(),
                    to: to.clone(),
                    data,
                    encrypted: session.encrypted,
                    credentials: session.credentials.clone(),
                })? {
                    return Ok(());
                }
            } else if upper == "QUIT" {
                return session.say("221 bye");
            } else {
                session.say("502 what?")?;
            }
        }
    }

    fn behaviour(&self) -> Behaviour {
        *self.shared.behaviour.lock().unwrap()
    }

    fn greeting(&self) -> String {
        let offer = match (self.shared.encryption, self.encrypted) {
            (Encryption::Starttls, false) => "STARTTLS",
            _ => "AUTH PLAIN",
        };
        format!("250-test\r\n250-8BITMIME\r\n250 {offer}")
    }

    /// What the server says to a whole letter; false when it hangs up.
    fn answer(&mut self, letter: Received) -> std::io::Result<bool> {
        let behaviour = self.behaviour();
        if behaviour == Behaviour::HangInData {
            self.wait_until_told();
            self.say("451 lost it")?;
            return Ok(true);
        }
        self.shared.received.lock().unwrap().push(letter);
        if behaviour == Behaviour::HoldAnswer {
            self.wait_until_told();
        }
        if behaviour == Behaviour::DropAfterDot {
            return Ok(false);
        }
        self.say("250 got it")?;
        Ok(true)
    }

    fn wait_until_told(&self) {
        while self.behaviour() != Behaviour::Accept && !self.shared.closed.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn say(&mut self, text: &str) -> std::io::Result<()> {
        self.wire.write_all(format!("{text}\r\n").as_bytes())?;
        self.wire.flush()
    }

    /// A line without its end, byte by byte: what follows may have to be read by TLS.
    fn line(&mut self) -> std::io::Result<String> {
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n") {
            let mut byte = [0];
            self.wire.read_exact(&mut byte)?;
            bytes.push(byte[0]);
        }
        bytes.truncate(bytes.len() - 2);
        Ok(String::from_utf8(bytes).unwrap())
    }

    fn data(&mut self) -> std::io::Result<String> {
        let mut data = String::new();
        loop {
            let line = self.line()?;
            if line == "." {
                return Ok(data);
            }
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
            data.push_str("\r\n");
        }
    }
}

fn secure(shared: &Shared, stream: TcpStream) -> Box<dyn Wire> {
    let config = shared.tls.clone().unwrap();
    let connection = rustls::ServerConnection::new(config).unwrap();
    Box::new(rustls::StreamOwned::new(connection, stream))
}

fn address(line: &str) -> String {
    let start = line.find('<').unwrap() + 1;
    line[start..start + line[start..].find('>').unwrap()].to_owned()
}
