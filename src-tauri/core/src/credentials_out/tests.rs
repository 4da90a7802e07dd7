use super::*;

fn new_keys(section: &str) -> SectionEdit {
    SectionEdit::new(section).set("aws_access_key_id", "ASIA1").set("manager", "daypass")
}

fn done(before: &str, edits: &[SectionEdit]) -> String {
    let bytes = edit(before.as_bytes(), edits).expect("edit");
    String::from_utf8(bytes).expect("UTF-8")
}

fn set(before: &str, key: &str, value: &str) -> String {
    done(before, &[SectionEdit::new("a").set(key, value)])
}

#[test]
fn a_value_is_replaced_in_its_place() {
    assert_eq!(
        set("# c\n[a]\nk=1  \nl = 2\n\n[b]\nk = 3\n", "k", "9"),
        "# c\n[a]\nk=9  \nl = 2\n\n[b]\nk = 3\n"
    );
}

#[test]
fn an_equal_value_changes_nothing() {
    let text = "[a]\r\nk   =   1\r\n";
    assert_eq!(set(text, "k", "1"), text);
}

#[test]
fn a_new_key_follows_the_last_one_in_its_manner() {
    assert_eq!(
        set("[a]\r\nk=1\r\n\r\n# b is\r\n[b]\r\n", "l", "2"),
        "[a]\r\nk=1\r\nl=2\r\n\r\n# b is\r\n[b]\r\n"
    );
    assert_eq!(set("[a]\n  k = 1\n", "l", "2"), "[a]\n  k = 1\n  l = 2\n");
    assert_eq!(set("[a]\nkkk = 1\n", "l", "2"), "[a]\nkkk = 1\nl = 2\n");
    assert_eq!(set("[a]\nkk    = 1\n", "lll", "2"), "[a]\nkk    = 1\nlll   = 2\n");
    assert_eq!(set("[a]\nkk    = 1\n", "long_key", "2"), "[a]\nkk    = 1\nlong_key = 2\n");
}

#[test]
fn a_section_without_manners_of_its_own_takes_those_nearby() {
    assert_eq!(set("[b]\nk:=1\nk=1\n[a]\n[c]\nk =2\n", "l", "9"), "[b]\nk:=1\nk=1\n[a]\nl=9\n[c]\nk =2\n");
    assert_eq!(set("[b]\nk =\n[a]\nk=\n[c]\nk =2\n", "l", "9"), "[b]\nk =\n[a]\nk=\nl =9\n[c]\nk =2\n");
    assert_eq!(set("[b]\n  k=1\n[a]\n", "l", "9"), "[b]\n  k=1\n[a]\nl=9\n");
    assert_eq!(set("[b]\nk  =1\n[a]\n", "l", "9"), "[b]\nk  =1\n[a]\nl = 9\n");
    assert_eq!(set("[b]\nk\t\t=1\n[a]\n", "l", "9"), "[b]\nk\t\t=1\n[a]\nl\t\t=9\n");
    let far = "[b]\nk=1\n[c]\n[d]\n[e]\n[f]\n[a]\n";
    assert_eq!(set(far, "l", "9"), format!("{far}l = 9\n"));
    assert_eq!(set(&far.replace("[f]\n", ""), "l", "9"), format!("{}l=9\n", far.replace("[f]\n", "")));
}

#[test]
fn a_new_key_goes_below_a_nested_block_and_leaves_it() {
    let text = "[a]\ns3 =\n    x = 1\n\n    y = 2\n# c\n";
    assert_eq!(set(text, "l", "2"), "[a]\ns3 =\n    x = 1\n\n    y = 2\nl = 2\n# c\n");
}

#[test]
fn a_new_key_does_not_become_parent_of_a_stray_line() {
    assert_eq!(set("[a]\n  junk\n", "l", "2"), "[a]\n  junk\nl = 2\n");
}

#[test]
fn an_unterminated_file_stays_unterminated() {
    assert_eq!(set("[a]\nk = 1", "l", "2"), "[a]\nk = 1\nl = 2");
    assert_eq!(set("[a]", "l", "2"), "[a]\nl = 2");
    assert_eq!(
        done("# glued?", &[new_keys("a")]),
        "# glued?\n\n[a]\naws_access_key_id = ASIA1\nmanager = daypass"
    );
}

#[test]
fn a_missing_section_comes_after_one_empty_line() {
    let keys = "[a]\naws_access_key_id = ASIA1\nmanager = daypass\n";
    assert_eq!(done("", &[new_keys("a")]), keys);
    assert_eq!(done("[b]\nk = 1\n", &[new_keys("a")]), format!("[b]\nk = 1\n\n{keys}"));
    let crlf = done("[b]\r\nk=1\r\n", &[new_keys("a")]);
    assert_eq!(crlf, "[b]\r\nk=1\r\n\r\n[a]\r\naws_access_key_id=ASIA1\r\nmanager=daypass\r\n");
}

