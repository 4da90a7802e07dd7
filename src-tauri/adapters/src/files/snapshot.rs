//! A file's bytes at one moment.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek};

use super::fault::{FileFault, SIZE_LIMIT};
use super::lease::{self, Lease, Taken};
use super::place::{Identity, Place};
use daypass_core::text;

/// What was read. The file stays open, so that late writes into it can be seen.
pub(super) struct Snapshot {
    pub(super) bytes: Vec<u8>,
    /// None when there is no file.
    pub(super) open: Option<(File, Identity)>,
    /// Taken before the bytes were read: no one has the file open for writing while it lasts.
    pub(super) lease: Option<Lease>,
}

/// What can be said of a file that is to be changed.
pub(super) enum Sight {
    /// What it holds.
    Seen(Snapshot),
    /// Another program has it open for writing: what it holds is nobody's last word.
    OpenForWriting(Identity),
}

impl Snapshot {
    /// Reads the file as it is.
    pub(super) fn take(place: &Place) -> Result<Self, FileFault> {
        match open(place)? {
            Some((file, identity)) => {
                let bytes = read_all(&file, place)?;
                Ok(Self { bytes, open: Some((file, identity)), lease: None })
            }
            None => Ok(Self::absent()),
        }
    }

    /// Reads the file under a lease, where there are leases.
    pub(super) fn take_leased(place: &Place) -> Result<Sight, FileFault> {
        let Some((file, found)) = open(place)? else {
            return Ok(Sight::Seen(Self::absent()));
        };
        let lease = match lease::take(&file) {
            Taken::Lease(lease) => Some(lease),
            Taken::OpenForWriting => return Ok(Sight::OpenForWriting(found)),
            Taken::Unknown => None,
        };
        let bytes = read_all(&file, place)?;
        // As it is now, not as it was before the lease.
        let now = file.metadata().map_err(FileFault::at(&place.file, text!("read")))?;
        Ok(Sight::Seen(Self { bytes, open: Some((file, Identity::of(&now))), lease }))
    }

    fn absent() -> Self {
        Self { bytes: Vec::new(), open: None, lease: None }
    }

    pub(super) fn identity(&self) -> Option<Identity> {
        self.open.as_ref().map(|(_, identity)| *identity)
    }

    /// Whether the file under the name is still the one that was read, with the same bytes, and no
    /// one waits to write it.
    pub(super) fn is_current(&self, place: &Place) -> Result<bool, FileFault> {
        if let Some(lease) = &self.lease {
            // Nobody can have changed the bytes; the name may lead to another file by now.
            let now = open(place)?.map(|(_, identity)| identity);
            return Ok(lease.is_whole() && same_file(self.identity(), now));
        }
        let now = Self::take(place)?;
        Ok(same_file(self.identity(), now.identity()) && self.bytes == now.bytes)
    }

    /// Reads the open file again, although it may have lost its name.
    pub(super) fn reread(&self, place: &Place) -> Result<Vec<u8>, FileFault> {
        let Some((file, _)) = &self.open else {
            return Ok(Vec::new());
        };
        let mut file = file;
        file.rewind().map_err(FileFault::at(&place.file, text!("read")))?;
        read_all(file, place)
    }
}

fn same_file(one: Option<Identity>, other: Option<Identity>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.is_same_file(other),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn read_all(mut file: &File, place: &Place) -> Result<Vec<u8>, FileFault> {
    let path = &place.file;
    let length = file.metadata().map_or(0, |found| found.len());
    if length > SIZE_LIMIT {
        return Err(FileFault::TooLarge { path: path.clone() });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    Read::by_ref(&mut file)
        .take(SIZE_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(FileFault::at(path, text!("read")))?;
    match bytes.len() as u64 > SIZE_LIMIT {
        true => Err(FileFault::TooLarge { path: path.clone() }),
        false => Ok(bytes),
    }
}

/// Opens for reading, without waiting: a FIFO would hold a plain open until someone writes.
fn open(place: &Place) -> Result<Option<(File, Identity)>, FileFault> {
    let path = &place.file;
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = match options.open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(FileFault::at(path, text!("read"))(e)),
    };
    let found = file.metadata().map_err(FileFault::at(path, text!("read")))?;
    if !found.is_file() {
        let what = if found.is_dir() { text!("a folder") } else { text!("a pipe or device") };
        return Err(FileFault::NotAFile { path: path.clone(), what });
    }
    Ok(Some((file, Identity::of(&found))))
}

#[cfg(all(test, unix))]
#[expect(clippy::disallowed_methods, reason = "a test's own files")]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_replaced_or_changed_is_not_current() {
        let home = tempfile::tempdir().expect("folder");
        let path = home.path().join("credentials");
        fs::write(&path, "[a]\n").expect("write");
        let place = Place::find(&path).expect("place");
        let base = Snapshot::take(&place).expect("snapshot");
        assert!(base.is_current(&place).expect("read"));
        let twin = home.path().join("twin");
        fs::write(&twin, "[a]\n").expect("write");
        fs::rename(&twin, &place.file).expect("rename");
        assert!(!base.is_current(&place).expect("read"));
        let base = Snapshot::take(&place).expect("snapshot");
        fs::write(&place.file, "[b]\n").expect("write");
        assert!(!base.is_current(&place).expect("read"));
        assert_eq!(base.reread(&place).expect("read"), b"[b]\n");
        fs::remove_file(&place.file).expect("remove");
        assert!(!base.is_current(&place).expect("read"));
    }
}
