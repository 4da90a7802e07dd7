//! The readers, asked about layouts. botocore, Rust and JavaScript are judged by themselves in
//! tests/readers; Go is not, so what its source says stands here case by case.

use super::*;

const OURS: &str = "aws_access_key_id = ASIA1\naws_secret_access_key = s\naws_session_token = t\n\
                    x_security_token_expires = 2099-01-01T00:00:00Z\nmanager = daypass\n";
const USER: &str = "aws_access_key_id = AKIA1\naws_secret_access_key = s\n";
const ROLE: &str = "role_arn = arn:aws:iam::123456789012:role/r\n";

fn text(config: &str, credentials: &str) -> AwsText {
    AwsText { config: config.into(), credentials: credentials.into(), ..AwsText::default() }
}

fn named(profile: &str, surroundings: Surroundings) -> Question {
    let surroundings = Surroundings { instance_metadata_disabled: true, ..surroundings };
    Question { profile: Some(profile.to_owned()), surroundings }
}

fn unnamed(surroundings: Surroundings) -> Question {
    Question { profile: None, ..named("", surroundings) }
}

fn verdict(reader: Reader, config: &str, credentials: &str, question: &Question) -> Verdict {
    let answers = explain(&text(config, credentials), question);
    answers.into_iter().find(|answer| answer.reader == reader).expect("all answer").verdict
}

fn go(config: &str, credentials: &str) -> Verdict {
    verdict(Reader::Go, config, credentials, &named("p", Surroundings::default()))
}

/// In short: where the first credentials come from, then each role; or what is wrong.
fn short(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Uses(found) => {
            let base = match &found.base {
                Base::Environment => "environment".to_owned(),
                Base::Keys(keys) => format!("{} {}", keys.file, keys.profile),
                Base::WebIdentity { profile } => {
                    format!("web {}", profile.as_deref().unwrap_or("environment"))
                }
                Base::Sso { profile } => format!("sso {profile}"),
                Base::LoginSession { profile } => format!("login {profile}"),
                Base::Process { profile } => format!("process {profile}"),
                Base::Container => "container".to_owned(),
                Base::Instance => "instance".to_owned(),
            };
            format!("{base}{}", " role".repeat(found.roles.len()))
        }
        Verdict::Stops(trouble) => format!("stops {}", trouble.code()),
        Verdict::Nothing(trouble) => format!("nothing {}", trouble.as_ref().map_or("", Trouble::code)),
    }
}

fn environment() -> Surroundings {
    Surroundings { access_key_id: true, secret_access_key: true, ..Surroundings::default() }
}

#[test]
fn go_takes_keys_before_all_else_of_a_profile() {
    for key in ["credential_process = x", "sso_account_id = 1", "login_session = x", "region = x"] {
        assert_eq!(
            short(&go(&format!("[profile p]\n{key}\n"), &format!("[p]\n{OURS}"))),
            "credentials p",
            "{key}"
        );
    }
}

#[test]
fn go_assumes_a_role_with_whatever_the_profile_has() {
    let config = format!("[profile p]\n{ROLE}");
    assert_eq!(short(&go(&config, &format!("[p]\n{OURS}"))), "credentials p role");
    assert_eq!(short(&go(&config, "")), "nothing no-credentials");
    let sourced = format!("{config}source_profile = b\n");
    assert_eq!(short(&go(&sourced, &format!("[b]\n{OURS}[p]\n{USER}"))), "credentials b role");
    let itself = format!("{config}source_profile = p\n");
    assert_eq!(short(&go(&itself, &format!("[p]\n{USER}"))), "credentials p role");
}

#[test]
fn go_follows_sources_until_one_has_keys() {
    let chain = format!("[profile p]\n{ROLE}source_profile = q\n[profile q]\n{ROLE}source_profile = b\n");
    assert_eq!(short(&go(&chain, &format!("[b]\n{OURS}"))), "credentials b role role");
    // Its own keys end the chain, and its role is assumed all the same.
    assert_eq!(short(&go(&chain, &format!("[b]\n{OURS}[q]\n{USER}"))), "credentials q role role");
    let process = format!("[profile p]\n{ROLE}source_profile = q\n[profile q]\ncredential_process = x\n");
    assert_eq!(short(&go(&process, "")), "process q role");
    let circle = format!("[profile p]\n{ROLE}source_profile = q\n[profile q]\n{ROLE}source_profile = p\n");
    assert_eq!(short(&go(&circle, "")), "stops source-without-credentials");
}

#[test]
fn go_checks_a_profile_before_it_looks_for_credentials() {
    let cases = [
        ("", "[other]\nregion = x\n", "stops profile-missing"),
        ("", "[p]\naws_access_key_id = AKIA1\n", "stops partial-keys"),
        ("[profile p]\naws_access_key_id = AKIA1\n", OURS_IN_P, "credentials p"),
        ("[profile p]\nsource_profile = b\n", OURS_IN_P, "stops no-role-arn"),
        ("[profile p]\nweb_identity_token_file = x\n", OURS_IN_P, "stops no-role-arn"),
        ("[profile p]\nsso_session = gone\n", OURS_IN_P, "stops sso-session-missing"),
        (&format!("[profile p]\n{ROLE}source_profile = gone\n"), OURS_IN_P, "stops source-missing"),
        (
            &format!("[profile p]\n{ROLE}source_profile = b\ncredential_source = Environment\n"),
            OURS_IN_P,
            "stops two-sources",
        ),
        (
            &format!("[profile p]\n{ROLE}web_identity_token_file = x\ncredential_process = y\n"),
            OURS_IN_P,
            "stops many-kinds",
        ),
        (
            &format!("[profile p]\n{ROLE}source_profile = b\nmfa_serial = GAHT12345678\n"),
            "[b]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n",
            "stops nobody-to-ask",
        ),
    ];
    for (config, credentials, wanted) in cases {
        assert_eq!(short(&go(config, credentials)), wanted, "{config}{credentials}");
    }
    // Even where the environment's keys would do.
    let question = unnamed(environment());
    let half = "[default]\naws_access_key_id = AKIA1\n";
    assert_eq!(short(&verdict(Reader::Go, "", half, &question)), "stops partial-keys");
}