#[test]
fn the_last_of_a_key_that_stands_twice_is_set_and_all_are_removed() {
    let text = "[a]\nk = 1\nk = 2\n[b]\n[a]\nK = 3\nl = 4\n";
    assert_eq!(set(text, "k", "9"), "[a]\nk = 1\nk = 2\n[b]\n[a]\nk = 9\nl = 4\n");
    assert_eq!(done(text, &[SectionEdit::new("a").remove("k")]), "[a]\n[b]\n[a]\nl = 4\n");
    assert_eq!(set(text, "m", "9"), "[a]\nk = 1\nk = 2\n[b]\n[a]\nK = 3\nl = 4\nm = 9\n");
}

#[test]
fn a_header_s_comment_stays() {
    assert_eq!(set("[ a ] # mine\nk = 1\n", "k", "2"), "[ a ] # mine\nk = 2\n");
}

#[test]
fn a_comment_behind_a_value_moves_above_it() {
    assert_eq!(set("[a]\nk = 1 ; why\nl = 2\n", "k", "9"), "[a]\n; why\nk = 9\nl = 2\n");
    assert_eq!(set("[a]\nk = 1 ; why", "k", "1"), "[a]\n; why\nk = 1");
}

#[test]
fn a_continued_value_is_replaced_whole() {
    assert_eq!(set("[a]\nk = 1\n  2\n# c\n  3\nl = 4\n", "k", "9"), "[a]\nk = 9\n# c\nl = 4\n");
    let edit = SectionEdit::new("a").set("k", "9").set("l", "8");
    assert_eq!(done("[a]\nk = 1\n  2", &[edit]), "[a]\nk = 9\nl = 8");
}

#[test]
fn an_empty_value_is_filled() {
    assert_eq!(set("[a]\nk =\nl=2\n", "k", "1"), "[a]\nk =1\nl=2\n");
    assert_eq!(set("[a]\nk=  # none\n", "k", "1"), "[a]\n# none\nk= 1\n");
}

#[test]
fn bytes_that_are_no_utf8_stay() {
    let after = edit(b"# M\xfcller\n[b]\nx = \xff\n", &[new_keys("a")]).expect("edit");
    assert!(after.starts_with(b"# M\xfcller\n[b]\nx = \xff\n\n[a]\n"));
}

#[test]
fn a_section_of_ours_goes_with_its_empty_line() {
    let end = SectionEdit::new("a").remove("aws_access_key_id").remove("manager").remove_section_if_empty();
    for before in [
        "",
        "[b]\n",
        "[b]",
        "[b]\n\n",
        "\n",
        "  ",
        "\u{feff}",
        "[b]\r\nk=1",
        "[b]\r\nk = 1\r\n\r\n\r\n",
        "# c",
    ] {
        let with = done(before, &[new_keys("a")]);
        assert_eq!(done(&with, std::slice::from_ref(&end)), before, "{before:?}");
        let more = done(&with, &[new_keys("z")]);
        let other = done(before, &[new_keys("z")]);
        if !before.is_empty() && before != "\u{feff}" {
            assert_eq!(done(&more, std::slice::from_ref(&end)), other, "{before:?}");
        }
    }
}

#[test]
fn a_section_stays_while_anything_of_it_is_left() {
    let end = SectionEdit::new("a").remove("k").remove_section_if_empty();
    let ended = |text: &str| done(text, std::slice::from_ref(&end));
    assert_eq!(ended("[a] # c\nk = 1\n"), "[a] # c\n");
    assert_eq!(ended("[a]\n# c\nk = 1\n"), "[a]\n# c\n");
    assert_eq!(ended("[a]\nk = 1\nl = 2\n"), "[a]\nl = 2\n");
    assert_eq!(ended("[a]\nl = 2\n"), "[a]\nl = 2\n");
    assert_eq!(ended("[a]\n"), "[a]\n");
    assert_eq!(ended("[x]\n\n[a]\nk = 1\n\n# of b\n[b]\n"), "[x]\n\n# of b\n[b]\n");
}

#[test]
fn several_edits_are_applied_in_turn() {
    let edits = [new_keys("a"), new_keys("b"), SectionEdit::new("a").set("manager", "x")];
    let text = done("", &edits);
    assert!(text.contains("[a]\naws_access_key_id = ASIA1\nmanager = x\n\n[b]\n"), "{text}");
}

fn refused(before: &[u8], wish: SectionEdit) -> EditError {
    edit(before, &[wish]).expect_err("refused")
}

