//! What is shown, what is not, and that nothing secret ever is.

use proptest::prelude::*;

use super::*;

/// Lines as a terminal shows them.
fn shown(old: &str, new: &str) -> Vec<String> {
    let sign = |kind| match kind {
        ChangeKind::Same => ' ',
        ChangeKind::Removed => '-',
        ChangeKind::Added => '+',
        ChangeKind::Gap => '~',
    };
    let lines = between(old.as_bytes(), new.as_bytes());
    lines.into_iter().map(|line| format!("{}{}", sign(line.kind), line.text)).collect()
}

/// How a line looks that comes.
fn as_shown(line: &str) -> String {
    let lines = shown("", &format!("[a]\n{line}\n"));
    lines[1][1..].to_owned()
}

#[test]
fn nothing_changed_is_nothing_shown() {
    assert!(shown("[a]\nx = y\n", "[a]\nx = y\n").is_empty());
    assert!(shown("", "").is_empty());
}

#[test]
fn two_lines_around_each_change_and_gaps_for_the_rest() {
    let text = |b: &str, h: &str| {
        let names = ["1", "2", "3", b, "5", "6", "7", "8", "9", h, "11", "12", "13"];
        names.iter().map(|name| format!("[{name}]\n")).collect::<String>()
    };
    let lines = shown(&text("4", "10"), &text("four", "ten"));
    let expected = [
        "~", " [2]", " [3]", "-[4]", "+[four]", " [5]", " [6]", "~", " [8]", " [9]", "-[10]", "+[ten]",
        " [11]", " [12]", "~",
    ];
    assert_eq!(lines, expected);
    // Four lines between two changes leave no gap.
    let near = |first: &str, last: &str| format!("[{first}]\n[1]\n[2]\n[3]\n[4]\n[{last}]\n");
    let lines = shown(&near("a", "z"), &near("b", "y"));
    assert_eq!(lines, ["-[a]", "+[b]", " [1]", " [2]", " [3]", " [4]", "-[z]", "+[y]"]);
}

