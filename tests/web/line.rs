//! A line to the server that breaks when the test says so: everything the browser sends passes here,
//! and after so many bytes the connections are cut and new ones lead nowhere.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;

const UNBROKEN: i64 = i64::MAX / 2;

pub(crate) struct Line {
    /// What the browser opens instead of the server's.
    pub(crate) address: String,
    /// Bytes that may still pass towards the server.
    left: Arc<AtomicI64>,
}

impl Line {
    pub(crate) fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let left = Arc::new(AtomicI64::new(UNBROKEN));
        let (server, budget) = (server.trim_start_matches("http://").to_owned(), Arc::clone(&left));
        thread::spawn(move || {
            for browser in listener.incoming() {
                if budget.load(Ordering::SeqCst) > 0 {
                    connect(browser.unwrap(), &server, &budget);
                }
            }
        });
        Self { address, left }
    }

    pub(crate) fn breaks_after(&self, bytes: i64) {
        self.left.store(bytes, Ordering::SeqCst);
    }

    pub(crate) fn mend(&self) {
        self.left.store(UNBROKEN, Ordering::SeqCst);
    }

    /// How many bytes the browser has sent since the line was mended.
    pub(crate) fn passed(&self) -> i64 {
        UNBROKEN - self.left.load(Ordering::SeqCst)
    }
}

fn connect(browser: TcpStream, server: &str, left: &Arc<AtomicI64>) {
    let server = TcpStream::connect(server).unwrap();
    let (mut answers, mut shown) = (server.try_clone().unwrap(), browser.try_clone().unwrap());
    // A copy that ends in an error is a connection that one of the two has left.
    thread::spawn(move || {
        let _ = std::io::copy(&mut answers, &mut shown);
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
