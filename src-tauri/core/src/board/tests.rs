//! What a person sees, in which order.

use super::*;
use crate::aws_config::AwsConfig;
use crate::aws_time::Now;
use crate::route::RouteEnv;
use crate::settings::SessionMemory;

fn at(text: &str) -> DateTime<Utc> {
    format!("2026-11-22T{text}Z").parse().unwrap()
}

fn key(section: &str) -> String {
    format!("[{section}]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n")
}

fn session(section: &str, end: &str) -> String {
    format!(
        "[{section}]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n\
         aws_session_token = t\nx_security_token_expires = 2026-11-22T{end}Z\n"
    )
}

fn board(config: &str, credentials: &str) -> Board {
    let aws = AwsConfig::read(config.as_bytes(), credentials.as_bytes());
    let catalog = Catalog::of(&aws, &Settings::default(), &RouteEnv::default());
    Board { catalog, ..Board::default() }
}

fn view(board: &Board, now: &str) -> BoardView {
    let paths = AwsPaths { config: "/c".into(), credentials: "/k".into() };
    board.view(&paths, false, Now::at(at(now), None))
}

fn states(view: &BoardView) -> Vec<(&str, RowState)> {
    view.rows.iter().map(|row| (row.name.as_str(), row.state)).collect()
}

#[test]
fn what_needs_a_person_most_comes_first() {
    let mut credentials: String =
        ["ended-late", "ended-early", "soon", "later", "sooner", "never", "busy"].map(key).concat();
    credentials += &session("ended-late-mfa", "11:59:00");
    credentials += &session("ended-early-mfa", "10:00:00");
    credentials += &session("soon-mfa", "12:10:00");
    credentials += &session("later-mfa", "23:00:00");
    credentials += &session("sooner-mfa", "13:00:00");
    credentials += &session("theirs", "12:05:00");
    let mut board = board("[profile keyless]\nmfa_serial = GAHT12345678\n", &credentials);
    board.signing_in.insert("busy".to_owned());
    assert_eq!(
        states(&view(&board, "12:00:00")),
        [
            ("busy", RowState::SigningIn),
            ("ended-late", RowState::Ended),
            ("ended-early", RowState::Ended),
            ("soon", RowState::EndingSoon),
            ("sooner", RowState::Active),
            ("later", RowState::Active),
            ("never", RowState::NotSignedIn),
            ("keyless", RowState::Problem),
            ("theirs", RowState::EndingSoon),
        ]
    );
}

#[test]
fn rows_of_one_state_are_in_the_order_of_their_names() {
    let board = board("", &["b", "c", "a"].map(key).concat());
    let view = view(&board, "12:00:00");
    assert_eq!(states(&view).iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["a", "b", "c"]);
}

#[test]
fn a_row_tells_account_user_and_where_the_session_goes() {
    let config = "[profile x]\nmfa_serial = arn:aws:iam::123456789012:mfa/jane\n";
    let board = board(config, &(key("x") + &session("x-mfa", "18:02:00")));
    let row = &view(&board, "12:00:00").rows[0];
    assert_eq!((row.account.as_deref(), row.principal.as_deref()), (Some("123456789012"), Some("jane")));
    assert_eq!((row.target.as_str(), row.expires.as_deref()), ("x-mfa", Some("2026-11-22T18:02:00Z")));
    assert_eq!((row.key, row.needs_code, row.kind), (KeyPlace::File, true, RowKind::Identity));
    assert_eq!(row.lifetime, None, "nobody saw it begin");
}

#[test]
fn a_session_that_was_seen_to_begin_has_a_lifetime() {
    let mut board = board("", &(key("x") + &session("x-mfa", "18:00:00")));
    let known = SessionMemory {
        expires: Some(at("18:00:00")),
        granted: Some(at("10:00:00")),
        ..SessionMemory::default()
    };
    board.memory.sessions.insert("x-mfa".to_owned(), known);
    assert_eq!(view(&board, "12:00:00").rows[0].lifetime, Some(28_800));
}

#[test]
fn only_an_endpoint_that_is_not_aws_s_is_shown() {
    let shown = |url: &str| {
        let board = board(&format!("[profile x]\nendpoint_url = {url}\n"), &key("x"));
        view(&board, "12:00:00").rows[0].endpoint.clone()
    };
    assert_eq!(shown("https://sts.eu-central-1.amazonaws.com"), None);
    assert_eq!(shown("https://sts.cn-north-1.amazonaws.com.cn/"), None);
    assert_eq!(shown("https://vpce-1.sts.eu-west-1.vpce.amazonaws.com:443"), None);
    for url in ["http://127.0.0.1:4566", "https://amazonaws.com.evil.example", "https://evilamazonaws.com"] {
        assert_eq!(shown(url).as_deref(), Some(url));
    }
}

#[test]
fn the_demo_s_own_endpoint_is_no_warning() {
    let board = board("[profile x]\nendpoint_url = http://127.0.0.1:4566\n", &key("x"));
    let paths = AwsPaths { config: "/c".into(), credentials: "/k".into() };
    assert_eq!(board.view(&paths, true, Now::at(at("12:00:00"), None)).rows[0].endpoint, None);
}

#[test]
fn roles_stand_below_their_identity_and_need_a_code_only_without_its_session() {
    let config = "[profile x]\nmfa_serial = GAHT12345678\n\
                  [profile b]\nrole_arn = arn:aws:iam::210987654321:role/team/ops\nsource_profile = x\n\
                  [profile a]\nrole_arn = arn:aws:iam::210987654321:role/dev\nsource_profile = b\n";
    let cold = board(config, &key("x"));
    let warm = board(config, &(key("x") + &session("x-mfa", "18:00:00")));
    let rows = |board: &Board| view(board, "12:00:00").rows[0].roles.clone();
    let names: Vec<String> = rows(&cold).into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["a", "b"]);
    let ops = &rows(&cold)[1];
    assert_eq!((ops.principal.as_deref(), ops.account.as_deref()), (Some("ops"), Some("210987654321")));
    assert_eq!((ops.kind, ops.target.as_str(), ops.needs_code), (RowKind::Role, "b-session", true));
    assert!(rows(&warm).iter().all(|row| !row.needs_code));
}

#[test]
fn a_failure_is_told_beside_the_state_and_an_obstacle_instead_of_it() {
    let mut board = board("[profile y]\nmfa_serial = no device\n", &(key("x") + &key("y")));
    board.failures.insert("x".to_owned(), Failure::new(Code::CodeRejected, "No.", "Wait."));
    let view = view(&board, "12:00:00");
    let told: Vec<_> =
        view.rows.iter().map(|row| (row.state, row.problem.as_ref().unwrap().code.as_str())).collect();
    assert_eq!(told, [(RowState::NotSignedIn, "code-rejected"), (RowState::Problem, "bad-input")]);
}

#[test]
fn a_malformed_role_is_a_problem_of_its_own() {
    let config = "[profile r]\nrole_arn = arn:aws:iam::1:user/jane\nsource_profile = x\n";
    let board = board(config, &key("x"));
    let row = &view(&board, "12:00:00").rows[0];
    assert_eq!((row.state, row.roles[0].state), (RowState::NotSignedIn, RowState::Problem));
}

#[test]
fn an_instant_is_spelled_with_whole_seconds_and_a_z() {
    assert_eq!(rfc3339("2026-11-22T18:02:00.123+00:00".parse().unwrap()), "2026-11-22T18:02:00Z");
}