#[test]
fn what_could_forge_a_line_is_refused() {
    for value in [
        "x\n[default]",
        "x\r",
        "x\0",
        "\u{85}",
        "a\u{2028}b",
        "",
        " x",
        "x ",
        "a # b",
        "#",
        "a;b",
        "\"x\"",
        "\"x",
        "x\"",
        "'x",
        "x'",
        "a\\nb",
        "a\u{2029}b",
        "a\u{feff}b",
    ] {
        let error = refused(b"[a]\n", SectionEdit::new("a").set("k", value));
        assert!(matches!(error, EditError::Value { .. }), "{value:?}");
    }
    for key in ["", "k = 1\nl", "[b]", "a b", "k:", "é"] {
        for wish in [SectionEdit::new("a").set(key, "v"), SectionEdit::new("a").remove(key)] {
            assert!(matches!(refused(b"[a]\n", wish), EditError::KeyName { .. }), "{key:?}");
        }
    }
    for name in ["", "a]\n[b", "a]", "é", " a", "a ", "a#", "__proto__", "DEFAULT", "a\tb"] {
        assert!(matches!(refused(b"", new_keys(name)), EditError::SectionName { .. }), "{name:?}");
    }
}

#[test]
fn an_existing_section_may_have_any_name() {
    assert_eq!(done("[été]\nk = 1\n", &[SectionEdit::new("été").set("k", "2")]), "[été]\nk = 2\n");
    assert_eq!(done("", &[SectionEdit::new("my profile").set("k", "2")]), "[my profile]\nk = 2\n");
}

#[test]
fn places_that_read_differently_are_refused() {
    let lone = |line| EditError::LoneCarriageReturn { line };
    assert_eq!(refused(b"[a]\nk = 1\rl = 2\n", new_keys("a")), lone(2));
    assert_eq!(refused(b"[b]\rk = 1\r[a]\rk = 2\n", new_keys("a")), lone(1));
    assert_eq!(refused(b"[b]\nk = 1\r", new_keys("a")), lone(2));
    for text in ["[b]\nk = 1\rl = 2\n", "[b]\nk = 1\rl = 2"] {
        assert!(done(text, &[new_keys("a")]).starts_with("[b]\nk = 1\rl = 2\n\n[a]\n"), "{text:?}");
    }
    for text in [b"\xff\xfe[a]\n", b"\xfe\xff[a]\n", b"\0[a]\n.", b"[a]\0\n.", b"[\0a\0]\0"] {
        assert_eq!(refused(text, new_keys("a")), EditError::NotText, "{text:?}");
    }
    assert!(edit(b"[a]\n\0", &[new_keys("a")]).is_ok());
}

#[test]
fn a_removal_leaves_no_text_that_is_refused_next() {
    let end = [SectionEdit::new("a").remove("k").remove_section_if_empty()];
    for rest in ["[b]\nl = 1\rm = 2", "[b]\nl = 1\r"] {
        assert_eq!(done(&format!("{rest}\r\n[a]\r\nk = 1"), &end), rest);
        assert_eq!(done(rest, &end), rest);
    }
}

#[test]
fn neither_errors_nor_debug_output_show_a_value() {
    let wish = SectionEdit::new("a").set("aws_secret_access_key", "S3CRET\n").remove("manager");
    let shown = format!("{wish:?}");
    assert!(
        shown.contains("aws_secret_access_key") && shown.contains("manager") && !shown.contains("S3CRET")
    );
    let error = refused(b"", wish);
    assert!(!format!("{error} {error:?}").contains("S3CRET"));
}

#[test]
fn every_refusal_says_what_to_do() {
    let section = |name: &str| EditError::SectionName { name: name.to_owned(), why: "it is empty".into() };
    for (error, code, sentence, hint) in [
        (section("x"), Code::BadInput, "\"x\" cannot be", "Choose another target"),
        (
            EditError::KeyName { name: "x".to_owned() },
            Code::BadInput,
            "\"x\" cannot be",
            "Nothing was written.",
        ),
        (
            EditError::Value { key: "x".to_owned(), why: "it is empty".into() },
            Code::BadAnswer,
            "The value for x",
            "Nothing",
        ),
        (EditError::NotText, Code::File, "The file is UTF-16", "Save the file as UTF-8"),
        (EditError::LoneCarriageReturn { line: 3 }, Code::File, "Line 3 has", "Save the file with normal"),
        (
            EditError::ReadsDifferently { section: "x".to_owned() },
            Code::Internal,
            "The edit of [x]",
            "Nothing was",
        ),
    ] {
        let failure = Failure::from(error);
        assert_eq!(failure.code, code);
        assert!(failure.message.starts_with(sentence), "{failure:?}");
        assert!(failure.hint.starts_with(hint), "{failure:?}");
    }
}

#[test]
fn an_edit_knows_its_section() {
    assert_eq!(SectionEdit::new("a").section(), "a");
}

