//! Caches as the AWS CLI and botocore leave them, matched to the profiles that work by them. The names of
//! the files were made by botocore 1.44 itself.

use super::*;
use crate::aws_config::AwsConfig;
use crate::catalog::{Around, Catalog};
use crate::route::RouteEnv;
use crate::settings::Settings;
use crate::tool_caches::{CacheFile, Cached};

/// `SSOTokenLoader._generate_cache_key(…, "corp")`
const BY_SESSION: &str = "ee0bfd2552fbd840c02cc48b6e823320543c450f";
/// `SSOTokenLoader._generate_cache_key("https://corp.awsapps.com/start", None)`
const BY_URL: &str = "a51746d4aa793ae07b25e90c3a5db96fc7832bd7";
/// `generate_login_cache_key("arn:aws:iam::123456789012:user/jane")`
const LOGIN: &str = "e503db6a50c52e426cd2e8b0edf93b94ec9cb0ba1ccdba607277d35e756abde9";
/// `AssumeRoleCredentialFetcher._cache_key` for admin with a device,
const ROLE_WITH_DEVICE: &str = "4215948a8f265c70fc393d6ef2e890bc027ae8df";
/// with all there is besides,
const ROLE_WITH_ALL: &str = "cd6e1c7eead95f32ed8b709e567211da37fb6957";
/// and with nothing.
const ROLE_ALONE: &str = "85df843ebbf3964c64e26d66d796d302b1a7a5ff";

const SSO: &str = "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\n\
                   [profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n";
const LEGACY: &str =
    "[profile old]\nsso_start_url = https://corp.awsapps.com/start\nsso_role_name = Viewer\n";
const ROLE: &str = "role_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = x\n";
const DEVICE: &str = "mfa_serial = arn:aws:iam::123456789012:mfa/jane\n";

fn at(text: &str) -> DateTime<Utc> {
    format!("2026-11-22T{text}Z").parse().unwrap()
}

fn token(name: &str, renewable_until: Option<DateTime<Utc>>) -> CacheFile {
    let start_url = Some("https://corp.awsapps.com/start".to_owned());
    let cached = Cached::SsoToken { start_url, expires: at("18:00:00"), renewable_until };
    CacheFile { name: name.to_owned(), cached }
}

fn role_keys(name: &str) -> CacheFile {
    CacheFile { name: name.to_owned(), cached: Cached::RoleKeys { expires: at("18:00:00") } }
}

fn login(renewable: bool) -> CacheFile {
    let cached = Cached::LoginToken { expires: at("18:00:00"), renewable };
    CacheFile { name: LOGIN.to_owned(), cached }
}

fn found(config: &str, credentials: &str, caches: &[CacheFile], now: DateTime<Utc>) -> Vec<Foreign> {
    let aws = AwsConfig::read(config.as_bytes(), credentials.as_bytes());
    let around = Around { caches, now: Some(now), ..Around::default() };
    Catalog::seen(&aws, &Settings::default(), &RouteEnv::default(), &around).foreign
}

/// `name by maker -> profile` of each.
fn told(config: &str, caches: &[CacheFile]) -> Vec<String> {
    let line = |f: Foreign| format!("{} by {} -> {}", f.name, f.by(), f.target.unwrap_or_default());
    found(config, "", caches, at("12:00:00")).into_iter().map(line).collect()
}

#[test]
fn sso_tokens_belong_to_their_session_or_start_url() {
    assert_eq!(told(SSO, &[token(BY_SESSION, None)]), ["corp by aws sso -> dev"]);
    assert_eq!(told(LEGACY, &[token(BY_URL, None)]), ["corp.awsapps.com by aws sso -> old"]);
    assert_eq!(told("", &[token(BY_URL, None)]), ["corp.awsapps.com by aws sso -> "], "no profile uses it");
    assert_eq!(told("", &[token(BY_SESSION, None)]), Vec::<String>::new(), "another program's token");
    let session = found(SSO, "", &[token(BY_SESSION, None)], at("12:00:00")).remove(0);
    assert_eq!(
        (session.account.as_deref(), session.principal.as_deref()),
        (Some("123456789012"), Some("Admin"))
    );
    assert_eq!(session.key(), format!("~/.aws/sso/cache/{BY_SESSION}.json"));
}

#[test]
fn a_token_that_renews_itself_is_not_reminded_for() {
    let end = |until| found(SSO, "", &[token(BY_SESSION, until)], at("12:00:00")).remove(0).end;
    assert_eq!(end(None).known(), Some(at("18:00:00")));
    let renewed = end(Some("2027-02-20T10:00:00Z".parse().unwrap()));
    assert_eq!(renewed, End::Renewed { current: at("18:00:00"), until: None });
    assert_eq!(renewed.known(), None);
    let registration_over = end(Some(at("17:00:00")));
    assert_eq!(registration_over.known(), Some(at("18:00:00")), "then somebody has to sign in again");
}

#[test]
fn logins_belong_to_the_profile_that_names_their_session() {
    let config = "[profile console]\nlogin_session = arn:aws:iam::123456789012:user/jane\n";
    assert_eq!(told(config, &[login(true)]), ["console by aws login -> console"]);
    assert_eq!(told("", &[login(true)]), Vec::<String>::new());
    let session = |renewable| found(config, "", &[login(renewable)], at("12:00:00")).remove(0);
    assert_eq!(session(true).end.known(), None);
    assert_eq!(session(false).end.known(), Some(at("18:00:00")));
    assert_eq!(session(true).principal.as_deref(), Some("jane"));
}

