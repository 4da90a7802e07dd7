use super::*;
use crate::ini::tests::any_text;

fn names(config: &AwsConfig) -> Vec<&str> {
    config.profiles().iter().map(Profile::name).collect()
}

#[test]
fn the_credentials_file_wins_and_says_so() {
    let config = b"[profile a]\nregion = eu-west-1\nx = 1\n";
    let read = AwsConfig::read(config, b"[a]\nx = 2\n");
    let a = read.profile("a").expect("a");
    assert_eq!((a.get("region"), a.origin("region")), (Some("eu-west-1"), Some(Origin::Config)));
    assert_eq!((a.get("x"), a.origin("X")), (Some("2"), Some(Origin::Credentials)));
    assert!(a.is_in_config() && a.is_in_credentials());
}

#[test]
fn a_services_section_gives_its_endpoints() {
    let config = b"[profile a]\nservices = local\n[services local]\nsts =\n  endpoint_url = http://127.0.0.1:1\ns3 =\n  endpoint_url = http://127.0.0.1:2\n";
    let read = AwsConfig::read(config, b"");
    let local = read.services("local").expect("local");
    assert_eq!(local.nested("sts", "endpoint_url"), Some("http://127.0.0.1:1"));
    assert_eq!(local.nested("s3", "endpoint_url"), Some("http://127.0.0.1:2"));
    assert_eq!(local.nested("sqs", "endpoint_url"), None);
    assert_eq!(names(&read), ["a"]);
}

#[test]
fn a_plain_value_is_no_block() {
    let read = AwsConfig::read(b"[default]\ns3 = a = b\n", b"");
    assert_eq!(read.profile("default").expect("default").nested("s3", "a"), None);
}

#[test]
fn quoted_names_are_read_as_botocore_and_javascript_do() {
    let read = AwsConfig::read(b"[profile \"a\"]\n[profile 'b']\n[profile \"c d\"]\n", b"");
    assert_eq!(names(&read), ["a", "b"]);
    assert_eq!(read.problems().len(), 1);
    assert_eq!(read.problems()[0].line, 3);
}

#[test]
fn a_section_that_not_all_read_is_still_shown_literally() {
    let read = AwsConfig::read(b"", b"[my profile]\nx = 1\n[my profile]\ny = 2\n[\xc3\xa9t\xc3\xa9]\n");
    assert_eq!(names(&read), Vec::<&str>::new());
    let section = read.in_credentials("my profile").expect("section");
    assert_eq!((section.get("x"), section.get("y")), (Some("1"), Some("2")));
    assert!(read.in_credentials("été").is_some());
}

#[test]
fn one_bad_line_hides_no_other_profile() {
    let read = AwsConfig::read(b"", b"[a]\nx = 1\nnonsense\n[b]\ny = \xff\nz = 3\n");
    assert_eq!(names(&read), ["a", "b"]);
    assert_eq!(read.profile("b").expect("b").get("y"), None);
    assert_eq!(read.profile("b").expect("b").get("z"), Some("3"));
    let lines: Vec<_> = read.errors().map(|e| (e.file, e.line)).collect();
    assert_eq!(lines, [(Origin::Credentials, 3), (Origin::Credentials, 5)]);
}

#[test]
fn the_cli_s_own_sections_are_no_problem() {
    let read = AwsConfig::read(b"[plugins]\ncli_legacy_plugin_path = x\n[foo]\n", b"");
    let sentences: Vec<_> = read.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        sentences,
        ["config file, line 3: [foo] is skipped: in the config file a profile's header is [profile foo]."]
    );
}

#[test]
fn debug_output_shows_no_secret() {
    let config = b"[default]\nregion = eu-west-1\naws_secret_access_key = S3CRET\n";
    let read = AwsConfig::read(config, b"[a]\naws_access_key_id = AKIAX\n");
    let shown = format!("{read:?}");
    assert!(shown.contains("eu-west-1"));
    assert!(!shown.contains("S3CRET") && !shown.contains("AKIAX"), "{shown}");
}

#[test]
fn profile_names_that_every_tool_reads() {
    for name in ["a", "A-z_0/1.%@:+"] {
        assert!(AwsConfig::is_profile_name(name), "{name}");
    }
    for name in ["", " ", "a b", "é", "a\"", "[a]", "a#"] {
        assert!(!AwsConfig::is_profile_name(name), "{name}");
    }
}

#[test]
fn sections_of_the_credentials_file_are_listed_once_in_their_order() {
    let read = AwsConfig::read(b"[profile z]\n", b"[b]\nx = 1\n[a c]\n[b]\ny = 2\n");
    let sections = read.credentials_sections();
    assert_eq!(sections.iter().map(CredentialsSection::name).collect::<Vec<_>>(), ["b", "a c"]);
    assert_eq!((sections[0].entries().len(), sections[1].entries().len()), (2, 0));
    assert!(!sections[0].entries().is_empty() && sections[1].entries().is_empty());
    let b = read.profile("b").expect("b");
    assert!(b.is_in_credentials() && !b.is_in_config());
    let z = read.profile("z").expect("z");
    assert!(z.is_in_config() && !z.is_in_credentials());
}

