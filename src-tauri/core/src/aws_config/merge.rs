//! Joining two literal readings.

use std::collections::HashMap;

use super::{AwsConfig, CredentialsSection, Entries, Entry, Origin, Problem, Profile};
use crate::ini::{Document, Parts, Section, Severity};
use crate::profile::visible;

/// Sections of the config file that the AWS CLI reads and no SDK knows.
const CLI_SECTIONS: [&str; 2] = ["plugins", "preview"];

pub(super) fn merge(config: &[u8], credentials: &[u8]) -> AwsConfig {
    let mut merged = AwsConfig::default();
    let config = Document::parse(config);
    note_faults(&mut merged, &config, Origin::Config);
    add_config(&mut merged, &config);
    let credentials = Document::parse(credentials);
    note_faults(&mut merged, &credentials, Origin::Credentials);
    add_credentials(&mut merged, &credentials);
    merged.problems.sort_by_key(|p| (p.file == Origin::Credentials, p.line));
    merged
}

/// The sections of these names, duplicates joined, without reading any other.
pub(super) fn find_sections<const N: usize>(
    credentials: &[u8],
    names: [&str; N],
) -> [Option<CredentialsSection>; N] {
    let mut found = names.map(|_| None);
    for (_, part) in Parts::find(credentials, &names).candidates() {
        let document = Document::parse(part);
        for (name, found) in names.iter().zip(&mut found) {
            for section in document.sections_named(name) {
                let found = found.get_or_insert_with(|| CredentialsSection {
                    name: (*name).to_owned(),
                    entries: Entries::default(),
                });
                // What cannot be read is told where the whole file is read.
                let _skipped = fill(&mut found.entries, &document, section, Origin::Credentials);
            }
        }
    }
    found
}

fn note_faults(merged: &mut AwsConfig, document: &Document<'_>, file: Origin) {
    let problems = document.faults().iter().map(|fault| Problem {
        file,
        line: fault.line,
        severity: fault.kind.severity(),
        sentence: fault.kind.sentence().to_string(),
    });
    merged.problems.extend(problems);
}

/// What a header of the config file declares.
enum Declared<'a> {
    Profile(&'a str),
    PlainDefault,
    SsoSession(&'a str),
    Services(&'a str),
    Unknown(String),
}

fn add_config(merged: &mut AwsConfig, document: &Document<'_>) {
    let readable = document.sections().iter().filter(|section| section.name.is_some());
    let declared: Vec<_> = readable.map(|section| (section, declared(document, section))).collect();
    let prefixed_default = declared.iter().any(|(_, what)| matches!(what, Declared::Profile("default")));
    let mut sso = HashMap::new();
    let mut services = HashMap::new();
    for (section, what) in declared {
        let entries = match what {
            Declared::Profile(name) => profile_entries(merged, name, Origin::Config),
            // P038, P039, P051; botocore alone takes whichever comes last.
            Declared::PlainDefault if prefixed_default => {
                let why = "[default] is not read because there is a [profile default]";
                warn(merged, Origin::Config, section, why.to_owned());
                continue;
            }
            Declared::PlainDefault => profile_entries(merged, "default", Origin::Config),
            Declared::SsoSession(name) => named_entries(&mut merged.sso_sessions, &mut sso, name),
            Declared::Services(name) => named_entries(&mut merged.services, &mut services, name),
            Declared::Unknown(why) => {
                if !CLI_SECTIONS.iter().any(|known| known.as_bytes() == document.name(section)) {
                    warn(merged, Origin::Config, section, why);
                }
                continue;
            }
        };
        let skipped = fill(entries, document, section, Origin::Config);
        merged.problems.extend(skipped);
    }
}

fn declared<'a>(document: &Document<'a>, section: &Section) -> Declared<'a> {
    let Ok(header) = std::str::from_utf8(document.name(section)) else {
        return Declared::Unknown("The section's name is not UTF-8, so it is skipped".to_owned());
    };
    let Some((kind, name)) = header.split_once([' ', '\t']) else {
        let shown = visible(header);
        return match header {
            "default" => Declared::PlainDefault,
            _ => Declared::Unknown(format!(
                "[{shown}] is skipped: in the config file a profile's header is [profile {shown}]"
            )),
        };
    };
    let name = unquoted(name.trim_matches([' ', '\t']));
    if !is_identifier(name) {
        return Declared::Unknown(format!("[{}] is skipped: {BAD_NAME}", visible(header)));
    }
    match kind {
        "profile" => Declared::Profile(name),
        "sso-session" => Declared::SsoSession(name),
        "services" => Declared::Services(name),
        _ => {
            let (shown, kind) = (visible(header), visible(kind));
            Declared::Unknown(format!("[{shown}] is skipped: no AWS tool knows `{kind}` sections"))
        }
    }
}

