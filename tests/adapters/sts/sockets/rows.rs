//! The rows.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use daypass_core::failure::CodeFate::{Spent, Unknown};

use super::super::meddler::Piece::{self, Close, Drip, Forever, Reset, Silence};
use super::super::meddler::Script;
use super::super::words::{NO_ANSWER, NOT_STS, PROXY_LOGIN, UNUSABLE};
use super::Row;
use super::answers::{answer, bytes, cut, in_hours, interrupted, interrupted_with, ok, padded, put, without};

type Says = fn(&str) -> Vec<Piece>;

const PORTAL: &str = "<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body>Accept</body></html>";
const ERROR: &str = "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>\
     <Code>AccessDenied</Code><Message>No.</Message></Error><RequestId>1</RequestId></ErrorResponse>";

/// STS did its work: the code is gone, and the person is told.
fn spent(what: &'static str, detail: &'static str, says: Says) -> Row {
    Row { what, script: Script { passes_on: true, says }, said: UNUSABLE, detail, fate: Spent }
}

/// STS did its work, but nothing that arrived tells.
fn lost(what: &'static str, detail: &'static str, says: Says) -> Row {
    Row { what, script: Script { passes_on: true, says }, said: NO_ANSWER, detail, fate: Unknown }
}

/// STS was not asked, and nothing that arrived tells.
fn stuck(what: &'static str, detail: &'static str, says: Says) -> Row {
    Row { script: Script { passes_on: false, says }, ..lost(what, detail, says) }
}

/// Somebody else answered.
fn foreign(what: &'static str, detail: &'static str, says: Says) -> Row {
    Row { said: NOT_STS, ..stuck(what, detail, says) }
}

pub fn refused() -> Vec<Row> {
    let mut rows = fields();
    rows.extend(expirations());
    rows.extend(cuts());
    rows.extend(too_long());
    rows.extend(foreigners());
    rows
}

const TOKEN: &str = "its session token is empty or holds forbidden characters";
const SECRET: &str = "its secret key is empty or holds forbidden characters";
const ID: &str = "its access key id is empty or holds forbidden characters";
const FIELD: &str = "missing or malformed";

fn fields() -> Vec<Row> {
    vec![
        spent("a line feed in the token", TOKEN, |said| ok(&put(said, "SessionToken", "IQo\nb3J"))),
        spent("a carriage return in the token", TOKEN, |said| ok(&put(said, "SessionToken", "IQo&#13;b3J"))),
        spent("a forged section in the token", TOKEN, |said| {
            ok(&put(said, "SessionToken", "IQo\n[default]\naws_access_key_id = AKIAINJECTEDEXAMPLE0"))
        }),
        spent("a null in the token", FIELD, |said| ok(&put(said, "SessionToken", "IQo\0b3J"))),
        spent("a space in the token", TOKEN, |said| ok(&put(said, "SessionToken", "IQo b3J"))),
        spent("a line separator in the token", TOKEN, |said| {
            ok(&put(said, "SessionToken", "IQo\u{2028}b3J"))
        }),
        spent("an empty token", TOKEN, |said| ok(&put(said, "SessionToken", ""))),
        spent("a line feed in the secret", SECRET, |said| ok(&put(said, "SecretAccessKey", "wJalr\nXUt"))),
        spent("an empty secret", SECRET, |said| ok(&put(said, "SecretAccessKey", ""))),
        spent("a line feed in the id", ID, |said| ok(&put(said, "AccessKeyId", "ASIA\n[x]"))),
        spent("an empty id", ID, |said| ok(&put(said, "AccessKeyId", ""))),
        spent("no token", TOKEN, |said| ok(&without(said, "SessionToken"))),
        spent("no secret", SECRET, |said| ok(&without(said, "SecretAccessKey"))),
        spent("no id", ID, |said| ok(&without(said, "AccessKeyId"))),
        spent("no credentials", "there are no credentials in it", |said| ok(&without(said, "Credentials"))),
        spent("bytes that are no text", FIELD, |said| {
            let (head, tail) = said.split_once("<SessionToken>").unwrap();
            answer("200 OK", "", &[head.as_bytes(), b"<SessionToken>\xff\xfe", tail.as_bytes()].concat())
        }),
    ]
}

