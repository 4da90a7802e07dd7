//! The read lease of Linux, and its absence elsewhere.

use std::fs::File;

/// What asking for a lease told.
pub(super) enum Taken {
    /// No one has the file open for writing, and whoever wants to must wait.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "there are no leases here"))]
    Lease(Lease),
    /// Someone has the file open for writing.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "there are no leases here"))]
    OpenForWriting,
    /// There are no leases here: another system, a network file system, another user's file.
    Unknown,
}

/// A lease, let go of when dropped.
#[cfg(target_os = "linux")]
pub(super) struct Lease(daypass_syscalls::read_lease::ReadLease);
/// There are none here.
#[cfg(not(target_os = "linux"))]
pub(super) enum Lease {}

impl Lease {
    /// Whether no one waits to open the file for writing.
    pub(super) fn is_whole(&self) -> bool {
        #[cfg(target_os = "linux")]
        return self.0.is_whole();
        #[cfg(not(target_os = "linux"))]
        match *self {}
    }
}

/// Asks for a lease on a file that was opened for reading.
pub(super) fn take(file: &File) -> Taken {
    #[cfg(target_os = "linux")]
    {
        use daypass_syscalls::read_lease::{ReadLease, Refused};
        match ReadLease::take(file) {
            Ok(lease) => Taken::Lease(Lease(lease)),
            Err(Refused::OpenForWriting) => Taken::OpenForWriting,
            Err(Refused::Unknown(error)) => {
                tracing::debug!(%error, "no read lease: other writers are told by other signs");
                Taken::Unknown
            }
        }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = file;
        Taken::Unknown
    }
}
