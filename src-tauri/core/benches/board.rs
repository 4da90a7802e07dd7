//! What the keeper does at each tick with the files unchanged, by the number of rows: which sessions are
//! watched, what is due, how the board looks. Also what it does once when the files changed: the catalog.
//!
//! `cargo bench -p daypass-core --bench board`, which also prints the memory that each board holds.

#![expect(clippy::print_stdout, reason = "a bench reports")]

use std::fmt::Write;
use std::hint::black_box;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use daypass_core::aws_config::AwsConfig;
use daypass_core::aws_time::Now;
use daypass_core::board::Board;
use daypass_core::catalog::Catalog;
use daypass_core::ports::AwsPaths;
use daypass_core::route::RouteEnv;
use daypass_core::schedule;
use daypass_core::settings::Settings;

/// Rows on the board: a tenth identities, the rest roles behind them.
const ROWS: [usize; 3] = [100, 1_000, 10_000];

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = tick
}
criterion_main!(benches);

fn tick(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("board");
    for rows in measured() {
        let now = Now::at(noon(), Some(TimeDelta::zero()));
        let (config, credentials) = files(rows);
        let catalog = || {
            let aws = AwsConfig::read(config.as_bytes(), credentials.as_bytes());
            Catalog::of(&aws, &Settings::default(), &RouteEnv::default())
        };
        let before = held();
        let mut board = Board { catalog: catalog(), ..Board::default() };
        assert_eq!(board.watched().len(), rows);
        look(&mut board, now);
        // The larger the board, the less what was free before matters.
        println!("board/memory/{rows}: {} KiB", held().saturating_sub(before));
        group.bench_function(BenchmarkId::new("tick", rows), |b| b.iter(|| look(&mut board, now)));
        group.bench_function(BenchmarkId::new("catalog", rows), |b| b.iter(|| black_box(catalog())));
    }
    group.finish();
}

/// As `Keeper::look` does when neither files nor settings changed, without the world.
fn look(board: &mut Board, now: Now) {
    let watched = board.watched();
    let before = board.memory.clone();
    let ladder = board.settings.reminders.clone();
    schedule::meet(&watched, &mut board.memory, &ladder, now);
    assert!(schedule::due(&watched, &mut board.memory, &ladder, now).is_empty());
    black_box(board.memory == before);
    black_box(board.view(&paths(), false, now));
    black_box(schedule::next(&watched, &board.memory, &ladder, now));
}

fn paths() -> AwsPaths {
    AwsPaths { config: "/home/jane/.aws/config".into(), credentials: "/home/jane/.aws/credentials".into() }
}

fn noon() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

/// Both files, a session for each row.
fn files(rows: usize) -> (String, String) {
    let (mut config, mut credentials) = (String::new(), String::new());
    let end = (noon() + TimeDelta::hours(8)).to_rfc3339();
    let mut session = |section: &str| {
        let _ = write!(
            credentials,
            "[{section}]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n\
             aws_session_token = t\nx_security_token_expires = {end}\nmanager = daypass\n"
        );
    };
    for number in 0..rows / 10 {
        let name = format!("user-{number:05}");
        session(&format!("{name}-mfa"));
        for role in 0..9 {
            let _ = write!(
                config,
                "[profile {name}-role-{role}]\nrole_arn = arn:aws:iam::123456789012:role/r{role}\n\
                 source_profile = {name}\n"
            );
            session(&format!("{name}-role-{role}-session"));
        }
        let _ = write!(config, "[profile {name}]\nmfa_serial = arn:aws:iam::123456789012:mfa/{name}\n");
    }
    for number in 0..rows / 10 {
        let _ = write!(
            credentials,
            "[user-{number:05}]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n"
        );
    }
    (config, credentials)
}

/// All sizes when measuring. As a test, where each bench runs once to see that it can, the smallest.
fn measured() -> impl Iterator<Item = usize> {
    let all = std::env::args().any(|argument| argument == "--bench");
    ROWS.into_iter().take(if all { ROWS.len() } else { 1 })
}

/// What the process holds of the machine's memory (proc_pid_statm(5)), in kibibytes.
fn held() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: u64 = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0);
    pages * 4
}