fn expirations() -> Vec<Row> {
    const PAST: &str = "its expiration lies in the past";
    const LATE: &str = "its expiration lies much later than was asked for";
    vec![
        spent("an end an hour ago", PAST, |said| ok(&put(said, "Expiration", &in_hours(-1)))),
        spent("the first end of all", PAST, |said| ok(&put(said, "Expiration", "1970-01-01T00:00:00Z"))),
        spent("an end in three days", LATE, |said| ok(&put(said, "Expiration", &in_hours(72)))),
        spent("an end in the year 9999", LATE, |said| ok(&put(said, "Expiration", "9999-12-31T23:59:59Z"))),
        spent("an end that is none", FIELD, |said| ok(&put(said, "Expiration", "soon"))),
        spent("an empty end", FIELD, |said| ok(&put(said, "Expiration", ""))),
        spent("no end", "past", |said| ok(&without(said, "Expiration"))),
    ]
}

fn cuts() -> Vec<Row> {
    const MIDDLE: &str = "the answer ends in the middle";
    const ENDED: &str = "the connection ended before the answer did";
    vec![
        spent("cut after the first element", MIDDLE, |said| ok(cut(said, "xmlns"))),
        spent("cut in the id", MIDDLE, |said| ok(cut(said, "ASIA"))),
        spent("cut in the token", MIDDLE, |said| ok(cut(said, "IQoJb3JpZ2luX2Vj"))),
        spent("cut before the end", MIDDLE, |said| ok(cut(said, "<Expiration>"))),
        spent("cut in the request id", MIDDLE, |said| ok(cut(said, "</RequestId>"))),
        spent("cut in the last element", MIDDLE, |said| ok(said.trim_end().strip_suffix('>').unwrap())),
        spent("interrupted in the token", MIDDLE, |said| interrupted(said, "IQoJb3JpZ2luX2Vj", Close)),
        spent("reset in the token", MIDDLE, |said| interrupted(said, "IQoJb3JpZ2luX2Vj", Reset)),
        spent("one byte short", MIDDLE, |said| interrupted(said, "\n</", Close)),
        spent("cut between chunks", MIDDLE, |said| {
            let half = cut(said, "<Expiration>");
            let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            vec![bytes(format!("{head}{:x}\r\n{half}\r\n", half.len())), Close]
        }),
        spent("HTTP/1.0, cut", MIDDLE, |said| {
            vec![bytes(format!("HTTP/1.0 200 OK\r\n\r\n{}", cut(said, "<Expiration>"))), Close]
        }),
        lost("closed without a word", "", |_| vec![Close]),
        stuck("closed without a word, and STS was not asked", "", |_| vec![Close]),
        lost("reset without a word", "", |_| vec![Reset]),
        stuck("reset without a word, and STS was not asked", "", |_| vec![Reset]),
        lost("cut in the headers", "", |_| vec![bytes("HTTP/1.1 200 OK\r\nContent-Le".into()), Close]),
        lost("interrupted before it says anything", ENDED, |said| interrupted(said, "Response", Close)),
        stuck("an error, cut", ENDED, |_| answer("403 Forbidden", "", cut(ERROR, "<Message>").as_bytes())),
        stuck("an error, interrupted", ENDED, |_| {
            interrupted_with("403 Forbidden", ERROR, "<Message>", Close)
        }),
        stuck("another protocol", "", |_| vec![bytes("SSH-2.0-OpenSSH_9.2p1\r\n".into()), Close]),
    ]
}

fn too_long() -> Vec<Row> {
    const LONG: &str = "the answer is longer than 64 KiB";
    vec![
        spent("70,000 bytes in all", LONG, |said| ok(&padded(said))),
        spent("70,000 bytes, and no word of how many", LONG, |said| {
            vec![bytes(format!("HTTP/1.1 200 OK\r\n\r\n{}", padded(said))), Close]
        }),
        spent("a success without an end", LONG, |said| {
            let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            let half = cut(said, "<Expiration>");
            vec![
                bytes(format!("{head}{:x}\r\n{half}\r\n", half.len())),
                Forever(b"1000\r\n".iter().chain(&[b'A'; 0x1000]).chain(b"\r\n").copied().collect()),
            ]
        }),
        Row {
            said: NOT_STS,
            ..lost("something without an end", LONG, |_| {
                vec![bytes("HTTP/1.1 200 OK\r\n\r\n".into()), Forever(vec![b'A'; 4096])]
            })
        },
        lost("headers without an end", "", |_| {
            vec![bytes("HTTP/1.1 200 OK\r\n".into()), Forever(b"X-More: yes\r\n".repeat(100))]
        }),
    ]
}