#[test]
fn an_edited_key_with_a_colon_is_refused() {
    for (text, line) in [
        ("[a]\naws_access_key_id: AKIAIOSFODNN7EXAMPLE\n", 2),
        ("[a]\nk = 1\nAWS_Access_Key_Id \t:AKIAIOSFODNN7EXAMPLE\n", 3),
        ("[a]\n\n  aws_access_key_id: x", 3),
        ("[a]\naws_access_key_id:\n", 2),
        ("[a]\r\naws_access_key_id : x = y\r\n", 2),
        ("[a]\n[b]\n[a]\naws_access_key_id: x\n", 4),
        ("[1]\n[2]\n[3]\n[4]\n[5]\n[6]\nk = 1\n[a]\naws_access_key_id: x\n", 9),
    ] {
        for wish in [
            SectionEdit::new("a").set("aws_access_key_id", "ASIA1"),
            SectionEdit::new("a").remove("aws_access_key_id"),
        ] {
            let error = refused(text.as_bytes(), wish);
            assert_eq!(error, EditError::Colon { key: "aws_access_key_id".to_owned(), line }, "{text:?}");
            assert!(error.to_string().contains(&format!("line {line} ")), "{error}");
        }
    }
    for text in [
        "[a]\naws_access_key_id_2: x\n",
        "[a]\n# aws_access_key_id: x\n",
        "[a]\nk = 1\n  aws_access_key_id: x\n",
        "[a]\nx aws_access_key_id: x\n",
        "[a]\nother: x = aws_access_key_id: y\n",
        "[b]\naws_access_key_id: x\n[a]\n",
    ] {
        assert!(edit(text.as_bytes(), &[new_keys("a")]).is_ok(), "{text:?}");
    }
}

#[test]
fn each_of_several_edits_is_checked() {
    let twice = [SectionEdit::new("a").set("k", "1"), SectionEdit::new("a").set("k", "2")];
    for text in ["[a]\n [f\n", "[a]\n [f]\nl = 1\n"] {
        let error = edit(text.as_bytes(), &twice).expect_err("refused");
        assert!(matches!(error, EditError::ReadsDifferently { .. }), "{text:?}: {error}");
    }
}

#[test]
fn a_key_that_is_set_is_named_as_asked() {
    assert_eq!(set("[a]\nk = 1\nK = 2\n", "k", "9"), "[a]\nk = 1\nk = 9\n");
    assert_eq!(set("[a]\n  K\t=  2 # c\n", "k", "9"), "[a]\n# c\n  k\t=  9\n");
    assert_eq!(set("[a]\nK =\n  n = 1\nl = 2\n", "k", "9"), "[a]\nk = 9\nl = 2\n");
    assert_eq!(set("[a]\nK = 2\n", "k", "2"), "[a]\nk = 2\n");
    assert_eq!(set("[a]\nk = 2\nl = 1\n", "K", "2"), "[a]\nK = 2\nl = 1\n");
}

#[test]
fn indented_comments_below_an_edited_key_move_to_the_first_column() {
    let take = |text: &str| done(text, &[SectionEdit::new("a").remove("k")]);
    assert_eq!(set("[a]\nk = 1\n  # n\nl = 2\n  # m\n", "k", "9"), "[a]\nk = 9\n# n\nl = 2\n  # m\n");
    assert_eq!(set("[a]\nk = 1\n\t; n\r\n", "k", "1"), "[a]\nk = 1\n; n\r\n");
    assert_eq!(set("[a]\nk = 1\n\n# c\n  # n\n  2\n  # m", "k", "9"), "[a]\nk = 9\n\n# c\n# n\n# m");
    assert_eq!(take("[a]\nk = 1\n  # n\nl = 2\n"), "[a]\n# n\nl = 2\n");
    assert_eq!(take("[a]\nl = 2\n  # m\nk = 1\n  2\n  # n\n [b]\n"), "[a]\nl = 2\n  # m\n# n\n");
    assert_eq!(take("[a]\nk = 1\njunk\n  # n\n[b]\n  # m\n"), "[a]\njunk\n  # n\n[b]\n  # m\n");
}

#[test]
fn a_new_key_goes_below_indented_comments() {
    assert_eq!(
        set("[a]\nk = 1\n  # n\n\n# of b\n[b]\n", "l", "2"),
        "[a]\nk = 1\n  # n\nl = 2\n\n# of b\n[b]\n"
    );
    assert_eq!(set("[a]\nk = 1\n\n# c\n\t# n", "l", "2"), "[a]\nk = 1\n\n# c\n\t# n\nl = 2");
    let both = SectionEdit::new("a").set("k", "9").set("l", "2");
    assert_eq!(done("[a]\nk = 1\n  # n\n", &[both]), "[a]\nk = 9\n# n\nl = 2\n");
}
