//! A read lease on a file: proof that no one has it open for writing, and time to act on it.
//!
//! While a lease is held the kernel makes every `open` for writing and every `truncate` of that file
//! wait, for `/proc/sys/fs/lease-break-time` seconds at most (fcntl(2), "Leases"). So what is read
//! under a lease is no half-written text.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd};

/// fcntl(2), "Managing signals"; the number in the kernel's asm-generic/fcntl.h, which libc lacks.
const F_SETSIG: libc::c_int = 10;

/// Why there is no lease.
#[derive(Debug)]
pub enum Refused {
    /// Someone has the file open for writing.
    OpenForWriting,
    /// The file is not ours, or its file system knows no leases: nothing is known.
    Unknown(io::Error),
}

/// A read lease, let go of when dropped.
#[derive(Debug)]
pub struct ReadLease {
    /// A second descriptor of the same open file, to which the lease belongs.
    file: File,
}

impl ReadLease {
    /// Takes a lease on a file that was opened for reading only.
    ///
    /// # Errors
    /// [`Refused::OpenForWriting`] while anyone, this process included, has it open for writing.
    pub fn take(file: &File) -> Result<Self, Refused> {
        let file = file.try_clone().map_err(Refused::Unknown)?;
        // A breaker is announced by SIGIO, which ends a process that expects none. SIGURG is ignored
        // by default, and a lease is asked about rather than listened to.
        fcntl(&file, F_SETSIG, libc::SIGURG).map_err(Refused::Unknown)?;
        match fcntl(&file, libc::F_SETLEASE, libc::F_RDLCK) {
            Ok(_) => Ok(Self { file }),
            Err(e) if e.raw_os_error() == Some(libc::EAGAIN) => Err(Refused::OpenForWriting),
            Err(e) => Err(Refused::Unknown(e)),
        }
    }

    /// Whether the lease is still whole: no one waits to open the file for writing.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        // While a breaker waits, the kernel answers with what the lease is to become.
        fcntl(&self.file, libc::F_GETLEASE, 0).is_ok_and(|kind| kind == libc::F_RDLCK)
    }
}

impl Drop for ReadLease {
    fn drop(&mut self) {
        // Failure means that the kernel has taken it away already.
        let _ = fcntl(&self.file, libc::F_SETLEASE, libc::F_UNLCK);
    }
}

#[expect(unsafe_code, reason = "no safe binding knows these commands")]
fn fcntl(file: impl AsFd, command: libc::c_int, argument: libc::c_int) -> io::Result<libc::c_int> {
    let descriptor = file.as_fd().as_raw_fd();
    // SAFETY: the descriptor is open as long as `file` is borrowed; F_SETSIG, F_SETLEASE and
    // F_GETLEASE take an integer or nothing, and touch no memory of ours.
    let answer = unsafe { libc::fcntl(descriptor, command, argument) };
    if answer < 0 { Err(io::Error::last_os_error()) } else { Ok(answer) }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    fn file() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("file");
        File::create(&path).expect("create");
        (folder, path)
    }

    #[test]
    fn there_is_no_lease_while_someone_may_write() {
        let (_folder, path) = file();
        let reader = File::open(&path).expect("open");
        let writer = File::options().append(true).open(&path).expect("open");
        assert!(matches!(ReadLease::take(&reader), Err(Refused::OpenForWriting)));
        drop(writer);
        let lease = ReadLease::take(&reader).expect("lease");
        assert!(lease.is_whole());
        let _another_reader = File::open(&path).expect("readers do not wait");
        assert!(lease.is_whole());
    }

    #[test]
    fn a_writer_waits_for_the_lease_and_is_seen_waiting() {
        let (_folder, path) = file();
        let reader = File::open(&path).expect("open");
        let lease = ReadLease::take(&reader).expect("lease");
        let (opened, told) = mpsc::channel();
        let writer = thread::spawn(move || {
            let file = File::options().write(true).truncate(true).open(path).expect("open");
            opened.send(()).expect("told");
            drop(file);
        });
        while lease.is_whole() {
            thread::yield_now();
        }
        assert!(told.try_recv().is_err(), "it waits");
        assert!(matches!(ReadLease::take(&reader), Err(Refused::OpenForWriting)));
        drop(lease);
        told.recv().expect("it goes on");
        writer.join().expect("writer");
        assert!(ReadLease::take(&reader).is_ok());
    }
}
