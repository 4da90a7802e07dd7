//! What is known before a code is spent: refused at once, or said on the row.

use daypass_core::caller::KnownCaller;
use daypass_core::failure::{Code, Failure};
use daypass_core::login::Wish;
use daypass_core::ports::{Clock, SettingsStore};
use daypass_core::preflight::CredentialEnv;
use daypass_core::profile::SerialNumber;
use daypass_core::settings::ProfileSettings;
use daypass_core::view::{RowState, RowView};

use crate::desk::{CONFIG, CREDENTIALS, Desk, JANE, section, wish};

/// Made for these tests, for AWS's example accounts; AWS never issued them.
const KEY_OF_123456789012: &str = "AKIARZPUZDIKFJOD3HTR";
const KEY_OF_210987654321: &str = "AKIATCH6YDSYVJOD3HTR";

fn key(section: &str, id: &str) -> String {
    format!("[{section}]\naws_access_key_id = {id}\naws_secret_access_key = secret\n")
}

fn profile(serial: &str, more: &str) -> String {
    format!("[profile work]\nmfa_serial = {serial}\n{more}")
}

fn role(arn: &str, more: &str) -> String {
    format!("[profile ops]\nrole_arn = {arn}\nsource_profile = work\n{more}")
}

const OPS: &str = "arn:aws:iam::210987654321:role/ops";

/// The sign-in is refused with this code and these words, the row says the same, and nothing is sent.
async fn refused(desk: &Desk, name: &str, code: Code, words: &str) -> Failure {
    let failure = desk.sign_in(name, Some("123456")).await.unwrap_err();
    assert_eq!(failure.code, code, "{failure}");
    assert!(failure.to_string().contains(words), "{failure}");
    assert!(!failure.hint.is_empty());
    assert!(desk.asked().is_empty(), "no code is spent");
    assert_eq!(desk.world.files.writes(), 0);
    failure
}

async fn refused_on_the_row(desk: &Desk, name: &str, code: Code, words: &str) {
    let row = desk.row(name).await;
    let problem = row.problem.unwrap();
    assert_eq!((row.state, problem.code.as_str()), (RowState::Problem, code.name()), "{}", problem.message);
    let failure = refused(desk, name, code, words).await;
    assert_eq!(problem.message, failure.message);
}

/// What a row warns of, as `code: sentence`.
fn warnings(row: &RowView) -> Vec<String> {
    row.warnings.iter().map(|warning| format!("{}: {}", warning.code, warning.message)).collect()
}

#[tokio::test(start_paused = true)]
async fn a_session_s_key_is_no_source_of_sessions_and_is_named_as_one() {
    for keys in
        [key("work", "ASIAIOSFODNN7EXAMPLE"), key("work", "ASIAIOSFODNN7EXAMPLE") + "aws_session_token = t\n"]
    {
        let desk = Desk::open(&profile(JANE, ""), &keys);
        refused_on_the_row(&desk, "work", Code::TemporarySource, "long-term key").await;
        assert_eq!(desk.board().await.rows.len(), 1);
    }
    let kept =
        Desk::open(&profile(JANE, ""), &(key("work", "AKIAIOSFODNN7EXAMPLE") + "aws_session_token = t\n"));
    refused_on_the_row(&kept, "work", Code::TemporarySource, "remove aws_session_token").await;
}

#[tokio::test(start_paused = true)]
async fn a_session_s_key_in_the_settings_is_named_as_one() {
    let desk = Desk::open("", "");
    let held = ProfileSettings {
        access_key_id: Some("ASIAIOSFODNN7EXAMPLE".to_owned()),
        ..ProfileSettings::default()
    };
    let mut settings = desk.world.settings.load().unwrap();
    settings.profiles.insert("work".to_owned(), held);
    desk.world.settings.save(&settings).unwrap();
    refused_on_the_row(&desk, "work", Code::TemporarySource, "long-term key").await;
}

#[tokio::test(start_paused = true)]
async fn another_tool_s_session_stays_its_own_row_and_says_why_it_cannot_be_renewed() {
    let theirs = key("work", "ASIAIOSFODNN7EXAMPLE")
        + "aws_session_token = t\nx_security_token_expires = 2026-11-22T18:00:00Z\n";
    let desk = Desk::open(&profile(JANE, ""), &theirs);
    assert_eq!(desk.row("work").await.state, RowState::Active);
    refused(&desk, "work", Code::TemporarySource, "itself a session's key").await;
}

