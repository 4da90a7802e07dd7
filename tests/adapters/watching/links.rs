//! The same behind links: of files, of folders, in chains.

use std::os::unix::fs::symlink;

use super::ways::{is_seen, is_seen_in, write};
use super::*;

/// `.aws/credentials` -> `../dotfiles/second` -> `deep/third` -> the file `real` in another folder.
fn furnish_chain(home: &Path) {
    for folder in [".aws", "dotfiles/deep", "elsewhere"] {
        fs::create_dir_all(home.join(folder)).unwrap();
    }
    fs::write(home.join("elsewhere/real"), OLD).unwrap();
    fs::write(home.join("elsewhere/other"), NEW).unwrap();
    symlink("../dotfiles/second", home.join(".aws/credentials")).unwrap();
    symlink("deep/third", home.join("dotfiles/second")).unwrap();
    symlink(home.join("elsewhere/real"), home.join("dotfiles/deep/third")).unwrap();
}

/// Points a link elsewhere, as `ln -sfn` does.
fn point(link: PathBuf, target: impl AsRef<Path>) {
    let fresh = link.with_file_name("fresh-link");
    symlink(target, &fresh).unwrap();
    fs::rename(fresh, link).unwrap();
}

#[test]
fn the_file_at_the_end_of_a_chain_of_links() {
    is_seen_in(furnish_chain, "an edit of the real file", NEW, |home| {
        fs::write(home.join("elsewhere/real"), NEW).unwrap();
    });
    is_seen_in(furnish_chain, "a rename over the real file", NEW, |home| {
        fs::rename(home.join("elsewhere/other"), home.join("elsewhere/real")).unwrap();
    });
}

#[test]
fn each_link_of_a_chain_pointed_elsewhere() {
    for link in [".aws/credentials", "dotfiles/second", "dotfiles/deep/third"] {
        is_seen_in(furnish_chain, link, NEW, |home| point(home.join(link), home.join("elsewhere/other")));
    }
}

#[test]
fn a_link_that_dangles_and_gets_its_file() {
    let prepare = |home: &Path| {
        fs::create_dir(home.join(".aws")).unwrap();
        symlink("../not/there/yet", home.join(".aws/credentials")).unwrap();
    };
    is_seen_in(prepare, "folder and file behind the link", NEW, |home| {
        fs::create_dir_all(home.join("not/there")).unwrap();
        fs::write(home.join("not/there/yet"), NEW).unwrap();
    });
}

#[test]
fn a_file_that_becomes_a_link() {
    is_seen("a link in the file's place", NEW, |home| {
        fs::create_dir(home.join("elsewhere")).unwrap();
        fs::write(home.join("elsewhere/real"), NEW).unwrap();
        point(home.join(".aws/credentials"), "../elsewhere/real");
    });
}

#[test]
fn a_link_that_becomes_a_file() {
    is_seen_in(furnish_chain, "a file in the link's place", NEW, |home| {
        fs::rename(home.join("elsewhere/other"), home.join(".aws/credentials")).unwrap();
    });
}

/// `.aws` -> `second` -> `dotfiles/aws`, and another folder beside it.
fn furnish_linked_folder(home: &Path) {
    for (folder, text) in [("dotfiles/aws", OLD), ("dotfiles/work", NEW)] {
        fs::create_dir_all(home.join(folder)).unwrap();
        fs::write(home.join(folder).join("credentials"), text).unwrap();
    }
    symlink("second", home.join(".aws")).unwrap();
    symlink("dotfiles/aws", home.join("second")).unwrap();
}

#[test]
fn a_file_in_a_linked_folder() {
    is_seen_in(furnish_linked_folder, "an edit behind the link", NEW, |home| write(home, NEW));
}

#[test]
fn a_linked_folder_pointed_elsewhere() {
    for link in [".aws", "second"] {
        is_seen_in(furnish_linked_folder, link, NEW, |home| point(home.join(link), "dotfiles/work"));
    }
}

#[test]
fn the_folder_behind_a_link_replaced() {
    is_seen_in(furnish_linked_folder, "the folder behind the link", NEW, |home| {
        fs::remove_dir_all(home.join("dotfiles/aws")).unwrap();
        fs::rename(home.join("dotfiles/work"), home.join("dotfiles/aws")).unwrap();
    });
}

#[test]
fn links_that_lead_round_in_a_circle_and_are_mended() {
    let prepare = |home: &Path| {
        fs::create_dir(home.join(".aws")).unwrap();
        symlink("credentials", home.join(".aws/credentials")).unwrap();
    };
    is_seen_in(prepare, "a file in the circle's place", NEW, |home| {
        fs::remove_file(home.join(".aws/credentials")).unwrap();
        write(home, NEW);
    });
}
