//! What the reader promises for any bytes. Shared by the fuzz target `reader` and the corpus test.

use daypass_core::aws_config::{AwsConfig, CredentialsSection};
use daypass_core::ini::{Document, LineKind, Property, Section};

/// Stands between the config file and the credentials file of one input: ASCII's file separator.
const FILE_SEPARATOR: u8 = 0x1c;

/// Panics if the reader breaks a promise.
pub fn check(data: &[u8]) {
    let (config, credentials) = match data.iter().position(|b| *b == FILE_SEPARATOR) {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, data),
    };
    for bytes in [config, credentials] {
        let document = Document::parse(bytes);
        lines_are_the_file(&document, bytes);
        sections_are_apart(&document);
        document.sections().iter().for_each(|section| properties_are_in_their_lines(&document, section));
        sections_read_alone_as_together(&document);
        line_endings_make_no_difference(&document, bytes);
        let last = document.lines().len().max(1);
        assert!(document.faults().iter().all(|fault| (1..=last).contains(&fault.line)));
        assert!(document.faults().is_sorted_by_key(|fault| fault.line));
    }
    understood(config, credentials);
}

fn lines_are_the_file(document: &Document<'_>, bytes: &[u8]) {
    let mut at = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    for line in document.lines() {
        assert_eq!(line.start, at, "lines follow one another");
        let ending = document.slice(line.content_end..line.end);
        assert!(matches!(ending, b"" | b"\n" | b"\r\n"), "{ending:?}");
        assert!(!document.slice(line.start..line.content_end).contains(&b'\n'));
        at = line.end;
    }
    assert_eq!(at, bytes.len(), "the lines put together are the file");
    let open = document.lines().iter().filter(|line| !line.is_terminated()).count();
    assert!(open == 0 || (open == 1 && !document.lines().last().unwrap().is_terminated()));
}

fn sections_are_apart(document: &Document<'_>) {
    let headers =
        |(at, line): (usize, &daypass_core::ini::Line)| (line.kind == LineKind::Header).then_some(at);
    let headers: Vec<usize> = document.lines().iter().enumerate().filter_map(headers).collect();
    let ends = headers.iter().copied().skip(1).chain([document.lines().len()]);
    let wanted: Vec<_> = headers.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    let found: Vec<_> = document.sections().iter().map(|section| section.lines.clone()).collect();
    assert_eq!(wanted, found, "each header begins a section that goes on to the next one");
    for (at, line) in document.lines().iter().enumerate().take(headers.first().copied().unwrap_or(0)) {
        let outside = matches!(line.kind, LineKind::Blank | LineKind::Comment | LineKind::Stray);
        assert!(outside, "line {at} is {:?} before the first header", line.kind);
    }
}

fn properties_are_in_their_lines(document: &Document<'_>, section: &Section) {
    let of_kind = |kind| section.lines.clone().filter(move |at| document.lines()[*at].kind == kind);
    let keys: Vec<usize> = document.properties(section).iter().map(|p| p.line).collect();
    assert_eq!(keys, of_kind(LineKind::Property).collect::<Vec<_>>());
    let properties = document.properties(section).iter();
    let continued: Vec<usize> = properties.flat_map(|p| document.continuations(p)).collect();
    assert_eq!(continued, of_kind(LineKind::Continuation).collect::<Vec<_>>());
    for property in document.properties(section) {
        let line = document.lines()[property.line];
        let end = property.comment.clone().map_or(line.content_end, |comment| comment.start);
        assert!(line.start <= property.key.start && property.key.end <= property.equals);
        assert!(property.equals < property.value.start && property.value.end <= end);
        assert_eq!(document.slice(property.equals..property.equals + 1), b"=");
        assert!(!property.key.is_empty() && section.lines.contains(&property.last_line));
        for text in [document.slice(property.key.clone()), document.slice(property.value.clone())] {
            let blank = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
            assert!(!blank(text.first()) && !blank(text.last()));
        }
    }
}

type Reading = Vec<(Vec<u8>, Vec<u8>)>;

fn reading(document: &Document<'_>, section: &Section) -> Reading {
    let pair = |p: &Property| (document.slice(p.key.clone()).to_vec(), document.value(p).into_owned());
    document.properties(section).iter().map(pair).collect()
}

/// No section depends on those around it: what stands above a header cannot change what is below.
fn sections_read_alone_as_together(document: &Document<'_>) {
    for section in document.sections() {
        let lines = &document.lines()[section.lines.clone()];
        let text = document.slice(lines[0].start..lines[lines.len() - 1].end);
        let alone = Document::parse(text);
        assert_eq!(alone.sections().len(), 1);
        assert_eq!(alone.name(&alone.sections()[0]), document.name(section));
        assert_eq!(reading(&alone, &alone.sections()[0]), reading(document, section));
    }
}

fn line_endings_make_no_difference(document: &Document<'_>, bytes: &[u8]) {
    if bytes.contains(&b'\r') {
        return;
    }
    let lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').collect();
    let text = lines.join(&b"\r\n"[..]);
    let crlf = Document::parse(&text);
    let read = |document: &Document<'_>| -> Vec<(Vec<u8>, Reading)> {
        let of = |section| (document.name(section).to_vec(), reading(document, section));
        document.sections().iter().map(of).collect()
    };
    assert_eq!(read(document), read(&crlf));
    assert_eq!(document.faults(), crlf.faults());
}

fn understood(config: &[u8], credentials: &[u8]) {
    let read = AwsConfig::read(config, credentials);
    for profile in read.profiles() {
        assert!(AwsConfig::is_profile_name(profile.name()));
        assert!(profile.is_in_config() || profile.is_in_credentials());
        let found = read.profile(profile.name()).unwrap();
        assert!(std::ptr::eq(found, profile), "[{}] stands twice", profile.name());
        for entry in profile.entries() {
            assert_eq!(profile.get(&entry.key().to_ascii_uppercase()), Some(entry.value()));
        }
    }
    for section in read.credentials_sections() {
        assert_eq!(read.in_credentials(section.name()), Some(section));
        assert_eq!(CredentialsSection::find(credentials, [section.name()]), [Some(section.clone())]);
        // The credentials file has the last word.
        if let Some(profile) = read.profile(section.name()) {
            let same =
                |entry: &daypass_core::aws_config::Entry| profile.get(entry.key()) == Some(entry.value());
            assert!(section.entries().iter().all(same), "[{}]", section.name());
        }
    }
    assert_eq!(
        read.errors().count() == 0,
        AwsConfig::read(config, b"").errors().count() == 0
            && AwsConfig::read(b"", credentials).errors().count() == 0
    );
    assert!(!read.problems().iter().any(|problem| problem.to_string().contains(char::is_control)));
}