#[tokio::test(start_paused = true)]
async fn a_session_in_an_identity_s_target_is_no_identity() {
    let config = format!("{CONFIG}[profile work-mfa]\nmfa_serial = {JANE}\n");
    let session = key("work-mfa", "ASIAIOSFODNN7EXAMPLE") + "aws_session_token = t\n";
    let desk = Desk::open(&config, &format!("{session}{CREDENTIALS}"));
    let names: Vec<String> = desk.board().await.rows.into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["work"]);
    desk.sign_in("work", Some("123456")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_device_of_another_account_than_the_key_s_is_refused() {
    let desk = Desk::open(&profile(JANE, ""), &key("work", KEY_OF_210987654321));
    refused_on_the_row(&desk, "work", Code::DeviceRejected, "is of account 210987654321").await;
    let right = Desk::open(&profile(JANE, ""), &key("work", KEY_OF_123456789012));
    right.sign_in("work", Some("123456")).await.unwrap();
    assert_eq!(warnings(&right.row("work").await), [] as [&str; 0]);
}

#[tokio::test(start_paused = true)]
async fn what_aws_once_said_of_the_key_is_remembered_in_its_favour_and_against_it() {
    let say = |desk: &Desk, arn: &str, id: &str| {
        let active_at = desk.world.clock.now();
        let caller = KnownCaller { arn: arn.to_owned(), access_key_id: id.to_owned(), active_at };
        let mut settings = desk.world.settings.load().unwrap();
        settings.profiles.entry("work".to_owned()).or_default().caller = Some(caller);
        desk.world.settings.save(&settings).unwrap();
    };
    let config = profile(JANE, "region = us-east-1\n") + &role(OPS, "");
    let old = Desk::open(&config, &key("work", "AKIAIOSFODNN7EXAMPLE"));
    say(&old, "arn:aws:iam::210987654321:user/jane", "AKIAIOSFODNN7EXAMPLE");
    refused_on_the_row(&old, "work", Code::DeviceRejected, "is of account 210987654321").await;
    // Said of another key, which stood here before.
    say(&old, "arn:aws:iam::210987654321:user/jane", "AKIAI44QH8DHBEXAMPLE");
    old.sign_in("work", Some("123456")).await.unwrap();
    let new = Desk::open(&config, &key("work", KEY_OF_210987654321));
    say(&new, "arn:aws:iam::123456789012:user/jane.doe", KEY_OF_210987654321);
    new.sign_in("ops", Some("123456")).await.unwrap();
    assert!(new.asked()[1].contains(" as daypass-jane.doe "), "{:?}", new.asked());
}

#[tokio::test(start_paused = true)]
async fn behind_somebody_else_s_endpoint_account_numbers_say_nothing() {
    let config = profile(JANE, "endpoint_url = http://127.0.0.1:4566\nregion = cn-north-1\n");
    let desk = Desk::open(&config, &key("work", KEY_OF_210987654321));
    desk.sign_in("work", Some("123456")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_device_chosen_for_once_is_looked_at_too() {
    let desk = Desk::open(&profile(JANE, ""), &key("work", KEY_OF_123456789012));
    let other = SerialNumber::parse("arn:aws:iam::210987654321:mfa/jane").unwrap();
    let chosen = Wish { serial: Some(other), ..wish("work", Some("123456")) };
    assert_eq!(desk.refused(chosen).await, Code::DeviceRejected);
    assert!(desk.asked().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_role_s_own_device_of_another_account_warns_and_is_refused_where_it_would_be_sent() {
    let config = profile(JANE, "region = us-east-1\n")
        + &role(OPS, "mfa_serial = arn:aws:iam::210987654321:mfa/jane\n");
    let desk = Desk::open(&config, &key("work", KEY_OF_123456789012));
    let warned = warnings(&desk.row("ops").await);
    assert!(
        warned[0].starts_with("device-rejected: The MFA device is of account 210987654321"),
        "{warned:?}"
    );
    let direct = Wish { direct: true, ..wish("ops", Some("123456")) };
    assert_eq!(desk.refused(direct).await, Code::DeviceRejected);
    assert!(desk.asked().is_empty());
    desk.sign_in("ops", Some("123456")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_passkey_or_another_arn_than_a_device_s_is_refused() {
    for (serial, words) in [
        ("arn:aws:iam::123456789012:u2f/user/jane/key-1", "passkey or security key"),
        ("arn:aws:iam::123456789012:user/jane", "mfa/jane"),
    ] {
        let desk = Desk::open(&profile(serial, ""), CREDENTIALS);
        refused_on_the_row(&desk, "work", Code::BadInput, words).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_region_of_another_partition_is_refused() {
    for (partition, fitting) in
        [("aws-us-gov", "us-gov-west-1"), ("aws-cn", "cn-north-1"), ("aws-eusc", "eusc-de-east-1")]
    {
        let serial = format!("arn:{partition}:iam::123456789012:mfa/jane");
        let desk = Desk::open(&profile(&serial, "region = eu-central-1\n"), CREDENTIALS);
        refused_on_the_row(&desk, "work", Code::BadEndpoint, fitting).await;
    }
    let desk = Desk::open(&profile(JANE, "region = us-gov-west-1\n"), CREDENTIALS);
    refused_on_the_row(&desk, "work", Code::BadEndpoint, "is in partition aws-us-gov").await;
}

#[tokio::test(start_paused = true)]
async fn a_missing_region_outside_the_usual_partition_is_said_and_well() {
    let serial = "arn:aws-cn:iam::123456789012:mfa/jane";
    let desk = Desk::open(&profile(serial, ""), CREDENTIALS);
    let said = warnings(&desk.row("work").await);
    assert_eq!(
        said,
        ["bad-endpoint: No region is set, so cn-north-1 is asked: the MFA device is in aws-cn."]
    );
    desk.sign_in("work", Some("123456")).await.unwrap();
    assert!(desk.asked()[0].ends_with(" cn-north-1"));
    let set = Desk::open(&profile(serial, "region = cn-northwest-1\n"), CREDENTIALS);
    assert_eq!(warnings(&set.row("work").await), [] as [&str; 0]);
    let usual = Desk::open(&profile(JANE, ""), CREDENTIALS);
    assert_eq!(warnings(&usual.row("work").await), [] as [&str; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_role_in_another_partition_is_out_of_reach() {
    let gov = "arn:aws-us-gov:iam::210987654321:role/ops";
    let config = profile(JANE, "region = us-east-1\n") + &role(gov, "region = us-gov-west-1\n");
    refused_on_the_row(&Desk::open(&config, CREDENTIALS), "ops", Code::Denied, "partition aws-us-gov").await;
    let config = profile(JANE, "region = us-east-1\n") + &role(gov, "region = us-east-1\n");
    refused_on_the_row(&Desk::open(&config, CREDENTIALS), "ops", Code::BadEndpoint, "the role is in").await;
}

#[tokio::test(start_paused = true)]
async fn the_root_user_assumes_no_role() {
    let root = "arn:aws:iam::123456789012:mfa/root-account-mfa-device";
    let desk = Desk::open(&(profile(root, "") + &role(OPS, "")), CREDENTIALS);
    refused_on_the_row(&desk, "ops", Code::Denied, "no root user").await;
}

#[tokio::test(start_paused = true)]
async fn a_duration_that_is_no_number_is_said_and_passed_over() {
    let config = profile(JANE, "duration_seconds = 8h\n") + &role(OPS, "duration_seconds = soon\n");
    let desk = Desk::open(&config, CREDENTIALS);
    let said = warnings(&desk.row("work").await);
    assert_eq!(
        said,
        ["bad-duration: “8h” in duration_seconds is no whole number of seconds, so 12 h is asked for."]
    );
    let said = warnings(&desk.row("ops").await);
    assert_eq!(
        said,
        ["bad-duration: “soon” in duration_seconds is no whole number of seconds, so 1 h is asked for."]
    );
    desk.sign_in("work", Some("123456")).await.unwrap();
    assert!(desk.asked()[0].contains(" 43200s "));
}

#[tokio::test(start_paused = true)]
async fn a_duration_out_of_range_is_said_on_the_row_and_costs_no_code() {
    let config = profile(JANE, "duration_seconds = 60\n") + &role(OPS, "duration_seconds = 86400\n");
    let desk = Desk::open(&config, CREDENTIALS);
    let said = warnings(&desk.row("work").await);
    assert!(said[0].starts_with("bad-duration: A session lasts between 15 minutes and 36 h"), "{said:?}");
    let said = warnings(&desk.row("ops").await);
    assert!(said[0].starts_with("bad-duration: A role's session lasts"), "{said:?}");
    refused(&desk, "work", Code::BadDuration, "36 h").await;
    desk.wish(Wish { seconds: Some(3_600), ..wish("work", Some("123456")) }).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn whatever_would_win_over_the_written_keys_is_said() {
    for (line, who) in [
        ("role_arn = arn:aws:iam::123456789012:role/r", "the AWS CLI and the AWS SDKs"),
        ("web_identity_token_file = /t", "the AWS CLI, boto3 and the Rust SDK"),
        ("sso_session = corp", "the AWS CLI, boto3, the JavaScript and the Rust SDK"),
        ("sso_role_name = r", "the AWS CLI, boto3, the JavaScript and the Rust SDK"),
        ("credential_process = /bin/true", "the Rust SDK"),
        ("login_session = arn:aws:iam::123456789012:user/jane", "the Rust SDK"),
    ] {
        let desk = Desk::open(&format!("{CONFIG}[profile work-mfa]\n{line}\n"), CREDENTIALS);
        let key = line.split(' ').next().unwrap();
        let expected = format!(
            "shadowed: The profile “work-mfa” has {key}, so {who} will not use the keys written there."
        );
        assert_eq!(warnings(&desk.row("work").await), [expected], "{line}");
        desk.sign_in("work", Some("123456")).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_role_whose_keys_would_not_be_used_says_so() {
    let config = format!("{CONFIG}{}", role(OPS, ""));
    let desk = Desk::open(&config, CREDENTIALS);
    assert_eq!(warnings(&desk.row("ops").await), [] as [&str; 0]);
    let mut settings = desk.world.settings.load().unwrap();
    let itself = ProfileSettings { target: Some("ops".to_owned()), ..ProfileSettings::default() };
    settings.profiles.insert("ops".to_owned(), itself);
    desk.world.settings.save(&settings).unwrap();
    assert!(warnings(&desk.row("ops").await)[0].contains("“ops” has role_arn"));
}

#[tokio::test(start_paused = true)]
async fn credentials_in_the_environment_are_said_on_each_identity() {
    let mut desk = Desk::open(&format!("{CONFIG}{}", role(OPS, "")), CREDENTIALS);
    desk.world.credential_env = CredentialEnv { access_key: true, web_identity: false };
    desk.restart().await;
    let said = warnings(&desk.row("work").await);
    assert!(said[0].starts_with("shadowed: AWS_ACCESS_KEY_ID is set"), "{said:?}");
    assert_eq!(warnings(&desk.row("ops").await), [] as [&str; 0], "once is enough");
}

#[tokio::test(start_paused = true)]
async fn what_comes_down_a_chain_cannot_be_set_again() {
    let above = "[profile above]\nrole_arn = arn:aws:iam::123456789012:role/above\nsource_profile = work\n\
                 session_tags = Team=a\ntransitive_session_tags = Team\nsource_identity = jane\n";
    let below = |lines: &str| format!("[profile below]\nrole_arn = {OPS}\nsource_profile = above\n{lines}\n");
    for (lines, words) in
        [("session_tags = team=b", "transitive"), ("source_identity = bob", "another source identity")]
    {
        let desk = Desk::open(&format!("{CONFIG}{above}{}", below(lines)), CREDENTIALS);
        refused_on_the_row(&desk, "below", Code::BadInput, words).await;
    }
    let same = below("session_tags = project=b\nsource_identity = jane");
    let desk = Desk::open(&format!("{CONFIG}{above}{same}"), CREDENTIALS);
    desk.sign_in("below", Some("123456")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_running_session_outlives_a_problem_of_its_key() {
    let session = section("work-mfa", 7, "18:00:00");
    let keys = key("work", KEY_OF_210987654321);
    let desk =
        Desk::open(&(profile(JANE, "region = us-east-1\n") + &role(OPS, "")), &format!("{keys}{session}"));
    assert_eq!(desk.row("work").await.problem.unwrap().code, "device-rejected");
    desk.sign_in("ops", None).await.unwrap();
    assert!(desk.asked()[0].starts_with("AssumeRole ASIAFAKE000000000007 "), "{:?}", desk.asked());
}
