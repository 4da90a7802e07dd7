//! Each way in which a file can change, and that the next change after it is seen too.

use std::io::Write;

use super::*;

/// Changes a furnished home, sees it, and sees the next edit as well.
pub(super) fn is_seen(what: &str, found: &str, change: impl FnOnce(&Path)) {
    is_seen_in(furnish, what, found, change);
}

pub(super) fn is_seen_in(prepare: impl Fn(&Path), what: &str, found: &str, change: impl FnOnce(&Path)) {
    let lookout = Lookout::over(prepare);
    lookout.sees(what, found, change);
    lookout.rests();
    lookout.sees(&format!("an edit after {what}"), NEWER, |home| write(home, NEWER));
}

/// Writes the file in place, made with its folder when missing.
pub(super) fn write(home: &Path, text: &str) {
    fs::create_dir_all(home.join(".aws")).unwrap();
    fs::write(home.join(".aws/credentials"), text).unwrap();
}

const GONE: &str = "entity not found";

#[test]
fn replaced_by_a_rename() {
    is_seen("a rename", NEW, |home| {
        fs::write(home.join(".aws/x"), NEW).unwrap();
        fs::rename(home.join(".aws/x"), home.join(".aws/credentials")).unwrap();
    });
}

#[test]
fn replaced_by_a_rename_from_another_folder() {
    is_seen("a rename from outside", NEW, |home| {
        fs::write(home.join("x"), NEW).unwrap();
        fs::rename(home.join("x"), home.join(".aws/credentials")).unwrap();
    });
}

#[test]
fn edited_in_place() {
    is_seen("an edit in place", "[new]\n[old]\n", |home| {
        let mut file = fs::File::options().append(true).open(home.join(".aws/credentials")).unwrap();
        file.set_len(0).unwrap();
        file.write_all(NEW.as_bytes()).unwrap();
        file.write_all(OLD.as_bytes()).unwrap();
    });
}

#[test]
fn edited_by_a_program_that_keeps_it_open() {
    let lookout = Lookout::over(furnish);
    let path = lookout.home().join(".aws/credentials");
    let mut file = fs::File::options().append(true).open(path).unwrap();
    lookout.sees("a write without a close", "[old]\n[new]\n", |_| file.write_all(NEW.as_bytes()).unwrap());
}

#[test]
fn truncated() {
    is_seen("a truncation", "", |home| {
        fs::File::create(home.join(".aws/credentials")).unwrap();
    });
}

#[test]
fn deleted_and_created() {
    let lookout = Lookout::over(furnish);
    lookout.sees("a deletion", GONE, |home| fs::remove_file(home.join(".aws/credentials")).unwrap());
    lookout.rests();
    lookout.sees("a creation", NEW, |home| write(home, NEW));
}

#[test]
fn moved_away_and_back() {
    let lookout = Lookout::over(furnish);
    let (here, there) = (lookout.home().join(".aws/credentials"), lookout.home().join("aside"));
    lookout.sees("moved away", GONE, |_| fs::rename(&here, &there).unwrap());
    lookout.rests();
    lookout.sees("moved back", OLD, |_| fs::rename(&there, &here).unwrap());
}

#[test]
fn the_other_file_created() {
    let lookout = Lookout::over(furnish);
    lookout.sees("the config file", OLD, |home| fs::write(home.join(".aws/config"), NEW).unwrap());
}

#[test]
fn its_mode_changed() {
    use std::os::unix::fs::PermissionsExt;
    let lookout = Lookout::over(furnish);
    lookout.sees("a change of mode", OLD, |home| {
        fs::set_permissions(home.join(".aws/credentials"), fs::Permissions::from_mode(0o640)).unwrap();
    });
}

#[test]
fn the_folder_missing_at_first() {
    is_seen_in(|_| {}, "folder and file made", NEW, |home| write(home, NEW));
}

#[test]
fn several_folders_missing_at_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b/c/.aws/credentials");
    let lookout = Lookout::at(folder, path.clone());
    lookout.sees("all made at once", NEW, |_| {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, NEW).unwrap();
    });
    lookout.rests();
    lookout.sees("an edit afterwards", NEWER, |_| fs::write(&path, NEWER).unwrap());
}

