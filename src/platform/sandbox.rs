//! Works on a stranger's file in a confined process: this program, started once more without environment, with
//! limits on memory and processor time and, on Linux, a filter on system calls. It can read its input, compute and
//! answer. Even if the file takes over the code that reads it, that code can open no file, start no program and
//! reach no network.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How often a waiting server looks whether the process has ended.
const LOOK_EVERY: Duration = Duration::from_millis(3);

/// What the process may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of address space.
    pub memory: u64,
    /// Seconds of processor time.
    pub seconds: u64,
}

/// The program that works on strangers' files.
#[derive(Debug, Clone)]
pub struct Confined {
    program: PathBuf,
}

impl Confined {
    /// `program`; this program itself when it is empty.
    ///
    /// # Errors
    /// When the system does not tell where this program lies.
    pub fn open(program: &Path) -> io::Result<Self> {
        let is_ours = program.as_os_str().is_empty();
        Ok(Self { program: if is_ours { std::env::current_exe()? } else { program.to_owned() } })
    }

    /// The call, without environment; `file` is its standard input.
    pub fn command(&self, arguments: &[&str], file: File) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .env_clear()
            .stdin(Stdio::from(file))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the call to its end; `None` when it took longer than `patience` and was killed. Blocks.
    /// Its output must be short, because it is read after the process has ended.
    ///
    /// # Errors
    /// When the process cannot be started.
    pub fn run(
        &self,
        arguments: &[&str],
        file: File,
        patience: Duration,
    ) -> io::Result<Option<Output>> {
        let mut child = self.command(arguments, file).spawn()?;
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if begun.elapsed() > patience {
                child.kill()?;
                child.wait()?;
                return Ok(None);
            }
            std::thread::sleep(LOOK_EVERY);
        };
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        if let Some(said) = &mut child.stdout {
            said.read_to_end(&mut stdout)?;
        }
        if let Some(said) = &mut child.stderr {
            said.read_to_end(&mut stderr)?;
        }
        Ok(Some(Output { status, stdout, stderr }))
    }
}

/// Gives up all permissions that this process does not need. This cannot be undone.
///
/// # Errors
/// When the system refuses a limit. A kernel without system call filters is no error: the limits
/// stand, and `docs/security.md` says what then remains.
pub fn confine_this_process(limits: Limits) -> io::Result<()> {
    use rlimit::{Resource, setrlimit};
    setrlimit(Resource::AS, limits.memory, limits.memory)?;
    setrlimit(Resource::CPU, limits.seconds, limits.seconds)?;
    setrlimit(Resource::CORE, 0, 0)?;
    setrlimit(Resource::FSIZE, 0, 0)?;
    filter::apply()
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod filter {
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};
    use std::io;

    /// Reading what is open already, memory, threads' waiting, time, and the end. Everything else
    /// is answered with "not permitted".
    const PERMITTED: [libc::c_long; 33] = [
        libc::SYS_read,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_close,
        libc::SYS_fstat,
        libc::SYS_lseek,
        libc::SYS_brk,
        libc::SYS_mmap,
        libc::SYS_mprotect,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_madvise,
        libc::SYS_futex,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
        libc::SYS_sched_yield,
        libc::SYS_sched_getaffinity,
        libc::SYS_clock_gettime,
        libc::SYS_clock_nanosleep,
        libc::SYS_gettimeofday,
        libc::SYS_getrandom,
        libc::SYS_getpid,
        libc::SYS_gettid,
        libc::SYS_tgkill,
        libc::SYS_set_robust_list,
        libc::SYS_rseq,
        libc::SYS_restart_syscall,
        libc::SYS_membarrier,
        libc::SYS_exit,
        libc::SYS_exit_group,
        libc::SYS_prlimit64,
    ];

    fn program() -> Result<BpfProgram, seccompiler::BackendError> {
        let rules = PERMITTED.into_iter().map(|call| (call, Vec::new())).collect();
        let refusal = SeccompAction::Errno(libc::EPERM.unsigned_abs());
        let arch = std::env::consts::ARCH.try_into()?;
        SeccompFilter::new(rules, refusal, SeccompAction::Allow, arch)?.try_into()
    }

    /// Sets `no_new_privs` and the filter on this thread and those it starts.
    pub(super) fn apply() -> io::Result<()> {
        let program = program().map_err(io::Error::other)?;
        match apply_filter(&program) {
            Err(seccompiler::Error::Seccomp(error)) if is_missing(&error) => Ok(()),
            other => other.map_err(io::Error::other),
        }
    }

    /// The kernel was built without filters.
    fn is_missing(error: &io::Error) -> bool {
        matches!(error.raw_os_error(), Some(libc::EINVAL | libc::ENOSYS))
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use std::fs::File;
        use std::net::TcpStream;

        /// A filter holds for the thread that sets it, so a thread of its own is what is confined.
        #[test]
        fn what_is_confined_opens_no_file_and_reaches_no_network() {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            let address = listener.local_addr().unwrap();
            assert!(TcpStream::connect(address).is_ok(), "the control: unconfined it works");
            assert!(File::open("/etc/hostname").or_else(|_| File::open("/etc/passwd")).is_ok());
            let thread = std::thread::spawn(move || {
                apply().unwrap();
                let network = TcpStream::connect(address).map(|_| ()).map_err(|e| e.kind());
                let file = File::open("/etc/passwd").map(|_| ()).map_err(|e| e.kind());
                (network, file)
            });
            let denied = Err(io::ErrorKind::PermissionDenied);
            assert_eq!(thread.join().unwrap(), (denied, denied));
        }
    }
}

#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod filter {
    /// No filter here; the limits stand.
    pub(super) fn apply() -> std::io::Result<()> {
        Ok(())
    }
}
