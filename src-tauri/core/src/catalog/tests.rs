//! Layouts as they are found in the wild, and what Daypass makes of them.

use super::*;
use crate::aws_config::AwsConfig;
use crate::failure::Code;
use crate::settings::ProfileSettings;

const KEY: &str = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret-secret-secret\n";
const SESSION: &str = "aws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\naws_session_token = t\n\
                       x_security_token_expires = 2026-11-22T18:02:00Z\n";
const JANE: &str = "arn:aws:iam::123456789012:mfa/jane";

fn read(config: &str, credentials: &str) -> Catalog {
    read_with(config, credentials, &Settings::default(), &RouteEnv::default())
}

fn read_with(config: &str, credentials: &str, settings: &Settings, env: &RouteEnv) -> Catalog {
    let aws = AwsConfig::read(config.as_bytes(), credentials.as_bytes());
    Catalog::of(&aws, settings, env)
}

fn settings(name: &str, wish: ProfileSettings) -> Settings {
    Settings { profiles: [(name.to_owned(), wish)].into(), ..Settings::default() }
}

/// Identities as `name <- key's place -> target`.
fn identities(catalog: &Catalog) -> Vec<String> {
    let place = |key: &KeySource| match key {
        KeySource::Keyring { .. } => "keyring".to_owned(),
        KeySource::File { profile, .. } => format!("[{profile}]"),
        KeySource::Missing => "nowhere".to_owned(),
    };
    let line = |i: &Identity| format!("{} <- {} -> {}", i.name, place(&i.key), i.target);
    catalog.identities.iter().map(line).collect()
}

/// Roles as `name via identity -> target`.
fn roles(catalog: &Catalog) -> Vec<String> {
    let line = |r: &Role| format!("{} via {} -> {}", r.name, r.identity, r.target);
    catalog.roles.iter().map(line).collect()
}

/// The identity's device, empty for none.
fn serial(catalog: &Catalog, name: &str) -> String {
    let serial = catalog.identity(name).unwrap().serial.clone().unwrap();
    serial.map(|serial| serial.as_str().to_owned()).unwrap_or_default()
}

#[test]
fn keys_beside_an_mfa_serial_get_a_section_of_their_own_for_the_session() {
    let found = read(&format!("[profile x]\nmfa_serial = {JANE}\n"), &format!("[x]\n{KEY}"));
    assert_eq!(identities(&found), ["x <- [x] -> x-mfa"]);
    assert_eq!(serial(&found, "x"), JANE);
}

#[test]
fn keys_in_the_config_file_are_keys() {
    let found = read(&format!("[default]\nmfa_serial = {JANE}\n{KEY}"), "");
    assert_eq!(identities(&found), ["default <- [default] -> default-mfa"]);
}

#[test]
fn aws_mfa_s_long_term_section_gives_its_session_to_the_plain_name() {
    let credentials = format!("[x-long-term]\n{KEY}aws_mfa_device = {JANE}\n[x]\n{SESSION}");
    let found = read("[profile x]\nregion = eu-west-1\n", &credentials);
    assert_eq!(identities(&found), ["x <- [x-long-term] -> x"]);
    assert_eq!(serial(&found, "x"), JANE);
    assert_eq!(found.identity("x").unwrap().route.as_ref().unwrap().region, "eu-west-1");
    assert_eq!(found.foreign, [], "whoever wrote it: the session in the target is the identity's");
}

#[test]
fn a_key_in_the_keyring_comes_before_one_in_the_file() {
    let wish = ProfileSettings {
        access_key_id: Some("AKIAIOSFODNN7EXAMPLE".into()),
        mfa_serial: Some(JANE.into()),
        ..ProfileSettings::default()
    };
    let found = read_with("", &format!("[x-long-term]\n{KEY}"), &settings("x", wish), &RouteEnv::default());
    assert_eq!(identities(&found), ["x <- keyring -> x"]);
    assert_eq!(serial(&found, "x"), JANE);
}

#[test]
fn settings_override_device_duration_and_target() {
    let wish = ProfileSettings {
        mfa_serial: Some("GAHT12345678".into()),
        duration_seconds: Some(1_800),
        target: Some("elsewhere".into()),
        ..ProfileSettings::default()
    };
    let config = format!("[profile x]\nmfa_serial = {JANE}\nduration_seconds = 7200\n");
    let found = read_with(&config, &format!("[x]\n{KEY}"), &settings("x", wish), &RouteEnv::default());
    assert_eq!(identities(&found), ["x <- [x] -> elsewhere"]);
    assert_eq!(serial(&found, "x"), "GAHT12345678");
    assert_eq!(found.identity("x").unwrap().seconds, 1_800);
}

