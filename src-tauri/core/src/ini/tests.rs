use proptest::prelude::{Strategy, prop};

use super::*;

fn outline(text: &[u8]) -> Vec<(String, Vec<(String, String)>)> {
    let document = Document::parse(text);
    let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    document
        .sections()
        .iter()
        .map(|section| {
            let properties = document.properties(section).iter();
            let pairs = properties.map(|p| (show(document.slice(p.key.clone())), show(&document.value(p))));
            (show(document.name(section)), pairs.collect())
        })
        .collect()
}

fn section(name: &str, pairs: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
    let pairs = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
    (name.to_owned(), pairs.collect())
}

fn faults(text: &[u8]) -> Vec<(usize, FaultKind)> {
    Document::parse(text).faults().iter().map(|f| (f.line, f.kind)).collect()
}

#[test]
fn the_lines_put_together_are_the_file() {
    let text = b"\xef\xbb\xbf# c\r\n[a]\n\xff = 1\r\n\n x\r y";
    let document = Document::parse(text);
    let lines: Vec<u8> =
        document.lines().iter().flat_map(|line| document.slice(line.start..line.end).to_vec()).collect();
    assert_eq!(lines, text[3..]);
}

#[test]
fn a_crlf_is_no_part_of_a_value() {
    assert_eq!(outline(b"[a]\r\nk = v\r\n"), [section("a", &[("k", "v")])]);
}

#[test]
fn a_comment_after_a_value_needs_a_blank_before_it() {
    let read = outline(b"[a]\nk = v # c\nl = v#c\nm = # c\nn =#c\n");
    assert_eq!(read, [section("a", &[("k", "v"), ("l", "v#c"), ("m", ""), ("n", "#c")])]);
}

#[test]
fn an_indented_comment_is_no_continuation() {
    let read = outline(b"[a]\ns3 =\n  # c\n  x = 1\nk = v\n  ; c\n  more # kept\n");
    assert_eq!(read, [section("a", &[("s3", "\nx = 1"), ("k", "v\nmore # kept")])]);
    assert_eq!(faults(b"  # c\n[a]\n  ; c\n"), []);
}

#[test]
fn indented_keys_are_read_and_told_once() {
    let text = b"[a]\n  k = 1\n  l = 2\n    more\n[b]\nm = 3\n";
    let read = outline(text);
    assert_eq!(read, [section("a", &[("k", "1"), ("l", "2\nmore")]), section("b", &[("m", "3")])]);
    assert_eq!(faults(text), [(2, FaultKind::IndentedKeys)]);
}

#[test]
fn an_indented_header_continues_an_open_value_and_else_begins_a_section() {
    assert_eq!(outline(b"[a]\nk = v\n [b]\n"), [section("a", &[("k", "v\n[b]")])]);
    assert_eq!(outline(b"[a]\n [b]\nk = v\n"), [section("a", &[]), section("b", &[("k", "v")])]);
}

#[test]
fn keys_below_an_unreadable_header_do_not_fall_into_the_section_above() {
    let text = b"[a]\nk = 1\n[b\nk = 2\n";
    assert_eq!(outline(text), [section("a", &[("k", "1")]), section("", &[("k", "2")])]);
    assert_eq!(faults(text), [(3, FaultKind::UnclosedHeader)]);
}

#[test]
fn bytes_that_are_no_utf8_are_kept_and_named() {
    let text = b"[a]\nname = M\xfcller\nk = v\n";
    let document = Document::parse(text);
    let property = &document.properties(&document.sections()[0])[0];
    assert_eq!(&*document.value(property), b"M\xfcller");
    assert_eq!(faults(text), [(2, FaultKind::NotUtf8)]);
}

#[test]
fn a_byte_order_mark_is_skipped_and_named() {
    assert_eq!(outline(b"\xef\xbb\xbf[a]\nk = v"), [section("a", &[("k", "v")])]);
    assert_eq!(faults(b"\xef\xbb\xbf[a]\n"), [(1, FaultKind::ByteOrderMark)]);
}

#[test]
fn a_lone_carriage_return_ends_no_line() {
    let text = b"[a]\nk = v\rl = w\n";
    assert_eq!(outline(text), [section("a", &[("k", "v\rl = w")])]);
    assert_eq!(faults(text), [(2, FaultKind::LoneCarriageReturn)]);
}

#[test]
fn odd_headers() {
    assert_eq!(
        outline(b"[]\n[ ]\n[]]\n[[x]\n"),
        [section("", &[]), section("", &[]), section("]", &[]), section("[x", &[]),]
    );
    assert_eq!(faults(b"["), [(1, FaultKind::UnclosedHeader)]);
}

#[test]
fn a_fault_says_where_it_is_and_how_bad() {
    let document = Document::parse(b"[a]\nk = v\rw\n= x\n");
    let shown: Vec<_> = document.faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "line 2: A carriage return stands within the line, where AWS tools disagree about a line break",
            "line 3: Property did not have a name",
        ]
    );
    let severities: Vec<_> = document.faults().iter().map(|fault| fault.kind.severity()).collect();
    assert_eq!(severities, [Severity::Warning, Severity::Error]);
}

#[test]
fn debug_output_shows_no_value() {
    let text = b"[a]\naws_secret_access_key = wJalrXUtnFEMI\n";
    let shown = format!("{:?}", Document::parse(text));
    assert!(shown.contains("lines: 2") && !shown.contains("wJalr"), "{shown}");
}

/// Bytes made of what the grammar knows, in any order.
pub(crate) fn any_text() -> impl Strategy<Value = Vec<u8>> {
    let pieces = [
        "[",
        "]",
        "=",
        "#",
        ";",
        " ",
        "\t",
        "\r",
        "\n",
        "a",
        "k",
        "\u{feff}",
        "\n[a]\n",
        "\r\n[k] # c\r\n",
        "\n [a]\n",
        "\nk = a\n",
        "\nk =\n",
        "\n  a = k ; c\n",
        "\n\tmore\n",
        "\n[ak\n",
        "\n\n",
    ];
    let mut pieces: Vec<&[u8]> = pieces.into_iter().map(str::as_bytes).collect();
    pieces.push(b"\xff");
    prop::collection::vec(prop::sample::select(pieces), 0..40).prop_map(|pieces| pieces.concat())
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_and_their_lines_are_whole(bytes in any_text()) {
        let document = Document::parse(&bytes);
        // A byte order mark is no line.
        let mut at = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        for line in document.lines() {
            proptest::prop_assert_eq!(line.start, at);
            at = line.end;
        }
        proptest::prop_assert_eq!(at, bytes.len());
        for section in document.sections() {
            for property in document.properties(section) {
                proptest::prop_assert!(!property.key.is_empty());
                proptest::prop_assert!(document.value(property).len() <= bytes.len());
            }
        }
    }
}
