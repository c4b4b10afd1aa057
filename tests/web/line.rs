//! A line to the server that breaks when the test says so: everything the browser sends passes here,
//! and after so many bytes the connections are cut and new ones lead nowhere.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

const UNBROKEN: i64 = i64::MAX / 2;

pub(crate) struct Line {
    /// What the browser opens instead of the server's.
    pub(crate) address: String,
    /// Bytes that may still pass towards the server.
    left: Arc<AtomicI64>,
    /// What the server answers waits on the way.
    held: Arc<AtomicBool>,
    /// Every connection there has been, to be cut.
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Line {
    pub(crate) fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let left = Arc::new(AtomicI64::new(UNBROKEN));
        let (server, budget) = (server.trim_start_matches("http://").to_owned(), Arc::clone(&left));
        let held = Arc::new(AtomicBool::new(false));
        let holds = Arc::clone(&held);
        let open = Arc::new(Mutex::new(Vec::new()));
        let opened = Arc::clone(&open);
        thread::spawn(move || {
            for browser in listener.incoming() {
                if budget.load(Ordering::SeqCst) > 0 {
                    let browser = browser.unwrap();
                    opened.lock().unwrap().push(browser.try_clone().unwrap());
                    connect(browser, &server, &budget, &holds);
                }
            }
        });
        Self { address, left, held, open }
    }

    pub(crate) fn breaks_after(&self, bytes: i64) {
        self.left.store(bytes, Ordering::SeqCst);
    }

    pub(crate) fn mend(&self) {
        self.left.store(UNBROKEN, Ordering::SeqCst);
    }

    /// Answers come only once the line is let go: the server has done its work, and nobody knows.
    pub(crate) fn holds_answers(&self) {
        self.held.store(true, Ordering::SeqCst);
    }

    /// Cuts every connection, with what is on it.
    pub(crate) fn cuts(&self) {
        for browser in self.open.lock().unwrap().drain(..) {
            let _ = browser.shutdown(Shutdown::Both);
        }
    }

    pub(crate) fn lets_go(&self) {
        self.held.store(false, Ordering::SeqCst);
    }

    /// How many bytes the browser has sent since the line was mended.
    pub(crate) fn passed(&self) -> i64 {
        UNBROKEN - self.left.load(Ordering::SeqCst)
    }
}

fn connect(browser: TcpStream, server: &str, left: &Arc<AtomicI64>, held: &Arc<AtomicBool>) {
    let server = TcpStream::connect(server).unwrap();
    let (mut answers, mut shown) = (server.try_clone().unwrap(), browser.try_clone().unwrap());
    // A copy that ends in an error is a connection that one of the two has left.
    let held = Arc::clone(held);
    thread::spawn(move || {
        let mut buffer = vec![0; 16 * 1024];
        while let Ok(read @ 1..) = answers.read(&mut buffer) {
            while held.load(Ordering::SeqCst) {
                thread::sleep(std::time::Duration::from_millis(20));
            }
            if shown.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        let _ = shown.shutdown(Shutdown::Both);
    });
    let left = Arc::clone(left);
    thread::spawn(move || pass(browser, server, &left));
}

fn pass(mut browser: TcpStream, mut server: TcpStream, left: &AtomicI64) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(read @ 1..) = browser.read(&mut buffer) {
        let read = i64::try_from(read).unwrap();
        let may_pass = left.fetch_sub(read, Ordering::SeqCst).clamp(0, read);
        let bytes = &buffer[..usize::try_from(may_pass).unwrap()];
        if server.write_all(bytes).is_err() || may_pass < read {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Both);
    let _ = browser.shutdown(Shutdown::Both);
}