#[test]
fn a_device_without_a_key_is_an_identity_whose_key_is_wanted() {
    let found = read(&format!("[profile x]\nmfa_serial = {JANE}\n"), "");
    assert_eq!(identities(&found), ["x <- nowhere -> x"]);
}

#[test]
fn profiles_that_sign_in_otherwise_are_no_identities() {
    for lines in [
        "sso_session = corp\nsso_account_id = 123456789012",
        "sso_start_url = https://corp.awsapps.com/start",
        "credential_process = /usr/bin/true",
        "web_identity_token_file = /tmp/token\nrole_arn = arn:aws:iam::123456789012:role/r",
        "login_session = arn:aws:iam::123456789012:user/jane",
    ] {
        let found = read(&format!("[profile x]\n{lines}\nmfa_serial = {JANE}\n"), "");
        assert_eq!(identities(&found), [] as [&str; 0], "{lines}");
    }
    assert_eq!(identities(&read("[profile x]\nregion = eu-west-1\n", "")), [] as [&str; 0]);
}

#[test]
fn a_malformed_serial_is_kept_as_a_problem() {
    let found = read("[profile x]\nmfa_serial = jane's phone\n", &format!("[x]\n{KEY}"));
    assert_eq!(found.identity("x").unwrap().serial.as_ref().unwrap_err().code, Code::BadInput);
}

#[test]
fn a_role_finds_its_identity_by_name_target_and_key_section() {
    for source in ["x", "x-mfa"] {
        let config = format!(
            "[profile r]\nrole_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = {source}\n"
        );
        let found = read(&config, &format!("[x]\n{KEY}"));
        assert_eq!(roles(&found), ["r via x -> r-session"], "{source}");
    }
    let config = "[profile r]\nrole_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = x-long-term\n";
    assert_eq!(roles(&read(config, &format!("[x-long-term]\n{KEY}"))), ["r via x -> r-session"]);
}

#[test]
fn a_device_written_only_at_the_role_is_the_user_s() {
    let config = format!(
        "[profile r]\nrole_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = x\nmfa_serial = {JANE}\n\
         [profile other]\nrole_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = x\nmfa_serial = GAHT12345678\n"
    );
    let found = read(&config, &format!("[x]\n{KEY}"));
    assert_eq!(serial(&found, "x"), JANE, "of several roles the first one decides");
}

#[test]
fn chains_end_at_an_identity_or_are_named_as_leading_nowhere() {
    let role = |name: &str, source: &str| {
        format!(
            "[profile {name}]\nrole_arn = arn:aws:iam::210987654321:role/{name}\nsource_profile = {source}\n"
        )
    };
    let config =
        [role("a", "x"), role("b", "a"), role("c", "d"), role("d", "c"), role("e", "e"), role("f", "gone")];
    let found = read(&config.concat(), &format!("[x]\n{KEY}"));
    assert_eq!(roles(&found), ["a via x -> a-session", "b via x -> b-session"]);
    let stranded: Vec<(&str, &str)> =
        found.stranded.iter().map(|role| (role.name.as_str(), role.failure.message.as_str())).collect();
    let circle = "These profiles name each other as source_profile, without end:";
    let gone = "The profile “f” names “gone” as its source_profile, which does not exist.";
    assert_eq!(
        stranded,
        [
            ("c", format!("{circle} c → d → c.").as_str()),
            ("d", format!("{circle} d → c → d.").as_str()),
            ("e", format!("{circle} e → e.").as_str()),
            ("f", gone)
        ]
    );
}

#[test]
fn a_role_behind_another_program_s_profile_is_nobody_s_problem() {
    let config = "[profile sso]\nsso_start_url = https://example.com\n[profile r]\n\
                  role_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = sso\n";
    let found = read(config, &format!("[x]\n{KEY}"));
    assert_eq!((roles(&found), found.stranded), (Vec::new(), Vec::new()));
}

