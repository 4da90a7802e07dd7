//! Windows: a new text under an old name that keeps the old file's access rules and attributes.

use std::fs;
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::path::Path;

use windows_sys::Win32::Foundation::ERROR_UNABLE_TO_MOVE_REPLACEMENT_2;
use windows_sys::Win32::Storage::FileSystem::{REPLACEFILE_IGNORE_MERGE_ERRORS, ReplaceFileW};

/// Replaces `replaced`, which must exist, by `replacement` (Win32, ReplaceFileW). `aside` is a free
/// name beside them for the moment in between; it is gone afterwards.
///
/// # Errors
/// The system's; the old file is then under its name.
pub fn replace_file(replaced: &Path, replacement: &Path, aside: &Path) -> io::Result<()> {
    let done = call(replaced, replacement, aside);
    if let Err(error) = &done
        && error.raw_os_error() == Some(ERROR_UNABLE_TO_MOVE_REPLACEMENT_2.cast_signed())
    {
        // The one failure that leaves the name free: the old file stands aside.
        fs::rename(aside, replaced)?;
    }
    if done.is_ok() {
        fs::remove_file(aside)?;
    }
    done
}

#[expect(unsafe_code, reason = "no safe binding knows this call")]
fn call(replaced: &Path, replacement: &Path, aside: &Path) -> io::Result<()> {
    let [replaced, replacement, aside] = [replaced, replacement, aside].map(wide);
    // SAFETY: the three names end in a NUL and outlive the call; the last two arguments are reserved
    // and must be null.
    let done = unsafe {
        ReplaceFileW(
            replaced.as_ptr(),
            replacement.as_ptr(),
            aside.as_ptr(),
            REPLACEFILE_IGNORE_MERGE_ERRORS,
            std::ptr::null(),
            std::ptr::null(),
        )
    };
    if done == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

fn wide(path: &Path) -> Vec<u16> {
    path.as_os_str().encode_wide().chain(Some(0)).collect()
}
