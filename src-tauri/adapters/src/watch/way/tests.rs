//! Ways through folders, links and what is missing.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::os::unix::fs::symlink;

use super::*;

/// The names of the way below `home`, in order; the last ones in brackets.
fn names(home: &Path, path: &str) -> Vec<String> {
    let way = Way::to_files(&[home.join(path)]);
    let below = way.steps.iter().filter_map(|step| {
        let name = step.entry.strip_prefix(home).ok()?.to_str()?;
        Some(if step.is_last { format!("[{name}]") } else { name.to_owned() })
    });
    below.filter(|name| !name.is_empty()).collect()
}

fn home() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = fs::canonicalize(folder.path()).unwrap();
    (folder, path)
}

#[test]
fn a_way_goes_through_folders_and_links_and_ends_where_something_is_missing() {
    let (_folder, home) = home();
    fs::create_dir_all(home.join("dotfiles/aws")).unwrap();
    symlink("dotfiles/aws", home.join(".aws")).unwrap();
    symlink("../secret/../dotfiles/./real", home.join("dotfiles/aws/credentials")).unwrap();
    symlink(home.join("round"), home.join("round")).unwrap();
    let cases: [(&str, &[&str]); 5] = [
        (".aws/config", &[".aws", "dotfiles", "dotfiles/aws", "[dotfiles/aws/config]"]),
        (
            "dotfiles/aws/credentials",
            &["dotfiles", "dotfiles/aws", "[dotfiles/aws/credentials]", "dotfiles/secret"],
        ),
        ("none/at/all", &["none"]),
        ("dotfiles/../dotfiles/x", &["dotfiles", "[dotfiles/x]"]),
        ("round", &["[round]"]),
    ];
    for (path, wanted) in cases {
        assert_eq!(names(&home, path), wanted, "{path}");
    }
}

#[cfg(not(target_os = "macos"))]
#[test]
fn all_folders_of_the_way_are_watched_from_the_root_on() {
    let (_folder, home) = home();
    fs::create_dir(home.join(".aws")).unwrap();
    let way = Way::to_files(&[home.join(".aws/config"), home.join(".aws/credentials")]);
    let aws = home.join(".aws");
    let ancestors: Vec<_> = aws.ancestors().collect();
    let quiet = |folder: &&Path| !is_shared(&fs::metadata(folder).unwrap());
    let wanted: Vec<_> = ancestors.into_iter().rev().filter(quiet).collect();
    assert_eq!(way.folders(), wanted, "each once");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_all_programs_share_is_watched_only_for_what_is_a_link_or_missing() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, home) = home();
    fs::create_dir_all(home.join("tmp/home")).unwrap();
    symlink("home", home.join("tmp/link")).unwrap();
    fs::set_permissions(home.join("tmp"), fs::Permissions::from_mode(0o1777)).unwrap();
    let is_watched =
        |path: &str| Way::to_files(&[home.join(path)]).folders().contains(&home.join("tmp").as_path());
    assert!(!is_watched("tmp/home/credentials"));
    assert!(is_watched("tmp/link/credentials") && is_watched("tmp/none/credentials"));
    assert!(is_watched("tmp/credentials"));
}

#[test]
fn neighbours_are_no_part_of_it() {
    let (_folder, home) = home();
    fs::create_dir(home.join(".aws")).unwrap();
    let way = Way::to_files(&[home.join(".aws/credentials")]);
    let part = |name: &str| way.part(&home.join(name));
    assert_eq!((part(".aws/credentials"), part(".aws")), (Some(Part::File), Some(Part::Before)));
    assert_eq!(way.part(&home), Some(Part::Before));
    for neighbour in [".aws/credentials~", ".aws/config", ".bashrc", "credentials"] {
        assert_eq!(part(neighbour), None, "{neighbour}");
    }
}

#[test]
fn another_folder_under_the_same_name_is_another_way() {
    let (_folder, home) = home();
    fs::create_dir(home.join(".aws")).unwrap();
    let paths = [home.join(".aws/credentials")];
    let before = Way::to_files(&paths);
    assert_eq!(Way::to_files(&paths), before);
    fs::create_dir(home.join("other")).unwrap();
    fs::rename(home.join(".aws"), home.join("old")).unwrap();
    fs::rename(home.join("other"), home.join(".aws")).unwrap();
    assert_ne!(Way::to_files(&paths), before);
}

#[test]
fn everything_in_a_folder_that_is_watched_counts_and_nothing_below_it() {
    let (_folder, home) = home();
    let way = |folder: &str| Way::to(&Goals { files: Vec::new(), folders: vec![home.join(folder)] });
    fs::create_dir_all(home.join(".aws/sso/cache/below")).unwrap();
    symlink(".aws", home.join("link")).unwrap();
    for spelling in [".aws/sso/cache", "link/sso/cache", "link/sso/cache/"] {
        let way = way(spelling);
        let part = |name: &str| way.part(&home.join(name));
        assert_eq!(part(".aws/sso/cache/x.json"), Some(Part::File), "{spelling}");
        assert_eq!(part(".aws/sso/cache"), Some(Part::Before));
        assert_eq!(part(".aws/sso"), Some(Part::Before));
        assert_eq!((part(".aws/sso/cache/below/x.json"), part(".aws/sso/x.json")), (None, None));
        assert!(way.folders().contains(&home.join(".aws/sso/cache").as_path()));
    }
    let missing = way(".aws/login/cache");
    assert_eq!(missing.part(&home.join(".aws/login")), Some(Part::Before));
    assert_eq!(missing.part(&home.join(".aws/x.json")), None);
}
