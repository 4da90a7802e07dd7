//! The way to a file: every name that is looked up before the system arrives there.

#[cfg(all(test, unix))]
mod tests;

use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// Linux gives up after as many (`MAXSYMLINKS`).
const LINKS: usize = 40;

/// The names that decide which files are meant, in the order in which they are looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Way {
    steps: Vec<Step>,
}

/// One name in one folder.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    /// The folder, without a link in its path.
    folder: PathBuf,
    /// Which folder this is, whatever its name.
    folder_id: Option<FolderId>,
    /// Folder and name.
    entry: PathBuf,
    /// Whether nothing comes after it but, for a link, what it points to.
    is_last: bool,
    /// Whether the folder did not let us look: a change of mode may open the way.
    is_closed: bool,
    /// Whether any name in the folder is meant.
    is_any: bool,
    /// Whether others' news in the folder are many, and all that matters in it is told elsewhere.
    is_noisy: bool,
}

/// What a path is to a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The file itself, or a link that stands for it.
    File,
    /// A folder or a link before it.
    Before,
}

impl Way {
    /// The ways to all these. One that leads nowhere ends at the name that is missing.
    pub(super) fn to(goals: &Goals) -> Self {
        let mut way = Self::default();
        // Without a current folder a relative path names nothing.
        for path in goals.files.iter().filter_map(|path| std::path::absolute(path).ok()) {
            way.follow(&path, Vec::new());
        }
        for path in goals.folders.iter().filter_map(|path| std::path::absolute(path).ok()) {
            way.follow(&path, vec![Turn::Any]);
        }
        way
    }

    #[cfg(test)]
    pub(super) fn to_files(paths: &[PathBuf]) -> Self {
        Self::to(&Goals { files: paths.to_vec(), folders: Vec::new() })
    }