#[test]
fn a_role_of_a_machine_is_no_role_of_a_person() {
    let config = "[profile r]\nrole_arn = arn:aws:iam::210987654321:role/ops\ncredential_source = Ec2InstanceMetadata\n";
    assert_eq!(roles(&read(config, &format!("[x]\n{KEY}"))), [] as [&str; 0]);
}

#[test]
fn sessions_of_other_tools_are_foreign_and_ours_are_not() {
    let credentials =
        format!("[x]\n{KEY}[x-mfa]\n{SESSION}[theirs]\n{SESSION}[gone]\n{SESSION}manager = daypass\n");
    let found = read("", &credentials);
    assert_eq!(found.foreign.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["theirs"]);
    assert!(found.session("x-mfa").is_some_and(|session| !session.ours));
    assert!(found.session("gone").is_some_and(|session| session.ours));
    assert_eq!(found.session("x"), None);
}

#[test]
fn a_row_s_own_name_comes_before_another_row_s_target() {
    let config = "[profile x-mfa]\nrole_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = x\n";
    let found = read(config, &format!("[x]\n{KEY}"));
    assert!(matches!(found.find("x-mfa"), Some(Entry::Role(role)) if role.name == "x-mfa"));
    assert!(matches!(found.find("x-mfa-session"), Some(Entry::Role(_))));
    assert!(matches!(found.find("x"), Some(Entry::Identity(_))));
    assert!(found.find("y").is_none());
}

#[test]
fn region_and_endpoint_come_from_the_profile_its_services_or_its_source() {
    let config = "[profile x]\nregion = eu-central-1\nservices = local\n\
                  [services local]\nsts =\n  endpoint_url = http://127.0.0.1:4566\n\
                  [profile r]\nrole_arn = arn:aws:iam::210987654321:role/ops\nsource_profile = x\n";
    let found = read(config, &format!("[x]\n{KEY}"));
    let expected = Route {
        region: "eu-central-1".into(),
        endpoint: Some("http://127.0.0.1:4566".into()),
        ..Route::default()
    };
    assert_eq!(found.identity("x").unwrap().route, Ok(expected.clone()));
    assert_eq!(found.roles[0].route, Ok(expected), "a role goes where its source goes");
}

#[test]
fn switches_and_certificates_come_from_the_profile_and_the_settings_before_it() {
    let config = "[profile x]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = TRUE\n\
                  ca_bundle = /etc/corp.pem\nservices = local\n\
                  ignore_configured_endpoint_urls = true\n\
                  [services local]\niam =\n  endpoint_url = https://iam.example\n";
    let credentials = format!("[x]\n{KEY}");
    let route = |wish: ProfileSettings, config: &str| {
        let found = read_with(config, &credentials, &settings("x", wish), &RouteEnv::default());
        found.identity("x").unwrap().route.clone().unwrap()
    };
    let by_profile = route(ProfileSettings::default(), config);
    assert_eq!((by_profile.fips, by_profile.dual_stack), (true, true));
    assert_eq!(by_profile.ca_bundle.as_deref(), Some(std::path::Path::new("/etc/corp.pem")));
    assert_eq!((by_profile.endpoint, by_profile.iam_endpoint), (None, None), "ignored");
    let off = ProfileSettings {
        use_fips_endpoint: Some(false),
        use_dualstack_endpoint: Some(false),
        ..ProfileSettings::default()
    };
    let heard = config.replace("urls = true", "urls = false");
    let by_settings = route(off, &heard);
    assert_eq!((by_settings.fips, by_settings.dual_stack), (false, false));
    assert_eq!(by_settings.iam_endpoint.as_deref(), Some("https://iam.example"));
    assert_eq!(by_settings.endpoint, None, "a service's endpoint is that service's alone");
}

#[test]
fn a_services_section_that_is_missing_is_a_problem() {
    let found = read("[profile x]\nservices = gone\n", &format!("[x]\n{KEY}"));
    assert_eq!(found.identity("x").unwrap().route.as_ref().unwrap_err().code, Code::BadEndpoint);
}

#[test]
fn without_a_region_the_device_s_partition_decides() {
    let config = "[profile x]\nmfa_serial = arn:aws-us-gov:iam::123456789012:mfa/jane\n";
    let found = read(config, &format!("[x]\n{KEY}"));
    assert_eq!(found.identity("x").unwrap().route.as_ref().unwrap().region, "us-gov-west-1");
}