#[test]
fn the_folder_replaced() {
    is_seen("a folder in its place", NEW, |home| {
        fs::create_dir(home.join("next")).unwrap();
        fs::write(home.join("next/credentials"), NEW).unwrap();
        fs::rename(home.join(".aws"), home.join("last")).unwrap();
        fs::rename(home.join("next"), home.join(".aws")).unwrap();
    });
}

#[test]
fn the_folder_deleted_and_made_again() {
    let lookout = Lookout::over(furnish);
    lookout.sees("a deleted folder", GONE, |home| fs::remove_dir_all(home.join(".aws")).unwrap());
    lookout.rests();
    lookout.sees("a folder made again", NEW, |home| write(home, NEW));
    lookout.rests();
    lookout.sees("an edit in it", NEWER, |home| write(home, NEWER));
}

#[test]
fn the_folder_deleted_and_made_again_in_one_go() {
    is_seen("a folder made anew", NEW, |home| {
        fs::remove_dir_all(home.join(".aws")).unwrap();
        write(home, NEW);
    });
}

#[test]
fn the_folder_moved_away_and_back() {
    let lookout = Lookout::over(furnish);
    let (here, there) = (lookout.home().join(".aws"), lookout.home().join("aside"));
    lookout.sees("moved away", GONE, |_| fs::rename(&here, &there).unwrap());
    lookout.rests();
    // What happens in there meanwhile is nobody's business.
    fs::write(there.join("credentials"), NEW).unwrap();
    assert_eq!(lookout.seen.recv_timeout(SILENCE), Err(RecvTimeoutError::Timeout));
    lookout.sees("moved back", NEW, |_| fs::rename(&there, &here).unwrap());
    lookout.rests();
    lookout.sees("an edit afterwards", NEWER, |home| write(home, NEWER));
}

#[test]
fn a_folder_further_up_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home/jane/.aws/credentials");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::create_dir_all(folder.path().join("next/jane/.aws")).unwrap();
    fs::write(folder.path().join("next/jane/.aws/credentials"), NEW).unwrap();
    let lookout = Lookout::at(folder, path.clone());
    lookout.sees("a home in its place", NEW, |folder| {
        fs::rename(folder.join("home"), folder.join("last")).unwrap();
        fs::rename(folder.join("next"), folder.join("home")).unwrap();
    });
    lookout.rests();
    lookout.sees("an edit afterwards", NEWER, |_| fs::write(&path, NEWER).unwrap());
}

/// Folders like `/tmp` are not watched for folders in them: those tell of themselves.
#[test]
fn a_home_in_a_folder_that_all_programs_share_moved_away_and_back() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let shared = folder.path().join("shared");
    fs::create_dir_all(shared.join("home/.aws")).unwrap();
    fs::write(shared.join("home/.aws/credentials"), OLD).unwrap();
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o1777)).unwrap();
    let path = shared.join("home/.aws/credentials");
    let lookout = Lookout::at(folder, path.clone());
    lookout.sees("a home moved away", GONE, |_| fs::rename(shared.join("home"), shared.join("x")).unwrap());
    lookout.rests();
    fs::write(shared.join("x/.aws/credentials"), NEW).unwrap();
    lookout.sees("a home moved back", NEW, |_| fs::rename(shared.join("x"), shared.join("home")).unwrap());
    lookout.rests();
    lookout.sees("an edit afterwards", NEWER, |_| fs::write(&path, NEWER).unwrap());
}

/// Folders are swapped again and again, faster than they can be watched; what holds at the end counts.
#[test]
fn a_folder_that_does_not_come_to_rest() {
    let lookout = Lookout::over(furnish);
    let home = lookout.home();
    fs::create_dir(home.join("other")).unwrap();
    for _ in 0..2_000 {
        fs::rename(home.join(".aws"), home.join("aside")).unwrap();
        fs::rename(home.join("other"), home.join(".aws")).unwrap();
        fs::rename(home.join("aside"), home.join("other")).unwrap();
    }
    let start = Instant::now();
    write(home, NEW);
    lookout.waits_for("the file in the last folder", NEW, start);
    lookout.rests();
    lookout.sees("an edit afterwards", NEWER, |home| write(home, NEWER));
}
