//! What one update of a credentials file costs on a real file system, beside the least that any durable
//! writer must do: read the file, copy it in memory, write it and sync it.
//!
//! `tools/bench/run --part file` runs both in turn and prints the ratio.

#[path = "../../core/benches/editor/texts.rs"]
mod texts;

use std::fs::{self, File};
use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use daypass_adapters::clock::SystemClock;
use daypass_adapters::files::AwsFilesOnDisk;
use daypass_core::aws_config::AwsConfig;
use daypass_core::credentials_out::{SectionEdit, edit};
use daypass_core::failure::Failure;
use daypass_core::ports::{AwsFiles, AwsPaths, Edited, Touches, Written};

/// Profiles in the file.
const PROFILES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = update
}
criterion_main!(benches);

fn update(criterion: &mut Criterion) {
    // On a disk, and where a sync costs nothing, so that the work besides it shows.
    let folders = [("disk", env!("CARGO_TARGET_TMPDIR")), ("memory", "/dev/shm")];
    for (place, folder) in folders.into_iter().filter(|(_, folder)| Path::new(folder).is_dir()) {
        let mut group = criterion.benchmark_group(place);
        for profiles in measured() {
            let home = Home::new(folder, profiles);
            let section = texts::name(profiles / 2);
            let mut count = 0;
            group.bench_function(BenchmarkId::new("update", profiles), |b| {
                b.iter(|| {
                    count += 1;
                    assert_eq!(home.renew(&section, count), Ok(Written::Changed));
                });
            });
            group.bench_function(BenchmarkId::new("least", profiles), |b| b.iter(|| home.least()));
            group.bench_function(BenchmarkId::new("read", profiles), |b| b.iter(|| home.read()));
        }
        group.finish();
    }
}

/// All sizes when measuring. As a test, where each bench runs once to see that it can, the smallest.
fn measured() -> impl Iterator<Item = usize> {
    let all = std::env::args().any(|argument| argument == "--bench");
    PROFILES.into_iter().take(if all { PROFILES.len() } else { 1 })
}

struct Home {
    folder: tempfile::TempDir,
    files: AwsFilesOnDisk,
}

impl Home {
    fn new(folder: &str, profiles: usize) -> Self {
        let folder = tempfile::tempdir_in(folder).expect("folder");
        let at = |name: &str| folder.path().join(name);
        let text = texts::ordinary(profiles);
        write(&at("credentials"), &text);
        // For other programs, which are measured with the same text.
        write(&Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("credentials-{profiles}")), &text);
        let paths = AwsPaths { config: at("config"), credentials: at("credentials") };
        let files = AwsFilesOnDisk::new(paths, &at("state"), Arc::new(SystemClock));
        Self { folder, files }
    }

    /// One update, as a sign-in makes it.
    fn renew(&self, section: &str, count: u32) -> Result<Written, Failure> {
        let wish = SectionEdit::new(section)
            .set("aws_access_key_id", "ASIAIOSFODNN7EXAMPLE")
            .set("aws_secret_access_key", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
            .set("aws_session_token", format!("{}{count:08}", "IQoJb3JpZ2luX2".repeat(30)))
            .set("manager", "daypass")
            .remove("aws_security_token");
        self.files.update_credentials(&mut |text| {
            let credentials = edit(&text.credentials, std::slice::from_ref(&wish))?;
            let touches = Touches::Sections([section.to_owned()].into());
            Ok(Edited {
                credentials,
                touches,
                structural: false,
                irreplaceable: false,
                made: text.made.clone(),
            })
        })
    }

    /// The least that writing a changed file durably can take.
    fn least(&self) {
        let read = fs::read(self.at("credentials")).expect("read");
        let copy = black_box(&read).to_vec();
        write(&self.at("least"), &copy);
    }

    /// Both files from the disk, understood.
    fn read(&self) -> AwsConfig {
        let text = self.files.read().expect("read");
        AwsConfig::read(&text.config, &text.credentials)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn write(path: &Path, text: &[u8]) {
    let mut file = File::create(path).expect("create");
    file.write_all(text).expect("write");
    file.sync_all().expect("sync");
}