#[test]
fn a_section_that_goes_is_shown_whole_and_its_neighbours_stay() {
    let a = "[a]\nregion = eu\n";
    let b = "\n[b]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n";
    let lines = shown(&format!("{a}{b}"), a);
    let expected = [
        " [a]",
        " region = eu",
        "-",
        "-[b]",
        "-aws_access_key_id = …MPLE",
        "-aws_secret_access_key = ••••••••",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_changed_secret_is_seen_to_change_and_not_seen() {
    let text = |secret: &str| format!("[a]\naws_secret_access_key = {secret}\n");
    let hidden = "aws_secret_access_key = ••••••••";
    let lines = shown(&text("short"), &text("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    assert_eq!(lines, [" [a]".to_owned(), format!("-{hidden}"), format!("+{hidden}")]);
}

#[test]
fn a_changed_line_end_is_a_change() {
    assert_eq!(shown("[a]\nregion = x\n", "[a]\nregion = x\r\n"), [" [a]", "-region = x", "+region = x"]);
    assert_eq!(shown("[a]", "[a]\n"), ["-[a]", "+[a]"]);
}

#[test]
fn harmless_values_are_shown() {
    for line in [
        "region = eu-central-1",
        "REGION=eu",
        "manager = awsume # theirs",
        "x_security_token_expires = 2026-11-22T18:02:00Z",
        "expiration = 2026-11-22 18:02:00",
        "role_arn = arn:aws:iam::123456789012:role/path/a-very-long-role-name",
        "  region = eu",
        "# a word of the user's",
        "# region = eu",
        "aws_session_token =",
        "",
    ] {
        assert_eq!(as_shown(line), line);
    }
}

#[test]
fn everything_else_is_dots() {
    for (line, looks) in [
        ("aws_secret_access_key=s", "aws_secret_access_key=••••••••"),
        ("aws_session_token = t # until noon", "aws_session_token = ••••••••"),
        ("password = a b", "password = ••••••••"),
        ("credential_process = op --token x", "credential_process = ••••••••"),
        // The secret in the id's place: no tail of it is shown.
        ("aws_access_key_id = wJalrXUtnFEMIK7MDENGbPxRfiCY", "aws_access_key_id = ••••••••"),
        ("aws_access_key_id = AKIAIOSFODNN7EXAMPLE ; jane's", "aws_access_key_id = …MPLE ; jane's"),
        ("region = eu\raws_secret_access_key = s", "region = ••••••••"),
        ("region = eu us", "region = ••••••••"),
        ("source_profile = AKIAIOSFODNN7EXAMPLE", "source_profile = …MPLE"),
        ("# old: AKIAIOSFODNN7EXAMPLE", "# old: …MPLE"),
        ("#aws_secret_access_key = s", "#aws_secret_access_key =••••••••"),
        ("# region = eu aws_session_token = t", "# region =••••••••"),
        ("; wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "; ••••••••"),
        ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY=", "••••••••="),
        ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "••••••••"),
        ("[b aws_secret_access_key = s", "[b aws_secret_access_key =••••••••"),
    ] {
        assert_eq!(as_shown(line), looks, "{line}");
    }
}

#[test]
fn what_continues_a_value_is_as_hidden_as_the_value() {
    let text = "[a]\naws_secret_access_key = one\n  two\ns3 =\n  region = three\n";
    let lines = shown("", text);
    assert_eq!(lines[2..], ["+  ••••••••", "+s3 =", "+  ••••••••"]);
}

#[test]
fn a_line_that_stays_but_was_part_of_a_secret_is_hidden() {
    let lines = shown("[a]\nsecret =\n region = hunter2\n", "[a]\n region = hunter2\n");
    assert_eq!(lines, [" [a]", "-secret =", " ••••••••"]);
}

#[test]
fn a_secret_that_is_repeated_in_a_comment_is_hidden_there() {
    let lines = shown("[a]\npassword = hunter2\n", "# was hunter2 before\n[a]\nregion = hunter2\n");
    assert_eq!(lines, ["+# was •••••••• before", " [a]", "-password = ••••••••", "+region = ••••••••"]);
}

#[test]
fn hidden_characters_and_broken_text_are_visible() {
    let lines = between(b"", b"[a\xff\xe2\x80\xae]\nregion\t= eu\n");
    assert_eq!(lines[0].text, "[a\u{fffd}\u{fffd}]");
    assert_eq!(lines[1].text, "region    = eu");
}

#[test]
fn ten_thousand_changes_are_ten_thousand_changes() {
    let text = |mark: &str| {
        let section =
            |n: u32| format!("[p{n}]\naws_access_key_id = {mark}{n}\naws_session_token = {mark}{n}\n");
        (0..10_000).map(section).collect::<String>()
    };
    // Without bounds, a comparison of these takes minutes.
    assert_eq!(shown(&text("old"), &text("new")).len(), 50_000);
}

/// Secrets no test text has by chance.
const SECRET: &str = "Zq[a-zA-Z0-9+/]{6,40}";

fn line() -> impl Strategy<Value = (String, Vec<String>)> {
    let secret_keys =
        vec!["aws_secret_access_key", "aws_session_token", "Password", "aws_access_key_id", "x"];
    let places = vec![
        "{k} = {s}",
        "{k}={s}",
        "  {k} = {s}",
        "{k} = {s} # c",
        "{k} = \"{s}\"",
        "# {k} = {s}",
        ";{k}={s}",
        "# region = eu {k} = {s}",
        "{k} =\n  sub = {s}",
        "{k} = {s}\n  {s}",
        "{k} = {s}\r",
        "{k} = {s} {s}",
        "{k} = {s}\n# again {s} or so",
        "region = {s}\n{k} = {s}",
        "{k} = {s}\rregion = eu",
        "[c]\r{k} = {s}",
    ];
    let plain =
        vec!["[a]", "[b] # c", "[c", "region = eu", "manager =", "# words", "", "  more", "junk", "= v"];
    prop_oneof![
        prop::sample::select(plain).prop_map(|line| (line.to_owned(), vec![])),
        (prop::sample::select(secret_keys), prop::sample::select(places), SECRET).prop_map(
            |(key, place, secret)| { (place.replace("{k}", key).replace("{s}", &secret), vec![secret]) }
        ),
    ]
}

fn text() -> impl Strategy<Value = (String, Vec<String>)> {
    prop::collection::vec((line(), prop::sample::select(vec!["\n", "\n", "\r\n"])), 0..12).prop_map(|lines| {
        let mut secrets = Vec::new();
        let mut text = String::new();
        for ((line, mut own), ending) in lines {
            text.push_str(&line);
            text.push_str(ending);
            secrets.append(&mut own);
        }
        (text, secrets)
    })
}

proptest! {
    #[test]
    fn no_secret_of_either_text_is_ever_shown((old, mut secrets) in text(), (new, more) in text(), mixed in any::<bool>()) {
        secrets.extend(more);
        let new = if mixed { format!("{old}{new}") } else { new };
        let view = shown(&old, &new).join("\n");
        for secret in secrets {
            prop_assert!(!view.contains(&secret), "{secret}\n{old}\n---\n{new}\n---\n{view}");
        }
    }

    #[test]
    fn what_is_shown_leads_from_one_text_to_the_other(old in "([abc]?\n){0,14}", new in "([abc]?\n){0,14}") {
        let rows: Vec<ChangeLine> = between(old.as_bytes(), new.as_bytes());
        let count = |kind| rows.iter().filter(|row| row.kind == kind).count();
        let (gone, come) = (count(ChangeKind::Removed), count(ChangeKind::Added));
        prop_assert_eq!(old.lines().count() + come, new.lines().count() + gone);
        prop_assert_eq!(rows.is_empty(), old == new);
        // Without gaps the lines are the two texts.
        if count(ChangeKind::Gap) == 0 && !rows.is_empty() {
            let side = |other| rows.iter().filter(|row| row.kind != other).map(|row| format!("{}\n", row.text)).collect::<String>();
            prop_assert_eq!(side(ChangeKind::Added), old);
            prop_assert_eq!(side(ChangeKind::Removed), new);
        }
    }
}
