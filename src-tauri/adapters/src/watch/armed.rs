//! The system's watches on the folders of a way, and what of their news matters.

use std::io;

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::way::{Part, Way};

/// What the system said, the weightiest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum News {
    /// The way may have become another one; most likely it has not.
    WayTouched,
    /// The file.
    File,
    /// A folder or link of the way is another one, or the system has lost count.
    WayMoved,
}

/// Watches that are in place until this is dropped.
pub(super) struct Armed {
    /// Where they lead along.
    pub(super) way: Way,
    /// Why some of them are missing, if they are.
    pub(super) gap: Option<Gap>,
    // Held for its end.
    _watcher: Option<RecommendedWatcher>,
}

/// Why a folder is not watched.
pub(super) enum Gap {
    /// It vanished a moment ago.
    Vanished,
    /// The system refused: its limit of watches is reached, for one.
    Refused(notify::Error),
}

impl Armed {
    /// Watches all folders of `way`; `tell` is called from the system's own thread.
    pub(super) fn on(way: Way, tell: impl Fn(News) + Send + 'static) -> Self {
        let heard = way.clone();
        let handler = move |event: notify::Result<Event>| {
            if let Some(news) = weigh(&heard, &event) {
                tell(news);
            }
        };
        match notify::recommended_watcher(handler) {
            Ok(mut watcher) => {
                let gap = watch_all(&mut watcher, &way);
                Self { way, gap, _watcher: Some(watcher) }
            }
            Err(error) => Self { way, gap: Some(Gap::Refused(error)), _watcher: None },
        }
    }
}

/// From the root on: what is replaced below a folder that is watched already is told by it.
fn watch_all(watcher: &mut RecommendedWatcher, way: &Way) -> Option<Gap> {
    let mut gap = None;
    let mut paths = watcher.paths_mut();
    for folder in way.folders() {
        match paths.add(folder, RecursiveMode::NonRecursive) {
            Ok(()) => {}
            // Nothing that could be tried again: `/home` is such a folder on many machines.
            Err(error) if is_closed(&error) => tracing::debug!("not watched: {error}"),
            Err(error) if is_missing(&error) => gap = gap.or(Some(Gap::Vanished)),
            Err(error) => gap = Some(Gap::Refused(error)),
        }
    }
    match paths.commit() {
        Ok(()) => gap,
        Err(error) => Some(Gap::Refused(error)),
    }
}

fn is_closed(error: &notify::Error) -> bool {
    matches!(&error.kind, ErrorKind::Io(e) if e.kind() == io::ErrorKind::PermissionDenied)
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(e) => matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory),
        ErrorKind::Generic(_)
        | ErrorKind::WatchNotFound
        | ErrorKind::InvalidConfig(_)
        | ErrorKind::MaxFilesWatch => false,
    }
}

/// What an event is worth to a way: nothing, most often.
fn weigh(way: &Way, event: &notify::Result<Event>) -> Option<News> {
    let Ok(event) = event else {
        return Some(News::WayMoved);
    };
    if event.need_rescan() {
        return Some(News::WayMoved);
    }
    if is_only_read(event.kind) {
        return None;
    }
    let parts = event.paths.iter().filter_map(|path| way.part(path));
    parts
        .map(|part| match part {
            Part::File => News::File,
            Part::Before if is_another(event.kind) => News::WayMoved,
            Part::Before => News::WayTouched,
        })
        .max()
}

/// We read these files ourselves: that must not call us again.
fn is_only_read(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        EventKind::Any
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => false,
    }
}

/// Whether a name now stands for another thing than before, not only for one that was changed.
fn is_another(kind: EventKind) -> bool {
    match kind {
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
        EventKind::Any | EventKind::Access(_) | EventKind::Modify(_) | EventKind::Other => false,
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag, MetadataKind, RemoveKind, RenameMode};

    use super::*;

    #[test]
    fn only_what_matters_to_the_way_is_news() {
        let folder = tempfile::tempdir().unwrap();
        let home = std::fs::canonicalize(folder.path()).unwrap();
        std::fs::create_dir(home.join(".aws")).unwrap();
        let way = Way::to_files(&[home.join(".aws/credentials")]);
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let opened = EventKind::Access(AccessKind::Open(AccessMode::Any));
        let edited = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::Any));
        let permitted = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
        let cases = [
            (".aws/credentials", written, Some(News::File)),
            (".aws/credentials", edited, Some(News::File)),
            (".aws/credentials", permitted, Some(News::File)),
            (".aws/credentials", EventKind::Remove(RemoveKind::File), Some(News::File)),
            (".aws/credentials", opened, None),
            (".aws", opened, None),
            (".aws", permitted, Some(News::WayTouched)),
            (".aws", renamed, Some(News::WayMoved)),
            (".aws", EventKind::Create(CreateKind::Folder), Some(News::WayMoved)),
            (".aws/config", edited, None),
            (".bashrc", EventKind::Create(CreateKind::File), None),
        ];
        for (name, kind, wanted) in cases {
            let event = Ok(Event::new(kind).add_path(home.join(name)));
            assert_eq!(weigh(&way, &event), wanted, "{name} {kind:?}");
        }
        let both = Event::new(renamed).add_path(home.join(".aws/x")).add_path(home.join(".aws/credentials"));
        assert_eq!(weigh(&way, &Ok(both)), Some(News::File), "one of the two names is enough");
    }

    #[test]
    fn a_system_that_lost_count_is_taken_for_a_change() {
        let way = Way::default();
        let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(weigh(&way, &Ok(overflow)), Some(News::WayMoved));
        assert_eq!(weigh(&way, &Err(notify::Error::generic("lost"))), Some(News::WayMoved));
    }
}