    /// The folders to watch, each once, the first ones of the way first.
    pub(super) fn folders(&self) -> Vec<&Path> {
        let mut folders: Vec<&Path> = Vec::new();
        for folder in self.steps.iter().filter(|step| !step.is_noisy).map(|step| step.folder.as_path()) {
            if is_narrow(folder) && !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        folders
    }

    /// What `path`, reported by the system, is to this way. None for a neighbour.
    pub(super) fn part(&self, path: &Path) -> Option<Part> {
        let path = path.as_os_str();
        let step = self.steps.iter().find(|step| same(step.entry.as_os_str(), path));
        let named = step.map(|step| if step.is_last { Part::File } else { Part::Before });
        let any = || self.steps.iter().any(|step| step.is_any && is_in(&step.folder, path));
        named.or_else(|| any().then_some(Part::File)).or_else(|| {
            self.steps.iter().any(|step| same(step.folder.as_os_str(), path)).then_some(Part::Before)
        })
    }

    fn follow(&mut self, path: &Path, mut ahead: Vec<Turn>) {
        push_turns(&mut ahead, path);
        let mut here = Here { folder: PathBuf::new(), id: None, is_shared: false };
        let mut links = 0;
        while let Some(turn) = ahead.pop() {
            match turn {
                Turn::Root(root) => here = Here::at(root),
                Turn::Up => here = Here::at(here.folder.parent().unwrap_or(&here.folder).to_owned()),
                Turn::Any => self.add_any(&here),
                Turn::Into(name) => {
                    let entry = here.folder.join(name);
                    let found = fs::symlink_metadata(&entry);
                    self.add(&here, &entry, ahead.is_empty(), &found);
                    match found {
                        Ok(found) if found.is_symlink() && links < LINKS => {
                            links += 1;
                            let Ok(target) = fs::read_link(&entry) else { return };
                            push_turns(&mut ahead, &target);
                        }
                        Ok(found) if found.is_dir() => {
                            here = Here {
                                folder: entry,
                                id: FolderId::of(&found),
                                is_shared: is_shared(&found),
                            };
                        }
                        // The file; or a file where a folder should be; or a name that is missing.
                        Ok(_) | Err(_) => return,
                    }
                }
            }
        }
    }

    fn add(&mut self, here: &Here, entry: &Path, is_last: bool, found: &std::io::Result<Metadata>) {
        let step = Step {
            folder: here.folder.clone(),
            folder_id: here.id,
            entry: entry.to_owned(),
            is_last,
            is_closed: found.as_ref().is_err_and(|e| e.kind() == ErrorKind::PermissionDenied),
            is_any: false,
            is_noisy: here.is_shared && found.as_ref().is_ok_and(Metadata::is_dir),
        };
        self.push(step);
    }

    fn add_any(&mut self, here: &Here) {
        self.push(Step {
            folder: here.folder.clone(),
            folder_id: here.id,
            entry: here.folder.clone(),
            is_last: false,
            is_closed: false,
            is_any: true,
            is_noisy: false,
        });
    }

    fn push(&mut self, step: Step) {
        if !self.steps.contains(&step) {
            self.steps.push(step);
        }
    }
}

/// FSEvents reports whole trees, and what is not wanted is dropped in this process: `/` and
/// `/Users` would bring the whole machine's.
fn is_narrow(folder: &Path) -> bool {
    let names = folder.components().filter(|part| matches!(part, Component::Normal(_)));
    !cfg!(target_os = "macos") || names.count() >= 2
}

/// Where a walk stands.
struct Here {
    folder: PathBuf,
    id: Option<FolderId>,
    is_shared: bool,
}

impl Here {
    fn at(folder: PathBuf) -> Self {
        let found = fs::symlink_metadata(&folder).ok();
        let id = found.as_ref().and_then(FolderId::of);
        Self { folder, id, is_shared: found.as_ref().is_some_and(is_shared) }
    }
}

/// Whether this is a folder like `/tmp`, where every program makes and opens files. A folder in it
/// need not be watched from there: on Linux it tells itself when it is moved or deleted.
#[cfg(target_os = "linux")]
fn is_shared(folder: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::mode(folder) & 0o1000 != 0
}

#[cfg(not(target_os = "linux"))]
fn is_shared(_folder: &Metadata) -> bool {
    false
}

/// What a part of a path asks for.
enum Turn {
    Root(PathBuf),
    Up,
    Into(OsString),
    /// Whatever is in the folder that was arrived at.
    Any,
}

/// What is to be watched.
#[derive(Clone, Debug, Default)]
pub struct Goals {
    /// Files, and nothing beside them.
    pub files: Vec<PathBuf>,
    /// Folders with all files in them; not the folders in them.
    pub folders: Vec<PathBuf>,
}

/// Puts `path` before all that is still ahead; the next turn is the last of the list.
fn push_turns(ahead: &mut Vec<Turn>, path: &Path) {
    let mut turns = Vec::new();
    let mut root = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Prefix(_) => root.push(part),
            Component::RootDir => {
                root.push(part);
                turns.push(Turn::Root(root.clone()));
            }
            Component::CurDir => {}
            Component::ParentDir => turns.push(Turn::Up),
            Component::Normal(name) => turns.push(Turn::Into(name.to_owned())),
        }
    }
    ahead.extend(turns.into_iter().rev());
}

/// Which folder stands under a name now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FolderId(u64, u64);

impl FolderId {
    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "on other systems there may be none")]
    fn of(found: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self(found.dev(), found.ino()))
    }

    #[cfg(not(unix))]
    fn of(found: &Metadata) -> Option<Self> {
        let since = found.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some(Self(since.as_secs(), u64::from(since.subsec_nanos())))
    }
}

/// Whether `path` names something in `folder`.
fn is_in(folder: &Path, path: &OsStr) -> bool {
    Path::new(path).parent().is_some_and(|parent| same(parent.as_os_str(), folder.as_os_str()))
}

/// Whether the system takes two spellings for one.
fn same(one: &OsStr, other: &OsStr) -> bool {
    if cfg!(any(windows, target_os = "macos")) { one.eq_ignore_ascii_case(other) } else { one == other }
}