const OURS_IN_P: &str = "[p]\naws_access_key_id = ASIA1\naws_secret_access_key = s\naws_session_token = t\n\
                         manager = daypass\n";

#[test]
fn go_takes_the_environment_only_where_no_profile_is_given_by_name() {
    let ours = format!("[p]\n{OURS}");
    let in_go = |question: &Question| short(&verdict(Reader::Go, "", &ours, question));
    assert_eq!(in_go(&named("p", environment())), "credentials p");
    let chosen = Surroundings { profile: Some("p".to_owned()), ..environment() };
    assert_eq!(in_go(&unnamed(chosen)), "environment");
    let token = Surroundings { web_identity_token_file: true, role_arn: true, ..Surroundings::default() };
    assert_eq!(in_go(&unnamed(token.clone())), "web environment");
    assert_eq!(in_go(&unnamed(Surroundings { role_arn: false, ..token })), "stops web-identity-without-role");
    let older = Surroundings { default_profile: Some("p".to_owned()), ..Surroundings::default() };
    assert_eq!(in_go(&unnamed(older)), "credentials p");
    let gone = Surroundings { profile: Some("gone".to_owned()), ..environment() };
    assert_eq!(in_go(&unnamed(gone)), "stops profile-missing");
    let container = Surroundings { container_full_uri: true, ..Surroundings::default() };
    assert_eq!(in_go(&unnamed(container)), "container");
}

#[test]
fn of_an_ec2_machine_it_is_only_said_that_it_would_be_asked() {
    let question = Question { profile: None, surroundings: Surroundings::default() };
    for reader in Reader::ALL {
        assert_eq!(short(&verdict(reader, "", "", &question)), "instance", "{reader:?}");
    }
}

fn told(config: &str, credentials: &str, surroundings: Surroundings) -> (Vec<advice::Advice>, bool) {
    let answers = explain(&text(config, credentials), &named("p", surroundings));
    (advice::shadows(&answers, "p"), answers.iter().all(Answer::uses_ours))
}

#[test]
fn ours_used_by_all_leaves_nothing_to_change() {
    let (advice, all) = told("[profile p]\nregion = x\n", OURS_IN_P, Surroundings::default());
    assert_eq!((advice, all), (Vec::new(), true));
}

#[test]
fn what_comes_before_ours_is_named_with_what_to_change() {
    use Reader::{Botocore, Rust};
    let env = Surroundings::default;
    let stale = format!("{OURS_IN_P}aws_security_token = old\n");
    let cases: [(&str, &str, Surroundings, &[Reader], &str); 6] = [
        (
            &format!("[profile p]\n{ROLE}source_profile = b\n[profile b]\n{USER}"),
            OURS_IN_P,
            env(),
            &Reader::ALL,
            "role_arn",
        ),
        ("[profile p]\ncredential_process = x\n", OURS_IN_P, env(), &[Rust], "credential_process"),
        (
            "[profile p]\nsso_account_id = 1\nsso_role_name = r\nsso_region = r\nsso_start_url = u\n",
            OURS_IN_P,
            env(),
            &[Botocore, Rust],
            "sso_",
        ),
        ("", &stale, env(), &[Botocore], "aws_security_token"),
        ("", OURS_IN_P, environment(), &[Rust], "AWS_ACCESS_KEY_ID"),
        ("[profile q\n", OURS_IN_P, env(), &[Botocore, Rust], "line 1"),
    ];
    for (config, credentials, surroundings, readers, word) in cases {
        let (advice, all) = told(config, credentials, surroundings);
        assert!(!all, "{word}");
        let [only] = &advice[..] else { panic!("{word}: {advice:?}") };
        assert_eq!(only.readers, readers, "{word}");
        assert!(only.change.contains(word) || only.shadow.contains(word), "{word}: {only:?}");
    }
    let unread = explain(&text("", &OURS_IN_P.replace("[p]", "[été]")), &named("été", env()));
    let advice = advice::shadows(&unread, "été");
    assert_eq!(
        advice.iter().map(|one| one.readers.clone()).collect::<Vec<_>>(),
        [[Reader::Rust, Reader::Go]]
    );
}

#[test]
fn sentences_show_no_key_and_no_odd_character() {
    let name = "p\u{202e}\u{7}";
    let credentials = format!("[{name}]\n{OURS}");
    for answer in explain(&text("", &credentials), &named(name, Surroundings::default())) {
        let reason = words::reason(&answer);
        assert!(!reason.contains('\u{202e}') && !reason.contains('\u{7}'), "{reason}");
        assert!(!reason.contains("ASIA1"), "{reason}");
    }
}
