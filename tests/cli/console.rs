//! What somebody at a terminal sees: a password that does not show, and how far a long command is. `script` (Linux)
//! gives the program a terminal of its own.

use crate::exports::Server;
use crate::support::Machine;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PASSWORD: &str = "kuda laut makan nasi";

/// A command on a terminal.
struct Terminal {
    child: Child,
    shown: Vec<u8>,
}

impl Terminal {
    fn run(machine: &Machine, command: &str) -> Self {
        let mut terminal = Command::new("script");
        terminal.args(["-q", "-e", "-E", "always", "-c", command, "/dev/null"]);
        let program = machine.command(&[]);
        terminal.current_dir(program.get_current_dir().unwrap());
        for (name, value) in program.get_envs() {
            terminal.env(name, value.unwrap_or_default());
        }
        terminal.env("TERM", "xterm").stdin(Stdio::piped()).stdout(Stdio::piped());
        Self { child: terminal.spawn().unwrap(), shown: Vec::new() }
    }

    /// The terminal says its name first, then what state it was left in.
    fn tubel(machine: &Machine, arguments: &str) -> Self {
        let program = env!("CARGO_BIN_EXE_tubel");
        Self::run(
            machine,
            &format!(
                "tty; stty cols 120 rows 40; {program} {arguments}; code=$?; stty -a > stty; exit $code"
            ),
        )
    }

