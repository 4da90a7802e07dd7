//! The program's icon as a file: no icon theme has it while Daypass is not installed by a package,
//! and services that show a notice are other programs.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::private::make_folder;

const PNG: &[u8] = include_bytes!("../../../../icons/128x128.png");

/// Where the icon is, once it was asked for.
#[derive(Debug)]
pub(super) struct Icon {
    path: PathBuf,
}

impl Icon {
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self { path: folder.join("icon.png") }
    }

    /// The file, written when it is missing or another one's. None: a notice without an icon.
    pub(super) fn file(&self) -> Option<&Path> {
        match self.written() {
            Ok(()) => Some(&self.path),
            Err(error) => {
                tracing::info!("notices have no icon: {error}");
                None
            }
        }
    }

    fn written(&self) -> io::Result<()> {
        if fs::read(&self.path).is_ok_and(|bytes| bytes == PNG) {
            return Ok(());
        }
        let folder = self.path.parent().unwrap_or(Path::new("."));
        make_folder(folder)?;
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(PNG)?;
        file.persist(&self.path)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_is_written_once_and_mended() {
        let home = tempfile::tempdir().unwrap();
        let icon = Icon::in_folder(&home.path().join("state"));
        let path = icon.file().unwrap().to_owned();
        assert_eq!(fs::read(&path).unwrap(), PNG);
        let first = fs::metadata(&path).unwrap().modified().unwrap();
        assert_eq!(fs::metadata(icon.file().unwrap()).unwrap().modified().unwrap(), first);
        fs::remove_file(&path).unwrap();
        fs::File::create(&path).unwrap().write_all(b"half").unwrap();
        assert_eq!(fs::read(icon.file().unwrap()).unwrap(), PNG);
    }

    #[test]
    fn without_a_place_there_is_no_icon() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("file");
        fs::File::create(&file).unwrap();
        assert_eq!(Icon::in_folder(&file.join("below")).file(), None);
    }
}
