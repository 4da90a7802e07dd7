//! What reading and editing a credentials file costs in memory, and how that grows with the file.
//!
//! `cargo bench -p daypass-core`; beside other programs and a real disk: `tools/bench/run --part file`.

mod shapes;
mod texts;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use daypass_core::aws_config::{AwsConfig, CredentialsSection};
use daypass_core::credentials_out::{SectionEdit, edit};
use daypass_core::ini::Document;

/// Profiles in an ordinary file.
const PROFILES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];
/// Times that the part of a shape that grows is repeated.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = ordinary, growth
}
criterion_main!(benches);

fn ordinary(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ordinary");
    for profiles in measured(&PROFILES) {
        let text = texts::ordinary(profiles);
        let (middle, last) = (texts::name(profiles / 2), texts::name(profiles - 1));
        let mut bench = |what: &str, work: &dyn Fn(&[u8])| {
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(BenchmarkId::new(what, profiles), |b| b.iter(|| work(black_box(&text))));
        };
        bench("copy", &|text| drop(black_box(text.to_vec())));
        bench("renew", &|text| drop(black_box(edit(text, &[session(&middle)]))));
        bench("add", &|text| drop(black_box(edit(text, &[session("new")]))));
        bench("remove", &|text| drop(black_box(edit(text, &[removal(&middle)]))));
        bench("find", &|text| drop(black_box(CredentialsSection::find(text, [&middle, &last]))));
        bench("parse", &|text| drop(black_box(Document::parse(text))));
        bench("read", &|text| drop(black_box(AwsConfig::read(b"", text))));
    }
    group.finish();
}

fn growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("growth");
    group.sample_size(10);
    for shape in &shapes::SHAPES {
        for size in measured(&SIZES) {
            let text = (shape.make)(size);
            let mut bench = |what: &str, work: &dyn Fn(&[u8])| {
                let id = BenchmarkId::new(format!("{what}: {}", shape.name), size);
                group.throughput(Throughput::Bytes(text.len() as u64));
                group.bench_function(id, |b| b.iter(|| work(black_box(&text))));
            };
            bench("renew", &|text| drop(black_box(edit(text, &[SectionEdit::new("x").set("k", "2")]))));
            bench("add", &|text| drop(black_box(edit(text, &[session("new")]))));
            bench("remove", &|text| {
                let wish = SectionEdit::new("x").remove("k").remove_section_if_empty();
                drop(black_box(edit(text, &[wish])));
            });
            bench("find", &|text| drop(black_box(CredentialsSection::find(text, ["x"]))));
            bench("read", &|text| drop(black_box(AwsConfig::read(text, text))));
        }
    }
    group.finish();
}

/// All sizes when measuring. As a test, where each bench runs once to see that it can, the smallest.
fn measured(sizes: &[usize]) -> Vec<usize> {
    let all = std::env::args().any(|argument| argument == "--bench");
    sizes.iter().copied().take(if all { sizes.len() } else { 1 }).collect()
}

fn session(section: &str) -> SectionEdit {
    SectionEdit::new(section)
        .set("aws_access_key_id", "ASIAIOSFODNN7EXAMPLE")
        .set("aws_secret_access_key", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEZ")
        .set("aws_session_token", "IQoJb3JpZ2luX2".repeat(30))
        .set("manager", "daypass")
        .remove("aws_security_token")
}

fn removal(section: &str) -> SectionEdit {
    let keys = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "region"];
    keys.iter().fold(SectionEdit::new(section), |edit, key| edit.remove(*key)).remove_section_if_empty()
}