    /// Waits for a prompt, and until the terminal shows no more what is typed.
    fn asks(&mut self, words: &str) {
        self.sees(words);
        let (begun, text) = (Instant::now(), self.text());
        let name = text.lines().find(|line| line.starts_with("/dev/")).unwrap().trim();
        loop {
            let state = Command::new("stty").args(["-a", "-F", name]).output().unwrap().stdout;
            if String::from_utf8_lossy(&state).contains(" -echo ") {
                return;
            }
            assert!(begun.elapsed() < Duration::from_mins(1), "{text}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until this is shown.
    fn sees(&mut self, words: &str) {
        let (begun, mut letter) = (Instant::now(), [0]);
        while !self.text().contains(words) {
            assert!(begun.elapsed() < Duration::from_mins(1), "{words:?} in {:?}", self.text());
            let read = self.child.stdout.as_mut().unwrap().read(&mut letter).unwrap();
            assert_eq!(read, 1, "{words:?} in {:?}", self.text());
            self.shown.extend(letter);
        }
    }

    fn types(&mut self, line: &str) {
        let input = self.child.stdin.as_mut().unwrap();
        input.write_all(format!("{line}\n").as_bytes()).and_then(|()| input.flush()).unwrap();
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.shown).into_owned()
    }

    /// All that was shown, and whether it went well.
    fn ends(mut self) -> (bool, String) {
        self.child.stdout.take().unwrap().read_to_end(&mut self.shown).unwrap();
        (self.child.wait().unwrap().success(), self.text())
    }
}

const CREATE: &str = "user create --email sekar@pom.go.id --name Sekar --role secretariat";

#[test]
#[cfg(target_os = "linux")]
fn a_password_that_is_typed_does_not_show_and_is_typed_twice() {
    let machine = Machine::new();
    let mut terminal = Terminal::tubel(&machine, CREATE);
    terminal.asks("Password (it does not show): ");
    terminal.types(PASSWORD);
    terminal.asks("The same once more: ");
    terminal.types(PASSWORD);
    let (succeeded, shown) = terminal.ends();
    assert!(succeeded && shown.contains("(sekar@pom.go.id)"), "{shown}");
    assert!(!shown.contains("kuda"), "{shown}");
    // It is the password that was typed, without the line's end.
    let server = Server::start(&machine);
    let login = format!(r#"{{"login":"sekar@pom.go.id","password":"{PASSWORD}"}}"#);
    let answer = server
        .curl("/auth/login", &["-H", "Content-Type: application/json", "--data", login.as_str()]);
    assert!(String::from_utf8_lossy(&answer).contains("access_token"));
    // The control: what is typed at a program that does not care does show.
    let mut terminal = Terminal::run(&machine, "echo ready; head -n 1 > /dev/null");
    terminal.sees("ready");
    terminal.types(PASSWORD);
    assert!(terminal.ends().1.contains("kuda"));
}

#[test]
#[cfg(target_os = "linux")]
fn two_passwords_that_differ_and_an_empty_one_open_no_account() {
    let machine = Machine::new();
    let mut terminal = Terminal::tubel(&machine, CREATE);
    terminal.asks("Password (it does not show): ");
    terminal.types(PASSWORD);
    terminal.asks("The same once more: ");
    terminal.types("kuda laut makan nasu");
    let (succeeded, shown) = terminal.ends();
    assert!(!succeeded && shown.contains("not the same; no account was opened"), "{shown}");
    let mut terminal = Terminal::tubel(&machine, CREATE);
    terminal.asks("Password (it does not show): ");
    terminal.types("");
    let (succeeded, shown) = terminal.ends();
    assert!(!succeeded && shown.contains("no password was typed"), "{shown}");
    // Neither left an account behind.
    let made = machine.tubel_with(&CREATE.split(' ').collect::<Vec<_>>(), &format!("{PASSWORD}\n"));
    assert!(made.succeeded, "{}", made.errors);
}

#[test]
#[cfg(target_os = "linux")]
fn who_breaks_off_at_the_prompt_has_the_terminal_back() {
    let machine = Machine::new();
    let mut terminal = Terminal::tubel(&machine, CREATE);
    terminal.asks("Password (it does not show): ");
    terminal.types("\u{3}");
    let (succeeded, shown) = terminal.ends();
    assert!(!succeeded && shown.contains("interrupted"), "{shown}");
    let state = std::fs::read_to_string(machine.path("stty")).unwrap();
    let words: Vec<&str> = state.split_whitespace().collect();
    for word in ["echo", "icanon", "isig"] {
        assert!(words.contains(&word), "{word}: {state}");
    }
}

/// Scores of eighty proposals, and so many draws that any machine is at it for seconds.
fn long_fit(machine: &Machine, draws: u32) -> String {
    let rows =
        (0..320_u32).map(|row| format!("p{},r{},{}\n", row % 80, row * 7 % 23, 50 + row * 31 % 47));
    let table: String =
        std::iter::once("proposal,reviewer,score\n".to_owned()).chain(rows).collect();
    std::fs::write(machine.path("scores.csv"), table).unwrap();
    format!("selection fit --scores scores.csv --seats 20 --seed s --draws {draws} --threads 1")
}

/// Draws that take this machine some five seconds.
fn five_seconds(machine: &Machine) -> u32 {
    let mut draws = 100_000;
    loop {
        let begun = Instant::now();
        let command = long_fit(machine, draws);
        assert!(machine.tubel(&command.split(' ').collect::<Vec<_>>()).succeeded);
        if begun.elapsed() > Duration::from_secs(5) {
            return draws;
        }
        draws *= 2;
    }
}

#[test]
#[cfg(target_os = "linux")]
fn long_work_shows_a_bar_on_a_terminal_and_lines_in_a_pipe_and_short_work_nothing() {
    let machine = Machine::new();
    let short = long_fit(&machine, 320);
    let piped = machine.tubel(&short.split(' ').collect::<Vec<_>>());
    assert!(piped.succeeded && piped.errors.is_empty(), "{}", piped.errors);
    let (succeeded, plain) = Terminal::tubel(&machine, &short).ends();
    assert!(succeeded && !plain.contains('\u{1b}') && !plain.contains("draws made"), "{plain}");

    let draws = five_seconds(&machine);
    let long = long_fit(&machine, draws);
    let piped = machine.tubel(&long.split(' ').collect::<Vec<_>>());
    let (start, end) = ("tubel: draws made: ", format!(" of {draws}"));
    assert!(!piped.errors.is_empty());
    for line in piped.errors.lines() {
        assert!(line.starts_with(start) && line.ends_with(&end), "{line}");
    }
    let (succeeded, shown) = Terminal::tubel(&machine, &long).ends();
    assert!(succeeded && shown.contains("draws made [") && shown.contains(" left"), "{shown}");
    // The bar is gone before the table, which is what a pipe gets.
    assert!(!shown.contains(start), "{shown}");
    let table = shown.replace('\r', "");
    assert!(table.ends_with(piped.output.as_str()), "{shown}");
}