#[test]
fn cached_role_keys_are_a_row_where_the_cli_would_ask_for_a_code() {
    let with_device = format!("[profile admin]\n{ROLE}{DEVICE}");
    assert_eq!(told(&with_device, &[role_keys(ROLE_WITH_DEVICE)]), ["admin by the AWS CLI -> admin"]);
    let with_all =
        format!("{with_device}role_session_name = jäne 😀\"\\\nexternal_id = x/1\nduration_seconds = 7200\n");
    assert_eq!(told(&with_all, &[role_keys(ROLE_WITH_ALL)]), ["admin by the AWS CLI -> admin"]);
    assert_eq!(told(&with_all, &[role_keys(ROLE_WITH_DEVICE)]), Vec::<String>::new(), "asked for otherwise");
    let alone = format!("[profile admin]\n{ROLE}");
    assert_eq!(told(&alone, &[role_keys(ROLE_ALONE)]), Vec::<String>::new(), "renewed without a code");
}

#[test]
fn what_ended_more_than_a_week_ago_is_a_leftover() {
    let rows = |now: &str| found(SSO, "", &[token(BY_SESSION, None)], now.parse().unwrap()).len();
    assert_eq!(rows("2026-11-29T18:00:00Z"), 1);
    assert_eq!(rows("2026-11-29T18:00:01Z"), 0);
}

#[test]
fn no_two_rows_have_the_same_name() {
    let key = "[corp]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n";
    let theirs =
        "[corp.awsapps.com]\naws_access_key_id = ASIA1\naws_secret_access_key = s\naws_session_token = t\n";
    let caches = [token(BY_SESSION, None), token(BY_URL, None)];
    let rows = found(SSO, &format!("{key}{theirs}"), &caches, at("12:00:00"));
    let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["corp.awsapps.com", "corp (aws sso)", "corp.awsapps.com (aws sso)"]);
}

#[test]
fn a_session_under_an_identity_s_or_role_s_name_is_told_apart_and_told_once() {
    let config = format!("[profile x]\n{DEVICE}[profile admin]\n{ROLE}");
    let key = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n";
    let session = "aws_access_key_id = ASIA1\naws_secret_access_key = s\naws_session_token = t\n";
    let end = "assumed_role = False\nexpiration = 2026-11-22 18:00:00\n";
    let rows = |credentials: &str| {
        let rows = found(&config, credentials, &[], at("12:00:00"));
        rows.iter().map(|row| format!("{} {}", row.name, row.key())).collect::<Vec<_>>()
    };
    assert_eq!(rows(&format!("[x]\n{key}[admin]\n{session}{end}")), ["admin (aws-mfa) admin"]);
    // The identity's own row says that session keys stand where a user's key should.
    assert_eq!(rows(&format!("[x]\n{session}")), Vec::<String>::new());
}

#[test]
fn a_session_without_an_end_lasts_36_hours_from_when_it_was_first_seen() {
    let theirs = "[a]\naws_access_key_id = ASIA1\naws_secret_access_key = s\naws_session_token = t\n";
    let seen = |credentials: &str, changed| {
        let aws = AwsConfig::read(b"", credentials.as_bytes());
        let around = Around { credentials_changed: Some(changed), ..Around::default() };
        Catalog::seen(&aws, &Settings::default(), &RouteEnv::default(), &around).foreign.remove(0)
    };
    let day = |text: &str| Some(format!("2026-11-{text}Z").parse::<DateTime<Utc>>().unwrap());
    let mut memory = Memory::default();
    let first = seen(theirs, at("09:00:00"));
    assert_eq!(first.latest(&memory), day("23T21:00:00"));
    memory.unended = unended([&first].into_iter(), &memory);
    let later = seen(theirs, at("20:00:00"));
    assert_eq!(later.latest(&memory), day("23T21:00:00"), "the file changed for another reason");
    let renewed = seen(&theirs.replace("ASIA1", "ASIA2"), at("20:00:00"));
    assert_eq!(renewed.latest(&memory), day("24T08:00:00"), "another key, another session");
    memory.unended = unended([&renewed].into_iter(), &memory);
    assert_eq!(renewed.latest(&memory), day("24T08:00:00"));
    assert_eq!(unended(std::iter::empty(), &memory).len(), 0, "forgotten when it is gone");
}

#[test]
fn arns_name_account_and_user_or_role() {
    for (arn, wanted) in [
        ("arn:aws:sts::123456789012:assumed-role/Admin/jane", Some(("123456789012", "Admin"))),
        ("arn:aws:iam::123456789012:role/path/Admin", Some(("123456789012", "Admin"))),
        ("arn:aws:iam::123456789012:root", Some(("123456789012", "root"))),
        ("arn:aws-us-gov:iam::123456789012:user/jane", Some(("123456789012", "jane"))),
        ("jane", None),
    ] {
        let wanted = wanted.map(|(account, name)| (account.to_owned(), name.to_owned()));
        assert_eq!(account_and_name(arn), wanted, "{arn}");
    }
}