#[test]
fn a_nested_block_of_a_profile_is_read() {
    let read = AwsConfig::read(b"[default]\ns3 =\n  a = 1\n  b = 2\n  a = 3 = 4\n", b"");
    let profile = read.profile("default").expect("default");
    assert_eq!((profile.nested("s3", "a"), profile.nested("S3", "b")), (Some("3 = 4"), Some("2")));
    assert_eq!((profile.nested("s3", "c"), profile.nested("s4", "a")), (None, None));
    let keys: Vec<_> = profile.entries().into_iter().map(Entry::key).collect();
    assert_eq!(keys, ["s3"]);
    let pairs: Vec<_> = profile.entries().pairs("s3").collect();
    assert_eq!(pairs, [("a", "1"), ("b", "2"), ("a", "3 = 4")]);
}

#[test]
fn problems_come_in_the_order_of_the_files_with_their_lines() {
    let config = b"[foo bar]\nx y = 1\n[profile a]\nk = 1\nx y = 1\nnonsense\n[foo]\n[\xff]\n";
    let read = AwsConfig::read(config, b"[profile a]\n[b]\nx y = 1\njunk\n[\xff]\n");
    let shown: Vec<_> = read.problems().iter().map(|p| (p.file, p.line, p.severity)).collect();
    let (config, credentials) = (Origin::Config, Origin::Credentials);
    let (error, warning) = (Severity::Error, Severity::Warning);
    assert_eq!(
        shown,
        [
            (config, 1, warning),
            (config, 5, warning),
            (config, 6, error),
            (config, 7, warning),
            (config, 8, error),
            (config, 8, warning),
            (credentials, 1, warning),
            (credentials, 3, warning),
            (credentials, 4, error),
            (credentials, 5, error),
            (credentials, 5, warning),
        ]
    );
    let sentence = |at: usize| read.problems()[at].sentence.as_str();
    assert_eq!(sentence(0), "[foo bar] is skipped: no AWS tool knows `foo` sections");
    assert!(sentence(1).starts_with("`x y` is skipped: "));
    assert_eq!(sentence(6), "[profile a] is skipped: in the credentials file a header has no `profile`");
}

#[test]
fn a_plain_default_is_heard_unless_there_is_a_prefixed_one() {
    let plain = AwsConfig::read(b"[default]\nx = 1\n", b"");
    assert_eq!(plain.profile("default").and_then(|p| p.get("x")), Some("1"));
    assert_eq!(plain.problems(), []);
    let both = AwsConfig::read(b"[default]\nx = 1\n[profile default]\ny = 2\n", b"");
    let default = both.profile("default").expect("default");
    assert_eq!((default.get("x"), default.get("y")), (None, Some("2")));
    assert_eq!(both.problems().len(), 1);
}

#[test]
fn of_many_keys_each_has_its_last_value_at_the_place_of_the_first() {
    let keys = |value: &str| (0..100).map(|n| format!("k{n} = {value}{n}\n")).collect::<String>();
    let text = format!("[a]\n{}[a]\nK7 = seven\n{}more = 1\n", keys("x"), keys("y"));
    let read = AwsConfig::read(b"", text.as_bytes());
    let [found] = CredentialsSection::find(text.as_bytes(), ["a"]);
    for entries in [read.in_credentials("a").expect("a").entries(), found.expect("a").entries()] {
        let shown: Vec<_> = entries.iter().map(|entry| (entry.key(), entry.value())).collect();
        let values: Vec<_> = (0..100).map(|n| (format!("k{n}"), format!("y{n}"))).collect();
        let mut wanted: Vec<_> = values.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        wanted.push(("more", "1"));
        assert_eq!(shown, wanted);
        assert_eq!((entries.len(), entries.get("K7")), (101, Some("y7")));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(1000))]

    #[test]
    fn a_section_looked_for_reads_as_in_the_whole_file(text in any_text()) {
        let whole = AwsConfig::read(b"", &text);
        let found = CredentialsSection::find(&text, ["a", "k", "ak"]);
        let read = ["a", "k", "ak"].map(|name| whole.in_credentials(name).cloned());
        proptest::prop_assert_eq!(found, read);
    }
}

#[test]
fn problems_show_no_control_character() {
    for (config, credentials, sentence) in [
        (&b"[a\rb\x1b[31m]\n"[..], &b""[..], "[a\u{fffd}b\u{fffd}[31m] is skipped: "),
        (b"[profile a\x1b]\n", b"", "[profile a\u{fffd}] is skipped: "),
        (b"[pro\x1bfile a]\n", b"", "no AWS tool knows `pro\u{fffd}file` sections"),
        (b"[default]\nk\x1b = 1\n", b"", "`k\u{fffd}` is skipped: "),
        (b"", b"[a\x1bb]\n", "[a\u{fffd}b] is skipped: "),
        (b"", b"[profile a\x1b]\n", "[profile a\u{fffd}] is skipped: "),
    ] {
        let read = AwsConfig::read(config, credentials);
        let said: Vec<String> = read.problems().iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|said| said.contains(sentence)), "{said:?}");
        assert!(!said.iter().any(|said| said.contains(char::is_control)), "{said:?}");
    }
}

#[test]
fn a_skipped_key_with_a_colon_shows_no_value() {
    let read = AwsConfig::read(b"", b"[a]\naws_session_token : FwoGZXIvYXdzEXAMPLE==\n");
    let said: Vec<String> = read.problems().iter().map(ToString::to_string).collect();
    let why = "`aws_session_token:` is skipped: only some AWS tools read a colon in place of =";
    assert_eq!(said, [format!("credentials file, line 2: {why}.")]);
}
