//! From STS's answer to the renamed and synced credentials file, in the running program: a keeper with
//! real files of 2,000 profiles. Only STS, the keyring and the notifications are fakes.
//!
//! `cargo bench -p daypass-adapters --bench answer`; with its target: `tools/bench/run --part file`.
#![expect(clippy::disallowed_methods, reason = "a bench measures, and its files are real")]

#[path = "../../core/benches/editor/texts.rs"]
mod texts;

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use criterion::{Criterion, criterion_group, criterion_main};
use daypass_adapters::clock::SystemClock;
use daypass_adapters::files::AwsFilesOnDisk;
use daypass_adapters::settings::SettingsFiles;
use daypass_core::aws_time::Drift;
use daypass_core::backup::Backup;
use daypass_core::failure::Failure;
use daypass_core::fakes::{FakeIssuer, World};
use daypass_core::keeper::{Keeper, Request};
use daypass_core::keys::SessionCredentials;
use daypass_core::login::Wish;
use daypass_core::ports::{
    Answer, AwsFiles, AwsPaths, AwsText, Caller, Clock, Edit, FilesStamp, Look, Ports, RoleAsk,
    SessionTokenAsk, TokenIssuer, Written,
};
use daypass_core::route::Route;

const PROFILES: usize = 2_000;

static SESSIONS: AtomicI64 = AtomicI64::new(0);

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = answer
}
criterion_main!(benches);

fn answer(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("answer");
    let folders = [("disk", env!("CARGO_TARGET_TMPDIR")), ("memory", "/dev/shm")];
    for (place, folder) in folders.into_iter().filter(|(_, folder)| Path::new(folder).is_dir()) {
        let home = tempfile::tempdir_in(folder).expect("folder");
        std::fs::write(home.path().join("credentials"), texts::ordinary(PROFILES)).expect("write");
        // The program sees its own files before anyone types a code.
        sign_in(home.path());
        group.bench_function(place, |b| {
            b.iter_custom(|times| (0..times).map(|_| sign_in(home.path())).sum());
        });
    }
    group.finish();
}

/// Signs in once, with a program of its own: what looks after an earlier session is not measured.
fn sign_in(home: &Path) -> Duration {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("runtime");
    // Each session ends a second later than the one before, so that there is something to write.
    let later = TimeDelta::seconds(SESSIONS.fetch_add(1, Ordering::Relaxed));
    let world = World::new(SystemClock.now() + later, "", "");
    let paths = AwsPaths { config: home.join("config"), credentials: home.join("credentials") };
    let files = AwsFilesOnDisk::new(paths, &home.join("state"), Arc::new(SystemClock));
    let issuer = Arc::new(Timed { inner: world.issuer.clone(), answered: Mutex::default() });
    let files = Arc::new(TimedFiles { inner: files, written: Mutex::default() });
    let ports = Ports {
        issuer: issuer.clone(),
        files: files.clone(),
        clock: Arc::new(SystemClock),
        settings: Arc::new(SettingsFiles::new(&home.join("config.d"), &home.join("state"))),
        ..world.ports()
    };
    runtime.block_on(async {
        let (keeper, handle) = Keeper::new(ports, world.sink.clone(), false);
        tokio::spawn(keeper.run());
        handle.board().await.expect("board");
        let wish = Wish::new(texts::name(PROFILES / 2), None);
        handle.ask(|reply| Request::Login(wish, reply)).await.expect("session");
    });
    runtime.shutdown_background();
    let answered = issuer.answered.lock().expect("lock").expect("answered");
    let written = files.written.lock().expect("lock").expect("written");
    written - answered
}

/// An STS that notes when it answered.
struct Timed {
    inner: Arc<FakeIssuer>,
    answered: Mutex<Option<Instant>>,
}

impl TokenIssuer for Timed {
    fn session_token<'a>(&'a self, ask: SessionTokenAsk<'a>) -> Answer<'a, SessionCredentials> {
        Box::pin(async move {
            let answer = self.inner.session_token(ask).await;
            *self.answered.lock().expect("lock") = Some(Instant::now());
            answer
        })
    }

    fn assume_role<'a>(&'a self, ask: RoleAsk<'a>) -> Answer<'a, SessionCredentials> {
        self.inner.assume_role(ask)
    }

    fn identity_of_profile<'a>(&'a self, profile: &'a str, route: &'a Route) -> Answer<'a, Caller> {
        self.inner.identity_of_profile(profile, route)
    }

    fn drift(&self) -> Option<Drift> {
        None
    }
}

/// Real files that note when the new text stood there durably.
struct TimedFiles {
    inner: AwsFilesOnDisk,
    written: Mutex<Option<Instant>>,
}

impl AwsFiles for TimedFiles {
    fn paths(&self) -> AwsPaths {
        self.inner.paths()
    }

    fn read(&self) -> Result<AwsText, Failure> {
        self.inner.read()
    }

    fn look(&self) -> Result<Look, Failure> {
        self.inner.look()
    }

    fn update_credentials(&self, edit: Edit<'_>) -> Result<Written, Failure> {
        let done = self.inner.update_credentials(edit);
        *self.written.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        assert_eq!(done, Ok(Written::Changed));
        done
    }

    fn stamp(&self) -> FilesStamp {
        self.inner.stamp()
    }

    fn loose_mode(&self) -> Option<u32> {
        self.inner.loose_mode()
    }

    fn backups(&self) -> Result<Vec<Backup>, Failure> {
        self.inner.backups()
    }

    fn backup_text(&self, backup: &Backup) -> Result<Vec<u8>, Failure> {
        self.inner.backup_text(backup)
    }

    fn purge_backups(&self, goes: &mut dyn FnMut(&[u8]) -> bool) -> Result<usize, Failure> {
        self.inner.purge_backups(goes)
    }
}
