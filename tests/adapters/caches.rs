//! Other tools' caches in real folders: read, never written, and nothing in them can do harm.

use std::fs;
use std::path::Path;

use daypass_adapters::caches::{CacheFolders, CachesOnDisk};
use daypass_core::tool_caches::{CacheFile, Cached, ToolCaches};

const TOKEN: &str = r#"{"startUrl": "https://corp.awsapps.com/start", "accessToken": "very-secret",
    "expiresAt": "2026-11-22T18:02:00Z"}"#;

struct Home(tempfile::TempDir);

impl Home {
    fn furnished() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        for folder in ["sso", "cli", "login"] {
            fs::create_dir_all(home.path().join(folder)).unwrap();
        }
        home
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn caches(&self) -> CachesOnDisk {
        let folder = |name: &str| self.path().join(name);
        CachesOnDisk::new(CacheFolders { sso: folder("sso"), cli: folder("cli"), login: folder("login") })
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    fn names(&self) -> Vec<String> {
        self.caches().read().into_iter().map(|file| file.name).collect()
    }
}

#[test]
fn missing_folders_are_empty_caches() {
    let home = Home(tempfile::tempdir().unwrap());
    assert_eq!((home.caches().read(), home.caches().stamp()), (vec![], vec![]));
}

#[test]
fn a_token_comes_without_its_secrets() {
    let home = Home::furnished();
    home.put("sso/abc.json", TOKEN);
    let found = home.caches().read();
    let expires = "2026-11-22T18:02:00Z".parse().unwrap();
    let start_url = Some("https://corp.awsapps.com/start".to_owned());
    let cached = Cached::SsoToken { start_url, expires, renewable_until: None };
    assert_eq!(found, [CacheFile { name: "abc".to_owned(), cached }]);
    assert!(!format!("{found:?}").contains("secret"));
}

#[test]
fn a_cache_s_files_are_read_as_that_cache_s() {
    let home = Home::furnished();
    home.put("cli/abc.json", TOKEN);
    home.put("login/abc.json", TOKEN);
    assert_eq!(home.names(), Vec::<String>::new());
}

#[test]
fn what_is_no_plain_readable_file_of_bounded_size_is_passed_over() {
    let home = Home::furnished();
    home.put("outside.json", TOKEN);
    home.put("sso/good.json", TOKEN);
    home.put("sso/half.json", &TOKEN[..TOKEN.len() / 2]);
    home.put("sso/temporary.tmp", TOKEN);
    home.put("sso/large.json", &format!("{TOKEN}{}", " ".repeat(300_000)));
    fs::create_dir(home.path().join("sso/folder.json")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("../outside.json", home.path().join("sso/link.json")).unwrap();
        symlink("nowhere", home.path().join("sso/dangling.json")).unwrap();
        let pipe = home.path().join("sso/pipe.json");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
    }
    assert_eq!(home.names(), ["good"]);
}

#[cfg(unix)]
#[test]
fn a_folder_behind_a_link_is_a_cache_too() {
    let home = Home::furnished();
    fs::remove_dir(home.path().join("sso")).unwrap();
    fs::create_dir(home.path().join("dotfiles")).unwrap();
    std::os::unix::fs::symlink("dotfiles", home.path().join("sso")).unwrap();
    home.put("dotfiles/abc.json", TOKEN);
    assert_eq!(home.names(), ["abc"]);
}

#[test]
fn of_very_many_files_those_changed_last_are_read() {
    let home = Home::furnished();
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    for n in 0..300 {
        let name = format!("sso/{n:03}.json");
        home.put(&name, TOKEN);
        if n < 100 {
            let file = fs::File::options().write(true).open(home.path().join(&name)).unwrap();
            file.set_modified(long_ago + std::time::Duration::from_secs(n)).unwrap();
        }
    }
    let names = home.names();
    assert_eq!((names.len(), names.first().map(String::as_str)), (256, Some("044")));
}

#[test]
fn the_stamp_tells_of_every_change() {
    let home = Home::furnished();
    let mut stamps = vec![home.caches().stamp()];
    let mut changes = |what: &str, change: &dyn Fn()| {
        change();
        let now = home.caches().stamp();
        assert!(!stamps.contains(&now), "{what}");
        assert_eq!(home.caches().stamp(), now, "{what}: nothing changes by looking");
        stamps.push(now);
    };
    changes("a file", &|| home.put("sso/abc.json", TOKEN));
    changes("an edit", &|| home.put("sso/abc.json", &TOKEN.replace("18:02", "19:02")));
    changes("a file in another cache", &|| home.put("login/abc.json", "{}"));
    changes("a replacement of the same size", &|| {
        home.put("sso/fresh", &TOKEN.replace("18:02", "20:02"));
        fs::rename(home.path().join("sso/fresh"), home.path().join("sso/abc.json")).unwrap();
    });
    let before = home.caches().stamp();
    home.put("sso/temporary.tmp", TOKEN);
    assert_eq!(home.caches().stamp(), before, "no session is under that name");
    changes("a deletion", &|| fs::remove_file(home.path().join("login/abc.json")).unwrap());
}