const BAD_NAME: &str =
    "not every AWS tool reads a name with other characters than A-Z a-z 0-9 _ - / . % @ : +";

/// `"x"` and `'x'` as botocore (shlex) and JavaScript (a regular expression) read them.
fn unquoted(name: &str) -> &str {
    let inside = |quote| name.strip_prefix(quote).and_then(|rest: &str| rest.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(name)
}

/// smithy-rs `validate_identifier`, but for the empty name, which it lets pass.
pub(crate) fn is_identifier(name: &str) -> bool {
    let known = |b: u8| b.is_ascii_alphanumeric() || b"_-/.%@:+".contains(&b);
    !name.is_empty() && name.bytes().all(known)
}

fn add_credentials(merged: &mut AwsConfig, document: &Document<'_>) {
    for section in document.sections().iter().filter(|section| section.name.is_some()) {
        let Ok(name) = std::str::from_utf8(document.name(section)) else {
            let why = "The section's name is not UTF-8, so it is skipped";
            warn(merged, Origin::Credentials, section, why.to_owned());
            continue;
        };
        let mut own = Entries::default();
        let skipped = fill(&mut own, document, section, Origin::Credentials);
        if is_identifier(name) {
            profile_entries(merged, name, Origin::Credentials).put_all(&own);
        } else {
            let why = match name.split_once([' ', '\t']) {
                Some(("profile", _)) => "in the credentials file a header has no `profile`",
                _ => BAD_NAME,
            };
            warn(merged, Origin::Credentials, section, format!("[{}] is skipped: {why}", visible(name)));
        }
        section_entries(merged, name).put_all(&own);
        merged.problems.extend(skipped);
    }
}

/// Puts a section's readable keys into `entries`; answers what was skipped.
fn fill(entries: &mut Entries, document: &Document<'_>, section: &Section, origin: Origin) -> Vec<Problem> {
    let mut skipped = Vec::new();
    for property in document.properties(section) {
        let key = std::str::from_utf8(document.slice(property.key.clone()));
        let value = String::from_utf8(document.value(property).into_owned());
        match (key, value) {
            (Ok(key), Ok(value)) if is_identifier(key) => {
                entries.put(Entry::new(key, value, origin));
            }
            // P041; botocore and JavaScript would read it, and no one asks for such a key.
            (Ok(key), Ok(_)) => skipped.push(Problem {
                file: origin,
                line: property.line + 1,
                severity: Severity::Warning,
                sentence: skipped_key(key),
            }),
            // Already told as a fault of the line.
            (Err(_), _) | (_, Err(_)) => {}
        }
    }
    skipped
}

/// Behind a colon in a key there may be a secret: `aws_session_token: FwoG…==` has its `=` at the end.
fn skipped_key(key: &str) -> String {
    match key.split_once(':') {
        Some((before, _)) => {
            let before = visible(before.trim_end());
            format!("`{before}:` is skipped: only some AWS tools read a colon in place of =")
        }
        None => format!("`{}` is skipped: {BAD_NAME}", visible(key)),
    }
}

fn profile_entries<'a>(merged: &'a mut AwsConfig, name: &str, from: Origin) -> &'a mut Entries {
    let at = match merged.profile_index.get(name) {
        Some(at) => *at,
        None => {
            merged.profile_index.insert(name.to_owned(), merged.profiles.len());
            merged.profiles.push(Profile {
                name: name.to_owned(),
                entries: Entries::default(),
                in_config: false,
                in_credentials: false,
            });
            merged.profiles.len() - 1
        }
    };
    let profile = &mut merged.profiles[at];
    match from {
        Origin::Config => profile.in_config = true,
        Origin::Credentials => profile.in_credentials = true,
    }
    &mut profile.entries
}

fn section_entries<'a>(merged: &'a mut AwsConfig, name: &str) -> &'a mut Entries {
    let at = match merged.section_index.get(name) {
        Some(at) => *at,
        None => {
            merged.section_index.insert(name.to_owned(), merged.sections.len());
            let entries = Entries::default();
            merged.sections.push(CredentialsSection { name: name.to_owned(), entries });
            merged.sections.len() - 1
        }
    };
    &mut merged.sections[at].entries
}

fn named_entries<'a>(
    list: &'a mut Vec<(String, Entries)>,
    index: &mut HashMap<String, usize>,
    name: &str,
) -> &'a mut Entries {
    let at = *index.entry(name.to_owned()).or_insert_with(|| {
        list.push((name.to_owned(), Entries::default()));
        list.len() - 1
    });
    &mut list[at].1
}

fn warn(merged: &mut AwsConfig, file: Origin, section: &Section, sentence: String) {
    let line = section.lines.start + 1;
    merged.problems.push(Problem { file, line, severity: Severity::Warning, sentence });
}