fn foreigners() -> Vec<Row> {
    const PLACE: &str = "Location: http://portal.example/login\r\n";
    const POINTS: &str = "which points to http://portal.example/login";
    const NOT_XML: &str = "and the answer is not the XML of STS";
    vec![
        foreign("moved for ever", POINTS, |_| answer("301 Moved Permanently", PLACE, b"")),
        foreign("found elsewhere", POINTS, |_| answer("302 Found", PLACE, PORTAL.as_bytes())),
        foreign("moved, ask there with the same body", POINTS, |_| {
            answer("307 Temporary Redirect", PLACE, b"")
        }),
        foreign("moved for ever with the same body", POINTS, |_| {
            answer("308 Permanent Redirect", PLACE, b"")
        }),
        foreign("a portal", "status 200, and", |_| {
            answer("200 OK", "Content-Type: text/html\r\n", PORTAL.as_bytes())
        }),
        foreign("a portal that refuses", "status 403, and", |_| {
            answer("403 Forbidden", "", PORTAL.as_bytes())
        }),
        foreign("JSON", NOT_XML, |_| answer("200 OK", "", b"{\"Credentials\":{}}")),
        foreign("a gateway", "status 502, and", |_| answer("502 Bad Gateway", "", PORTAL.as_bytes())),
        foreign("a refusal without a body", "status 403, and", |_| answer("403 Forbidden", "", b"")),
        foreign("nothing to say", "status 204, and", |_| answer("204 No Content", "", b"")),
        foreign("an empty answer", "status 200, and", |_| answer("200 OK", "", b"")),
        foreign("an error that calls itself a success", "status 200, and", |_| ok(ERROR)),
        Row {
            said: NOT_STS,
            ..lost("a success that calls itself an error", "status 403, and", |said| {
                answer("403 Forbidden", "", said.as_bytes())
            })
        },
        Row {
            said: NOT_STS,
            ..lost("packed, though nobody asked", "status 200, and", |_| {
                answer(
                    "200 OK",
                    "Content-Encoding: gzip\r\n",
                    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xb3",
                )
            })
        },
        Row {
            said: NOT_STS,
            ..lost("cut in the name of the answer", NOT_XML, |said| ok(cut(said, "Response")))
        },
        Row {
            said: PROXY_LOGIN,
            fate: super::CodeFate::Unspent,
            ..foreign("a proxy", "status 407", |_| {
                answer(
                    "407 Proxy Authentication Required",
                    "Proxy-Authenticate: Basic\r\n",
                    PORTAL.as_bytes(),
                )
            })
        },
    ]
}

/// What has no end within the time that a test gives it.
pub fn slow() -> Vec<Row> {
    const TICK: Duration = Duration::from_millis(10);
    const LATE: &str = "it did not end in time";
    vec![
        lost("silence", "", |_| vec![Silence]),
        stuck("silence, and STS was not asked", "", |_| vec![Silence]),
        lost("silence after the headers", "", |_| {
            vec![bytes("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n".into()), Silence]
        }),
        spent("silence in the middle", LATE, |said| {
            vec![
                bytes(format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}",
                    said.len(),
                    cut(said, "ASIA")
                )),
                Silence,
            ]
        }),
        spent("byte by byte", LATE, |said| {
            let (head, tail) = said.split_at(100);
            let start = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{head}", said.len());
            vec![bytes(start), Drip(tail.into(), TICK)]
        }),
        lost("headers byte by byte", "", |_| {
            vec![Drip([&b"HTTP/1.1 200 OK\r\n"[..], &b"X-More: yes\r\n".repeat(1000)].concat(), TICK)]
        }),
        lost("hints without an end", "", |_| {
            vec![Drip(b"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1000), TICK / 20)]
        }),
    ]
}

/// Odd, and good all the same.
pub fn granted() -> Vec<(&'static str, Script)> {
    let rows: [(&str, Says); 7] = [
        ("as STS says it", ok),
        ("another content type", |said| {
            answer("200 OK", "Content-Type: application/json\r\n", said.as_bytes())
        }),
        ("HTTP/1.0", |said| vec![bytes(format!("HTTP/1.0 200 OK\r\n\r\n{said}")), Close]),
        ("in chunks", |said| {
            let (one, two) = said.split_at(100);
            let chunks = format!("{:x}\r\n{one}\r\n{:x}\r\n{two}\r\n0\r\n\r\n", one.len(), two.len());
            vec![bytes(format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}"))]
        }),
        ("after two hints", |said| {
            let mut pieces =
                vec![bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n".into())];
            pieces.extend(ok(said));
            pieces
        }),
        ("with a declaration and a byte order mark", |said| {
            ok(&format!("\u{feff}<?xml version=\"1.0\"?>\n{said}"))
        }),
        ("an end a minute from now", |said| {
            let soon = (Utc::now() + TimeDelta::minutes(1)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
            ok(&put(said, "Expiration", &soon))
        }),
    ];
    rows.map(|(what, says)| (what, Script { passes_on: true, says })).into()
}
